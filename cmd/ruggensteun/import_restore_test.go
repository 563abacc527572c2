package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/access"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/incident"
)

// TestUndoingTakesBackWhatABatchCorrected: every field, each of an incident of its own.
func TestUndoingTakesBackWhatABatchCorrected(t *testing.T) {
	t.Parallel()
	w := newWideImports(t)
	var first, then []wideRow
	for n, name := range slices.Sorted(maps.Keys(changesOfAFile)) {
		row := whole.with("Nr", fmt.Sprint(n))
		first, then = append(first, row), append(then, row.with(changesOfAFile[name].change...))
	}
	w.bring(registrar, first...)
	before := w.states()
	second := w.bring(registrar, append(then, whole.with("Nr", "new"))...)
	if second.Recorded != 1 || second.Corrected != len(then)-1 { // the law stays
		t.Fatalf("%d recorded, %d corrected of %d", second.Recorded, second.Corrected, len(then))
	}
	if !slices.IsSortedFunc(second.Changes, func(a, b changedRow) int { return a.Row - b.Row }) {
		t.Errorf("changes are not in the order of the file: %+v", second.Changes)
	}
	w.say(`{"reason":"gezien","occasions":["FIRE"]}`, "incident", "correct", w.corrected("occasions"), "-", "--as", registrar).recorded()
	var r undoReport
	w.run("import", "undo", second.Batch.String(), "--as", registrar, "--json").into(&r)
	// What was said of workers stays, and so does what a person corrected since.
	if r.Withdrawn != 1 || r.Restored != second.Corrected-3 || len(r.Stays) != 2 || len(r.Left) != 0 {
		t.Errorf("%+v", r)
	}
	after := w.states()
	for id, was := range before {
		now := after[id]
		for _, s := range r.Stays {
			if s.Incident == id && s.What == "what it told of workers" {
				delete(was, "workers")
				delete(now, "workers")
			}
		}
		if now["occasion"] == "[FIRE]" {
			was["occasion"] = "[FIRE]"
		}
		if diff := cmp.Diff(was, now); diff != "" {
			t.Errorf("(-before the batch +after undoing it):\n%s", diff)
		}
	}
	events := w.count(allEvents)
	w.run("import", "undo", second.Batch.String(), "--as", registrar).ok()
	if n := w.count(allEvents); n != events {
		t.Errorf("undoing again added %d events", n-events)
	}
	if again := w.bring(registrar, first...); again.Unchanged != len(first)-2 || again.Corrected != 2 || again.Listed != 1 {
		t.Errorf("the first file is what stands, but for two workers: %d of %d unchanged, %d corrected, %d listed", again.Unchanged, len(first), again.Corrected, again.Listed)
	}
	w.run("verify").ok()
}

func TestUndoingSaysWhatStays(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change []string
		since  func(incident.Asked) incident.Command // by the registrar, after the batch
		as     string
		then   undoReport
	}{
		"nothing of a closed incident": {change: []string{"Plaats", "SHOP"}, as: registrar,
			since: func(by incident.Asked) incident.Command { return incident.Close{Asked: by, Reason: "COMPLETE"} },
			then:  undoReport{Stays: []stay{{Why: "this incident was closed: let the registrar reopen it first"}}}},
		"nothing of one that was withdrawn": {change: []string{"Plaats", "SHOP"}, as: registrar,
			since: func(by incident.Asked) incident.Command { return incident.Withdraw{Asked: by, Reason: "MISTAKE"} }},
		"a worker more": {change: []string{"Naam", "P. Pietersen"}, as: registrar,
			then: undoReport{Stays: []stay{{What: "what it told of workers", Why: whyItStays[intake.WorkerLeft]}}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWideImports(t)
			w.bring(registrar, whole)
			id := w.only()
			second := w.bring(registrar, whole.with(test.change...))
			if test.since != nil {
				w.tell(test.since)
			}
			var r undoReport
			w.run("import", "undo", second.Batch.String(), "--employer", "GEM-X", "--as", test.as, "--json").into(&r)
			for i := range test.then.Stays {
				test.then.Stays[i].Incident = uuid.MustParse(id)
			}
			if diff := cmp.Diff(test.then.Stays, r.Stays, cmpopts.EquateEmpty()); diff != "" || r.Restored != test.then.Restored {
				t.Errorf("%d restored (-want +got):\n%s", r.Restored, diff)
			}
		})
	}
}

// tell has the registrar tell something of the one incident.
func (w wideImports) tell(made func(incident.Asked) incident.Command) {
	w.t.Helper()
	r := w.register("GEM-X")
	by, request := r.as(access.Registrar)
	works, _, err := employer.Decider.Load(w.t.Context(), r.journal(), employer.Stream(r.employer))
	if err != nil {
		w.t.Fatal(err)
	}
	cmd := made(incident.Asked{By: by, At: time.Now(), Employer: works})
	if _, err := incident.Decider.Run(w.t.Context(), r.journal(), incident.Stream(uuid.MustParse(w.only())), cmd, request); err != nil {
		w.t.Fatal(err)
	}
}

// states are all incidents that stand.
func (w wideImports) states() map[uuid.UUID]map[string]string {
	w.t.Helper()
	r := w.register("GEM-X")
	var ids string
	w.db.Scan(w.t, []any{&ids}, "SELECT string_agg(replace(stream, 'incident-', ''), ' ') FROM ruggensteun.streams WHERE stream LIKE 'incident-%'")
	all := map[uuid.UUID]map[string]string{}
	for _, id := range strings.Fields(ids) {
		state, _, err := incident.Decider.Load(w.t.Context(), r.journal(), incident.Stream(uuid.MustParse(id)))
		if err != nil {
			w.t.Fatal(err)
		}
		if !state.Withdrawn {
			all[uuid.MustParse(id)] = said(state)
		}
	}
	return all
}

// corrected is an incident of which this was corrected.
func (w wideImports) corrected(field string) string {
	w.t.Helper()
	var id string
	w.db.Scan(w.t, []any{&id}, `SELECT replace(stream, 'incident-', '') FROM ruggensteun.events
		WHERE type LIKE 'incident.corrected.%' AND convert_from(payload, 'UTF8') LIKE '%"' || $1 || '"%' LIMIT 1`, field)
	return id
}
