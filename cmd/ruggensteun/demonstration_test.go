package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ruggensteun/domain/access"
)

var linkedTo = regexp.MustCompile(`<a href="(/[^"]+)">`)

// TestInADemonstrationABrowserIsWhomItChooses: each role, and each thing that the page says it may look at.
func TestInADemonstrationABrowserIsWhomItChooses(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.cellKey()
	demo := c.start("demo", "--addr", "127.0.0.1:0", "--incidents", "60")
	base := strings.TrimSuffix(demo.await(`Sign in +(\S+): choose in a browser`), "/sign-in")
	for _, role := range access.Roles() {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		b := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		status, next, body := visit(t, b, http.MethodPost, base+"/sign-in", url.Values{"role": {string(role)}, "employer": {"DEMO-POL-01"}})
		if status != http.StatusSeeOther || next != "/" {
			t.Errorf("%s: %d to %q: %s", role, status, next, body)
			continue
		}
		_, _, page := visit(t, b, http.MethodGet, base+"/sign-in", nil)
		_, shown, _ := strings.Cut(page, "U bent nu")
		shown, _, _ = strings.Cut(shown, "/sign-out")
		links := linkedTo.FindAllStringSubmatch(shown, -1)
		if len(links) == 0 {
			t.Errorf("%s: the page names nothing to look at", role)
		}
		for _, link := range links {
			if status, _, body := visit(t, b, http.MethodGet, base+link[1], nil); status != http.StatusOK {
				t.Errorf("%s: %s is %d: %s", role, link[1], status, body)
			}
		}
		if _, _, body := visit(t, b, http.MethodGet, base+"/session", nil); !strings.Contains(body, `"role":"`+string(role)+`"`) || !strings.Contains(body, `"demonstration":true`) {
			t.Errorf("%s: the session is %s", role, body)
		}
		if status := crossSite(t, b, base+"/sign-out"); status != http.StatusForbidden {
			t.Errorf("%s: a page of another site signs out: %d", role, status)
		}
	}
	if status := crossSite(t, http.DefaultClient, base+"/sign-in"); status != http.StatusForbidden {
		t.Errorf("a page of another site signs in: %d", status)
	}
	for _, path := range []string{"/", "/sign-in", "/v1/incidents", "/v1/code-lists", "/v1/openapi.json", "/none"} {
		answer, err := http.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
		if answer.Header.Get("Ruggensteun-Demonstration") != "invented" {
			t.Errorf("%s does not say that it is a demonstration's", path)
		}
	}
	demo.end()
}

// crossSite posts as a browser does for a page of another site.
func crossSite(t *testing.T, b *http.Client, address string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader("role=operator"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	r.Header.Set("Origin", "https://elsewhere.example")
	answer, err := b.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

func TestNobodyChoosesWhoToBeButInADemonstrationOnThisMachine(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	o := c.start("serve", "--addr", "127.0.0.1:0").office()
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		status, _, body := visit(t, http.DefaultClient, method, o.url+"/sign-in", url.Values{"role": {"registrar"}, "employer": {"GEM-X"}})
		if status != http.StatusNotFound {
			t.Errorf("%s /sign-in of serve: %d %s", method, status, body)
		}
	}
	o.end()
	c.run("demo", "--addr", "0.0.0.0:0").fails(1, "show a demonstration on", "others can reach that address", "anybody may be anybody")
}
