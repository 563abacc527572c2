package web

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
)

// atTheDoor lets one reporter in.
type atTheDoor struct{ access.Actor }

func (d atTheDoor) Authenticate(*http.Request) (access.Actor, error) { return d.Actor, nil }

var reporter = access.Actor{ID: uuid.UUID{7}, Role: access.Reporter, Employer: uuid.UUID{9}, Purpose: access.Registration}

func reporting(t *testing.T, api http.Handler) *web {
	t.Helper()
	files, err := newAssets(nil)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := newApp(files)
	if err != nil {
		t.Fatal(err)
	}
	return &web{Needs: Needs{API: api, Identity: atTheDoor{reporter}}, assets: files, app: kept}
}

func filledIn(change url.Values) url.Values {
	values := url.Values{
		onceKey: {"8c5a4b0e-7a34-4a05-9a52-1f6f9a0f7b11"}, begunKey: {"2026-11-20T03:07+01:00"}, whoKey: {(&visit{Actor: reporter}).who()},
		whatKey: {"PUSH"}, whenKey: {nowValue}, whereKey: {"ROAD"}, hurtKey: {noValue},
	}
	maps.Copy(values, change)
	return values
}

func send(t *testing.T, api http.Handler, values url.Values, accept string) (*httptest.ResponseRecorder, *visit) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, reportAt, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", accept)
	v := &visit{web: reporting(t, api), r: r, Language: dutch, Path: reportAt, status: http.StatusOK}
	if err := v.make(v.web.takeReport); err != nil {
		v.failed(err)
	}
	out := httptest.NewRecorder()
	v.send(out)
	return out, v
}

func TestFourAnswersAreAReport(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change url.Values
		want   string
	}{
		"four taps":                    {nil, `{"behaviours":["PUSH"],"narrative":"Gewond: nee.","occurred":{"at":"2026-11-20T03:07+01:00"},"place":{"type":"ROAD"}}`},
		"several, and somebody hurt":   {url.Values{whatKey: {"HIT", "VERB_THREAT"}, hurtKey: {yesValue}}, `{"behaviours":["HIT","VERB_THREAT"],"narrative":"Gewond: ja.","occurred":{"at":"2026-11-20T03:07+01:00"},"place":{"type":"ROAD"},"reach":"REACHED"}`},
		"something else":               {url.Values{whatKey: {otherKey}, otherKey: {"SPIT"}, hurtKey: nil}, `{"behaviours":["SPIT"],"occurred":{"at":"2026-11-20T03:07+01:00"},"place":{"type":"ROAD"}}`},
		"something nobody has named":   {url.Values{whatKey: {otherKey}, hurtKey: nil}, `{"behaviours":["OTHER"],"occurred":{"at":"2026-11-20T03:07+01:00"},"place":{"type":"ROAD"}}`},
		"earlier, at an address":       {url.Values{whenKey: {"eerder"}, earlierKey: {"2026-11-19T22:10"}, whereKey: {addressKey}, addressKey: {"Kade 1"}, hurtKey: nil}, `{"address":"Kade 1","behaviours":["PUSH"],"occurred":{"at":"2026-11-19T22:10"}}`},
		"earlier, and when is unknown": {url.Values{whenKey: {"eerder"}, whereKey: {"later"}, hurtKey: {"onbekend"}}, `{"behaviours":["PUSH"],"occurred":{"finer":"UNKNOWN"}}`},
		"an address that is not asked": {url.Values{addressKey: {"Kade 1"}, hurtKey: nil}, `{"behaviours":["PUSH"],"occurred":{"at":"2026-11-20T03:07+01:00"},"place":{"type":"ROAD"}}`},
		"typed without a network":      {url.Values{typedKey: {"2026-11-20T03:20+01:00"}, clockKey: {"61"}, hurtKey: nil}, `{"behaviours":["PUSH"],"narrative":"De klok van het toestel wees 61 minuten verkeerd; de tijden zijn daarmee verbeterd.","occurred":{"at":"2026-11-20T03:07+01:00"},"place":{"type":"ROAD"},"reported":{"at":"2026-11-20T03:20+01:00"}}`},
	} {
		d := &desk{status: http.StatusCreated, with: map[string]string{"id": "01a21ef3-818b-71a5-b086-da2f83daed43"}}
		out, _ := send(t, d, filledIn(c.change), "text/html")
		if len(d.bodies) != 1 || d.bodies[0] != c.want || d.told[0].Header.Get("Idempotency-Key") != "8c5a4b0e-7a34-4a05-9a52-1f6f9a0f7b11" {
			t.Errorf("%s: the API is told\n%s, want\n%s", name, d.bodies, c.want)
		}
		if to := out.Header().Get("Location"); out.Code != http.StatusSeeOther || to != "/mijn-meldingen/01a21ef3-818b-71a5-b086-da2f83daed43?gedaan=reported" {
			t.Errorf("%s: %d to %s", name, out.Code, to)
		}
	}
}

func TestAScriptIsToldTheNumberInsteadOfWhereToGo(t *testing.T) {
	t.Parallel()
	out, _ := send(t, &desk{status: http.StatusCreated, with: map[string]string{"id": "01a21ef3-818b-71a5-b086-da2f83daed43"}}, filledIn(nil), "application/json")
	var told struct{ To, Number string }
	if err := json.Unmarshal(out.Body.Bytes(), &told); err != nil || out.Code != http.StatusOK {
		t.Fatalf("%d %s", out.Code, out.Body)
	}
	if told.To != "/mijn-meldingen/01a21ef3-818b-71a5-b086-da2f83daed43?gedaan=reported" || told.Number != "12 16 28 83" {
		t.Errorf("it is told %+v", told)
	}
}

func TestAReportThatIsNotTakenLosesNothing(t *testing.T) {
	t.Parallel()
	future := map[string]any{"status": 400, "errors": []any{map[string]string{"field": "occurred", "problem": "lies in the future"}}}
	for name, c := range map[string]struct {
		change url.Values
		api    *desk
		status int
		asked  int
		says   string
	}{
		"nothing is said of what happened": {url.Values{whatKey: nil}, &desk{}, 400, 0, "Kies wat er gebeurde."},
		"a time that cannot be":            {nil, &desk{status: 400, with: future}, 400, 1, "Deze tijd kan niet"},
		"somebody else typed it":           {url.Values{whoKey: {"0011223344556677"}}, &desk{}, 403, 0, "door iemand anders ingevuld"},
	} {
		c.change = maps.Clone(c.change)
		if c.change == nil {
			c.change = url.Values{}
		}
		c.change.Set(whereKey, addressKey)
		c.change.Set(addressKey, "Kade 1")
		out, _ := send(t, c.api, filledIn(c.change), "text/html")
		page := out.Body.String()
		if out.Code != c.status || len(c.api.told) != c.asked || !strings.Contains(page, c.says) {
			t.Errorf("%s: %d after %d questions, want %d after %d, saying %q", name, out.Code, len(c.api.told), c.status, c.asked, c.says)
		}
		for _, want := range []string{`value="Kade 1"`, `value="8c5a4b0e-7a34-4a05-9a52-1f6f9a0f7b11"`, `value="nee" checked`} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page has lost %s", name, want)
			}
		}
	}
}

func TestANumberCanBeSaidAndIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		id := uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		n := spoken(id)
		if len(n) != 11 || strings.Trim(n, "0123456789 ") != "" || n != spoken(id) {
			t.Fatalf("%s is said as %q", id, n)
		}
	})
}

// TestStepsAreMovedAndNoneIsLost: whatever buttons are pressed, each step stays whole, and one on
// record is there at the end.
func TestStepsAreMovedAndNoneIsLost(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		values := url.Values{wholeKey: {`{"phase":"P1_ARRIVE"}`, "", ""}, phaseKey: {"", "P3_VERBAL", "P5_PHYS"}, actKey: {"", "VERB_ABUSE", "PUSH"}}
		for range rapid.IntRange(0, 12).Draw(t, "presses") {
			arrange(values, rapid.SampledFrom([]string{"op-1", "op-2", "op-3", "neer-1", "neer-2", "neer-3", "erbij", "op-99", "weg-99", "neer-x", "?"}).Draw(t, "press"))
		}
		var said []string
		for _, step := range stepsOf(values) {
			text, err := json.Marshal(step)
			if err != nil {
				t.Fatal(err)
			}
			said = append(said, string(text))
		}
		slices.Sort(said)
		want := []string{`{"act":"PUSH","phase":"P5_PHYS"}`, `{"act":"VERB_ABUSE","phase":"P3_VERBAL"}`, `{"phase":"P1_ARRIVE"}`}
		if !slices.Equal(said, want) {
			t.Fatalf("the steps are %v, want %v", said, want)
		}
	})
	values := url.Values{wholeKey: {"", ""}, phaseKey: {"A", "B"}, actKey: {"a", "b"}}
	arrange(values, "op-2")
	if values[phaseKey][0] != "B" || values[actKey][0] != "b" {
		t.Errorf("the second step does not go up: %v", values)
	}
	if arrange(values, "weg-1"); len(values[wholeKey]) != 1 || values[phaseKey][0] != "A" {
		t.Errorf("the first step does not go away: %v", values)
	}
}

// TestATelephoneKeepsOnlyWhatThePagesAreMadeOf: every file that it is told to keep is there, and
// nothing else is but the empty form.
func TestATelephoneKeepsOnlyWhatThePagesAreMadeOf(t *testing.T) {
	t.Parallel()
	w := reporting(t, &desk{})
	mux := w.mux()
	ask := func(path string) *httptest.ResponseRecorder {
		out := httptest.NewRecorder()
		mux.ServeHTTP(out, httptest.NewRequest(http.MethodGet, path, nil))
		return out
	}
	worker := ask(workerAt)
	first, _, _ := strings.Cut(strings.TrimPrefix(worker.Body.String(), "const kept = "), ";\n")
	var told struct{ Files, Shells []string }
	if err := json.Unmarshal([]byte(first), &told); err != nil {
		t.Fatal(err)
	}
	for _, file := range told.Files {
		if out := ask(file); out.Code != http.StatusOK || !strings.HasPrefix(file, assetsAt) {
			t.Errorf("%s is answered by %d", file, out.Code)
		}
	}
	if !slices.Contains(told.Files, w.assets.Style) || !slices.Contains(told.Files, w.app.Script) || !slices.Equal(told.Shells, []string{"/melden", "/en/melden"}) {
		t.Errorf("it keeps %+v", told)
	}
	var manifest struct {
		StartURL string `json:"start_url"`
		Icons    []struct{ Src string }
	}
	if err := json.Unmarshal(ask(manifestAt).Body.Bytes(), &manifest); err != nil || manifest.StartURL != reportAt || ask(manifest.Icons[0].Src).Code != http.StatusOK {
		t.Errorf("the manifest says %+v, %v", manifest, err)
	}
	if kept := worker.Header().Get("Cache-Control"); kept != "no-cache" {
		t.Errorf("the worker itself is kept: %q", kept)
	}
}
