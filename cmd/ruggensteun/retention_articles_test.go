package main

import (
	"strings"
	"testing"

	"ruggensteun/domain/retention"
)

func TestWhichArticlesALawyerHasYetToCheckIsShown(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	ask := []string{"retention", "list", "--as", "privacy-officer@GEM-X"}
	var all struct {
		Periods []struct {
			Kind, Purpose, Regime string
			Basis                 struct{ NL, EN string }
			Unchecked             []string
		}
	}
	c.run(append(ask, "--json")...).into(&all)
	if len(all.Periods) != len(retention.Shipped()) {
		t.Fatalf("%d periods", len(all.Periods))
	}
	for _, p := range all.Periods {
		want := retention.Basis{Text: retention.Text{NL: p.Basis.NL}}.Unchecked()
		if len(want) == 0 || strings.Join(p.Unchecked, ",") != strings.Join(want, ",") {
			t.Errorf("%s %s %s: %v are unchecked, want %v", p.Kind, p.Purpose, p.Regime, p.Unchecked, want)
		}
	}
	said := strings.Join(strings.Fields(c.run(ask...).ok()), " ")
	if n := strings.Count(said, "nog na te gaan bij jurist"); n != len(all.Periods) {
		t.Errorf("it is said of %d periods of %d:\n%s", n, len(all.Periods), said)
	}
}
