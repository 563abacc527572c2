package api

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// TestTwoCasesThatAreOneAreMergedAndSplitAgain is PRODUCT 6.3 step 6, and D12.
func TestTwoCasesThatAreOneAreMergedAndSplitAgain(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	twin := d.prosecution(d.incident, d.worker)
	other := func(to, body string) *reply { return d.post(twin+to, access.CaseWorker, d.city, body) }
	verdict, paid := uuid.NewString(), uuid.NewString()
	award := `,"outcome":"CONV","amounts":[{"claimant":"` + d.worker + `","kind":"AWARDED","cents":45000}]`
	d.do("/notices", word("VERDICT", "18", "19", award+`,"id":"`+verdict+`"`)).want(200)
	other("/notices", word("VERDICT", "18", "20", award)).want(200)
	other("/notices", word("DMG_PAID", "19", "20", `,"id":"`+paid+`","amounts":[{"claimant":"`+d.worker+`","kind":"PAID","cents":20000}]`)).want(200)
	before := d.page().Body.String()

	d.do("/merge", `{"into":"`+idIn(twin)+`"}`).want(200)
	events := d.since(d.head() - 2)
	if len(events) != 2 || events[0].Type != "prosecution.merged.v1" || events[1].Type != "prosecution.absorbed.v1" {
		t.Errorf("recorded %v", events)
	}
	page := d.get(twin, access.CaseWorker, d.city).want(200)
	if n := page.list("notices"); len(n) != 3 || page.json["stage"] != "JUDGED" {
		t.Errorf("of both: %v", n)
	}
	for _, n := range page.list("notices") {
		if mine := n["id"] == verdict; mine != (n["case"] == idIn(d.path)) {
			t.Errorf("%v is held by case %v", n["id"], n["case"])
		}
	}
	if account := page.list("ledger")[0]; account["awarded"] != 45000.0 || account["open"] != 25000.0 {
		t.Errorf("the ledger reads %v", account)
	}
	if untold := page.list("untold"); len(untold) != 1 {
		t.Errorf("one verdict that came twice is owed %d times", len(untold))
	}
	terms := 0
	for _, c := range page.list("clocks") {
		if c["agreement"] == "UITKOMST-VERTELLEN" {
			terms++
		}
	}
	if terms != 1 {
		t.Errorf("%d terms for telling one outcome", terms)
	}
	if gone := d.page(); gone.json["merged_into"] != idIn(twin) || page.json["merged"].([]any)[0] != idIn(d.path) {
		t.Errorf("it went to %v, and shows %v", gone.json["merged_into"], page.json["merged"])
	}
	if !strings.Contains(page.Body.String(), "in samengevoegde zaak "+idIn(d.path)) {
		t.Error("the timeline does not say which case a line is of")
	}
	reads := map[string]bool{}
	for _, r := range d.readings.list {
		reads[r.What+r.ID.String()] = true
	}
	if !reads["case"+idIn(d.path)] || !reads["case"+idIn(twin)] {
		t.Error("not each case that was shown is recorded as read")
	}

	refused := d.do("/notices", word("APPEAL", "19", "20", "")).want(409)
	if !strings.Contains(refused.text("detail"), idIn(twin)) || !strings.Contains(refused.text("detail"), "split them first") {
		t.Errorf("%s", refused.Body)
	}
	d.do("/merge", `{"into":"`+idIn(d.prosecution(d.incident, d.worker))+`"}`).want(409)
	if circle := other("/merge", `{"into":"`+idIn(d.path)+`"}`).want(409); !strings.Contains(circle.text("detail"), "merged into this one already") {
		t.Errorf("%s", circle.Body)
	}
	other("/tellings", `{"victim":"`+d.worker+`","channel":"PHONE","on":{"at":"2026-11-20"}}`).want(200)
	if shut := other("/closing", `{}`).want(409); !strings.Contains(shut.Body.String(), "damages") || strings.Contains(shut.Body.String(), "victims[") {
		t.Errorf("%s", shut.Body)
	}

	d.do("/split", `{"reason":"de advocaat zegt anders"}`).want(200)
	if after := d.page(); len(after.list("notices")) != 1 || after.json["merged_into"] != nil || len(after.list("untold")) != 0 || len(after.list("tellings")) != 1 {
		t.Errorf("split it reads %s, before %s", after.Body, before)
	}
	if back := d.get(twin, access.CaseWorker, d.city).want(200); len(back.list("notices")) != 2 || len(back.list("untold")) != 0 || len(back.json["merged"].([]any)) != 0 {
		t.Errorf("the other reads %s", back.Body)
	}
}

func TestAnotherEmployersCaseIsNoCaseToMergeWith(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	strange := d.post("/v1/cases", access.CaseWorker, d.fire, `{}`).want(201).text("id")
	foreign := d.do("/merge", `{"into":"`+strange+`"}`).want(409)
	never := d.do("/merge", `{"into":"`+uuid.NewString()+`"}`).want(409)
	if foreign.Body.String() != never.Body.String() {
		t.Errorf("another's is answered %s, one that never was %s", foreign.Body, never.Body)
	}
	d.do("/merge", `{"into":"x"}`).want(400)
	d.do("/links", `{"kind":"SUSPECT","id":"`+idIn(d.suspect())+`"}`).want(200)
	second := d.prosecution(d.incident, d.worker)
	d.post(second+"/links", access.CaseWorker, d.city, `{"kind":"SUSPECT","id":"`+idIn(d.suspect())+`"}`).want(200)
	if two := d.do("/merge", `{"into":"`+idIn(second)+`"}`).want(400); two.fields()[0] != "explanation" || !strings.Contains(two.Body.String(), "say why it is one case all the same") {
		t.Errorf("%s", two.Body)
	}
	d.do("/merge", `{"into":"`+idIn(second)+`","explanation":"zelfde persoon, twee dossiers"}`).want(200)
}

// TestACaseFollowsItsIncidentIntoAnother: the link stays as it was told, and the terms
// start when the incident happened that it counts under.
func TestACaseFollowsItsIncidentIntoAnother(t *testing.T) {
	t.Parallel()
	d := newDocket(t) // Friday 20 November
	earlier := d.registered(strings.Replace(admitted, "2026-11-20T23:10", "2026-11-18T23:10", 1))
	due := func() any {
		for _, c := range d.page().list("clocks") {
			if c["agreement"] == "AANGIFTE-2-WERKDAGEN" {
				return c["due"]
			}
		}
		return nil
	}
	if due() != "2026-11-24" {
		t.Fatalf("before it is due %v", due())
	}
	d.post(d.incident+"/merge", access.Registrar, d.city, `{"into":"`+idIn(earlier)+`"}`).want(200)
	page := d.page()
	under := page.list("incidents_merged")
	if due() != "2026-11-20" || page.json["incidents"].([]any)[0] != idIn(d.incident) || len(under) != 1 || under[0]["under"] != idIn(earlier) {
		t.Errorf("merged it is due %v, under %v", due(), under)
	}
	d.do("/links", `{"kind":"WORKER","id":"`+d.person(earlier)+`"}`).want(200)
	d.do("/links", `{"kind":"INCIDENT","id":"`+idIn(earlier)+`"}`).want(200)
	terms := 0
	for _, c := range d.page().list("clocks") {
		if c["agreement"] == "AANGIFTE-2-WERKDAGEN" {
			terms++
		}
	}
	if terms != 1 {
		t.Errorf("%d terms of one incident", terms)
	}
	d.do("/link-removals", `{"kind":"INCIDENT","id":"`+idIn(earlier)+`","reason":"stond er al"}`).want(200)
	d.post(d.incident+"/split", access.Registrar, d.city, `{"reason":"toch een ander"}`).want(200)
	if page := d.page(); due() != "2026-11-24" || len(page.list("incidents_merged")) != 0 {
		t.Errorf("split it is due %v: %v", due(), page.json["incidents_merged"])
	}
}

// TestTheTermsOfCasesThatWereMergedAreThoseOfTheOneThatStays: what was told of them counts
// there, and what would have no effect is refused.
func TestTheTermsOfCasesThatWereMergedAreThoseOfTheOneThatStays(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	stays := d.prosecution(d.incident, d.worker)
	d.post(stays+"/notices", access.CaseWorker, d.city, word("AANG", "18", "19", "")).want(200)
	d.do("/clock-facts", `{"fact":"RIGHTS_TOLD","on":{"at":"2026-11-18"}}`).want(200)
	rights := func() any {
		for _, c := range d.get(stays, access.CaseWorker, d.city).want(200).list("clocks") {
			if c["agreement"] == "RECHTEN-ART51AB" {
				return c["state"]
			}
		}
		return nil
	}
	if before := rights(); before != "NOT_RECEIVED" {
		t.Errorf("before the merge nobody told of it, and it is %v", before)
	}
	d.do("/merge", `{"into":"`+idIn(stays)+`"}`).want(200)
	if after := rights(); after != "MET" {
		t.Errorf("it was told in the case that was merged, and it is %v", after)
	}
	for path, body := range map[string]string{
		"/assignment": `{}`, "/hand-over": examples["handOverCase"], "/snooze": examples["snoozeCase"], "/name-tellings": examples["tellNameCase"],
		"/agreement-uses": examples["applyAgreement"],
	} {
		if refused := d.do(path, body).want(409); !strings.Contains(refused.text("detail"), idIn(stays)) {
			t.Errorf("%s does not say where: %s", path, refused.Body)
		}
	}
	if lines := strings.Join(d.get(d.path+"/timeline", access.CaseWorker, d.city).want(200).lines(), "\n"); !strings.Contains(lines, "Op rechten gewezen: 2026-11-18") {
		t.Errorf("the timeline does not tell it:\n%s", lines)
	}
}
