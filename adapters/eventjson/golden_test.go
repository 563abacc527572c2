package eventjson_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/vault"
	"ruggensteun/adapters/vault/vaulttest"
	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/document"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/mailing"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/domain/suspect"
	"ruggensteun/domain/template"
	"ruggensteun/domain/triage"
)

var add = flag.Bool("add", false, "write the golden files that are missing; those that are there never change")

// golden is one event as it stands in the log, with the keys of its boxes.
type golden struct {
	Event   uuid.UUID          `json:"event"`
	Stream  string             `json:"stream"`
	Keys    []eventlog.DataKey `json:"keys"`
	Payload json.RawMessage    `json:"payload"`
}

const goldenList = "testdata/golden.sha256"

// goldens are all of them that there must be: one of every type, and those of examples.
func goldens() []string {
	all := append(eventjson.Types(), slices.Collect(maps.Keys(examples()))...)
	slices.Sort(all)
	return slices.Compact(all)
}

// typeOf is the type of the event that an example is of.
func typeOf(example string) string {
	name, _, _ := strings.Cut(example, "-")
	return name
}

func goldenPath(name string) string { return filepath.Join("testdata", name+".json") }

// TestAddGolden stands first and is not parallel: with -add it runs before all others.
func TestAddGolden(t *testing.T) {
	if !*add {
		return
	}
	var list strings.Builder
	for _, name := range goldens() {
		if _, err := os.Stat(goldenPath(name)); err != nil {
			addGolden(t, name)
		}
		text, err := os.ReadFile(goldenPath(name))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&list, "%x  %s\n", sha256.Sum256(text), name)
	}
	before, _ := os.ReadFile(goldenList)
	for line := range strings.Lines(string(before)) {
		if !strings.Contains(list.String(), line) {
			t.Fatalf("a golden file was changed or taken away: %s", line)
		}
	}
	if err := os.WriteFile(goldenList, []byte(list.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func addGolden(t *testing.T, name string) {
	t.Helper()
	made, err := makeGolden(t, name)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := json.Marshal(made.Keys)
	if err != nil {
		t.Fatal(err)
	}
	// Not by json.Marshal: the payload must stand there byte for byte.
	text := fmt.Sprintf("{\"event\":%q,\"stream\":%q,\n\"keys\":%s,\n\"payload\":%s}\n", made.Event, made.Stream, keys, made.Payload)
	if err := os.WriteFile(goldenPath(name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestEveryTypeHasAGoldenFileThatNeverChanges(t *testing.T) {
	t.Parallel()
	listed := map[string]string{}
	list, err := os.ReadFile(goldenList)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(list)) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		listed[name] = sum
	}
	for _, name := range goldens() {
		if listed[name] == "" {
			t.Errorf("%s has no golden file: write an example of it, run the tests of this package with -add, and commit what appears", name)
		}
	}
	for name, sum := range listed {
		text, err := os.ReadFile(goldenPath(name))
		if err != nil || fmt.Sprintf("%x", sha256.Sum256(text)) != sum {
			t.Errorf("the golden file of %s was changed or taken away (%v): logs hold events like it for ever. "+
				"Put it back, and give a new meaning a new version with an upcaster", name, err)
		}
	}
	files, err := filepath.Glob("testdata/*.v*.json")
	if err != nil || len(files) != len(listed) {
		t.Errorf("%d golden files, %d in %s, %v", len(files), len(listed), goldenList, err)
	}
}

func TestEveryGoldenFileIsStillRead(t *testing.T) {
	t.Parallel()
	for name, want := range examples() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := readGolden(t, name)
			stream, err := eventlog.ParseStream(g.Stream)
			if err != nil {
				t.Fatal(err)
			}
			w := &world{keys: &vaulttest.Memory{}, newID: uuid.NewV7}
			w.keep(t, decider.Encoded{DataKeys: g.Keys})
			if w.vault, err = vault.Open(t.Context(), w.keys, testMaster(t), vault.Source{}); err != nil {
				t.Fatal(err)
			}
			e := eventlog.Recorded{Position: 1, Stream: stream, ID: g.Event, Type: typeOf(name), Payload: g.Payload}
			got, err := w.codec(person.Purposes()...).Decode(t.Context(), []eventlog.Recorded{e})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]decider.Event{want}, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheSameEventIsWrittenInTheSameBytes(t *testing.T) {
	t.Parallel()
	for name := range examples() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made, err := makeGolden(t, name)
			if err != nil {
				t.Fatal(err)
			}
			if want := readGolden(t, name).Payload; !bytes.Equal(made.Payload, want) {
				t.Errorf("wrote\n%s\nthe golden file has\n%s", made.Payload, want)
			}
		})
	}
}

func readGolden(t *testing.T, name string) golden {
	t.Helper()
	text, err := os.ReadFile(goldenPath(name))
	if err != nil {
		t.Fatal(err)
	}
	var g golden
	if err := json.Unmarshal(text, &g); err != nil {
		t.Fatal(err)
	}
	return g
}

// makeGolden seals an example with fixed keys and nonces.
func makeGolden(t testing.TB, name string) (golden, error) {
	w := newWorld(t, fixed())
	rows, err := w.keys.Keys(t.Context(), []uuid.UUID{w.employer})
	if err != nil {
		return golden{}, err
	}
	e := examples()[name]
	stream := incident.Stream(exampleIncident)
	if strings.HasPrefix(name, "employer.") {
		stream = employer.Stream(exampleEmployer)
	}
	if strings.HasPrefix(name, "agreement.") {
		stream = agreement.Stream(exampleEmployer)
	}
	if strings.HasPrefix(name, "suspect.") {
		stream = suspect.Stream(exampleSuspect)
	}
	if strings.HasPrefix(name, "prosecution.") {
		stream = prosecution.Stream(exampleCase)
	}
	if strings.HasPrefix(name, "aangifte.") {
		stream = aangifte.Stream(exampleCase)
	}
	if strings.HasPrefix(name, "aftercare.") {
		stream = aftercare.Stream(exampleCase)
	}
	if strings.HasPrefix(name, "document.") {
		stream = document.Stream(exampleCase)
	}
	if strings.HasPrefix(name, "template.") {
		stream = template.Stream(exampleEmployer)
	}
	if strings.HasPrefix(name, "casework.") {
		stream = casework.Stream(exampleCase)
	}
	if strings.HasPrefix(name, "triage.") {
		stream = triage.Stream(exampleCase)
	}
	if strings.HasPrefix(name, "hold.") {
		stream = eventlog.Stream{Category: "hold", ID: exampleEmployer}
	}
	if strings.HasPrefix(name, "pseudonym.") {
		stream = pseudonym.Stream(examplePerson)
	}
	if strings.HasPrefix(name, "mail.") {
		stream = mailing.DayStream(exampleSuspect, calendar.On(2026, 11, 26))
	}
	if strings.HasPrefix(name, "mailbook.") {
		stream = mailing.BookStream(exampleEmployer)
	}
	for _, ofNobody := range []string{"release.", "ledger.", "question.", "coding.", "codingbook.", "campaign.", "retention.", "certificate.", "disposal.", "departure."} {
		if strings.HasPrefix(name, ofNobody) {
			stream = eventlog.Stream{Category: strings.TrimSuffix(ofNobody, "."), ID: exampleRelease}
		}
	}
	encoded, err := w.write(t, typeOf(name), stream, e)
	if err != nil {
		return golden{}, err
	}
	keys := append(rows, encoded.DataKeys...)
	if strings.HasPrefix(name, "employer.") || strings.HasPrefix(name, "agreement.") || strings.HasPrefix(name, "template.") || stream.ID == exampleRelease {
		keys = []eventlog.DataKey{}
	}
	return golden{Event: encoded.Events[0].ID, Stream: stream.String(), Keys: keys, Payload: encoded.Events[0].Payload}, nil
}

func (w *world) write(t testing.TB, name string, stream eventlog.Stream, e decider.Event) (decider.Encoded, error) {
	if eventjson.Written(name) {
		return w.codec().Encode(t.Context(), stream, []decider.Event{e}, w.request())
	}
	id, err := w.newID()
	if err != nil {
		return decider.Encoded{}, err
	}
	details, finish := eventjson.DraftOld(name, id, stream.ID, e)
	boxes, keys, err := w.vault.Seal(t.Context(), w.employer, details)
	if err != nil {
		return decider.Encoded{}, err
	}
	return decider.Encoded{Events: []eventlog.Proposed{finish(boxes)}, DataKeys: keys}, nil
}
