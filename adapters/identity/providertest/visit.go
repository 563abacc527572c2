package providertest

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var action = regexp.MustCompile(`action="([^"]+)"`)

// Visit fills in the provider's pages as somebody, beginning at an address, until it
// sends him to one that begins with home; that one is given and not asked. The client
// keeps cookies and follows no redirect.
func (p *Provider) Visit(t testing.TB, client *http.Client, address, name, home string) string {
	t.Helper()
	for range 12 {
		if strings.HasPrefix(address, home) {
			return address
		}
		next, page := p.ask(t, client, http.MethodGet, address, nil)
		if next == "" {
			form := url.Values{"prompt": {"consent"}}
			if strings.Contains(page, `name="login"`) {
				form = url.Values{"prompt": {"login"}, "login": {name}, "password": {"anything"}}
			}
			at := action.FindStringSubmatch(page)
			if at == nil {
				t.Fatalf("the provider shows no form: %s", page)
			}
			next, _ = p.ask(t, client, http.MethodPost, p.absolute(at[1]), form)
		}
		address = p.absolute(next)
	}
	t.Fatal("the provider sends us round and round")
	return ""
}

func (p *Provider) absolute(address string) string {
	if strings.HasPrefix(address, "/") {
		return p.Issuer + address
	}
	return address
}

// ask gives where it leads on to, or the page.
func (p *Provider) ask(t testing.TB, client *http.Client, method, address string, form url.Values) (next, page string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.Header.Get("Location"), string(text)
}
