package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// send posts to a path and gives where to find what was made, or was changed.
func (o office) send(path, body string) string {
	o.t.Helper()
	request, err := http.NewRequestWithContext(o.t.Context(), http.MethodPost, o.url+path, strings.NewReader(body))
	if err != nil {
		o.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+o.token)
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		o.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode >= 300 {
		o.t.Fatalf("%s: status %d (%v): %s", path, answer.StatusCode, err, text)
	}
	return answer.Header.Get("Location")
}

// TestSuspectsAreCountedFromEveryTable: what the columns need of suspects comes from
// four tables, which are written, read, rebuilt and compared like the others.
func TestSuspectsAreCountedFromEveryTable(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	o := c.start("serve", "--addr", "127.0.0.1:0").office()
	file := o.send("/v1/suspects", `{"age_band":"AGE_18_22"}`)
	known := `{"kind":"KNOWN","suspect":"` + file[len("/v1/suspects/"):] + `"}`
	o.send(file+"/history", `{"flag":"H_BAN","provenance":"OWN","on":"2026-01-02"}`)
	var incidents []string
	for _, at := range []string{"2026-03-01T12:00+01:00", "2026-03-04T12:00+01:00", "2026-03-03T12:00+01:00"} {
		incidents = append(incidents, o.send("/v1/incidents", `{"occurred":{"at":"`+at+`"},"place":{"type":"ROAD"},"behaviours":["HIT"]}`))
		o.send(incidents[len(incidents)-1]+"/suspects", known)
	}
	count := func(args ...string) int {
		return c.totalOf("offenders", append([]string{"--as", "registrar@GEM-X"}, args...)...)
	}
	for _, want := range []struct {
		n    int
		args string
	}{
		{3, "--by nth-incident"}, {1, "--filter nth-incident=1"}, {1, "--filter nth-incident=3 --filter since-previous=WEEK"}, {2, "--filter since-previous=WEEK"},
		{3, "--by age-band --filter age-band=AGE_18_22"}, {3, "--by history --filter history=H_BAN --filter provenance=OWN"},
	} {
		if got := count(strings.Fields(want.args)...); got != want.n {
			t.Errorf("%s: %d, want %d", want.args, got, want.n)
		}
	}
	o.send(file+"/clearances", `{"incident":"`+incidents[0][len("/v1/incidents/"):]+`","ground":"ACQUITTAL","on":"2026-05-01","document":"P-1"}`)
	if got := count("--by", "nth-incident"); got != 2 {
		t.Errorf("cleared of the first: %d of the others, want 2", got)
	}
	if got := count("--filter", "history=UNDER_REVIEW"); got != 3 {
		t.Errorf("under review are %d, want 3", got)
	}
	o.send(incidents[2]+"/merge", `{"into":"`+incidents[1][len("/v1/incidents/"):]+`"}`)
	if got := count("--by", "nth-incident"); got != 1 {
		t.Errorf("two were the same: %d, want 1", got)
	}
	c.run("verify", "--open").ok()
	if said := c.run("projections", "rebuild", "facts").ok(); strings.Contains(said, "differed") {
		t.Errorf("a rebuild finds\n%s", said)
	}
	if got := count("--by", "nth-incident"); got != 1 {
		t.Errorf("rebuilt: %d, want 1", got)
	}
}
