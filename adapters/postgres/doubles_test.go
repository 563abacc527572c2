package postgres_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/projections/doubles"
)

// traces are rows of the read model, put there directly.
type traces struct {
	t      testing.TB
	db     *postgrestest.Database
	of     *postgres.Doubles
	newest map[uuid.UUID]map[uuid.UUID]doubles.Trace // by employer
	at     int
}

func newTraces(t testing.TB) *traces {
	t.Helper()
	w := newWorld(t, postgrestest.New(t), postgres.LogOptions{})
	runner := postgres.OpenRunner(w.DB, w.log, nil, postgres.RunnerOptions{})
	t.Cleanup(runner.Close)
	if _, err := runner.Register(t.Context(), doubles.Projection); err != nil {
		t.Fatal(err)
	}
	return &traces{t: t, db: w.Database, of: postgres.OpenDoubles(w.DB), newest: map[uuid.UUID]map[uuid.UUID]doubles.Trace{}}
}

// put writes the next version of a trace.
func (w *traces) put(employer, id uuid.UUID, row doubles.Trace) {
	w.t.Helper()
	w.at++
	if w.newest[employer] == nil {
		w.newest[employer] = map[uuid.UUID]doubles.Trace{}
	}
	w.newest[employer][id] = row
	var places []string
	for i := range doubles.Traces.Columns {
		places = append(places, fmt.Sprintf("$%d", i+5))
	}
	w.db.Exec(w.t, "INSERT INTO doubles_r1.trace VALUES ($1, $2, $3, $4, "+strings.Join(places, ", ")+")",
		append([]any{id, w.at, id, employer}, doubles.Traces.Refs(&row)...)...)
}

func (w *traces) all(employer uuid.UUID) (list []doubles.Seen) {
	for id, trace := range w.newest[employer] {
		list = append(list, doubles.Seen{ID: id, Trace: trace})
	}
	return list
}

func anyTrace(t testing.TB, known []uuid.UUID) doubles.Trace {
	t.Helper()
	pick := func(list ...string) string { return list[rand.IntN(len(list))] }
	at := time.Date(2026, 10, 24, 0, rand.IntN(4*24*60), 0, 0, time.UTC)
	m, err := moment.New(at, 120, moment.Precision(pick("MINUTE", "MINUTE", "MINUTE", "HOUR", "DAY", "MONTH")), codes.NotRecorded)
	if m.Precision == moment.Minute {
		m, err = moment.New(at, 120, moment.Minute, "")
	}
	if err != nil {
		t.Fatal(err)
	}
	if rand.IntN(20) == 0 {
		m = moment.Nothing(codes.Unknown)
	}
	trace := doubles.Of(m, incident.Place{Type: codes.Code(pick("ROAD", "SHOP", "UNKNOWN")), Gemeente: codes.Code(pick("GM0599", "GM0363", "NOT_RECORDED")), Unit: pick("", "NRD", "ZUID")})
	trace.Withdrawn = rand.IntN(10) == 0
	if rand.IntN(5) == 0 && len(known) > 0 {
		trace.Into = known[rand.IntN(len(known))]
	}
	return trace
}

// TestTheIndexBringsWhatARecountWouldSuggest: over random traces with several
// versions, merges and withdrawals, of two employers.
func TestTheIndexBringsWhatARecountWouldSuggest(t *testing.T) {
	t.Parallel()
	w := newTraces(t)
	employers := []uuid.UUID{uuid.New(), uuid.New()}
	known := map[uuid.UUID][]uuid.UUID{}
	for range 400 {
		employer := employers[rand.IntN(2)]
		id := uuid.New()
		if rand.IntN(4) == 0 && len(known[employer]) > 0 {
			id = known[employer][rand.IntN(len(known[employer]))]
		} else {
			known[employer] = append(known[employer], id)
		}
		w.put(employer, id, anyTrace(t, known[employer]))
	}
	suggested := 0
	for _, employer := range employers {
		asked := w.all(employer)
		near, err := w.of.Near(t.Context(), access.Scope{Employer: employer}, employer, asked)
		if err != nil {
			t.Fatal(err)
		}
		for i, one := range asked {
			want := doubles.Likely(one, asked, nil)
			got := doubles.Likely(one, near[i].Traces, near[i].Others)
			suggested += len(got)
			if diff := cmp.Diff(want, got, cmpopts.EquateApproxTime(0)); diff != "" {
				t.Fatalf("of %+v (-recount +by the index):\n%s", one, diff)
			}
		}
		other := employers[1-slices.Index(employers, employer)]
		near, err = w.of.Near(t.Context(), access.Scope{Employer: other}, employer, asked[:3])
		if err != nil || len(near[0].Traces)+len(near[1].Traces)+len(near[2].Traces) > 0 {
			t.Errorf("another employer's scope shows traces: %v", err)
		}
	}
	if suggested < 100 {
		t.Errorf("only %d suggestions: the histories are too thin to prove anything", suggested)
	}
}

// TestFewRowsAreReadAmongMany: each precision is a short stretch of the index.
func TestFewRowsAreReadAmongMany(t *testing.T) {
	t.Parallel()
	w := newTraces(t)
	w.db.Exec(t, `INSERT INTO doubles_r1.trace
		SELECT id, n, id, 'e0000000-0000-7000-8000-000000000000', at, at + interval '1 minute', 60, 'MINUTE', 'ROAD', 'GM0599', 'NRD', '00000000-0000-0000-0000-000000000000', false
		FROM (SELECT gen_random_uuid() AS id, n, timestamptz '2026-01-01' + n * interval '30 minutes' AS at FROM generate_series(1, 200000) n) AS many`)
	w.db.Exec(t, "ANALYZE doubles_r1.trace")
	employer := uuid.MustParse("e0000000-0000-7000-8000-000000000000")
	at, _ := moment.New(time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC), 60, moment.Minute, "")
	one := doubles.Seen{ID: uuid.New(), Trace: doubles.Of(at, incident.Place{Type: "ROAD", Unit: "NRD"})}
	var took []time.Duration
	for range 20 {
		begin := time.Now()
		near, err := w.of.Near(t.Context(), access.Scope{Employer: employer}, employer, []doubles.Seen{one})
		took = append(took, time.Since(begin))
		if err != nil || len(near[0].Traces) < 4 || len(near[0].Traces) > 6 {
			t.Fatalf("%d near, %v", len(near[0].Traces), err)
		}
	}
	slices.Sort(took)
	t.Logf("among 200,000 rows: median %s", took[10])
	if plan := w.of.Explained(t.Context(), access.Scope{Employer: employer}, employer, one); strings.Contains(plan, "Seq Scan") || strings.Count(plan, "from_at >=") < 4 {
		t.Errorf("the plan reads more than a stretch of the index for each precision:\n%s", plan)
	}
}

func TestWithoutTheReadModelThatIsSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t, postgrestest.New(t), postgres.LogOptions{})
	if _, err := postgres.OpenDoubles(w.DB).Position(t.Context()); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("got %v", err)
	}
}
