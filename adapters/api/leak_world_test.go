package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ruggensteun/adapters/photo/phototest"
	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/access"
	"ruggensteun/domain/triage"
)

// planted is a world of two employers in which every field that is sealed, or is of one employer,
// holds a canary: those of the second read backwards.
type planted struct {
	*world
	sides []*side
	flock *canary.Flock
}

// side is one of the employers, seen as if it were the city.
type side struct {
	*world
	code    string
	twin    bool
	records []func(string) string // path of the record that a road is about: of one that was told everything, and of one of which that was taken back
	ids     map[string]string     // one of each kind
	told    func(string) string   // an example, of the records that were told everything
	singing []string              // receipts in which a canary sang
}

func (s *side) bird(c string) string {
	if s.twin {
		return canary.Twin(c)
	}
	return c
}

func plantedWorld(t testing.TB, change ...func(*Needs, *limits)) *planted {
	t.Helper()
	w := newWorld(t, change...)
	p := &planted{world: w, flock: everyBird()}
	for _, s := range []*side{{code: city}, {code: fire, twin: true}} {
		own := *w
		if s.twin {
			own.city, own.fire = w.fire, w.city
		}
		s.world = &own
		own.handler = &planter{side: s, next: w.handler, flock: p.flock}
		p.sides = append(p.sides, s)
	}
	for _, s := range p.sides {
		s.fill()
	}
	w.now = p.sides[1].now // a month has ended
	return p
}

func everyBird() *canary.Flock {
	var birds []string
	for _, bird := range canary.Everywhere() {
		birds = append(birds, bird, canary.Twin(bird))
	}
	return canary.NewFlock(birds...)
}

// takesBack are the operations that undo what others told: a record that was told everything is
// left as it is, and a second one is told everything and has all of it taken back.
var takesBack = regexp.MustCompile(`^(forget|withdraw|refuse|end|lift|retract|unlink|detach|merge|split|close|reopen|accept|decline|keep|wake|drop|remove|setAside|review|clear|hand|tellName|match|prepareRelease|explain|publish|register(Employer|Incident))`)

// fill tells everything there is to tell of an employer.
func (s *side) fill() {
	s.t.Helper()
	unit := s.bird(canary.Unit)
	s.post("/v1/employers/"+s.code+"/changes", access.Registrar, s.city, `{"units":[{"code":"`+unit+`","name":"x"}],"areas":[{"code":"`+unit+`","name":"x"}]}`).want(200)
	kept, undone := s.shown(), s.shown()
	for _, round := range []struct {
		shown
		skip *regexp.Regexp
	}{{kept, takesBack}, {undone, regexp.MustCompile(`^(forget|prepareRelease|publishRelease|registerEmployer)`)}} {
		for _, r := range (&api{}).routes() {
			if r.body == nil || round.skip.MatchString(r.id) || strings.Contains(r.path, "/departure") { // who leaves shows nothing any more
				continue
			}
			for _, body := range append([]string{examples[r.id]}, otherExamples[r.id]...) {
				path := base + round.paths.Replace(r.path)
				role, works := s.asker(r.path)
				if out := s.post(path, role, works, round.examples.Replace(body)); out.Code >= 400 && body == examples[r.id] && !strings.Contains(r.path, "{table}") {
					s.t.Errorf("%s of %s is refused: %s", r.id, s.code, out.Body)
				}
			}
		}
		s.records = append(s.records, s.pathsOf(round.shown))
	}
	s.told = kept.examples.Replace
	s.wordy(kept, undone)
	s.identified(kept)
	s.now = noon.AddDate(0, 1, 0)
	s.ids = s.idsOf(kept)
}

// pathsOf are those of the records that are shown, with what is begun by a file.
func (s *side) pathsOf(of shown) func(string) string {
	files := strings.NewReplacer("/notice-imports/{id}", "/notice-imports/"+s.notices.begun(s.city), "/imports/{id}", "/imports/"+s.imports.begun(s.city))
	return func(path string) string {
		return strings.ReplaceAll(files.Replace(of.paths.Replace(path)), "/"+city, "/"+s.code)
	}
}

// wordy tells what examples leave out.
func (s *side) wordy(kept, undone shown) {
	s.t.Helper()
	more := `"address":"x","reference":"x","workers":[{"name":"x","staff_number":"4713","injury":"I4","mind":"M1","absence":{"from":"2026-11-20"}}],"narrative":"x"`
	incident := base + kept.paths.Replace("/incidents/{id}")
	s.post("/v1/incidents", access.Registrar, s.city, `{"employer":"GEM-ROTTERDAM",`+more+`}`).want(201)
	s.post(incident+"/details", access.Registrar, s.city, `{`+strings.NewReplacer(`"I4"`, `"I1"`, `"reference":"x",`, "").Replace(more)+`}`).want(200)
	s.post(incident+"/course", access.Registrar, s.city, `{"reason":"x","steps":[{"phase":"P3_VERBAL"}]}`).want(200)
	s.post(incident+"/police-support", access.Registrar, s.city, `{"reason":"x","support":{"status":"ASKED"}}`).want(200)
	s.post(base+undone.paths.Replace("/cases/{id}")+"/merge", access.Registrar, s.city, `{"into":"`+idIn(kept.paths.Replace("/cases/{id}"))+`","explanation":"x"}`)
}

// identified puts on record what only a choice between two bodies tells: a file that an incident
// and a case name, and a notice that came by file.
func (s *side) identified(kept shown) {
	incident, docket, file := kept.paths.Replace("/incidents/{id}"), kept.paths.Replace("/cases/{id}"), kept.paths.Replace("/suspects/{id}")
	s.post(base+incident+"/suspects", access.Registrar, s.city, `{"kind":"KNOWN","suspect":"`+idIn(file)+`"}`).want(200)
	s.post(base+docket+"/links", access.CaseWorker, s.city, `{"kind":"SUSPECT","id":"`+idIn(file)+`"}`)
	s.waitingFor("NO_SUCH_NUMBER", s.bird(canary.WaitingNumber), func(c *triage.Content) {
		c.Text, c.Clues = s.bird(canary.Waiting), triage.Clues{Case: s.bird(canary.WaitingNumber), Numbers: []string{s.bird(canary.WaitingNumber)}, Aangifte: s.bird(canary.WaitingNumber), Incident: s.bird(canary.WaitingNumber)}
	})
}

// idsOf are the ids of one record of each kind, by what the kind is called.
func (s *side) idsOf(kept shown) map[string]string {
	ids := map[string]string{"employer": s.city.String(), "employer code": s.code, "unit": s.bird(canary.Unit), "attachment": "0199aaaa-0000-7000-8000-000000000011"}
	for _, noun := range []string{"incidents", "suspects", "cases", "aangiften", "aftercare", "triage", "persons", "coding-samples", "campaigns", "permits", "holds", "certificates", "access-requests"} {
		ids[noun] = idIn(kept.paths.Replace("/" + noun + "/{id}"))
	}
	ids["document of an incident"] = idIn(kept.paths.Replace("/incidents/{id}/documents/{document}"))
	ids["photo"] = idIn(kept.paths.Replace("/incidents/{id}/photos/{photo}"))
	paper := kept.paths.Replace("/cases/{id}/documents/{document}")
	ids["document of a case"], ids["case of a document"] = idIn(paper), idIn(paper[:strings.Index(paper, "/documents/")])
	ids["import"], ids["notice import"] = s.imports.begun(s.city), s.notices.begun(s.city)
	ids["actor"] = s.registrar(base + kept.paths.Replace("/cases/{id}"))
	return ids
}

// planter is a door through which everything that is told becomes a canary.
type planter struct {
	*side
	next  http.Handler
	flock *canary.Flock
	n     int
}

func (p *planter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	must(p.t, err)
	if r.Method == http.MethodPost && strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		p.n++
		var told any
		must(p.t, json.Unmarshal([]byte(p.ownBody(string(body))), &told))
		body, err = json.Marshal(p.teller(r).sung(r.URL.Path, "", told))
		must(p.t, err)
		r.Header.Set("Idempotency-Key", fmt.Sprintf("%s-%d", p.bird(canary.RequestKey), p.n))
	}
	if strings.HasSuffix(r.URL.Path, "/photos") && r.Method == http.MethodPost {
		body = []byte(photoBody(p.bird(canary.Photo), phototest.Written(p.bird(canary.Photo))))
	}
	r = r.Clone(r.Context())
	r.URL.Path, r.Body, r.ContentLength = p.own(r.URL.Path), io.NopCloser(bytes.NewReader(body)), int64(len(body))
	rec := httptest.NewRecorder()
	p.next.ServeHTTP(rec, r)
	if r.Method == http.MethodPost {
		receipt := strings.ReplaceAll(rec.Body.String(), p.bird(canary.Unit), "") // a likely double stands there
		if found := p.flock.Find(fmt.Append([]byte(receipt), rec.Header())); len(found) > 0 && rec.Code < 400 && !strings.Contains(rec.Header().Get("Content-Type"), "pdf") {
			p.singing = append(p.singing, fmt.Sprintf("POST %s answers with %v", r.URL.Path, found))
		}
	}
	maps.Copy(w.Header(), rec.Header())
	w.WriteHeader(rec.Code)
	_, _ = w.Write(rec.Body.Bytes())
}

// own names the employer, and its unit, where the neighbours' bodies name the city's.
func (p *planter) own(text string) string {
	return strings.NewReplacer(city, p.code, `"NOORD"`, `"`+p.bird(canary.Unit)+`"`).Replace(text)
}

// ownBody does so too, and names the city to its neighbour where a body names the neighbour.
func (p *planter) ownBody(text string) string {
	if !p.twin {
		return p.own(text)
	}
	return strings.NewReplacer(city, fire, fire, city, `"NOORD"`, `"`+p.bird(canary.Unit)+`"`).Replace(text)
}

// teller is the side that tells something: to link two files both must.
func (p *planter) teller(r *http.Request) *planter {
	for _, role := range access.Roles() {
		if role.AtEmployer() && r.Header.Get("Authorization") == "Bearer "+p.token(role, p.fire) {
			other, side := *p, *p.side
			side.twin, other.side = !p.twin, &side
			return &other
		}
	}
	return p
}

var (
	isCode = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)
	isID   = regexp.MustCompile(`^[0-9a-f]{8}-`)
)

// sung is a body with a canary in every text of a person, and of an employer.
func (p *planter) sung(path, key string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			v[k] = p.sung(path, k, inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = p.sung(path, key, inner)
		}
	case string:
		if bird := birdOf(path, key); bird != "" && v != "" && !isID.MatchString(v) && !isCode.MatchString(v) {
			return p.voice(bird, v)
		}
	}
	return v
}

// voice keeps numbers apart, so that one does not lead to another's record, and a form its places to
// fill in.
func (p *planter) voice(bird, was string) string {
	own := p.bird(bird)
	switch bird {
	case canary.StaffNumber:
		return own + "-" + was
	case canary.CaseNumber, canary.ComplaintNumber, canary.Question, canary.Campaign, canary.Seed:
		return fmt.Sprintf("%s %d", own, p.n)
	case canary.Template:
		return was + " " + own
	}
	return own
}

// birds say which canary a text is told with: by what is told of, and the name of the field.
var birds = map[string]map[string]string{
	"incidents": {"name": canary.Name, "staff_number": canary.StaffNumber, "narrative": canary.Narrative, "address": canary.Address, "reference": canary.Reference,
		"report": canary.Reference, "reason": canary.Reason, "explanation": canary.Explanation},
	"photos":            {"reason": canary.Reason},
	"suspects":          {"name": canary.Suspect, "document": canary.Document, "reason": canary.OfSuspect},
	"persons":           {"reason": canary.Pseudonym, "staff_number": canary.StaffNumber},
	"permits":           {"reason": canary.Permit, "name": canary.Suspect, "staff_number": canary.StaffNumber},
	"holds":             {"reason": canary.Hold},
	"access-requests":   {"reason": canary.Access},
	"attention":         {"why": canary.Attention, "document": canary.Attention},
	"attention-renewal": {"reason": canary.Attention},
	"attention-ending":  {"reason": canary.Attention},
	"cases":             {"text": canary.CaseText, "next": canary.CaseText, "reason": canary.CaseText, "explanation": canary.CaseText, "reference": canary.CaseNumber},
	"aftercare":         {"note": canary.Care, "reason": canary.Care},
	"aangiften":         {"reference": canary.ComplaintNumber, "reason": canary.Complaint},
	"triage":            {"reason": canary.Waiting},
	"documents":         {"text": canary.Paper, "reason": canary.Paper},
	"templates":         {"body": canary.Template, "desk": canary.Template},
	"mail-addresses":    {"address": canary.Mail},
	"questions":         {"nl": canary.Question, "en": canary.Question},
	"campaigns":         {"nl": canary.Campaign, "en": canary.Campaign},
	"coding-samples":    {"seed": canary.Seed},
	"agreements":        {"nl": canary.Agreement, "en": canary.Agreement},
}

func birdOf(path, key string) string {
	parts := strings.Split(strings.TrimPrefix(path, base+"/"), "/")
	for _, part := range slices.Backward(parts) {
		if of := birds[part]; of != nil {
			return of[key]
		}
	}
	return ""
}
