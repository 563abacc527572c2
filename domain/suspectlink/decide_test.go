package suspectlink_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
	"ruggensteun/domain/suspectlink"
)

var (
	city, fire, police = uuid.UUID{1}, uuid.UUID{2}, uuid.UUID{3}
	cityFile, fireFile = uuid.UUID{11}, uuid.UUID{12}
	today              = calendar.On(2026, 11, 27)
	noon               = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	letter             = suspectlink.Notice{On: today - 5, Document: "D-1"}
	id                 = uuid.UUID{20}
	cityKeeper         = at(access.Registrar, 31, city)
	fireKeeper         = at(access.Registrar, 32, fire)
	cityOfficer        = at(access.PrivacyOfficer, 33, city)
	fireOfficer        = at(access.PrivacyOfficer, 34, fire)
	policeOfficer      = at(access.PrivacyOfficer, 35, police)
	keeperAsOfficer    = at(access.PrivacyOfficer, 31, city)
	ofCity, ofFire     = fileOf(city), fileOf(fire)
	proposed           = suspectlink.Proposed{ID: id, Own: suspectlink.Side{Employer: city, File: cityFile, By: cityKeeper.ID, Notice: letter}, With: fire, Review: today + 90, End: today + 300, At: noon}
	joined             = suspectlink.Joined{ID: id, Side: suspectlink.Side{Employer: fire, File: fireFile, By: fireKeeper.ID, Notice: letter}, At: noon}
	cityAgrees         = suspectlink.Approved{ID: id, Employer: city, By: cityOfficer.ID, At: noon}
	fireAgrees         = suspectlink.Approved{ID: id, Employer: fire, By: fireOfficer.ID, At: noon}
	broken             = suspectlink.Ended{ID: id, Employer: fire, By: fireKeeper.ID, At: noon}
	held               = []suspectlink.Event{proposed, joined, cityAgrees, fireAgrees}
)

func at(role access.Role, id byte, employer uuid.UUID) access.Actor {
	return access.Actor{ID: uuid.UUID{id}, Role: role, Employer: employer, Purpose: role.Purposes()[0]}
}

func fileOf(employer uuid.UUID) suspect.File {
	return suspect.File{Employer: employer, Regime: suspect.AVG, Identity: person.Of(person.Suspect{Name: "x"})}
}

func by(who access.Actor, days int) suspectlink.Asked {
	return suspectlink.Asked{By: who, Today: today + calendar.Day(days), At: noon.AddDate(0, 0, days)}
}

func TestLinks(t *testing.T) {
	t.Parallel()
	whole := suspectlink.Propose{
		Asked: by(cityKeeper, 0), ID: id, File: cityFile, State: ofCity, With: fire, Notice: letter,
		Basis: suspectlink.Basis{Statute: "UAVG 33 lid 4", Reference: "AP z2026-00123"}, Review: calendar.On(2027, 5, 27), End: calendar.On(2027, 11, 27),
	}
	but := func(change func(*suspectlink.Propose)) suspectlink.Propose { c := whole; change(&c); return c }
	naming := suspectlink.Join{Asked: by(fireKeeper, 0), ID: id, File: fireFile, State: ofFire, Notice: letter}
	cleared, gone := ofCity, ofCity
	cleared.Clearances = []suspect.Clearing{{Incident: uuid.UUID{4}}}
	gone.Identity = person.Gone[person.Suspect]()
	tests := map[string]struct {
		given []suspectlink.Event
		when  suspectlink.Command
		then  string
		fault fault.Kind
		says  string
	}{
		"with basis, letter, review and end it is proposed": {when: whole, then: "suspectlink.proposed.v1"},
		"without a statute it is not":                       {when: but(func(c *suspectlink.Propose) { c.Basis.Statute = "" }), fault: fault.Invalid, says: "basis.statute is missing"},
		"nor without the reference of a permit":             {when: but(func(c *suspectlink.Propose) { c.Basis.Reference = " " }), fault: fault.Invalid, says: "basis.reference is missing"},
		"nor without a letter":                              {when: but(func(c *suspectlink.Propose) { c.Notice = suspectlink.Notice{} }), fault: fault.Invalid, says: "notice.on is missing"},
		"a letter that is yet to be sent is none":           {when: but(func(c *suspectlink.Propose) { c.Notice.On = today + 1 }), fault: fault.Invalid, says: "lies ahead"},
		"an old letter is none":                             {when: but(func(c *suspectlink.Propose) { c.Notice.On = today - 93 }), fault: fault.Invalid, says: "too long ago"},
		"nor without knowing where the letter is":           {when: but(func(c *suspectlink.Propose) { c.Notice.Document = "" }), fault: fault.Invalid, says: "notice.document"},
		"nor without a review":                              {when: but(func(c *suspectlink.Propose) { c.Review = 0 }), fault: fault.Invalid, says: "review is missing"},
		"nor with a late one":                               {when: but(func(c *suspectlink.Propose) { c.Review++ }), fault: fault.Invalid, says: "6 months"},
		"nor without an end":                                {when: but(func(c *suspectlink.Propose) { c.End = 0 }), fault: fault.Invalid, says: "end is missing"},
		"nor with a late one, of the end":                   {when: but(func(c *suspectlink.Propose) { c.End++ }), fault: fault.Invalid, says: "12 months"},
		"nor with nobody":                                   {when: but(func(c *suspectlink.Propose) { c.With = uuid.Nil }), fault: fault.Invalid, says: "with is not known"},
		"nor with oneself":                                  {when: but(func(c *suspectlink.Propose) { c.With = city }), fault: fault.Invalid, says: "your own employer"},
		"nor of whom nobody knows":                          {when: but(func(c *suspectlink.Propose) { c.State = gone }), fault: fault.Refused, says: "nobody knows"},
		"nor of who was cleared, until the review":          {when: but(func(c *suspectlink.Propose) { c.State = cleared }), fault: fault.Refused, says: "cleared"},
		"a case worker proposes none":                       {when: but(func(c *suspectlink.Propose) { c.By = at(access.CaseWorker, 1, city) }), fault: fault.Forbidden},
		"nobody proposes another's file":                    {when: but(func(c *suspectlink.Propose) { c.By = fireKeeper }), fault: fault.NotFound},
		"one at a time":                                     {given: held, when: but(func(c *suspectlink.Propose) { c.ID = uuid.UUID{21} }), fault: fault.Refused, says: "already"},
		"again once it is broken":                           {given: append(held[:4:4], broken), when: but(func(c *suspectlink.Propose) { c.ID = uuid.UUID{21} }), then: "suspectlink.proposed.v1"},
		"an id is used once":                                {given: append(held[:4:4], broken), when: whole, fault: fault.Refused, says: "new id"},
		"the other names its file":                          {given: held[:1], when: naming, then: "suspectlink.joined.v1"},
		"with a letter of its own":                          {given: held[:1], when: suspectlink.Join{Asked: by(fireKeeper, 0), ID: id, File: fireFile, State: ofFire}, fault: fault.Invalid, says: "notice.on"},
		"who proposed it does not":                          {given: held[:1], when: suspectlink.Join{Asked: by(cityKeeper, 0), ID: id, File: cityFile, State: ofCity, Notice: letter}, fault: fault.Refused, says: "other employer"},
		"a third knows of no link":                          {given: held[:1], when: suspectlink.Join{Asked: by(at(access.Registrar, 9, police), 0), ID: id, State: fileOf(police), Notice: letter}, fault: fault.NotFound},
		"the same file again changes nothing":               {given: held[:2], when: naming},
		"another file does not":                             {given: held[:2], when: suspectlink.Join{Asked: by(fireKeeper, 0), ID: id, File: uuid.UUID{77}, State: ofFire, Notice: letter}, fault: fault.Refused, says: "already"},
		"a second person approves":                          {given: held[:2], when: suspectlink.Approve{Asked: by(cityOfficer, 0), ID: id}, then: "suspectlink.approved.v1"},
		"at the other too":                                  {given: held[:3], when: suspectlink.Approve{Asked: by(fireOfficer, 0), ID: id}, then: "suspectlink.approved.v1"},
		"not before both named a file":                      {given: held[:1], when: suspectlink.Approve{Asked: by(cityOfficer, 0), ID: id}, fault: fault.Refused, says: "name its file"},
		"not who named it, in whatever role":                {given: held[:2], when: suspectlink.Approve{Asked: by(keeperAsOfficer, 0), ID: id}, fault: fault.Forbidden, says: "second person"},
		"not a registrar":                                   {given: held[:2], when: suspectlink.Approve{Asked: by(fireKeeper, 0), ID: id}, fault: fault.Forbidden},
		"not a third":                                       {given: held[:2], when: suspectlink.Approve{Asked: by(policeOfficer, 0), ID: id}, fault: fault.NotFound},
		"twice changes nothing":                             {given: held, when: suspectlink.Approve{Asked: by(cityOfficer, 0), ID: id}},
		"it is reviewed":                                    {given: held, when: suspectlink.Review{Asked: by(fireOfficer, 80), ID: id, Review: today + 200}, then: "suspectlink.reviewed.v1"},
		"not beyond its end":                                {given: held, when: suspectlink.Review{Asked: by(fireOfficer, 80), ID: id, Review: today + 301}, fault: fault.Invalid, says: "behind the end"},
		"not when it has lapsed":                            {given: held, when: suspectlink.Review{Asked: by(fireOfficer, 91), ID: id, Review: today + 200}, fault: fault.Refused},
		"either breaks it":                                  {given: held, when: suspectlink.End{Asked: by(fireKeeper, 0), ID: id}, then: "suspectlink.ended.v1"},
		"also who never agreed":                             {given: held[:1], when: suspectlink.End{Asked: by(fireOfficer, 0), ID: id}, then: "suspectlink.ended.v1"},
		"a third does not":                                  {given: held, when: suspectlink.End{Asked: by(policeOfficer, 0), ID: id}, fault: fault.NotFound},
		"broken twice changes nothing":                      {given: append(held[:4:4], broken), when: suspectlink.End{Asked: by(cityKeeper, 0), ID: id}},
		"what is broken is not approved":                    {given: append(held[:2:2], broken), when: suspectlink.Approve{Asked: by(cityOfficer, 0), ID: id}, fault: fault.Refused, says: "ended"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			events, err := suspectlink.Decider.Decide(suspectlink.Decider.Fold(test.given), test.when)
			if fault.KindOf(err) != test.fault || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Fatalf("got %q %v, want %q with %q", fault.KindOf(err), err, test.fault, test.says)
			}
			got := ""
			if len(events) > 0 {
				got = events[0].EventType()
			}
			if got != test.then {
				t.Errorf("got %v, want %q", events, test.then)
			}
		})
	}
}

// TestNoLinkHoldsWithoutTwoAtEach, whatever is asked by whom in what order, and none for ever.
func TestNoLinkHoldsWithoutTwoAtEach(t *testing.T) {
	t.Parallel()
	everybody := []access.Actor{cityKeeper, fireKeeper, cityOfficer, fireOfficer, policeOfficer, keeperAsOfficer}
	rapid.Check(t, func(t *rapid.T) {
		var state suspectlink.Links
		days, made := 0, byte(0)
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			days += rapid.IntRange(0, 30).Draw(t, "days")
			who := rapid.SampledFrom(everybody).Draw(t, "who")
			asked, now := by(who, days), today+calendar.Day(days)
			file, own := cityFile, ofCity
			if who.Employer == fire {
				file, own = fireFile, ofFire
			}
			until := now + calendar.Day(rapid.IntRange(-5, 400).Draw(t, "until"))
			new := suspectlink.Notice{On: now, Document: "x"}
			id := uuid.UUID{40, made}
			events, _ := suspectlink.Decider.Decide(state, rapid.SampledFrom([]suspectlink.Command{
				suspectlink.Propose{Asked: asked, ID: id, File: file, State: own, With: fire, Basis: suspectlink.Basis{Statute: "x", Reference: "x"}, Notice: new, Review: min(until, now+100), End: until},
				suspectlink.Join{Asked: asked, ID: id, File: file, State: own, Notice: new}, suspectlink.Approve{Asked: asked, ID: id},
				suspectlink.Review{Asked: asked, ID: id, Review: until}, suspectlink.End{Asked: asked, ID: id},
			}).Draw(t, "command"))
			for _, e := range events {
				state = suspectlink.Decider.Evolve(state, e)
				if _, over := e.(suspectlink.Ended); over {
					made++
				}
			}
			for _, l := range state.List {
				if l.Stands(l.End+1) == suspectlink.Holds || l.Stands(l.Review+1) == suspectlink.Holds {
					t.Fatalf("%+v holds beyond its days", l)
				}
				if l.Stands(now) != suspectlink.Holds {
					continue
				}
				for _, s := range l.Sides {
					if s.File == uuid.Nil || s.Notice.On == 0 || s.Approved == uuid.Nil || s.Approved == s.By {
						t.Fatalf("%+v holds", l)
					}
				}
			}
		}
	})
}
