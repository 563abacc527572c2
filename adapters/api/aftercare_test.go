package api

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

func TestTheCareForAWorkerFromFirstTalkToTheReportThatCameLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole) // Friday 20 November 2026, 23:10; it is Saturday 13:00
	worker := w.person(incident)
	path := w.aftercare(incident, worker)
	do := func(to, body string) *reply { return w.post(path+to, access.CaseWorker, w.city, body) }
	if again := w.post("/v1/aftercare", access.Registrar, w.city, `{"incident":"`+idIn(incident)+`","worker":"`+worker+`"}`).want(200); again.json["recorded"] != false || again.json["id"] != idIn(path) {
		t.Errorf("there is a second file: %s", again.Body)
	}
	do("/steps", `{"step":"TALK_1","status":"OFFERED","on":{"at":"2026-11-21"},"due":"2026-11-25","note":"Belt zelf terug."}`).want(200)
	refused := do("/steps", `{"step":"TLAK_1","status":"DONE","on":{"at":"2027-01-01"},"due":"morgen"}`).want(400)
	for _, says := range []string{"did you mean TALK_1?", "lies in the future", "write it as 2026-11-21"} {
		if !strings.Contains(refused.Body.String(), says) {
			t.Errorf("the refusal lacks %q: %s", says, refused.Body)
		}
	}
	if same := do("/injury-check", `{"on":{"at":"2026-11-21"}}`).want(200); same.json["recorded"] != false {
		t.Errorf("pain alone is reported: %s", same.Body)
	}
	w.post(incident+"/details", access.Reporter, w.city, `{"workers":[{"staff_number":"NL-4711","injury":"I4"}]}`).want(200)
	events := w.since(w.head() - 2)
	if events[0].Type != "incident.details_added.v2" || events[1].Type != "aftercare.step_told.v1" || events[0].RecordedAt != events[1].RecordedAt {
		t.Errorf("the report does not become due in the same append: %v", events)
	}
	if same := do("/injury-check", `{"on":{"at":"2026-11-21"}}`).want(200); same.json["recorded"] != false {
		t.Errorf("what followed by itself is judged again: %s", same.Body)
	}
	w.post(incident+"/details", access.Reporter, w.city, `{"workers":[{"staff_number":"NL-4711","injury":"I5"}]}`).want(200)
	if last := w.since(w.head() - 1); last[0].Type != "incident.details_added.v2" {
		t.Errorf("it was due already, and became so again: %v", last)
	}

	page := w.get(path, access.CaseWorker, w.city).want(200)
	duties := map[string]map[string]any{}
	for _, d := range page.list("duties") {
		duties[d["step"].(string)] = d
	}
	if d := duties["TALK_1"]; d["status"] != "OFFERED" || d["open"] != true || d["due"] != "2026-11-25" {
		t.Errorf("the talk reads %v", d)
	}
	if d := duties["ARBO_REP"]; d["status"] != "DUE" || duties["MGR_TALK"]["status"] != "NOT_RECORDED" {
		t.Errorf("the report reads %v, the manager %v", d, duties["MGR_TALK"])
	}
	if strings.Contains(page.Body.String(), "I4") || !strings.Contains(page.Body.String(), "geen diagnose") {
		t.Errorf("%s", page.Body)
	}
	clocks := map[any]any{}
	for _, c := range page.list("clocks") {
		clocks[c["agreement"]] = c["state"]
	}
	if clocks["LEIDINGGEVENDE-24-UUR"] != "DUE_SOON" && clocks["LEIDINGGEVENDE-24-UUR"] != "RUNNING" || clocks["ARBO-MELDING"] == nil || clocks["HOGER-BEROEP"] != nil {
		t.Errorf("clocks %v", clocks)
	}
	do("/steps", `{"step":"MGR_TALK","status":"DECLINED","on":{"at":"2026-11-21T08:00:00+01:00"}}`).want(200)
	for _, c := range w.get(path, access.Registrar, w.city).list("clocks") {
		if c["agreement"] == "LEIDINGGEVENDE-24-UUR" && c["state"] != "MET" {
			t.Errorf("the worker declined, and the term reads %v", c)
		}
	}
	if last := w.readings.list[len(w.readings.list)-1]; last.What != "aftercare" || !last.Personal {
		t.Errorf("recorded %+v", last)
	}
	w.post("/v1/aftercare", access.Registrar, w.city, `{"incident":"`+idIn(incident)+`","worker":"`+uuid.NewString()+`"}`).want(400)
	hurt := w.registered(admitted)
	later := w.get(w.aftercare(hurt, w.person(hurt)), access.CaseWorker, w.city).want(200)
	for _, d := range later.list("duties") {
		if d["step"] == "ARBO_REP" && d["status"] != "DUE" {
			t.Errorf("care that begins after an admission has the report as %v", d)
		}
	}
}

func TestOneAangifteLeadsToSeveralCasesAndCountsForTheirTerms(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	strange := d.post("/v1/incidents", access.Registrar, d.fire, `{}`).want(201).text("id")
	foreign := d.post("/v1/aangiften", access.CaseWorker, d.city, `{"on":{"at":"2026-11-21"},"complainant":"EMPLOYER","incidents":["`+strange+`"]}`).want(400)
	never := d.post("/v1/aangiften", access.CaseWorker, d.city, `{"on":{"at":"2026-11-21"},"complainant":"EMPLOYER","incidents":["`+uuid.NewString()+`"]}`).want(400)
	if foreign.Body.String() != never.Body.String() {
		t.Errorf("another's is answered %s, one that never was %s", foreign.Body, never.Body)
	}
	path := d.aangifte(d.incident, d.worker)
	d.do("/links", `{"kind":"AANGIFTE","id":"`+idIn(path)+`"}`).want(200)
	state := func() any {
		for _, c := range d.page().list("clocks") {
			if c["agreement"] == "AANGIFTE-2-WERKDAGEN" {
				return c["state"]
			}
		}
		return nil
	}
	if state() != "MET" {
		t.Errorf("with an aangifte the term is %v", state())
	}
	d.post(path+"/retraction", access.CaseWorker, d.city, `{"reason":"was een melding"}`).want(200)
	if state() != "RUNNING" {
		t.Errorf("without the aangifte the term is %v", state())
	}
	other := d.prosecution(d.incident, d.worker)
	d.post(other+"/links", access.CaseWorker, d.city, `{"kind":"AANGIFTE","id":"`+idIn(path)+`"}`).want(400)
	page := d.get(path, access.Registrar, d.city).want(200)
	if page.json["retracted"] != true || page.text("complainant") != "VICTIM" || !strings.Contains(page.Body.String(), "die was er nooit") {
		t.Errorf("%s", page.Body)
	}
}

// TestAReporterAsksThatSomebodyLooksAfterAColleague: the clocks of care start in the append that names him. Whoever
// asks is told nothing of it, and cannot read it.
func TestAReporterAsksThatSomebodyLooksAfterAColleague(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole)
	before := w.head()
	named := `{"narrative":"Vraagt opvang.","workers":[{"name":"Bea","staff_number":"NL-9","care":true}]}`
	w.post(incident+"/details", access.Reporter, w.city, named).want(200)
	events := w.since(before)
	if len(events) != 2 || events[1].Type != "aftercare.opened.v1" || events[0].RecordedAt != events[1].RecordedAt {
		t.Fatalf("recorded %v, want the details and the care in one append", events)
	}
	care := "/v1/aftercare/" + events[1].Stream.ID.String()
	w.post(incident+"/details", access.Reporter, w.city, `{"narrative":"Nog eens.","workers":[{"name":"Bea","staff_number":"NL-9","care":true}]}`).want(200)
	if again := w.since(before); len(again) != 3 {
		t.Errorf("asked again it recorded %v", again)
	}
	w.get(care, access.Reporter, w.city).want(403)
	page := w.get(care, access.Registrar, w.city).want(200)
	if !strings.Contains(page.Body.String(), "LEIDINGGEVENDE-24-UUR") {
		t.Errorf("no term of a first talk runs: %s", page.Body)
	}
	report := strings.Replace(whole, `"injury":`, `"care":true,"injury":`, 1)
	if report == whole {
		t.Fatal("the report tells of no injury any more")
	}
	before = w.head()
	w.registered(report)
	if events := w.since(before); len(events) != 2 || events[1].Type != "aftercare.opened.v1" {
		t.Errorf("a report that asks for care recorded %v", events)
	}
}
