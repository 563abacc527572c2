package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"ruggensteun/domain/eventlog"
)

// benchLine is one measurement as it is printed and as it stands in the JSON.
type benchLine struct {
	Name       string      `json:"name"`
	Ours       quantity    `json:"ours"`
	Comparator *comparator `json:"comparator,omitempty"`
	Ratio      *spread     `json:"ratio,omitempty"` // ours to the comparator's; above 1 we are better
	Goal       *goal       `json:"goal,omitempty"`
	Met        *bool       `json:"met,omitempty"`
	Promises   []string    `json:"promises"` // what our side kept meanwhile
	Note       string      `json:"note,omitempty"`
}

type quantity struct {
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

func (q quantity) String() string {
	if q.Value >= 100 {
		return fmt.Sprintf("%.0f %s", q.Value, q.Unit)
	}
	return fmt.Sprintf("%.1f %s", q.Value, q.Unit)
}

// comparator is what another way of doing the same reached, beside ours.
type comparator struct {
	Name     string   `json:"name"`
	Reached  quantity `json:"reached"`
	Promises []string `json:"promises"`
}

// spread is of several rounds.
type spread struct {
	Median float64 `json:"median"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
}

func spreadOf(values []float64) spread {
	sorted := slices.Sorted(slices.Values(values))
	return spread{Median: sorted[len(sorted)/2], Min: sorted[0], Max: sorted[len(sorted)-1]}
}

// goal is what was set for a line: of the ratio, or of our own figure.
type goal struct {
	Of    string  `json:"of"` // "ratio" or "ours"
	Least float64 `json:"least,omitempty"`
	Most  float64 `json:"most,omitempty"`
}

func (g goal) String() string {
	bound, value := "≥", g.Least
	if g.Most > 0 {
		bound, value = "≤", g.Most
	}
	if g.Of == "ratio" {
		return fmt.Sprintf("%s %.1f×", bound, value)
	}
	return fmt.Sprintf("%s %g", bound, value)
}

func (g goal) met(l benchLine) bool {
	value := l.Ours.Value
	if g.Of == "ratio" {
		value = l.Ratio.Median
	}
	if g.Most > 0 {
		return value <= g.Most
	}
	return value >= g.Least
}

// Promises of the log and of what follows it, in a word each.
var (
	appendPromises  = []string{"durable", "ordered", "sealed", "chained", "idempotent", "notified"}
	plainPromises   = []string{"durable", "idempotent"}
	barePromises    = []string{"durable"}
	historyPromises = []string{"history"}
	projectPromises = []string{"exactly once", "under lease", "history"}
	rebuildPromises = []string{"compared with the live rows", "readable meanwhile", "bounded memory"}
	readPromises    = []string{"ordered", "without gaps"}
)

// chainResult says what verifying the log found.
type chainResult struct {
	Events   eventlog.Position `json:"events"`
	Head     string            `json:"head"`
	Findings []string          `json:"findings"`
}

// benchReport prints lines as they come, or one JSON document at the end.
type benchReport struct {
	out     io.Writer
	asJSON  bool
	Machine benchMachine `json:"machine"`
	Lines   []benchLine  `json:"lines"`
	Chain   *chainResult `json:"chain,omitempty"` // nil when it was not verified
}

func newBenchReport(out io.Writer, asJSON bool) *benchReport {
	return &benchReport{out: out, asJSON: asJSON}
}

func (r *benchReport) begin(m benchMachine) {
	r.Machine = m
	r.printf("%s\n\n", m)
	r.printf("%-44s %14s  %-58s %-18s %-8s %s\n", "MEASURED", "OURS", "COMPARATOR", "RATIO (MIN-MAX)", "GOAL", "MET")
}

func (r *benchReport) printf(format string, args ...any) {
	if !r.asJSON {
		fmt.Fprintf(r.out, format, args...)
	}
}

func (r *benchReport) add(l benchLine) {
	if l.Goal != nil {
		met := l.Goal.met(l)
		l.Met = &met
	}
	r.Lines = append(r.Lines, l)
	r.printf("%-44s %14s  %-58s %-18s %-8s %s\n", l.Name, l.Ours, l.beside(), l.ratio(), l.goal(), l.met())
	r.printf("    on: %s%s%s\n", strings.Join(l.Promises, ", "), l.theirs(), note(l.Note))
}

func (l benchLine) beside() string {
	if l.Comparator == nil {
		return "-"
	}
	return fmt.Sprintf("%s: %s", l.Comparator.Name, l.Comparator.Reached)
}

// theirs is what the comparator keeps of the promises.
func (l benchLine) theirs() string {
	if l.Comparator == nil {
		return ""
	}
	return "; beside it: " + strings.Join(l.Comparator.Promises, ", ")
}

func (l benchLine) ratio() string {
	if l.Ratio == nil {
		return "-"
	}
	return fmt.Sprintf("%.2f× (%.2f-%.2f)", l.Ratio.Median, l.Ratio.Min, l.Ratio.Max)
}

func (l benchLine) goal() string {
	if l.Goal == nil {
		return "-"
	}
	return l.Goal.String()
}

func (l benchLine) met() string {
	switch {
	case l.Met == nil:
		return "-"
	case *l.Met:
		return "met"
	}
	return "not met"
}

func note(text string) string {
	if text == "" {
		return ""
	}
	return "; " + text
}

func (r *benchReport) end() error {
	if r.Chain != nil {
		r.printf("\nThe chain of all %d events was verified afterwards; the last hash is %s.\n", r.Chain.Events, r.Chain.Head)
	}
	if !r.asJSON {
		return nil
	}
	e := json.NewEncoder(r.out)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
