package api

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/carlos7ags/folio/reader"
	"github.com/google/uuid"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
)

// searched is a new worker of the city whom somebody looked for with a permit: where he was hurt, his
// pseudonym and the permit.
func (w *world) searched() (incident, worker, permit string) {
	w.t.Helper()
	w.sought++
	number := fmt.Sprintf("NL-77%d", w.sought)
	incident = w.registered(strings.ReplaceAll(whole, "NL-4711", number))
	permit = idIn(w.granted(access.Registrar, `{"kind": "SEARCH_PERSONS", "search": {"staff_number": "`+number+`"}, "reason": "x"}`))
	w.post("/v1/persons/search", access.Registrar, w.city, `{"permit":"`+permit+`","staff_number":"`+number+`"}`).want(200)
	return incident, w.person(incident), permit
}

// asking is a request of such a worker, and an incident that is in his file.
func (w *world) asking() (path, incident string) {
	w.t.Helper()
	hurt, worker, permit := w.searched()
	return w.asksFor(`{"kind":"WORKER","of":"` + worker + `","permit":"` + permit + `","verified":"IN_PERSON"}`), idIn(hurt)
}

func (w *world) asks() string {
	path, _ := w.asking()
	return path
}

func (w *world) asksFor(body string) string {
	w.t.Helper()
	return w.post("/v1/access-requests", access.PrivacyOfficer, w.city, body).want(201).Header().Get("Location")
}

// answered is a request of which a file left, and its hash.
func (w *world) answered() (path, hash string) {
	w.t.Helper()
	path = w.asks()
	return path, hashOf(w.given(path, "").Body.Bytes())
}

// given is the file of a request.
func (w *world) given(path, query string) *reply {
	w.t.Helper()
	return w.get(path+"/file"+query, access.PrivacyOfficer, w.city).want(200)
}

// TestWhatIsKeptOfSomebodyIsGivenToHim: every text that is sealed under his keys stands in his file, and
// none that is sealed under others alone; two workers of one incident, a suspect and a case.
func TestWhatIsKeptOfSomebodyIsGivenToHim(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident, worker, permit := w.searched()
	w.post(incident+"/details", access.Registrar, w.city, `{"workers":[{"name":"Truus Buitenstaander","staff_number":"NL-9999","injury":"I4","absence":{"from":"2026-11-20"}}],"narrative":"Truus riep dat Willem het deed"}`).want(200)
	other := w.registered(strings.NewReplacer("NL-4711", "NL-9998", "J. Kanarie", "Kees Elders").Replace(whole))
	care := w.aftercare(incident, worker)
	w.post(care+"/steps", access.CaseWorker, w.city, `{"kind":"TALK","status":"DONE","on":{"at":"2026-11-21"},"note":"wil liever niet bellen"}`)
	file := w.identified("Willem Voorbeeld", "2001-02-03")
	w.post("/v1/suspects/"+file+"/history", access.Registrar, w.city, `{"flag":"H_BAN","provenance":"OWN","on":"2026-01-02"}`)
	w.post(incident+"/suspects", access.Registrar, w.city, `{"kind":"KNOWN","suspect":"`+file+`"}`).want(200)
	docket := w.prosecution(incident, worker)
	w.post(docket+"/links", access.CaseWorker, w.city, `{"kind":"SUSPECT","id":"`+file+`"}`).want(200)
	suspectPermit := idIn(w.granted(access.Registrar, `{"kind": "SEARCH_SUSPECTS", "search": {"name": "Willem Voorbeeld", "born_on": "2001-02-03"}, "reason": "x"}`))
	w.named()
	w.post("/v1/suspects/search", access.Registrar, w.city, `{"permit":"`+suspectPermit+`","name":"Willem Voorbeeld","born_on":"2001-02-03"}`).want(200)
	for of, asked := range map[string]string{
		worker: w.asksFor(`{"kind":"WORKER","of":"` + worker + `","permit":"` + permit + `","verified":"IN_PERSON"}`),
		file:   w.asksFor(`{"kind":"SUSPECT","of":"` + file + `","permit":"` + suspectPermit + `","verified":"REPRESENTATIVE"}`),
	} {
		before := len(w.readings.list)
		out := w.given(asked, "")
		if len(w.readings.list) == before {
			t.Error("nobody is recorded as having read it")
		}
		w.holdsHisAndNoOthers(out.Body.String(), uuid.MustParse(of))
		for _, id := range []string{idIn(other), w.person(other)} {
			if strings.Contains(out.Body.String(), id) {
				t.Errorf("it names %s, who has nothing to do with it", id)
			}
		}
		if !slices.ContainsFunc(w.get("/v1/exports?hash="+hashOf(out.Body.Bytes()), access.PrivacyOfficer, w.city).want(200).list("exports"), func(x map[string]any) bool { return x["form"] == "access-file" }) {
			t.Error("that it left is not recorded")
		}
		var page accessFilePage
		must(t, json.Unmarshal(out.Body.Bytes(), &page))
		if len(page.Records) == 0 || len(page.Kept) == 0 || len(page.Rights) == 0 || len(page.Readers) == 0 || page.Complaints.NL == "" {
			t.Errorf("something is missing: %s", out.Body)
		}
		for _, language := range []string{"nl", "en"} {
			w.isPaper(w.given(asked, "?format=pdf&language="+language))
		}
	}
}

var isDay = regexp.MustCompile(`^\d{4}-\d\d-\d\d`)

// holdsHisAndNoOthers compares a file with all boxes that there are.
func (w *world) holdsHisAndNoOthers(file string, of uuid.UUID) {
	w.t.Helper()
	codec := w.codec.(*eventjson.Codec)
	own, others := map[string]bool{}, map[string]bool{}
	for _, e := range w.all() {
		_, under, err := codec.Sealed(w.t.Context(), w.one(e.Position))
		must(w.t, err)
		keys := map[bool]bool{}
		for _, u := range under[0] {
			keys[u.Key.Kind == person.KeyOfPerson && u.Key.Subject == of] = true
		}
		for his := range keys {
			payloads, err := codec.OfSubject(w.t.Context(), w.one(e.Position), func(k person.KeyRef) bool {
				return (k.Kind == person.KeyOfPerson && k.Subject == of) == his
			})
			must(w.t, err)
			into := others
			if his {
				into = own
			}
			for _, values := range sealedIn(w.t.(*testing.T), e.Payload, payloads[0]) {
				for _, v := range values {
					if len(v) > 6 && !isCode.MatchString(v) && v != "incident" && !isDay.MatchString(v) {
						into[v] = true
					}
				}
			}
		}
	}
	if len(own) == 0 || len(others) == 0 {
		w.t.Fatalf("%d texts are his, and %d of others", len(own), len(others))
	}
	for text := range own {
		if !strings.Contains(file, text) {
			w.t.Errorf("%q is kept of him, and is not in his file", text)
		}
	}
	for text := range others {
		if !own[text] && strings.Contains(file, text) {
			w.t.Errorf("%q is not of him, and is in his file", text)
		}
	}
}

func (w *world) isPaper(r *reply) {
	w.t.Helper()
	paper, err := reader.Parse(r.Body.Bytes())
	must(w.t, err)
	if r.Header().Get("Content-Type") != "application/pdf" || paper.PageCount() == 0 {
		w.t.Errorf("%s of %d pages", r.Header().Get("Content-Type"), paper.PageCount())
	}
}

// TestARequestIsDecidedAndAnswered: in time, with what was kept back, by a file that left.
func TestARequestIsDecidedAndAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path, incident := w.asking()
	_, worker, permit := w.searched()
	officer := func(path, body string) *reply { return w.post(path, access.PrivacyOfficer, w.city, body) }
	officer("/v1/access-requests", `{"kind":"WORKER","of":"`+worker+`","verified":"IN_PERSON"}`).want(400)
	officer("/v1/access-requests", `{"kind":"WORKER","of":"`+uuid.NewString()+`","permit":"`+permit+`","verified":"IN_PERSON"}`).want(400)
	officer("/v1/access-requests", `{"kind":"WORKER","of":"`+worker+`","permit":"`+permit+`","verified":"TRUST"}`).want(400)
	if page := w.get(path, access.PrivacyOfficer, w.city).want(200); page.json["due"] != "2026-12-21" || page.json["state"] != "OPEN" {
		t.Errorf("%s", page.Body)
	}
	officer(path+"/withholding", `{"record":"`+uuid.NewString()+`","ground":"INVESTIGATION","reason":"loopt"}`).want(400)
	officer(path+"/withholding", `{"record":"`+incident+`","ground":"INVESTIGATION","reason":"loopt nog bij de recherche"}`).want(200)
	officer(path+"/extension", `{"why":"COMPLEX","reason":"veel"}`).want(200)
	officer(path+"/extension", `{"why":"COMPLEX","reason":"veel"}`).want(409)
	out := w.given(path, "")
	if text := out.Body.String(); !strings.Contains(text, `"INVESTIGATION"`) || strings.Contains(text, "NL-77") && !strings.Contains(text, "recherche") {
		t.Errorf("%s", text)
	}
	officer(path+"/delivery", `{"hash":"`+strings.Repeat("0", 64)+`","how":"BY_HAND"}`).want(400)
	officer(path+"/delivery", `{"hash":"`+hashOf(out.Body.Bytes())+`","how":"BY_HAND"}`).want(200)
	page := w.get(path, access.PrivacyOfficer, w.city).want(200)
	if page.json["state"] != "DELIVERED" || page.json["due"] != "2027-02-21" || len(page.list("withheld")) != 1 {
		t.Errorf("%s", page.Body)
	}
	w.get(path+"/file", access.PrivacyOfficer, w.city).want(409)
	officer(path+"/refusal", `{"ground":"UNFOUNDED","reason":"x"}`).want(409)
	late := w.asks()
	w.now = w.now.AddDate(0, 1, 1)
	officer(late+"/extension", `{"why":"MANY","reason":"veel"}`).want(409)
	if list := w.get("/v1/access-requests", access.PrivacyOfficer, w.city).want(200); list.json["overdue"] != 1.0 || len(list.list("requests")) != 2 {
		t.Errorf("%s", list.Body)
	}
	w.get(path, access.PrivacyOfficer, w.fire).want(404)
	w.get(path, access.Registrar, w.city).want(403)
	w.get(path+"/file", access.Operator, uuid.Nil).want(403)
}

// TestWhoWasForgottenIsToldSo: what was forgotten is not there, and that it was is.
func TestWhoWasForgottenIsToldSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, worker, permit := w.searched()
	asked := w.asksFor(`{"kind":"WORKER","of":"` + worker + `","permit":"` + permit + `","verified":"LOGIN"}`)
	if text := w.given(asked, "").Body.String(); !strings.Contains(text, "NL-77") {
		t.Fatalf("his number is not in it: %s", text)
	}
	body := `{"kind":"WORKER","of":"` + worker + `","what":["identity","health","care"],` + forEver
	for _, role := range []access.Role{access.PrivacyOfficer, access.Registrar} {
		w.post("/v1/erasures", role, w.city, body).want(409).says("asked what is kept of him", "deliver or refuse")
	}
	w.post(asked+"/delivery", access.PrivacyOfficer, w.city, `{"hash":"`+hashOf(w.given(asked, "").Body.Bytes())+`","how":"BY_HAND"}`).want(200)
	out := w.erased("WORKER", worker, `"identity","health","care"`)
	if len(out.list("exports")) != 2 {
		t.Errorf("the certificate leaves out that he has a file: %s", out.Body)
	}
	var page accessFilePage
	asked = w.asksFor(`{"kind":"WORKER","of":"` + worker + `","permit":"` + permit + `","verified":"LOGIN"}`)
	after := w.given(asked, "")
	must(t, json.Unmarshal(after.Body.Bytes(), &page))
	if strings.Contains(after.Body.String(), "NL-77") || len(page.Forgotten) != 3 || page.Forgotten[0].Reason != "ERASURE" {
		t.Errorf("%s", after.Body)
	}
}

// TestWhatSomebodyAskedForWaitsForHisAnswer when its period is over, however late he has it; and only his does.
func TestWhatSomebodyAskedForWaitsForHisAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, worker, permit := w.searched()
	other := w.person(w.registered(strings.ReplaceAll(whole, "NL-4711", "NL-9998")))
	w.now = w.now.AddDate(6, 0, 0)
	asked := w.asksFor(`{"kind":"WORKER","of":"` + worker + `","permit":"` + permit + `","verified":"LOGIN"}`)
	for _, days := range []int{0, 90} { // the second time he should have been answered long ago
		w.now = w.now.AddDate(0, 0, days)
		dry := w.post("/v1/retention/rounds", access.PrivacyOfficer, w.city, `{"dry_run":true}`).want(200)
		stayed := dry.list("stayed")
		if len(stayed) == 0 || slices.ContainsFunc(stayed, func(s map[string]any) bool { return s["of"] != worker || s["why"] != "HELD" || s["until"] == "" }) {
			t.Errorf("after %d days what stays is %v", days, stayed)
		}
		if !slices.ContainsFunc(dry.list("erased"), func(e map[string]any) bool { return e["of"] == other }) {
			t.Errorf("after %d days what goes lacks who asked nothing: %s", days, dry.Body)
		}
	}
	w.post(asked+"/refusal", access.PrivacyOfficer, w.city, `{"ground":"WITHDRAWN","reason":"hoeft niet meer"}`).want(200)
	dry := w.post("/v1/retention/rounds", access.PrivacyOfficer, w.city, `{"dry_run":true}`).want(200)
	if !slices.ContainsFunc(dry.list("erased"), func(e map[string]any) bool { return e["of"] == worker }) {
		t.Errorf("when it was answered he stays: %s", dry.Body)
	}
}

func (w *world) one(p eventlog.Position) []eventlog.Recorded {
	w.t.Helper()
	list, err := w.log.Read(w.t.Context(), p-1, 1)
	must(w.t, err)
	return list
}
