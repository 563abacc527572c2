package world_test

import (
	"testing"

	"ruggensteun/domain/incident"
)

// TestEverythingThatIsToldIsAccepted also holds that every code applied on its day:
// the deciders refuse those that did not.
func TestEverythingThatIsToldIsAccepted(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{1, 2, 77, 1 << 60} {
		l := tell(t, newWorld(t, seed, 1500))
		kinds := map[string]int{}
		for _, told := range l.told {
			kinds[typeName(told.Command)]++
		}
		t.Logf("seed %d: %d told of %d incidents: %v", seed, len(l.told), len(l.incidents), kinds)
	}
	_ = incident.AVG
}
