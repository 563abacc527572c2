package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/batch"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
)

// undoing takes a batch back.
type undoing struct {
	*importer
	alsoTouched bool
	progress    func(done, total int64)

	mu      sync.Mutex
	changed map[uuid.UUID]bool // by the batch, and not registered by it
	report  undoReport
}

type undoReport struct {
	Batch     uuid.UUID   `json:"batch"`
	Withdrawn int         `json:"withdrawn"`
	Already   int         `json:"alreadyWithdrawn"`
	Left      []uuid.UUID `json:"left"` // somebody changed them since
	// Changed are incidents of earlier batches that this one corrected; that stays.
	Changed int `json:"correctionsThatStay"`
}

func (p *program) undoImport(ctx context.Context, i importing, rest []string, touched bool) error {
	word, err := onlyWord("the batch to undo", rest)
	if err != nil {
		return err
	}
	id, err := uuid.Parse(word)
	if err != nil {
		return wrongUsage("import undo: %s is not the id of a batch; `ruggensteun import list` shows them", word)
	}
	return p.imports(ctx, i, func(of *importer) error {
		bar := p.progressBar("withdrawing")
		u := &undoing{importer: of, alsoTouched: touched, progress: bar.at, changed: map[uuid.UUID]bool{}, report: undoReport{Batch: id}}
		err := u.run(ctx, id)
		bar.done()
		if err != nil {
			fmt.Fprintf(p.err, "ruggensteun: undoing stopped after %d incidents; the same command again goes on\n", u.report.Withdrawn)
			return err
		}
		return u.report.print(p, i.asJSON)
	})
}

func (r undoReport) print(p *program, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(p.out).Encode(r)
	}
	fmt.Fprintf(p.out, "batch %s: %d incidents withdrawn, %d were so already, %d left\n", r.Batch, r.Withdrawn, r.Already, len(r.Left))
	if r.Changed > 0 {
		fmt.Fprintf(p.out, "%d incidents of earlier imports were corrected by this batch; those corrections stay\n", r.Changed)
	}
	for _, id := range r.Left {
		fmt.Fprintf(p.out, "left, somebody changed it since (--also-touched withdraws it): %s\n", id)
	}
	return nil
}

// run goes through the log from where the batch began: its events name it.
func (u *undoing) run(ctx context.Context, id uuid.UUID) error {
	if err := u.actor.May(access.WithdrawIncident, u.employer.ID); err != nil {
		return err
	}
	all, err := u.batches(ctx)
	if err != nil {
		return err
	}
	n := slices.IndexFunc(all, func(b told) bool { return b.Started.Batch == id })
	if n < 0 {
		return access.NoSuch("import")
	}
	u.batch = id
	head, err := u.log.Head(ctx)
	if err != nil {
		return err
	}
	if err := u.each(ctx, all[n].after, head); err != nil {
		return err
	}
	u.report.Changed = len(u.changed)
	slices.SortFunc(u.report.Left, func(a, b uuid.UUID) int { return cmp.Compare(a.String(), b.String()) })
	return u.tellUndone(ctx, all[n].Batch)
}

func (u *undoing) tellUndone(ctx context.Context, before batch.Batch) error {
	now := batch.Undone{Batch: u.batch, Withdrawn: u.report.Withdrawn + u.report.Already, Left: len(u.report.Left)}
	if before.Undone != nil && *before.Undone == now {
		return nil
	}
	_, err := batch.Decider.Run(ctx, u.journal(), batch.Stream(u.employer.ID), batch.Command(batch.Undo{Asked: u.importing(), Undone: now}), decider.Request{Employer: u.employer.ID, Meta: u.meta()})
	return err
}

func (u *undoing) each(ctx context.Context, after, head eventlog.Position) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	work := make(chan uuid.UUID)
	var writers sync.WaitGroup
	for range importWriters {
		writers.Go(func() {
			for id := range work {
				if ctx.Err() != nil {
					continue
				}
				if err := u.withdraw(context.WithoutCancel(ctx), id); err != nil {
					fail(err)
				}
			}
		})
	}
	err := u.scan(ctx, after, head, work)
	close(work)
	writers.Wait()
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// scan finds what the batch registered.
func (u *undoing) scan(ctx context.Context, after, head eventlog.Position, work chan<- uuid.UUID) error {
	first := after
	for after < head {
		page, err := u.log.Read(ctx, after, verifyPage)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return nil
		}
		for _, e := range page {
			if e.Position > head {
				return nil
			}
			if err := u.event(ctx, e, work); err != nil {
				return err
			}
		}
		after = page[len(page)-1].Position
		u.progress(int64(after-first), int64(head-first))
	}
	return nil
}

func (u *undoing) event(ctx context.Context, e eventlog.Recorded, work chan<- uuid.UUID) error {
	if e.Employer != u.employer.ID || e.Stream.Category != incident.Stream(e.Stream.ID).Category {
		return nil
	}
	meta, err := eventlog.ParseMeta(e.Metadata)
	if err != nil {
		return fmt.Errorf("event %d: %w", e.Position, err)
	}
	if meta.Channel != batch.Channel || meta.Correlation != u.batch {
		return nil
	}
	if e.Version > 1 {
		if !strings.HasPrefix(e.Type, "incident.withdrawn.") { // an earlier undoing
			u.changed[e.Stream.ID] = true
		}
		return nil
	}
	select {
	case work <- e.Stream.ID:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// withdraw takes one incident back that nobody but this batch said anything of.
func (u *undoing) withdraw(ctx context.Context, id uuid.UUID) error {
	for n := 1; ; n++ {
		err := u.withdrawOnce(ctx, id)
		if err == nil || n == attempts || fault.KindOf(err) != fault.Conflict && !errors.Is(err, eventlog.ErrUnknownOutcome) {
			return err
		}
	}
}

func (u *undoing) withdrawOnce(ctx context.Context, id uuid.UUID) error {
	recorded, err := u.log.ReadStream(ctx, incident.Stream(id), 0)
	if err != nil {
		return err
	}
	touched, at := false, eventlog.Version(0)
	for _, e := range recorded {
		meta, err := eventlog.ParseMeta(e.Metadata)
		if err != nil {
			return err
		}
		touched, at = touched || meta.Channel != batch.Channel || meta.Correlation != u.batch, e.Version
	}
	r := decider.Request{Employer: u.employer.ID, Meta: u.meta(), Expected: &at, Key: fmt.Sprintf("import/undo/%s/%s/%d", u.batch, id, at)}
	r.Body = []byte(r.Key)
	journal := decider.NewJournal(u.log, u.closed)
	state, _, err := incident.Decider.Load(ctx, journal, incident.Stream(id))
	switch {
	case err != nil:
		return err
	case state.Withdrawn:
		u.count(func(report *undoReport) { report.Already++ })
		return nil
	case touched && !u.alsoTouched:
		u.count(func(report *undoReport) { report.Left = append(report.Left, id) })
		return nil
	}
	cmd := incident.Withdraw{Asked: u.asked(), Reason: undoneImport}
	if _, err = incident.Decider.Run(ctx, journal, incident.Stream(id), incident.Command(cmd), r); err == nil {
		u.count(func(report *undoReport) { report.Withdrawn++ })
	}
	return err
}

func (u *undoing) count(add func(*undoReport)) {
	u.mu.Lock()
	defer u.mu.Unlock()
	add(&u.report)
}
