package facts_test

import (
	"testing"

	"ruggensteun/domain/erasure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
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
