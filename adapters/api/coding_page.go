package api

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/coding"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/kappa"
)

type readSampleInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the sample."`
}

type samplesInput struct {
	Employer string `query:"employer" doc:"Code of the employer. May be left out by whoever works for one."`
}

type samplesAnswer struct {
	Body struct {
		Samples  []sampleLine  `json:"samples" doc:"The newest first."`
		Invented int           `json:"invented" doc:"How many are of a demonstration."`
		Notice   *figures.Text `json:"notice,omitempty" doc:"Says so."`
	}
}

type sampleLine struct {
	ID      uuid.UUID    `json:"id" format:"uuid"`
	Drawn   time.Time    `json:"drawn_at"`
	Size    int          `json:"size"`
	Lists   []string     `json:"lists"`
	Closed  *string      `json:"closed,omitempty" format:"date" doc:"Day on which it was closed; left out while it is open."`
	Results []listResult `json:"results,omitempty" doc:"What came of it."`
}

type sampleAnswer struct {
	ETag     string `header:"ETag" doc:"The version, in quotes; for If-Match."`
	Position string `header:"Position" doc:"Of the last change in the log."`
	Body     samplePage
}

type samplePage struct {
	ID       uuid.UUID     `json:"id" format:"uuid"`
	Version  int64         `json:"version"`
	Invented bool          `json:"invented,omitempty" doc:"Made up by a demonstration."`
	Notice   *figures.Text `json:"notice,omitempty" doc:"Says that it was."`
	Drawn    time.Time     `json:"drawn_at"`
	Size     int           `json:"size"`
	Of       int           `json:"of" doc:"How many incidents it was drawn from."`
	From     string        `json:"from,omitempty" format:"date"`
	Through  string        `json:"through,omitempty" format:"date"`
	Lists    []string      `json:"lists"`
	Seed     string        `json:"seed,omitempty" doc:"Once it is closed: the incidents with the lowest SHA-256 of this seed, a line feed and the 16 bytes of their id."`
	AsOf     int64         `json:"as_of" doc:"The first coding is as known at this position in the log."`
	Coded    int           `json:"coded" doc:"How many were coded again."`
	Advice   figures.Text  `json:"advice" doc:"How exactly kappa is known from so many."`
	Closed   *string       `json:"closed,omitempty" format:"date" doc:"Day on which it was closed; left out while it is open."`
	Left     []leftOut     `json:"left_out,omitempty" doc:"Incidents that count for nothing, and why."`
	Results  []listResult  `json:"results,omitempty" doc:"What came of it, once it is closed."`
}

type leftOut struct {
	Why coding.Why `json:"why" enum:"WITHDRAWN,MERGED,REMOVED,NO_WORDS,NOT_CODED"`
	N   int        `json:"n"`
}

type listResult struct {
	List    string       `json:"list"`
	Pairs   int          `json:"pairs" doc:"Incidents to which both gave an answer."`
	Same    int          `json:"same" doc:"Those to which both gave the same."`
	Missing int          `json:"missing" doc:"Those to which one gave none; they are left out."`
	Kappa   *float64     `json:"kappa,omitempty" doc:"Cohen's kappa; left out where it cannot be computed."`
	Lower   *float64     `json:"lower,omitempty" doc:"Of the range of 95 %."`
	Upper   *float64     `json:"upper,omitempty"`
	Said    figures.Text `json:"said" doc:"The same in words."`
	Codes   []codeAgreed `json:"codes,omitempty" doc:"How each answer was agreed on."`
	Apart   []apart      `json:"apart,omitempty" doc:"Which answers stood against which, the most frequent first."`
}

type codeAgreed struct {
	Answer string  `json:"answer" doc:"A code, or several with + between them."`
	First  int     `json:"first" doc:"How often the first coder gave it."`
	Second int     `json:"second"`
	Both   int     `json:"both"`
	Share  float64 `json:"share" doc:"Of all times it was given, the part where the other gave it too."`
}

type apart struct {
	First  string `json:"first"`
	Second string `json:"second"`
	N      int    `json:"n"`
}

type taskAnswer struct {
	Position string `header:"Position" doc:"Of the last change in the log."`
	Body     taskPage
}

type taskPage struct {
	Sample      uuid.UUID         `json:"sample" format:"uuid"`
	Invented    bool              `json:"invented,omitempty" doc:"Made up by a demonstration."`
	Notice      *figures.Text     `json:"notice,omitempty" doc:"Says that it was."`
	Item        int               `json:"item,omitempty" doc:"Number of the task, for the answer; left out when there is none."`
	Open        int               `json:"open" doc:"How many nobody has coded yet."`
	Occurred    *occurrence       `json:"occurred,omitempty"`
	Gemeente    codes.Code        `json:"gemeente,omitempty"`
	Professions []codes.Code      `json:"professions,omitempty"`
	Narrative   []string          `json:"told,omitempty" doc:"What was told, in pieces. No code that could be tested is shown."`
	Lists       []codeListSummary `json:"lists" doc:"Choose from each of these."`
	Nothing     *figures.Text     `json:"nothing,omitempty" doc:"Why there is no task."`
}

var nothingToCode = figures.Text{
	NL: "Er is niets te coderen voor u: alles is gecodeerd, of u legde zelf iets van de overige incidenten vast, of er is niets (meer) over verteld.",
	EN: "There is nothing for you to code: all was coded, or you recorded something of the other incidents yourself, or nothing is told of them (any more).",
}

// sampleTask shows an incident without the codes that are tested, and without its id, by which
// they could be looked up.
func (a *api) sampleTask(ctx context.Context, in *readSampleInput) (*taskAnswer, error) {
	id, s, history, err := a.sampleNamed(ctx, in.ID, access.CodeSample)
	if err != nil {
		return nil, err
	}
	last := history[len(history)-1]
	out := &taskAnswer{Position: last.Position.String(), Body: taskPage{Sample: id, Open: len(s.Open()), Lists: []codeListSummary{}, Invented: inventedIn(history), Notice: noticeOf(inventedIn(history))}}
	for _, t := range s.Tests() {
		out.Body.Lists = append(out.Body.Lists, summaryOf(t.List))
	}
	var next *task
	if !s.Closed {
		if next, err = a.nextTask(ctx, s); err != nil {
			return nil, err
		}
	}
	if next == nil {
		out.Body.Nothing = &nothingToCode
		return out, a.record(ctx, access.Reading{What: "sample", ID: id, Position: last.Position})
	}
	next.fill(&out.Body)
	return out, a.record(ctx, access.Reading{What: "incident", ID: next.incident, Personal: true, Position: next.history[len(next.history)-1].Position})
}

func (t *task) fill(page *taskPage) {
	now := folded(incident.Decider, t.history)
	page.Item, page.Gemeente, page.Professions = t.item, now.Place.Gemeente, now.Professions
	page.Occurred = occurrenceIfAny(now.Occurred)
	for _, piece := range now.Narrative {
		if words, readable := piece.Get(); readable && piece.State == person.Present {
			page.Narrative = append(page.Narrative, words)
		}
	}
}

func (a *api) readSample(ctx context.Context, in *readSampleInput) (*sampleAnswer, error) {
	id, s, history, err := a.sampleNamed(ctx, in.ID, access.ReadSample)
	if err != nil {
		return nil, err
	}
	last := history[len(history)-1]
	if err := a.record(ctx, access.Reading{What: "sample", ID: id, Position: last.Position}); err != nil {
		return nil, err
	}
	page := samplePage{
		ID: id, Version: int64(last.Version), Invented: inventedIn(history), Notice: noticeOf(inventedIn(history)), Drawn: drawnAt(s), Size: len(s.Incidents), Of: s.Of,
		From: s.From, Through: s.Through, Lists: s.Lists, AsOf: int64(s.Position), Coded: len(s.Coded), Closed: closedAt(s), Advice: figures.Text(kappa.Advice(len(s.Incidents))),
	}
	if s.Closed {
		page.Seed = s.Seed // before, it would say which incident each item is
		book, err := a.history(ctx, coding.BookStream(s.Employer), access.ReadSample, false)
		if err != nil {
			return nil, err
		}
		for _, e := range folded(coding.BookDecider, book).Entries {
			if e.Sample == id {
				page.Left, page.Results = turned(e.Left, func(l coding.Left) leftOut { return leftOut(l) }), resultsOf(e)
			}
		}
	}
	return &sampleAnswer{ETag: etag(last.Version), Position: last.Position.String(), Body: page}, nil
}

func resultsOf(e coding.Entry) []listResult {
	var list []listResult
	for _, r := range e.Results {
		list = append(list, turned(kappa.WithGroups(r), resultOf)...)
	}
	return list
}

func resultOf(r coding.Result) listResult {
	a, err := kappa.Of(kappa.PairsOf(r))
	if err != nil {
		return listResult{List: r.List} // no sample is that large
	}
	out := listResult{List: r.List, Pairs: a.Pairs, Same: a.Same, Missing: a.Missing, Said: figures.Text(a.Said())}
	if a.Undefined == nil {
		out.Kappa, out.Lower, out.Upper = &a.Kappa, &a.Lower, &a.Upper
	}
	for _, c := range a.Codes {
		out.Codes = append(out.Codes, codeAgreed{c.Code, c.First, c.Second, c.Both, c.Share()})
	}
	for _, m := range r.Met {
		if m.First != m.Second && m.First != "" && m.Second != "" {
			out.Apart = append(out.Apart, apart(m))
		}
	}
	slices.SortStableFunc(out.Apart, func(x, y apart) int { return y.N - x.N })
	return out
}

func (a *api) listSamples(ctx context.Context, in *samplesInput) (*samplesAnswer, error) {
	actor := callOf(ctx).actor
	if err := actor.May(access.ReadSample, actor.Employer); err != nil {
		return nil, err
	}
	e, err := a.employerNamed(ctx, in.Employer)
	if err != nil {
		return nil, err
	}
	if err := actor.May(access.ReadSample, e.ID); err != nil {
		return nil, err
	}
	history, err := a.history(ctx, coding.BookStream(e.ID), access.ReadSample, false)
	if err != nil {
		return nil, err
	}
	out := &samplesAnswer{}
	out.Body.Samples = []sampleLine{}
	for _, e := range history {
		if _, entered := e.Body.(coding.Entered); entered && e.Invented {
			out.Body.Invented++
		}
	}
	for _, e := range slices.Backward(folded(coding.BookDecider, history).Entries) {
		line := sampleLine{ID: e.Sample, Drawn: e.At.UTC(), Size: e.Size, Lists: e.Lists, Results: resultsOf(e)}
		if e.On != 0 {
			day := e.On.String()
			line.Closed = &day
		}
		out.Body.Samples = append(out.Body.Samples, line)
	}
	out.Body.Notice = NoticeOfSome(out.Body.Invented, len(out.Body.Samples))
	return out, a.record(ctx, access.Reading{What: "samples"})
}

// coders says beside an answer how far the codes it is laid out by can be trusted.
func (a *api) coders(ctx context.Context, q figures.Question, scope access.Scope, at eventlog.Position) ([]figures.Coders, error) {
	dimensions, lists := q.CodedBy()
	if len(lists) == 0 {
		return nil, nil
	}
	books, err := a.booksIn(ctx, scope, at)
	if err != nil {
		return nil, err
	}
	known := kappa.KnownOf(books)
	var out []figures.Coders
	for i, d := range dimensions {
		k := slices.IndexFunc(known, func(k kappa.Known) bool { return k.List == lists[i] })
		if k < 0 {
			continue
		}
		beside, shown := known[k].Beside(kappa.Text(d.Name())), true
		if scope.Protected() {
			beside, shown = known[k].Protected(kappa.Text(d.Name()))
		}
		if shown {
			out = append(out, figures.Coders{
				Dimension: d, Kappa: beside.Kappa, Lower: beside.Lower, Upper: beside.Upper, N: beside.N, AtLeast: beside.AtLeast, On: beside.On, Employers: beside.Employers, Said: figures.Text(beside.Said),
			})
		}
	}
	return out, nil
}
