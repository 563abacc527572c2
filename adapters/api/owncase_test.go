package api

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// colleagues lets somebody else come in under the same token: who asks says which of them.
type colleagues struct{ Identity }

const colleague = "Colleague"

func (c colleagues) Authenticate(r *http.Request) (access.Actor, error) {
	who, err := c.Identity.Authenticate(r)
	if r.Header.Get(colleague) != "" {
		who.ID = colleagueOf(who.ID)
	}
	return who, err
}

func colleagueOf(id uuid.UUID) uuid.UUID { return uuid.NewSHA1(id, []byte(colleague)) }

func withColleagues(n *Needs, _ *limits) { n.Identity = colleagues{n.Identity} }

var asColleague = header(colleague, "yes")

// affair is an incident with a case against a suspect, that a case worker began.
type affair struct {
	*world
	incident, docket, file, paper string // paths
}

func newAffair(t testing.TB) *affair {
	t.Helper()
	w := newWorld(t, withColleagues)
	a := &affair{world: w, incident: w.registered(whole)}
	a.docket = w.prosecution(a.incident, w.person(a.incident))
	a.file = "/v1/suspects/" + w.identified("Willem Voorbeeld", "2001-02-03")
	w.post(a.docket+"/links", access.CaseWorker, w.city, `{"kind":"SUSPECT","id":"`+idIn(a.file)+`"}`).want(200)
	w.post(a.incident+"/suspects", access.Registrar, w.city, `{"kind":"KNOWN","suspect":"`+idIn(a.file)+`"}`).want(200)
	a.paper = w.document(a.incident, `{"kind":"AANGIFTE"}`)
	return a
}

// names are those that whoever is of the case is shown on each road, and a colleague is not.
var names = []string{"Kanarie", "NL-4711", "Willem Voorbeeld", "2001-02-03"}

// shows tells on which roads somebody is shown who it is.
func (a *affair) shows(options ...option) (open []string) {
	a.t.Helper()
	for name, path := range map[string]string{"incident": a.incident, "suspect": a.file, "timeline": a.incident + "/timeline", "case": a.docket} {
		got := a.get(path, access.CaseWorker, a.city, options...).want(200)
		said := got.json["not_yours"] != nil
		named := slices.ContainsFunc(names, func(n string) bool { return strings.Contains(got.Body.String(), n) })
		if said && named || (name == "incident" || name == "suspect") && said == named {
			a.t.Errorf("%s: names somebody %t, says that it is not yours %t: %s", name, named, said, got.Body)
		}
		if !said {
			open = append(open, name)
		}
	}
	if a.get(a.paper, access.CaseWorker, a.city, options...).Code == 200 {
		open = append(open, "paper")
	}
	if a.get(a.docket+"/bundle", access.CaseWorker, a.city, options...).Code == 200 {
		open = append(open, "bundle")
	}
	slices.Sort(open)
	return open
}

var ofTheAffair = []string{"bundle", "case", "incident", "paper", "suspect", "timeline"}

func (a *affair) expect(when string, mine, theirs []string) {
	a.t.Helper()
	if got := a.shows(); !slices.Equal(got, mine) {
		a.t.Errorf("%s: the case worker sees who it is on %v, want %v", when, got, mine)
	}
	if got := a.shows(asColleague); !slices.Equal(got, theirs) {
		a.t.Errorf("%s: his colleague sees who it is on %v, want %v", when, got, theirs)
	}
}

func TestWhoItIsIsShownInOnesOwnCaseOnly(t *testing.T) {
	t.Parallel()
	a := newAffair(t)
	me := a.get(a.docket, access.CaseWorker, a.city).want(200).json["work"].(map[string]any)["you"].(string)
	colleague := colleagueOf(uuid.MustParse(me)).String()

	a.expect("nobody follows it", ofTheAffair, nil)
	a.post(a.docket+"/assignment", access.CaseWorker, a.city, `{}`, asColleague).want(200)
	a.expect("the colleague took it up", nil, ofTheAffair)
	a.post(a.docket+"/hand-over", access.CaseWorker, a.city, `{"to":"`+me+`"}`, asColleague).want(200)
	a.expect("it is offered", nil, ofTheAffair)
	a.post(a.docket+"/acceptance", access.CaseWorker, a.city, `{}`).want(200)
	a.expect("the offer was accepted", ofTheAffair, nil)
	a.post(a.docket+"/assignment", access.CaseWorker, a.city, `{"responsible":"`+me+`","stand_in":"`+colleague+`"}`).want(200)
	a.expect("the colleague stands in", ofTheAffair, ofTheAffair)
	if got := a.get(a.incident, access.Registrar, a.city).want(200); got.json["not_yours"] != nil || !strings.Contains(got.Body.String(), "NL-4711") {
		t.Error("the registrar answers for the whole register, and is not shown it")
	}
}

// TestWhatIsClosedIsSaidToBe: not absent, and not forgotten.
func TestWhatIsClosedIsSaidToBe(t *testing.T) {
	t.Parallel()
	a := newAffair(t)
	page := a.get(a.incident, access.CaseWorker, a.city, asColleague).want(200).json
	worker := page["personal"].(map[string]any)["workers"].([]any)[0].(map[string]any)
	if worker["identity"] != "closed" || worker["health"] != "present" {
		t.Errorf("the worker reads %v", worker)
	}
	why := page["not_yours"].(map[string]any)
	if !strings.Contains(why["nl"].(string), "toestemming") || !strings.Contains(why["en"].(string), "permit") {
		t.Errorf("it does not say what to do: %v", why)
	}
	if got := a.get(a.file, access.CaseWorker, a.city, asColleague).want(200).json["identity"].(map[string]any)["state"]; got != "closed" {
		t.Errorf("the suspect is %v", got)
	}
	papers := a.get(a.incident+"/documents", access.CaseWorker, a.city, asColleague).want(200).json["documents"].([]any)
	if got := papers[0].(map[string]any)["state"]; got != "closed" {
		t.Errorf("the document is %v", got)
	}
	for _, path := range []string{a.paper, a.docket + "/bundle"} {
		if got := a.get(path, access.CaseWorker, a.city, asColleague).want(403).text("detail"); !strings.Contains(got, "permit") {
			t.Errorf("%s: %q", path, got)
		}
	}
	a.post(a.docket+"/documents", access.CaseWorker, a.city, `{"kind":"WARNING_LETTER"}`, asColleague).want(403)
}

// TestAGuessAtAColleaguesCaseIsNotConfirmed: adding a name that is on record, and one that is not, is
// answered alike.
func TestAGuessAtAColleaguesCaseIsNotConfirmed(t *testing.T) {
	t.Parallel()
	a := newAffair(t)
	guess := func(words string) any {
		return a.post(a.incident+"/details", access.CaseWorker, a.city, `{"narrative":"`+words+`"}`, asColleague).want(200).json["recorded"]
	}
	told := a.get(a.incident, access.CaseWorker, a.city).want(200).json["personal"].(map[string]any)["narrative"].([]any)[0].(map[string]any)["text"].(string)
	if right, wrong := guess(told), guess("iets anders"); right != wrong {
		t.Errorf("a right guess is recorded %v, a wrong one %v", right, wrong)
	}
}

// TestAGuessAtTheForcesReportOfAColleaguesCaseIsNotConfirmed: its number leads to who was there.
func TestAGuessAtTheForcesReportOfAColleaguesCaseIsNotConfirmed(t *testing.T) {
	t.Parallel()
	a := newAffair(t)
	guess := func(number string, options ...option) any {
		return a.post(a.incident+"/force-reports", access.CaseWorker, a.city, `{"report":"`+number+`"}`, options...).want(200).json["recorded"]
	}
	a.post(a.incident+"/force-reports", access.Registrar, a.city, `{"report":"GW-2026-17"}`).want(200)
	if right, wrong := guess("GW-2026-17", asColleague), guess("GW-2026-18", asColleague); right != wrong {
		t.Errorf("a right guess is recorded %v, a wrong one %v", right, wrong)
	}
	if again := guess("GW-2026-17"); again != false {
		t.Errorf("in his own case what is on record is recorded again: %v", again)
	}
}

func (a *affair) permitOf(paths ...string) string {
	a.t.Helper()
	var ids []string
	for _, path := range paths {
		ids = append(ids, `"`+idIn(path)+`"`)
	}
	path := a.post("/v1/permits", access.CaseWorker, a.city, `{"kind":"OPEN_IDENTITY","of":[`+strings.Join(ids, ",")+`],"reason":"de advocaat belde"}`, asColleague).want(201).Header().Get("Location")
	a.post(path+"/grant", access.PrivacyOfficer, a.city, `{"hours":1,"uses":2}`).want(200)
	return path
}

func TestAPermitOpensTheRecordsThatItNames(t *testing.T) {
	t.Parallel()
	a := newAffair(t)
	path := a.permitOf(a.incident)
	with := header("Permit", idIn(path))
	read := func(path string, status int) *reply {
		t.Helper()
		return a.get(path, access.CaseWorker, a.city, asColleague, with).want(status)
	}
	if got := read(a.incident, 200); !strings.Contains(got.Body.String(), "NL-4711") || got.json["not_yours"] != nil {
		t.Errorf("the permit opens nothing: %s", got.Body)
	}
	if got := read(a.file, 200); strings.Contains(got.Body.String(), "Willem") {
		t.Error("it opens a record that it does not name")
	}
	if uses := a.get(path, access.PrivacyOfficer, a.city).want(200).json["uses"].([]any); len(uses) != 1 || uses[0].(map[string]any)["found"].([]any)[0] != idIn(a.incident) {
		t.Errorf("recorded is %v", uses)
	}
	a.get(a.incident, access.CaseWorker, a.city, with).want(200) // it is his own, so none is needed
	read(a.paper, 200)
	read(a.incident, 409) // two uses
	a.get(a.incident, access.CaseWorker, a.city, asColleague, header("Permit", uuid.NewString())).want(404)

	late := a.permitOf(a.incident)
	a.now = a.now.Add(time.Hour)
	a.get(a.incident, access.CaseWorker, a.city, asColleague, header("Permit", idIn(late))).want(409)
}

func TestAPermitOfSomebodyElseOpensNothing(t *testing.T) {
	t.Parallel()
	a := newAffair(t)
	a.post(a.docket+"/assignment", access.CaseWorker, a.city, `{}`, asColleague).want(200)
	path := a.permitOf(a.incident)
	a.get(a.incident, access.CaseWorker, a.city, header("Permit", idIn(path))).want(403)
	mine := a.post("/v1/permits", access.CaseWorker, a.city, `{"kind":"OPEN_IDENTITY","of":["`+idIn(a.incident)+`"],"reason":"x"}`).want(201).Header().Get("Location")
	if got := a.get(a.incident, access.CaseWorker, a.city, header("Permit", idIn(mine))).want(409).text("detail"); !strings.Contains(got, "granted") {
		t.Errorf("one that waits: %q", got)
	}
}

func TestAPermitIsAskedForRecordsOfOnesOwnEmployer(t *testing.T) {
	t.Parallel()
	a := newAffair(t)
	theirs := a.post("/v1/incidents", access.Registrar, a.fire, strings.ReplaceAll(whole, city, fire)).want(201).Header().Get("Location")
	for name, c := range map[string]struct {
		role access.Role
		of   string
		want string
	}{
		"another's":           {access.CaseWorker, idIn(theirs), "of[0]"},
		"none at all":         {access.CaseWorker, uuid.NewString(), "of[0]"},
		"whose all is open":   {access.Registrar, idIn(a.incident), "kind"},
		"who is shown nobody": {access.PrivacyOfficer, idIn(a.incident), "kind"},
	} {
		got := a.post("/v1/permits", c.role, a.city, `{"kind":"OPEN_IDENTITY","of":["`+c.of+`"],"reason":"x"}`).want(400)
		if !slices.Contains(got.fields(), c.want) {
			t.Errorf("%s: %v", name, got.fields())
		}
	}
	a.post("/v1/permits", access.CaseWorker, a.city, `{"kind":"OPEN_IDENTITY","reason":"x"}`).want(400)
}

// TestNoRoadShowsAColleagueWhoItIs asks ofTheAffair that can be read, in every form, as a case worker who
// follows nothing. Where who began it asks, the same roads do show it: else this proves nothing.
func TestNoRoadShowsAColleagueWhoItIs(t *testing.T) {
	t.Parallel()
	unraced(t)
	p := plantedWorld(t, withColleagues)
	shown := func(name string, change func(*http.Request)) map[string]bool {
		l, all, road := newWalk(t, p), map[string]bool{}, ""
		l.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			change(r)
			rec := httptest.NewRecorder()
			p.handler.ServeHTTP(rec, r)
			for _, found := range p.flock.Find(fmt.Append(opened(t, rec), rec.Header())) {
				if class, _ := p.heardOf(found); slices.Contains(closedElsewhere, class) {
					all[road+" "+class] = true
				}
			}
			maps.Copy(w.Header(), rec.Header())
			w.WriteHeader(rec.Code)
			_, _ = w.Write(rec.Body.Bytes())
		})
		s := l.sides[0]
		who := l.askers(s)[slices.IndexFunc(l.askers(s), func(a asker) bool { return a.name == name })]
		for _, r := range l.roads {
			if r.method != http.MethodGet {
				continue
			}
			for _, records := range s.records {
				road = r.id
				l.ask(s, who, r, "read", base+records(r.path))
				l.forms(s, who, r, base+records(r.path), len(r.media))
			}
		}
		return all
	}
	all, theirs := shown("own registrar", func(*http.Request) {}), shown("own case-worker", asColleague)
	for _, found := range slices.Sorted(maps.Keys(theirs)) {
		if why := openElsewhere[found]; why == "" {
			t.Errorf("a colleague is shown %s", found)
		}
	}
	for _, class := range []string{"name", "suspect", "narrative", "document"} {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(all)), func(s string) bool { return strings.HasSuffix(s, " "+class) }) {
			t.Errorf("nobody is shown %s: a walk that cannot see it proves nothing (%v)", class, all)
		}
	}
}

// closedElsewhere are the classes that say who it is.
var closedElsewhere = []string{"name", "staff-number", "narrative", "address", "reference", "suspect", "document", "case-text", "case-reference", "person"}

// openElsewhere is what of them a colleague is shown all the same, and why.
var openElsewhere = map[string]string{
	"sampleTask narrative": "it was drawn for whoever codes it, without who it is",
}
