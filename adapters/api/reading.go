package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// account is what is known of a request by the time that it must be accounted for.
type account struct {
	trace access.Trace
	began time.Time

	mu      sync.Mutex
	spans   int // how many records of the trace were made
	opened  map[uuid.UUID]*openedOf
	changes []eventlog.Stream // accounted for already
}

// openedOf is what was opened of one record.
type openedOf struct {
	owner   uuid.UUID
	holders map[eventlog.Holder]bool
}

// traced goes on with the trace that came with the request, or begins one, and says which it is in the
// answer. A new one is named after the request, so that its line in the log leads to it.
func (a *api) traced(c *call, r *http.Request, h http.Header) {
	c.began = a.Clock()
	t := access.Trace{ID: c.id}
	if list := r.Header.Values("traceparent"); len(list) == 1 { // two are none (Trace Context, 3.2)
		if id, parent, ok := access.ParseTrace(list[0]); ok {
			t.ID, t.Parent, t.Called = id, parent, true
		}
	}
	t.Span = access.Trace{ID: c.id}.Child(0).Span
	c.trace = t
	h.Set("traceparent", t.String())
}

// watched is a context under which it is noted what is opened of a record.
func (c *call) watched(ctx context.Context, of, owner uuid.UUID) context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.opened == nil {
		c.opened = map[uuid.UUID]*openedOf{}
	}
	o := c.opened[of]
	if o == nil {
		o = &openedOf{owner, map[eventlog.Holder]bool{}}
		c.opened[of] = o
	}
	return decider.Watch(ctx, func(h eventlog.Holder) {
		c.mu.Lock()
		defer c.mu.Unlock()
		o.holders[h] = true
	})
}

// known completes a reading with what was opened for it: of its own record, or of whatever was where it
// is of something inside one, such as a document.
func (c *call) known(r *access.Reading) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !r.Changing && r.Owner == uuid.Nil { // else whoever asked knew
		c.openedFor(r)
	}
	if r.Owner == uuid.Nil && r.ID != uuid.Nil {
		r.Owner = r.Actor.Employer
	}
	r.Began, r.Trace = c.began, c.trace
	if !r.Personal {
		return
	}
	// The first is what the request does; what else it does is part of it.
	if c.spans > 0 {
		r.Trace = c.trace.Child(-c.spans) // below those of data subjects, which count up
	}
	c.spans++
}

func (c *call) openedFor(r *access.Reading) {
	of := c.opened
	if own := c.opened[r.ID]; own != nil {
		of = map[uuid.UUID]*openedOf{r.ID: own}
	}
	for _, o := range of {
		if r.Owner == uuid.Nil && r.ID != uuid.Nil {
			r.Owner = o.owner
		}
		if r.Personal {
			r.Opened = slices.AppendSeq(r.Opened, maps.Keys(o.holders))
		}
	}
}

// record accounts for an answer before it is given. The last is what the request's line in the
// log shows.
func (a *api) record(ctx context.Context, readings ...access.Reading) error {
	c := callOf(ctx)
	for i := range readings {
		r := &readings[i]
		r.Actor, r.At, r.Correlation, r.Channel = c.actor, a.Clock(), c.id, a.Channel
		c.known(r)
		c.position = r.Position
	}
	if err := a.Readings.Record(ctx, readings...); err != nil {
		return fault.Wrap(fault.Unavailable, "nothing is shown, because it cannot be recorded now who reads it: try again", err)
	}
	return nil
}

// accountable records that details of somebody are written before they are: whoever seals something goes
// through Encode, whatever the command is. A change that the log then refuses was begun all the same, and
// the log says under the same request what came of it.
type accountable struct {
	decider.Codec
	api *api
}

func (a accountable) Encode(ctx context.Context, s eventlog.Stream, events []decider.Event, r decider.Request) (decider.Encoded, error) {
	encoded, err := a.Codec.Encode(ctx, s, events, r)
	c := callOf(ctx)
	if err != nil || c == nil {
		return encoded, err
	}
	reading := access.Reading{What: nounOf(s.Category), ID: s.ID, Personal: true, Owner: r.Employer, Changing: true}
	for _, k := range encoded.DataKeys {
		if k.Parent != uuid.Nil { // an employer's own key is about nobody
			reading.Opened = append(reading.Opened, eventlog.Holder{Employer: k.Employer, Kind: k.Kind, Subject: k.Subject, Purpose: k.Purpose})
		}
	}
	if len(reading.Opened) == 0 || !c.firstChange(s) {
		return encoded, nil
	}
	return encoded, a.api.account(ctx, reading)
}

// firstChange is false when a change is tried again because somebody else was first.
func (c *call) firstChange(s eventlog.Stream) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if slices.Contains(c.changes, s) {
		return false
	}
	c.changes = append(c.changes, s)
	return true
}

func (a *api) account(ctx context.Context, r access.Reading) error {
	c := callOf(ctx)
	r.Actor, r.At, r.Correlation, r.Channel = c.actor, a.Clock(), c.id, a.Channel
	c.known(&r)
	if err := a.Readings.Record(ctx, r); err != nil {
		return fault.Wrap(fault.Unavailable, "nothing is recorded, because it cannot be recorded now who changes it: try again", err)
	}
	return nil
}
