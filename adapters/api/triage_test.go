package api

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/triage"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	list "ruggensteun/projections/triage"
)

// queue is the list of waiting notices, folded from the log whenever it is asked for.
type queue struct {
	log   eventlog.Log
	codec *eventjson.Codec
}

func (q queue) Waiting(ctx context.Context, scope access.Scope, asked list.Query) (page list.Page, err error) {
	recorded, err := q.log.Read(ctx, 0, 1<<20)
	if err != nil {
		return page, err
	}
	bodies, err := q.codec.Decode(ctx, recorded)
	if err != nil {
		return page, err
	}
	rows := map[uuid.UUID]facts.Version[list.Notice]{}
	for i, r := range recorded {
		page.Position = r.Position
		fold(list.Notices, rows, projections.Event{Position: r.Position, Stream: r.Stream, Version: r.Version, Employer: r.Employer, RecordedAt: r.RecordedAt, Body: bodies[i]})
	}
	var all []list.Line
	for id, row := range rows {
		if scope.Includes(row.Employer) {
			all = append(all, list.Line{ID: id, Employer: row.Employer, Notice: row.Row})
		}
	}
	at := page.Position
	page = asked.PageOf(all)
	page.Position = at
	return page, nil
}

// waiting gives the path of a notice of the city that came by file, under a number that
// no case knows.
func (w *world) waiting(reference string, change ...func(*triage.Content)) string {
	return w.waitingFor("NO_SUCH_NUMBER", reference, change...)
}

func (w *world) waitingFor(reason codes.Code, reference string, change ...func(*triage.Content)) string {
	w.t.Helper()
	id := uuid.Must(uuid.NewV7())
	day, err := moment.Parse("2026-11-20", time.UTC)
	must(w.t, err)
	content := triage.Content{Heard: prosecution.Heard{
		Received: day, Source: "OM", Reference: reference,
		Told: prosecution.Told{Step: "VERDICT", Effect: day, Details: prosecution.Details{Outcome: "ACQ"}},
	}}
	for _, c := range change {
		c(&content)
	}
	came := triage.Received{Employer: w.city, Regime: "AVG", Content: person.Of(content), Waiting: triage.Waiting{Reason: reason}}
	journal := decider.NewJournal(w.log, w.codec)
	_, err = journal.Append(w.t.Context(), triage.Stream(id), 0, []decider.Event{came}, decider.Request{Employer: w.city, Meta: eventlog.Meta{Role: "registrar", Channel: w.channel}})
	must(w.t, err)
	return base + "/triage/" + id.String()
}

func (w *world) suggestedFor(path string) []string {
	w.t.Helper()
	return texts(w.get(path, access.CaseWorker, w.city).want(200).json["suggested"])
}

func texts(list any) []string {
	all := []string{}
	for _, one := range list.([]any) {
		all = append(all, one.(string))
	}
	return all
}

func TestAWaitingNoticeIsToldInItsCaseInOneAppend(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole)
	file := w.suspect()
	of := w.prosecution(incident, w.person(incident))
	w.post(of+"/links", access.CaseWorker, w.city, `{"kind":"SUSPECT","id":"`+idIn(file)+`"}`).want(200)
	path := w.waiting("10/123456-26")
	if got := w.suggestedFor(path); len(got) != 0 {
		t.Errorf("nobody knows the number yet, and %v are suggested", got)
	}

	// A case learns the number, and the notice that has it says so.
	w.post(of+"/notices", access.CaseWorker, w.city, `{"received":{"at":"2026-11-20"},"source":"OM","step":"PV_OM","effect":{"at":"2026-11-19"},"reference":"10.123456.26"}`).want(200)
	if diff := cmp.Diff([]string{idIn(of)}, w.suggestedFor(path)); diff != "" {
		t.Errorf("suggested (-want +got):\n%s", diff)
	}
	lines := w.get("/v1/triage", access.CaseWorker, w.city).want(200).json["notices"].([]any)
	if diff := cmp.Diff([]string{idIn(of)}, texts(lines[0].(map[string]any)["suggested"])); diff != "" || len(lines) != 1 {
		t.Errorf("the list suggests (-want +got):\n%s", diff)
	}

	before := w.head()
	body := `{"case":"` + idIn(of) + `"}`
	first := w.post(path+"/match", access.CaseWorker, w.city, body, header("Idempotency-Key", "m-1"), header("If-Match", `"1"`)).want(200)
	var types []string
	events := w.since(before)
	for _, e := range events {
		types = append(types, e.Type)
		if e.RecordedAt != events[0].RecordedAt {
			t.Errorf("%s was recorded apart", e.Type)
		}
	}
	if diff := cmp.Diff([]string{"prosecution.notice_received.v1", "suspect.cleared.v1", "triage.matched.v1"}, types); diff != "" {
		t.Errorf("recorded (-want +got):\n%s", diff)
	}
	again := w.post(path+"/match", access.CaseWorker, w.city, body, header("Idempotency-Key", "m-1"), header("If-Match", `"1"`)).want(200)
	if again.Header().Get("Position") != first.Header().Get("Position") || w.head() != events[len(events)-1].Position {
		t.Error("a repeat recorded something")
	}
	if out := w.post(path+"/match", access.CaseWorker, w.city, `{"case":"`+uuid.NewString()+`"}`, header("Idempotency-Key", "m-1")); out.Code != 409 || out.json["kind"] != "key_reused" {
		t.Errorf("another request under the same key: %d %s", out.Code, out.Body)
	}
	page := w.get(path, access.CaseWorker, w.city).want(200)
	if page.json["state"] != "MATCHED" || page.json["case"] != idIn(of) {
		t.Errorf("it reads %s", page.Body)
	}
	if text := w.get(of, access.CaseWorker, w.city).want(200).Body.String(); !strings.Contains(text, idIn(path)) || !strings.Contains(text, `"outcome":"ACQ"`) {
		t.Errorf("the case does not have it: %s", text)
	}
	if lines := w.get("/v1/triage", access.CaseWorker, w.city).want(200).json["notices"].([]any); len(lines) != 0 {
		t.Errorf("%d still wait", len(lines))
	}
	w.post(path+"/erasure", access.Registrar, w.city, bodies["/triage/{id}/erasure"]).want(200)
	again = w.post(path+"/match", access.CaseWorker, w.city, body, header("Idempotency-Key", "m-1"), header("If-Match", `"1"`)).want(200)
	if again.Header().Get("Position") != first.Header().Get("Position") {
		t.Error("a repeat after it was forgotten gets another answer")
	}
}

func TestWhatACaseRefusesGoesOnWaiting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole)
	of := w.prosecution(incident, w.person(incident))
	stranger := uuid.New()
	path := w.waiting("10/123456-26", func(c *triage.Content) {
		c.Amounts = []prosecution.Amount{{Claimant: stranger, Kind: "AWARDED", Cents: 1}}
	})
	before := w.head()
	for body, says := range map[string]string{
		`{"case":"` + idIn(of) + `"}`:         "has nothing to do with this case",
		`{"case":"` + uuid.NewString() + `"}`: "is not on record here",
		`{}`:                                  "is missing",
		`{"case":"10/123456-26"}`:             "is not an id",
	} {
		if text := w.post(path+"/match", access.CaseWorker, w.city, body).want(400).Body.String(); !strings.Contains(text, says) {
			t.Errorf("%s: %s", body, text)
		}
	}
	w.post(path+"/match", access.CaseWorker, w.city, `{"case":"`+idIn(of)+`"}`, header("If-Match", `"9"`)).want(412)
	if w.head() != before || w.get(path, access.CaseWorker, w.city).want(200).json["state"] != "OPEN" {
		t.Error("something was recorded")
	}
	w.post(path+"/setting-aside", access.CaseWorker, w.city, `{"reason":"van een ander"}`).want(200)
	w.post(path+"/match", access.CaseWorker, w.city, `{"case":"`+idIn(of)+`"}`).want(409)
}

// TestANoticeOfAWorkerUnderAnotherPseudonymIsToldInTheSameCase while the two are merged.
func TestANoticeOfAWorkerUnderAnotherPseudonymIsToldInTheSameCase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.nameless()
	stays, again := w.person(incident), w.person(w.nameless())
	of := w.prosecution(incident, stays)
	w.post(of+"/notices", access.CaseWorker, w.city, `{"received":{"at":"2026-11-20"},"source":"OM","step":"PV_OM","effect":{"at":"2026-11-19"},"reference":"10/123456-26"}`).want(200)
	path := w.waiting("10/123456-26", func(c *triage.Content) {
		c.Amounts = []prosecution.Amount{{Claimant: uuid.MustParse(again), Kind: "AWARDED", Cents: 1}}
	})
	if diff := cmp.Diff([]string{idIn(of)}, w.suggestedFor(path)); diff != "" {
		t.Errorf("suggested (-want +got):\n%s", diff)
	}
	match := func(want int) {
		t.Helper()
		w.post(path+"/match", access.CaseWorker, w.city, `{"case":"`+idIn(of)+`"}`).want(want)
	}
	match(400) // somebody else, who has nothing to do with it
	w.post("/v1/persons/"+again+"/merge", access.Registrar, w.city, `{"into":"`+stays+`","reason":"zelfde collega"}`).want(200)
	match(200)
	if l := w.get(of, access.CaseWorker, w.city).want(200).list("ledger"); len(l) != 1 || l[0]["claimant"] != stays {
		t.Errorf("the ledger is %v", l)
	}
}

func TestAForgottenNoticeShowsNothingOfWhatItSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.waiting("10/123456-26")
	w.post(path+"/setting-aside", access.CaseWorker, w.city, `{"reason":"Zilverpad"}`).want(200)
	w.post(path+"/erasure", access.Registrar, w.city, `{"what":["prosecution","narrative"],`+forEver).want(200)
	text := w.get(path, access.Registrar, w.city).want(200).Body.String()
	for _, gone := range []string{"123456", "VERDICT", "ACQ", "Zilverpad"} {
		if strings.Contains(text, gone) {
			t.Errorf("it still shows %s: %s", gone, text)
		}
	}
	if !strings.Contains(text, `"forgotten"`) || !strings.Contains(text, "Vergeten: wat van de zaak vernomen is") {
		t.Errorf("it does not say so: %s", text)
	}
}

// TestReadingTheTriageIsReadingWhatItShows: who looks at the list is on record for each.
func TestReadingTheTriageIsReadingWhatItShows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.waiting("10/123456-26")
	before := len(w.readings.list)
	w.get("/v1/triage", access.CaseWorker, w.city).want(200)
	read := w.readings.list[before:]
	if len(read) != 2 || read[0].ID.String() != idIn(path) || !read[0].Personal || read[0].What != "triage" {
		t.Errorf("recorded %+v", read)
	}
}

// TestForgettingACaseForgetsWhatTheFileSaid: the copy in the triage goes in the same append,
// and what waits or is in another case stays.
func TestForgettingACaseForgetsWhatTheFileSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole)
	of, other := w.prosecution(incident, w.person(incident)), w.prosecution(incident, w.person(incident))
	mine, theirs, waits := w.waiting("10/111111-26"), w.waiting("10/222222-26"), w.waiting("10/333333-26")
	w.post(mine+"/match", access.CaseWorker, w.city, `{"case":"`+idIn(of)+`"}`).want(200)
	w.post(theirs+"/match", access.CaseWorker, w.city, `{"case":"`+idIn(other)+`"}`).want(200)
	before := w.head()
	w.post(of+"/erasure", access.Registrar, w.city, `{"what":["reference"],`+forEver).want(200)
	var types []string
	for _, e := range w.since(before) {
		types = append(types, e.Type)
	}
	if diff := cmp.Diff([]string{"prosecution.reference_erased.v1", "triage.prosecution_erased.v1"}, types); diff != "" {
		t.Errorf("recorded (-want +got):\n%s", diff)
	}
	for path, shown := range map[string]bool{mine: false, theirs: true, waits: true} {
		// With its quote: the end of an id may look like the end of a number.
		if text := w.get(path, access.Registrar, w.city).want(200).Body.String(); strings.Contains(text, `-26"`) != shown {
			t.Errorf("the number is shown: want %t: %s", shown, text)
		}
	}
	if text := w.get(of, access.Registrar, w.city).want(200).Body.String(); strings.Contains(text, "111111") || !strings.Contains(text, "VERDICT") {
		t.Errorf("the case shows %s", text)
	}
}

// TestTheNumberOfAnAangifteIsForgotten, and leads to no case any more.
func TestTheNumberOfAnAangifteIsForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole)
	of := w.prosecution(incident, w.person(incident))
	body := `"on":{"at":"2026-11-20"},"complainant":"EMPLOYER","incidents":["` + idIn(incident) + `"],"reference":"PL1700-2026-551234"`
	made := w.post("/v1/aangiften", access.CaseWorker, w.city, `{"employer":"GEM-ROTTERDAM",`+body+`}`).want(201).Header().Get("Location")
	w.post(made+"/corrections", access.CaseWorker, w.city, `{"domicile":"YES","reason":"Zilverpad",`+body+`}`).want(200)
	w.post(of+"/links", access.CaseWorker, w.city, `{"kind":"AANGIFTE","id":"`+idIn(made)+`"}`).want(200)
	path := w.waiting("", func(c *triage.Content) { c.Clues.Aangifte = "PL1700 2026 551234" })
	if got := w.suggestedFor(path); len(got) != 1 {
		t.Errorf("its number leads to %v", got)
	}
	w.post(made+"/erasure", access.Registrar, w.city, `{"what":["reference","narrative"],`+forEver).want(200)
	text := w.get(made, access.Registrar, w.city).want(200).Body.String()
	if strings.Contains(text, "551234") || strings.Contains(text, "Zilverpad") || !strings.Contains(text, `"domicile":"YES"`) || !strings.Contains(text, "Vergeten: kenmerken") {
		t.Errorf("it shows %s", text)
	}
	if got := w.suggestedFor(path); len(got) != 0 {
		t.Errorf("a forgotten number leads to %v", got)
	}
}
