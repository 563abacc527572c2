package access

import (
	"slices"
	"testing"

	"ruggensteun/domain/person"
)

func TestWhatEachRoleOpens(t *testing.T) {
	t.Parallel()
	everything := person.Purposes()
	for role, want := range map[Role][]person.Purpose{
		Operator: nil, Reporter: nil, Analyst: nil, PrivacyOfficer: nil,
		Registrar: everything, CaseWorker: everything,
		Manager:   {person.ForIdentity, person.ForNarrative, person.ForCare},
		Physician: {person.ForIdentity, person.ForHealth, person.ForCare},
	} {
		for _, p := range everything {
			if got := slices.Contains(worker(role).Opens(), p); got != slices.Contains(want, p) {
				t.Errorf("%s opens %s: %t", role, p, got)
			}
		}
	}
}

// Whoever opens nothing may read nothing that is sealed, and the other way round: no page can
// be reached that shows nothing but shut boxes by accident.
func TestOnlyWhoReadsPersonalDetailsOpensAny(t *testing.T) {
	t.Parallel()
	for _, role := range Roles() {
		who := worker(role)
		if opens, reads := len(who.Opens()) > 0, who.May(ReadPersonal, rotterdam) == nil; opens != reads {
			t.Errorf("%s opens %t, reads %t", role, opens, reads)
		}
	}
}
