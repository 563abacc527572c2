package api

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// tried are the attempts that an employer's privacy officer is shown, the newest first.
func (w *world) tried(employer uuid.UUID) []map[string]any {
	w.t.Helper()
	return w.get("/v1/attempts", access.PrivacyOfficer, employer).want(200).list("attempts")
}

// TestWhoAsksForAnothersRecordIsToldNothingAndTheOwnerIsTold goes over the kinds of records.
func TestWhoAsksForAnothersRecordIsToldNothingAndTheOwnerIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole)
	worker := w.person(incident)
	paths := map[string]string{
		"incident": incident, "case": w.prosecution(incident, worker), "suspect": w.suspect(),
		"aangifte": w.aangifte(incident, worker), "aftercare": w.aftercare(incident, worker),
	}
	for noun, path := range paths {
		before := len(w.tried(w.city))
		theirs := w.get(path, access.Registrar, w.fire).want(404)
		none := w.get(path[:strings.LastIndex(path, "/")+1]+uuid.NewString(), access.Registrar, w.fire).want(404)
		if theirs.Body.String() != none.Body.String() {
			t.Errorf("%s: %s and %s", noun, theirs.Body, none.Body)
		}
		list := w.tried(w.city)
		if len(list) != before+1 {
			t.Fatalf("%s: %d attempts, want one more than %d", noun, len(list), before)
		}
		got := list[0]
		if got["what"] != noun || got["record"] != idIn(path) || got["refused"] != "EMPLOYER" || got["employer"] != fire || got["role"] != "registrar" ||
			got["at"] != "2026-11-21T12:00:00Z" || !strings.HasPrefix(got["route"].(string), "GET /") || strings.Contains(got["route"].(string), idIn(path)) {
			t.Errorf("%s: kept as %v", noun, got)
		}
	}
	w.get("/v1/employers/"+city, access.Registrar, w.fire).want(404)
	w.post(incident+"/corrections", access.Registrar, w.fire, `{`).want(404)
	if list := w.tried(w.city); list[1]["what"] != "employer" || list[0]["route"] != "POST /incidents/{id}/corrections" {
		t.Errorf("kept as %v", list)
	}
	if theirs := w.tried(w.fire); len(theirs) != 0 {
		t.Errorf("who tried is told %v", theirs)
	}
	for _, role := range []access.Role{access.Registrar, access.Manager, access.CaseWorker} {
		w.get("/v1/attempts", role, w.city).want(403)
	}
}

// A record that a body names is asked for too, and is not told from one that never was.
func TestARecordThatABodyNamesIsAskedForToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole)
	own := w.post("/v1/cases", access.CaseWorker, w.fire, `{}`).want(201).Header().Get("Location")
	link := func(id string) string {
		return w.post(own+"/links", access.CaseWorker, w.fire, `{"kind":"INCIDENT","id":"`+id+`"}`).want(400).Body.String()
	}
	if theirs, none := link(idIn(incident)), link(uuid.NewString()); theirs != none {
		t.Errorf("%s and %s", theirs, none)
	}
	if list := w.tried(w.city); len(list) != 1 || list[0]["what"] != "incident" || list[0]["record"] != idIn(incident) || list[0]["role"] != "case-worker" {
		t.Errorf("kept as %v", list)
	}
}

// What never was costs as much as what is another's: one attempt is kept for each, before the
// answer, and when that cannot be there is no answer to either.
func TestAnAttemptIsKeptOrNothingIsAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident, none := w.registered(whole), "/v1/incidents/"+uuid.NewString()
	for _, path := range []string{incident, none} {
		before := len(w.tries.list)
		w.get(path, access.Registrar, w.fire).want(404)
		if len(w.tries.list) != before+1 {
			t.Errorf("%s: %d attempts kept", path, len(w.tries.list)-before)
		}
	}
	w.get(incident, access.Registrar, w.city).want(200)
	if n := len(w.tries.list); n != 2 {
		t.Errorf("who reads what is his left %d attempts", n-2)
	}
	w.tries.fail = errors.New("disk full at Jan Kanarie")
	theirs, never := w.get(incident, access.Registrar, w.fire).want(503), w.get(none, access.Registrar, w.fire).want(503)
	if theirs.Body.String() != never.Body.String() || strings.Contains(theirs.Body.String(), "Kanarie") {
		t.Errorf("%s and %s", theirs.Body, never.Body)
	}
}

// Whose role reads no such records is refused in the same way whoever's it is; the owner sees that
// it was asked for.
func TestWhatARoleMayNotAskForIsKeptToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	file := w.suspect()
	for _, who := range []struct {
		role access.Role
		at   uuid.UUID
		want string
	}{{access.Reporter, w.city, "ROLE"}, {access.Reporter, w.fire, "EMPLOYER"}, {access.Operator, uuid.Nil, "EMPLOYER"}, {access.Analyst, uuid.Nil, "EMPLOYER"}} {
		w.get(file, who.role, who.at).want(403)
		if got := w.tried(w.city)[0]; got["refused"] != who.want || got["role"] != string(who.role) {
			t.Errorf("%s: kept as %v", who.role, got)
		}
	}
}

func TestAttemptsComeInPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole)
	for range 5 {
		w.get(incident, access.Reporter, w.fire).want(404)
	}
	first := w.get("/v1/attempts?limit=2", access.PrivacyOfficer, w.city).want(200)
	second := w.get("/v1/attempts?limit=2&after="+first.text("next"), access.PrivacyOfficer, w.city).want(200)
	third := w.get("/v1/attempts?limit=2&after="+second.text("next"), access.PrivacyOfficer, w.city).want(200)
	if len(first.list("attempts")) != 2 || len(second.list("attempts")) != 2 || len(third.list("attempts")) != 1 || third.json["next"] != nil {
		t.Errorf("%s\n%s\n%s", first.Body, second.Body, third.Body)
	}
	for query, field := range map[string]string{"limit=201": "limit", "after=x": "after", "after=-1": "after"} {
		if got := w.get("/v1/attempts?"+query, access.PrivacyOfficer, w.city).want(400).fields(); len(got) != 1 || got[0] != field {
			t.Errorf("%s: wrong are %v", query, got)
		}
	}
}
