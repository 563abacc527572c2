package access_test

import (
	"slices"
	"testing"

	"ruggensteun/domain/access"
	"ruggensteun/domain/person"
)

func TestOutsideHisOwnCaseACaseWorkerIsNotShownWhoItIs(t *testing.T) {
	t.Parallel()
	for _, role := range access.Roles() {
		who := access.Actor{Role: role}
		opens, elsewhere := who.Opens(), who.OpensElsewhere()
		if !role.HasOwnCases() {
			if !slices.Equal(opens, elsewhere) {
				t.Errorf("%s has no cases of its own, and is shown %v elsewhere", role, elsewhere)
			}
			continue
		}
		for _, p := range []person.Purpose{person.ForIdentity, person.ForNarrative, person.ForAddress, person.ForReference} {
			if !slices.Contains(opens, p) || slices.Contains(elsewhere, p) {
				t.Errorf("%s: %s in his own case %t, elsewhere %t", role, p, slices.Contains(opens, p), slices.Contains(elsewhere, p))
			}
		}
		if !slices.Contains(elsewhere, person.ForProsecution) {
			t.Errorf("%s must see how far a colleague's case is", role)
		}
	}
	if !access.CaseWorker.HasOwnCases() {
		t.Error("no role has cases of its own: the test proves nothing")
	}
}
