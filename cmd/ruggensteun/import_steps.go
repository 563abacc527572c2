package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/access"
	"ruggensteun/domain/batch"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// fileSteps are the file that an import reads, and how.
type fileSteps struct {
	source    *sourceFile
	mapping   *intake.Mapping
	hash      [32]byte // of the text of the mapping
	temporary string   // folder for temporary files; "" is the system's
	stage     func(what string) (at func(done, total int64), end func())
}

// importSteps are an import, on a terminal and over HTTP: the same reading, the same
// comparing and the same rules.
type importSteps struct {
	fileSteps

	to   *importer // nil until it is known for whom; reading alone needs none
	zone *time.Location
}

// at finds for whom it is, and asks whether whoever is at the terminal may import.
func (s *importSteps) at(ctx context.Context, st *store, w where) error {
	who, err := w.actor(st.employerNamed(ctx))
	if err != nil {
		return err
	}
	s.to, s.zone, err = st.importerFor(ctx, who.Actor, s.mapping)
	return err
}

func (s *importSteps) read(ctx context.Context) (*intake.Batch, error) {
	var of employer.Employer
	if s.to != nil && !s.to.fresh {
		of = s.to.employer
	}
	return s.readFor(ctx, of, s.zone)
}

func (s *fileSteps) readFor(ctx context.Context, of employer.Employer, zone *time.Location) (*intake.Batch, error) {
	at, end := s.stage("reading")
	defer end()
	return intake.Read(ctx, s.source, s.source.size, s.mapping, intake.Options{
		Zone: zone, Employer: of, Temporary: s.temporary,
		Progress: func(rows int) { at(int64(rows), int64(rows)+1) }, // nobody knows how many there are
	})
}

// preview goes through everything and records nothing. The id is that of the batch
// unless one of this file was stopped.
func (s *importSteps) preview(ctx context.Context, id uuid.UUID) (*intake.Batch, *recording, error) {
	s.to.dry = true
	if err := s.to.imagine(s.mapping); err != nil {
		return nil, nil, err
	}
	from, err := s.read(ctx)
	if err != nil {
		return nil, nil, err
	}
	report, err := s.goThrough(ctx, from, id, "comparing")
	if err != nil {
		return nil, nil, errors.Join(err, from.Close())
	}
	report.end(from.Report())
	report.Finished, report.Preview = false, true
	return from, report, nil
}

// record imports. What is given with an error says how far it came.
func (s *importSteps) record(ctx context.Context, id uuid.UUID) (*intake.Batch, *recording, error) {
	s.to.dry = false
	from, err := s.read(ctx)
	if err != nil {
		return nil, nil, err
	}
	if err := s.to.declare(ctx, s.mapping); err != nil {
		return from, nil, err
	}
	report, err := s.goThrough(ctx, from, id, "recording")
	if err != nil {
		return from, report, err
	}
	report.end(from.Report())
	if !report.Resumed && !s.to.started.Load() {
		return from, report, nil
	}
	report.Batch = s.to.batch
	return from, report, s.to.about(ctx, batch.Finish{Asked: s.to.importing(), Finished: batch.Finished{Batch: s.to.batch, Counts: report.counts()}}, "finish")
}

func (s *importSteps) goThrough(ctx context.Context, from *intake.Batch, id uuid.UUID, what string) (report *recording, err error) {
	file, err := s.source.hash()
	if err != nil {
		return nil, err
	}
	report = &recording{NotYet: map[string]int{}}
	total := from.Report().Incidents
	if report.Resumed, err = s.to.newBatch(context.WithoutCancel(ctx), id, file, s.hash, total); err != nil {
		return nil, err
	}
	at, end := s.stage(what)
	defer end()
	return report, (&pump{importer: s.to, from: from, report: report, progress: at, total: int64(total)}).run(ctx)
}

// doubles ends an import. It has no error: the import is done.
func (s *importSteps) doubles(ctx context.Context, report *recording) {
	at, end := s.stage("doubles")
	defer end()
	report.Doubles = s.to.lookForDoubles(ctx, report.made, at)
}

// importerFor finds the employer of the mapping, and asks whether the actor may
// import for it. An employer that is not on record is one that the mapping declares.
func (s *store) importerFor(ctx context.Context, who access.Actor, m *intake.Mapping) (*importer, *time.Location, error) {
	to := &importer{store: s, actor: who, persons: &persons{}}
	id, found, err := s.vault.EmployerByCode(ctx, m.Employer.Code)
	if err != nil {
		return nil, nil, err
	}
	// Asked of one that does not exist too, so that whoever works for one employer
	// learns nothing of others.
	if err := who.May(access.ImportIncidents, id); err != nil {
		return nil, nil, err
	}
	switch {
	case !found && !m.Employer.Declared():
		return nil, nil, fault.New(fault.NotFound, "no employer is registered under the code "+m.Employer.Code+": register it, or declare it in the mapping with name, kind and zone")
	case !found:
		to.fresh = true
		return to, nil, who.May(access.RegisterEmployer, uuid.Nil)
	}
	if to.employer, _, err = employer.Decider.Load(ctx, s.journal(), employer.Stream(id)); err != nil {
		return nil, nil, err
	}
	if err := to.mayImport(); err != nil {
		return nil, nil, err
	}
	zone, err := time.LoadLocation(or(to.employer.Zone, employer.DefaultZone))
	return to, zone, err
}

func (i *importer) mayImport() error {
	i.blind = i.actor.May(access.ReadPersonal, i.employer.ID) != nil
	return i.actor.May(access.ImportIncidents, i.employer.ID)
}

// declare registers the employer that the mapping declares, when there is none yet.
func (i *importer) declare(ctx context.Context, m *intake.Mapping) error {
	if !i.fresh {
		return nil
	}
	cmd := i.declaration(m)
	key := "import/employer/" + cmd.ID.String()
	out, err := employer.Decider.Run(ctx, i.journal(), employer.Stream(cmd.ID), employer.Command(cmd), decider.Request{
		Employer: cmd.ID, Key: key, Body: []byte(key),
		Meta: eventlog.Meta{Actor: i.actor.ID, Role: string(i.actor.Role), Purpose: string(i.actor.Purpose), Channel: batch.Channel, Correlation: cmd.ID},
	})
	if err != nil {
		return err
	}
	i.employer, i.fresh = out.State, false
	return i.mayImport()
}

func (i *importer) declaration(m *intake.Mapping) employer.Register {
	e := m.Employer
	return employer.Register{
		By: i.actor, At: time.Now(), ID: uuid.Must(uuid.NewV7()), ZoneKnown: true, // the mapping's zone was looked up
		Code: e.Code, Name: e.Name, Kind: e.Kind, Zone: e.Zone, Areas: e.Areas, Units: e.Units,
	}
}

// imagine makes the employer that a mapping declares for a preview: there is nothing
// of it on record to compare with.
func (i *importer) imagine(m *intake.Mapping) error {
	if !i.fresh {
		return nil
	}
	events, err := employer.Decider.Decide(employer.Decider.Initial, i.declaration(m))
	if err != nil {
		return err
	}
	i.employer = employer.Decider.Fold(events)
	return i.mayImport()
}

// unknownTo looks nothing up: of an employer that is not on record nothing is known.
// Workers with one staff number must be one person all the same.
func unknownTo(tasks []*task, numbers []string) {
	for _, t := range tasks {
		t.numbers = nil
		for _, n := range numbers[:len(t.record.Workers)] {
			t.numbers = append(t.numbers, sha256.Sum256([]byte(n)))
		}
		numbers = numbers[len(t.record.Workers):]
	}
}
