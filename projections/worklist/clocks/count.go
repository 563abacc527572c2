package clocks

import (
	"context"
	"errors"
	"fmt"
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

// attempts bounds how often a file is counted in a row. Twice is usual where something is
// to be told; more is somebody else who was first.
const attempts = 8

// count counts one file from its streams, tells its work what follows, and puts it in the
// list once there is nothing more to tell. An id that is no file's is nothing to count.
//
// What somebody records while it is counted may be missed by this count and by that of
// whoever hears of it: each ends before the other can be seen. So after telling it is
// counted again: either that sees what was recorded, or who hears of it sees what was told.
func (k *Keeper) count(ctx context.Context, id uuid.UUID, because cause) error {
	for try := 1; ; try++ {
		again, err := k.once(ctx, id, because, try)
		switch {
		case !again:
			return err
		case try == attempts:
			return errors.Join(fmt.Errorf("count file %s: it changed %d times meanwhile", id, attempts), err)
		}
	}
}

// once gives again when something was told, or somebody else was first.
func (k *Keeper) once(ctx context.Context, id uuid.UUID, because cause, try int) (again bool, err error) {
	s, version, err := k.source(ctx, id)
	if err != nil || s.File().Employer == uuid.Nil {
		return false, err
	}
	counted := worklist.Count(s)
	if again, err := k.tell(ctx, s, counted, version, because, try); err != nil || again {
		return again, err
	}
	_, err = k.Files.Put(ctx, counted.File)
	return false, err
}

// tell tells the work on the file how its terms stand. It was read before all else, and
// is appended to at the version it had then, so that nobody raises again what somebody
// ended since because of more.
func (k *Keeper) tell(ctx context.Context, s worklist.Source, c worklist.Counted, at eventlog.Version, because cause, try int) (again bool, err error) {
	cmd := casework.Count{
		Asked:  casework.Asked{By: access.Clocks(), At: s.Now, File: s.File()},
		Clocks: c.Clocks, Closed: c.File.Closed, Away: c.Away, Silent: c.Silent, Unanswered: c.Unanswered,
	}
	if events, err := casework.Decider.Decide(s.Work, cmd); err != nil || len(events) == 0 {
		return false, err
	}
	r := decider.Request{Employer: c.File.Employer, Expected: &at, Meta: k.meta(because)}
	if because.key != nil {
		r.Key = because.key(strconv.Itoa(try)) // one that is known told what was to be told then
	}
	_, err = casework.Decider.Run(ctx, k.Journal, casework.Stream(s.ID), casework.Command(cmd), r)
	return err == nil || fault.KindOf(err) == fault.Conflict, err
}

func (k *Keeper) meta(because cause) eventlog.Meta {
	by := access.Clocks()
	return eventlog.Meta{
		Actor: by.ID, Role: string(by.Role), Purpose: string(by.Purpose), Channel: Name, Correlation: k.NewID(), Causation: because.event,
	}
}
