package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// listedCertificates are the ids of a list, with the word for the next page.
func (c *terminal) listedCertificates(code string, args ...string) (ids []string, next string) {
	c.t.Helper()
	var page struct {
		Certificates []struct{ ID string }
		Next         string
	}
	c.run(append([]string{"certificate", "list", "--json", "--as", "privacy-officer@" + code}, args...)...).into(&page)
	for _, one := range page.Certificates {
		ids = append(ids, one.ID)
	}
	return ids, page.Next
}

// TestWhatWasErasedIsCertifiedInAListAndOnPaper asks a real database, page by page.
func TestWhatWasErasedIsCertifiedInAListAndOnPaper(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	c.employer("GEM-Y")
	r := c.register("GEM-X")
	as := []string{"--as", "privacy-officer@GEM-X"}
	if out := c.run(append([]string{"certificate", "list"}, as...)...).ok(); !strings.Contains(out, "nog niets gewist") {
		t.Errorf("nothing was erased, and it says %s", out)
	}
	for n := byte(11); n <= 13; n++ {
		r.hurt(id(n), id(n-10), "I3")
	}
	var want []string
	for n := byte(1); n <= 3; n++ {
		var made struct{ ID string }
		c.run("erasure", "now", "--kind", "WORKER", "--of", id(n).String(), "--what", "health", "--reason", "ERASURE", "--backup", "nachtelijk=P30D", "--forever", "--json", as[0], as[1]).into(&made)
		want = append([]string{made.ID}, want...)
	}
	first, next := c.listedCertificates("GEM-X", "--limit", "2")
	second, last := c.listedCertificates("GEM-X", "--limit", "2", "--after", next)
	if got := append(first, second...); fmt.Sprint(got) != fmt.Sprint(want) || len(first) != 2 || last != "" {
		t.Errorf("listed are %v and %v, then %q; issued were %v", first, second, last, want)
	}
	if others, _ := c.listedCertificates("GEM-Y"); len(others) > 0 {
		t.Errorf("another employer is shown %v", others)
	}
	if n := c.count("SELECT count(*) FROM readings WHERE what = 'certificates'"); n != 4 {
		t.Errorf("of 4 lists %d readings are recorded", n)
	}
	if out := c.run("certificate", "list", "--limit", "1", as[0], as[1]).ok(); !strings.Contains(out, want[0]) || !strings.Contains(out, "--after "+fmt.Sprint(c.count("SELECT max(position)::int FROM events WHERE type = 'certificate.issued.v1'"))) {
		t.Errorf("the list says %s", out)
	}
	if out := c.run("certificate", show, want[0], as[0], as[1]).ok(); !strings.Contains(out, want[0]) || !strings.Contains(out, "sleutels") {
		t.Errorf("it says %s", out)
	}
	file := filepath.Join(t.TempDir(), "bewijs.pdf")
	c.run("certificate", "paper", want[0], "--output", file, as[0], as[1]).ok()
	if made, err := os.ReadFile(file); err != nil || !bytes.HasPrefix(made, []byte("%PDF-")) {
		t.Errorf("it is no file: %v", err)
	}
	c.run("certificate", "paper", want[0], "--output", file, as[0], as[1]).fails(2, "is there already")
	c.run("certificate", "paper", want[0], "--output", "bewijs.txt", as[0], as[1]).fails(2, ".pdf")
	c.run("certificate", "list", "--as", "case-worker@GEM-X").fails(1, "")
	c.run("certificate", "list", "--limit", "1000", as[0], as[1]).fails(1, "limit")
}
