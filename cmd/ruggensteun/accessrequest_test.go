package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSomebodyGetsHisFileOnATerminal with two people: who finds him, and who makes his file.
func TestSomebodyGetsHisFileOnATerminal(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	const who, second = "registrar@GEM-X", "privacy-officer@GEM-X"
	folder := t.TempDir()
	file := c.run("suspect", "open", "--as", who).recorded()
	c.say(`{"name":"Willem Voorbeeld","born_on":"2001-02-03"}`, "suspect", "identify", file, "-", "--as", who).recorded()
	other := c.run("suspect", "open", "--as", who).recorded()
	c.say(`{"name":"Piet Anders","born_on":"2001-02-04"}`, "suspect", "identify", other, "-", "--as", who).recorded()
	const whom = `"name":"willem voorbeeld"`
	permit := c.say(`{"kind":"SEARCH_SUSPECTS","search":{`+whom+`},"reason":"vraagt om inzage"}`, "permit", "request", "-", "--as", who).recorded()
	c.run("permit", "grant", permit, "--hours", "4", "--uses", "1", "--as", second).recorded()
	officer := []string{"--as", second}
	open := append([]string{"inzageverzoek", "open", "--kind", "SUSPECT", "--of", file, "--permit", permit, "--verified", "IN_PERSON"}, officer...)
	c.run(open...).fails(1, "permit is not one by which this person was found")
	search := filepath.Join(folder, "search.json")
	if err := os.WriteFile(search, []byte(`{"permit":"`+permit+`",`+whom+`}`), 0o600); err != nil {
		t.Fatal(err)
	}
	c.run("suspect", "search", search, "--as", who).ok()
	request := c.run(open...).recorded()
	if out := c.run(append([]string{"inzageverzoek", "list"}, officer...)...).ok(); !strings.Contains(out, request) || !strings.Contains(out, "open") {
		t.Errorf("the list says %s", out)
	}
	for _, name := range []string{"inzage.json", "inzage.pdf"} {
		path := filepath.Join(folder, name)
		out := c.run(append([]string{"inzageverzoek", "file", request, "--output", path}, officer...)...).ok()
		c.run(append([]string{"inzageverzoek", "file", request, "--output", path}, officer...)...).fails(2, "is there already")
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
			t.Errorf("others can read it: %s", info.Mode())
		}
		if name == "inzage.json" && (!strings.Contains(string(content), "Willem Voorbeeld") || strings.Contains(string(content), "Piet Anders")) {
			t.Errorf("it holds %s", content)
		}
		sum := strings.TrimSpace(out[strings.LastIndex(strings.TrimSpace(out), "\n")+1:])
		if !strings.Contains(c.run("export", "list", "--hash", sum, "--as", "privacy-officer@GEM-X").ok(), "access-file") {
			t.Errorf("%s is not known to have left", sum)
		}
		if name == "inzage.pdf" {
			c.run(append([]string{"inzageverzoek", "deliver", request, "--hash", sum, "--how", "BY_HAND"}, officer...)...).ok()
		}
	}
	c.run("inzageverzoek", "list", "--as", "registrar@GEM-X").fails(1, "privacy officer")
}
