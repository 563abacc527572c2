package api

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// TestWhoCameInIsSeenByThePrivacyOfficerOfHisEmployerAlone and reading it is kept in the log of use, not in
// the log that is read.
func TestWhoCameInIsSeenByThePrivacyOfficerOfHisEmployerAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 3 {
		w.get("/v1/exports", access.CaseWorker, w.city).want(403)
	}
	w.get("/v1/exports", access.CaseWorker, w.fire).want(403)
	w.get("/v1/exports", access.Analyst, uuid.Nil).want(403)
	w.do("GET", "/v1/incidents", "nonsense", "").want(401)
	must(t, w.access.Knocked(t.Context(), access.Knock{At: noon, What: access.SignedIn, Actor: access.Actor{ID: uuid.New(), Employer: w.city}, Issuer: "https://login.example.nl"}))

	list := w.get("/v1/signins", access.PrivacyOfficer, w.city).want(200).list("signins")
	if len(list) != 4 {
		t.Fatalf("seen are %v", list)
	}
	in, refused := list[0], list[1]
	if in["what"] != "signed-in" || in["issuer"] != "https://login.example.nl" || in["role"] != nil || in["reference"] != nil {
		t.Errorf("who signed in is %v", in)
	}
	if refused["what"] != "refused" || refused["role"] != "case-worker" || refused["route"] != "GET /exports" && refused["route"] != "GET /v1/exports" || len(refused["reference"].(string)) != 12 {
		t.Errorf("who was refused is %v", refused)
	}
	first := w.get("/v1/signins?limit=3", access.PrivacyOfficer, w.city).want(200)
	rest := w.get("/v1/signins?limit=3&after="+first.text("next"), access.PrivacyOfficer, w.city).want(200)
	if len(rest.list("signins")) != 1 || rest.json["next"] != nil || rest.json["days"] != nil {
		t.Errorf("the second page is %s", rest.Body)
	}
	for query, field := range map[string]string{"limit=201": "limit", "limit=-1": "limit", "after=x": "after"} {
		if got := w.get("/v1/signins?"+query, access.PrivacyOfficer, w.city).want(400).fields(); !slices.Equal(got, []string{field}) {
			t.Errorf("%s: %v", query, got)
		}
	}
	for _, role := range []access.Role{access.Registrar, access.Manager, access.CaseWorker, access.Reporter, access.Physician} {
		w.get("/v1/signins", role, w.city).want(403)
	}
	w.readings.mu.Lock()
	defer w.readings.mu.Unlock()
	if n := len(slices.DeleteFunc(slices.Clone(w.readings.list), func(r access.Reading) bool { return r.What != "signins" || r.Actor.Role != access.PrivacyOfficer })); n != 3 {
		t.Errorf("%d readings of it were kept, want 3", n)
	}
}

// TestTheOperatorSeesNobodyWhoWorksForAnEmployer but what is of none, and numbers.
func TestTheOperatorSeesNobodyWhoWorksForAnEmployer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("/v1/exports", access.CaseWorker, w.city).want(403)
	w.get("/v1/exports", access.CaseWorker, w.fire).want(403)
	w.get("/v1/actors", access.Analyst, uuid.Nil).want(403)
	w.do("GET", "/v1/incidents", "nonsense", "").want(401)
	page := w.get("/v1/signins", access.Operator, uuid.Nil).want(200)
	list := page.list("signins")
	if len(list) != 2 || list[0]["what"] != "not-admitted" || list[0]["actor"] != nil || list[1]["role"] != "analyst" {
		t.Errorf("seen are %v", list)
	}
	if strings.Contains(page.Body.String(), "case-worker") {
		t.Errorf("who works for an employer is shown: %s", page.Body)
	}
	numbers := map[string]float64{}
	for _, d := range page.list("days") {
		if d["on"] != "2026-11-21" {
			t.Errorf("the day is %v", d["on"])
		}
		numbers[d["what"].(string)] = d["number"].(float64)
	}
	if len(numbers) != 2 || numbers["refused"] != 3 || numbers["not-admitted"] != 1 {
		t.Errorf("the numbers are %v", numbers)
	}
	if next := w.get("/v1/signins?limit=1", access.Operator, uuid.Nil).want(200).text("next"); w.get("/v1/signins?after="+next, access.Operator, uuid.Nil).want(200).json["days"] != nil {
		t.Error("the numbers come with each page")
	}
}
