package api

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

const forEver = `"reason":"ERASURE","forever":true}`

func TestAForgottenSuspectIsShownAsForgottenAndCanBeToldAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.suspect()
	do := func(to, body string) *reply { return w.post(path+to, access.Registrar, w.city, body).want(200) }
	do("/identity", `{"name":"Kees Kanarie"}`)
	do("/history", `{"flag":"H_ANTEC","provenance":"OM_FEEDBACK","on":"2026-11-20","document":"OM-17"}`)
	do("/clearances", `{"incident":"`+uuid.NewString()+`","ground":"ACQUITTAL","on":"2026-11-20","document":"ECLI-18"}`)
	do("/erasure", `{"what":["identity","profile","history"],`+forEver)
	page := w.get(path, access.Registrar, w.city).want(200)
	for _, text := range []string{"Kanarie", "FEMALE", "H_ANTEC", "OM-17", "ECLI-18", "ACQUITTAL"} {
		if strings.Contains(page.Body.String(), text) {
			t.Errorf("the page still shows %s", text)
		}
	}
	if n := strings.Count(page.Body.String(), `"forgotten"`); n != 4 || page.json["under_review"] != true {
		t.Errorf("%d details are shown as forgotten, want 4: %s", n, page.Body)
	}
	if !strings.Contains(page.Body.String(), "Vergeten: de voorgeschiedenis; verzoek om wissing") {
		t.Errorf("the history does not say so: %s", page.Body)
	}
	do("/description", `{"sex":"MALE"}`)
	if page = w.get(path, access.Registrar, w.city).want(200); page.json["profile"].(map[string]any)["sex"] != "MALE" {
		t.Errorf("told anew it shows %s", page.Body)
	}
}

func TestAForgottenAddressIsShownAsForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(`{"place":{"type":"HOME"},"address":"Zilverpad 417","reference":"AG-88","narrative":"Kwam aan de deur.","workers":[{"name":"J. Kanarie"}]}`)
	link := w.post(path+"/suspects", access.Registrar, w.city, `{"kind":"DESCRIBED","age_band":"AGE_18_22"}`).want(200)
	forget := w.post(path+"/erasure", access.Registrar, w.city, `{"what":["address","reference","profile"],`+forEver).want(200)
	if forget.json["recorded"] != true || forget.json["position"].(float64) <= link.json["position"].(float64) {
		t.Errorf("%s", forget.Body)
	}
	page := w.get(path, access.Registrar, w.city).want(200)
	for _, text := range []string{"Zilverpad", "AG-88", "AGE_18_22"} {
		if strings.Contains(page.Body.String(), text) {
			t.Errorf("the page still shows %s", text)
		}
	}
	for _, text := range []string{"Kwam aan de deur.", "J. Kanarie", "HOME", `"DESCRIBED"`} {
		if !strings.Contains(page.Body.String(), text) {
			t.Errorf("the page shows %s no more", text)
		}
	}
	w.post(path+"/details", access.Registrar, w.city, `{"address":"Zilverpad 419"}`).want(200)
	if page = w.get(path, access.Registrar, w.city).want(200); !strings.Contains(page.Body.String(), "Zilverpad 419") {
		t.Errorf("told anew it shows %s", page.Body)
	}
}

// TestASlipDestroysNothing: everything that is wrong with it is said at once, and
// after it every detail still opens.
func TestASlipDestroysNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path, incident := w.suspect(), w.registered(whole)
	worker := w.person(incident)
	before := w.head()
	for name, c := range map[string]struct {
		path, body string
		status     int
		fields     []string
	}{
		"without saying that it is for ever": {path, `{"what":["profile"],"reason":"ERASURE"}`, 400, []string{"forever"}},
		"of nothing, for no reason":          {path, `{}`, 400, []string{"forever", "reason", "what"}},
		"what is not kept there":             {incident, `{"what":["address","history"],` + forEver, 400, []string{"what[1]"}},
		"a word that is none":                {"/v1/persons/" + worker, `{"what":["name"],` + forEver, 400, []string{"what[0]"}},
		"a field that is not known":          {path, `{"what":["profile"],"all":true,` + forEver, 400, []string{"all"}},
		"a suspect's file as a person":       {"/v1/persons/" + path[len("/v1/suspects/"):], `{"what":["identity"],` + forEver, 404, nil},
		"a person as a suspect":              {"/v1/suspects/" + worker, `{"what":["identity"],` + forEver, 404, nil},
		"somebody who was never told of":     {"/v1/persons/" + uuid.NewString(), `{"what":["identity"],` + forEver, 404, nil},
		"an id that is none":                 {"/v1/persons/x", `{"what":["identity"],` + forEver, 404, nil},
	} {
		out := w.post(c.path+"/erasure", access.Registrar, w.city, c.body).want(c.status)
		if got := slices.Sorted(slices.Values(out.fields())); !slices.Equal(got, c.fields) {
			t.Errorf("%s: wrong fields %v, want %v: %s", name, got, c.fields, out.Body)
		}
	}
	for _, role := range []access.Role{access.Reporter, access.CaseWorker} {
		for _, of := range []string{path, incident, "/v1/persons/" + worker} {
			w.post(of+"/erasure", role, w.city, `{"what":["profile"],`+forEver).want(403)
			w.post(of+"/erasure", access.Registrar, w.fire, `{"what":["profile"],`+forEver).want(404)
		}
	}
	w.post("/v1/persons/"+worker+"/erasure", access.Operator, uuid.Nil, `{"employer":"GEM-ROTTERDAM","what":["health"],`+forEver).want(403)
	w.post("/v1/persons/"+worker+"/erasure", access.Registrar, w.city, `{"employer":"VR-RIJNMOND","what":["health"],`+forEver).want(404)
	if w.head() != before {
		t.Error("something was recorded")
	}
	if page := w.get(path, access.Registrar, w.city).want(200); page.json["profile"].(map[string]any)["sex"] != "FEMALE" {
		t.Errorf("something was destroyed: %s", page.Body)
	}
	if page := w.get(incident, access.Registrar, w.city).want(200); strings.Contains(page.Body.String(), `"forgotten"`) {
		t.Errorf("something was destroyed: %s", page.Body)
	}
}

// TestForgettingAgainIsSafe: it is recorded again, and nothing more is destroyed.
func TestForgettingAgainIsSafe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole)
	path := "/v1/persons/" + w.person(incident) + "/erasure"
	var last eventlog.Position
	for range 2 {
		w.post(path, access.Registrar, w.city, `{"employer":"GEM-ROTTERDAM","what":["health"],`+forEver).want(200)
		if w.head() <= last {
			t.Error("it was not recorded")
		}
		last = w.head()
	}
	if page := w.get(incident, access.Registrar, w.city).want(200); strings.Count(page.Body.String(), `"forgotten"`) != 1 {
		t.Errorf("%s", page.Body)
	}
}

// TestForgettingWhoWasSeenLeavesAFileWhoseIDItsLinkHas: a client chooses the ids of links.
func TestForgettingWhoWasSeenLeavesAFileWhoseIDItsLinkHas(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	file, incident := w.suspect(), w.registered(whole)
	w.post(incident+"/suspects", access.Reporter, w.city, `{"id":"`+idIn(file)+`","kind":"DESCRIBED","sex":"MALE"}`).want(200)
	w.post(incident+"/erasure", access.Registrar, w.city, `{"what":["profile"],"reason":"ERASURE","forever":true}`).want(200)
	if text := w.get(file, access.Registrar, w.city).want(200).Body.String(); !strings.Contains(text, "FEMALE") {
		t.Errorf("the file was forgotten, and nothing says so: %s", text)
	}
	if text := w.get(incident, access.Registrar, w.city).want(200).Body.String(); strings.Contains(text, `"MALE"`) {
		t.Errorf("who was seen is still there: %s", text)
	}
}

// TestAFileIsNotForgottenOverACaseThatRemembers: the case is named, and goes by a command
// of its own or is kept by choice.
func TestAFileIsNotForgottenOverACaseThatRemembers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident, file := w.registered(whole), w.suspect()
	of, wrong := w.prosecution(incident, w.person(incident)), w.prosecution(incident, w.person(incident))
	for _, c := range []string{of, wrong} {
		w.post(c+"/links", access.CaseWorker, w.city, `{"kind":"SUSPECT","id":"`+idIn(file)+`"}`).want(200)
		w.post(c+"/notices", access.CaseWorker, w.city, `{"received":{"at":"2026-11-20"},"source":"OM","step":"PV_OM","effect":{"at":"2026-11-19"}}`).want(200)
	}
	w.post(wrong+"/link-removals", access.CaseWorker, w.city, `{"kind":"SUSPECT","id":"`+idIn(file)+`","reason":"ander dossier"}`).want(200)
	before := w.head()
	text := w.post(file+"/erasure", access.Registrar, w.city, `{"what":["history"],`+forEver).want(409).Body.String()
	if !strings.Contains(text, idIn(of)) || strings.Contains(text, idIn(wrong)) || !strings.Contains(text, "keep_cases") || w.head() != before {
		t.Errorf("refused with %s", text)
	}
	w.post(file+"/erasure", access.Registrar, w.city, `{"keep_cases":true,"what":["history"],`+forEver).want(200)
	w.post(of+"/erasure", access.Registrar, w.city, `{"what":["prosecution","damages","reference","narrative"],`+forEver).want(200)
	w.post(file+"/erasure", access.Registrar, w.city, `{"what":["history"],`+forEver).want(200)
}
