package main

import (
	"context"

	"github.com/google/uuid"

	"ruggensteun/adapters/api"
	"ruggensteun/adapters/intake"
	"ruggensteun/domain/access"
)

// importKind is what differs between kinds of files that are taken over HTTP.
type importKind interface {
	may() []access.Action // that whoever undoes one needs; the first is that of who sends one
	right(m *intake.Mapping) error
	// open finds for whom a file with this mapping is, and asks whether who sends it may
	// import that.
	open(ctx context.Context, s *store, who access.Actor, m *intake.Mapping) (sentFile, error)
	batches(ctx context.Context, s *store, who access.Actor, employer uuid.UUID) (code string, all []told, err error)
	undoing(ctx context.Context, s *store, who access.Actor, employer, id uuid.UUID, alsoTouched bool, at func(done, total int64)) (takingBack, error)
}

// sentFile is a file that was sent, and what can be done with it, one step at a time.
type sentFile interface {
	whole() *fileSteps
	employer() uuid.UUID // zero while it is not on record
	batch() uuid.UUID    // that it is recorded as
	// again asks the rules anew, of the record as it is now.
	again(ctx context.Context, s *store, who access.Actor) error
	preview(ctx context.Context, id uuid.UUID) (*intake.Batch, importOutcome, error)
	// record gives what became of it also with an error, as far as there is one.
	record(ctx context.Context, id uuid.UUID) (*intake.Batch, importOutcome, error)
	// end adds what is found out once all is recorded.
	end(ctx context.Context, o importOutcome)
}

// importOutcome is what became of a file, or would.
type importOutcome interface {
	page() *api.ImportReport
	resumed() bool // a batch that was stopped
}

// takingBack undoes a batch.
type takingBack interface {
	run(ctx context.Context, id uuid.UUID) error
	show(u *api.ImportUndone) // once it is done
}

// importDesk takes files of one kind. Room and limits are those of all kinds together.
type importDesk struct {
	*imports
	kind importKind
}

var _ api.Imports = importDesk{}

func (i *imports) of(kind importKind) importDesk { return importDesk{i, kind} }

// incidentFiles is the kind of files of incidents.
type incidentFiles struct{}

func (incidentFiles) may() []access.Action {
	return []access.Action{access.ImportIncidents, access.WithdrawIncident}
}

func (incidentFiles) right(m *intake.Mapping) error { return ofIncidents(m) }

func (incidentFiles) open(ctx context.Context, s *store, who access.Actor, m *intake.Mapping) (sentFile, error) {
	to, zone, err := s.importerFor(ctx, who, m)
	if err != nil {
		return nil, err
	}
	return &sentIncidents{importSteps{fileSteps: fileSteps{mapping: m}, to: to, zone: zone}}, nil
}

func (incidentFiles) batches(ctx context.Context, s *store, who access.Actor, employer uuid.UUID) (string, []told, error) {
	of, err := s.importsOf(ctx, who, employer)
	if err != nil {
		return "", nil, err
	}
	all, err := of.batches(ctx)
	return of.employer.Code, all, err
}

func (incidentFiles) undoing(ctx context.Context, s *store, who access.Actor, employer, id uuid.UUID, alsoTouched bool, at func(done, total int64)) (takingBack, error) {
	of, err := s.importsOf(ctx, who, employer)
	if err != nil {
		return nil, err
	}
	return of.undoingOf(id, alsoTouched, at), of.mayImport()
}

// sentIncidents is a file of incidents that was sent.
type sentIncidents struct{ importSteps }

func (f *sentIncidents) whole() *fileSteps   { return &f.fileSteps }
func (f *sentIncidents) employer() uuid.UUID { return f.to.employer.ID }
func (f *sentIncidents) batch() uuid.UUID    { return f.to.batch }

func (f *sentIncidents) again(ctx context.Context, s *store, who access.Actor) (err error) {
	f.to, f.zone, err = s.importerFor(ctx, who, f.mapping)
	return err
}

func (f *sentIncidents) preview(ctx context.Context, id uuid.UUID) (*intake.Batch, importOutcome, error) {
	from, report, err := f.importSteps.preview(ctx, id)
	return from, report, err
}

func (f *sentIncidents) record(ctx context.Context, id uuid.UUID) (*intake.Batch, importOutcome, error) {
	from, report, err := f.importSteps.record(ctx, id)
	if report == nil { // an interface that holds it would not be nil
		return from, nil, err
	}
	return from, report, err
}

func (f *sentIncidents) end(ctx context.Context, o importOutcome) { f.doubles(ctx, o.(*recording)) }

func (r *recording) page() *api.ImportReport { return reportPage(r) }
func (r *recording) resumed() bool           { return r.Resumed }

func (u *undoing) show(page *api.ImportUndone) {
	page.Restored, page.Touched = u.report.Restored, u.report.Left
	for _, s := range u.report.Stays {
		page.Stays = append(page.Stays, api.ImportStays(s))
	}
}
