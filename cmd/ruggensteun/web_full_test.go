package main

import (
	"flag"
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ruggensteun/adapters/web"
	"ruggensteun/adapters/web/webtest"
)

var everyState = flag.Bool("every-page-and-state", false, "judge every page there is, filled, empty and refused, in every language, theme and width (make test-full)")

var fullLanguages = flag.String("languages", ",/en", "the beginnings of addresses in each language that pages are judged in")

// fullWidths are those that a page is judged at: WCAG 1.4.10 asks for 320.
var fullWidths = []int{320, 390, 1280}

// fullSite is a site with what was seen on it.
type fullSite struct {
	*site
	b      *webtest.Browser
	judged int // states of pages
	wrong  map[string][]string
}

// TestEveryPageInEveryState finds the pages as people do, by their links, from the start page of each role.
func TestEveryPageInEveryState(t *testing.T) {
	if !*everyState {
		t.Skip("takes a quarter of an hour: make test-full")
	}
	b := webtest.Start(t)
	filled := newSite(t)
	f := &fullSite{site: filled, b: b, wrong: map[string][]string{}}
	f.planted(t)
	met := f.crawled(t, slices.Sorted(maps.Keys(f.tokens))...)
	t.Run("filled", func(t *testing.T) { f.look(t, met, false) })
	filled.reports(t) // after which figures for others wait until a month has ended
	own := f.crawled(t, "reporter")
	t.Run("reported", func(t *testing.T) { f.look(t, own, false) })
	met = append(met, own...)
	f.told(t, met)
	t.Run("refused", func(t *testing.T) { f.look(t, f.withForms(t, met), true) })
	none := &fullSite{site: emptySite(t), b: b, wrong: map[string][]string{}}
	t.Run("empty", func(t *testing.T) { none.look(t, none.crawled(t, slices.Sorted(maps.Keys(none.tokens))...), false) })
	t.Logf("%d states of pages were judged", f.judged+none.judged)
}

// planted puts on record what no page of a new demonstration has.
func (f *fullSite) planted(t *testing.T) {
	t.Helper()
	post := func(role, path, body string) {
		f.token = f.tokens[role]
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.url+"/v1"+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+f.token)
		r.Header.Set("Content-Type", "application/json")
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		if said, _ := io.ReadAll(answer.Body); answer.StatusCode >= 300 {
			t.Errorf("%s is answered by %d %s", path, answer.StatusCode, said)
		}
	}
	post("analyst", "/questions", `{"name":{"nl":"Elke maand","en":"Every month"},"question":"incident by region"}`)
	post("registrar", "/questions", `{"name":{"nl":"Van ons","en":"Ours"},"question":"incident by place"}`)
	post("officer", "/holds", `{"kind":"CASE","of":"`+f.worth+`","ground":"CLAIM","reason":"een claim","until":"2027-02-01"}`)
}

// emptySite has one employer, and nothing was ever reported.
func emptySite(t *testing.T) *site {
	t.Helper()
	c := newTerminal(t)
	c.cellKey()
	c.employer("GEM-X")
	r := c.start("serve", "--addr", "127.0.0.1:0")
	s := &site{office: office{running: r, url: r.await(`Pages for people: (http://\S+?)/\n`)}, tokens: map[string]string{}}
	for name, role := range map[string]string{"analyst": "analyst", "operator": "operator", "registrar": "registrar +GEM-X", "reporter": "reporter +GEM-X", "case-worker": "case-worker +GEM-X", "officer": "privacy-officer +GEM-X"} {
		s.tokens[name] = r.await(role + ` +(\S+)\n`)
	}
	return s
}

// met is an address with who came there.
type metPage struct{ role, path, pattern string }

var aLink = regexp.MustCompile(`<a [^>]*href="(/[^"#]*)`)

// crawled follows links from the start page, as a stranger and as each role: every page that there is once, and once more with a question.
func (f *fullSite) crawled(t *testing.T, roles ...string) (list []metPage) {
	t.Helper()
	patterns := pagePatterns()
	seen := map[string]int{}
	for _, role := range append([]string{""}, roles...) {
		queue, queued := []string{"/"}, map[string]bool{"/": true}
		for ways := map[string]int{}; len(queue) > 0; {
			path := queue[0]
			queue = queue[1:]
			pattern := patternOf(patterns, path)
			kind := fmt.Sprint(pattern, strings.Contains(path, "?"))
			if ways[kind]++; ways[kind] > 1 {
				continue
			}
			for _, to := range aLink.FindAllStringSubmatch(f.text(t, role, path), -1) {
				if at := html.UnescapeString(to[1]); !queued[at] && patternOf(patterns, at) != "" {
					queued[at] = true
					queue = append(queue, at)
				}
			}
			if seen[kind]++; seen[kind] <= 2 {
				list = append(list, metPage{role, path, pattern})
			}
		}
	}
	return append(list, metPage{"registrar", "/verschil?rows=place&from=1", "/verschil"}, metPage{"", "/tijd", "401"}, metPage{"analyst", "/nergens", "404"}, metPage{"analyst", "/privacy", "403"}, metPage{"analyst", "/vraag?rows=place&columns=hour&profession=AMB&trigger=TR_WAIT", "400"})
}

func pagePatterns() map[string]*regexp.Regexp {
	all := map[string]*regexp.Regexp{}
	for _, p := range web.Pages() {
		all[p.Path] = regexp.MustCompile(`^` + regexp.MustCompile(`\\\{[^}]*\\\}`).ReplaceAllString(regexp.QuoteMeta(p.Path), `[^/]+`) + `$`)
	}
	return all
}

// patternOf is the page that an address leads to; the one with the fewest holes.
func patternOf(patterns map[string]*regexp.Regexp, path string) (best string) {
	path, _, _ = strings.Cut(path, "?")
	for pattern, matches := range patterns {
		if matches.MatchString(path) && (best == "" || strings.Count(pattern, "{") < strings.Count(best, "{")) {
			best = pattern
		}
	}
	return best
}

func (f *fullSite) text(t *testing.T, role, path string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	if role != "" {
		r.Header.Set("Authorization", "Bearer "+f.tokens[role])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// told names the pages that no link led to.
func (f *fullSite) told(t *testing.T, met []metPage) {
	for pattern := range pagePatterns() {
		if !slices.ContainsFunc(met, func(m metPage) bool { return m.pattern == pattern }) {
			t.Logf("no link leads to %s here", pattern)
		}
	}
	t.Logf("%d addresses of %d pages", len(met), len(web.Pages()))
}

// withForms are those on which something is filled in: sent empty, they are refused.
func (f *fullSite) withForms(t *testing.T, met []metPage) (list []metPage) {
	for _, m := range met {
		if _, main, _ := strings.Cut(f.text(t, m.role, m.path), "<main"); strings.Contains(main, `method="post"`) {
			list = append(list, m)
		}
	}
	return list
}

// look judges addresses in both languages, and fails the test with each kind of mistake once.
func (f *fullSite) look(t *testing.T, met []metPage, submit bool) {
	found := 0
	for _, m := range met {
		for _, language := range strings.Split(*fullLanguages, ",") {
			look := f.site.look(m.role, inLanguage(language, m.path), "phone", false)
			look.Walk = language == "" && !strings.Contains(m.path, "?") // where the focus is does not depend on words
			if n := f.judge(t, look, submit); n > 0 {
				t.Logf("%s: %d mistakes", inLanguage(language, m.path), n)
				found += n
			}
		}
	}
	t.Logf("%d addresses, %d mistakes in %d kinds", len(met), found, len(f.wrong))
	for _, what := range slices.Sorted(maps.Keys(f.wrong)) {
		at := f.wrong[what]
		t.Errorf("%d times, first at %s: %s", len(at), at[0], what)
	}
	f.wrong = map[string][]string{}
}

func (f *fullSite) judge(t *testing.T, look webtest.Look, submit bool) (mistakes int) {
	t.Helper()
	j := f.b.Judge(t, look, submit, fullWidths...)
	path := strings.TrimPrefix(look.URL, f.url)
	if u, err := url.Parse(j.URL); err == nil && submit {
		path += " sent to " + u.Path
	}
	note := func(at, what string) {
		if len(f.wrong[what]) == 0 {
			t.Logf("%s%s: %s", path, at, what)
		}
		f.wrong[what] = append(f.wrong[what], path+at)
		mistakes++
	}
	for _, said := range j.Said {
		if !strings.Contains(said, "the server responded with a status of") {
			note("", "the console says "+said)
		}
	}
	for _, asked := range j.Asked {
		if !strings.HasPrefix(asked, f.url+"/") {
			note("", "it asks "+asked)
		}
	}
	if j.Title == "" || j.Status >= 500 {
		note("", fmt.Sprintf("it is answered by %d, with the title %q", j.Status, j.Title))
	}
	for _, s := range j.States {
		f.judged++
		at := fmt.Sprintf(" at %d", s.Width)
		if s.Dark {
			at += ", dark"
		}
		if s.Passes == 0 {
			note(at, "nothing was judged")
		}
		if s.Wide > 0 {
			note(at, fmt.Sprintf("it is wider than a window of %d: %q", s.Width, s.Widest))
		}
		for _, v := range s.Violations {
			note(at, v)
		}
		for _, moves := range s.Moves {
			note(at, moves+" moves, for who asked for no motion")
		}
		for _, step := range s.Walk {
			note(at, step.Name+" has the focus, and it cannot be seen")
		}
	}
	return mistakes
}
