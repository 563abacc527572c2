package vault_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

func TestANumberLeadsToEveryCaseThatKnowsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	elsewhere := w.register(t)
	var want []uuid.UUID
	for range 10 { // more than are looked up together
		id := uuid.New()
		want = append(want, id)
		for range 2 { // the second time it leads there already
			marks, err := w.CaseMarks(t.Context(), w.employer, []string{"number/1012345626"}, id)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.store.Keep(nil, marks); err != nil {
				t.Fatal(err)
			}
		}
	}
	got, err := w.another(t).CasesBy(t.Context(), w.employer, []string{"number/none", "number/1012345626"})
	if err != nil || len(got[0]) != 0 || !slices.Equal(got[1], want) {
		t.Errorf("%v, %v; want %v", got, err, want)
	}
	if got, err := w.CasesBy(t.Context(), elsewhere, []string{"number/1012345626"}); err != nil || len(got[0]) != 0 {
		t.Errorf("at another employer: %v, %v", got, err)
	}
	if got, err := w.AangiftenBy(t.Context(), w.employer, []string{"number/1012345626"}); err != nil || len(got[0]) != 0 {
		t.Errorf("an aangifte is no case: %v, %v", got, err)
	}
}

func TestANoticeHasTheSameIDForWhoeverImportsIt(t *testing.T) {
	t.Parallel()
	w, of := newWorld(t), uuid.New()
	elsewhere := w.register(t)
	id, told, err := w.Notice(t.Context(), w.employer, "OM-1", 0)
	if err != nil || id == uuid.Nil || told != uuid.Nil {
		t.Fatalf("%s, %s, %v", id, told, err)
	}
	mark, err := w.NoticeMark(t.Context(), w.employer, "OM-1", 0, of)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.store.Keep(nil, []eventlog.Mark{mark}); err != nil {
		t.Fatal(err)
	}
	again, told, err := w.another(t).Notice(t.Context(), w.employer, "OM-1", 0)
	if err != nil || again != id || told != of {
		t.Errorf("%s, %s, %v; want %s in %s", again, told, err, id, of)
	}
	for what, other := range map[string]func() (uuid.UUID, uuid.UUID, error){
		"another key":         func() (uuid.UUID, uuid.UUID, error) { return w.Notice(t.Context(), w.employer, "OM-2", 0) },
		"after an undoing":    func() (uuid.UUID, uuid.UUID, error) { return w.Notice(t.Context(), w.employer, "OM-1", 1) },
		"of another employer": func() (uuid.UUID, uuid.UUID, error) { return w.Notice(t.Context(), elsewhere, "OM-1", 0) },
	} {
		if got, told, err := other(); err != nil || got == id || told != uuid.Nil {
			t.Errorf("%s: %s, %s, %v", what, got, told, err)
		}
	}
}
