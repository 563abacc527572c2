package eventjson_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/vault"
	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

// TestEverySealedFieldOfEveryEventIsSealed puts a canary in each personal value of
// each event that is written: there must be one to put it in, and nothing may sing.
func TestEverySealedFieldOfEveryEventIsSealed(t *testing.T) {
	t.Parallel()
	nothingPersonal := []string{"employer.", "agreement.", "import.", "reference.", "boundary.", "export.", "log.", "person.", "incident.qualified.", "incident.attachment_added.", "incident.merged.", "incident.absorbed.", "incident.released.",
		"suspect.identity_erased.", "suspect.profile_erased.", "suspect.history_erased.",
		"incident.address_erased.", "incident.reference_erased.", "incident.narrative_erased.", "incident.profile_erased.",
		"prosecution.prosecution_erased.", "prosecution.damages_erased.", "prosecution.reference_erased.", "prosecution.narrative_erased.",
		"prosecution.opened.", "aftercare.opened.", "prosecution.linked.",
		"template.", "document.issued.",
		"casework.opened.", "casework.assigned.", "casework.handover_offered.", "casework.handover_accepted.", "casework.handover_withdrawn.", "casework.name_changed.", "casework.name_told.",
		"casework.woken.", "casework.alarm_ended.",
		"prosecution.absorbed.", "prosecution.released.", "pseudonym.absorbed.", "pseudonym.released.",
		"aangifte.reference_erased.", "aangifte.narrative_erased.",
		"triage.matched.", "triage.taken_back.", "triage.prosecution_erased.", "triage.narrative_erased.",
		"mailbook.address_removed.", "mail.",
		"release.", "ledger.", "question.", "coding.", "codingbook.", "campaign.", "retention.",
		"permit.granted.", "permit.used.", "suspectlink.", "certificate.", "disposal.", "departure.", "accessrequest.opened.", "accessrequest.delivered."}
	w := newWorld(t, vault.Source{})
	for name, e := range examples() {
		if !eventjson.Written(typeOf(name)) {
			continue
		}
		copied := reflect.New(reflect.TypeOf(e)).Elem()
		copied.Set(reflect.ValueOf(e))
		sings := sing(copied, false)
		personal := !slices.ContainsFunc(nothingPersonal, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
		if (sings > 0) != personal {
			t.Errorf("%s has %d personal fields", name, sings)
		}
		encoded, err := w.codec().Encode(t.Context(), incident.Stream(exampleIncident), []decider.Event{copied.Interface().(decider.Event)}, w.request())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		haystack := fmt.Appendf(encoded.Events[0].Payload, "%v %+v %#v %s", copied, copied, copied.Interface(), encoded.Events[0].Metadata)
		if found := canary.Find(haystack); found != nil {
			t.Errorf("%s: found %v", name, found)
		}
	}
}

// sing puts a canary in every text that is held, and counts them.
func sing(v reflect.Value, held bool) int {
	n := 0
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fresh := reflect.New(v.Type().Elem())
			fresh.Elem().Set(v.Elem())
			v.Set(fresh)
			n = sing(fresh.Elem(), held)
		}
	case reflect.Slice:
		fresh := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(fresh, v)
		v.Set(fresh)
		for i := range v.Len() {
			n += sing(v.Index(i), held)
		}
	case reflect.Struct:
		if v.Type().PkgPath() == "time" {
			return 0
		}
		if state := v.FieldByName("State"); state.IsValid() && state.Type() == reflect.TypeFor[person.State]() {
			state.Set(reflect.ValueOf(person.Present))
			held = true
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				n += sing(v.Field(i), held)
			}
		}
	case reflect.String:
		if held {
			v.SetString(canary.Name)
			n = 1
		}
	}
	return n
}

// TestEveryEventOfTheTradeCanBeWritten reads the sources of the trade for the names
// of its events: one without a shape would be refused when somebody needs it.
func TestEveryEventOfTheTradeCanBeWritten(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../domain/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`EventType\(\) string +\{ return "([a-z_.0-9]+)" \}`)
	found := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range name.FindAllSubmatch(text, -1) {
			found++
			if !slices.Contains(eventjson.Types(), string(m[1])) || !eventjson.Written(string(m[1])) {
				t.Errorf("%s: %s cannot be written", filepath.Base(file), m[1])
			}
		}
	}
	if found < 25 {
		t.Errorf("only %d events were found", found)
	}
}
