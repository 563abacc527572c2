package api

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"ruggensteun/domain/access"
)

func TestOneStaffNumberIsOnePerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one := w.registered(`{"workers":[{"staff_number":"NL-1","name":"A"},{"staff_number":" NL-1 ","name":"A"}]}`)
	const writers = 12
	paths := make([]string, writers)
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			out := w.post("/v1/incidents", access.Reporter, w.city, fmt.Sprintf(`{"workers":[{"staff_number":"NL-1"},{"staff_number":"NL-%d"}]}`, 2+i/6))
			if out.Code == 201 {
				paths[i] = out.Header().Get("Location")
			} else {
				t.Errorf("got %s", out.Body)
			}
		})
	}
	all.Wait()
	persons := map[string]map[string]bool{}
	for _, path := range append(paths, one) {
		if path == "" {
			continue
		}
		for _, entry := range w.get(path, access.Registrar, w.city).want(200).json["personal"].(map[string]any)["workers"].([]any) {
			someone := entry.(map[string]any)
			number := strings.ToUpper(strings.TrimSpace(someone["staff_number"].(string)))
			if persons[number] == nil {
				persons[number] = map[string]bool{}
			}
			persons[number][someone["person"].(string)] = true
		}
	}
	for number, ids := range persons {
		if len(ids) != 1 {
			t.Errorf("%s is %d persons", number, len(ids))
		}
	}
	if len(persons) != 3 {
		t.Errorf("%d staff numbers, want 3", len(persons))
	}
}

func TestWorkersWithoutAStaffNumberAreDifferentPersons(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(`{"workers":[{"name":"A"},{"name":"B"}]}`)
	if page := w.get(path, access.Registrar, w.city).want(200); page.json["worker_count"] != 2.0 {
		t.Errorf("got %s", page.Body)
	}
}

// A commander tells: twelve were hit, nobody is named, and two went to hospital.
func TestWhoIsNotNamedCanBeHurt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(`{"hit":{"number":12},"workers":[{"injury":"I3"},{"injury":"I4"}]}`)
	page := w.get(path, access.Registrar, w.city).want(200)
	all := page.json["personal"].(map[string]any)["workers"].([]any)
	if len(all) != 2 || all[0].(map[string]any)["injury"] != "I3" || all[1].(map[string]any)["injury"] != "I4" || all[0].(map[string]any)["name"] != nil {
		t.Errorf("got %s", page.Body)
	}
	if hit := page.json["hit"].(map[string]any)["number"]; hit != 12.0 {
		t.Errorf("%v were hit", hit)
	}
}
