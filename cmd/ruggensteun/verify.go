package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/batch"
	"ruggensteun/domain/decider"
	drafted "ruggensteun/domain/document"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/processing"
	"ruggensteun/domain/suspect"
	waiting "ruggensteun/domain/triage"
	"ruggensteun/projections"
	"ruggensteun/projections/triage"
)

const verifyUsage = `verify [options]

Reads the whole log again and proves that nothing in it was changed, added or
left out since it was recorded; decodes every event and folds every stream;
makes every read model anew and compares. It changes nothing. Run it every
night.

It prints the position and hash of the last event. Keep them elsewhere: a log
that was cut short behind them can be told by nothing in the log itself.
`

func (p *program) verify(ctx context.Context, args []string) error {
	f, w := p.ownWork("verify", verifyUsage)
	open := f.Bool("open", false, "also open everything that is sealed (reads every key)")
	if err := parseAll(f, args); err != nil {
		return err
	}
	return p.operating(ctx, w, func(s *store) error {
		v := &verification{program: p, store: s, codec: s.closed, named: map[eventlog.Hash]eventlog.Position{}}
		if *open {
			v.codec = s.byItself(processing.Checks, person.Purposes()...).daily()
		}
		return v.run(ctx)
	})
}

// errFaults makes the exit status tell; what was found is printed before.
var errFaults = errors.New("the store is not what it should be; see `verify` in OPERATIONS.md")

type verification struct {
	*program
	*store
	codec  decider.Codec
	faults int
	named  map[eventlog.Hash]eventlog.Position // documents, by where they were drafted
}

func (v *verification) run(ctx context.Context) error {
	for _, step := range []func(context.Context) error{v.readLog, v.compareSides, v.compareDocuments, v.compareReadModels, v.tellConsumers} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	if v.faults > 0 {
		return fmt.Errorf("%d faults: %w", v.faults, errFaults)
	}
	return nil
}

// fault prints one fault: what and where, never a value.
func (v *verification) fault(what string) {
	v.faults++
	fmt.Fprintf(v.out, "FAULT  %s\n", what)
}

// verifyPage is how many events are read at once.
const verifyPage = 2000

// readLog checks order, versions and chain, decodes every event and folds every stream.
func (v *verification) readLog(ctx context.Context) error {
	head, err := v.log.Head(ctx)
	if err != nil {
		return err
	}
	var chain eventlog.Verifier
	folds := newFolds()
	bar := v.progressBar("log")
	defer bar.done()
	for at := eventlog.Position(0); ; {
		page, err := v.log.Read(ctx, at, verifyPage)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			chain.Next(e)
		}
		if err := v.fold(ctx, folds, page); err != nil {
			return err
		}
		at = page[len(page)-1].Position
		bar.at(int64(at), int64(max(head, at)))
	}
	for _, f := range chain.Findings() {
		v.fault(f.String())
	}
	position, hash := chain.Tail()
	fmt.Fprintf(v.out, "log    %d events, %d streams folded; last position %d, hash %s\n", position, folds.streams(), position, hash)
	return nil
}

// fold decodes a page; when it does not decode as a whole, one by one, so that
// each event that does not is named. Keys that cannot be read now are no fault
// of any event.
func (v *verification) fold(ctx context.Context, folds *folds, page []eventlog.Recorded) error {
	bodies, err := v.codec.Decode(ctx, page)
	switch {
	case err == nil:
		for i, e := range page {
			if d, is := bodies[i].(drafted.Drafted); is {
				v.named[d.Hash] = e.Position
			}
			if added, is := bodies[i].(incident.PhotoAdded); is {
				if hash, err := hex.DecodeString(added.Hash); err == nil && len(hash) == len(eventlog.Hash{}) {
					v.named[eventlog.Hash(hash)] = e.Position
				} else {
					v.fault(fmt.Sprintf("position %d: the photo that was added there has no hash", e.Position))
				}
			}
			if err := folds.take(e.Stream, bodies[i]); err != nil {
				v.fault(fmt.Sprintf("position %d: %v", e.Position, err))
			}
		}
	case errors.Is(err, eventlog.ErrUnavailable) || ctx.Err() != nil:
		return err
	case len(page) == 1:
		v.fault(fmt.Sprintf("position %d: %s does not decode: %v", page[0].Position, page[0].Type, err))
	default:
		for i := range page {
			if err := v.fold(ctx, folds, page[i:i+1]); err != nil {
				return err
			}
		}
	}
	return nil
}

// folds keeps the state of every stream while the log goes by.
type folds struct {
	incidents map[eventlog.Stream]incident.Incident
	employers map[eventlog.Stream]employer.Employer
	suspects  map[eventlog.Stream]suspect.File
	persons   map[eventlog.Stream]erasure.Person
	imports   map[eventlog.Stream]batch.Batches
	waiting   map[eventlog.Stream]waiting.Entry
}

func newFolds() *folds {
	return &folds{
		incidents: map[eventlog.Stream]incident.Incident{},
		employers: map[eventlog.Stream]employer.Employer{},
		suspects:  map[eventlog.Stream]suspect.File{},
		persons:   map[eventlog.Stream]erasure.Person{},
		imports:   map[eventlog.Stream]batch.Batches{},
		waiting:   map[eventlog.Stream]waiting.Entry{},
	}
}

func (f *folds) streams() int {
	return len(f.incidents) + len(f.employers) + len(f.suspects) + len(f.persons) + len(f.imports) + len(f.waiting)
}

// take folds one event into its stream; nil is one whose payload was removed.
func (f *folds) take(s eventlog.Stream, body decider.Event) error {
	switch e := body.(type) {
	case incident.Event:
		if s.Category != incident.Stream(s.ID).Category {
			return fmt.Errorf("stream %s holds a %s", s, e.EventType())
		}
		f.incidents[s] = incident.Decider.Evolve(f.incidents[s], e)
	case employer.Event:
		if s.Category != employer.Stream(s.ID).Category {
			return fmt.Errorf("stream %s holds a %s", s, e.EventType())
		}
		f.employers[s] = employer.Decider.Evolve(f.employers[s], e)
	case suspect.Event:
		if s.Category != suspect.Stream(s.ID).Category {
			return fmt.Errorf("stream %s holds a %s", s, e.EventType())
		}
		f.suspects[s] = suspect.Decider.Evolve(f.suspects[s], e)
	case erasure.Erased:
		if s.Category != erasure.Category {
			return fmt.Errorf("stream %s holds a %s", s, e.EventType())
		}
		f.persons[s] = erasure.Decider.Evolve(f.persons[s], e)
	case batch.Event:
		if s.Category != batch.Category && s != batch.StreamOfNotices(s.ID) {
			return fmt.Errorf("stream %s holds a %s", s, e.EventType())
		}
		f.imports[s] = batch.Decider.Evolve(f.imports[s], e)
	case waiting.Event:
		if s.Category != waiting.Category {
			return fmt.Errorf("stream %s holds a %s", s, e.EventType())
		}
		f.waiting[s] = waiting.Decider.Evolve(f.waiting[s], e)
	}
	return nil
}

// compareSides holds the tables that commit with the log to the log.
func (v *verification) compareSides(ctx context.Context) error {
	faults, err := v.db.CheckSides(ctx)
	if err != nil {
		return err
	}
	for _, f := range faults {
		v.fault(f)
	}
	return nil
}

// compareDocuments holds what is kept to what the log names. What no event names was left
// behind by a crash: nobody can read it, and it is no fault.
func (v *verification) compareDocuments(ctx context.Context) error {
	kept, unnamed := 0, 0
	missing := maps.Clone(v.named)
	err := postgres.OpenBlobs(v.db).Each(ctx, func(hash eventlog.Hash, sound bool) error {
		at, is := v.named[hash]
		delete(missing, hash)
		kept++
		switch {
		case !is:
			unnamed++
		case !sound:
			v.fault(fmt.Sprintf("position %d: the document or photo that was added there is not what was sealed", at))
		}
		return nil
	})
	for _, at := range slices.Sorted(maps.Values(missing)) {
		v.fault(fmt.Sprintf("position %d: the document or photo that was added there is not in the store", at))
	}
	fmt.Fprintf(v.out, "documents  %d kept, %d of them named by no event\n", kept, unnamed)
	return err
}

// tellConsumers shows how far each consumer came. To be behind is no fault.
func (v *verification) tellConsumers(ctx context.Context) error {
	all, err := v.store.consumers.Status(ctx)
	for _, c := range all {
		fmt.Fprintf(v.out, "%-5s  %s at position %d, %d behind, %d dead letters, of %s\n", c.Name, c.Status, c.Position, c.Behind, c.DeadLetters, c.Topic)
	}
	return err
}

// compareReadModels makes every read model anew in a scratch schema and compares.
func (v *verification) compareReadModels(ctx context.Context) error {
	_, err := v.catchUp(ctx)
	if held := (*heldError)(nil); errors.As(err, &held) {
		fmt.Fprintf(v.err, "ruggensteun: %v; its rows are compared as of that position\n", held)
	} else if err != nil {
		return err
	}
	if err := v.catchUpDoubles(ctx); err != nil && fault.KindOf(err) != fault.Unavailable {
		return err
	} else if err != nil {
		fmt.Fprintf(v.err, "ruggensteun: %v; the rows of doubles are compared as of where it is\n", err)
	}
	if err := v.catchUpOf(ctx, triage.Projection); err != nil && fault.KindOf(err) != fault.Unavailable {
		return err
	} else if err != nil {
		fmt.Fprintf(v.err, "ruggensteun: %v; the rows of triage are compared as of where it is\n", err)
	}
	for _, m := range v.readModels() {
		if err := v.compareOne(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

func (v *verification) compareOne(ctx context.Context, m readModel) error {
	bar := v.progressBar(m.Name)
	defer bar.done()
	c, err := m.runner.Compare(inOneRun(ctx, processing.Facts), m.Projection, bar.at)
	switch {
	case err != nil && (projections.IsPassing(err) || ctx.Err() != nil):
		return err
	case err != nil:
		v.fault("the read model cannot be made from this log: " + err.Error())
		return nil
	}
	for _, d := range c.Differences {
		v.fault(d.String())
	}
	if c.More {
		v.fault("there are more differences than these")
	}
	for _, t := range c.Tables {
		fmt.Fprintf(v.out, "%-5s  %d rows of %s compared at position %d\n", m.Name, t.Built, t.Table, c.Position)
	}
	return nil
}
