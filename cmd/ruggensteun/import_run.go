package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"

	"github.com/google/uuid"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/batch"
)

// How many records are on their way together, and looked up together.
const (
	importWriters = 128
	importPage    = 256
)

// recording is what an import did, for whoever imports.
type recording struct {
	intake.Report
	Batch    uuid.UUID `json:"batch"`
	Preview  bool      `json:"preview,omitempty"` // nothing was recorded
	Resumed  bool      `json:"resumed"`           // of an import of this file that was stopped
	Finished bool      `json:"finished"`

	Read      int `json:"read"`     // different incidents in the file
	Recorded  int `json:"recorded"` // incidents of this batch that were registered
	Earlier   int `json:"earlier"`  // of those, the ones from before it was stopped
	Corrected int `json:"corrected"`
	Unchanged int `json:"unchanged"`
	Rejected  int `json:"rejected"`
	Listed    int `json:"listed"` // of which something was left as it is on record

	NotYet map[string]int `json:"notRecordedYet,omitempty"` // incidents that say it, by field

	Changes []changedRow    `json:"changes,omitempty"` // the first of those corrected
	Doubles *importDoubles  `json:"doubles,omitempty"` // nil when nothing was registered
	made    []registeredRow // by this batch
}

// changedRow is an incident on record of which the file says something else now.
type changedRow struct {
	Row      int       `json:"row"` // in the file
	Incident uuid.UUID `json:"incident"`
	Fields   []string  `json:"fields"`
}

const mostChanges = 1_000

// done counts incidents that were gone through.
func (r *recording) done() int { return r.Recorded + r.Corrected + r.Unchanged + r.Rejected }

// end takes in what reading and recording found together.
func (r *recording) end(found intake.Report) {
	r.Report, r.Finished = found, true
	r.Read, r.Rejected = found.Groups, found.RejectedIncidents
}

func (r *recording) counts() batch.Counts {
	return batch.Counts{Recorded: r.Recorded, Corrected: r.Corrected, Unchanged: r.Unchanged, Rejected: r.Rejected, Listed: r.Listed}
}

// pump takes the records of a file to the log, many at a time. What became of
// each is settled in the goroutine that reads: a batch is not for several.
type pump struct {
	*importer
	from     *intake.Batch
	report   *recording
	progress func(done, total int64)
	total    int64
	seen     *previewed // of a preview: what would be registered, until it is compared

	work     chan *task
	verdicts chan verdict
}

// run gives the context's error when it was stopped. What was on its way then is
// finished first, so that nobody has to wonder.
func (p *pump) run(ctx context.Context) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	p.work, p.verdicts = make(chan *task, importPage), make(chan verdict, importWriters)
	var writers sync.WaitGroup
	for range importWriters {
		writers.Go(func() {
			for t := range p.work {
				if ctx.Err() != nil {
					continue
				}
				v, err := p.carefully(context.WithoutCancel(ctx), t)
				if err != nil {
					fail(err)
					continue
				}
				p.verdicts <- v
			}
		})
	}
	go func() { writers.Wait(); close(p.verdicts) }()
	err := p.feed(ctx)
	close(p.work)
	if err != nil {
		fail(err)
	}
	for v := range p.verdicts {
		if err := p.settle(v); err != nil {
			fail(err)
		}
	}
	if err := context.Cause(ctx); err != nil {
		return err
	}
	p.endPreview(ctx)
	slices.SortFunc(p.report.Changes, func(a, b changedRow) int { return cmp.Compare(a.Row, b.Row) })
	return nil
}

func (p *pump) carefully(ctx context.Context, t *task) (v verdict, err error) {
	err = safely(func() (err error) {
		v, err = p.one(ctx, t)
		return err
	})
	return v, err
}

func (p *pump) feed(ctx context.Context) error {
	page := make([]*task, 0, importPage)
	for record, err := range p.from.Records(ctx) {
		if err != nil {
			return err
		}
		if page = append(page, &task{record: record}); len(page) == importPage {
			if err := p.send(ctx, page); err != nil {
				return err
			}
			page = make([]*task, 0, importPage)
		}
	}
	return p.send(ctx, page)
}

func (p *pump) send(ctx context.Context, page []*task) error {
	p.compareSeen(ctx, false)
	if err := p.lookUp(ctx, page); err != nil {
		return err
	}
	for len(page) > 0 {
		select {
		case p.work <- page[0]:
			page = page[1:]
		case v := <-p.verdicts:
			if err := p.settle(v); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func (p *pump) settle(v verdict) error {
	r := p.report
	switch v.what {
	case recorded:
		r.Recorded++
		if p.dry {
			p.imagine(v)
		} else {
			r.made = append(r.made, registeredRow{v.incident, v.record.Rows[0]})
		}
	case recordedBefore:
		r.Recorded++
		r.Earlier++
		r.made = append(r.made, registeredRow{v.incident, v.record.Rows[0]})
	case corrected:
		r.Corrected++
		if len(r.Changes) < mostChanges {
			r.Changes = append(r.Changes, changedRow{v.record.Rows[0], v.incident, v.changes})
		}
	case unchanged:
		r.Unchanged++
	case rejected:
		r.Rejected++
		if err := p.from.Reject(v.record, v.reason); err != nil {
			return err
		}
	}
	for _, n := range v.notes {
		p.from.List(v.record, n.kind, n.field, n.why)
	}
	if len(v.notes) > 0 {
		r.Listed++
	}
	for _, field := range notYet(v.record) {
		r.NotYet[field]++
	}
	p.progress(int64(r.done()), p.total)
	return nil
}

// WriteJSON writes the report for programs.
func (r *recording) WriteJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}

// WriteText writes what was done before what was read and found.
func (r *recording) WriteText(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if r.Preview {
		fmt.Fprintf(t, "PREVIEW\tnothing was recorded; an import would do this\n")
	}
	fmt.Fprintf(t, "batch\t%s\n", r.batchWords())
	fmt.Fprintf(t, "read\t%d incidents\n", r.Read)
	fmt.Fprintf(t, "recorded\t%d incidents%s\n", r.Recorded, r.earlierWords())
	fmt.Fprintf(t, "corrected\t%d\n", r.Corrected)
	fmt.Fprintf(t, "unchanged\t%d\n", r.Unchanged)
	fmt.Fprintf(t, "rejected\t%d\n", r.Rejected)
	fmt.Fprintf(t, "listed\t%d of which something was left as it is\n", r.Listed)
	for _, field := range slices.Sorted(maps.Keys(r.NotYet)) {
		fmt.Fprintf(t, "read, not recorded yet\t%s, of %d incidents\n", field, r.NotYet[field])
	}
	fmt.Fprintln(t)
	if err := t.Flush(); err != nil {
		return err
	}
	if err := r.writeChanges(w); err != nil {
		return err
	}
	if err := r.Report.WriteText(w); err != nil {
		return err
	}
	if err := r.Doubles.writeText(w); err != nil || !r.Preview || r.Recorded == 0 {
		return err
	}
	_, err := fmt.Fprint(w, "\ndoubles in the file itself are looked for once it is recorded\n")
	return err
}

func (r *recording) writeChanges(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for n, c := range r.Changes {
		if n == mostShown {
			fmt.Fprintf(t, "  …\tand more; --json lists them\n")
			break
		}
		fmt.Fprintf(t, "  row %d\tcorrected\t%s\t%s\n", c.Row, c.Incident, strings.Join(c.Fields, ", "))
	}
	if len(r.Changes) > 0 {
		fmt.Fprintln(t)
	}
	return t.Flush()
}

func (r *recording) batchWords() string {
	switch {
	case r.Preview && r.Resumed:
		return "one of this file was stopped, and this would go on with it"
	case r.Preview:
		return "none yet"
	case r.Batch == uuid.Nil:
		return "none: there was nothing to record"
	case r.Resumed:
		return r.Batch.String() + ", which was stopped and went on"
	}
	return r.Batch.String()
}

func (r *recording) earlierWords() string {
	if r.Earlier == 0 {
		return ""
	}
	return fmt.Sprintf(", %d of them before it was stopped", r.Earlier)
}
