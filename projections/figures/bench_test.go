package figures_test

import (
	"encoding/binary"
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/projections"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

var sizeOf = flag.Int("incidents", 1_000_000, "how many the benchmarks count")

const (
	benchVersions  = 3
	benchEmployers = 40
)

// world is a million incidents of three versions each, spread over the log the
// way reports come in: most changes follow soon, some after years.
type world struct {
	engine *figures.Engine
	load   time.Duration
	bytes  uint64
}

var loadWorld = sync.OnceValue(func() world {
	before := heap()
	engine, err := figures.New(time.LoadLocation)
	if err != nil {
		panic(err)
	}
	engine.Protect(cellKey, disclosure.Default())
	took := time.Duration(0)
	for b := range generate(rand.New(rand.NewPCG(1, 2))) {
		start := time.Now()
		if err := engine.Apply(b); err != nil {
			panic(err)
		}
		took += time.Since(start)
	}
	return world{engine: engine, load: took, bytes: heap() - before}
})

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func generate(r *rand.Rand) func(yield func(figures.Batch) bool) {
	return func(yield func(figures.Batch) bool) {
		owners := make([]facts.Version[facts.Employer], benchEmployers)
		for i := range owners {
			id := uuid.UUID{1, byte(i)}
			owners[i] = facts.Version[facts.Employer]{
				Head: projections.Head{Key: id, Position: eventlog.Position(i + 1), Parent: id, Employer: id},
				Row:  facts.Employer{Code: fmt.Sprintf("EMP-%02d", i), Name: "Employer", Kind: "EMP_GEM", Zone: "Europe/Amsterdam"},
			}
		}
		position := eventlog.Position(benchEmployers)
		if !yield(figures.Batch{Through: position, Employers: owners}) {
			return
		}
		const page = 10_000
		open := make([]facts.Version[facts.Incident], 0, *sizeOf)
		b := figures.Batch{}
		for range *sizeOf * benchVersions {
			position++
			var v facts.Version[facts.Incident]
			// One new incident for every two changes, until there are enough.
			if len(open) < *sizeOf && (len(open) == 0 || r.IntN(3) == 0) {
				v = newIncident(r, owners[r.IntN(benchEmployers)].Key)
				open = append(open, v)
			} else {
				i := r.IntN(len(open))
				v = change(r, open[i])
				open[i] = v
			}
			v.Position = position
			b.Incidents = append(b.Incidents, v)
			if r.IntN(2) == 0 {
				b.Involvements = append(b.Involvements, hurt(r, v))
			}
			if len(b.Incidents) == page {
				b.Through = position
				if !yield(b) {
					return
				}
				b = figures.Batch{}
			}
		}
		b.Through = position
		yield(b)
	}
}

func newIncident(r *rand.Rand, owner uuid.UUID) facts.Version[facts.Incident] {
	var id uuid.UUID
	for i := range id {
		id[i] = byte(r.Uint32())
	}
	at := time.Unix(1_577_836_800+r.Int64N(6*365*86_400), 0).UTC().Truncate(time.Minute)
	v := facts.Version[facts.Incident]{
		Head: projections.Head{Key: id, Parent: id, Employer: owner},
		Row:  facts.Incident{OccurredAt: &at, Precision: moment.Minute, ReportedAt: at, Gemeente: codes.Code(fmt.Sprintf("GM%04d", r.IntN(342)))},
	}
	return change(r, v)
}

func change(r *rand.Rand, v facts.Version[facts.Incident]) facts.Version[facts.Incident] {
	v.Row.PlaceType = pick(r, codes.LocationType)
	v.Row.Behaviours = several(r, codes.Behaviour, 4)
	v.Row.Professions = several(r, codes.Profession, 2)
	v.Row.Withdrawn = r.IntN(200) == 0
	v.Row.Occasions = several(r, codes.Occasion, 2)
	v.Row.Means = pairs(r, codes.Means, codes.MeansStatus, 2)
	v.Row.Completions = nil
	for _, b := range v.Row.Behaviours {
		v.Row.Completions = append(v.Row.Completions, facts.Pair(b, pick(r, codes.Completion)))
	}
	v.Row.Deployment, v.Row.Reach = pick(r, codes.Deployment), pick(r, codes.Reach)
	v.Row.Workers, v.Row.HitWhy = make([]uuid.UUID, r.IntN(4)), codes.NotRecorded
	if r.IntN(3) > 0 { // of the others nobody told the course
		v.Row.Phases = several(r, codes.Phase, 4)
		v.Row.Triggers = pairs(r, codes.Trigger, codes.AssessedBy, 2)
		v.Row.Amplifiers = pairs(r, codes.Amplifier, codes.Certainty, 2)
		v.Row.Measures = pairs(r, codes.Measure, codes.Effect, 3)
	}
	if r.IntN(20) == 0 {
		v.Row.Grounds = several(r, codes.DiscriminationGround, 1)
	}
	if r.IntN(6) == 0 {
		v.Row.Support = pick(r, codes.PoliceSupport)
	}
	if r.IntN(4) == 0 {
		v.Row.Qualifications = []codes.Code{pick(r, codes.Qualification) + "|POLICE||267 Sr|"}
	}
	if r.IntN(3) > 0 {
		v.Row.Area = codes.Code(fmt.Sprintf("AREA-%d", r.IntN(9)))
	}
	if len(v.Row.SuspectLinks) == 0 && r.IntN(4) == 0 { // a third of all in the end, of whom some come back
		v.Row.SuspectLinks, v.Row.SuspectKinds, v.Row.SuspectFiles = []uuid.UUID{{1}}, several(r, codes.SuspectKind, 1), []uuid.UUID{{}}
		v.Row.SuspectSizes = []codes.Code{""}
		if v.Row.SuspectKinds[0] == "KNOWN" {
			binary.BigEndian.PutUint32(v.Row.SuspectFiles[0][:], 1+r.Uint32N(uint32(*sizeOf)/8))
		}
	}
	return v
}

func pairs(r *rand.Rand, list, beside codes.List, most int) []codes.Code {
	all := several(r, list, most)
	for i, code := range all {
		all[i] = facts.Pair(code, pick(r, beside))
	}
	return all
}

// hurt is a worker who is named, with an injury.
func hurt(r *rand.Rand, v facts.Version[facts.Incident]) facts.Version[facts.Involvement] {
	of := facts.Version[facts.Involvement]{Head: projections.Head{Key: uuid.UUID(binary.BigEndian.AppendUint64(slices.Clone(v.Key[:8]), r.Uint64())), Position: v.Position, Parent: v.Key, Employer: v.Employer}}
	of.Row.Health = facts.HealthText(person.Health{Injury: pick(r, codes.Injury), Mind: pick(r, codes.MindInjury), Absence: person.Absence{Days: codes.Exactly(r.IntN(60))}})
	return of
}

// pick and several favour the first codes of a list, as real incidents do.
func pick(r *rand.Rand, list codes.List) codes.Code {
	return list.Codes[min(r.IntN(len(list.Codes)), r.IntN(len(list.Codes)))].Code
}

func several(r *rand.Rand, list codes.List, most int) []codes.Code {
	var all []codes.Code
	for range 1 + r.IntN(most) {
		if code := pick(r, list); !slices.Contains(all, code) {
			all = append(all, code)
		}
	}
	return all
}

// The goals are those of 1M incidents of 3 versions on 2 cores, at the 95th percentile.
func BenchmarkAsk(b *testing.B) {
	everybody := access.Scope{All: true}
	half := eventlog.Position(*sizeOf * benchVersions / 2)
	recent := eventlog.Position(*sizeOf*benchVersions + benchEmployers - 1000)
	threeFilters := figures.Filters{
		figures.Place:      {"ROAD", "HOME", "CARE_INST"},
		figures.Profession: {"POL", "AMB"},
		figures.Behaviour:  {"HIT", "PUSH", "SPIT"},
	}
	courseFilters := figures.Filters{
		figures.Occasion:  {"TICKET", "MEDICAL", "ARREST_UNPL"},
		figures.Amplifier: {"ALC", "DRUGS"},
		figures.Injury:    {"I1", "I2"},
	}
	for name, c := range map[string]struct {
		q     figures.Question
		scope access.Scope
		goal  time.Duration
	}{
		"one dimension of one value":          {figures.Question{Rows: figures.Place}, everybody, 20 * time.Millisecond},
		"one dimension of several values":     {figures.Question{Rows: figures.Behaviour}, everybody, 20 * time.Millisecond},
		"one dimension, as of nearly now":     {figures.Question{Rows: figures.Place, AsOf: recent}, everybody, 40 * time.Millisecond},
		"one dimension, as of halfway":        {figures.Question{Rows: figures.Place, AsOf: half}, everybody, 40 * time.Millisecond},
		"month":                               {figures.Question{Rows: figures.Month}, everybody, 20 * time.Millisecond},
		"one dimension of pairs":              {figures.Question{Rows: figures.Trigger}, everybody, 20 * time.Millisecond},
		"nth incident by time since":          {figures.Question{Rows: figures.Nth, Columns: figures.Since, Base: figures.Nth}, everybody, 100 * time.Millisecond},
		"measure by effect":                   {figures.Question{Rows: figures.Measure, Columns: figures.Effect}, everybody, 100 * time.Millisecond},
		"trigger by behaviour, three filters": {figures.Question{Rows: figures.Trigger, Columns: figures.Behaviour, Filters: courseFilters}, everybody, 100 * time.Millisecond},
		"time band by region":                 {figures.Question{Rows: figures.TimeBand, Columns: figures.Region}, everybody, 100 * time.Millisecond},
		"weekday by hour":                     {figures.Question{Rows: figures.Weekday, Columns: figures.Hour}, everybody, 100 * time.Millisecond},
		"two dimensions, three filters":       {figures.Question{Rows: figures.Weekday, Columns: figures.Hour, Filters: threeFilters}, everybody, 100 * time.Millisecond},
		"two of several, no filter":           {figures.Question{Rows: figures.Behaviour, Columns: figures.Profession}, everybody, 100 * time.Millisecond},
		"weekday by hour, one employer of 40": {figures.Question{Rows: figures.Weekday, Columns: figures.Hour}, access.Scope{Employer: uuid.UUID{1, 7}}, 100 * time.Millisecond},
	} {
		b.Run(name, func(b *testing.B) {
			w := loadWorld()
			c.q.Unit = figures.CountIncidents
			var took []time.Duration
			for b.Loop() {
				start := time.Now()
				if _, err := w.engine.Ask(c.q, c.scope); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(ms(took[len(took)*95/100]), "p95-ms")
			b.ReportMetric(ms(c.goal), "goal-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// Beside each protected answer stands the exact one to the same question as of the same
// month end, when what stands beside every table of that month end is known to both. The goal
// is 1.3.
func BenchmarkProtected(b *testing.B) {
	const ends = 36
	var epochs []figures.Epoch
	for i := range ends {
		epochs = append(epochs, figures.Epoch{End: noon.AddDate(0, i, 0), Position: eventlog.Position(*sizeOf * benchVersions * (i + 1) / ends)})
	}
	for _, c := range []struct {
		name string
		q    figures.Question
	}{
		{"one dimension of one value", figures.Question{Rows: figures.Place}},
		{"one dimension of several values", figures.Question{Rows: figures.Behaviour}},
		{"month", figures.Question{Rows: figures.Month}},
		{"weekday by hour", figures.Question{Rows: figures.Weekday, Columns: figures.Hour}},
		{"weekday by hour, one filter", figures.Question{Rows: figures.Weekday, Columns: figures.Hour, Filters: figures.Filters{figures.Profession: {"POL"}}}},
		{"gemeente by behaviour", figures.Question{Rows: figures.Gemeente, Columns: figures.Behaviour}},
		{"one value of three dimensions", figures.Question{Filters: figures.Filters{figures.Profession: {"POL"}, figures.Place: {"ROAD"}, figures.Means: {"KNIFE"}}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			w := loadWorld()
			q := c.q
			q.Unit, q.Epochs = figures.CountIncidents, epochs
			ask := func(q figures.Question, scope access.Scope) time.Duration {
				start := time.Now()
				if _, err := w.engine.Ask(q, scope); err != nil {
					b.Fatal(err)
				}
				return time.Since(start)
			}
			var first, exact, protected []time.Duration
			for b.Loop() {
				for _, e := range epochs[ends/2:] {
					all := figures.Question{Unit: figures.CountIncidents, Epochs: epochs, AsOf: e.Position}
					first = append(first, ask(all, analyst))
					ask(all, everybody)
					q.AsOf, q.View = e.Position, uuid.NewString() // not one that was kept
					exact, protected = append(exact, ask(q, everybody)), append(protected, ask(q, analyst))
				}
			}
			slices.Sort(first)
			slices.Sort(exact)
			slices.Sort(protected)
			b.ReportMetric(ms(first[len(first)-1]), "first-of-a-month-end-ms")
			b.ReportMetric(ms(exact[len(exact)/2]), "exact-ms")
			b.ReportMetric(ms(protected[len(protected)/2]), "protected-ms")
			b.ReportMetric(float64(protected[len(protected)/2])/float64(exact[len(exact)/2]), "ratio")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func BenchmarkLoad(b *testing.B) {
	w := loadWorld()
	for b.Loop() {
	}
	b.ReportMetric(w.load.Seconds(), "s/load")
	b.ReportMetric(float64(*sizeOf*benchVersions)/w.load.Seconds(), "versions/s")
	b.ReportMetric(float64(w.bytes)/(1<<20), "MiB")
	b.ReportMetric(0, "ns/op")
}
