package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"ruggensteun/adapters/vault/canary"
	"ruggensteun/adapters/web/webtest"
)

// newWorkday is a store with an employer, and people at browsers.
func newWorkday(t *testing.T) *workday {
	b := webtest.Start(t)
	c := newTerminal(t)
	c.employer("GEM-X")
	registrar := c.counter("GEM-X")
	d := &workday{b: b, shift: &shift{counter: registrar.as("case-worker +GEM-X"), registrar: registrar}}
	d.worker, d.standIn = d.atABrowser("worker"), registrar.atABrowser("registrar")
	return d
}

// pick checks what has a line of explanation behind its name.
func (*workday) pick(label string) webtest.Act { return webtest.Act{Do: "check", Name: label} }

// judged is a person of whom axe judges where he ends up, wide and narrow.
func (d *workday) judged(who webtest.Person, at string) {
	d.t.Helper()
	for _, wide := range []int{390, 1280} {
		who := who
		who.Axe, who.WithoutScript, who.Width, who.Window = true, false, wide, fmt.Sprint(who.Window, " judged at ", wide) // axe is a script
		if found := d.do(who, d.open(at)); len(found.Violations) > 0 || found.Passes == 0 {
			d.t.Errorf("at %d px axe finds at %s: %v", wide, at, found.Violations)
		}
		d.pictured++
		d.picture(who, fmt.Sprintf("judged-%02d-%s-%d", d.pictured, who.Window[:4], wide))
	}
}

// TestTheCareOfAColleagueOnPages: whoever reports asks for it, the manager sees what expires first and does it, and
// the registrar comes to the same page. Nothing but pages is used.
func TestTheCareOfAColleagueOnPages(t *testing.T) {
	d := newWorkday(t)
	r := d.registrar
	hurt := r.hurtOn(ago(1))
	reporter, manager := r.as("reporter +GEM-X").atABrowser("reporter"), r.as("manager +GEM-X").atABrowser("manager")

	own := d.url + "/mijn-meldingen/" + hurt.incident
	d.do(reporter, d.open(own), d.follow("opvang vragen"), d.pick("Deze collega heeft opvang nodig"), d.press("Toevoegen"), d.see("noem een naam of een personeelsnummer"))
	d.do(reporter, d.fill("Welke collega is het overkomen?", "Bea de Boer"), d.press("Toevoegen"), d.see("De zorg voor uw collega is begonnen."))
	d.picture(reporter, "care-1-asked")
	until(t, "the care stands on the list", func() bool {
		return bytes.Contains(r.ask("GET", "/worklist?kind=CARE", "", nil).body, []byte("LEIDINGGEVENDE-24-UUR"))
	})

	found := d.do(manager, d.open(d.url+"/"), d.follow("Zorg voor collega’s"), d.see("Leidinggevende"), webtest.Act{Do: "follow", Name: "Zorg ", In: "Wat er te doen is"}, d.see("Bea de Boer"), d.see("Niemand zorgt hier nog voor."))
	page := found.URL
	d.picture(manager, "care-2-page")
	d.do(manager, d.follow("Ik zorg hiervoor"), d.press("Neem de zorg op u"), d.see("U zorgt hiervoor."))
	d.do(manager, d.follow("Stap vastleggen"), d.see("geen diagnose"), d.press("Leg de stap vast"), d.see("is niet ingevuld"))
	d.do(manager, d.choose("Welke stap?", "leidinggevende binnen 24 u"), d.pick("gedaan"), d.fill("Toelichting", "Even gebeld."), d.press("Leg de stap vast"), d.see("De stap is vastgelegd."), d.see("Even gebeld."), d.see("gehaald"))
	d.picture(manager, "care-3-told")
	d.do(manager, d.follow("Stap terugnemen"), d.fill("Waarom?", "was een andere collega"), d.press("Neem terug"), d.see("De stap is teruggenomen."), d.see("teruggenomen"))
	d.do(manager, d.follow("Letsel nagaan"), d.press("Ga het na"), d.see("Nagegaan."))
	d.judged(manager, page)
	d.judged(manager, page+"/stap?step=TALK_1")
	d.judged(manager, d.url+"/en/nazorg")

	d.do(d.standIn, d.open(d.url+"/melding/"+hurt.incident), d.follow("Collega opvangen"), d.check("Bea de Boer"), d.press("Begin de opvang"), d.see("De opvang is begonnen."), d.see("Voor Bea de Boer"))
	if at := d.do(d.standIn, d.see("Voor")).URL; !strings.HasPrefix(at, page) {
		t.Errorf("the registrar comes to %s, the manager is at %s", at, page)
	}
	d.do(d.standIn, d.open(page), d.follow("Termijn opschorten"), d.pick("het slachtoffer vraagt erom"), d.press("Schort op"), d.see("De termijn staat stil."))
	d.do(d.standIn, d.follow("Termijn laten lopen"), d.press("Laat lopen"), d.see("De termijn loopt weer."))
	d.judged(d.standIn, d.url+"/melding/"+hurt.incident+"/opvang")
	if got := d.do(reporter, d.open(page)); !strings.Contains(got.Text, "niet") || strings.Contains(got.Text, "Bea") {
		t.Errorf("whoever reported reads the care: %s", got.Text)
	}
	r.end()
}

// TestWhatACaseWorkerDoesBesideOnPages: a case begins with a report; what was heard wrongly is corrected and
// withdrawn, links come and go, and terms stand still. Two pages of one case at once lose nothing.
func TestWhatACaseWorkerDoesBesideOnPages(t *testing.T) {
	d := newWorkday(t)
	hurt := d.registrar.hurtOn(ago(20))
	d.do(d.worker, d.open(d.url+"/melding/"+hurt.incident), d.follow("Zaak openen"), d.press("Open de zaak"), d.see("De zaak is geopend."), d.see(canary.Name), d.see("van u"))
	at := strings.Split(d.do(d.worker, d.see("Tijdlijn")).URL, "?")[0]
	path := "/cases/" + at[strings.LastIndex(at, "/")+1:]

	d.do(d.worker, d.follow("Termijn opschorten"), d.pick("het slachtoffer vraagt erom"), d.fill("Sinds welke dag?", ago(19)), d.press("Schort op"), d.see("De termijn staat stil."), webtest.Act{Do: "see", Name: "staat stil", In: "Termijnen", Exact: true})
	d.picture(d.worker, "file-1-suspended")
	d.do(d.worker, d.follow("Termijn laten lopen"), d.press("Laat lopen"), d.see("De termijn loopt weer."))
	d.do(d.worker, d.follow("Aangifte vastleggen"), d.fill("Op welke dag?", ago(10)), d.pick("de werkgever, namens"), d.press("Leg de aangifte vast"), d.see("De aangifte is vastgelegd en gekoppeld."), webtest.Act{Do: "see", Name: "hier staat de zaak", In: "De weg van aangifte tot schade", Exact: true})
	d.do(d.worker, d.follow("Bericht over de zaak vastleggen"), d.choose("Wat is er gebeurd?", "vonnis"), d.press("Verder"), d.fill("Sinds wanneer geldt het?", ago(3)), d.choose("Uitkomst", "veroordeling"),
		d.choose("Straf of maatregel 1", "taakstraf, werkstraf"), d.fill("Hoeveel van straf 1?", "60"), d.fill("Wat is er gezegd of geschreven?", "eerste tekst"), d.press("Leg het bericht vast"), d.see("eerste tekst"))
	d.twoTabs(at, path)
	d.do(d.worker, d.open(at), d.follow("Bericht intrekken"), d.fill("Waarom?", "verkeerde zaak"), d.press("Trek het bericht in"), d.see("Het bericht is ingetrokken."))
	d.do(d.worker, d.follow("Loskoppelen"), d.choose("Wat hoort er niet bij?", canary.Name), d.fill("Waarom?", "niet geraakt"), d.press("Koppel los"), d.see("Losgekoppeld."))
	d.do(d.worker, d.follow("Koppelen"), d.check("een slachtoffer"), d.choose("Welk slachtoffer?", canary.Name), d.press("Koppel"), d.see("Gekoppeld."))
	d.do(d.worker, d.follow("Koppelen"), d.check("een melding"), d.fill("Adres of kenmerk", "onzin"), d.press("Koppel"), webtest.Act{Do: "see", Name: "Adres of kenmerk"})
	for _, page := range []string{"", "/koppelen", "/ontkoppelen", "/opschorten", "/aangifte", "/bericht-intrekken"} {
		d.judged(d.worker, at+page)
	}
	d.judged(d.worker, d.url+"/en/melding/"+hurt.incident+"/zaak")
	d.registrar.end()
}

// twoTabs corrects one notice on two pages at once.
func (d *workday) twoTabs(at, path string) {
	form := []webtest.Act{d.open(at), d.follow("Bericht verbeteren"), d.choose("Welk bericht?", d.newest(at)), d.press("Verder"), d.see("Zo staat het er nu")}
	other := d.worker
	other.Window = "another tab"
	d.do(d.worker, form...)
	d.do(other, append(form, d.fill("Wat is er gezegd of geschreven?", "tekst van de ander"), d.fill("Hoeveel van straf 1?", "80"), d.fill("Waarom?", "brief gelezen"), d.press("Verbeter het bericht"), d.see("Het bericht is verbeterd."))...)
	found := d.do(d.worker, d.fill("Wat is er gezegd of geschreven?", "mijn tekst"), d.fill("Waarom?", "nagebeld"), d.press("Verbeter het bericht"), d.see("Intussen is dit vastgelegd"), d.see("tekst van de ander"))
	d.picture(d.worker, "file-2-two-tabs")
	if strings.Contains(found.Text, "Het bericht is verbeterd.") {
		d.t.Error("the later page overwrote what it did not show")
	}
	d.do(d.worker, d.press("Verbeter het bericht"), d.see("Het bericht is verbeterd."), d.see("mijn tekst"))
	notices := d.whole(path)["notices"].([]any)
	last := notices[len(notices)-1].(map[string]any)
	if text := last["text"].(map[string]any)["text"]; text != "mijn tekst" {
		d.t.Errorf("it reads %v", text)
	}
	if sanctions := last["sanctions"].([]any); sanctions[0].(map[string]any)["size"] != float64(60) {
		d.t.Errorf("the sanction reads %v, want as it stood in the form that was sent last", sanctions)
	}
}

// newest is what the form calls the notice that was told last.
func (d *workday) newest(at string) string {
	found := d.do(d.worker, d.open(at+"/bericht-verbeteren"))
	for _, line := range strings.Split(found.Text, "\n") {
		if strings.Contains(line, ", gehoord op ") && strings.HasPrefix(strings.TrimSpace(line), "vonnis") {
			return strings.TrimSpace(line)
		}
	}
	d.t.Fatalf("no notice can be chosen:\n%s", found.Text)
	return ""
}
