package facts_test

import (
	"testing"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/facts/factstest"
)

// laterEvents are those that no row shows yet. Whoever gives one a column takes it
// out of this list and raises the revision.
var laterEvents = []decider.Event{
	incident.ForceReferenced{Report: person.Of("GW-1")},
	incident.Attached{Attachment: incident.Attachment{ID: bram, Kind: "PHOTO"}},
	incident.PhotoAdded{Photo: incident.Photo{Attachment: incident.Attachment{ID: bram, Kind: "PHOTO"}}},
	incident.Detached{ID: bram},
	suspect.Opened{Employer: owner},
	suspect.Described{},
	suspect.Identified{},
	suspect.IdentityUnlinked{},
	suspect.HistoryTold{ID: bram},
	suspect.HistoryRetracted{ID: bram},
	suspect.Cleared{Incident: one},
	suspect.Reviewed{Incident: one, Leaves: true},
	suspect.Erased{Purpose: person.ForProfile},
	incident.Erased{Purpose: person.ForAddress},
	prosecution.Erased{Purpose: person.ForProsecution},
	incident.Erased{Purpose: person.ForProfile},
}

// TestWhatNoRowShowsYetChangesNoRow: an event of each kind, before and after the
// registration, in the incident's own stream and in a suspect's.
func TestWhatNoRowShowsYetChangesNoRow(t *testing.T) {
	t.Parallel()
	for _, body := range laterEvents {
		events := history(registered(), registered())
		events[0].Body, events[1].Body = registered(), body
		if _, ofSuspect := body.(suspect.Event); ofSuspect {
			events[1].Stream = suspect.Stream(bram)
		}
		for _, order := range [][]projections.Event{events, {events[1], events[0]}} {
			incidents, involved := factstest.Fold(facts.Incidents, order), factstest.Fold(facts.Involvements, order)
			if len(incidents) != 1 || len(involved) != 1 || len(factstest.Fold(facts.Employers, order)) != 0 {
				t.Errorf("%s made %d versions of incidents and %d of involvements", body.EventType(), len(incidents), len(involved))
			}
		}
	}
}
