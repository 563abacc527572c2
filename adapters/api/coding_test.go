package api

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/coding"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
)

// sample gives the path of a new one of the city, of two incidents.
func (w *world) sample(lists ...string) string {
	w.t.Helper()
	body, _ := json.Marshal(map[string]any{"size": 2, "lists": lists, "seed": uuid.NewString()})
	return w.post("/v1/coding-samples", access.Registrar, w.city, string(body)).want(201).Header().Get("Location")
}

// sampleApart is of two incidents of its own, of a day on which nothing else happened: what others
// record of theirs does not matter.
func (w *world) sampleApart(lists ...string) string {
	w.t.Helper()
	day := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(days.Add(1))).Format(time.DateOnly)
	for range 2 {
		w.registered(strings.Replace(whole, "2026-11-20T23:10:00+01:00", day, 1))
	}
	body, _ := json.Marshal(map[string]any{"size": 2, "lists": lists, "from": day, "through": day})
	return w.post("/v1/coding-samples", access.Registrar, w.city, string(body)).want(201).Header().Get("Location")
}

var days atomic.Int32

func narrated(behaviour, words string) string {
	return fmt.Sprintf(`{"employer":"GEM-ROTTERDAM","place":{"type":"ROAD","gemeente":"GM0599"},"behaviours":[%q],"narrative":%q}`, behaviour, words)
}

// coded codes the next task, by what its words begin with.
func (w *world) coded(sample string, role access.Role) bool {
	w.t.Helper()
	task := w.get(sample+"/task", role, w.city).want(200)
	item, is := task.json["item"].(float64)
	if !is {
		return false
	}
	code, _, _ := strings.Cut(task.json["told"].([]any)[0].(string), " ")
	w.post(sample+"/answers", role, w.city, fmt.Sprintf(`{"item":%d,"answers":[{"list":"behaviour","codes":[%q]}]}`, int(item), code)).want(200)
	return true
}

// TestASampleIsCodedBlindAndItsKappaStandsBesideTheFigure: 40 incidents of which the words of
// every fifth tell otherwise than the code.
func TestASampleIsCodedBlindAndItsKappaStandsBesideTheFigure(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	paths := map[string]string{}
	for i := range 40 {
		code := []string{"HIT", "SPIT"}[i%2]
		words := code
		if i%5 == 0 {
			words = []string{"SPIT", "HIT"}[i%2]
		}
		path := w.registered(narrated(code, words+" volgens de melder"))
		paths[idIn(path)] = path
	}
	before := w.get("/v1/figures?rows=behaviour", access.Registrar, w.city).want(200)
	if before.json["coders"] != nil {
		t.Fatalf("something is known before anybody coded: %s", before.Body)
	}
	sample := w.post("/v1/coding-samples", access.Registrar, w.city, `{"size":40,"lists":["behaviour"],"seed":"najaar"}`).want(201).Header().Get("Location")

	// What a coder reads holds neither the incident nor a code of it.
	task := w.get(sample+"/task", access.CaseWorker, w.city).want(200).Body.String()
	for id := range paths {
		if strings.Contains(task, id) {
			t.Errorf("the task names the incident: %s", task)
		}
	}
	if strings.Contains(task, "ROAD") || strings.Contains(task, `"behaviours"`) {
		t.Errorf("the task shows codes: %s", task)
	}

	// One is corrected, one withdrawn and one merged after the draw.
	var all []string
	for _, path := range paths {
		all = append(all, path)
	}
	w.post(all[0]+"/corrections", access.Registrar, w.city, `{"reason":"x","behaviours":["STALK"]}`).want(200)
	w.post(all[1]+"/withdrawal", access.Registrar, w.city, `{"reason":"TEST"}`).want(200)
	w.post(all[2]+"/merge", access.Registrar, w.city, `{"into":"`+idIn(all[3])+`"}`).want(200)
	n := 0
	for ; w.coded(sample, access.CaseWorker); n++ {
	}
	if n != 38 {
		t.Errorf("%d were coded, want all but the one withdrawn and the one merged", n)
	}
	w.post(sample+"/closing", access.CaseWorker, w.city, `{}`).want(403)
	w.post(sample+"/closing", access.Registrar, w.city, `{}`).want(200)
	page := w.get(sample, access.Registrar, w.city).want(200)
	var got samplePage
	must(t, json.Unmarshal(page.Body.Bytes(), &got))
	fine := got.Results[0]
	if fine.Pairs != 38 || fine.Missing != 0 || fine.Same < 28 || fine.Kappa == nil || len(got.Left) != 2 || got.Results[1].List != "behaviour-group" {
		t.Errorf("%s", page.Body)
	}
	if strings.Contains(page.Body.String(), "STALK") {
		t.Errorf("a correction made after the draw counts: %s", page.Body)
	}

	// It stands beside figures by that list in every form, not beside others, and not as of before.
	said := fmt.Sprintf("kappa %s (95 %%", strings.Replace(fmt.Sprintf("%.2f", *fine.Kappa), ".", ",", 1))
	figure := w.get("/v1/figures?rows=behaviour", access.Registrar, w.city).want(200)
	if !strings.Contains(figure.Body.String(), said) || !strings.Contains(figure.Body.String(), "n=38, 2026-11-21") {
		t.Errorf("want %s in %s", said, figure.Body)
	}
	sheet := w.get("/v1/figures?rows=behaviour", access.Registrar, w.city, header("Accept", "text/csv")).want(200).Body.String()
	if !strings.Contains(sheet, "CODERS:behaviour") || !strings.Contains(sheet, said) {
		t.Errorf("the sheet does not say %s: %s", said, sheet)
	}
	for _, other := range []string{"/v1/figures?rows=weekday", "/v1/figures?rows=behaviour&asOf=" + before.Header().Get("Position")} {
		if body := w.get(other, access.Registrar, w.city).want(200).Body.String(); strings.Contains(body, "coders") {
			t.Errorf("%s: %s", other, body)
		}
	}
	if body := w.get("/v1/figures?rows=behaviour", access.Registrar, w.fire).want(200).Body.String(); strings.Contains(body, "coders") {
		t.Errorf("another employer sees it: %s", body)
	}
	if line := w.get("/v1/coding-samples", access.CaseWorker, w.city).want(200).list("samples")[0]; line["closed"] != "2026-11-21" {
		t.Errorf("the list says %v", line)
	}
}

// TestWhoRecordedAnythingOfAnIncidentDoesNotCodeIt: the task passes it by and an answer is refused.
func TestWhoRecordedAnythingOfAnIncidentDoesNotCodeIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(narrated("HIT", "HIT"))
	w.post(w.registered(narrated("HIT", "HIT"))+"/details", access.CaseWorker, w.city, `{"narrative":"en later nog iets"}`).want(200)
	sample := w.sample("behaviour")
	if !w.coded(sample, access.CaseWorker) || w.coded(sample, access.CaseWorker) {
		t.Error("a case worker codes one of the two, not both")
	}
	refused := 0
	for item := 1; item <= 2; item++ {
		out := w.post(sample+"/answers", access.CaseWorker, w.city, fmt.Sprintf(`{"item":%d,"answers":[{"list":"behaviour","codes":["SPIT"]}]}`, item))
		if out.Code == 409 {
			refused++
		}
	}
	if refused != 1 {
		t.Errorf("%d were refused, want the one that he added to", refused)
	}
	if !w.coded(sample, access.Registrar) || w.coded(sample, access.Registrar) {
		t.Error("the registrar codes the other one")
	}
}

// TestWhatIsForgottenCannotBeCoded any more, and is said to be left out.
func TestWhatIsForgottenCannotBeCoded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(narrated("HIT", "HIT"))
	forgotten := w.registered(narrated("HIT", "HIT"))
	sample := w.sample("behaviour")
	w.post(forgotten+"/erasure", access.Registrar, w.city, `{"what":["narrative"],"reason":"ERASURE","forever":true}`).want(200)
	if !w.coded(sample, access.CaseWorker) || w.coded(sample, access.CaseWorker) {
		t.Error("one can be coded, and the other not")
	}
	w.post(sample+"/closing", access.Registrar, w.city, `{}`).want(200)
	if body := w.get(sample, access.Registrar, w.city).want(200).Body.String(); !strings.Contains(body, `"left_out":[{"why":"NO_WORDS","n":1}]`) {
		t.Error(body)
	}
}

// measured puts a closed sample into an employer's book.
func (w *world) measured(employer uuid.UUID, met ...coding.Met) {
	w.t.Helper()
	id := uuid.Must(uuid.NewV7())
	_, err := decider.NewJournal(w.log, w.codec).Append(w.t.Context(), coding.BookStream(employer), 0, []decider.Event{
		coding.Entered{Sample: id, Lists: []string{"behaviour"}, Size: 200, At: noon},
		coding.Measured{Of: id, On: calendar.On(2026, 10, 5), Result: coding.Result{List: "behaviour", Met: met}},
	}, decider.Request{Employer: employer, Meta: eventlog.Meta{Role: "registrar", Channel: w.channel}})
	must(w.t, err)
}

// TestAnAnalystSeesKappaOverEmployersAndNothingOfTheTable.
func TestAnAnalystSeesKappaOverEmployersAndNothingOfTheTable(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		employers, pairs int
		shown            bool
	}{"of three employers": {3, 60, true}, "of two": {2, 60, false}, "of too few pairs": {3, 30, false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := monthOfThirty(t)
			owners := []uuid.UUID{w.city, w.fire, w.employer(`{"code":"GGD-X","name":"GGD","kind":"EMP_GEM"}`)}
			for _, owner := range owners[:c.employers] {
				w.measured(owner, coding.Met{First: "HIT", Second: "HIT", N: c.pairs / 3}, coding.Met{First: "SPIT", Second: "SPIT", N: c.pairs / 3}, coding.Met{First: "SPIT", Second: "HIT", N: c.pairs / 3})
			}
			w.now = w.now.AddDate(0, 1, 0) // another month end
			out := w.get("/v1/figures?rows=behaviour", access.Analyst, uuid.Nil).want(200)
			if got := strings.Contains(out.Body.String(), `"coders"`); got != c.shown {
				t.Fatalf("it is shown %t: %s", got, out.Body)
			}
			if !c.shown {
				return
			}
			var answer struct{ Coders []map[string]any }
			must(t, json.Unmarshal(out.Body.Bytes(), &answer))
			one := answer.Coders[0]
			if one["n"] != 180.0 || one["at_least"] != true || one["on"] != "2026-10" || one["employers"] != nil || one["kappa"] != 0.4 {
				t.Errorf("%v", one)
			}
		})
	}
}
