package departure_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/departure"
	"ruggensteun/domain/fault"
)

var (
	city    = uuid.UUID{1}
	hash    = strings.Repeat("0f", 32)
	asking  = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	over    = asking.AddDate(0, 0, departure.WaitsDays)
	officer = access.Actor{ID: uuid.UUID{2}, Role: access.PrivacyOfficer, Employer: city, Purpose: access.Privacy}
	keeper  = access.Actor{ID: uuid.UUID{3}, Role: access.Operator, Purpose: access.Operation}
	whole   = departure.Taken{Export: hash, Known: true, Forever: true}
	asked   = departure.Asked{Export: hash, By: officer.ID, Role: officer.Role, At: asking}
)

func word(by access.Actor, at time.Time) departure.Word {
	return departure.Word{By: by, Employer: city, At: at}
}

func TestNobodyLeavesAloneOrAtOnce(t *testing.T) {
	t.Parallel()
	since, held, other, slip := whole, whole, whole, whole
	since.Since, held.Holds, other.Export, slip.Forever = 1, 1, strings.Repeat("a", 64), false
	both := keeper
	both.ID = officer.ID
	confirmed := departure.Confirmed{Export: hash, By: keeper.ID, At: over}
	for sentence, c := range map[string]struct {
		given []departure.Event
		when  departure.Command
		then  int
		fault fault.Kind
	}{
		"the employer asks":                            {when: departure.Ask{Word: word(officer, asking), Taken: whole}, then: 1},
		"the operator does not":                        {when: departure.Ask{Word: word(keeper, asking), Taken: whole}, fault: fault.Forbidden},
		"without the file it does not":                 {when: departure.Ask{Word: word(officer, asking)}, fault: fault.Invalid},
		"with a file that lacks something it does not": {when: departure.Ask{Word: word(officer, asking), Taken: since}, fault: fault.Refused},
		"while something is held it does not":          {when: departure.Ask{Word: word(officer, asking), Taken: held}, fault: fault.Refused},
		"asked again changes nothing":                  {given: []departure.Event{asked}, when: departure.Ask{Word: word(officer, over), Taken: whole}},
		"a newer file takes the place of the first":    {given: []departure.Event{asked}, when: departure.Ask{Word: word(officer, over), Taken: other}, then: 1},
		"nobody confirms what nobody asked":            {when: departure.Confirm{Word: word(keeper, over), Taken: whole}, fault: fault.Refused},
		"nobody confirms before the term is over":      {given: []departure.Event{asked}, when: departure.Confirm{Word: word(keeper, over.Add(-1)), Taken: whole}, fault: fault.Refused},
		"when it is over somebody else confirms":       {given: []departure.Event{asked}, when: departure.Confirm{Word: word(keeper, over), Taken: whole}, then: 1},
		"who asked does not confirm":                   {given: []departure.Event{asked}, when: departure.Confirm{Word: word(both, over), Taken: whole}, fault: fault.Forbidden},
		"a slip confirms nothing":                      {given: []departure.Event{asked}, when: departure.Confirm{Word: word(keeper, over), Taken: slip}, fault: fault.Invalid},
		"another file is not confirmed":                {given: []departure.Event{asked}, when: departure.Confirm{Word: word(keeper, over), Taken: other}, fault: fault.Refused},
		"what was recorded since keeps it up":          {given: []departure.Event{asked}, when: departure.Confirm{Word: word(keeper, over), Taken: since}, fault: fault.Refused},
		"a hold keeps it up":                           {given: []departure.Event{asked}, when: departure.Confirm{Word: word(keeper, over), Taken: held}, fault: fault.Refused},
		"who took it back does not leave":              {given: []departure.Event{asked, departure.Withdrawn{At: over}}, when: departure.Confirm{Word: word(keeper, over), Taken: whole}, fault: fault.Refused},
		"each side takes it back":                      {given: []departure.Event{asked}, when: departure.Withdraw{Word: word(keeper, over)}, then: 1},
		"what was confirmed is not taken back":         {given: []departure.Event{asked, confirmed}, when: departure.Withdraw{Word: word(officer, over)}, fault: fault.Refused},
		"nothing is carried out that nobody confirmed": {given: []departure.Event{asked}, when: departure.Erase{Word: word(keeper, over)}, fault: fault.Refused},
		"keys go before the rest":                      {given: []departure.Event{asked, confirmed}, when: departure.Finish{Word: word(keeper, over)}, fault: fault.Refused},
	} {
		var s departure.Departure
		for _, e := range c.given {
			s = departure.Decider.Evolve(s, e)
		}
		got, err := departure.Decider.Decide(s, c.when)
		if len(got) != c.then || fault.KindOf(err) != c.fault {
			t.Errorf("%s: %d events, %v", sentence, len(got), err)
		}
	}
}
