package figures_test

import (
	"slices"
	"strings"
	"testing"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/coding"
	"ruggensteun/projections/figures"
)

// TestEveryListThatCanBeCodedTwiceIsSomeDimension, or what came of a sample would stand nowhere;
// and no dimension names a list that nobody can test.
func TestEveryListThatCanBeCodedTwiceIsSomeDimension(t *testing.T) {
	t.Parallel()
	var shown []string
	for _, d := range figures.Dimensions() {
		if d == figures.All {
			continue
		}
		_, lists := figures.Question{Rows: d}.CodedBy()
		shown = append(shown, lists...)
	}
	can := []string{coding.NameOf(codes.BehaviourGroup)}
	for _, of := range coding.Lists() {
		can = append(can, of.Name())
		if !slices.Contains(shown, of.Name()) {
			t.Errorf("%s can be tested, and stands beside no dimension", of.Name())
		}
	}
	for _, name := range shown {
		if !slices.Contains(can, name) {
			t.Errorf("a dimension waits for %s, which nobody can test", name)
		}
	}
}

// TestADimensionIsNamedOnce, wherever it stands in the question.
func TestADimensionIsNamedOnce(t *testing.T) {
	t.Parallel()
	q := figures.Question{Rows: figures.Place, Columns: figures.Weekday, Base: figures.Trigger, Filters: figures.Filters{figures.Place: {"ROAD"}, figures.Reach: {"REACHED"}}}
	dimensions, lists := q.CodedBy()
	if want := []figures.Dimension{figures.Place, figures.Trigger, figures.Reach}; !slices.Equal(dimensions, want) {
		t.Errorf("%v", dimensions)
	}
	if got := strings.Join(lists, " "); got != "location-type trigger reach" {
		t.Error(got)
	}
}
