package incident_test

import (
	"testing"

	"ruggensteun/domain/access"
	"ruggensteun/domain/incident"
)

// TestAStrangerLearnsNothing: to whoever works elsewhere, an incident that is
// there, one that was withdrawn and one that never was give the same answer.
func TestAStrangerLearnsNothing(t *testing.T) {
	t.Parallel()
	for _, role := range access.Roles() {
		asked := asks(access.Actor{Role: role, Employer: utrecht.ID})
		for _, c := range []incident.Command{
			incident.AddDetails{Asked: asked, Narrative: "\x00"},
			incident.Correct{Asked: asked},
			incident.Withdraw{Asked: asked},
			incident.Forget{Asked: asked},
		} {
			_, never := incident.Decider.Decide(incident.Incident{}, c)
			for name, given := range map[string][]incident.Event{"there": history(), "withdrawn": history(withdrawn)} {
				events, err := incident.Decider.Decide(incident.Decider.Fold(given), c)
				if err == nil || never == nil || err.Error() != never.Error() || events != nil {
					t.Errorf("%s, %T, %s: %v, want %v as if it were not there", role, c, name, err, never)
				}
			}
		}
	}
}
