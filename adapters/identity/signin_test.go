package identity_test

import (
	"errors"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"ruggensteun/adapters/identity"
	"ruggensteun/adapters/identity/providertest"
	"ruggensteun/adapters/identity/sessiontest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

func TestSessionsInMemory(t *testing.T) {
	t.Parallel()
	sessiontest.Run(t, func(*testing.T) identity.Sessions { return sessiontest.NewMemory() })
}

// site is a website that people sign in to.
type site struct {
	*identity.SignIn
	issuers  *identity.Issuers
	provider *providertest.Provider
	sessions identity.Sessions
	now      time.Time
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{provider: provider(t), sessions: sessiontest.NewMemory(), now: time.Now()}
	at := trust(s.provider)
	at.SecretFile = secretFile(t, "secret-of-website\n")
	s.issuers = identity.NewIssuers([]identity.Trust{at}, employers{}, pseudonym)
	identity.At(s.issuers, func() time.Time { return s.now })
	var err error
	s.SignIn, err = identity.NewSignIn(s.issuers, s.sessions, website, identity.UsualLimits)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// browser keeps cookies of us and of the provider, each apart.
type browser struct {
	t    *testing.T
	site *site
	ours map[string]string
	http *http.Client
}

func (s *site) browser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, site: s, ours: map[string]string{}, http: &http.Client{
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// ask does what a page of ours would, and keeps the cookies of the answer.
func (b *browser) ask(method, address string, do func(http.ResponseWriter, *http.Request)) *http.Response {
	r := httptest.NewRequest(method, address, nil)
	for name, value := range b.ours {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	do(w, r)
	for _, c := range w.Result().Cookies() {
		if b.ours[c.Name] = c.Value; c.MaxAge < 0 {
			delete(b.ours, c.Name)
		}
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			b.t.Errorf("a cookie that is not safe: %s", c)
		}
	}
	return w.Result()
}

func (b *browser) begin(back string) string {
	resp := b.ask(http.MethodGet, website+identity.PathSignIn, func(w http.ResponseWriter, r *http.Request) {
		if err := b.site.Begin(w, r, b.site.provider.Issuer, back); err != nil {
			b.t.Fatal(err)
		}
	})
	return resp.Header.Get("Location")
}

// atProvider fills in the provider's own pages, and gives where it sends us back to.
func (b *browser) atProvider(address, name string) string {
	b.t.Helper()
	return b.site.provider.Visit(b.t, b.http, address, name, website)
}

func (b *browser) finish(address string) (back string, err error) {
	b.ask(http.MethodGet, address, func(w http.ResponseWriter, r *http.Request) { back, err = b.site.Finish(w, r) })
	return back, err
}

// signIn goes all the way.
func (b *browser) signIn(name string) {
	b.t.Helper()
	if _, err := b.finish(b.atProvider(b.begin("/work"), name)); err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) who(change ...func(*http.Request)) (a access.Actor, err error) {
	b.ask(http.MethodPost, website+"/v1/incidents", func(_ http.ResponseWriter, r *http.Request) {
		for _, c := range change {
			c(r)
		}
		a, err = b.site.Authenticate(r)
	})
	return a, err
}

func TestSomebodySignsInAndOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(t)
	if _, err := b.who(); fault.KindOf(err) != fault.Unauthenticated {
		t.Fatalf("before: %v", err)
	}
	back, err := b.finish(b.atProvider(b.begin("/work?state=OPEN"), "bas"))
	if err != nil || back != "/work?state=OPEN" {
		t.Fatalf("got back to %q: %v", back, err)
	}
	a, err := b.who()
	if err != nil || a.Role != access.Registrar || a.Employer != city.ID {
		t.Fatalf("got %+v, %v", a, err)
	}
	old := b.ours["ruggensteun"]
	var end string
	b.ask(http.MethodPost, website+identity.PathSignOut, func(w http.ResponseWriter, r *http.Request) { end, err = s.SignOut(w, r) })
	if err != nil || !strings.HasPrefix(end, s.provider.Issuer+"/session/end?") || strings.Contains(end, "bas") || strings.Contains(end, "id_token") {
		t.Errorf("signing out leads to %q: %v", end, err)
	}
	b.ours["ruggensteun"] = old
	if _, err := b.who(); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("with the cookie of before: %v", err)
	}
}

func TestTheSamePersonIsTheSameActorByEitherRoad(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(t)
	b.signIn("bas")
	byCookie, err := b.who()
	if err != nil {
		t.Fatal(err)
	}
	c := claims(s.provider)
	c["sub"] = "bas"
	byToken, err := s.Authenticate(request(sign(t, with(s.provider.Key), c)))
	if err != nil || byCookie != byToken {
		t.Errorf("by cookie %+v, by token %+v, %v", byCookie, byToken, err)
	}
}

func TestWhoHasSeveralRolesChoosesAfterSigningIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(t)
	b.signIn("anna")
	if _, err := b.who(); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("before choosing: %v", err)
	}
	choose := func(role access.Role) (err error) {
		b.ask(http.MethodPost, website+"/role", func(_ http.ResponseWriter, r *http.Request) { err = s.Choose(r, role) })
		return err
	}
	if err := choose(access.Operator); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("a role of somebody else: %v", err)
	}
	if err := choose(access.CaseWorker); err != nil {
		t.Fatal(err)
	}
	if a, err := b.who(); err != nil || a.Role != access.CaseWorker {
		t.Errorf("got %+v, %v", a, err)
	}
}

func TestWhoHasNoRoleIsToldSo(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(t)
	b.signIn("carla")
	if _, err := b.who(); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("got %v", err)
	}
}

func TestAnAnswerIsTakenOnceAndFromWhereItWasAsked(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(t)
	answer := b.atProvider(b.begin("/"), "bas")

	thief := s.browser(t)
	if _, err := thief.finish(answer); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("in another browser: %v", err)
	}
	// The thief's try used it up. Whoever began begins again.
	if _, err := b.finish(answer); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("after somebody else tried: %v", err)
	}
	answer = b.atProvider(b.begin("/"), "bas")
	cookies := b.ours["ruggensteun-sign-in"]
	if _, err := b.finish(answer); err != nil {
		t.Fatal(err)
	}
	b.ours["ruggensteun-sign-in"] = cookies
	if _, err := b.finish(answer); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("a second time: %v", err)
	}
}

func TestACodeThatWasUsedIsRefusedByTheIssuer(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(t)
	used := b.atProvider(b.begin("/"), "bas")
	if _, err := b.finish(used); err != nil {
		t.Fatal(err)
	}
	// A new attempt of ours, with the code of the old one.
	fresh := b.begin("/")
	if _, err := b.finish(swapped(t, used, "state", stateOf(t, fresh))); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("got %v", err)
	}
}

func TestACodeOfSomebodyElseIsRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	victim, thief := s.browser(t), s.browser(t)
	stolen := victim.atProvider(victim.begin("/"), "anna")
	// Only who holds the verifier of PKCE can use it.
	if _, err := thief.finish(swapped(t, stolen, "state", stateOf(t, thief.begin("/")))); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("got %v", err)
	}
}

func TestWhatComesBackWrongLetsNobodyIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for name, change := range map[string]func(answer string) string{
		"no state":           func(a string) string { return swapped(t, a, "state", "") },
		"another state":      func(a string) string { return swapped(t, a, "state", "x") },
		"no code":            func(a string) string { return swapped(t, a, "code", "") },
		"a made-up code":     func(a string) string { return swapped(t, a, "code", "made-up") },
		"of another issuer":  func(a string) string { return swapped(t, a, "iss", "https://elsewhere.example") },
		"an error":           func(a string) string { return swapped(t, a, "error", "access_denied") },
		"after a long while": func(a string) string { s.now = s.now.Add(16 * time.Minute); return a },
	} {
		b := s.browser(t)
		back, err := b.finish(change(b.atProvider(b.begin("/work"), "bas")))
		if fault.KindOf(err) != fault.Unauthenticated || back != "" || b.ours["ruggensteun"] != "" {
			t.Errorf("%s: got back to %q: %v", name, back, err)
		}
		// What an issuer wrote may repeat the code, and a cause goes to the log.
		if cause := errors.Unwrap(err); cause != nil && strings.Contains(cause.Error(), "made-up") {
			t.Errorf("%s: the cause repeats the code: %v", name, cause)
		}
	}
}

func swapped(t *testing.T, address, key, value string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set(key, value)
	u.RawQuery = q.Encode()
	return u.String()
}

func stateOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get("state")
}

func TestASessionEnds(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	idle, busy := s.browser(t), s.browser(t)
	idle.signIn("bas")
	busy.signIn("bas")
	began := s.now
	for s.now.Before(began.Add(9*time.Hour - 20*time.Minute)) {
		s.now = s.now.Add(20 * time.Minute)
		if _, err := busy.who(); err != nil {
			t.Fatalf("after %s: %v", s.now.Sub(began), err)
		}
	}
	if _, err := idle.who(); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("nobody asked for hours: %v", err)
	}
	s.now = began.Add(9 * time.Hour)
	if _, err := busy.who(); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("the day is over: %v", err)
	}
}

func TestASessionEndsWithTheTrustInWhoSaidWhoItWas(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(t)
	b.signIn("anna")
	with := func(change func(*identity.Trust)) error {
		at := trust(s.provider)
		change(&at)
		var err error
		s.SignIn, err = identity.NewSignIn(identity.NewIssuers([]identity.Trust{at}, employers{}, pseudonym), s.sessions, website, identity.UsualLimits)
		if err != nil {
			t.Fatal(err)
		}
		_, err = b.who()
		return err
	}
	if err := with(func(*identity.Trust) {}); fault.KindOf(err) != fault.Forbidden { // two roles, none chosen
		t.Errorf("after a restart: %v", err)
	}
	if err := with(func(at *identity.Trust) { delete(at.Roles, "cases") }); fault.KindOf(err) != fault.Forbidden && err != nil {
		t.Errorf("with one role left: %v", err)
	}
	if err := with(func(at *identity.Trust) { at.Roles = map[string]access.Role{"register": access.Reporter} }); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("with other roles: %v", err)
	}
	if err := with(func(at *identity.Trust) { at.Issuer = "https://login.example" }); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("without its issuer: %v", err)
	}
}

func TestSigningInGivesANewCookieAndEndsTheOldOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(t)
	b.ours["ruggensteun"] = "set-by-somebody-else"
	b.signIn("bas")
	first := b.ours["ruggensteun"]
	b.signIn("bas")
	second := b.ours["ruggensteun"]
	if first == "set-by-somebody-else" || first == second || len(second) < 43 {
		t.Errorf("the cookies were %q and %q", first, second)
	}
	b.ours["ruggensteun"] = first
	if _, err := b.who(); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("the old one: %v", err)
	}
}

func TestWhatAnotherSitesPageSendsIsNotDone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(t)
	b.signIn("bas")
	for name, change := range map[string]func(*http.Request){
		"of another site":          func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"of a neighbour":           func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") },
		"of an old browser":        func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
		"of a page without a name": func(r *http.Request) { r.Header.Set("Origin", "null") },
	} {
		if _, err := b.who(change); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.who(func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-origin") }); err != nil {
		t.Errorf("of our own page: %v", err)
	}
}

func TestTwoCookiesAreNone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(t)
	b.signIn("bas")
	twice := func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "ruggensteun", Value: "x"}) }
	if _, err := b.who(twice); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("got %v", err)
	}
}

func TestOverTLSCookiesCannotBeSetByANeighbour(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	over, err := identity.NewSignIn(s.issuers, s.sessions, "https://ruggensteun.example", identity.UsualLimits)
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	if err := over.Begin(w, httptest.NewRequest(http.MethodGet, "https://ruggensteun.example/sign-in", nil), s.provider.Issuer, "/"); err != nil {
		t.Fatal(err)
	}
	c := w.Result().Cookies()[0]
	if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure {
		t.Errorf("got %s", c)
	}
}

func TestOnlyPathsOfOursAreGoneOnTo(t *testing.T) {
	t.Parallel()
	for back, want := range map[string]string{
		"/work": "/work", "/work?a=b#c": "/work?a=b#c", "": "/", "work": "/", "//evil.example": "/", "/\\evil.example": "/",
		"https://evil.example": "/", "javascript:alert(1)": "/", "/\tevil": "/", "/%FF": "/", "/" + strings.Repeat("a", 600): "/", "/%0d%0aSet-Cookie:x": "/%0d%0aSet-Cookie:x",
	} {
		if got := identity.OwnPath(back); got != want {
			t.Errorf("%q leads to %q, want %q", back, got, want)
		}
	}
}

func TestPeopleSignInAtAnAddressThatNobodyCanListenTo(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"http://ruggensteun.example", "", "ruggensteun.example", "https://a@ruggensteun.example"} {
		if _, err := identity.NewSignIn(nil, nil, base, identity.UsualLimits); err == nil || !strings.Contains(err.Error(), "https://") {
			t.Errorf("%q: %v", base, err)
		}
	}
}
