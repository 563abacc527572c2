package eventjson_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/vault"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

type dataKey = eventlog.DataKey

// Whatever stands in the log: reading never panics, what it accepts is JSON for
// everybody else too, and what it read can be written and read again.
func FuzzDecode(f *testing.F) {
	w := newWorld(f, vault.Source{})
	codec := eventjson.New(glass{w.vault}, w.newID, person.Purposes()...)
	types := eventjson.Types()
	for i, name := range types {
		for _, payload := range seeds(f, codec, w, name) {
			f.Add(byte(i), payload)
		}
	}
	f.Fuzz(func(t *testing.T, kind byte, payload []byte) {
		name := types[int(kind)%len(types)]
		before := bytes.Clone(payload)
		events, err := codec.Decode(t.Context(), []eventlog.Recorded{{Type: name, Payload: payload}})
		if !bytes.Equal(before, payload) {
			t.Fatal("reading changed the payload")
		}
		if err != nil {
			return
		}
		if !json.Valid(payload) {
			t.Fatalf("accepted what is not JSON: %q", payload)
		}
		encoded, err := codec.Encode(t.Context(), incident.Stream(exampleIncident), events, w.request())
		if err != nil {
			t.Fatalf("read and could not write again: %v", err)
		}
		again, err := codec.Decode(t.Context(), recorded(incident.Stream(exampleIncident), encoded))
		if diff := cmp.Diff(events, again); err != nil || diff != "" {
			t.Fatalf("%v (-first +second):\n%s", err, diff)
		}
	})
}

func seeds(f *testing.F, codec *eventjson.Codec, w *world, name string) [][]byte {
	f.Helper()
	odd := [][]byte{[]byte(`{}`), []byte(`{"unknown":[1,{"a":"\u00e9\\\""}],"offset":1e3}`), []byte("{\"narrative\":null} "), []byte(`[`)}
	if !eventjson.Written(name) {
		details, finish := eventjson.DraftOld(name, uuid.New(), exampleIncident, examples()[name])
		boxes := make([][]byte, len(details))
		for i, d := range details {
			boxes[i] = d.Plain
		}
		return append(odd, finish(boxes).Payload)
	}
	encoded, err := codec.Encode(f.Context(), incident.Stream(exampleIncident), []decider.Event{examples()[name]}, w.request())
	if err != nil {
		f.Fatal(err)
	}
	return append(odd, encoded.Events[0].Payload)
}

// Our reading of a text is encoding/json's, which is lenient where we are not:
// it mends broken UTF-8 and lets NUL through.
func FuzzUnquote(f *testing.F) {
	for _, text := range []string{`""`, `"a"`, `"\u00e9\n\"\\\/"`, `"é👮"`, `"\ud83d\udc6e"`, `"\ud83d"`, `"a`, `"\x"`, "\"\x80\"", "\"\n\""} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		ours, ok := eventjson.Unquote(b)
		var theirs string
		valid := json.Unmarshal(b, &theirs) == nil && len(b) > 0 && b[0] == '"' && b[len(b)-1] == '"'
		strict := utf8.Valid(b) && !strings.ContainsAny(theirs, "\x00\ufffd")
		if ok && (!valid || string(ours) != theirs) {
			t.Fatalf("%q: ours %q, theirs %q, %v", b, ours, theirs, valid)
		}
		if valid && strict && !ok {
			t.Fatalf("%q was refused", b)
		}
	})
}
