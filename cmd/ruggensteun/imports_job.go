package main

import (
	"context"
	"encoding/hex"
	"errors"
	"runtime/debug"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/api"
	"ruggensteun/adapters/intake"
	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

// job is one file that was sent. Its work is done one step at a time.
type job struct {
	imports *imports
	id      uuid.UUID
	who     access.Actor
	kind    importKind
	code    string // of the employer
	steps   sentFile

	mu        sync.Mutex
	owner     uuid.UUID // the employer; zero while it is not on record
	now       api.ImportState
	progress  api.ImportProgress
	previewed importOutcome
	report    importOutcome
	read      *intake.Batch // as it was read last; for rejects
	failed    error
	expires   time.Time
	timer     *time.Timer
	changed   chan struct{} // closed when the step of now is done
	gone      bool
	resumes   uuid.UUID // the batch that was stopped with this file
}

func (j *job) state() api.ImportState {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.now
}

func (j *job) settled() <-chan struct{} {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.changed
}

func (j *job) employer() uuid.UUID {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.owner
}

// stage tells how far the step is.
func (j *job) stage(what string) (at func(done, total int64), end func()) {
	tell := func(done, total int64) {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.progress = api.ImportProgress{Stage: what, Done: done}
		if what != "reading" {
			j.progress.Of = total
		}
	}
	tell(0, 0)
	return tell, func() {}
}

// begin does a step in the background, when there is room.
func (j *job) begin(state api.ImportState, step func(context.Context) error) error {
	j.prepare(state)
	if j.imports.goes(func() { j.run(step) }) {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.settle(errStopping)
	return errStopping
}

func (j *job) prepare(state api.ImportState) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.now, j.failed, j.changed = state, nil, make(chan struct{})
	j.progress = api.ImportProgress{Stage: "waiting"}
	if j.timer != nil {
		j.timer.Stop()
	}
}

func (j *job) run(step func(context.Context) error) {
	ctx := j.imports.ctx
	err := ctx.Err()
	select {
	case j.imports.room <- struct{}{}:
		defer func() { <-j.imports.room }()
		if ctx.Err() == nil {
			err = safely(func() error { return step(ctx) })
		}
	case <-ctx.Done():
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.settle(err)
}

// settle ends the step of now, with j.mu held.
func (j *job) settle(err error) {
	if err != nil {
		j.now, j.failed = api.ImportFailed, j.imports.told(j.id, err)
	}
	j.expires = time.Now().Add(j.imports.life)
	j.timer = time.AfterFunc(j.imports.life, j.expire)
	close(j.changed)
}

// brokeOff is a panic. Its value may hold anything and is not kept; the stack is code
// and addresses.
type brokeOff struct{ stack []byte }

func (*brokeOff) Error() string { return "a step of an import broke off" }

// safely keeps one file from ending the server. Every goroutine that works for it needs
// one of its own.
func safely(step func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = &brokeOff{debug.Stack()}
		}
	}()
	return step()
}

// told keeps what only we can repair to ourselves.
func (i *imports) told(id uuid.UUID, err error) error {
	var f *fault.Fault
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, context.Canceled):
		return fault.New(fault.Unavailable, "the server stopped; what was recorded stays: send the file again, and it goes on")
	}
	stack := ""
	if broke := (*brokeOff)(nil); errors.As(err, &broke) {
		stack = string(broke.stack)
	}
	i.store.logger.Error("an import failed", "import", id, "error", err, "stack", stack)
	return fault.New(fault.Unavailable, "something went wrong on our side; what was recorded stays: send the file again, and if it stays tell the operator the id of the import")
}

func (j *job) expire() {
	j.imports.mu.Lock()
	defer j.imports.mu.Unlock()
	j.imports.drop(j.id) // unless it was begun in this very moment
}

// leave lets go of the file and of all that was read of it; false while it is being
// worked on.
func (j *job) leave() (bool, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.now == api.ImportReading || j.now == api.ImportRecording {
		return false, nil
	}
	j.gone = true
	if j.timer != nil {
		j.timer.Stop()
	}
	return true, errors.Join(j.letGo(), j.steps.whole().source.Close())
}

// letGo removes what was read, with j.mu held.
func (j *job) letGo() error {
	if j.read == nil {
		return nil
	}
	read := j.read
	j.read = nil
	return read.Close()
}

func (j *job) preview(ctx context.Context) error {
	read, report, err := j.steps.preview(ctx, j.id)
	if err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.read, j.previewed, j.now = read, report, api.ImportPreviewed
	j.resuming(report)
	return nil
}

// resuming remembers the batch that it goes on with, with j.mu held.
func (j *job) resuming(o importOutcome) {
	if o != nil && o.resumed() && j.steps.batch() != j.id { // its own where it was begun here
		j.resumes = j.steps.batch()
	}
}

// batch is what it is recorded as.
func (j *job) batch() uuid.UUID {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.resumes != uuid.Nil {
		return j.resumes
	}
	return j.id
}

// confirmed tells whether recording begins: for one of those who confirm at the same
// time, and not for who found a file that is gone by now.
func (j *job) confirmed() (begins bool, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case j.gone:
		return false, errGone
	case j.now == api.ImportRecording, j.now == api.ImportFinished:
		return false, nil
	case j.previewed == nil:
		return false, fault.New(fault.Refused, "there is no preview yet to confirm: look at the import first")
	}
	j.now = api.ImportRecording
	return true, nil
}

func (j *job) record(ctx context.Context) error {
	// The rules are asked anew, of the record as it is now.
	if err := j.steps.again(ctx, j.imports.store, j.who); err != nil {
		return err
	}
	read, report, err := j.steps.record(ctx, j.id)
	j.mu.Lock()
	j.owner = j.steps.employer()
	j.resuming(report)
	failed := errors.Join(err, j.letGo())
	j.read = read
	j.mu.Unlock()
	if failed != nil {
		return failed
	}
	j.steps.end(ctx, report)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.report, j.now = report, api.ImportFinished
	return nil
}

func (j *job) page() api.Import {
	j.mu.Lock()
	defer j.mu.Unlock()
	hash := j.steps.whole().hash
	page := api.Import{ID: j.id, Employer: j.code, State: j.now, Mapping: mappingNamed(hex.EncodeToString(hash[:])), Role: string(j.who.Role), Failed: j.failed}
	switch j.now {
	case api.ImportReading, api.ImportRecording:
		progress := j.progress
		page.Progress = &progress
	default:
		at := j.expires.UTC().Truncate(time.Second)
		page.Expires = &at
	}
	if j.previewed != nil {
		page.Preview = j.previewed.page()
	}
	if id := j.resumes; id != uuid.Nil {
		page.Resumes = &id
	}
	if j.report != nil {
		report := j.report.page()
		counts := report.ImportCounts
		page.Report, page.Counts = report, &counts
	}
	return page
}
