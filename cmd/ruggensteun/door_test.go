package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ruggensteun/adapters/identity"
	"ruggensteun/adapters/identity/providertest"
	"ruggensteun/adapters/vault"
)

// TestSomebodySignsInAtTheEmployersLoginService goes the whole way in a browser's
// steps: to the provider, back, a role, a question, and out again.
func TestSomebodySignsInAtTheEmployersLoginService(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	l, err := listen("addr", "127.0.0.1:0") // the provider must know the address before we serve
	if err != nil {
		t.Fatal(err)
	}
	base := "http://" + l.Addr().String()
	addr := l.Addr().String()
	_ = l.Close()
	p := providertest.Start(t, map[string][]string{"anna": {"register", "cases"}},
		providertest.Web("website", "hush", base+identity.PathBack, base+"/"))
	r := c.start("serve", "--addr", addr, "--base-url", base, "--identity", issuersFile(t, p.Issuer))
	r.await(`Serving (http://[^/]+)/v1`)

	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if status, _, _ := visit(t, b, http.MethodGet, base+"/v1/incidents", nil); status != http.StatusUnauthorized {
		t.Fatalf("before signing in: %d", status)
	}
	_, at, _ := visit(t, b, http.MethodGet, base+"/sign-in?back=/v1/incidents", nil)
	answer := p.Visit(t, b, at, "anna", base)
	status, back, body := visit(t, b, http.MethodGet, answer, nil)
	if status != http.StatusSeeOther || back != "/v1/incidents" {
		t.Fatalf("coming back: %d to %q %s", status, back, body)
	}
	if status, _, body = visit(t, b, http.MethodGet, base+back, nil); status != http.StatusForbidden || !strings.Contains(body, "case-worker") {
		t.Errorf("before a role is chosen: %d %s", status, body)
	}
	if status, _, body = visit(t, b, http.MethodPost, base+"/session", url.Values{"role": {"registrar"}}); status != http.StatusOK {
		t.Fatalf("choosing a role: %d %s", status, body)
	}
	if status, _, body = visit(t, b, http.MethodGet, base+back, nil); status != http.StatusOK {
		t.Errorf("as a registrar: %d %s", status, body)
	}
	if status, _, body = visit(t, b, http.MethodGet, answer, nil); status != http.StatusUnauthorized {
		t.Errorf("the same answer again: %d %s", status, body)
	}
	status, out, _ := visit(t, b, http.MethodPost, base+"/sign-out", url.Values{})
	if status != http.StatusSeeOther || !strings.HasPrefix(out, p.Issuer) {
		t.Errorf("signing out: %d to %q", status, out)
	}
	if status, _, _ = visit(t, b, http.MethodGet, base+back, nil); status != http.StatusUnauthorized {
		t.Errorf("after signing out: %d", status)
	}
	r.end()
	said, _ := r.err.look()
	for _, secret := range []string{"anna", "hush", "code=", "state="} {
		if strings.Contains(said, secret) {
			t.Errorf("what the server wrote has %q in it", secret)
		}
	}
}

func issuersFile(t *testing.T, issuer string) string {
	t.Helper()
	secret := filepath.Join(t.TempDir(), "secret")
	file := filepath.Join(t.TempDir(), "issuers.json")
	text, err := json.Marshal(map[string]any{"issuers": []any{map[string]any{
		"issuer": issuer, "employer": "GEM-X", "clientId": "website", "clientSecretFile": secret,
		"roles": map[string]string{"register": "registrar", "cases": "case-worker"},
	}}})
	if err == nil {
		err = os.WriteFile(secret, []byte("hush"), 0o600)
	}
	if err == nil {
		err = os.WriteFile(file, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func visit(t *testing.T, b *http.Client, method, address string, form url.Values) (status int, next, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := b.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header.Get("Location"), string(text)
}

func TestServeRefusesWhatIsNotSafe(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	good := issuersFile(t, "https://login.example")
	for name, test := range map[string]struct {
		args []string
		says string
	}{
		"others can reach it and nobody says who asks": {[]string{"--addr", "0.0.0.0:0"}, "--identity"},
		"issuers without an address to come back to":   {[]string{"--identity", good}, "--base-url"},
		"an address without TLS":                       {[]string{"--identity", good, "--base-url", "http://r.example"}, "https://"},
		"a list that is not there":                     {[]string{"--identity", "nowhere.json", "--base-url", "https://r.example"}, "nowhere.json"},
		"an address without TLS, for links in mail":    {[]string{"--base-url", "http://r.example"}, "https://"},
		"a secret that everybody can read":             {[]string{"--identity", openSecret(t), "--base-url", "https://r.example"}, "clientSecretFile: "},
		"no key that seals":                            {[]string{"--master-key", ""}, "--master-key"},
		"a key that others can use":                    {[]string{"--master-key", openKey(t)}, "chmod 600"},
	} {
		r := c.start(append([]string{"serve", "--addr", "127.0.0.1:0"}, test.args...)...)
		status := r.wait()
		said, _ := r.err.look()
		if status == 0 || !strings.Contains(said, test.says) {
			t.Errorf("%s: ended with %d, saying %s", name, status, said)
		}
	}
}

// openSecret is a list of issuers with a secret that everybody can read.
func openSecret(t *testing.T) string {
	t.Helper()
	list := issuersFile(t, "https://login.example")
	text, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Issuers []struct{ ClientSecretFile string }
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(file.Issuers[0].ClientSecretFile, 0o644); err != nil {
		t.Fatal(err)
	}
	return list
}

func openKey(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "master.key")
	if _, err := vault.CreateMaster(file); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}
