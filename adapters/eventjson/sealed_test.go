package eventjson_test

import (
	"slices"
	"strings"
	"testing"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/vault"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/projections/retention"
)

// TestWhatIsSealedIsCountedForItsPeriod: a kind of event with something sealed in it that nobody
// goes through would be kept for ever, and nothing would say so.
func TestWhatIsSealedIsCountedForItsPeriod(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vault.Source{})
	seals := 0
	for name, e := range examples() {
		if !eventjson.Written(typeOf(name)) {
			continue
		}
		encoded, err := w.codec().Encode(t.Context(), incident.Stream(exampleIncident), []decider.Event{e}, w.request())
		if err != nil {
			t.Fatal(err)
		}
		made := encoded.Events[0]
		recorded := eventlog.Recorded{Stream: incident.Stream(exampleIncident), ID: made.ID, Type: made.Type, Payload: made.Payload, Metadata: made.Metadata}
		bodies, under, err := w.codec().Sealed(t.Context(), []eventlog.Recorded{recorded})
		if err != nil || bodies[0] == nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if (len(under[0]) > 0) != (len(encoded.DataKeys) > 0) && name != "employer.registered.v1" { // which has a key of its own
			t.Errorf("%s: %d boxes were seen, and there are %d keys", name, len(under[0]), len(encoded.DataKeys))
		}
		noun, _, _ := strings.Cut(name, ".")
		if len(under[0]) == 0 {
			continue
		}
		seals++
		if !slices.Contains(retention.Categories(), noun) && retention.LeftOut[noun] == "" {
			t.Errorf("%s has something sealed in it: its streams are to be gone through, or say why not (projections/retention)", name)
		}
	}
	if seals < 20 {
		t.Errorf("only %d kinds of events have something sealed", seals)
	}
}
