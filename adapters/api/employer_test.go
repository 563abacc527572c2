package api

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

const police = `{"code":"POL-RTM","name":"Eenheid Rotterdam","kind":"EMP_POLUNIT"}`

func TestAnEmployerIsRegisteredReadAndChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.post("/v1/employers", access.Operator, uuid.Nil, police).want(201)
	path := made.Header().Get("Location")
	if path != "/v1/employers/POL-RTM" {
		t.Errorf("it stands at %q", path)
	}
	if events, _ := w.log.Read(context.Background(), 2, 1); events[0].Employer.String() != made.text("id") {
		t.Errorf("it is the record of %s", events[0].Employer)
	}
	change := `{"name":"Politie Rotterdam","areas":[{"code":"ZUID","name":"Zuid","gemeenten":["GM0599"]}],"units":[{"code":"BT","name":"Basisteam"}],"holidays":[{"date":"2026-05-05","name":"Bevrijdingsdag"}]}`
	w.post(path+"/changes", access.Operator, uuid.Nil, change, header("If-Match", made.Header().Get("ETag"))).want(200)
	w.post(path+"/changes", access.Operator, uuid.Nil, `{"name":"anders"}`, header("If-Match", made.Header().Get("ETag"))).want(412)

	page := w.get(path, access.Operator, uuid.Nil).want(200)
	want := map[string]any{
		"id": made.text("id"), "version": 2.0, "code": "POL-RTM", "name": "Politie Rotterdam", "kind": "EMP_POLUNIT", "zone": "Europe/Amsterdam",
		"areas":    []any{map[string]any{"code": "ZUID", "name": "Zuid", "gemeenten": []any{"GM0599"}}},
		"units":    []any{map[string]any{"code": "BT", "name": "Basisteam"}},
		"holidays": []any{map[string]any{"date": "2026-05-05", "name": "Bevrijdingsdag"}},
	}
	if diff := cmp.Diff(want, page.json); diff != "" {
		t.Error(diff)
	}
	if page.Header().Get("ETag") != `"2"` || w.readings.list[0].What != "employer" || w.readings.list[0].ID.String() != made.text("id") {
		t.Errorf("headers %v, readings %+v", page.Header(), w.readings.list)
	}
	if out := w.post(path+"/changes", access.Operator, uuid.Nil, `{"units":[]}`).want(200); out.json["recorded"] != true {
		t.Errorf("an empty list does not empty the list: %s", out.Body)
	}
}

func TestRegisteringAnEmployerAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := header("Idempotency-Key", "one")
	first := w.post("/v1/employers", access.Operator, uuid.Nil, police, key).want(201)
	if again := w.post("/v1/employers", access.Operator, uuid.Nil, police, key).want(201); again.Body.String() != first.Body.String() || again.Header().Get("Idempotency-Replayed") != "true" {
		t.Errorf("the repeat gave %s", again.Body)
	}
	if same := w.post("/v1/employers", access.Operator, uuid.Nil, police).want(200); same.json["recorded"] != false || same.text("id") != first.text("id") {
		t.Errorf("the same again gave %s", same.Body)
	}
	if other := w.post("/v1/employers", access.Operator, uuid.Nil, `{"code":"POL-RTM","name":"Anders","kind":"EMP_POLUNIT"}`).want(409); other.text("kind") != "refused" {
		t.Errorf("other details gave %s", other.Body)
	}
}

func TestTwoWhoRegisterOneEmployerAtOnceGetOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ids := make([]string, 8)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			out := w.post("/v1/employers", access.Operator, uuid.Nil, police)
			if out.Code != 200 && out.Code != 201 {
				t.Errorf("got %d: %s", out.Code, out.Body)
				return
			}
			ids[i], _ = out.json["id"].(string)
		})
	}
	all.Wait()
	if slices.Sort(ids); len(slices.Compact(ids)) != 1 {
		t.Errorf("one employer has the ids %v", ids)
	}
	if head, _ := w.log.Head(context.Background()); head != 3 {
		t.Errorf("the log holds %d events, want 3", head)
	}
}

func TestBadEmployersNameTheField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for body, want := range map[string][]string{
		`{}`: {"name", "kind", "code"},
		`{"code":"pol","name":"x","kind":"EMP_POLUNIT","zone":"Local"}`:                                                 {"zone", "code"},
		`{"code":"POL","name":"x","kind":"EMP_POLUNIT","zone":"../etc/passwd"}`:                                         {"zone"},
		`{"code":"POL","name":"x","kind":"EMP_POLUNIT","zone":"Mars/Base"}`:                                             {"zone"},
		`{"code":"POL","name":"x","kind":"EMP_POLUNIT","units":[{"code":"a","name":""}],"holidays":[{"date":"5 mei"}]}`: {"units[0].code", "units[0].name", "holidays[0].date", "holidays[0].name"},
		`{"code":"POL","name":"x","kind":"EMP_POLUNIT","areas":[{"code":"A","name":"A","gemeenten":["0599"]}]}`:         {"areas[0].gemeenten[0]"},
	} {
		out := w.post("/v1/employers", access.Operator, uuid.Nil, body).want(400)
		if got, want := slices.Sorted(slices.Values(out.fields())), slices.Sorted(slices.Values(want)); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", body, got, want)
		}
	}
}
