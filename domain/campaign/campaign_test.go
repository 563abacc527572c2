package campaign_test

import (
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/campaign"
	"ruggensteun/domain/fault"
)

var (
	city      = uuid.UUID{1}
	fire      = uuid.UUID{2}
	registrar = access.Actor{ID: uuid.UUID{9}, Role: access.Registrar, Employer: city, Purpose: access.Registration}
	stranger  = access.Actor{ID: uuid.UUID{8}, Role: access.Registrar, Employer: fire, Purpose: access.Registration}
	analyst   = access.Actor{ID: uuid.UUID{7}, Role: access.Analyst, Purpose: access.Analysis}
	name      = campaign.Name{NL: "Meld het", EN: "Report it"}
	from      = calendar.On(2026, 6, 1)
	through   = calendar.On(2026, 6, 30)
	own       = campaign.Marked{Mark: campaign.Mark{ID: uuid.UUID{3}, Employer: city, Kind: campaign.Campaign, Name: name, From: from, Through: through}}
	ofAll     = campaign.Marked{Mark: campaign.Mark{ID: uuid.UUID{4}, Kind: campaign.Form, Name: name, From: from, Through: from}}
)

func TestMarking(t *testing.T) {
	t.Parallel()
	tell := func(by access.Actor, change ...func(*campaign.MarkDays)) campaign.MarkDays {
		c := campaign.MarkDays{By: by, ID: uuid.UUID{5}, Kind: campaign.Campaign, Name: name, From: from, Through: through}
		for _, f := range change {
			f(&c)
		}
		return c
	}
	for sentence, c := range map[string]struct {
		given []campaign.Event
		when  campaign.Command
		then  int
		fault fault.Kind
	}{
		"a registrar marks days of the employer":      {when: tell(registrar), then: 1},
		"an analyst marks days of the country":        {given: []campaign.Event{own}, when: tell(analyst), then: 2},
		"the same twice is marked once":               {given: []campaign.Event{own}, when: tell(registrar), then: 1},
		"a reporter marks none":                       {when: tell(access.Actor{Role: access.Reporter, Employer: city}), fault: fault.Forbidden},
		"a case worker marks none":                    {when: tell(access.Actor{Role: access.CaseWorker, Employer: city, Purpose: access.FollowUp}), fault: fault.Forbidden},
		"a name is needed in both languages":          {when: tell(analyst, func(c *campaign.MarkDays) { c.EN = " " }), fault: fault.Invalid},
		"another kind is none":                        {when: tell(analyst, func(c *campaign.MarkDays) { c.Kind = "PARTY" }), fault: fault.Invalid},
		"a day is needed":                             {when: tell(analyst, func(c *campaign.MarkDays) { c.From = 0 }), fault: fault.Invalid},
		"it does not end before it begins":            {when: tell(analyst, func(c *campaign.MarkDays) { c.Through = from - 1 }), fault: fault.Invalid},
		"what lasts for years is no campaign":         {when: tell(analyst, func(c *campaign.MarkDays) { c.Through = from + 366 }), fault: fault.Invalid},
		"a last day may be left out":                  {when: tell(analyst, func(c *campaign.MarkDays) { c.Through = 0 }), then: 1},
		"whose it is withdraws it":                    {given: []campaign.Event{own, ofAll}, when: campaign.Withdraw{By: registrar, ID: uuid.UUID{3}}, then: 1},
		"another employer does not know of it":        {given: []campaign.Event{own}, when: campaign.Withdraw{By: stranger, ID: uuid.UUID{3}}, fault: fault.NotFound},
		"an employer does not withdraw the country's": {given: []campaign.Event{ofAll}, when: campaign.Withdraw{By: registrar, ID: uuid.UUID{4}}, fault: fault.Forbidden},
		"an analyst does not withdraw an employer's":  {given: []campaign.Event{own}, when: campaign.Withdraw{By: analyst, ID: uuid.UUID{3}}, fault: fault.Forbidden},
		"what was withdrawn is gone":                  {given: []campaign.Event{own, campaign.Withdrawn{ID: uuid.UUID{3}}}, when: campaign.Withdraw{By: registrar, ID: uuid.UUID{3}}, fault: fault.NotFound},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			state := campaign.Decider.Fold(c.given)
			events, err := campaign.Decider.Decide(state, c.when)
			if fault.KindOf(err) != c.fault {
				t.Fatalf("got %v, want a fault of kind %q", err, c.fault)
			}
			for _, e := range events {
				state = campaign.Decider.Evolve(state, e)
			}
			if err == nil && len(state.List) != c.then {
				t.Errorf("%d are marked, want %d", len(state.List), c.then)
			}
		})
	}
}

func TestAnEmployerSeesItsOwnAndTheCountrys(t *testing.T) {
	t.Parallel()
	state := campaign.Decider.Fold([]campaign.Event{own, ofAll})
	if got := [3]int{len(state.For(city)), len(state.For(fire)), len(state.For(uuid.Nil))}; got != [3]int{2, 1, 2} {
		t.Errorf("city, fire and analyst see %v", got)
	}
}
