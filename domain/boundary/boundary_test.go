package boundary_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/boundary"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

var operator = access.Actor{ID: uuid.UUID{1}, Role: access.Operator, Purpose: access.Operation}

func square(code codes.Code, x float64) boundary.Area {
	return boundary.Area{Code: code, Rings: [][]boundary.Point{{{X: x, Y: 52}, {X: x + 1, Y: 52}, {X: x + 1, Y: 53}, {X: x, Y: 53}, {X: x, Y: 52}}}}
}

func load(sets ...boundary.Set) boundary.Load {
	return boundary.Load{By: operator, Source: "CBS 2023", Licence: "CC BY 4.0", File: strings.Repeat("0f", 32), Sets: sets}
}

func TestLoading(t *testing.T) {
	t.Parallel()
	gm, vr := boundary.Set{Level: boundary.Gemeente, Since: "2023-01-01", Areas: []boundary.Area{square("GM0599", 4)}}, boundary.Set{Level: boundary.Region, Since: "2023-01-01", Areas: []boundary.Area{square("VR17", 4)}}
	first, err := boundary.Decider.Decide(boundary.Atlas{}, load(gm, vr))
	if err != nil || len(first) != 2 || first[0].Level != boundary.Gemeente || len(first[0].Shape.Outlines) != 1 {
		t.Fatalf("%+v, %v", first, err)
	}
	atlas := boundary.Decider.Fold(first)
	if again, err := boundary.Decider.Decide(atlas, load(gm, vr)); err != nil || len(again) != 0 {
		t.Errorf("the same twice adds %d, %v", len(again), err)
	}
	moved := gm
	moved.Areas = []boundary.Area{square("GM0599", 5)}
	then, err := boundary.Decider.Decide(atlas, load(moved, vr))
	if err != nil || len(then) != 1 {
		t.Fatalf("one level is other, and %d are loaded, %v", len(then), err)
	}
	if got := atlas.With(then[0]); len(got.Sets) != 2 || got.Sets[0].Shape.Arcs[0] != then[0].Shape.Arcs[0] {
		t.Errorf("it does not stand in the place of the one before: %+v", got.Sets)
	}
}

func TestWhatCannotBeLoadedNamesTheField(t *testing.T) {
	t.Parallel()
	good := boundary.Set{Level: boundary.Gemeente, Since: "2023-01-01", Areas: []boundary.Area{square("GM0599", 4)}}
	change := func(f func(*boundary.Set)) boundary.Set { s := good; f(&s); return s }
	for name, c := range map[string]struct {
		when boundary.Load
		want []string
	}{
		"nothing":         {boundary.Load{By: operator}, []string{"source", "licence", "file", "file"}},
		"no such level":   {load(change(func(s *boundary.Set) { s.Level = "wijk" })), []string{"sets[0].level"}},
		"no day":          {load(change(func(s *boundary.Set) { s.Since = "2023" })), []string{"sets[0].since"}},
		"one level twice": {load(good, good), []string{"sets[1].level"}},
		"no code of ours": {load(change(func(s *boundary.Set) { s.Areas = []boundary.Area{square("BU0001", 4)} })), []string{"sets[0].areas"}},
		"smaller than can be shown": {load(change(func(s *boundary.Set) {
			s.Areas = append(s.Areas, boundary.Area{Code: "GM0363", Rings: [][]boundary.Point{{{X: 4, Y: 52}, {X: 4.00001, Y: 52}, {X: 4, Y: 52.00001}, {X: 4, Y: 52}}}})
		})), []string{"sets[0].areas"}},
	} {
		_, err := boundary.Decider.Decide(boundary.Atlas{}, c.when)
		var f *fault.Fault
		if !errors.As(err, &f) || f.Kind != fault.Invalid {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, field := range f.Fields {
			got = append(got, field.Name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: names %v, want %v", name, got, c.want)
		}
	}
}

func TestWhichCodesOfOursAreMissingIsSaid(t *testing.T) {
	t.Parallel()
	s := boundary.Set{Level: boundary.Province, Since: "2023-01-01"}
	for i, c := range boundary.Province.Codes(s.Since)[1:] {
		s.Areas = append(s.Areas, square(c, float64(i)))
	}
	s.Areas = append(s.Areas, square("PV99", 30))
	missing, unknown := s.Compared()
	if len(missing) != 1 || len(unknown) != 1 || unknown[0] != "PV99" {
		t.Errorf("missing %v, unknown %v", missing, unknown)
	}
	if n := len(boundary.Gemeente.Codes("2023-01-01")); n != 342 {
		t.Errorf("%d gemeenten in 2023", n)
	}
	if n := len(boundary.Gemeente.Codes("2020-01-01")); n != 355 {
		t.Errorf("%d gemeenten in 2020", n)
	}
}

func TestOnlyTheOperatorLoads(t *testing.T) {
	t.Parallel()
	for _, role := range access.Roles() {
		c := load(boundary.Set{Level: boundary.Gemeente, Since: "2023-01-01", Areas: []boundary.Area{square("GM0599", 4)}})
		c.By.Role, c.By.Purpose, c.By.Employer = role, role.Purposes()[0], uuid.UUID{2}
		_, err := boundary.Decider.Decide(boundary.Atlas{}, c)
		if may := err == nil; may != (role == access.Operator) {
			t.Errorf("%s: %v", role, err)
		}
	}
}
