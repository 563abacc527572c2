package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/doubles"
)

// importDoubles are suggestions about incidents of one batch: nothing is merged.
type importDoubles struct {
	Looked    bool         `json:"looked"`
	Why       string       `json:"why,omitempty"` // none were looked for
	Incidents int          `json:"incidents"`     // of which something is suggested
	List      []doubledRow `json:"list"`          // the first of them

	at eventlog.Position // through which incidents were compared
}

// doubledRow is an incident of the batch with what it may be told again.
type doubledRow struct {
	Row      int         `json:"row,omitempty"`     // in the file
	Incident uuid.UUID   `json:"incident,omitzero"` // not of a preview
	At       string      `json:"at"`
	Place    string      `json:"place"`
	Likely   []likelyRow `json:"likely"`
}

type likelyRow struct {
	Row      int       `json:"row,omitempty"` // where it is of the same file
	Incident uuid.UUID `json:"incident"`
	At       string    `json:"at"`
	Place    string    `json:"place"`
}

const (
	doublesPage = 200    // incidents that are looked at together
	mostDoubled = 1_000  // incidents that are listed
	mostWaiting = 20_000 // events for which an import waits until the read model has them
	doublesTime = 30 * time.Second
)

// registeredRow is an incident that a batch registered, and where it stands in the file.
type registeredRow struct {
	id  uuid.UUID
	row int
}

// lookForDoubles ends an import. It has no error: the import is done.
func (i *importer) lookForDoubles(ctx context.Context, made []registeredRow, progress func(done, total int64)) *importDoubles {
	if len(made) == 0 {
		return nil
	}
	found := &importDoubles{List: []doubledRow{}}
	if err := i.waitForTraces(ctx); err != nil {
		found.Why = i.later(err)
		return found
	}
	ctx, cancel := context.WithTimeout(ctx, doublesTime)
	defer cancel()
	if err := i.lookAtAll(ctx, found, made, progress); err != nil {
		return &importDoubles{List: []doubledRow{}, Why: i.later(err)}
	}
	found.Looked = true
	return found
}

// later says how to look another time. What only we can repair goes to the log.
func (i *importer) later(err error) string {
	return i.notNow(err) + "; `ruggensteun import doubles " + i.batch.String() + "` looks later"
}

func (i *importer) notNow(err error) string {
	why := "none were looked for now"
	if fault.KindOf(err) == fault.Unavailable {
		why = err.Error()
	} else {
		i.logger.Warn("doubles were not looked for", "error", err)
	}
	return why
}

// waitForTraces brings the read model up to date, unless so much is missing that a
// server had better do it.
func (i *importer) waitForTraces(ctx context.Context) error {
	head, err := i.log.Head(ctx)
	if err != nil {
		return err
	}
	if _, err := i.tracer.Register(ctx, doubles.Projection); err != nil {
		return err
	}
	at, err := postgres.OpenDoubles(i.db).Position(ctx)
	if err != nil {
		return err
	}
	if at+mostWaiting < head {
		return behind(head - at)
	}
	ctx, cancel := context.WithTimeout(ctx, doublesTime)
	defer cancel()
	return i.catchUpDoubles(ctx)
}

func (i *importer) lookAtAll(ctx context.Context, found *importDoubles, made []registeredRow, progress func(done, total int64)) error {
	if err := i.actor.May(access.ReadIncident, i.employer.ID); err != nil {
		return err
	}
	rows := make(map[uuid.UUID]int, len(made))
	for _, m := range made {
		rows[m.id] = m.row
	}
	done := 0
	for page := range slices.Chunk(made, doublesPage) {
		if err := i.lookAt(ctx, found, page, rows); err != nil {
			return err
		}
		done += len(page)
		progress(int64(done), int64(len(made)))
	}
	return i.accountFor(ctx, found)
}

// accountFor records that somebody reads of incidents on record.
func (i *importer) accountFor(ctx context.Context, found *importDoubles) error {
	if found.Incidents == 0 {
		return nil
	}
	return i.readings().Record(ctx, access.Reading{Actor: i.actor, At: time.Now(), What: "doubles", ID: i.employer.ID, Owner: i.employer.ID, Correlation: i.batch, Position: found.at})
}

func (i *importer) lookAt(ctx context.Context, found *importDoubles, page []registeredRow, rows map[uuid.UUID]int) error {
	of := postgres.OpenDoubles(i.db)
	ids := make([]uuid.UUID, len(page))
	for n, m := range page {
		ids[n] = m.id
	}
	scope := i.actor.Over(access.ReadIncident)
	traces, err := of.Traces(ctx, scope, ids)
	if err != nil {
		return err
	}
	return i.lookNear(ctx, found, traces, rows)
}

func (i *importer) lookNear(ctx context.Context, found *importDoubles, traces []doubles.Seen, rows map[uuid.UUID]int) error {
	slices.SortFunc(traces, func(a, b doubles.Seen) int { return rows[a.ID] - rows[b.ID] })
	near, err := postgres.OpenDoubles(i.db).Near(ctx, i.actor.Over(access.ReadIncident), i.employer.ID, traces)
	if err != nil {
		return err
	}
	for n, one := range traces {
		found.at = max(found.at, near[n].Position)
		if !one.Withdrawn {
			found.take(one, doubles.Likely(one, near[n].Traces, near[n].Others), rows)
		}
	}
	return nil
}

// take lists two of the same file at the later one only.
func (d *importDoubles) take(one doubles.Seen, matches []doubles.Match, rows map[uuid.UUID]int) {
	line := doubledRow{Row: rows[one.ID], Incident: one.ID, At: atOf(one.Trace), Place: placeOfTrace(one.Trace)}
	for _, m := range matches {
		row, ofFile := rows[m.ID]
		if ofFile && (row > line.Row || row == line.Row && m.ID.String() > one.ID.String()) {
			continue
		}
		line.Likely = append(line.Likely, likelyRow{Row: row, Incident: m.ID, At: atOf(m.Trace), Place: placeOfTrace(m.Trace)})
	}
	if len(line.Likely) == 0 {
		return
	}
	if d.Incidents++; len(d.List) < mostDoubled {
		d.List = append(d.List, line)
	}
}

// atOf is when it happened, by the clock there and as precisely as is known.
func atOf(t doubles.Trace) string {
	if t.From == nil {
		return ""
	}
	return byTheClock(*t.From, t.Offset, t.Precision)
}

func placeOfTrace(t doubles.Trace) string {
	return strings.Join(strings.Fields(fmt.Sprint(t.Place, " ", t.Gemeente, " ", t.Unit)), ", ")
}

// writeText shows each beside what it may be.
func (d *importDoubles) writeText(w io.Writer) error {
	switch {
	case d == nil:
		return nil
	case !d.Looked:
		_, err := fmt.Fprintf(w, "\ndoubles: %s\n", d.Why)
		return err
	case d.Incidents == 0:
		_, err := fmt.Fprint(w, "\ndoubles: none are likely\n")
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "\ndoubles: %s may be on record twice; nothing was merged\n", incidents(d.Incidents))
	for n, one := range d.List {
		if n == mostShown {
			fmt.Fprintf(t, "  …\tand more; --json lists them\n")
			break
		}
		fmt.Fprintf(t, "  %s\t%s\t%s\n", one.name(), one.At, one.Place)
		for _, l := range one.Likely {
			fmt.Fprintf(t, "    or %s%s\t%s\t%s\n", rowWords(l.Row), l.Incident, l.At, l.Place)
		}
	}
	return t.Flush()
}

const mostShown = 20

func incidents(n int) string {
	if n == 1 {
		return "1 incident"
	}
	return fmt.Sprintf("%d incidents", n)
}

func (d doubledRow) name() string {
	if d.Incident == uuid.Nil {
		return fmt.Sprintf("row %d", d.Row)
	}
	return rowWords(d.Row) + d.Incident.String()
}

func rowWords(row int) string {
	if row == 0 {
		return ""
	}
	return fmt.Sprintf("row %d, ", row)
}

// importDoubles looks for those of a batch that was imported before.
func (p *program) importDoubles(ctx context.Context, i importing, rest []string) error {
	word, err := onlyWord("the batch to look at", rest)
	if err != nil {
		return err
	}
	id, err := uuid.Parse(word)
	if err != nil {
		return wrongUsage("import doubles: %s is not the id of a batch; `ruggensteun import list` shows them", word)
	}
	return p.imports(ctx, i, func(of *importer) error {
		of.batch = id
		made, err := p.registeredBy(ctx, of)
		if err != nil {
			return err
		}
		patient, cancel := context.WithTimeout(ctx, catchUpPatience)
		defer cancel()
		if err := of.catchUpDoubles(patient); err != nil {
			return err
		}
		bar := p.progressBar("doubles")
		found := &importDoubles{Looked: true, List: []doubledRow{}}
		err = of.lookAtAll(ctx, found, made, bar.at)
		bar.done()
		if err != nil {
			return err
		}
		if i.asJSON {
			return json.NewEncoder(p.out).Encode(found)
		}
		return found.writeText(p.out)
	})
}

// registeredBy finds the incidents of a batch in the log.
func (p *program) registeredBy(ctx context.Context, of *importer) ([]registeredRow, error) {
	all, err := of.batches(ctx)
	if err != nil {
		return nil, err
	}
	n := slices.IndexFunc(all, func(b told) bool { return b.Started.Batch == of.batch })
	if n < 0 {
		return nil, access.NoSuch("import")
	}
	head, err := of.log.Head(ctx)
	if err != nil {
		return nil, err
	}
	bar := p.progressBar("reading")
	defer bar.done()
	u := &undoing{importer: of, progress: bar.at, changed: map[uuid.UUID]bool{}}
	work, failed := make(chan uuid.UUID), make(chan error, 1)
	go func() {
		defer close(work)
		failed <- u.scan(ctx, all[n].after, head, work)
	}()
	var made []registeredRow
	for id := range work {
		made = append(made, registeredRow{id: id})
	}
	return made, <-failed
}
