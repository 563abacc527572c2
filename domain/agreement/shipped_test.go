package agreement_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
)

func shipped(t testing.TB, code string) agreement.Held {
	t.Helper()
	for _, v := range agreement.Shipped() {
		if v.Code == code {
			return agreement.Held{Version: v, Whose: agreement.Program}
		}
	}
	t.Fatalf("no agreement %s is shipped", code)
	return agreement.Held{}
}

// TestTheTermsOfTheTradeAreShipped holds what is shipped against the list of what the
// trade knows: code, term, basis, whether the law moves it and whether it was checked.
func TestTheTermsOfTheTradeAreShipped(t *testing.T) {
	t.Parallel()
	var got []string
	for _, v := range agreement.Shipped() {
		line := v.Code + " | " + v.Term.String() + " | " + string(v.Basis.Kind)
		for _, flag := range []struct {
			on   bool
			word string
		}{{v.Moved, "moved"}, {v.Right, "right"}, {v.Notice, "notice"}, {v.Off, "off"}, {!v.Basis.Checked, "unchecked"}} {
			if flag.on {
				line += " " + flag.word
			}
		}
		got = append(got, line)
	}
	want := []string{
		"AANGIFTE-2-WERKDAGEN | 2 working days | GUIDANCE",
		"AANGIFTE-48-UUR | PT48H | SUGGESTION off",
		"REACTIE-24-UUR | PT24H | GUIDANCE",
		"LEIDINGGEVENDE-24-UUR | PT24H | PROPOSAL",
		"ARBO-MELDING | P0D | LAW unchecked",
		"RECHTEN-ART51AB | P0D | LAW notice unchecked",
		"BERICHT-POLITIE-14-DAGEN | P14D | REGULATION notice",
		"BERICHT-OM-14-DAGEN | P14D | REGULATION notice unchecked",
		"ZSM-6-UUR | PT6H | PRACTICE notice",
		"SUPERSNELRECHT | P6D | PRACTICE notice off",
		"SNELRECHT | P17D | PRACTICE notice off",
		"BEKLAG-ART12 | P3M | LAW moved right",
		"HOGER-BEROEP | P14D | LAW moved right notice",
		"VERZET-STRAFBESCHIKKING | P14D | LAW moved right notice unchecked",
		"CASSATIE | P14D | LAW moved right notice unchecked",
		"UITKOMST-VERTELLEN | 2 working days | PROPOSAL",
		"NIEUWE-NAAM-VERTELLEN | 2 working days | PROPOSAL",
		"STILTE-BIJ-ROOD | 2 working days | PROPOSAL",
		"VOLGENDE-STAP | P0D | PROPOSAL",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestEveryLimitOfTheTradeHasAnAgreement reads DOMAIN 2.2, which does not come with the
// project: each of its rows is a term that somebody will look for.
func TestEveryLimitOfTheTradeHasAnAgreement(t *testing.T) {
	t.Parallel()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	var text []byte
	for ; text == nil && folder != filepath.Dir(folder); folder = filepath.Dir(folder) {
		text, _ = os.ReadFile(filepath.Join(folder, "shared", "DOMAIN.md"))
	}
	if text == nil {
		t.Skip("there is no shared/DOMAIN.md here or above: the terms are not compared with it")
	}
	_, after, _ := strings.Cut(string(text), "### 2.2 ")
	table, _, _ := strings.Cut(after, "Case workers' deadlines")
	rows := map[string]string{ // the limit in DOMAIN → the agreement
		"as soon as possible, **preferably ≤ 2 working days**": "AANGIFTE-2-WERKDAGEN",
		"**24 h**":                     "REACTIE-24-UUR",
		"**48 h**":                     "AANGIFTE-48-UUR",
		"**14 days**":                  "BERICHT-POLITIE-14-DAGEN BERICHT-OM-14-DAGEN",
		"onverwijld, at first contact": "RECHTEN-ART51AB",
		"~6 h":                         "ZSM-6-UUR",
		"3–6 days / 17 days":           "SUPERSNELRECHT SNELRECHT",
		"**3 months**":                 "BEKLAG-ART12",
		"14 days":                      "HOGER-BEROEP VERZET-STRAFBESCHIKKING CASSATIE",
	}
	found := 0
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || strings.Contains(line, "---") || strings.Contains(line, "| Limit |") {
			continue
		}
		found++
		limit := strings.TrimSpace(cells[1])
		if rows[limit] == "" {
			t.Errorf("DOMAIN 2.2 has %q, and no agreement is shipped for it", limit)
		}
		for code := range strings.FieldsSeq(rows[limit]) {
			v := shipped(t, code)
			if strings.Contains(line, "[BK]") && code != "HOGER-BEROEP" && v.Basis.Checked {
				t.Errorf("%s: DOMAIN marks it as unchecked", code)
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d rows were found", found)
	}
}

func TestEveryFactIsOne(t *testing.T) {
	t.Parallel()
	seen := map[codes.Code]string{}
	for _, list := range []codes.List{codes.ClockFact, codes.CaseStep, codes.Aftercare, codes.Outcome} {
		for _, e := range list.Codes {
			if seen[e.Code] != "" {
				t.Errorf("%s is in %s and in %s: an agreement cannot tell which is meant", e.Code, seen[e.Code], list.Name)
			}
			seen[e.Code] = list.Name
			if got, found := agreement.Fact(e.Code); !found || got != e {
				t.Errorf("%s is no fact", e.Code)
			}
		}
	}
	if _, found := agreement.Fact("UNKNOWN"); found {
		t.Error("what is missing is no fact")
	}
}

func TestAnAgreementIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(agreement.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	again, err := agreement.Parse(text)
	if diff := cmp.Diff(agreement.Shipped(), again); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	mine := agreement.Shipped()
	mine[0].Starts[0] = "X"
	if slices.Equal(mine[0].Starts, agreement.Shipped()[0].Starts) {
		t.Error("who changes a version changes everybody's")
	}
}

func TestAFileOfAgreementsThatIsWrongIsRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"no list":                  {`{}`, "no JSON of the shape"},
		"a field that is no field": {`[{"code":"X1","termijn":"P1D"}]`, "no JSON of the shape"},
		"a term that is none":      {`[{"code":"X1","term":"twee dagen"}]`, "no JSON of the shape"},
		"the field, with its place": {`[{"code":"X1","version":"2026-1","name":{"nl":"a","en":"a"},"basis":{"kind":"LAW","nl":"a","en":"a","checked":true},` +
			`"starts":["AANG"],"ends":["SEPOTT"],"term":"P1D","responsible":"OM"}]`, "([0].ends[0] is no fact that a term knows: use a code of the lists case step, aftercare, outcome or clock fact: did you mean SEPOT?)"},
	} {
		if _, err := agreement.Parse([]byte(test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
	}
}
