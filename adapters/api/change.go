package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// Keyed is what every command comes with. It and Versioned are exported because
// huma does not look into embedded structs that are not.
type Keyed struct {
	Key     string `header:"Idempotency-Key" doc:"Makes the request safe to repeat: 1 to 255 printable characters, a new one for each request. Without it, repeating after a broken connection may do it twice." example:"5f0c6f0a-6d0c-4b8e-9a53-0e2a6f6f0c11"`
	RawBody []byte `contentType:"application/json"`
}

// Versioned is what every command on something that exists comes with besides.
type Versioned struct {
	Keyed
	IfMatch string `header:"If-Match" doc:"The ETag of the version that the change was decided on. Without it the change is made on whatever is there." example:"\"3\""`
}

// receipt is the answer to every command. It tells what was recorded and not how
// things stand now, so that a repeat gets the very same answer.
type receipt struct {
	ID         uuid.UUID  `json:"id" format:"uuid" doc:"Of what the command was about."`
	Version    int64      `json:"version" doc:"Of it afterwards; the same as in the ETag."`
	Position   int64      `json:"position" doc:"The position in the log that includes this change."`
	Recorded   bool       `json:"recorded" doc:"False when it was already as asked, and nothing had to be recorded."`
	RecordedAt *time.Time `json:"recorded_at,omitempty" doc:"When it was recorded, in UTC."`
	// Doubles is beside the receipt, which a repeat gets again as it was.
	Doubles *likelyDoubles `json:"likely_doubles,omitempty" doc:"Of a registration, for who may read incidents: others that may be the same, as of now."`
}

type receiptAnswer struct {
	Status   int
	ETag     string `header:"ETag" doc:"The version, in quotes; for If-Match."`
	Position string `header:"Position" doc:"The position in the log that includes this change; for minPosition."`
	Location string `header:"Location" doc:"Where to read what was made."`
	Replayed string `header:"Idempotency-Replayed" doc:"true when the key was known: this is the answer of the first time."`
	Body     receipt
}

// keyForm keeps line breaks and the like out; 255 leaves room for any generator.
var keyForm = regexp.MustCompile(`^[\x21-\x7e]{1,255}$`)

var etagForm = regexp.MustCompile(`^"[0-9]{1,18}"$`)

// request is what surrounds a command. A client that gives no key gets a fresh
// one: it cannot repeat the request itself, but we can tell after a broken
// connection to the database whether it was recorded.
func (a *api) request(ctx context.Context, in Keyed, about string, wrong *fault.Fields) decider.Request {
	c := callOf(ctx)
	key := in.Key
	if key == "" {
		key = "none/" + a.NewID().String()
	} else {
		wrong.Check(keyForm.MatchString(key), "Idempotency-Key", "is not a key", "use 1 to 255 printable characters without spaces, e.g. a UUID")
		key = "given/" + key
	}
	return decider.Request{
		Meta: eventlog.Meta{
			Actor: c.actor.ID, Role: string(c.actor.Role), Purpose: string(c.actor.Purpose),
			Channel: a.Channel, Correlation: c.id,
		},
		Key: key,
		// What it is about is part of the request: the same words sent to another
		// incident are another request.
		Body: append([]byte(about+"\n"), in.RawBody...),
	}
}

// changing is request with the version that the client saw.
func (a *api) changing(ctx context.Context, in Versioned, about string, wrong *fault.Fields) decider.Request {
	r := a.request(ctx, in.Keyed, about+"\n"+in.IfMatch, wrong)
	if in.IfMatch == "" || in.IfMatch == "*" {
		return r // "*" asks that there is something to change, which every change does
	}
	if !etagForm.MatchString(in.IfMatch) {
		wrong.Add("If-Match", "is not an ETag of ours", `send one ETag as it was given, with its quotes, e.g. "3"`)
		return r
	}
	n, _ := strconv.ParseInt(in.IfMatch[1:len(in.IfMatch)-1], 10, 64)
	version := eventlog.Version(n)
	r.Expected = &version
	return r
}

// run carries a command on one thing out.
func run[C, S any, E decider.Event](ctx context.Context, a *api, d decider.Decider[C, S, E], s eventlog.Stream, cmd C, r decider.Request) (*receiptAnswer, error) {
	return carry(ctx, a, s, r, func() (done, error) {
		o, err := d.Run(ctx, a.journal, s, cmd, r)
		return done{o.Receipt, o.Version}, err
	})
}

// done is what a command led to, whatever it was about.
type done struct {
	eventlog.Receipt
	version eventlog.Version // of the stream that was asked about
}

// carry does it and answers. The answer is that of the first time when the
// request was a repeat; then the log tells what it was about, because a repeat
// of a registration comes with another new id.
func carry(ctx context.Context, a *api, s eventlog.Stream, r decider.Request, do func() (done, error)) (*receiptAnswer, error) {
	o, err := do()
	repeated := o.Replayed
	// When the connection broke while recording, the key tells what became of it:
	// also for a client that gave none and could not ask again.
	for try := 1; errors.Is(err, eventlog.ErrUnknownOutcome) && ctx.Err() == nil && try <= repeats; try++ {
		o, err = do()
	}
	switch {
	case err != nil:
		return nil, a.ofWhoLeft(ctx, r.Employer, stale(err, r))
	case o.First == 0:
		return a.unchanged(ctx, s, o.version)
	case o.Replayed:
		if s, err = a.streamAt(ctx, o.First); err != nil {
			return nil, err
		}
	}
	at := o.RecordedAt.UTC()
	out := answered(callOf(ctx), receipt{
		ID: s.ID, Version: int64(o.Versions[0]), Position: int64(o.Last), Recorded: true, RecordedAt: &at,
	})
	if repeated {
		out.Replayed = "true"
	}
	return out, nil
}

const repeats = 2

// unchanged answers what was already as asked. Whoever waits for the head sees
// all of it.
func (a *api) unchanged(ctx context.Context, s eventlog.Stream, v eventlog.Version) (*receiptAnswer, error) {
	head, err := a.Log.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the head of the log: %w", err)
	}
	return answered(callOf(ctx), receipt{ID: s.ID, Version: int64(v), Position: int64(head)}), nil
}

func answered(c *call, r receipt) *receiptAnswer {
	c.position = eventlog.Position(r.Position)
	return &receiptAnswer{
		Status: http.StatusOK, ETag: etag(eventlog.Version(r.Version)), Position: strconv.FormatInt(r.Position, 10), Body: r,
	}
}

// made turns the answer to a registration into that of something new.
func made(out *receiptAnswer, where string) *receiptAnswer {
	if out.Body.Recorded {
		out.Status, out.Location = http.StatusCreated, base+where
	}
	return out
}

func etag(v eventlog.Version) string { return `"` + strconv.FormatInt(int64(v), 10) + `"` }

func (a *api) streamAt(ctx context.Context, p eventlog.Position) (eventlog.Stream, error) {
	events, err := a.Log.Read(ctx, p-1, 1)
	if err == nil && len(events) == 0 {
		err = errors.New("it is not there")
	}
	if err != nil {
		return eventlog.Stream{}, fmt.Errorf("read what was recorded at position %s: %w", p, err)
	}
	return events[0].Stream, nil
}

// stale turns a conflict into a failed precondition when the client made one.
func stale(err error, r decider.Request) error {
	if r.Expected == nil || !eventlog.IsConflict(err) {
		return err
	}
	return newProblem(http.StatusPreconditionFailed, string(fault.Conflict), "somebody else changed this since you read it: read it again and repeat your change")
}

// unfit gathers what the trade finds wrong beside what was found here, so that
// the client can mend all of it at once. It never records anything. A reason not
// to answer at all (forbidden, no such thing) goes first.
func unfit[C, S any, E decider.Event](d decider.Decider[C, S, E], state S, cmd C, wrong *fault.Fields) error {
	_, err := d.Decide(state, cmd)
	if kind := fault.KindOf(err); err != nil && kind != fault.Invalid {
		return err
	}
	withFields(wrong, err)
	return wrong.Err()
}
