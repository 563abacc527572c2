package identity_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"ruggensteun/adapters/identity/sessiontest"
	"ruggensteun/domain/access"
)

func TestInADemonstrationOneMayBeKeptToAUnit(t *testing.T) {
	t.Parallel()
	d := demonstration(t, sessiontest.NewMemory())
	code, first := "", ""
	for _, e := range demoEmployers {
		if len(e.Units) > 0 {
			code, first = e.Code, e.Units[0]
		}
	}
	for _, role := range []access.Role{"manager:*", "manager:" + access.Role(first)} {
		who, err := d.Authenticate(asked(entered(t, d, role, code)))
		if err != nil || who.Role != access.Manager || who.Unit != first {
			t.Errorf("%s: %+v, %v", role, who, err)
		}
	}
	for role, says := range map[access.Role]string{"manager:NERGENS": "its units are " + first, "privacy-officer:*": "choose who to be"} {
		if _, err := d.Enter(httptest.NewRecorder(), chosen(role, code, "")); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want it to say %q", role, err, says)
		}
	}
	for _, e := range demoEmployers {
		if _, err := d.Enter(httptest.NewRecorder(), chosen("manager:*", e.Code, "")); len(e.Units) == 0 && err == nil {
			t.Errorf("%s has no units, and somebody is in one", e.Code)
		}
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", "http://127.0.0.1:8080/sign-in", nil)
	r.AddCookie(entered(t, d, "manager:*", code))
	if err := d.Begin(w, r, "", "/"); err != nil || !strings.Contains(w.Body.String(), "van één eenheid") {
		t.Errorf("%v: %s", err, w.Body)
	}
}
