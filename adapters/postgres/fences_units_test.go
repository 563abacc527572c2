package postgres_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/projections"
	"ruggensteun/projections/doubles"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/triage"
	"ruggensteun/projections/worklist"
)

const north, south = "NOORD", "ZUID"

// newDivided is an employer with two units, each with a row of everything that can be of one. Whose an
// id is says its unit.
func newDivided(t *testing.T) (f *fenced, units map[string]uuid.UUID) {
	t.Helper()
	f = &fenced{Database: postgrestest.New(t), a: uuid.New(), of: map[string]uuid.UUID{}, has: map[uuid.UUID]*owned{}}
	f.log = openLog(t, f.DB, postgres.LogOptions{})
	runner := postgres.OpenRunner(f.DB, f.log, nil, postgres.RunnerOptions{})
	t.Cleanup(runner.Close)
	for _, p := range []projections.Projection{facts.Projection, doubles.Projection, triage.Projection} {
		if _, err := runner.Register(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	units = map[string]uuid.UUID{north: uuid.New(), south: uuid.New()}
	for _, unit := range []string{north, south} {
		f.fillUnit(t, unit, units[unit])
	}
	return f, units
}

// rests gives a new id of a unit, of what rests on an incident of it.
func (f *fenced) rests(t *testing.T, whose, on uuid.UUID) uuid.UUID {
	id := f.owns(whose)
	f.Exec(t, "INSERT INTO ruggensteun.record_incidents VALUES ($1, $2)", id, on)
	return id
}

func (f *fenced) happened(t *testing.T, unit string, whose uuid.UUID) uuid.UUID {
	id := f.owns(whose)
	f.Exec(t, "INSERT INTO ruggensteun.incident_units VALUES ($1, $2)", id, unit)
	return id
}

func (f *fenced) fillUnit(t *testing.T, unit string, whose uuid.UUID) {
	t.Helper()
	at, err := moment.New(time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC), 60, moment.Minute, "")
	if err != nil {
		t.Fatal(err)
	}
	id := f.happened(t, unit, whose)
	one := plainAppend(f.a)
	one.Changes[0].Stream.ID = f.rests(t, whose, id)
	mustAppend(t, f.log, one)
	here := doubles.Of(at, incident.Place{Type: "ROAD", Unit: unit}).Under("AVG")
	f.has[whose] = &owned{incident: id, stream: one.Changes[0].Stream, trace: doubles.Seen{ID: f.happened(t, unit, whose), Trace: here}}
	insertRow(t, f.Database, facts.Projection, facts.Incidents, id, f.a, facts.Incident{Unit: codes.Code(unit)})
	insertRow(t, f.Database, facts.Projection, facts.Cases, f.rests(t, whose, id), f.a, facts.Case{Incidents: []uuid.UUID{id}})
	insertRow(t, f.Database, facts.Projection, facts.Aangiften, f.rests(t, whose, id), f.a, facts.Aangifte{Incidents: []uuid.UUID{id}})
	insertRow(t, f.Database, facts.Projection, facts.Cares, f.rests(t, whose, id), f.a, facts.Care{Incident: id})
	insertRow(t, f.Database, doubles.Projection, doubles.Traces, f.has[whose].trace.ID, f.a, here)
	insertRow(t, f.Database, doubles.Projection, doubles.Traces, f.happened(t, unit, whose), f.a, here)
	code := "AFSPRAAK-" + unit
	f.of[code] = whose
	file := worklist.File{
		ID: f.rests(t, whose, id), Kind: worklist.OfCase, Employer: f.a, Position: 1, Incident: id, Links: []uuid.UUID{id}, Units: []codes.Code{codes.Code(unit)},
		Clocks: []worklist.Clock{{Agreement: code, Version: "1", Start: "OUTCOME_KNOWN", StartedOn: 20_000, Responsible: "CASE_WORKER", WarnAt: workNoon.Add(-2 * time.Hour), DueFrom: workNoon.Add(-time.Hour), TooLate: workNoon.Add(time.Hour), DueOn: 20_001}},
	}
	if put, err := postgres.OpenWorklist(f.DB).Put(t.Context(), file); err != nil || !put {
		t.Fatal(put, err)
	}
}

// asked of a unit: what a question brings of ids, asked about what one unit has.
type askedOfUnit func(t *testing.T, f *fenced, s access.Scope, about *owned) (ids []string, err error)

// byRowsOnly are those of which the first fence is in adapters/api (unitFor), which looks the unit up in the log.
var byRowsOnly = map[string]askedOfUnit{
	"Records.ReadStreamAs": func(t *testing.T, f *fenced, s access.Scope, about *owned) ([]string, error) {
		got, err := f.log.ReadStreamAs(t.Context(), s, about.stream)
		return texts(got, func(e eventlog.Recorded) string { return e.Stream.ID.String() }), err
	},
	"Records.ReadKindAs": func(t *testing.T, f *fenced, s access.Scope, _ *owned) ([]string, error) {
		got, err := f.log.ReadKindAs(t.Context(), s, f.a, "trial", eventlog.Place{}, 1<<40, 10)
		return texts(got, func(e eventlog.Recorded) string { return e.Stream.ID.String() }), err
	},
	"Records.ReadCategoryAs": func(t *testing.T, f *fenced, s access.Scope, _ *owned) ([]string, error) {
		got, err := f.log.ReadCategoryAs(t.Context(), s, "trial")
		return texts(got, func(e eventlog.Recorded) string { return e.Stream.ID.String() }), err
	},
	"Listing.Around": func(t *testing.T, f *fenced, s access.Scope, about *owned) ([]string, error) {
		cases, aangiften, care, err := f.list().Around(t.Context(), s, about.incident)
		return texts(slices.Concat(cases, aangiften, care), idText), err
	},
}

// byBoth are those that ask for the unit themselves as well: what is asked about one employer, in the table of all stores.
var byBoth = []string{
	"Listing.List", "Doubles.Near", "Doubles.Traces, of an import", "Worklist.List", "Worklist.List, of an incident",
	"Worklist.Digest", "Worklist.Kept", "Worklist.Files", "Worklist.Files, of an incident",
}

func texts[T any](list []T, text func(T) string) (all []string) {
	for _, one := range list {
		all = append(all, text(one))
	}
	return all
}

// units asks about the employer, beside what each of its units has, and gives whose came.
func (f *fenced) units(t *testing.T, name string, s access.Scope, units map[string]uuid.UUID) (whose []uuid.UUID) {
	t.Helper()
	for _, unit := range []string{north, south} {
		about := f.has[units[unit]]
		if ask, only := byRowsOnly[name]; only {
			ids, err := ask(t, f, s, about)
			if err != nil {
				t.Error(err)
			}
			for _, id := range ids {
				whose = append(whose, f.of[id])
			}
			continue
		}
		f.has[f.a] = about
		owners, err := behindTwoFences[name](t.Context(), f, s, f.a)
		if err != nil {
			t.Error(err)
		}
		whose = append(whose, owners...)
	}
	return whose
}

func (f *fenced) onlyNorth(t *testing.T, name string, s access.Scope, units map[string]uuid.UUID) {
	t.Helper()
	got := f.units(t, name, s, units)
	if len(got) == 0 || slices.ContainsFunc(got, func(o uuid.UUID) bool { return o != units[north] }) {
		t.Errorf("rows of %v came, want those of north %s and no others", got, units[north])
	}
}

// TestRowSecurityHoldsUnitsApartWhereNoQuestionAsks: whoever asks says no unit, as a program does that forgot.
func TestRowSecurityHoldsUnitsApartWhereNoQuestionAsks(t *testing.T) {
	t.Parallel()
	f, units := newDivided(t)
	names := append(slices.Clone(byBoth), "Records.ReadStreamAs", "Records.ReadKindAs", "Records.ReadCategoryAs", "Listing.Around")
	whole := access.Scope{Employer: f.a}
	for _, name := range names {
		if got := f.units(t, name, whole, units); !slices.Contains(got, units[south]) {
			t.Errorf("%s: rows of %v came of the whole employer: what follows proves nothing", name, got)
		}
	}
	f.HoldReadersToUnit(t, north)
	for _, name := range names {
		t.Run(name, func(t *testing.T) { f.onlyNorth(t, name, whole, units) })
	}
}

func TestQuestionsOfAUnitFilterWhereThereIsNoRowSecurity(t *testing.T) {
	t.Parallel()
	f, units := newDivided(t)
	f.WithoutRowSecurity(t)
	for _, name := range byBoth {
		t.Run(name, func(t *testing.T) { f.onlyNorth(t, name, access.Scope{Employer: f.a, Unit: north}, units) })
	}
}

// TestWhatAsksForAUnitIsShownItByBothFences: the setting reaches the database.
func TestWhatAsksForAUnitIsShownItByBothFences(t *testing.T) {
	t.Parallel()
	f, units := newDivided(t)
	for _, name := range append(slices.Clone(byBoth), "Records.ReadStreamAs", "Listing.Around") {
		t.Run(name, func(t *testing.T) { f.onlyNorth(t, name, access.Scope{Employer: f.a, Unit: north}, units) })
	}
}

// TestTheDatabaseKnowsOfWhichUnitARecordIs as the log tells it, event by event.
func TestTheDatabaseKnowsOfWhichUnitARecordIs(t *testing.T) {
	t.Parallel()
	db, a := postgrestest.New(t), uuid.New()
	log := openLog(t, db.DB, postgres.LogOptions{})
	one, other, file, paper, care := uuid.New(), uuid.New(), uuid.New(), uuid.New(), uuid.New()
	versions := map[eventlog.Stream]eventlog.Version{}
	owner := session(t, db.Logins.Owner)
	unitOf := func(id uuid.UUID) (unit string) {
		for _, u := range []string{north, south, ""} {
			var is bool
			if err := owner.QueryRow(t.Context(), "SELECT ruggensteun.of_unit($1, $2)", id, u).Scan(&is); err != nil {
				t.Fatal(err)
			}
			if is && u != "" {
				unit += u
			}
		}
		return unit
	}
	place := func(unit string) string { return `{"place":{"type":"ROAD","unit":"` + unit + `"}}` }
	for _, step := range []struct {
		category, typ, says string
		of                  uuid.UUID
		want                [5]string // one, other, the case, the aangifte, the care
	}{
		{"incident", "incident.registered.v4", place(north), one, [5]string{north}},
		{"incident", "incident.registered.v4", `{"place":{"type":"ROAD"}}`, other, [5]string{north}},
		{"prosecution", "prosecution.linked.v1", `{"kind":"WORKER","id":"` + one.String() + `"}`, file, [5]string{north}},
		{"prosecution", "prosecution.linked.v1", `{"kind":"INCIDENT","id":"` + one.String() + `"}`, file, [5]string{north, "", north}},
		{"aangifte", "aangifte.made.v1", `{"incidents":[{"id":"` + one.String() + `"},{"id":"` + other.String() + `"}]}`, paper, [5]string{north, "", north}},
		{"aftercare", "aftercare.opened.v1", `{"incident":"` + other.String() + `"}`, care, [5]string{north, "", north}},
		{"incident", "incident.details_added.v2", place(south), other, [5]string{north, south, north, "", south}},
		{"incident", "incident.details_added.v2", `{"behaviours":[]}`, other, [5]string{north, south, north, "", south}},
		{"incident", "incident.corrected.v3", `{"reason":null}`, other, [5]string{north, south, north, "", south}},
		{"incident", "incident.merged.v1", `{"into":"` + other.String() + `"}`, one, [5]string{north, south, south, south, south}},
		{"incident", "incident.split.v1", `{"from":"` + other.String() + `"}`, one, [5]string{north, south, north, "", south}},
		{"aangifte", "aangifte.corrected.v1", `{"incidents":[{"id":"` + one.String() + `"}]}`, paper, [5]string{north, south, north, north, south}},
		{"prosecution", "prosecution.linked.v1", `{"kind":"INCIDENT","id":"` + other.String() + `"}`, file, [5]string{north, south, "", north, south}},
		{"prosecution", "prosecution.unlinked.v1", `{"kind":"INCIDENT","id":"` + one.String() + `"}`, file, [5]string{north, south, south, north, south}},
		{"incident", "incident.corrected.v3", place(south), one, [5]string{south, south, south, south, south}},
		{"incident", "incident.corrected.v3", `{"place":{"type":"ROAD"}}`, other, [5]string{south, "", "", south, ""}},
	} {
		add := plainAppend(a)
		stream := eventlog.Stream{Category: step.category, ID: step.of}
		add.Changes[0].Stream, add.Changes[0].Expected = stream, versions[stream]
		add.Changes[0].Events[0].Type, add.Changes[0].Events[0].Payload = step.typ, []byte(step.says)
		mustAppend(t, log, add)
		versions[stream] += eventlog.Version(len(add.Changes[0].Events))
		for range 2 { // as it was told, and counted anew from the log
			if got := [5]string{unitOf(one), unitOf(other), unitOf(file), unitOf(paper), unitOf(care)}; got != step.want {
				t.Errorf("after %s %s they are of %q, want %q", step.typ, step.says, got, step.want)
			}
			db.Exec(t, "SET search_path = ruggensteun; SELECT units_from_log()")
		}
	}
}

// TestEveryEventThatTellsAUnitIsKnownToTheDatabase: a shape that is added later must be put in tells_unit, or say here why not.
func TestEveryEventThatTellsAUnitIsKnownToTheDatabase(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../eventjson/testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	owner, known := session(t, postgrestest.New(t).Logins.Owner), 0
	tells := regexp.MustCompile(`"(place|incidents?|into)":`)
	for _, file := range files {
		typ := strings.TrimSuffix(filepath.Base(file), ".json")
		category, _, _ := strings.Cut(typ, ".")
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var is bool
		if err := owner.QueryRow(t.Context(), "SELECT ruggensteun.tells_unit($1)", typ).Scan(&is); err != nil {
			t.Fatal(err)
		}
		if is {
			known++
		}
		if want := tells.Match(text) && slices.Contains([]string{"incident", "aangifte", "aftercare"}, category) && !slices.Contains(tellsOtherwise, typ); want && !is {
			t.Errorf("%s tells of an incident or a place, and the database does not take it in", typ)
		}
	}
	if known < 12 {
		t.Errorf("of all shapes only %d are known to tell a unit", known)
	}
}

// tellsOtherwise name another incident for what counts on its side already.
var tellsOtherwise = []string{"incident.absorbed.v1", "incident.released.v1"}
