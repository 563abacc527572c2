package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
)

const whole = `{
	"employer": "GEM-ROTTERDAM",
	"occurred": {"at": "2026-11-20T23:10:00+01:00"},
	"place": {"type": "ROAD", "gemeente": "GM0599", "unit": "NOORD"},
	"behaviours": ["VERB_ABUSE"],
	"professions": ["BOA1"],
	"workers": [{"name": "Jan Kanarie", "staff_number": "NL-4711", "injury": "I1"}],
	"narrative": "Jan werd uitgescholden."
}`

// registered gives the path of a new incident of the city.
func (w *world) registered(body string) string {
	w.t.Helper()
	return w.post("/v1/incidents", access.Reporter, w.city, body).want(201).Header().Get("Location")
}

func TestAReportIsReadBackByWhoeverMayReadIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.post("/v1/incidents", access.Reporter, w.city, whole).want(201)
	if made.Header().Get("ETag") != `"1"` || made.Header().Get("Position") != "3" || made.Header().Get("Location") != "/v1/incidents/"+made.text("id") {
		t.Errorf("headers %v", made.Header())
	}
	path := made.Header().Get("Location")

	page := w.get(path, access.Registrar, w.city).want(200)
	want := map[string]any{
		"id": made.text("id"), "version": 1.0, "employer": city,
		"occurred":    map[string]any{"at": "2026-11-20T22:10:00Z", "offset": "+01:00", "precision": "MINUTE"},
		"reported_at": "2026-11-21T12:00:00Z",
		"place":       map[string]any{"type": "ROAD", "gemeente": "GM0599", "unit": "NOORD"},
		"behaviours":  []any{"VERB_ABUSE"}, "professions": []any{"BOA1"}, "worker_count": 1.0, "corrections": 0.0, "withdrawn": false,
	}
	personal := page.json["personal"].(map[string]any)
	timeline := page.json["timeline"].([]any)
	delete(page.json, "personal")
	delete(page.json, "timeline")
	if diff := cmp.Diff(want, page.json); diff != "" {
		t.Error(diff)
	}
	someone := personal["workers"].([]any)[0].(map[string]any)
	if someone["name"] != "Jan Kanarie" || someone["staff_number"] != "NL-4711" || someone["injury"] != "I1" || someone["identity"] != "present" {
		t.Errorf("worker %v", someone)
	}
	if diff := cmp.Diff([]any{map[string]any{"state": "present", "text": "Jan werd uitgescholden."}}, personal["narrative"]); diff != "" {
		t.Error(diff)
	}
	if len(timeline) != 1 || timeline[0].(map[string]any)["who"] != "reporter" {
		t.Errorf("timeline %v", timeline)
	}
}

func TestWhoMayNotSeeAPersonSeesTheRest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	w.post(path+"/corrections", access.Registrar, w.city, `{"reason":"Jan vergiste zich","place":{"type":"WATER"}}`).want(200)
	for role, employer := range map[access.Role]uuid.UUID{access.Reporter: w.city, access.Operator: uuid.Nil} {
		page := w.get(path, role, employer).want(200)
		if strings.Contains(page.Body.String(), "Jan") || strings.Contains(page.Body.String(), "4711") || page.json["personal"] != nil {
			t.Errorf("%s reads %s", role, page.Body)
		}
		if _, there := page.json["worker_count"]; there {
			t.Errorf("%s sees how many workers: %s", role, page.Body)
		}
	}
	if page := w.get(path, access.CaseWorker, w.city).want(200); !strings.Contains(page.Body.String(), "Jan vergiste zich") {
		t.Errorf("a case worker does not see why it was corrected: %s", page.Body)
	}
}

// Two fences keep persons from who may not see them; each holds by itself.
func TestEitherFenceAroundAPersonIsEnough(t *testing.T) {
	t.Parallel()
	open := newWorld(t, func(n *Needs, _ *limits) { n.Closed = n.Opened })
	path := open.registered(whole)
	open.post(path+"/corrections", access.Registrar, open.city, `{"reason":"Jan vergiste zich","behaviours":["HIT"]}`).want(200)
	if page := open.get(path, access.Reporter, open.city).want(200); strings.Contains(page.Body.String(), "Jan") {
		t.Errorf("with everything opened the page shows %s", page.Body)
	}

	guarded := &guardedCodec{}
	w := newWorld(t, func(n *Needs, _ *limits) { guarded.Codec, n.Opened = n.Opened, guarded })
	path = w.registered(whole)
	guarded.shut = true
	w.get(path, access.Reporter, w.city).want(200)
	w.get(path, access.Registrar, w.city).want(500)
}

// guardedCodec refuses to open an incident once it is shut.
type guardedCodec struct {
	decider.Codec
	shut bool
}

func (g *guardedCodec) Decode(ctx context.Context, recorded []eventlog.Recorded) ([]decider.Event, error) {
	if g.shut && recorded[0].Stream.Category == "incident" {
		return nil, errors.New("somebody opened an incident")
	}
	return g.Codec.Decode(ctx, recorded)
}

func TestAReadingIsRecordedOrNothingIsShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	w.get(path, access.Registrar, w.city).want(200)
	got := w.readings.list[0]
	if got.What != "incident" || "/v1/incidents/"+got.ID.String() != path || !got.Personal || got.Position != 3 || !got.At.Equal(noon) ||
		got.Actor.Role != access.Registrar || got.Actor.Purpose == "" || got.Correlation == uuid.Nil {
		t.Errorf("recorded %+v", got)
	}
	w.get(path, access.Reporter, w.city).want(200)
	if w.readings.list[1].Personal {
		t.Error("a reading without persons was recorded as one with")
	}
	w.readings.fail = fmt.Errorf("disk full at Jan Kanarie")
	for _, path := range []string{path, "/v1/employers/" + city, "/v1/views/time-of-day"} {
		answer := w.get(path, access.Registrar, w.city).want(503)
		if strings.Contains(answer.Body.String(), "ROAD") || strings.Contains(answer.Body.String(), "Kanarie") {
			t.Errorf("%s shows %s", path, answer.Body)
		}
	}
}

func TestAHistoryGrowsByDetailsCorrectionAndWithdrawal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	for i, step := range []struct{ to, body string }{
		{"/details", `{"behaviours":["HIT"],"workers":[{"staff_number":"NL-4711","injury":"I4"}]}`},
		{"/corrections", `{"reason":"verkeerde dag","occurred":{"at":"2026-11-19","finer":"UNKNOWN"}}`},
		{"/withdrawal", `{"reason":"DUPLICATE","explanation":"dubbel"}`},
	} {
		out := w.post(path+step.to, access.Registrar, w.city, step.body).want(200)
		if want := float64(i + 2); out.json["version"] != want || out.Header().Get("ETag") != fmt.Sprintf(`"%d"`, i+2) || out.json["recorded"] != true {
			t.Errorf("%s: %s", step.to, out.Body)
		}
	}
	page := w.get(path, access.Registrar, w.city).want(200)
	if page.json["withdrawn"] != true || page.json["withdrawal"] != "DUPLICATE" || page.json["worker_count"] != 1.0 || len(page.json["timeline"].([]any)) != 4 {
		t.Errorf("got %s", page.Body)
	}
	if diff := cmp.Diff(map[string]any{"at": "2026-11-18T23:00:00Z", "offset": "+01:00", "precision": "DAY", "finer": "UNKNOWN"}, page.json["occurred"]); diff != "" {
		t.Error(diff)
	}
	if out := w.post(path+"/withdrawal", access.Registrar, w.city, `{"reason":"DUPLICATE"}`).want(200); out.json["recorded"] != false || out.json["version"] != 4.0 {
		t.Errorf("a second withdrawal: %s", out.Body)
	}
	if out := w.post(path+"/details", access.Registrar, w.city, `{"narrative":"nog iets"}`).want(409); out.text("kind") != "refused" {
		t.Errorf("got %s", out.Body)
	}
	// Mending the time would not help: a withdrawn report takes no correction.
	w.post(path+"/corrections", access.Registrar, w.city, `{"reason":"x","occurred":{"at":"x"}}`).want(409)
}

func TestWhatIsAnsweredCanBeSentBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	page := w.get(path, access.Registrar, w.city).want(200)
	body := map[string]any{"reason": "niets veranderd"}
	for _, key := range []string{"occurred", "place", "behaviours", "professions"} {
		body[key] = page.json[key]
	}
	text, _ := json.Marshal(body)
	if out := w.post(path+"/corrections", access.Registrar, w.city, string(text)).want(200); out.json["recorded"] != false {
		t.Errorf("the same again was recorded as a change: %s", out.Body)
	}
}

func TestBadInputNamesFieldAndRemedy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, test := range map[string]struct {
		body string
		want []string
	}{
		"an unknown code":            {`{"place":{"type":"KANARIE"}}`, []string{"place.type"}},
		"several codes":              {`{"behaviours":["VERB_ABUSE","KANARIE"],"professions":["KANARIE"]}`, []string{"behaviours[1]", "professions[0]"}},
		"a time in the future":       {`{"occurred":{"at":"2031-01-01T00:00:00+01:00"}}`, []string{"occurred"}},
		"a time without offset":      {`{"occurred":{"at":"2026-11-20T23:10:00"}}`, []string{"occurred.at"}},
		"no time at all":             {`{"occurred":{"at":"kanarie"}}`, []string{"occurred.at"}},
		"a day that is none":         {`{"occurred":{"at":"2026-02-30"}}`, []string{"occurred.at"}},
		"finer than known":           {`{"occurred":{"at":"2026-02-20","precision":"MINUTE"}}`, []string{"occurred.precision"}},
		"an offset that is none":     {`{"occurred":{"at":"2026-11-20T22:10:00Z","offset":"kanarie"}}`, []string{"occurred.offset"}},
		"a worker without a name":    {`{"workers":[{"injury":"I1"}]}`, []string{"workers[0]"}},
		"an unknown injury":          {`{"workers":[{"name":"kanarie","injury":"KANARIE"}]}`, []string{"workers[0].injury"}},
		"oversized text":             {`{"narrative":"` + strings.Repeat("kanarie", 3000) + `"}`, []string{"narrative"}},
		"a control character":        {`{"narrative":"kanarie\u0000"}`, []string{"narrative"}},
		"half a character":           {`{"narrative":"kanarie\ud83d"}`, []string{"narrative"}},
		"an unknown field":           {`{"narative":"kanarie","place":{"typ":"ROAD"}}`, []string{"narative", "place.typ"}},
		"a name where a key belongs": {`{"Jan Kanarie":1,"place":{"Jan Kanarie":[{}]}}`, []string{"body", "place"}},
		"another case":               {`{"Narrative":"kanarie"}`, []string{"body"}},
		"the same key twice":         {`{"narrative":"a","narrative":"kanarie"}`, []string{"narrative"}},
		"another type":               {`{"narrative":1,"place":"kanarie","workers":{},"behaviours":[null,true]}`, []string{"narrative", "place", "workers", "behaviours[0]", "behaviours[1]"}},
		"null":                       {`{"narrative":null}`, []string{"narrative"}},
		"a list":                     {`["kanarie"]`, []string{"body"}},
		"everything at once": {
			`{"employer":"GEM-ROTTERDAM","occurred":{"at":"x"},"place":{"type":"X","gemeente":"X","unit":"X"},"workers":[{}]}`,
			[]string{"occurred.at", "place.type", "place.gemeente", "place.unit", "workers[0]"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := w.post("/v1/incidents", access.Reporter, w.city, test.body).want(400)
			if !slices.Equal(out.fields(), test.want) {
				t.Errorf("got %v, want %v: %s", out.fields(), test.want, out.Body)
			}
			if text := strings.ToLower(out.Body.String()); strings.Contains(text, "kanarie") {
				t.Errorf("the error repeats what was sent: %s", text)
			}
		})
	}
}

func TestWhatIsNoJSONIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, body := range map[string]string{
		"broken off":              `{"narrative":"kanarie`,
		"two values":              `{} {}`,
		"no quotes":               `{narrative:1}`,
		"a comma too many":        `{"behaviours":["VERB_ABUSE",]}`,
		"broken UTF-8":            "{\"narrative\":\"kanarie\xff\"}",
		"very deep":               strings.Repeat("[", 1<<19),
		"deep in what is unknown": `{"x":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}`,
		"blank":                   " ",
	} {
		out := w.post("/v1/incidents", access.Reporter, w.city, body).want(400)
		if strings.Contains(out.Body.String(), "kanarie") {
			t.Errorf("%s: %s", name, out.Body)
		}
	}
	w.do("POST", "/v1/incidents", w.token(access.Reporter, w.city), "", header("Content-Type", "application/json")).want(400)
}

func TestNothingIsRecordedOfABadRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	before, _ := w.log.Head(context.Background())
	// The trade finds nothing wrong here: only the time is, and it is ours.
	w.post("/v1/incidents", access.Reporter, w.city, `{"occurred":{"at":"x"}}`).want(400)
	w.post("/v1/incidents", access.Reporter, w.city, `{"narrativ":"x"}`).want(400)
	w.post("/v1/incidents", access.Reporter, w.city, `{}`, header("Idempotency-Key", "a b")).want(400)
	w.post(path+"/corrections", access.Registrar, w.city, `{"reason":"x","occurred":{"at":"x"}}`).want(400)
	if after, _ := w.log.Head(context.Background()); after != before {
		t.Errorf("the log grew from %d to %d", before, after)
	}
}

func TestARepeatIsDoneOnceAndAnsweredTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := header("Idempotency-Key", "one")
	first := w.post("/v1/incidents", access.Reporter, w.city, whole, key).want(201)
	path := first.Header().Get("Location")
	change := `{"behaviours":["HIT"]}`
	added := w.post(path+"/details", access.Reporter, w.city, change, header("Idempotency-Key", "two")).want(200)
	w.post(path+"/withdrawal", access.Registrar, w.city, `{"reason":"TEST"}`).want(200)

	// By now the trade would refuse the change; it was done, and is answered so.
	for name, again := range map[string][2]*reply{
		"registration": {first, w.post("/v1/incidents", access.Reporter, w.city, whole, key)},
		"details":      {added, w.post(path+"/details", access.Reporter, w.city, change, header("Idempotency-Key", "two"))},
	} {
		before, after := again[0], again[1].want(again[0].Code)
		if before.Body.String() != after.Body.String() || after.Header().Get("Idempotency-Replayed") != "true" || before.Header().Get("Idempotency-Replayed") != "" {
			t.Errorf("%s: %s %v, then %s %v", name, before.Body, before.Header(), after.Body, after.Header())
		}
		for _, h := range []string{"ETag", "Position", "Location"} {
			if before.Header().Get(h) != after.Header().Get(h) {
				t.Errorf("%s: %s was %q, then %q", name, h, before.Header().Get(h), after.Header().Get(h))
			}
		}
	}
	if head, _ := w.log.Head(context.Background()); head != 5 {
		t.Errorf("the log holds %d events, want 5", head)
	}
}

func TestAKeyIsForOneRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := header("Idempotency-Key", "one")
	one, other := w.registered(`{"place":{"type":"ROAD"}}`), w.registered(`{"place":{"type":"HOME"}}`)
	w.post(one+"/details", access.Registrar, w.city, `{"narrative":"x"}`, key).want(200)
	for name, out := range map[string]*reply{
		"another body":     w.post(one+"/details", access.Registrar, w.city, `{"narrative":"y"}`, key),
		"another incident": w.post(other+"/details", access.Registrar, w.city, `{"narrative":"x"}`, key),
		"another command":  w.post(one+"/corrections", access.Registrar, w.city, `{"narrative":"x","reason":"x"}`, key),
		"another version":  w.post(one+"/details", access.Registrar, w.city, `{"narrative":"x"}`, key, header("If-Match", `"7"`)),
	} {
		if out.want(409).text("kind") != "key_reused" {
			t.Errorf("%s: %s", name, out.Body)
		}
	}
	// Keys of others are others.
	w.post(one+"/details", access.Reporter, w.city, `{"narrative":"z"}`, key).want(200)
}

func TestAChangeOnAStaleVersionIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	etag := w.get(path, access.Registrar, w.city).want(200).Header().Get("ETag")
	w.post(path+"/details", access.Reporter, w.city, `{"narrative":"meer"}`, header("If-Match", etag)).want(200)
	if out := w.post(path+"/details", access.Reporter, w.city, `{"narrative":"nog meer"}`, header("If-Match", etag)).want(412); out.text("kind") != "conflict" {
		t.Errorf("got %s", out.Body)
	}
	w.post(path+"/details", access.Reporter, w.city, `{"narrative":"nog meer"}`, header("If-Match", "*")).want(200)
	for _, bad := range []string{"2", `W/"2"`, `"2", "3"`, `"kanarie"`, `"-1"`, `"99999999999999999999"`} {
		if out := w.post(path+"/details", access.Reporter, w.city, `{"narrative":"x"}`, header("If-Match", bad)).want(400); !slices.Equal(out.fields(), []string{"If-Match"}) {
			t.Errorf("%s: %s", bad, out.Body)
		}
	}
}

func TestOneStaffNumberIsOnePerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one := w.registered(`{"workers":[{"staff_number":"NL-1","name":"A"},{"staff_number":" NL-1 ","name":"A"}]}`)
	const writers = 12
	paths := make([]string, writers)
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			out := w.post("/v1/incidents", access.Reporter, w.city, fmt.Sprintf(`{"workers":[{"staff_number":"NL-1"},{"staff_number":"NL-%d"}]}`, 2+i/6))
			if out.Code == 201 {
				paths[i] = out.Header().Get("Location")
			} else {
				t.Errorf("got %s", out.Body)
			}
		})
	}
	all.Wait()
	persons := map[string]map[string]bool{}
	for _, path := range append(paths, one) {
		if path == "" {
			continue
		}
		for _, entry := range w.get(path, access.Registrar, w.city).want(200).json["personal"].(map[string]any)["workers"].([]any) {
			someone := entry.(map[string]any)
			number := strings.ToUpper(strings.TrimSpace(someone["staff_number"].(string)))
			if persons[number] == nil {
				persons[number] = map[string]bool{}
			}
			persons[number][someone["person"].(string)] = true
		}
	}
	for number, ids := range persons {
		if len(ids) != 1 {
			t.Errorf("%s is %d persons", number, len(ids))
		}
	}
	if len(persons) != 3 {
		t.Errorf("%d staff numbers, want 3", len(persons))
	}
}

func TestWorkersWithoutAStaffNumberAreDifferentPersons(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(`{"workers":[{"name":"A"},{"name":"B"}]}`)
	if page := w.get(path, access.Registrar, w.city).want(200); page.json["worker_count"] != 2.0 {
		t.Errorf("got %s", page.Body)
	}
}

func TestAnothersRecordLooksLikeNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident, none := w.registered(whole), "/v1/incidents/"+uuid.NewString()
	for _, role := range access.Roles() {
		if role == access.Operator {
			continue // may touch all of them
		}
		for _, step := range []struct{ method, there, notThere, body string }{
			{"GET", incident, none, ""},
			{"POST", incident + "/details", none + "/details", `{"x":1}`},
			{"POST", incident + "/details", none + "/details", `{"narrative":"x"}`},
			{"POST", incident + "/corrections", none + "/corrections", `{}`},
			{"POST", incident + "/withdrawal", none + "/withdrawal", `{`},
			{"GET", "/v1/employers/" + city, "/v1/employers/NONE", ""},
			{"POST", "/v1/employers/" + city + "/changes", "/v1/employers/NONE/changes", `{"x":1}`},
			{"GET", "/v1/views/time-of-day?employer=" + city, "/v1/views/time-of-day?employer=NONE", ""},
		} {
			token := w.token(role, w.fire)
			there, notThere := w.do(step.method, step.there, token, step.body), w.do(step.method, step.notThere, token, step.body)
			if there.Code < 400 || there.Body.String() != notThere.Body.String() {
				t.Errorf("%s %s as %s: %s, but %s", step.method, step.there, role, there.Body, notThere.Body)
			}
		}
		there := w.post("/v1/incidents", role, w.fire, `{"employer":"GEM-ROTTERDAM"}`).want(403)
		if notThere := w.post("/v1/incidents", role, w.fire, `{"employer":"NONE"}`); notThere.Body.String() != there.Body.String() {
			t.Errorf("a report for another as %s: %s, but %s", role, there.Body, notThere.Body)
		}
	}
	for _, id := range []string{"x", strings.ToUpper(incident[len("/v1/incidents/"):]), "%2e%2e", "urn:uuid:" + uuid.NewString()} {
		w.get("/v1/incidents/"+id, access.Registrar, w.city).want(404)
	}
}

func TestAnEmployerMayBeLeftOutByWhoeverWorksForOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(`{"narrative":"x"}`)
	if page := w.get(path, access.Registrar, w.city).want(200); page.json["employer"] != city {
		t.Errorf("got %s", page.Body)
	}
	if out := w.post("/v1/incidents", access.Operator, uuid.Nil, `{}`).want(400); !slices.Equal(out.fields(), []string{"employer"}) {
		t.Errorf("got %s", out.Body)
	}
	if out := w.post("/v1/incidents", access.Operator, uuid.Nil, `{"employer":"GEM-KANARIE"}`).want(400); !slices.Equal(out.fields(), []string{"employer"}) || strings.Contains(out.Body.String(), "KANARIE") {
		t.Errorf("got %s", out.Body)
	}
}

// A path in a fault of the trade must be one that a client can find in its
// request: every field of the forms is sent wrongly, and must come back by name.
func TestTheTradeAndTheFormsNameFieldsTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	for to, body := range map[string]string{
		"":             `{"place":{"type":"?","gemeente":"?","unit":"?"},"behaviours":["?"],"professions":["?"],"workers":[{"name":"\u0000","staff_number":"\u0000","injury":"?"}],"narrative":"\u0000","occurred":{"at":"2031-01-01"}}`,
		"/details":     `{"behaviours":["?"],"professions":["?"],"workers":[{"name":"\u0000","staff_number":"\u0000","injury":"?"}],"narrative":"\u0000"}`,
		"/corrections": `{"reason":"\u0000","place":{"type":"?","gemeente":"?","unit":"?"},"behaviours":["?"],"professions":["?"],"narrative":"\u0000","occurred":{"at":"2031-01-01"}}`,
		"/withdrawal":  `{"reason":"?","explanation":"\u0000"}`,
	} {
		target := "/v1/incidents"
		if to != "" {
			target = path + to
		}
		got := w.post(target, access.Registrar, w.city, body).want(400).fields()
		want := leaves(t, body)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", target, got, want)
		}
	}
}

// leaves lists the paths of a body's values; a moment is one.
func leaves(t *testing.T, body string) []string {
	var v any
	must(t, json.Unmarshal([]byte(body), &v))
	var list []string
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			if v["at"] != nil {
				list = append(list, path)
				return
			}
			for key, value := range v {
				walk(under(path, key), value)
			}
		case []any:
			for i, value := range v {
				walk(fmt.Sprintf("%s[%d]", path, i), value)
			}
		default:
			list = append(list, path)
		}
	}
	walk("", v)
	slices.Sort(list)
	return list
}

func TestARedactedHistoryIsStillShown(t *testing.T) {
	t.Parallel()
	var hidden eventlog.Stream
	w := newWorld(t, func(n *Needs, _ *limits) { n.Records = redacting{n.Records, &hidden} })
	path := w.registered(whole)
	hidden = incident.Stream(uuid.MustParse(path[len("/v1/incidents/"):]))
	page := w.get(path, access.Registrar, w.city).want(200)
	if len(page.json["timeline"].([]any)) != 1 || page.json["worker_count"] != 0.0 {
		t.Errorf("got %s", page.Body)
	}
}

// redacting is a log of which one stream's payloads were removed.
type redacting struct {
	Records
	hidden *eventlog.Stream
}

func (r redacting) ReadStreamAs(ctx context.Context, scope access.Scope, s eventlog.Stream) ([]eventlog.Recorded, error) {
	events, err := r.Records.ReadStreamAs(ctx, scope, s)
	for i := range events {
		if s == *r.hidden {
			events[i].Payload, events[i].Redacted = nil, true
		}
	}
	return events, err
}
