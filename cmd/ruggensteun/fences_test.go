package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/api"
	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
	"ruggensteun/projections/figures"
	lists "ruggensteun/projections/listing"
)

// anyoneAs lets everybody in as one actor.
type anyoneAs access.Actor

func (a anyoneAs) Authenticate(*http.Request) (access.Actor, error) { return access.Actor(a), nil }

// everythingRead and everythingListed are stores that are asked for everything, whoever asks: a
// program that forgot its first fence.
type everythingRead struct{ api.Records }

var everything = access.Scope{All: true}

func (r everythingRead) ReadStreamAs(ctx context.Context, _ access.Scope, s eventlog.Stream) ([]eventlog.Recorded, error) {
	return r.Records.ReadStreamAs(ctx, everything, s)
}

func (r everythingRead) ReadKindAs(ctx context.Context, _ access.Scope, owner uuid.UUID, category string, after eventlog.Place, upTo eventlog.Position, limit int) ([]eventlog.Recorded, error) {
	return r.Records.ReadKindAs(ctx, everything, owner, category, after, upTo, limit)
}

func (r everythingRead) CountKindsAs(ctx context.Context, _ access.Scope, owner uuid.UUID, upTo eventlog.Position) (map[string]export.Count, error) {
	return r.Records.CountKindsAs(ctx, everything, owner, upTo)
}

func (r everythingRead) ReadCategoryAs(ctx context.Context, _ access.Scope, category string) ([]eventlog.Recorded, error) {
	return r.Records.ReadCategoryAs(ctx, everything, category)
}

type everythingListed struct{ api.Listing }

func (l everythingListed) Employers(ctx context.Context, _ access.Scope, after string, limit int) (lists.Employers, error) {
	return l.Listing.Employers(ctx, everything, after, limit)
}

func (l everythingListed) List(ctx context.Context, _ access.Scope, q lists.Query) (lists.Page, error) {
	return l.Listing.List(ctx, everything, q)
}

func (l everythingListed) Around(ctx context.Context, _ access.Scope, incident uuid.UUID) (cases, aangiften, care []uuid.UUID, err error) {
	return l.Listing.Around(ctx, everything, incident)
}

func (l everythingListed) Against(ctx context.Context, _ access.Scope, suspect uuid.UUID) ([]uuid.UUID, error) {
	return l.Listing.Against(ctx, everything, suspect)
}

// TestRowSecurityHoldsBehindDoorsThatLetEverythingThrough: the whole interface, with stores that ask
// for everything. A registrar of one employer is then shown the lists of all, and so is the operator,
// who sees no record but each employer. Where row-level security goes by the employer, both are shown
// its rows and no others. That the operator is shown no record holds with both fences down too.
func TestRowSecurityHoldsBehindDoorsThatLetEverythingThrough(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.run("migrate").ok()
	c.employer("GEM-A")
	c.employer("GEM-B")
	ours, theirs := c.incident("GEM-A", "2026-11-02T10:00", "ROAD"), c.incident("GEM-B", "2026-11-02T11:00", "ROAD")
	p := &program{in: strings.NewReader(""), out: new(bytes.Buffer), err: new(bytes.Buffer), env: c.getenv}
	s, err := p.openStore(t.Context(), where{database: c.env["RUGGENSTEUN_DATABASE"], master: c.env["RUGGENSTEUN_MASTER_KEY"]})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	engine, err := s.loadFigures(t.Context(), func() figures.Source { return postgres.OpenFacts(s.db) })
	if err != nil {
		t.Fatal(err)
	}
	a, _, err := s.vault.EmployerByCode(t.Context(), "GEM-A")
	if err != nil {
		t.Fatal(err)
	}
	door := func(role access.Role, purpose access.Purpose) http.Handler {
		n := s.needs(anyoneAs{ID: uuid.New(), Role: role, Employer: a, Purpose: purpose}, engine, s.lookout(catchUpMoment), alwaysReady{}, newHTTPImports(s, ""), "cli")
		n.Records, n.Listing = everythingRead{n.Records}, everythingListed{n.Listing}
		handler, err := api.Handler(n)
		if err != nil {
			t.Fatal(err)
		}
		return handler
	}
	registrar, operator := door(access.Registrar, access.Registration), door(access.Operator, access.Operation)
	answer := func(door http.Handler, road string) (int, string) {
		w := httptest.NewRecorder()
		door.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", "http://localhost/v1"+road, nil))
		return w.Code, w.Body.String()
	}
	lists := map[string]struct {
		door        http.Handler
		ours, other string
	}{
		"/incidents": {registrar, ours, theirs},
		"/employers": {operator, "GEM-A", "GEM-B"},
	}
	for road, l := range lists {
		if code, body := answer(l.door, road); code != 200 || !strings.Contains(body, l.other) {
			t.Errorf("%s shows nothing of the other employer with both fences down, so what follows proves nothing: %d %s", road, code, body)
		}
	}
	for _, road := range []string{"/incidents", "/incidents/" + ours, "/incidents/" + ours + "/timeline", "/incidents/" + theirs, "/triage", "/cases", "/exports?employer=GEM-A"} {
		if code, body := answer(operator, road); code != 403 {
			t.Errorf("the operator asks for %s: %d %s", road, code, body)
		}
	}

	c.db.HoldReadersTo(t, a)
	for road, l := range lists {
		if code, body := answer(l.door, road); code != 200 || !strings.Contains(body, l.ours) || strings.Contains(body, l.other) {
			t.Errorf("%s: %d %s", road, code, body)
		}
	}
}
