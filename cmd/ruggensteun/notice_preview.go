package main

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/triage"
)

// imagined is what a file would have taught cases by the row that a preview is at; nil
// where it is none.
type imagined struct {
	numbers map[string][]triage.Candidate // as they are compared
	known   map[uuid.UUID]bool            // cases with a number
}

func newImagined() *imagined {
	return &imagined{map[string][]triage.Candidate{}, map[uuid.UUID]bool{}}
}

// find gives the cases that a notice may be of.
func (i *noticeImporter) find(ctx context.Context, c triage.Content) (triage.Found, error) {
	found, err := i.finder.Find(ctx, i.employer.ID, c)
	if err == nil && i.imagined != nil {
		i.imagined.addTo(&found, c.All())
	}
	return found, err
}

// learn remembers that a case was told a number.
func (m *imagined) learn(said noticeRow, of uuid.UUID) {
	if number := prosecution.Number(said.content.Reference); m != nil && number != "" {
		m.known[of] = true
		m.numbers[number] = append(m.numbers[number], triage.Candidate{Case: of, Regime: said.regime, Numbered: true})
	}
}

func (m *imagined) addTo(found *triage.Found, numbers []string) {
	for n, number := range numbers {
		for _, c := range m.numbers[number] {
			is := func(o triage.Candidate) bool { return o.Case == c.Case }
			if !slices.ContainsFunc(found.Numbers[n], is) {
				found.Numbers[n] = append(found.Numbers[n], c)
			}
		}
	}
	for _, set := range append(slices.Clone(found.Numbers), found.Case, found.Aangifte, found.Incident) {
		for n := range set {
			set[n].Numbered = set[n].Numbered || m.known[set[n].Case]
		}
	}
}
