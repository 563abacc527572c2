package incident_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

var operator = access.Actor{ID: id(14), Role: access.Operator, Purpose: access.Operation}

// records are incidents of which somebody may want to know whether worker 21 is
// in them, under which name and how badly hurt.
var records = map[string][]incident.Event{
	"as guessed":        {registered(nil)},
	"another name":      {registered(func(e *incident.Registered) { e.Workers = []incident.Worker{worker(21, "P. Jansen", "4711", "I2")} })},
	"another injury":    {registered(func(e *incident.Registered) { e.Workers = []incident.Worker{worker(21, "J. de Vries", "4711", "I4")} })},
	"no name":           {registered(func(e *incident.Registered) { e.Workers = []incident.Worker{worker(21, "", "4711", "I2")} })},
	"somebody else":     {registered(func(e *incident.Registered) { e.Workers = []incident.Worker{worker(22, "J. de Vries", "4712", "I2")} })},
	"nobody":            {registered(func(e *incident.Registered) { e.Workers = nil })},
	"an address":        {registered(func(e *incident.Registered) { e.Address, e.Reference = person.Of("Kade 2"), person.Of("AG-1") })},
	"a report of force": {registered(nil), incident.ForceReferenced{Report: person.Of("GW-1")}},
	"another text":      {registered(func(e *incident.Registered) { e.Narrative = person.Of("Anders.") })},
	"destroyed":         {shredded},
	"destroyed health":  {registered(func(e *incident.Registered) { e.Workers[0].Health = person.Gone[person.Health]() })},
}

// TestWhoMayNotReadPersonsLearnsNothingByAsking: whatever is on record of
// persons, the same command is answered by the same events or the same error.
func TestWhoMayNotReadPersonsLearnsNothingByAsking(t *testing.T) {
	t.Parallel()
	purposeless := registrar
	purposeless.Purpose = ""
	text := "Sprak hem aan.\nKreeg een klap."
	guesses := map[string]func(incident.Asked) incident.Command{
		"everything": func(a incident.Asked) incident.Command {
			return incident.AddDetails{Asked: a, Workers: []incident.WorkerHit{hit(21, "J. de Vries", "4711", "I2")}, Narrative: text}
		},
		"a number alone": func(a incident.Asked) incident.Command {
			return incident.AddDetails{Asked: a, Workers: []incident.WorkerHit{hit(21, "", "4711", "")}}
		},
		"a name": func(a incident.Asked) incident.Command {
			return incident.AddDetails{Asked: a, Workers: []incident.WorkerHit{hit(21, "J. de Vries", "4711", "")}}
		},
		"an injury": func(a incident.Asked) incident.Command {
			return incident.AddDetails{Asked: a, Workers: []incident.WorkerHit{hit(21, "", "4711", "I2")}}
		},
		"two at once": func(a incident.Asked) incident.Command {
			return incident.AddDetails{Asked: a, Workers: []incident.WorkerHit{hit(21, "J. de Vries", "4711", "I2"), hit(22, "J. de Vries", "4712", "I2")}}
		},
		"too much beside it": func(a incident.Asked) incident.Command {
			return incident.AddDetails{Asked: a, Workers: append(crowd(99, strings.Repeat("<", 99), ""), hit(21, "J. de Vries", "4711", "")), Narrative: strings.Repeat("<", 20_000)}
		},
		"something wrong beside it": func(a incident.Asked) incident.Command {
			return incident.AddDetails{Asked: a, Behaviours: []codes.Code{"NONSENSE"}, Workers: []incident.WorkerHit{hit(21, "J. de Vries", "4711", "")}}
		},
		"a text": func(a incident.Asked) incident.Command { return incident.AddDetails{Asked: a, Narrative: text} },
		"a near miss": func(a incident.Asked) incident.Command {
			return incident.AddDetails{Asked: a, Circumstances: incident.Circumstances{Reach: "NEAR_MISS"}}
		},
		"how many are named": func(a incident.Asked) incident.Command {
			return incident.AddDetails{Asked: a, Circumstances: incident.Circumstances{Hit: codes.Exactly(0)}}
		},
		"an address":             func(a incident.Asked) incident.Command { return incident.AddDetails{Asked: a, Address: "Kade 2"} },
		"a number of the police": func(a incident.Asked) incident.Command { return incident.ReferToForce{Asked: a, Report: "GW-1"} },
		"corrections of what is sealed": func(a incident.Asked) incident.Command {
			return incident.Correct{Asked: a, Reason: "zomaar", Address: ptr("Kade 2"), Reference: ptr("AG-1"), Hit: ptr(codes.Exactly(0)), Reach: ptr(codes.Code("NEAR_MISS"))}
		},
		"a suspect with a file": func(a incident.Asked) incident.Command {
			return incident.LinkSuspect{Asked: a, ID: id(61), Kind: "KNOWN", Suspect: id(71)}
		},
		"a suspect who was described": func(a incident.Asked) incident.Command {
			return incident.LinkSuspect{Asked: a, ID: id(61), Kind: "DESCRIBED", Profile: person.Profile{Sex: "MALE"}}
		},
		"a corrected text": func(a incident.Asked) incident.Command {
			return incident.Correct{Asked: a, Reason: "zomaar", Narrative: &text}
		},
	}
	for _, by := range []access.Actor{reporter, purposeless} {
		for name, guess := range guesses {
			events, err := incident.Decider.Decide(incident.Decider.Fold(records["nobody"]), guess(asks(by)))
			for record, given := range records {
				got, gotErr := incident.Decider.Decide(incident.Decider.Fold(given), guess(asks(by)))
				if diff := cmp.Diff(events, got); diff != "" || (err == nil) != (gotErr == nil) || err != nil && err.Error() != gotErr.Error() {
					t.Errorf("%s guesses %s: %s is told from nobody: %v, %v\n%s", by.Role, name, record, err, gotErr, diff)
				}
			}
		}
	}
}

// TestWhatIsToldBlindIsJoinedToTheRecord: blanks are filled in, an answer is not
// taken back, and another name stands beside the one on record.
func TestWhatIsToldBlindIsJoinedToTheRecord(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		given incident.Event
		told  incident.WorkerHit
		want  incident.Worker
		other []incident.Worker
	}{
		"the same":                        {registered(nil), hit(21, "j. de vries", "4711", "I2"), worker(21, "J. de Vries", "4711", "I2"), nil},
		"a number takes no name away":     {registered(nil), hit(21, "", "4711", ""), worker(21, "J. de Vries", "4711", "I2"), nil},
		"not to know takes nothing back":  {registered(nil), hit(21, "", "4711", codes.Unknown), worker(21, "J. de Vries", "4711", "I2"), nil},
		"an injury that turned out worse": {registered(nil), hit(21, "", "4711", "I4"), worker(21, "J. de Vries", "4711", "I4"), nil},
		"a name that was blank":           {records["no name"][0], hit(21, "J. de Vries", "4711", ""), worker(21, "J. de Vries", "4711", "I2"), nil},
		"another name": {registered(nil), hit(21, "P. Jansen", "4711", ""), worker(21, "J. de Vries", "4711", "I2"),
			[]incident.Worker{{Person: id(21), Identity: person.Of(person.Identity{Name: "P. Jansen", StaffNumber: "4711"})}}},
		"after it was destroyed": {shredded, hit(21, "J. de Vries", "4711", ""),
			incident.Worker{Person: id(21), Identity: person.Of(person.Identity{Name: "J. de Vries", StaffNumber: "4711"}), Health: person.Gone[person.Health]()}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := incident.Decider.Fold([]incident.Event{test.given})
			for range 2 { // told twice is told once
				events, err := incident.Decider.Decide(state, incident.AddDetails{Asked: asks(reporter), Workers: []incident.WorkerHit{test.told}})
				if err != nil || len(events) != 1 {
					t.Fatalf("%d events, %v", len(events), err)
				}
				state = incident.Decider.Evolve(state, events[0])
			}
			got, _ := state.Worker(id(21))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("worker (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.other, state.Otherwise, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("named otherwise (-want +got):\n%s", diff)
			}
		})
	}
}
