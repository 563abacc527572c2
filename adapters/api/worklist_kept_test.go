package api

import (
	"context"
	"encoding/json"
	"slices"
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
	w.get("/v1/worklist/agreements", access.Analyst, uuid.Nil).want(403)
	for query, field := range map[string]string{"by=moon": "by", "by=year&by=month": "by", "kind=BIRD": "kind", "from=x": "from", "from=2026-02-01&until=2026-01-01": "until", "minPosition=99999": "minPosition"} {
		if got := w.get("/v1/worklist/agreements?"+query, access.CaseWorker, w.city).want(400).fields(); !slices.Equal(got, []string{field}) {
			t.Errorf("%s: wrong are %v", query, got)
		}
	}
}
