package prosecution_test

import (
	"testing"

	"ruggensteun/domain/fault"
	"ruggensteun/domain/prosecution"
)

// TestACaseIsDecidedByTheUnitItIsOf: by none told, nobody who is kept to one decides.
func TestACaseIsDecidedByTheUnitItIsOf(t *testing.T) {
	t.Parallel()
	kept := caseWorker
	kept.Unit = "NOORD"
	s := prosecution.Decider.Evolve(prosecution.Case{}, prosecution.Opened{Employer: rotterdam.ID, Regime: "AVG"})
	for unit, want := range map[string]fault.Kind{"NOORD": "", "ZUID": fault.NotFound, "": fault.NotFound} {
		asked := asks(kept)
		asked.Unit = unit
		_, err := prosecution.Decider.Decide(s, prosecution.Join{Asked: asked, Link: prosecution.Link{Kind: prosecution.ToIncident, ID: id(42)}, Target: prosecution.Target{Employer: rotterdam.ID, Regime: "AVG"}})
		if (err != nil) != (want != "") || err != nil && fault.KindOf(err) != want {
			t.Errorf("of unit %q: %v, want %s", unit, err, want)
		}
	}
	if _, err := prosecution.Decider.Decide(prosecution.Case{}, prosecution.Open{Asked: asks(kept)}); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("a case of no unit yet is begun by %v, %v", kept, err)
	}
}
