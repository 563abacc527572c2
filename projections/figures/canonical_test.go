package figures_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"ruggensteun/domain/fault"
	"ruggensteun/projections/figures"
)

func TestTheTextOfAQuestionAsksTheSameAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := publishedQuestion(t).Named()
		q.AsOf = 42
		again, err := figures.ParseQuestion(q.String())
		if err != nil {
			t.Fatalf("%q: %v", q.String(), err)
		}
		if diff := cmp.Diff(q, again, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(figures.Question{})); diff != "" {
			t.Fatalf("%q (-asked +read):\n%s", q.String(), diff)
		}
	})
}

func TestTwoWaysToAskTheSameHaveOneText(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"incident by place where place=ROAD|HOME,profession=AMB in 2026-01-01/2026-03-31",
		"incident   by place where profession=AMB,place=HOME|ROAD|ROAD in 2026-Q1",
	} {
		q, err := figures.ParseQuestion(text)
		if err != nil {
			t.Fatal(err)
		}
		if want := "incident by place where place=HOME|ROAD,profession=AMB in 2026-Q1"; q.String() != want {
			t.Errorf("%q is %q, want %q", text, q, want)
		}
	}
}

func TestATextThatIsNoQuestionSaysHowToWriteOne(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"":                                  "write it as",
		"incident by":                       "write it as",
		"incident by place by hour":         "twice",
		"incident in 2026 by place":         "another order",
		"incident about place":              "not known",
		"incident by place,":                "leave the comma out",
		"incident as-of yesterday":          "not a position",
		"incident in someday":               "not a period",
		"incident where place":              "has no value",
		"shoe by place":                     "use one of incident",
		"incident by colour":                "not a dimension",
		"incident where colour=RED":         "not a dimension",
		"incident by place where place=RAO": "not a code",
	} {
		_, err := figures.ParseQuestion(text)
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", text, err, says)
		}
	}
}

func FuzzQuestion(f *testing.F) {
	f.Add("incident by place,hour of trigger where profession=AMB,means=KNIFE|FIREARM in 2026-Q1 as-of 1042")
	f.Add("incident")
	f.Fuzz(func(t *testing.T, text string) {
		q, err := figures.ParseQuestion(text)
		if err != nil {
			return
		}
		again, err := figures.ParseQuestion(q.String())
		if err != nil || again.String() != q.String() {
			t.Errorf("%q reads as %q, and that as %q, %v", text, q, again, err)
		}
	})
}
