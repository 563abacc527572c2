package figures_test

import (
	"encoding/binary"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

const benchCases = 100_000

// caseload is a hundred thousand incidents with a case each, of which most are followed
// some way: eight notices on average, a tenth of them corrected.
type caseload struct {
	engine *figures.Engine
	load   time.Duration
	bytes  uint64
}

var loadCases = sync.OnceValue(func() caseload {
	r := rand.New(rand.NewPCG(3, 4))
	id := func(kind byte, n int) (id uuid.UUID) {
		id[0] = kind
		binary.BigEndian.PutUint32(id[8:], uint32(n))
		return id
	}
	way := []codes.Code{"AANG", "VPT_CODE", "INV_START", "SUSP_ID", "ARRESTED", "PV_OM", "SUMMONS", "HEARING", "DEMAND", "VERDICT", "APPEAL", "ARREST_HOF", "FINAL", "DMG_PAID"}
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	position := eventlog.Position(0)
	b := figures.Batch{}
	head := func(key, parent uuid.UUID) projections.Head {
		position++
		return projections.Head{Key: key, Position: position, Parent: parent, Employer: uuid.UUID{1, byte(r.IntN(benchEmployers))}}
	}
	for n := range benchCases {
		i := newIncident(r, uuid.UUID{1, 1})
		i.Head = head(id(0x1, n), id(0x1, n))
		recorded := start.AddDate(0, 0, n*700/benchCases)
		i.Row.RecordedAt = recorded
		b.Incidents = append(b.Incidents, i)
		person := id(0xB, n)
		b.Involvements = append(b.Involvements, facts.Version[facts.Involvement]{
			Head: head(facts.InvolvementKey(i.Key, person), i.Key), Row: facts.Involvement{Person: person, Health: "I1|||"},
		})
		of := id(0xC, n)
		b.Cases = append(b.Cases, facts.Version[facts.Case]{Head: head(of, of), Row: facts.Case{
			Regime: "AVG", Suspect: id(0xF, n/2), Incidents: []uuid.UUID{i.Key}, Workers: []uuid.UUID{person}, RecordedAt: recorded,
		}})
		day := recorded
		for k, step := range way[:1+r.IntN(len(way))] {
			day = day.AddDate(0, 0, r.IntN(40))
			told := prosecution.Told{Step: step, Effect: moment.Moment{Instant: day, Precision: moment.Day, Finer: codes.Unknown}}
			if step == "VERDICT" {
				told.Outcome = "CONV"
			}
			notice := uuid.UUID{0xD, 15: byte(k)}
			row := facts.Step{Case: of, Notice: notice, Told: facts.ToldText(told), Source: "OM", RecordedAt: recorded}
			for range 1 + r.IntN(10)/9 {
				b.Steps = append(b.Steps, facts.Version[facts.Step]{Head: head(facts.StepKey(of, notice), of), Row: row})
			}
			if step == "DMG_PAID" {
				b.Damages = append(b.Damages, facts.Version[facts.Damage]{Head: head(facts.StepKey(of, notice), of), Row: facts.Damage{
					Case: of, Notice: notice, Amounts: facts.AmountsText([]prosecution.Amount{{Claimant: person, Kind: "PAID", Cents: 100}}),
				}})
			}
		}
	}
	b.Through = position
	before := heap()
	engine, err := figures.New(time.LoadLocation)
	if err != nil {
		panic(err)
	}
	engine.Protect(cellKey, disclosure.Default())
	began := time.Now()
	if err := engine.Apply(b); err != nil {
		panic(err)
	}
	w := caseload{engine: engine, load: time.Since(began), bytes: heap() - before}
	runtime.KeepAlive(b)
	return w
})

func BenchmarkFunnel(b *testing.B) {
	w := loadCases()
	for name, q := range map[string]figures.Question{
		"cases": {Unit: figures.CountCases}, "cases by profession": {Unit: figures.CountCases, Rows: figures.Profession},
		"incidents": {Unit: figures.CountIncidents}, "workers": {Unit: figures.CountWorkers}, "suspects": {Unit: figures.CountSuspects},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f, err := w.engine.Funnel(q, everybody)
				if err != nil || f.Groups[0].N == 0 {
					b.Fatal(err, f.Groups[0].N)
				}
			}
			b.ReportMetric(float64(w.bytes)/(1<<20), "MiB")
			b.ReportMetric(w.load.Seconds(), "s-to-load")
		})
	}
}

// Beside a protected funnel stand the exact one of the same month end and the protected
// table of its base; none was asked before.
func BenchmarkProtectedFunnel(b *testing.B) {
	w := loadCases()
	var epochs []figures.Epoch
	for i := range eventlog.Position(24) {
		epochs = append(epochs, figures.Epoch{End: noon.AddDate(0, int(i), 0), Position: w.engine.Position() * (i + 1) / 24})
	}
	for name, q := range map[string]figures.Question{
		"cases": {Unit: figures.CountCases}, "cases by profession": {Unit: figures.CountCases, Rows: figures.Profession},
		"incidents by profession": {Unit: figures.CountIncidents, Rows: figures.Profession},
	} {
		b.Run(name, func(b *testing.B) {
			q.Epochs = epochs
			var exact, table, protected time.Duration
			n := 0
			took := func(ask func() error) time.Duration {
				start := time.Now()
				if err := ask(); err != nil {
					b.Fatal(err)
				}
				return time.Since(start)
			}
			for b.Loop() {
				q.View = uuid.NewString() // not one that was kept
				exact += took(func() error { _, err := w.engine.Funnel(q, everybody); return err })
				table += took(func() error { _, err := w.engine.Ask(q, analyst); return err })
				protected += took(func() error { _, err := w.engine.Funnel(q, analyst); return err })
				n++
			}
			b.ReportMetric(ms(exact)/float64(n), "exact-ms")
			b.ReportMetric(ms(table)/float64(n), "table-ms")
			b.ReportMetric(ms(protected)/float64(n), "protected-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}
