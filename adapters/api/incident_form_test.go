package api

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/domain/access"
)

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
		"an hour that was skipped":   {`{"occurred":{"at":"2026-03-29T02:30"}}`, []string{"occurred.at"}},
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

// A path in a fault of the trade must be one that a client can find in its
// request: every field of the forms is sent wrongly, and must come back by name.
func TestTheTradeAndTheFormsNameFieldsTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	for to, body := range map[string]string{
		"":                `{"place":{"type":"?","gemeente":"?","unit":"?","area":"?","indoors":"?","point":{"north":"?","east":"?"}},"behaviours":["?"],"professions":["?"],"workers":[{"name":"\u0000","staff_number":"\u0000","injury":"?","mind":"?","exposures":["?"],"absence":{"from":"?","to":"?","days":{"why":"?"}}}],"narrative":"\u0000","occasions":["?"],"means":[{"means":"?","status":"?"}],"completions":[{"behaviour":"!","completion":"?"}],"grounds":["?"],"deployment":"?","reach":"?","hit":{"why":"?"},"address":"\u0000","reference":"\u0000","regime":"?","occurred":{"at":"2031-01-01"}}`,
		"/details":        `{"place":{"type":"?","gemeente":"?","unit":"?","area":"?","indoors":"?","point":{"north":"?","east":"?"}},"behaviours":["?"],"professions":["?"],"workers":[{"name":"\u0000","staff_number":"\u0000","injury":"?","mind":"?","exposures":["?"],"absence":{"from":"?","to":"?","days":{"why":"?"}}}],"narrative":"\u0000","occasions":["?"],"means":[{"means":"?","status":"?"}],"completions":[{"behaviour":"!","completion":"?"}],"grounds":["?"],"deployment":"?","reach":"?","hit":{"why":"?"},"address":"\u0000"}`,
		"/corrections":    `{"reason":"\u0000","place":{"type":"?","gemeente":"?","unit":"?","area":"?","indoors":"?","point":{"north":"?","east":"?"}},"behaviours":["?"],"professions":["?"],"narrative":"\u0000","occasions":["?"],"means":[{"means":"?","status":"?"}],"completions":[{"behaviour":"!","completion":"?"}],"grounds":["?"],"deployment":"?","reach":"?","hit":{"why":"?"},"address":"\u0000","reference":"\u0000","occurred":{"at":"2031-01-01"}}`,
		"/course":         `{"steps":[{"phase":"?","at":{"at":"2031-01-01"},"actor":"?","act":"?","means":"?","triggers":[{"trigger":"?","assessed_by":"?"}],"amplifiers":[{"amplifier":"?","certainty":"?"}],"measures":[{"measure":"?","effect":"?"}]}],"reason":"\u0000"}`,
		"/police-support": `{"support":{"status":"?","asked":{"at":"2031-01-01"},"minutes":{"why":"?"}},"reason":"\u0000"}`,
		"/force-reports":  `{"report":"\u0000"}`,
		"/qualifications": `{"by":"?","offence":"?","article":"?","completion":"?","on":"?"}`,
		"/attachments":    `{"id":"?","kind":"?","hash":"?","size":0}`,
		"/suspects":       `{"id":"?","kind":"?","sex":"?","age_band":"?","relation":"?"}`,
		"/closing":        `{"reason":"?","explanation":"\u0000"}`,
		"/withdrawal":     `{"reason":"?","explanation":"\u0000"}`,
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

// leaves lists the paths of a body's values; a moment, a point and a count are one.
func leaves(t *testing.T, body string) []string {
	var v any
	must(t, json.Unmarshal([]byte(body), &v))
	var list []string
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			if _, moment := v["at"].(string); moment || v["north"] != nil || v["why"] != nil {
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

const everything = `{
	"employer": "GEM-ROTTERDAM", "regime": "WPG",
	"occurred": {"at": "2025-10-26T02:30+02:00", "ambiguous": true},
	"place": {"type": "HOME", "gemeente": "GM0599", "unit": "NOORD", "area": "ZUID", "indoors": "INSIDE", "point": {"north": "51.924", "east": "4.478"}},
	"behaviours": ["HIT", "DISCRIM"], "professions": ["BOA1"],
	"occasions": ["TICKET"], "means": [{"means": "KNIFE", "status": "SHOWN"}, {"means": "BODY"}],
	"completions": [{"behaviour": "HIT", "completion": "ATTEMPTED"}], "grounds": ["ORIENTATION"],
	"deployment": "PAIR", "reach": "REACHED", "hit": {"number": 12},
	"workers": [{"staff_number": "NL-4711", "injury": "I2", "mind": "M1", "exposures": ["BLOOD"], "absence": {"from": "2025-10-27", "days": {"number": 3}}}],
	"narrative": "Jan werd geslagen.", "address": "Kanarielaan 1", "reference": "KANARIE-17"
}`

// TestEverythingThatIsToldIsAnswered: what was sent stands on the page as it was
// sent, and a correction to what the page says changes nothing.
func TestEverythingThatIsToldIsAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(everything)
	page := w.get(path, access.Registrar, w.city).want(200)
	var sent map[string]any
	must(t, json.Unmarshal([]byte(everything), &sent))
	for _, field := range []string{"regime", "place", "behaviours", "professions", "occasions", "means", "completions", "grounds", "deployment", "reach", "hit"} {
		if diff := cmp.Diff(sent[field], page.json[field]); diff != "" {
			t.Errorf("%s (-sent +answered):\n%s", field, diff)
		}
	}
	personal := page.json["personal"].(map[string]any)
	someone := personal["workers"].([]any)[0].(map[string]any)
	for field, want := range sent["workers"].([]any)[0].(map[string]any) {
		if diff := cmp.Diff(want, someone[field]); diff != "" {
			t.Errorf("workers[0].%s (-sent +answered):\n%s", field, diff)
		}
	}
	if personal["address"].(map[string]any)["text"] != "Kanarielaan 1" || personal["reference"].(map[string]any)["text"] != "KANARIE-17" {
		t.Errorf("personal %v", personal)
	}
	again := map[string]any{"reason": "zeker weten", "occurred": page.json["occurred"], "address": "Kanarielaan 1", "reference": "KANARIE-17"}
	for _, field := range []string{"regime", "place", "behaviours", "occasions", "means", "completions", "grounds", "deployment", "reach", "hit"} {
		again[field] = page.json[field]
	}
	body, err := json.Marshal(again)
	must(t, err)
	if out := w.post(path+"/corrections", access.Registrar, w.city, string(body)).want(200); out.json["recorded"] != false {
		t.Errorf("to the same was recorded: %s", out.Body)
	}
	for _, role := range []access.Role{access.Reporter} {
		if shown := w.get(path, role, w.city).want(200).Body.String(); strings.Contains(strings.ToLower(shown), "kanarie") || strings.Contains(shown, `"M1"`) {
			t.Errorf("%s reads %s", role, shown)
		}
	}
}

func TestATooFinePointAndAnotherLawAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.registered(whole)
	out := w.post("/v1/incidents", access.Registrar, w.city, `{"place":{"type":"ROAD","point":{"north":"51.92442","east":"4.47775"}}}`).want(400)
	if !slices.Equal(out.fields(), []string{"place.point"}) || !strings.Contains(out.Body.String(), "round both to three") {
		t.Errorf("%s", out.Body)
	}
	out = w.post(path+"/corrections", access.Registrar, w.city, `{"reason":"x","regime":"WPG"}`).want(409)
	if !strings.Contains(out.Body.String(), "register the incident anew") {
		t.Errorf("%s", out.Body)
	}
	out = w.post("/v1/incidents", access.Registrar, w.city, `{"hit":{"number":"12"},"occurred":{"at":"2025-10-26","ambiguous":"yes"}}`).want(400)
	if !slices.Equal(out.fields(), []string{"hit.number", "occurred.ambiguous"}) {
		t.Errorf("%s", out.Body)
	}
}
