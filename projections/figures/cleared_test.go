package figures_test

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

// TestWhatSomebodyWasClearedOfIsNoEarlierIncident of his, from the clearance on and until
// a review says otherwise.
func TestWhatSomebodyWasClearedOfIsNoEarlierIncident(t *testing.T) {
	t.Parallel()
	file := uuid.UUID{0xF, 1}
	suspected := func(day int) func(*facts.Incident) {
		return func(r *facts.Incident) {
			at := noon.AddDate(0, 0, day)
			r.OccurredAt = &at
			r.SuspectLinks, r.SuspectKinds, r.SuspectFiles, r.SuspectSizes = []uuid.UUID{{0xA, byte(day)}}, []codes.Code{"KNOWN"}, []uuid.UUID{file}, []codes.Code{""}
		}
	}
	first := incidentAt(3, 1, rotterdam, suspected(0))
	clearance := func(p eventlog.Position, reviewed, leaves bool) facts.Version[facts.Clearance] {
		return facts.Version[facts.Clearance]{
			Head: projections.Head{Key: uuid.UUID{0xC}, Position: p, Parent: file, Employer: rotterdam},
			Row:  facts.Clearance{Suspect: file, Incident: first.Key, Reviewed: reviewed, Leaves: leaves},
		}
	}
	engine := loaded(t, figures.Batch{
		Through:   6,
		Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "GEM-ROTTERDAM", "Europe/Amsterdam")},
		Incidents: []facts.Version[facts.Incident]{first, incidentAt(4, 2, rotterdam, suspected(10))},
		Beside:    figures.Beside{Clearances: []facts.Version[facts.Clearance]{clearance(5, false, true), clearance(6, true, false)}},
	})
	for asOf, want := range map[eventlog.Position]map[codes.Code]int{
		4: {"1": 1, "2": 1}, 5: {"1": 1, codes.NotApplicable: 1}, 6: {"1": 1, "2": 1},
	} {
		if diff := cmp.Diff(want, rowsOf(ask(t, engine, figures.Question{Rows: figures.Nth, AsOf: asOf}, everybody))); diff != "" {
			t.Errorf("as of %d (-want +got):\n%s", asOf, diff)
		}
	}
}

// TestCoverageIsByTheClockThatHeldThen asks of both sides of a change of zone, of which
// nothing but the clock differs: what is remembered of the one is not the other's.
func TestCoverageIsByTheClockThatHeldThen(t *testing.T) {
	t.Parallel()
	evening := time.Date(2026, 10, 31, 23, 30, 0, 0, time.UTC) // in Amsterdam it is November
	engine := loaded(t, figures.Batch{
		Through: 4,
		Employers: []facts.Version[facts.Employer]{
			employerAt(1, rotterdam, "GEM-ROTTERDAM", "UTC"), employerAt(3, rotterdam, "GEM-ROTTERDAM", "Europe/Amsterdam"),
		},
		Incidents: []facts.Version[facts.Incident]{incidentAt(2, 1, rotterdam, func(r *facts.Incident) { r.OccurredAt = &evening })},
	})
	for _, test := range []struct {
		asOf eventlog.Position
		want codes.Code
	}{{2, "2026-10"}, {4, "2026-11"}, {2, "2026-10"}} {
		got := ask(t, engine, figures.Question{AsOf: test.asOf}, everybody).Coverage
		if got.From != test.want || got.Through != test.want {
			t.Errorf("as of %d: %s to %s, want %s", test.asOf, got.From, got.Through, test.want)
		}
	}
}

// TestWhatIsInventedShowsOnWhicheverCoreItIsCounted: so many that several count, where
// there are several, and only the last is invented.
func TestWhatIsInventedShowsOnWhicheverCoreItIsCounted(t *testing.T) {
	t.Parallel()
	const many = 4 << 14
	b := figures.Batch{Through: many + 1, Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "GEM-ROTTERDAM", "Europe/Amsterdam")}}
	for i := range many {
		v := incidentAt(eventlog.Position(i+2), 0, rotterdam)
		binary.BigEndian.PutUint32(v.Key[4:], uint32(i))
		v.Row.Invented = i == many-1
		b.Incidents = append(b.Incidents, v)
	}
	if a := ask(t, loaded(t, b), figures.Question{}, everybody); a.Total.N != many || a.Invented != 1 {
		t.Errorf("%d of %d are invented, want 1 of %d", a.Invented, a.Total.N, many)
	}
}
