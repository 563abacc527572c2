package clocks

import (
	"context"
	"strconv"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/worklist"
)

// cause is what a file is counted because of; the zero cause is the time.
type cause struct {
	event uuid.UUID
	key   func(part string) string // of what is recorded; nil is none
}

// attempts bounds how often a file is counted anew because somebody else was first, or
// because the key says that this was recorded before.
const attempts = 8

// count counts one file from its streams, records what follows, and puts it in the list.
// An id that is no file's is nothing to count.
func (k *Keeper) count(ctx context.Context, id uuid.UUID, because cause) error {
	for try := 1; ; try++ {
		again, err := k.once(ctx, id, because, try)
		if !again || try == attempts {
			return err
		}
	}
}

// once gives again when what was counted is not what there is any more.
func (k *Keeper) once(ctx context.Context, id uuid.UUID, because cause, try int) (again bool, err error) {
	s, version, err := k.source(ctx, id)
	if err != nil || s.File().Employer == uuid.Nil {
		return false, err
	}
	counted := worklist.Count(s)
	work, again, err := k.record(ctx, s, counted, version, because, try)
	if err != nil || again {
		return again, err
	}
	counted.File.Take(work, s.Now, s.Zone)
	if _, err = k.Files.Put(ctx, counted.File); err == nil {
		k.complained.Delete(id)
	}
	return false, err
}

// record tells the work on the file how its terms stand. It was read before all else, and
// is appended to at the version it had then: whoever was first counted what was there
// then, so nobody raises or ends an alarm because of less than what is on record.
func (k *Keeper) record(ctx context.Context, s worklist.Source, c worklist.Counted, at eventlog.Version, because cause, try int) (casework.Work, bool, error) {
	cmd := casework.Count{
		Asked:  casework.Asked{By: access.Clocks(), At: s.Now, File: s.File()},
		Clocks: c.Clocks, Closed: c.File.Closed, Away: c.Away, Silent: c.Silent,
	}
	if events, err := casework.Decider.Decide(s.Work, cmd); err != nil || len(events) == 0 {
		return s.Work, false, err
	}
	r := decider.Request{Employer: c.File.Employer, Expected: &at, Meta: k.meta(because)}
	if because.key != nil {
		r.Key = because.key(strconv.Itoa(try))
	}
	out, err := casework.Decider.Run(ctx, k.Journal, casework.Stream(s.ID), casework.Command(cmd), r)
	if fault.KindOf(err) == fault.Conflict {
		return s.Work, try < attempts, err
	}
	// A key that was known recorded what was to be told then. What is to be told now may
	// be more, as time went on.
	return out.State, err == nil && out.Replayed, err
}

func (k *Keeper) meta(because cause) eventlog.Meta {
	by := access.Clocks()
	return eventlog.Meta{
		Actor: by.ID, Role: string(by.Role), Purpose: string(by.Purpose), Channel: Name, Correlation: k.NewID(), Causation: because.event,
	}
}
