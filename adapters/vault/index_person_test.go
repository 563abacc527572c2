package vault_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

func TestANameLeadsToTheRecordsThatSaidItAtOneEmployer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	elsewhere := w.register(t)
	file, incident := uuid.New(), uuid.New()
	keep := func(marks []eventlog.Mark, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if err := w.store.Keep(nil, marks); err != nil {
			t.Fatal(err)
		}
	}
	keep(w.SuspectMarks(t.Context(), w.employer, "Willem Voorbeeld", "2001-02-03", file))
	keep(w.WorkerMarks(t.Context(), w.employer, []string{"Jan  de Wit", "", " "}, incident))
	for name, c := range map[string]struct {
		at         uuid.UUID
		name, born string
		want       []uuid.UUID
	}{
		"as it was told":                      {w.employer, "Willem Voorbeeld", "", []uuid.UUID{file}},
		"in other capitals and spaces":        {w.employer, " willem  VOORBEELD", "", []uuid.UUID{file}},
		"by the day of birth alone":           {w.employer, "", "2001-02-03", []uuid.UUID{file}},
		"the name counts where both are told": {w.employer, "Willem Voorbeeld", "1990-01-01", []uuid.UUID{file}},
		"a part of it is another name":        {w.employer, "Willem", "", nil},
		"a worker is no suspect":              {w.employer, "Jan de Wit", "", nil},
		"another employer knows of nobody":    {elsewhere, "Willem Voorbeeld", "", nil},
	} {
		if got, err := w.another(t).SuspectsBy(t.Context(), c.at, c.name, c.born); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, %v; want %v", name, got, err, c.want)
		}
	}
	if got, err := w.IncidentsNaming(t.Context(), w.employer, "jan de wit"); err != nil || !slices.Equal(got, []uuid.UUID{incident}) {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := w.IncidentsNaming(t.Context(), w.employer, ""); err != nil || len(got) != 0 {
		t.Errorf("without a name: %v, %v", got, err)
	}
}

// TestASearchIsComparedByAHashThatNoMarkHas: who reads the log and the index cannot tell what
// was searched from what is found under it.
func TestASearchIsComparedByAHashThatNoMarkHas(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	elsewhere := w.register(t)
	hash := func(at uuid.UUID, words ...string) eventlog.Hash {
		t.Helper()
		h, err := w.another(t).SearchHash(t.Context(), at, words...)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	one := hash(w.employer, "SEARCH_SUSPECTS", "Willem Voorbeeld", "", "")
	if one != hash(w.employer, "SEARCH_SUSPECTS", "willem voorbeeld ", "", "") {
		t.Error("the same search is another one")
	}
	for name, other := range map[string]eventlog.Hash{
		"another employer":    hash(elsewhere, "SEARCH_SUSPECTS", "Willem Voorbeeld", "", ""),
		"another kind":        hash(w.employer, "SEARCH_PERSONS", "Willem Voorbeeld", "", ""),
		"a name as number":    hash(w.employer, "SEARCH_SUSPECTS", "", "Willem Voorbeeld", ""),
		"a word over another": hash(w.employer, "SEARCH_SUSPECTS", "Willem", "Voorbeeld", ""),
	} {
		if other == one {
			t.Errorf("%s has the same hash", name)
		}
	}
	marks, err := w.SuspectMarks(t.Context(), w.employer, "Willem Voorbeeld", "", uuid.New())
	if err != nil || len(marks) != 1 || marks[0].Token == one {
		t.Errorf("%v, %v", marks, err)
	}
}
