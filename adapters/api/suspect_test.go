package api

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

func TestAFileOfASuspectFromOpeningToClearance(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path, incident := w.suspect(), w.registered(whole)
	do := func(to, body string) *reply { return w.post(path+to, access.CaseWorker, w.city, body).want(200) }
	do("/description", `{"relation":"CITIZEN"}`)
	do("/identity", `{"name":"Kees Kanarie","born_on":"2001-02-03"}`)
	do("/history", `{"flag":"H_ANTEC","provenance":"OM_FEEDBACK","on":"2026-11-20","document":"OM-17"}`)
	refused := w.post(path+"/history", access.CaseWorker, w.city, `{"flag":"H_SUSP_VIOL","provenance":"WORKER_STATEMENT","on":"2026-11-20","document":"x"}`).want(400)
	if !slices.Equal(refused.fields(), []string{"provenance"}) || !strings.Contains(refused.Body.String(), "worker's statement is no source") {
		t.Errorf("%s", refused.Body)
	}
	do("/clearances", `{"incident":"`+incident[len("/v1/incidents/"):]+`","ground":"ACQUITTAL","on":"2026-11-20","document":"ECLI"}`)
	page := w.get(path, access.Registrar, w.city).want(200)
	if page.json["under_review"] != true || page.json["identity"].(map[string]any)["name"] != "Kees Kanarie" || page.json["profile"].(map[string]any)["sex"] != "FEMALE" {
		t.Errorf("%s", page.Body)
	}
	if entry := page.json["history"].([]any)[0].(map[string]any); entry["flag"] != "H_ANTEC" || entry["document"] != "OM-17" {
		t.Errorf("history %v", entry)
	}
	do("/reviews", `{"incident":"`+incident[len("/v1/incidents/"):]+`","leaves":true,"reason":"vrijgesproken"}`)
	do("/identity-removal", `{"reason":"was zijn broer"}`)
	page = w.get(path, access.Registrar, w.city).want(200)
	if page.json["under_review"] != false || page.json["identity"].(map[string]any)["state"] != "absent" || strings.Contains(page.Body.String(), "Kanarie") {
		t.Errorf("%s", page.Body)
	}
	if last := w.readings.list[len(w.readings.list)-1]; last.What != "suspect" || !last.Personal || "/v1/suspects/"+last.ID.String() != path {
		t.Errorf("recorded %+v", last)
	}
}

func TestASuspectIsLinkedByWhoMayReadFilesAndShownToNobodyElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path, file := w.registered(whole), w.suspect()
	known := `{"kind":"KNOWN","suspect":"` + file[len("/v1/suspects/"):] + `"}`
	strange := w.post("/v1/suspects", access.Registrar, w.fire, `{}`).want(201).text("id")
	w.post(path+"/suspects", access.Registrar, w.city, known).want(200)
	w.post(path+"/suspects", access.Reporter, w.city, `{"kind":"DESCRIBED","sex":"MALE","age_band":"AGE_18_22"}`).want(200)
	// Whether a file exists, and whose it is, is answered alike.
	var answers []string
	for _, id := range []string{strange, uuid.NewString()} {
		answers = append(answers, w.post(path+"/suspects", access.Registrar, w.city, `{"kind":"KNOWN","suspect":"`+id+`"}`).want(400).text("detail"))
	}
	for _, id := range []string{file[len("/v1/suspects/"):], uuid.NewString()} {
		answers = append(answers, w.post(path+"/suspects", access.Reporter, w.city, `{"kind":"KNOWN","suspect":"`+id+`"}`).want(403).text("detail"))
	}
	if answers[0] != answers[1] || answers[2] != answers[3] {
		t.Errorf("answers differ: %q", answers)
	}
	page := w.get(path, access.CaseWorker, w.city).want(200)
	if links := page.json["suspects"].([]any); len(links) != 2 || links[1].(map[string]any)["profile"].(map[string]any)["sex"] != "MALE" {
		t.Errorf("suspects %v", links)
	}
	for _, role := range []access.Role{access.Reporter} {
		shown := w.get(path, role, w.city).want(200)
		if _, there := shown.json["suspects"]; there || strings.Contains(shown.Body.String(), file[len("/v1/suspects/"):]) || strings.Contains(shown.Body.String(), "AGE_18_22") {
			t.Errorf("%s reads %s", role, shown.Body)
		}
	}
}
