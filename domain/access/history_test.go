package access

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

func TestRulesThatWereKeptSayWhatTheyDid(t *testing.T) {
	t.Parallel()
	kept, err := ParseRules(Rules().Text())
	if err != nil || kept.Text() != Rules().Text() {
		t.Fatal(err)
	}
	for _, role := range Roles() {
		for _, action := range Actions() {
			a := worker(role)
			for _, owner := range []uuid.UUID{rotterdam, utrecht} {
				if may := a.May(action, owner) == nil; may != (len(kept.Grounds(role, a.Employer, owner, []Action{action})) == 1) {
					t.Errorf("%s may %s of %s: %t, and the rules that were kept say otherwise", role, action, owner, may)
				}
			}
		}
	}
	if _, err := ParseRules("{"); err == nil {
		t.Error("half a text is read")
	}
}

func day(n int) time.Time { return time.Date(2026, 5, n, 0, 0, 0, 0, time.UTC) }

func TestARoleIsHeldFromWhenItIsSaidUntilItIsSaidNoMore(t *testing.T) {
	t.Parallel()
	who := uuid.New()
	said := func(n int, held bool) Said {
		return Said{At: day(n).Add(time.Hour), Actor: who, Role: Registrar, Employer: rotterdam, Held: held}
	}
	for what, c := range map[string]struct {
		said []Said
		on3  int // how many stretches touch 3 May
	}{
		"never":                         {nil, 0},
		"before it, and nothing since":  {[]Said{said(1, true), said(2, true)}, 1},
		"ended the day before":          {[]Said{said(1, true), said(2, false)}, 0},
		"ended that day":                {[]Said{said(1, true), said(3, false)}, 1},
		"ended later":                   {[]Said{said(1, true), said(5, false)}, 1},
		"begun that day":                {[]Said{said(3, true)}, 1},
		"begun later":                   {[]Said{said(4, true)}, 0},
		"ended and given back that day": {[]Said{said(1, true), said(3, false), said(3, true)}, 2},
		"told in another order":         {[]Said{said(2, false), said(1, true)}, 0},
	} {
		if got := Tenures(c.said, day(3), day(4)); len(got) != c.on3 {
			t.Errorf("%s: %+v", what, got)
		}
	}
}

// TestTheAnswerOfADayStays: what is said later never changes who could see something then, but by saying until when.
func TestTheAnswerOfADayStays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var said []Said
		for range rapid.IntRange(0, 20).Draw(t, "n") {
			said = append(said, Said{
				At: day(rapid.IntRange(1, 28).Draw(t, "day")), Actor: uuid.UUID{byte(rapid.IntRange(1, 3).Draw(t, "who"))},
				Role: Registrar, Employer: rotterdam, Held: rapid.Bool().Draw(t, "held"),
			})
		}
		on := day(rapid.IntRange(1, 27).Draw(t, "on"))
		var then []Said
		for _, s := range said {
			if s.At.Before(on.AddDate(0, 0, 1)) {
				then = append(then, s)
			}
		}
		was, is := Tenures(then, on, on.AddDate(0, 0, 1)), Tenures(said, on, on.AddDate(0, 0, 1))
		if len(was) != len(is) {
			t.Fatalf("that day %d could, later it says %d", len(was), len(is))
		}
		for i := range was {
			if was[i].Actor != is[i].Actor || was[i].From != is[i].From || was[i].Confirmed != is[i].Confirmed {
				t.Fatalf("that day %+v, later %+v", was[i], is[i])
			}
		}
	})
}

func TestTheRulesOfADayAreThoseThatWereBegunWithBefore(t *testing.T) {
	t.Parallel()
	at := func(n int) InForce { return InForce{At: day(n).Add(time.Hour), Door: day(n).Format(time.DateOnly)} }
	for what, c := range map[string]struct {
		all  []InForce
		want int
	}{
		"none yet":                {[]InForce{at(4)}, 0},
		"those of the day before": {[]InForce{at(1), at(2), at(4)}, 1},
		"and those of the day":    {[]InForce{at(1), at(2), at(3), at(4)}, 2},
	} {
		if got := During(c.all, day(3), day(4)); len(got) != c.want || c.want > 0 && got[0].Door != "2026-05-02" {
			t.Errorf("%s: %+v", what, got)
		}
	}
}
