package release

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// LedgerStream is the one list of all releases. Whatever changes there commits with the
// change of the release itself, so that nobody publishes beside somebody whose
// release he has not been compared with.
func LedgerStream() eventlog.Stream {
	return eventlog.Stream{Category: "ledger", ID: uuid.MustParse("0a1c0c45-0000-4000-8000-000000001ed9")}
}

// Entry is a release in the ledger.
type Entry struct {
	Release uuid.UUID
	Title
	Viewer      access.Audience
	Epoch       Epoch
	Hashes      []eventlog.Hash // of its answers
	Invented    bool
	Stage       Stage
	At          time.Time // when it was prepared
	PublishedAt time.Time // zero: never
	WithdrawnAt time.Time
	ReplacedBy  uuid.UUID
}

// WasOut tells whether it was ever published.
func (e Entry) WasOut() bool { return !e.PublishedAt.IsZero() }

// Ledger is all entries, in the order in which they were prepared.
type Ledger struct{ Entries []Entry }

// Find gives the entry of a release.
func (l Ledger) Find(id uuid.UUID) (Entry, bool) {
	if i := l.index(id); i >= 0 {
		return l.Entries[i], true
	}
	return Entry{}, false
}

func (l Ledger) index(id uuid.UUID) int {
	return slices.IndexFunc(l.Entries, func(e Entry) bool { return e.Release == id })
}

// Cited gives the public release that an answer stands in: of several one that was not
// taken back.
func (l Ledger) Cited(h eventlog.Hash) (cited Entry, found bool) {
	for _, e := range l.WereOut() {
		if e.Viewer != access.ForPublic || !slices.Contains(e.Hashes, h) {
			continue
		}
		if !found || cited.Stage == TakenBack {
			cited, found = e, true
		}
	}
	return cited, found
}

// WereOut are all that were ever published.
func (l Ledger) WereOut() []Entry {
	return slices.DeleteFunc(slices.Clone(l.Entries), func(e Entry) bool { return !e.WasOut() })
}

// PublicEpochs are those as of which the public can ask, oldest first: of releases
// that were published for it, also where one was withdrawn since, for what was
// printed there is known.
func (l Ledger) PublicEpochs() []Epoch {
	var list []Epoch
	for _, e := range l.WereOut() {
		if e.Viewer == access.ForPublic && !slices.ContainsFunc(list, func(known Epoch) bool { return known.Position == e.Epoch.Position }) {
			list = append(list, e.Epoch)
		}
	}
	slices.SortFunc(list, func(a, b Epoch) int { return int(a.Position - b.Position) })
	return list
}

// LedgerEvent is a fact about the ledger.
type LedgerEvent interface {
	EventType() string
	ledgerEvent()
}

// Entered: a release was prepared.
type Entered struct {
	Release uuid.UUID
	Title
	Viewer   access.Audience
	Epoch    Epoch
	Hashes   []eventlog.Hash
	Invented bool
	At       time.Time
}

// WentOut: it was published.
type WentOut struct {
	Release uuid.UUID
	At      time.Time
}

// WasTakenBack: it was withdrawn.
type WasTakenBack struct {
	Release    uuid.UUID
	At         time.Time
	ReplacedBy uuid.UUID
}

func (Entered) EventType() string      { return "ledger.entered.v1" }
func (WentOut) EventType() string      { return "ledger.published.v1" }
func (WasTakenBack) EventType() string { return "ledger.withdrawn.v1" }

func (Entered) ledgerEvent()      {}
func (WentOut) ledgerEvent()      {}
func (WasTakenBack) ledgerEvent() {}

// LedgerCommand follows from a command on a release, in the same append.
type LedgerCommand interface{ ledgerCommand() }

// Enter puts a release that was prepared into the ledger.
type Enter struct{ Entered }

// LetOut says that it was published, by somebody who compared it with so many
// releases that were out.
type LetOut struct {
	WentOut
	Compared int
}

// TakeBack says that it was withdrawn.
type TakeBack struct{ WasTakenBack }

func (Enter) ledgerCommand()    {}
func (LetOut) ledgerCommand()   {}
func (TakeBack) ledgerCommand() {}

// LedgerDecider is the rules of the ledger. Who may was asked by those of the release.
var LedgerDecider = decider.Decider[LedgerCommand, Ledger, LedgerEvent]{Decide: decideLedger, Evolve: evolveLedger}

func decideLedger(l Ledger, c LedgerCommand) ([]LedgerEvent, error) {
	switch c := c.(type) {
	case Enter:
		return []LedgerEvent{c.Entered}, nil
	case LetOut:
		if len(l.WereOut()) != c.Compared {
			return nil, fault.New(fault.Conflict, "somebody published another release in this very moment, with which this one was not compared: try again")
		}
		return []LedgerEvent{c.WentOut}, nil
	case TakeBack:
		return takeBack(l, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of the ledger")
}

// What takes the place of a release must be there to be read.
func takeBack(l Ledger, c TakeBack) ([]LedgerEvent, error) {
	var f fault.Fields
	if c.ReplacedBy != uuid.Nil {
		by, found := l.Find(c.ReplacedBy)
		f.Check(found && by.Stage == Out && c.ReplacedBy != c.Release, "replaced_by", "is not another release that is out", "publish that one first, or leave it out")
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	return []LedgerEvent{c.WasTakenBack}, nil
}

func evolveLedger(l Ledger, e LedgerEvent) Ledger {
	l.Entries = slices.Clone(l.Entries)
	switch e := e.(type) {
	case Entered:
		l.Entries = append(l.Entries, Entry{
			Release: e.Release, Title: e.Title, Viewer: e.Viewer, Epoch: e.Epoch, Hashes: e.Hashes, Invented: e.Invented, Stage: Waiting, At: e.At,
		})
	case WentOut:
		if i := l.index(e.Release); i >= 0 {
			l.Entries[i].Stage, l.Entries[i].PublishedAt = Out, e.At
		}
	case WasTakenBack:
		if i := l.index(e.Release); i >= 0 {
			l.Entries[i].Stage, l.Entries[i].WithdrawnAt, l.Entries[i].ReplacedBy = TakenBack, e.At, e.ReplacedBy
		}
	}
	return l
}
