package coding

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
)

// BookCategory is that of the streams of what came of samples.
const BookCategory = "codingbook"

// BookStream is what came of all samples of one employer: short, because every figure that is
// laid out by a list asks it.
func BookStream(employer uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: BookCategory, ID: uuid.NewSHA1(employer, []byte(BookCategory))}
}

// Book is all samples of one employer, oldest first.
type Book struct{ Entries []Entry }

// Entry is a sample with what came of it.
type Entry struct {
	Entered
	On      calendar.Day // when it was closed
	Results []Result     // by list; none: it is not closed yet
	Left    []Left
}

// BookEvent is a fact about the book.
type BookEvent interface {
	EventType() string
	bookEvent()
}

// Entered: a sample was drawn.
type Entered struct {
	Sample uuid.UUID
	Lists  []string
	Size   int
	At     time.Time
}

// Measured: a sample was closed, and this is how often which codes of a list met. Nothing of a
// single incident is in it. Each list has an event of its own, or they would not fit into one.
type Measured struct {
	Of uuid.UUID // the sample
	On calendar.Day
	Result
	Left []Left // by why
}

// Result is how often which codes of a list met.
type Result struct {
	List string
	Met  []Met
}

// Met is how many incidents got the one from the first coder and the other from the second.
// Who gave several codes gave one answer: all of them, joined. "" is no answer.
type Met struct {
	First, Second string
	N             int
}

// Why incidents of a sample count for nothing.
type Why string

const (
	Withdrawn Why = "WITHDRAWN" // since the sample was drawn
	Merged    Why = "MERGED"    // into another, since then: it is that one's record that counts
	Removed   Why = "REMOVED"   // what was recorded of it was removed from the log
	NoWords   Why = "NO_WORDS"  // nothing is told of it, or no longer, that it could be coded by
	NotCoded  Why = "NOT_CODED" // nobody coded it
)

// Left is how many count for nothing, and why.
type Left struct {
	Why Why
	N   int
}

func (Entered) EventType() string  { return "codingbook.entered.v1" }
func (Measured) EventType() string { return "codingbook.measured.v1" }

func (Entered) bookEvent()  {}
func (Measured) bookEvent() {}

// BookCommand follows from a command on a sample, in the same append.
type BookCommand interface{ bookCommand() }

// Enter puts a sample that was drawn into the book; Record what came of it.
type (
	Enter  struct{ Entered }
	Record struct{ Measured }
)

func (Enter) bookCommand()  {}
func (Record) bookCommand() {}

// BookDecider is the rules of the book. Who may was asked by those of the sample.
var BookDecider = decider.Decider[BookCommand, Book, BookEvent]{Decide: decideBook, Evolve: evolveBook}

func decideBook(_ Book, c BookCommand) ([]BookEvent, error) {
	switch c := c.(type) {
	case Enter:
		return []BookEvent{c.Entered}, nil
	case Record:
		return []BookEvent{c.Measured}, nil
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of the book of samples")
}

func evolveBook(b Book, e BookEvent) Book {
	b.Entries = slices.Clone(b.Entries)
	switch e := e.(type) {
	case Entered:
		b.Entries = append(b.Entries, Entry{Entered: e})
	case Measured:
		if i := slices.IndexFunc(b.Entries, func(o Entry) bool { return o.Sample == e.Of }); i >= 0 {
			b.Entries[i].On, b.Entries[i].Left = e.On, e.Left
			b.Entries[i].Results = append(slices.Clone(b.Entries[i].Results), e.Result)
		}
	}
	return b
}

// Known is one incident of a sample, as it was when the sample was drawn and as it is now.
type Known struct {
	Then, Now incident.Incident
	Words     bool // something is told of it, and can still be read
}

// Measure holds what the second coders said against the first, which is known by incident:
// each list that is tested, in the order of Lists.
func Measure(id uuid.UUID, s Sample, known map[uuid.UUID]Known) []Measured {
	left := map[Why]int{}
	met := map[string]map[Met]int{}
	for n := 1; n <= len(s.Incidents); n++ {
		of := known[s.Incidents[n-1]]
		coded, done := s.Coded[n]
		if why := of.left(done); why != "" {
			left[why]++
			continue
		}
		for _, a := range coded.Answers {
			t, found := Find(a.List)
			if !found {
				continue
			}
			if met[a.List] == nil {
				met[a.List] = map[Met]int{}
			}
			met[a.List][Met{First: Join(t.First(of.Then)), Second: Join(a.Codes)}]++
		}
	}
	var missed []Left
	for _, why := range []Why{Withdrawn, Merged, Removed, NoWords, NotCoded} {
		if left[why] > 0 {
			missed = append(missed, Left{why, left[why]})
		}
	}
	return each(s.Lists, func(name string) Measured {
		return Measured{Of: id, On: s.On, Result: Result{List: name, Met: counted(met[name])}, Left: missed}
	})
}

// left says why an incident counts for nothing; "" when it counts.
func (k Known) left(coded bool) Why {
	switch {
	case !k.Then.Registered() || !k.Now.Registered():
		return Removed
	case k.Now.Withdrawn:
		return Withdrawn
	case k.Now.MergedInto != uuid.Nil:
		return Merged
	case !coded && !k.Words:
		return NoWords
	case !coded:
		return NotCoded
	}
	return ""
}

func counted(met map[Met]int) []Met {
	var list []Met
	for pair, n := range met {
		pair.N = n
		list = append(list, pair)
	}
	slices.SortFunc(list, func(a, b Met) int {
		return cmp.Or(strings.Compare(a.First, b.First), strings.Compare(a.Second, b.Second))
	})
	return list
}

const between = "+"

// Join makes one answer of several codes.
func Join(list []codes.Code) string { return strings.Join(each(list, asText), between) }

// Split is the codes of an answer; nil of none.
func Split(answer string) []codes.Code {
	if answer == "" {
		return nil
	}
	return each(strings.Split(answer, between), func(c string) codes.Code { return codes.Code(c) })
}

func asText(c codes.Code) string { return string(c) }

// RolledUp is a result by the coarser list that its codes roll up to, where there is one.
func (r Result) RolledUp() (Result, bool) {
	t, found := Find(r.List)
	if !found || t.Into == nil {
		return Result{}, false
	}
	up := func(answer string) string {
		return Join(set(each(Split(answer), func(c codes.Code) codes.Code { return t.RollUp(c) })))
	}
	met := map[Met]int{}
	for _, m := range r.Met {
		met[Met{First: up(m.First), Second: up(m.Second)}] += m.N
	}
	return Result{List: NameOf(*t.Into), Met: counted(met)}, true
}
