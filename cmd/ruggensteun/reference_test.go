package main

import (
	"encoding/csv"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func tableFile(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "table.csv")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestATableOfTheCountry is loaded, used from there on, and not before.
func TestATableOfTheCountryIsUsedFromWhereItWasLoaded(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	for _, occurred := range []string{"2025-12-31T12:00+01:00", "2026-01-01T12:00+01:00"} {
		c.run("incident", "register", "--employer", "GEM-X", "--occurred", occurred, "--place", "ROAD", "--gemeente", "GM0599").recorded() // positions 2, 3; what is taken out as a file is an event too
	}
	classes := func(asOf string) map[string]string {
		args := []string{"view", "location", "--by", "urbanity", "--format", "csv", "--language", "en"}
		if asOf != "" {
			args = append(args, "--as-of", asOf)
		}
		found := map[string]string{}
		for _, line := range c.csv(args...) {
			if line[2] == "TOTAL" && line[4] != "0" {
				found[line[0]] = line[4]
			}
		}
		return found
	}
	same(t, "before any was loaded", classes(""), map[string]string{"NOT_RECORDED": "2", "TOTAL": "2"})

	file := tableFile(t, "\ufeffCode;Naam;Stedelijkheid;Vanaf\r\n599;Rotterdam;2;2020-01-01\r\nGM0599;Rotterdam;1;2026-01-01\r\n")
	if said := c.run("reference", "load", "--source", "CBS 2026", file).ok(); said != "2 lines loaded at position 5\n" {
		t.Errorf("it says %q", said)
	}
	if said := c.run("reference", "load", "--source", "CBS 2026", file).ok(); !strings.Contains(said, "nothing was recorded") {
		t.Errorf("the same again says %q", said)
	}
	same(t, "loaded", classes(""), map[string]string{"URBAN_1": "1", "URBAN_2": "1", "TOTAL": "2"})
	same(t, "as of before", classes("3"), map[string]string{"NOT_RECORDED": "2", "TOTAL": "2"})

	c.run("reference", "load", "--source", "CBS 2027", "--since", "2026-01-01", tableFile(t, "gemeente,class\nGM0599,5\n")).ok()
	same(t, "loaded anew", classes(""), map[string]string{"URBAN_5": "1", "NOT_RECORDED": "1", "TOTAL": "2"})
	same(t, "as of the first", classes("5"), map[string]string{"URBAN_1": "1", "URBAN_2": "1", "TOTAL": "2"})
	if total := c.totalOf("time-of-day", "--filter", "urbanity=URBAN_5"); total != 1 {
		t.Errorf("another view filtered on it counts %d", total)
	}
	if text := c.run("view", "location", "--by", "urbanity").ok(); !strings.Contains(strings.Join(strings.Fields(text), " "), "volgens: CBS 2027.") {
		t.Errorf("it does not say by which table:\n%s", text)
	}
	if shown := c.run("reference", "show").ok(); !strings.Contains(shown, "CBS 2027") || !strings.Contains(shown, "URBAN_5") {
		t.Errorf("it shows %s", shown)
	}
	c.run("verify").ok()
	if said := c.run("projections", "rebuild", "facts").ok(); strings.Contains(said, "differed") || !strings.Contains(said, "2 rows of reference") {
		t.Errorf("a rebuild says\n%s", said)
	}
	same(t, "rebuilt", classes("5"), map[string]string{"URBAN_1": "1", "URBAN_2": "1", "TOTAL": "2"})
	c.run("reference", "load", "--as", "registrar@GEM-X", "--source", "x", file).fails(1, "ask the operator")
}

func TestATableThatCannotBeReadNamesLineAndColumn(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	for name, test := range map[string]struct {
		content string
		says    []string
	}{
		"wrong values":  {"gemeente,class,since\nGM0599,1,2026-01-01\nRotterdam,6,2026-01-01\nGM0014,1,morgen\n", []string{"line 3, column gemeente", "line 3, column class", "use 1 (most urban) to 5", "line 4, column since"}},
		"a broken line": {"gemeente,class,since\nGM0599,1\n", []string{"line 2: wrong number of fields"}},
		"no column":     {"gemeente,since\nGM0599,2026-01-01\n", []string{"line 1: there is no column value or class"}},
		"no day":        {"gemeente,class\nGM0599,1\n", []string{"or say --since DAY"}},
		"two columns":   {"gemeente,code,class,since\n", []string{"line 1: two columns may be of"}},
		"twice":         {"gemeente,class,since\nGM0599,1,2026-01-01\n599,2,2026-01-01\n", []string{"line 3, column gemeente", "stands twice"}},
		"no lines":      {"gemeente,class,since\n", []string{"give at least one line"}},
		"nothing":       {"", []string{"line 1: the file is empty"}},
		"not UTF-8":     {"gemeente,class,naam\nGM0599,1,S\xfcd\n", []string{"save it as CSV UTF-8"}},
		"a lone quote":  {"gemeente,class,since\nGM0599,\"1,2026-01-01\n", []string{"line 2"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, words := range test.says {
				c.run("reference", "load", "--source", "CBS", tableFile(t, test.content)).fails(1, words)
			}
		})
	}
	c.run("reference", "load", "--source", "CBS", "--table", "weather", tableFile(t, "gemeente,class,since\nGM0599,1,2026-01-01\n")).fails(1, "use urbanity")
	c.run("reference", "load", tableFile(t, "gemeente,class,since\nGM0599,1,2026-01-01\n")).fails(1, "say who published it")
	c.run("reference", "show").fails(1, "there is no such table")
}

func TestARateNamesItsDenominatorOrSaysThatThereIsNone(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	for range 3 {
		c.run("incident", "register", "--employer", "GEM-X", "--occurred", "2026-01-02T12:00+01:00", "--place", "ROAD", "--profession", "BOA1").recorded()
	}
	ask := []string{"ask", "--rows", "profession", "--period", "2026", "--per", "staff", "--language", "en"}
	if out := c.run(ask...).ok(); !strings.Contains(out, "no rate: no table was loaded of staff") {
		t.Errorf("without a table:\n%s", out)
	}
	file := tableFile(t, "of;number;since\nGEM-X/BOA1;40;2026-01-01\n")
	c.run("denominators", "import", "--table", "staff", "--source", "annual report 2025", file).ok()
	if shown := c.run("denominators", "show", "--table", "staff").ok(); !strings.Contains(shown, "annual report 2025") || !strings.Contains(shown, "GEM-X/BOA1") || !strings.Contains(shown, "Hash") {
		t.Errorf("it shows:\n%s", shown)
	}
	if out := c.run(ask...).ok(); !strings.Contains(out, "75.00") || !strings.Contains(out, "annual report 2025") || !strings.Contains(out, "never ranked") || !strings.Contains(out, "1/12") {
		t.Errorf("with it:\n%s", out)
	}
	for _, line := range c.csv(append(ask, "--format", "csv")...) {
		if line[0] == "BOA1" && line[2] == "TOTAL" && (line[5] != "40" || line[6] != "75.00") {
			t.Errorf("the sheet says %v", line)
		}
	}
	c.run("ask", "--per", "sheep").fails(1, "use inhabitants, staff or deployments")
	c.run("denominators", "import", "--table", "staff", "--source", "x", tableFile(t, "of,number,since\nGEM-X,many,2026-01-01\n")).fails(1, "line 2, column of", "write the employer's code", "line 2, column number", "write a whole number")
	c.run("denominators", "import", "--as", "registrar@GEM-X", "--source", "x", file).fails(1, "ask the operator")
}

func same(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	if !maps.Equal(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// csv runs a command that prints a table as CSV.
func (c *terminal) csv(args ...string) [][]string {
	c.t.Helper()
	rows, err := csv.NewReader(strings.NewReader(c.run(args...).ok())).ReadAll()
	if err != nil {
		c.t.Fatal(err)
	}
	return rows
}
