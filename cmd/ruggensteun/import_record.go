package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/access"
	"ruggensteun/domain/batch"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/projections/doubles"
)

// importer tells the log what a file says. Nothing of how far it came is kept
// anywhere but in the log: every incident commits with the mark of its key, so
// that whatever stops it, going on is importing the same file again.
type importer struct {
	*store
	opened   *byItself
	actor    access.Actor
	blind    bool // may not read persons
	dry      bool // records nothing: a preview
	employer employer.Employer
	batch    uuid.UUID
	begun    batch.Started
	start    func() error // before the first event, once
	started  atomic.Bool
	persons  *persons
}

func (i *importer) journal() decider.Sharing { return decider.NewJournal(i.log, i.opened) }

// outcome is what became of one record.
type outcome int

const (
	recorded       outcome = iota
	recordedBefore         // by the same batch, before it was stopped
	corrected
	unchanged
	rejected
)

// verdict is what to tell of one record.
type verdict struct {
	record   intake.Record
	what     outcome
	incident uuid.UUID // that it is on record as; zero when it was rejected
	reason   string    // of a rejection
	notes    []remark
	changes  []string      // what is corrected or added: fields, workers, suspects
	trace    doubles.Trace // of what a preview would register
}

// remark is something that was left as it is.
type remark struct {
	kind  intake.Kind
	field intake.Field
	why   string
}

// task is a record that was looked up.
type task struct {
	record   intake.Record
	incident uuid.UUID // the zero id: not on record
	try      int       // how many imports of it were undone
	numbers  []eventlog.Hash
}

// attempts bounds how often a record is looked up anew because somebody else
// was first.
const attempts = 8

// one brings one record into the log, and says what came of it.
func (i *importer) one(ctx context.Context, t *task) (verdict, error) {
	for n := 1; ; n++ {
		v := verdict{record: t.record}
		err := i.tell(ctx, t, &v)
		switch kind := fault.KindOf(err); {
		case err == nil:
			return v, nil
		case kind == fault.Invalid || kind == fault.Refused || kind == fault.TooLarge:
			return verdict{record: t.record, what: rejected, reason: because(err)}, nil
		case n == attempts || kind != fault.Conflict && !errors.Is(err, eventlog.ErrUnknownOutcome):
			return v, fmt.Errorf("import the incident of row %d: %w", t.record.Rows[0], err)
		}
		// Somebody was first, or the connection broke: the log tells what is there.
		if err := i.lookUp(ctx, []*task{t}); err != nil {
			return v, err
		}
	}
}

func (i *importer) tell(ctx context.Context, t *task, v *verdict) (err error) {
	for t.incident != uuid.Nil {
		v.incident = t.incident
		if err := i.known(ctx, t, v); !errors.Is(err, errUndone) {
			return err
		}
		t.try++
		list, err := i.vault.IncidentsByRecordKey(ctx, i.employer.ID, []string{t.record.Key}, t.try)
		if err != nil {
			return err
		}
		t.incident = list[0]
	}
	v.what = recorded
	v.incident, err = i.register(ctx, t, v)
	return err
}

// because is a refusal in the words of the trade.
func because(err error) string {
	var f *fault.Fault
	if !errors.As(err, &f) || len(f.Fields) == 0 {
		return err.Error()
	}
	var list []string
	for _, field := range f.Fields {
		list = append(list, field.Name+" "+field.Problem+": "+field.Remedy)
	}
	return strings.Join(list, "; ")
}

func (i *importer) asked() incident.Asked {
	return incident.Asked{By: i.actor, At: time.Now(), Employer: i.employer}
}

// register tells a new incident, and the mark of its key with it.
func (i *importer) register(ctx context.Context, t *task, v *verdict) (uuid.UUID, error) {
	if i.dry {
		return uuid.Nil, i.imagined(t, v)
	}
	id, err := uuid.NewV7()
	if err != nil {
		return id, err
	}
	mark, err := i.vault.RecordKeyMark(ctx, i.employer.ID, t.record.Key, t.try, id)
	if err != nil {
		return id, err
	}
	commands := tellingOf(t.record).commands(i.asked(), t.hits(i.persons, nil))
	journal := unwritten{decider.NewJournal(i.log, marking{i.opened, i.start, mark})}
	_, err = together.Run(ctx, journal, incident.Stream(id), commands, i.request(mark.Token, 0, t.record))
	return id, err
}

// imagined asks the rules what would be recorded.
func (i *importer) imagined(t *task, v *verdict) error {
	events, err := together.Decide(together.Initial, tellingOf(t.record).commands(i.asked(), t.hits(i.persons, nil)))
	if err != nil {
		return err
	}
	made := incident.Decider.Fold(events)
	v.trace = doubles.Of(made.Occurred, made.Place).Under(made.Regime)
	return nil
}

// change tells what changed of a known incident, at the version that was compared.
func (i *importer) change(ctx context.Context, t *task, version *eventlog.Version, commands []incident.Command) error {
	mark, err := i.vault.RecordKeyMark(ctx, i.employer.ID, t.record.Key, t.try, t.incident)
	if err != nil {
		return err
	}
	r := i.request(mark.Token, *version, t.record)
	r.Expected = version
	out, err := together.Run(ctx, decider.NewJournal(i.log, marking{i.opened, i.start, mark}), incident.Stream(t.incident), commands, r)
	if err == nil {
		*version = out.Version
	}
	return err
}

// request has a key of its own for every mark, version and content, so that a
// repeat of the same is known as one.
func (i *importer) request(token eventlog.Hash, at eventlog.Version, r intake.Record) decider.Request {
	content := digest(r)
	return decider.Request{
		Employer: i.employer.ID, Body: content,
		Key:  fmt.Sprintf("import/%x/%d/%x", token[:], at, content),
		Meta: i.meta(),
	}
}

func (i *importer) meta() eventlog.Meta {
	return eventlog.Meta{
		Actor: i.actor.ID, Role: string(i.actor.Role), Purpose: string(i.actor.Purpose),
		Channel: batch.Channel, Correlation: i.batch,
	}
}

// digest is the hash of all that a record says. It goes nowhere but into keyed hashes.
func digest(r intake.Record) []byte {
	all := answersIn(make([]byte, 0, 512), r.Answers)
	for _, w := range r.Workers {
		all = answersIn(append(all, "worker"...), w.Answers)
	}
	for _, s := range r.Suspects {
		all = answersIn(append(all, "suspect"...), s.Answers)
	}
	sum := sha256.Sum256(all)
	return sum[:]
}

func answersIn(all []byte, answers intake.Answers) []byte {
	for _, field := range slices.Sorted(maps.Keys(answers)) {
		a := answers[field]
		text, _ := a.Text.Get()
		number, _ := a.Number.Get()
		all = append(append(append(append(all, field...), '|'), a.Missing...), '|')
		for _, c := range a.Codes {
			all = append(append(all, c...), ',')
		}
		all = append(a.Time.Instant.AppendFormat(all, time.RFC3339), a.Time.Precision...)
		all = strconv.AppendInt(append(all, '|'), int64(a.Time.Offset), 10)
		all = strconv.AppendBool(append(all, '|'), a.Time.Ambiguous)
		all = strconv.AppendInt(append(all, '|'), int64(number), 10)
		all = strconv.AppendQuote(all, text)
	}
	return all
}

// marking lets the key of a record commit with its incident, and the batch begin
// before its first event and not before the rules have allowed one.
type marking struct {
	decider.Codec
	start func() error
	mark  eventlog.Mark
}

func (m marking) Encode(ctx context.Context, s eventlog.Stream, events []decider.Event, r decider.Request) (decider.Encoded, error) {
	if err := m.start(); err != nil {
		return decider.Encoded{}, err
	}
	encoded, err := m.Codec.Encode(ctx, s, events, r)
	encoded.Marks = append(encoded.Marks, m.mark)
	return encoded, err
}

// unwritten is the journal of a stream that has just got its id: nothing can be
// there, so nothing is asked. The log itself still looks for the request's key.
type unwritten struct{ decider.Journal }

func (unwritten) Outcome(context.Context, decider.Request) (eventlog.Receipt, bool, error) {
	return eventlog.Receipt{}, false, nil
}

func (unwritten) Load(context.Context, eventlog.Stream) ([]decider.Event, eventlog.Version, error) {
	return nil, 0, nil
}

// lookUp asks for many records at once which are known, and who the workers are.
func (i *importer) lookUp(ctx context.Context, tasks []*task) error {
	var keys, numbers []string
	for _, t := range tasks {
		keys = append(keys, t.record.Key)
		for _, w := range t.record.Workers {
			numbers = append(numbers, hitOf(w).StaffNumber)
		}
	}
	list, err := i.vault.IncidentsByRecordKey(ctx, i.employer.ID, keys, 0)
	if err != nil {
		return err
	}
	tokens, persons, err := i.vault.Persons(ctx, i.employer.ID, numbers)
	if err != nil {
		return err
	}
	i.persons.learn(tokens, persons)
	for n, t := range tasks {
		t.incident, t.try = list[n], 0
		t.numbers, tokens = tokens[:len(t.record.Workers)], tokens[len(t.record.Workers):]
	}
	return nil
}
