package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"text/tabwriter"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/batch"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
)

// undoing takes a batch back.
type undoing struct {
	*importer
	alsoTouched bool
	begun       bool // the batch is there and may be undone
	progress    func(done, total int64)

	undone  map[uuid.UUID]bool // batches that were, and so touched nothing
	mu      sync.Mutex
	changed map[uuid.UUID]bool // incidents of which the batch told more than their registration
	report  undoReport
}

// undoReport says what was taken back, and what was not.
type undoReport struct {
	Batch     uuid.UUID   `json:"batch"`
	Withdrawn int         `json:"withdrawn"`
	Already   int         `json:"alreadyWithdrawn"`
	Left      []uuid.UUID `json:"left"` // registered by the batch, and somebody changed them since
	// Restored are incidents that were on record before and that the batch changed: they are as they would
	// be without it now, but for what stays.
	Restored int    `json:"restored"`
	Stays    []stay `json:"stays"`
}

// stay is what a batch told of an incident that was on record before it and what was not taken back.
type stay struct {
	Incident uuid.UUID `json:"incident"`
	What     string    `json:"what"` // a field, workers or suspects; "" when all of it
	Why      string    `json:"why"`
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
		u := of.undoingOf(id, touched, bar.at)
		err := u.run(ctx, id)
		bar.done()
		if err != nil && u.begun {
			fmt.Fprintf(p.err, "ruggensteun: undoing stopped after %d incidents; the same command again goes on\n", u.report.Withdrawn+u.report.Restored)
		}
		if err != nil {
			return err
		}
		return u.report.print(p, i.asJSON)
	})
}

func (i *importer) undoingOf(id uuid.UUID, alsoTouched bool, progress func(done, total int64)) *undoing {
	return &undoing{importer: i, alsoTouched: alsoTouched, progress: progress, undone: map[uuid.UUID]bool{}, changed: map[uuid.UUID]bool{}, report: undoReport{Batch: id, Left: []uuid.UUID{}, Stays: []stay{}}}
}

func (r undoReport) print(p *program, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(p.out).Encode(r)
	}
	fmt.Fprintf(p.out, "Batch %s was undone.\n", r.Batch)
	t := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	for _, line := range []struct {
		n    int
		what string
	}{
		{r.Withdrawn, "incidents that it registered are withdrawn now"},
		{r.Already, "of them were withdrawn before"},
		{len(r.Left), "of them stand, because somebody changed them since; --also-touched withdraws these too"},
		{r.Restored, "incidents that were on record before it are again as they would be without it"},
		{len(r.Stays), "things that it told of incidents that were on record before it could not be taken back"},
	} {
		if line.n > 0 {
			fmt.Fprintf(t, "  %d\t%s\n", line.n, line.what)
		}
	}
	for _, id := range r.Left {
		fmt.Fprintf(t, "stands\t%s\n", id)
	}
	for _, s := range r.Stays {
		fmt.Fprintf(t, "stays\t%s: %s (%s)\n", s.Incident, or(s.What, "all that it corrected"), s.Why)
	}
	return t.Flush()
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
	for _, b := range all {
		u.undone[b.Started.Batch] = b.Undone != nil
	}
	u.batch, u.begun = id, true
	head, err := u.log.Head(ctx)
	if err != nil {
		return err
	}
	find := func(ctx context.Context, work chan<- uuid.UUID) error { return u.scan(ctx, all[n].after, head, work) }
	if err := u.each(ctx, u.withdrawOnce, find); err != nil {
		return err
	}
	if err := u.each(ctx, u.restoreOnce, u.corrected); err != nil {
		return err
	}
	slices.SortFunc(u.report.Left, func(a, b uuid.UUID) int { return cmp.Compare(a.String(), b.String()) })
	slices.SortFunc(u.report.Stays, func(a, b stay) int {
		return cmp.Or(cmp.Compare(a.Incident.String(), b.Incident.String()), cmp.Compare(a.What, b.What))
	})
	return u.tellUndone(ctx, all[n].Batch)
}

func (u *undoing) tellUndone(ctx context.Context, before batch.Batch) error {
	now := batch.Undone{Batch: u.batch, Withdrawn: u.report.Withdrawn + u.report.Already, Left: len(u.report.Left) + len(u.report.Stays)}
	if before.Undone != nil && *before.Undone == now {
		return nil
	}
	_, err := batch.Decider.Run(ctx, u.journal(), batch.Stream(u.employer.ID), batch.Command(batch.Undo{Asked: u.importing(), Undone: now}), decider.Request{Employer: u.employer.ID, Meta: u.meta()})
	return err
}

// each does something with every incident that is found, several at a time.
func (u *undoing) each(ctx context.Context, do func(context.Context, uuid.UUID) error, find func(context.Context, chan<- uuid.UUID) error) error {
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
				if err := safely(func() error { return again(func() error { return do(context.WithoutCancel(ctx), id) }) }); err != nil {
					fail(err)
				}
			}
		})
	}
	err := find(ctx, work)
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
		u.changed[e.Stream.ID] = true
		return nil
	}
	return hand(ctx, work, e.Stream.ID)
}

func hand(ctx context.Context, work chan<- uuid.UUID, id uuid.UUID) error {
	select {
	case work <- id:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// corrected are the incidents of which the batch told more.
func (u *undoing) corrected(ctx context.Context, work chan<- uuid.UUID) error {
	for id := range u.changed {
		if err := hand(ctx, work, id); err != nil {
			return err
		}
	}
	return nil
}

// again tries anew where somebody else was first.
func again(do func() error) error {
	for n := 1; ; n++ {
		err := do()
		if err == nil || n == attempts || fault.KindOf(err) != fault.Conflict && !errors.Is(err, eventlog.ErrUnknownOutcome) {
			return err
		}
	}
}

// withdrawOnce takes one incident back that nobody but this batch said anything of.
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
		touched = touched || meta.Channel != batch.Channel || meta.Correlation != u.batch && !u.undone[meta.Correlation]
		at = e.Version
	}
	r := u.undo(id, at)
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
	cmd := incident.Withdraw{Asked: u.asked(), Reason: codes.UndoneImport, ByUndoing: true}
	if _, err = incident.Decider.Run(ctx, journal, incident.Stream(id), incident.Command(cmd), r); err == nil {
		u.count(func(report *undoReport) { report.Withdrawn++ })
	}
	return err
}

func (u *undoing) undo(id uuid.UUID, at eventlog.Version) decider.Request {
	r := decider.Request{Employer: u.employer.ID, Meta: u.meta(), Expected: &at, Key: fmt.Sprintf("import/undo/%s/%s/%d", u.batch, id, at)}
	r.Body = []byte(r.Key)
	return r
}

func (u *undoing) count(add func(*undoReport)) {
	u.mu.Lock()
	defer u.mu.Unlock()
	add(&u.report)
}
