package api

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

const anyPermit = `{"kind": "SEARCH_SUSPECTS", "search": {"name": "Willem Voorbeeld", "born_on": "2001-02-03"}, "reason": "de politie vraagt het"}`

// permit gives the path of one that somebody of the city asked for.
func (w *world) permit(role access.Role, body string) string {
	w.t.Helper()
	return w.post("/v1/permits", role, w.city, body).want(201).Header().Get("Location")
}

// granted is one that the privacy officer granted for an hour and ten uses.
func (w *world) granted(role access.Role, body string) string {
	w.t.Helper()
	path := w.permit(role, body)
	w.post(path+"/grant", access.PrivacyOfficer, w.city, `{"hours":1,"uses":10}`).want(200)
	return path
}

// identified gives the id of a file of somebody of the city.
func (w *world) identified(name, born string) string {
	w.t.Helper()
	file := w.suspect()
	w.post(file+"/identity", access.Registrar, w.city, fmt.Sprintf(`{"name":%q,"born_on":%q}`, name, born)).want(200)
	return idIn(file)
}

// named does what the consumer `names` does with all that was recorded.
func (w *world) named() {
	w.t.Helper()
	codec := w.codec.(*eventjson.Codec)
	for _, e := range w.since(0) {
		bodies, err := w.codec.Decode(w.t.Context(), []eventlog.Recorded{e})
		must(w.t, err)
		marks, err := codec.Names(w.t.Context(), e.Employer, e.Stream.ID, bodies[0])
		must(w.t, err)
		must(w.t, w.keys.Keep(nil, marks))
	}
}

func foundBy(r *reply) (ids []string) {
	for _, one := range r.json["found"].([]any) {
		ids = append(ids, one.(map[string]any)["id"].(string))
	}
	return ids
}

func search(permit, words string) string { return `{"permit":"` + idIn(permit) + `",` + words + `}` }

func TestASuspectIsFoundWithAPermitOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, other := w.identified("Willem Voorbeeld", "2001-02-03"), w.identified("willem  VOORBEELD", "1990-01-01")
	path := w.granted(access.CaseWorker, anyPermit)
	words := `"name":"Willem Voorbeeld","born_on":"2001-02-03"`
	ask := func(role access.Role, body string) *reply { return w.post("/v1/suspects/search", role, w.city, body) }

	got := ask(access.CaseWorker, search(path, words)).want(200)
	if !slices.Equal(foundBy(got), []string{one}) || got.json["uses_left"] != 9.0 {
		t.Errorf("found %s", got.Body)
	}
	for name, c := range map[string]struct {
		role   access.Role
		body   string
		status int
	}{
		"another search":             {access.CaseWorker, search(path, `"name":"Willem Voorbeeld"`), 409},
		"somebody else with it":      {access.Registrar, search(path, words), 403},
		"the second person with it":  {access.PrivacyOfficer, search(path, words), 403},
		"no permit":                  {access.CaseWorker, `{` + words + `}`, 400},
		"a permit that there is not": {access.CaseWorker, search("/"+uuid.NewString(), words), 404},
		"nobody in particular":       {access.CaseWorker, `{"permit":"` + idIn(path) + `"}`, 400},
		"a staff number":             {access.CaseWorker, search(path, `"staff_number":"7"`), 400},
	} {
		if got := ask(c.role, c.body); got.Code != c.status {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
	}
	byName := w.granted(access.CaseWorker, `{"kind":"SEARCH_SUSPECTS","search":{"name":" willem voorbeeld"},"reason":"x"}`)
	both := foundBy(ask(access.CaseWorker, search(byName, `"name":"Willem Voorbeeld"`)).want(200))
	if slices.Sort(both); !slices.Equal(both, slices.Sorted(slices.Values([]string{one, other}))) {
		t.Errorf("by name alone: %v", both)
	}
	byDay := w.granted(access.CaseWorker, `{"kind":"SEARCH_SUSPECTS","search":{"born_on":"1990-01-01"},"reason":"x"}`)
	if got := foundBy(ask(access.CaseWorker, search(byDay, `"born_on":"1990-01-01"`)).want(200)); !slices.Equal(got, []string{other}) {
		t.Errorf("by day: %v", got)
	}
	w.now = w.now.Add(time.Hour)
	ask(access.CaseWorker, search(path, words)).want(409)
}

// TestWhoWasForgottenIsFoundNoMore though the index still knows the name.
func TestWhoWasForgottenIsFoundNoMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole)
	worker := w.person(incident)
	file := w.identified("Willem Voorbeeld", "2001-02-03")
	w.named()
	suspects, numbers := w.granted(access.Registrar, anyPermit), w.granted(access.Registrar, `{"kind":"SEARCH_PERSONS","search":{"staff_number":"NL-4711"},"reason":"x"}`)
	names := w.granted(access.Registrar, `{"kind":"SEARCH_PERSONS","search":{"name":"Jan Kanarie"},"reason":"x"}`)
	look := func(when string, file, worker []string) {
		t.Helper()
		for path, c := range map[string]struct {
			body string
			want []string
		}{
			"/v1/suspects/search": {search(suspects, `"name":"Willem Voorbeeld","born_on":"2001-02-03"`), file},
			"/v1/persons/search":  {search(numbers, `"staff_number":"NL-4711"`), worker},
		} {
			if got := foundBy(w.post(path, access.Registrar, w.city, c.body).want(200)); !slices.Equal(got, c.want) {
				t.Errorf("%s, %s: found %v, want %v", when, path, got, c.want)
			}
		}
		if got := foundBy(w.post("/v1/persons/search", access.Registrar, w.city, search(names, `"name":"Jan Kanarie"`)).want(200)); !slices.Equal(got, worker) {
			t.Errorf("%s, by name: found %v, want %v", when, got, worker)
		}
	}
	look("before", []string{file}, []string{worker})
	w.post("/v1/suspects/"+file+"/erasure", access.Registrar, w.city, `{"what":["identity"],"reason":"ERASURE","forever":true}`).want(200)
	w.post("/v1/persons/"+worker+"/erasure", access.Registrar, w.city, `{"what":["identity"],"reason":"ERASURE","forever":true}`).want(200)
	look("after", nil, nil)
}

// TestASearchLooksTheSameWhetherOrNotAnybodyIsFound: in length, and in that it waits.
func TestASearchLooksTheSameWhetherOrNotAnybodyIsFound(t *testing.T) {
	t.Parallel()
	const beat = 40 * time.Millisecond
	w := newWorld(t, func(_ *Needs, l *limits) { l.search = beat })
	lengths := map[int]bool{}
	for n := range 8 {
		name := fmt.Sprintf("Voorbeeld de %de", n)
		for range n {
			w.identified(name, "2001-02-03")
		}
		body := `"name":"` + name + `"`
		path := w.granted(access.CaseWorker, `{"kind":"SEARCH_SUSPECTS","search":{`+body+`},"reason":"x"}`)
		began := time.Now()
		got := w.post("/v1/suspects/search", access.CaseWorker, w.city, search(path, body)).want(200)
		if took := time.Since(began); took < beat {
			t.Errorf("%d found after %s, before the beat", n, took)
		}
		lengths[got.Body.Len()] = true
		if len(foundBy(got)) != min(n, mostFound) || got.json["more"] != (n > mostFound) {
			t.Errorf("of %d: %s", n, got.Body)
		}
	}
	if len(lengths) != 1 {
		t.Errorf("answers are as long as %v", lengths)
	}
}

func TestNobodyGrantsHisOwnPermit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	of := map[access.Role]string{}
	for _, role := range []access.Role{access.CaseWorker, access.Registrar, access.PrivacyOfficer} {
		of[role] = w.permit(role, anyPermit)
	}
	for _, c := range []struct {
		of, by access.Role
		status int
	}{
		{access.Registrar, access.Registrar, 403}, {access.PrivacyOfficer, access.PrivacyOfficer, 403}, {access.PrivacyOfficer, access.Registrar, 403},
		{access.CaseWorker, access.CaseWorker, 403}, {access.CaseWorker, access.Operator, 403}, {access.CaseWorker, access.Registrar, 200}, {access.Registrar, access.PrivacyOfficer, 200},
	} {
		at := w.city
		if c.by == access.Operator {
			at = uuid.Nil
		}
		if got := w.post(of[c.of]+"/grant", c.by, at, `{"hours":1,"uses":1}`); got.Code != c.status {
			t.Errorf("%s grants that of %s: %d %s", c.by, c.of, got.Code, got.Body)
		}
	}
	for body, field := range map[string]string{`{"hours":25,"uses":1}`: "hours", `{"hours":1,"uses":11}`: "uses"} {
		path := w.permit(access.CaseWorker, anyPermit)
		if got := w.post(path+"/grant", access.PrivacyOfficer, w.city, body).want(400); !slices.Equal(got.fields(), []string{field}) {
			t.Errorf("%s: %v", body, got.fields())
		}
	}
}

// TestPermitsAreSeenByWhoAskedAndWhoDecides.
func TestPermitsAreSeenByWhoAskedAndWhoDecides(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.permit(access.Registrar, anyPermit)
	w.get(path, access.CaseWorker, w.city).want(404)
	w.get(path, access.PrivacyOfficer, w.fire).want(404)
	if n := len(w.get("/v1/permits", access.CaseWorker, w.city).want(200).json["permits"].([]any)); n != 0 {
		t.Errorf("a case worker sees %d of others", n)
	}
	if n := len(w.get("/v1/permits", access.PrivacyOfficer, w.city).want(200).json["permits"].([]any)); n != 1 {
		t.Errorf("the privacy officer sees %d", n)
	}
	if n := len(w.get("/v1/permits", access.PrivacyOfficer, w.fire).want(200).json["permits"].([]any)); n != 0 {
		t.Errorf("another employer sees %d", n)
	}
	if said := w.get(path, access.PrivacyOfficer, w.city).want(200).json["reason"].(map[string]any)["text"]; said != "de politie vraagt het" {
		t.Errorf("the reason reads %v", said)
	}
	w.post(path+"/refusal", access.PrivacyOfficer, w.city, `{"reason":"nee"}`).want(200)
	w.post("/v1/suspects/search", access.Registrar, w.city, search(path, `"name":"Willem Voorbeeld","born_on":"2001-02-03"`)).want(409)
}

// TestWhatIsSearchedStandsNowhere: not in an event, a key, a mark, a line of the log, a reading.
func TestWhatIsSearchedStandsNowhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.identified("Willem Voorbeeld", "2001-02-03")
	path := w.granted(access.CaseWorker, anyPermit)
	w.post("/v1/suspects/search", access.CaseWorker, w.city, search(path, `"name":"Willem Voorbeeld","born_on":"2001-02-03"`)).want(200)
	w.post("/v1/suspects/search", access.CaseWorker, w.city, search(path, `"name":"Willem Voorbeeld"`)).want(409)
	var all bytes.Buffer
	for _, e := range w.since(0) {
		fmt.Fprintf(&all, "%s %s %s %s\n", e.Type, e.Stream, e.Payload, e.Metadata)
	}
	all.Write(w.keys.Dump())
	all.WriteString(w.logged.String())
	fmt.Fprintf(&all, "%+v", w.readings.list)
	for _, secret := range []string{"Willem", "willem", "Voorbeeld", "voorbeeld", "2001-02-03", "politie vraagt"} {
		if strings.Contains(all.String(), secret) {
			t.Errorf("%q stands there", secret)
		}
	}
	if !strings.Contains(all.String(), "permit.used.v1") {
		t.Error("the use was not recorded")
	}
}
