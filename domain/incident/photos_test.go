package incident_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

var tornJacket = incident.Photo{
	Attachment: incident.Attachment{ID: id(31), Kind: "PHOTO", Hash: strings.Repeat("0f", 32), Size: 120_000},
	Media:      "image/jpeg", Width: 800, Height: 600,
	Parts: []incident.PhotoPart{{Under: person.KeyRef{Kind: person.KeyOfIncident, Subject: id(40), Purpose: person.ForNarrative}, Share: person.Of("AAEC")}},
}

func photoBy(by uuid.UUID, change func(*incident.Photo)) incident.PhotoAdded {
	p := tornJacket
	p.By = by
	if change != nil {
		change(&p)
	}
	return incident.PhotoAdded{Photo: p}
}

func TestPhotos(t *testing.T) {
	add := func(by access.Actor, change func(*incident.AddPhoto)) incident.AddPhoto {
		c := incident.AddPhoto{Asked: asks(by), Photo: tornJacket}
		if change != nil {
			change(&c)
		}
		return c
	}
	take := func(by access.Actor) incident.TakeBackPhoto {
		return incident.TakeBackPhoto{Asked: asks(by), ID: id(31), Reason: "een voorbijganger is te zien"}
	}
	colleague := reporter
	colleague.ID = id(77)
	added := photoBy(reporter.ID, nil)
	gone := incident.Detached{ID: id(31), Reason: person.Of("een voorbijganger is te zien")}
	full := history()
	for i := range incident.MostPhotos {
		full = append(full, photoBy(reporter.ID, func(p *incident.Photo) { p.ID = id(byte(100 + i)) }))
	}
	trials{
		"a photo": {given: history(), when: add(reporter, nil), then: []incident.Event{added}},
		"with what is to be seen": {given: history(), when: add(reporter, func(c *incident.AddPhoto) { c.Description = " gescheurde jas " }),
			then: []incident.Event{photoBy(reporter.ID, func(p *incident.Photo) { p.Description = person.Of("gescheurde jas") })}},
		"by a colleague, later":             {given: history(added), when: add(colleague, func(c *incident.AddPhoto) { c.Photo.ID = id(32) }), then: []incident.Event{photoBy(colleague.ID, func(p *incident.Photo) { p.ID = id(32) })}},
		"the same again is no event":        {given: history(added), when: add(reporter, nil)},
		"with the id of another attachment": {given: history(incident.Attached{Attachment: incident.Attachment{ID: id(31)}}), when: add(reporter, nil), err: fault.Refused, says: "another attachment with this id"},
		"one too many":                      {given: full, when: add(reporter, nil), err: fault.Refused, says: "20 photos here already"},
		"a whole story for a description":   {given: history(), when: add(reporter, func(c *incident.AddPhoto) { c.Description = strings.Repeat("x", 301) }), err: fault.Invalid, says: "description is longer than 300"},
		"what is no picture":                {given: history(), when: add(reporter, func(c *incident.AddPhoto) { c.Photo.Media = "image/svg+xml" }), err: fault.Invalid, says: "media is no picture"},
		"sealed under nobody's key":         {given: history(), when: add(reporter, func(c *incident.AddPhoto) { c.Photo.Parts = nil }), err: fault.Invalid, says: "parts are missing"},
		"to a record that was closed":       {given: history(incident.Closed{}), when: add(reporter, nil), err: fault.Refused, says: "closed"},
		"to one of another employer":        {given: history(), when: add(stranger, nil), err: fault.NotFound},

		"taken back by who added it":            {given: history(added), when: take(reporter), then: []incident.Event{gone}},
		"taken back by a colleague":             {given: history(added), when: take(colleague), err: fault.Forbidden, says: "somebody else added this photo"},
		"taken back by who keeps the register":  {given: history(added), when: take(registrar), then: []incident.Event{gone}},
		"a case worker takes back his own only": {given: history(added), when: take(caseWorker), err: fault.Forbidden, says: "somebody else"},
		"taken back twice is once":              {given: history(added, gone), when: take(reporter)},
		"of a record that was closed":           {given: history(added, incident.Closed{}), when: take(reporter), then: []incident.Event{gone}},
		"without a reason":                      {given: history(added), when: incident.TakeBackPhoto{Asked: asks(reporter), ID: id(31)}, err: fault.Invalid, says: "reason is missing"},
		"of another employer":                   {given: history(added), when: take(stranger), err: fault.NotFound},
	}.run(t)
}

func TestAPhotoCanBeReadUntilAnybodyInItIsForgotten(t *testing.T) {
	t.Parallel()
	hit := incident.PhotoPart{Under: person.KeyRef{Kind: person.KeyOfPerson, Subject: id(21), Purpose: person.ForHealth}}
	with := func(state person.Held[string]) incident.Event {
		return photoBy(reporter.ID, func(p *incident.Photo) {
			hit.Share = state
			p.Description = person.Of("jas")
			p.Parts = append(p.Parts[:1:1], hit)
		})
	}
	for name, test := range map[string]struct {
		given               []incident.Event
		readable, forgotten bool
	}{
		"all parts are there":          {history(with(person.Of("b"))), true, false},
		"a worker was forgotten":       {history(with(person.Gone[string]())), false, true},
		"a part was not asked for":     {history(with(person.Shut[string]())), false, false},
		"the incident's text is":       {history(with(person.Of("b")), incident.Erased{Purpose: person.ForNarrative}), false, true},
		"only its address is":          {history(with(person.Of("b")), incident.Erased{Purpose: person.ForAddress}), true, false},
		"what was told of nobody at a": {history(photoBy(reporter.ID, func(p *incident.Photo) { p.Parts = nil })), false, true},
	} {
		s := incident.Decider.Fold(test.given)
		p, there := s.Photo(id(31))
		if !there || p.Readable() != test.readable || p.Forgotten() != test.forgotten {
			t.Errorf("%s: there %t, readable %t, forgotten %t", name, there, p.Readable(), p.Forgotten())
		}
		if _, said := p.Description.Get(); said && test.given[len(test.given)-1] == (incident.Erased{Purpose: person.ForNarrative}) {
			t.Errorf("%s: what is to be seen is still told", name)
		}
	}
}

func TestAPhotoIsShownToWhomItConcerns(t *testing.T) {
	t.Parallel()
	p := photoBy(reporter.ID, nil).Photo
	other := reporter
	other.ID = id(77)
	if !p.ShownTo(reporter) || p.ShownTo(other) || !p.ShownTo(registrar) || !p.ShownTo(caseWorker) {
		t.Error("a reporter sees his own, and who keeps the register or follows the case sees it")
	}
}

func TestAPhotoIsSealedUnderTheIncidentAndWhoWasHit(t *testing.T) {
	t.Parallel()
	s := incident.Decider.Fold([]incident.Event{registered(func(e *incident.Registered) { e.Workers = []incident.Worker{{Person: id(21)}} })})
	keys := s.PhotoKeys(id(40))
	want := []person.KeyRef{{Kind: "incident", Subject: id(40), Purpose: "narrative"}, {Kind: "person", Subject: id(21), Purpose: "identity"}, {Kind: "person", Subject: id(21), Purpose: "health"}}
	if len(keys) != len(want) || keys[0] != want[0] || keys[1] != want[1] || keys[2] != want[2] {
		t.Errorf("sealed under %v", keys)
	}
}
