package prosecution_test

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
)

func command(t *rapid.T) prosecution.Command {
	asked := asks(rapid.SampledFrom([]access.Actor{registrar, caseWorker, caseWorker, caseWorker, reporter, stranger, {}}).Draw(t, "by"))
	reason := rapid.SampledFrom([]string{"", "een", "twee", "\x00"}).Draw(t, "reason")
	notice := id(rapid.ByteRange(31, 34).Draw(t, "notice"))
	victim := rapid.SampledFrom([]uuid.UUID{anna, bert, id(29)}).Draw(t, "victim")
	to := prosecution.Link{Kind: rapid.SampledFrom([]prosecution.LinkKind{prosecution.ToIncident, prosecution.ToWorker, prosecution.ToSuspect, "X"}).Draw(t, "kind"), ID: victim}
	switch rapid.IntRange(0, 9).Draw(t, "command") {
	case 0:
		return prosecution.Open{Asked: asked}
	case 1:
		return prosecution.Join{Asked: asked, Link: to, Target: prosecution.Target{Employer: rotterdam.ID, Regime: "AVG", Hit: []uuid.UUID{anna, bert}}}
	case 2:
		return prosecution.Part{Asked: asked, Link: to, Reason: reason}
	case 3, 4:
		return prosecution.Receive{Asked: asked, ID: notice, Heard: anyHeard(t)}
	case 5:
		return prosecution.Correct{Asked: asked, ID: notice, Heard: anyHeard(t), Reason: reason}
	case 6:
		if rapid.Bool().Draw(t, "withdraw") {
			return prosecution.Withdraw{Asked: asked, ID: notice, Reason: reason}
		}
		return prosecution.Reopen{Asked: asked, Reason: reason}
	case 8:
		asked.By = rapid.SampledFrom([]access.Actor{registrar, registrar, operator, caseWorker}).Draw(t, "who forgets")
		return prosecution.Forget{Asked: asked, Reason: "ERASURE", Purposes: []person.Purpose{rapid.SampledFrom(append(prosecution.Purposes(), person.ForHealth)).Draw(t, "what")}}
	case 7:
		return prosecution.Tell{Asked: asked, ID: id(rapid.ByteRange(71, 79).Draw(t, "telling")), Victim: victim, Channel: "PHONE", On: on("2026-11-20"), Text: reason}
	}
	return prosecution.Close{Asked: asked, Explanation: reason}
}

// TestAnyScript: whatever is asked in whatever order, what is told twice is told once,
// a state is never changed behind anybody's back, replaying gives it again, with the keys
// of what was forgotten and without, and no case is closed in silence over a victim who
// was not told.
func TestAnyScript(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := rapid.SampledFrom([][]prosecution.Event{nil, opened(), opened(prosecution.Closed{}), convicted()}).Draw(t, "begun")
		state := prosecution.Decider.Fold(events)
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			c := command(t)
			before := picture(state)
			added, err := prosecution.Decider.Decide(state, c)
			if len(added) > 0 && err != nil {
				t.Fatalf("%T gave events with error %v", c, err)
			}
			after := state
			for _, e := range added {
				after = prosecution.Decider.Evolve(after, e)
			}
			if picture(state) != before {
				t.Fatalf("%T changed the state it was given", c)
			}
			for _, e := range added {
				if closed, is := e.(prosecution.Closed); is && closed.Explanation.State == person.Absent && len(state.Uninformed()) > 0 {
					t.Fatal("closed in silence over a victim who was not told")
				}
			}
			if state.Closed && after.Closed && len(after.Uninformed()) > len(state.Uninformed()) {
				t.Fatalf("%T left a victim to be told in a closed case", c)
			}
			state, events = after, slices.Concat(events, added)
			again, _ := prosecution.Decider.Decide(state, c)
			if _, forgets := c.(prosecution.Forget); forgets && len(added) > 0 {
				if diff := cmp.Diff(state, prosecution.Decider.Evolve(state, again[0])); diff != "" {
					t.Fatalf("forgotten twice is not as once:\n%s", diff)
				}
			} else if len(added) > 0 && len(again) > 0 {
				t.Fatalf("%T asked twice told twice: %v", c, again)
			}
		}
		if diff := cmp.Diff(prosecution.Decider.Fold(events), state); diff != "" {
			t.Fatalf("replaying gives another state:\n%s", diff)
		}
		if diff := cmp.Diff(prosecution.Decider.Fold(withoutKeys(events)), state); diff != "" {
			t.Fatalf("it depends on whether the keys are still there:\n%s", diff)
		}
	})
}

// picture shows all of a state, what is held too, which never prints.
func picture(s prosecution.Case) string {
	text := fmt.Sprint(s.Closed, s.Incidents, s.Workers, s.Suspect, s.Informed, s.Tellings)
	for _, n := range s.Notices {
		text += fmt.Sprint(n.ID, n.Revision, n.Withdrawn, n.Told.Value, n.Amounts.Value, n.Reference.Value, n.Text.Value)
	}
	return text
}

// TestNoFieldHoldsOriginOrScore holds what may never be kept of a suspect, and that
// what is criminal data stands nowhere in an event but in what is held.
func TestNoFieldHoldsOriginOrScore(t *testing.T) {
	t.Parallel()
	never := regexp.MustCompile(`(?i)ethnic|^nation|relig|language|origin|country|descent|race|colour|score|risk|diagnos|illness`)
	criminal := regexp.MustCompile(`^(Step|Effect|Sepot|Outcome|Sanctions|Offences|Cents|Reference|Text|Reason|Explanation|Name)$`)
	seen := map[reflect.Type]bool{}
	var look func(of reflect.Type, path string, held bool)
	look = func(of reflect.Type, path string, held bool) {
		if of.PkgPath() == "time" || of == reflect.TypeFor[employer.Employer]() || of == reflect.TypeFor[moment.Moment]() {
			return
		}
		seen[of] = true
		switch of.Kind() {
		case reflect.Slice, reflect.Pointer:
			look(of.Elem(), path, held)
		case reflect.Struct:
			_, is := of.FieldByName("State")
			for i := range of.NumField() {
				field := of.Field(i)
				inside := held || is && of.PkgPath() == reflect.TypeFor[person.State]().PkgPath()
				if never.MatchString(field.Name) {
					t.Errorf("%s.%s may not be kept", path, field.Name)
				}
				sealed := false
				if field.Type.Kind() == reflect.Struct {
					_, sealed = field.Type.FieldByName("State")
				}
				why := field.Name == "Reason" && field.Type == reflect.TypeFor[codes.Code]() // of a forgetting: a term, a request
				if criminal.MatchString(field.Name) && !inside && !sealed && !why {
					t.Errorf("%s.%s stands in clear", path, field.Name)
				}
				look(field.Type, path+"."+field.Name, inside)
			}
		}
	}
	for _, v := range []prosecution.Event{
		prosecution.Opened{}, prosecution.Linked{}, prosecution.Unlinked{}, prosecution.NoticeReceived{}, prosecution.NoticeCorrected{},
		prosecution.NoticeWithdrawn{}, prosecution.VictimTold{}, prosecution.Closed{}, prosecution.Reopened{}, prosecution.Erased{},
		prosecution.Merged{}, prosecution.SplitOff{}, prosecution.Absorbed{}, prosecution.Released{},
	} {
		look(reflect.TypeOf(v), v.EventType(), false)
	}
	if !seen[reflect.TypeFor[prosecution.Details]()] || !seen[reflect.TypeFor[prosecution.Amount]()] {
		t.Error("what is held was not looked at")
	}
}
