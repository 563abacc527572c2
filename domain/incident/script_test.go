package incident_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// Values that commands are made of: good ones mostly, so that scripts get far.
var (
	anyActor = rapid.SampledFrom([]access.Actor{registrar, registrar, registrar, reporter, stranger, analyst, {}, {Role: access.Operator}})
	anyCode  = rapid.SampledFrom([]codes.Code{"HIT", "SPIT", "RAM", "POL", "BOA1", codes.Unknown, codes.NotRecorded, codes.Other})
	anyCodes = rapid.SliceOfN(anyCode, 0, 4)
	anyText  = rapid.SampledFrom([]string{"", "een", "twee", " een ", "drie\nvier", "\x00"})
	anyTime  = rapid.SampledFrom([]moment.Moment{lastHour, june, {}, moment.Nothing(codes.Unknown), {Instant: noon.Add(time.Hour), Precision: moment.Minute}})
	anyPlace = rapid.SampledFrom([]incident.Place{{}, {Type: "ROAD", Unit: "HH-1"}, {Type: "HOME", Gemeente: "GM0344"}, {Type: "MOON"}})
	anyHits  = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) incident.WorkerHit {
		return hit(rapid.ByteRange(20, 22).Draw(t, "person"), rapid.SampledFrom([]string{"", "A", "B"}).Draw(t, "name"),
			rapid.SampledFrom([]string{"", "1"}).Draw(t, "number"), rapid.SampledFrom([]codes.Code{"", "I0", "I4"}).Draw(t, "injury"))
	}), 0, 3)
	anyCommand = rapid.Custom(command)
)

func command(t *rapid.T) incident.Command {
	asked := asks(anyActor.Draw(t, "by"))
	switch rapid.SampledFrom([]string{"register", "add", "add", "correct", "correct", "withdraw"}).Draw(t, "command") {
	case "register":
		return incident.Register{Asked: asked, Occurred: anyTime.Draw(t, "occurred"), Place: anyPlace.Draw(t, "place"),
			Behaviours: anyCodes.Draw(t, "behaviours"), Professions: anyCodes.Draw(t, "professions"),
			Workers: anyHits.Draw(t, "workers"), Narrative: anyText.Draw(t, "narrative")}
	case "add":
		return incident.AddDetails{Asked: asked, Behaviours: anyCodes.Draw(t, "behaviours"), Professions: anyCodes.Draw(t, "professions"),
			Workers: anyHits.Draw(t, "workers"), Narrative: anyText.Draw(t, "narrative")}
	case "correct":
		return incident.Correct{Asked: asked, Reason: anyText.Draw(t, "reason"),
			Occurred: rapid.Ptr(anyTime, true).Draw(t, "occurred"), Place: rapid.Ptr(anyPlace, true).Draw(t, "place"),
			Behaviours: rapid.Ptr(anyCodes, true).Draw(t, "behaviours"), Professions: rapid.Ptr(anyCodes, true).Draw(t, "professions"),
			Narrative: rapid.Ptr(anyText, true).Draw(t, "narrative")}
	}
	return incident.Withdraw{Asked: asked, Reason: rapid.SampledFrom([]codes.Code{"TEST", "", "NONSENSE"}).Draw(t, "reason"), Explanation: anyText.Draw(t, "explanation")}
}

// shredded is a registration whose keys were destroyed.
var shredded = registered(func(e *incident.Registered) {
	e.Narrative = person.Gone[string]()
	e.Workers = []incident.Worker{{Person: id(21), Identity: person.Gone[person.Identity](), Health: person.Gone[person.Health]()}}
})

// promises plays a script of commands and checks, at each step, what holds for
// every history there can be.
func promises(t *rapid.T) {
	events := rapid.SampledFrom([][]incident.Event{nil, history(), {shredded}}).Draw(t, "begun")
	state := incident.Decider.Fold(events)
	for _, c := range rapid.SliceOfN(anyCommand, 1, 12).Draw(t, "script") {
		before := fmt.Sprintf("%#v", state)
		added, err := incident.Decider.Decide(state, c)
		if len(added) > 0 && (err != nil || state.Withdrawn) {
			t.Fatalf("%T gave events with error %v, withdrawn %v", c, err, state.Withdrawn)
		}
		after := state
		for _, e := range added {
			after = incident.Decider.Evolve(after, e)
		}
		if now := fmt.Sprintf("%#v", state); now != before {
			t.Fatalf("%T changed the state it was given:\n%s\n%s", c, before, now)
		}
		state, events = after, slices.Concat(events, added)
		again, err := incident.Decider.Decide(state, c)
		if len(added) > 0 && len(again) > 0 && !blind(c) {
			t.Fatalf("%T asked twice told twice: %v, %v", c, again, err)
		}
		if len(added) > 0 {
			repeated(t, state, again)
		}
		coherent(t, state)
	}
	if diff := cmp.Diff(incident.Decider.Fold(events), state); diff != "" {
		t.Fatalf("replaying gives another state:\n%s", diff)
	}
}

// blind tells whether who asks may not read persons: what he tells of them is
// recorded each time, lest he learn what was on record.
func blind(c incident.Command) bool {
	var asked incident.Asked
	switch c := c.(type) {
	case incident.AddDetails:
		asked = c.Asked
	case incident.Correct:
		asked = c.Asked
	}
	return asked.By.May(access.ReadPersonal, rotterdam.ID) != nil
}

// repeated: what is told again changes nothing, whoever tells it.
func repeated(t *rapid.T, state incident.Incident, again []incident.Event) {
	after := state
	for _, e := range again {
		after = incident.Decider.Evolve(after, e)
	}
	if diff := cmp.Diff(state, after, cmpopts.IgnoreFields(incident.Incident{}, "Corrections")); diff != "" {
		t.Fatalf("told again, it is another state:\n%s", diff)
	}
}

// coherent is what holds in every state.
func coherent(t *rapid.T, s incident.Incident) {
	for _, list := range [][]codes.Code{s.Behaviours, s.Professions} {
		if sorted := slices.Sorted(slices.Values(list)); len(slices.Compact(sorted)) != len(list) {
			t.Fatalf("%v: a code stands twice", list)
		}
		if len(list) > 1 && slices.ContainsFunc(list, codes.Code.Missing) {
			t.Fatalf("%v: no answer stands beside an answer", list)
		}
	}
	for i, w := range s.Workers {
		if found, ok := s.Worker(w.Person); !ok || found != s.Workers[i] {
			t.Fatalf("%v stands twice", w.Person)
		}
	}
	if !s.Registered() && !cmp.Equal(s, incident.Incident{}) {
		t.Fatalf("something is known of an incident that was never registered: %+v", s)
	}
}

func TestAnyScript(t *testing.T) {
	t.Parallel()
	rapid.Check(t, promises)
}

// FuzzScript: any bytes are a script of commands.
func FuzzScript(f *testing.F) {
	f.Add([]byte("seed"))
	f.Fuzz(rapid.MakeFuzz(promises))
}
