package api

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// asProtected are the roads on which somebody is answered who may see figures of other people's
// records only as they are printed. Each is asked in all of the ways that stand here.
var asProtected = map[string][]string{
	"askFigure": {
		"", "?rows=place", "?rows=place&columns=behaviour-group", "?rows=gemeente", "?rows=region&columns=month", "?rows=employer&columns=month", "?rows=profession&place=ROAD",
		"?rows=hour&place=HOME&behaviour=SPIT", "?rows=weekday&columns=hour&period=2026-11", "?rows=trigger", "?rows=year&columns=place", "?rows=suspect", "?rows=reporting-delay", "?rows=workers-hit",
		"?rows=place&of=trigger", "?period=2026-Q4&gemeente=GM0344", "?gemeente=GM0518", "?gemeente=GM0344&place=CUSTODY",
		"?unit=worker-hit&rows=profession", "?unit=suspect&rows=place", "?unit=aangifte", "?unit=case&rows=place", "?unit=step",
		"?rows=region&period=2026&per=inhabitants", "?rows=employer&period=2026&per=staff",
		"?rows=place&format=csv", "?rows=place&columns=month&format=csv&language=en", "?rows=place&format=xlsx", "?rows=place&format=svg", "?rows=region&format=svg", "?rows=month&format=svg", "?rows=weekday&columns=hour&format=svg&narrow=true",
		"?viewer=public", "?viewer=public&rows=place&columns=behaviour-group", "?viewer=public&rows=gemeente&format=open-data", "?viewer=public&rows=place&format=svg",
		"?place=NOWHERE", "?rows=area", "?rows=own-unit&own-unit=GEM-ROTTERDAM/NOORD", "?employer=GEM-NERGENS", "?employer=VR-RIJNMOND", "?place=ROAD&place=HOME", "?period=2026-11-01..2026-11-03", "?rows=place&columns=hour&gemeente=GM0599&behaviour=SPIT",
		"?asOf=1", "?asOf=2", "?asOf=7", "?asOf=99999", "?minPosition=1", "?minPosition=99999",
		"?asOf=2026-12-01T00:00:00%2B01:00", "?asOf=2027-01-01T00:00:00%2B01:00", "?asOf=2026-12-15T00:00:00%2B01:00", "?asOf=2026-12-31T23:59:00%2B01:00", "?asOf=2027-01-10T00:00:00%2B01:00", "?asOf=2020-01-01T00:00:00Z",
		"?viewer=public&asOf=2026-12-15T00:00:00%2B01:00", "?viewer=public&minPosition=99999",
	},
	"askFigureChange": {
		"?rows=place&from=2026-12-01T00:00:00%2B01:00", "?rows=place&columns=behaviour-group&from=2026-12-01T00:00:00%2B01:00", "?rows=month&from=2026-12-01T00:00:00%2B01:00", "?from=2026-12-15T00:00:00%2B01:00",
		"?from=99999", "?from=2026-12-01T00:00:00%2B01:00&to=2026-12-15T00:00:00%2B01:00", "?from=2026-12-01T00:00:00%2B01:00&minPosition=99999",
		"?viewer=public&from=2026-12-01T00:00:00%2B01:00",
	},
	"timeOfDay":      {"", "?by=month", "?by=time-band&format=csv", "?format=svg", "?viewer=public&by=year"},
	"location":       {"", "?by=gemeente", "?by=region&format=svg", "?by=employer", "?by=area", "?by=unit", "?by=urbanity", "?by=gemeente&viewer=public"},
	"triggers":       {"", "?by=phase", "?by=injury", "?by=measure&format=csv", "?by=qualification"},
	"offenders":      {"", "?by=nth-incident", "?by=history", "?by=age-band&format=svg"},
	"chain":          {"", "?viewer=public", "?unit=incident&by=profession&format=csv"},
	"trend":          {"", "?unit=worker-hit", "?profession=BOA1", "?place=ROAD&format=csv", "?format=svg", "?viewer=public", "?viewer=public&format=csv", "?asOf=2026-12-01T00:00:00%2B01:00", "?asOf=2026-12-15T00:00:00%2B01:00", "?asOf=99999", "?minPosition=99999"},
	"listReleases":   {"", "?state=PUBLISHED"},
	"readRelease":    {""},
	"releasedAnswer": {""},
	"checkRelease":   {""},
	"citation":       {""},
	"listQuestions":  {""},
	"askSaved":       {"", "?viewer=public", "?asOf=2026-12-15T00:00:00%2B01:00"},
}

// ofNoRecord are roads on which an analyst or anybody is answered with what is of no record that
// a figure counts, and why.
var ofNoRecord = map[string]string{
	"listAgreements": "by when what must be done, as it was agreed",
	"markCampaign":   "says where it is", "withdrawCampaign": "the same", "listCampaigns": "days that somebody marked; no record is behind them",
	"listBoundaries": "of the country, and who drew them",
	"codeLists":      "what codes mean", "codeList": "what a code means", "gemeenten": "municipalities are real",
	"live": "whether the server runs", "ready": "whether the server can answer",
	"prepareRelease": "says where it is; what is in it is read there", "publishRelease": "what became of a release", "withdrawRelease": "the same",
	"saveQuestion": "what is asked", "renameQuestion": "the same", "dropQuestion": "the same",
}

// heard is everything that somebody can see of an answer.
type heard struct {
	asked   string
	status  int
	headers string
	body    []byte
}

func (s heard) String() string {
	return fmt.Sprintf("%s: %d %s\n%s", s.asked, s.status, s.headers, s.body)
}

// hearing is what an analyst and somebody from the street are answered on all roads there are.
type hearing struct {
	*world
	release, question string
	all               []heard
}

func (h *hearing) ask(method, path, body, token string) heard {
	h.t.Helper()
	who := "nobody"
	if token != "" {
		who = "analyst"
	}
	out := h.do(method, path, token, body)
	var headers []string
	for name, values := range out.Header() {
		headers = append(headers, name+": "+strings.Join(values, ", "))
	}
	slices.Sort(headers)
	s := heard{who + " " + method + " " + path, out.Code, strings.Join(headers, "\n"), out.Body.Bytes()}
	if strings.Contains(s.headers, "zip") || strings.Contains(s.headers, "spreadsheet") {
		s.body = unzipped(h.t, s.body)
	}
	h.all = append(h.all, s)
	return s
}

// unzipped is what is in a zip, without the moments at which it was packed.
func unzipped(t testing.TB, packed []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	must(t, err)
	var all bytes.Buffer
	for _, f := range z.File {
		r, err := f.Open()
		must(t, err)
		fmt.Fprintln(&all, f.Name)
		_, err = io.Copy(&all, r)
		must(t, err)
	}
	return all.Bytes()
}

// walk goes along every road that the table of routes has.
func (h *hearing) walk() {
	h.t.Helper()
	analyst := h.token(access.Analyst, uuid.Nil)
	for _, r := range (&api{}).routes() {
		path := base + h.named(r.path)
		variants, known := asProtected[r.id]
		if !known {
			h.refusedUnless(r, path, analyst)
			continue
		}
		for _, v := range variants {
			if got := h.ask(r.method, path+v, "", analyst); got.status == http.StatusForbidden && r.id != "chain" {
				h.t.Errorf("an analyst is to be answered on %s: %s", r.id, got)
			}
			h.ask(r.method, path+v, "", "")
		}
	}
}

// walkBeside goes along what is no route, and asks as of every position there is.
func (h *hearing) walkBeside() {
	h.t.Helper()
	analyst := h.token(access.Analyst, uuid.Nil)
	for p := range int(h.head()) + 5 {
		h.ask("GET", fmt.Sprintf("%s/figures?asOf=%d", base, p), "", analyst)
		h.ask("GET", fmt.Sprintf("%s/figures?minPosition=%d", base, p), "", analyst)
		h.ask("GET", fmt.Sprintf("%s/figures/change?from=1&to=%d", base, p), "", analyst)
	}
	for _, path := range []string{base + "/openapi.json", "/metrics", base + "/nothing", base + "/incidents/"} {
		h.ask("GET", path, "", "")
		h.ask("GET", path, "", analyst)
	}
}

// refusedUnless insists that what is on neither list is closed to an analyst, and to nobody too.
func (h *hearing) refusedUnless(r route, path, analyst string) {
	h.t.Helper()
	body := ""
	if r.body != nil {
		body = strings.NewReplacer("%s", "X", "%person", uuid.NewString(), "%case", uuid.NewString(), "%other", uuid.NewString()).Replace(bodies[r.path])
	}
	if ofNoRecord[r.id] != "" {
		if r.method == "GET" {
			h.ask(r.method, path, "", "")
			h.ask(r.method, path, "", analyst)
		}
		return
	}
	nobody, somebody := h.ask(r.method, path, body, ""), h.ask(r.method, path, body, analyst)
	if r.id == "takeEverything" { // whose, is looked at before who asks
		somebody = h.ask(r.method, path+"?employer="+city, body, analyst)
	}
	closed := somebody.status == http.StatusForbidden || somebody.status == http.StatusUnsupportedMediaType // a file is looked at first
	if nobody.status != http.StatusUnauthorized || !closed {
		h.t.Errorf("a road that nobody knows: say in this test what an analyst is told on %s and why that gives nobody away: %s", r.id, somebody)
	}
}

func (h *hearing) named(path string) string {
	return strings.NewReplacer("/releases/{id}", h.release, "/questions/{id}", h.question, "{hash}", h.hash(), "{code}", city, "{name}", "behaviour", "{table}", "urbanity",
		"{agreement}", "UITKOMST-VERTELLEN", "{document}", uuid.Nil.String(), "{photo}", uuid.Nil.String(), "{id}", uuid.Nil.String()).Replace(path)
}

func (h *hearing) hash() string {
	return h.get(base+h.release, access.Analyst, uuid.Nil).want(200).list("answers")[0]["hash"].(string)
}
