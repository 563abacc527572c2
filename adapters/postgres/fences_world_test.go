package postgres_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/projections"
	"ruggensteun/projections/doubles"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/triage"
	"ruggensteun/projections/worklist"
)

// fenced is two employers, each with a row of everything there is.
type fenced struct {
	*postgrestest.Database
	log  *postgres.Log
	a, b uuid.UUID
	of   map[string]uuid.UUID // whose an id is, or an agreement
	has  map[uuid.UUID]*owned
}

// owned is what one of them has.
type owned struct {
	stream   eventlog.Stream
	incident uuid.UUID
	suspect  uuid.UUID
	trace    doubles.Seen
	blob     eventlog.Hash
}

func newFenced(t *testing.T) *fenced {
	t.Helper()
	f := &fenced{Database: postgrestest.New(t), a: uuid.New(), b: uuid.New(), of: map[string]uuid.UUID{}, has: map[uuid.UUID]*owned{}}
	f.log = openLog(t, f.DB, postgres.LogOptions{})
	runner := postgres.OpenRunner(f.DB, f.log, nil, postgres.RunnerOptions{})
	t.Cleanup(runner.Close)
	for _, p := range []projections.Projection{facts.Projection, doubles.Projection, triage.Projection} {
		if _, err := runner.Register(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	for _, employer := range []uuid.UUID{f.a, f.b} {
		f.has[employer] = &owned{incident: uuid.New(), suspect: uuid.New()}
		f.of[employer.String()] = employer
		f.fillLog(t, employer)
		f.fillFacts(t, employer)
		f.fillDoubles(t, employer)
		f.fillWork(t, employer)
		f.fillAccess(t, employer)
	}
	return f
}

// owns gives a new id that is known to be of an employer.
func (f *fenced) owns(employer uuid.UUID) uuid.UUID {
	id := uuid.New()
	f.of[id.String()] = employer
	return id
}

func (f *fenced) fillLog(t *testing.T, employer uuid.UUID) {
	one := plainAppend(employer)
	mustAppend(t, f.log, one)
	certified := plainAppend(employer)
	certified.Changes[0].Stream.Category, certified.Changes[0].Events[0].Type = "certificate", "certificate.issued.v1"
	mustAppend(t, f.log, certified)
	f.has[employer].stream = one.Changes[0].Stream
	sealed := []byte("this is sealed for " + employer.String())
	f.has[employer].blob = eventlog.Hash(sha(sealed))
	if err := postgres.OpenBlobs(f.DB).Put(t.Context(), employer, f.has[employer].blob, sealed); err != nil {
		t.Fatal(err)
	}
}

func (f *fenced) fillFacts(t *testing.T, employer uuid.UUID) {
	id := f.has[employer].incident
	f.of[id.String()] = employer
	insertRow(t, f.Database, facts.Projection, facts.Incidents, id, employer, facts.Incident{})
	insertRow(t, f.Database, facts.Projection, facts.Employers, employer, employer, facts.Employer{Code: "GEM-" + employer.String()[:8]})
	insertRow(t, f.Database, facts.Projection, facts.Cases, f.owns(employer), employer, facts.Case{Incidents: []uuid.UUID{id}, Suspect: f.has[employer].suspect})
	insertRow(t, f.Database, facts.Projection, facts.Aangiften, f.owns(employer), employer, facts.Aangifte{Incidents: []uuid.UUID{id}})
	insertRow(t, f.Database, facts.Projection, facts.Cares, f.owns(employer), employer, facts.Care{Incident: id})
	insertRow(t, f.Database, triage.Projection, triage.Notices, f.owns(employer), employer, triage.Notice{})
}

// fillDoubles has three that are one: the first is asked about, the second is near it, and that was
// merged into the third, of another day.
func (f *fenced) fillDoubles(t *testing.T, employer uuid.UUID) {
	at, err := moment.New(time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC), 60, moment.Minute, "")
	if err != nil {
		t.Fatal(err)
	}
	here := doubles.Of(at, incident.Place{Type: "ROAD", Unit: "NRD"}).Under("AVG")
	f.has[employer].trace = doubles.Seen{ID: f.owns(employer), Trace: here}
	target, merged := f.owns(employer), here
	merged.Into = target
	insertRow(t, f.Database, doubles.Projection, doubles.Traces, f.has[employer].trace.ID, employer, here)
	insertRow(t, f.Database, doubles.Projection, doubles.Traces, f.owns(employer), employer, merged)
	insertRow(t, f.Database, doubles.Projection, doubles.Traces, target, employer, doubles.Of(moment.Nothing("UNKNOWN"), incident.Place{}).Under("AVG"))
}

var workNoon = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

func (f *fenced) fillWork(t *testing.T, employer uuid.UUID) {
	day, code := calendar.On(2026, 11, 26), "AFSPRAAK-"+employer.String()
	f.of[code] = employer
	file := worklist.File{
		ID: f.owns(employer), Kind: worklist.OfCase, Employer: employer, Position: 1, Incident: f.has[employer].incident,
		Links: []uuid.UUID{f.has[employer].incident}, Responsible: f.owns(employer),
		Clocks: []worklist.Clock{{
			Agreement: code, Version: "1", Whose: agreement.Employer, Start: "OUTCOME_KNOWN", StartedOn: day - 3, Responsible: "CASE_WORKER",
			WarnAt: workNoon.Add(-2 * time.Hour), DueFrom: workNoon.Add(-time.Hour), TooLate: workNoon.Add(time.Hour), DueOn: day,
		}},
	}
	if put, err := postgres.OpenWorklist(f.DB).Put(t.Context(), file); err != nil || !put {
		t.Fatal(put, err)
	}
}

func (f *fenced) fillAccess(t *testing.T, employer uuid.UUID) {
	who := access.Actor{ID: f.owns(employer), Role: access.Registrar, Employer: employer, Purpose: access.Registration}
	record := f.has[employer].incident
	tried := access.Attempted{At: workNoon, Actor: who, Owner: employer, Refused: access.ByUnit, What: "incident", Record: record, Route: "GET /incidents/{id}", Correlation: uuid.New()}
	read := readBy(employer)
	read.At, read.Actor, read.ID = workNoon, who, record
	for _, err := range []error{
		postgres.OpenAttempts(f.DB).Keep(t.Context(), tried, incident.Stream(record)),
		openReadings(f.DB).Record(t.Context(), read),
		postgres.OpenAccess(f.DB).Held(t.Context(), access.Said{At: workNoon, Actor: who.ID, Role: who.Role, Employer: employer, Held: true}),
		postgres.OpenAccess(f.DB).Knocked(t.Context(), access.Knock{At: workNoon, What: access.SignedIn, Actor: who}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// insertRow puts one version of a row in a read model, as the runner that registered it does.
func insertRow[R any](t *testing.T, db *postgrestest.Database, p projections.Projection, s projections.Spec[R], key, employer uuid.UUID, row R) {
	t.Helper()
	for v, i := reflect.ValueOf(&row).Elem(), 0; i < v.NumField(); i++ {
		if f := v.Field(i); f.Kind() == reflect.Slice && f.IsNil() {
			f.Set(reflect.MakeSlice(f.Type(), 0, 0))
		}
	}
	places := make([]string, 4+len(s.Columns))
	for i := range places {
		places[i] = fmt.Sprintf("$%d", i+1)
	}
	db.Exec(t, fmt.Sprintf("INSERT INTO %s_r%d.%s VALUES (%s)", p.Name, p.Revision, s.Name, strings.Join(places, ", ")),
		append([]any{key, 1, key, employer}, s.Refs(&row)...)...)
}

// asked is what a question of one store brings of an employer.
type asked func(ctx context.Context, f *fenced, scope access.Scope, about uuid.UUID) (owners []uuid.UUID, err error)

// whose gives the owners of what was answered; what is not known is nobody's, and that is told.
func whose[T any](f *fenced, list []T, id func(T) string) (owners []uuid.UUID) {
	for _, one := range list {
		owners = append(owners, f.of[id(one)])
	}
	return owners
}
