package api

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/worklist"
)

func (d *desk) Kept(ctx context.Context, scope access.Scope, q worklist.KeptQuery) (worklist.KeptPage, error) {
	at, err := d.follow(ctx)
	if err != nil {
		return worklist.KeptPage{}, err
	}
	page, err := d.Memory.Kept(ctx, scope, q)
	page.Position = at
	return page, err
}

// TestAgreementsSayHowManyTermsWereKept, of what, and no share of nothing.
func TestAgreementsSayHowManyTermsWereKept(t *testing.T) {
	t.Parallel()
	w, _, _ := withWork(t)
	met, silent := lapsedTerm(), lapsedTerm()
	met.Ended, silent.Notice, silent.Agreement = true, true, "BERICHT-OM-14-DAGEN"
	w.put(worklist.File{ID: uuid.Must(uuid.NewV7()), Kind: worklist.OfCase, Employer: w.city, Closed: true, Clocks: []worklist.Clock{met, silent}})
	w.put(worklist.File{ID: uuid.Must(uuid.NewV7()), Kind: worklist.OfCase, Employer: w.fire, Clocks: []worklist.Clock{met}})
	r := w.get("/v1/worklist/agreements?by=quarter&by=kind", access.CaseWorker, w.city).want(200)
	var body struct{ Agreements []keptLine }
	must(t, json.Unmarshal(r.Body.Bytes(), &body))
	if len(body.Agreements) != 2 {
		t.Fatal(r.Body)
	}
	none, told := body.Agreements[0], body.Agreements[1]
	if none.NotReceived != 1 || none.Ended != 0 || none.ShareKept != nil {
		t.Errorf("what was not received counts as %+v", none)
	}
	if told.Met != 1 || told.Lapsed != 2 || told.Ended != 3 || *told.ShareKept != 1.0/3 || told.Period != "2026-Q4" || told.Kind != worklist.OfCase || told.Name == nil {
		t.Errorf("got %+v", told)
	}
	if last := w.readings.list[len(w.readings.list)-1]; last.What != "worklist" || last.Position == eventlog.Position(0) {
		t.Errorf("the reading is %+v", last)
	}
	if why := w.get("/v1/worklist/agreements", access.Analyst, uuid.Nil).want(403).Body.String(); !strings.Contains(why, "GET /v1/views/chain") {
		t.Errorf("an analyst is told %s", why)
	}
	w.get("/v1/worklist/agreements", access.Operator, uuid.Nil).want(403)
	w.get("/v1/worklist/agreements?employer="+fire, access.CaseWorker, w.city).want(400)
	if says := w.get("/v1/worklist/agreements?agreement=NIETS", access.CaseWorker, w.city).want(400).Body.String(); !strings.Contains(says, "UITKOMST-VERTELLEN") {
		t.Errorf("an agreement that is none: %s", says)
	}
	for query, field := range map[string]string{
		"period=2026-Q9": "period", "period=2026&from=2026-01-01": "period", "times=maybe": "times", "asOf=x": "asOf", "asOf=99999": "asOf",
		"by=moon": "by", "by=year&by=month": "by", "kind=BIRD": "kind", "from=x": "from", "from=2026-02-01&until=2026-01-01": "until", "minPosition=99999": "minPosition"} {
		if got := w.get("/v1/worklist/agreements?"+query, access.CaseWorker, w.city).want(400).fields(); !slices.Equal(got, []string{field}) {
			t.Errorf("%s: wrong are %v", query, got)
		}
	}
}

// TestTermsAreCountedFromTheLogAsTheyWereKnown: the verdict of Monday the 16th, of which
// the victim was told on the 19th, a day too late.
func TestTermsAreCountedFromTheLogAsTheyWereKnown(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	before := d.do("/notices", word("VERDICT", "16", "16", `,"outcome":"CONV"`)).want(200).Header().Get("Position")
	d.do("/tellings", `{"victim":"`+d.worker+`","channel":"PHONE","on":{"at":"2026-11-19"}}`).want(200)
	line := func(query string) keptLine {
		t.Helper()
		var body struct{ Agreements []keptLine }
		r := d.get("/v1/worklist/agreements?agreement=UITKOMST-VERTELLEN&by=version&times=true"+query, access.CaseWorker, d.city).want(200)
		must(t, json.Unmarshal(r.Body.Bytes(), &body))
		if len(body.Agreements) != 1 {
			t.Fatal(r.Body)
		}
		return body.Agreements[0]
	}
	if l := line("&period=2026-11"); l.MetLate != 1 || l.Version == "" || !l.Few || l.Time == nil || l.Time.Left != 1 || *l.Time.Median.Days != 3 {
		t.Errorf("now it is %+v, %+v", l, l.Time)
	}
	if l := line("&asOf=" + before); l.Lapsed != 1 || l.Time.Open != 1 || l.Time.Median.Days != nil {
		t.Errorf("before it was told it is %+v, %+v", l, l.Time)
	}
	if r := d.get("/v1/worklist/agreements?period=2025&times=true", access.CaseWorker, d.city).want(200); len(r.list("agreements")) != 0 {
		t.Errorf("of another year there are %s", r.Body)
	}
}
