package api

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/figures"
)

// beside are the numbers in an answer that are no printed cell, by where they stand, and what
// they are made of. Whoever adds one says so here.
var beside = map[string]string{
	"position": "how far the log had come at a month end", "from.position": "the same", "to.position": "the same", "epoch.position": "the same", "releases.epoch.position": "the same",
	"completeness.of": "the printed total", "completeness.answered": "the printed total without the printed rows of no answer",
	"completeness.unknown": "a printed row", "completeness.not_recorded": "a printed row", "completeness.not_applicable": "a printed row",
	"completeness.forgotten": "a printed row", "completeness.under_review": "a printed row",
	"coverage.months": "how many months print anything",
	"version":         "of the release", "invented": "a printed row; of a list how many are of a demonstration", "answers.size": "of bytes that were printed",
	"questions.cells": "how many cells an answer has", "questions.differing": "how many of them are printed otherwise now",
	"rates.each": "per how many", "rates.*.denominator": "of a table that anybody may read", "rates.*.rate": "a printed cell by that table",
	"rates.rows_registration.months": "how many months print anything", "rates.rows_registration.of_months": "how long the period is",
	"rates.total_registration.months": "the same", "rates.total_registration.of_months": "the same",
	"rates.rows_registration.within_week": "a share of printed cells", "rates.total_registration.within_week": "the same",
	"rates.rows_registration.unknown": "the same", "rates.total_registration.unknown": "the same",
	"*.difference": "of two printed cells", "*.parts.": "of printed cells of months", "*.months_not_broken_down": "how many are kept back",
	"horizon":               "for how many months there is an estimate: by how many month ends there are",
	"gemeenten.inhabitants": "of the country", "status": "of the answer",
}

// numbers goes through everything in an answer that is a number, by where it stands.
func numbers(at string, v any, each func(at string, n float64)) {
	switch v := v.(type) {
	case map[string]any:
		for key, of := range v {
			numbers(strings.TrimPrefix(at+"."+key, "."), of, each)
		}
	case []any:
		for _, of := range v {
			numbers(at, of, each)
		}
	case float64:
		each(at, v)
	}
}

// isBeside tells whether a place is one of those; the answer within another stands where it would stand alone.
func isBeside(at string) bool {
	at = strings.TrimPrefix(at, "answer.")
	for place := range beside {
		first, rest, any := strings.Cut(place, "*")
		if at == place || any && strings.HasPrefix(at, first) && strings.Contains("."+at, rest) {
			return true
		}
	}
	return false
}

// TestEveryNumberThatAnybodyIsToldWasPrinted: in a register in which every true count is a
// multiple of three, no cell that anybody is told is one. By the table of the test no multiple of
// three is printed but 0; rounded for the public some are, so there only the fives are held.
func TestEveryNumberThatAnybodyIsToldWasPrinted(t *testing.T) {
	t.Parallel()
	cells, public := 0, 0
	for _, found := range unprinted(t, heardOf(t, nothingNew, nil), &cells, &public) {
		t.Error(found)
	}
	if cells < 500 || public < 50 {
		t.Errorf("only %d cells were told, and %d to the public", cells, public)
	}
}

// unprinted are the numbers that no cell was printed as.
func unprinted(t *testing.T, h *hearing, cells, public *int) (found []string) {
	t.Helper()
	for _, s := range h.all {
		if s.status != 200 || !strings.Contains(s.headers, "Content-Type: application/json") || strings.Contains(s.asked, "openapi") || strings.Contains(s.asked, "/agreements") || strings.Contains(s.asked, "code-lists") {
			continue
		}
		var answer any
		must(t, json.Unmarshal(s.body, &answer))
		rounded := strings.Contains(s.asked, "viewer=public") || strings.Contains(s.asked, "/citations/") || strings.Contains(s.asked, "/answers/")
		numbers("", answer, func(at string, n float64) {
			switch printed := at == "n" || strings.HasSuffix(at, ".n"); {
			case printed && rounded:
				if *public++; int(n)%5 != 0 {
					found = append(found, fmt.Sprintf("%s tells the public %s = %v, which is not rounded", s.asked, at, n))
				}
			case printed:
				if *cells++; n != 0 && int(n)%3 == 0 {
					found = append(found, fmt.Sprintf("%s tells %s = %v, as only a true count is", s.asked, at, n))
				}
			case !isBeside(at):
				found = append(found, fmt.Sprintf("%s tells %s = %v: say in this test what that is made of", s.asked, at, n))
			}
		})
	}
	return found
}

// differences are the roads on which two worlds are told apart.
func differences(t *testing.T, one, other *hearing) (found []string) {
	t.Helper()
	if len(one.all) != len(other.all) || one.head() != other.head() {
		t.Fatalf("the worlds are not alike: %d and %d answers, at positions %s and %s", len(one.all), len(other.all), one.head(), other.head())
	}
	for i, s := range one.all {
		if o := other.all[i]; s.status != o.status || s.headers != o.headers || !bytes.Equal(s.body, o.body) {
			found = append(found, fmt.Sprintf("%s\nand\n%s", s, o))
		}
	}
	return found
}

// TestNoRoadTellsThatALateReportCame: two worlds that differ in one report, which came late and
// of a place of which there was none, answer an analyst and everybody else to the byte alike,
// with status, headers and errors, whatever they ask and as of whenever.
func TestNoRoadTellsThatALateReportCame(t *testing.T) {
	t.Parallel()
	for _, found := range differences(t, heardOf(t, nothingNew, nil), heardOf(t, oneLateReport, nil)) {
		t.Errorf("a late report shows:\n%s", found)
	}
}

// leaks are what the two tests before must find. Each says something of the true counts that
// no printed number says.
var leaks = map[string]func(l *leaking, a *figures.Answer, q figures.Question) error{
	"the true total": func(l *leaking, a *figures.Answer, q figures.Question) error {
		a.Total.N = l.exactly(q).Total.N
		return nil
	},
	"how soon it was reported": func(l *leaking, a *figures.Answer, q figures.Question) error {
		a.Delay = l.exactly(q).Delay
		return nil
	},
	"what occurs at all": func(l *leaking, a *figures.Answer, q figures.Question) error {
		for i, row := range l.exactly(q).Rows {
			if !slices.Contains(a.Rows, row) {
				a.Rows, a.RowLabels = append(a.Rows, row), append(a.RowLabels, l.exactly(q).RowLabels[i])
				a.Cells, a.RowTotals = append(a.Cells, make([]figures.Cell, len(a.Columns))), append(a.RowTotals, figures.Cell{})
			}
		}
		return nil
	},
	"the order of true counts": func(l *leaking, a *figures.Answer, q figures.Question) error {
		exact := l.exactly(q)
		slices.SortStableFunc(a.Rows, func(x, y codes.Code) int { return cmp.Compare(rowTotal(exact, y), rowTotal(exact, x)) })
		return nil
	},
	"a word in the definition": func(l *leaking, a *figures.Answer, q figures.Question) error {
		a.Definition += fmt.Sprintf(" (of %d)", l.exactly(q).Total.N)
		return nil
	},
	"an error where there is something": func(l *leaking, _ *figures.Answer, q figures.Question) error {
		if len(q.Filters) > 0 && l.exactly(q).Total.N == 0 {
			return fault.New(fault.NotFound, "nobody reported anything like it")
		}
		return nil
	},
}

func rowTotal(a figures.Answer, row codes.Code) int {
	i := slices.Index(a.Rows, row)
	if i < 0 {
		return 0
	}
	return a.RowTotals[i].N
}

func TestALeakThatIsPlantedShowsOnTheRoads(t *testing.T) {
	t.Parallel()
	for name, leak := range leaks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			one := heardOf(t, nothingNew, leak)
			var ignored int
			if len(differences(t, one, heardOf(t, oneLateReport, leak))) == 0 && len(unprinted(t, one, &ignored, &ignored)) == 0 {
				t.Error("nothing shows")
			}
		})
	}
}
