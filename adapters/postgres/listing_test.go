package postgres_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
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
	"ruggensteun/projections/facts"
	"ruggensteun/projections/listing"
)

// anyIncident is a row of the facts with everything that lists look at.
func anyIncident() facts.Incident {
	pick := func(list ...codes.Code) codes.Code { return list[rand.IntN(len(list))] }
	row := facts.Incident{
		Offset: 60 * rand.IntN(3), PlaceType: pick("ROAD", "HOME"), Gemeente: pick("GM0599", "GM0363"), Unit: pick("NRD", "NOT_RECORDED"),
		Behaviours: []codes.Code{pick("HIT", "SPIT")}, Withdrawn: rand.IntN(4) == 0,
	}
	if rand.IntN(5) > 0 {
		at := time.Date(2026, 11, 20, 22, rand.IntN(6*60), 0, 0, time.UTC)
		row.OccurredAt = &at
	}
	for v, i := reflect.ValueOf(&row).Elem(), 0; i < v.NumField(); i++ {
		if f := v.Field(i); f.Kind() == reflect.Slice && f.IsNil() {
			f.Set(reflect.MakeSlice(f.Type(), 0, 0))
		}
	}
	return row
}

// insertIncident puts a version of one in the facts, as the runner that registered them does.
func insertIncident(t *testing.T, db *postgrestest.Database, position int, id, employer uuid.UUID, row facts.Incident) {
	t.Helper()
	places := make([]string, 4+len(facts.Incidents.Columns))
	for i := range places {
		places[i] = fmt.Sprintf("$%d", i+1)
	}
	insert := fmt.Sprintf("INSERT INTO facts_r%d.incident VALUES (%s)", facts.Projection.Revision, strings.Join(places, ", "))
	db.Exec(t, insert, append([]any{id, position, id, employer}, facts.Incidents.Refs(&row)...)...)
}

var reporters = []uuid.UUID{uuid.New(), uuid.New()}

// insertEvent writes who told a version: of the first the reporter, of later ones somebody else.
func insertEvent(t *testing.T, db *postgrestest.Database, position int, row listing.Row, version int) {
	t.Helper()
	meta := eventlog.Meta{Actor: row.By, Role: "reporter", Purpose: "registration", Channel: "api", Correlation: reporters[1]}
	if version > 1 {
		meta.Actor = reporters[rand.IntN(2)]
	}
	text, err := meta.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	db.Exec(t, `INSERT INTO events VALUES ($1, $2, 'incident-' || $3::text, $4, gen_random_uuid(), 'incident.registered.v2', now(), NULL, $5, sha256(''), sha256(''))`,
		position, row.Employer, row.ID.String(), version, text)
}

// TestAListIsWhatTheQueryHolds: every page of every order, with filters at random,
// over incidents with several versions of two employers.
func TestAListIsWhatTheQueryHolds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, postgrestest.New(t), postgres.LogOptions{})
	runner := postgres.OpenRunner(w.DB, w.log, nil, postgres.RunnerOptions{})
	t.Cleanup(runner.Close)
	if _, err := runner.Register(t.Context(), facts.Projection); err != nil {
		t.Fatal(err)
	}
	employers := []uuid.UUID{uuid.New(), uuid.New()}
	newest, versions := map[uuid.UUID]listing.Row{}, map[uuid.UUID]int{}
	var ids []uuid.UUID
	for n := range 150 {
		id, employer := uuid.New(), employers[rand.IntN(2)]
		if len(ids) > 0 && rand.IntN(3) == 0 {
			id = ids[rand.IntN(len(ids))]
			employer = newest[id].Employer
		} else {
			ids = append(ids, id)
		}
		row := listing.Row{ID: id, Employer: employer, By: newest[id].By, Incident: anyIncident()}
		if row.By == uuid.Nil {
			row.By = reporters[rand.IntN(2)]
		}
		insertEvent(t, w.Database, n+1, row, versions[id]+1)
		newest[id], versions[id] = row, versions[id]+1
		insertIncident(t, w.Database, n+1, id, employer, row.Incident)
	}
	list := postgres.OpenListing(w.DB)
	for range 60 {
		q := anyQuery(employers)
		if rand.IntN(3) == 0 {
			q.By = reporters[0]
		}
		if rand.IntN(4) == 0 {
			q = listing.Query{Order: q.Order, Limit: q.Limit}
			n := incident.Number(ids[rand.IntN(len(ids))])
			q.Number = &n
		}
		scope := access.Scope{All: true}
		if rand.IntN(2) == 0 {
			scope = access.Scope{Employer: employers[0]}
		}
		var all []listing.Row
		for _, r := range newest {
			if scope.Includes(r.Employer) {
				all = append(all, r)
			}
		}
		for page := 1; ; page++ {
			want := q.PageOf(all)
			got, err := list.List(t.Context(), scope, q)
			if err != nil {
				t.Fatalf("%+v: %v", q, err)
			}
			if !slices.EqualFunc(want.Rows, got.Rows, func(a, b listing.Row) bool { return a.ID == b.ID && a.PlaceType == b.PlaceType }) || want.Next.String() != got.Next.String() {
				t.Fatalf("page %d of %+v: %d rows, want %d", page, q, len(got.Rows), len(want.Rows))
			}
			if q.After = got.Next; q.After.ID == uuid.Nil {
				break
			}
		}
	}
	if slices.IsSortedFunc(ids, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }) {
		t.Error("the ids are in order by themselves, so that nothing was sorted")
	}
}

func TestEmployersStandInTheOrderOfTheirCodes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, postgrestest.New(t), postgres.LogOptions{})
	runner := postgres.OpenRunner(w.DB, w.log, nil, postgres.RunnerOptions{})
	t.Cleanup(runner.Close)
	if _, err := runner.Register(t.Context(), facts.Projection); err != nil {
		t.Fatal(err)
	}
	var all []listing.Employer
	for n, code := range []string{"VR-Z", "GEM-B", "GEM-a", "GEM-A", "RAV"} {
		e := listing.Employer{ID: uuid.New(), Employer: facts.Employer{Code: code, Name: "Nieuw", Kind: "EMP_GEM", Zone: "Europe/Amsterdam", Areas: []codes.Code{}, AreaNames: []string{}, AreaGemeenten: []codes.Code{}, Units: []codes.Code{}, UnitNames: []string{}}}
		all = append(all, e)
		for version, name := range []string{"Oud", "Nieuw"} {
			row := e.Employer
			row.Name = name
			places := "$1, $2, $1, $1"
			for i := range facts.Employers.Columns {
				places += fmt.Sprintf(", $%d", i+3)
			}
			w.Exec(t, fmt.Sprintf("INSERT INTO facts_r%d.employer VALUES (%s)", facts.Projection.Revision, places),
				append([]any{e.ID, 10*n + version + 1}, facts.Employers.Refs(&row)...)...)
		}
	}
	list := postgres.OpenListing(w.DB)
	for after, n := "", 0; ; n++ {
		want := listing.EmployersOf(all, after, 2)
		got, err := list.Employers(t.Context(), access.Scope{All: true}, after, 2)
		same := func(a, b listing.Employer) bool { return a.ID == b.ID && a.Name == b.Name }
		if err != nil || !slices.EqualFunc(want.Rows, got.Rows, same) || want.Next != got.Next || n > 3 {
			t.Fatalf("after %q: %+v, want %+v, %v", after, got.Rows, want.Rows, err)
		}
		if after = got.Next; after == "" {
			break
		}
	}
	if own, err := list.Employers(t.Context(), access.Scope{Employer: all[1].ID}, "", 10); err != nil || len(own.Rows) != 1 || own.Rows[0].ID != all[1].ID {
		t.Errorf("one employer sees %+v, %v", own.Rows, err)
	}
}

func anyQuery(employers []uuid.UUID) listing.Query {
	q := listing.Query{Order: listing.Orders[rand.IntN(4)], Limit: 1 + rand.IntN(40)}
	some := func(odds int) bool { return rand.IntN(odds) == 0 }
	if some(3) {
		q.Employer = employers[rand.IntN(2)]
	}
	if some(4) {
		q.From = []string{"2026-11-20", "2026-11-21"}[rand.IntN(2)]
	}
	if some(4) {
		q.Through = []string{"2026-11-20", "2026-11-21"}[rand.IntN(2)]
	}
	if some(4) {
		q.Place = "ROAD"
	}
	if some(5) {
		q.Gemeente = "GM0599"
	}
	if some(5) {
		q.Unit = "NRD"
	}
	if some(4) {
		q.Behaviour = "HIT"
	}
	if some(3) {
		gone := some(2)
		q.Withdrawn = &gone
	}
	return q
}
