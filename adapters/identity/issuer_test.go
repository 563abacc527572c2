package identity_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/uuid"

	"ruggensteun/adapters/identity"
	"ruggensteun/adapters/identity/providertest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

const (
	audience = "https://ruggensteun.example/v1"
	website  = "http://127.0.0.1:8099"
)

// employers is a directory of one employer.
type employers struct{}

func (employers) EmployerByCode(_ context.Context, code string) (uuid.UUID, bool, error) {
	return city.ID, code == city.Code, nil
}

func pseudonym(issuer, subject string) uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte(issuer+" "+subject))
}

var people = map[string][]string{
	"anna":  {"register", "cases", "football"},
	"bas":   {"register"},
	"carla": {"football"},
}

func clients() []providertest.Client {
	return []providertest.Client{
		providertest.Web("website", "secret-of-website", website+identity.PathBack, website+"/"),
		providertest.System("planning", "secret-of-planning"),
		providertest.System("stranger", "secret-of-stranger"),
	}
}

var shared struct {
	sync.Mutex
	*providertest.Provider
}

// provider is one for all tests that leave it as it is.
func provider(t *testing.T) *providertest.Provider {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.Provider == nil {
		shared.Provider = providertest.Lasting(t, people, clients()...)
	}
	return shared.Provider
}

// ownProvider is one to stop and change.
func ownProvider(t *testing.T) *providertest.Provider {
	t.Helper()
	return providertest.Start(t, people, clients()...)
}

func trust(p *providertest.Provider) identity.Trust {
	return identity.Trust{
		Issuer: p.Issuer, Employer: city.Code, Audience: audience, ClientID: "website",
		Roles:   map[string]access.Role{"register": access.Registrar, "cases": access.CaseWorker},
		Systems: map[string]access.Role{"planning": access.Reporter},
	}
}

func issuers(p *providertest.Provider) *identity.Issuers {
	return identity.NewIssuers([]identity.Trust{trust(p)}, employers{}, pseudonym)
}

// systemToken is what the provider gives a program.
func systemToken(t *testing.T, p *providertest.Provider, client, resource string) string {
	t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}, "resource": {resource}, "scope": {"records"}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.Issuer+"/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(client, "secret-of-"+client)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	var given struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal(body, &given); err != nil || given.Token == "" {
		t.Fatalf("the provider gives no token: %s %s", resp.Status, body)
	}
	return given.Token
}

func TestAProgramIsWhoItsTokenSays(t *testing.T) {
	t.Parallel()
	p := provider(t)
	a, err := issuers(p).Authenticate(request(systemToken(t, p, "planning", audience)))
	if err != nil {
		t.Fatal(err)
	}
	if a.Role != access.Reporter || a.Employer != city.ID || a.Purpose == "" || a.ID == uuid.Nil {
		t.Errorf("got %+v", a)
	}
}

func TestAProgramWithoutARoleIsToldSo(t *testing.T) {
	t.Parallel()
	p := provider(t)
	a, err := issuers(p).Authenticate(request(systemToken(t, p, "stranger", audience)))
	if fault.KindOf(err) != fault.Forbidden || a != (access.Actor{}) {
		t.Errorf("got %+v and %v", a, err)
	}
}

// claims are those of a good token; a test spoils one of them.
func claims(p *providertest.Provider) map[string]any {
	return map[string]any{
		"iss": p.Issuer, "sub": "anna", "aud": audience, "groups": []string{"register"},
		"iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix(),
	}
}

func sign(t *testing.T, key jose.SigningKey, claims map[string]any) string {
	t.Helper()
	signer, err := jose.NewSigner(key, nil)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := json.Marshal(claims)
	signed, err := signer.Sign(text)
	if err != nil {
		t.Fatal(err)
	}
	token, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func with(key jose.JSONWebKey) jose.SigningKey {
	return jose.SigningKey{Algorithm: jose.ES256, Key: key}
}

func TestATokenThatTheIssuerDidNotMakeForUsIsRefused(t *testing.T) {
	t.Parallel()
	p, other := provider(t), ownProvider(t)
	s := issuers(p)
	if _, err := s.Authenticate(request(sign(t, with(p.Key), claims(p)))); err != nil {
		t.Fatalf("the good token that the others are made of: %v", err)
	}
	spoilt := func(change func(map[string]any)) string {
		c := claims(p)
		change(c)
		return sign(t, with(p.Key), c)
	}
	good := sign(t, with(p.Key), claims(p))
	stranger := providertest.NewKey(t, p.Key.KeyID)
	public, _ := json.Marshal(p.Key.Public())
	for name, token := range map[string]string{
		"nothing":                        "",
		"no token at all":                "anna",
		"a token of two parts":           "e30.e30",
		"expired":                        spoilt(func(c map[string]any) { c["exp"] = time.Now().Add(-time.Second).Unix() }),
		"without an end":                 spoilt(func(c map[string]any) { delete(c, "exp") }),
		"not yet":                        spoilt(func(c map[string]any) { c["nbf"] = time.Now().Add(time.Hour).Unix() }),
		"for another program":            spoilt(func(c map[string]any) { c["aud"] = "https://elsewhere.example" }),
		"an ID token of ours":            spoilt(func(c map[string]any) { c["aud"], c["nonce"] = "website", "n" }),
		"for nobody":                     spoilt(func(c map[string]any) { delete(c, "aud") }),
		"of nobody":                      spoilt(func(c map[string]any) { delete(c, "sub") }),
		"groups that are a number":       spoilt(func(c map[string]any) { c["groups"] = 1 }),
		"an issuer that nobody trusts":   spoilt(func(c map[string]any) { c["iss"] = "https://elsewhere.example" }),
		"the issuer with a slash":        spoilt(func(c map[string]any) { c["iss"] = p.Issuer + "/" }),
		"of another provider":            sign(t, with(other.Key), claims(other)),
		"signed by another provider":     sign(t, with(other.Key), claims(p)),
		"signed by a key of that name":   sign(t, with(stranger), claims(p)),
		"alg none":                       unsigned(t, claims(p), "none"),
		"alg None":                       unsigned(t, claims(p), "None"),
		"no alg":                         unsigned(t, claims(p), ""),
		"HS256 with the public key":      sign(t, jose.SigningKey{Algorithm: jose.HS256, Key: public}, claims(p)),
		"HS256 with our secret":          sign(t, jose.SigningKey{Algorithm: jose.HS256, Key: []byte("secret-of-website-that-is-long-enough")}, claims(p)),
		"another body under a signature": strings.Join([]string{part(good, 0), part(unsigned(t, claims(p), "ES256"), 1) + "A", part(good, 2)}, "."),
		"a signature that was cut":       good[:len(good)-4],
		"two signatures in one, as JSON": `{"payload":"` + part(good, 1) + `","signatures":[]}`,
	} {
		a, err := s.Authenticate(request(token))
		if fault.KindOf(err) != fault.Unauthenticated || a != (access.Actor{}) {
			t.Errorf("%s: got %+v and %v", name, a, err)
		}
		if err != nil && token != "" && strings.Contains(err.Error(), token) {
			t.Errorf("%s: the answer repeats the token", name)
		}
	}
}

func part(token string, n int) string { return strings.Split(token, ".")[n] }

func unsigned(t *testing.T, claims map[string]any, alg string) string {
	t.Helper()
	head, _ := json.Marshal(map[string]string{"alg": alg, "typ": "JWT"})
	body, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(head) + "." + base64.RawURLEncoding.EncodeToString(body) + "."
}

func TestAKeyThatWasRotatedIsFound(t *testing.T) {
	t.Parallel()
	p := ownProvider(t)
	s := issuers(p)
	before := sign(t, with(p.Key), claims(p))
	if _, err := s.Authenticate(request(before)); err != nil {
		t.Fatal(err)
	}
	p.Rotate(t, providertest.NewKey(t, "second"))
	after := sign(t, with(p.Key), claims(p))
	identity.Forget(s) // as when what was just fetched is a moment old
	if _, err := s.Authenticate(request(after)); err != nil {
		t.Errorf("the new key: %v", err)
	}
	identity.Forget(s)
	if _, err := s.Authenticate(request(before)); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("a key that the issuer took back: %v", err)
	}
}

func TestAnIssuerThatIsDownKeepsNobodyElseOut(t *testing.T) {
	t.Parallel()
	up, down := provider(t), ownProvider(t)
	token := sign(t, with(down.Key), claims(down))
	down.Stop()
	s := identity.NewIssuers([]identity.Trust{trust(down), trust(up)}, employers{}, pseudonym)
	if _, err := s.Authenticate(request(token)); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("of one that is down: %v", err)
	}
	if _, err := s.Authenticate(request(sign(t, with(up.Key), claims(up)))); err != nil {
		t.Errorf("of one that is up: %v", err)
	}
}

func TestKeysThatCannotBeFetchedAreNoFaultOfWhoAsks(t *testing.T) {
	t.Parallel()
	p := ownProvider(t)
	s := issuers(p)
	if _, err := s.Authenticate(request(sign(t, with(p.Key), claims(p)))); err != nil {
		t.Fatal(err)
	}
	p.Stop()
	identity.Forget(s)
	next := providertest.NewKey(t, "next")
	if _, err := s.Authenticate(request(sign(t, with(next), claims(p)))); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("got %v", err)
	}
}

func TestMadeUpKeysDoNotMakeUsAskTheIssuerEachTime(t *testing.T) {
	t.Parallel()
	key := providertest.NewKey(t, "only")
	asked := 0
	var address string
	issuer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/keys" {
			asked++ // the server answers one after the other here
			_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key.Public()}})
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]string{"issuer": address, "jwks_uri": address + "/keys"})
	}))
	defer issuer.Close()
	address = issuer.URL
	p := &providertest.Provider{Issuer: address, Key: key}
	s := issuers(p)
	now := time.Now()
	identity.At(s, func() time.Time { return now })
	for n := range 50 {
		madeUp := key
		madeUp.KeyID = strings.Repeat("x", n+1)
		if _, err := s.Authenticate(request(sign(t, with(madeUp), claims(p)))); fault.KindOf(err) != fault.Unauthenticated {
			t.Fatal(err)
		}
	}
	if asked > 1 {
		t.Errorf("fifty made-up keys made us ask the issuer %d times", asked)
	}
}

func TestWhoHasSeveralRolesSaysInWhichHeAsks(t *testing.T) {
	t.Parallel()
	p := provider(t)
	s := issuers(p)
	both := claims(p)
	both["groups"] = []string{"football", "cases", "register"}
	for role, want := range map[string]fault.Kind{"": fault.Forbidden, "registrar": "", "case-worker": "", "operator": fault.Forbidden, "analyst": fault.Forbidden} {
		r := request(sign(t, with(p.Key), both))
		if role != "" {
			r.Header.Set(identity.RoleHeader, role)
		}
		a, err := s.Authenticate(r)
		if fault.KindOf(err) != want && (want != "" || err != nil) {
			t.Errorf("%q: %v", role, err)
		}
		if err == nil && (string(a.Role) != role || a.Employer != city.ID) {
			t.Errorf("%q: got %+v", role, a)
		}
	}
}

// slow is an issuer that tells of itself only when it is let, and counts how often it is asked.
func slow(t *testing.T, key jose.JSONWebKey) (p *providertest.Provider, asked *atomic.Int32, let chan struct{}) {
	t.Helper()
	p, asked, let = &providertest.Provider{Key: key}, &atomic.Int32{}, make(chan struct{})
	issuer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/keys" {
			_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key.Public()}})
			return
		}
		asked.Add(1)
		<-let
		_ = json.NewEncoder(w).Encode(map[string]string{"issuer": p.Issuer, "jwks_uri": p.Issuer + "/keys"})
	}))
	t.Cleanup(issuer.Close)
	p.Issuer = issuer.URL
	return p, asked, let
}

func TestAllWhoComeAtOnceWaitForOneQuestionToTheIssuer(t *testing.T) {
	t.Parallel()
	p, asked, let := slow(t, providertest.NewKey(t, "only"))
	s, token := issuers(p), sign(t, with(p.Key), claims(p))
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, err := s.Authenticate(request(token)); err != nil {
				t.Error(err)
			}
		})
	}
	close(let)
	all.Wait()
	if asked.Load() != 1 {
		t.Errorf("the issuer was asked %d times what it is", asked.Load())
	}
}

func TestWhoWaitsForAnIssuerThatHangsCanLeave(t *testing.T) {
	t.Parallel()
	p, asked, let := slow(t, providertest.NewKey(t, "only"))
	s, token := issuers(p), sign(t, with(p.Key), claims(p))
	var first sync.WaitGroup
	first.Go(func() { _, _ = s.Authenticate(request(token)) })
	for asked.Load() == 0 {
		runtime.Gosched() // the first one is on its way there
	}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	if _, err := s.Authenticate(request(token).WithContext(ctx)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	close(let)
	first.Wait()
}
