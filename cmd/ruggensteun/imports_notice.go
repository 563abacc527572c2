package main

import (
	"context"
	"sync"

	"github.com/google/uuid"

	"ruggensteun/adapters/api"
	"ruggensteun/adapters/intake"
	"ruggensteun/domain/access"
)

// noticeFiles is the kind of files of notices.
type noticeFiles struct{}

func (noticeFiles) may() []access.Action { return []access.Action{access.ImportNotices} }

func (noticeFiles) right(m *intake.Mapping) error { return ofNotices(m) }

func (noticeFiles) open(ctx context.Context, s *store, who access.Actor, m *intake.Mapping) (sentFile, error) {
	to, err := s.noticeImporterFor(ctx, who, m.Employer.Code)
	if err != nil {
		return nil, err
	}
	return &sentNotices{noticeSteps{fileSteps: fileSteps{mapping: m}, to: to}}, nil
}

func (noticeFiles) batches(ctx context.Context, s *store, who access.Actor, employer uuid.UUID) (string, []told, error) {
	of, err := s.noticesOf(ctx, who, employer)
	if err != nil {
		return "", nil, err
	}
	all, err := of.batches(ctx)
	return of.employer.Code, all, err
}

func (noticeFiles) undoing(ctx context.Context, s *store, who access.Actor, employer, _ uuid.UUID, _ bool, at func(done, total int64)) (takingBack, error) {
	of, err := s.noticesOf(ctx, who, employer)
	if err != nil {
		return nil, err
	}
	of.stage = func(string) (func(done, total int64), func()) { return at, func() {} }
	return &noticesTakenBack{of: of}, nil
}

// sentNotices is a file of notices that was sent.
type sentNotices struct{ noticeSteps }

func (f *sentNotices) whole() *fileSteps   { return &f.fileSteps }
func (f *sentNotices) employer() uuid.UUID { return f.to.employer.ID }
func (f *sentNotices) batch() uuid.UUID    { return f.to.batch }

func (f *sentNotices) again(ctx context.Context, s *store, who access.Actor) (err error) {
	f.to, err = s.noticeImporterFor(ctx, who, f.mapping.Employer.Code)
	return err
}

func (f *sentNotices) preview(ctx context.Context, id uuid.UUID) (*intake.Batch, importOutcome, error) {
	f.to.most = mostNotices
	from, err := f.noticeSteps.preview(ctx, id)
	return from, &f.to.report, err
}

func (f *sentNotices) record(ctx context.Context, id uuid.UUID) (*intake.Batch, importOutcome, error) {
	f.to.most = mostNotices
	from, err := f.noticeSteps.record(ctx, id)
	return from, &f.to.report, err
}

func (f *sentNotices) end(context.Context, importOutcome) {}

// mostNotices are shown over HTTP of a file; all are counted.
const mostNotices = 1_000

func (r *noticeReport) resumed() bool { return r.Resumed }

func (r *noticeReport) page() *api.ImportReport {
	page := filePage(r.read)
	page.ImportCounts, page.Incidents = *countsOf(r.counts()), r.Notices
	page.Notices = &api.ImportNotices{Told: r.Told, Waiting: r.Waiting, First: []api.ImportNotice{}}
	for _, l := range r.Rows {
		page.Notices.First = append(page.Notices.First, api.ImportNotice(l))
	}
	return page
}

// noticesTakenBack is the undoing of a batch, as the server does it.
type noticesTakenBack struct {
	of *noticeImporter

	mu   sync.Mutex
	done noticesUndone
}

func (u *noticesTakenBack) run(ctx context.Context, id uuid.UUID) error {
	done, err := u.of.undo(ctx, id)
	u.mu.Lock()
	defer u.mu.Unlock()
	u.done = done
	return err
}

func (u *noticesTakenBack) show(page *api.ImportUndone) {
	u.mu.Lock()
	defer u.mu.Unlock()
	page.Restored = u.done.Restored
	for _, l := range u.done.Left {
		page.Stand = append(page.Stand, api.ImportStand(l))
	}
}
