package main

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/api"
	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

// undoJob takes a batch back in the background.
type undoJob struct {
	imports *imports
	u       takingBack

	mu       sync.Mutex
	progress api.ImportProgress
	done     bool
	failed   error
}

// Undo implements api.Imports. Undoing twice goes on where the first stopped.
func (i importDesk) Undo(ctx context.Context, who access.Actor, employer, id uuid.UUID, alsoTouched bool) (api.Import, error) {
	if j := i.own(who, id); j != nil {
		employer, id = j.employer(), j.batch()
	}
	page, err := i.batchToUndo(ctx, who, employer, id)
	if err != nil {
		return page, err
	}
	job := &undoJob{imports: i.imports, progress: api.ImportProgress{Stage: "waiting"}}
	if job.u, err = i.kind.undoing(ctx, i.store, who, employer, id, alsoTouched, job.at); err != nil {
		return page, err
	}
	if err := i.begins(id, job); err != nil {
		return page, err
	}
	return i.beside(who, page, true), nil
}

func (i importDesk) batchToUndo(ctx context.Context, who access.Actor, employer, id uuid.UUID) (api.Import, error) {
	one, err := i.onRecord(ctx, who, employer, id)
	if err != nil {
		return one, err
	}
	for _, action := range i.kind.may() {
		if err := who.May(action, employer); err != nil {
			return one, err
		}
	}
	return one, nil
}

// begins sets one to work, unless the same is being done. A batch is not undone while it
// is recorded.
func (i *imports) begins(id uuid.UUID, job *undoJob) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, j := range i.jobs {
		if j.batch() == id && j.state() == api.ImportRecording {
			return fault.New(fault.Refused, "this is being recorded: undo it when that is done")
		}
	}
	if now := i.undoing[id]; now != nil && !now.ended() || i.ctx.Err() != nil {
		return nil
	}
	i.undoing[id] = job
	i.work.Go(func() { job.run(id) })
	return nil
}

func (u *undoJob) ended() bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.done
}

func (u *undoJob) at(done, total int64) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.progress = api.ImportProgress{Stage: "withdrawing", Done: done, Of: total}
}

func (u *undoJob) run(id uuid.UUID) {
	ctx := u.imports.ctx
	err := ctx.Err()
	select {
	case u.imports.room <- struct{}{}:
		defer func() { <-u.imports.room }()
		if ctx.Err() == nil {
			err = safely(func() error { return u.u.run(ctx, id) })
		}
	case <-ctx.Done():
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.done = true
	if err != nil {
		u.failed = u.imports.told(id, err)
	}
	time.AfterFunc(u.imports.life, func() { u.forget(id) })
}

func (u *undoJob) forget(id uuid.UUID) {
	u.imports.mu.Lock()
	defer u.imports.mu.Unlock()
	if u.imports.undoing[id] == u {
		delete(u.imports.undoing, id)
	}
}

// show lays what is being taken back over a page.
func (u *undoJob) show(page *api.Import, whole bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	switch {
	case !u.done:
		progress := u.progress
		page.State, page.Progress = api.ImportUndoing, &progress
	case u.failed != nil:
		page.Failed = u.failed
	case whole && page.Undone != nil:
		u.u.show(page.Undone)
	}
}
