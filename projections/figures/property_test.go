package figures_test

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/gemeente"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/facts/factstest"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/location"
	"ruggensteun/projections/offenders"
	"ruggensteun/projections/timeofday"
	"ruggensteun/projections/triggers"
)

// Whatever happened and whatever is asked, the columns say what a clerk would
// who reads all events again with a pencil.
func TestAnyQuestionIsAnsweredAsACountFromTheEvents(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := factstest.History(t)
		engine := follow(t, events)
		for range rapid.IntRange(1, 5).Draw(t, "questions") {
			q, scope := question(t, engine.Position()), scopeOf(t)
			got, err := engine.Ask(q, scope)
			if err != nil {
				t.Fatalf("ask %+v: %v", q, err)
			}
			want, around := recount(events, q, scope)
			if diff := cmp.Diff(want, countsOf(t, got)); diff != "" {
				t.Fatalf("question %+v, scope %+v (-want +got):\n%s", q, scope, diff)
			}
			if diff := cmp.Diff(around, trustOf(got), cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(trust{})); diff != "" {
				t.Fatalf("question %+v, scope %+v, how far to trust it (-want +got):\n%s", q, scope, diff)
			}
		}
	})
}

// What is told of one incident's suspects depends on all others of the same file.
func TestSuspectsWhoComeBackAreCountedAsFromTheEvents(t *testing.T) {
	t.Parallel()
	of := []figures.Dimension{figures.Nth, figures.Since, figures.Suspect, figures.AgeBand, figures.History, figures.Provenance}
	rapid.Check(t, func(t *rapid.T) {
		events := factstest.HistoryOfSuspects(t)
		engine := follow(t, events)
		for _, rows := range of {
			q := figures.Question{Unit: figures.CountIncidents, Rows: rows, Filters: figures.Filters{}}
			q.Columns = rapid.SampledFrom(append(of, figures.All)).Filter(func(d figures.Dimension) bool { return d != rows }).Draw(t, "columns")
			q.AsOf = eventlog.Position(rapid.IntRange(0, int(engine.Position())).Draw(t, "as of"))
			got, err := engine.Ask(q, access.Scope{All: true})
			if err != nil {
				t.Fatalf("ask %+v: %v", q, err)
			}
			want, _ := recount(events, q, access.Scope{All: true})
			if diff := cmp.Diff(want, countsOf(t, got)); diff != "" {
				t.Fatalf("question %+v (-want +got):\n%s", q, diff)
			}
		}
	})
}

// asked are all the tables that the four views can be laid out as.
var asked = func() (all []func(eventlog.Position) (figures.Question, error)) {
	for _, view := range []struct {
		layouts  []figures.Dimension
		question func(string, []string, eventlog.Position) (figures.Question, error)
	}{
		{append(timeofday.Layouts[:len(timeofday.Layouts):len(timeofday.Layouts)], ""), timeofday.Question},
		{location.Levels, location.Question}, {triggers.Layouts, triggers.Question}, {offenders.Layouts, offenders.Question},
	} {
		for _, by := range view.layouts {
			all = append(all, func(p eventlog.Position) (figures.Question, error) { return view.question(string(by), nil, p) })
		}
	}
	return all
}()

// Whatever is registered, added, corrected, merged, split, withdrawn, closed or
// reopened changes every table of every view by exactly what it should.
func TestEveryEventChangesEveryViewByWhatItShould(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := factstest.History(t)
		engine := follow(t, events)
		for range 6 {
			q, err := rapid.SampledFrom(asked).Draw(t, "view")(eventlog.Position(rapid.IntRange(0, int(engine.Position())).Draw(t, "as of")))
			if err != nil {
				t.Fatal(err)
			}
			got, err := engine.Ask(q, access.Scope{All: true})
			if err != nil {
				t.Fatalf("ask %+v: %v", q, err)
			}
			want, around := recount(events, q, access.Scope{All: true})
			if diff := cmp.Diff(want, countsOf(t, got)) + cmp.Diff(around, trustOf(got), cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(trust{})); diff != "" {
				t.Fatalf("question %+v (-want +got):\n%s", q, diff)
			}
		}
	})
}

// pages is a source over the folded history that hands it over in pages of any size.
type pages struct {
	incidents []facts.Version[facts.Incident]
	employers []facts.Version[facts.Employer]
	beside    figures.Beside
	tables    []facts.Version[facts.Reference]
	head      eventlog.Position
	size      int
}

func (p *pages) Head(context.Context) (eventlog.Position, error) { return p.head, nil }

func (p *pages) Incidents(_ context.Context, after, through eventlog.Position, yield func([]facts.Version[facts.Incident]) error) error {
	for page := range slices.Chunk(between(p.incidents, after, through), p.size) {
		if err := yield(page); err != nil {
			return err
		}
	}
	return nil
}

func (p *pages) Beside(_ context.Context, after, through eventlog.Position) (figures.Beside, error) {
	return figures.Beside{
		Involvements: between(p.beside.Involvements, after, through), Profiles: between(p.beside.Profiles, after, through),
		Pseudonyms: between(p.beside.Pseudonyms, after, through),
		Histories:  between(p.beside.Histories, after, through), Clearances: between(p.beside.Clearances, after, through),
		Prosecuted: figures.Prosecuted{
			Cases: between(p.beside.Cases, after, through), Steps: between(p.beside.Steps, after, through), Aangiften: between(p.beside.Aangiften, after, through),
		},
	}, nil
}

func (p *pages) Employers(_ context.Context, after, through eventlog.Position) ([]facts.Version[facts.Employer], error) {
	return between(p.employers, after, through), nil
}

func (p *pages) References(_ context.Context, after, through eventlog.Position) ([]facts.Version[facts.Reference], error) {
	return between(p.tables, after, through), nil
}

func between[R any](all []facts.Version[R], after, through eventlog.Position) []facts.Version[R] {
	var some []facts.Version[R]
	for _, v := range all {
		if v.Position > after && v.Position <= through {
			some = append(some, v)
		}
	}
	return some
}

func follow(t *rapid.T, events []projections.Event) *figures.Engine {
	engine, err := figures.New(time.LoadLocation)
	if err != nil {
		t.Fatal(err)
	}
	engine.Protect(cellKey, disclosure.Default())
	source := &pages{
		incidents: factstest.Fold(facts.Incidents, events),
		employers: factstest.Fold(facts.Employers, events),
		tables:    factstest.Fold(facts.References, events),
		beside: figures.Beside{
			Involvements: factstest.Fold(facts.Involvements, events), Profiles: factstest.Fold(facts.Profiles, events), Pseudonyms: factstest.Fold(facts.Pseudonyms, events),
			Histories: factstest.Fold(facts.Histories, events), Clearances: factstest.Fold(facts.Clearances, events),
			Prosecuted: figures.Prosecuted{
				Cases: factstest.Fold(facts.Cases, events), Steps: factstest.Fold(facts.Steps, events), Aangiften: factstest.Fold(facts.Aangiften, events),
			},
		},
		size: rapid.IntRange(1, 6).Draw(t, "page"),
	}
	for _, e := range events {
		if source.head = e.Position; rapid.Bool().Draw(t, "woken") {
			if err := engine.CatchUp(t.Context(), source); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := engine.CatchUp(t.Context(), source); err != nil {
		t.Fatal(err)
	}
	return engine
}

var axes = []figures.Dimension{
	figures.All, figures.Weekday, figures.Hour, figures.Place, figures.Behaviour,
	figures.Profession, figures.Gemeente, figures.Employer,
	figures.Month, figures.Year, figures.TimeBand, figures.BehaviourGroup, figures.VerbalOnly, figures.Province, figures.Region, figures.PoliceUnit,
	figures.Occasion, figures.Means, figures.MeansStatus, figures.Completion, figures.Deployment, figures.Reach, figures.Hit, figures.Injury,
	figures.Phase, figures.Trigger, figures.AssessedBy, figures.Amplifier, figures.Certainty, figures.Measure, figures.Effect,
	figures.MindInjury, figures.Absence, figures.Exposure, figures.Ground, figures.Support, figures.SupportWait,
	figures.Qualification, figures.QualifiedBy, figures.QualifiedAs, figures.GroupSize, figures.Area, figures.OwnUnit, figures.Urbanity, figures.Invented,
	figures.Suspect, figures.Delay, figures.Nth, figures.Since, figures.AgeBand, figures.History, figures.Provenance,
}

// filterable are some values of each dimension that questions are filtered on.
var filterable = map[figures.Dimension][]codes.Code{
	figures.Place:         factstest.Places,
	figures.Behaviour:     append([]codes.Code{codes.Unknown, codes.NotRecorded}, factstest.Behaviours...),
	figures.Profession:    factstest.Professions,
	figures.Gemeente:      factstest.Gemeenten,
	figures.Region:        {"VR13", "VR17", codes.NotRecorded},
	figures.Month:         {"2026-03", "2018-11", codes.Unknown},
	figures.TimeBand:      {"WEEKEND", "NEWYEAR", codes.NotRecorded},
	figures.Weekday:       {"sun", "mon", codes.Unknown},
	figures.Hour:          {"2", "23", "0", codes.NotRecorded},
	figures.Occasion:      append([]codes.Code{codes.Unknown, codes.NotRecorded}, factstest.Occasions...),
	figures.Means:         append([]codes.Code{codes.NotRecorded}, factstest.Means...),
	figures.Trigger:       append([]codes.Code{codes.NotRecorded}, factstest.Triggers...),
	figures.Amplifier:     append([]codes.Code{codes.NotRecorded}, factstest.Amplifiers...),
	figures.Injury:        append([]codes.Code{facts.Forgotten, codes.NotApplicable}, factstest.Injuries...),
	figures.MindInjury:    {facts.Forgotten, "M2", codes.Unknown},
	figures.Absence:       {"4-14", "AWAY", "0", codes.NotRecorded},
	figures.Exposure:      {"NONE", "BLOOD", facts.Forgotten},
	figures.Ground:        append([]codes.Code{codes.NotRecorded}, factstest.Grounds...),
	figures.Support:       {"ARRIVED", "ASKED", codes.NotRecorded},
	figures.SupportWait:   {"6-10", codes.NotApplicable, codes.Unknown},
	figures.Qualification: append([]codes.Code{codes.NotRecorded}, factstest.Offences...),
	figures.QualifiedBy:   {"OM"},
	figures.QualifiedAs:   {"ATTEMPTED", codes.NotRecorded},
	figures.GroupSize:     {"26+", codes.NotApplicable, codes.Unknown},
	figures.Area:          {codes.NotRecorded},
	figures.OwnUnit:       {codes.NotRecorded},
	figures.Urbanity:      {"URBAN_1", codes.NotRecorded, codes.Unknown},
	figures.Invented:      {"YES"},
	figures.VerbalOnly:    {"YES", "NO", codes.NotRecorded},
	figures.Delay:         {"BEFORE", "DAY", "LATER", codes.Unknown},
	figures.Effect:        {"WORKED", codes.NotApplicable},
	figures.Completion:    {"ATTEMPTED", codes.NotRecorded},
	figures.Hit:           {"0", "11+", codes.NotApplicable},
	figures.Suspect:       factstest.Suspects,
	figures.Nth:           {"1", "2", codes.Unknown},
	figures.Since:         {"WEEK", "LATER", codes.NotApplicable},
	figures.History:       {"H_BAN", "UNDER_REVIEW", facts.Forgotten, codes.NotRecorded},
	figures.AgeBand:       {"AGE_18_22", facts.Forgotten, codes.NotRecorded},
}

func question(t *rapid.T, head eventlog.Position) figures.Question {
	q := figures.Question{Unit: figures.CountIncidents, Filters: figures.Filters{}}
	q.Rows = rapid.SampledFrom(axes).Draw(t, "rows")
	q.Columns = rapid.SampledFrom(axes).Filter(func(d figures.Dimension) bool { return d != q.Rows || d == figures.All }).Draw(t, "columns")
	q.AsOf = eventlog.Position(rapid.IntRange(0, int(head)).Draw(t, "as of"))
	q.Base = rapid.SampledFrom([]figures.Dimension{figures.All, figures.All, figures.Trigger, figures.Measure, figures.Injury, figures.Hour, figures.Behaviour, figures.Absence, figures.Qualification, figures.History, figures.Support, figures.Area}).Draw(t, "base")
	for range rapid.SampledFrom([]int{0, 0, 1, 1, 2, 3}).Draw(t, "filters") {
		d := rapid.SampledFrom(slices.Sorted(maps.Keys(filterable))).Draw(t, "filter")
		q.Filters[d] = rapid.SliceOfN(rapid.SampledFrom(filterable[d]), 1, 3).Draw(t, string(d))
	}
	if rapid.IntRange(0, 2).Draw(t, "period") == 0 {
		q.Period = rapid.SampledFrom([]figures.Period{
			{From: day(2026, 3, 1), Before: day(2026, 4, 1)},
			{From: day(2026, 10, 25), Before: day(2026, 10, 26)},
			{Before: day(2018, 11, 4)},
			{From: day(2018, 2, 18)},
			{From: day(2026, 1, 1), Before: day(2027, 1, 1)},
		}).Draw(t, "which period")
	}
	return q
}

func day(year int, month time.Month, date int) time.Time {
	return time.Date(year, month, date, 0, 0, 0, 0, time.UTC)
}

func scopeOf(t *rapid.T) access.Scope {
	return rapid.SampledFrom([]access.Scope{
		{All: true}, {All: true}, {Employer: factstest.Employers()[0]}, {Employer: factstest.Employers()[1]}, {},
	}).Draw(t, "scope")
}

// counts are the numbers above zero by row and column; "" is the total.
type counts map[[2]codes.Code]int

func countsOf(t *rapid.T, a figures.Answer) counts {
	c := counts{}
	set := func(row, column codes.Code, n int) {
		if _, twice := c[[2]codes.Code{row, column}]; twice {
			t.Fatalf("cell %s × %s stands twice", row, column)
		}
		if n > 0 {
			c[[2]codes.Code{row, column}] = n
		}
	}
	for i, row := range a.Rows {
		for j, column := range a.Columns {
			set(row, column, a.Cells[i][j].N)
		}
		set(row, "", a.RowTotals[i].N)
	}
	for j, column := range a.Columns {
		set("", column, a.ColumnTotals[j].N)
	}
	set("", "", a.Total.N)
	return c
}

func recount(events []projections.Event, q figures.Question, scope access.Scope) (counts, trust) {
	c := counts{}
	return c, recountEach(events, q, q.AsOf, scope, func(_ uuid.UUID, cell [2]codes.Code) { c[cell]++ })
}

// recountEach counts as of the question's position, by the clocks and tables of another.
func recountEach(events []projections.Event, q figures.Question, by eventlog.Position, scope access.Scope, in func(uuid.UUID, [2]codes.Code)) trust {
	_, incidents, files := known(events, q.AsOf)
	employers, _, _ := known(events, by)
	invented, tables := inventedIn(events), loadedBy(events, by)
	same := sameIn(events, q.AsOf)
	reported := map[codes.Code]bool{}
	around := newTrust(q, employers, scope)
	for id, i := range incidents {
		of := employers[i.Employer]
		zone, err := time.LoadLocation(orDefault(of.Zone))
		if err != nil {
			panic(err)
		}
		i = i.Once(same)
		if !countsByItself(id, incidents) || !scope.Includes(i.Employer) {
			continue
		}
		around.cover(codes.Code(of.Code), dated(figures.Month, i, zone), q.Period)
		if month := dated(figures.Month, i, zone); !month.Missing() && of.Code != "" {
			reported[month] = true
		}
		if !within(q.Period, i, zone) {
			continue
		}
		suspects := suspectsOf(id, incidents, files)
		values := func(d figures.Dimension) []codes.Code {
			if list, is := suspects[d]; is {
				return distinct(list)
			}
			if d == figures.Invented {
				return []codes.Code{map[bool]codes.Code{true: "YES", false: "NO"}[invented[id]]}
			}
			if d == figures.Urbanity {
				return []codes.Code{urbanity(i, zone, tables)}
			}
			return valuesOf(d, i, of, zone)
		}
		kept := true
		for d, any := range q.Filters {
			around.ask("filter", d, values(d))
			kept = kept && slices.ContainsFunc(values(d), func(c codes.Code) bool { return slices.Contains(any, c) })
		}
		if !kept {
			continue
		}
		if around.ask("base", q.Base, values(q.Base)); q.Base != figures.All && around.missing(values(q.Base)) != "" {
			continue
		}
		if invented[id] {
			around.Invented++
		}
		around.ask("rows", q.Rows, values(q.Rows))
		around.ask("columns", q.Columns, values(q.Columns))
		around.delays[values(figures.Delay)[0]]++
		for cell := range cellsOf(q, append(append(append(toldOf(i), harmsOf(i)), afterwards(i)...), both(suspects, figures.Nth, figures.Since), both(suspects, figures.History, figures.Provenance)), values) {
			in(id, cell)
		}
	}
	recorded := ""
	if len(incidents)+len(employers) > 0 {
		recorded = "2026-11"
	}
	around.Span = span(q.Period, reported, recorded)
	return around.told(q)
}

// sameIn says who is who by going from pointer to pointer.
func sameIn(events []projections.Event, asOf eventlog.Position) pseudonym.Same {
	into := map[uuid.UUID]uuid.UUID{}
	for _, e := range events {
		if asOf != 0 && e.Position > asOf {
			break
		}
		switch body := e.Body.(type) {
		case pseudonym.Merged:
			into[e.Stream.ID] = body.Into
		case pseudonym.SplitOff:
			delete(into, e.Stream.ID)
		}
	}
	same := pseudonym.Same{}
	for id, root := range into {
		for range into {
			if next, merged := into[root]; merged {
				root = next
			}
		}
		smallest := root
		for at, next := root, into[root]; next != uuid.Nil; next = into[at] { // round in a circle, the smallest stands for all
			if at = next; at.String() < smallest.String() {
				smallest = at
			}
			if at == root {
				break
			}
		}
		same[id] = smallest
	}
	return same
}

// countsByItself walks along the pointers with a pencil: as many steps as there are
// incidents, and who still walks then walks in a circle.
func countsByItself(id uuid.UUID, incidents map[uuid.UUID]incident.Incident) bool {
	step := func(id uuid.UUID) uuid.UUID {
		to := incidents[id].MergedInto
		if target, there := incidents[to]; there && !target.Withdrawn {
			return to
		}
		return id
	}
	root := id
	for range incidents {
		root = step(root)
	}
	at := root
	for range incidents {
		if at = step(at); at.String() < root.String() {
			root = at
		}
	}
	state := incidents[id]
	return root == id && !state.Withdrawn && state.Closing.Reason != "OTHER_REGIME"
}

func inventedIn(events []projections.Event) map[uuid.UUID]bool {
	invented := map[uuid.UUID]bool{}
	for _, e := range events {
		if _, first := e.Body.(incident.Registered); first {
			invented[e.Stream.ID] = e.Invented
		}
	}
	return invented
}

func orDefault(zone string) string {
	if zone == "" {
		return employer.DefaultZone
	}
	return zone
}

func known(events []projections.Event, asOf eventlog.Position) (map[uuid.UUID]employer.Employer, map[uuid.UUID]incident.Incident, map[uuid.UUID]suspect.File) {
	employers, incidents, files := map[uuid.UUID]employer.Employer{}, map[uuid.UUID]incident.Incident{}, map[uuid.UUID]suspect.File{}
	for _, e := range factstest.StruckOut(events) {
		if asOf != 0 && e.Position > asOf {
			break
		}
		switch body := e.Body.(type) {
		case employer.Registered:
			employers[e.Stream.ID] = employer.Decider.Evolve(employer.Employer{}, body)
		case employer.Changed:
			if before, found := employers[e.Stream.ID]; found {
				employers[e.Stream.ID] = employer.Decider.Evolve(before, body)
			}
		case incident.Registered:
			incidents[e.Stream.ID] = incident.Decider.Evolve(incident.Incident{}, body)
		case incident.Event:
			if before, found := incidents[e.Stream.ID]; found {
				incidents[e.Stream.ID] = incident.Decider.Evolve(before, body)
			}
		case suspect.Event:
			files[e.Stream.ID] = suspect.Decider.Evolve(files[e.Stream.ID], body)
		}
	}
	return employers, incidents, files
}

func within(p figures.Period, i incident.Incident, zone *time.Location) bool {
	if p.From.IsZero() && p.Before.IsZero() {
		return true
	}
	if !i.Occurred.Known() {
		return false
	}
	year, month, date := i.Occurred.In(zone).Date()
	on := day(year, month, date)
	return (p.From.IsZero() || !on.Before(p.From)) && (p.Before.IsZero() || on.Before(p.Before))
}

func valuesOf(d figures.Dimension, i incident.Incident, of employer.Employer, zone *time.Location) []codes.Code {
	one := func(code codes.Code) []codes.Code {
		if code == "" {
			code = codes.NotRecorded
		}
		return []codes.Code{code}
	}
	switch d {
	case figures.Weekday:
		return one(i.Occurred.Weekday(zone))
	case figures.Hour:
		return one(i.Occurred.HourIn(zone))
	case figures.Place:
		return one(i.Place.Type)
	case figures.Gemeente:
		return one(i.Place.Gemeente)
	case figures.Month, figures.Year:
		return one(dated(d, i, zone))
	case figures.TimeBand:
		if hour := i.Occurred.HourIn(zone); hour.Missing() {
			return one(hour)
		}
		var bands []codes.Code
		for _, b := range codes.Bands() {
			if b.Covers(i.Occurred.In(zone)) {
				bands = append(bands, b.Code)
			}
		}
		return bands
	case figures.Province, figures.Region, figures.PoliceUnit:
		return one(lies(d, i))
	case figures.BehaviourGroup:
		var groups []codes.Code
		for _, b := range i.Behaviours {
			if g := codes.Behaviour.RollUp(b); !slices.Contains(groups, g) {
				groups = append(groups, g)
			}
		}
		if len(groups) > 0 {
			return groups
		}
		return one("")
	case figures.Employer:
		return one(codes.Code(of.Code))
	case figures.Area:
		return one(area(i, of))
	case figures.OwnUnit:
		return one(unit(i, of))
	case figures.Behaviour:
		if len(i.Behaviours) > 0 {
			return slices.Clone(i.Behaviours)
		}
		return one("")
	case figures.Profession:
		if len(i.Professions) > 0 {
			return slices.Clone(i.Professions)
		}
		return one("")
	}
	if told, more := pairsOf(d, i); more {
		return told
	}
	return []codes.Code{figures.Everything}
}

// lies tells where the gemeente of an incident lay on the day.
func lies(d figures.Dimension, i incident.Incident) codes.Code {
	if i.Place.Gemeente == "" || i.Place.Gemeente.Missing() {
		return i.Place.Gemeente
	}
	at := time.Time{}
	if i.Occurred.Known() {
		at = i.Occurred.Instant.UTC().Add(time.Duration(i.Occurred.Offset) * time.Minute)
	}
	g, found := gemeente.Find(i.Place.Gemeente, at)
	if !found {
		return codes.Unknown
	}
	return map[figures.Dimension]codes.Code{figures.Province: g.Province, figures.Region: g.Region, figures.PoliceUnit: g.Unit()}[d]
}

// dated is the month or year on the clock of the employer.
func dated(d figures.Dimension, i incident.Incident, zone *time.Location) codes.Code {
	if !i.Occurred.Known() {
		if i.Occurred.Finer == codes.Unknown {
			return codes.Unknown
		}
		return codes.NotRecorded
	}
	layout := "2006-01"
	if d == figures.Year {
		layout = "2006"
	}
	return codes.Code(i.Occurred.In(zone).Format(layout))
}
