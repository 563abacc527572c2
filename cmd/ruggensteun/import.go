package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/fault"
)

const importUsage = `import --mapping FILE --dry-run [options] FILE

Reads a table of incidents, CSV or XLSX, and tells what is in it and what is
wrong with it. It records nothing yet, so --dry-run is required. What the
columns mean is said by a mapping; its manual is:

  ruggensteun import --help-mapping

The report names rows, and values only of columns that hold codes. The file of
rejects holds whole rows, so only you can read it.
`

// importing is what was asked on the command line.
type importing struct {
	employer, mapping, rejects string
	asJSON                     bool
}

func (p *program) importFile(ctx context.Context, args []string) error {
	f := p.flags("import", importUsage)
	var i importing
	f.StringVar(&i.employer, "employer", "", "`CODE` that the mapping must have: a guard against taking the wrong one")
	f.StringVar(&i.mapping, "mapping", "", "`FILE` with the mapping, or the name of one that comes with the program: "+strings.Join(intake.ShippedMappings(), ", "))
	f.StringVar(&i.rejects, "rejects", "", "`FILE` for the rows that do not go in, with the reason in a column more")
	f.BoolVar(&i.asJSON, "json", false, "print the report as JSON")
	dry := f.Bool("dry-run", false, "record nothing")
	help := f.Bool("help-mapping", false, "print the manual of mappings")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if *help {
		_, err := io.WriteString(p.out, intake.MappingHelp)
		return err
	}
	file, err := onlyWord("the file to import", rest)
	if err != nil {
		return err
	}
	switch {
	case i.mapping == "":
		return wrongUsage("import: --mapping is missing; `ruggensteun import --help-mapping` explains how to write one")
	case !*dry:
		return wrongUsage("import: recording is not possible yet; add --dry-run to read and check the file")
	}
	return p.dryRun(ctx, i, file)
}

// dryRun reads and checks, and leaves nothing behind but the rejects.
func (p *program) dryRun(ctx context.Context, i importing, path string) (err error) {
	mapping, err := i.readMapping()
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return wrongUsage("import: %v", err)
	}
	defer file.Close() // only read
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return wrongUsage("import: the file to import must be a file, because it is read more than once")
	}
	bar := p.progressBar("reading")
	batch, err := intake.Read(ctx, file, info.Size(), mapping, intake.Options{
		Progress: func(rows int) { bar.at(int64(rows), int64(rows)+1) }, // nobody knows how many there are
	})
	bar.done()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, batch.Close()) }()
	if i.rejects != "" {
		if _, err := batch.WriteRejects(ctx, i.rejects); err != nil {
			return err
		}
	}
	if i.asJSON {
		return batch.Report().WriteJSON(p.out)
	}
	return batch.Report().WriteText(p.out)
}

func (i importing) readMapping() (*intake.Mapping, error) {
	text, err := i.mappingText()
	if err != nil {
		return nil, err
	}
	mapping, err := intake.ParseMapping(text)
	if err != nil {
		return nil, err
	}
	if i.employer != "" && i.employer != mapping.Employer.Code {
		return nil, fault.New(fault.Invalid, fmt.Sprintf("the mapping is for employer %s, not for %s: take the mapping or the code of the other", mapping.Employer.Code, i.employer))
	}
	return mapping, nil
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
