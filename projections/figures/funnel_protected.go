package figures

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/disclosure"
)

// protectedFunnel is a funnel for whoever does not own what is counted, as disclosure
// says, step by step: each number is a cell of its unit, and a stage is one of the three
// dimensions and filters that a cell may have.
func (e *Engine) protectedFunnel(q Question, scope access.Scope) (Funnel, error) {
	if e.method == nil {
		return Funnel{}, noMethod
	}
	if err := q.check(); err != nil {
		return Funnel{}, err
	}
	if err := checkFunnelGrammar(q.shape()); err != nil {
		return Funnel{}, err
	}
	q.Base = All
	epochs, err := q.epochs()
	if err != nil {
		return Funnel{}, err
	}
	ends := q.Epochs[:len(epochs)]
	q.AsOf, q.Epochs = epochs[len(epochs)-1], nil
	s := e.latest.Load()
	f, err := e.funnelTable(s, q, scope, ends)
	if err != nil {
		return Funnel{}, err
	}
	a := Answer{Unit: q.Unit, Total: Cell{N: int(f.Groups[0].N)}, Protection: f.Protection}
	if err := e.beside(&a, s, q, scope, epochs); err != nil {
		return Funnel{}, err
	}
	f.Invented, f.Coverage = a.Invented, a.Coverage
	f.Definition, f.DefinitionNL = f.Definition+prefixed(f.inventedNote(English)), f.DefinitionNL+prefixed(f.inventedNote(Dutch))
	return f, nil
}

// stageShape stands in the grammar for the stages.
const stageShape = "stage"

var funnelGrammar = func() disclosure.Grammar {
	g := disclosure.Grammar{Published: map[string]func(string) bool{}, Calendar: grammar.Calendar}
	for name, holds := range grammar.Published {
		g.Published[name] = holds
	}
	g.Published[stageShape] = func(value string) bool {
		return slices.ContainsFunc(stages, func(s stage) bool { return string(s.code) == value })
	}
	return g
}()

// checkFunnelGrammar names what is wrong as the chain is asked: it is laid out by, and the
// stages stand in every answer.
func checkFunnelGrammar(q disclosure.Question) error {
	q.Columns = stageShape
	var refused *fault.Fault
	if err := funnelGrammar.Check(q); !errors.As(err, &refused) {
		return err
	}
	near := funnelGrammar.Nearest(q)
	near.Columns = ""
	words := strings.Replace(near.String(), "--rows ", "--by ", 1)
	var wrong fault.Fields
	for _, f := range refused.Fields {
		switch f.Name {
		case "question":
			continue
		case "rows":
			f.Name, f.Remedy = "by", "lay it out by something that holds for all employers, such as profession or region, or leave it out"
		}
		wrong.Add(f.Name, f.Problem, strings.Replace(f.Remedy, ", "+stageShape, "", 1))
	}
	wrong.Add("question", "cannot be asked of a chain that is not your own: its stages are one of at most three dimensions and filters", "ask the chain "+words)
	return wrong.Err()
}

var tooManyToProtect = fault.New(fault.TooLarge, "the table would have more cells than can be protected at once: ask for fewer rows, columns or filters")

// funnelTable is a protected funnel without what stands beside it, which is worked out once.
func (e *Engine) funnelTable(s *snapshot, q Question, scope access.Scope, ends []Epoch) (Funnel, error) {
	key := fmt.Sprint(q.View, " ", q, " ", scope.For, " ", len(ends))
	if f, known := e.funnels.get(key); known {
		return f, nil
	}
	p, err := newPlan(s, q, scope)
	if err != nil {
		return Funnel{}, err
	}
	count, err := p.newFunnelCount()
	if err != nil {
		return Funnel{}, err
	}
	var epochs []eventlog.Position
	var untils []calendarDay
	for _, end := range ends {
		epochs, untils = append(epochs, end.Position), append(untils, dayIn(end.End.Add(-time.Nanosecond)))
	}
	count.fill(epochs)
	f := count.printed(&printing{count.cube, *e.method, viewerOf(scope.For)}, untils, scope)
	e.funnels.put(key, f)
	return f, nil
}

func (f *funnelCount) printed(by *printing, untils []calendarDay, scope access.Scope) Funnel {
	p := f.plan
	shown := Funnel{View: p.question.View, Unit: p.question.Unit, By: p.question.Rows, Position: p.asOf, Until: untils[len(untils)-1].String()}
	said := by.method.Remark(by.viewer)
	shown.Protection = &Text{NL: said.NL, EN: said.EN}
	rows, values, labels := f.rowsShown(by, scope)
	times := f.timesIn(f.timesAllowed(by, rows))
	for i, row := range rows {
		shown.Groups = append(shown.Groups, f.group(by, row, FunnelGroup{Value: values[i], Label: labels[i]}, times, untils))
	}
	shown.Completeness = f.completeness(by, scope)
	text := p.protectedFunnelText()
	shown.Definition, shown.DefinitionNL = p.funnelDefinition(scope, English)+text.EN, p.funnelDefinition(scope, Dutch)+text.NL
	return shown
}

// rowsShown are everything together and each value that prints more than "0–4".
func (f *funnelCount) rowsShown(by *printing, scope access.Scope) (rows []int, values []codes.Code, labels []Text) {
	rows, values, labels = []int{0}, []codes.Code{Everything}, []Text{{"alles samen", "all together"}}
	if f.question.Rows == All {
		return rows, values, labels
	}
	named := f.labels(f.rows.dimension, f.rows.values, scope)
	for i, value := range f.rows.values {
		if n, ok := by.at(i+1, 0).Value(); ok && n > 0 {
			rows, values, labels = append(rows, i+1), append(values, value), append(labels, named[i])
		}
	}
	return rows, values, labels
}

// timesAllowed are the states of which enough is printed.
func (f *funnelCount) timesAllowed(by *printing, rows []int) map[[2]int]bool {
	allowed := map[[2]int]bool{}
	for _, row := range rows {
		for _, i := range timedStages {
			if disclosure.EnoughForDays(by.at(row, funnelColumn(i, Reached))) {
				allowed[[2]int{row, i}] = true
			}
		}
	}
	return allowed
}

func (f *funnelCount) group(by *printing, row int, g FunnelGroup, times map[[2]int]map[uint32]stay, untils []calendarDay) FunnelGroup {
	g.N = countOf(by.at(row, 0))
	g.Few = g.N < Fewest
	for i := range stages {
		s := FunnelStage{
			Stage: stages[i].code, Label: stages[i].text, NotReached: KeptBack, Forgotten: KeptBack, NoCase: KeptBack,
			Reached: countOf(by.at(row, funnelColumn(i, Reached))), NotReceived: countOf(by.at(row, funnelColumn(i, NotReceived))), Open: countOf(by.at(row, funnelColumn(i, Open))),
		}
		if in := times[[2]int{row, i}]; in != nil {
			s.Time = f.protectedDays(by, row, i, in, untils)
		}
		g.Stages = append(g.Stages, s)
	}
	return g
}

// completeness is that of a table with the same rows.
func (f *funnelCount) completeness(by *printing, scope access.Scope) []Completeness {
	row := func(i int) Cell { return cellOf(by.at(i, 0)) }
	a := Answer{Total: row(0)}
	for _, i := range f.shown(f.rows, scope, func(i int) int { return row(i).N }) {
		a.Rows, a.RowTotals = append(a.Rows, f.rows.values[i-1]), append(a.RowTotals, row(i))
	}
	return a.completeness(f.plan)
}
