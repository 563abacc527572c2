package hold_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/hold"
	"ruggensteun/domain/person"
	"ruggensteun/domain/retention"
)

var (
	city    = uuid.UUID{1}
	officer = access.Actor{ID: uuid.UUID{9}, Role: access.PrivacyOfficer, Employer: city, Purpose: access.Privacy}
	noon    = time.Date(2026, 11, 27, 11, 0, 0, 0, time.UTC)
	on      = hold.Subject{Kind: retention.Incident, ID: uuid.UUID{7}}
	asked   = hold.Asked{By: officer, Employer: city, Today: calendar.On(2026, 11, 27), At: noon}
	placed  = hold.Placed{ID: uuid.UUID{3}, On: on, Ground: hold.Claim, Reason: person.Of("vordert schade"), Until: "2027-06-30", By: officer.ID, Role: officer.Role, At: noon}
)

func TestHolding(t *testing.T) {
	t.Parallel()
	place := func(change ...func(*hold.Place)) hold.Place {
		c := hold.Place{Asked: asked, ID: uuid.UUID{3}, On: on, Known: true, Ground: hold.Claim, Reason: "vordert schade", Until: "2027-06-30"}
		for _, f := range change {
			f(&c)
		}
		return c
	}
	renew := func(until string, today calendar.Day) hold.Renew {
		c := hold.Renew{Asked: asked, ID: uuid.UUID{3}, Until: until, Reason: "nog niet klaar"}
		c.Today = today
		return c
	}
	lifted := hold.Lifted{ID: placed.ID, On: on, Reason: person.Of("geschikt"), At: noon}
	for sentence, c := range map[string]struct {
		given []hold.Event
		when  hold.Command
		then  []hold.Event
		fault fault.Kind
		field string
	}{
		"a privacy officer places a hold":             {when: place(), then: []hold.Event{placed}},
		"the same twice is one":                       {given: []hold.Event{placed}, when: place()},
		"without an end it is none":                   {when: place(func(c *hold.Place) { c.Until = "" }), fault: fault.Invalid, field: "until"},
		"it does not end today":                       {when: place(func(c *hold.Place) { c.Until = "2026-11-27" }), fault: fault.Invalid, field: "until"},
		"it does not last longer than a year":         {when: place(func(c *hold.Place) { c.Until = "2027-11-28" }), fault: fault.Invalid, field: "until"},
		"it lasts a year at most":                     {when: place(func(c *hold.Place) { c.Until = "2027-11-27" }), then: []hold.Event{func() hold.Placed { p := placed; p.Until = "2027-11-27"; return p }()}},
		"a reason is needed":                          {when: place(func(c *hold.Place) { c.Reason = " " }), fault: fault.Invalid, field: "reason"},
		"a ground is needed":                          {when: place(func(c *hold.Place) { c.Ground = "LATER" }), fault: fault.Invalid, field: "ground"},
		"what is not there is not held":               {when: place(func(c *hold.Place) { c.Known = false }), fault: fault.Invalid, field: "of"},
		"a case worker places none":                   {when: place(func(c *hold.Place) { c.By = access.Actor{Role: access.CaseWorker, Employer: city} }), fault: fault.Forbidden},
		"the officer of another employer places none": {when: place(func(c *hold.Place) { c.By.Employer = uuid.UUID{2} }), fault: fault.Forbidden},
		"it can be renewed":                           {given: []hold.Event{placed}, when: renew("2027-08-01", asked.Today), then: []hold.Event{hold.Renewed{ID: placed.ID, On: on, Reason: person.Of("nog niet klaar"), Until: "2027-08-01", At: noon}}},
		"the same day is no renewal":                  {given: []hold.Event{placed}, when: renew("2027-06-30", asked.Today)},
		"a renewal does not shorten it":               {given: []hold.Event{placed}, when: renew("2027-01-01", asked.Today), fault: fault.Invalid, field: "until"},
		"one that ended is not renewed":               {given: []hold.Event{placed}, when: renew("2027-08-01", calendar.On(2027, 7, 1)), fault: fault.Refused},
		"one that was lifted is not renewed":          {given: []hold.Event{placed, lifted}, when: renew("2027-08-01", asked.Today), fault: fault.Refused},
		"it can be lifted":                            {given: []hold.Event{placed}, when: hold.Lift{Asked: asked, ID: placed.ID, Reason: "geschikt"}, then: []hold.Event{lifted}},
		"it is lifted once":                           {given: []hold.Event{placed, lifted}, when: hold.Lift{Asked: asked, ID: placed.ID, Reason: "geschikt"}},
		"lifting needs a reason":                      {given: []hold.Event{placed}, when: hold.Lift{Asked: asked, ID: placed.ID}, fault: fault.Invalid, field: "reason"},
		"one that is not there is not lifted":         {when: hold.Lift{Asked: asked, ID: placed.ID, Reason: "x"}, fault: fault.NotFound},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			s := hold.Holds{}
			for _, e := range c.given {
				s = hold.Decider.Evolve(s, e)
			}
			got, err := hold.Decider.Decide(s, c.when)
			if fault.KindOf(err) != c.fault || !slices.Equal(got, c.then) {
				t.Fatalf("%v, %v; want %v, %v", got, err, c.then, c.fault)
			}
			if c.field != "" && !strings.Contains(err.Error(), c.field+" ") {
				t.Errorf("%v does not name %s", err, c.field)
			}
		})
	}
}

func TestAHoldHoldsUntilTheEndOfItsLastDay(t *testing.T) {
	t.Parallel()
	s := hold.Decider.Evolve(hold.Holds{}, placed)
	for day, want := range map[calendar.Day]int{asked.Today: 1, calendar.On(2027, 6, 30): 1, calendar.On(2027, 7, 1): 0} {
		if n := len(s.Now(day)); n != want {
			t.Errorf("on %s %d hold, want %d", day, n, want)
		}
	}
	for _, g := range hold.Grounds() {
		if g.Name().NL == "" || g.Name().EN == "" {
			t.Errorf("%s has no name", g)
		}
	}
}
