package figures_test

import (
	"testing"

	"ruggensteun/projections/figures"
)

func TestAnAnswerMayChangeByWhoIsForgottenOnlyWhereThatCanBe(t *testing.T) {
	for text, want := range map[string]bool{
		"incident by weekday,hour":                 false,
		"incident by own-unit":                     false,
		"incident by injury":                       true,
		"incident by weekday,absence":              true,
		"incident by weekday where exposure=BLOOD": true,
		"incident by history":                      true,
		"suspect by behaviour":                     false,
		"step by step":                             true,
		"worker-hit by profession":                 false,
		"aangifte by month":                        false,
	} {
		q, err := figures.ParseQuestion(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if got := q.Forgettable(); got != want {
			t.Errorf("%s: %t, want %t", text, got, want)
		}
	}
}
