package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
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

const importUsage = `import --mapping FILE [options] FILE
       ruggensteun import list [--employer CODE]
       ruggensteun import undo BATCH [--employer CODE] [--also-touched]
       ruggensteun import doubles BATCH [--employer CODE]

Records a table of incidents, CSV or XLSX. What the columns mean is said by a
mapping; its manual is:

  ruggensteun import --help-mapping

--dry-run only tells what is in the file and what is wrong with it. The same
file again adds nothing; one in which something changed corrects just that,
unless somebody changed it here since. However an import ends, the same command
again goes on with it. undo withdraws what a batch registered, and takes back
what it corrected. doubles suggests which of a batch may be on record twice, as
the report of an import does unless the read model is far behind.

The report names rows, and values only of columns that hold codes. The file of
rejects holds whole rows, so only you can read it.
`

// importing is what was asked on the command line.
type importing struct {
	where
	employer, mapping, rejects string
	asJSON                     bool
}

func (p *program) importFile(ctx context.Context, args []string) error {
	f, w := p.asking("import", importUsage)
	var i importing
	f.StringVar(&i.employer, "employer", "", "`CODE` that the mapping must have: a guard against taking the wrong one; for list and undo whose imports, unless --as says it")
	f.StringVar(&i.mapping, "mapping", "", "`FILE` with the mapping, or the name of one that comes with the program: "+strings.Join(intake.ShippedMappings(), ", "))
	f.StringVar(&i.rejects, "rejects", "", "`FILE` for the rows that do not go in, with the reason in a column more")
	f.BoolVar(&i.asJSON, "json", false, "print the report as JSON")
	dry := f.Bool("dry-run", false, "record nothing, and need no database")
	help := f.Bool("help-mapping", false, "print the manual of mappings")
	touched := f.Bool("also-touched", false, "undo: also withdraw incidents that somebody changed since")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	i.where = *w
	if *help {
		_, err := io.WriteString(p.out, intake.MappingHelp)
		return err
	}
	switch {
	case len(rest) == 1 && rest[0] == "list":
		return p.listImports(ctx, i)
	case len(rest) > 0 && rest[0] == "doubles":
		return p.importDoubles(ctx, i, rest[1:])
	case len(rest) > 0 && rest[0] == "undo":
		return p.undoImport(ctx, i, rest[1:], *touched)
	}
	file, err := onlyWord("the file to import", rest)
	if err != nil {
		return err
	}
	if i.mapping == "" {
		return wrongUsage("import: --mapping is missing; `ruggensteun import --help-mapping` explains how to write one")
	}
	mapping, text, err := i.readMapping()
	if err != nil {
		return err
	}
	source, err := openSource(file)
	if err != nil {
		return err
	}
	defer source.Close() // only read
	if *dry {
		return p.dryRun(ctx, i, source, mapping)
	}
	return p.record(ctx, i, source, mapping, sha256.Sum256(text))
}

// sourceFile is the file to import.
type sourceFile struct {
	*os.File
	size int64
}

func openSource(path string) (*sourceFile, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, wrongUsage("import: %v", err)
	}
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(wrongUsage("import: the file to import must be a file, because it is read more than once"), file.Close())
	}
	return &sourceFile{file, info.Size()}, nil
}

func (s *sourceFile) hash() (sum [32]byte, err error) {
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(s, 0, s.size)); err != nil {
		return sum, fmt.Errorf("read the file to import: %w", err)
	}
	return [32]byte(h.Sum(nil)), nil
}

func (p *program) readTable(ctx context.Context, source *sourceFile, m *intake.Mapping, zone *time.Location) (*intake.Batch, error) {
	bar := p.progressBar("reading")
	defer bar.done()
	return intake.Read(ctx, source, source.size, m, intake.Options{
		Zone:     zone,
		Progress: func(rows int) { bar.at(int64(rows), int64(rows)+1) }, // nobody knows how many there are
	})
}

// dryRun reads and checks, and leaves nothing behind but the rejects.
func (p *program) dryRun(ctx context.Context, i importing, source *sourceFile, m *intake.Mapping) (err error) {
	from, err := p.readTable(ctx, source, m, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	if err := i.writeRejects(ctx, from); err != nil {
		return err
	}
	if i.asJSON {
		return from.Report().WriteJSON(p.out)
	}
	return from.Report().WriteText(p.out)
}

func (i importing) writeRejects(ctx context.Context, from *intake.Batch) error {
	if i.rejects == "" {
		return nil
	}
	_, err := from.WriteRejects(ctx, i.rejects)
	return err
}

// record imports.
func (p *program) record(ctx context.Context, i importing, source *sourceFile, m *intake.Mapping, mapping [32]byte) (err error) {
	s, err := p.openStore(ctx, i.where)
	if err != nil {
		return err
	}
	defer s.Close()
	to, zone, err := s.importerFor(ctx, i.where, m)
	if err != nil {
		return err
	}
	from, err := p.readTable(ctx, source, m, zone)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	if err := to.declare(ctx, m); err != nil {
		return err
	}
	file, err := source.hash()
	if err != nil {
		return err
	}
	report := &recording{NotYet: map[string]int{}}
	if report.Resumed, err = to.newBatch(context.WithoutCancel(ctx), file, mapping, from.Report().Incidents); err != nil {
		return err
	}
	return p.carryOut(ctx, i, to, from, report)
}

func (p *program) carryOut(ctx context.Context, i importing, to *importer, from *intake.Batch, report *recording) error {
	bar := p.progressBar("recording")
	total := from.Report().Incidents
	err := (&pump{importer: to, from: from, report: report, progress: bar.at, total: int64(total)}).run(ctx)
	bar.done()
	if err != nil {
		fmt.Fprintf(p.err, "ruggensteun: the import stopped after %d of %d incidents; what was recorded stays, and the same command again goes on%s\n", report.done(), total, to.batchIfAny())
		return err
	}
	report.end(from.Report())
	if report.Resumed || to.started.Load() {
		report.Batch = to.batch
		if err := to.about(ctx, batch.Finish{Asked: to.importing(), Finished: batch.Finished{Batch: to.batch, Counts: report.counts()}}, "finish"); err != nil {
			return err
		}
	}
	if err := i.writeRejects(ctx, from); err != nil {
		return err
	}
	bar = p.progressBar("doubles")
	report.Doubles = to.lookForDoubles(ctx, report.made, bar.at)
	bar.done()
	if i.asJSON {
		encoder := json.NewEncoder(p.out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(report)
	}
	return report.WriteText(p.out)
}

// batchIfAny names the batch once it has any event, for undoing what stopped.
func (i *importer) batchIfAny() string {
	if !i.started.Load() {
		return ""
	}
	return " (batch " + i.batch.String() + ")"
}

// importerFor finds the employer of the mapping, and asks whether the actor may
// import for it. An employer that is not on record is one that the mapping declares.
func (s *store) importerFor(ctx context.Context, w where, m *intake.Mapping) (*importer, *time.Location, error) {
	who, err := w.actor(s.employerNamed(ctx))
	if err != nil {
		return nil, nil, err
	}
	to := &importer{store: s, actor: who.Actor, persons: &persons{}}
	id, found, err := s.vault.EmployerByCode(ctx, m.Employer.Code)
	switch {
	case err != nil:
		return nil, nil, err
	case !found && !m.Employer.Declared():
		return nil, nil, fault.New(fault.NotFound, "no employer is registered under the code "+m.Employer.Code+": register it, or declare it in the mapping with name, kind and zone")
	case !found:
		return to, nil, who.Actor.May(access.RegisterEmployer, uuid.Nil)
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
	if i.employer.Registered() {
		return nil
	}
	e := m.Employer
	cmd := employer.Register{
		By: i.actor, At: time.Now(), ID: uuid.Must(uuid.NewV7()), ZoneKnown: true, // the mapping's zone was looked up
		Code: e.Code, Name: e.Name, Kind: e.Kind, Zone: e.Zone, Areas: e.Areas, Units: e.Units,
	}
	key := "import/employer/" + cmd.ID.String()
	out, err := employer.Decider.Run(ctx, i.journal(), employer.Stream(cmd.ID), employer.Command(cmd), decider.Request{
		Employer: cmd.ID, Key: key, Body: []byte(key),
		Meta: eventlog.Meta{Actor: i.actor.ID, Role: string(i.actor.Role), Purpose: string(i.actor.Purpose), Channel: batch.Channel, Correlation: cmd.ID},
	})
	if err != nil {
		return err
	}
	i.employer = out.State
	return i.mayImport()
}

func (i importing) readMapping() (*intake.Mapping, []byte, error) {
	text, err := i.mappingText()
	if err != nil {
		return nil, nil, err
	}
	mapping, err := intake.ParseMapping(text)
	if err != nil {
		return nil, nil, err
	}
	if i.employer != "" && i.employer != mapping.Employer.Code {
		return nil, nil, fault.New(fault.Invalid, fmt.Sprintf("the mapping is for employer %s, not for %s: take the mapping or the code of the other", mapping.Employer.Code, i.employer))
	}
	return mapping, text, nil
}

// mappingText prefers a mapping of the program's own: a file of that name can be
// given as ./name.
func (i importing) mappingText() ([]byte, error) {
	if slices.Contains(intake.ShippedMappings(), i.mapping) {
		return intake.ShippedMapping(i.mapping)
	}
	text, err := os.ReadFile(i.mapping)
	if err != nil {
		return nil, wrongUsage("import: %v", err)
	}
	return text, nil
}

func hashOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
