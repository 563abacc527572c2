package facts_test

import (
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/facts/factstest"
)

// TestEachErasureIsAVersion: also the same once more, for something may have been
// told in between.
func TestEachErasureIsAVersion(t *testing.T) {
	t.Parallel()
	var events []projections.Event
	for i, body := range []any{erasure.Erased{Purpose: person.ForHealth}, erasure.Erased{Purpose: person.ForHealth}, nil, erasure.Erased{Purpose: person.ForIdentity}} {
		e := projections.Event{Position: eventlog.Position(i + 1), Stream: erasure.Stream(anna), Employer: owner, RecordedAt: recorded}
		if erased, is := body.(erasure.Erased); is {
			e.Body = erased
		}
		events = append(events, e)
	}
	events = append(events, history(registered())...)
	versions := factstest.Fold(facts.Erasures, events)
	if len(versions) != 3 {
		t.Fatalf("%d versions", len(versions))
	}
	for i, want := range []struct {
		at      eventlog.Position
		purpose person.Purpose
	}{{1, person.ForHealth}, {2, person.ForHealth}, {4, person.ForIdentity}} {
		if v := versions[i]; v.Position != want.at || v.Row.Purpose != want.purpose || v.Key != anna || v.Employer != owner || v.Row.RecordedAt != recorded {
			t.Errorf("version %d is %+v", i, v)
		}
	}
}

func TestOfWhomItSays(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		stream eventlog.Stream
		body   decider.Event
		of     map[string]bool // tables of which something may be forgotten by it
	}{
		"a person's health":             {erasure.Stream(anna), erasure.Erased{Purpose: person.ForHealth}, map[string]bool{"involvement": true}},
		"a person's name":               {erasure.Stream(anna), erasure.Erased{Purpose: person.ForIdentity}, nil},
		"what was seen of a suspect":    {suspect.Stream(bram), suspect.Erased{Purpose: person.ForProfile}, map[string]bool{"profile": true}},
		"what was known of one":         {suspect.Stream(bram), suspect.Erased{Purpose: person.ForHistory}, map[string]bool{"history": true}},
		"what was seen in an incident":  {incident.Stream(one), incident.Erased{Purpose: person.ForProfile}, map[string]bool{"profile": true}},
		"an address":                    {incident.Stream(one), incident.Erased{Purpose: person.ForAddress}, nil},
		"something else of a suspect":   {suspect.Stream(bram), suspect.Described{}, nil},
		"an event without its payload":  {suspect.Stream(bram), nil, map[string]bool{"profile": true, "history": true}},
		"one of an employer without it": {eventlog.Stream{Category: "employer", ID: uuid.UUID{1}}, nil, nil},
	} {
		for _, table := range facts.Projection.Tables {
			if e := table.Erasing(); e != nil && e.Says(projections.Event{Stream: c.stream, Body: c.body}) != c.of[table.Name()] {
				t.Errorf("%s: of table %s it says %t", name, table.Name(), !c.of[table.Name()])
			}
		}
		if keys := facts.Erasures.Touches(projections.Event{Stream: c.stream, Body: c.body}).Keys; len(keys) > 1 || len(keys) == 1 && keys[0] != c.stream.ID {
			t.Errorf("%s: is recorded under %v", name, keys)
		}
	}
}
