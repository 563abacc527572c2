package figures_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/disclosure/attacktest"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/survival"
)

func (a *trials) question(t *rapid.T) figures.Question {
	q := a.register.question(t)
	q.Columns = figures.All
	for len(q.Filters) > 1 && q.Rows != figures.All && q.Rows != figures.Month || len(q.Filters) > 2 { // a stage is one of three
		delete(q.Filters, slices.Sorted(maps.Keys(q.Filters))[0])
	}
	q.Unit = rapid.SampledFrom(figures.FunnelUnits).Draw(t, "unit")
	return q
}

// A register in which groups of cases go their way, epoch by epoch: every number is that of
// a clerk who puts everything on the table for each.
func TestAProtectedFunnelIsWhatSomebodyFindsWithAPencil(t *testing.T) {
	t.Parallel()
	shown := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		a := newTrials(t)
		engine := a.engineWith(t, a.beside)
		q := a.question(t)
		f, err := engine.Funnel(q, analyst)
		if err != nil {
			t.Fatal(err)
		}
		last := slices.IndexFunc(q.Epochs, func(e figures.Epoch) bool { return e.Position == f.Position })
		p := &pencil{keys: cellKey.Records(funnelNames()[q.Unit]), names: map[uuid.UUID]string{}}
		asked := q
		asked.Columns = "stage"
		want := printedByHand(asked, func(filters figures.Filters, epoch int) members {
			return a.standing(p, q, filters, q.Epochs[epoch].Position)
		}, last+1, p.keyOf)
		if diff := cmp.Diff(shownIn(want, f), printedIn(f)); diff != "" {
			t.Fatalf("question %+v (-want +got):\n%s", q, diff)
		}
		a.holdTimes(t, p, q, f, last, shown)
	})
	if shown["days"] == 0 || shown["none"] == 0 {
		t.Errorf("of times nothing was tested: %v", shown)
	}
}

// printedIn are the numbers of a funnel that say more than "0–4".
func printedIn(f figures.Funnel) map[[2]codes.Code]string {
	got := map[[2]codes.Code]string{}
	for _, g := range f.Groups {
		row := g.Value
		if row == figures.Everything {
			row = ""
		}
		put := func(column codes.Code, n figures.Count) {
			if n == figures.KeptBack {
				got[[2]codes.Code{row, column}] = disclosure.NotBrokenDownEN
			} else if n > 0 {
				got[[2]codes.Code{row, column}] = fmt.Sprint(n)
			}
		}
		put("", g.N)
		for _, s := range g.Stages {
			for reach, n := range saidOf(s) {
				put(s.Stage+" "+reach, n)
			}
		}
	}
	return got
}

// shownIn leaves out of what is wanted the rows that say nothing, and adds what nobody was
// ever in and that is not broken down either.
func shownIn(want map[[2]codes.Code]string, f figures.Funnel) map[[2]codes.Code]string {
	rows := []codes.Code{""}
	for _, g := range f.Groups[1:] {
		rows = append(rows, g.Value)
	}
	kept := map[[2]codes.Code]string{}
	for c, text := range want {
		if n, small := want[[2]codes.Code{c[0], ""}]; !slices.Contains(rows, c[0]) && (!small || n == disclosure.NotBrokenDownEN) {
			continue
		}
		if c[0] == figures.Everything { // one line of everything
			continue
		}
		kept[c] = text
	}
	for c, text := range printedIn(f) {
		if _, known := want[c]; !known && text == disclosure.NotBrokenDownEN {
			kept[c] = text
		}
	}
	return kept
}

// holdTimes looks at the days from PV_OM to what follows it, which the courses tell of.
func (a *trials) holdTimes(t *rapid.T, p *pencil, q figures.Question, f figures.Funnel, last int, shown map[string]int) {
	type stay struct {
		from, to time.Time
		over     bool
	}
	stays := func(row codes.Code, epoch int) map[uuid.UUID]stay {
		at, all := q.Epochs[epoch].Position, map[uuid.UUID]stay{}
		for short := range a.standing(p, q, q.Filters, at)[[2]codes.Code{row, ""}] {
			one := a.courseOf(q.Unit, p.names[short], at)
			time := stageIn(one, "AT_OM").Time
			if time == nil || time.N != 1 {
				continue
			}
			s := stay{over: time.Left == 1}
			for _, h := range a.heard[uuid.MustParse(p.names[short])] {
				if h.step == "PV_OM" && h.from <= at {
					s.from = h.on
				}
			}
			if s.over {
				s.to = s.from.AddDate(0, 0, *time.Median.Days)
			}
			all[short] = s
		}
		return all
	}
	if q.Unit != figures.CountCases { // of what has several cases the first day counts
		return
	}
	for _, g := range f.Groups {
		row := g.Value
		if row == figures.Everything {
			row = ""
		}
		var printed map[uuid.UUID]stay
		looked := 0
		for epoch := range last + 1 {
			now, moved := stays(row, epoch), 0
			for id, s := range now {
				if was, there := printed[id]; !there || was != s {
					moved++
				}
			}
			for id := range printed {
				if _, there := now[id]; !there {
					moved++
				}
			}
			if epoch == 0 || moved >= 5 {
				printed, looked = now, epoch
			}
		}
		var set disclosure.Set
		var times survival.Times
		until := q.Epochs[looked].End.Truncate(24 * time.Hour)
		for id, s := range printed {
			switch {
			case s.from.After(until):
				continue
			case s.over && !s.to.After(until):
				times.End(int(s.to.Sub(s.from).Hours() / 24))
			default:
				times.Censor(int(until.Sub(s.from).Hours() / 24))
			}
			set.Add(p.keyOf(id))
		}
		s := stageIn(g, "AT_OM")
		enough := disclosure.EnoughForDays(disclosure.Method{Table: disclosure.Default()}.Print(disclosure.Analyst, set))
		if enough && s.Reached >= 15 {
			shown["days"]++
		} else {
			shown["none"]++
		}
		if !enough || s.Reached < 15 {
			if s.Time != nil {
				t.Fatalf("%s tells days of too few: %+v", row, s.Time)
			}
			continue
		}
		if s.Time == nil {
			t.Fatalf("%s tells no days of %+v", row, set)
		}
		curve := survival.Estimate(times)
		for share, got := range map[float64]figures.Lasted{0.25: s.Time.Lower, 0.5: s.Time.Median, 0.75: s.Time.Upper} {
			want := curve.Quantile(share)
			if (got.Days != nil) != want.Reached || want.Reached && *got.Days != want.Day || got.From != nil || got.To != nil {
				t.Fatalf("%v of %s: %+v, want %+v of %+v", share, row, got, want, times)
			}
		}
		if s.Time.N != figures.KeptBack || s.Time.Left != figures.KeptBack || s.Time.Open != figures.KeptBack || s.Time.Undated != figures.KeptBack || len(s.Time.AtRisk) != 0 {
			t.Fatalf("how many a time is of is told: %+v", s.Time)
		}
	}
}

// TestAProtectedFunnelAndATableSayTheSame: the same set by another route, at the same
// epoch, prints the same number.
func TestAProtectedFunnelAndATableSayTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := newTrials(t)
		engine := a.engineWith(t, a.beside)
		q := a.question(t)
		viewer := analyst
		if rapid.Bool().Draw(t, "the public") {
			viewer.For = "public"
		}
		f, err := engine.Funnel(q, viewer)
		if err != nil {
			t.Fatal(err)
		}
		table, err := engine.Ask(q, viewer)
		if err != nil {
			t.Fatal(err)
		}
		want := map[codes.Code]figures.Count{figures.Everything: countIn(table.Total)}
		for i, row := range table.Rows {
			if n := countIn(table.RowTotals[i]); q.Rows != figures.All && n > 0 {
				want[row] = n
			}
		}
		got := map[codes.Code]figures.Count{}
		for _, g := range f.Groups {
			got[g.Value] = g.N
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("question %+v (-table +funnel):\n%s", q, diff)
		}
		if f.Protection == nil || *f.Protection != *table.Protection || f.Position != table.Position || f.Invented != table.Invented {
			t.Fatalf("%+v stands beside a funnel, and %+v beside a table", f.Protection, table.Protection)
		}
		if diff := cmp.Diff(table.Completeness, f.Completeness); diff != "" && q.Rows != figures.Employer {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(table.Coverage, f.Coverage); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Four incidents come in one month and are withdrawn in the next: fewer than five moved, so
// they are printed as they were, though nothing is in any cell now.
func TestWhatIsEmptyNowPrintsWhatWasTakenOutOfItSince(t *testing.T) {
	t.Parallel()
	nothing := true
	for n := range 20 {
		r := &register{epochs: []figures.Epoch{{End: noon.AddDate(0, 1, 0), Position: 4}, {End: noon.AddDate(0, 2, 0), Position: 8}}}
		for i := range 8 {
			v := incidentAt(eventlog.Position(i+1), byte(n*4+i%4), rotterdam)
			v.Row.OccurredAt, v.Row.Withdrawn = &noon, i >= 4
			r.versions = append(r.versions, v)
		}
		engine, q := r.engine(t), figures.Question{Unit: figures.CountIncidents, Epochs: r.epochs}
		f, err := engine.Funnel(q, analyst)
		if err != nil {
			t.Fatal(err)
		}
		table, err := engine.Ask(q, analyst)
		if err != nil {
			t.Fatal(err)
		}
		got, want := f.Groups[0].N, countIn(table.Total)
		if got != want {
			t.Errorf("the funnel prints %v of four, the table %v", got, want)
		}
		nothing = nothing && want == 0
	}
	if nothing {
		t.Error("nothing was printed of any four")
	}
}

// TestAProtectedFunnelFollowsFromTheEvents: whatever happened, merged, withdrawn and
// forgotten, its base is what a table of the unit prints, and no stage reads more than a
// funnel without anybody's change could have: what nothing was ever in says nothing.
func TestAProtectedFunnelFollowsFromTheEvents(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := history(t)
		engine := follow(t, events)
		var epochs []figures.Epoch
		for at := eventlog.Position(0); at < engine.Position() && len(epochs) < 4; {
			at = eventlog.Position(rapid.IntRange(int(at)+1, int(engine.Position())).Draw(t, "epoch"))
			epochs = append(epochs, figures.Epoch{End: noon, Position: at})
		}
		if len(epochs) == 0 {
			return
		}
		q := figures.Question{Unit: rapid.SampledFrom(figures.FunnelUnits).Draw(t, "unit"), Epochs: epochs}
		q.Rows = rapid.SampledFrom([]figures.Dimension{figures.All, figures.Profession, figures.BehaviourGroup, figures.Month, figures.Employer}).Draw(t, "rows")
		f, err := engine.Funnel(q, analyst)
		if err != nil {
			t.Fatal(err)
		}
		table, err := engine.Ask(q, analyst)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := f.Groups[0].N, countIn(table.Total); got != want {
			t.Fatalf("%+v: a funnel of %d, and a table of %d", q, got, want)
		}
		for _, s := range f.Groups[0].Stages {
			ever := false
			for _, e := range epochs {
				exact, err := engine.Funnel(figures.Question{Unit: q.Unit, AsOf: e.Position}, everybody)
				if err != nil {
					t.Fatal(err)
				}
				ever = ever || stageIn(exact.Groups[0], s.Stage).Reached > 0
			}
			if !ever && s.Reached > 0 {
				t.Fatalf("%s reads %d, and nothing ever reached it", s.Stage, s.Reached)
			}
		}
	})
}

// TestDaysWaitUntilFiveAreToldOtherwise: of twenty cases at the OM fourteen were decided
// on after ten days. When four more are, the quartiles say what they said; with the fifth
// all five are in them, also where nobody came in and the number stays what it is.
func TestDaysWaitUntilFiveAreToldOtherwise(t *testing.T) {
	t.Parallel()
	c := &court{world: &attacktest.World{}}
	b := figures.Batch{Through: 4, Employers: []facts.Version[facts.Employer]{employerAt(1, rotterdam, "GEM-ROTTERDAM", "Europe/Amsterdam")}}
	decided := func(from eventlog.Position, n, days int) {
		b.Steps = append(b.Steps, stepAt(hearing{from: from, step: "SEPOT", on: day(2026, 1, 1+days)}, caseID(byte(n)), 1))
	}
	for n := range 20 {
		of := caseID(byte(n))
		b.Cases = append(b.Cases, facts.Version[facts.Case]{Head: projections.Head{Key: of, Position: 2, Parent: of, Employer: rotterdam}})
		b.Steps = append(b.Steps, stepAt(hearing{from: 2, step: "PV_OM", on: day(2026, 1, 1)}, of, 0))
		if n < 14 {
			decided(2, n, 10)
		}
	}
	for n := range 4 {
		decided(3, 14+n, 50)
	}
	decided(4, 18, 60)
	c.begin(t, b)
	q := figures.Question{Unit: figures.CountCases, Epochs: []figures.Epoch{{End: day(2026, 7, 1), Position: 2}, {End: day(2026, 8, 1), Position: 3}, {End: day(2026, 9, 1), Position: 4}}}
	for i, want := range []int{0, 0, 50} {
		q.AsOf = q.Epochs[i].Position
		f, err := c.engine.Funnel(q, analyst)
		if err != nil {
			t.Fatal(err)
		}
		s := stageIn(f.Groups[0], "AT_OM")
		got := 0
		if s.Time != nil && s.Time.Upper.Days != nil {
			got = *s.Time.Upper.Days
		}
		if got != want || s.Time == nil || *s.Time.Median.Days != 10 {
			t.Errorf("as of epoch %d three quarters were decided on after %d days, want %d: %+v", i, got, want, s.Time)
		}
	}
}

// TestAProtectedFunnelSaysWhatCannotBeRead: "0–4" has a share of at most so much, what is
// not broken down has none, and a file tells no more than the page.
func TestAProtectedFunnelSaysWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	few, many := figures.FunnelStage{Stage: "JUDGED", Reached: 0, NotReceived: figures.KeptBack, Open: 12, NotReached: figures.KeptBack, Forgotten: figures.KeptBack, NoCase: figures.KeptBack}, 35
	few.Time = &figures.Lasting{N: figures.KeptBack, Left: figures.KeptBack, Open: figures.KeptBack, Undated: figures.KeptBack, Median: figures.Lasted{Days: &many}}
	more := few
	more.Stage, more.Reached = "FINAL", 45 // more than all, by the change
	f := figures.Funnel{Unit: figures.CountCases, Protection: &figures.Text{EN: "Changed."}, Groups: []figures.FunnelGroup{{Value: figures.Everything, N: 40, Stages: []figures.FunnelStage{few, more}}}}
	var table, csv strings.Builder
	if err := figures.WriteFunnelTable(&table, f, 200, figures.English); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"0–4", "≤10%", "45", "100%", " .  ", ". not broken down.", "Changed.", "not reached"} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("%q is not in\n%s", want, table.String())
		}
	}
	if err := figures.WriteFunnelCSV(&csv, f, figures.English); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"JUDGED,,REACHED,0–4,40,case", "JUDGED,,NOT_RECEIVED,,40,case", "JUDGED,,DAYS_MEDIAN,35,,case", "FINAL,,REACHED,45,40,case", " Changed."} {
		if !strings.Contains(csv.String(), line) {
			t.Errorf("%q is not in\n%s", line, csv.String())
		}
	}
	for _, line := range []string{"NOT_REACHED", "NO_CASE", "FORGOTTEN", "TIME_COUNTED", "_FROM", "AT_RISK"} {
		if strings.Contains(csv.String(), line) {
			t.Errorf("%q is in\n%s", line, csv.String())
		}
	}
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	var again figures.Funnel
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(f, again); diff != "" || !strings.Contains(string(text), `"not_received":null`) {
		t.Errorf("read again it is another: %s\n%s", diff, text)
	}
}

func countIn(c figures.Cell) figures.Count {
	if c.NotBrokenDown {
		return figures.KeptBack
	}
	return figures.Count(c.N)
}
