package api

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

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
