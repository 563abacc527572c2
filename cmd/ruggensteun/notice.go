package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/batch"
)

const noticeUsage = `notice import --mapping FILE [options] FILE
       ruggensteun notice list --as case-worker@CODE
       ruggensteun notice undo BATCH --as case-worker@CODE

Records a table of notices of cases, CSV or XLSX, as police, OM, court or CJIB
send it by agreement: one row is one notice. What the columns mean is said by a
mapping; its manual is:

  ruggensteun notice --help-mapping

A notice goes to the one case that everything in it leads to: our id, its number
there, the aangifte, the incident. Otherwise it waits, and nothing is lost:

  ruggensteun triage list

--dry-run records nothing: it tells what would become of each row. The same file
again adds nothing; a row that changed corrects its notice, unless somebody
changed it here since. However an import ends, the same command again goes on
with it. undo takes back what a batch told and corrected.

The report names rows and columns, never what is in them. The file of rejects
holds whole rows, so only you can read it.
`

// notices is what was asked on the command line.
type notices struct {
	where
	employer, mapping, rejects string
	asJSON, dry                bool
}

func (p *program) notice(ctx context.Context, args []string) error {
	f, w := p.asking("notice", noticeUsage)
	var n notices
	n.bind(f)
	help := f.Bool("help-mapping", false, "print the manual of mappings of notices")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	n.where = *w
	if *help {
		_, err := io.WriteString(p.out, intake.NoticeHelp)
		return err
	}
	action, rest, err := actionOf("notice", rest, "import", list, "undo")
	if err != nil {
		return err
	}
	switch action {
	case list:
		return p.listNoticeBatches(ctx, n, rest)
	case "undo":
		return p.undoNotices(ctx, n, rest)
	}
	return p.importNotices(ctx, n, rest)
}

func (n *notices) bind(f *flag.FlagSet) {
	f.StringVar(&n.employer, "employer", "", "`CODE` that the mapping must have; for list and undo whose batches, unless --as says it")
	f.StringVar(&n.mapping, "mapping", "", "`FILE` with the mapping")
	f.StringVar(&n.rejects, "rejects", "", "`FILE` for the rows that do not go in, with the reason in a column more")
	f.BoolVar(&n.asJSON, "json", false, "print the report as JSON")
	f.BoolVar(&n.dry, "dry-run", false, "record nothing: tell what would become of each row")
}

func (p *program) importNotices(ctx context.Context, n notices, rest []string) (err error) {
	path, err := onlyWord("the file to import", rest)
	if err != nil {
		return err
	}
	if n.mapping == "" {
		return wrongUsage("notice import: --mapping is missing; `ruggensteun notice --help-mapping` explains how to write one")
	}
	mapping, text, err := importing{employer: n.employer, mapping: n.mapping}.anyMapping()
	if err != nil {
		return err
	}
	if err := ofNotices(mapping); err != nil {
		return err
	}
	file, err := openSource(path)
	if err != nil {
		return err
	}
	defer file.Close() // only read
	s, err := p.openStore(ctx, n.where)
	if err != nil {
		return err
	}
	defer s.Close()
	to, err := s.noticeImporter(ctx, n.where, mapping.Employer.Code)
	if err != nil {
		return err
	}
	steps := noticeSteps{fileSteps: fileSteps{source: file, mapping: mapping, hash: sha256.Sum256(text), stage: p.stage}, to: to}
	do := steps.record
	if n.dry {
		do = steps.preview
	}
	from, err := do(ctx, uuid.Nil)
	if from != nil {
		defer func() { err = errors.Join(err, from.Close()) }()
	}
	if err != nil {
		if to.report.done() > 0 && !n.dry {
			fmt.Fprintf(p.err, "ruggensteun: the import stopped after %d notices; what was recorded stays, and the same command again goes on (batch %s)\n", to.report.done(), to.batch)
		}
		return err
	}
	if n.rejects != "" {
		if _, err := from.WriteRejects(ctx, n.rejects); err != nil {
			return err
		}
	}
	return to.report.print(p.out, n.asJSON)
}

// noticeReport says what became of the rows of a file.
type noticeReport struct {
	Batch     *uuid.UUID `json:"batch,omitempty"` // nil when nothing was new
	Preview   bool       `json:"preview,omitempty"`
	Resumed   bool       `json:"resumed,omitempty"`
	Notices   int        `json:"notices"` // in the file
	Told      int        `json:"told"`    // in a case
	Waiting   int        `json:"waiting"` // in the triage
	Corrected int        `json:"corrected"`
	Unchanged int        `json:"unchanged"`
	Rejected  int        `json:"rejected"`
	Rows      []rowLine  `json:"rows"` // of all but unchanged ones

	left int // of Unchanged, those that stand here otherwise than in the file
	read intake.Report
}

// rowLine is what became of one notice, by its first row.
type rowLine struct {
	Row    int        `json:"row"`
	What   string     `json:"what"` // told, waiting, corrected, rejected, left
	Notice *uuid.UUID `json:"notice,omitempty"`
	Case   *uuid.UUID `json:"case,omitempty"`
	Why    string     `json:"why,omitempty"`
}

func (r *noticeReport) done() int { return r.Told + r.Waiting + r.Corrected + r.Unchanged }

// end takes in what reading and recording found together.
func (r *noticeReport) end(found intake.Report) {
	r.read, r.Notices, r.Rejected = found, found.Incidents+found.RejectedIncidents, found.RejectedIncidents
}

func (r *noticeReport) counts() batch.Counts {
	return batch.Counts{Recorded: r.Told + r.Waiting, Corrected: r.Corrected, Unchanged: r.Unchanged, Rejected: r.Rejected, Listed: r.left}
}

func (r *noticeReport) print(out io.Writer, asJSON bool) error {
	for _, f := range r.read.Findings {
		if f.Kind.Rejects() {
			r.Rows = append(r.Rows, rowLine{Row: f.Row, What: "rejected", Why: f.Reason("notice")})
		}
	}
	sortRows(r.Rows)
	if asJSON {
		return json.NewEncoder(out).Encode(r)
	}
	switch {
	case r.Preview:
		fmt.Fprintln(out, "Nothing was recorded; an import would do this:")
	case r.Batch != nil:
		fmt.Fprintf(out, "Batch %s\n", *r.Batch)
	}
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "notices\t%d\ntold in a case\t%d\nwaiting\t%d\ncorrected\t%d\nunchanged\t%d\nrejected\t%d\n", r.Notices, r.Told, r.Waiting, r.Corrected, r.Unchanged, r.Rejected)
	if len(r.Rows) > 0 {
		fmt.Fprintln(t)
	}
	for _, row := range r.Rows {
		words := []string{row.What}
		if row.Case != nil {
			words = append(words, "case "+row.Case.String())
		} else if row.Notice != nil {
			words = append(words, "notice "+row.Notice.String())
		}
		if row.Why != "" {
			words = append(words, row.Why)
		}
		fmt.Fprintf(t, "row %d\t%s\n", row.Row, strings.Join(words, ", "))
	}
	return t.Flush()
}

func (p *program) listNoticeBatches(ctx context.Context, n notices, rest []string) error {
	if err := noMore(rest); err != nil {
		return err
	}
	return p.ofNotices(ctx, n, func(of *noticeImporter) error {
		all, err := of.batches(ctx)
		if err != nil {
			return err
		}
		lines := []importLine{}
		for _, b := range all {
			lines = append(lines, b.line())
		}
		if n.asJSON {
			return json.NewEncoder(p.out).Encode(lines)
		}
		t := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "batch\tstarted\tby\tnotices\tstate")
		for _, l := range lines {
			fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%s\n", l.Batch, l.Started.Format(time.RFC3339), l.Role, l.Incidents, l.state())
		}
		return t.Flush()
	})
}

// ofNotices opens the store for whoever may import notices for an employer.
func (p *program) ofNotices(ctx context.Context, n notices, work func(*noticeImporter) error) error {
	s, err := p.openStore(ctx, n.where)
	if err != nil {
		return err
	}
	defer s.Close()
	of, err := s.noticeImporter(ctx, n.where, n.employer)
	if err != nil {
		return err
	}
	of.stage = p.stage
	return work(of)
}
