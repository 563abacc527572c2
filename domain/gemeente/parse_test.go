package gemeente

import "testing"

func TestALineThatCannotBeReadStopsTheProgram(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"too few fields":  "GM0001|Nergenshuizen|PV20",
		"too many fields": "GM0001|Nergenshuizen|PV20|VR01|1||||",
		"no number":       "GM0001|Nergenshuizen|PV20|VR01|many",
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: the line was taken", name)
				}
			}()
			mustParse(line)
		}()
	}
	if got := mustParse("# a comment\n\nGM0001|Nergenshuizen|PV20|VR01|7\r\n"); len(got) != 1 || got[0].Inhabitants != 7 {
		t.Errorf("got %+v", got)
	}
}
