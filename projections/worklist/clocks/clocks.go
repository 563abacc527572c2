// Package clocks lets terms be heard of without anybody looking: it counts a file anew
// when something was recorded of it or its moment comes, and raises and ends alarms.
//
// It works in two ways at once. Heard is for a consumer of single events, which one
// program at a time is; Look is for the clock on the wall, in every program. Both count
// from the streams as they are, so it makes no difference in which order things came in,
// how often an event is delivered, or who counts.
package clocks

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/projections/worklist"
)

// Name is that of the consumer.
const Name = "clocks"

// Topic is what it listens to: all that a term can rest on. An incident matters once a
// file is linked to it, and that is told by the file, so its registration is not heard. A
// merge of pseudonyms is heard from both sides: until then neither's files know of the
// other's. Of a merge of incidents the other side is in the event (see otherSide).
const Topic = "prosecution,aftercare,aangifte,casework,agreement,employer.changed,incident.details_added,incident.corrected,incident.withdrawn,incident.merged,incident.split,person.care_erased,pseudonym"

// Opens is what has to be opened to count: steps of cases and of care. No name, no text.
func Opens() []person.Purpose { return []person.Purpose{person.ForProsecution, person.ForCare} }

// Log is what is read of the log.
type Log interface {
	ReadStream(ctx context.Context, s eventlog.Stream, after eventlog.Version) ([]eventlog.Recorded, error)
	Head(ctx context.Context) (eventlog.Position, error)
}

// Keeper counts files. It is safe for concurrent use.
type Keeper struct {
	Log     Log
	Codec   decider.Codec   // opens what Opens says
	Journal decider.Journal // on the same log and codec
	Files   worklist.Store
	Now     func() time.Time
	// LogTime is the clock by which the log says when something was recorded. Terms are
	// counted by it where ours differs: a moment that was counted stays the last one that a
	// file knows, so one clock that is a year ahead would let its terms lapse at once, and
	// keep everybody else from saying otherwise. Nil is ours.
	LogTime func(context.Context) (time.Time, error)
	// Turn is how long one event may count files before it is put back, to go on where it
	// stopped; zero is as long as it takes.
	Turn   time.Duration
	NewID  func() uuid.UUID
	Logger *slog.Logger

	clock      clock
	complained sync.Map // files of which the log says already that they cannot be counted
}

// complain says it once per file: a look comes every second, and the file stays as it is
// until somebody mends it.
func (k *Keeper) complain(id uuid.UUID, err error) {
	if _, said := k.complained.LoadOrStore(id, true); !said {
		k.Logger.Error("cannot count the terms of a file", "file", id, "error", err)
	}
}

// page is how many files are asked for at once.
const page = 500

// Heard counts every file that an event concerns and that was not counted behind it. Key
// gives the idempotency key of what is recorded because of it.
func (k *Keeper) Heard(ctx context.Context, e eventlog.Recorded, key func(part string) string) error {
	if strings.HasPrefix(e.Type, "casework.alarm_") {
		return nil // our own word
	}
	if e.Stream.Category == "agreement" || e.Stream.Category == "employer" {
		return k.heardByAll(ctx, e, key)
	}
	ids, err := k.Files.Linked(ctx, e.Stream.ID)
	if err != nil {
		return err
	}
	other, err := k.otherSide(ctx, e)
	if err != nil {
		return err
	}
	ids = append(ids, other...)
	switch e.Stream.Category {
	case "prosecution", "aftercare", "casework", "agreement_use":
		ids = append(ids, e.Stream.ID)
	}
	return k.heardOf(ctx, ids, e, key, k.turn())
}

// heardByAll counts all open files of an employer, or of everybody. What was counted
// already is skipped, so that a delivery that ran out of time goes on where it stopped.
func (k *Keeper) heardByAll(ctx context.Context, e eventlog.Recorded, key func(string) string) error {
	var after uuid.UUID
	var failed error
	t := k.turn()
	for {
		ids, err := k.Files.Of(ctx, e.Stream.ID, after, page)
		if err != nil || len(ids) == 0 {
			return cmp.Or(err, failed)
		}
		if err := k.heardOf(ctx, ids, e, key, t); passing(ctx, err) || errors.Is(err, errOnward) {
			return err
		} else if failed == nil {
			failed = err
		}
		after = ids[len(ids)-1]
	}
}

// errOnward is of an event that counted some of its files and has more. It says nothing
// against the event, so it uses up none of its tries.
var errOnward = fault.New(fault.Unavailable, "files were counted, and there are more: they come with the next delivery")

// turn is the time of one delivery.
type turn struct {
	ends    time.Time // zero is never
	counted int
}

func (k *Keeper) turn() *turn {
	if k.Turn == 0 {
		return &turn{}
	}
	return &turn{ends: k.Now().Add(k.Turn)}
}

// over holds only where something was counted: one file that takes longer than a turn must
// not go round for ever.
func (t *turn) over(now time.Time) bool {
	return t.counted > 0 && !t.ends.IsZero() && !now.Before(t.ends)
}

// heardOf counts all that can be counted: one that cannot be read holds up no other. The
// error is that of those, and when the event comes again only they are counted anew.
func (k *Keeper) heardOf(ctx context.Context, ids []uuid.UUID, e eventlog.Recorded, key func(string) string, t *turn) error {
	var failed error
	for _, id := range ids {
		if t.over(k.Now()) {
			return errOnward
		}
		if err := k.heardOfOne(ctx, id, e, key, t); passing(ctx, err) {
			return err
		} else if failed == nil {
			failed = err // one is enough to tell, and there may be thousands
		}
	}
	return failed
}

func (k *Keeper) heardOfOne(ctx context.Context, id uuid.UUID, e eventlog.Recorded, key func(string) string, t *turn) (err error) {
	known, err := k.Files.Known(ctx, id)
	if err != nil || known >= e.Position {
		return err
	}
	defer func() {
		if err == nil {
			t.counted++
		}
	}()
	return k.count(ctx, id, cause{event: e.ID, key: func(part string) string { return key(id.String() + "/" + part) }})
}

// passing tells whether what went wrong is not of the file, so that the next fails too.
func passing(ctx context.Context, err error) bool {
	return err != nil && (ctx.Err() != nil || errors.Is(err, eventlog.ErrUnavailable))
}

// Look counts the files whose moment has come, and tells how many. One that cannot be
// counted is logged and holds up no other; it is tried again at the next look.
func (k *Keeper) Look(ctx context.Context) (int, error) {
	seen := map[uuid.UUID]bool{}
	for {
		// Those that were seen may stand in front of those that were not.
		ids, err := k.Files.Waiting(ctx, k.now(ctx), page+len(seen))
		if err != nil {
			return len(seen), err
		}
		fresh := false
		for _, id := range ids {
			if seen[id] {
				continue
			}
			seen[id], fresh = true, true
			if err := k.count(ctx, id, cause{}); err != nil {
				if passing(ctx, err) {
					return len(seen), err
				}
				k.complain(id, err)
			}
		}
		if !fresh {
			return len(seen), nil
		}
	}
}

// Run looks at every tick until ctx ends. The store may be away: the next tick comes.
func (k *Keeper) Run(ctx context.Context, tick <-chan time.Time) {
	for warned := false; ; {
		select {
		case <-ctx.Done():
			return
		case <-tick:
		}
		_, err := k.Look(ctx)
		if err != nil && !warned && ctx.Err() == nil {
			k.Logger.Warn("cannot look which terms come due, trying again", "error", err)
		}
		warned = err != nil
	}
}
