package reference_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/reference"
)

var operator = access.Actor{ID: uuid.UUID{1}, Role: access.Operator, Purpose: access.Operation}

func load(rows ...reference.Row) reference.Load {
	return reference.Load{By: operator, Table: reference.Urbanity, Source: "CBS 2026", Rows: rows}
}

func TestLoading(t *testing.T) {
	t.Parallel()
	rotterdam := reference.Row{Of: "GM0599", Since: "2026-01-01", Value: "URBAN_1"}
	for name, c := range map[string]struct {
		given []reference.TableLoaded
		when  reference.Load
		then  []reference.Row // nil: nothing new
	}{
		"a table is loaded whole, in its own order": {
			when: load(reference.Row{Of: "GM0599", Since: "2026-01-01", Value: "1"}, reference.Row{Of: "GM0014", Since: "2027-01-01", Value: "URBAN_5"}, reference.Row{Of: "GM0014", Since: "2026-01-01", Value: "2"}),
			then: []reference.Row{{Of: "GM0014", Since: "2026-01-01", Value: "URBAN_2"}, {Of: "GM0014", Since: "2027-01-01", Value: "URBAN_5"}, rotterdam},
		},
		"the same twice adds nothing": {
			given: []reference.TableLoaded{{Table: reference.Urbanity, Source: "CBS 2026", Rows: []reference.Row{rotterdam}}},
			when:  load(reference.Row{Of: "GM0599", Since: "2026-01-01", Value: "1"}),
		},
		"a denominator is loaded as numbers": {
			when: reference.Load{By: operator, Table: reference.Staff, Source: "jaarverslag 2025", Rows: []reference.Row{{Of: "GEM-X/BOA1", Since: "2026-01-01", Value: "40"}}},
			then: []reference.Row{{Of: "GEM-X/BOA1", Since: "2026-01-01", Value: "40"}},
		},
		"another source is another table": {
			given: []reference.TableLoaded{{Table: reference.Urbanity, Source: "CBS 2025", Rows: []reference.Row{rotterdam}}},
			when:  load(rotterdam), then: []reference.Row{rotterdam},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			events, err := reference.Decider.Decide(reference.Decider.Fold(c.given), c.when)
			if err != nil {
				t.Fatal(err)
			}
			var rows []reference.Row
			for _, e := range events {
				rows = e.Rows
			}
			if !slices.Equal(rows, c.then) {
				t.Errorf("loaded %+v, want %+v", rows, c.then)
			}
		})
	}
}

func TestWhatCannotBeLoadedNamesEachLine(t *testing.T) {
	t.Parallel()
	good := reference.Row{Of: "GM0599", Since: "2026-01-01", Value: "1"}
	for name, c := range map[string]struct {
		when reference.Load
		want []string
	}{
		"no lines":                  {load(), []string{"rows"}},
		"no source":                 {reference.Load{By: operator, Table: reference.Urbanity, Rows: []reference.Row{good}}, []string{"source"}},
		"a table that nobody knows": {reference.Load{By: operator, Table: "weather", Source: "x", Rows: []reference.Row{good}}, []string{"table"}},
		"each mistake of each line": {
			load(good, reference.Row{Of: "Rotterdam", Since: "1 mei", Value: "6"}, reference.Row{Of: codes.Unknown, Since: "2026-01-01", Value: "1"}),
			[]string{"rows[1].of", "rows[1].since", "rows[1].value", "rows[2].of"},
		},
		"a number that is none, of an employer without a profession": {
			reference.Load{By: operator, Table: reference.Deployments, Source: "x", Rows: []reference.Row{{Of: "GEM-X", Since: "2026-01-01", Value: "1.000"}, {Of: "GEM-X/KOK", Since: "2026-01-01", Value: "-1"}}},
			[]string{"rows[0].of", "rows[0].value", "rows[1].of", "rows[1].value"},
		},
		"one gemeente twice since a day": {load(good, good), []string{"rows[1].of"}},
		"too many":                       {load(make([]reference.Row, 3001)...), []string{"rows"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := reference.Decider.Decide(reference.Table{}, c.when)
			var f *fault.Fault
			if !errors.As(err, &f) || f.Kind != fault.Invalid {
				t.Fatalf("got %v", err)
			}
			var got []string
			for _, field := range f.Fields {
				got = append(got, field.Name)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("names %v, want %v", got, c.want)
			}
		})
	}
}

func TestATableIsNamedByItsLinesInAnyOrder(t *testing.T) {
	t.Parallel()
	a, b := reference.Row{Of: "GM0014", Since: "2026-01-01", Value: "238147"}, reference.Row{Of: "GM0599", Since: "2026-01-01", Value: "670610"}
	one, other := reference.TableLoaded{Source: "CBS", Rows: []reference.Row{a, b}}, reference.TableLoaded{Rows: []reference.Row{b, a}}
	if one.Hash() != other.Hash() || one.Hash() == (reference.TableLoaded{Rows: []reference.Row{a}}).Hash() || len(one.Hash()) != 64 {
		t.Errorf("%s and %s", one.Hash(), other.Hash())
	}
}

func TestManyWrongLinesAreNotAllNamed(t *testing.T) {
	t.Parallel()
	rows := make([]reference.Row, 500)
	_, err := reference.Decider.Decide(reference.Table{}, load(rows...))
	var f *fault.Fault
	if !errors.As(err, &f) || len(f.Fields) != 20*3 {
		t.Errorf("got %d mistakes, want those of 20 lines", len(f.Fields))
	}
}

func TestOnlyTheOperatorLoads(t *testing.T) {
	t.Parallel()
	for _, role := range access.Roles() {
		c := load(reference.Row{Of: "GM0599", Since: "2026-01-01", Value: "1"})
		c.By.Role, c.By.Purpose, c.By.Employer = role, role.Purposes()[0], uuid.UUID{2}
		_, err := reference.Decider.Decide(reference.Table{}, c)
		if may := err == nil; may != (role == access.Operator) {
			t.Errorf("%s: %v", role, err)
		}
	}
}
