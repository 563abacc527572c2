package api

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

// tableOf gives the table that a picture names in its Link.
func tableOf(t *testing.T, picture *reply) string {
	t.Helper()
	link := picture.Header().Get("Link")
	path, rest, found := strings.Cut(strings.TrimPrefix(link, "<"), ">")
	if !found || rest != `; rel="alternate"; type="application/json"` {
		t.Fatalf("Link is %s", link)
	}
	if svg := picture.Body.String(); !strings.Contains(svg, strings.ReplaceAll(path, "&", "&amp;")+"</desc>") {
		t.Errorf("the picture does not name %s:\n%.600s", path, svg)
	}
	return path
}

func wellFormed(t *testing.T, svg string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v in\n%.600s", err, svg)
		}
	}
}

// TestAPictureIsDrawnFromItsTableAlone draws each picture anew from the JSON of its table,
// which is all that whoever asked may know.
func TestAPictureIsDrawnFromItsTableAlone(t *testing.T) {
	t.Parallel()
	now := noon
	w := newWorld(t, func(n *Needs, _ *limits) {
		n.Clock = func() time.Time { return now }
		n.History = history{n.History.(history).log, func() time.Time { return now }}
	})
	for range 14 {
		w.registered(whole)
	}
	w.post("/v1/incidents", access.Registrar, w.city, strings.Replace(whole, "ROAD", "HOME", 1)).want(201)
	now = noon.AddDate(0, 1, 0)
	owner := func(path string) *reply {
		return w.get(path, access.Registrar, w.city, header("Accept", "image/svg+xml"))
	}
	analyst := func(path string) *reply { return w.get(path, access.Analyst, uuid.Nil, header("Accept", "image/*")) }
	for path, says := range map[string]string{
		"/v1/views/time-of-day":                                                               "weekdag en uur",
		"/v1/views/time-of-day?narrow=true&format=svg":                                        `width="360"`,
		"/v1/views/time-of-day?by=month&format=svg":                                           "kunnen nog stijgen",
		"/v1/views/location?by=region&language=en&format=svg":                                 "Rotterdam",
		"/v1/views/location?by=province&region=VR17&format=svg":                               "Zuid-Holland",
		"/v1/views/location?format=svg":                                                       "openbare weg",
		"/v1/views/triggers?format=svg":                                                       "De tabel splitst dit verder uit naar soort gedrag",
		"/v1/views/offenders?format=svg":                                                      "bekendheid van de verdachte",
		"/v1/figures?unit=incident&rows=place&format=svg":                                     "Vraag: incident by place",
		"/v1/figures?unit=incident&rows=employer&format=svg":                                  "dekking",
		"/v1/figures?unit=incident&rows=place&columns=behaviour-group&format=svg&period=2026": "soort plaats en soort gedrag",
	} {
		for name, ask := range map[string]func(string) *reply{"owner": owner, "analyst": analyst} {
			if !strings.Contains(path, "format=svg") && name == "analyst" {
				continue // of image/* no picture is given: it may be another kind
			}
			got := ask(path).want(200)
			svg := got.Body.String()
			if got.Header().Get("Content-Type") != svgType || !strings.Contains(svg, says) {
				t.Fatalf("%s: %s %s\n%.800s", name, path, got.Header().Get("Content-Type"), svg)
			}
			wellFormed(t, svg)
			var a figures.Answer
			must(t, json.Unmarshal(ask(tableOf(t, got)+"&format=json").want(200).Body.Bytes(), &a))
			q, err := figures.ParseQuestion(a.Question)
			must(t, err)
			q.View = a.View
			again := sketch{Answer: a, question: q, show: show{svg: true, language: "nl", table: tableOf(t, got), narrow: strings.Contains(path, "narrow")}}
			if strings.Contains(path, "language=en") {
				again.language = "en"
			}
			d, err := again.draw()
			must(t, err)
			if string(d.svg) != svg {
				t.Errorf("%s: %s is drawn from more than its table:\n%s\n%s", name, path, svg, d.svg)
			}
			if kept := a.Protection != nil; kept != strings.Contains(svg, "herkennen is") && kept != strings.Contains(svg, "recognised") {
				t.Errorf("%s: %s: protected %v, and says\n%s", name, path, kept, svg)
			}
			if strings.Contains(svg, "Kanarie") || strings.Contains(svg, "4711") {
				t.Errorf("%s: %s names somebody", name, path)
			}
		}
	}
}

func TestTheChainIsDrawnAsAFunnel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(whole)
	got := w.get("/v1/views/chain?unit=incident&language=en", access.Registrar, w.city, header("Accept", "image/svg+xml")).want(200)
	svg := got.Body.String()
	wellFormed(t, svg)
	var f figures.Funnel
	must(t, json.Unmarshal(w.get(tableOf(t, got), access.Registrar, w.city).want(200).Body.Bytes(), &f))
	again, err := drawFunnel(f, show{svg: true, language: "en", table: tableOf(t, got)})
	must(t, err)
	if string(again.svg) != svg || !strings.Contains(svg, "all incidents") || strings.Contains(svg, "%)") {
		t.Errorf("of one incident no share is said, and it is drawn from its table:\n%s", svg)
	}
	w.get("/v1/views/chain?format=svg", access.Analyst, uuid.Nil).want(503)
}

func TestWhatCannotBeAPictureSaysWhatToAskInstead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(whole)
	for path, want := range map[string][]string{
		"/v1/views/location?format=pdf":                      {"format"},
		"/v1/views/location?format=svg&language=fr&narrow=1": {"language", "narrow"},
		"/v1/views/chain?format=svg&by=month":                {"format"},
	} {
		out := w.get(path, access.Registrar, w.city).want(400)
		if !slices.Equal(out.fields(), want) {
			t.Errorf("%s: %v, want %v", path, out.fields(), want)
		}
	}
	if _, err := (&sketch{Answer: figures.Answer{Columns: make([]codes.Code, mostColumns+1)}}).grid(); err == nil {
		t.Error("a grid is drawn that nobody can read")
	}
	for _, accept := range []string{"application/json, image/svg+xml", "image/svg+xml;q=0", "image/png"} {
		if got := w.get("/v1/views/location", access.Registrar, w.city, header("Accept", accept)).want(200).Header(); got.Get("Content-Type") != "application/json" || got.Get("Link") != "" {
			t.Errorf("%s: %v", accept, got)
		}
	}
	w.get("/v1/incidents", access.Registrar, w.city, header("Accept", "image/svg+xml")).want(200)
}

// TestOneAnswerHoldsItsPictures: a page shows numbers and pictures of one moment, and asks once.
func TestOneAnswerHoldsItsPictures(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(whole)
	for _, path := range []string{"/v1/views/location", "/v1/views/trend", "/v1/views/chain", "/v1/figures?rows=place"} {
		joint := "?"
		if strings.Contains(path, "?") {
			joint = "&"
		}
		var page struct{ Pictures *Pictures }
		if err := json.Unmarshal(w.get(path+joint+"pictures=true", access.Registrar, w.city).want(200).Body.Bytes(), &page); err != nil || page.Pictures == nil {
			t.Errorf("%s has no pictures: %v", path, err)
			continue
		}
		for width, svg := range map[string]string{`width="880"`: page.Pictures.Wide, `width="360"`: page.Pictures.Narrow} {
			if page.Pictures.None == "" && !strings.Contains(svg, width) {
				t.Errorf("%s has none with %s:\n%.300s", path, width, svg)
			}
			if page.Pictures.None == "" {
				wellFormed(t, svg)
			}
		}
		if plain := w.get(path, access.Registrar, w.city).want(200).Body.String(); strings.Contains(plain, "<svg") {
			t.Errorf("%s has pictures that nobody asked for", path)
		}
	}
	if wrong := w.get("/v1/views/location?pictures=true&format=csv", access.Registrar, w.city).want(400).fields(); !slices.Contains(wrong, "pictures") {
		t.Errorf("a file with pictures is refused for %v", wrong)
	}
}
