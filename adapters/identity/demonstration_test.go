package identity_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/identity"
	"ruggensteun/adapters/identity/sessiontest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

var demoEmployers = []identity.Employer{
	{ID: uuid.MustParse("0198a000-0000-7000-8000-000000000001"), Code: "DEMO-POL-01", Units: []string{"BT-1"}},
	{ID: uuid.MustParse("0198a000-0000-7000-8000-000000000002"), Code: "DEMO-GEM-01"},
}

func demonstration(t *testing.T, sessions identity.Sessions) *identity.Demonstration {
	t.Helper()
	d, err := identity.NewDemonstration(loopback, sessions, func(context.Context) ([]identity.Employer, error) { return demoEmployers, nil })
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// chosen is a form as the page sends it.
func chosen(role access.Role, employer, back string) *http.Request {
	form := url.Values{"role": {string(role)}, "employer": {employer}, "back": {back}}
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:8080/sign-in", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// entered gives the cookie of whoever was chosen.
func entered(t *testing.T, d *identity.Demonstration, role access.Role, employer string) *http.Cookie {
	t.Helper()
	w := httptest.NewRecorder()
	next, err := d.Enter(w, chosen(role, employer, ""))
	if err != nil || next != "/" {
		t.Fatalf("%s: %q, %v", role, next, err)
	}
	cookies := w.Result().Cookies()
	if len(cookies) != 1 || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteLaxMode {
		t.Fatalf("%s: cookies %v", role, cookies)
	}
	return cookies[0]
}

func asked(c *http.Cookie, change ...func(*http.Request)) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8080/v1/incidents", nil)
	r.AddCookie(c)
	for _, do := range change {
		do(r)
	}
	return r
}

func TestInADemonstrationOneIsWhomOneChooses(t *testing.T) {
	t.Parallel()
	d := demonstration(t, sessiontest.NewMemory())
	for _, role := range access.Roles() {
		for _, e := range demoEmployers {
			who, err := d.Authenticate(asked(entered(t, d, role, e.Code)))
			if err != nil || who.Role != role || (who.Employer == e.ID) != role.AtEmployer() {
				t.Errorf("%s at %s: %+v, %v", role, e.Code, who, err)
			}
		}
	}
	tokens := d.Tokens(demoEmployers) // programs bring these, as before
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8080/v1/incidents", nil)
	r.Header.Set("Authorization", "Bearer "+tokens[0].Bearer)
	who, err := d.Authenticate(r)
	if err != nil || who.Role != tokens[0].Role {
		t.Errorf("with a token: %+v, %v", who, err)
	}
}

func TestThePageOfADemonstrationShowsEachRoleAndSaysThatItIsOne(t *testing.T) {
	t.Parallel()
	d := demonstration(t, sessiontest.NewMemory())
	look := func(change ...func(*http.Request)) string {
		r := httptest.NewRequest(http.MethodGet, `http://127.0.0.1:8080/sign-in`, nil)
		for _, do := range change {
			do(r)
		}
		w := httptest.NewRecorder()
		if err := d.Begin(w, r, "", `/v1/incidents"><script>`); err != nil {
			t.Fatal(err)
		}
		if p := w.Header().Get("Content-Security-Policy"); !strings.Contains(p, "default-src 'none'") || !strings.Contains(p, "frame-ancestors 'none'") || strings.Contains(p, "unsafe") {
			t.Errorf("the page may load what it likes: %s", p)
		}
		return w.Body.String()
	}
	page := look()
	for _, role := range access.Roles() {
		if strings.Count(page, `value="`+string(role)+`"`) != 1 {
			t.Errorf("%s is not there to be chosen, or twice", role)
		}
	}
	if n := strings.Count(page, "Verzonnen "); n != len(access.Roles())+1 { // and one of a unit
		t.Errorf("%d are marked as invented", n)
	}
	for _, says := range []string{"<strong>Demonstratie.</strong>", "<strong>Demonstration.</strong>", "DEMO-POL-01", "DEMO-GEM-01"} {
		if !strings.Contains(page, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
	if strings.Contains(page, "<script") || strings.Contains(page, "U bent nu") {
		t.Error("the page has a script, or somebody in it")
	}
	c := entered(t, d, access.CaseWorker, "DEMO-GEM-01")
	if page = look(func(r *http.Request) { r.AddCookie(c) }); !strings.Contains(page, "U bent nu: Verzonnen casemanager bij DEMO-GEM-01") {
		t.Error("the page does not say who one is")
	}
}

func TestADemonstrationRefusesWhatItMust(t *testing.T) {
	t.Parallel()
	sessions := sessiontest.NewMemory()
	d := demonstration(t, sessions)
	c := entered(t, d, access.Registrar, "DEMO-POL-01")
	for name, test := range map[string]struct {
		err  error
		kind fault.Kind
	}{
		"nobody was chosen":         {second(d.Authenticate(httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8080/v1/incidents", nil))), fault.Unauthenticated},
		"through another name":      {second(d.Authenticate(asked(c, func(r *http.Request) { r.Host = "rebound.example" }))), fault.Unauthenticated},
		"through a proxy":           {second(d.Authenticate(asked(c, func(r *http.Request) { r.Header.Set("X-Forwarded-For", "192.0.2.1") }))), fault.Unauthenticated},
		"another site's page":       {second(d.Authenticate(asked(c, func(r *http.Request) { r.Method = http.MethodPost; r.Header.Set("Sec-Fetch-Site", "cross-site") }))), fault.Forbidden},
		"a cookie that was made up": {second(d.Authenticate(asked(&http.Cookie{Name: c.Name, Value: strings.Repeat("A", len(c.Value))}))), fault.Unauthenticated},
		"of an earlier start":       {second(demonstration(t, sessions).Authenticate(asked(c))), fault.Unauthenticated},
		"a role that is none":       {second(d.Enter(httptest.NewRecorder(), chosen("burgemeester", "DEMO-POL-01", ""))), fault.Invalid},
		"the program as a role":     {second(d.Enter(httptest.NewRecorder(), chosen(access.Program, "DEMO-POL-01", ""))), fault.Invalid},
		"an employer that is none":  {second(d.Enter(httptest.NewRecorder(), chosen(access.Registrar, "GEM-ROTTERDAM", ""))), fault.Invalid},
		"choosing another role":     {d.Choose(asked(c), access.Operator), fault.Forbidden},
		"choosing through a proxy":  {d.Choose(asked(c, func(r *http.Request) { r.Header.Set("Via", "1.1 proxy") }), access.Registrar), fault.Unauthenticated},
	} {
		if fault.KindOf(test.err) != test.kind {
			t.Errorf("%s: %v", name, test.err)
		}
	}
	if next, err := d.Enter(httptest.NewRecorder(), chosen(access.Analyst, "", "https://elsewhere.example/")); err != nil || next != "/" {
		t.Errorf("it leads elsewhere: %q, %v", next, err)
	}
	if next, err := d.Enter(httptest.NewRecorder(), chosen(access.Analyst, "", "/v1/releases")); err != nil || next != "/v1/releases" {
		t.Errorf("it does not lead back: %q, %v", next, err)
	}
	if _, err := d.Authenticate(asked(c)); err != nil {
		t.Fatal(err)
	}
	if next, err := d.SignOut(httptest.NewRecorder(), asked(c)); err != nil || next != "/sign-in" {
		t.Errorf("signing out: %q, %v", next, err)
	}
	if _, err := d.Authenticate(asked(c)); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("after signing out: %v", err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestADemonstrationIsForThisMachineOnly(t *testing.T) {
	t.Parallel()
	for _, at := range []net.Addr{&net.TCPAddr{IP: net.IPv4zero, Port: 80}, &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 80}, &net.UnixAddr{Name: "x"}} {
		_, err := identity.NewDemonstration(at, sessiontest.NewMemory(), nil)
		if err == nil || !strings.Contains(err.Error(), "demonstration") || !strings.Contains(err.Error(), "others can reach that address") {
			t.Errorf("on %s: %v", at, err)
		}
	}
}
