package api

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/domain/access"
)

// TestWhatHasALifeOfItsOwnIsOnThePage: each command with what the page shows after.
func TestWhatHasALifeOfItsOwnIsOnThePage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	do := func(to, body string) *reply { return w.post(path+to, access.Registrar, w.city, body).want(200) }
	do("/course", examples["tellCourse"])
	do("/police-support", examples["tellSupport"])
	do("/force-reports", `{"report":"KANARIE-17"}`)
	do("/qualifications", examples["qualify"])
	do("/attachments", examples["attach"])
	do("/closing", examples["closeIncident"])
	page := w.get(path, access.Registrar, w.city).want(200)
	if steps := page.json["course"].([]any); len(steps) != 3 || steps[1].(map[string]any)["at"].(map[string]any)["at"] != "2026-11-20T22:08:00Z" {
		t.Errorf("course %v", steps)
	}
	support := page.json["support"].(map[string]any)
	if diff := cmp.Diff(map[string]any{"number": 14.0}, support["minutes"]); diff != "" || support["status"] != "ARRIVED" {
		t.Errorf("support %v", support)
	}
	if q := page.json["qualifications"].([]any)[0].(map[string]any); q["article"] != "266 jo 267 Sr" || q["by"] != "POLICE" {
		t.Errorf("qualification %v", q)
	}
	if a := page.json["attachments"].([]any)[0].(map[string]any); a["kind"] != "PHOTO" || a["size"] != 123456.0 {
		t.Errorf("attachment %v", a)
	}
	if force := page.json["personal"].(map[string]any)["force_reports"].([]any)[0].(map[string]any); force["text"] != "KANARIE-17" || page.json["closed"] != "COMPLETE" {
		t.Errorf("force %v, closed %v", force, page.json["closed"])
	}
	if lines := page.json["timeline"].([]any); len(lines) != 7 {
		t.Errorf("%d lines", len(lines))
	}
	if shown := w.get(path, access.Reporter, w.city).want(200).Body.String(); strings.Contains(shown, "KANARIE") || strings.Contains(shown, "alles is binnen") {
		t.Errorf("a reporter reads %s", shown)
	}
	if out := w.post(path+"/details", access.Reporter, w.city, `{"behaviours":["HIT"]}`).want(409); !strings.Contains(out.Body.String(), "reopen") {
		t.Errorf("a closed record takes details: %s", out.Body)
	}
}

func TestACourseThatLosesAStepNeedsAReasonAndTheRight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	w.post(path+"/course", access.Reporter, w.city, `{"steps":[{"phase":"P2_TENSION"},{"phase":"P5_PHYS"}]}`).want(200)
	w.post(path+"/course", access.Reporter, w.city, `{"steps":[{"phase":"P5_PHYS"}]}`).want(409)
	w.post(path+"/course", access.Reporter, w.city, `{"steps":[{"phase":"P5_PHYS"}],"reason":"x"}`).want(403)
	w.post(path+"/course", access.Registrar, w.city, `{"steps":[{"phase":"P5_PHYS"}],"reason":"x"}`).want(200)
}

func TestMergedAndSplit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, other, third := w.registered(whole), w.registered(whole), w.registered(whole)
	into := func(path string) string { return `{"into":"` + path[len("/v1/incidents/"):] + `"}` }
	w.post(one+"/merge", access.Registrar, w.city, into(other)).want(200)
	w.post(other+"/merge", access.Registrar, w.city, into(third)).want(200)
	if out := w.post(third+"/merge", access.Registrar, w.city, into(one)).want(409); !strings.Contains(out.Body.String(), "merged with this one already") {
		t.Errorf("a circle: %s", out.Body)
	}
	w.post(one+"/details", access.Reporter, w.city, `{"behaviours":["HIT"]}`).want(200)
	if page := w.get(one, access.Registrar, w.city).want(200); page.json["merged_into"] != other[len("/v1/incidents/"):] {
		t.Errorf("merged into %v", page.json["merged_into"])
	}
	w.post(one+"/split", access.Registrar, w.city, `{"reason":"toch twee"}`).want(200)
	page := w.get(one, access.Registrar, w.city).want(200)
	if _, there := page.json["merged_into"]; there || len(page.json["behaviours"].([]any)) != 2 {
		t.Errorf("after the split: %s", page.Body)
	}
	if page := w.get(other, access.Registrar, w.city).want(200); len(page.json["behaviours"].([]any)) != 1 {
		t.Errorf("what was told of one stands on the other: %s", page.Body)
	}
	w.post(one+"/merge", access.Registrar, w.city, `{"into":"0199aaaa-0000-7000-8000-000000000099"}`).want(404)
	w.post(one+"/merge", access.Registrar, w.city, `{"into":"?"}`).want(404)
	if out := w.post(one+"/merge", access.Registrar, w.city, `{}`).want(400); !strings.Contains(out.Body.String(), `"into"`) {
		t.Errorf("merged with nothing: %s", out.Body)
	}
}

// TestAKeyIsForOneCommandEvenWithTheSameWords: closing and reopening take the same
// right and may have the same body.
func TestAKeyIsForOneCommandEvenWithTheSameWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	w.post(path+"/closing", access.Registrar, w.city, `{"reason":"COMPLETE"}`, header("Idempotency-Key", "k")).want(200)
	out := w.post(path+"/reopening", access.Registrar, w.city, `{"reason":"COMPLETE"}`, header("Idempotency-Key", "k")).want(409)
	if out.json["kind"] != "key_reused" {
		t.Errorf("%s", out.Body)
	}
}
