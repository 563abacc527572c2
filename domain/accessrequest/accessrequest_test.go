package accessrequest_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/accessrequest"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

var (
	city    = uuid.UUID{1}
	officer = access.Actor{ID: uuid.UUID{9}, Role: access.PrivacyOfficer, Employer: city, Purpose: access.Privacy}
	noon    = time.Date(2026, 1, 31, 11, 0, 0, 0, time.UTC)
	asked   = accessrequest.Asked{By: officer, Employer: city, Today: calendar.On(2026, 1, 31), At: noon}
	on      = accessrequest.Subject{Kind: accessrequest.Worker, ID: uuid.UUID{7}}
	opened  = accessrequest.Opened{On: on, Received: "2026-01-31", Verified: accessrequest.InPerson, Permit: uuid.UUID{5}, Due: "2026-02-28", By: officer.ID, At: noon}
	hash    = strings.Repeat("ab", 32)
	given   = accessrequest.Delivered{Hash: hash, How: accessrequest.ByHand, Day: "2026-01-31", By: officer.ID, At: noon}
)

func TestARequestForAccess(t *testing.T) {
	t.Parallel()
	open := func(change func(*accessrequest.Open)) accessrequest.Open {
		c := accessrequest.Open{Asked: asked, On: on, Known: true, Found: true, Permit: uuid.UUID{5}, Received: "2026-01-31", Verified: accessrequest.InPerson}
		change(&c)
		return c
	}
	as := func(change func(*accessrequest.Asked)) accessrequest.Asked {
		a := asked
		change(&a)
		return a
	}
	longer := accessrequest.Extend{Asked: asked, Why: accessrequest.Complex, Reason: "veel"}
	late := longer
	late.Today = calendar.On(2026, 3, 1)
	extended := accessrequest.Extended{On: on, Why: accessrequest.Complex, Reason: person.Of("veel"), Due: "2026-04-30", At: noon}
	withhold := accessrequest.Withhold{Asked: asked, Record: uuid.UUID{4}, Held: true, Ground: accessrequest.Others, Reason: "een getuige"}
	withheld := accessrequest.Withheld{On: on, Record: uuid.UUID{4}, Ground: accessrequest.Others, Reason: person.Of("een getuige"), At: noon}
	stranger := withhold
	stranger.Held = false
	deliver := accessrequest.Deliver{Asked: asked, Hash: hash, Left: true, How: accessrequest.ByHand, Day: "2026-01-31"}
	invented := deliver
	invented.Left = false
	refuse := accessrequest.Refuse{Asked: asked, Ground: accessrequest.Unverified, Reason: "liet niets zien"}
	refused := accessrequest.Refused{On: on, Ground: accessrequest.Unverified, Reason: person.Of("liet niets zien"), At: noon}
	for sentence, c := range map[string]struct {
		given []accessrequest.Event
		when  accessrequest.Command
		then  []accessrequest.Event
		fault fault.Kind
		field string
	}{
		"is taken in, and is to be answered within a month": {when: open(func(*accessrequest.Open) {}), then: []accessrequest.Event{opened}},
		"of nobody known is not":                            {when: open(func(c *accessrequest.Open) { c.Known = false }), fault: fault.Invalid, field: "of"},
		"needs a second person":                             {when: open(func(c *accessrequest.Open) { c.Found = false }), fault: fault.Invalid, field: "permit"},
		"needs to know who asks":                            {when: open(func(c *accessrequest.Open) { c.Verified = "" }), fault: fault.Invalid, field: "verified"},
		"does not come in tomorrow":                         {when: open(func(c *accessrequest.Open) { c.Received = "2026-02-01" }), fault: fault.Invalid, field: "received"},
		"is the privacy officer's":                          {when: open(func(c *accessrequest.Open) { c.By.Role = access.Registrar }), fault: fault.Forbidden},
		"is that of his own employer":                       {when: open(func(c *accessrequest.Open) { c.By.Employer = uuid.UUID{2} }), fault: fault.Forbidden},
		"may take two months longer":                        {given: []accessrequest.Event{opened}, when: longer, then: []accessrequest.Event{extended}},
		"may do so once":                                    {given: []accessrequest.Event{opened, extended}, when: longer, fault: fault.Refused},
		"may not after its month":                           {given: []accessrequest.Event{opened}, when: late, fault: fault.Refused},
		"keeps a record back on a ground":                   {given: []accessrequest.Event{opened}, when: withhold, then: []accessrequest.Event{withheld}},
		"keeps it back once":                                {given: []accessrequest.Event{opened, withheld}, when: withhold},
		"keeps back nothing that is not in the file":        {given: []accessrequest.Event{opened}, when: stranger, fault: fault.Invalid, field: "record"},
		"is answered by a file":                             {given: []accessrequest.Event{opened}, when: deliver, then: []accessrequest.Event{given}},
		"is answered once":                                  {given: []accessrequest.Event{opened, given}, when: deliver},
		"is not answered by a file that never left":         {given: []accessrequest.Event{opened}, when: invented, fault: fault.Invalid, field: "hash"},
		"is refused with the reason":                        {given: []accessrequest.Event{opened}, when: refuse, then: []accessrequest.Event{refused}},
		"that was answered is not refused":                  {given: []accessrequest.Event{opened, given}, when: refuse, fault: fault.Refused},
		"that was refused takes nothing":                    {given: []accessrequest.Event{opened, refused}, when: withhold, fault: fault.Refused},
		"that is not there takes nothing":                   {when: withhold, fault: fault.NotFound},
		"of another's employer takes nothing":               {given: []accessrequest.Event{opened}, when: accessrequest.Refuse{Asked: as(func(a *accessrequest.Asked) { a.By.Employer = uuid.UUID{2} }), Ground: refuse.Ground, Reason: "x"}, fault: fault.Forbidden},
	} {
		got, err := accessrequest.Decider.Decide(accessrequest.Decider.Fold(c.given), c.when)
		if fault.KindOf(err) != c.fault || !reflect.DeepEqual(got, c.then) {
			t.Errorf("a request %s: %v, %v; want %v", sentence, got, err, c.then)
		}
		if c.field != "" && !strings.Contains(err.Error(), c.field+" ") {
			t.Errorf("a request %s: %v does not name %s", sentence, err, c.field)
		}
	}
}

func TestARequestSaysHowItStands(t *testing.T) {
	t.Parallel()
	s := accessrequest.Decider.Fold([]accessrequest.Event{opened})
	for day, want := range map[calendar.Day]bool{calendar.On(2026, 2, 28): false, calendar.On(2026, 3, 1): true} {
		if s.Overdue(day) != want {
			t.Errorf("on %s it is overdue: %t", day, !want)
		}
	}
	if s.State() != accessrequest.Pending || accessrequest.Decider.Evolve(s, given).State() != accessrequest.Answered {
		t.Error("it does not say that it was answered")
	}
	for _, g := range accessrequest.Grounds() {
		if g.Name().NL == "" || g.Name().EN == "" {
			t.Errorf("%s has no name", g)
		}
	}
	for _, k := range accessrequest.Kinds() {
		if k.Name().NL == "" || k.Name().EN == "" {
			t.Errorf("%s has no name", k)
		}
	}
}
