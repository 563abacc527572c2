package api

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"ruggensteun/adapters/blobs"
	"ruggensteun/adapters/blobs/blobstest"
	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/identity"
	"ruggensteun/adapters/pdf"
	"ruggensteun/adapters/vault"
	"ruggensteun/adapters/vault/vaulttest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/memlog"
	"ruggensteun/domain/person"
	"ruggensteun/projections/worklist"
	"ruggensteun/projections/worklist/clocks"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// world is the API on everything real but the database: memory instead.
type world struct {
	t        testing.TB
	handler  http.Handler
	log      eventlog.Log
	keys     *vaulttest.Memory
	codec    decider.Codec // opens everything
	figures  *follower
	doubles  *neighbours
	desk     *desk
	readings *readings
	tries    *tries
	imports  *batches
	notices  *batches
	identity *identity.Development
	health   *condition
	logged   *lines
	metrics  *prometheus.Registry
	city     uuid.UUID // GEM-ROTTERDAM
	fire     uuid.UUID // VR-RIJNMOND
	channel  string    // that changes come through
	access   *whoCould // and did
	now      time.Time // by the clock of the API
	sought   int       // workers who were looked for
}

// evidence is what makes bundles, as the program joins it.
type evidence struct {
	*eventjson.Codec
	pdf.Printer
	*vault.Vault
}

const (
	city = "GEM-ROTTERDAM"
	fire = "VR-RIJNMOND"
)

func newWorld(t testing.TB, change ...func(*Needs, *limits)) *world {
	t.Helper()
	ctx := context.Background()
	master, err := vault.CreateMaster(filepath.Join(t.TempDir(), "master.key"))
	must(t, err)
	keys := &vaulttest.Memory{}
	own, err := vault.Open(ctx, keys, master, vault.Source{})
	must(t, err)
	w := &world{t: t, now: noon}
	log := vaulttest.Log{Log: memlog.New(func() time.Time { return w.now }), Keys: keys}
	development, err := identity.NewDevelopment(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	must(t, err)
	closed := eventjson.New(own, uuid.NewV7)
	*w = world{
		t: t, log: log, keys: keys, codec: eventjson.New(own, uuid.NewV7, person.Purposes()...), readings: &readings{}, tries: &tries{log: log}, access: &whoCould{}, identity: development, health: &condition{},
		now: noon, logged: &lines{}, metrics: prometheus.NewRegistry(), figures: newFollower(t, log, eventjson.New(own, uuid.NewV7, person.ForHealth, person.ForProfile, person.ForHistory, person.ForProsecution, person.ForDamages)),
		doubles: &neighbours{log: log, codec: closed}, desk: &desk{log: log, codec: closed, files: map[uuid.UUID]worklist.File{}}, imports: &batches{may: access.ImportIncidents, of: map[uuid.UUID]uuid.UUID{}},
		notices: &batches{may: access.ImportNotices, of: map[uuid.UUID]uuid.UUID{}},
	}
	w.access.readings = w.readings
	n := Needs{
		Evidence: evidence{w.codec.(*eventjson.Codec), pdf.Printer{}, own},
		Log:      log, Records: records{log}, Opened: eventjson.New(own, uuid.NewV7, person.Purposes()...), Closed: closed,
		Parted:   func(opens ...person.Purpose) decider.Codec { return eventjson.New(own, uuid.NewV7, opens...) },
		Identity: development, Directory: own, Figures: w.figures, Doubles: w.doubles, Listing: lists{w.figures}, Triage: queue{log, closed}, Worklist: w.desk, Terms: clocks.Recounter{Log: log, Codec: w.codec, Files: w.desk}, Keys: own, Imports: w.imports, NoticeImports: w.notices, History: history{log, nil}, Readings: w.readings, Attempts: w.tries,
		Documents: blobs.Keeper{Store: &blobstest.Memory{}, Random: rand.Reader}, Printer: pdf.Printer{},
		Health: w.health, Clock: func() time.Time { return w.now },
		NewID:   func() uuid.UUID { return uuid.Must(uuid.NewV7()) },
		Metrics: w.metrics, Logger: slog.New(slog.NewJSONHandler(w.logged, nil)),
		Access: w.access, Departures: &goodbyes{log: log},
		Secure:    true,
		Operation: func(context.Context) (Operating, error) { return working, nil },
		Orders:    &obedient{now: func() time.Time { return w.now }},
		Contact:   Contact{Name: "Beheer", Email: "beheer@example.org", URL: "https://example.org"},
	}
	l := usualLimits
	for _, c := range change {
		c(&n, &l)
	}
	if h, whole := n.History.(history); whole && h.now == nil { // the log is stamped by the one clock there is
		n.History = history{log, n.Clock}
	}
	if w.channel = n.Channel; w.channel == "" {
		w.channel = "api"
	}
	w.handler, err = newHandler(n, l)
	must(t, err)
	w.city = w.employer(`{"code":"GEM-ROTTERDAM","name":"Gemeente Rotterdam","kind":"EMP_GEM","units":[{"code":"NOORD","name":"Noord"}]}`)
	w.fire = w.employer(`{"code":"VR-RIJNMOND","name":"Veiligheidsregio Rijnmond","kind":"EMP_VR"}`)
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) employer(body string) uuid.UUID {
	w.t.Helper()
	return uuid.MustParse(w.post("/v1/employers", access.Operator, uuid.Nil, body).want(201).text("id"))
}

// suspect gives the path of a new file of the city.
func (w *world) suspect() string {
	w.t.Helper()
	return w.post("/v1/suspects", access.Registrar, w.city, `{"sex":"FEMALE"}`).want(201).Header().Get("Location")
}

// person gives the pseudonym of the first worker of an incident of the city.
func (w *world) person(incident string) string {
	w.t.Helper()
	personal := w.get(incident, access.Registrar, w.city).want(200).json["personal"].(map[string]any)
	return personal["workers"].([]any)[0].(map[string]any)["person"].(string)
}

// prosecution gives the path of a new case of the city, about a worker of an incident.
func (w *world) prosecution(incident, worker string) string {
	w.t.Helper()
	path := w.post("/v1/cases", access.CaseWorker, w.city, `{}`).want(201).Header().Get("Location")
	w.post(path+"/links", access.CaseWorker, w.city, `{"kind":"INCIDENT","id":"`+idIn(incident)+`"}`).want(200)
	w.post(path+"/links", access.CaseWorker, w.city, `{"kind":"WORKER","id":"`+worker+`"}`).want(200)
	return path
}

// aangifte gives the path of a new aangifte of the city about an incident.
func (w *world) aangifte(incident, worker string) string {
	w.t.Helper()
	body := `{"on":{"at":"2026-11-21"},"complainant":"VICTIM","workers":["` + worker + `"],"incidents":["` + idIn(incident) + `"]}`
	return w.post("/v1/aangiften", access.CaseWorker, w.city, body).want(201).Header().Get("Location")
}

// document gives the path of a document of an incident or a case of the city.
func (w *world) document(of, body string) string {
	w.t.Helper()
	return w.post(of+"/documents", access.Registrar, w.city, body).want(201).Header().Get("Location")
}

// aftercare gives the path of the care for a worker of the city after an incident.
func (w *world) aftercare(incident, worker string) string {
	w.t.Helper()
	return w.post("/v1/aftercare", access.CaseWorker, w.city, `{"incident":"`+idIn(incident)+`","worker":"`+worker+`"}`).want(201).Header().Get("Location")
}

// admitted is whole with an injury that must be reported, of somebody whom no example
// forgets.
var admitted = strings.NewReplacer(`"injury": "I1"`, `"injury": "I4"`, "NL-4711", "NL-4713").Replace(whole)

// nameless gives the path of a new incident of the city, of a worker who is known by a name
// alone and so has a pseudonym of his own.
func (w *world) nameless() string {
	w.t.Helper()
	return w.registered(strings.Replace(whole, `"staff_number": "NL-4711"`, `"staff_number": ""`, 1))
}

// idIn is the id at the end of a path.
func idIn(path string) string { return path[strings.LastIndex(path, "/")+1:] }

// shown is one record of each kind of the city, of which the examples can be told.
type shown struct{ paths, examples *strings.Replacer }

func (w *world) shown() shown {
	w.t.Helper()
	incident, file, other := w.registered(whole), w.suspect(), w.registered(whole)
	worker, hurt := w.person(incident), w.registered(admitted)
	care := w.aftercare(hurt, w.person(hurt))
	became := w.get(care, access.CaseWorker, w.city).want(200).list("tellings")[0]["id"].(string)
	w.post(care+"/step-retractions", access.CaseWorker, w.city, `{"id":"`+became+`","reason":"dat moet het voorbeeld nog nagaan"}`).want(200)
	docket := w.prosecution(incident, worker)
	proposed, linkable, _ := w.linked(0)
	named, _, _ := w.linked(2)
	held, _, _ := w.linked(3)
	asked, withheld := w.asking()
	given, hash := w.answered()
	_, asker, permit := w.searched()
	return shown{
		paths: strings.NewReplacer(
			"/incidents/{id}/photos/{photo}", w.photo(incident, "x", "x")[len(base):],
			"/incidents/{id}/documents/{document}", w.document(other, `{"kind":"AANGIFTE"}`)[len(base):],
			"/cases/{id}/documents/{document}", w.document(w.prosecution(incident, worker), `{"kind":"WARNING_LETTER"}`)[len(base):],
			"/cases/{id}/name-tellings", w.taken(w.prosecution(incident, worker))+"/name-tellings",
			"/aftercare/{id}/name-tellings", w.taken(w.aftercare(w.registered(whole), worker))+"/name-tellings",
			"/cases/{id}/refusal", w.offered(w.prosecution(incident, worker))+"/refusal", "/cases/{id}/keeping", w.offered(w.prosecution(incident, worker))+"/keeping",
			"/aftercare/{id}/refusal", w.offered(w.aftercare(incident, worker))+"/refusal", "/aftercare/{id}/keeping", w.offered(w.aftercare(w.registered(whole), worker))+"/keeping",
			"/releases/{id}/answers/{hash}", w.release(false)[len(base):]+"/answers/"+theAnswer.Hash.String(), "/citations/{hash}", "/citations/"+theAnswer.Hash.String(),
			"/releases/{id}", w.release(true)[len(base):], "/questions/{id}", w.question()[len(base):], "/coding-samples/{id}", w.sampleApart("behaviour", "location-type")[len(base):], "/campaigns/{id}", w.campaign()[len(base):], "/certificates/{id}", w.certificate()[len(base):], "/holds/{id}", w.hold(w.nameless())[len(base):],
			"/access-requests/{id}/delivery", given[len(base):]+"/delivery", "/access-requests/{id}/refusal", w.asks()[len(base):]+"/refusal", "/access-requests/{id}", asked[len(base):],
			"/permits/{id}/refusal", w.permit(access.CaseWorker, anyPermit)[len(base):]+"/refusal", "/permits/{id}/withdrawal", w.permit(access.CaseWorker, anyPermit)[len(base):]+"/withdrawal",
			"/permits/{id}", w.permit(access.CaseWorker, anyPermit)[len(base):],
			"/suspects/{id}/links", "/suspects/"+w.identified("Willem Voorbeeld", "")+"/links",
			"/suspect-links/{id}/approval", named[len(base):]+"/approval", "/suspect-links/{id}/review", held[len(base):]+"/review",
			"/suspect-links/{id}", proposed[len(base):],
			"/suspects/{id}/attention-renewal", w.attended()[len(base):]+"/attention-renewal", "/suspects/{id}/attention-ending", w.attended()[len(base):]+"/attention-ending",
			"/suspects/{id}/attention", "/suspects/"+w.identified("Willem Voorbeeld", "")+"/attention",
			"/persons/{id}", "/persons/"+worker, "/incidents/{id}", incident[len(base):], "/suspects/{id}", file[len(base):],
			"/cases/{id}", docket[len(base):], "/aangiften/{id}", w.aangifte(incident, worker)[len(base):],
			"/aftercare/{id}", care[len(base):], "/triage/{id}", w.waiting("10/987654-26")[len(base):], "{code}", city, "{table}", "urbanity", "{agreement}", "UITKOMST-VERTELLEN",
			"/figures/change", "/figures/change?from=1", "/records/{kind}/{id}/readers", "/records/incident/"+idIn(incident)+"/readers?on=2026-11-21",
		),
		// Those that the examples speak of.
		examples: strings.NewReplacer(
			"0199aaaa-0000-7000-8000-000000000051", asker, "0199aaaa-0000-7000-8000-000000000052", permit, "0199aaaa-0000-7000-8000-000000000053", withheld,
			"00000000000000000000000000000000000000000000000000000000000000ff", hash,
			"0199aaaa-0000-7000-8000-000000000013", idIn(other), "0199aaaa-0000-7000-8000-000000000021", worker,
			"0199aaaa-0000-7000-8000-000000000041", idIn(w.granted(access.Registrar, `{"kind": "SEARCH_PERSONS", "search": {"staff_number": "NL-4711"}, "reason": "x"}`)),
			"0199aaaa-0000-7000-8000-000000000043", linkable,
			"0199aaaa-0000-7000-8000-000000000042", idIn(w.granted(access.Registrar, anyPermit)),
			"0199aaaa-0000-7000-8000-000000000027", w.mailAddress(), "0199aaaa-0000-7000-8000-000000000036", w.person(w.nameless()),
			"0199aaaa-0000-7000-8000-000000000026", idIn(w.prosecution(incident, worker)), "0199aaaa-0000-7000-8000-000000000033", w.registrar(docket),
		),
	}
}

// mailAddress lets the city's manager be written to, and gives the id of the address.
func (w *world) mailAddress() string {
	w.t.Helper()
	path := base + "/employers/" + city + "/mail-addresses"
	w.post(path, access.Registrar, w.city, `{"party":"MANAGER","address":"baas@example.nl","wants":"AT_ONCE"}`).want(200)
	list := w.get(path, access.Registrar, w.city).want(200).json["addresses"].([]any)
	return list[len(list)-1].(map[string]any)["id"].(string)
}

// registrar is the one of the city, as an actor.
func (w *world) registrar(path string) string {
	w.t.Helper()
	return w.get(path, access.Registrar, w.city).want(200).json["work"].(map[string]any)["you"].(string)
}

// offered lets somebody have a file that the registrar is asked to take over, and gives
// its path behind the base.
func (w *world) offered(path string) string {
	w.t.Helper()
	w.post(path+"/assignment", access.Registrar, w.city, examples["assignCase"]).want(200)
	w.post(path+"/hand-over", access.Registrar, w.city, `{"to":"`+w.registrar(path)+`"}`).want(200)
	return path[len(base):]
}

// taken is a file of which a hand-over was accepted.
func (w *world) taken(path string) string {
	w.t.Helper()
	offered := w.offered(path)
	w.post(base+offered+"/acceptance", access.Registrar, w.city, `{}`).want(200)
	return offered
}

// asker is who may do what an operation does with everything that the city keeps.
func (w *world) asker(path string) (access.Role, uuid.UUID) {
	if strings.HasPrefix(path, "/releases") && !strings.HasSuffix(path, "/explanations") {
		return access.Analyst, uuid.Nil
	}
	if path == "/attempts" || path == "/signins" || strings.HasPrefix(path, "/access-requests") {
		return access.PrivacyOfficer, w.city
	}
	if strings.HasPrefix(path, "/coding-samples") && strings.HasSuffix(path, "/answers") {
		return access.CaseWorker, w.city
	}
	if strings.HasPrefix(path, "/suspect-links") && (strings.HasSuffix(path, "/approval") || strings.HasSuffix(path, "/review")) {
		return access.PrivacyOfficer, w.city
	}
	if strings.HasSuffix(path, "/readers") {
		return access.PrivacyOfficer, w.city
	}
	for _, noun := range []string{"/employers", "/reference-tables", "/boundaries", "/operation"} { // what the operator keeps
		if strings.HasPrefix(path, noun) && !strings.Contains(path, "/mail") {
			return access.Operator, uuid.Nil
		}
	}
	return access.Registrar, w.city
}

// token gives the token of a role at an employer.
func (w *world) token(role access.Role, employer uuid.UUID) string {
	for _, token := range w.identity.Tokens([]identity.Employer{{ID: employer, Code: "X"}}) {
		if token.Role == role {
			return token.Bearer
		}
	}
	w.t.Fatalf("no token for %s", role)
	return ""
}

type option func(*http.Request)

func header(name, value string) option { return func(r *http.Request) { r.Header.Set(name, value) } }

func (w *world) post(path string, role access.Role, at uuid.UUID, body string, options ...option) *reply {
	return w.do("POST", path, w.token(role, at), body, options...)
}

func (w *world) get(path string, role access.Role, at uuid.UUID, options ...option) *reply {
	return w.do("GET", path, w.token(role, at), "", options...)
}

func (w *world) do(method, path, token, body string, options ...option) *reply {
	w.t.Helper()
	var content io.Reader
	if body != "" {
		content = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, "http://localhost"+path, content)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, o := range options {
		o(r)
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return checked(w.t, rec)
}

// reply is an answer that kept what is promised of every answer.
type reply struct {
	*httptest.ResponseRecorder
	t    testing.TB
	json map[string]any
}

func checked(t testing.TB, rec *httptest.ResponseRecorder) *reply {
	t.Helper()
	r := &reply{ResponseRecorder: rec, t: t}
	for name, want := range map[string]string{
		"API-Version": Version, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "Referrer-Policy": "no-referrer",
		"Strict-Transport-Security": "max-age=31536000", "Cross-Origin-Opener-Policy": "same-origin",
	} {
		if got := rec.Header().Get(name); got != want && (got != want+"; sandbox" || !strings.HasPrefix(rec.Header().Get("Content-Type"), "image/")) {
			t.Errorf("status %d: header %s is %q, want %q", rec.Code, name, got, want)
		}
	}
	if rec.Header().Get("Set-Cookie") != "" {
		t.Error("a cookie was set")
	}
	if strings.Contains(rec.Header().Get("Content-Type"), "json") {
		must(t, json.Unmarshal(rec.Body.Bytes(), &r.json))
	}
	if rec.Code >= 400 {
		r.isProblem()
	}
	return r
}

func (r *reply) isProblem() {
	r.t.Helper()
	if got := r.Header().Get("Content-Type"); got != "application/problem+json" {
		r.t.Errorf("status %d: content type %q", r.Code, got)
	}
	var p Problem
	d := json.NewDecoder(bytes.NewReader(r.Body.Bytes()))
	d.DisallowUnknownFields()
	must(r.t, d.Decode(&p))
	if p.Status != r.Code || p.Title != http.StatusText(r.Code) || p.Detail == "" || p.Kind == "" {
		r.t.Errorf("status %d: problem is not whole: %+v", r.Code, p)
	}
	for _, e := range p.Errors {
		if e.Field == "" || e.Problem == "" || e.Remedy == "" {
			r.t.Errorf("field error is not whole: %+v", e)
		}
	}
	if (r.Code == 401) != (r.Header().Get("WWW-Authenticate") != "") || (r.Code == 503 || r.Code == 429) != (r.Header().Get("Retry-After") != "") {
		r.t.Errorf("status %d with headers %v", r.Code, r.Header())
	}
}

func (r *reply) want(status int) *reply {
	r.t.Helper()
	if r.Code != status {
		r.t.Fatalf("got status %d, want %d: %s", r.Code, status, r.Body)
	}
	return r
}

func (r *reply) text(key string) string {
	r.t.Helper()
	s, ok := r.json[key].(string)
	if !ok {
		r.t.Fatalf("%s is not a text in %s", key, r.Body)
	}
	return s
}

// fields are the names of the wrong fields, in order.
func (r *reply) fields() []string {
	var names []string
	errors, _ := r.json["errors"].([]any)
	for _, e := range errors {
		names = append(names, e.(map[string]any)["field"].(string))
	}
	return names
}
