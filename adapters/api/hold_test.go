package api

import (
	"strings"
	"testing"

	"ruggensteun/domain/access"
)

// hold gives the path of a new hold on an incident of the city.
func (w *world) hold(incident string) string {
	w.t.Helper()
	return "/v1/holds/" + w.held("INCIDENT", idIn(incident)).text("id")
}

func (w *world) held(kind, id string) *reply {
	w.t.Helper()
	return w.post("/v1/holds", access.PrivacyOfficer, w.city, `{"kind":"`+kind+`","of":"`+id+`","ground":"CLAIM","reason":"K. Kanarie vordert schade","until":"2027-02-01"}`).want(201)
}

func TestWhatIsHeldIsNotErasedAndNobodyIsToldWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident, file := w.registered(whole), w.suspect()
	worker := w.person(incident)
	w.post(incident+"/suspects", access.Registrar, w.city, `{"kind":"KNOWN","suspect":"`+idIn(file)+`"}`).want(200)
	docket := w.prosecution(incident, worker)
	w.post(docket+"/links", access.CaseWorker, w.city, `{"kind":"SUSPECT","id":"`+idIn(file)+`"}`).want(200)
	hold := "/v1/holds/" + w.held("CASE", idIn(docket)).text("id")
	before := w.head()
	for path, what := range map[string]string{incident: "narrative", file: "profile", "/v1/persons/" + worker: "health", docket: "prosecution"} {
		out := w.post(path+"/erasure", access.Registrar, w.city, `{"what":["`+what+`"],`+forEver).want(409)
		if text := out.Body.String(); !strings.Contains(text, "2027-02-01") || strings.Contains(text, "Kanarie") || strings.Contains(text, "CLAIM") {
			t.Errorf("%s: refused with %s", path, text)
		}
	}
	if w.head() != before {
		t.Error("something was recorded")
	}
	for _, path := range []string{incident, file, docket} {
		if text := w.get(path, access.Registrar, w.city).want(200).Body.String(); !strings.Contains(text, `"held_until":"2027-02-01"`) {
			t.Errorf("the page does not say that it is held: %s", text)
		}
	}
	for _, path := range []string{incident, docket} {
		if text := w.get(path, access.CaseWorker, w.city).want(200).Body.String(); strings.Contains(text, "held_until") {
			t.Error("who may not know of holds is told of one")
		}
	}
	w.post(hold+"/lifting", access.Registrar, w.city, `{"reason":"geschikt"}`).want(200)
	w.post(docket+"/erasure", access.Registrar, w.city, `{"what":["prosecution"],`+forEver).want(200)
}

func TestAHoldEndsByItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole)
	w.hold(incident)
	w.now = w.now.AddDate(0, 2, 11) // the first of February
	w.post(incident+"/erasure", access.Registrar, w.city, `{"what":["address"],`+forEver).want(409)
	w.now = w.now.AddDate(0, 0, 1)
	w.post(incident+"/erasure", access.Registrar, w.city, `{"what":["address"],`+forEver).want(200)
	if text := w.get("/v1/holds", access.PrivacyOfficer, w.city).want(200).Body.String(); strings.Contains(text, `"id"`) {
		t.Errorf("it still stands in the list: %s", text)
	}
	if text := w.get("/v1/holds?ended=true", access.PrivacyOfficer, w.city).want(200).Body.String(); !strings.Contains(text, "K. Kanarie vordert schade") {
		t.Errorf("it was forgotten: %s", text)
	}
}

func TestWhyIsForgottenWithWhatWasHeld(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole)
	hold := w.hold(incident)
	w.post(hold+"/renewal", access.PrivacyOfficer, w.city, `{"until":"2027-03-01","reason":"K. Kanarie wacht nog"}`).want(200)
	w.post(hold+"/lifting", access.PrivacyOfficer, w.city, `{"reason":"K. Kanarie zag ervan af"}`).want(200)
	w.post(incident+"/erasure", access.Registrar, w.city, `{"what":["narrative"],`+forEver).want(200)
	if text := w.get("/v1/holds?ended=true", access.PrivacyOfficer, w.city).want(200).Body.String(); strings.Contains(text, "Kanarie") || !strings.Contains(text, "CLAIM") {
		t.Errorf("%s", text)
	}
}
