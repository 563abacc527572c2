package triage_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/triage"
)

func TestANoticeGoesToTheOneCaseThatEverythingInItLeadsTo(t *testing.T) {
	t.Parallel()
	a, b := triage.Candidate{Case: uuid.UUID{1}, Regime: "AVG"}, triage.Candidate{Case: uuid.UUID{2}, Regime: "AVG"}
	known, police := triage.Candidate{Case: uuid.UUID{1}, Regime: "AVG", Numbered: true}, triage.Candidate{Case: uuid.UUID{3}, Regime: "WPG"}
	of := func(list ...triage.Candidate) []triage.Candidate { return append([]triage.Candidate{}, list...) }
	for name, c := range map[string]struct {
		found triage.Found
		want  uuid.UUID
		why   codes.Code
		may   []uuid.UUID
	}{
		"nothing is said of a case":                      {triage.Found{}, uuid.Nil, "NO_NUMBER", nil},
		"a number that nobody knows":                     {triage.Found{Numbers: [][]triage.Candidate{of()}}, uuid.Nil, "NO_SUCH_NUMBER", nil},
		"our own id":                                     {triage.Found{Case: of(a)}, a.Case, "", nil},
		"a number of one case":                           {triage.Found{Numbers: [][]triage.Candidate{of(known)}}, a.Case, "", nil},
		"a number of two cases":                          {triage.Found{Numbers: [][]triage.Candidate{of(a, b)}}, uuid.Nil, "SEVERAL", []uuid.UUID{a.Case, b.Case}},
		"two numbers of two cases":                       {triage.Found{Numbers: [][]triage.Candidate{of(b), of(a)}}, uuid.Nil, "SEVERAL", []uuid.UUID{a.Case, b.Case}},
		"two numbers, and one is new":                    {triage.Found{Numbers: [][]triage.Candidate{of(a), of()}}, a.Case, "", nil},
		"an aangifte of two suspects, and the number":    {triage.Found{Numbers: [][]triage.Candidate{of(b)}, Aangifte: of(a, b)}, b.Case, "", nil},
		"an aangifte of two suspects alone":              {triage.Found{Aangifte: of(a, b)}, uuid.Nil, "SEVERAL", []uuid.UUID{a.Case, b.Case}},
		"an aangifte alone":                              {triage.Found{Aangifte: of(known)}, a.Case, "", nil},
		"an aangifte with the first number of its case":  {triage.Found{Numbers: [][]triage.Candidate{of()}, Aangifte: of(a)}, a.Case, "", nil},
		"an aangifte with a number of another suspect":   {triage.Found{Numbers: [][]triage.Candidate{of()}, Aangifte: of(known)}, uuid.Nil, "NO_SUCH_NUMBER", []uuid.UUID{a.Case}},
		"an incident with a number of another suspect":   {triage.Found{Numbers: [][]triage.Candidate{of()}, Incident: of(known)}, uuid.Nil, "NO_SUCH_NUMBER", []uuid.UUID{a.Case}},
		"the incident and the aangifte of another one":   {triage.Found{Aangifte: of(a), Incident: of(b)}, uuid.Nil, "SEVERAL", []uuid.UUID{a.Case, b.Case}},
		"a case under another law":                       {triage.Found{Numbers: [][]triage.Candidate{of(police)}}, uuid.Nil, "OTHER_LAW", []uuid.UUID{police.Case}},
		"one of two cases is kept under another law":     {triage.Found{Numbers: [][]triage.Candidate{of(a, police)}}, a.Case, "", nil},
		"our own id of a case that the number is not of": {triage.Found{Case: of(a), Numbers: [][]triage.Candidate{of(b)}}, uuid.Nil, "SEVERAL", []uuid.UUID{a.Case, b.Case}},
	} {
		got, waiting := triage.Judge("AVG", c.found)
		if diff := cmp.Diff(triage.Waiting{Reason: c.why, Candidates: c.may}, waiting); got != c.want || diff != "" {
			t.Errorf("%s: %s, want %s (-want +got):\n%s", name, got, c.want, diff)
		}
	}
}
