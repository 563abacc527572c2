package api

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/triage"
)

// queued puts five notices in the triage of the city, in this order.
func (w *world) queued() map[string]string {
	w.t.Helper()
	says := func(source, step codes.Code, received string) func(*triage.Content) {
		return func(c *triage.Content) {
			at, err := moment.Parse(received, time.FixedZone("", 3600))
			must(w.t, err)
			c.Source, c.Told.Step, c.Received = source, step, at
			if step != "VERDICT" {
				c.Told.Details.Outcome = ""
			}
		}
	}
	return map[string]string{
		idIn(w.waitingFor("NO_SUCH_NUMBER", "10/000001-26", says("OM", "VERDICT", "2026-11-02T00:30"))): "verdict",
		idIn(w.waitingFor("SEVERAL", "10/000002-26", says("OM", "PV_OM", "2026-11-10"))):                "om",
		idIn(w.waitingFor("NO_NUMBER", "", says("POLICE", "PV_OM", "2026-11"))):                         "police",
		idIn(w.waitingFor("SEVERAL", "=2+5", says("CJIB", "DMG_PAID", "2026-11-18"))):                   "cjib",
		idIn(w.waitingFor("NO_SUCH_NUMBER", "10/000005-26", says("OM", "VERDICT", "2026-11-19"))):       "late",
	}
}

func TestTheTriageIsNarrowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	names := w.queued()
	for query, want := range map[string][]string{
		"":                                   {"verdict", "om", "police", "cjib", "late"},
		"reason=SEVERAL":                     {"om", "cjib"},
		"source=OM":                          {"verdict", "om", "late"},
		"source=OM&step=VERDICT":             {"verdict", "late"},
		"step=PV_OM&reason=SEVERAL":          {"om"},
		"through=2026-11-01":                 {"police"}, // of which only the month is known
		"from=2026-11-02":                    {"verdict", "om", "cjib", "late"},
		"from=2026-11-02&through=2026-11-10": {"verdict", "om"},
		"source=MEDIA":                       nil,
		"state=SET_ASIDE&source=OM":          nil,
	} {
		r := w.get("/v1/triage?"+query, access.CaseWorker, w.city).want(200)
		var got []string
		for _, n := range r.list("notices") {
			got = append(got, names[n["id"].(string)])
		}
		if diff := cmp.Diff(want, got); diff != "" || r.json["next"] != nil || r.json["stopped"] != nil {
			t.Errorf("%s (-want +got):\n%s\n%s", query, diff, r.Body)
		}
	}
	for query, field := range map[string]string{
		"reason=LATE": "reason", "source=NEIGHBOUR": "source", "step=x": "step", "from=19-11-2026": "from", "through=soon": "through",
		"state=LOST": "state", "limit=101": "limit", "after=0199aaaa-0000-7000-8000-000000000026": "after",
	} {
		if got := w.get("/v1/triage?"+query, access.CaseWorker, w.city).want(400).fields(); !slices.Equal(got, []string{field}) {
			t.Errorf("%s: wrong are %v", query, got)
		}
	}
}

// TestOnlyWhatIsShownOfTheTriageIsRead: what was opened and does not fit is shown to nobody.
func TestOnlyWhatIsShownOfTheTriageIsRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	names := w.queued()
	before := len(w.readings.list)
	w.get("/v1/triage?source=CJIB", access.CaseWorker, w.city).want(200)
	read := w.readings.list[before:]
	if len(read) != 2 || names[read[0].ID.String()] != "cjib" || read[1].What != "triage list" || !read[1].Personal {
		t.Errorf("recorded %+v", read)
	}
	for id, name := range names {
		if name == "cjib" {
			w.post(base+"/triage/"+id+"/erasure", access.Registrar, w.city, bodies["/triage/{id}/erasure"]).want(200)
		}
	}
	if r := w.get("/v1/triage?source=CJIB", access.CaseWorker, w.city).want(200); len(r.list("notices")) != 0 {
		t.Errorf("what was forgotten fits: %s", r.Body)
	}
}

// TestTheTriageSaysWhenItLookedNoFurther, and goes on from there: every notice that fits is
// on one page, and on one only.
func TestTheTriageSaysWhenItLookedNoFurther(t *testing.T) {
	t.Parallel()
	for _, opened := range []int{1, 2, 4, 5, 9} {
		w := newWorld(t, func(_ *Needs, l *limits) { l.opened = opened })
		names := w.queued()
		for _, limit := range []string{"1", "2", "50"} {
			var got []string
			stops := 0
			for after, pages := "", 0; ; pages++ {
				query := "/v1/triage?step=VERDICT&limit=" + limit
				if after != "" {
					query += "&after=" + after
				}
				r := w.get(query, access.CaseWorker, w.city).want(200)
				for _, n := range r.list("notices") {
					got = append(got, names[n["id"].(string)])
				}
				if n := r.json["opened"].(float64); n < 1 || n > float64(opened) {
					t.Errorf("%v were opened, and %d may be", n, opened)
				}
				said, _ := r.json["stopped"].(map[string]any)
				if (said != nil) != (r.Header().Get("Stopped") != "") {
					t.Errorf("a header says %q, and the body %v", r.Header().Get("Stopped"), said)
				}
				if said != nil {
					stops++
				}
				if after, _ = r.json["next"].(string); after == "" {
					if said != nil {
						t.Error("it looked no further, and there is nothing to go on from")
					}
					break
				}
				if pages > 9 {
					t.Fatal("it never ends")
				}
			}
			if diff := cmp.Diff([]string{"verdict", "late"}, got); diff != "" {
				t.Errorf("%d opened, %s on a page (-want +got):\n%s", opened, limit, diff)
			}
			if limit == "50" && (stops > 0) != (opened < 5) {
				t.Errorf("with %d of 5 opened it stopped %d times", opened, stops)
			}
		}
	}
}

func TestTheTriageIsASheetToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.queued()
	got := w.cells("/v1/triage?reason=SEVERAL", access.CaseWorker, w.city, "state", "reason", "source", "step", "received", "reference", "suggested", "invented")
	want := [][]string{{"OPEN", "SEVERAL", "OM", "PV_OM", "2026-11-10", "10/000002-26", "", ""}, {"OPEN", "SEVERAL", "CJIB", "DMG_PAID", "2026-11-18", "'=2+5", "", ""}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	first := w.get("/v1/triage?limit=1&step=VERDICT", access.CaseWorker, w.city, header("Accept", "text/csv")).want(200)
	rest := w.cells("/v1/triage?step=VERDICT&after="+first.Header().Get("Next"), access.CaseWorker, w.city, "received")
	if diff := cmp.Diff([][]string{{"2026-11-19"}}, rest); diff != "" {
		t.Errorf("the second page (-want +got):\n%s", diff)
	}
}
