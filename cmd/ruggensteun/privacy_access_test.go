package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"testing"

	"ruggensteun/adapters/web/webtest"
)

// answersAccess is a request for access from its taking in to its end, by pages: the file is made, what left is
// what he is said to have, and the request is closed by it. Then what was erased, who came in, and leaving.
func (s *site) answersAccess(t *testing.T, b *webtest.Browser, seen func(webtest.Found, ...string)) {
	t.Helper()
	officer := s.person("officer", "phone")
	var known struct{ Actors []struct{ Actor, ID string } }
	status, body := ask(t, s.url+"/v1/actors", s.tokens["registrar"])
	if err := json.Unmarshal([]byte(body), &known); status != 200 || err != nil || len(known.Actors) == 0 {
		t.Fatalf("nobody is known: %d %s", status, body)
	}
	of := known.Actors[0].Actor + known.Actors[0].ID
	do := func(acts ...webtest.Act) webtest.Found {
		t.Helper()
		return b.Follow(t, officer, acts...)
	}
	press := func(name string) webtest.Act { return webtest.Act{Do: "press", Name: name, Exact: true} }
	asked := []webtest.Act{{Do: "go", To: s.url + "/privacy"}, {Do: "follow", Name: "Inzage", Exact: true}, {Do: "choose", Name: "van wie", Value: "gebruiker van het register"}, {Do: "fill", Name: "nummer", Exact: true, Value: of}, press("Neem een verzoek aan")}
	seen(do(asked...), "Niemand heeft om inzage gevraagd") // how it was established who asks is forgotten
	one := do(webtest.Act{Do: "choose", Name: "hoe vastgesteld", Value: "liet aan de balie een document zien"}, press("Neem een verzoek aan"))
	seen(one, "Het verzoek is aangenomen", of, "nog geen bestand")
	path := regexp.MustCompile(`/privacy/inzage/[0-9a-f-]{36}`).FindString(one.URL)
	if strings.Contains(one.Text, "Leg vast dat hij het heeft") {
		t.Error("no file was made, and one can be given")
	}
	_, shown := ask(t, s.url+path, s.tokens["officer"])
	file := regexp.MustCompile(`href="(/v1/access-requests/[^"]+format=pdf[^"]*)"`).FindStringSubmatch(shown)
	if file == nil {
		t.Fatalf("nothing leads to the file:\n%s", shown)
	}
	status, pdf := ask(t, s.url+html.UnescapeString(file[1]), s.tokens["officer"])
	if status != 200 || !strings.HasPrefix(pdf, "%PDF") {
		t.Fatalf("the file is answered by %d %.100s", status, pdf)
	}
	sum := sha256.Sum256([]byte(pdf))
	hash := hex.EncodeToString(sum[:])
	_, shown = ask(t, s.url+path, s.tokens["officer"])
	option := regexp.MustCompile(`<option value="` + hash + `"[^>]*>([^<]+)<`).FindStringSubmatch(shown)
	if option == nil {
		t.Fatalf("the file that left cannot be chosen: %s\n%s", hash, shown)
	}
	for _, width := range []string{"phone", "desktop"} {
		s.looked(t, b, "access-request", "officer", path, width)
	}
	seen(do(webtest.Act{Do: "go", To: s.url + path}, webtest.Act{Do: "choose", Name: "Welk bestand", Value: html.UnescapeString(option[1])}, webtest.Act{Do: "choose", Name: "Hoe", Exact: true, Value: "in handen gegeven"}, press("Leg vast dat hij het heeft")), "Het verzoek is beantwoord", "in handen gegeven", hash)
	seen(do(webtest.Act{Do: "go", To: s.url + "/privacy/inzage"}), "Bekijk", "gegeven")
	seen(do(webtest.Act{Do: "go", To: s.url + "/privacy"}, webtest.Act{Do: "follow", Name: "Alle bewijzen"}), "verzoek om wissing", "PDF")
	if status, _ := ask(t, s.url+"/v1/signins", s.tokens["registrar"]); status != 403 {
		t.Errorf("a registrar asked who signed in, and was answered %d", status)
	}
	seen(do(webtest.Act{Do: "go", To: s.url + "/privacy"}, webtest.Act{Do: "follow", Name: "Wie meldde zich aan"}), "GET /v1/signins", "Registrator")
	s.leavesAndStays(t, do, seen)
	for _, p := range []struct{ name, path string }{{"access-requests", "/privacy/inzage"}, {"certificates", "/privacy/certificaten"}, {"signins", "/privacy/aanmeldingen"}, {"departure", "/privacy/vertrek"}} {
		for _, width := range []string{"phone", "desktop"} {
			s.looked(t, b, p.name, "officer", p.path, width)
		}
	}
}

// leavesAndStays takes everything along, asks to leave with the file that left, and takes it back.
func (s *site) leavesAndStays(t *testing.T, do func(...webtest.Act) webtest.Found, seen func(webtest.Found, ...string)) {
	t.Helper()
	seen(do(webtest.Act{Do: "go", To: s.url + "/privacy"}, webtest.Act{Do: "follow", Name: "Vertrekken met alles"}), "blijft: niemand vroeg", "Eerst neemt de registrator alles mee")
	if _, registrars := ask(t, s.url+"/privacy/vertrek", s.tokens["registrar"]); !strings.Contains(registrars, `href="/v1/exports/everything"`) {
		t.Errorf("nothing leads the registrar to the file with everything:\n%s", registrars)
	}
	status, file := ask(t, s.url+"/v1/exports/everything", s.tokens["registrar"])
	sum := sha256.Sum256([]byte(file))
	_, shown := ask(t, s.url+"/privacy/vertrek", s.tokens["officer"])
	option := regexp.MustCompile(`<option value="` + hex.EncodeToString(sum[:]) + `"[^>]*>([^<]+)<`).FindStringSubmatch(shown)
	if status != 200 || option == nil {
		t.Fatalf("the file with everything (%d) cannot be chosen:\n%s", status, shown)
	}
	press := func(name string) webtest.Act { return webtest.Act{Do: "press", Name: name, Exact: true} }
	seen(do(webtest.Act{Do: "go", To: s.url + "/privacy/vertrek"}, webtest.Act{Do: "choose", Name: "Het bestand met alles", Value: html.UnescapeString(option[1])}, press("Vraag om te vertrekken")), "De wachttijd loopt", "te bevestigen vanaf")
	seen(do(press("Trek het vertrek in")), "Het vertrek is ingetrokken", "blijft: niemand vroeg")
}
