package trend_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/moment"
	"ruggensteun/projections"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/trend"
)

var (
	rotterdam = uuid.UUID{0xE, 1}
	owner     = access.Scope{Employer: rotterdam}
	analyst   = access.Scope{All: true, For: access.ForAnalysts}
	public    = access.Scope{All: true, For: access.ForPublic}
	begin     = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
)

// report is one incident: in which month it happened, how many months later it was reported,
// and what was told.
type report struct {
	month, delay int
	withdrawn    int // so many months after that; 0 for never
	change       func(*facts.Incident)
}

// world is a register that was kept month after month.
type world struct {
	engine *figures.Engine
	ends   []figures.Epoch
	final  []int // of each month, once all is in
}

func country(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// newWorld lets reports come in for so many months.
func newWorld(t testing.TB, months int, reports []report) *world {
	t.Helper()
	engine, err := figures.New(time.LoadLocation)
	if err != nil {
		t.Fatal(err)
	}
	key, err := disclosure.NewKey(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	engine.Protect(key, disclosure.Default())
	w := &world{engine: engine, final: make([]int, months)}
	b := figures.Batch{Employers: []facts.Version[facts.Employer]{{
		Head: projections.Head{Key: rotterdam, Position: 1, Parent: rotterdam, Employer: rotterdam},
		Row:  facts.Employer{Code: "GEM-ROTTERDAM", Name: "Gemeente Rotterdam", Zone: "Europe/Amsterdam"},
	}}}
	come := make([][]facts.Version[facts.Incident], months)
	for i, r := range reports {
		v := reported(r, i)
		if r.withdrawn == 0 {
			w.final[r.month]++
		} else if at := r.month + r.delay + r.withdrawn; at < months {
			back := v
			back.Row.Withdrawn = true
			come[at] = append(come[at], back)
		}
		if at := r.month + r.delay; at < months {
			come[at] = append(come[at], v)
		}
	}
	for m, list := range come {
		for i, v := range list {
			v.Position = eventlog.Position(2 + m*perMonth + i)
			b.Incidents = append(b.Incidents, v)
		}
		end := time.Date(begin.Year(), begin.Month()+time.Month(m)+1, 1, 0, 0, 0, 0, country(t))
		w.ends = append(w.ends, figures.Epoch{End: end, Position: eventlog.Position(1 + (m+1)*perMonth)})
	}
	b.Through = eventlog.Position(1 + months*perMonth)
	if err := engine.Apply(b); err != nil {
		t.Fatal(err)
	}
	return w
}

// perMonth is how many positions of the log a month has: so that one report more moves no other.
const perMonth = 1000

func reported(r report, n int) facts.Version[facts.Incident] {
	id := uuid.UUID{0x1}
	binary.BigEndian.PutUint64(id[8:], uint64(n))
	at := begin.AddDate(0, r.month, 1+n%26).Add(12 * time.Hour)
	v := facts.Version[facts.Incident]{
		Head: projections.Head{Key: id, Parent: id, Employer: rotterdam},
		Row:  facts.Incident{OccurredAt: &at, Precision: moment.Minute, PlaceType: "ROAD", Gemeente: "GM0599", Behaviours: []codes.Code{"HIT"}},
	}
	if r.change != nil {
		r.change(&v.Row)
	}
	return v
}

// asked is the question at the end of the n-th month.
func (w *world) asked(n int) trend.Question {
	ends := w.ends[:n+1]
	return trend.Question{Filters: figures.Filters{}, AsOf: ends[n].Position, At: ends[n].End, Chain: ends, Ends: ends}
}

func ask(t testing.TB, f trend.Figures, q trend.Question, scope access.Scope) trend.Trend {
	t.Helper()
	got, err := trend.Of(f, q, scope)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// drifting is a world in which a report comes later and later, or sooner and sooner: from one
// mean delay to another.
func drifting(months int, level, from, to float64, seed uint64) (all []report) {
	r := rand.New(rand.NewPCG(seed, 7))
	for m := range months {
		mean := (from + (to-from)*float64(m)/float64(months)) * math.Exp(0.15*r.NormFloat64())
		season := 1 + 0.25*math.Sin(2*math.Pi*float64(m)/12)
		rate := level * season * math.Exp(0.15*r.NormFloat64())
		for t := r.ExpFloat64(); t < rate; t += r.ExpFloat64() {
			d := int(math.Log(1-r.Float64()) / math.Log(mean/(1+mean)))
			all = append(all, report{month: m, delay: min(d, 6)})
		}
	}
	return all
}
