package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTwoPersonsFindSomebodyOnTheTerminal: whom they look for stands in a file, and nowhere else.
func TestTwoPersonsFindSomebodyOnTheTerminal(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	const who, second = "case-worker@GEM-X", "registrar@GEM-X"
	file := c.run("suspect", "open", "--as", who).recorded()
	c.say(`{"name":"Willem Voorbeeld","born_on":"2001-02-03"}`, "suspect", "identify", file, "-", "--as", who).recorded()
	const whom = `"name":"willem voorbeeld"`
	permit := c.say(`{"kind":"SEARCH_SUSPECTS","search":{`+whom+`},"reason":"de politie belde"}`, "permit", "request", "-", "--as", who).recorded()
	search := filepath.Join(t.TempDir(), "search.json")
	if err := os.WriteFile(search, []byte(`{"permit":"`+permit+`",`+whom+`}`), 0o600); err != nil {
		t.Fatal(err)
	}
	c.run("suspect", "search", search, "--as", who).fails(1, "nobody granted")
	c.run("permit", "grant", permit, "--hours", "4", "--uses", "1", "--as", who).fails(1, "second person")
	if list := c.run("permit", "list", "--as", second).ok(); !strings.Contains(list, permit) || !strings.Contains(list, "wacht op een tweede persoon") {
		t.Errorf("the list reads\n%s", list)
	}
	c.run("permit", "grant", permit, "--hours", "4", "--uses", "1", "--as", second).recorded()
	if said := c.run("suspect", "search", search, "--as", who).ok(); !strings.Contains(said, file+"  verdachte") || strings.Contains(said, "Willem") {
		t.Errorf("found\n%s", said)
	}
	c.run("suspect", "search", search, "--as", who).fails(1, "as often as was granted")
	page := c.run("permit", "show", permit, "--as", second).ok()
	for _, want := range []string{"de politie belde", "verdachte zoeken", "opgebruikt", file} {
		if !strings.Contains(page, want) {
			t.Errorf("the page says no %s:\n%s", want, page)
		}
	}
	c.run("person", "search").fails(2, "give one file")
}

// TestNamesOfWorkersComeIntoTheIndexByAServer, also those from before there was one.
func TestNamesOfWorkersComeIntoTheIndexByAServer(t *testing.T) {
	t.Parallel()
	d := newTerminal(t)
	d.employer("GEM-X")
	const who, second = "registrar@GEM-X", "privacy-officer@GEM-X"
	d.say(`{"workers":[{"name":"Jan Voorbeeld"}]}`, "incident", "register", "-", "--as", who).recorded()
	k := d.counter("GEM-X")
	until(t, "the name is in the index", func() bool {
		return d.count("SELECT count(*) FROM marks WHERE kind = 'worker-name'") > 0
	})
	k.end()
	permit := d.say(`{"kind":"SEARCH_PERSONS","search":{"name":"Jan Voorbeeld"},"reason":"x"}`, "permit", "request", "-", "--as", who).recorded()
	d.run("permit", "grant", permit, "--hours", "1", "--uses", "5", "--as", second).recorded()
	if said := d.say(`{"permit":"`+permit+`","name":"Jan Voorbeeld"}`, "person", "search", "-", "--as", who).ok(); !strings.Contains(said, "  medewerker") {
		t.Errorf("found\n%s", said)
	}
}
