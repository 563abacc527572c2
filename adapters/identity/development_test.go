package identity_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/identity"
	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

var (
	loopback = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}
	city     = identity.Employer{ID: uuid.MustParse("0198a000-0000-7000-8000-000000000001"), Code: "GEM-ROTTERDAM"}
)

func development(t *testing.T) *identity.Development {
	t.Helper()
	d, err := identity.NewDevelopment(loopback)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func request(token string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8080/v1/incidents", nil)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return r
}

func TestEveryRoleHasATokenThatSaysWhoAsks(t *testing.T) {
	t.Parallel()
	d := development(t)
	tokens := d.Tokens([]identity.Employer{city})
	if len(tokens) != len(access.Roles()) {
		t.Fatalf("got %d tokens for %d roles", len(tokens), len(access.Roles()))
	}
	ids := map[uuid.UUID]bool{}
	for _, token := range tokens {
		a, err := d.Authenticate(request(token.Bearer))
		if err != nil {
			t.Fatalf("%s: %v", token.Role, err)
		}
		atEmployer := token.Employer != ""
		if a.Role != token.Role || atEmployer != (a.Employer == city.ID) || a.Purpose == "" {
			t.Errorf("the token of %s gives %+v", token.Role, a)
		}
		ids[a.ID] = true
	}
	if len(ids) != len(tokens) {
		t.Error("two roles share an actor id")
	}
}

func TestAnActorIsTheSameAfterARestart(t *testing.T) {
	t.Parallel()
	first, second := development(t), development(t)
	a, _ := first.Authenticate(request(first.Tokens(nil)[0].Bearer))
	b, _ := second.Authenticate(request(second.Tokens(nil)[0].Bearer))
	if a != b || a.ID == uuid.Nil {
		t.Errorf("before: %+v, after: %+v", a, b)
	}
}

func TestDevelopmentTokensAreRefusedWhereOthersCanReach(t *testing.T) {
	t.Parallel()
	for name, addr := range map[string]net.Addr{
		"every address":   &net.TCPAddr{IP: net.IPv4zero, Port: 8080},
		"every address 6": &net.TCPAddr{IP: net.IPv6unspecified, Port: 8080},
		"no address":      &net.TCPAddr{Port: 8080},
		"the network":     &net.TCPAddr{IP: net.IPv4(192, 168, 1, 4), Port: 8080},
		"a socket file":   &net.UnixAddr{Name: "api.sock", Net: "unix"},
	} {
		if _, err := identity.NewDevelopment(addr); err == nil || !strings.Contains(err.Error(), "--addr") {
			t.Errorf("%s: got %v, want a refusal with the remedy", name, err)
		}
	}
	if _, err := identity.NewDevelopment(&net.TCPAddr{IP: net.IPv6loopback, Port: 8080}); err != nil {
		t.Errorf("[::1]: %v", err)
	}
}

func TestWhoeverDoesNotProveWhoTheyAreIsRefused(t *testing.T) {
	t.Parallel()
	d := development(t)
	tokens := d.Tokens([]identity.Employer{city})
	operator, reporter := tokens[0].Bearer, tokens[1].Bearer
	foreign := development(t).Tokens(nil)[0].Bearer
	other := uuid.MustParse("0198a000-0000-7000-8000-000000000002").String()

	for name, change := range map[string]func(r *http.Request){
		"nothing":                         func(r *http.Request) { r.Header.Del("Authorization") },
		"another scheme":                  func(r *http.Request) { r.Header.Set("Authorization", "Basic "+operator) },
		"an empty token":                  func(r *http.Request) { r.Header.Set("Authorization", "Bearer ") },
		"two tokens":                      func(r *http.Request) { r.Header.Add("Authorization", "Bearer "+operator) },
		"a token of another start":        func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+foreign) },
		"a token for another employer":    func(r *http.Request) { swap(r, reporter, city.ID.String(), other) },
		"a token for another role":        func(r *http.Request) { swap(r, reporter, "reporter", "registrar") },
		"an operator of an employer":      func(r *http.Request) { swap(r, operator, "operator.", "operator."+other) },
		"an employer in capitals":         func(r *http.Request) { swap(r, reporter, city.ID.String(), strings.ToUpper(city.ID.String())) },
		"a token without its end":         func(r *http.Request) { swap(r, operator, operator[len(operator)-3:], "") },
		"a name that is not this machine": func(r *http.Request) { r.Host = "evil.example:8080" },
		"a name that looks like it":       func(r *http.Request) { r.Host = "localhost.evil.example" },
		"another address":                 func(r *http.Request) { r.Host = "192.168.1.4:8080" },
		"no name":                         func(r *http.Request) { r.Host = "" },
		"a proxy":                         func(r *http.Request) { r.Header.Set("X-Forwarded-For", "192.0.2.7") },
	} {
		r := request(operator)
		change(r)
		a, err := d.Authenticate(r)
		if fault.KindOf(err) != fault.Unauthenticated || a != (access.Actor{}) {
			t.Errorf("%s: got %+v and %v", name, a, err)
		}
	}
}

func swap(r *http.Request, token, from, to string) {
	r.Header.Set("Authorization", "Bearer "+strings.Replace(token, from, to, 1))
}

func TestThisMachineHasMoreThanOneName(t *testing.T) {
	t.Parallel()
	d := development(t)
	for _, host := range []string{"localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:8080", "[::1]:8080", "[::1]"} {
		r := request(d.Tokens(nil)[0].Bearer)
		r.Host = host
		if _, err := d.Authenticate(r); err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
}

func TestTheSecretIsNeverPrinted(t *testing.T) {
	t.Parallel()
	d := development(t)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%q"} {
		if text := fmt.Sprintf(verb, d); text != "development tokens" {
			t.Errorf("%s prints %q", verb, text)
		}
	}
}
