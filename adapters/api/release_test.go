package api

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/release"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/figures"
)

// theAnswer is of a release that is on record without anybody having asked a figure, where
// no month has ended.
var theAnswer = func() release.Answer {
	a := release.Answer{Question: "incident as-of 2", Text: `{"view":"figure","question":"incident as-of 2","rows":["ALL"],"columns":["ALL"],"cells":[[{"n":15}]],"row_totals":[{"n":15}],"column_totals":[{"n":15}],"total":{"n":15}}` + "\n"}
	a.Hash = release.Sum(a.Text)
	return a
}()

// release gives the path of one that waits, or is out.
func (w *world) release(waits bool) string {
	w.t.Helper()
	return w.releaseOf(theAnswer, release.Epoch{End: noon, Position: 2}, figures.Rules, waits)
}

func (w *world) releaseOf(answer release.Answer, epoch release.Epoch, rules string, waits bool) string {
	w.t.Helper()
	ctx, s := w.t.Context(), release.Stream(uuid.Must(uuid.NewV7()))
	j := decider.NewJournal(w.log, w.codec)
	head := release.Head{
		Title: release.Title{NL: "Cijfers", EN: "Figures"}, Viewer: access.ForPublic, Epoch: epoch, At: noon, Due: calendar.DayOf(noon),
		Method: release.Method{Key: "key", Table: disclosure.Default().Fingerprint(), Rules: rules}, Invented: w.channel == eventlog.Demonstration,
		Concerned: []release.Concern{{Employer: w.city, Code: city}},
	}
	of, entered := []decider.Event{release.Prepared{Head: head}, release.Answered{Answer: answer}}, []decider.Event{release.Entered{
		Release: s.ID, Title: head.Title, Viewer: head.Viewer, Epoch: head.Epoch, Hashes: []eventlog.Hash{answer.Hash}, Invented: head.Invented, At: noon,
	}}
	if !waits {
		of, entered = append(of, release.Published{At: noon}), append(entered, release.WentOut{Release: s.ID, At: noon})
	}
	meta := eventlog.Meta{Actor: uuid.UUID{1}, Role: string(access.Analyst), Channel: w.channel, Correlation: uuid.UUID{2}}
	_, err := j.AppendAll(ctx, []decider.Share{{Stream: s, Events: of}, {Stream: release.LedgerStream(), At: eventlog.AnyVersion, Events: entered}}, decider.Request{Meta: meta})
	must(w.t, err)
	return base + "/releases/" + s.ID.String()
}

// onceAMonthEnded puts the clock on for what needs the end of a month.
func (w *world) onceAMonthEnded(path string) {
	if strings.HasPrefix(path, "/releases") {
		w.now = noon.AddDate(0, 1, 0)
	}
}

// question gives the link of one that the city keeps.
func (w *world) question() string {
	w.t.Helper()
	name := uuid.NewString()
	return w.post("/v1/questions", access.Registrar, w.city, `{"name":{"nl":"`+name+`","en":"`+name+`"},"question":"incident by place"}`).want(201).Header().Get("Location")
}

// campaign marks one of the city, and gives its path.
func (w *world) campaign() string {
	w.t.Helper()
	name := uuid.NewString()
	return "/v1/campaigns/" + w.post("/v1/campaigns", access.Registrar, w.city, `{"kind":"CAMPAIGN","name":{"nl":"`+name+`","en":"`+name+`"},"from":"2026-11-01","through":"2026-11-30"}`).want(201).text("id")
}

// preparing is the body of a release.
func preparing(viewer access.Audience, asOf string, questions ...string) string {
	body, _ := json.Marshal(map[string]any{"title": map[string]string{"nl": "Cijfers", "en": "Figures"}, "viewer": viewer, "as_of": asOf, "questions": questions})
	return strings.Replace(string(body), `"as_of":"",`, "", 1)
}

// monthOfThirty is a world of which a month with thirty incidents has ended.
func monthOfThirty(t *testing.T) *world {
	w := newWorld(t)
	for range 30 {
		w.registered(whole)
	}
	w.now = noon.AddDate(0, 1, 0)
	return w
}

func (w *world) analyst(path, body string) *reply {
	return w.post(path, access.Analyst, uuid.Nil, body)
}

func TestAReleaseGoesOutWhenItWasExplainedAndIsCitedForEver(t *testing.T) {
	t.Parallel()
	w := monthOfThirty(t)
	made := w.analyst("/v1/releases", preparing(access.ForPublic, "", "incident by employer", "incident by place,profession in 2026-Q4")).want(201)
	path := made.Header().Get("Location")
	page := w.get(path, access.Registrar, w.city).want(200)
	concerned := page.list("concerned")
	if len(concerned) != 2 || concerned[0]["employer"] != city || concerned[0]["awaited"] != true || page.text("due") != "2027-01-06" || page.text("state") != "PREPARED" {
		t.Fatalf("prepared as %s", page.Body)
	}
	if why := w.analyst(path+"/publication", `{}`).want(409); !strings.Contains(why.Body.String(), "GEM-ROTTERDAM has until 2027-01-06") || !strings.Contains(why.Body.String(), "VR-RIJNMOND") {
		t.Errorf("refused because %s", why.Body)
	}
	hash := page.list("answers")[0]["hash"].(string)
	w.do("GET", "/v1/citations/"+hash, "", "").want(404) // is not out
	if why := w.get("/v1/figures?viewer=public", access.Registrar, w.city).want(400); !strings.Contains(why.Body.String(), "ask as analyst as of 2026-12-01") {
		t.Errorf("before anything was published: %s", why.Body)
	}
	w.post(path+"/explanations", access.Registrar, w.city, `{"unit":"ZUID","text":"x"}`).want(400)
	w.post(path+"/explanations", access.Registrar, w.city, `{"unit":"NOORD","text":"Meldcampagne in november."}`).want(200)
	w.post(path+"/explanations", access.Registrar, w.fire, `{"nothing":true}`).want(200)
	w.analyst(path+"/publication", `{}`).want(200)

	cited := w.do("GET", "/v1/citations/"+hash, "", "").want(200)
	same := w.get("/v1/figures?viewer=public&rows=employer&asOf="+cited.position(), access.Registrar, w.fire).want(200)
	if cited.Body.String() != same.Body.String() || cited.Header().Get("ETag") != `"`+hash+`"` || cited.Header().Get("Content-Type") != "application/json" || release.Sum(cited.Body.String()).String() != hash {
		t.Errorf("cited with %v as\n%s\nprinted was\n%s", cited.Header(), cited.Body, same.Body)
	}
	w.get("/v1/figures?viewer=public&asOf=2", access.Registrar, w.city).want(400)
	if why := w.get("/v1/figures/change?viewer=public&from=2", access.Registrar, w.city).want(400); strings.Join(why.fields(), " ") != "from" {
		t.Errorf("since a moment of which nothing was published: %s", why.Body)
	}
	other := w.analyst("/v1/releases", preparing(access.ForPublic, "", "incident by place")).want(201).Header().Get("Location")
	w.analyst(other+"/publication", `{}`).want(200) // concerns nobody
	w.analyst(path+"/withdrawal", `{"reason":"verkeerd"}`).want(200)
	w.analyst(path+"/withdrawal", `{"reason":"verkeerd","replaced_by":"`+idIn(other)+`"}`).want(200)
	again := w.do("GET", "/v1/citations/"+hash, "", "").want(200)
	if again.Body.String() != cited.Body.String() || again.Header().Get("Release-State") != "WITHDRAWN" || again.Header().Get("Replaced-By") != other {
		t.Errorf("after it was taken back: %v\n%s", again.Header(), again.Body)
	}
	list := w.get("/v1/releases?state=WITHDRAWN", access.CaseWorker, w.fire).want(200).list("releases")
	if len(list) != 1 || list[0]["id"] != idIn(path) || list[0]["replaced_by"] != idIn(other) {
		t.Errorf("listed as %v", list)
	}
}

// position is that of the answer itself.
func (r *reply) position() string { return fmt.Sprint(int(r.json["position"].(float64))) }

func TestWorkingOutAReleaseAnewGivesTheSameAfterCorrections(t *testing.T) {
	t.Parallel()
	w := monthOfThirty(t)
	path := w.analyst("/v1/releases", preparing(access.ForAnalysts, "", "incident by place", "incident by weekday,hour in 2026")).want(201).Header().Get("Location")
	w.analyst(path+"/publication", `{}`).want(200)
	for range 20 {
		w.post(w.registered(whole)+"/corrections", access.Registrar, w.city, `{"reason":"x","place":{"type":"HOME"}}`).want(200)
	}
	w.now = w.now.AddDate(0, 1, 0)
	check := w.get(path+"/check", access.Analyst, uuid.Nil).want(200)
	if check.json["equal"] != true || len(check.list("findings")) != 0 {
		t.Errorf("checked as %s", check.Body)
	}
	w.do("GET", "/v1/citations/"+w.get(path, access.Analyst, uuid.Nil).list("answers")[0]["hash"].(string), "", "").want(404) // is for analysts
}

// Two tables print one cell: the later release is held against the earlier, whatever the
// table. Here the earlier was printed by a program that was wrong.
func TestAReleaseThatContradictsAnEarlierOneDoesNotGoOut(t *testing.T) {
	t.Parallel()
	w := monthOfThirty(t)
	first := w.analyst("/v1/releases", preparing(access.ForPublic, "", "incident by place")).want(201).Header().Get("Location")
	page := w.get(first, access.Analyst, uuid.Nil).want(200)
	epoch := page.json["epoch"].(map[string]any)
	wrong := w.printedWrongly(eventlog.Position(epoch["position"].(float64)))
	second := w.analyst("/v1/releases", preparing(access.ForPublic, "", "incident by profession,place")).want(201).Header().Get("Location")
	for _, path := range []string{first, second} {
		why := w.analyst(path+"/publication", `{"accepted":"toch"}`).want(409)
		if !strings.Contains(why.Body.String(), "prints another number for the same epoch than release "+idIn(wrong)) || !strings.Contains(why.Body.String(), "one of 2 such cells") {
			t.Errorf("refused because %s", why.Body)
		}
	}
	check := w.get(second+"/check", access.Analyst, uuid.Nil).want(200)
	kinds := map[any]bool{}
	for _, f := range check.list("findings") {
		kinds[f["kind"]] = true
	}
	if !kinds["CONTRADICTION"] || !kinds["OTHER_KEY"] || !kinds["OTHER_RULES"] || kinds["OTHER_TABLE"] {
		t.Errorf("found %v", kinds)
	}
	w.analyst(wrong+"/withdrawal", `{"reason":"verkeerd geteld"}`).want(200)
	w.analyst(first+"/publication", `{}`).want(409) // what was printed is known
	w.analyst(first+"/publication", `{"accepted":"de vorige was fout geteld"}`).want(200)
	w.analyst(second+"/publication", `{"accepted":"de vorige was fout geteld"}`).want(200)
	anew := w.get(wrong+"/check", access.Analyst, uuid.Nil).want(200)
	question := anew.list("questions")[0]
	if question["equal"] != false || question["differing"].(float64) < 2 || fmt.Sprint(question["why"]) == "[]" || !strings.Contains(anew.Body.String(), `"kind":"RULES"`) {
		t.Errorf("what was printed wrongly is checked as %s", anew.Body)
	}
}

// printedWrongly gives a release of another program: incidents on the road were ten more.
func (w *world) printedWrongly(at eventlog.Position) string {
	w.t.Helper()
	text := strings.NewReplacer("as-of 2", "by place as-of "+at.String(), `"rows":["ALL"]`, `"rows":["ROAD"]`, `{"n":15}`, `{"n":995}`).Replace(theAnswer.Text)
	answer := release.Answer{Question: "incident by place as-of " + at.String(), Text: text, Hash: release.Sum(text)}
	return w.releaseOf(answer, release.Epoch{End: noon, Position: at}, "0", false)
}

func TestAReleaseIsPreparedOnceWhateverIsRepeated(t *testing.T) {
	t.Parallel()
	w := monthOfThirty(t)
	body := preparing(access.ForPublic, "", "incident by place")
	once, twice := w.post("/v1/releases", access.Analyst, uuid.Nil, body, header("Idempotency-Key", "k1")).want(201), w.post("/v1/releases", access.Analyst, uuid.Nil, body, header("Idempotency-Key", "k1")).want(201)
	if once.text("id") != twice.text("id") || twice.Header().Get("Idempotency-Replayed") != "true" || len(w.get("/v1/releases", access.Analyst, uuid.Nil).list("releases")) != 1 {
		t.Errorf("once %s, twice %s", once.Body, twice.Body)
	}
	for name, c := range map[string]struct{ body, field string }{
		"a question that cannot be read":    {preparing(access.ForPublic, "", "incident by place", "hoeveel?"), "questions[1].unit"},
		"one that gives persons away":       {preparing(access.ForPublic, "", "incident by own-unit"), "questions[0].rows"},
		"one as of another moment":          {preparing(access.ForPublic, "", "incident as-of 2"), "questions[0].as_of"},
		"a moment that is no month end":     {preparing(access.ForPublic, "2", "incident"), "as_of"},
		"an employer that there is not":     {strings.Replace(body, `{`, `{"concerned":["GEM-NERGENS"],`, 1), "concerned"},
		"a viewer that there is not":        {strings.Replace(body, "public", "minister", 1), "viewer"},
		"the same question in other words":  {preparing(access.ForPublic, "", "incident in 2026", "incident in 2026-01-01/2026-12-31"), "questions[1]"},
		"a release without a single answer": {preparing(access.ForPublic, ""), "questions"},
	} {
		if got := w.analyst("/v1/releases", c.body).want(400).fields(); !strings.HasPrefix(strings.Join(got, " "), c.field) {
			t.Errorf("%s: names %v, want %s", name, got, c.field)
		}
	}
}

func TestAQuestionThatWasKeptIsAnsweredWithinTheRightsOfWhoFollowsTheLink(t *testing.T) {
	t.Parallel()
	w := monthOfThirty(t)
	w.registered(whole) // in the month that goes on
	link := w.post("/v1/questions", access.Registrar, w.city, `{"name":{"nl":"Plaats","en":"Place"},"question":"incident by place in 2026"}`).want(201).Header().Get("Location")
	total := func(r *reply) float64 {
		return r.json["answer"].(map[string]any)["total"].(map[string]any)["n"].(float64)
	}
	if n := total(w.get(link, access.Registrar, w.city).want(200)); n != 31 {
		t.Errorf("whoever keeps the records is told %v", n)
	}
	if n := total(w.get(link, access.Registrar, w.fire).want(200)); n != 0 {
		t.Errorf("another employer is told %v of its own", n)
	}
	if r := w.get(link, access.Analyst, uuid.Nil).want(200); r.json["answer"].(map[string]any)["protection"] == nil {
		t.Errorf("an analyst is told %s", r.Body)
	}
	w.get(link, access.Reporter, w.city).want(403)
	if list := w.get("/v1/questions", access.Registrar, w.fire).want(200).list("questions"); len(list) != 0 {
		t.Errorf("another employer is listed %v", list)
	}
	w.post(link+"/name", access.CaseWorker, w.city, `{"name":{"nl":"Waar","en":"Where"}}`).want(200)
	if list := w.get("/v1/questions", access.Registrar, w.city).want(200).list("questions"); len(list) != 1 || fmt.Sprint(list[0]["name"]) != "map[en:Where nl:Waar]" || list[0]["where"] != link {
		t.Errorf("listed as %v", list)
	}
	w.post(link+"/removal", access.Registrar, w.city, `{}`).want(200)
	w.get(link, access.Registrar, w.city).want(404)
	w.post("/v1/questions", access.Registrar, w.city, `{"name":{"nl":"x","en":"x"},"question":"incident by colour"}`).want(400)
}
