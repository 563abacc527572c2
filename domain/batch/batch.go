// Package batch is what became of each file of an employer that was imported:
// begun, finished, undone. What the file told stands with the incidents, or the
// cases, whose events name the batch as their correlation.
package batch

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// Category is that of the streams of imports.
const Category = "import"

// Channel marks the events that an import told, wherever they stand: what a
// file said is told from what a person said by it.
const Channel = "import"

// Stream is the history of all imports of one employer, so that they are found
// without looking through the log.
func Stream(employer uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: Category, ID: employer}
}

// StreamOfNotices is the history of all imports of files of notices of one employer.
// They are told in the same events, in which an incident is then a notice.
func StreamOfNotices(employer uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: "notice_import", ID: employer}
}

// Event is a fact about an import.
type Event interface {
	EventType() string
	batchEvent()
}

// Started: a file is being imported that has something new. No event comes of a
// file that has nothing.
type Started struct {
	Batch     uuid.UUID
	File      string // keyed hash of its content, in hexadecimal: the name may be about a person
	Mapping   string // SHA-256 of the mapping, in hexadecimal
	Incidents int    // in the file
}

// Finished: the whole file was gone through.
type Finished struct {
	Batch uuid.UUID
	Counts
}

// Counts are incidents; listed are those of which something was left as it is.
type Counts struct{ Recorded, Corrected, Unchanged, Rejected, Listed int }

// Undone: the incidents that the batch registered were withdrawn, and those that it
// corrected are as they would be without it, but for what is left.
type Undone struct {
	Batch           uuid.UUID
	Withdrawn, Left int
}

func (Started) EventType() string  { return "import.started.v1" }
func (Finished) EventType() string { return "import.finished.v1" }
func (Undone) EventType() string   { return "import.undone.v1" }

func (Started) batchEvent()  {}
func (Finished) batchEvent() {}
func (Undone) batchEvent()   {}

// Batch is one import as it stands now; Finished and Undone are nil until it is.
type Batch struct {
	Started
	Finished *Finished
	Undone   *Undone // the last time, when it was undone in parts
}

// Batches are all imports of one employer, in the order in which they began.
type Batches []Batch

// Find gives the batch with an id.
func (s Batches) Find(id uuid.UUID) (Batch, bool) {
	if i := s.index(id); i >= 0 {
		return s[i], true
	}
	return Batch{}, false
}

func (s Batches) index(id uuid.UUID) int {
	return slices.IndexFunc(s, func(b Batch) bool { return b.Started.Batch == id })
}

// Unfinished gives the batch that was stopped while it imported this very file
// with this very mapping.
func (s Batches) Unfinished(file, mapping string) (Batch, bool) {
	for _, b := range slices.Backward(s) {
		if b.File == file && b.Mapping == mapping && b.Finished == nil && b.Undone == nil {
			return b, true
		}
	}
	return Batch{}, false
}

// Command is something that is asked of an employer's imports.
type Command interface{ batchCommand() }

// Asked is what every command carries: who asks, and for which employer.
type Asked struct {
	By       access.Actor
	Employer uuid.UUID
}

// Start begins a batch.
type Start struct {
	Asked
	Started
}

// Finish says that the whole file was gone through.
type Finish struct {
	Asked
	Finished
}

// Undo says that a batch was taken back.
type Undo struct {
	Asked
	Undone
}

func (Start) batchCommand()  {}
func (Finish) batchCommand() {}
func (Undo) batchCommand()   {}

// Decider is the rules of imports.
var Decider = decider.Decider[Command, Batches, Event]{Decide: rules{access.ImportIncidents, access.WithdrawIncident}.decide, Evolve: evolve}

// OfNotices is the rules of imports of files of notices.
var OfNotices = decider.Decider[Command, Batches, Event]{Decide: rules{access.ImportNotices, access.ImportNotices}.decide, Evolve: evolve}

// rules are what somebody must be allowed to who begins a batch, and to who takes one back.
type rules struct{ begins, undoes access.Action }

func (r rules) decide(s Batches, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Start:
		return r.start(s, c)
	case Finish:
		return r.finish(s, c)
	case Undo:
		return r.undo(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of an import: start, finish or undo it")
}

// 1. Who may import begins a batch, once.
func (r rules) start(s Batches, c Start) ([]Event, error) {
	if err := c.By.May(r.begins, c.Employer); err != nil {
		return nil, err
	}
	if c.Batch == uuid.Nil {
		return nil, fault.New(fault.Invalid, "a batch needs an id")
	}
	if s.index(c.Batch) >= 0 {
		return nil, nil // already as asked
	}
	return []Event{c.Started}, nil
}

// 2. A batch that was begun is finished, once.
func (r rules) finish(s Batches, c Finish) ([]Event, error) {
	if err := c.By.May(r.begins, c.Employer); err != nil {
		return nil, err
	}
	b, found := s.Find(c.Batch)
	switch {
	case !found:
		return nil, access.NoSuch("import")
	case b.Finished != nil:
		return nil, nil
	}
	return []Event{c.Finished}, nil
}

// 3. Who may import and withdraw takes a batch back. It is told each time, because
// what was left the first time may be withdrawn the second.
func (r rules) undo(s Batches, c Undo) ([]Event, error) {
	for _, action := range []access.Action{r.begins, r.undoes} {
		if err := c.By.May(action, c.Employer); err != nil {
			return nil, err
		}
	}
	if s.index(c.Batch) < 0 {
		return nil, access.NoSuch("import")
	}
	return []Event{c.Undone}, nil
}

func evolve(s Batches, e Event) Batches {
	s = slices.Clone(s)
	switch e := e.(type) {
	case Started:
		return append(s, Batch{Started: e})
	case Finished:
		if i := s.index(e.Batch); i >= 0 {
			s[i].Finished = &e
		}
	case Undone:
		if i := s.index(e.Batch); i >= 0 {
			s[i].Undone = &e
		}
	}
	return s
}
