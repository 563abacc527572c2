package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/moment"
	"ruggensteun/projections"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

// columnsBench is how many rows are put into the columns as they are: no database, no events.
type columnsBench struct {
	incidents int
	versions  int // of each
	times     int // as many incidents are asked the same after that; 1 is none
}

// benchKey is known to everybody: it keeps back what nobody wants to know.
func benchKey() (disclosure.Key, error) {
	return disclosure.NewKey([]byte("the key of a benchmark: 32 bytes"))
}

func (p *program) benchColumns(ctx context.Context, size columnsBench, asJSON bool) error {
	r := newBenchReport(p.out, asJSON)
	r.begin(benchMachine{Cores: runtime.GOMAXPROCS(0), System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version(), Load: loadAverage()})
	few, err := p.askColumns(ctx, r, size)
	if err != nil {
		return err
	}
	if size.times > 1 {
		larger := size
		larger.incidents *= size.times
		many, err := p.askColumns(ctx, r, larger)
		if err != nil {
			return err
		}
		for _, q := range protectedQuestions() {
			r.add(timesLine("exact, "+q.name, size, many[q.name].exact, few[q.name].exact))
			r.add(timesLine("protected, "+q.name, size, many[q.name].first, few[q.name].first))
		}
	}
	return r.end()
}

// timesLine reports one question over many rows beside the same over few.
func timesLine(name string, size columnsBench, many, few []time.Duration) benchLine {
	longer := spreadOf(quotients(many, few))
	line := benchLine{
		Name: fmt.Sprintf("%s, %d times the rows", name, size.times), Ours: quantity{percentile(many, 50), "ms"},
		Comparator: &comparator{fmt.Sprintf("over %d incidents", size.incidents), quantity{percentile(few, 50), "ms"}, questionPromises},
		Ratio:      &longer, Promises: questionPromises, Note: "ratio: times as long",
	}
	if size.times == 10 {
		line.Goal = &goal{Of: "ratio", Most: tenfoldGoal}
	}
	return line
}

// askColumns loads, reports that apart, and asks.
func (p *program) askColumns(ctx context.Context, r *benchReport, size columnsBench) (map[string]askedTwice, error) {
	debug.FreeOSMemory() // what was asked before is not these columns'
	engine, before := newFigures(), heapNow()
	key, err := benchKey()
	if err != nil {
		return nil, err
	}
	engine.Protect(key, disclosure.Default())
	took, err := p.loadColumns(ctx, engine, size)
	if err != nil {
		return nil, err
	}
	r.add(benchLine{
		Name: fmt.Sprintf("columns loaded, %d incidents", size.incidents), Ours: quantity{took.Seconds(), "s"}, Promises: questionPromises,
		Note: fmt.Sprintf("%d versions of each, without making them up; %.0f MiB in memory", size.versions, mebibytes(heapNow()-before)),
	})
	debug.FreeOSMemory() // nor is what was left over from loading
	return bothWays{engine.Ask, monthEndsOf(engine.Position())}.measure(r.add)
}

// loadColumns gives the time that taking them in takes.
func (p *program) loadColumns(ctx context.Context, engine *figures.Engine, size columnsBench) (took time.Duration, err error) {
	bar := p.progressBar("loading the columns")
	defer bar.done()
	rows := newBenchRows(size)
	for {
		if err := ctx.Err(); err != nil {
			return took, err
		}
		batch, more := rows.next()
		if !more {
			return took, nil
		}
		began := time.Now()
		if err := engine.Apply(batch); err != nil {
			return took, err
		}
		took += time.Since(began)
		bar.at(int64(batch.Through), int64(size.incidents*size.versions))
	}
}

const (
	benchRowsEach   = 10_000 // versions of a batch
	benchShapes     = 4096   // different tellings
	benchGovernment = 40     // employers
)

// benchRows makes up versions of incidents as they come in: of three one is new, and of the
// corrections half are soon after, the others whenever.
type benchRows struct {
	size   columnsBench
	r      *rand.Rand
	shapes []facts.Incident
	begun  int // incidents
	at     eventlog.Position
}

func newBenchRows(size columnsBench) *benchRows {
	b := &benchRows{size: size, r: rand.New(rand.NewPCG(1, 2))}
	for range benchShapes {
		b.shapes = append(b.shapes, benchShape(b.r))
	}
	return b
}

func benchShape(r *rand.Rand) facts.Incident {
	i := facts.Incident{
		Precision: moment.Minute, PlaceType: oftenFirst(r, codes.LocationType), Behaviours: []codes.Code{oftenFirst(r, codes.Behaviour)},
		Professions: []codes.Code{oftenFirst(r, codes.Profession)}, Occasions: []codes.Code{oftenFirst(r, codes.Occasion)},
		Deployment: oftenFirst(r, codes.Deployment), Withdrawn: r.IntN(200) == 0,
	}
	for r.IntN(3) == 0 {
		i.Behaviours = append(i.Behaviours, oftenFirst(r, codes.Behaviour))
	}
	return i
}

// oftenFirst favours the first codes of a list, as incidents do.
func oftenFirst(r *rand.Rand, list codes.List) codes.Code {
	return list.Codes[min(r.IntN(len(list.Codes)), r.IntN(len(list.Codes)))].Code
}

// next is the next batch; the first also has the employers.
func (b *benchRows) next() (batch figures.Batch, more bool) {
	if b.at == 0 {
		for n := range benchGovernment {
			b.at++
			batch.Employers = append(batch.Employers, facts.Version[facts.Employer]{
				Head: projections.Head{Key: employerOf(n), Position: b.at, Parent: employerOf(n), Employer: employerOf(n)},
				Row:  facts.Employer{Code: fmt.Sprintf("EMP-%02d", n), Name: "Verzonnen", Kind: "EMP_GEM", Zone: "Europe/Amsterdam"},
			})
		}
		batch.Through = b.at
		return batch, true
	}
	left := benchGovernment + b.size.incidents*b.size.versions - int(b.at)
	for range min(left, benchRowsEach) {
		b.at++
		batch.Incidents = append(batch.Incidents, b.version())
	}
	batch.Through = b.at
	return batch, left > 0
}

func employerOf(n int) uuid.UUID { return uuid.UUID{1, byte(n)} }

func (b *benchRows) version() facts.Version[facts.Incident] {
	n := b.begun
	if b.begun == 0 || b.begun < b.size.incidents && b.r.IntN(b.size.versions) == 0 {
		b.begun++
	} else if n = b.r.IntN(b.begun); b.r.IntN(2) == 0 {
		n = b.begun - 1 - n/20
	}
	v := facts.Version[facts.Incident]{Head: projections.Head{Key: uuid.UUID{2}, Position: b.at, Employer: employerOf(n % benchGovernment)}, Row: b.shapes[b.r.IntN(benchShapes)]}
	binary.BigEndian.PutUint64(v.Key[8:], uint64(n))
	v.Parent = v.Key
	v.Row.ReportedAt = time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(float64(n) / float64(b.size.incidents) * float64(benchMonths*30*24*time.Hour)))
	occurred := v.Row.ReportedAt.Add(-time.Duration(uint64(n)*0x9E3779B97F4A7C15%(21*24*60)) * time.Minute).Truncate(time.Minute) // up to three weeks before
	v.Row.OccurredAt, v.Row.Gemeente = &occurred, codes.Code(fmt.Sprintf("GM%04d", n*7919%342))
	return v
}
