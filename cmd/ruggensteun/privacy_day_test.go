package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"ruggensteun/adapters/web/webtest"
	"ruggensteun/domain/eventlog/consumer"
)

func (s *site) person(role string, width string) webtest.Person {
	return webtest.Person{Window: role, Headers: map[string]string{"Authorization": "Bearer " + s.tokens[role]}, Width: widths[width][0], Height: widths[width][1]}
}

// totals are the last line of the table on a page with a figure.
var totals = regexp.MustCompile(`(?s)<tfoot>.*?</tfoot>`)

// privacyDay is what a privacy officer does in an afternoon, through pages only. Given are a number out of a
// letter, a colleague who opened that record, and a file that lay on a share.
func (s *site) privacyDay(t *testing.T, b *webtest.Browser) {
	var listed struct{ Incidents []struct{ ID string } }
	status, body := ask(t, s.url+"/v1/incidents?limit=5", s.tokens["registrar"])
	if err := json.Unmarshal([]byte(body), &listed); status != 200 || err != nil || len(listed.Incidents) == 0 {
		t.Fatalf("no incident to speak of: %d %s", status, body)
	}
	id := listed.Incidents[0].ID
	ask(t, s.url+"/v1/incidents/"+id, s.tokens["registrar"])
	_, sheet := ask(t, s.url+"/v1/views/location?format=csv", s.tokens["registrar"])
	lost := filepath.Join(t.TempDir(), "gevonden.csv")
	if err := os.WriteFile(lost, []byte(sheet), 0o600); err != nil {
		t.Fatal(err)
	}
	officer := s.person("officer", "phone")
	today := time.Now()
	until := today.AddDate(0, 3, 0).Format(time.DateOnly)

	seen := func(found webtest.Found, wants ...string) {
		t.Helper()
		for _, want := range wants {
			if !strings.Contains(strings.ToLower(found.Text), strings.ToLower(want)) {
				t.Errorf("at %s there is no %q:\n%.1500s", found.URL, want, found.Text)
			}
		}
		for _, said := range found.Said {
			if !strings.Contains(said, "the server responded with a status of 4") {
				t.Errorf("at %s the console says %s", found.URL, said)
			}
		}
	}
	follow := func(acts ...webtest.Act) webtest.Found {
		t.Helper()
		return b.Follow(t, officer, acts...)
	}
	// 1. What is due, and what is held.
	seen(follow(webtest.Act{Do: "go", To: s.url + "/"}, webtest.Act{Do: "follow", Name: "Privacy"}), "te wissen binnen 30 dagen", "Niets is vastgehouden", "Pogingen")
	seen(follow(webtest.Act{Do: "follow", Name: "Iets vasthouden"}, webtest.Act{Do: "choose", Name: "soort", Value: "incident"}, webtest.Act{Do: "fill", Name: "nummer", Value: id},
		webtest.Act{Do: "choose", Name: "grond", Value: "rechtsvordering"}, webtest.Act{Do: "fill", Name: "reden", Value: "de verzekeraar vordert schade"}, webtest.Act{Do: "press", Name: "Vasthouden"}),
		"tot en met") // the last day is forgotten, and asked for
	seen(follow(webtest.Act{Do: "fill", Name: "tot en met", Value: until}, webtest.Act{Do: "press", Name: "Vasthouden"}), "Het is vastgehouden", "de verzekeraar vordert schade", "rechtsvordering")
	// 2. What is held is not erased; when it is let go it is, with a certificate.
	erase := []webtest.Act{{Do: "go", To: s.url + "/privacy/wissen"}, {Do: "choose", Name: "soort", Value: "incident"}, {Do: "fill", Name: "nummer", Value: id}, {Do: "press", Name: "Verder"},
		{Do: "check", Name: "vrije tekst"}, {Do: "choose", Name: "reden van wissen", Value: "verzoek om wissing"}, {Do: "fill", Name: "Reservekopie", Value: "nachtelijk"}, {Do: "check", Name: "Ja, voorgoed"}, {Do: "press", Name: "Wis voorgoed"}}
	seen(follow(erase...), "Dit wordt vastgehouden tot en met")
	seen(follow(webtest.Act{Do: "go", To: s.url + "/privacy"}, webtest.Act{Do: "follow", Name: "Bekijk"}, webtest.Act{Do: "follow", Name: "Loslaten"}, webtest.Act{Do: "fill", Name: "reden", Value: "er is geschikt"}, webtest.Act{Do: "press", Name: "Laat los"}), "Het is losgelaten", "Niets is vastgehouden")
	_, before := ask(t, s.url+"/vraag?rows=year", s.tokens["registrar"]) // by now it has what was reported
	certificate := follow(erase...)
	seen(certificate, "Bewijs van wissen", "Het is gewist", id, "nachtelijk", "vrije tekst", "verzoek om wissing")
	number := regexp.MustCompile(`/privacy/bewijs/([0-9a-f-]{36})`).FindStringSubmatch(certificate.URL)
	if number == nil {
		t.Fatalf("the certificate is at %s", certificate.URL)
	}
	seen(follow(webtest.Act{Do: "go", To: s.url + "/privacy"}, webtest.Act{Do: "fill", Name: "Nummer van het bewijs", Value: number[1]}, webtest.Act{Do: "press", Name: "Open het bewijs"}), "Bewijs van wissen", number[1])
	if _, after := ask(t, s.url+"/vraag?rows=year", s.tokens["registrar"]); totals.FindString(after) != totals.FindString(before) || totals.FindString(before) == "" {
		t.Errorf("the total was %s and is %s", totals.FindString(before), totals.FindString(after))
	}
	// 3. Who could, and who did.
	seen(follow(webtest.Act{Do: "follow", Name: "Wie keek"}, webtest.Act{Do: "choose", Name: "soort", Value: "incident"}, webtest.Act{Do: "fill", Name: "nummer", Value: id},
		webtest.Act{Do: "fill", Name: "dag", Value: dayHere(today)}, webtest.Act{Do: "press", Name: "Zoek op"}), "konden het zien", "deden het", "Registrator", "Wie de database kon openen")
	// 4. Whose file is this?
	seen(follow(webtest.Act{Do: "follow", Name: "Bestand"}, webtest.Act{Do: "give", Name: "Bestand", Exact: true, Value: lost}, webtest.Act{Do: "press", Name: "Zoek op"}), "Gevonden", "csv", "Registrator", "precieze getallen")
	if err := os.WriteFile(lost, []byte(sheet+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	seen(follow(webtest.Act{Do: "give", Name: "Bestand", Exact: true, Value: lost}, webtest.Act{Do: "press", Name: "Zoek op"}), "Niemand nam dit bestand hier mee")
	permitted := s.twoPersons(t, b, seen)
	s.hearsOfAReport(t, b)
	s.answersAccess(t, b, seen)
	for _, p := range []struct{ path, name string }{{"/privacy/toestemming", "permits"}, {permitted, "permit"}, {"/privacy/bewijs/" + number[1], "certificate"}, {"/privacy/gelezen?kind=incident&id=" + id + "&on=" + dayHere(today), "readers"}} {
		for _, width := range []string{"phone", "desktop"} {
			s.looked(t, b, p.name, "officer", p.path, width)
		}
	}
}

// twoPersons look for a third: a registrar asks, the officer decides, and each use can be seen. Nobody's
// name comes into an address. It gives the path of the permit.
func (s *site) twoPersons(t *testing.T, b *webtest.Browser, seen func(webtest.Found, ...string)) string {
	t.Helper()
	const sought = "Niemand Nergens"
	officer, registrar := s.person("officer", "phone"), s.person("registrar", "desktop")
	asked := b.Follow(t, registrar, webtest.Act{Do: "go", To: s.url + "/privacy/toestemming"}, webtest.Act{Do: "choose", Name: "waarvoor", Value: "een medewerker zoeken"},
		webtest.Act{Do: "fill", Name: "Naam", Value: sought}, webtest.Act{Do: "fill", Name: "Waarom", Value: "vraagt inzage"}, webtest.Act{Do: "press", Name: "Vraag toestemming"})
	seen(asked, "Een tweede persoon beslist", "wacht op een tweede persoon", "vraagt inzage")
	seen(b.Follow(t, officer, webtest.Act{Do: "go", To: s.url + "/privacy"}, webtest.Act{Do: "follow", Name: "Toestemmingen om te zoeken"}, webtest.Act{Do: "follow", Name: "Beslis"},
		webtest.Act{Do: "fill", Name: "Hoeveel uur", Value: "1"}, webtest.Act{Do: "fill", Name: "Hoe vaak", Value: "1"}, webtest.Act{Do: "press", Name: "Geef toestemming"}), "De toestemming is gegeven", "Ze is nog niet gebruikt")
	path := regexp.MustCompile(`/privacy/toestemming/[0-9a-f-]{36}`).FindString(asked.URL)
	found := b.Follow(t, registrar, webtest.Act{Do: "go", To: s.url + path}, webtest.Act{Do: "fill", Name: "Naam", Value: sought}, webtest.Act{Do: "press", Name: "Zoek", Exact: true})
	seen(found, "Er is niemand gevonden", "opgebruikt")
	if strings.Contains(found.URL, "Nergens") || strings.Contains(found.Text, sought) {
		t.Errorf("whom was looked for stands at %s:\n%s", found.URL, found.Text)
	}
	seen(b.Follow(t, officer, webtest.Act{Do: "go", To: s.url + path}), "niemand", "opgebruikt")
	return path
}

// hearsOfAReport: a list that is open says how many came meanwhile, and shows them when somebody wants to.
func (s *site) hearsOfAReport(t *testing.T, b *webtest.Browser) {
	t.Helper()
	registrar := s.person("registrar", "phone")
	registrar.Window = "list"
	b.Follow(t, registrar, webtest.Act{Do: "go", To: s.url + "/meldingen?alles=ja"}, webtest.Act{Do: "see", Name: "Ververs deze pagina"})
	s.post(`{"behaviours":["PUSH"],"reach":"REACHED"}`)
	b.Follow(t, registrar, webtest.Act{Do: "see", Name: "1 nieuw sinds u dit opende"}, webtest.Act{Do: "follow", Name: "1 nieuw"}, webtest.Act{Do: "see", Name: "Ververs deze pagina"})
}

// looked judges one page that only a test can lead to.
func (s *site) looked(t *testing.T, b *webtest.Browser, name, role, path, width string) {
	t.Helper()
	look := s.look(role, path, width, width == "phone")
	if *pagePictures != "" {
		look.Picture = filepath.Join(*pagePictures, name+"-"+width+".png")
	}
	s.plain(t, b, look, 200)
	look.Axe, look.Picture = true, ""
	for _, v := range b.Open(t, look).Violations {
		t.Errorf("%s at %s: %s", path, width, v)
	}
}

func dayHere(at time.Time) string {
	if zone, err := time.LoadLocation("Europe/Amsterdam"); err == nil {
		at = at.In(zone)
	}
	return at.Format(time.DateOnly)
}

// operatorDay is what an operator does: he sees how the program is doing and what it sends outside, makes a
// read model anew, holds one still, and decides about what a consumer could not take; through pages only.
func (s *site) operatorDay(t *testing.T, b *webtest.Browser) {
	operator := s.person("operator", "desktop")
	follow := func(acts ...webtest.Act) webtest.Found {
		t.Helper()
		found := b.Follow(t, operator, acts...)
		for _, said := range found.Said {
			if !strings.Contains(said, "the server responded with a status of 4") {
				t.Errorf("at %s the console says %s", found.URL, said)
			}
		}
		return found
	}
	seen := func(found webtest.Found, wants ...string) {
		t.Helper()
		for _, want := range wants {
			if !strings.Contains(found.Text, want) {
				t.Errorf("at %s there is no %q:\n%.3000s", found.URL, want, found.Text)
			}
		}
	}
	seen(follow(webtest.Act{Do: "go", To: s.url + "/"}, webtest.Act{Do: "follow", Name: "Beheer"}, webtest.Act{Do: "follow", Name: "Ververs deze pagina"}),
		"klaar", "facts", "doubles", "mail", "Niets gaat naar buiten", "nooit een naam", "ruggensteun projections rebuild", "Er is nog niets opgedragen")
	press := func(name string) webtest.Act { return webtest.Act{Do: "press", Name: name, Exact: true} }
	_, before := ask(t, s.url+"/vraag?rows=year", s.tokens["registrar"])
	seen(follow(press("Bouw opnieuw op facts")), "Het opbouwen is begonnen", "Opdrachten")
	until(t, "the rebuild is done, and its page says so", func() bool {
		return strings.Contains(follow(webtest.Act{Do: "follow", Name: "Ververs deze pagina"}).Text, "gedaan")
	})
	if _, after := ask(t, s.url+"/vraag?rows=year", s.tokens["registrar"]); totals.FindString(after) != totals.FindString(before) || totals.FindString(before) == "" {
		t.Errorf("rebuilt, the total is %s and was %s", totals.FindString(after), totals.FindString(before))
	}
	watching := s.person("operator", "phone")
	watching.Window = "watching"
	b.Follow(t, watching, webtest.Act{Do: "go", To: s.url + "/beheer"})
	seen(follow(press("Zet stil doubles")), "Het leesmodel staat stil", "staat stil")
	b.Follow(t, watching, webtest.Act{Do: "see", Name: "staat stil"}) // which nobody fetched anew
	seen(follow(press("Ga verder doubles")), "Het leesmodel gaat verder")
	s.told.passOver(consumer.Consumer{Name: "oefening", Topic: "employer"})
	seen(follow(webtest.Act{Do: "follow", Name: "Ververs deze pagina"}), "wacht op een besluit")
	seen(follow(press("Probeer opnieuw oefening 1")), "probeert het binnen enkele seconden opnieuw", "wordt weer geprobeerd")
	s.told.db.Exec(t, `INSERT INTO dead_letters (name, topic, position, reason, tries) VALUES ('oefening', 'employer', 2, 'timeout incident.registered.v4', 5)`)
	seen(follow(webtest.Act{Do: "follow", Name: "Ververs deze pagina"}, webtest.Act{Do: "follow", Name: "Doe niets oefening 2"}, press("Doe niets")), "is niet ingevuld")
	seen(follow(webtest.Act{Do: "choose", Name: "Waarom hoeft er niets te gebeuren?", Value: "het hoeft niet meer"}, press("Doe niets")), "Vastgelegd dat er niets hoeft te gebeuren", "het hoeft niet meer")
	for _, width := range []string{"phone", "desktop"} {
		s.looked(t, b, "operation-orders", "operator", "/beheer", width)
	}
}
