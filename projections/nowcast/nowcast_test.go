package nowcast_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ruggensteun/projections/nowcast"
)

// steady is a triangle in which of every period half is reported at once, a quarter a
// period later and a quarter two periods later.
func steady(periods, each int) nowcast.Triangle {
	t := nowcast.Triangle{Horizon: 2}
	for i := range periods {
		row := []nowcast.Cell{{N: each / 2}, {N: each / 4}, {N: each / 4}}
		t.Periods = append(t.Periods, fmt.Sprint("week ", i+1))
		t.Reported = append(t.Reported, row[:min(3, periods-i)])
	}
	return t
}

func TestWhatIsSteadyIsExpectedToStaySo(t *testing.T) {
	t.Parallel()
	n, err := nowcast.Of(steady(20, 400))
	if err != nil || n.Refused != nil || len(n.Rows) != 2 {
		t.Fatal(n, err)
	}
	for i, row := range n.Rows {
		if row.Waited != 1-i || row.Known != []int{300, 200}[i] || row.Expected < 396 || row.Expected > 404 {
			t.Errorf("%+v, want 400 expected", row)
		}
	}
}

func TestWhatCannotBeEstimatedSaysWhyAndWhatToDo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		of   nowcast.Triangle
		want string
	}{
		"too few periods":   {steady(11, 400), "there are 11 periods, and 12 are needed"},
		"no periods at all": {steady(0, 0), "there are 0 periods, and 12 are needed"},
		"nothing happened":  {steady(20, 0), "known of 0 incidents"},
		"withheld":          {without(steady(20, 40), 4, 19), "broken down for 5 of 20 periods, and 12 are needed"},
	} {
		n, err := nowcast.Of(c.of)
		if err != nil || n.Refused == nil || len(n.Rows) > 0 || !strings.Contains(n.Refused.EN, c.want) || !strings.Contains(n.Refused.EN, "ake ") || !strings.HasPrefix(n.Refused.NL, "Geen schatting: ") {
			t.Errorf("%s: %+v, %v", name, n, err)
		}
	}
}

// without withholds one cell of the periods from one to before another.
func without(t nowcast.Triangle, from, to int) nowcast.Triangle {
	for i := from; i < to; i++ {
		t.Reported[i][len(t.Reported[i])-1] = nowcast.Cell{NotBrokenDown: true}
	}
	return t
}

func TestAPeriodThatIsWithheldHasNoEstimateAndDoesNotDisturbTheOthers(t *testing.T) {
	t.Parallel()
	n, err := nowcast.Of(without(without(steady(20, 400), 18, 19), 5, 6))
	if err != nil || n.Refused != nil {
		t.Fatal(n, err)
	}
	if row := n.Rows[0]; row.Refused == nil || row.Expected != 0 || !strings.Contains(row.Said(2, weeks).EN, "not broken down") {
		t.Errorf("%+v, want no estimate", row)
	}
	if row := n.Rows[1]; row.Refused != nil || row.Expected < 396 || row.Expected > 404 {
		t.Errorf("%+v, want 400 expected", row)
	}
}

func TestWhatIsNotATriangleIsAnErrorThatNamesTheField(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*nowcast.Triangle){
		"horizon: 0":      func(t *nowcast.Triangle) { t.Horizon = 0 },
		"periods: 3661":   func(t *nowcast.Triangle) { t.Periods = make([]string, 3661) },
		"reported: 19":    func(t *nowcast.Triangle) { t.Reported = t.Reported[1:] },
		"reported[19]":    func(t *nowcast.Triangle) { t.Reported[19] = t.Reported[0] },
		"reported[3][1]":  func(t *nowcast.Triangle) { t.Reported[3][1].N = -1 },
		"known: 1":        func(t *nowcast.Triangle) { t.Known = make([]nowcast.Cell, 1) },
		"known[0]":        func(t *nowcast.Triangle) { t.Known = make([]nowcast.Cell, 20); t.Known[0].N = 1 << 40 },
		"cycle and noise": func(t *nowcast.Triangle) { t.Noise = -1 },
	} {
		tri := steady(20, 40)
		change(&tri)
		if _, err := nowcast.Of(tri); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func anyTriangle(t *rapid.T) nowcast.Triangle {
	tri := nowcast.Triangle{Horizon: rapid.IntRange(1, 4).Draw(t, "horizon"), Cycle: rapid.IntRange(0, 4).Draw(t, "cycle")}
	most := rapid.SampledFrom([]int{1, 20, 3000, nowcast.MaxCount}).Draw(t, "most")
	n := rapid.IntRange(0, 40).Draw(t, "periods")
	for i := range n {
		tri.Periods = append(tri.Periods, fmt.Sprint(i))
		var row []nowcast.Cell
		for range min(tri.Horizon, n-1-i) + 1 {
			row = append(row, nowcast.Cell{N: rapid.IntRange(0, most).Draw(t, "n"), NotBrokenDown: rapid.IntRange(0, 60).Draw(t, "withheld") == 60})
		}
		tri.Reported = append(tri.Reported, row)
	}
	return tri
}

// TestAnyTriangle: the limits hold the estimate, nothing that is known is unlearned, and the
// same numbers give the same answer.
func TestAnyTriangle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tri := anyTriangle(t)
		n, err := nowcast.Of(tri)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range n.Rows {
			if row.Refused == nil && (row.Known > row.Lower || row.Lower > row.Expected || row.Expected > row.Upper) {
				t.Fatalf("%+v", row)
			}
		}
		again, _ := nowcast.Of(tri)
		if diff := cmp.Diff(n, again); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestTheChainLadder holds the run-off triangle of Taylor and Ashe (1983), cumulative in
// thousands, to the estimates that Mack (ASTIN Bulletin 23, 1993, table 2) prints.
func TestTheChainLadder(t *testing.T) {
	t.Parallel()
	paid := [][]int{
		{357848, 766940, 610542, 482940, 527326, 574398, 146342, 139950, 227229, 67948},
		{352118, 884021, 933894, 1183289, 445745, 320996, 527804, 266172, 425046},
		{290507, 1001799, 926219, 1016654, 750816, 146923, 495992, 280405},
		{310608, 1108250, 776189, 1562400, 272482, 352053, 206286},
		{443160, 693190, 991983, 769488, 504851, 470639},
		{396132, 937085, 847498, 805037, 705960},
		{440832, 847631, 1131398, 1063269},
		{359480, 1061648, 1443370},
		{376686, 986608},
		{344014},
	}
	reserves := []float64{94634, 469511, 709638, 984889, 1419459, 2177641, 3920301, 4278972, 4625811}
	tri := nowcast.Triangle{Horizon: 9, Periods: make([]string, 10)}
	for _, row := range paid {
		var cells []nowcast.Cell
		for _, n := range row {
			cells = append(cells, nowcast.Cell{N: n})
		}
		tri.Reported = append(tri.Reported, cells)
	}
	for i, expected := range nowcast.ChainLadder(tri) {
		if left := expected - float64(sum(paid[i+1])); left < reserves[i]-1 || left > reserves[i]+1 {
			t.Errorf("row %d: %.0f to come, want %.0f", i+2, left, reserves[i])
		}
	}
}
