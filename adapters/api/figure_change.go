package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/figures"
)

type figureChangeInput struct {
	Unit    string `query:"unit" doc:"What is counted: incident, worker-hit, suspect, aangifte, case or step (of a case); incident when left out." example:"case"`
	Rows    string `query:"rows" doc:"What the rows are: a dimension, as those that figures are filtered on; one row for everything when left out." example:"place"`
	Columns string `query:"columns" doc:"What the columns are, as rows." example:"behaviour-group"`
	Of      string `query:"of" doc:"Only incidents in which this dimension was answered; all when left out." example:"trigger"`
	From    string `query:"from" doc:"The first moment: a position in the log, or a time with an offset. Of protected figures the end of a month." example:"2026-03-01T00:00:00+01:00"`
	To      string `query:"to" doc:"The second moment, as from; now when left out, or what asOf says." example:"2026-04-01T00:00:00+02:00"`
	ViewInput
}

type figureChangeAnswer struct {
	Position string `header:"Position" doc:"The second moment; for to, to get the same answer again."`
	Body     figures.Change
}

// figureChange tells why the same question has another answer at a later moment.
func (a *api) figureChange(ctx context.Context, in *figureChangeInput) (*figureChangeAnswer, error) {
	scope, err := callOf(ctx).actor.FiguresFor(access.Audience(in.Viewer))
	if err != nil {
		return nil, err
	}
	since, to, err := a.moments(ctx, in, scope)
	if err != nil {
		return nil, err
	}
	kept, period, err := figures.ParseFilters(in.filters())
	if err != nil {
		return nil, inQuery(err)
	}
	q := figures.Question{
		Unit: figures.Unit(in.Unit), Rows: figures.Dimension(in.Rows), Columns: figures.Dimension(in.Columns), Base: figures.Dimension(in.Of), Filters: kept, Period: period, AsOf: to,
	}.Named()
	if scope.Protected() {
		// The public is told of no moment as of which nothing was published for it.
		if _, _, err := a.askedAsOf(ctx, scope.For, since.Position); err != nil {
			return nil, namedFrom(err)
		}
		if q.Epochs, q.AsOf, err = a.askedAsOf(ctx, scope.For, q.AsOf); err != nil {
			return nil, inChange(err)
		}
	}
	change, err := a.Figures.Change(q, since, scope)
	if err != nil {
		return nil, inChange(err)
	}
	if !scope.Protected() {
		// A position is of whatever employer: when it was recorded is not told, only what was asked.
		change.From.At, change.To.At = timeIn(in.From), timeIn(cmp.Or(in.To, in.AsOf))
	}
	if err := a.record(ctx, access.Reading{What: q.View, Position: change.To.Position}); err != nil {
		return nil, err
	}
	return &figureChangeAnswer{Position: change.To.Position.String(), Body: change}, nil
}

// moments reads the two of a question, and waits until the figures have come that far.
func (a *api) moments(ctx context.Context, in *figureChangeInput, scope access.Scope) (since figures.Moment, to eventlog.Position, err error) {
	head, err := a.Log.Head(ctx)
	if err != nil {
		return since, 0, fmt.Errorf("read the head of the log: %w", err)
	}
	if scope.Protected() { // see reachedFor
		head = anywhere
	}
	var wrong fault.Fields
	wrong.Check(in.To == "" || in.AsOf == "", "asOf", "says the same as to", "give one of them")
	wrong.Check(in.From != "", "from", "is missing", "say since when: 1042, or 2026-03-01T00:00:00+01:00 (with %2B for +)")
	least := positionIn(in.MinPosition, "minPosition", head, &wrong)
	if since.Position, err = a.momentIn(ctx, in.From, "from", head, &wrong); err != nil {
		return since, 0, err
	}
	field, text := "to", in.To
	if in.AsOf != "" {
		field, text = "asOf", in.AsOf
	}
	if to, err = a.momentIn(ctx, text, field, head, &wrong); err != nil {
		return since, 0, err
	}
	if err := wrong.Err(); err != nil {
		return since, 0, err
	}
	if since.At = timeIn(in.From); scope.Protected() {
		return since, to, nil
	}
	if since.At, err = a.recordedAt(ctx, since.Position, in.From); err != nil {
		return since, 0, err
	}
	return since, to, a.await(ctx, max(least, to, since.Position))
}

// momentIn is asOf under another name.
func (a *api) momentIn(ctx context.Context, text, field string, head eventlog.Position, wrong *fault.Fields) (eventlog.Position, error) {
	var own fault.Fields
	p, err := a.asOf(ctx, text, head, &own)
	if err != nil {
		return 0, err
	}
	var f *fault.Fault
	if errors.As(own.Err(), &f) {
		for _, one := range f.Fields {
			wrong.Add(field, one.Problem, one.Remedy)
		}
	}
	return p, nil
}

// timeIn is the time that was asked for; none where it was a position.
func timeIn(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return at
}

// recordedAt is the time that was asked for, else when a position was recorded.
func (a *api) recordedAt(ctx context.Context, p eventlog.Position, text string) (time.Time, error) {
	if at := timeIn(text); !at.IsZero() || p == 0 {
		return at, nil
	}
	events, err := a.Log.Read(ctx, p-1, 1)
	if err != nil {
		return time.Time{}, fmt.Errorf("read the event at a position: %w", err)
	}
	if len(events) == 0 {
		return time.Time{}, fmt.Errorf("there is no event at position %s", p)
	}
	return events[0].RecordedAt, nil
}

// namedFrom names the first moment as it was asked for.
func namedFrom(err error) error {
	return fault.Renamed(err, func(field string) string { return strings.Replace(field, "as_of", "from", 1) })
}

// inChange names the second moment as it was asked for.
func inChange(err error) error {
	return fault.Renamed(inQuery(err), func(field string) string { return strings.Replace(field, "asOf", "to", 1) })
}
