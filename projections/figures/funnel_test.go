package figures_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/facts/factstest"
	"ruggensteun/projections/figures"
)

// docket tells of cases at positions behind those of incidents.
type docket struct {
	events   []projections.Event
	incident []facts.Version[facts.Incident]
	hits     []facts.Version[facts.Involvement]
}

var (
	janneke = uuid.UUID{0xB, 1}
	kees    = uuid.UUID{0xB, 2}
	dirk    = uuid.UUID{0xF, 1}
)

func caseID(n byte) uuid.UUID { return uuid.UUID{0xC, 15: n} }

const behindIncidents = 100

// tell adds an event on a day of 2026; a case is opened before anything is told of it.
func (d *docket) tell(id uuid.UUID, on string, bodies ...decider.Event) {
	day, err := time.Parse("01-02", on)
	if err != nil {
		panic(err)
	}
	for _, body := range bodies {
		s := prosecution.Stream(id)
		if _, is := body.(aangifte.Event); is {
			s = aangifte.Stream(id)
		}
		if _, is := body.(pseudonym.Event); is {
			s = pseudonym.Stream(id)
		}
		d.events = append(d.events, projections.Event{
			Position: eventlog.Position(behindIncidents + len(d.events)), Stream: s, Employer: rotterdam,
			RecordedAt: day.AddDate(2026, 0, 0).Add(12 * time.Hour), Body: body,
		})
	}
}

func (d *docket) last() eventlog.Position { return d.events[len(d.events)-1].Position }

func (d *docket) engine(t *testing.T) *figures.Engine {
	t.Helper()
	b := figures.Batch{Through: d.last(), Incidents: d.incident}
	b.Involvements, b.Pseudonyms = d.hits, factstest.Fold(facts.Pseudonyms, d.events)
	b.Cases, b.Steps = factstest.Fold(facts.Cases, d.events), factstest.Fold(facts.Steps, d.events)
	b.Damages, b.Aangiften = factstest.Fold(facts.Damages, d.events), factstest.Fold(facts.Aangiften, d.events)
	return loaded(t, b)
}

func on(text string) moment.Moment {
	for layout, precision := range map[string]moment.Precision{"2006-01-02": moment.Day, "2006-01": moment.Month} {
		if at, err := time.Parse(layout, text); err == nil {
			return moment.Moment{Instant: at, Precision: precision, Finer: codes.Unknown}
		}
	}
	return moment.Nothing(codes.Unknown)
}

func heard(n byte, step codes.Code, effect string, outcome ...codes.Code) prosecution.NoticeReceived {
	told := prosecution.Told{Step: step, Effect: on(effect)}
	if len(outcome) > 0 {
		told.Outcome = outcome[0]
	}
	return prosecution.NoticeReceived{Notice: prosecution.Notice{ID: uuid.UUID{15: n}, Received: on("2026-09-30"), Source: "OM", Told: person.Of(told)}}
}

func (d *docket) open(n byte, on string, links ...prosecution.Link) uuid.UUID {
	d.tell(caseID(n), on, prosecution.Opened{Employer: rotterdam, Regime: "AVG"})
	for _, l := range links {
		d.tell(caseID(n), on, prosecution.Linked{Link: l})
	}
	return caseID(n)
}

func to(kind prosecution.LinkKind, id uuid.UUID) prosecution.Link {
	return prosecution.Link{Kind: kind, ID: id}
}

func funnelOf(t *testing.T, e *figures.Engine, q figures.Question, scope access.Scope) figures.Funnel {
	t.Helper()
	if q.Unit == "" {
		q.Unit = figures.CountCases
	}
	f, err := e.Funnel(q, scope)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range f.Groups {
		for _, s := range g.Stages {
			if sum := s.Reached + s.NotReceived + s.Open + s.NotReached + s.Forgotten + s.NoCase; sum != g.N {
				t.Errorf("%s of %s adds up to %d of %d", s.Stage, g.Value, sum, g.N)
			}
			if l := s.Time; l != nil && (l.N != l.Left+l.Open || l.N+l.Undated != s.Reached) {
				t.Errorf("time in %s of %s: %+v of %d", s.Stage, g.Value, l, s.Reached)
			}
		}
	}
	return f
}

func stageIn(g figures.FunnelGroup, code codes.Code) figures.FunnelStage {
	i := slices.IndexFunc(g.Stages, func(s figures.FunnelStage) bool { return s.Stage == code })
	return g.Stages[i]
}

// far is how far one thing is with every stage: its letter for each.
func far(g figures.FunnelGroup) string {
	var b strings.Builder
	for _, s := range g.Stages {
		for i, n := range []figures.Count{s.Reached, s.NotReceived, s.Open, s.NotReached, s.Forgotten, s.NoCase} {
			b.WriteString(strings.Repeat(string("R?o-F."[i]), int(n)))
		}
	}
	return b.String()
}

// TestHowFarACaseIs: R reached, ? not received, o still open, - not reached, F forgotten;
// in the order of the stages: complaint, coded, investigated, stopped, suspect, arrested,
// with the OM, decided, dismissed, penal order, settled, summoned, judged, convicted,
// acquitted, appealed, judged on appeal, final, awarded, paid.
func TestHowFarACaseIs(t *testing.T) {
	t.Parallel()
	award := heard(9, "VERDICT", "2026-06-01", "CONV")
	award.Amounts = person.Of([]prosecution.Amount{{Claimant: janneke, Kind: "AWARDED", Cents: 100}})
	rejected := heard(9, "VERDICT", "2026-06-01", "CONV")
	rejected.Amounts = person.Of([]prosecution.Amount{{Claimant: janneke, Kind: "AWARDED"}})
	paid := heard(8, "DMG_PAID", "2026-08-01")
	paid.Amounts = person.Of([]prosecution.Amount{{Claimant: janneke, Kind: "PAID", Cents: 50}})
	coded := heard(1, "VPT_CODE", "2026-01-05")
	coded.Told.Value.VPT = "CONFIRMED"
	missing := heard(1, "VPT_CODE", "2026-01-05")
	missing.Told.Value.VPT = "MISSING"
	for name, c := range map[string]struct {
		given []decider.Event
		want  string
	}{
		"nothing yet":            {nil, "oooooooooooooooooooo"},
		"an aangifte":            {[]decider.Event{heard(1, "AANG", "2026-01-03")}, "Rooooooooooooooooooo"},
		"with its code":          {[]decider.Event{coded}, "?Rooooooooooooooooooo"[:20]},
		"without its code":       {[]decider.Event{heard(2, "AANG", "2026-01-03"), missing}, "Rooooooooooooooooooo"},
		"a verdict out of order": {[]decider.Event{heard(1, "VERDICT", "2026-06-01", "CONV")}, "--?-?-??---?RR-ooooo"},
		"a verdict without word": {[]decider.Event{heard(1, "VERDICT", "2026-06-01")}, "--?-?-??---?R??ooooo"},
		"a dismissal":            {[]decider.Event{heard(1, "SEPOT", "2026-03-01")}, "--?-?-?RR-----------"},
		"one with a complaint":   {[]decider.Event{heard(1, "SEPOT", "2026-03-01"), heard(2, "ART12", "2026-03-09")}, "--?-?-?RR--ooooooooo"},
		"a penal order":          {[]decider.Event{heard(1, "SB", "2026-03-01")}, "--?-?-?R-R-ooooooooo"},
		"one that stands":        {[]decider.Event{heard(1, "SB", "2026-03-01", "SB_FINAL")}, "--?-?-?R-R----------"},
		"closed early":           {[]decider.Event{heard(1, "AANG", "2026-01-03"), prosecution.Closed{}}, "R-------------------"},
		"acquitted":              {[]decider.Event{heard(1, "VERDICT", "2026-06-01", "ACQ")}, "--?-?-??---?R-Rooooo"},
		"acquitted of a part":    {[]decider.Event{heard(1, "VERDICT", "2026-06-01", "ACQ"), heard(2, "VERDICT", "2026-06-01", "CONV")}, "--?-?-??---?RR-ooooo"},
		"final":                  {[]decider.Event{heard(1, "FINAL", "2026-07-01")}, "--?-?-??---????--R--"},
		"awarded":                {[]decider.Event{award}, "--?-?-??---?RR-oooRo"},
		"rejected":               {[]decider.Event{rejected}, "--?-?-??---?RR-ooooo"},
		"paid":                   {[]decider.Event{award, paid}, "--?-?-??---?RR-oooRR"},
		"withdrawn":              {[]decider.Event{heard(1, "VERDICT", "2026-06-01", "CONV"), prosecution.NoticeWithdrawn{ID: uuid.UUID{15: 1}}}, "oooooooooooooooooooo"},
		"forgotten":              {[]decider.Event{heard(1, "VERDICT", "2026-06-01", "CONV"), prosecution.Erased{Purpose: person.ForProsecution}}, "FFFFFFFFFFFFFFFFFFoo"},
		"a debt forgotten":       {[]decider.Event{award, prosecution.Erased{Purpose: person.ForDamages}}, "--?-?-??---?RR-oooFF"},
		"told after it":          {[]decider.Event{heard(1, "AANG", "2026-01-01"), prosecution.Erased{Purpose: person.ForProsecution}, heard(2, "SUSP_ID", "2026-02-01")}, "FFFFRFFFFFFFFFFFFFoo"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var d docket
			d.tell(d.open(1, "10-01"), "10-01", c.given...)
			if got := far(funnelOf(t, d.engine(t), figures.Question{}, everybody).Groups[0]); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// TestHowLongCasesStay: one went on after 10 days, one is seen until the last day that
// something was recorded, one until it was closed; one has no day.
func TestHowLongCasesStay(t *testing.T) {
	t.Parallel()
	var d docket
	d.tell(d.open(1, "03-01"), "03-01", heard(1, "PV_OM", "2026-02-01"), heard(2, "SUMMONS", "2026-02-11"))
	d.tell(d.open(2, "03-01"), "03-01", heard(1, "PV_OM", "2026-02-01"))
	d.tell(d.open(3, "03-01"), "03-01", heard(1, "PV_OM", "2026-02-01"))
	d.tell(d.open(4, "03-01"), "03-01", heard(1, "PV_OM", "2026-02"))
	d.tell(d.open(5, "03-01"), "03-01", heard(1, "PV_OM", "2026-02-01"), heard(2, "VERDICT", "2026-02-20")) // the summons between them is not received
	d.tell(caseID(3), "03-03", prosecution.Closed{})
	before := d.last()
	d.tell(caseID(3), "03-09", prosecution.NoticeReceived{Notice: prosecution.Notice{ID: uuid.UUID{15: 9}}}, prosecution.NoticeWithdrawn{ID: uuid.UUID{15: 9}}) // closed all the same
	d.open(6, "04-10")
	e := d.engine(t)
	at := stageIn(funnelOf(t, e, figures.Question{}, everybody).Groups[0], "AT_OM").Time
	ten := 10
	want := &figures.Lasting{
		N: 3, Left: 1, Open: 2, Undated: 2, Lower: figures.Lasted{Days: &ten, From: &ten}, Median: figures.Lasted{From: &ten}, Upper: figures.Lasted{From: &ten},
		AtRisk: []figures.AtRisk{{Day: 0, N: 3}, {Day: 30, N: 2}},
	}
	if diff := cmp.Diff(want, at); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if f := funnelOf(t, e, figures.Question{}, everybody); f.Until != "2026-04-10" {
		t.Errorf("until %s", f.Until)
	}
	then := funnelOf(t, e, figures.Question{AsOf: before}, everybody)
	if risk := stageIn(then.Groups[0], "AT_OM").Time.AtRisk; then.Until != "2026-03-03" || len(risk) != 2 || risk[1].N != 2 || then.Groups[0].N != 5 {
		t.Errorf("as known before, until %s: %+v", then.Until, risk)
	}
}

// TestADayEndsAtMidnightOfTheEmployer: half an hour after it, in summer, it is the day before
// by the clocks of Greenwich.
func TestADayEndsAtMidnightOfTheEmployer(t *testing.T) {
	t.Parallel()
	for recorded, want := range map[string]struct {
		until  string
		atRisk int // of two cases, one of which was closed then, after 30 days
	}{
		"2026-06-30T21:59:59Z": {"2026-06-30", 0},
		"2026-06-30T22:00:00Z": {"2026-07-01", 2},
		"2026-06-30T23:30:00Z": {"2026-07-01", 2},
	} {
		var d docket
		d.tell(d.open(1, "06-01"), "06-01", heard(1, "PV_OM", "2026-06-01"))
		d.tell(d.open(2, "06-01"), "06-01", heard(1, "PV_OM", "2026-06-01"))
		d.tell(caseID(2), "06-30", prosecution.Closed{})
		at, err := time.Parse(time.RFC3339, recorded)
		if err != nil {
			t.Fatal(err)
		}
		d.events[len(d.events)-1].RecordedAt = at
		closed := d.last()
		check := func(e *figures.Engine, q figures.Question) {
			t.Helper()
			f := funnelOf(t, e, q, everybody)
			n := 0
			for _, r := range stageIn(f.Groups[0], "AT_OM").Time.AtRisk {
				if r.Day == 30 {
					n = int(r.N)
				}
			}
			if f.Until != want.until || n != want.atRisk {
				t.Errorf("recorded at %s: until %s, and %d were seen for 30 days", recorded, f.Until, n)
			}
		}
		check(d.engine(t), figures.Question{})
		d.open(3, "08-10")
		e := d.engine(t)
		check(e, figures.Question{AsOf: closed})
		if n := stageIn(funnelOf(t, e, figures.Question{}, everybody).Groups[0], "AT_OM").Time.AtRisk[1].N; int(n) != 1+want.atRisk/2 {
			t.Errorf("closed at %s, and %d were seen for 30 days", recorded, n) // the other one was, by now
		}
	}
}

// chainOf is two incidents, one of which was recorded twice, with two cases and an
// aangifte; a third incident has nothing.
func chainOf() *docket {
	d := &docket{incident: []facts.Version[facts.Incident]{
		incidentAt(1, 1, rotterdam, at("ROAD"), ofUnit("NOORD")), incidentAt(2, 2, rotterdam, at("HOME")), incidentAt(3, 3, rotterdam, at("ROAD")),
		incidentAt(4, 4, rotterdam, at("SHOP"), into(1)), incidentAt(5, 5, rotterdam, at("ROAD"), withdrawn),
	}}
	one, two, double := uuid.UUID{0x1, 1}, uuid.UUID{0x1, 2}, uuid.UUID{0x1, 4}
	for i, h := range []struct{ incident, worker uuid.UUID }{{one, janneke}, {one, kees}, {two, janneke}, {double, janneke}} {
		key := facts.InvolvementKey(h.incident, h.worker)
		d.hits = append(d.hits, facts.Version[facts.Involvement]{
			Head: projections.Head{Key: key, Position: eventlog.Position(10 + i), Parent: h.incident, Employer: rotterdam},
			Row:  facts.Involvement{Person: h.worker, Health: "I1|||"},
		})
	}
	d.tell(uuid.UUID{0xA, 1}, "02-01", aangifte.Made{Employer: rotterdam, Regime: "AVG", Content: aangifte.Content{
		On: on("2026-01-04"), Incidents: []uuid.UUID{two}, Workers: []uuid.UUID{janneke},
	}})
	d.tell(d.open(1, "02-01", to(prosecution.ToIncident, double), to(prosecution.ToWorker, janneke), to(prosecution.ToSuspect, dirk)), "02-01",
		heard(1, "AANG", "2026-01-02"), heard(2, "SEPOT", "2026-01-20"))
	d.tell(d.open(2, "02-01", to(prosecution.ToIncident, one), to(prosecution.ToIncident, two), to(prosecution.ToWorker, janneke), to(prosecution.ToSuspect, dirk)), "02-01",
		heard(1, "ARRESTED", "2026-01-03"), heard(2, "SUMMONS", "2026-01-25"))
	d.open(3, "02-01") // nobody said yet what it is about
	return d
}

func TestEveryUnitHasItsOwnBase(t *testing.T) {
	t.Parallel()
	e := chainOf().engine(t)
	for unit, want := range map[figures.Unit]struct {
		n                                      figures.Count
		complaint, arrested, dismissed, noCase figures.Count
	}{
		figures.CountCases:     {3, 1, 1, 1, 0},
		figures.CountIncidents: {3, 2, 2, 1, 1},
		figures.CountWorkers:   {3, 2, 2, 1, 1}, // Kees is a victim in no case
		figures.CountSuspects:  {1, 1, 1, 1, 0},
	} {
		f := funnelOf(t, e, figures.Question{Unit: unit}, everybody)
		g := f.Groups[0]
		got := []figures.Count{g.N, stageIn(g, "COMPLAINT").Reached, stageIn(g, "ARRESTED").Reached, stageIn(g, "DISMISSED").Reached, stageIn(g, "FINAL").NoCase}
		if diff := cmp.Diff([]figures.Count{want.n, want.complaint, want.arrested, want.dismissed, want.noCase}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", unit, diff)
		}
		for _, text := range []string{f.Definition, f.DefinitionNL} {
			if !strings.Contains(text, unit.Named().NL) && !strings.Contains(text, unit.Named().EN) || strings.Contains(text, "%!") || !strings.Contains(text, "95%") {
				t.Errorf("%s: its definition does not say what is counted: %s", unit, text)
			}
		}
	}
}

// TestMergedCasesCountAsOne, with what was heard in either, until they are split.
func TestMergedCasesCountAsOne(t *testing.T) {
	t.Parallel()
	d := chainOf()
	d.tell(caseID(1), "02-02", prosecution.Merged{Into: caseID(2)})
	together := d.last()
	d.tell(caseID(1), "02-03", prosecution.SplitOff{From: caseID(2)})
	e := d.engine(t)
	one := funnelOf(t, e, figures.Question{AsOf: together, Filters: figures.Filters{figures.Place: {"HOME", "ROAD"}}}, everybody).Groups[0]
	if one.N != 1 || stageIn(one, "COMPLAINT").Reached != 1 || stageIn(one, "ARRESTED").Reached != 1 || stageIn(one, "SUMMONED").Reached != 1 {
		t.Errorf("%d: %s", one.N, far(one))
	}
	if two := funnelOf(t, e, figures.Question{}, everybody).Groups[0]; two.N != 3 || stageIn(two, "ARRESTED").Reached != 1 {
		t.Errorf("split again: %d: %s", two.N, far(two))
	}
}

func TestAChainIsNarrowedAndLaidOutByItsIncidents(t *testing.T) {
	t.Parallel()
	e := chainOf().engine(t)
	for name, c := range map[string]struct {
		q    figures.Question
		want map[codes.Code]int
	}{
		"by place":         {figures.Question{Rows: figures.Place}, map[codes.Code]int{"ALL": 3, "ROAD": 2, "HOME": 1, "NO_INCIDENT": 1}},
		"on the road":      {figures.Question{Filters: figures.Filters{figures.Place: {"ROAD"}}}, map[codes.Code]int{"ALL": 2}},
		"nowhere":          {figures.Question{Filters: figures.Filters{figures.Place: {"PARK"}}}, map[codes.Code]int{"ALL": 0}},
		"incidents by it":  {figures.Question{Unit: figures.CountIncidents, Rows: figures.Place}, map[codes.Code]int{"ALL": 3, "ROAD": 2, "HOME": 1}},
		"by unit":          {figures.Question{Rows: figures.OwnUnit}, map[codes.Code]int{"ALL": 3, "NOT_RECORDED/NOORD": 2, codes.NotRecorded: 1, "NO_INCIDENT": 1}},
		"of no unit":       {figures.Question{Unit: figures.CountWorkers, Filters: figures.Filters{figures.OwnUnit: {codes.NotRecorded}}}, map[codes.Code]int{"ALL": 1}},
		"suspects by it":   {figures.Question{Unit: figures.CountSuspects, Rows: figures.Place}, map[codes.Code]int{"ALL": 1, "ROAD": 1, "HOME": 1}},
		"before any case":  {figures.Question{AsOf: 50}, map[codes.Code]int{"ALL": 0}},
		"workers at home":  {figures.Question{Unit: figures.CountWorkers, Filters: figures.Filters{figures.Place: {"HOME"}}}, map[codes.Code]int{"ALL": 1}},
		"in another year":  {figures.Question{Period: figures.Period{From: day(2001, 1, 1), Before: day(2002, 1, 1)}}, map[codes.Code]int{"ALL": 0}},
		"by the employers": {figures.Question{Rows: figures.Employer}, map[codes.Code]int{"ALL": 3, codes.NotRecorded: 2, "NO_INCIDENT": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := map[codes.Code]int{}
			for _, g := range funnelOf(t, e, c.q, everybody).Groups {
				got[g.Value] = int(g.N)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestNobodyCountsAnotherEmployersCases(t *testing.T) {
	t.Parallel()
	e := chainOf().engine(t)
	for _, unit := range figures.FunnelUnits {
		f := funnelOf(t, e, figures.Question{Unit: unit, Rows: figures.Place}, access.Scope{Employer: uuid.UUID{0xE, 99}})
		if len(f.Groups) != 1 || f.Groups[0].N != 0 {
			t.Errorf("%s: %+v", unit, f.Groups)
		}
		for _, s := range f.Groups[0].Stages {
			if s.Reached+s.NoCase+s.Open > 0 {
				t.Errorf("%s: %+v", unit, s)
			}
		}
	}
}

func TestAFunnelOfNothingThatIsCounted(t *testing.T) {
	t.Parallel()
	e := chainOf().engine(t)
	for _, q := range []figures.Question{{Unit: "judge"}, {Unit: figures.CountCases, Rows: "judge"}, {Unit: figures.CountCases, AsOf: 9_999}} {
		if _, err := e.Funnel(q, everybody); err == nil {
			t.Errorf("%+v is answered", q)
		}
	}
}

// TestTheOrderOfReceiptChangesNoFunnel: the same notices in another order, with their
// corrections behind them.
func TestTheOrderOfReceiptChangesNoFunnel(t *testing.T) {
	t.Parallel()
	steps := []codes.Code{"AANG", "INV_START", "SUSP_ID", "ARRESTED", "PV_OM", "SEPOT", "SUMMONS", "VERDICT", "APPEAL", "ARREST_HOF", "FINAL"}
	rapid.Check(t, func(rt *rapid.T) {
		var all []decider.Event
		for i := range rapid.IntRange(1, 8).Draw(rt, "notices") {
			effect := rapid.SampledFrom([]string{"2026-01-05", "2026-02-01", "2026-02", "", "2026-04-01"}).Draw(rt, "effect")
			all = append(all, heard(byte(i+1), rapid.SampledFrom(steps).Draw(rt, "step"), effect, rapid.SampledFrom([]codes.Code{"", "CONV", "ACQ"}).Draw(rt, "outcome")))
		}
		var found []figures.FunnelGroup
		for _, order := range [][]decider.Event{all, rapid.Permutation(all).Draw(rt, "order of receipt")} {
			var d docket
			d.tell(d.open(1, "06-01"), "06-01", order...)
			found = append(found, funnelOf(t, d.engine(t), figures.Question{}, everybody).Groups...)
		}
		if diff := cmp.Diff(found[0], found[1]); diff != "" {
			rt.Fatalf("the funnel depends on the order of receipt:\n%s", diff)
		}
	})
}

func TestAFunnelReadsAsATable(t *testing.T) {
	t.Parallel()
	f := funnelOf(t, chainOf().engine(t), figures.Question{}, everybody)
	for l, want := range map[figures.Language][]string{
		figures.Dutch:   {"alles samen: zaken 3", "% van zaken", "minder dan tien zaken", "niet ontvangen", "25% na", "niet bereikt"},
		figures.English: {"all together: cases 3", "not received", "25% after", "through 2026-02-01"},
	} {
		var table, csv bytes.Buffer
		if err := figures.WriteFunnelTable(&table, f, 100, l); err != nil {
			t.Fatal(err)
		}
		words := strings.Join(strings.Fields(table.String()), " ")
		for _, w := range want {
			if !strings.Contains(words, w) {
				t.Errorf("%s: %q is not in\n%s", l, w, table.String())
			}
		}
		for _, line := range strings.Split(table.String(), "\n") {
			if len([]rune(line)) > 110 {
				t.Errorf("%s: a line of %d: %s", l, len([]rune(line)), line)
			}
		}
		if err := figures.WriteFunnelCSV(&csv, f, l); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(csv.String(), "DISMISSED") || !strings.Contains(csv.String(), ",REACHED,1,3,case,") {
			t.Errorf("csv:\n%s", csv.String())
		}
	}
}

// TestAWorkerHitUnderTwoPseudonymsIsOneInAFunnel: as known at every position, and with the
// cases of both.
func TestAWorkerHitUnderTwoPseudonymsIsOneInAFunnel(t *testing.T) {
	t.Parallel()
	d := chainOf()
	before := d.last()
	d.tell(kees, "02-02", pseudonym.Merged{Into: janneke})
	merged := d.last()
	d.tell(kees, "02-03", pseudonym.SplitOff{From: janneke})
	d.tell(janneke, "02-04", pseudonym.Merged{Into: kees})
	e := d.engine(t)
	for asOf, want := range map[eventlog.Position]struct{ n, complaint, noCase figures.Count }{
		before: {3, 2, 1}, merged: {2, 2, 0}, merged + 1: {3, 2, 1}, merged + 2: {2, 2, 0},
	} {
		g := funnelOf(t, e, figures.Question{Unit: figures.CountWorkers, AsOf: asOf}, everybody).Groups[0]
		if s := stageIn(g, "COMPLAINT"); g.N != want.n || s.Reached != want.complaint || s.NoCase != want.noCase {
			t.Errorf("as of %d: %d hit, %d with a complaint, %d without a case; want %+v", asOf, g.N, s.Reached, s.NoCase, want)
		}
	}
}
