package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
	"ruggensteun/projections"
	"ruggensteun/projections/doubles"
)

// lookout finds likely doubles for whoever registers something, and never makes
// anybody wait for a read model that lags.
type lookout struct {
	*postgres.Doubles
	store *store
	// patience is how long a command that has no server brings the read model up to
	// date by itself; 0 where a server does.
	patience time.Duration
}

// catchUpMoment is what a terminal command has for that: less than its start takes.
const catchUpMoment = 300 * time.Millisecond

func (s *store) lookout(patience time.Duration) *lookout {
	return &lookout{Doubles: postgres.OpenDoubles(s.db), store: s, patience: patience}
}

// mostBehind is how many events the read model may miss for suggestions to be worth
// anything: a server that keeps up is never that far.
const mostBehind = 1000

// Near implements api.Doubles.
func (l *lookout) Near(ctx context.Context, scope access.Scope, employer uuid.UUID, of []doubles.Seen) ([]doubles.Nearby, error) {
	if l.patience > 0 {
		if err := l.catchUp(ctx); err != nil {
			return nil, err
		}
	}
	head, err := l.store.log.Head(ctx)
	if err != nil {
		return nil, err
	}
	near, err := l.Doubles.Near(ctx, scope, employer, of)
	if err != nil || len(near) == 0 || near[0].Position >= head {
		return near, err
	}
	// Nobody may be about to work on what is missing, however little it is.
	if err := l.store.heldOf(ctx, doubles.Projection.Name); err != nil {
		return nil, notLooked(err)
	}
	if missing := head - near[0].Position; missing > mostBehind {
		return nil, behind(missing)
	}
	return near, nil
}

func notLooked(why error) error {
	return fault.Wrap(fault.Unavailable, "none were looked for: "+why.Error(), why)
}

func behind(events eventlog.Position) error {
	return fault.New(fault.Unavailable, fmt.Sprintf("none were looked for, because the read model of doubles is %d events behind", events))
}

// catchUp works on the read model for a moment. What is not done then stays done as
// far as it came, and the next command goes on.
func (l *lookout) catchUp(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, l.patience)
	defer cancel()
	err := l.store.catchUpDoubles(ctx)
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return nil // Near says how far behind it is
	}
	return err
}

// catchUpDoubles brings the traces to the head of the log, by itself when no server runs.
func (s *store) catchUpDoubles(ctx context.Context) error {
	err := s.catchUpOf(ctx, doubles.Projection)
	if fault.KindOf(err) == fault.Unavailable {
		return notLooked(err)
	}
	return err
}

// catchUpOf brings a read model that opens nothing to the head of the log, by itself when
// no server runs; a *fault.Fault of kind Unavailable says what is in the way.
func (s *store) catchUpOf(ctx context.Context, p projections.Projection) error {
	current, err := s.tracer.Register(ctx, p)
	if err != nil {
		return err
	}
	if !current {
		return fault.New(fault.Unavailable, "this program has a newer shape of the read model: run `ruggensteun projections rebuild "+p.Name+"`, or start a server")
	}
	head, err := s.log.Head(ctx)
	if err != nil {
		return err
	}
	if err := s.heldOf(ctx, p.Name); err != nil {
		return fault.Wrap(fault.Unavailable, err.Error(), err)
	}
	return s.tracer.CatchUp(ctx, p, head)
}

// likelyDoubles are suggestions as they come with a receipt.
type likelyDoubles struct {
	Looked    bool   `json:"looked"`
	Why       string `json:"why"`
	Incidents []struct {
		ID       string     `json:"id"`
		Occurred occurredAt `json:"occurred"`
		Place    struct {
			Type     string `json:"type"`
			Gemeente string `json:"gemeente"`
			Unit     string `json:"unit"`
		} `json:"place"`
		Apart    int  `json:"minutes_apart"`
		Invented bool `json:"invented"`
	} `json:"incidents"`
}

// occurredAt is a time as the HTTP interface answers it: in UTC, with the offset beside it.
type occurredAt struct {
	At        time.Time        `json:"at"`
	Offset    string           `json:"offset"`
	Precision moment.Precision `json:"precision"`
}

// String gives the clock there, which is what somebody who compares has before him.
func (o occurredAt) String() string {
	east, err := time.Parse("-07:00", o.Offset)
	if err != nil {
		return ""
	}
	_, seconds := east.Zone()
	return byTheClock(o.At, seconds/60, o.Precision)
}

// byTheClock writes a time as precisely as it is known; an offset is in minutes.
func byTheClock(at time.Time, offset int, p moment.Precision) string {
	layout := map[moment.Precision]string{moment.Minute: "2006-01-02 15:04", moment.Hour: "2006-01-02 15h", moment.Day: time.DateOnly, moment.Month: "2006-01"}[p]
	return at.In(time.FixedZone("", offset*60)).Format(layout)
}

// print says nothing where there is nothing to look at.
func (d *likelyDoubles) print(w io.Writer) error {
	switch {
	case d == nil:
		return nil
	case !d.Looked:
		_, err := fmt.Fprintf(w, "Doubles: %s.\n", d.Why)
		return err
	case len(d.Incidents) == 0:
		return nil
	}
	fmt.Fprintln(w, "This may be on record already; look, and merge if it is the same:")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, one := range d.Incidents {
		invented := ""
		if one.Invented {
			invented = "\tinvented"
		}
		fmt.Fprintf(t, "  %s\t%s\t%s%s\n", one.ID, one.Occurred, strings.Join(strings.Fields(one.Place.Type+" "+one.Place.Gemeente+" "+one.Place.Unit), ", "), invented)
	}
	return t.Flush()
}
