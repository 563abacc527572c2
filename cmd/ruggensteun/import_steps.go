package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/access"
	"ruggensteun/domain/batch"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/processing"
)

// fileSteps are the file that an import reads, and how.
type fileSteps struct {
	source    *sourceFile
	mapping   *intake.Mapping
	named     string   // the mapping, as whoever is at the terminal named it
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
	if err := s.asked(ctx, st, w); err != nil {
		return err
	}
	who, err := w.actor(st.employerNamed(ctx))
	if err != nil {
		return err
	}
	s.to, s.zone, err = st.importerFor(ctx, who.Actor, s.mapping)
	return err
}

// asked tells the operator, who imports nothing, the commands that do what was asked.
func (s *importSteps) asked(ctx context.Context, st *store, w where) error {
	if !w.unsaid() {
		return nil
	}
	code := s.mapping.Employer.Code
	_, found, err := st.vault.EmployerByCode(ctx, code)
	if err != nil {
		return err
	}
	command := fmt.Sprintf("ruggensteun import --as %s@%s --mapping %s %s", access.Registrar, code, inShell(s.named), inShell(s.source.Name()))
	switch {
	case found:
		return fault.New(fault.Forbidden, "the operator keeps the machine, and records nothing for an employer: "+command)
	case s.mapping.Employer.Declared():
		return fault.New(fault.Forbidden, fmt.Sprintf("the operator keeps the machine, and records nothing for an employer; %s is not registered yet: ruggensteun employer register --mapping %s && %s", code, inShell(s.named), command))
	}
	return fault.New(fault.Forbidden, fmt.Sprintf("the operator keeps the machine, and records nothing for an employer; %s is not registered yet: ruggensteun employer register --code %[1]s --name NAME --kind KIND && %s", code, command))
}

// inShell is a word of a command line as it can be pasted.
func inShell(word string) string {
	if strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-") == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

func (s *importSteps) read(ctx context.Context) (*intake.Batch, error) {
	var of employer.Employer
	if s.to != nil {
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
// import for it.
func (s *store) importerFor(ctx context.Context, who access.Actor, m *intake.Mapping) (*importer, *time.Location, error) {
	id, _, err := s.vault.EmployerByCode(ctx, m.Employer.Code)
	if err != nil {
		return nil, nil, err
	}
	// Asked of one that does not exist too, so that whoever works for one employer
	// learns nothing of others.
	if err := who.May(access.ImportIncidents, id); err != nil {
		return nil, nil, err
	}
	to := &importer{store: s, opened: s.byItself(processing.Imports, person.Purposes()...).daily(), actor: who, persons: &persons{}}
	to.opened.of = func() uuid.UUID { return to.batch }
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
