package coding

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/text"
)

// Limits. The list of a sample is one event, so it stays far below eventlog.MaxPayload.
const (
	fewest      = 2
	Most        = 1000
	mostCodes   = 8 // for one list
	longestSeed = 64
)

// Command is something that is asked of a sample.
type Command interface{ codingCommand() }

// Draw draws one.
type Draw struct {
	By            access.Actor
	Employer      uuid.UUID
	Seed          string
	All           []uuid.UUID // what can be drawn: what stands, and was not merged into another
	Size          int
	From, Through string
	Lists         []string
	Position      eventlog.Position // as of which All is known
	At            time.Time
}

// Code codes an item, by somebody who has not seen how it was coded.
type Code struct {
	By       access.Actor
	Item     int
	Answers  []Answer
	Recorded []uuid.UUID // who recorded anything of that incident, up to now
	At       time.Time
}

// Close ends the coding.
type Close struct {
	By access.Actor
	On calendar.Day
	At time.Time
}

func (Draw) codingCommand()  {}
func (Code) codingCommand()  {}
func (Close) codingCommand() {}

// Decider is the rules of a sample.
var Decider = decider.Decider[Command, Sample, Event]{Decide: decide, Evolve: evolve}

func decide(s Sample, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Draw:
		return draw(s, c)
	case Code:
		return code(s, c)
	case Close:
		return closing(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of a sample: draw, code or close it")
}

// 1. Whoever answers for the register draws; which incidents follows from the seed.
func draw(s Sample, c Draw) ([]Event, error) {
	if err := c.By.May(access.DrawSample, c.Employer); err != nil {
		return nil, err
	}
	if s.Began() {
		return nil, fault.New(fault.Refused, "this sample was drawn already: draw another one")
	}
	var f fault.Fields
	seed, err := text.Line(c.Seed, longestSeed)
	f.Note("seed", err)
	f.Check(err != nil || seed != "", "seed", "is missing", "give any word: the same one draws the same incidents from the same register")
	f.Check(c.Size >= fewest && c.Size <= Most, "size", "is not a number of incidents", fmt.Sprintf("use %d to %d: with 100 kappa is known to about 0.16 either way, with 200 to 0.11, with 400 to 0.08", fewest, Most))
	f.Check(c.Size <= len(c.All) || c.Size > Most, "size", fmt.Sprintf("is more than the %d incidents that there are", len(c.All)), "draw fewer, or from a longer period")
	checkLists(c.Lists, &f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	lists := slices.DeleteFunc(names(), func(name string) bool { return !slices.Contains(c.Lists, name) })
	return []Event{Drawn{
		Employer: c.Employer, Seed: seed, Incidents: Choose(seed, c.All, c.Size), Of: len(c.All), From: c.From, Through: c.Through,
		Lists: lists, Position: c.Position, At: c.At,
	}}, nil
}

func checkLists(lists []string, f *fault.Fields) {
	f.Check(len(lists) > 0, "lists", "are missing", "name at least one of "+strings.Join(names(), ", "))
	for i, name := range lists {
		_, found := Find(name)
		f.Check(found, fmt.Sprintf("lists[%d]", i), "is not a list that can be tested", "use one of "+strings.Join(names(), ", "))
		f.Check(slices.Index(lists, name) == i, fmt.Sprintf("lists[%d]", i), "stands twice", "say it once")
	}
}

// 2. The second coder is somebody else than all who recorded anything of the incident, because
// they have seen its codes; and the only one for that item.
func code(s Sample, c Code) ([]Event, error) {
	if err := c.By.May(access.CodeSample, s.Employer); err != nil {
		return nil, err
	}
	if s.Closed {
		return nil, closed
	}
	if _, found := s.Item(c.Item); !found {
		var f fault.Fields
		f.Add("item", "is not one of the sample", fmt.Sprintf("use 1 to %d", len(s.Incidents)))
		return nil, f.Err()
	}
	before, done := s.Coded[c.Item]
	switch {
	case slices.Contains(c.Recorded, c.By.ID):
		return nil, fault.New(fault.Refused, "you recorded something of this incident yourself, so you know how it is coded: let somebody else do this one")
	case done && before.Coder != c.By.ID:
		return nil, fault.New(fault.Refused, "somebody else coded this one already: ask for another")
	}
	answers, err := s.checked(c.Answers)
	if err != nil {
		return nil, err
	}
	if done && slices.EqualFunc(before.Answers, answers, func(a, b Answer) bool { return a.List == b.List && slices.Equal(a.Codes, b.Codes) }) {
		return nil, nil // already as asked
	}
	return []Event{Coded{Item: c.Item, Coder: c.By.ID, Answers: answers, At: c.At}}, nil
}

var closed = fault.New(fault.Refused, "this sample is closed: nothing is coded in it any more")

// checked are the answers in the order of the lists: one for each that is tested.
func (s Sample) checked(given []Answer) ([]Answer, error) {
	var f fault.Fields
	var clean []Answer
	for i, a := range given {
		at := fmt.Sprintf("answers[%d]", i)
		f.Check(slices.Contains(s.Lists, a.List), at+".list", "is not tested here", "use "+strings.Join(s.Lists, ", "))
		first := slices.IndexFunc(given, func(o Answer) bool { return o.List == a.List })
		f.Check(first == i, at+".list", "stands twice", "give all codes of a list at once")
	}
	for _, t := range s.Tests() {
		i := slices.IndexFunc(given, func(a Answer) bool { return a.List == t.Name() })
		if i < 0 {
			f.Add("answers", "have none for "+t.Name(), "choose a code of that list, or UNKNOWN where the words do not tell")
			continue
		}
		t.check(fmt.Sprintf("answers[%d].codes", i), given[i].Codes, &f)
		clean = append(clean, Answer{List: t.Name(), Codes: set(given[i].Codes)})
	}
	return clean, f.Err()
}

func (t Tested) check(at string, given []codes.Code, f *fault.Fields) {
	f.Check(len(given) > 0, at, "are missing", "choose a code, or UNKNOWN where the words do not tell")
	f.Check(len(given) < 2 || t.Several, at, "are more than one", "choose the one that fits best")
	f.Check(len(given) <= mostCodes, at, fmt.Sprintf("are more than %d", mostCodes), "say each once")
	for i, c := range given[:min(len(given), mostCodes)] {
		name := fmt.Sprintf("%s[%d]", at, i)
		if c == codes.NotRecorded {
			f.Add(name, "is no answer", "choose a code, or UNKNOWN where the words do not tell")
			continue
		}
		f.Note(name, t.List.Check(c, time.Time{}))
		f.Check(len(given) == 1 || !c.Missing(), name, "says that there is no answer beside one", "leave it out")
	}
}

// 3. It is closed by whoever draws, once something was coded; that can be before all are.
func closing(s Sample, c Close) ([]Event, error) {
	if err := c.By.May(access.DrawSample, s.Employer); err != nil {
		return nil, err
	}
	switch {
	case s.Closed:
		return nil, nil // already as asked
	case len(s.Coded) == 0:
		return nil, fault.New(fault.Refused, "nobody coded anything of this sample yet, so nothing would come of it: let somebody code it first")
	}
	return []Event{Closed{On: c.On, At: c.At}}, nil
}
