package main

import (
	"bytes"
	"strings"
	"testing"

	"ruggensteun/projections/figures"
)

// TestAPageOfACaseReadsAsACaseWorkerSaysIt: a unit stands behind its number, an unused
// right is no notice that stayed away, and what was not recorded is only counted.
func TestAPageOfACaseReadsAsACaseWorkerSaysIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		page        []shownPart
		json        string
		says, never []string
	}{
		"a case": {caseFields, `{"clocks":[{"state":"PASSED","right":true,"due":"2026-11-06","because":{"nl":"Hoger beroep, versie 2026-1, kan tot en met vrijdag 6 nov 2026","en":"x"},
			"agreement":"HOGER-BEROEP","version":"2026-1","whose":"PROGRAM","responsible":"SUSPECT"}],
			"instances":[{"instance":"FIRST","demanded":[{"kind":"COMM_SERV","size":50,"unit":"hours"}],"imposed":[{"kind":"COMP_ORDER","size":30000,"unit":"cents"}]}]}`,
			[]string{"50 uur", "€ 300,00", "voorbij, voor zover bekend niet gebruikt", "mag, hoeft niet"}, []string{"50; uur", "niet ontvangen", "; versie 2026-1", "van het programma"}},
		"aftercare": {aftercareFields, `{"duties":[{"step":"PEER","status":"NOT_RECORDED","open":false,"overdue":false},{"step":"MGR_TALK","status":"DONE","open":false,"overdue":false},
			{"step":"TALK_1","status":"NOT_RECORDED","open":false,"overdue":false}]}`,
			[]string{"leidinggevende binnen 24 u; gedaan", "2 andere, waarvan niets is vastgelegd"}, []string{"collegiaal", "eerste opvanggesprek"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if err := (&program{out: &out}).printPage([]byte(test.json), test.page, figures.Dutch); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(out.String()) {
				if n := len([]rune(strings.TrimRight(line, "\n"))); n > 100 {
					t.Errorf("a line of %d characters: %s", n, line)
				}
			}
			text := strings.Join(strings.Fields(out.String()), " ")
			for _, words := range test.says {
				if !strings.Contains(text, words) {
					t.Errorf("it does not say %q:\n%s", words, out.String())
				}
			}
			for _, words := range test.never {
				if strings.Contains(text, words) {
					t.Errorf("it says %q:\n%s", words, out.String())
				}
			}
		})
	}
}
