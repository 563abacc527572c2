package disclosure_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// reasons say of each function that may do something why it may.
type reasons map[string]string

const (
	cells     = "projections/figures.Cell"
	printed   = "projections/disclosure.Printed"
	counted   = "projections/disclosure.Set.N"
	cubed     = "projections/figures.cube.sets"
	protected = "(*projections/figures.Engine).askProtected"
	changed   = "(*projections/figures.Engine).changeAsPrinted"
	followed  = "(*projections/figures.Engine).protectedFunnel"
)

// makes is who may put a number into what is seen.
var makes = map[[2]string]reasons{
	{printed, "n"}: {
		"(projections/disclosure.Method).Print":         "it prints: steps 5 and 8",
		"(projections/disclosure.Method).PrintDeclared": "it prints what was declared exact beforehand",
	},
	{printed, "kind"}: {
		"(projections/disclosure.Method).Print":         "the same",
		"(projections/disclosure.Method).PrintDeclared": "the same",
	},
	{cells, "N"}: {
		"projections/figures.cellOf":                    "of what was printed, and of nothing else",
		"(*projections/figures.Cell).UnmarshalJSON":     "reads a number that was printed before",
		"(projections/figures.Funnel).inventedNote":     "of a protected funnel, whose numbers are printed",
		"(*projections/figures.Engine).protectedFunnel": "the same",
		"projections/trend.partOf":                      "adds up cells of an answer",
	},
}

// asks is who may have something printed, or be told what was.
var asks = map[string]reasons{
	"(*projections/disclosure.Table).Print": {"(projections/disclosure.Method).Print": "the one road"},
	"(projections/disclosure.Method).Print": {
		"(projections/disclosure.Method).PrintDeclared":          "what is too small to be declared is printed as any other",
		"(*projections/figures.printing).above":                  "prints a cell and what stands above it, which Drill judges",
		"projections/figures.disclose":                           "of an owner's own records; keeps back from everybody else",
		"(*projections/figures.funnelCount).protectedDays":       "whether there are enough for days: step 9",
		"(*projections/disclosure/attacktest.Reference).printed": "is attacked by tests only",
	},
	"(projections/disclosure.Method).PrintDeclared": {},
	"(*projections/figures.printing).above":         {"(*projections/figures.printing).at": "judges it by what stands above it"},
	"projections/figures.cellOf": {
		"projections/figures.disclose":                    "of an owner's own",
		"(*projections/figures.plan).protectedAnswer":     "of what printing.at gave",
		"(*projections/figures.funnelCount).completeness": "the same",
	},
}

// looksAt is who may look at true counts. On the protected road they fill the cube and are
// printed from it.
var looksAt = map[string]reasons{
	counted: {
		"(*projections/disclosure.Set).Add": "counts", "(*projections/disclosure.Set).Remove": "counts",
		"(*projections/disclosure.Chain).manyMoved":     "whether a set was surely printed anew: step 4",
		"(*projections/disclosure.Table).Print":         "the row of the table",
		"(projections/disclosure.Method).Print":         "prints",
		"(projections/disclosure.Method).PrintDeclared": "prints",
		"(*projections/figures.marking).count":          "fills the cube", "(*projections/figures.marks).sumUp": "fills the cube",
		"projections/figures.addSet": "puts together what several cores counted",
	},
	cubed: {
		"(*projections/figures.plan).newCube":       "makes room for them",
		"(*projections/figures.marking).count":      "fills it: step 3",
		"(*projections/figures.marks).sumUp":        "fills it: step 3",
		"(*projections/figures.marking).sumOfCells": "how many there are", "(*projections/figures.hindsight).newGlance": "how many there are", "projections/figures.newTurnover": "how many there are",
		"(*projections/figures.plan).newFunnelCount": "makes room for those of a funnel",
		"(*projections/figures.turnover).byCell":     "how many there are",
		"(*projections/figures.turnover).print":      "puts what is printed in the place of what is: step 4",
		"(*projections/figures.Engine).table":        "refuses a table that is too large, by how many cells it would have",
		"(*projections/figures.printing).above":      "prints them",
	},
}

// derives is who may put a number, on the protected road, into what an answer says beside its cells.
var derives = map[[2]string]reasons{
	{"projections/figures.Answer", "Invented"}:            {"(*projections/figures.Engine).beside": "of a table that was printed", "(projections/figures.Funnel).inventedNote": "of a protected funnel"},
	{"projections/figures.Funnel", "Invented"}:            {"(*projections/figures.Engine).protectedFunnel": "the same"},
	{"projections/figures.FunnelGroup", "N"}:              {"(*projections/figures.funnelCount).group": "a printed cell"},
	{"projections/figures.FunnelStage", "Reached"}:        {"(*projections/figures.funnelCount).group": "a printed cell"},
	{"projections/figures.FunnelStage", "NotReceived"}:    {"(*projections/figures.funnelCount).group": "a printed cell"},
	{"projections/figures.FunnelStage", "Open"}:           {"(*projections/figures.funnelCount).group": "a printed cell"},
	{"projections/figures.Completeness", "Of"}:            {"projections/figures.completenessOf": "the printed total"},
	{"projections/figures.Completeness", "Answered"}:      {"projections/figures.completenessOf": "the difference of printed totals"},
	{"projections/figures.Completeness", "Unknown"}:       {"projections/figures.completenessOf": "a printed total"},
	{"projections/figures.Completeness", "NotRecorded"}:   {"projections/figures.completenessOf": "a printed total"},
	{"projections/figures.Completeness", "NotApplicable"}: {"projections/figures.completenessOf": "printed totals"},
	{"projections/figures.Completeness", "Forgotten"}:     {"projections/figures.completenessOf": "a printed total"},
	{"projections/figures.Completeness", "UnderReview"}:   {"projections/figures.completenessOf": "a printed total"},
	{"projections/figures.DelayBand", "N"}:                {},
	{"projections/figures.Coverage", "Months"}:            {"(*projections/figures.Engine).coverageAsPrinted": "how many months print anything"},
	{"projections/figures.Changed", "Difference"}:         {"projections/figures.twoMoments": "of two printed cells"},
	{"projections/figures.Changed", "Parts"}:              {"(*projections/figures.Changed).take": "sums and differences of printed cells"},
	{"projections/figures.Changed", "MonthsKeptBack"}:     {"(*projections/figures.Changed).take": "how many months are not broken down"},
	{"projections/figures.Change", "Invented"}:            {"projections/figures.twoMoments": "of the later answer"},
	{"projections/figures.Rate", "Rate"}:                  {"(*projections/figures.dividing).rate": "of a printed cell"},
	{"projections/figures.Rate", "Denominator"}:           {"(*projections/figures.dividing).rate": "of a table that anybody may read"},
	{"projections/figures.RowRegistration", "Months"}:     {"(*projections/figures.Rates).registered": "how many months print anything"},
	{"projections/figures.RowRegistration", "OfMonths"}:   {"(*projections/figures.Rates).registered": "of the period that is asked for"},
	{"projections/figures.RowRegistration", "WithinWeek"}: {"(*projections/figures.Rates).registered": "a share of printed cells"},
	{"projections/figures.RowRegistration", "Unknown"}:    {"(*projections/figures.Rates).registered": "a share of printed cells"},
}

// exactly are the types that true counts stand in on an owner's road.
var exactly = []string{"tally", "pairs", "survey", "sighted", "covered", "walk", "unitCount", "sum", "funnelPart"}

// TestThereIsNoOtherRoadFromACountToANumber walks the sources of the whole program: who puts
// a number into what is seen, who has it printed, and who looks at a true count.
func TestThereIsNoOtherRoadFromACountToANumber(t *testing.T) {
	t.Parallel()
	p := readSources(t)
	for _, found := range p.otherRoads(t) {
		t.Error(found)
	}
}

// otherRoads are all things that somebody does without being on a list, and what is on a list and done no more.
func (p *program) otherRoads(t *testing.T) (found []string) {
	t.Helper()
	all, road := p.all(), p.reached(t, protected, changed, followed)
	only := func(what string, may reasons, does func(name string, f *function) bool) {
		done := 0
		for name, f := range all {
			if !does(name, f) {
				continue
			}
			if may[name] == "" {
				found = append(found, name+" "+what+": print it with disclosure.Method.Print, or say in this test why it may")
			}
			done++
		}
		if done < len(may) {
			found = append(found, "of those that may, some do no more: "+what)
		}
	}
	for of, may := range makes {
		only("puts a number into "+strings.Join(of[:], "."), may, func(_ string, f *function) bool { return f.does().fills[of[0]+"."+of[1]] })
	}
	for callee, may := range asks {
		only("asks "+callee, may, func(_ string, f *function) bool { return f.does().mentions[callee] })
	}
	for field, may := range looksAt {
		only("looks at "+field, may, func(_ string, f *function) bool { return f.does().touches[field] })
	}
	for of, may := range derives {
		only("puts a number into "+strings.Join(of[:], ".")+" of a protected answer", may, func(name string, f *function) bool { return road[name] && f.does().fills[of[0]+"."+of[1]] })
	}
	for _, name := range slices.Sorted(maps.Keys(road)) {
		for _, of := range all[name].countsExactly() {
			found = append(found, name+" counts exactly, and protected figures go through it: "+of)
		}
	}
	return found
}

// countsExactly are those of the types that a function touches a field of.
func (f *function) countsExactly() (list []string) {
	for field := range f.does().touches {
		typ, is := strings.CutPrefix(field[:strings.LastIndex(field, ".")], "projections/figures.")
		if is && slices.Contains(exactly, typ) {
			list = append(list, typ)
		}
	}
	return list
}

// TestAnOwnersRoadIsSeenToCountExactly: the walk can tell the two roads apart.
func TestAnOwnersRoadIsSeenToCountExactly(t *testing.T) {
	t.Parallel()
	p, found := readSources(t), map[string]bool{}
	for name := range p.reached(t, "(*projections/figures.Engine).Ask", "(*projections/figures.Engine).Change", "(*projections/figures.Engine).Funnel") {
		for _, typ := range p.all()[name].countsExactly() {
			found[typ] = true
		}
	}
	for _, typ := range exactly {
		if !found[typ] {
			t.Errorf("no owner's figure goes through %s: name what true counts stand in now", typ)
		}
	}
}

// plants are leaks, each of which the walk must find.
var plants = map[string]string{
	"a cell that is made":       `func leak(n int) figures.Cell { return figures.Cell{N: n} }`,
	"a cell without names":      `func leak(n int) figures.Cell { return figures.Cell{n, false} }`,
	"a cell that is changed":    `func leak(c *figures.Cell, n int) { c.N = n }`,
	"a cell that is added to":   `func leak(c figures.Cell) figures.Cell { c.N++; return c }`,
	"a cell that is lent":       `func leak(c *figures.Cell) *int { return &c.N }`,
	"a cell of another type":    `func leak(c struct{ N int; NotBrokenDown bool }) figures.Cell { return figures.Cell(c) }`,
	"a cell within an answer":   `func leak(a *figures.Answer, n int) { a.Total.N = n }`,
	"a cell in a list":          `func leak(n int) []figures.Cell { return []figures.Cell{{N: n}} }`,
	"a count that is looked at": `func leak(s disclosure.Set) int { return s.N }`,
	"a table that is asked":     `func leak(s disclosure.Set) int { return disclosure.Default().Print(s) }`,
	"an owner's number":         `func leak(n int) disclosure.Printed { return disclosure.Method{}.Print(disclosure.Owner, disclosure.Set{}) }`,
	"a printer handed on":       `var leak = disclosure.Method.Print`,
}

func TestTheWalkFindsALeakThatWasPlanted(t *testing.T) {
	t.Parallel()
	p := readSources(t)
	for name, leak := range plants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := "package planted\nimport (\"ruggensteun/projections/disclosure\"; \"ruggensteun/projections/figures\")\nvar _ disclosure.Set\nvar _ figures.Cell\n" + leak
			if found := p.with(t, "planted", text).otherRoads(t); len(found) != 1 || !strings.Contains(found[0], "planted.leak ") {
				t.Errorf("of a leak is found %q", found)
			}
		})
	}
}
