package incident_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/pseudonym"
)

func TestEachWorkerIsHitOnce(t *testing.T) {
	t.Parallel()
	stays, again, third, other := uuid.UUID{15: 1}, uuid.UUID{15: 2}, uuid.UUID{15: 3}, uuid.UUID{15: 4}
	same := pseudonym.Same{again: stays, third: stays}
	hurt := func(id uuid.UUID, injury codes.Code) incident.Worker {
		return incident.Worker{Person: id, Health: person.Of(person.Health{Injury: injury})}
	}
	unhurt := func(id uuid.UUID) incident.Worker { return incident.Worker{Person: id} }
	for name, c := range map[string]struct{ given, want []incident.Worker }{
		"what was told of the one that stays counts":       {[]incident.Worker{hurt(again, "I4"), hurt(stays, "I1")}, []incident.Worker{hurt(stays, "I1")}},
		"unless nothing was":                               {[]incident.Worker{unhurt(stays), hurt(again, "I4")}, []incident.Worker{hurt(stays, "I4")}},
		"of two others the first":                          {[]incident.Worker{hurt(third, "I2"), hurt(again, "I4")}, []incident.Worker{hurt(stays, "I2")}},
		"somebody named under another alone goes by it":    {[]incident.Worker{hurt(again, "I4"), unhurt(other)}, []incident.Worker{hurt(stays, "I4"), unhurt(other)}},
		"of whom nothing was told at all one is left":      {[]incident.Worker{unhurt(third), unhurt(again), unhurt(stays)}, []incident.Worker{unhurt(stays)}},
		"what was forgotten was told":                      {[]incident.Worker{{Person: again, Health: person.Gone[person.Health]()}, unhurt(stays)}, []incident.Worker{{Person: stays, Health: person.Gone[person.Health]()}}},
		"and gives way to the one that stays, if it knows": {[]incident.Worker{{Person: again, Health: person.Gone[person.Health]()}, hurt(stays, "I1")}, []incident.Worker{hurt(stays, "I1")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := incident.Incident{Workers: c.given}
			if diff := cmp.Diff(c.want, s.Once(same).Workers); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.given, s.Once(nil).Workers); diff != "" {
				t.Errorf("split (-want +got):\n%s", diff)
			}
		})
	}
	counted := incident.Incident{Workers: []incident.Worker{unhurt(stays), unhurt(again)}}
	if counted.HitCount() != codes.Exactly(2) || counted.Once(same).HitCount() != codes.Exactly(1) {
		t.Error("who was hit under two pseudonyms is one")
	}
}
