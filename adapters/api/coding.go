package api

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/coding"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/projections"
	"ruggensteun/projections/listing"
)

var aSample = kind{"sample", coding.Stream}

type drawSampleInput struct{ Keyed }

type changeSampleInput struct {
	Versioned
	ID string `path:"id" format:"uuid" doc:"Of the sample."`
}

type sampleForm struct {
	Employer string   `json:"employer,omitempty" doc:"Code of the employer. May be left out by whoever works for one."`
	Size     int      `json:"size" doc:"How many incidents, 2 to 1000. With 100 a kappa of about 0.6 is known to 0.16 either way, with 200 to 0.11, with 400 to 0.08."`
	Lists    []string `json:"lists" doc:"Names of the code lists that are tested: behaviour, means, location-type, occasion, discrimination-ground, deployment, reach, phase, trigger, amplifier or measure."`
	From     string   `json:"from,omitempty" format:"date" doc:"First day on which they happened." example:"2026-01-01"`
	Through  string   `json:"through,omitempty" format:"date" doc:"Last such day, included."`
	Seed     string   `json:"seed,omitempty" doc:"Any word: the same one draws the same incidents from the same register. One is made when it is left out."`
}

type codingForm struct {
	Item    int            `json:"item" doc:"Number of the task."`
	Answers []codingAnswer `json:"answers" doc:"One for each list that is tested."`
}

type codingAnswer struct {
	List  string       `json:"list" doc:"Name of the list." example:"behaviour"`
	Codes []codes.Code `json:"codes" doc:"What was told, in codes of the list; UNKNOWN where the words do not tell."`
}

// drawSample draws from all incidents of the employer that stand, as the list of them knows.
func (a *api) drawSample(ctx context.Context, in *drawSampleInput) (*receiptAnswer, error) {
	var body sampleForm
	c, err := a.newRecord(ctx, in.Keyed, access.DrawSample, func() string { return body.Employer }, &body)
	if err != nil {
		return nil, err
	}
	cmd := coding.Draw{
		By: callOf(ctx).actor, Employer: c.employer.ID, Seed: body.Seed, Size: body.Size, From: body.From, Through: body.Through, Lists: body.Lists, At: kept(c.at),
	}
	if cmd.Seed == "" {
		cmd.Seed = a.NewID().String()
	}
	repeated, err := decider.Repeated(ctx, a.journal, c.request)
	if err != nil {
		return nil, err
	}
	if !repeated {
		if cmd.All, cmd.Position, err = a.drawnFrom(ctx, c.employer.ID, body.From, body.Through); err != nil {
			return nil, err
		}
	}
	s := coding.Stream(c.id)
	out, err := carry(ctx, a, s, c.request, func() (done, error) {
		return a.inBook(ctx, s, cmd, c.request, func(after coding.Sample) []coding.BookCommand {
			return []coding.BookCommand{coding.Enter{Entered: coding.Entered{Sample: s.ID, Lists: after.Lists, Size: len(after.Incidents), At: after.At}}}
		})
	})
	if err != nil {
		return nil, err
	}
	return made(out, "/coding-samples/"+out.Body.ID.String()), nil
}

// drawnFrom are the incidents of a period that count for themselves, as of a position.
func (a *api) drawnFrom(ctx context.Context, employer uuid.UUID, from, through string) (all []uuid.UUID, at eventlog.Position, err error) {
	stands := false
	q := listing.Query{Employer: employer, From: from, Through: through, Withdrawn: &stands, Order: listing.OldestFirst, Limit: listing.Most}
	if err := q.Check(); err != nil {
		return nil, 0, err
	}
	for {
		page, err := a.Listing.List(ctx, access.Scope{Employer: employer}, q)
		if err != nil {
			return nil, 0, err
		}
		for _, row := range page.Rows {
			if row.MergedInto == uuid.Nil {
				all = append(all, row.ID)
			}
		}
		if at, q.After = page.Position, page.Next; page.Next.ID == uuid.Nil {
			return all, at, nil
		}
	}
}

// inBook carries a command on a sample out, with what it means for the employer's book.
func (a *api) inBook(ctx context.Context, s eventlog.Stream, cmd coding.Command, r decider.Request, means func(coding.Sample) []coding.BookCommand) (done, error) {
	o, err := decider.All(ctx, a.journal, coding.Decider, s, cmd, r, decider.Follow(coding.BookDecider, decider.Following[coding.Sample, coding.BookCommand, coding.Book]{
		Stream: func(after coding.Sample) (eventlog.Stream, bool) { return coding.BookStream(after.Employer), true },
		Asks:   func(_, after coding.Sample, _ coding.Book) []coding.BookCommand { return means(after) },
	}))
	return done{o.Receipt, o.Version}, err
}

// sampleNamed gives a sample that this actor may do this to.
func (a *api) sampleNamed(ctx context.Context, text string, action access.Action) (uuid.UUID, coding.Sample, []projections.Event, error) {
	id, _, err := a.named(ctx, aSample, text, action)
	if err != nil {
		return uuid.Nil, coding.Sample{}, nil, err
	}
	history, err := a.history(ctx, coding.Stream(id), action, false)
	return id, folded(coding.Decider, history), history, err
}

func (a *api) codeSample(ctx context.Context, in *changeSampleInput) (*receiptAnswer, error) {
	var body codingForm
	c, err := a.changeRecord(ctx, in.Versioned, aSample, in.ID, access.CodeSample, string(access.CodeSample), &body)
	if err != nil {
		return nil, err
	}
	s, _, err := coding.Decider.Load(ctx, a.journal, coding.Stream(c.id))
	if err != nil {
		return nil, err
	}
	cmd := coding.Code{By: callOf(ctx).actor, Item: body.Item, At: kept(c.at)}
	for _, given := range body.Answers {
		cmd.Answers = append(cmd.Answers, coding.Answer(given))
	}
	if of, found := s.Item(body.Item); found {
		history, err := a.history(ctx, incident.Stream(of), access.CodeSample, false)
		if err != nil {
			return nil, err
		}
		cmd.Recorded = recorders(history)
	}
	return runRecord(ctx, a, c, coding.Decider, coding.Stream(c.id), coding.Command(cmd))
}

// recorders are all who recorded anything of something.
func recorders(history []projections.Event) []uuid.UUID {
	return turned(history, func(e projections.Event) uuid.UUID { return e.Meta.Actor })
}

// closeSample counts what was coded, against the codes as they were when it was drawn.
func (a *api) closeSample(ctx context.Context, in *changeSampleInput) (*receiptAnswer, error) {
	var body asIsForm
	c, err := a.changeRecord(ctx, in.Versioned, aSample, in.ID, access.DrawSample, "close", &body)
	if err != nil {
		return nil, err
	}
	stream := coding.Stream(c.id)
	zone, err := zoneOf(c.employer)
	if err != nil {
		return nil, err
	}
	cmd := coding.Close{By: callOf(ctx).actor, On: calendar.DayOf(c.at.In(zone)), At: kept(c.at)}
	s, _, err := coding.Decider.Load(ctx, a.journal, stream)
	if err != nil {
		return nil, err
	}
	known, err := a.knownOf(ctx, s)
	if err != nil {
		return nil, err
	}
	return carry(ctx, a, stream, c.request, func() (done, error) {
		return a.inBook(ctx, stream, cmd, c.request, func(after coding.Sample) []coding.BookCommand {
			return turned(coding.Measure(c.id, after, known), func(m coding.Measured) coding.BookCommand { return coding.Record{Measured: m} })
		})
	})
}

// knownOf reads the incidents of a sample: nothing of a person is opened for that.
func (a *api) knownOf(ctx context.Context, s coding.Sample) (map[uuid.UUID]coding.Known, error) {
	known := map[uuid.UUID]coding.Known{}
	for _, id := range s.Incidents {
		history, err := a.history(ctx, incident.Stream(id), access.DrawSample, false)
		if err != nil {
			return nil, err
		}
		then := slices.IndexFunc(history, func(e projections.Event) bool { return e.Position > s.Position })
		if then < 0 {
			then = len(history)
		}
		k := coding.Known{Then: folded(incident.Decider, history[:then]), Now: folded(incident.Decider, history)}
		k.Words = hasWords(k.Now)
		known[id] = k
	}
	return known, nil
}

// hasWords tells whether anything is told of an incident that is not forgotten.
func hasWords(s incident.Incident) bool {
	return slices.ContainsFunc(s.Narrative, func(h person.Held[string]) bool { return h.State == person.Present || h.State == person.Closed })
}

// task is what a second coder gets to read.
type task struct {
	item     int
	incident uuid.UUID
	history  []projections.Event
}

// nextTask finds the first item that this actor can code: nobody did, he recorded nothing of
// it, and something can still be read.
func (a *api) nextTask(ctx context.Context, s coding.Sample) (*task, error) {
	actor := callOf(ctx).actor
	for _, item := range s.Open() {
		id, _ := s.Item(item)
		closed, err := a.history(ctx, incident.Stream(id), access.CodeSample, false)
		if err != nil {
			return nil, err
		}
		if now := folded(incident.Decider, closed); slices.Contains(recorders(closed), actor.ID) || now.Withdrawn || now.MergedInto != uuid.Nil || !hasWords(now) {
			continue
		}
		opened, err := a.history(ctx, incident.Stream(id), access.CodeSample, true)
		if err != nil {
			return nil, err
		}
		if words := folded(incident.Decider, opened).Narrative; slices.ContainsFunc(words, func(h person.Held[string]) bool { return h.State == person.Present }) {
			return &task{item, id, opened}, nil
		}
	}
	return nil, nil
}

// closedAt is the day, or nil while it is open.
func closedAt(s coding.Sample) *string {
	if !s.Closed {
		return nil
	}
	day := s.On.String()
	return &day
}

func drawnAt(s coding.Sample) time.Time { return s.At.UTC() }

// booksIn reads the books of a scope, as of a position.
func (a *api) booksIn(ctx context.Context, scope access.Scope, at eventlog.Position) ([]coding.Book, error) {
	recorded, err := a.bookEvents(ctx, scope)
	if err != nil {
		return nil, fmt.Errorf("read what came of samples: %w", err)
	}
	recorded = slices.DeleteFunc(recorded, func(r eventlog.Recorded) bool { return r.Position > at })
	bodies, err := a.Closed.Decode(ctx, recorded)
	if err != nil {
		return nil, fmt.Errorf("read what came of samples: %w", err)
	}
	books := map[uuid.UUID]coding.Book{}
	for i, body := range bodies {
		if e, is := body.(coding.BookEvent); is { // nil after a recorded redaction
			books[recorded[i].Employer] = coding.BookDecider.Evolve(books[recorded[i].Employer], e)
		}
	}
	return slices.Collect(maps.Values(books)), nil
}

func (a *api) bookEvents(ctx context.Context, scope access.Scope) ([]eventlog.Recorded, error) {
	if scope.All {
		return a.Records.ReadCategoryAs(ctx, scope, coding.BookCategory)
	}
	return a.Records.ReadStreamAs(ctx, scope, coding.BookStream(scope.Employer))
}
