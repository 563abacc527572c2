package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/web/webtest"
)

// aMorning is a table as an employer has it: one row of it cannot be read.
const (
	aMorning        = "Nr;Datum;Gedrag;Plaats\nA-1;2026-03-02 10:00;HIT;ROAD\nA-2;2026-03-03 23:15;SPIT;HOME\nA-3;2026-03-29 02:30;HIT;ROAD\n"
	aMorningMapping = "employer: {code: DEMO-POL-01, zone: Europe/Amsterdam}\nkey: Nr\nfields: {occurred: Datum, behaviours: Gedrag, place.type: Plaats}\n"
)

// registrarsMorning follows PRODUCT 6.2 through pages, without a script.
func (s *site) registrarsMorning(t *testing.T, b *webtest.Browser) {
	who := webtest.Person{Window: "registrar", Headers: s.look("registrar", "/", "phone", false).Headers, Width: 390, Height: 844, WithoutScript: true}
	do := func(acts ...webtest.Act) webtest.Found {
		t.Helper()
		found := b.Follow(t, who, acts...)
		for _, said := range found.Said {
			if strings.Contains(said, "the server responded with a status of 400") { // a form that has to be mended
				continue
			}
			t.Errorf("%s says on the console: %s", found.URL, said)
		}
		for _, asked := range found.Asked {
			if !strings.HasPrefix(asked, s.url+"/") {
				t.Errorf("%s asks %s", found.URL, asked)
			}
		}
		return found
	}
	open := func(path string) webtest.Act { return webtest.Act{Do: "go", To: s.url + path} }
	see := func(text string) webtest.Act { return webtest.Act{Do: "see", Name: text} }
	follow := func(text string) webtest.Act { return webtest.Act{Do: "follow", Name: text} }
	press := func(text string) webtest.Act { return webtest.Act{Do: "press", Name: text} }

	do(open("/"), follow("Meldingen"), see("Sinds gisteravond"), s.pictured("registrar-tonight"), follow("Alle meldingen"), s.pictured("registrar-list"))
	found := do(webtest.Act{Do: "follow", Name: "gemeld", In: "De lijst"}, see("Wat bekend is"), s.pictured("registrar-report"))
	report := found.URL

	do(follow("Aanvullen"), see("Vul in wat u weet"), s.pictured("registrar-complete"),
		webtest.Act{Do: "fill", Name: "meer over wat er gebeurde", Value: "De deur werd dichtgehouden."}, press("Opslaan"), see("De aanvulling is vastgelegd"), see("De deur werd dichtgehouden."))

	do(follow("Verbeteren"), webtest.Act{Do: "fill", Name: "wanneer", Value: "2026-01-05T02:00"}, press("Verbetering vastleggen"), see("waarom klopte het niet?"), s.pictured("registrar-refused"),
		webtest.Act{Do: "fill", Name: "waarom klopte het niet?", Value: "verkeerd overgenomen"}, press("Verbetering vastleggen"), see("De oude waarde staat in de geschiedenis"), see("ma 5 januari 2026, 02:00"), see("Gecorrigeerd"))

	found = do(follow("Aangifte voorbereiden"), s.pictured("registrar-prepare"))
	acts := []webtest.Act{press("Aangifte maken"), see("De aangifte is gemaakt"), s.pictured("registrar-paper")}
	if strings.Contains(found.Text, "voor wie?") {
		acts = append([]webtest.Act{{Do: "first", In: "voor wie?"}}, acts...)
	}
	do(acts...)

	folder := files(t, map[string]string{"m.yaml": aMorningMapping, "in.csv": aMorning})
	do(open("/invoer"), s.pictured("registrar-imports"), webtest.Act{Do: "give", Name: "indeling", Value: filepath.Join(folder, "m.yaml")}, webtest.Act{Do: "give", Name: "tabel", Value: filepath.Join(folder, "in.csv")}, press("Versturen en bekijken"))
	s.untilSaid(t, b, who, "Dit zou er gebeuren")
	do(see("Download de afgekeurde rijen"), s.pictured("registrar-preview"), press("Vastleggen"))
	s.untilSaid(t, b, who, "Dit bestand is vastgelegd")
	do(press("Alles ongedaan maken"))
	s.untilSaid(t, b, who, "Dit is ongedaan gemaakt")

	if found := b.Follow(t, who, open("/melding/"+uuid.NewString())); !strings.Contains(found.Text, "niet") || strings.Contains(found.Text, "Wat bekend is") {
		t.Errorf("an id of nobody gives\n%s", found.Text)
	}
	if !strings.Contains(report, "/melding/") {
		t.Errorf("a report is at %s", report)
	}
}

// untilSaid looks at the page again until it says something, as a person would.
func (s *site) untilSaid(t *testing.T, b *webtest.Browser, who webtest.Person, text string) {
	t.Helper()
	var found webtest.Found
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); {
		if found = b.Follow(t, who); strings.Contains(found.Text, text) {
			return
		}
		found = b.Follow(t, who, webtest.Act{Do: "go", To: found.URL})
	}
	t.Fatalf("the page never says %q:\n%s", text, found.Text)
}

// pictured makes a picture where pictures are asked for.
func (s *site) pictured(name string) webtest.Act {
	if *pagePictures == "" {
		return webtest.Act{Do: "nothing"}
	}
	if err := os.MkdirAll(*pagePictures, 0o755); err != nil {
		panic(err)
	}
	return webtest.Act{Do: "picture", To: filepath.Join(*pagePictures, name+".png")}
}
