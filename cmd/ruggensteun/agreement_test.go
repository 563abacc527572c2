package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAgreementsAreShownAndExplained(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args   string
		status int
		says   []string
		hides  string
	}{
		"all, in Dutch":                   {args: "list", says: []string{"BEKLAG-ART12", "3 maanden", "Beroep in cassatie (niet nagekeken)", "(staat uit)"}},
		"all, in English":                 {args: "list --language en", says: []string{"3 months", "Appeal in cassation (not checked)"}},
		"one, with what it rests on":      {args: "show beklag-art12", says: []string{"art. 12 Sv", "vanaf het bekend worden", "verschuift het einde", "casemanager, 14 dagen vooraf"}, hides: "neemt over"},
		"one that nobody checked":         {args: "show CASSATIE --language en", says: []string{"not checked", "the law itself was not read"}},
		"who takes over":                  {args: "show UITKOMST-VERTELLEN", says: []string{"neemt over", "vervanger, 1 werkdag erna", "vrije dagen van de werkgever"}},
		"as JSON":                         {args: "show ZSM-6-UUR --format json", says: []string{`"term": "PT6H"`}},
		"a due date":                      {args: "explain HOGER-BEROEP --start 2026-12-12", says: []string{"kan tot en met maandag 28 dec 2026", "2e Kerstdag"}},
		"from when it was known":          {args: "explain BEKLAG-ART12 --start 2026-01-10", says: []string{"bekend op 10 jan 2026", "vrijdag 10 apr 2026"}},
		"suspended":                       {args: "explain AANGIFTE-2-WERKDAGEN --start 2026-04-02 --suspended 2026-04-07/2026-04-08 --suspended 2026-04-08/2026-04-09", says: []string{"2 werkdagen opgeschort", "vrijdag 10 apr 2026"}},
		"still suspended":                 {args: "explain AANGIFTE-2-WERKDAGEN --start 2026-04-02 --suspended 2026-04-07 --language en", says: []string{"without an end so far", "then still 2 working days"}},
		"with the employer's own day":     {args: "explain UITKOMST-VERTELLEN --start 2026-12-22 --free-day 2026-12-24", says: []string{"maandag 28 dec 2026"}},
		"the night of summer time":        {args: "explain REACTIE-24-UUR --start 2026-03-28T22:30 --format json", says: []string{`"too_late": "2026-03-29T23:30:00+02:00"`, `"due": "2026-03-29"`}},
		"no date":                         {args: "explain HOGER-BEROEP --start 2026-12 --format json", says: []string{"een dag die niemand noemde"}, hides: `"due"`},
		"a time that never was":           {args: "explain REACTIE-24-UUR --start 2026-03-29T02:30", status: 1, says: []string{"--start never was"}},
		"days that are none, all at once": {args: "explain HOGER-BEROEP --start gisteren --free-day 24-12-2026", status: 1, says: []string{"--start ", "--free-day is not a day"}},
		"no start":                        {args: "explain HOGER-BEROEP", status: 2, says: []string{"say when it started"}},
		"a zone that is none":             {args: "explain HOGER-BEROEP --start 2026-12-12 --zone Mars", status: 2, says: []string{"Europe/Amsterdam"}},
		"an agreement that is not there":  {args: "show BEKLAG-ART13", status: 2, says: []string{"did you mean BEKLAG-ART12?"}},
		"nor anything like it":            {args: "explain X --start 2026-12-12", status: 2, says: []string{"agreement list` names all"}},
		"another action":                  {args: "abolish", status: 2, says: []string{"say agreement list"}},
		"how one is adopted":              {args: "adopt --example", says: []string{`"valid_from": "2027-01-01"`, `"responsible": "CASE_WORKER"`}},
		"how one is withdrawn":            {args: "withdraw --help", says: []string{"is never changed", "--version"}},
		"another format":                  {args: "list --format csv", status: 2, says: []string{"table or json"}},
		"another language":                {args: "list --language fy", status: 2, says: []string{"nl or en"}},
		"a file that is not there":        {args: "list --file nowhere.json", status: 1, says: []string{"nowhere.json"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, status := agreementSays(t, strings.Fields(c.args)...)
			if status != c.status {
				t.Errorf("status %d, want %d", status, c.status)
			}
			for _, want := range c.says {
				if !strings.Contains(out, want) {
					t.Errorf("does not say %q:\n%s", want, out)
				}
			}
			if c.hides != "" && strings.Contains(out, c.hides) {
				t.Errorf("says %q:\n%s", c.hides, out)
			}
		})
	}
}

func agreementSays(t *testing.T, args ...string) (string, int) {
	t.Helper()
	var out strings.Builder
	p := &program{out: &out, err: &out, env: func(string) string { return "" }}
	status := p.run(t.Context(), append([]string{"agreement"}, args...))
	return out.String(), status
}

// TestAgreementsOfOnesOwnAreReadFromAFile takes what is printed, changes it as an
// administrator would, and asks again.
func TestAgreementsOfOnesOwnAreReadFromAFile(t *testing.T) {
	t.Parallel()
	text, status := agreementSays(t, "list", "--format", "json")
	if status != 0 || !json.Valid([]byte(text)) {
		t.Fatalf("status %d: %s", status, text)
	}
	file := filepath.Join(t.TempDir(), "own.json")
	keep := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	keep(strings.Replace(text, `"term": "P14D"`, `"term": "3 werkdagen"`, 1)) // that of the notice of the OM
	if out, status := agreementSays(t, "explain", "BERICHT-OM-14-DAGEN", "--start", "2026-06-05", "--file", file); status != 0 || !strings.Contains(out, "vervalt woensdag 10 jun 2026") {
		t.Errorf("status %d: %s", status, out)
	}
	keep(strings.NewReplacer(`"AANG"`, `"AANGIF"`, `"responsible": "OM"`, `"responsible": "FG"`).Replace(text))
	if out, status := agreementSays(t, "list", "--file", file); status != 1 || strings.Count(out, "\n") < 5 || !strings.Contains(out, "].ends[1] is no fact") {
		t.Errorf("status %d: %s", status, out)
	}
	keep(`[{"code": "X", "term": "twee dagen"}]`)
	if out, status := agreementSays(t, "list", "--file", file); status != 1 || !strings.Contains(out, "is not a term") {
		t.Errorf("status %d: %s", status, out)
	}
}
