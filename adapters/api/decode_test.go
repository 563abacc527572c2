package api

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

// What decode takes, encoding/json reads the same; so the strictness is the only
// difference.
func FuzzDecodeAgreesWithTheStandardLibrary(f *testing.F) {
	for _, body := range []string{whole, `{}`, `{"narrative":"\ud83d\ude00 \u0041"}`, `{"narrative":"\ud83d"}`, `{"narrative":"\\ud83d"}`, `{"behaviours":[],"workers":[{},{}]}`, `{"place":{"type":"ROAD","type":"HOME"}}`, `{"occurred":null}`, `{"x":[[{}]]}`} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var got, want registration
		var wrong fault.Fields
		if err := decode(body, &got, &wrong); err != nil || wrong.Err() != nil {
			return
		}
		if err := json.Unmarshal(body, &want); err != nil {
			t.Fatalf("took %q, of which encoding/json says %v", body, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", body, diff)
		}
		if text, _ := json.Marshal(got); strings.Contains(string(text), "\ufffd") && !strings.Contains(string(body), "\ufffd") && !strings.Contains(strings.ToLower(string(body)), `\ufffd`) {
			t.Errorf("%q became %s", body, text)
		}
	})
}

// Whatever is sent, somebody gets an answer that says what to do.
func FuzzReportAnything(f *testing.F) {
	w := newWorld(f)
	token := w.token(access.Reporter, w.city)
	for _, body := range []string{whole, `{}`, `[]`, `{"occurred":{"at":"2026-10-25T02:30+02:00","precision":"HOUR","finer":"UNKNOWN"}}`, `{"occurred":{"at":"2026-11"}}`, `{"workers":[{"staff_number":"1"},{"staff_number":"1"}]}`, "\xff", `{"narrative":"\u202e"}`} {
		f.Add([]byte(body), "key", `"1"`)
	}
	f.Fuzz(func(t *testing.T, body []byte, key, etag string) {
		w := *w
		w.t = t
		out := w.do("POST", "/v1/incidents", token, string(body), header("Idempotency-Key", key), header("If-Match", etag), header("Content-Type", "application/json"))
		if out.Code >= 500 {
			t.Fatalf("%d: %s", out.Code, out.Body)
		}
	})
}

func TestALongListOfMistakesIsCutShort(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"behaviours":[` + strings.TrimSuffix(strings.Repeat("1,", 4000), ",") + `]}`,
		`{` + strings.TrimSuffix(strings.Repeat(`"x":1,`, 4000), ",") + `}`,
	} {
		if got := decoded(t, body); len(got) != mostErrors {
			t.Errorf("%d errors", len(got))
		}
	}
	if got := decoded(t, `{"behaviours":[`+strings.TrimSuffix(strings.Repeat(`"X",`, mostEntries+1), ",")+`]}`); len(got) != 1 || got[0].Name != "behaviours" {
		t.Errorf("got %v", got)
	}
	// The trade finds more than anybody mends in one go.
	w := newWorld(t)
	worker := `{"name":"\u0000","staff_number":"\u0000","injury":"?"}`
	out := w.post("/v1/incidents", access.Reporter, w.city, `{"workers":[`+strings.Repeat(worker+",", 60)+worker+`]}`).want(400)
	if len(out.fields()) != mostErrors {
		t.Errorf("%d errors", len(out.fields()))
	}
}

func TestNullIsToldWhatToDoInstead(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"narrative":null}`, `{"place":null}`, `{"occurred":null}`, `{"behaviours":[null]}`, `null`} {
		if got := decoded(t, body); len(got) != 1 || got[0].Problem != "is null" {
			t.Errorf("%s: %v", body, got)
		}
	}
}

func decoded(t *testing.T, body string) []fault.Field {
	t.Helper()
	var into registration
	var wrong fault.Fields
	must(t, decode([]byte(body), &into, &wrong))
	var f *fault.Fault
	if !errors.As(wrong.Err(), &f) {
		return nil
	}
	return f.Fields
}
