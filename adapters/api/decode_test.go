package api

import (
	"encoding/json"
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
	w := newWorld(t)
	for _, body := range []string{
		`{"behaviours":[` + strings.TrimSuffix(strings.Repeat("1,", 4000), ",") + `]}`,
		`{` + strings.TrimSuffix(strings.Repeat(`"x":1,`, 4000), ",") + `}`,
		`{"behaviours":[` + strings.TrimSuffix(strings.Repeat(`"X",`, 6000), ",") + `]}`,
	} {
		if out := w.post("/v1/incidents", access.Reporter, w.city, body).want(400); len(out.fields()) > mostErrors || len(out.fields()) == 0 {
			t.Errorf("%d errors", len(out.fields()))
		}
	}
}
