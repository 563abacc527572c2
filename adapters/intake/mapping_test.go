package intake

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
)

// TestMappingMistakes: each mistake is told with its line, what is wrong, and
// what to do.
func TestMappingMistakes(t *testing.T) {
	t.Parallel()
	const head = "employer: {code: GEM-X, zone: Europe/Amsterdam}\nkey: Nr\nfields:\n" // three lines
	tests := map[string]struct{ text, want string }{
		"nothing":                          {"", "the mapping is empty"},
		"a comment":                        {"# later\n", "the mapping is empty"},
		"no YAML":                          {"a: [b\nc: d\n", "the mapping is not YAML: check indents, colons and quotes near line"},
		"two documents":                    {head + "  behaviours: G\n---\na: b\n", "second document"},
		"a word":                           {"hallo", "line 1: the mapping is not a list of keys"},
		"a key misspelt":                   {"employr: x\n" + head + "  behaviours: G", "line 1: employr is not a known key: did you mean employer?"},
		"a field misspelt":                 {head + "  occured: D", "line 4: fields.occured is not a field: did you mean occurred?"},
		"a field of another kind":          {head + "  injury: D", "line 4: fields.injury is not a field: use one of occurred"},
		"a key twice":                      {head + "  means: D\n  means: E", "line 5: fields.means stands twice, first on line 4"},
		"no key":                           {"employer: {code: X}\nfields: {means: M}", "lacks key"},
		"no value":                         {head + "  means:", "line 4: fields.means has no value"},
		"an anchor":                        {head + "  means: &a D\n  behaviours: *a", "line 4: fields.means uses an anchor"},
		"a merge":                          {head + "  means: {<<: {a: b}}", "is not a plain key"},
		"a code misspelt":                  {head + "  behaviours:\n    column: G\n    values:\n      slaan: HITT", "line 7: fields.behaviours.values.slaan is not a code of the list behaviour: did you mean HIT?"},
		"a code of no shape":               {head + "  means: {constant: knife!}", "fields.means.constant is not a code"},
		"two codes where one goes":         {head + "  place.type: {constant: [ROAD, HOME]}", "has several codes and takes one"},
		"two values that are the same":     {head + "  means:\n    column: M\n    values:\n      Mes: KNIFE\n      mes : BLUNT", "line 8: fields.means.values.mes means the same as a value above it"},
		"a range that is empty":            {head + "  means:\n    column: M\n    values:\n      17..12: KNIFE", "line 7: fields.means.values.17..12 is a range that holds no number"},
		"column and columns":               {head + "  means: {column: A, columns: [B]}", "has both column and columns"},
		"column and constant":              {head + "  means: {column: A, constant: KNIFE}", "either a column or a constant"},
		"neither":                          {head + "  means: {empty: UNKNOWN}", "either a column or a constant"},
		"formats of a code":                {head + "  means: {column: A, formats: YYYY}", "has formats and is no time"},
		"a split of one answer":            {head + "  place.type: {column: A, split: ','}", "cannot be split"},
		"match without values":             {head + "  means: {column: A, match: all}", "says how to match values and has none"},
		"a format with unknown letters":    {head + "  occurred: {column: A, formats: DD-MM-jjjj}", "has 'j', which stands for nothing"},
		"a format without a year":          {head + "  occurred: {column: A, formats: DD-MM}", "has no year or no month"},
		"a format with minutes for months": {head + "  occurred: {column: A, formats: DD-mm-YYYY}", "has a part without the one it belongs to"},
		"a format with hours twice":        {head + "  occurred: {column: A, formats: YYYY-MM-DD HH HH}", "has a part twice"},
		"formats of both orders":           {head + "  occurred: {column: A, formats: [DD/MM/YYYY, MM/DD/YYYY]}", "day first and with the month first"},
		"a time that is a code":            {head + "  occurred: {column: A, values: {x: HIT}}", "is not a way of having no answer"},
		"a count that is none":             {head + "  workers_counted: {constant: twaalf}", "is not a count"},
		"a condition without a test":       {head + "  means: {column: A, when: {column: B}}", "is not a condition"},
		"a condition with two":             {head + "  means: {column: A, when: {column: B, is: x, not: y}}", "is not a condition"},
		"workers without rows":             {head + "  means: A\nworkers: {fields: {name: N}}", "workers does not say which rows it is about"},
		"a zone that is none":              {"employer: {code: X, zone: Amsterdam}\nkey: N\nfields: {means: M}", "employer.zone is not a known time zone"},
		"the machine's own zone":           {"employer: {code: X, zone: Local}\nkey: N\nfields: {means: M}", "employer.zone is not a known time zone"},
		"an employer in part":              {"employer: {code: X, name: Y}\nkey: N\nfields: {means: M}", "is declared in part"},
		"a kind misspelt":                  {"employer: {code: X, kind: EMP_GM}\nkey: N\nfields: {means: M}", "did you mean EMP_GEM?"},
		"a unit that is not declared":      {"employer: {code: X, units: [{code: A, name: A}]}\nkey: N\nfields: {place.unit: {constant: B}}", "is not declared under employer"},
		"a delimiter":                      {"format: {delimiter: punt}\n" + head + "  means: M", "format.delimiter is not a delimiter"},
		"an encoding":                      {"format: {encoding: utf8}\n" + head + "  means: M", "did you mean utf-8?"},
		"a header":                         {"format: {header: 0}\n" + head + "  means: M", "format.header is not a row"},
		"a column without a name":          {head + "  means: ''", "names no column"},
		"a hash that begins a comment":     {head + "  means: #3", "has no value"},
		"a mapping as large as a file is":  {strings.Repeat("# x\n", largestMapping/4+1), "larger than 1 MiB"},
		"a list where a word goes":         {"format: {sheet: [a, b]}\n" + head + "  means: M", "is not a single value"},
		"an empty list":                    {head + "  means: []", "is an empty list"},
		"areas without a name":             {"employer: {code: X, areas: [{code: A}]}\nkey: N\nfields: {means: M}", "lacks code or name"},
		"an area with another's code":      {"employer: {code: X, areas: [{code: a b, name: A}]}\nkey: N\nfields: {means: M}", "areas[0].code is not a code"},
		"a gemeente that is none":          {"employer: {code: X, areas: [{code: A, name: A, gemeenten: [Rotterdam]}]}\nkey: N\nfields: {means: M}", "gemeenten[0] is not a gemeente: did you mean GM0599 (Rotterdam)?"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ParseMapping([]byte(test.text))
			if fault.KindOf(err) == "" || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v\nwant %q", err, test.want)
			}
		})
	}
}

func TestAllMistakesAreToldAtOnce(t *testing.T) {
	t.Parallel()
	_, err := ParseMapping([]byte("employer: {code: X, zoen: Y}\nfields: {occured: A, means: {column: B, split: ''}}\n"))
	var f *fault.Fault
	if !errors.As(err, &f) || len(f.Fields) != 4 {
		t.Errorf("want zoen, occured, split and the missing key; got %v", err)
	}
}

func TestKeysOfARuleComeInAnyOrder(t *testing.T) {
	t.Parallel()
	for _, keys := range []string{"case: exact, match: all", "match: all, case: exact"} {
		b := read(t, "employer: {code: X, zone: UTC}\nkey: Nr\nfields: {means: {column: M, "+keys+", values: {'*a*': KNIFE, '*b*': BLUNT, '*A*': DOG}}}", "Nr,M\n1,ab\n2,A\n")
		all := records(t, b)
		if first, second := all[0].Answers[Means].Codes, all[1].Answers[Means].Codes; len(first) != 2 || len(second) != 1 || second[0] != "DOG" {
			t.Errorf("%s: %v and %v", keys, first, second)
		}
	}
}

// TestTheEmployerIsDeclared as the domain registers it.
func TestTheEmployerIsDeclared(t *testing.T) {
	t.Parallel()
	const rest = "\nkey: Nr\nfields: {behaviours: G}"
	got := mappingOf(t, "employer: {code: GEM-X, name: Gemeente X, kind: EMP_GEM, zone: Europe/Amsterdam, areas: [{code: C, name: Centrum, gemeenten: [GM0599, GM0363]}], units: [{code: N, name: Noord}]}"+rest).Employer
	want := Employer{Code: "GEM-X", Name: "Gemeente X", Kind: "EMP_GEM", Zone: "Europe/Amsterdam",
		Areas: []employer.Area{{Code: "C", Name: "Centrum", Gemeenten: []codes.Code{"GM0599", "GM0363"}}}, Units: []employer.Unit{{Code: "N", Name: "Noord"}}}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Employer{})); diff != "" || !got.Declared() {
		t.Errorf("declared %v (-want +got):\n%s", got.Declared(), diff)
	}
	if onRecord := mappingOf(t, "employer: {code: GEM-X}"+rest).Employer; onRecord.Declared() {
		t.Error("a code alone declares nothing")
	}
}

func TestShippedMappings(t *testing.T) {
	t.Parallel()
	for _, name := range ShippedMappings() {
		text, err := ShippedMapping(name)
		if err != nil {
			t.Fatal(err)
		}
		if m, err := ParseMapping(text); err != nil || !m.Employer.Declared() {
			t.Errorf("%s: declared %v, %v", name, err == nil && m.Employer.Declared(), err)
		}
	}
	if _, err := ShippedMapping("louisvile"); err == nil || !strings.Contains(err.Error(), "did you mean louisville?") {
		t.Errorf("got %v", err)
	}
}

func TestPatterns(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		word, text string
		want       bool
	}{
		{"mes", "Mes", true}, {"mes", "mest", false}, {"*mes*", "een mes erbij", true}, {"mes*", "mes", true},
		{"*a*b", "xxaxxb", true}, {"*a*b", "xxbxxa", false}, {"aba*ba", "aba", false}, {`5\*`, "5*", true}, {`5\*`, "55", false},
		{"12..17", "12", true}, {"12..17", " 17 ", true}, {"12..17", "18", false}, {"12..17", "12,5", false}, {"12..17", "", false},
		{"65..", "64", false}, {"65..", "101", true}, {"1..5", "1..5", true}, {"a..b", "a..b", true}, {"..5", "4", false},
		{"*", "", true}, {"", "", true}, {"**", "x", true}, {"a * b", "a  x  b", true},
	} {
		if got := compile(test.word, false).matches(fold(test.text)); got != test.want {
			t.Errorf("%q on %q: %v", test.word, test.text, got)
		}
	}
}
