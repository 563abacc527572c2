package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/fault"
)

const importUsage = `import --mapping FILE [options] FILE
       ruggensteun import list [--employer CODE]
       ruggensteun import undo BATCH [--employer CODE] [--also-touched]
       ruggensteun import doubles BATCH [--employer CODE]

Records a table of incidents, CSV or XLSX. What the columns mean is said by a
mapping; its manual is:

  ruggensteun import --help-mapping

The registrar of the employer imports. The operator, who only keeps the machine,
registers the employer first:

  ruggensteun employer register --mapping mapping.yaml
  ruggensteun import --as registrar@GEM-X --mapping mapping.yaml incidents.csv

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
	dry := f.Bool("dry-run", false, "record nothing: tell what is in the file and what is wrong with it; with a database, also what would become of each incident")
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
	steps := &importSteps{fileSteps: fileSteps{source: source, mapping: mapping, named: i.mapping, hash: sha256.Sum256(text), stage: p.stage}}
	if *dry {
		return p.dryRun(ctx, i, steps)
	}
	return p.record(ctx, i, steps)
}

// sourceFile is the file to import.
type sourceFile struct {
	*os.File
	size  int64
	close func() error // nil: as any file
}

// Close lets go of the file.
func (s *sourceFile) Close() error {
	if s.close != nil {
		return s.close()
	}
	return s.File.Close()
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
	return &sourceFile{file, info.Size(), nil}, nil
}

func (s *sourceFile) hash() (sum [32]byte, err error) {
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(s, 0, s.size)); err != nil {
		return sum, fmt.Errorf("read the file to import: %w", err)
	}
	return [32]byte(h.Sum(nil)), nil
}

// dryRun reads and checks, and leaves nothing behind but the rejects. Where it is told
// where the data is, it also says what would become of each incident.
func (p *program) dryRun(ctx context.Context, i importing, steps *importSteps) error {
	if i.database == "" && i.data == "" {
		from, err := steps.read(ctx)
		if err != nil {
			return err
		}
		if !i.asJSON {
			p.complain("ruggensteun: read only: whether units and areas are the employer's, what the rules say of each incident, and what of it an incident does not take, is told with --data or --database")
		}
		return p.tellRead(ctx, i, from, from.Report())
	}
	s, err := p.openStore(ctx, i.where)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := steps.at(ctx, s, i.where); err != nil {
		return err
	}
	from, report, err := steps.preview(ctx, uuid.Nil)
	if err != nil {
		return err
	}
	return p.tellRead(ctx, i, from, report)
}

// toldReport is a report that people and programs can read.
type toldReport interface {
	WriteText(io.Writer) error
	WriteJSON(io.Writer) error
}

func (p *program) tellRead(ctx context.Context, i importing, from *intake.Batch, report toldReport) (err error) {
	defer func() { err = errors.Join(err, from.Close()) }()
	if err := i.writeRejects(ctx, from); err != nil {
		return err
	}
	if i.asJSON {
		return report.WriteJSON(p.out)
	}
	return report.WriteText(p.out)
}

func (i importing) writeRejects(ctx context.Context, from *intake.Batch) error {
	if i.rejects == "" {
		return nil
	}
	_, err := from.WriteRejects(ctx, i.rejects)
	return err
}

// record imports.
func (p *program) record(ctx context.Context, i importing, steps *importSteps) error {
	s, err := p.openStore(ctx, i.where)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := steps.at(ctx, s, i.where); err != nil {
		return err
	}
	from, report, err := steps.record(ctx, uuid.Nil)
	if from != nil {
		defer func() { _ = from.Close() }()
	}
	if err != nil {
		if report != nil {
			fmt.Fprintf(p.err, "ruggensteun: the import stopped after %d of %d incidents; what was recorded stays, and the same command again goes on%s\n", report.done(), from.Report().Incidents, steps.to.batchIfAny())
		}
		return err
	}
	if err := i.writeRejects(ctx, from); err != nil {
		return err
	}
	steps.doubles(ctx, report)
	if i.asJSON {
		return report.WriteJSON(p.out)
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

// readMapping gives a mapping of incidents.
func (i importing) readMapping() (*intake.Mapping, []byte, error) {
	mapping, text, err := i.anyMapping()
	if err == nil {
		err = ofIncidents(mapping)
	}
	return mapping, text, err
}

func (i importing) anyMapping() (*intake.Mapping, []byte, error) {
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
