package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"ruggensteun/adapters/web/webtest"
)

var (
	pageWorld    = flag.Int("page-incidents", 600, "how many invented incidents the pages show that a browser looks at")
	pageStates   = flag.Bool("page-states", false, "judge every page in every language, width and theme, and not only a sample")
	pageNames    = flag.String("page-names", "", "measure only the pages of which the name matches this expression")
	pagePictures = flag.String("page-pictures", "", "a folder for screenshots of every page")
)

// desktop and phone are the widths that pages are looked at; WCAG 1.4.10 asks for 320.
var widths = map[string][2]int{"phone": {390, 844}, "desktop": {1280, 900}, "narrowest": {320, 640}}

// site is a server with the pages of an invented world, and the tokens of who looks at them.
type site struct {
	office
	told   *terminal
	tokens map[string]string
	report string // the id of one that was made
	worth  string // the id of a case that is worth opening
}

// newSite tells the world once, and serves it as an employer would.
func newSite(t *testing.T) *site {
	t.Helper()
	c := newTerminal(t)
	c.cellKey()
	demo := c.start("demo", "--addr", "127.0.0.1:0", "--incidents", strconv.Itoa(*pageWorld))
	demo.await(`(Ctrl-C ends it)`)
	worth := demo.await(`case show (\S+) --as case-worker@DEMO-POL-01`)
	demo.end()
	r := c.start("serve", "--addr", "127.0.0.1:0")
	s := &site{
		office: office{running: r, url: r.await(`Pages for people: (http://\S+?)/\n`)}, told: c,
		tokens: map[string]string{"analyst": r.await(`analyst +(\S+)\n`), "registrar": r.await(`registrar +DEMO-POL-01 +(\S+)\n`), "reporter": r.await(`reporter +DEMO-POL-01 +(\S+)\n`),
			"case-worker": r.await(`case-worker +DEMO-POL-01 +(\S+)\n`),
			"officer":     r.await(`privacy-officer +DEMO-POL-01 +(\S+)\n`), "operator": r.await(`operator +(\S+)\n`)},
		worth: worth,
	}
	return s
}

// reports puts something real on record. From then on figures for others are of month ends only, and no month has ended.
func (s *site) reports(t *testing.T) {
	t.Helper()
	s.token = s.tokens["reporter"]
	s.post(`{"behaviours":["PUSH"],"reach":"REACHED"}`)
	var own struct{ Incidents []struct{ ID string } }
	until(t, "the report stands in the list", func() bool {
		_, body := ask(t, s.url+"/v1/incidents?mine=true", s.token)
		return json.Unmarshal([]byte(body), &own) == nil && len(own.Incidents) == 1
	})
	s.report = own.Incidents[0].ID
}

func (s *site) look(role, path, width string, dark bool) webtest.Look {
	look := webtest.Look{URL: s.url + strings.NewReplacer("{report}", s.report, "{case}", s.worth).Replace(path), Width: widths[width][0], Height: widths[width][1], Dark: dark}
	if role != "" {
		look.Headers = map[string]string{"Authorization": "Bearer " + s.tokens[role]}
	}
	return look
}

// ofReport stands for a report that was made.
const ofReport = "/mijn-meldingen/{report}"

type aPage struct {
	name, role, path string
	status           int
}

// everyPage is each page as it stands in an address, and who looks at it.
var everyPage = []aPage{
	{"start-stranger", "", "/", 200},
	{"start", "analyst", "/", 200},
	{"time", "analyst", "/tijd", 200},
	{"time-own", "registrar", "/tijd", 200},
	{"place", "analyst", "/plaats", 200},
	{"map", "analyst", "/plaats?by=region", 200},
	{"triggers", "analyst", "/aanleidingen", 200},
	{"measures", "registrar", "/aanleidingen?by=measure", 200},
	{"offenders", "analyst", "/daders", 200},
	{"trend", "registrar", "/trend", 200},
	{"trend-analyst", "analyst", "/trend", 200},
	{"chain", "registrar", "/keten", 200},
	{"free", "analyst", "/vraag?rows=place&columns=behaviour-group", 200},
	{"refused", "analyst", "/vraag?rows=place&columns=behaviour-group&profession=AMB&trigger=TR_WAIT&time-band=NIGHT", 400},
	{"change", "registrar", "/verschil?rows=place&from=1", 200},
	{"report", "reporter", "/melden", 200},
	{"report-analyst", "analyst", "/melden", 403},
	{"own-reports", "reporter", "/mijn-meldingen", 200},
	{"own-report", "reporter", ofReport, 200},
	{"more", "reporter", ofReport + "/aanvullen", 200},
	{"course", "reporter", ofReport + "/verloop", 200},
	{"sign-in", "", "/tijd", 401},
	{"nothing", "analyst", "/nergens", 404},
	{"about", "", "/over", 200},
	{"reports", "registrar", "/meldingen", 200},
	{"reports-all", "registrar", "/meldingen?alles=ja&place=ROAD", 200},
	{"reports-not-yours", "analyst", "/meldingen", 403},
	{"imports", "registrar", "/invoer", 200},
	{"start-officer", "officer", "/", 200},
	{"privacy", "officer", "/privacy", 200},
	{"readers-asked", "officer", "/privacy/gelezen", 200},
	{"hold-place", "officer", "/privacy/vasthouden", 200},
	{"erase", "officer", "/privacy/wissen?kind=WORKER&of=00000000-0000-4000-8000-000000000000", 200},
	{"trace", "officer", "/privacy/bestand", 200},
	{"privacy-refused", "analyst", "/privacy", 403},
	{"operation", "operator", "/beheer", 200},
	{"start-case-worker", "case-worker", "/", 200},
	{"work", "case-worker", "/werklijst", 200},
	{"work-red", "case-worker", "/werklijst?state=LAPSED&snoozed=true", 200},
	{"work-wrong", "case-worker", "/werklijst?state=RED", 400},
	{"case", "case-worker", "/zaak/{case}", 200},
	{"case-call", "case-worker", "/zaak/{case}/gesprek", 200},
	{"case-step", "case-worker", "/zaak/{case}/bericht?step=VERDICT", 200},
	{"case-close", "case-worker", "/zaak/{case}/sluiten", 200},
	{"case-hand-over", "case-worker", "/zaak/{case}/overdragen", 200},
	{"case-not-yours", "analyst", "/zaak/{case}", 403},
}

func TestPagesInABrowser(t *testing.T) {
	b := webtest.Start(t)
	t.Logf("Chromium %s", b.Version)
	s := newSite(t)
	mine := func(p aPage) bool { return strings.Contains(p.path, "{report}") }
	others := slices.DeleteFunc(slices.Clone(everyPage), mine)
	t.Run("everybody can read each page", func(t *testing.T) { s.judged(t, b, others) })
	t.Run("a keyboard alone goes through a figure", func(t *testing.T) { s.byKeyboard(t, b) })
	t.Run("pages work without a script", func(t *testing.T) { s.withoutScript(t, b) })
	t.Run("what is printed can be read", func(t *testing.T) { s.printed(t, b) })
	t.Run("how fast pages are is printed", func(t *testing.T) { s.measured(t, b, others) })
	t.Run("an operator does his day", func(t *testing.T) { s.operatorDay(t, b) })
	s.reports(t)
	own := slices.DeleteFunc(slices.Clone(everyPage), func(p aPage) bool { return !mine(p) })
	t.Run("everybody can read each page of a report", func(t *testing.T) { s.judged(t, b, own) })
	t.Run("how fast pages of a report are is printed", func(t *testing.T) { s.measured(t, b, own) })
	t.Run("a privacy officer does his day", func(t *testing.T) { s.privacyDay(t, b) })
	t.Run("a registrar's morning", func(t *testing.T) { s.registrarsMorning(t, b) })
}

// judged looks at each page in three states, and has axe judge a fixed sample of those. None breaks a rule of WCAG that can be judged by a
// program, is wider than a small telephone, says anything on the console or asks another address.
func (s *site) judged(t *testing.T, b *webtest.Browser, pages []aPage) {
	for i, p := range pages {
		t.Run(p.name, func(t *testing.T) {
			for j, at := range []struct {
				language, width string
				dark            bool
			}{{"", "desktop", false}, {"", "phone", true}, {"/en", "narrowest", false}} {
				look := s.look(p.role, inLanguage(at.language, p.path), at.width, at.dark)
				if *pagePictures != "" {
					look.Picture = filepath.Join(*pagePictures, fmt.Sprintf("%s-%s.png", p.name, at.width))
				}
				s.plain(t, b, look, p.status)
				if look.Axe, look.Picture = true, ""; (i+j)%3 != 0 && !*pageStates {
					continue
				}
				seen := b.Open(t, look)
				for _, v := range seen.Violations {
					t.Errorf("%s at %s: %s", p.path, at.width, v)
				}
				if seen.Passes == 0 {
					t.Errorf("%s: nothing was judged", p.path)
				}
			}
		})
	}
}

func inLanguage(prefix, path string) string {
	if prefix != "" && path == "/" {
		return prefix + "/"
	}
	return prefix + path
}

// plain is what is true of every page, under its own policy.
func (s *site) plain(t *testing.T, b *webtest.Browser, look webtest.Look, status int) {
	t.Helper()
	seen := b.Open(t, look)
	if seen.Status != status {
		t.Errorf("%s is answered by %d, want %d", look.URL, seen.Status, status)
	}
	if seen.Wide > 0 {
		t.Errorf("%s is %d wider than a window of %d", look.URL, seen.Wide, look.Width)
	}
	for _, said := range seen.Said {
		if !strings.Contains(said, "the server responded with a status of "+strconv.Itoa(seen.Status)) { // what a failed page is
			t.Errorf("%s says on the console: %s", look.URL, said)
		}
	}
	for _, asked := range seen.Asked {
		if !strings.HasPrefix(asked, s.url+"/") {
			t.Errorf("%s asks %s", look.URL, asked)
		}
	}
	if len(seen.Asked) < 2 {
		t.Errorf("%s asked only %v, so this test sees nothing", look.URL, seen.Asked)
	}
	if seen.Title == "" {
		t.Errorf("%s has no title", look.URL)
	}
}

// byKeyboard: everything is reached in the order in which it is read, and seen to be.
func (s *site) byKeyboard(t *testing.T, b *webtest.Browser) {
	look := s.look("analyst", "/plaats", "desktop", false)
	look.Walk = true
	seen := b.Open(t, look)
	var names []string
	for _, step := range seen.Walk {
		names = append(names, step.Name)
		if !step.Shown {
			t.Errorf("%s has the focus, and it cannot be seen", step.Name)
		}
	}
	at := -1
	for _, want := range []string{"Naar de inhoud", "Trend", "#sinds", "CSV", "#f-period", "#f-profession", "#f-op", "Toon"} {
		i := slices.IndexFunc(names, func(name string) bool { return strings.Contains(name, want) })
		if i <= at {
			t.Errorf("%q is step %d, want it after step %d of %q", want, i, at, names)
		}
		at = i
	}
}

// withoutScript: there is none to miss.
func (s *site) withoutScript(t *testing.T, b *webtest.Browser) {
	look := s.look("analyst", "/tijd?profession=AMB&period=", "phone", false)
	look.WithoutScript = true
	seen := b.Open(t, look)
	if seen.Status != http.StatusOK || !strings.HasSuffix(seen.URL, "/tijd?profession=AMB") {
		t.Errorf("an empty field of a form led to %d at %s, want the address without it", seen.Status, seen.URL)
	}
	for _, asked := range seen.Asked {
		if u, err := url.Parse(asked); err != nil || strings.HasSuffix(u.Path, ".js") {
			t.Errorf("a script is asked for: %s", asked)
		}
	}
}

// measured measures and prints; how fast a machine is proves nothing of the pages.
func (s *site) measured(t *testing.T, b *webtest.Browser, pages []aPage) {
	for _, p := range pages {
		if is, err := regexp.MatchString(*pageNames, p.name); err != nil {
			t.Fatalf("-page-names: %v", err)
		} else if !is {
			continue
		}
		look := s.look(p.role, p.path, "phone", false)
		took := make([]time.Duration, 0, 40)
		for range cap(took) {
			began := time.Now()
			ask(t, look.URL, s.tokens[p.role])
			took = append(took, time.Since(began))
		}
		slices.Sort(took)
		speed := b.Measure(t, look)
		if speed.Bytes == 0 {
			t.Errorf("%s: nothing was measured", p.path)
		}
		t.Logf("%-16s painted after %5.0f ms (goal 1000), %5.1f kB (goal 100), server p95 %5.1f ms (goal 50)", p.name, speed.Painted, speed.Bytes/1000, float64(took[len(took)*95/100].Microseconds())/1000)
	}
}
