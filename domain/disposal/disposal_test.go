package disposal_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/disposal"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/retention"
)

var (
	city    = uuid.UUID{1}
	noon    = time.Date(2026, 11, 27, 11, 0, 0, 0, time.UTC)
	officer = access.Actor{Role: access.PrivacyOfficer, Employer: city, Purpose: access.Privacy}
	asked   = disposal.Asked{By: officer, Employer: city, At: noon}
	item    = disposal.Item{Kind: retention.Worker, Of: uuid.UUID{7}, Purposes: []person.Purpose{person.ForIdentity, person.ForHealth}}
	begun   = disposal.Begun{Round: uuid.UUID{3}, On: "2026-11-27", Items: []disposal.Item{item}, At: noon}
	done    = disposal.CarriedOut{Round: uuid.UUID{3}, Erased: []disposal.Done{{Item: item, Certificate: uuid.UUID{9}}}, Stayed: []disposal.Stayed{{Item: item, Why: disposal.Held, Until: "2027-01-01"}}, Left: 2, At: noon}
)

func TestARoundIsBegunBeforeItErasesAndIsFinishedOnce(t *testing.T) {
	t.Parallel()
	other := asked
	other.By.Employer = uuid.UUID{2}
	for sentence, c := range map[string]struct {
		given []disposal.Event
		when  disposal.Command
		then  []disposal.Event
		fault fault.Kind
	}{
		"a privacy officer begins one":             {when: disposal.Begin{asked, begun}, then: []disposal.Event{begun}},
		"that of another employer does not":        {when: disposal.Begin{other, begun}, fault: fault.NotFound},
		"nothing is begun while another is undone": {given: []disposal.Event{begun}, when: disposal.Begin{asked, begun}, fault: fault.Conflict},
		"what was begun is finished":               {given: []disposal.Event{begun}, when: disposal.Finish{asked, done}, then: []disposal.Event{done}},
		"it is finished once":                      {given: []disposal.Event{begun, done}, when: disposal.Finish{asked, done}},
		"a round goes on":                          {given: []disposal.Event{begun, done}, when: disposal.Begin{asked, begun}, then: []disposal.Event{begun}},
	} {
		got, err := disposal.Decider.Decide(disposal.Decider.Fold(c.given), c.when)
		if fault.KindOf(err) != c.fault || !reflect.DeepEqual(got, c.then) {
			t.Errorf("%s: %v, %v", sentence, got, err)
		}
	}
}

func TestARoundSaysHowFarItCame(t *testing.T) {
	t.Parallel()
	last := done
	last.Left, last.Stayed = 0, nil
	s := disposal.Decider.Fold([]disposal.Event{begun, done, begun, last})
	want := disposal.Round{ID: begun.Round, On: begun.On, Begun: noon, Last: noon, Erased: 2, Stayed: 1, Ended: true}
	if got, there := s.Last(); !there || got != want || len(s.Stayed) != 1 || len(s.Undone) != 0 {
		t.Errorf("%+v", s)
	}
	next := begun
	next.Round = uuid.UUID{4}
	if s = disposal.Decider.Evolve(s, next); len(s.List) != 2 || len(s.Stayed) != 0 || len(s.Undone) != 1 {
		t.Errorf("%+v", s)
	}
}

func TestACertificateHasOneIdHoweverItsPurposesAreOrdered(t *testing.T) {
	t.Parallel()
	turned := item
	turned.Purposes = []person.Purpose{person.ForHealth, person.ForIdentity}
	if disposal.Certificate(begun.Round, item) != disposal.Certificate(begun.Round, turned) || disposal.Certificate(uuid.UUID{8}, item) == disposal.Certificate(begun.Round, item) {
		t.Error("a round that is asked again certifies twice")
	}
}
