package suspect_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
)

func command(t *rapid.T) suspect.Command {
	asked := asks(rapid.SampledFrom([]access.Actor{registrar, registrar, caseWorker, caseWorker, reporter, stranger, {}}).Draw(t, "by"))
	reason := rapid.SampledFrom([]string{"", "een", "twee", "\x00"}).Draw(t, "reason")
	entry := id(rapid.ByteRange(31, 33).Draw(t, "entry"))
	about := id(rapid.ByteRange(41, 42).Draw(t, "incident"))
	profile := person.Profile{
		Sex:     rapid.SampledFrom([]codes.Code{"", "MALE", "FEMALE", codes.Unknown}).Draw(t, "sex"),
		AgeBand: rapid.SampledFrom([]codes.Code{"", "AGE_18_22", codes.NotRecorded, "23"}).Draw(t, "age"),
	}
	switch rapid.IntRange(0, 8).Draw(t, "command") {
	case 0:
		return suspect.Open{Asked: asked, Profile: profile}
	case 1:
		return suspect.Describe{Asked: asked, Profile: profile}
	case 2:
		return suspect.Identify{Asked: asked, Identity: person.Suspect{Name: reason}}
	case 3:
		return suspect.UnlinkIdentity{Asked: asked, Reason: reason}
	case 4:
		return suspect.TellHistory{Asked: asked, ID: entry, Entry: person.History{
			Flag:       rapid.SampledFrom([]codes.Code{"H_BAN", "H_ANTEC", "H_NONE_KNOWN"}).Draw(t, "flag"),
			Provenance: rapid.SampledFrom([]codes.Code{"OWN", "JUDGMENT"}).Draw(t, "source"), On: "2026-01-02", Document: reason}}
	case 5:
		return suspect.RetractHistory{Asked: asked, ID: entry, Reason: reason}
	case 7:
		return suspect.Forget{Asked: asked, Reason: "ERASURE", Purposes: []person.Purpose{rapid.SampledFrom(append(suspect.Purposes(), person.ForHealth)).Draw(t, "what")}}
	case 6:
		return suspect.Clear{Asked: asked, Incident: about, Clearance: person.Clearance{Ground: "SEPOT_01", On: "2026-01-02", Document: "x"}}
	}
	return suspect.Review{Asked: asked, Incident: about, Leaves: rapid.Bool().Draw(t, "leaves"), Reason: reason}
}

// TestAnyScript: whatever is asked in whatever order, what is told twice is told
// once, a state is never changed behind anybody's back, and replaying gives it again.
func TestAnyScript(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := rapid.SampledFrom([][]suspect.Event{nil, opened(), opened(suspect.Identified{Identity: person.Gone[person.Suspect]()})}).Draw(t, "begun")
		state := suspect.Decider.Fold(events)
		for range rapid.IntRange(1, 15).Draw(t, "steps") {
			c := command(t)
			before := fmt.Sprintf("%#v", state)
			added, err := suspect.Decider.Decide(state, c)
			if len(added) > 0 && err != nil {
				t.Fatalf("%T gave events with error %v", c, err)
			}
			after := state
			for _, e := range added {
				after = suspect.Decider.Evolve(after, e)
			}
			if now := fmt.Sprintf("%#v", state); now != before {
				t.Fatalf("%T changed the state it was given", c)
			}
			state, events = after, slices.Concat(events, added)
			again, _ := suspect.Decider.Decide(state, c)
			if _, forgets := c.(suspect.Forget); forgets && len(added) > 0 {
				if diff := cmp.Diff(state, suspect.Decider.Evolve(state, again[0])); diff != "" {
					t.Fatalf("forgotten twice is not as once:\n%s", diff)
				}
			} else if len(added) > 0 && len(again) > 0 {
				t.Fatalf("%T asked twice told twice: %v", c, again)
			}
			for _, h := range state.History {
				if e, is := h.Entry.Get(); is && e.Flag == "H_ANTEC" && (e.Provenance != "JUDGMENT" || e.Document == "") {
					t.Fatalf("a conviction from %s is on record", e.Provenance)
				}
			}
		}
		if diff := cmp.Diff(suspect.Decider.Fold(events), state); diff != "" {
			t.Fatalf("replaying gives another state:\n%s", diff)
		}
	})
}
