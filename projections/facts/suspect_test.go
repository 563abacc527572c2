package facts_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/facts/factstest"
)

var file = uuid.UUID{0xF}

// filed is a history of a file, and of an incident where the event is one of it.
func filed(bodies ...decider.Event) []projections.Event {
	events := make([]projections.Event, len(bodies))
	for i, body := range bodies {
		events[i] = projections.Event{Position: eventlog.Position(10 + i), Stream: suspect.Stream(file), Employer: owner, RecordedAt: recorded, Body: body}
		if _, is := body.(incident.Event); is {
			events[i].Stream = incident.Stream(one)
		}
	}
	return events
}

func seen(band codes.Code) person.Held[person.Profile] {
	return person.Of(person.Profile{AgeBand: band})
}

func TestProfile(t *testing.T) {
	t.Parallel()
	linked := func(to uuid.UUID, p person.Held[person.Profile]) incident.SuspectLinked {
		return incident.SuspectLinked{Linked: incident.Linked{ID: bram, Kind: "KNOWN", Suspect: to, Profile: p}}
	}
	type version struct {
		Subject uuid.UUID
		AgeBand codes.Code
	}
	for name, c := range map[string]struct {
		given []decider.Event
		then  []version
	}{
		"of a file": {[]decider.Event{suspect.Opened{Employer: owner, Profile: seen("AGE_18_22")}}, []version{{file, "AGE_18_22"}}},
		"not told":  {[]decider.Event{suspect.Opened{Employer: owner}}, []version{{file, codes.NotRecorded}}},
		"told later, and not to know takes nothing": {[]decider.Event{suspect.Opened{Employer: owner}, suspect.Described{Profile: seen("AGE_23_29")}, suspect.Described{Profile: seen(codes.Unknown)}}, []version{{file, codes.NotRecorded}, {file, "AGE_23_29"}}},
		"on the day, under the file's key":          {[]decider.Event{linked(file, seen("AGE_18_22"))}, []version{{file, "AGE_18_22"}}},
		"of who is not known, with the incident":    {[]decider.Event{linked(uuid.Nil, seen("AGE_40_49"))}, []version{{one, "AGE_40_49"}}},
		"who becomes known has another row":         {[]decider.Event{linked(uuid.Nil, seen("AGE_40_49")), linked(file, person.Held[person.Profile]{})}, []version{{one, "AGE_40_49"}, {file, codes.NotRecorded}}},
		"a destroyed key":                           {[]decider.Event{linked(file, person.Gone[person.Profile]())}, []version{{file, facts.Forgotten}}},
	} {
		var got []version
		for _, v := range factstest.Fold(facts.Profiles, filed(c.given...)) {
			got = append(got, version{v.Row.Subject, v.Row.AgeBand})
			if v.Employer != owner || v.Row.RecordedAt != recorded {
				t.Errorf("%s: %+v", name, v)
			}
		}
		if diff := cmp.Diff(c.then, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestHistoryAndClearance(t *testing.T) {
	t.Parallel()
	told := suspect.HistoryTold{ID: bram, Entry: person.Of(person.History{Flag: "H_BAN", Provenance: "OWN", Document: "D-1"})}
	var histories []facts.History
	for _, v := range factstest.Fold(facts.Histories, filed(told, told, suspect.HistoryRetracted{ID: bram}, suspect.HistoryRetracted{ID: anna})) {
		histories = append(histories, v.Row)
	}
	if diff := cmp.Diff([]facts.History{
		{Suspect: file, Told: "H_BAN|OWN", RecordedAt: recorded}, {Suspect: file, Told: "H_BAN|OWN", Retracted: true, RecordedAt: recorded},
	}, histories); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	var clearances []facts.Clearance
	for _, v := range factstest.Fold(facts.Clearances, filed(suspect.Reviewed{Incident: one}, suspect.Cleared{Incident: one}, suspect.Cleared{Incident: one}, suspect.Reviewed{Incident: one}, suspect.Reviewed{Incident: one, Leaves: true})) {
		clearances = append(clearances, v.Row)
	}
	if diff := cmp.Diff([]facts.Clearance{
		{Suspect: file, Incident: one, Leaves: true, RecordedAt: recorded}, {Suspect: file, Incident: one, Reviewed: true, RecordedAt: recorded},
		{Suspect: file, Incident: one, Reviewed: true, Leaves: true, RecordedAt: recorded},
	}, clearances); diff != "" {
		t.Errorf("clearance (-want +got):\n%s", diff)
	}
}

// TestWhatIsForgottenOfASuspectFoldsToOneVersion, as it is of a worker: whatever was
// told, taken back or told again.
func TestWhatIsForgottenOfASuspectFoldsToOneVersion(t *testing.T) {
	t.Parallel()
	entry := suspect.HistoryTold{ID: bram, Entry: person.Of(person.History{Flag: "H_BAN", Provenance: "OWN"})}
	events := filed(
		suspect.Opened{Employer: owner, Profile: seen("AGE_18_22")}, suspect.Described{Profile: seen("AGE_23_29")},
		entry, suspect.HistoryRetracted{ID: bram},
		incident.SuspectLinked{Linked: incident.Linked{ID: bram, Kind: "KNOWN", Suspect: file, Profile: seen("AGE_18_22")}},
		incident.SuspectLinked{Linked: incident.Linked{ID: bram, Kind: "KNOWN", Suspect: file, Profile: seen("AGE_30_39")}},
	)
	unknown := filed(incident.SuspectLinked{Linked: incident.Linked{ID: anna, Kind: "DESCRIBED", Profile: seen("AGE_18_22")}})
	for id, left := range map[uuid.UUID]codes.Code{one: facts.Forgotten, anna: "AGE_18_22", file: "AGE_18_22"} {
		e := facts.Profiles.Erasing.Forget(unknown[0], func(subject uuid.UUID) bool { return subject == id })
		if got := factstest.Fold(facts.Profiles, []projections.Event{e}); len(got) != 1 || got[0].Row.AgeBand != left {
			t.Errorf("forgotten with %s, of who has no file there is left %+v", id, got)
		}
	}
	gone := func(id uuid.UUID) bool { return id == file }
	forget := func(by func(projections.Event, func(uuid.UUID) bool) projections.Event) []projections.Event {
		list := make([]projections.Event, len(events))
		for i, e := range events {
			list[i] = by(e, gone)
		}
		return list
	}
	profiles := factstest.Fold(facts.Profiles, forget(facts.Profiles.Erasing.Forget))
	if len(profiles) != 2 || profiles[0].Row.AgeBand != facts.Forgotten || profiles[1].Row.AgeBand != facts.Forgotten || profiles[0].Position != 10 || profiles[1].Position != 14 {
		t.Errorf("of what was seen there is left %+v", profiles)
	}
	histories := factstest.Fold(facts.Histories, forget(facts.Histories.Erasing.Forget))
	if len(histories) != 1 || histories[0].Row.Told != facts.Forgotten || histories[0].Row.Retracted || histories[0].Position != 12 {
		t.Errorf("of the history there is left %+v", histories)
	}
	if got := factstest.Fold(facts.Profiles, events); len(got) != 4 || got[0].Row.AgeBand != "AGE_18_22" {
		t.Errorf("the events were changed: %+v", got)
	}
}
