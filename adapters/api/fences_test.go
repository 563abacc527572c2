package api

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// oneFence are the operations that show something of an employer past row-level security, with what the one fence is.
var oneFence = map[string]string{
	"listQuestions": "questions are in one stream of no employer, with whose each is: the fold leaves out others'",
	"askSaved":      "as listQuestions; whoever has the link is shown its name, which THREATS accepts",
	"listCampaigns": "campaigns are in one stream of no employer, as they bear on figures of all: the fold leaves out others' names",
	"trend":         "as listCampaigns",
	"readRelease":   "a release is of no employer, and what is in it was published",
	"listLinks":     "a link is of two employers, so it is in a stream of none: the rules ask for the side",
	"readPerson":    "that there is such a person is asked of the keys, under the employer; what is told of him has both",
	"mergePerson":   "as readPerson; Decide asks access, and loads from the log itself",
	"splitPerson":   "as mergePerson",
	"eraseNow":      "as mergePerson, of a person",
}

// nothingShown are the operations that read, and are shown to give neither an id nor a detail of a record, with why.
var nothingShown = map[string]string{
	"askFigure": figuresOnly, "askFigureChange": figuresOnly, "timeOfDay": figuresOnly, "location": figuresOnly, "triggers": figuresOnly, "offenders": figuresOnly, "chain": figuresOnly,
	"listImports": inAFolder, "readImport": inAFolder, "importRejects": inAFolder, "listNoticeImports": inAFolder, "readNoticeImport": inAFolder, "noticeImportRejects": inAFolder,
	"readReference": ofTheCountry, "listBoundaries": ofTheCountry, "codeLists": ofTheCountry, "codeList": ofTheCountry, "gemeenten": ofTheCountry,
	"listReleases": wasPublished, "releasedAnswer": wasPublished, "checkRelease": wasPublished, "citation": wasPublished,
	"live": ofTheServer, "ready": ofTheServer, "readOperation": ofTheServer, "watchOperation": ofTheServer,
	"watchIncidents": countedOnly, "watchWork": countedOnly,
	"listActors":    "actors, who are in no record; adapters/postgres holds who was said to hold a role to both fences",
	"listSignIns":   "nobody signed in here; adapters/postgres holds who came in to both fences",
	"listRetention": "periods, of no person; the employer's own are read as everything else that is shown",
	"listDisposals": "no round was carried out here; it is read as everything else that is shown",
	"listMails":     "no mail was sent here; it is read as the addresses are",
	"readDeparture": "nobody leaves here; it is read as everything else that is shown",
	"digestWork":    "numbers of the work list, which adapters/postgres holds to both fences",
}

const (
	figuresOnly  = "numbers: the engine holds the rows of all and counts within the scope"
	countedOnly  = "how many came since, of a list that adapters/postgres holds to both fences"
	inAFolder    = "files that were sent lie in a folder, by who sent them"
	ofTheCountry = "of the country"
	wasPublished = "published"
	ofTheServer  = "of the server"
)

// TestRowSecurityHoldsOnEveryRoadWhereTheRulesLetEverythingThrough: to the rules whoever asks is of the second
// employer and may see what is his; row-level security takes him for one of the first. So what the rules, the
// scope and the question allow is all of the second, and nothing of it comes but where one fence is all there is.
func TestRowSecurityHoldsOnEveryRoadWhereTheRulesLetEverythingThrough(t *testing.T) {
	t.Parallel()
	unraced(t)
	w := newFencedWorld(t)
	l := newWalk(t, w.planted)
	open := w.along(l, w.fire, http.MethodGet)
	for _, r := range l.roads {
		if why := nothingShown[r.id]; r.method == http.MethodGet && (why != "") == (open[r.id] != "") {
			t.Errorf("%s shows its own employer %q, and in nothingShown stands %q: let fill tell what it shows, or say there why it shows nothing", r.id, open[r.id], why)
		}
	}
	w.HoldReadersTo(t, w.city)
	still := w.along(l, w.fire, http.MethodGet)
	maps.Copy(still, w.along(l, w.fire, http.MethodPost))
	for _, id := range slices.Sorted(maps.Keys(still)) {
		if oneFence[id] == "" {
			t.Errorf("%s shows %s although row-level security is held to another employer: read it with a scope, or say in oneFence what its one fence is", id, still[id])
		}
	}
	for id, why := range oneFence {
		if still[id] == "" {
			t.Errorf("%s stands in oneFence (%s) and shows nothing past row-level security: leave it out", id, why)
		}
	}
	t.Logf("%d roads show something to their own, %d of them past row-level security", len(open), len(still))
}

// everybodys are the operations that show a text of another employer by the rules: see oneFence.
var everybodys = map[string]bool{"readRelease": true, "askSaved": true}

// TestTheRulesHoldOnEveryRoadWhereThereIsNoRowSecurity: every role of the first employer asks for all that the
// second has, of stores that show the reader's login everything.
func TestTheRulesHoldOnEveryRoadWhereThereIsNoRowSecurity(t *testing.T) {
	t.Parallel()
	unraced(t)
	w := newFencedWorld(t)
	l := newWalk(t, w.planted)
	w.WithoutRowSecurity(t)
	if n := w.SeenByReaders(t, "events"); n == 0 {
		t.Fatal("the reader's login is shown no event without a scope: what follows proves nothing")
	}
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		for id, what := range w.along(l, w.city, method) {
			if !everybodys[id] {
				t.Errorf("%s shows %s to somebody of another employer, where there is no row-level security", id, what)
			}
		}
	}
}

// along asks all that the second employer has, as everybody who works for an employer and who works for none,
// and gives what was shown of it by the operation that did.
func (w *fencedWorld) along(l *walk, employer uuid.UUID, method string) map[string]string {
	w.t.Helper()
	theirs, shown, now := w.sides[1], map[string]string{}, w.planted.now
	for _, r := range l.roads {
		if r.method != method {
			continue
		}
		for _, role := range access.Roles() {
			at := employer
			if !role.AtEmployer() {
				if at = uuid.Nil; employer == w.city {
					continue // works for the second as well
				}
			}
			for _, records := range theirs.records {
				path := base + records(r.path)
				w.planted.now = now
				if r.id == "listDue" {
					w.planted.now = now.AddDate(7, 0, 0) // periods have passed
				}
				for i, media := range append([]string{""}, r.media...) {
					answer := w.tried(r, role, at, path, media)
					if what := w.theirs(path, answer); what != "" && shown[r.id] == "" {
						shown[r.id] = what + " to a " + string(role)
					}
					if i == 0 && answer.Code >= 400 && answer.Code != http.StatusNotAcceptable {
						break
					}
				}
			}
		}
	}
	return shown
}

// tried asks once; of what is not only read it tells what the example of the operation does.
func (w *fencedWorld) tried(r road, role access.Role, at uuid.UUID, path, media string) *httptest.ResponseRecorder {
	body := ""
	if r.body != nil {
		body = w.sides[1].told(examples[r.id])
	}
	request := httptest.NewRequest(r.method, "http://localhost"+path, strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer "+w.token(role, at))
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if media != "" {
		request.Header.Set("Accept", media)
	}
	rec := httptest.NewRecorder()
	w.planted.handler.ServeHTTP(rec, request)
	if rec.Code >= 500 && rec.Code != http.StatusServiceUnavailable {
		w.t.Errorf("%s as %s: %d %s", path, role, rec.Code, rec.Body)
	}
	return rec
}

var uuids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// theirs is the first thing in an answer that is of the second employer: a canary, or an id of a record that was
// not asked for by it.
func (w *fencedWorld) theirs(path string, rec *httptest.ResponseRecorder) string {
	all := fmt.Append(opened(w.t, rec), rec.Header())
	for _, found := range w.flock.Find(all) {
		if name, owner := w.heardOf(found); owner == w.fire {
			return "the " + name + " (" + found + ")"
		}
	}
	if strings.HasSuffix(path, "/employers") && strings.Contains(string(all), `"`+w.sides[1].code+`"`) {
		return "the employer"
	}
	if rec.Code == http.StatusOK && rec.Header().Get("Content-Type") == "application/pdf" && uuids.MatchString(path) {
		return "a paper"
	}
	for _, id := range uuids.FindAllString(string(all), -1) {
		if s, is := w.ids[id]; is && (rec.Code < 300 || !strings.Contains(path, id)) {
			return "the id of a " + s.Category
		}
	}
	return ""
}
