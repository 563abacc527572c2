package api

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/projections"
	"ruggensteun/projections/doubles"
	"ruggensteun/projections/facts"
)

// neighbours are the traces, folded from the log whenever they are asked for: all of
// an employer, which is more than an index brings and never less.
type neighbours struct {
	log   eventlog.Log
	codec *eventjson.Codec
	fail  error

	through eventlog.Position // 0: all

	mu       sync.Mutex // of what was read already, as it was then
	recorded []eventlog.Recorded
	bodies   []decider.Event
}

// read takes in what is new, once for all who ask, as the program does.
func (n *neighbours) read(ctx context.Context) ([]eventlog.Recorded, []decider.Event, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var last eventlog.Position
	if len(n.recorded) > 0 {
		last = n.recorded[len(n.recorded)-1].Position
	}
	fresh, err := n.log.Read(ctx, last, 1<<20)
	if err != nil {
		return nil, nil, err
	}
	bodies, err := n.codec.Decode(ctx, fresh)
	if err != nil {
		return nil, nil, err
	}
	n.recorded, n.bodies = append(n.recorded, fresh...), append(n.bodies, bodies...)
	return n.recorded, n.bodies, nil
}

func (n *neighbours) Near(ctx context.Context, scope access.Scope, employer uuid.UUID, of []doubles.Seen) ([]doubles.Nearby, error) {
	recorded, bodies, err := n.read(ctx)
	if err = errors.Join(n.fail, err); err != nil {
		return nil, err
	}
	rows, owners := map[uuid.UUID]facts.Version[doubles.Trace]{}, map[uuid.UUID]uuid.UUID{}
	var near doubles.Nearby
	for i, r := range recorded {
		if n.through > 0 && r.Position > n.through {
			break
		}
		near.Position, owners[r.Stream.ID] = r.Position, r.Employer
		fold(doubles.Traces, rows, projections.Event{Position: r.Position, Stream: r.Stream, Version: r.Version, Employer: r.Employer, Body: bodies[i]})
	}
	for id, row := range rows {
		if owners[id] == employer && scope.IncludesIn(employer, string(row.Row.Unit)) {
			near.Traces = append(near.Traces, doubles.Seen{ID: id, Trace: row.Row})
		}
	}
	list := make([]doubles.Nearby, len(of))
	for i := range list {
		list[i] = near
	}
	return list, nil
}

const (
	atNight  = `{"employer":"GEM-ROTTERDAM","occurred":{"at":"2026-11-20T23:10+01:00"},"place":{"type":"ROAD","gemeente":"GM0599","unit":"NOORD"},"narrative":"Geduwd"}`
	toldLate = `{"employer":"GEM-ROTTERDAM","occurred":{"at":"2026-11-20T23:30+01:00"},"place":{"type":"ROAD","gemeente":"GM0599","unit":"NOORD"}}`
	nextDay  = `{"employer":"GEM-ROTTERDAM","occurred":{"at":"2026-11-19T23:10+01:00"},"place":{"type":"ROAD","gemeente":"GM0599","unit":"NOORD"}}`
)

// suggested are the ids that an answer suggests, under this key or at the top.
func (r *reply) suggested(key string) (ids []string) {
	r.t.Helper()
	at := r.json
	if key != "" {
		at, _ = r.json[key].(map[string]any)
	}
	if at == nil || at["looked"] != true {
		r.t.Fatalf("none were looked for: %s", r.Body)
	}
	for _, one := range at["incidents"].([]any) {
		ids = append(ids, one.(map[string]any)["id"].(string))
	}
	return ids
}

func TestARegistrationSuggestsLikelyDoubles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.post("/v1/incidents", access.Reporter, w.city, atNight).want(201)
	if got := first.suggested("likely_doubles"); len(got) != 0 {
		t.Errorf("the first one suggests %v", got)
	}
	w.post("/v1/incidents", access.Reporter, w.city, nextDay).want(201)
	second := w.post("/v1/incidents", access.Reporter, w.city, toldLate, header("Idempotency-Key", "k")).want(201)
	if got := second.suggested("likely_doubles"); len(got) != 1 || got[0] != first.text("id") {
		t.Errorf("the same told late suggests %v", got)
	}
	for _, part := range []string{`"minutes_apart":19`, `"same":["unit","place","gemeente"]`, `"unit":"NOORD"`} {
		if !strings.Contains(second.Body.String(), part) {
			t.Errorf("it lacks %s: %s", part, second.Body)
		}
	}
	if again := w.post("/v1/incidents", access.Reporter, w.city, toldLate, header("Idempotency-Key", "k")).want(201); again.text("id") != second.text("id") || len(again.suggested("likely_doubles")) != 1 {
		t.Errorf("the repeat suggests itself: %s", again.Body)
	}
	last := w.readings.list[len(w.readings.list)-1]
	if last.What != "incident" || last.ID.String() != first.text("id") || last.Personal {
		t.Errorf("the reading that was recorded is %+v", last)
	}
	// Another employer's are not compared with.
	other := strings.Replace(strings.Replace(atNight, "GEM-ROTTERDAM", "VR-RIJNMOND", 1), `,"unit":"NOORD"`, "", 1)
	if got := w.post("/v1/incidents", access.Reporter, w.fire, other).want(201).suggested("likely_doubles"); len(got) != 0 {
		t.Errorf("another employer's are suggested: %v", got)
	}
}

func TestMergedAndWithdrawnAreSuggestedNoMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one := w.post("/v1/incidents", access.Registrar, w.city, atNight).want(201).text("id")
	two := w.post("/v1/incidents", access.Registrar, w.city, toldLate).want(201).text("id")
	doublesOf := func(id string) []string {
		return w.get("/v1/incidents/"+id+"/likely-doubles", access.Registrar, w.city).want(200).suggested("")
	}
	if got := doublesOf(one); len(got) != 1 || got[0] != two {
		t.Errorf("of the first: %v", got)
	}
	w.post("/v1/incidents/"+two+"/merge", access.Registrar, w.city, `{"into":"`+one+`"}`).want(200)
	if a, b := doublesOf(one), doublesOf(two); len(a)+len(b) != 0 {
		t.Errorf("merged they suggest %v and %v", a, b)
	}
	w.post("/v1/incidents/"+two+"/split", access.Registrar, w.city, `{"reason":"toch niet"}`).want(200)
	if got := doublesOf(one); len(got) != 1 {
		t.Errorf("split they suggest %v", got)
	}
	w.post("/v1/incidents/"+two+"/withdrawal", access.Registrar, w.city, `{"reason":"MISTAKE"}`).want(200)
	if got := doublesOf(one); len(got) != 0 {
		t.Errorf("withdrawn it is suggested: %v", got)
	}
}

// TestARepeatSuggestsWhatIsLikelyNow: by then it may be merged, and with what was
// suggested the first time.
func TestARepeatSuggestsWhatIsLikelyNow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one := w.post("/v1/incidents", access.Registrar, w.city, atNight).want(201).text("id")
	report := func() *reply {
		return w.post("/v1/incidents", access.Registrar, w.city, toldLate, header("Idempotency-Key", "k")).want(201)
	}
	two := report()
	if got := two.suggested("likely_doubles"); len(got) != 1 || got[0] != one {
		t.Fatalf("the first time: %v", got)
	}
	w.post("/v1/incidents/"+two.text("id")+"/merge", access.Registrar, w.city, `{"into":"`+one+`"}`).want(200)
	if got := report().suggested("likely_doubles"); len(got) != 0 {
		t.Errorf("what it is merged into is suggested: %v", got)
	}
}

func TestARegistrationStandsWhenNobodyCanLook(t *testing.T) {
	t.Parallel()
	lag := fault.New(fault.Unavailable, "none were looked for: the read model is behind")
	for name, c := range map[string]struct {
		harm func(*world)
		why  string
	}{
		"a read model that lags":           {func(w *world) { w.doubles.fail = lag }, lag.Error()},
		"a failure of ours":                {func(w *world) { w.doubles.fail = errors.New("column sofa is missing") }, "doubles cannot be looked for now"},
		"readings that cannot be recorded": {func(w *world) { w.readings.fail = errors.New("disk full") }, "cannot be recorded now who reads it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.post("/v1/incidents", access.Registrar, w.city, atNight).want(201)
			c.harm(w)
			r := w.post("/v1/incidents", access.Registrar, w.city, toldLate).want(201)
			told := r.json["likely_doubles"].(map[string]any)
			if told["looked"] != false || !strings.Contains(told["why"].(string), c.why) || len(told["incidents"].([]any)) != 0 || strings.Contains(r.Body.String(), "sofa") {
				t.Errorf("%s", r.Body)
			}
		})
	}
}

// TestARegistrationIsLoggedAtItsOwnPosition: the readings of what is suggested beside
// it have others.
func TestARegistrationIsLoggedAtItsOwnPosition(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.post("/v1/incidents", access.Registrar, w.city, atNight).want(201)
	w.doubles.through = 3 // the read model is behind by the one to come
	r := w.post("/v1/incidents", access.Registrar, w.city, toldLate).want(201)
	if got := r.suggested("likely_doubles"); len(got) != 1 {
		t.Fatalf("suggested %v", got)
	}
	lines := strings.Split(strings.TrimSpace(w.logged.String()), "\n")
	if last := lines[len(lines)-1]; !strings.Contains(last, `"position":`+r.Header().Get("Position")+"}") && !strings.Contains(last, `"position":`+r.Header().Get("Position")+",") {
		t.Errorf("recorded at %s, logged %s", r.Header().Get("Position"), last)
	}
}

func TestWhoMayNotReadIncidentsGetsNoSuggestions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.post("/v1/incidents", access.Registrar, w.city, atNight).want(201).text("id")
	w.get("/v1/incidents/"+id+"/likely-doubles", access.Analyst, uuid.Nil).want(403)
	w.get("/v1/incidents/"+id+"/likely-doubles", access.Registrar, w.fire).want(404)
	w.get("/v1/incidents/"+uuid.NewString()+"/likely-doubles", access.Registrar, w.city).want(404)
}
