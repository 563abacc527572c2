package api

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/domain/access"
	"ruggensteun/domain/triage"
)

// TestCareAfterAnIncidentThatWasRecordedTwiceIsOneUntilTheSplit: one page, one duty, one term,
// and each file as it was once the merge is undone.
func TestCareAfterAnIncidentThatWasRecordedTwiceIsOneUntilTheSplit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stays, again := w.registered(whole), w.registered(whole)
	worker := w.person(stays)
	one, two := w.aftercare(stays, worker), w.aftercare(again, worker)
	tell := func(path, step, status string) {
		t.Helper()
		w.post(path+"/steps", access.CaseWorker, w.city, `{"step":"`+step+`","status":"`+status+`","on":{"at":"2026-11-21"}}`).want(200)
	}
	tell(one, "PEER", "DUE")
	tell(two, "PEER", "DONE")
	tell(two, "LEGAL", "OFFERED")
	before := w.head()
	w.post(again+"/merge", access.Registrar, w.city, `{"into":"`+idIn(stays)+`"}`).want(200)
	if events := w.since(before); len(events) != 2 || events[0].Type != "incident.merged.v1" || events[1].Type != "incident.absorbed.v1" {
		t.Errorf("recorded %v", events)
	}
	for _, path := range []string{one, two} {
		page := w.get(path, access.CaseWorker, w.city).want(200)
		if duty(page, "PEER") != "DONE" || duty(page, "LEGAL") != "OFFERED" || page.json["incident"] != idIn(stays) || len(page.list("tellings")) != 3 || page.json["id"] != idIn(path) {
			t.Errorf("together: %s", page.Body)
		}
		files := page.list("files")
		if len(files) != 2 || files[0]["id"] != idIn(one) || files[0]["followed"] != true || files[1]["recorded_after"] != idIn(again) ||
			!strings.Contains(page.Body.String(), "vastgelegd na incident "+idIn(again)+", telt nu onder incident "+idIn(stays)) || !strings.Contains(page.Body.String(), "now counted under incident "+idIn(stays)) {
			t.Errorf("the files are %v", files)
		}
		talks := 0
		for _, c := range page.list("clocks") {
			if c["agreement"] == "LEIDINGGEVENDE-24-UUR" {
				talks++
			}
		}
		if talks != 1 {
			t.Errorf("the talk with the manager is due %d times", talks)
		}
	}
	if out := w.post(two+"/assignment", access.CaseWorker, w.city, `{}`).want(409); !strings.Contains(out.Body.String(), "is followed in file "+idIn(one)) {
		t.Errorf("%s", out.Body)
	}
	if out := w.get(two, access.CaseWorker, w.city); !strings.Contains(out.Body.String(), "(recorded after incident "+idIn(stays)+")") {
		t.Errorf("the timeline does not say where: %s", out.Body)
	}
	w.post(again+"/split", access.Registrar, w.city, `{"reason":"toch twee"}`).want(200)
	first, second := w.get(one, access.CaseWorker, w.city).want(200), w.get(two, access.CaseWorker, w.city).want(200)
	if duty(first, "PEER") != "DUE" || duty(first, "LEGAL") != "NOT_RECORDED" || duty(second, "PEER") != "DONE" || second.json["incident"] != idIn(again) || len(first.list("files"))+len(second.list("files")) != 0 {
		t.Errorf("split: %s\n%s", first.Body, second.Body)
	}
	w.post(two+"/assignment", access.CaseWorker, w.city, `{}`).want(200)
}

// TestANoticeFindsTheCasesOfEveryRecordOfItsIncident while they count as one, and only those
// of its own before and after.
func TestFilesAreListedByAnyRecordOfTheirIncident(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stays, again := w.registered(whole), w.registered(whole)
	about := idIn(w.prosecution(stays, w.person(stays)))
	listed := func(list, incident string) bool {
		body := w.get("/v1/"+list+"?incident="+idIn(incident), access.CaseWorker, w.city).want(200).Body.String()
		return strings.Contains(body, about)
	}
	expect := func(when string, want bool) {
		t.Helper()
		for _, list := range []string{"cases", "worklist"} {
			if got := listed(list, again); got != want {
				t.Errorf("%s the merged record finds the case among the %s: %v, want %v", when, list, got, want)
			}
			if !listed(list, stays) {
				t.Errorf("%s the record that the case is about does not find it among the %s", when, list)
			}
		}
	}
	expect("before the merge", false)
	w.post(again+"/merge", access.Registrar, w.city, `{"into":"`+idIn(stays)+`"}`).want(200)
	expect("while they are one", true)
	w.post(again+"/split", access.Registrar, w.city, `{"reason":"toch twee"}`).want(200)
	expect("after the split", false)
}

func TestANoticeFindsTheCasesOfEveryRecordOfItsIncident(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stays, again, third := w.registered(whole), w.registered(whole), w.registered(whole)
	one, two := idIn(w.prosecution(stays, w.person(stays))), idIn(w.prosecution(again, w.person(again)))
	naming := func(incident string) string {
		return w.waiting("", func(c *triage.Content) { c.Incident = idIn(incident) })
	}
	notices := map[string]string{"the one that stays": naming(stays), "the one that was merged": naming(again), "a third": naming(third)}
	expect := func(when string, want map[string][]string) {
		t.Helper()
		for of, notice := range notices {
			if diff := cmp.Diff(want[of], w.suggestedFor(notice)); diff != "" {
				t.Errorf("%s, of a notice that names %s (-want +got):\n%s", when, of, diff)
			}
		}
	}
	alone := map[string][]string{"the one that stays": {one}, "the one that was merged": {two}, "a third": {}}
	expect("before", alone)
	w.post(third+"/merge", access.Registrar, w.city, `{"into":"`+idIn(again)+`"}`).want(200)
	w.post(again+"/merge", access.Registrar, w.city, `{"into":"`+idIn(stays)+`"}`).want(200)
	expect("while they are one", map[string][]string{"the one that stays": {one, two}, "the one that was merged": {one, two}, "a third": {one, two}})
	w.post(again+"/split", access.Registrar, w.city, `{"reason":"toch twee"}`).want(200)
	w.post(third+"/split", access.Registrar, w.city, `{"reason":"toch drie"}`).want(200)
	expect("after the split", alone)
}
