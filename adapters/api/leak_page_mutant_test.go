package api

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/access"
)

// TestThePlantedLeaksOfPagesAreFound breaks the pages in one place after the other.
func TestThePlantedLeaksOfPagesAreFound(t *testing.T) {
	t.Parallel()
	unraced(t)
	p := plantedWorld(t)
	officer := p.token(access.PrivacyOfficer, p.city)
	only := func(token string) func(*http.Request) bool {
		return func(r *http.Request) bool { return r.Header.Get("Authorization") != "Bearer "+token }
	}
	theirs := p.sides[0].ids["holds"]
	ofTheirs := func(r *http.Request) bool {
		return !strings.Contains(r.URL.Path, theirs) || only(p.token(access.PrivacyOfficer, p.fire))(r)
	}
	for name, m := range map[string]struct {
		mistaken
		pages []string
		finds string
	}{
		"a page shows a name":                          {mistaken{road: "GET /trend", change: added(canary.Name)}, []string{"GET /trend"}, "name of the worker"},
		"a page is made as somebody else":              {mistaken{road: "GET /privacy", as: officer, unless: only(p.token(access.PrivacyOfficer, p.fire))}, []string{"GET /privacy"}, "in the name of somebody else"},
		"a page shows what its list does not say":      {mistaken{road: "GET /privacy", change: added(canary.Permit), unless: only(officer)}, []string{"GET /privacy"}, "pages.txt does not say"},
		"a page shows what the API did not answer now": {mistaken{road: "GET /privacy/gelezen", change: added(canary.Unit), unless: only(officer)}, []string{"GET /privacy/gelezen"}, "does not say"},
		"a header has a name": {mistaken{road: "POST /privacy/vasthouden", change: func(_ *http.Request, rec *httptest.ResponseRecorder) {
			rec.Header().Set("Location", "/privacy?of="+canary.Hold)
		}}, []string{"POST /privacy/vasthouden"}, "it has plain text of"},
		"an error repeats what was typed": {mistaken{road: "POST /privacy/vasthouden", change: added("<p>" + probe + "</p>")}, []string{"POST /privacy/vasthouden"}, "repeats what was typed"},
		"a record of another is forbidden and not missing": {mistaken{road: "GET /privacy/vasthouden/", unless: ofTheirs, change: func(_ *http.Request, rec *httptest.ResponseRecorder) {
			rec.Code = http.StatusForbidden
		}}, []string{"GET /privacy/vasthouden/{id}"}, "told from what is nobody's"},
		"a record of another is one byte longer": {mistaken{road: "GET /privacy/vasthouden/", unless: ofTheirs, change: added(" ")}, []string{"GET /privacy/vasthouden/{id}"}, "told from what is nobody's"},
		"a page fails":                           {mistaken{road: "GET /over", change: func(_ *http.Request, rec *httptest.ResponseRecorder) { rec.Code = 500 }}, []string{"GET /over"}, "it failed"},
		"a line of the log has what was typed":   {mistaken{road: "GET /over"}, []string{"GET /over"}, "a line of the log"},
	} {
		t.Run(name, func(t *testing.T) {
			l := pagesOnly(t, p, m.pages)
			m.next = l.front
			l.front = m.mistaken
			if strings.Contains(name, "log") {
				l.front = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					_, _ = l.logged.Write([]byte(r.URL.RawQuery))
					m.next.ServeHTTP(w, r)
				})
			}
			l.around()
			l.foundBy(t, m.finds)
			l = pagesOnly(t, p, m.pages)
			if l.around(); len(l.leaks) > 0 {
				t.Errorf("without it is found %v", l.leaks)
			}
		})
	}
	t.Run("a page is kept for whoever comes next", func(t *testing.T) {
		l := pagesOnly(t, p, []string{"GET /privacy"})
		l.front = remembered{l.front, map[string]*httptest.ResponseRecorder{}}
		l.around()
		l.foundBy(t, "of another employer")
	})
}

func pagesOnly(t *testing.T, p *planted, names []string) *pageWalk {
	l := newPageWalk(t, p)
	l.pages = slices.DeleteFunc(l.pages, func(one pageRoad) bool { return !slices.Contains(names, one.id) })
	return l
}

func (l *pageWalk) foundBy(t *testing.T, words string) {
	t.Helper()
	if !slices.ContainsFunc(slices.Collect(maps.Keys(l.leaks)), func(leak string) bool { return strings.Contains(leak, words) }) {
		t.Errorf("it is not found; found is %v", slices.Collect(maps.Keys(l.leaks)))
	}
}
