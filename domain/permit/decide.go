package permit

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/text"
)

// Decider is the rules of a permit.
var Decider = decider.Decider[Command, Permit, Event]{Decide: decide, Evolve: evolve}

const longestReason = 2000

func decide(s Permit, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Request:
		return request(s, c)
	case Grant:
		return grant(s, c)
	case Refuse:
		return refuse(s, c)
	case Use:
		return use(s, c)
	case Withdraw:
		return withdraw(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of a permit: request, grant, refuse, use or withdraw it")
}

// 1. Whoever may look for persons asks for a permit, for one search or for records that are
// named, and says why.
func request(s Permit, c Request) ([]Event, error) {
	if err := c.By.May(access.AskPermit, c.Employer); err != nil {
		return nil, err
	}
	if s.There() {
		return nil, fault.New(fault.Refused, "there is a permit with this id already: use a new id")
	}
	var f fault.Fields
	f.Check(slices.Contains(Kinds(), c.Kind), "kind", "is not a kind of permit", "use SEARCH_PERSONS, SEARCH_SUSPECTS or OPEN_IDENTITY")
	f.Check(c.Kind != OpenIdentity || c.By.Role.HasOwnCases(), "kind", "opens nothing for your role", "leave it: only a case worker has cases that are not his own; what your role may see is open without a permit")
	f.Check(!c.Kind.Searches() || c.Search != eventlog.Hash{}, "search", "is missing", "say whom you look for, exactly as you will search")
	f.Check(c.Kind.Searches() || c.Search == eventlog.Hash{}, "search", "does not fit", "leave it out: OPEN_IDENTITY is for records, which you name under of")
	f.Check(c.Kind != OpenIdentity || len(c.Of) > 0, "of", "is missing", "name the records whose identity you need")
	f.Check(!c.Kind.Searches() || len(c.Of) == 0, "of", "does not fit", "leave it out: a search finds records, it does not name them")
	f.Check(len(c.Of) <= MostOf, "of", "names too many records", fmt.Sprintf("name at most %d, or ask for more than one permit", MostOf))
	f.Check(!slices.Contains(c.Of, uuid.Nil), "of", "holds an id that is none", "give the ids of records")
	reason := why(c.Reason, &f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	return []Event{Requested{
		Employer: c.Employer, Kind: c.Kind, By: c.By.ID, Role: c.By.Role, Purpose: c.By.Purpose,
		Of: once(c.Of), Search: c.Search, Reason: reason, At: c.At,
	}}, nil
}

// 2. A second person gives it: a privacy officer, or a registrar to a case worker. Never who
// asked for it, in whatever role.
func grant(s Permit, c Grant) ([]Event, error) {
	if err := secondPerson(s, c.Asked); err != nil {
		return nil, err
	}
	var f fault.Fields
	f.Check(c.Hours >= 1 && c.Hours <= MostHours, "hours", "is not how long a permit may hold", fmt.Sprintf("give 1 to %d hours", MostHours))
	f.Check(c.Uses >= 1 && c.Uses <= MostUses, "uses", "is not how often a permit may be used", fmt.Sprintf("give 1 to %d times", MostUses))
	if err := f.Err(); err != nil {
		return nil, err
	}
	return []Event{Granted{By: c.By.ID, Role: c.By.Role, Until: c.At.Add(time.Duration(c.Hours) * time.Hour), Uses: c.Uses, At: c.At}}, nil
}

func refuse(s Permit, c Refuse) ([]Event, error) {
	if err := secondPerson(s, c.Asked); err != nil {
		return nil, err
	}
	var f fault.Fields
	reason := why(c.Reason, &f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	return []Event{Refused{By: c.By.ID, Role: c.By.Role, Reason: reason, At: c.At}}, nil
}

// secondPerson asks whether somebody may decide about a permit that waits.
func secondPerson(s Permit, c Asked) error {
	if err := c.By.May(access.GrantPermit, s.Employer); err != nil {
		return err
	}
	switch stands := s.Stands(c.At); {
	case c.By.ID == s.By:
		return fault.New(fault.Forbidden, "you asked for this permit yourself: a second person decides about it")
	case c.By.Role == access.Registrar && s.Role != access.CaseWorker:
		return fault.New(fault.Forbidden, "a registrar decides about permits of case workers: ask the privacy officer")
	case stands == Lapsed && s.Granted.At.IsZero():
		return fault.New(fault.Refused, fmt.Sprintf("nobody decided about it in %d days: let it be asked for anew", WaitsDays))
	case stands != Waiting:
		return fault.New(fault.Refused, "this was decided already: let a new permit be asked for")
	}
	return nil
}

// 3. Only who asked uses it, for what it was asked for, as long and as often as was granted.
func use(s Permit, c Use) ([]Event, error) {
	action := access.AskPermit
	if err := c.By.May(action, c.By.Employer); err != nil {
		return nil, err
	}
	if !s.There() || c.By.May(action, s.Employer) != nil {
		return nil, access.NoSuch("permit")
	}
	if err := s.holds(c.Asked); err != nil {
		return nil, err
	}
	switch {
	case c.Kind != s.Kind:
		return nil, fault.New(fault.Refused, "this permit is for something else: ask for one for this")
	case s.Kind.Searches() && c.Search != s.Search:
		return nil, fault.New(fault.Refused, "this permit is for another search: search exactly what you asked for, or ask for a new permit")
	case s.Kind == OpenIdentity && !containsAll(s.Of, c.Of):
		return nil, fault.New(fault.Refused, "this permit is for other records: ask for one that names these")
	}
	return []Event{Used{Number: len(s.Uses) + 1, Found: once(c.Found), At: c.At}}, nil
}

// holds says why it does not.
func (s Permit) holds(c Asked) error {
	if c.By.ID != s.By || c.By.Role != s.Role {
		return fault.New(fault.Forbidden, "this permit is somebody else's: ask for one of your own")
	}
	switch s.Stands(c.At) {
	case Waiting:
		return fault.New(fault.Refused, "nobody granted this permit yet: a privacy officer does, or for a case worker the registrar")
	case Declined:
		return fault.New(fault.Refused, "this permit was refused: read why, and ask anew if that is solved")
	case TakenOff:
		return fault.New(fault.Refused, "this permit was withdrawn: ask for a new one")
	case UsedUp:
		return fault.New(fault.Refused, "this permit was used as often as was granted: ask for a new one")
	case Lapsed:
		return fault.New(fault.Refused, "the time of this permit is over: ask for a new one")
	}
	return nil
}

// 4. Who asked for it takes it back, and so does whoever could have granted it, with a reason.
func withdraw(s Permit, c Withdraw) ([]Event, error) {
	if err := c.By.May(access.ReadPermits, s.Employer); err != nil {
		return nil, err
	}
	own := c.By.ID == s.By
	if !own {
		if err := c.By.May(access.GrantPermit, s.Employer); err != nil {
			return nil, access.NoSuch("permit") // whose permits there are is not for everybody
		}
		if c.By.Role == access.Registrar && s.Role != access.CaseWorker {
			return nil, fault.New(fault.Forbidden, "a registrar decides about permits of case workers: ask the privacy officer")
		}
	}
	switch s.Stands(c.At) {
	case TakenOff:
		return nil, nil // already as asked
	case Waiting, Holds:
	default:
		return nil, fault.New(fault.Refused, "this permit holds no more: there is nothing to withdraw")
	}
	e := Withdrawn{By: c.By.ID, At: c.At}
	if c.Reason != "" || !own {
		var f fault.Fields
		e.Reason = why(c.Reason, &f)
		if err := f.Err(); err != nil {
			return nil, err
		}
	}
	return []Event{e}, nil
}

func why(reason string, f *fault.Fields) person.Held[string] {
	clean, err := text.Prose(reason, longestReason)
	f.Note("reason", err)
	f.Check(err != nil || clean != "", "reason", "is missing", "say why, for whoever reads this later")
	return person.Of(clean)
}

// once leaves out what stands there twice; nil stays nil.
func once(ids []uuid.UUID) (list []uuid.UUID) {
	for _, id := range ids {
		if !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

func containsAll(have, want []uuid.UUID) bool {
	return len(want) > 0 && !slices.ContainsFunc(want, func(id uuid.UUID) bool { return !slices.Contains(have, id) })
}
