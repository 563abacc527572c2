package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"html"
	"log/slog"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/photo/phototest"
	"ruggensteun/adapters/web"
	"ruggensteun/domain/access"
)

// pageRoad is a page, or what is filled in on one.
type pageRoad struct {
	road
	asked []url.Values // in which {noun} is an id of one employer
	shows []string     // classes
}

func (p pageRoad) named() bool {
	return strings.Contains(p.path, "{") || slices.ContainsFunc(p.asked, func(v url.Values) bool { return strings.Contains(v.Encode(), "%7B") })
}

// pageWalk opens every page as everybody, and holds it against what the API answered meanwhile.
type pageWalk struct {
	*walk
	front  http.Handler // the pages, or pages with a mistake in them
	pages  []pageRoad
	every  []pageRoad
	api    *overheard
	logged *lines
	asks   map[string]map[string]bool // by page: operations of the API
	stood  map[string]map[string]bool // by page: classes
	same   int
	sent   string // by whoever opens the page
}

// overheard keeps what the API answered during one visit.
type overheard struct {
	next    http.Handler
	answers []apiAnswer
}

type apiAnswer struct {
	asked *http.Request
	rec   *httptest.ResponseRecorder
}

func (o *overheard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rec := httptest.NewRecorder()
	o.next.ServeHTTP(rec, r)
	o.answers = append(o.answers, apiAnswer{r, rec})
	maps.Copy(w.Header(), rec.Header())
	w.WriteHeader(rec.Code)
	_, _ = w.Write(rec.Body.Bytes())
}

func newPageWalk(t testing.TB, p *planted) *pageWalk {
	t.Helper()
	l := &pageWalk{walk: newWalk(t, p), logged: &lines{}, api: &overheard{next: p.handler}, asks: map[string]map[string]bool{}, stood: map[string]map[string]bool{}}
	front, err := web.Handler(web.Needs{API: l.api, Identity: p.identity, Logger: slog.New(slog.NewJSONHandler(l.logged, nil))})
	must(t, err)
	l.front = front
	l.pages = l.readPages()
	l.every = slices.Clone(l.pages)
	for _, s := range l.sides { // so that something left
		s.ids["file"] = hashOf(p.get("/v1/views/location?format=csv", access.Registrar, s.city).want(200).Body.Bytes())
	}
	l.letOut(p)
	return l
}

// letOut lets something go out, which is of no employer, and has something kept in the list of each.
func (l *pageWalk) letOut(p *planted) {
	release := p.analyst("/v1/releases", preparing(access.ForPublic, "", "incident by place")).want(201).Header().Get("Location")
	p.analyst(release+"/publication", `{"early":"niemand hoeft te duiden","accepted":"het is dezelfde vraag"}`).want(200)
	var out struct{ Answers []struct{ Hash string } }
	must(l.t, json.Unmarshal(p.get(release, access.Analyst, uuid.Nil).want(200).Body.Bytes(), &out))
	waits := p.analyst("/v1/releases", preparing(access.ForAnalysts, "", "incident by place")).want(201).Header().Get("Location")
	for _, s := range l.sides {
		s.ids["releases"], s.ids["citation"] = idIn(waits), out.Answers[0].Hash
		s.ids["questions"] = idIn(s.post("/v1/questions", access.Registrar, s.city, `{"name":{"nl":"x","en":"x"},"question":"incident by place"}`).want(201).Header().Get("Location"))
	}
}

// ofEverybody tells whether an address leads to the same for all who may open the page.
func (p pageRoad) ofEverybody() bool {
	return strings.HasPrefix(p.path, "/publicaties/{") || p.path == "/vragen/{id}" || p.path == citedPage
}

const citedPage = "/aangehaald/{hash}"

// readPages are those of testdata/pages.txt, which has every page of the program and no other.
func (l *pageWalk) readPages() (list []pageRoad) {
	there := map[string]bool{}
	for _, one := range web.Pages() {
		there["GET "+one.Path] = true
		if one.Takes {
			there["POST "+one.Path] = true
		}
	}
	for _, line := range dataLines(l.t, "testdata/pages.txt") {
		cells := strings.Split(line, "|")
		if len(cells) != 3 {
			l.t.Fatalf("pages.txt: %q has not three columns", line)
		}
		p := pageRoad{road: road{id: strings.TrimSpace(cells[0])}, shows: strings.Fields(strings.Trim(cells[2], " -"))}
		p.method, p.path, _ = strings.Cut(p.id, " ")
		if p.path = strings.TrimSpace(p.path); !there[p.method+" "+p.path] {
			l.t.Errorf("pages.txt: there is no %s any more", p.id)
		}
		delete(there, p.method+" "+p.path)
		p.id = p.method + " " + p.path
		for _, way := range strings.Split(cells[1], ";") {
			asked := url.Values{}
			for _, pair := range strings.Fields(strings.Trim(way, " -")) {
				name, value, _ := strings.Cut(pair, "=")
				asked.Add(name, value)
			}
			p.asked = append(p.asked, asked)
		}
		for _, name := range p.shows {
			l.named(l.t, name)
		}
		list = append(list, p)
	}
	for _, name := range slices.Sorted(maps.Keys(there)) {
		l.t.Errorf("%s is a new page: say in testdata/pages.txt with what it is asked and what it may show", name)
	}
	return list
}

// probe is what somebody types who tries things.
const probe = "Klikspaanboterspuit"

// around opens all pages as everybody, and then fills them in: that may change what the pages show.
func (l *pageWalk) around() {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		for _, s := range l.sides {
			for _, who := range l.askers(s) {
				for _, p := range l.pages {
					if p.method == method && (!s.twin || p.named()) {
						l.opens(s, who, p)
					}
				}
			}
		}
	}
	for _, word := range append(l.flock.Find([]byte(l.logged.String())), wordIn(l.logged.String(), probe)...) {
		l.leaks["a line of the log of the pages has "+word] = map[string]bool{"whoever reads the log": true}
	}
}

func wordIn(text, word string) []string {
	if strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
		return []string{word}
	}
	return nil
}

// opens asks a page in all the ways that it has, with what is of this employer and with what is of nobody.
func (l *pageWalk) opens(s *side, who asker, p pageRoad) {
	for i, asked := range p.asked {
		theirs := l.visit(s, who, p, "", filledWith(asked, s.ids))
		everybodys := !who.Role.AtEmployer() && theirs.Code < 400 || p.ofEverybody() // a role of no employer, that sees this of all
		if p.named() && who.Employer != s.city && !everybodys {
			l.compare(s, who, p, asked, theirs)
		}
		if s.twin || i > 0 {
			continue
		}
		if p.method == http.MethodGet {
			l.visit(s, who, p, "/en", filledWith(asked, s.ids))
		}
		l.tries(s, who, p, asked)
	}
}

// compare: what is another's is answered as what is nobody's, to the byte but for the ids. An address that
// names a record says that nothing is there, or that the role has no such page.
func (l *pageWalk) compare(s *side, who asker, p pageRoad, asked url.Values, theirs *httptest.ResponseRecorder) {
	if strings.Contains(p.path, "{") && theirs.Code < 400 {
		l.leak(who, p.road, "path", fmt.Sprintf("a record of another employer is answered by %d", theirs.Code))
	}
	nothing := map[string]string{}
	for noun, id := range s.ids {
		if _, err := uuid.Parse(id); err == nil {
			id = uuid.NewString()
		}
		if noun == "file" {
			id = hashOf([]byte(uuid.NewString()))
		}
		nothing[noun] = id
	}
	nobodys := l.visit(s, who, p, "", filledWith(asked, nothing))
	if a, b := withoutIDs(theirs), withoutIDs(nobodys); a != b {
		l.leak(who, p.road, "size class", fmt.Sprintf("what is another's is told from what is nobody's: %s", difference(a, b)))
	}
	l.same++
}

var (
	idsInPage = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}`)
	anyTag    = regexp.MustCompile(`(?s)<textarea[^>]*>[^<]*</textarea>|<[^>]*>`)
)

func withoutIDs(rec *httptest.ResponseRecorder) string {
	return idsInPage.ReplaceAllString(fmt.Sprintf("%d %v %s", rec.Code, rec.Header(), rec.Body), "ID")
}

func hashOf(text []byte) string { return fmt.Sprintf("%x", sha256.Sum256(text)) }

// difference is where two texts part.
func difference(a, b string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("%.60q and %.60q", a[max(0, i-20):], b[max(0, i-20):])
		}
	}
	return fmt.Sprintf("%d bytes and %d", len(a), len(b))
}

// filledWith puts ids where nouns stand.
func filledWith(asked url.Values, ids map[string]string) url.Values {
	filled := url.Values{}
	for name, values := range asked {
		for _, value := range values {
			filled.Add(name, inCurls.ReplaceAllStringFunc(value, func(noun string) string { return ids[strings.ReplaceAll(strings.Trim(noun, "{}"), "-", " ")] }))
		}
	}
	return filled
}

var (
	inCurls = regexp.MustCompile(`\{[a-z-]+\}`)
	aField  = regexp.MustCompile(` name="([a-zA-Z_.-]+)"`)
)

// tries types nonsense everywhere, also in fields that only the page itself knows of. It may stand in the
// fields again, of whoever typed it, and is repeated nowhere else.
func (l *pageWalk) tries(s *side, who asker, p pageRoad, asked url.Values) {
	nonsense := url.Values{probe: {probe}}
	for name := range asked {
		nonsense.Set(name, probe)
	}
	if p.method == http.MethodPost {
		shown := l.visit(s, who, pageRoad{road: road{id: "GET " + p.path, method: http.MethodGet, path: p.path}, shows: l.showsOf("GET " + p.path)}, "", filledWith(asked, s.ids))
		for _, name := range aField.FindAllStringSubmatch(shown.Body.String(), -1) {
			nonsense.Set(name[1], probe)
		}
	}
	l.visit(s, who, p, "", nonsense)
	if strings.Contains(p.path, "{") && p.method == http.MethodPost { // at what is there
		nonsense = url.Values{}
		for name, values := range filledWith(asked, s.ids) {
			if nonsense.Set(name, probe); strings.Contains(p.path, "{"+name+"}") {
				nonsense.Set(name, values[0])
			}
		}
		l.visit(s, who, p, "", nonsense)
	}
}

func (l *pageWalk) showsOf(id string) []string {
	for _, p := range l.every {
		if p.id == id {
			return p.shows
		}
	}
	return nil
}

// visit opens a page once. What stands in its path is taken out of the values.
func (l *pageWalk) visit(s *side, who asker, p pageRoad, language string, values url.Values) *httptest.ResponseRecorder {
	l.asked++
	path, said := language+p.path, url.Values{}
	for name, list := range values {
		if hole := "{" + name + "}"; strings.Contains(path, hole) {
			path = strings.ReplaceAll(path, hole, url.PathEscape(list[0]))
			continue
		}
		said[name] = list
	}
	body := ""
	l.sent = fmt.Sprint(values)
	if p.method == http.MethodPost {
		body = said.Encode()
	} else if len(said) > 0 {
		path += "?" + said.Encode()
	}
	kind := "application/x-www-form-urlencoded"
	if said.Has("mapping") { // a form with files
		kind, body = uploaded(said)
	}
	if said.Has("foto") {
		kind, body = "multipart/form-data; boundary=x", photoBody("jas", phototest.Written("jas")) // what is told of it is kept, and shown again
	}
	r := httptest.NewRequest(p.method, "http://localhost"+path, strings.NewReader(body))
	r.Header.Set("Accept", "text/html")
	if body != "" {
		r.Header.Set("Content-Type", kind)
	}
	if who.token != "" {
		r.Header.Set("Authorization", "Bearer "+who.token)
	}
	rec := httptest.NewRecorder()
	l.api.answers = nil
	l.front.ServeHTTP(rec, r)
	l.judge(s, who, p, rec)
	return rec
}

// uploaded is a form with a mapping and a file.
func uploaded(said url.Values) (kind, body string) {
	var b strings.Builder
	form := multipart.NewWriter(&b)
	for _, name := range []string{"mapping", "file"} {
		part, _ := form.CreateFormFile(name, name) // into memory
		_, _ = part.Write([]byte(said.Get(name)))
	}
	_ = form.Close()
	return form.FormDataContentType(), b.String()
}

// judge looks at a page from all sides.
func (l *pageWalk) judge(s *side, who asker, p pageRoad, rec *httptest.ResponseRecorder) {
	if rec.Code >= 500 && rec.Code != http.StatusServiceUnavailable {
		l.leak(who, p.road, "read", fmt.Sprintf("it failed: %d", rec.Code))
	}
	if rec.Code < 400 || p.method == http.MethodPost && (rec.Code == http.StatusBadRequest || rec.Code == http.StatusConflict) {
		l.answeredTo(p.id, who)
	}
	for _, h := range rec.Header()["Location"] {
		if p.method == http.MethodPost && len(wordIn(h, probe)) > 0 {
			l.leak(who, p.road, "Location", "it repeats what was filled in")
		}
	}
	text := html.UnescapeString(anyTag.ReplaceAllString(rec.Body.String(), " "))
	if len(wordIn(text, probe)) > 0 {
		l.leak(who, p.road, "error", "it repeats what was typed, and not in the field that it was typed in")
	}
	l.heardIn(who, p, rec, l.fromAPI(s, who, p, rec))
}

func (l *pageWalk) answeredTo(id string, who asker) {
	if l.answered[id] == nil {
		l.answered[id] = map[string]bool{}
	}
	l.answered[id][who.name] = true
}

// fromAPI notes what the page asked: in the name of who opened it, and for nothing but what it says it shows.
// It gives the canaries that were in the answers.
func (l *pageWalk) fromAPI(s *side, who asker, p pageRoad, rec *httptest.ResponseRecorder) map[string]bool {
	heard := map[string]bool{}
	for _, a := range l.api.answers {
		if got := strings.TrimPrefix(a.asked.Header.Get("Authorization"), "Bearer "); got != who.token {
			l.leak(who, p.road, "read", "it asks the API in the name of somebody else")
		}
		for _, f := range l.flock.Find(a.rec.Body.Bytes()) {
			_, bird, _ := strings.Cut(f, " of ")
			heard[bird] = true
		}
		r, is := l.operation(a.asked)
		if !is || a.rec.Code >= 300 {
			continue
		}
		note(l.asks, p.id, r.id)
		var answer any
		if r.answers == nil || json.Unmarshal(a.rec.Body.Bytes(), &answer) != nil {
			continue
		}
		l.fieldsOf(r.answers, answer, func(field string) { l.stands(who, p, l.fields[field]) })
	}
	return heard
}

func note(all map[string]map[string]bool, one, two string) {
	if all[one] == nil {
		all[one] = map[string]bool{}
	}
	all[one][two] = true
}

// notOfSomebody are classes of what says nothing about somebody.
var notOfSomebody = []string{"", "frame", "any", "open"}

func (l *pageWalk) stands(who asker, p pageRoad, name string) {
	if slices.Contains(notOfSomebody, name) {
		return
	}
	note(l.stood, p.id, name)
	if !slices.Contains(p.shows, name) {
		l.leak(who, p.road, "read", "it asks for "+name+": say so in testdata/pages.txt")
	}
}

// operation is the road of the API that was asked.
func (l *pageWalk) operation(r *http.Request) (road, bool) {
	best := -1
	for i, one := range l.roads {
		if one.method == r.Method && matches(one.path, strings.TrimPrefix(r.URL.Path, base)) && (best < 0 || strings.Count(one.path, "{") < strings.Count(l.roads[best].path, "{")) {
			best = i
		}
	}
	if best < 0 {
		return road{}, false
	}
	return l.roads[best], true
}

// matches tells whether a path is one of a pattern.
func matches(pattern, path string) bool {
	want, is := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(is) {
		return false
	}
	for i := range want {
		if want[i] != is[i] && !strings.HasPrefix(want[i], "{") {
			return false
		}
	}
	return true
}

// heardIn: a canary is in no header; in a page it is of a class that the page says it shows, open to who
// opened it, and was in an answer that the API gave him at that very moment.
func (l *pageWalk) heardIn(who asker, p pageRoad, rec *httptest.ResponseRecorder, answered map[string]bool) {
	for _, f := range l.flock.Find(fmt.Append(nil, rec.Header())) {
		l.leak(who, p.road, "header", "it has "+f)
	}
	plain := html.UnescapeString(rec.Body.String())
	if unescaped, err := url.PathUnescape(plain); err == nil {
		plain += unescaped
	}
	text := strings.ToLower(html.UnescapeString(anyTag.ReplaceAllString(rec.Body.String(), " ")))
	for _, f := range l.flock.Find([]byte(strings.ReplaceAll(plain, "+", " "))) {
		name, owner := l.heardOf(f)
		c := l.named(l.t, name)
		_, bird, _ := strings.Cut(f, " of ")
		switch {
		case strings.Contains(l.sent, bird) && !strings.Contains(text, strings.ToLower(bird)):
			// in the address of the same page in another language, and in the field, of whoever sent it
		case !c.open(who.Actor, owner) && !l.sharedBy(p, name):
			l.leak(who, p.road, "read", "it shows "+f+", which is "+c.en+" of "+l.whose(who, owner)+" employer")
		case !slices.Contains(p.shows, name):
			l.leak(who, p.road, "read", "it shows "+f+", which testdata/pages.txt does not say")
		case !answered[bird]:
			l.leak(who, p.road, "read", "it shows "+f+", which the API did not answer now")
		case rec.Code >= 400 && p.method == http.MethodGet && name != "unit" && name != "agreement": // what a list can be narrowed by stands beside a wrong question too
			l.leak(who, p.road, "error", "an error repeats "+f)
		default:
			note(l.stood, p.id, name)
			l.seen[seen{name, l.role(who, owner), "read", p.id}]++
		}
	}
}

// sharedBy tells whether the page asks an operation that shows this to more people than the class says.
func (l *pageWalk) sharedBy(p pageRoad, name string) bool {
	for id := range l.asks[p.id] {
		if l.beyond[id+" "+name] != "" {
			return true
		}
	}
	return false
}

// TestLeakMatrixOfPages opens every page as everybody, with ids of both employers, and sends what can be
// filled in on it.
func TestLeakMatrixOfPages(t *testing.T) {
	t.Parallel()
	unraced(t)
	l := newPageWalk(t, plantedWorld(t))
	began := time.Now()
	l.around()
	t.Logf("%d pages were opened in %s; %d times what is another's was held against what is nobody's", l.asked, time.Since(began).Round(time.Millisecond), l.same)
	l.report(t)
	for _, p := range l.pages {
		for _, name := range p.shows {
			if !l.stood[p.id][name] {
				t.Errorf("%s was never seen to show %s: take it out of testdata/pages.txt, or ask the page so that it does", p.id, name)
			}
		}
		if len(l.answered[p.id]) == 0 {
			t.Errorf("%s was opened for nobody: say in testdata/pages.txt how it is asked", p.id)
		}
	}
	l.pagesUpToDate(t)
}

// remembered keeps a page for whoever comes next, as a careless cache does.
type remembered struct {
	next http.Handler
	kept map[string]*httptest.ResponseRecorder
}

func (b remembered) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rec := b.kept[r.URL.Path]
	if rec == nil {
		rec = httptest.NewRecorder()
		if b.next.ServeHTTP(rec, r); rec.Code == http.StatusOK && r.Header.Get("Authorization") != "" {
			b.kept[r.URL.Path] = rec
		}
	}
	maps.Copy(w.Header(), rec.Header())
	w.WriteHeader(rec.Code)
	_, _ = w.Write(bytes.Clone(rec.Body.Bytes()))
}
