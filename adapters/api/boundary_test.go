package api

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/projections/figures"
)

// gemeenten is a file with two squares: Rotterdam, and Amsterdam beside it.
func gemeenten(year int, top string) string {
	square := func(code, from, to string) string {
		return `{"type":"Feature","properties":{"statcode":"` + code + `","jaarcode":` + strconv.Itoa(year) + `},"geometry":{"type":"Polygon","coordinates":[[[` + from + `,51],[` + to + `,51],[` + to + `,` + top + `],[` + from + `,` + top + `],[` + from + `,51]]]}}`
	}
	return `{"type":"FeatureCollection","features":[` + square("GM0599", "4", "5") + `,` + square("GM0363", "5", "6") + `]}`
}

func boundaryCommand(t *testing.T, more map[string]any) string {
	t.Helper()
	body := map[string]any{"source": "CBS / Kadaster 2023", "licence": "CC BY 4.0", "file": gemeenten(2023, "52")}
	for name, value := range more {
		body[name] = value
	}
	text, err := json.Marshal(body)
	must(t, err)
	return string(text)
}

func TestBoundariesAreLoadedOnceAndTried(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dry := w.post("/v1/boundaries", access.Operator, uuid.Nil, boundaryCommand(t, map[string]any{"dry_run": true})).want(200)
	if set := dry.json["sets"].([]any)[0].(map[string]any); dry.json["recorded"] != false || set["level"] != "gemeente" || set["since"] != "2023-01-01" || set["areas"] != 2.0 || len(set["missing"].([]any)) != 340 || set["unknown"] != nil {
		t.Errorf("%s", dry.Body)
	}
	if list := w.get("/v1/boundaries", access.Operator, uuid.Nil).want(200); len(list.json["sets"].([]any)) != 0 {
		t.Errorf("a dry run loaded %s", list.Body)
	}
	first := w.post("/v1/boundaries", access.Operator, uuid.Nil, boundaryCommand(t, nil)).want(200)
	again := w.post("/v1/boundaries", access.Operator, uuid.Nil, boundaryCommand(t, nil)).want(200)
	if first.json["recorded"] != true || again.json["recorded"] != false {
		t.Errorf("%s\n%s", first.Body, again.Body)
	}
	list := w.get("/v1/boundaries", access.Operator, uuid.Nil).want(200)
	if set := list.json["sets"].([]any)[0].(map[string]any); set["licence"] != "CC BY 4.0" || len(set["file"].(string)) != 64 || set["points"] == 0.0 {
		t.Errorf("%s", list.Body)
	}
}

func TestBoundariesThatCannotBeLoadedNameTheField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for want, more := range map[string]map[string]any{
		"file":     {"file": "PK\x03"},
		"property": {"property": "naam"},
		"year":     {"file": strings.ReplaceAll(gemeenten(1, "52"), "jaarcode", "x")},
		"level":    {"file": strings.ReplaceAll(gemeenten(2023, "52"), "GM", "BU")},
		"source":   {"source": ""},
		"licence":  {"licence": ""},
	} {
		if out := w.post("/v1/boundaries", access.Operator, uuid.Nil, boundaryCommand(t, more)).want(400); !slices.Equal(out.fields(), []string{want}) {
			t.Errorf("%s: %s", want, out.Body)
		}
	}
	w.post("/v1/boundaries", access.Registrar, w.city, boundaryCommand(t, nil)).want(403)
}

// TestALargeFileIsReadFromTheOperatorOnly: others are refused before anybody reads it.
func TestALargeFileIsReadFromTheOperatorOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	large := boundaryCommand(t, map[string]any{"file": gemeenten(2023, "52") + strings.Repeat(" ", 3<<20)})
	w.post("/v1/boundaries", access.Operator, uuid.Nil, large).want(200)
	w.post("/v1/boundaries", access.Registrar, w.city, large).want(403)
	w.post("/v1/boundaries", access.Operator, uuid.Nil, boundaryCommand(t, map[string]any{"file": strings.Repeat(" ", 17<<20)})).want(400)
	w.post("/v1/boundaries", access.Operator, uuid.Nil, strings.Repeat(" ", 33<<20)).want(413)
}

// TestAMapIsDrawnByTheBoundariesOfItsMoment: of the year that is asked, as they were loaded at the
// position, from the table and nothing else; and as tiles where those are asked for.
func TestAMapIsDrawnByTheBoundariesOfItsMoment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(whole)
	before := w.get("/v1/views/location", access.Registrar, w.city).want(200).Header().Get("Position")
	of2027 := w.post("/v1/boundaries", access.Operator, uuid.Nil, boundaryCommand(t, map[string]any{"source": "CBS 2027", "file": gemeenten(2027, "53")})).want(200).Header().Get("Position")
	w.post("/v1/boundaries", access.Operator, uuid.Nil, boundaryCommand(t, nil)).want(200)
	w.registered(whole)
	svg := func(query string) string {
		out := w.get("/v1/figures?unit=incident&format=svg&"+query, access.Registrar, w.city).want(200)
		wellFormed(t, out.Body.String())
		return out.Body.String()
	}
	for query, says := range map[string][]string{
		"rows=gemeente":                            {"Grenzen: CBS 2027 (CC BY 4.0), geldig vanaf 2027-01-01.", "<title>Rotterdam: 2</title>", "niet in de tabel"},
		"rows=gemeente&period=2026":                {"Grenzen: CBS / Kadaster 2023"},
		"rows=gemeente&period=2026&asOf=" + of2027: {"CBS 2027", "van de gevraagde periode zijn er geen geladen"},
		"rows=region":                              {"samengevoegd uit die van de gemeenten", "Rotterdam-Rijnmond"},
		"rows=province&language=en":                {"joined from those of the gemeenten", "<title>South Holland: 2</title>"},
		"rows=police-unit":                         {"samengevoegd"},
		"rows=region&map=tiles":                    {"Rijnmond"},
		"rows=gemeente&map=tiles":                  {"Rotterdam"},
		"rows=gemeente&asOf=" + before:             {"Rotterdam"},
		"rows=gemeente&gemeente=GM0599":            {"Rotterdam"},
		"rows=gemeente&narrow=true":                {`width="360"`, "Grenzen: CBS 2027"},
	} {
		got := svg(query)
		for _, words := range says {
			if !strings.Contains(strings.Join(strings.Fields(stripped(got)), " "), words) && !strings.Contains(got, words) {
				t.Errorf("%s: does not say %q:\n%.1500s", query, words, got)
			}
		}
		if mapped := strings.Contains(got, "fill-rule"); mapped == (strings.Contains(query, "tiles") || strings.Contains(query, "asOf="+before) || strings.Contains(query, "gemeente=")) {
			t.Errorf("%s: by real boundaries %v", query, mapped)
		}
	}
	out := w.get("/v1/figures?unit=incident&rows=gemeente&format=svg", access.Registrar, w.city).want(200)
	var a figures.Answer
	must(t, json.Unmarshal(w.get(tableOf(t, out), access.Registrar, w.city).want(200).Body.Bytes(), &a))
	q, err := figures.ParseQuestion(a.Question)
	must(t, err)
	b, err := (&api{Needs: Needs{Log: w.log, Closed: w.codec}, atlas: &atlas{}}).bordersOf(t.Context(), q, a.Position, show{svg: true})
	must(t, err)
	again, err := (&sketch{Answer: a, question: q, borders: b, show: show{svg: true, language: "nl", table: tableOf(t, out)}}).draw()
	must(t, err)
	if string(again.svg) != out.Body.String() {
		t.Error("the map is drawn from more than its table and the boundaries")
	}
	w.get("/v1/figures?unit=incident&rows=region&format=svg&map=globe", access.Registrar, w.city).want(400)
}

// stripped is what can be read of a picture.
func stripped(svg string) string {
	var out strings.Builder
	in := false
	for _, r := range svg {
		switch {
		case r == '<':
			in = true
			out.WriteByte(' ')
		case r == '>':
			in = false
		case !in:
			out.WriteRune(r)
		}
	}
	return out.String()
}

func TestThePictureOfARateNamesItsTableWithTheRate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(whole)
	out := w.get("/v1/figures?unit=incident&rows=place&period=2026&per=staff&format=svg", access.Registrar, w.city).want(200)
	if path := tableOf(t, out); !strings.Contains(path, "per=staff") {
		t.Errorf("the table is %s", path)
	}
}
