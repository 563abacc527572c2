package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/carlos7ags/folio/reader"
	"github.com/google/uuid"

	"ruggensteun/adapters/photo/phototest"
	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/access"
)

// road is an operation of the description, as far as somebody can ask it.
type road struct {
	id, method, path string
	queries          []query
	media            []string       // forms that it answers in beside JSON
	body             map[string]any // the schema of what it takes
	answers          map[string]any // the schema of what it gives
}

type query struct {
	name string
	list bool
	enum []string
}

// asker is somebody who asks: a role at one of two employers, or nobody.
type asker struct {
	access.Actor
	name  string // own registrar, other registrar, analyst, nobody
	token string
}

func (a asker) isOther() bool { return strings.HasPrefix(a.name, "other ") }

// seen is where something of a class came to somebody's eyes.
type seen struct{ class, who, way, road string }

// walk asks everything of everybody, and notes what came of it.
type walk struct {
	*planted
	*classes
	handler  http.Handler // the API, or one that was broken on purpose
	roads    []road
	schemas  map[string]any
	seen     map[seen]int
	answered map[string]map[string]bool // by road: whose question was answered
	// by road and who: who was refused, and who was told that his question cannot be asked
	refused, corrected map[string]bool
	leaks              map[string]map[string]bool // what, and to whom
	asked              int
}

func newWalk(t testing.TB, p *planted) *walk {
	t.Helper()
	l := &walk{planted: p, classes: readClasses(t), handler: p.handler, seen: map[seen]int{}, leaks: map[string]map[string]bool{}, answered: map[string]map[string]bool{}, refused: map[string]bool{}, corrected: map[string]bool{}}
	doc := p.get(base+"/openapi.json", access.Registrar, p.city).want(200).json
	l.schemas = doc["components"].(map[string]any)["schemas"].(map[string]any)
	paths := doc["paths"].(map[string]any)
	for _, r := range (&api{}).routes() { // in the order of the table
		l.roads = append(l.roads, roadOf(r, paths[r.path].(map[string]any)[strings.ToLower(r.method)].(map[string]any)))
	}
	return l
}

func roadOf(r route, op map[string]any) road {
	way := road{id: r.id, method: r.method, path: r.path}
	parameters, _ := op["parameters"].([]any)
	for _, one := range parameters {
		if q := one.(map[string]any); q["in"] == "query" {
			schema := q["schema"].(map[string]any)
			found := query{name: q["name"].(string), list: schema["type"] == "array"}
			if items, is := schema["items"].(map[string]any); is {
				schema = items
			}
			enum, _ := schema["enum"].([]any)
			for _, v := range enum {
				found.enum = append(found.enum, fmt.Sprint(v))
			}
			way.queries = append(way.queries, found)
		}
	}
	for status, answer := range op["responses"].(map[string]any) {
		if status[0] != '2' {
			continue
		}
		content, _ := answer.(map[string]any)["content"].(map[string]any)
		for media, of := range content {
			if media == "application/json" {
				way.answers, _ = of.(map[string]any)["schema"].(map[string]any)
			} else {
				way.media = append(way.media, media)
			}
		}
	}
	slices.Sort(way.media)
	if body, is := op["requestBody"].(map[string]any); is {
		content := body["content"].(map[string]any)
		if of, json := content["application/json"].(map[string]any); json {
			way.body, _ = of["schema"].(map[string]any)
		}
	}
	return way
}

// askers are all who may come to the records of one employer.
func (l *walk) askers(of *side) []asker {
	all := []asker{{name: "nobody"}}
	for _, role := range access.Roles() {
		at := map[string]uuid.UUID{"": uuid.Nil}
		if role.AtEmployer() {
			at = map[string]uuid.UUID{"own ": of.city, "other ": of.fire}
		}
		for whose, employer := range at {
			a := access.Actor{ID: uuid.UUID{1}, Role: role, Employer: employer, Purpose: role.Purposes()[0]}
			all = append(all, asker{a, whose + string(role), l.token(role, employer)})
		}
	}
	slices.SortFunc(all, func(x, y asker) int { return strings.Compare(x.name, y.name) })
	return all
}

// around goes along all roads that give something, for everybody.
func (l *walk) around() {
	for _, s := range l.sides {
		for _, who := range l.askers(s) {
			for _, r := range l.roads {
				l.mistakes(s, who, r)
				if r.method == http.MethodGet {
					l.reads(s, who, r)
				}
			}
		}
	}
}

// reads asks a road in all the ways that it has. Who is refused in one form is refused in every other.
func (l *walk) reads(s *side, who asker, r road) {
	for i, records := range s.records {
		path := base + records(r.path)
		first := l.ask(s, who, r, "read", path)
		if first.Code >= 400 && first.Code != http.StatusServiceUnavailable {
			l.forms(s, who, r, path, 1)
			continue
		}
		l.forms(s, who, r, path, len(r.media))
		if i > 0 || s.twin { // of the second employer the same is asked once
			continue
		}
		for _, q := range l.ownQueries(r) {
			if strings.Contains(path, q.name+"=") {
				continue
			}
			l.ask(s, who, r, "error", path+mark(path)+q.name+"="+url.QueryEscape(s.bird(canary.Name)))
			if who.isOther() && (len(r.queries) > 40 || wayOf(q.name) == "facet" || wayOf(q.name) == "sort") {
				continue // lays out what is his own, which he is asked as the own role of the other employer
			}
			for _, value := range l.values(s, r, q) {
				l.ask(s, who, r, wayOf(q.name), path+mark(path)+q.name+"="+url.QueryEscape(value))
			}
		}
	}
}

func (l *walk) forms(s *side, who asker, r road, path string, most int) {
	for _, media := range r.media[:min(most, len(r.media))] {
		l.ask(s, who, r, wayOf(media), path, header("Accept", media))
	}
}

func mark(path string) string {
	if strings.Contains(path, "?") {
		return "&"
	}
	return "?"
}

// ownQueries are the parameters of a road. Those of a free question are the same on each view, where one
// decoder takes them: there one in nine is asked, each road another.
func (l *walk) ownQueries(r road) (own []query) {
	for i, q := range r.queries {
		if len(r.queries) < 40 || r.id == "askFigure" || !q.list || (i+len(r.id))%9 == 0 {
			own = append(own, q)
		}
	}
	return own
}

// wayOf says in which way somebody asks who sets a parameter, or wants a form.
func wayOf(name string) string {
	switch name {
	case "text/csv", workbookType, packageType, "application/pdf", "application/octet-stream", "format", "coverage":
		return "export"
	case "image/svg+xml", "map", "narrow":
		return "picture"
	case "sort":
		return "sort"
	case "after", "limit", "minPosition":
		return "feed"
	case "rows", "columns", "of", "by", "unit", "per":
		return "facet"
	case "name", "hash", "incident", "actor", "file", "agreement":
		return "search"
	}
	return "filter"
}

// values are what a parameter is asked with: what it names of this employer, and what a form of it takes.
func (l *walk) values(s *side, r road, q query) []string {
	known := map[string][]string{
		"employer": {s.code}, "incident": {s.ids["incidents"]}, "actor": {s.ids["actor"]}, "file": {s.ids["cases"]}, "agreement": {"UITKOMST-VERTELLEN"},
		"sort": {"-occurred", "registered"}, "limit": {"1"}, "minPosition": {"1"}, "period": {"2026-11"}, "year": {"2026"}, "month": {"2026-11"},
		"place": {"ROAD"}, "behaviour": {"SPIT"}, "gemeente": {"GM0599"}, "viewer": {"public"}, "format": {"csv"}, "language": {"en"}, "map": {"tiles"}, "coverage": {"true"}, "narrow": {"true"},
		"injury": {"I4", "FORGOTTEN"}, "mind-injury": {"M1"}, "age-band": {"AGE_18_22"}, "history": {"H_ANTEC"}, "own-unit": {s.code + "/" + s.ids["unit"]}, "state": {"OPEN", "WAITING", "LAPSED", "PUBLISHED"},
		"from": {"1", "2026-11-01"}, "day": {"2026-11-21"}, "mine": {"true"}, "snoozed": {"true"}, "withdrawn": {"true"}, "name": {"rot"}, "at": {"2026-11-21"}, "by": {"receipt", "effect", "month", "unit", "version"},
		"unit": {"worker-hit", "suspect", "case", s.ids["unit"]}, "rows": l.dimensions(r), "columns": {"month"}, "of": {"trigger"}, "asOf": {"1"},
	}
	list := append(slices.Clone(q.enum), known[q.name]...)
	if len(list) == 0 {
		list = []string{"UNKNOWN"}
	}
	return list
}

// dimensions are all that a figure can be laid out by: it can be filtered by each of them.
func (l *walk) dimensions(r road) (all []string) {
	for _, q := range r.queries {
		if q.list {
			all = append(all, q.name)
		}
	}
	return all
}

// mistakes asks for what is refused, with canaries where none belongs: nobody is told them back, not even
// whoever sent them.
func (l *walk) mistakes(s *side, who asker, r road) {
	if s.twin {
		return
	}
	bird, path := s.bird(canary.Name), base+s.records[0](r.path)
	l.ask(s, who, r, "error", path+mark(path)+url.QueryEscape(bird)+"="+url.QueryEscape(bird))
	if strings.Contains(r.path, "{") {
		l.ask(s, who, r, "error", base+inBraces.ReplaceAllString(r.path, url.PathEscape(bird)))
	}
	if r.body == nil {
		return
	}
	for _, body := range l.wrong(r.body, bird) {
		l.send(s, who, r, "error", path, body)
	}
}

var inBraces = regexp.MustCompile(`\{[a-z]+\}`)

// wrong are bodies that are refused: an unknown key is in each, so that nothing is recorded.
func (l *walk) wrong(schema map[string]any, bird string) []string {
	list := []string{`{"` + bird + `":1}`, `["` + bird + `"]`, `{"zzz":"` + bird + `"`}
	properties, _ := l.resolved(schema)["properties"].(map[string]any)
	all := map[string]any{"zzz": bird}
	for name := range properties {
		all[name] = bird
	}
	one, _ := json.Marshal(all)
	for name := range properties {
		all[name] = map[string]any{bird: bird}
	}
	other, _ := json.Marshal(all)
	return append(list, string(one), string(other))
}

func (l *walk) resolved(schema map[string]any) map[string]any {
	if ref, is := schema["$ref"].(string); is {
		of, _ := l.schemas[schemaName(ref)].(map[string]any)
		return of
	}
	return schema
}

func schemaName(ref string) string { return ref[strings.LastIndex(ref, "/")+1:] }

func (l *walk) ask(s *side, who asker, r road, way, path string, options ...option) *httptest.ResponseRecorder {
	return l.send(s, who, r, way, path, map[bool]string{true: "{}"}[r.body != nil && r.method != http.MethodGet], options...)
}

// send asks once, and looks at the answer from all sides.
func (l *walk) send(s *side, who asker, r road, way, path, body string, options ...option) *httptest.ResponseRecorder {
	l.asked++
	request := httptest.NewRequest(r.method, "http://localhost"+path, strings.NewReader(body))
	if who.token != "" {
		request.Header.Set("Authorization", "Bearer "+who.token)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for _, o := range options {
		o(request)
	}
	rec := httptest.NewRecorder()
	l.handler.ServeHTTP(rec, request)
	if rec.Code >= 400 && rec.Code != http.StatusServiceUnavailable {
		way = "error"
	}
	l.look(s, who, r, way, rec)
	return rec
}

// columnsOf are those of a sheet that we lay out. Rows that were rejected have the columns of whoever sent them.
func columnsOf(r road, rec *httptest.ResponseRecorder) []string {
	if !strings.HasPrefix(rec.Header().Get("Content-Type"), "text/csv") || strings.HasSuffix(r.id, "Rejects") {
		return nil
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(rec.Body.String(), "\ufeff"), "\n")
	return strings.FieldsFunc(strings.TrimSpace(first), func(c rune) bool { return c == ',' || c == ';' || c == '"' })
}

func (l *walk) leak(who asker, r road, way, what string) {
	leak := fmt.Sprintf("%s %s (%s) by way of %s: %s", r.method, r.path, r.id, way, what)
	if l.leaks[leak] == nil {
		l.leaks[leak] = map[string]bool{}
	}
	l.leaks[leak][who.name] = true
}

// hear notes whether somebody is answered. Who asks for what cannot be is told so before it is asked
// who he is (a number that is none, a body that is too large): that is an answer only where he is
// never refused.
func (l *walk) hear(who asker, r road, status int) {
	if l.answered[r.id] == nil {
		l.answered[r.id] = map[string]bool{}
	}
	switch {
	case status < 300 || status == http.StatusServiceUnavailable:
		l.answered[r.id][who.name] = true
	case status == http.StatusForbidden || status == http.StatusUnauthorized:
		l.refused[r.id+" "+who.name] = true
	case status == http.StatusBadRequest || status == http.StatusConflict || status == http.StatusUnsupportedMediaType:
		l.corrected[r.id+" "+who.name] = true
	}
}

// hears tells whether somebody is answered by a road.
func (l *walk) hears(r road, name string) bool {
	return l.answered[r.id][name] || l.corrected[r.id+" "+name] && !l.refused[r.id+" "+name]
}

func (l *walk) look(s *side, who asker, r road, way string, rec *httptest.ResponseRecorder) {
	if rec.Code >= 500 && rec.Code != http.StatusServiceUnavailable {
		l.leak(who, r, way, fmt.Sprintf("it failed: %d", rec.Code))
	}
	l.hear(who, r, rec.Code)
	for _, found := range l.flock.Find(fmt.Append(opened(l.t, rec), rec.Header())) {
		name, owner := l.heardOf(found)
		c := l.named(l.t, name)
		switch {
		case way == "error" && name != "unit":
			l.leak(who, r, way, "an error repeats "+found)
		case !c.open(who.Actor, owner) && l.beyond[r.id+" "+name] == "":
			l.leak(who, r, way, "it shows "+found+", which is "+c.en+" of "+l.whose(who, owner)+" employer")
		default:
			l.seen[seen{name, l.role(who, owner), way, r.id}]++
		}
	}
	if columns := columnsOf(r, rec); rec.Code < 300 {
		for _, column := range columns {
			l.field(s, who, r, way, "csv:"+r.id+"."+column)
		}
	}
	if strings.Contains(rec.Header().Get("Content-Type"), "application/json") && rec.Code < 300 && r.answers != nil {
		var answer any
		must(l.t, json.Unmarshal(rec.Body.Bytes(), &answer))
		l.fieldsOf(r.answers, answer, func(field string) { l.field(s, who, r, way, field) })
	}
}

func (l *walk) whose(who asker, owner uuid.UUID) string {
	return map[bool]string{true: "the own", false: "another"}[who.Employer == owner]
}

// role is who asks, as seen from whose record it is.
func (l *walk) role(who asker, owner uuid.UUID) string {
	if !who.Role.AtEmployer() {
		return who.name
	}
	return map[bool]string{true: "own ", false: "other "}[who.Employer == owner] + string(who.Role)
}

func (l *walk) field(s *side, who asker, r road, way, field string) {
	name := l.fields[field]
	if name == "" {
		l.leak(who, r, way, field+" is new: say in testdata/fields.txt of which class it is")
		return
	}
	// Whose it is cannot be read from a field: what somebody is shown is his own, or everybody's.
	owner := who.Employer
	if !who.Role.AtEmployer() {
		owner = s.city
	}
	c := l.named(l.t, name)
	if !c.open(who.Actor, owner) && l.beyond[r.id+" "+name] == "" {
		l.leak(who, r, way, "it has "+field+", which is "+c.en)
		return
	}
	l.seen[seen{name, l.role(who, owner), way, r.id}]++
}

// fieldsOf visits every property of an answer that says something, as its schema names it.
func (l *walk) fieldsOf(schema map[string]any, v any, visit func(string)) {
	name := ""
	if ref, is := schema["$ref"].(string); is {
		name, schema = schemaName(ref), l.resolved(schema)
	}
	switch v := v.(type) {
	case []any:
		items, _ := schema["items"].(map[string]any)
		for _, inner := range v {
			l.fieldsOf(items, inner, visit)
		}
	case map[string]any:
		properties, _ := schema["properties"].(map[string]any)
		rest, _ := schema["additionalProperties"].(map[string]any)
		for key, inner := range v {
			of, known := properties[key].(map[string]any)
			switch {
			case known && name != "":
				if says(inner) {
					visit(name + "." + key)
				}
				l.fieldsOf(of, inner, visit)
			case known:
				l.fieldsOf(of, inner, visit)
			case rest != nil:
				l.fieldsOf(rest, inner, visit)
			default:
				visit(name + "." + key)
			}
		}
	}
}

// says tells whether there is something in it.
func says(v any) bool {
	switch v := v.(type) {
	case nil:
		return false
	case string:
		return v != "" && v != "closed"
	case map[string]any: // of what is closed to a role it is said that there is something
		return v["state"] != "closed"
	case bool:
		return v
	case []any:
		return slices.ContainsFunc(v, says)
	}
	return true
}

// opened is an answer as somebody reads it: unpacked, and from paper.
func opened(t testing.TB, rec *httptest.ResponseRecorder) []byte {
	body := rec.Body.Bytes()
	switch {
	case bytes.HasPrefix(body, []byte("PK")):
		var all []byte
		for name, part := range unpacked(t, body) {
			all = fmt.Append(all, name, "\n")
			all = append(all, paper(t, []byte(part))...)
		}
		return all
	}
	return paper(t, body)
}

// paper is what is to be read on a document, or spelled in a photo.
func paper(t testing.TB, body []byte) []byte {
	if bytes.HasPrefix(body, []byte("\x89PNG")) {
		return append(bytes.Clone(body), phototest.Spelled(body)...)
	}
	if !bytes.HasPrefix(body, []byte("%PDF")) {
		return body
	}
	file, err := reader.Parse(body)
	must(t, err)
	all := bytes.Clone(body) // with its title and such, as it stands
	for n := range file.PageCount() {
		page, err := file.Page(n)
		must(t, err)
		text, err := page.ExtractText()
		must(t, err)
		all = append(all, strings.Join(strings.Fields(text), " ")...)
	}
	return all
}
