package incident_test

import (
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
)

func TestLinkSuspect(t *testing.T) {
	file := suspect.File{Employer: rotterdam.ID, Regime: incident.AVG}
	seen := person.Profile{Sex: "MALE", AgeBand: "AGE_18_22", Relation: "CITIZEN"}
	link := func(change func(*incident.LinkSuspect)) incident.LinkSuspect {
		c := incident.LinkSuspect{Asked: asks(caseWorker), ID: id(61), Kind: "KNOWN", Suspect: id(71), File: file, Profile: seen}
		if change != nil {
			change(&c)
		}
		return c
	}
	describe := func(change func(*incident.LinkSuspect)) incident.LinkSuspect {
		c := incident.LinkSuspect{Asked: asks(reporter), ID: id(61), Kind: "DESCRIBED", Profile: seen}
		if change != nil {
			change(&c)
		}
		return c
	}
	known := incident.SuspectLinked{Linked: incident.Linked{ID: id(61), Kind: "KNOWN", Suspect: id(71), Profile: person.Of(seen)}}
	described := incident.SuspectLinked{Linked: incident.Linked{ID: id(61), Kind: "DESCRIBED", Profile: person.Of(seen)}}
	grouped := func(size codes.Count) []incident.Event {
		return []incident.Event{incident.SuspectLinked{Linked: incident.Linked{ID: id(61), Kind: "GROUP", Size: size, Profile: person.Of(person.Profile{Relation: "GROUP"})}}}
	}
	ofGroup := func(size codes.Count) incident.LinkSuspect {
		return describe(func(c *incident.LinkSuspect) {
			c.Kind, c.Size, c.Profile = "GROUP", size, person.Profile{Relation: "GROUP"}
		})
	}
	unlink := incident.UnlinkSuspect{Asked: asks(registrar), ID: id(61), Reason: "was het niet"}
	trials{
		"somebody with a file":                          {given: history(), when: link(nil), then: []incident.Event{known}},
		"somebody who was seen":                         {given: history(), when: describe(nil), then: []incident.Event{described}},
		"somebody of whom nothing is known":             {given: history(), when: describe(func(c *incident.LinkSuspect) { c.Kind, c.Profile = "UNIDENTIFIED", person.Profile{} }), then: []incident.Event{incident.SuspectLinked{Linked: incident.Linked{ID: id(61), Kind: "UNIDENTIFIED"}}}},
		"a group of unknown size":                       {given: history(), when: ofGroup(codes.Uncounted(codes.Unknown)), then: grouped(codes.Uncounted(codes.Unknown))},
		"a group whose size nobody told":                {given: history(), when: ofGroup(codes.Count{}), then: grouped(codes.Count{})},
		"a group of eight":                              {given: history(), when: ofGroup(codes.Exactly(8)), then: grouped(codes.Exactly(8))},
		"a second one beside the first":                 {given: history(described), when: describe(func(c *incident.LinkSuspect) { c.ID = id(62) }), then: []incident.Event{incident.SuspectLinked{Linked: incident.Linked{ID: id(62), Kind: "DESCRIBED", Profile: person.Of(seen)}}}},
		"who was described is known now":                {given: history(described), when: link(nil), then: []incident.Event{known}},
		"the same again is no event":                    {given: history(known), when: link(nil)},
		"the same suspect in another link":              {given: history(known), when: link(func(c *incident.LinkSuspect) { c.ID = id(62) }), err: fault.Refused, says: "linked to this incident already"},
		"a reporter learns of no file":                  {given: history(known), when: link(func(c *incident.LinkSuspect) { c.Asked = asks(reporter) }), err: fault.Forbidden, says: "criminal data"},
		"nor of what was described":                     {given: history(described), when: describe(nil), err: fault.Refused, says: "there is a suspect with this id already"},
		"nor of what was described otherwise":           {given: history(described), when: describe(func(c *incident.LinkSuspect) { c.Profile.Sex = "FEMALE" }), err: fault.Refused, says: "there is a suspect with this id already"},
		"a file that is not there":                      {given: history(), when: link(func(c *incident.LinkSuspect) { c.File = suspect.File{} }), err: fault.Invalid, says: "suspect has no file here"},
		"a file of another employer":                    {given: history(), when: link(func(c *incident.LinkSuspect) { c.File.Employer = utrecht.ID }), err: fault.Invalid, says: "suspect has no file here"},
		"a file under another law":                      {given: history(), when: link(func(c *incident.LinkSuspect) { c.File.Regime = incident.WPG }), err: fault.Invalid, says: "suspect has a file under another law"},
		"known without a file":                          {given: history(), when: link(func(c *incident.LinkSuspect) { c.Suspect = uuid.Nil }), err: fault.Invalid, says: "suspect does not go with the kind"},
		"described with a file":                         {given: history(), when: link(func(c *incident.LinkSuspect) { c.Kind = "DESCRIBED" }), err: fault.Invalid, says: "suspect does not go with the kind"},
		"a group of one":                                {given: history(), when: ofGroup(codes.Exactly(1)), err: fault.Invalid, says: "size is no group"},
		"a size of somebody":                            {given: history(), when: describe(func(c *incident.LinkSuspect) { c.Size = codes.Exactly(3) }), err: fault.Invalid, says: "size is told of somebody who is no group"},
		"the age of nobody":                             {given: history(), when: describe(func(c *incident.LinkSuspect) { c.Kind = "UNIDENTIFIED" }), err: fault.Invalid, says: "use DESCRIBED for somebody who was seen"},
		"a kind that is none":                           {given: history(), when: describe(func(c *incident.LinkSuspect) { c.Kind = codes.Unknown }), err: fault.Invalid, says: "kind needs an answer"},
		"a link without an id":                          {given: history(), when: describe(func(c *incident.LinkSuspect) { c.ID = uuid.Nil }), err: fault.Invalid, says: "id is missing"},
		"an incident that was closed":                   {given: history(incident.Closed{}), when: link(nil), err: fault.Refused, says: "closed"},
		"unlinked with a reason":                        {given: history(known), when: unlink, then: []incident.Event{incident.SuspectUnlinked{ID: id(61), Reason: person.Of("was het niet")}}},
		"unlinked twice is once":                        {given: history(known, incident.SuspectUnlinked{ID: id(61)}), when: unlink},
		"unlinked without a reason":                     {given: history(known), when: incident.UnlinkSuspect{Asked: asks(registrar), ID: id(61)}, err: fault.Invalid, says: "reason is missing"},
		"a reporter unlinks nobody":                     {given: history(known), when: incident.UnlinkSuspect{Asked: asks(reporter), ID: id(61), Reason: "x"}, err: fault.Forbidden},
		"linked again after that":                       {given: history(known, incident.SuspectUnlinked{ID: id(61)}), when: link(nil), then: []incident.Event{known}},
		"to another employer the incident is not there": {given: history(), when: incident.LinkSuspect{Asked: asks(stranger), ID: id(61), Kind: "DESCRIBED"}, err: fault.NotFound},
	}.run(t)
	s := incident.Decider.Fold(history(described, incident.SuspectLinked{Linked: incident.Linked{ID: id(62), Kind: "UNIDENTIFIED"}}, known))
	if len(s.Suspects) != 2 || s.Suspects[0] != known.Linked {
		t.Errorf("who is known now stands beside who was described: %+v", s.Suspects)
	}
}
