package main

import (
	"strings"
	"testing"
)

func TestColumnsFitTheScreen(t *testing.T) {
	t.Parallel()
	rows := [][]string{
		{"SPIT", "spugen, hoesten", "in de richting van iemand spugen of hoesten"},
		{"ÉÉN", "kort", "kort"},
	}
	for name, c := range map[string]struct {
		width int
		want  string
	}{
		"no screen": {0, `
SPIT  spugen, hoesten  in de richting van iemand spugen of hoesten
ÉÉN   kort             kort
`},
		"what is too long goes on below in its own column": {36, `
SPIT  spugen,       in de richting
      hoesten       van iemand
                    spugen of
                    hoesten
ÉÉN   kort          kort
`},
		"a screen that is too narrow for anything still shows every word": {1, `
SPIT  spugen,   in de
      hoesten   richting
                van
                iemand
                spugen
                of
                hoesten
ÉÉN   kort      kort
`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			if err := printColumns(&out, rows, c.width); err != nil {
				t.Fatal(err)
			}
			if got := "\n" + out.String(); got != c.want {
				t.Errorf("printed\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}
