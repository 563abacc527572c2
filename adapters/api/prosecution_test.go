package api

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/suspect"
)

// docket is a case of the city with one victim, and whoever follows it.
type docket struct {
	*world
	path, incident, worker string
}

func newDocket(t *testing.T) docket {
	w := newWorld(t)
	incident := w.registered(whole)
	worker := w.person(incident)
	return docket{w, w.prosecution(incident, worker), incident, worker}
}

func (d docket) do(to, body string, options ...option) *reply {
	d.t.Helper()
	return d.post(d.path+to, access.CaseWorker, d.city, body, options...)
}

func (d docket) page() *reply {
	d.t.Helper()
	return d.get(d.path, access.CaseWorker, d.city).want(200)
}

// word gives a notice that came in and took effect on a day of November 2026.
func word(step, effect, received, more string) string {
	return `{"received":{"at":"2026-11-` + received + `"},"source":"OM","step":"` + step + `","effect":{"at":"2026-11-` + effect + `"}` + more + `}`
}

func (r *reply) list(key string) []map[string]any {
	r.t.Helper()
	var all []map[string]any
	for _, one := range r.json[key].([]any) {
		all = append(all, one.(map[string]any))
	}
	return all
}

func TestAVerdictThatComesBeforeItsSummons(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	d.do("/notices", word("VERDICT", "18", "19", `,"outcome":"CONV","sanctions":[{"kind":"COMM_SERV","size":60}],"amounts":[{"claimant":"`+d.worker+`","kind":"AWARDED","cents":45000},{"kind":"AWARDED","cents":0}]`)).want(200)
	page := d.page()
	if page.text("stage") != "JUDGED" || page.text("outcome") != "CONV" || !slices.Contains(page.json["not_received"].([]any), any("SUMMONS")) {
		t.Errorf("stage %v, outcome %v, not received %v", page.json["stage"], page.json["outcome"], page.json["not_received"])
	}
	d.do("/notices", word("SUMMONS", "19", "20", "")).want(200)
	d.do("/notices", word("HEARING", "17", "20", "")).want(200)
	page = d.page()
	if steps := steps(page.list("notices")); !slices.Equal(steps, []string{"HEARING", "VERDICT", "SUMMONS"}) {
		t.Errorf("by effect %v", steps)
	}
	if steps := steps(page.list("by_receipt")); steps[0] != "VERDICT" {
		t.Errorf("by receipt %v", steps)
	}
	if wrong := page.list("contradictions"); len(wrong) != 2 || !strings.Contains(wrong[0]["what"].(map[string]any)["nl"].(string), "een van beide data klopt niet") {
		t.Errorf("a summons after its verdict: %v", wrong)
	}
	ledger := page.list("ledger")
	if len(ledger) != 2 {
		t.Fatalf("ledger %v", ledger)
	}
	for _, account := range ledger {
		if mine := account["claimant"] == d.worker; mine && account["open"] != 45000.0 || account["of_employer"] == true && account["awarded"] != 0.0 {
			t.Errorf("account %v", account)
		}
	}
	if last := d.readings.list[len(d.readings.list)-1]; last.What != "case" || !last.Personal || last.ID.String() != idIn(d.path) {
		t.Errorf("recorded %+v", last)
	}
}

func steps(list []map[string]any) []string {
	var all []string
	for _, n := range list {
		all = append(all, n["step"].(string))
	}
	return all
}

func TestAllThatIsWrongWithANoticeIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	for name, c := range map[string]struct {
		body   string
		fields []string
		says   string
	}{
		"codes, with what was meant": {word("VERDCIT", "18", "19", `,"reference":"x`+strings.Repeat("y", 200)+`"`), []string{"step", "reference"}, "did you mean VERDICT?"},
		"details of another step":    {word("AANG", "18", "19", `,"sepot":"02","sanctions":[{"kind":"FINE","size":1}]`), []string{"sepot", "sanctions"}, "tell it of SEPOT, SEPOT_REV"},
		"an outcome of another step": {word("VERDICT", "18", "19", `,"outcome":"SB_FINAL"`), []string{"outcome"}, "use one of CONV"},
		"ids, and an unknown key":    {word("AANG", "18", "19", `,"worker":"x","colour":"red"`), []string{"colour"}, "known are id, received, source"},
		"an id, and what the trade finds": {word("AANG", "18", "19", `,"worker":"x","amounts":[{"claimant":"y","kind":"PAID","cents":-1}]`),
			[]string{"worker", "amounts[0].claimant", "amounts[0].kind", "amounts[0].cents"}, "is not an id"},
		"times without a day": {`{"source":"OM","step":"AANG"}`, []string{"received", "effect"}, "say since when it holds, or UNKNOWN"},
		"a time to come":      {word("VERDICT", "30", "30", ""), []string{"received", "effect"}, "future"},
		"a sum in words":      {word("AANG", "18", "19", `,"amounts":[{"kind":"CLAIMED","cents":"450"}]`), []string{"amounts[0].cents"}, "send a whole number"},
	} {
		refused := d.do("/notices", c.body).want(400)
		got := refused.fields()
		slices.Sort(got)
		slices.Sort(c.fields)
		if !slices.Equal(got, c.fields) || !strings.Contains(refused.Body.String(), c.says) {
			t.Errorf("%s: %v, want %v and %q: %s", name, got, c.fields, c.says, refused.Body)
		}
	}
	if n := d.page().list("notices"); len(n) != 0 {
		t.Errorf("recorded all the same: %v", n)
	}
}

func TestACaseIsNotClosedOverAVictimWhoWasNotTold(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	d.do("/notices", word("VERDICT", "18", "19", `,"outcome":"CONV","amounts":[{"claimant":"`+d.worker+`","kind":"AWARDED","cents":45000}]`)).want(200)
	refused := d.do("/closing", `{}`).want(409)
	for _, says := range []string{"victims[0]", d.worker, "tell the victim, and record how", "damages", "record what was paid", "with an explanation"} {
		if !strings.Contains(refused.Body.String(), says) {
			t.Errorf("the refusal lacks %q: %s", says, refused.Body)
		}
	}
	d.do("/tellings", `{"victim":"`+d.worker+`","channel":"LETTER","on":{"at":"2026-11-20"},"text":"Beste collega"}`).want(200)
	d.do("/notices", word("DMG_PAID", "20", "20", `,"amounts":[{"claimant":"`+d.worker+`","kind":"PAID","cents":45000}]`)).want(200)
	d.do("/closing", `{}`).want(200)
	page := d.page()
	if page.json["closed"] != true || len(page.list("untold")) != 0 || page.list("tellings")[0]["channel"] != "LETTER" {
		t.Errorf("%s", page.Body)
	}
	d.do("/notices", word("APPEAL", "20", "21", "")).want(200)
	page = d.page()
	if untold := page.list("untold"); page.json["closed"] != false || len(untold) != 1 || untold[0]["step"] != "APPEAL" || untold[0]["victim"] != d.worker {
		t.Errorf("a closed case does not reopen by itself: %s", page.Body)
	}
}

func TestWhoeverIsAcquittedIsUpForReviewInTheSameAppend(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	file := d.suspect()
	d.do("/links", `{"kind":"SUSPECT","id":"`+idIn(file)+`"}`).want(200)
	key := header("Idempotency-Key", "acquittal")
	body := word("VERDICT", "18", "19", `,"outcome":"ACQ","reference":"ECLI:NL:1"`)
	first := d.do("/notices", body, key).want(200)
	events := d.since(d.head() - 2)
	if len(events) != 2 || events[0].Type != "prosecution.notice_received.v1" || events[1].Type != "suspect.cleared.v1" || events[0].RecordedAt != events[1].RecordedAt {
		t.Errorf("recorded %v", events)
	}
	again := d.do("/notices", body, key).want(200)
	if again.Body.String() != first.Body.String() || again.Header().Get("Idempotency-Replayed") != "true" || first.json["id"] != idIn(d.path) {
		t.Errorf("a repeat is answered %s, the first time %s", again.Body, first.Body)
	}
	d.do("/notices", word("AANG", "11", "12", ""), key).want(409)
	state, _, err := suspect.Decider.Load(t.Context(), decider.NewJournal(d.log, d.codec), suspect.Stream(uuid.MustParse(idIn(file))))
	must(t, err)
	if clearance, _ := state.Clearances[0].Clearance.Get(); !state.UnderReview() || state.Clearances[0].Incident.String() != idIn(d.incident) || clearance.Document != "ECLI:NL:1" {
		t.Errorf("the file reads %+v", state)
	}
}

func TestAnotherEmployersRecordsAreLinkedToNoCase(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	strange := d.post("/v1/incidents", access.Registrar, d.fire, `{}`).want(201).text("id")
	foreign := d.do("/links", `{"kind":"INCIDENT","id":"`+strange+`"}`).want(400)
	never := d.do("/links", `{"kind":"INCIDENT","id":"`+uuid.NewString()+`"}`).want(400)
	if foreign.Body.String() != never.Body.String() {
		t.Errorf("another's is answered %s, one that never was %s", foreign.Body, never.Body)
	}
	d.do("/links", `{"kind":"SUSPECT","id":"`+idIn(d.suspect())+`"}`).want(200)
	if second := d.do("/links", `{"kind":"SUSPECT","id":"`+idIn(d.suspect())+`"}`).want(409); !strings.Contains(second.text("detail"), "open a case for each suspect") {
		t.Errorf("%s", second.Body)
	}
	if wrong := d.do("/links", `{"kind":"PERSON","id":"`+d.worker+`"}`).want(400); !strings.Contains(wrong.Body.String(), "use INCIDENT, WORKER, AANGIFTE or SUSPECT") {
		t.Errorf("%s", wrong.Body)
	}
	d.do("/notices", word("AANG", "11", "12", ""), header("If-Match", `"1"`)).want(412)
}

func TestOnlyWhoWasHitIsAVictimOfACase(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	refused := d.do("/links", `{"kind":"WORKER","id":"`+uuid.NewString()+`"}`).want(400)
	if !strings.Contains(refused.Body.String(), "use "+d.worker) || !strings.Contains(refused.Body.String(), "or link an incident first in which this worker was hit") {
		t.Errorf("%s", refused.Body)
	}
	second := d.registered(admitted)
	d.do("/links", `{"kind":"INCIDENT","id":"`+idIn(second)+`"}`).want(200)
	d.do("/links", `{"kind":"WORKER","id":"`+d.person(second)+`"}`).want(200)
}

// TestAnotherEmployersPagesAnswerAlike: of a case, an aangifte and aftercare nobody
// elsewhere learns whether they exist.
func TestAnotherEmployersPagesAnswerAlike(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	for noun, path := range map[string]string{"case": d.path, "aangifte": d.aangifte(d.incident, d.worker), "aftercare": d.aftercare(d.incident, d.worker)} {
		never := path[:strings.LastIndex(path, "/")+1] + uuid.NewString()
		foreign, none := d.get(path, access.CaseWorker, d.fire).want(404), d.get(never, access.CaseWorker, d.fire).want(404)
		if foreign.Body.String() != none.Body.String() || !strings.Contains(foreign.Body.String(), "no such "+noun) {
			t.Errorf("%s: another's is answered %s, one that never was %s", noun, foreign.Body, none.Body)
		}
	}
}

func TestATermSaysWhyItsDateIsWhatItIs(t *testing.T) {
	t.Parallel()
	d := newDocket(t) // it happened on Friday 20 November at 23:10
	d.do("/notices", word("VERDICT", "17", "18", `,"outcome":"CONV"`)).want(200)
	clocks := map[string]map[string]any{}
	for _, c := range d.page().list("clocks") {
		clocks[c["agreement"].(string)] = c
	}
	for code, want := range map[string]struct{ state, due, because string }{
		"AANGIFTE-2-WERKDAGEN": {"RUNNING", "2026-11-24", "gestart door incident van 20 nov 2026, termijn 2 werkdagen, vervalt dinsdag 24 nov 2026"},
		"HOGER-BEROEP":         {"RUNNING", "2026-12-01", "gestart door vonnis van 17 nov 2026"},
	} {
		c := clocks[code]
		if c == nil || c["state"] != want.state || c["due"] != want.due || !strings.Contains(c["because"].(map[string]any)["nl"].(string), want.because) {
			t.Errorf("%s: %v, want %v", code, c, want)
		}
	}
	told := clocks["UITKOMST-VERTELLEN"]
	if told == nil || told["victim"] != d.worker || told["responsible"] == "" {
		t.Fatalf("telling the victim: %v", told)
	}
	for _, code := range []string{"LEIDINGGEVENDE-24-UUR"} {
		if clocks[code] != nil {
			t.Errorf("%s is on the page of a case, where nobody can say that it was met", code)
		}
	}
	d.do("/tellings", `{"victim":"`+d.worker+`","channel":"PHONE","on":{"at":"2026-11-18"}}`).want(200)
	d.do("/notices", word("AANG", "23", "23", "")).want(400) // to come
	d.do("/notices", word("AANG", "21", "21", "")).want(200)
	for _, c := range d.page().list("clocks") {
		if code := c["agreement"]; (code == "UITKOMST-VERTELLEN" || code == "AANGIFTE-2-WERKDAGEN") && c["state"] != string(agreement.Met) {
			t.Errorf("%s: %v", code, c)
		}
	}
}

func TestANoticeThatCameToSayOtherwiseIsOwedAgain(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	id := uuid.NewString()
	d.do("/notices", word("SEPOT", "17", "18", `,"sepot":"02","id":"`+id+`"`)).want(200)
	d.do("/tellings", `{"victim":"`+d.worker+`","channel":"PHONE","on":{"at":"2026-11-19"},"notices":["`+id+`"]}`).want(200)
	d.do("/notice-corrections", word("SEPOT", "17", "18", `,"sepot":"20","reason":"na klacht gewijzigd","id":"`+id+`"`)).want(200)
	page := d.page()
	if untold := page.list("untold"); page.text("sepot") != "20" || len(untold) != 1 || untold[0]["again"] != true {
		t.Errorf("%s", page.Body)
	}
	d.do("/notice-withdrawals", `{"id":"`+id+`","reason":"andere zaak"}`).want(200)
	page = d.page()
	if n := page.list("notices"); page.text("stage") != "NOTHING" || len(n) != 1 || n[0]["withdrawn"] != true || page.list("untold")[0]["withdrawn"] != true {
		t.Errorf("%s", page.Body)
	}
}

// TestACallStartsTheNextClock is PRODUCT 6.3 step 2: one command, in the timeline, with a
// term of its own until something is heard.
func TestACallStartsTheNextClock(t *testing.T) {
	t.Parallel()
	d := newDocket(t) // it is Saturday 21 November, 13:00
	next := func() (state, due any) {
		for _, c := range d.page().list("clocks") {
			if c["agreement"] == "VOLGENDE-STAP" {
				return c["state"], c["due"]
			}
		}
		return nil, nil
	}
	wrong := d.do("/calls", `{"with":"POLICIE","at":{"at":"2026-11-20T14:05:00+01:00"},"by":{"at":"2026-11-19"}}`).want(400)
	if got := wrong.fields(); len(got) < 3 || !strings.Contains(wrong.Body.String(), "did you mean POLICE?") || !strings.Contains(wrong.Body.String(), "lies before the call") {
		t.Errorf("%s", wrong.Body)
	}
	d.do("/calls", `{"at":{"at":"2026-11-20T14:05:00+01:00"},"reference":"PL1700-2026-17","next":"Verhoor van de verdachte.","by":{"at":"2026-12-01"}}`).want(200)
	page := d.page()
	if n := page.list("notices")[0]; n["source"] != "POLICE" || n["reference"].(map[string]any)["text"] != "PL1700-2026-17" || n["text"].(map[string]any)["text"] != "Verhoor van de verdachte." {
		t.Errorf("the call reads %v", n)
	}
	if state, due := next(); state != "RUNNING" || due != "2026-12-01" {
		t.Errorf("the next step is %v, due %v", state, due)
	}
	if lines := page.list("timeline"); !strings.Contains(lines[len(lines)-1]["what"].(map[string]any)["nl"].(string), "Bericht ontvangen") {
		t.Errorf("the timeline ends with %v", lines[len(lines)-1])
	}
	d.do("/calls", `{"at":{"at":"2026-11-20T17:00:00+01:00"},"next":"Ze bellen maandag.","by":{"at":"2026-11-21"}}`).want(200)
	if state, due := next(); state != "DUE" || due != "2026-11-21" {
		t.Errorf("a later call overtakes the first: %v, due %v", state, due)
	}
	d.do("/notices", word("ZSM", "21", "21", "")).want(200)
	if state, _ := next(); state != "MET" {
		t.Errorf("after something was heard it is %v", state)
	}
}

func TestATermIsSuspendedWithAReasonAndRunsAgain(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	state := func(code string) any {
		for _, c := range d.page().list("clocks") {
			if c["agreement"] == code {
				return c["state"]
			}
		}
		return nil
	}
	refused := d.do("/clock-facts", `{"fact":"SUSPENDED","on":{"at":"2026-11-21"},"agreement":"HOGER-BEROEP"}`).want(400)
	if got := refused.fields(); len(got) != 2 || !strings.Contains(refused.Body.String(), "use one of AANGIFTE-2-WERKDAGEN") {
		t.Errorf("%s", refused.Body)
	}
	d.do("/clock-facts", `{"fact":"SUSPENDED","on":{"at":"2026-11-20T23:30:00+01:00"},"because":"VICTIM_ASKS"}`).want(200)
	if got := state("AANGIFTE-2-WERKDAGEN"); got != string(agreement.Suspended) {
		t.Errorf("suspended it is %v", got)
	}
	d.do("/clock-facts", `{"fact":"RESUMED","on":{"at":"2026-11-21T10:00:00+01:00"}}`).want(200)
	if got := state("AANGIFTE-2-WERKDAGEN"); got != string(agreement.Running) {
		t.Errorf("resumed it is %v", got)
	}
	d.do("/notices", word("AANG", "21", "21", "")).want(200)
	d.do("/clock-facts", `{"fact":"RIGHTS_TOLD","on":{"at":"2026-11-21"}}`).want(200)
	if got := state("RECHTEN-ART51AB"); got != string(agreement.Met) {
		t.Errorf("a victim who knows its rights: %v", got)
	}
}
