package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ruggensteun/adapters/intake"
	"ruggensteun/adapters/vault/canary"
)

// files writes files of a test to a folder of its own.
func files(t testing.TB, content map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range content {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

const importMapping = `
employer: {code: GEM-X, zone: Europe/Amsterdam}
key: Nr
fields: {occurred: Datum, behaviours: Gedrag, narrative: Verhaal}
workers: {rows: all, fields: {name: Naam}}
`

func TestADryRunReportsAndWritesRejects(t *testing.T) {
	t.Parallel()
	folder := files(t, map[string]string{"m.yaml": importMapping,
		"in.csv": "Nr;Datum;Gedrag;Verhaal;Naam\n1;2025-03-01 10:00;HIT;" + canary.Narrative + ";" + canary.Name + "\n2;2025-03-30 02:30;HIT;" + canary.Narrative + ";" + canary.Name + "\n"})
	c := &terminal{t: t, env: map[string]string{}}
	rejects := filepath.Join(folder, "rejects.csv")
	out := c.run("import", "--employer", "GEM-X", "--mapping", filepath.Join(folder, "m.yaml"), "--dry-run", "--json", "--rejects", rejects, filepath.Join(folder, "in.csv")).ok()
	var report intake.Report
	if err := json.Unmarshal([]byte(out), &report); err != nil || report.Incidents != 1 || report.Workers != 1 || report.Counts[intake.SkippedHour] != 1 {
		t.Errorf("%v: %+v", err, report)
	}
	text, err := os.ReadFile(rejects)
	if err != nil || !strings.Contains(string(text), "went from 02:00 straight to 03:00") || strings.Count(string(text), "\n") != 2 {
		t.Errorf("%v, rejects of %d bytes", err, len(text))
	}
	if out := c.run("import", "--mapping", filepath.Join(folder, "m.yaml"), "--dry-run", filepath.Join(folder, "in.csv")).ok(); !strings.Contains(out, "skipped_hour 1: rejected") {
		t.Errorf("the report is\n%s", out)
	}
}

func TestAnImportThatCannotBeDoneIsExplained(t *testing.T) {
	t.Parallel()
	folder := files(t, map[string]string{"m.yaml": importMapping, "bad.yaml": strings.Replace(importMapping, "occurred", "occured", 1), "in.csv": "Nr;Datum;Gedrag;Verhaal;Naam\n", "other.csv": "a;b\n"})
	in := func(name string) string { return filepath.Join(folder, name) }
	c := &terminal{t: t, env: map[string]string{}}
	for name, test := range map[string]struct {
		args   []string
		status int
		says   string
	}{
		"no file":                               {[]string{"--mapping", in("m.yaml"), "--dry-run"}, 2, "the file to import is missing"},
		"no mapping":                            {[]string{"--dry-run", in("in.csv")}, 2, "--help-mapping"},
		"nowhere to record":                     {[]string{"--mapping", in("m.yaml"), in("in.csv")}, 2, "--database URL"},
		"a mapping that is not there":           {[]string{"--mapping", in("none.yaml"), "--dry-run", in("in.csv")}, 2, "no such file"},
		"a file that is not there":              {[]string{"--mapping", in("m.yaml"), "--dry-run", in("none.csv")}, 2, "no such file"},
		"a folder":                              {[]string{"--mapping", in("m.yaml"), "--dry-run", folder}, 2, "must be a file"},
		"a mapping with a mistake":              {[]string{"--mapping", in("bad.yaml"), "--dry-run", in("in.csv")}, 1, "did you mean occurred?"},
		"a mapping of another":                  {[]string{"--employer", "GEM-Y", "--mapping", in("m.yaml"), "--dry-run", in("in.csv")}, 1, "is for employer GEM-X"},
		"a file with other columns":             {[]string{"--mapping", in("m.yaml"), "--dry-run", in("other.csv")}, 1, "column Nr is not among the headings"},
		"a mapping that comes with the program": {[]string{"--mapping", "louisville", "--dry-run", in("in.csv")}, 1, "does not have the columns"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := &terminal{t: t, env: c.env}
			c.run(append([]string{"import"}, test.args...)...).fails(test.status, test.says)
		})
	}
}

func TestTheManualOfMappingsIsPrinted(t *testing.T) {
	t.Parallel()
	c := &terminal{t: t, env: map[string]string{}}
	if out := c.run("import", "--help-mapping").ok(); out != intake.MappingHelp {
		t.Errorf("printed %d bytes of %d", len(out), len(intake.MappingHelp))
	}
}
