package figures_test

import (
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

// One cell prints one number as of one epoch, in whatever table it stands: as a row or a
// column, as a month or the period, as a filter.
func TestACellHasOneTextAndOneNumberInEveryTable(t *testing.T) {
	t.Parallel()
	met := 0
	rapid.Check(t, func(t *rapid.T) {
		r := newRegister(t)
		engine := r.engine(t)
		at := rapid.SampledFrom(r.epochs).Draw(t, "as of").Position
		printed := map[string]figures.Cell{}
		for range 5 {
			q := r.question(t)
			q.AsOf = at
			a, err := engine.Ask(q.Named(), analyst)
			if err != nil {
				continue // three of them and a filter are too many
			}
			cells, err := a.Printed()
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range cells {
				if before, known := printed[c.Of]; known && before != c.Cell {
					t.Fatalf("%s prints %+v, and before %+v", c.Of, c.Cell, before)
				} else if known {
					met++
				}
				printed[c.Of] = c.Cell
			}
		}
	})
	if met == 0 {
		t.Error("no two tables had a cell in common")
	}
}

func TestACellIsNamedByWhatIsInIt(t *testing.T) {
	t.Parallel()
	cell := func(n int) figures.Cell { return figures.Cell{N: n} }
	a := figures.Answer{
		Question: "incident by month,place where profession=AMB in 2026-Q1 as-of 40", Rows: []codes.Code{"2026-01", codes.Unknown}, Columns: []codes.Code{"ROAD"},
		Cells: [][]figures.Cell{{cell(1)}, {cell(2)}}, RowTotals: []figures.Cell{cell(3), cell(4)}, ColumnTotals: []figures.Cell{cell(5)}, Total: cell(6),
	}
	got, err := a.Printed()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{
		"incident where place=ROAD,profession=AMB in 2026-01": 1, "incident where month=UNKNOWN,place=ROAD,profession=AMB in 2026-Q1": 2,
		"incident where profession=AMB in 2026-01": 3, "incident where month=UNKNOWN,profession=AMB in 2026-Q1": 4,
		"incident where place=ROAD,profession=AMB in 2026-Q1": 5, "incident where profession=AMB in 2026-Q1": 6,
	}
	for _, c := range got {
		if n, known := want[c.Of]; !known || n != c.N {
			t.Errorf("%s prints %d, want %d", c.Of, c.N, n)
		}
		delete(want, c.Of)
	}
	if len(want) > 0 {
		t.Errorf("not printed: %v", want)
	}
}

func TestEachAnswerKnowsItsClassifications(t *testing.T) {
	t.Parallel()
	table := func(p eventlog.Position, value codes.Code) facts.Version[facts.Reference] {
		return facts.Version[facts.Reference]{Head: projections.Head{Key: uuid.UUID{0x5}, Position: p}, Row: facts.Reference{
			Table: "urbanity", Source: "CBS", Of: []codes.Code{"GM0599"}, Since: []string{"2026-01-01"}, Values: []codes.Code{value},
		}}
	}
	engine := loaded(t, figures.Batch{Through: 10, References: []facts.Version[facts.Reference]{table(3, "URBAN_1"), table(7, "URBAN_2")}})
	of := func(text string) map[string]string {
		q, err := figures.ParseQuestion(text)
		if err != nil {
			t.Fatal(err)
		}
		all, err := engine.Classifications(q)
		if err != nil {
			t.Fatal(err)
		}
		list := map[string]string{}
		for _, c := range all {
			list[c.Name] = c.Version
		}
		return list
	}
	plain := of("incident by place,hour where behaviour-group=PHYSICAL in 2026 as-of 5")
	if len(plain) != 2 || len(plain["place"]) != 16 || plain["place"] == plain["behaviour-group"] {
		t.Errorf("place, behaviour-group and hour have %v", plain)
	}
	before, after := of("incident by urbanity as-of 5"), of("incident by urbanity as-of 9")
	if before["urbanity"] == "" || before["urbanity"] == after["urbanity"] || after["urbanity"] != of("incident by urbanity as-of 10")["urbanity"] {
		t.Errorf("another table was loaded between %v and %v", before, after)
	}
	if m, err := engine.Method(); err != nil || m.Key != cellKey.Fingerprint() || m.Table != disclosure.Default().Fingerprint() || m.Rules != figures.Rules {
		t.Errorf("printed by %+v, %v", m, err)
	}
}

var newRules = flag.Bool("rules", false, "add the numbers of a new version of the rules to testdata/rules.txt")

// TestOtherNumbersNeedAnotherVersionOfTheRules: whoever cites a figure is told by which rules
// it was counted. When this fails, numbers of the same records became others: raise
// figures.Rules, and run this with -rules.
func TestOtherNumbersNeedAnotherVersionOfTheRules(t *testing.T) {
	const file = "testdata/rules.txt"
	var answers []figures.Answer
	for seed := range 6 {
		answers = append(answers, rapid.Custom(rulesAnswers).Example(seed)...)
	}
	text, err := json.Marshal(answers)
	if err != nil {
		t.Fatal(err)
	}
	line := fmt.Sprintf("%s %x\n", figures.Rules, sha256.Sum256(text))
	kept, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if *newRules && !strings.Contains(string(kept), figures.Rules+" ") {
		if err := os.WriteFile(file, append(kept, line...), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !strings.Contains(string(kept), line) {
		t.Errorf("by the rules %s the numbers are\n%swhich is not what %s says:\n%s", figures.Rules, line, file, kept)
	}
}

// rulesAnswers are numbers only: words may be mended without another rule.
func rulesAnswers(t *rapid.T) []figures.Answer {
	r := newRegister(t)
	engine := r.engine(t)
	var list []figures.Answer
	for _, q := range []figures.Question{
		{Rows: figures.Place, Columns: figures.Profession}, {Rows: figures.Month, Columns: figures.Behaviour}, {Rows: figures.Weekday, Columns: figures.Hour},
		{Rows: figures.BehaviourGroup, Filters: figures.Filters{figures.Place: {"ROAD"}}}, {Rows: figures.Province}, {Rows: figures.TimeBand},
	} {
		q.Unit, q.Epochs = figures.CountIncidents, r.epochs
		for _, scope := range []access.Scope{{All: true}, analyst, {All: true, For: access.ForPublic}} {
			a, err := engine.Ask(q, scope)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, figures.Answer{Rows: a.Rows, Columns: a.Columns, Cells: a.Cells, RowTotals: a.RowTotals, ColumnTotals: a.ColumnTotals, Total: a.Total})
		}
	}
	return list
}
