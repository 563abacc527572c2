package api

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/export"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/release"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/picture"
	"ruggensteun/projections/trend"
)

type trendInput struct {
	Unit string `query:"unit" doc:"What is counted: incident or worker-hit; incident when left out." example:"incident"`
	ViewInput
	PictureInput
}

type trendAnswer struct {
	Position    string `header:"Position" doc:"The figure is as known at this position in the log; for asOf, to get the same figure again."`
	Disposition string `header:"Content-Disposition" doc:"The name of a file."`
	Link        string `header:"Link" doc:"Of a picture: where the same stands as a table."`
	Body        trendPage
}

// trendPage is a trend, or a picture of it.
type trendPage struct {
	trend.Trend
	Pictures *Pictures `json:"pictures,omitempty"`
	drawing
}

func (a *api) trend(ctx context.Context, in *trendInput) (*trendAnswer, error) {
	scope, err := callOf(ctx).actor.FiguresFor(access.Audience(in.Viewer))
	if err != nil {
		return nil, err
	}
	at := source{"/views/trend", map[string]string{"unit": in.Unit}, in.PictureInput}
	shown, err := at.shown(callOf(ctx), export.CSV)
	if err != nil {
		return nil, err
	}
	asOf, err := a.reached(ctx, &in.ViewInput, scope)
	if err != nil {
		return nil, err
	}
	kept, period, err := figures.ParseFilters(in.filters())
	if err != nil {
		return nil, inQuery(err)
	}
	q := trend.Question{Unit: figures.Unit(in.Unit), Filters: kept, Period: period, AsOf: asOf}
	if err := a.ended(ctx, &q, scope, in.AsOf); err != nil {
		return nil, inQuery(err)
	}
	if q.Marks, err = a.marksFor(ctx, scope, q.At); err != nil {
		return nil, err
	}
	answer, err := trend.Of(a.Figures, q, scope)
	if err != nil {
		return nil, inQuery(err)
	}
	if err := a.record(ctx, access.Reading{What: trend.Name, Position: answer.Position}); err != nil {
		return nil, err
	}
	shown.table = at.table(&in.ViewInput, answer.Position.String())
	out := &trendAnswer{Position: answer.Position.String(), Link: shown.link(), Body: trendPage{Trend: answer}}
	switch {
	case shown.form != "":
		err = a.takeTrend(ctx, out, shown, scope)
	case shown.svg:
		out.Body.drawing, err = drawTrend(answer, shown)
	default:
		out.Body.Pictures, err = shown.both(func(s show) (drawing, error) { return drawTrend(answer, s) })
	}
	return out, err
}

// ended gives a question the ends of months that it is asked of, and its moment.
func (a *api) ended(ctx context.Context, q *trend.Question, scope access.Scope, text string) error {
	country, err := time.LoadLocation(employer.DefaultZone)
	if err != nil {
		return err
	}
	if scope.Protected() {
		return a.endedFor(ctx, q, scope.For, country)
	}
	if q.Chain, err = a.epochs.upTo(ctx, a); err != nil {
		return err
	}
	if q.At, err = a.recordedAt(ctx, q.AsOf, text); err != nil {
		return err
	}
	if q.At.IsZero() {
		q.At = a.Clock()
	}
	q.At = q.At.In(country)
	q.Ends = slices.DeleteFunc(slices.Clone(q.Chain), func(e figures.Epoch) bool { return e.End.After(q.At) })
	return nil
}

// endedFor are those of a protected question: all up to the one that is asked for, and of the
// public those that something was published of.
func (a *api) endedFor(ctx context.Context, q *trend.Question, audience access.Audience, country *time.Location) (err error) {
	if q.Chain, q.AsOf, err = a.askedAsOf(ctx, audience, q.AsOf); err != nil {
		return err
	}
	if len(q.Chain) == 0 {
		return noEnd
	}
	if q.AsOf == 0 {
		q.AsOf = q.Chain[len(q.Chain)-1].Position
	}
	for _, e := range q.Chain {
		if e.Position <= q.AsOf {
			q.At, q.Ends = e.End.In(country), append(q.Ends, e)
		}
	}
	if audience != access.ForPublic {
		return nil
	}
	ledger, _, err := release.LedgerDecider.Load(ctx, a.journal, release.LedgerStream())
	if err != nil {
		return err
	}
	public := ledger.PublicEpochs()
	q.Ends = slices.DeleteFunc(q.Ends, func(e figures.Epoch) bool {
		return !slices.ContainsFunc(public, func(p release.Epoch) bool { return p.Position == e.Position })
	})
	return nil
}

var noEnd = fault.New(fault.Unavailable, "protected figures are as of the end of a month, and no month has ended since the first record: ask again after it")

// takeTrend makes the file, and records that it is taken out.
func (a *api) takeTrend(ctx context.Context, out *trendAnswer, shown show, scope access.Scope) error {
	var b bytes.Buffer
	t := out.Body.Trend
	if err := trend.WriteCSV(&b, t, shown.language); err != nil {
		return err
	}
	what := export.TakenOut{Form: export.CSV, Question: t.Question, Viewer: viewerNamed(scope), Position: t.Position, Rows: t.Lines()}
	var err error
	out.Body.taken, err = a.takeOut(ctx, what, b.Bytes())
	out.Disposition = `attachment; filename="verloop-` + out.Position + `.csv"`
	return err
}

// drawTrend is a line with the range of what is still to come, and the marks.
func drawTrend(t trend.Trend, s show) (drawing, error) {
	p := picture.Trend{PeriodsAre: picture.Text(figures.Month.Named())}
	var said []string
	for _, m := range t.Months {
		if !m.Over {
			said = append(said, fmt.Sprintf(figures.Text{NL: "Niet in de lijn: %s loopt nog (%s bekend).", EN: "Not in the line: %s is not over (%s known)."}.In(s.language), m.Month, figures.Answer{Protection: t.Protection}.Read(m.Known)))
			continue
		}
		point := picture.Moment{Label: same(string(m.Month)), Known: picture.Cell{N: m.Known.N}}
		switch {
		case m.Known.NotBrokenDown:
			point.Known = picture.Cell{State: picture.NotBrokenDown}
		case m.Known.N == 0 && t.Protection != nil:
			point.Known.Shown = figures.Answer{Protection: t.Protection}.Read(m.Known)
		}
		if e := m.Estimate; e != nil {
			point.Range = &picture.Range{Expected: e.Expected, Lower: e.Lower, Upper: e.Upper}
		}
		var marks []string
		for _, n := range m.Marks {
			if mark := t.Marks[n-1]; mark.From.Format("2006-01") == string(m.Month) || m.Month == t.Months[0].Month {
				marks = append(marks, mark.Said(s.language))
			}
		}
		point.Mark = same(strings.Join(marks, "; "))
		p.Points = append(p.Points, point)
	}
	if t.NoEstimate != nil {
		said = append(said, figures.Text{NL: "De nieuwste getallen kunnen nog stijgen: meldingen komen later.", EN: "The newest numbers may still rise: reports come later."}.In(s.language))
	}
	for _, one := range append(slices.Clone(t.Said), t.Tried(), t.Method) {
		said = append(said, one.In(s.language))
	}
	unit := t.Unit.Named()
	return draw(p, s.frame(trend.Title, figures.Text{NL: "Aantal " + unit.NL + " per maand", EN: "Number of " + unit.EN + " per month"}, t.Told, said...))
}
