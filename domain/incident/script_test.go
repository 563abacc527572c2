package incident_test

import (
	"fmt"
	"slices"
	"strings"
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
	anyText  = rapid.SampledFrom([]string{"", "", "", "een", "twee", " een ", "drie\nvier", "\x00"})
	anyTime  = rapid.SampledFrom([]moment.Moment{lastHour, june, {}, moment.Nothing(codes.Unknown), {Instant: noon.Add(time.Hour), Precision: moment.Minute}})
	anyPlace = rapid.SampledFrom([]incident.Place{{}, {Type: "ROAD", Unit: "HH-1"}, {Type: "HOME", Gemeente: "GM0344"}, {Type: "MOON"},
		{Indoors: "INSIDE", Point: incident.Point{North: 1}}, {Type: "WORKER_HOME"}, {Type: codes.Unknown, Gemeente: codes.Unknown}})
	anyMeans = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) incident.Means {
		return incident.Means{Means: rapid.SampledFrom([]codes.Code{"KNIFE", "BODY", "NONE", codes.Unknown, codes.NotRecorded}).Draw(t, "means"),
			Status: rapid.SampledFrom([]codes.Code{"", "", "USED", "SHOWN", codes.Unknown}).Draw(t, "status")}
	}), 0, 3)
	anyCompletions = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) incident.Completion {
		return incident.Completion{Behaviour: rapid.SampledFrom([]codes.Code{"HIT", "SPIT"}).Draw(t, "behaviour"),
			Completion: rapid.SampledFrom([]codes.Code{"COMPLETED", "ATTEMPTED", codes.Unknown, ""}).Draw(t, "completion")}
	}), 0, 2)
	anyOccasions = rapid.SliceOfN(rapid.SampledFrom([]codes.Code{"TICKET", "FIRE", codes.Unknown, codes.NotRecorded, codes.Other}), 0, 3)
	anyGrounds   = rapid.SliceOfN(rapid.SampledFrom([]codes.Code{"RACE", codes.NotApplicable, codes.Unknown}), 0, 2)
	anyDeployed  = rapid.SampledFrom([]codes.Code{"", "", "", "PAIR", "TEAM", codes.Unknown, "ARMY"})
	anyReach     = rapid.SampledFrom([]codes.Code{"", "", "REACHED", "NEAR_MISS", codes.Unknown})
	anyCount     = rapid.SampledFrom([]codes.Count{{}, {}, {}, {}, codes.Exactly(0), codes.Exactly(12), codes.Exactly(12), codes.Uncounted(codes.Unknown), codes.Exactly(-1)})
	anyAround    = rapid.Custom(func(t *rapid.T) incident.Circumstances {
		return incident.Circumstances{Occasions: anyOccasions.Draw(t, "occasions"), Means: anyMeans.Draw(t, "means"), Completions: anyCompletions.Draw(t, "completions"),
			Grounds: anyGrounds.Draw(t, "grounds"), Deployment: anyDeployed.Draw(t, "deployment"), Reach: anyReach.Draw(t, "reach"), Hit: anyCount.Draw(t, "hit")}
	})
	anyHits = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) incident.WorkerHit {
		return hurt(hit(rapid.ByteRange(20, 22).Draw(t, "person"), rapid.SampledFrom([]string{"", "A", "B"}).Draw(t, "name"),
			rapid.SampledFrom([]string{"", "1"}).Draw(t, "number"), rapid.SampledFrom([]codes.Code{"", "I0", "I4"}).Draw(t, "injury")),
			rapid.SampledFrom([]codes.Code{"", "M1", codes.Unknown}).Draw(t, "mind"), rapid.SliceOfN(rapid.SampledFrom([]codes.Code{"BITE", "NONE", codes.Unknown}), 0, 2).Draw(t, "exposures"),
			rapid.SampledFrom([]person.Absence{{}, {Days: codes.Exactly(0)}, {From: "2026-11-22"}, {To: "never"}}).Draw(t, "absence"))
	}), 0, 3)
	anyCommand = rapid.Custom(command)
)

func command(t *rapid.T) incident.Command {
	asked := asks(anyActor.Draw(t, "by"))
	switch rapid.SampledFrom([]string{"register", "add", "add", "add", "correct", "correct", "withdraw", "other", "other", "other"}).Draw(t, "command") {
	case "other":
		return anyOther(asked).Draw(t, "other")
	case "register":
		return incident.Register{Asked: asked, Occurred: anyTime.Draw(t, "occurred"), Reported: anyTime.Draw(t, "reported"), Place: anyPlace.Draw(t, "place"),
			Behaviours: anyCodes.Draw(t, "behaviours"), Professions: anyCodes.Draw(t, "professions"),
			Workers: anyHits.Draw(t, "workers"), Narrative: anyText.Draw(t, "narrative"), Circumstances: anyAround.Draw(t, "around"),
			Regime: rapid.SampledFrom([]codes.Code{"", "", "", "AVG", "WPG", "BOTH"}).Draw(t, "regime"), Address: anyText.Draw(t, "address"), Reference: anyText.Draw(t, "reference")}
	case "add":
		return incident.AddDetails{Asked: asked, Place: rapid.Ptr(anyPlace, true).Draw(t, "place"), Circumstances: anyAround.Draw(t, "around"), Address: anyText.Draw(t, "address"), Behaviours: anyCodes.Draw(t, "behaviours"), Professions: anyCodes.Draw(t, "professions"),
			Workers: anyHits.Draw(t, "workers"), Narrative: anyText.Draw(t, "narrative")}
	case "correct":
		return incident.Correct{Asked: asked, Reason: anyText.Draw(t, "reason"),
			Occurred: rapid.Ptr(anyTime, true).Draw(t, "occurred"), Reported: rapid.Ptr(anyTime, true).Draw(t, "reported"), Place: rapid.Ptr(anyPlace, true).Draw(t, "place"),
			Behaviours: rapid.Ptr(anyCodes, true).Draw(t, "behaviours"), Professions: rapid.Ptr(anyCodes, true).Draw(t, "professions"),
			Narrative: rapid.Ptr(anyText, true).Draw(t, "narrative"),
			Occasions: rapid.Ptr(anyOccasions, true).Draw(t, "occasions"), Means: rapid.Ptr(anyMeans, true).Draw(t, "means"), Completions: rapid.Ptr(anyCompletions, true).Draw(t, "completions"),
			Grounds: rapid.Ptr(anyGrounds, true).Draw(t, "grounds"), Deployment: rapid.Ptr(anyDeployed, true).Draw(t, "deployment"), Reach: rapid.Ptr(anyReach, true).Draw(t, "reach"),
			Hit: rapid.Ptr(anyCount, true).Draw(t, "hit"), Address: rapid.Ptr(anyText, true).Draw(t, "address"), Reference: rapid.Ptr(anyText, true).Draw(t, "reference")}
	}
	return incident.Withdraw{Asked: asked, Reason: rapid.SampledFrom([]codes.Code{"TEST", "", "NONSENSE"}).Draw(t, "reason"), Explanation: anyText.Draw(t, "explanation")}
}

// anyOther are the commands about what has a life of its own.
func anyOther(asked incident.Asked) *rapid.Generator[incident.Command] {
	return rapid.Custom(func(t *rapid.T) incident.Command {
		reason := anyText.Draw(t, "reason")
		switch rapid.IntRange(0, 12).Draw(t, "kind") {
		case 0, 1:
			return incident.TellCourse{Asked: asked, Steps: rapid.SliceOfN(anyStep, 0, 3).Draw(t, "steps"), Reason: reason}
		case 2:
			return incident.TellSupport{Asked: asked, Support: anySupport.Draw(t, "support"), Reason: reason}
		case 3:
			return incident.ReferToForce{Asked: asked, Report: reason}
		case 4:
			return incident.Qualify{Asked: asked, Qualification: anyQualification.Draw(t, "qualification")}
		case 5:
			return incident.RetractQualification{Asked: asked, Qualification: anyQualification.Draw(t, "qualification"), Reason: reason}
		case 6:
			return incident.Attach{Asked: asked, Attachment: anyAttachment.Draw(t, "attachment")}
		case 11:
			if rapid.Bool().Draw(t, "photo") {
				photo := tornJacket
				photo.ID = id(rapid.ByteRange(31, 33).Draw(t, "id"))
				return incident.AddPhoto{Asked: asked, Photo: photo, Description: reason}
			}
			return incident.TakeBackPhoto{Asked: asked, ID: id(rapid.ByteRange(31, 33).Draw(t, "photo taken back")), Reason: reason}
		case 7:
			return incident.Detach{Asked: asked, ID: id(rapid.ByteRange(31, 33).Draw(t, "attachment")), Reason: reason}
		case 8:
			return incident.Merge{Asked: asked, ID: id(40), Into: incident.Other{ID: id(rapid.ByteRange(40, 42).Draw(t, "into")), State: incident.Decider.Fold(history())}}
		case 10:
			return incident.Forget{Asked: asked, Reason: "ERASURE", Purposes: rapid.SliceOfN(rapid.SampledFrom(incident.Purposes()), 0, 2).Draw(t, "what")}
		case 9:
			return incident.Split{Asked: asked, Reason: reason}
		}
		if rapid.Bool().Draw(t, "suspects") {
			return incident.UnlinkSuspect{Asked: asked, ID: id(rapid.ByteRange(61, 62).Draw(t, "link")), Reason: reason}
		}
		if rapid.Bool().Draw(t, "suspect") {
			return incident.LinkSuspect{Asked: asked, ID: id(rapid.ByteRange(61, 62).Draw(t, "link")), Kind: rapid.SampledFrom([]codes.Code{"DESCRIBED", "UNIDENTIFIED", "GROUP"}).Draw(t, "kind"),
				Profile: person.Profile{Relation: rapid.SampledFrom([]codes.Code{"", "CITIZEN"}).Draw(t, "relation")}}
		}
		if rapid.Bool().Draw(t, "reopen") {
			return incident.Reopen{Asked: asked, Reason: reason}
		}
		return incident.Close{Asked: asked, Reason: rapid.SampledFrom([]codes.Code{"COMPLETE", ""}).Draw(t, "why"), Explanation: reason}
	})
}

var (
	anySupport = rapid.Custom(func(t *rapid.T) incident.Support {
		at := rapid.SampledFrom([]moment.Moment{{}, {}, minute(0), minute(3)})
		return incident.Support{Status: rapid.SampledFrom([]codes.Code{"", "ASKED", "PROMISED", "ARRIVED", "NEVER_CAME", codes.Unknown, "SOON"}).Draw(t, "status"),
			Asked: at.Draw(t, "asked"), Promise: at.Draw(t, "promise"), Arrival: at.Draw(t, "arrival"), Minutes: anyCount.Draw(t, "minutes")}
	})
	anyQualification = rapid.SampledFrom([]incident.Qualification{{By: "POLICE", Offence: "ASSAULT"}, {By: "OM", Offence: "ASSAULT", Completion: "ATTEMPTED"}, {By: "NOBODY"}})
	anyAttachment    = rapid.Custom(func(t *rapid.T) incident.Attachment {
		return incident.Attachment{ID: id(rapid.ByteRange(31, 33).Draw(t, "id")), Kind: "PHOTO", Hash: strings.Repeat(rapid.SampledFrom([]string{"0", "1", "2"}).Draw(t, "hash"), 64), Size: 1}
	})
)

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
		// What was withdrawn is still kept, and can be forgotten.
		_, forgets := c.(incident.Forget)
		if len(added) > 0 && (err != nil || state.Withdrawn && !forgets) {
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
// recorded each time, lest he learn what was on record. So is what is forgotten.
func blind(c incident.Command) bool {
	var asked incident.Asked
	switch c := c.(type) {
	case incident.AddDetails:
		asked = c.Asked
	case incident.Correct:
		asked = c.Asked
	case incident.ReferToForce:
		asked = c.Asked
	case incident.Forget:
		return true
	default:
		return false
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
	for _, c := range s.Completions {
		if !slices.Contains(s.Behaviours, c.Behaviour) {
			t.Fatalf("%v is told of a behaviour that is not on record: %v", c, s.Behaviours)
		}
	}
	if s.Reach == "NEAR_MISS" && s.HitCount() != codes.Exactly(len(s.Workers)) {
		t.Fatalf("a near miss hit %+v, and %d are named", s.HitCount(), len(s.Workers))
	}
	if s.Place.Type == "WORKER_HOME" && (s.Place.Point != incident.Point{}) {
		t.Fatal("a worker's home is on the map")
	}
	for i, w := range s.Workers {
		if found, ok := s.Worker(w.Person); !ok || !cmp.Equal(found, s.Workers[i]) {
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
