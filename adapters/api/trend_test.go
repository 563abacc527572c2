package api

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

func TestATrendIsToldToEachViewer(t *testing.T) {
	t.Parallel()
	now := noon
	w := newWorld(t, func(n *Needs, _ *limits) { n.Clock = func() time.Time { return now } })
	for range 40 {
		w.registered(whole)
	}
	w.post("/v1/campaigns", access.Registrar, w.city, `{"kind":"CAMPAIGN","name":{"nl":"Meld het","en":"Report it"},"from":"2027-06-01","through":"2027-07-31"}`).want(201)
	w.post("/v1/campaigns", access.Analyst, uuid.Nil, `{"kind":"FORM","name":{"nl":"Nieuw formulier","en":"New form"},"from":"2027-03-01"}`).want(201)
	now = noon.AddDate(0, 14, 0)
	mine := w.get("/v1/views/trend", access.Registrar, w.city).want(200)
	if mine.json["protection"] != nil || mine.json["horizon"] != 3.0 || len(mine.list("triangle")) != 14 || len(mine.list("months")) != 24 {
		t.Errorf("the owner is told %s", mine.Body)
	}
	if first := mine.list("triangle")[0]["known"].([]any)[0].(map[string]any); first["n"] != 40.0 {
		t.Errorf("of the first month %v was known at its end", first)
	}
	if got := w.readings.list[len(w.readings.list)-1]; got.What != "trend" || got.Personal {
		t.Errorf("recorded %+v", got)
	}
	theirs := w.get("/v1/views/trend", access.Analyst, uuid.Nil).want(200)
	if theirs.json["protection"] == nil || theirs.json["estimated"].(map[string]any)["at"] != "2028-01-01T00:00:00+01:00" {
		t.Errorf("an analyst is told %s", theirs.Body)
	}
	for who, c := range map[string]struct {
		got  *reply
		want int
	}{"the owner": {mine, 2}, "an analyst": {theirs, 2}, "another employer": {w.get("/v1/views/trend", access.Registrar, w.fire).want(200), 1}} {
		if len(c.got.list("marks")) != c.want {
			t.Errorf("%s is shown marks %v, want %d", who, c.got.list("marks"), c.want)
		}
	}
	if other := w.get("/v1/views/trend", access.Registrar, w.fire).want(200); other.json["no_estimate"] == nil {
		t.Errorf("of nothing something is estimated: %s", other.Body)
	}
	w.get("/v1/views/trend", access.Reporter, w.city).want(403)
	for query, names := range map[string]string{
		"unit=case": `"unit"`, "period=2026-11-03": `"period"`, "year=2026": `"year"`, "period=2030": `"period"`, "place=KANARIE": `"place"`, "format=xlsx": `"format"`,
	} {
		if out := w.get("/v1/views/trend?"+query, access.Registrar, w.city).want(400); !strings.Contains(out.Body.String(), names) {
			t.Errorf("%s: %s", query, out.Body)
		}
	}
	if out := w.get("/v1/views/trend?viewer=public", access.Registrar, w.city).want(400); !strings.Contains(out.Body.String(), `"viewer"`) {
		t.Errorf("the public before anything was published: %s", out.Body)
	}
}

func TestATrendIsTakenOutAndDrawn(t *testing.T) {
	t.Parallel()
	now := noon
	w := newWorld(t, func(n *Needs, _ *limits) { n.Clock = func() time.Time { return now } })
	for range 40 {
		w.registered(whole)
	}
	now = noon.AddDate(0, 14, 0)
	file := w.get("/v1/views/trend?format=csv", access.Registrar, w.city).want(200)
	if !strings.HasPrefix(file.Body.String(), "month,measure,") || !strings.Contains(file.Body.String(), "2026-11,KNOWN,,40,") || !strings.Contains(file.Header().Get("Content-Disposition"), "verloop-") {
		t.Errorf("the file is %s", file.Body)
	}
	took := w.get("/v1/exports", access.Registrar, w.city).want(200).list("exports")
	if len(took) != 1 || !strings.HasPrefix(took[0]["question"].(string), "trend incident by month as-of ") {
		t.Errorf("recorded is %v", took)
	}
	drawn := w.get("/v1/views/trend?format=svg&language=en", access.Registrar, w.city).want(200)
	if !strings.Contains(drawn.Body.String(), "A rise, or better registration?") || !strings.Contains(drawn.Header().Get("Link"), "/v1/views/trend?asOf=") {
		t.Errorf("the picture is %s", drawn.Body)
	}
}
