package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// inUnits keeps whoever asks with the header of a test to a unit, as an issuer does by a group.
type inUnits struct{ Identity }

const unitHeader = "X-Test-Unit"

func (i inUnits) Authenticate(r *http.Request) (access.Actor, error) {
	actor, err := i.Identity.Authenticate(r)
	actor.Unit = r.Header.Get(unitHeader)
	return actor, err
}

// divided is a world whose city has two units, with an incident in each and all that rests on one.
type divided struct {
	*world
	north, south map[string]string // paths by kind of record
}

const ofNorth = "NOORD"

func newDivided(t *testing.T) *divided {
	t.Helper()
	w := newWorld(t, func(n *Needs, _ *limits) { n.Identity = inUnits{n.Identity} })
	w.post("/v1/employers/"+city+"/changes", access.Registrar, w.city, `{"units":[{"code":"NOORD","name":"Noord"},{"code":"ZUID","name":"Zuid"}]}`).want(200)
	d := &divided{world: w}
	d.north, d.south = d.filled(ofNorth), d.filled("ZUID")
	return d
}

func (d *divided) filled(unit string) map[string]string {
	incident := d.registered(strings.Replace(whole, `"NOORD"`, `"`+unit+`"`, 1))
	worker := d.person(incident)
	of := map[string]string{
		"incident": incident, "case": d.prosecution(incident, worker), "aangifte": d.aangifte(incident, worker), "aftercare": d.aftercare(incident, worker),
	}
	d.post(of["case"]+"/links", access.CaseWorker, d.city, `{"kind":"AANGIFTE","id":"`+idIn(of["aangifte"])+`"}`).want(200)
	return of
}

// in asks in a unit.
func in(unit string) option { return header(unitHeader, unit) }

func TestAnotherUnitsRecordDoesNotExist(t *testing.T) {
	t.Parallel()
	d := newDivided(t)
	for noun, path := range d.south {
		for _, road := range []string{path, path + "/timeline"} {
			if noun != "incident" && noun != "case" && road != path {
				continue
			}
			d.get(strings.Replace(road, path, d.north[noun], 1), access.Registrar, d.city, in(ofNorth)).want(200)
			before := len(d.tried(d.city))
			theirs := d.get(road, access.Registrar, d.city, in(ofNorth)).want(404)
			none := d.get(strings.Replace(road, idIn(path), uuid.NewString(), 1), access.Registrar, d.city, in(ofNorth)).want(404)
			if theirs.Body.String() != none.Body.String() {
				t.Errorf("%s: %s and %s", noun, theirs.Body, none.Body)
			}
			list := d.tried(d.city)
			if len(list) != before+1 || list[0]["what"] != noun || list[0]["record"] != idIn(path) || list[0]["refused"] != "UNIT" {
				t.Errorf("%s: kept as %v", noun, list[0])
			}
		}
	}
	d.post(d.south["incident"]+"/corrections", access.Registrar, d.city, `{`, in(ofNorth)).want(404)
	d.post(d.south["case"]+"/snooze", access.CaseWorker, d.city, `{`, in(ofNorth)).want(404)
	d.post(d.south["aftercare"]+"/steps", access.Manager, d.city, `{`, in(ofNorth)).want(404)
	for _, terms := range []string{"/agreement-uses", "/clock-facts", "/clock-fact-retractions"} { // which are of cases and of care
		d.post(d.south["case"]+terms, access.CaseWorker, d.city, `{`, in(ofNorth)).want(404)
		d.post(d.south["aftercare"]+terms, access.CaseWorker, d.city, `{`, in(ofNorth)).want(404)
	}
}

// TestAUnitsPeopleWorkInItAsOthersDo does what people do there, and is refused what is of the whole employer.
func TestAUnitsPeopleWorkInItAsOthersDo(t *testing.T) {
	t.Parallel()
	d := newDivided(t)
	new := d.post("/v1/incidents", access.Reporter, d.city, `{"employer":"GEM-ROTTERDAM","occurred":{"at":"2026-11-20T23:10+01:00"},"place":{"type":"ROAD"}}`, in(ofNorth)).want(201).Header().Get("Location")
	if place := d.get(new, access.Reporter, d.city, in(ofNorth)).want(200).json["place"].(map[string]any); place["unit"] != ofNorth {
		t.Errorf("what was registered in a unit is of %v", place["unit"])
	}
	d.post("/v1/incidents", access.Reporter, d.city, strings.Replace(whole, `"NOORD"`, `"ZUID"`, 1), in(ofNorth)).want(403)
	d.post(d.north["incident"]+"/details", access.Reporter, d.city, `{"workers":[{"staff_number":"NL-4711","injury":"I4"}]}`, in(ofNorth)).want(200)
	d.post(d.north["incident"]+"/corrections", access.Registrar, d.city, `{"place":{"type":"HOME","gemeente":"GM0599","unit":"NOORD"},"reason":"thuis"}`, in(ofNorth)).want(200)
	d.post(d.north["case"]+"/assignment", access.CaseWorker, d.city, `{}`, in(ofNorth)).want(200)
	d.post(d.north["case"]+"/snooze", access.CaseWorker, d.city, examples["snoozeCase"], in(ofNorth)).want(200)
	acquitted := `{"source":"OM","received":{"at":"2026-11-20"},"step":"SUMMONS","effect":{"at":"2026-11-19"}}`
	d.post(d.north["case"]+"/notices", access.CaseWorker, d.city, acquitted, in(ofNorth)).want(200)
	d.post(d.north["aangifte"]+"/corrections", access.CaseWorker, d.city, examples["correctAangifte"], in(ofNorth))
	d.post(d.north["aftercare"]+"/steps", access.Manager, d.city, examples["tellCare"], in(ofNorth)).want(200)
	for _, path := range []string{"/v1/employers/" + city, "/v1/agreements?employer=" + city, "/v1/releases"} {
		d.get(path, access.Registrar, d.city, in(ofNorth)).want(200)
	}
	for _, path := range []string{"/v1/exports", "/v1/triage", "/v1/coding-samples", "/v1/permits", "/v1/employers/" + city + "/mail-addresses", "/v1/imports"} {
		d.get(path, access.Registrar, d.city, in(ofNorth)).want(403)
	}
	d.post("/v1/cases", access.CaseWorker, d.city, `{}`, in(ofNorth)).want(403)
	d.get(d.suspect(), access.Registrar, d.city, in(ofNorth)).want(403)
}

// TestABodyNamesNoRecordOfAnotherUnit: it is refused in the words of one that never was, and the attempt is kept.
func TestABodyNamesNoRecordOfAnotherUnit(t *testing.T) {
	t.Parallel()
	d := newDivided(t)
	worker := d.person(d.south["incident"])
	for what, ask := range map[string]func(id string) *reply{
		"a case and an incident": func(id string) *reply {
			return d.post(d.north["case"]+"/links", access.CaseWorker, d.city, `{"kind":"INCIDENT","id":"`+id+`"}`, in(ofNorth))
		},
		"an aangifte": func(id string) *reply {
			return d.post("/v1/aangiften", access.CaseWorker, d.city, `{"on":{"at":"2026-11-21"},"complainant":"VICTIM","incidents":["`+id+`"]}`, in(ofNorth))
		},
		"care": func(id string) *reply {
			return d.post("/v1/aftercare", access.CaseWorker, d.city, `{"incident":"`+id+`","worker":"`+worker+`"}`, in(ofNorth))
		},
		"a merge of incidents": func(id string) *reply {
			return d.post(d.north["incident"]+"/merge", access.Registrar, d.city, `{"into":"`+id+`"}`, in(ofNorth))
		},
	} {
		before := len(d.tried(d.city))
		theirs, none := ask(idIn(d.south["incident"])), ask(uuid.NewString())
		if theirs.Code < 400 || theirs.Code != none.Code || theirs.Body.String() != none.Body.String() {
			t.Errorf("%s: %d %s and %d %s", what, theirs.Code, theirs.Body, none.Code, none.Body)
		}
		if list := d.tried(d.city); len(list) != before+1 || list[0]["refused"] != "UNIT" {
			t.Errorf("%s: kept as %v", what, list)
		}
	}
	merge := func(id string) *reply {
		return d.post(d.north["case"]+"/merge", access.CaseWorker, d.city, `{"into":"`+id+`"}`, in(ofNorth))
	}
	if theirs, none := merge(idIn(d.south["case"])), merge(uuid.NewString()); theirs.Code < 400 || masked(theirs.Body.String()) != masked(none.Body.String()) {
		t.Errorf("a merge of cases: %s and %s", theirs.Body, none.Body)
	}
}

// TestListsShowOneUnit: whatever is asked, none shows an id of the other one.
func TestListsShowOneUnit(t *testing.T) {
	t.Parallel()
	d := newDivided(t)
	for _, list := range []string{
		"/v1/incidents", "/v1/incidents?unit=ZUID", "/v1/incidents?unit=NOORD", "/v1/cases", "/v1/cases?incident=" + idIn(d.south["incident"]),
		"/v1/worklist", "/v1/worklist?unit=ZUID", "/v1/worklist/digest", d.north["incident"] + "/likely-doubles", d.north["incident"], d.north["case"],
		d.north["incident"] + "/timeline", d.north["case"] + "/timeline",
	} {
		got := d.get(list, access.Registrar, d.city, in(ofNorth)).Body.String()
		for noun, path := range d.south {
			if !strings.Contains(list, idIn(path)) && strings.Contains(got, idIn(path)) {
				t.Errorf("%s shows the %s of the other unit: %s", list, noun, got)
			}
		}
	}
	if got := d.get("/v1/incidents", access.Registrar, d.city, in(ofNorth)).Body.String(); !strings.Contains(got, idIn(d.north["incident"])) {
		t.Errorf("the own unit's is not shown: %s", got)
	}
}

// TestTheUnitThatHoldsNowDecides: an incident that is moved is the other unit's from then on, with all that
// rests on it; and what rests on incidents of two units is of the whole employer.
func TestTheUnitThatHoldsNowDecides(t *testing.T) {
	t.Parallel()
	d := newDivided(t)
	moved := `{"place":{"type":"ROAD","gemeente":"GM0599","unit":"ZUID"},"reason":"was in Zuid"}`
	d.post(d.north["incident"]+"/corrections", access.Registrar, d.city, moved, in(ofNorth)).want(400) // not by who is kept to one
	d.post(d.north["incident"]+"/corrections", access.Registrar, d.city, moved).want(200)
	for _, path := range d.north {
		d.get(path, access.Registrar, d.city, in(ofNorth)).want(404)
		d.get(path, access.Registrar, d.city, in("ZUID")).want(200)
	}
	again := d.registered(whole)
	d.post(d.north["case"]+"/links", access.CaseWorker, d.city, `{"kind":"INCIDENT","id":"`+idIn(again)+`"}`).want(200)
	for _, unit := range []string{ofNorth, "ZUID"} {
		d.get(d.north["case"], access.Registrar, d.city, in(unit)).want(404)
		if got := d.get(again+"/timeline", access.Registrar, d.city, in(ofNorth)).want(200).Body.String(); strings.Contains(got, idIn(d.north["case"])) {
			t.Errorf("the timeline shows a case of two units: %s", got)
		}
	}
	d.get(d.north["case"], access.Registrar, d.city).want(200)
}

// TestAUnitThatIsNoMore keeps what was registered under it: its people see it, and others only when it is moved.
func TestAUnitThatIsNoMoreKeepsItsRecords(t *testing.T) {
	t.Parallel()
	d := newDivided(t)
	d.post("/v1/employers/"+city+"/changes", access.Registrar, d.city, `{"units":[{"code":"ZUID","name":"Zuid en Noord"}]}`).want(200)
	d.get(d.north["incident"], access.Registrar, d.city, in(ofNorth)).want(200)
	d.get(d.north["incident"], access.Registrar, d.city, in("ZUID")).want(404)
	d.post("/v1/incidents", access.Reporter, d.city, whole, in(ofNorth)).want(400) // nothing new under a unit that is none
}

// TestAManagersFiguresAreOfHisUnit exactly, and tell nobody's health.
func TestAManagersFiguresAreOfHisUnit(t *testing.T) {
	t.Parallel()
	d := newDivided(t)
	d.registered(strings.Replace(whole, `"NOORD"`, `"ZUID"`, 1))
	total := func(path, unit string) float64 {
		t.Helper()
		out := d.get(path, access.Manager, d.city, in(unit)).want(200)
		n, is := out.json["total"].(map[string]any)["n"].(float64)
		if !is {
			t.Fatalf("no total: %s", out.Body)
		}
		return n
	}
	for unit, want := range map[string]float64{"": 3, ofNorth: 1, "ZUID": 2} {
		if n := total("/v1/figures?rows=place", unit); n != want {
			t.Errorf("in unit %q: %v, want %v", unit, n, want)
		}
	}
	if n := total("/v1/figures?unit=case&rows=place", ofNorth); n != 1 {
		t.Errorf("%v cases", n)
	}
	if out := d.get("/v1/figures?rows=own-unit", access.Manager, d.city, in(ofNorth)).want(200); strings.Contains(out.Body.String(), `"n":2`) {
		t.Errorf("the figures of the other unit are shown: %s", out.Body)
	}
	d.get("/v1/figures?rows=place&own-unit=GEM-ROTTERDAM/ZUID", access.Manager, d.city, in(ofNorth)).want(400)
	d.get("/v1/figures?rows=place&own-unit=GEM-ROTTERDAM/NOORD", access.Manager, d.city, in(ofNorth)).want(200)
	for _, path := range []string{"/v1/figures?rows=injury", "/v1/figures?rows=place&absence=UNKNOWN", "/v1/views/triggers?by=exposure", "/v1/figures/change?from=1&rows=mind-injury"} {
		for _, unit := range []string{"", ofNorth} {
			d.get(path, access.Manager, d.city, in(unit)).want(403)
		}
		d.get(path, access.Registrar, d.city, in(ofNorth)).want(200)
	}
}
