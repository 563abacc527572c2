package timeline_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/projections/timeline"
)

func TestOfAClosedNoteItIsSaidThatThereIsOne(t *testing.T) {
	t.Parallel()
	lines := []timeline.Line{
		{Position: 1},
		{Position: 2, Note: secret},
		{Position: 3, Note: "…"}, // forgotten: nobody may read it, and none is kept from anybody
		{Position: 4, NoteClosed: true},
	}
	timeline.CloseNotes(lines)
	want := []timeline.Line{{Position: 1}, {Position: 2, NoteClosed: true}, {Position: 3, Note: "…"}, {Position: 4, NoteClosed: true}}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
}
