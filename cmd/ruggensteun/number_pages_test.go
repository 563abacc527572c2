package main

import (
	"regexp"
	"strings"
	"testing"

	"ruggensteun/adapters/web/webtest"
)

// TestAReportIsFoundByItsNumberThroughPages: somebody reads it out on the telephone, and whoever answers types it.
func TestAReportIsFoundByItsNumberThroughPages(t *testing.T) {
	d := newNightShift(t)
	street := webtest.Person{Window: "street", Width: 390, Height: 844}
	d.signIn(street)
	found := d.do(street, append(fourAnswers[:len(fourAnswers):len(fourAnswers)], touch("see", "Dank u"))...)
	number := regexp.MustCompile(`\d\d \d\d \d\d \d\d`).FindString(found.Text)
	if number == "" {
		t.Fatalf("no number is told: %s", found.Text)
	}
	desk := webtest.Person{Window: "desk", Width: 1280, Height: 900}
	d.do(desk, touch("go", "", "to", d.url+"/sign-in?back=/"), touch("check", "Verzonnen registratiemedewerker"), touch("choose", "Bij", "value", "DEMO-POL-01"), touch("press", "Aanmelden"))
	list := touch("go", "", "to", d.url+"/meldingen")
	until(t, "the list has it", func() bool {
		at := d.do(desk, list, touch("fill", "nummer van de melding", "value", strings.ReplaceAll(number, " ", "-")), touch("press", "Toon"))
		return strings.Contains(at.URL, "/melding/") && strings.Contains(at.Text, number)
	})
	d.do(desk, list, touch("fill", "nummer van de melding", "value", "12 34"), touch("press", "Toon"), touch("see", "acht cijfers"))
	d.do(desk, list, touch("fill", "nummer van de melding", "value", "00 00 00 0o"), touch("press", "Toon"), touch("see", "geen melding met dit nummer"))

	worker := webtest.Person{Window: "worker", Width: 390, Height: 844}
	d.do(worker, touch("go", "", "to", d.url+"/sign-in?back=/"), touch("check", "Verzonnen casemanager"), touch("choose", "Bij", "value", "DEMO-POL-01"), touch("press", "Aanmelden"))
	d.do(worker, touch("go", "", "to", d.url+"/werklijst"), touch("unfold", "Beperk de lijst"), touch("fill", "nummer van de melding", "value", number), touch("press", "Toon"), touch("see", "Alleen wat hoort bij"), touch("follow", number), touch("see", "Melding "+number))
}
