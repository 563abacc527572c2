package api

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/projections/figures"
)

// friday reports an incident on Friday 20 November 2026 at 23:10.
func (w *world) friday(place string) *reply {
	w.t.Helper()
	return w.post("/v1/incidents", access.Reporter, w.city, `{"occurred":{"at":"2026-11-20T22:10:00Z"},"place":{"type":"`+place+`"}}`).want(201)
}

func cell(r *reply, row, column int) float64 {
	return r.json["cells"].([]any)[row].([]any)[column].(map[string]any)["n"].(float64)
}

func TestIncidentsAreCountedByWeekdayAndHourOfTheEmployer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.friday("ROAD")
	last := w.friday("HOME").Header().Get("Position")
	view := w.get("/v1/views/time-of-day?minPosition="+last, access.Registrar, w.city).want(200)
	if cell(view, 4, 23) != 2 || view.total() != 2 || view.json["view"] != "time-of-day" || view.json["unit"] != "incident" {
		t.Errorf("got %s", view.Body)
	}
	if rows := view.json["rows"].([]any); len(rows) != 7 || rows[0] != "mon" || len(view.json["columns"].([]any)) != 24 {
		t.Errorf("rows %v", rows)
	}
	if view.Header().Get("Position") != last || view.json["position"] != 4.0 || view.text("definition") == "" {
		t.Errorf("at position %s: %v", view.Header().Get("Position"), view.json["position"])
	}
	if got := w.readings.list[0]; got.What != "time-of-day" || got.Position != 4 || got.Personal {
		t.Errorf("recorded %+v", got)
	}
	for query, want := range map[string]float64{
		"place=ROAD": 1, "place=ROAD&place=HOME": 2, "place=WATER": 0, "period=2026-11": 2, "period=2025": 0,
		"weekday=fri&hour=23": 2, "%70eriod=2025": 0, "%70lace=WATER": 0, "employer=GEM-ROTTERDAM": 2, "gemeente=NOT_RECORDED": 2, "asOf=3": 1,
	} {
		if got := w.get("/v1/views/time-of-day?"+query, access.Registrar, w.city).want(200).total(); got != want {
			t.Errorf("%s: total %v, want %v", query, got, want)
		}
	}
	if got := w.get("/v1/views/time-of-day", access.CaseWorker, w.fire).want(200).total(); got != 0 {
		t.Errorf("another employer sees %v incidents", got)
	}
}

func TestAFigureOfThePastComesBack(t *testing.T) {
	t.Parallel()
	at := noon
	w := newWorld(t, func(n *Needs, _ *limits) { n.Clock = func() time.Time { return at } })
	w.friday("ROAD")
	at = noon.Add(time.Hour)
	before := w.get("/v1/views/time-of-day?asOf="+noon.Format(time.RFC3339), access.Registrar, w.city).want(200)
	again := w.get("/v1/views/time-of-day?asOf="+before.Header().Get("Position"), access.Registrar, w.city).want(200)
	if got := w.figures.awaited.String(); got != before.Header().Get("Position") {
		t.Errorf("it waited for position %s", got)
	}
	if before.Body.String() != again.Body.String() {
		t.Errorf("first %s, then %s", before.Body, again.Body)
	}
}

func TestAWrongQuestionNamesItsKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.friday("ROAD")
	for query, want := range map[string][]string{
		"place=KANARIE":                 {"place"},
		"place=":                        {"place"},
		"period=kanarie&weekday=friday": {"period", "weekday"},
		"employer=VR-RIJNMOND":          {"employer"},
		"plaats=ROAD":                   {"plaats"},
		"Jan%20Kanarie=1":               {"query"},
		"period=2026&period=2025":       {"period"},
		"asOf=kanarie":                  {"asOf"},
		"asOf=0":                        {"asOf"},
		"asOf=99":                       {"asOf"},
		"asOf=99999999999999999999":     {"asOf"},
		"asOf=2031-01-01T00:00:00Z":     {"asOf"},
		"asOf=2001-01-01T00:00:00Z":     {"asOf"},
		"asOf=2026-11-21":               {"asOf"},
		"minPosition=99":                {"minPosition"},
		"minPosition=-1&asOf=kanarie":   {"minPosition", "asOf"},
		"as_of=1":                       {"as_of"},
	} {
		out := w.get("/v1/views/time-of-day?"+query, access.Registrar, w.city).want(400)
		if !slices.Equal(out.fields(), want) && !(want[0] == "as_of" && slices.Equal(out.fields(), []string{"query"})) {
			t.Errorf("%s: got %v, want %v", query, out.fields(), want)
		}
	}
	w.get("/v1/views/time-of-day?a=%zz", access.Registrar, w.city).want(400)
	w.get("/v1/views/time-of-day?a;b", access.Registrar, w.city).want(400)
}

func TestAKeyThatIsSpeltWronglyGetsTheOneThatWasMeant(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for path, want := range map[string]string{
		"/v1/views/time-of-day?plce=ROAD":           "did you mean place?",
		"/v1/views/time-of-day?kanarie=1":           "known are absence, age-band, amplifier",
		"/v1/gemeenten?q=rott":                      "known are at, name",
		w.registered(whole) + "?kanarie=1":          "nothing can be asked",
		"/v1/views/time-of-day?Behaviour-group=ALL": "did you mean behaviour-group?",
	} {
		if out := w.get(path, access.Registrar, w.city).want(400); !strings.Contains(out.Body.String(), want) {
			t.Errorf("%s: %q is not in %s", path, want, out.Body)
		}
	}
}

func TestWaitingForAFigureEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(_ *Needs, l *limits) { l.wait, l.request = time.Millisecond, time.Hour })
	w.get("/v1/views/time-of-day", access.Registrar, w.city).want(200)
	w.figures.held = true
	position := w.friday("ROAD").Header().Get("Position")
	for _, query := range []string{"minPosition=", "asOf="} {
		if out := w.get("/v1/views/time-of-day?"+query+position, access.Registrar, w.city).want(503); out.text("kind") != "unavailable" {
			t.Errorf("got %s", out.Body)
		}
	}
	w.figures.held = false
	if got := w.get("/v1/views/time-of-day?minPosition="+position, access.CaseWorker, w.city).want(200).total(); got != 1 {
		t.Errorf("total %v", got)
	}
}

func TestWhoMayNotSeeFiguresLearnsWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	out := w.get("/v1/views/time-of-day?place=KANARIE", access.Reporter, w.city).want(403)
	if len(out.text("detail")) < 20 || len(w.readings.list) != 0 {
		t.Error(fmt.Sprint(out.Body, w.readings.list))
	}
}

func TestLocationIsLaidOutByWhatWasAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	last := w.post("/v1/incidents", access.Reporter, w.city,
		`{"occurred":{"at":"2026-11-20T22:10:00Z"},"place":{"type":"ROAD","gemeente":"GM0599"},"behaviours":["HIT"]}`).
		want(201).Header().Get("Position")
	w.get("/v1/views/location?minPosition="+last, access.Registrar, w.city).want(200)
	for by, row := range map[string]string{
		"": "ROAD", "?by=place": "ROAD", "?by=gemeente": "GM0599", "?by=province": "PV28", "?by=region": "VR17", "?by=police-unit": "RTD",
		"?by=region&place=ROAD&province=PV28&behaviour-group=PHYSICAL": "VR17",
	} {
		figure := w.get("/v1/views/location"+by, access.Registrar, w.city).want(200).json
		rows, totals := figure["rows"].([]any), figure["row_totals"].([]any)
		at := slices.Index(rows, any(row))
		if figure["view"] != "location" || at < 0 || totals[at].(map[string]any)["n"] != 1.0 {
			t.Errorf("%q gave %v", by, figure)
		}
	}
	for query, field := range map[string]string{"by=street": "by", "police-units=RTD": "police-units"} {
		problem := w.get("/v1/views/location?"+query, access.Registrar, w.city).want(400).json
		if errs := problem["errors"].([]any); errs[0].(map[string]any)["field"] != field {
			t.Errorf("%s: %v", query, errs)
		}
	}
	w.get("/v1/views/time-of-day?by=region", access.Registrar, w.city).want(400)
}

func TestTimeOfDayIsLaidOutByWhatWasAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	last := w.friday("ROAD").Header().Get("Position")
	for by, rows := range map[string][]string{"time-band": {"EVENING", "WEEKEND"}, "month": {"2026-11"}, "year": {"2026"}} {
		figure := w.get("/v1/views/time-of-day?by="+by+"&minPosition="+last, access.Registrar, w.city).want(200).json
		for i, row := range figure["rows"].([]any) {
			want := 0.0
			if slices.Contains(rows, row.(string)) {
				want = 1
			}
			if got := figure["row_totals"].([]any)[i].(map[string]any)["n"]; got != want {
				t.Errorf("by %s: %v has %v, want %v", by, row, got, want)
			}
		}
	}
	filtered := w.get("/v1/views/time-of-day?time-band=WEEKEND&month=2026-11&year=2026", access.Registrar, w.city).want(200)
	if filtered.total() != 1.0 {
		t.Errorf("filtered: %v", filtered.total())
	}
	w.get("/v1/views/time-of-day?month=11-2026", access.Registrar, w.city).want(400)
}

func TestTriggersAreLaidOutByWhatWasAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.friday("ROAD").Header().Get("Location")
	w.friday("HOME")
	last := w.post(path+"/course", access.Registrar, w.city, `{"steps":[{"triggers":[{"trigger":"TR_FINE"}],"measures":[{"measure":"TALK","effect":"WORSE"}]}]}`).want(200).Header().Get("Position")
	for query, row := range map[string]string{"": "TR_FINE", "by=occasion&": "TR_FINE", "by=measure&": "TALK"} {
		figure := w.get("/v1/views/triggers?"+query+"minPosition="+last, access.Registrar, w.city).want(200).json
		at := slices.Index(figure["rows"].([]any), any(row))
		base := figure["base"].(map[string]any)
		if at < 0 || figure["row_totals"].([]any)[at].(map[string]any)["n"] != 1.0 || figure["total"].(map[string]any)["n"] != 1.0 || base["of"] != 2.0 || base["answered"] != 1.0 || base["not_recorded"] != 1.0 {
			t.Errorf("%q: %v", query, figure)
		}
	}
	w.get("/v1/views/triggers?by=weekday", access.Registrar, w.city).want(400)
	if got := w.readings.list[0]; got.What != "triggers" {
		t.Errorf("recorded %+v", got)
	}
}

// TestEveryViewTakesEveryFilter: each dimension's own value counts the incident, and
// NOT_RECORDED counts the other one.
func TestEveryViewTakesEveryFilter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	full := w.post("/v1/incidents", access.Reporter, w.city, `{"occurred":{"at":"2026-11-20T22:10:00Z"},"place":{"type":"ROAD","gemeente":"GM0599"},
		"behaviours":["HIT"],"professions":["BOA1"],"occasions":["TICKET"],"means":[{"means":"KNIFE","status":"SHOWN"}],
		"completions":[{"behaviour":"HIT","completion":"ATTEMPTED"}],"deployment":"PAIR","reach":"REACHED",
		"workers":[{"name":"Kees Kanarie","staff_number":"K-1","injury":"I2"}]}`).want(201)
	path := full.Header().Get("Location")
	w.post(path+"/course", access.Registrar, w.city, `{"steps":[{"phase":"P5_PHYS","triggers":[{"trigger":"TR_FINE","assessed_by":"WORKER"}],
		"amplifiers":[{"amplifier":"ALC","certainty":"OBSERVED"}],"measures":[{"measure":"TALK","effect":"WORSE"}]}]}`).want(200)
	file := w.post("/v1/suspects", access.Registrar, w.city, `{"age_band":"AGE_18_22"}`).want(201).Header().Get("Location")
	w.post(file+"/history", access.Registrar, w.city, `{"flag":"H_WARNED","provenance":"OWN","on":"2026-01-02"}`).want(200)
	w.post(path+"/suspects", access.Registrar, w.city, `{"kind":"KNOWN","suspect":"`+file[len("/v1/suspects/"):]+`"}`).want(200)
	last := w.post("/v1/incidents", access.Reporter, w.city, `{"occurred":{"finer":"NOT_RECORDED"}}`).want(201).Header().Get("Position")
	for dimension, own := range map[figures.Dimension]string{
		figures.Weekday: "fri", figures.Hour: "23", figures.TimeBand: "EVENING", figures.Month: "2026-11", figures.Year: "2026",
		figures.Place: "ROAD", figures.Gemeente: "GM0599", figures.Province: "PV28", figures.Region: "VR17", figures.PoliceUnit: "RTD",
		figures.Behaviour: "HIT", figures.BehaviourGroup: "PHYSICAL", figures.Profession: "BOA1", figures.Employer: "GEM-ROTTERDAM",
		figures.Occasion: "TICKET", figures.Means: "KNIFE", figures.MeansStatus: "SHOWN", figures.Completion: "ATTEMPTED",
		figures.Deployment: "PAIR", figures.Reach: "REACHED", figures.Hit: "1", figures.Injury: "I2", figures.Phase: "P5_PHYS",
		figures.Trigger: "TR_FINE", figures.AssessedBy: "WORKER", figures.Amplifier: "ALC", figures.Certainty: "OBSERVED",
		figures.Measure: "TALK", figures.Effect: "WORSE", figures.Suspect: "KNOWN", figures.Nth: "1", figures.AgeBand: "AGE_18_22", figures.History: "H_WARNED", figures.Provenance: "OWN", figures.Delay: "DAY",
	} {
		for _, view := range []string{"location", "time-of-day", "triggers", "offenders"} {
			figure := w.get("/v1/views/"+view+"?minPosition="+last+"&"+string(dimension)+"="+own, access.Registrar, w.city).want(200)
			if want := map[bool]float64{true: 2, false: 1}[dimension == figures.Employer && view != "triggers"]; figure.total() != want {
				t.Errorf("%s with %s %s: %v", view, dimension, own, figure.total())
			}
			if view == "triggers" { // counts those of which the trigger is told
				continue
			}
			without := w.get("/v1/views/"+view+"?"+string(dimension)+"=NOT_RECORDED", access.Registrar, w.city).want(200)
			if want := map[bool]float64{true: 0, false: 1}[dimension == figures.Employer]; without.total() != want {
				t.Errorf("%s without %s: %v", view, dimension, without.total())
			}
		}
	}
	for _, d := range figures.Dimensions() {
		if d == figures.Step { // no incident has it
			w.get("/v1/figures?unit=step&"+string(d)+"=NOT_RECORDED", access.Registrar, w.city).want(200)
			w.get("/v1/views/location?"+string(d)+"=NOT_RECORDED", access.Registrar, w.city).want(400)
			continue
		}
		w.get("/v1/views/location?"+string(d)+"=NOT_RECORDED", access.Registrar, w.city).want(200)
	}
}

// total is what a figure counts in all; -1 when it does not say.
func (r *reply) total() float64 {
	n, there := r.json["total"].(map[string]any)["n"].(float64)
	if !there {
		return -1
	}
	return n
}

func TestAnAnalystIsToldWhatGivesNobodyAwayOnceAMonthHasEnded(t *testing.T) {
	t.Parallel()
	now, stamped := noon, noon
	w := newWorld(t, func(n *Needs, _ *limits) {
		n.Clock = func() time.Time { return now }
		n.History = history{n.History.(history).log, func() time.Time { return stamped }}
	})
	for range 30 {
		w.registered(whole)
	}
	if why := w.get("/v1/figures?rows=place", access.Analyst, uuid.Nil).want(503); !strings.Contains(why.text("detail"), "no month has ended") {
		t.Errorf("before the month has ended: %s", why.Body)
	}
	last := w.head()
	now = noon.AddDate(0, 1, 0) // the clock of the log is behind: more may still be recorded in this month
	w.get("/v1/figures?rows=place", access.Analyst, uuid.Nil).want(503)
	stamped = now
	figure := w.get("/v1/figures?rows=place", access.Analyst, uuid.Nil).want(200)
	if n := figure.total(); n < 25 || n > 35 || figure.Header().Get("Position") != last.String() || figure.json["protection"] == nil {
		t.Errorf("an analyst is told %s", figure.Body)
	}
	again := w.get("/v1/figures?rows=place", access.Registrar, w.city).want(200)
	if n := again.total(); n != 30 || again.json["protection"] != nil {
		t.Errorf("the owner is told %s", again.Body)
	}
	seen := w.get("/v1/figures?rows=place&viewer=analyst", access.Registrar, w.fire).want(200)
	if got, want := seen.json["cells"], figure.json["cells"]; !reflect.DeepEqual(got, want) {
		t.Errorf("another employer is shown %v for what an analyst sees, want %v", got, want)
	}
	for path, says := range map[string]string{
		"/v1/figures?rows=own-unit":                            "not a published classification",
		"/v1/figures?place=ROAD&place=HOME":                    "does not name one value",
		"/v1/figures?period=2026-03-01/2026-03-05":             "ask --period 2026-03",
		"/v1/figures?rows=place&asOf=2":                        "use 2026-12-01T00:00:00+01:00",
		"/v1/views/time-of-day?place=ROAD&means=KNIFE":         "at most 3",
		"/v1/views/chain?by=profession&place=ROAD&means=KNIFE": "ask the chain --by profession --filter means=KNIFE",
		"/v1/views/chain?by=unit":                              "not a published classification",
	} {
		if out := w.get(path, access.Analyst, uuid.Nil).want(400); !strings.Contains(out.Body.String(), says) {
			t.Errorf("%s: %s", path, out.Body)
		}
	}
	for _, of := range []string{"case", "incident", "worker-hit", "suspect"} {
		r := w.get("/v1/views/chain?by=profession&unit="+of, access.Analyst, uuid.Nil).want(200)
		for _, s := range r.list("groups")[0]["stages"].([]any) {
			if s := s.(map[string]any); s["not_reached"] != nil || s["time"] != nil {
				t.Errorf("%s: %v", of, s)
			}
		}
		if said, is := r.json["protection"].(map[string]any); !is || !strings.Contains(said["en"].(string), "changed a little on purpose") || of == "case" && len(r.list("groups")) != 1 {
			t.Errorf("%s: %v", of, r.json)
		}
	}
	if r := w.get("/v1/views/chain?format=csv", access.Analyst, uuid.Nil).want(200); strings.Contains(r.Body.String(), "NOT_REACHED") || strings.Contains(r.Body.String(), "TIME_") {
		t.Errorf("a file tells more than the answer: %s", r.Body)
	}
	if r := w.get("/v1/views/chain?format=svg", access.Analyst, uuid.Nil).want(200); !strings.Contains(r.Body.String(), "met opzet een beetje veranderd") {
		t.Errorf("a picture does not say how it was protected: %s", r.Body)
	}
	now = noon // the machine's clock was set back
	w.get("/v1/figures?rows=place", access.Analyst, uuid.Nil).want(200)
}
