package clocks

import (
	"context"
	"fmt"
	"sort"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/worklist"
)

// MostRecounted is how many files are counted from the log in one answer: somebody waits
// for it, and each takes a few reads.
const MostRecounted = 5000

// Recounter counts terms from the log as it was at a position. It records nothing.
type Recounter struct {
	Log   Log
	Codec decider.Codec // opens what Opens says
	Files interface {
		Files(ctx context.Context, scope access.Scope, q worklist.FileQuery) (worklist.FilePage, error)
	}
}

// Recount gives how terms stood at q.Now by what was recorded up to a position, and how
// long they took. What was forgotten since is forgotten there too. A *fault.Fault of kind
// TooLarge says that there are more files than MostRecounted.
func (r Recounter) Recount(ctx context.Context, scope access.Scope, q worklist.KeptQuery, at eventlog.Position) (worklist.KeptPage, error) {
	ids, err := r.files(ctx, scope, q)
	if err != nil {
		return worklist.KeptPage{}, err
	}
	k := &Keeper{Log: &logThen{Log: r.Log, at: at, kept: map[eventlog.Stream][]eventlog.Recorded{}}, Codec: r.Codec, Now: func() time.Time { return q.Now }}
	all, err := k.past(ctx, ids)
	if err != nil {
		return worklist.KeptPage{}, err
	}
	files := make([]worklist.File, len(all))
	for i := range all {
		files[i] = all[i].File
	}
	return worklist.KeptPage{Kept: q.KeptOf(files), Took: q.TookOf(all), Position: at}, nil
}

// files are all that are there by now: one that was not yet then has no history.
func (r Recounter) files(ctx context.Context, scope access.Scope, q worklist.KeptQuery) (ids []uuid.UUID, err error) {
	asked := worklist.FileQuery{Employer: q.Employer, Kind: q.Kind, Limit: page}
	for {
		found, err := r.Files.Files(ctx, scope, asked)
		if err != nil {
			return nil, err
		}
		for _, f := range found.Files {
			ids = append(ids, f.ID)
		}
		switch asked.After = found.Next; {
		case len(ids) > MostRecounted:
			return nil, fault.New(fault.TooLarge, fmt.Sprintf("there are more than %d files to count from the log: ask for one employer or one kind, or as of now and without times", MostRecounted))
		case asked.After == uuid.Nil:
			return ids, nil
		}
	}
}

// readers is how many files are read at once: each waits for the database most of the time.
const readers = 4

// past counts files, in their order; those that were none yet are left out.
func (k *Keeper) past(ctx context.Context, ids []uuid.UUID) ([]worklist.Past, error) {
	all, errs := make([]worklist.Past, len(ids)), make([]error, readers)
	var others sync.WaitGroup
	for n := range readers {
		others.Go(func() {
			for i := n; i < len(ids) && errs[n] == nil; i += readers {
				s, _, err := k.source(ctx, ids[i])
				if errs[n] = err; err == nil && s.File().Employer != uuid.Nil {
					all[i] = s.Past()
				}
			}
		})
	}
	others.Wait()
	var there []worklist.Past
	for _, p := range all {
		if p.ID != uuid.Nil {
			there = append(there, p)
		}
	}
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return there, nil
}

// logThen is the log as it was at a position. What all files of an employer rest on is
// read once.
type logThen struct {
	Log
	at eventlog.Position

	mu   sync.Mutex
	kept map[eventlog.Stream][]eventlog.Recorded
}

func (l *logThen) Head(context.Context) (eventlog.Position, error) { return l.at, nil }

func (l *logThen) ReadStream(ctx context.Context, s eventlog.Stream, after eventlog.Version) ([]eventlog.Recorded, error) {
	shared := s.Category == "agreement" || s.Category == "employer"
	if shared {
		l.mu.Lock()
		defer l.mu.Unlock()
		if known, read := l.kept[s]; read {
			return known, nil
		}
	}
	all, err := l.Log.ReadStream(ctx, s, after)
	if err != nil {
		return nil, err
	}
	all = all[:sort.Search(len(all), func(i int) bool { return all[i].Position > l.at })]
	if shared {
		l.kept[s] = all
	}
	return all, nil
}
