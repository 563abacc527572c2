package postgres_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/triage"
	list "ruggensteun/projections/triage"
)

// TestTheTriageIsWhatTheQueryHolds: every page, with filters at random, over notices with
// several versions of two employers, of which some came at the same moment.
func TestTheTriageIsWhatTheQueryHolds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, postgrestest.New(t), postgres.LogOptions{})
	runner := postgres.OpenRunner(w.DB, w.log, nil, postgres.RunnerOptions{})
	t.Cleanup(runner.Close)
	if _, err := runner.Register(t.Context(), list.Projection); err != nil {
		t.Fatal(err)
	}
	insert := fmt.Sprintf("INSERT INTO triage_r%d.notice VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", list.Projection.Revision)
	employers := []uuid.UUID{uuid.New(), uuid.New()}
	reasons := []codes.Code{"NO_NUMBER", "SEVERAL"}
	var all []list.Line
	for n := range 120 {
		l := list.Line{ID: uuid.New(), Employer: employers[rand.IntN(2)]}
		l.Since = time.Date(2026, 11, 20, 8, rand.IntN(30), 0, 0, time.UTC)
		of := -1
		if n > 0 && rand.IntN(3) == 0 {
			of = rand.IntN(len(all))
			l = all[of]
		}
		l.State, l.Reason, l.Regime = list.States[rand.IntN(2)], reasons[rand.IntN(2)], "AVG"
		if of >= 0 {
			all[of] = l
		} else {
			all = append(all, l)
		}
		w.Exec(t, insert, append([]any{l.ID, n + 1, l.ID, l.Employer}, list.Notices.Refs(&l.Notice)...)...)
	}
	store := postgres.OpenTriage(w.DB)
	for range 40 {
		q := list.Query{Limit: 1 + rand.IntN(20)}
		scope, in := access.Scope{All: true}, all
		if rand.IntN(2) == 0 {
			scope, in = access.Scope{Employer: employers[0]}, nil
			for _, l := range all {
				if l.Employer == employers[0] {
					in = append(in, l)
				}
			}
		}
		if rand.IntN(2) == 0 {
			q.State = []triage.State{triage.Open, triage.Aside}[rand.IntN(2)]
		}
		if rand.IntN(2) == 0 {
			q.Reason = reasons[rand.IntN(2)]
		}
		if rand.IntN(3) == 0 {
			q.Employer = employers[rand.IntN(2)]
		}
		for page := 1; ; page++ {
			want := q.PageOf(in)
			got, err := store.Waiting(t.Context(), scope, q)
			if err != nil {
				t.Fatalf("%+v: %v", q, err)
			}
			if want.Position = got.Position; !cmp.Equal(want, got) {
				t.Fatalf("page %d of %+v (-want +got):\n%s", page, q, cmp.Diff(want, got))
			}
			if !got.More {
				break
			}
			q.After = list.CursorAt(got.Lines[len(got.Lines)-1])
		}
	}
}
