package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/access"
	"ruggensteun/domain/batch"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
	"ruggensteun/domain/processing"
)

// newBatch finds the batch to go on with, or makes one that begins with the
// first event; the zero id takes a new one.
func (i *importer) newBatch(ctx context.Context, id uuid.UUID, file, mapping [32]byte, incidents int) (resumed bool, err error) {
	if i.batch = id; id == uuid.Nil {
		if i.batch, err = uuid.NewV7(); err != nil {
			return false, err
		}
	}
	keyed, err := i.vault.FileHash(ctx, i.employer.ID, file)
	if err != nil {
		return false, err
	}
	i.begun = batch.Started{File: hex.EncodeToString(keyed[:]), Mapping: hex.EncodeToString(mapping[:]), Incidents: incidents}
	all, _, err := batch.Decider.Load(ctx, i.journal(), batch.Stream(i.employer.ID))
	if err != nil {
		return false, err
	}
	before, resumed := all.Unfinished(i.begun.File, i.begun.Mapping)
	if resumed {
		i.batch = before.Started.Batch
	}
	i.begun.Batch = i.batch
	i.start = sync.OnceValue(func() error {
		i.started.Store(true)
		return i.about(ctx, batch.Start{Asked: i.importing(), Started: i.begun}, "start")
	})
	return resumed, nil
}

func (i *importer) importing() batch.Asked {
	return batch.Asked{By: i.actor, Employer: i.employer.ID}
}

// about tells something of the batch itself.
func (i *importer) about(ctx context.Context, cmd batch.Command, what string) error {
	r := decider.Request{Employer: i.employer.ID, Meta: i.meta(), Key: fmt.Sprintf("import/%s/%s", i.batch, what)}
	r.Body = []byte(r.Key)
	_, err := batch.Decider.Run(ctx, i.journal(), batch.Stream(i.employer.ID), cmd, r)
	for n := 1; errors.Is(err, eventlog.ErrUnknownOutcome) && n < attempts; n++ {
		_, err = batch.Decider.Run(ctx, i.journal(), batch.Stream(i.employer.ID), cmd, r)
	}
	return err
}

// imports opens the store for whoever may import for an employer.
func (p *program) imports(ctx context.Context, i importing, work func(*importer) error) error {
	s, err := p.openStore(ctx, i.where)
	if err != nil {
		return err
	}
	defer s.Close()
	who, err := i.where.actor(s.employerNamed(ctx))
	if err != nil {
		return err
	}
	id := who.Actor.Employer
	if i.employer != "" {
		if id, err = s.employerNamed(ctx)(i.employer); err != nil {
			return err
		}
	}
	if id == uuid.Nil {
		return wrongUsage("import: say whose imports: --as registrar@CODE")
	}
	of, err := s.importsOf(ctx, who.Actor, id)
	if err != nil {
		return err
	}
	return work(of)
}

// importsOf is for whoever may import for an employer, and looks at what was imported.
func (s *store) importsOf(ctx context.Context, who access.Actor, id uuid.UUID) (of *importer, err error) {
	if err := who.May(access.ImportIncidents, id); err != nil {
		return nil, err
	}
	of = &importer{store: s, opened: s.byItself(processing.Imports, person.Purposes()...).daily(), actor: who, start: func() error { return nil }}
	of.opened.of = func() uuid.UUID { return of.batch }
	of.employer, _, err = employer.Decider.Load(ctx, s.journal(), employer.Stream(id))
	return of, err
}

// told is a batch with when and by which role it began.
type told struct {
	batch.Batch
	at    time.Time
	role  string
	after eventlog.Position
}

func (i *importer) batches(ctx context.Context) ([]told, error) {
	return i.batchesIn(ctx, i.actor.Over(access.ImportIncidents), batch.Stream(i.employer.ID), batch.Decider)
}

// batchesIn are those of one employer, read as a request reads records: behind both fences.
func (s *store) batchesIn(ctx context.Context, scope access.Scope, stream eventlog.Stream, d decider.Decider[batch.Command, batch.Batches, batch.Event]) ([]told, error) {
	recorded, err := s.log.ReadStreamAs(ctx, scope, stream)
	if err != nil {
		return nil, err
	}
	bodies, err := s.closed.Decode(ctx, recorded)
	if err != nil {
		return nil, err
	}
	var all batch.Batches
	var list []told
	for n, e := range recorded {
		own, ours := bodies[n].(batch.Event)
		if !ours {
			continue
		}
		all = d.Evolve(all, own)
		if _, begins := own.(batch.Started); begins {
			meta, err := eventlog.ParseMeta(e.Metadata)
			if err != nil {
				return nil, err
			}
			list = append(list, told{at: e.RecordedAt, role: meta.Role, after: e.Position})
		}
	}
	for n := range list {
		list[n].Batch = all[n]
	}
	return list, nil
}

// countsLine and undoneLine are what became of a batch, in incidents.
type countsLine struct {
	Recorded  int `json:"recorded"`
	Corrected int `json:"corrected"`
	Unchanged int `json:"unchanged"`
	Rejected  int `json:"rejected"`
	Listed    int `json:"listed"`
}

type undoneLine struct {
	Withdrawn int `json:"withdrawn"`
	Left      int `json:"left"`
}

// importLine is one batch as it is listed.
type importLine struct {
	Batch     uuid.UUID   `json:"batch"`
	Started   time.Time   `json:"started"`
	Role      string      `json:"role"`
	Mapping   string      `json:"mapping"` // its name where it comes with the program, else its SHA-256
	File      string      `json:"file"`    // keyed hash
	Incidents int         `json:"incidents"`
	Finished  *countsLine `json:"finished,omitempty"`
	Undone    *undoneLine `json:"undone,omitempty"`
}

func (p *program) listImports(ctx context.Context, i importing) error {
	return p.imports(ctx, i, func(of *importer) error {
		all, err := of.batches(ctx)
		if err != nil {
			return err
		}
		lines := []importLine{}
		for _, b := range all {
			lines = append(lines, b.line())
		}
		if i.asJSON {
			return json.NewEncoder(p.out).Encode(lines)
		}
		t := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "batch\tstarted\tby\tmapping\tincidents\tstate")
		for _, l := range lines {
			fmt.Fprintf(t, "%s\t%s\t%s\t%.12s\t%d\t%s\n", l.Batch, l.Started.Format(time.RFC3339), l.Role, l.Mapping, l.Incidents, l.state())
		}
		return t.Flush()
	})
}

func (b told) line() importLine {
	line := importLine{Batch: b.Started.Batch, Started: b.at.UTC(), Role: b.role, Mapping: mappingNamed(b.Mapping), File: b.File, Incidents: b.Incidents}
	if b.Finished != nil {
		counts := countsLine(b.Finished.Counts)
		line.Finished = &counts
	}
	if b.Undone != nil {
		line.Undone = &undoneLine{b.Undone.Withdrawn, b.Undone.Left}
	}
	return line
}

func (l importLine) state() string {
	switch {
	case l.Undone != nil:
		return fmt.Sprintf("undone: %d withdrawn, %d left", l.Undone.Withdrawn, l.Undone.Left)
	case l.Finished == nil:
		return "stopped: the same import again goes on"
	}
	c := l.Finished
	return fmt.Sprintf("%d recorded, %d corrected, %d unchanged, %d rejected, %d listed", c.Recorded, c.Corrected, c.Unchanged, c.Rejected, c.Listed)
}

// mappingNamed gives the name of a mapping that comes with the program.
func mappingNamed(hash string) string {
	for _, name := range intake.ShippedMappings() {
		text, err := intake.ShippedMapping(name)
		if err == nil && hashOf(text) == hash {
			return name
		}
	}
	return hash
}
