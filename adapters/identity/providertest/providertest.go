// Package providertest starts a real OpenID Connect provider for tests: the npm package
// oidc-provider, which is certified. Nothing of it is in the product.
package providertest

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/url"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

// Provider is a running one.
type Provider struct {
	Issuer string
	// Key is what it signs with, so that a test can make what it would never give.
	Key jose.JSONWebKey

	is    is
	stdin io.Closer
	cmd   *exec.Cmd
}

// Client is a program that the provider knows.
type Client struct {
	ID        string   `json:"client_id"`
	Secret    string   `json:"client_secret"`
	Redirects []string `json:"redirect_uris"`
	SignedOut []string `json:"post_logout_redirect_uris,omitempty"`
	Grants    []string `json:"grant_types"`
	Responses []string `json:"response_types"`
}

// Web is a client for people who sign in.
func Web(id, secret, back, signedOut string) Client {
	return Client{ID: id, Secret: secret, Redirects: []string{back}, SignedOut: []string{signedOut},
		Grants: []string{"authorization_code"}, Responses: []string{"code"}}
}

// System is a client that asks in its own name.
func System(id, secret string) Client {
	return Client{ID: id, Secret: secret, Redirects: []string{}, Grants: []string{"client_credentials"}, Responses: []string{}}
}

type is struct {
	Port    int                 `json:"port"`
	Clients []Client            `json:"clients"`
	People  map[string][]string `json:"people"` // groups by name; any password will do
	Keys    jose.JSONWebKeySet  `json:"jwks"`
}

// Start gives a provider that ends with the test.
func Start(t testing.TB, people map[string][]string, clients ...Client) *Provider {
	t.Helper()
	p := Lasting(t, people, clients...)
	t.Cleanup(p.Stop)
	return p
}

// Lasting gives one for all tests of a package: it ends with the program.
func Lasting(t testing.TB, people map[string][]string, clients ...Client) *Provider {
	t.Helper()
	key := NewKey(t, "first")
	p := &Provider{Key: key, is: is{Clients: clients, People: people, Keys: jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key}}}}
	p.start(t)
	return p
}

// NewKey draws a key to sign with.
func NewKey(t testing.TB, id string) jose.JSONWebKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return jose.JSONWebKey{Key: key, KeyID: id, Algorithm: string(jose.ES256), Use: "sig"}
}

// Rotate goes on at the same address with another key alone.
func (p *Provider) Rotate(t testing.TB, key jose.JSONWebKey) {
	t.Helper()
	p.Stop()
	p.Key, p.is.Keys.Keys = key, []jose.JSONWebKey{key}
	p.start(t)
}

// Stop ends it; a second time does nothing.
func (p *Provider) Stop() {
	if p.cmd == nil {
		return
	}
	_ = p.stdin.Close()
	_ = p.cmd.Wait()
	p.cmd = nil
}

func (p *Provider) start(t testing.TB) {
	t.Helper()
	cmd := exec.Command("node", "provider.js")
	cmd.Dir = installed(t)
	var said strings.Builder // read only after it ended
	cmd.Stderr = &said
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("start the OpenID Connect provider: %v; Node.js 18 or later is needed", err)
	}
	p.cmd, p.stdin = cmd, stdin
	if err := json.NewEncoder(stdin).Encode(p.is); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	var ready struct{ Issuer string }
	if err == nil {
		err = json.Unmarshal(line, &ready)
	}
	if err != nil {
		p.Stop()
		t.Fatalf("the OpenID Connect provider did not start: %v\n%s", err, &said)
	}
	p.Issuer = ready.Issuer
	p.is.Port = portOf(t, ready.Issuer)
}

func portOf(t testing.TB, address string) int {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil {
		t.Fatal(err)
	}
	return port
}
