package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/figures"
)

// person asks something of a pseudonym through the same door as everybody, and gives how
// far the log is then.
func (r *register) person(of uuid.UUID, what, body string) eventlog.Position {
	r.t.Helper()
	c, err := r.caller(r.t.Context(), where{as: "registrar@GEM-X"}, newFigures())
	if err != nil {
		r.t.Fatal(err)
	}
	if _, err := c.call(r.t.Context(), http.MethodPost, "/v1/persons/"+of.String()+what, http.Header{}, []byte(body), nil); err != nil {
		r.t.Fatal(err)
	}
	head, err := r.log.Head(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	return head
}

// TestFiguresAndRowsFollowAMergeOfPersons on a real database: what is counted as of each
// position is the same when everything is folded from the log anew.
func TestFiguresAndRowsFollowAMergeOfPersons(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	r := c.register("GEM-X")
	anna, again := id(1), id(2)
	r.hurt(id(11), anna, "I1")
	r.hurt(id(11), again, "I3")
	r.hurt(id(12), again, "I2")
	before, err := r.log.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	merged := r.person(again, "/merge", `{"into":"`+anna.String()+`","reason":"nummer verkeerd getypt"}`)
	split := r.person(again, "/split", `{"reason":"het zijn twee zussen"}`)
	r.caughtUp()
	counts := func(when string) {
		t.Helper()
		desk := newDesk(r.store)
		if err := desk.load(t.Context()); err != nil {
			t.Fatal(err)
		}
		for asOf, want := range map[eventlog.Position]map[codes.Code]int{before: {"2": 1, "1": 1, "I3": 1}, merged: {"2": 0, "1": 2, "I3": 0}, split: {"2": 1, "1": 1, "I3": 1}} {
			for value, n := range want {
				by := figures.Hit
				if strings.HasPrefix(string(value), "I") {
					by = figures.Injury
				}
				a, err := desk.Ask(figures.Question{Unit: figures.CountIncidents, AsOf: asOf, Filters: figures.Filters{by: {value}}}, access.Scope{Employer: r.employer})
				if err != nil || a.Total.N != n {
					t.Errorf("%s, as of %d: %d with %s %s, want %d (%v)", when, asOf, a.Total.N, by, value, n, err)
				}
			}
		}
	}
	counts("followed")
	r.agrees("followed")
	if said := c.run("projections", "rebuild", "facts").ok(); strings.Contains(said, "differed") {
		t.Errorf("a rebuild finds\n%s", said)
	}
	counts("rebuilt")
	c.run("verify", "--open").ok()
}
