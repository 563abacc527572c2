package api

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/domain/access"
)

// TestAGuessIsAnsweredAlikeWhetherItIsRight: a reporter who names a colleague by
// staff number learns neither whether he is on record nor under which name or
// how badly hurt: not from the answer, nor from what the incident looks like after.
func TestAGuessIsAnsweredAlikeWhetherItIsRight(t *testing.T) {
	t.Parallel()
	for name, guess := range map[string]string{
		"name":      `{"workers":[{"name":"Jan Kanarie","staff_number":"NL-4711"}]}`,
		"number":    `{"workers":[{"staff_number":"NL-4711"}]}`,
		"injury":    `{"workers":[{"staff_number":"NL-4711","injury":"I1"}]}`,
		"narrative": `{"narrative":"Jan werd uitgescholden."}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			right := guessed(t, whole, guess)
			for record, body := range map[string]string{
				"another name":   strings.ReplaceAll(whole, "Jan Kanarie", "Piet Mees"),
				"another injury": strings.ReplaceAll(whole, `"I1"`, `"I4"`),
				"somebody else":  strings.ReplaceAll(whole, "NL-4711", "NL-4712"),
				"another text":   strings.ReplaceAll(whole, "Jan werd uitgescholden.", "Jan werd weggeduwd."),
			} {
				if diff := cmp.Diff(right, guessed(t, body, guess)); diff != "" {
					t.Errorf("%s is told from a right guess:\n%s", record, diff)
				}
			}
		})
	}
}

// guessed is all that somebody sees who guesses twice about a new record in a
// new world: two answers, and the page afterwards, but for ids.
func guessed(t *testing.T, body, guess string) []map[string]any {
	t.Helper()
	w := newWorld(t)
	role, employer := access.Reporter, w.city
	path := w.post("/v1/incidents", access.Registrar, w.city, body).want(201).Header().Get("Location")
	var seen []map[string]any
	for _, out := range []*reply{
		w.post(path+"/details", role, employer, guess), w.post(path+"/details", role, employer, guess), w.get(path, role, employer),
	} {
		delete(out.json, "id")
		out.json["status"], out.json["headers"] = out.Code, slices.Sorted(maps.Keys(out.Header()))
		out.json["etag"], out.json["at"] = out.Header().Get("ETag"), out.Header().Get("Position")
		seen = append(seen, out.json)
	}
	return seen
}

// A report of somebody whose number is known elsewhere under another name is
// answered like any other.
func TestARegistrationDoesNotTellWhetherSomebodyIsKnown(t *testing.T) {
	t.Parallel()
	answer := func(known string) map[string]any {
		w := newWorld(t)
		w.registered(strings.ReplaceAll(whole, "NL-4711", known))
		out := w.post("/v1/incidents", access.Reporter, w.city, `{"workers":[{"name":"Piet Mees","staff_number":"NL-4711"}]}`)
		delete(out.json, "id")
		out.json["status"], out.json["headers"] = out.Code, slices.Sorted(maps.Keys(out.Header()))
		return out.json
	}
	if diff := cmp.Diff(answer("NL-4711"), answer("NL-4712")); diff != "" {
		t.Errorf("somebody who is known is told from somebody who is not:\n%s", diff)
	}
}

func TestARegistrarSeesUnderWhichOtherNameAWorkerWasTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	for range 2 {
		w.post(path+"/details", access.Reporter, w.city, `{"workers":[{"name":"Piet Mees","staff_number":"NL-4711"}]}`).want(200)
	}
	page := w.get(path, access.Registrar, w.city).want(200)
	someone := page.json["personal"].(map[string]any)["workers"].([]any)[0].(map[string]any)
	if diff := cmp.Diff([]any{"Piet Mees"}, someone["also_named"]); diff != "" || someone["name"] != "Jan Kanarie" || page.json["worker_count"] != 1.0 {
		t.Errorf("the registrar reads %s", page.Body)
	}
	out := w.post(path+"/details", access.Registrar, w.city, `{"workers":[{"name":"Piet Mees","staff_number":"NL-4711"}]}`).want(400)
	if diff := cmp.Diff([]string{"workers[0].name"}, out.fields()); diff != "" {
		t.Errorf("whoever may read is not told what differs: %s", diff)
	}
}
