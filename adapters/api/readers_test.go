package api

import (
	"errors"
	"strings"
	"testing"
	"time"

	"ruggensteun/domain/access"
)

func TestWhoCouldSeeItOn3MayAndWhoDid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	at := func(day, hour int) { w.now = time.Date(2027, 5, day, hour, 0, 0, 0, time.UTC) }
	at(1, 8)
	w.access.begin(w.now, access.Rules())
	path := w.registered(whole) // as a reporter
	at(3, 9)
	w.get(path, access.CaseWorker, w.city).want(200)
	w.get(path, access.Reporter, w.city).want(200)
	w.get(path, access.Operator, w.city).want(403)
	at(3, 10)
	w.get(path, access.Registrar, w.fire).want(404)
	at(4, 8)
	w.get(path, access.Manager, w.city)
	// A later version lets nobody but the physician's desk see anything: it does not change what was so that day.
	w.access.begin(w.now, access.RuleSet{access.Physician: {access.ReadIncident: {Over: "own", Why: "new"}}})

	at(10, 8)
	asked := "/v1/records/incident/" + idIn(path) + "/readers?on=2027-05-03"
	page := w.get(asked, access.PrivacyOfficer, w.city).want(200)
	could := map[string]map[string]any{}
	for _, c := range page.list("could") {
		could[c["role"].(string)] = c
	}
	for role, did := range map[string]bool{"reporter": true, "case-worker": true} {
		if c := could[role]; c == nil || c["did"] != did || len(c["why"].([]any)) == 0 || c["own"] != true {
			t.Errorf("%s: %v, and whether he did: %t", role, c, did)
		}
	}
	if len(could) != 2 {
		t.Errorf("these could: %v", could)
	}
	did := page.list("did")
	if len(did) != 2 || did[0]["purpose"] != "follow-up" || did[0]["personal"] != true || len(did[0]["fields"].([]any)) == 0 || did[0]["trace"] == nil || did[0]["channel"] != "api" || did[1]["personal"] != false {
		t.Errorf("these did: %v", did)
	}
	if rules := page.list("rules"); len(rules) != 1 || len(page.list("database")) != 1 {
		t.Errorf("rules %v, logins %v", rules, page.list("database"))
	}
	for _, r := range page.list("roles") {
		if r["why"].([]any)[0].(map[string]any)["why"] == "new" {
			t.Errorf("a later rule is taken for one of that day: %v", r)
		}
	}

	// Who registered it saw it; and of the day after other rules hold.
	if first := w.get(strings.Replace(asked, "05-03", "05-01", 1), access.PrivacyOfficer, w.city).want(200).list("did"); len(first) != 1 || first[0]["changed"] != true || first[0]["role"] != "reporter" {
		t.Errorf("on the first day %v", first)
	}
	later := w.get(strings.Replace(asked, "05-03", "05-05", 1), access.PrivacyOfficer, w.city).want(200)
	if roles := later.list("roles"); len(roles) != 1 || roles[0]["role"] != "occupational-physician" || roles[0]["held"] != float64(0) || len(later.list("could")) != 0 {
		t.Errorf("by the later rules %v could, %v", roles, later.list("could"))
	}
	before := w.get(strings.Replace(asked, "05-03", "04-30", 1), access.PrivacyOfficer, w.city).want(200)
	if len(before.list("rules"))+len(before.list("could"))+len(before.list("did")) != 0 {
		t.Errorf("before there was anything: %s", before.Body)
	}
}

func TestOnlyTheOwnersPrivacyOfficerLearnsWhoSawIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	asked := "/v1/records/incident/" + idIn(w.registered(whole)) + "/readers?on=2026-11-21"
	w.get(asked, access.PrivacyOfficer, w.city).want(200)
	other := w.get(asked, access.PrivacyOfficer, w.fire).want(404)
	if never := w.get(strings.Replace(asked, "/incident/", "/suspect/", 1), access.PrivacyOfficer, w.city).want(404); len(other.text("detail")) == 0 || len(never.text("detail")) == 0 {
		t.Error("a refusal without a reason")
	}
	for _, role := range []access.Role{access.Registrar, access.Manager, access.Operator, access.CaseWorker, access.Physician} {
		w.get(asked, role, w.city).want(403)
	}
	for _, wrong := range []string{"on=yesterday", "on=2026-13-01", ""} {
		w.get("/v1/records/incident/"+idIn(asked[:len(asked)-len("/readers?on=2026-11-21")])+"/readers?"+wrong, access.PrivacyOfficer, w.city).want(400)
	}
	w.get(strings.Replace(asked, "/incident/", "/diary/", 1), access.PrivacyOfficer, w.city).want(400)
}

func TestWhoHoldsARoleIsKnownBeforeHeIsAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	said := len(w.access.said)
	w.get(path, access.Manager, w.city)
	w.get(path, access.Manager, w.city)
	if got := w.access.said[said:]; len(got) != 1 || got[0].Role != access.Manager || got[0].Employer != w.city || !got[0].Held {
		t.Errorf("kept %+v, want it once a day", got)
	}
	w.now = w.now.AddDate(0, 0, 1)
	w.get(path, access.Manager, w.city)
	if len(w.access.said) != said+2 {
		t.Errorf("the day after it is not said again: %+v", w.access.said[said:])
	}
	w.access.fail = errors.New("disk full")
	w.now = w.now.AddDate(0, 0, 1)
	w.get(path, access.Manager, w.city).want(503)
}

func TestWhoIsRefusedStandsInTheLogOfAuthorisation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	before := len(w.access.knocks)
	w.do("GET", path, "nonsense", "").want(401)
	w.post(path+"/withdrawal", access.Reporter, w.city, `{"reason":"TEST"}`).want(403)
	w.get(path, access.Registrar, w.city).want(200)
	got := w.access.knocks[before:]
	if len(got) != 2 || got[0].What != access.NotAdmitted || got[1].What != access.Refused || got[1].Actor.Role != access.Reporter {
		t.Fatalf("kept %+v", got)
	}
	for _, k := range got {
		if strings.Contains(k.Route, idIn(path)) || k.Route == "" {
			t.Errorf("the route is %q", k.Route)
		}
	}
}
