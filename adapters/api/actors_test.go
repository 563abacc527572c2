package api

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// TestWorkIsGivenToWhoIsKnownOnly: who was never seen, is of another employer, or may not do it is refused in
// the same words, and the field is named.
func TestWorkIsGivenToWhoIsKnownOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole)
	worker := w.person(incident)
	docket, care := w.prosecution(incident, worker), w.aftercare(incident, worker)
	me := func(role access.Role, at uuid.UUID) string {
		w.get("/v1/agreements", role, at).want(200)
		w.access.mu.Lock()
		defer w.access.mu.Unlock()
		return w.access.said[len(w.access.said)-1].Actor.String()
	}
	strange, theirs, manager := uuid.NewString(), me(access.CaseWorker, w.fire), me(access.Manager, w.city)
	var said []string
	for _, id := range []string{strange, theirs, manager} {
		for _, body := range []string{`{"responsible":"` + id + `"}`, `{"stand_in":"` + id + `"}`} {
			refused := w.post(docket+"/assignment", access.CaseWorker, w.city, body).want(400)
			if fields := refused.fields(); !slices.Equal(fields, []string{strings.Split(body, `"`)[1]}) || !strings.Contains(refused.Body.String(), "ruggensteun actors") {
				t.Errorf("%s: %s", body, refused.Body)
			}
		}
	}
	w.post(docket+"/assignment", access.CaseWorker, w.city, `{}`).want(200)
	for _, id := range []string{strange, theirs, manager} {
		said = append(said, fmt.Sprint(w.post(docket+"/hand-over", access.CaseWorker, w.city, `{"to":"`+id+`"}`).want(400).json["errors"]))
	}
	if said[0] != said[1] || said[1] != said[2] {
		t.Errorf("who there is can be told from what is said: %v", said)
	}
	w.post(care+"/assignment", access.CaseWorker, w.city, `{"responsible":"`+manager+`"}`).want(200)
	w.post("/v1/employers/"+city+"/mail-addresses", access.Registrar, w.city, `{"actor":"`+strange+`","address":"zaken@example.nl","wants":"AT_ONCE"}`).want(400)
	w.post("/v1/employers/"+city+"/mail-addresses", access.Registrar, w.city, `{"actor":"`+manager+`","address":"zaken@example.nl","wants":"AT_ONCE"}`).want(200)
}

// TestColleaguesAreListedAsIdsOfTheOwnEmployer by page, each once, with what he holds.
func TestColleaguesAreListedAsIdsOfTheOwnEmployer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, role := range []access.Role{access.Registrar, access.Reporter, access.Manager} {
		w.get("/v1/agreements", role, w.city).want(200)
		w.get("/v1/agreements", role, w.fire).want(200)
	}
	all := w.get("/v1/actors", access.CaseWorker, w.city).want(200).list("actors")
	var roles []string
	you := 0
	for _, a := range all {
		held := a["roles"].([]any)[0].(map[string]any)
		roles = append(roles, held["role"].(string))
		if held["confirmed"] != "2026-11" {
			t.Errorf("said last in %v", held["confirmed"])
		}
		if a["you"] == true {
			you++
		}
	}
	if slices.Sort(roles); !slices.Equal(roles, []string{"case-worker", "case-worker", "case-worker", "case-worker", "manager", "registrar"}) || you != 1 {
		t.Errorf("listed are %v, of whom %d asks", roles, you)
	}
	var paged []map[string]any
	for after := ""; ; {
		page := w.get("/v1/actors?limit=4"+after, access.CaseWorker, w.city).want(200)
		paged = append(paged, page.list("actors")...)
		next, more := page.json["next"].(string)
		if !more {
			break
		}
		after = "&after=" + next
	}
	if len(paged) != len(all) || paged[5]["actor"] != all[5]["actor"] {
		t.Errorf("by page there are %v of %v", paged, all)
	}
	if got := w.get("/v1/actors?role=reporter", access.CaseWorker, w.city).want(200).list("actors"); len(got) != 1 {
		t.Errorf("reporters are %v", got)
	}
	for query, field := range map[string]string{"role=operator": "role", "role=manager:NOORD": "role", "limit=201": "limit", "after=x": "after"} {
		if got := w.get("/v1/actors?"+query, access.CaseWorker, w.city).want(400).fields(); !slices.Equal(got, []string{field}) {
			t.Errorf("%s: %v", query, got)
		}
	}
	for _, role := range []access.Role{access.Reporter, access.Operator, access.Analyst} {
		at := w.city
		if !role.AtEmployer() {
			at = uuid.Nil
		}
		w.get("/v1/actors", role, at).want(403)
	}
}

// TestWhoIsKeptToAUnitIsShownWhoCanBeGivenWhatHeSees and gives it to nobody of another unit.
func TestWhoIsKeptToAUnitIsShownWhoCanBeGivenWhatHeSees(t *testing.T) {
	t.Parallel()
	d := newDivided(t)
	north, south := uuid.New(), uuid.New()
	for who, unit := range map[uuid.UUID]access.Role{north: "case-worker:NOORD", south: "case-worker:ZUID"} {
		must(t, d.access.Held(t.Context(), access.Said{At: noon, Actor: who, Role: unit, Employer: d.city, Held: true}))
	}
	listed := func(options ...option) (ids []string) {
		for _, a := range d.get("/v1/actors?role=case-worker", access.CaseWorker, d.city, options...).want(200).list("actors") {
			ids = append(ids, a["actor"].(string))
		}
		return ids
	}
	if ids := listed(in(ofNorth)); !slices.Contains(ids, north.String()) || slices.Contains(ids, south.String()) {
		t.Errorf("in %s are shown %v", ofNorth, ids)
	}
	if ids := listed(); !slices.Contains(ids, north.String()) || !slices.Contains(ids, south.String()) {
		t.Errorf("in all of it are shown %v", ids)
	}
	d.post(d.north["case"]+"/assignment", access.CaseWorker, d.city, `{"stand_in":"`+south.String()+`"}`, in(ofNorth)).want(400)
	d.post(d.north["case"]+"/assignment", access.CaseWorker, d.city, `{"stand_in":"`+north.String()+`"}`, in(ofNorth)).want(200)
}
