package disclosure_test

import (
	"encoding/json"
	"math"
	"testing"

	"ruggensteun/projections/disclosure"
)

// printing gives a number that an owner or analyst reads as n, and the public as the
// nearest five of n: of the sets of n units, one for which the draw falls on n itself.
func printing(t *testing.T, v disclosure.Viewer, n int) disclosure.Printed {
	t.Helper()
	m := disclosure.Method{Table: disclosure.Default()}
	if v == disclosure.Owner {
		return m.Print(v, disclosure.Set{N: n})
	}
	for u := range uint64(1000) {
		s := disclosure.Set{N: n, Sum: u * (math.MaxUint64 / 1000)}
		if m.Table.Print(s) == n {
			return m.Print(v, s)
		}
	}
	t.Fatalf("nothing prints as %d", n)
	return disclosure.Printed{}
}

func TestWhatEachViewerReads(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		viewer     disclosure.Viewer
		n          int
		impossible bool
		want, json string
	}{
		"an owner reads what is so":           {disclosure.Owner, 3, false, "3", `{"n":3}`},
		"also that there is none":             {disclosure.Owner, 0, false, "0", `{"n":0}`},
		"an analyst reads that there are few": {disclosure.Analyst, 0, false, "0–4", `{"n":0}`},
		"unless there can be none":            {disclosure.Analyst, 0, true, "0", `{"n":0}`},
		"an analyst reads every number":       {disclosure.Analyst, 13, false, "13", `{"n":13}`},
		"the public reads fives, downward":    {disclosure.Public, 12, false, "10", `{"n":10}`},
		"and upward":                          {disclosure.Public, 13, false, "15", `{"n":15}`},
		"and also that there are few":         {disclosure.Public, 0, false, "0–4", `{"n":0}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := printing(t, test.viewer, test.n)
			if got, _ := p.Label(test.impossible); got != test.want {
				t.Errorf("reads %q, want %q", got, test.want)
			}
			if got, err := json.Marshal(p); err != nil || string(got) != test.json {
				t.Errorf("as JSON %s %v, want %s", got, err, test.json)
			}
		})
	}
}

func TestANumberThatNobodyPrintedSaysNothing(t *testing.T) {
	t.Parallel()
	var p disclosure.Printed
	if _, ok := p.Value(); ok {
		t.Error("it has a value")
	}
	if got, err := json.Marshal(p); err != nil || string(got) != `{"notBrokenDown":true}` || p.String() != "not broken down" {
		t.Errorf("got %s %v %s", got, err, p)
	}
}

func TestDrill(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		viewer disclosure.Viewer
		cells  []int
		broken bool
	}{
		"what has nothing taken out is printed":            {disclosure.Analyst, []int{0}, true},
		"below a large total":                              {disclosure.Analyst, []int{10, 0}, true},
		"below a small total":                              {disclosure.Analyst, []int{9, 7}, false},
		"one small margin is enough":                       {disclosure.Analyst, []int{40, 30, 9, 5}, false},
		"below large margins":                              {disclosure.Analyst, []int{40, 30, 10, 5}, true},
		"below a pair that is small":                       {disclosure.Analyst, []int{90, 40, 40, 8, 40, 20, 20, 5}, false},
		"below a pair that is large but not printed":       {disclosure.Analyst, []int{90, 9, 40, 20, 40, 20, 20, 12}, false},
		"the public sees no further than analysts":         {disclosure.Public, []int{8, 5}, false},
		"nor less far, where a 12 reads as 10":             {disclosure.Public, []int{12, 5}, true},
		"an owner looks into its own records to the last":  {disclosure.Owner, []int{3, 1, 2, 1}, true},
		"three constraints below large ones are too small": {disclosure.Analyst, []int{90, 40, 40, 20, 40, 20, 20, 0}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var cells []disclosure.Printed
			for _, n := range test.cells {
				cells = append(cells, printing(t, test.viewer, n))
			}
			if _, ok := disclosure.Drill(cells).Value(); ok != test.broken {
				t.Errorf("broken down: %v, want %v", ok, test.broken)
			}
		})
	}
}

func TestDerivedNumbersComeFromPrintedOnes(t *testing.T) {
	t.Parallel()
	of := func(n int) disclosure.Printed { return printing(t, disclosure.Analyst, n) }
	public := func(n int) disclosure.Printed { return printing(t, disclosure.Public, n) }
	var none disclosure.Printed
	tests := map[string]struct {
		part, whole disclosure.Printed
		want        disclosure.Ratio
		ok          bool
	}{
		"a part of a whole":                       {of(10), of(40), disclosure.Ratio{Value: 25}, true},
		"few of a whole":                          {of(0), of(40), disclosure.Ratio{Value: 10, AtMost: true}, true},
		"a part that prints more than its whole":  {of(12), of(10), disclosure.Ratio{Value: 100}, true},
		"for the public, of rounded numbers":      {public(12), public(38), disclosure.Ratio{Value: 25}, true},
		"of a whole that prints 0":                {of(0), of(0), disclosure.Ratio{}, false},
		"of a part that is not broken down":       {none, of(40), disclosure.Ratio{}, false},
		"of a whole that is not broken down":      {of(10), none, disclosure.Ratio{}, false},
		"none of an owner's whole is really none": {printing(t, disclosure.Owner, 0), printing(t, disclosure.Owner, 8), disclosure.Ratio{}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, ok := disclosure.Percentage(test.part, test.whole); got != test.want || ok != test.ok {
				t.Errorf("got %+v %v, want %+v %v", got, ok, test.want, test.ok)
			}
		})
	}
	if got, ok := disclosure.Rate(of(12), 60_000, 100_000); !ok || got.Value != 20 {
		t.Errorf("12 of 60,000 are %+v in 100,000", got)
	}
	if _, ok := disclosure.Rate(of(12), 0, 100_000); ok {
		t.Error("a rate of nobody")
	}
	if got, ok := disclosure.Difference(of(12), of(9)); !ok || got != -3 {
		t.Errorf("from 12 to 9 is %d", got)
	}
	if _, ok := disclosure.Difference(of(12), none); ok {
		t.Error("a difference from what is not broken down")
	}
}

func TestPercentilesAreForTenOrMore(t *testing.T) {
	t.Parallel()
	days := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 100}
	for name, test := range map[string]struct {
		count   disclosure.Printed
		percent int
		want    int
		ok      bool
	}{
		"the median":                             {printing(t, disclosure.Analyst, 15), 50, 5, true},
		"the ninth tenth":                        {printing(t, disclosure.Analyst, 15), 90, 9, true},
		"all":                                    {printing(t, disclosure.Analyst, 15), 100, 100, true},
		"the least":                              {printing(t, disclosure.Analyst, 15), 0, 1, true},
		"what prints 14 may be 9":                {printing(t, disclosure.Analyst, 14), 50, 0, false},
		"also for the public, where it reads 15": {printing(t, disclosure.Public, 14), 50, 0, false},
		"not broken down":                        {disclosure.Printed{}, 50, 0, false},
		"an owner sees it of any number":         {printing(t, disclosure.Owner, 3), 50, 5, true},
	} {
		if got, ok := disclosure.Quantile(test.count, test.percent, days); got != test.want || ok != test.ok {
			t.Errorf("%s: got %d %v, want %d %v", name, got, ok, test.want, test.ok)
		}
	}
}

func TestProtectedFiguresSayWhatWasDoneToThem(t *testing.T) {
	t.Parallel()
	m := disclosure.Method{Table: disclosure.Default()}
	if got := m.Remark(disclosure.Owner); got != (disclosure.Remark{}) {
		t.Errorf("an owner's exact figures say %+v", got)
	}
	if m.Remark(disclosure.Analyst) == m.Remark(disclosure.Public) {
		t.Error("rounding is not told")
	}
}

func TestDeclaredTotalsAreExactFromAHundred(t *testing.T) {
	t.Parallel()
	m := disclosure.Method{Table: disclosure.Default()}
	// A draw of nearly 1 prints as much above the count as there is.
	const high = math.MaxUint64
	for n, want := range map[int]int{99: 104, 100: 100, 1234: 1234} {
		got, ok := m.PrintDeclared(disclosure.Analyst, disclosure.Set{N: n, Sum: high}).Value()
		if !ok || got != want {
			t.Errorf("%d is printed as %d, want %d", n, got, want)
		}
	}
	if got, _ := m.PrintDeclared(disclosure.Public, disclosure.Set{N: 101, Sum: high}).Value(); got != 101 {
		t.Errorf("the public reads %d, want 101", got)
	}
}
