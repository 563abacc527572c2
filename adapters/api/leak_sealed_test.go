package api

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/vault"
	"ruggensteun/adapters/vault/vaulttest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
)

// notTold are sealed fields in which no canary can sit, and why: texts that are no words of anybody,
// and what no request of this API tells.
var notTold = map[string]string{
	"document.drafted.v1 parts.share": "part of the key of a document: it is given to nobody, and opens nothing by itself",
	"triage.corrected.v1 content":     "told by a file of notices; that of a received one is the same shape, and is opened in the same place",
	"triage.corrected.v1 reason":      "the same",
	"casework.alarm_raised.v1 clock":  "told by the program itself, in codes, days and pseudonyms",
}

// TestEverySealedFieldHasACanary holds the world of the matrix against the golden files, which have every
// shape of every event: a field that is sealed in one of them is told in that world, with a canary in each
// text of it, by both employers. Codes, days and sums have no room for one: they are found by their field.
func TestEverySealedFieldHasACanary(t *testing.T) {
	t.Parallel()
	p := plantedWorld(t)
	told := map[uuid.UUID]map[string]bool{p.city: {}, p.fire: {}}
	all, err := p.log.Read(t.Context(), 0, 1<<20)
	must(t, err)
	readable, err := p.codec.(*eventjson.Codec).Readable(t.Context(), all)
	must(t, err)
	for i, e := range all {
		for field, values := range sealedIn(t, e.Payload, readable[i]) {
			name := e.Type + " " + field
			if told[e.Employer] == nil {
				t.Errorf("%s is of nobody", name)
				continue
			}
			if isText(field, values) && len(p.flock.Find([]byte(strings.Join(values, "\n")))) == 0 {
				t.Errorf("%s is told without a canary: %q", name, values)
			}
			told[e.Employer][name] = true
		}
	}
	for _, name := range sealedInGoldens(t) {
		box, _, _ := strings.Cut(name, "/")
		if notTold[box] == "" && (!told[p.city][name] || !told[p.fire][name]) {
			t.Errorf("nothing is told of %s, so nobody would see it leak: tell it in leak_world_test.go, with a canary in each text, and say who may see it in testdata/fields.txt", name)
		}
	}
	for _, s := range p.sides {
		for _, receipt := range s.singing {
			t.Errorf("what was told is repeated: %s", receipt)
		}
	}
}

// sealedIn are the values in boxes by their field, down to the fields in the box; places in lists are left out.
func sealedIn(t *testing.T, sealed, opened []byte) map[string][]string {
	t.Helper()
	var closed, open any
	must(t, json.Unmarshal(sealed, &closed))
	must(t, json.Unmarshal(opened, &open))
	found := map[string][]string{}
	boxesIn("", closed, open, func(path string, inside any) { insideOf(path, inside, found) })
	return found
}

// boxesIn finds what was in a box, and goes on into it with a slash for the first step.
func boxesIn(path string, closed, open any, found func(string, any)) {
	switch was := closed.(type) {
	case map[string]any:
		is, _ := open.(map[string]any)
		for k := range was {
			boxesIn(strings.TrimPrefix(path+"."+k, "."), was[k], is[k], found)
		}
	case []any:
		is, _ := open.([]any)
		for i := range was {
			boxesIn(path, was[i], is[i], found)
		}
	case string:
		if is, same := open.(string); !same || is != was {
			found(path, open)
		}
	}
}

func insideOf(path string, v any, found map[string][]string) {
	switch v := v.(type) {
	case map[string]any:
		step := "."
		if !strings.Contains(path, "/") {
			step, found[path] = "/", nil
		}
		for k, inner := range v {
			insideOf(path+step+k, inner, found)
		}
	case []any:
		for _, inner := range v {
			insideOf(path, inner, found)
		}
	case string:
		found[path] = append(found[path], v)
	default:
		found[path] = append(found[path], "")
	}
}

var noWords = regexp.MustCompile(`^([A-Z][A-Z0-9_]*|[0-9a-f]{8}-[0-9a-f-]*|[0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}.*|[0-9]{2}/[0-9]{6}-[0-9]{2})?$`)

// isText tells whether somebody's own words could stand there. In an article of law, and the names of what
// a form left blank, they cannot.
func isText(field string, values []string) bool {
	return !strings.HasSuffix(field, ".article") && field != "says/missing" && slices.ContainsFunc(values, func(v string) bool { return !noWords.MatchString(v) })
}

// sealedInGoldens are the sealed fields of all events that are still written.
func sealedInGoldens(t *testing.T) []string {
	t.Helper()
	key, err := os.ReadFile("../eventjson/testdata/master-key.txt")
	must(t, err)
	private := filepath.Join(t.TempDir(), "master.key")
	must(t, os.WriteFile(private, key, 0o600))
	master, err := vault.LoadMaster(private)
	must(t, err)
	files, err := filepath.Glob("../eventjson/testdata/*.v*.json")
	must(t, err)
	var names []string
	for _, file := range files {
		kind, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".json"), "-")
		if strings.Contains(otherwise[kind], "older shape") {
			continue
		}
		text, err := os.ReadFile(file)
		must(t, err)
		var g struct {
			Event   uuid.UUID
			Stream  string
			Keys    []eventlog.DataKey
			Payload json.RawMessage
		}
		must(t, json.Unmarshal(text, &g))
		keys := &vaulttest.Memory{}
		must(t, keys.Keep(g.Keys, nil))
		own, err := vault.Open(t.Context(), keys, master, vault.Source{})
		must(t, err)
		stream, err := eventlog.ParseStream(g.Stream)
		must(t, err)
		e := eventlog.Recorded{Position: 1, Stream: stream, ID: g.Event, Type: kind, Payload: g.Payload}
		readable, err := eventjson.New(own, uuid.NewV7, person.Purposes()...).Readable(t.Context(), []eventlog.Recorded{e})
		must(t, err)
		for field, values := range sealedIn(t, g.Payload, readable[0]) {
			if strings.Contains(field, "/") && !isText(field, values) {
				continue // its box is told, and it is found by its field
			}
			names = append(names, kind+" "+field)
		}
		if kind == "document.drafted.v1" {
			names = append(names, kind+" parts.share")
		}
	}
	slices.Sort(names)
	if names = slices.Compact(names); len(names) < 40 {
		t.Fatalf("only %d sealed fields were found", len(names))
	}
	return names
}
