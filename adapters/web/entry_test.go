package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// desk is an API that keeps what it was told, and answers as it is set.
type desk struct {
	told   []*http.Request
	bodies []string
	status int
	with   any
}

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body bytes.Buffer
	_, _ = body.ReadFrom(r.Body)
	d.told, d.bodies = append(d.told, r), append(d.bodies, body.String())
	w.WriteHeader(d.status)
	_ = json.NewEncoder(w).Encode(d.with)
}

func sent(d *desk, form url.Values) *visit {
	r := httptest.NewRequest(http.MethodPost, "/melden", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Cookie", "ruggensteun=x")
	r.Header.Set("Origin", "http://example.com")
	return &visit{web: &web{Needs: Needs{API: d}, assets: &assets{}}, r: r, Language: dutch, Path: "/melden", status: http.StatusOK}
}

func TestWhatAFormSaysIsToldOnceInTheNameOfWhoSentIt(t *testing.T) {
	t.Parallel()
	d := &desk{status: http.StatusCreated, with: map[string]string{"id": "seven"}}
	v := sent(d, url.Values{"note": {"  een\r\ntwee "}})
	values, err := v.filled()
	if err != nil || values.Get("note") != "een\ntwee" {
		t.Fatalf("read %q: %v", values, err)
	}
	var out struct{ ID string }
	if err := v.submit(http.MethodPost, "/v1/notes", "key-1", http.Header{"If-Match": {`"3"`}}, map[string]string{"note": values.Get("note")}, &out); err != nil || out.ID != "seven" {
		t.Fatalf("was told %+v: %v", out, err)
	}
	h := d.told[0].Header
	if h.Get("Cookie") != "ruggensteun=x" || h.Get("Origin") != "http://example.com" || h.Get("Idempotency-Key") != "key-1" || h.Get("If-Match") != `"3"` || h.Get("Content-Type") != "application/json" {
		t.Errorf("it was told with %v", h)
	}
	if d.bodies[0] != `{"note":"een\ntwee"}` {
		t.Errorf("it was told %s", d.bodies[0])
	}
}

func TestWhatIsWrongStandsBesideItsEntryAndNothingFilledInIsLost(t *testing.T) {
	t.Parallel()
	d := &desk{status: http.StatusBadRequest, with: map[string]any{"status": 400, "errors": []any{
		map[string]string{"field": "note", "problem": "is too short", "remedy": "say more"},
		map[string]string{"field": "other", "problem": "is missing", "remedy": "give it"},
	}}}
	v := sent(d, url.Values{"note": {"<b>"}, "kind": {"B"}, onceKey: {"8c5a4b0e-7a34-4a05-9a52-1f6f9a0f7b11"}})
	values, err := v.filled()
	if err != nil {
		t.Fatal(err)
	}
	f := newForm("/melden", "Verstuur", values,
		entry{Name: "note", Label: "Notitie", Kind: areaEntry},
		entry{Name: "kind", Label: "Soort", Kind: choiceEntry, Options: []option{{Value: "A", Text: "een"}, {Value: "B", Text: "twee"}}})
	if !v.mends(&f, v.submit(http.MethodPost, "/v1/notes", f.Once, nil, nil, nil)) {
		t.Fatal("it is not seen that this can be mended")
	}
	var page bytes.Buffer
	if err := templates["start"].ExecuteTemplate(&page, "entries", v.With(f)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`aria-invalid="true"`, "is too short; say more", `href="#f-note"`, "&lt;b&gt;", `value="B" selected`, `value="8c5a4b0e-7a34-4a05-9a52-1f6f9a0f7b11"`, "other: is niet ingevuld"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the form does not say %s", want)
		}
	}
	if v.status != http.StatusBadRequest {
		t.Errorf("the page is answered by %d", v.status)
	}
	if v := sent(&desk{}, url.Values{"note": {strings.Repeat("x", largestForm)}}); !v.mends(&f, second(v.filled())) {
		t.Error("a form that is too large is no problem")
	}
}

func second[T any](_ T, err error) error { return err }

func TestAfterSomethingWasDoneThePageSaysSoAtAnotherAddress(t *testing.T) {
	t.Parallel()
	v := sent(&desk{}, nil)
	if err := v.done("/melden", "x"); err != nil || v.status != http.StatusSeeOther || v.next != "/melden?gedaan=x" {
		t.Errorf("%d to %s: %v", v.status, v.next, err)
	}
	v.r.URL.RawQuery = "gedaan=nothing-we-say"
	if v.Done() != "" {
		t.Error("a page says what somebody put into its address")
	}
}
