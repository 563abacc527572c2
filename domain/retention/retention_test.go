package retention_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/retention"
	"ruggensteun/domain/suspect"
	"ruggensteun/domain/triage"
)

var (
	city      = uuid.UUID{1}
	registrar = access.Actor{ID: uuid.UUID{9}, Role: access.Registrar, Employer: city, Purpose: access.Registration}
	officer   = access.Actor{ID: uuid.UUID{8}, Role: access.PrivacyOfficer, Employer: city, Purpose: access.Privacy}
	narrative = retention.Of{Kind: retention.Incident, Purpose: person.ForNarrative, Regime: "AVG"}
	heard     = retention.Of{Kind: retention.Case, Purpose: person.ForProsecution, Regime: "AVG"}
	ofPolice  = retention.Of{Kind: retention.Worker, Purpose: person.ForIdentity, Regime: "WPG"}
	today     = calendar.On(2026, 11, 27)
)

// TestEverythingThatCanBeForgottenHasOnePeriodUnderEachLaw: what has none would be kept for ever.
func TestEverythingThatCanBeForgottenHasOnePeriodUnderEachLaw(t *testing.T) {
	t.Parallel()
	purposes := map[retention.Kind][]person.Purpose{
		retention.Incident: incident.Purposes(), retention.Worker: erasure.Purposes(), retention.Suspect: suspect.Purposes(),
		retention.Case: prosecution.Purposes(), retention.Aangifte: aangifte.Purposes(), retention.Notice: triage.Purposes(),
	}
	var want []retention.Of
	for kind, list := range purposes {
		for _, p := range list {
			for _, regime := range codes.LegalRegime.Codes {
				want = append(want, retention.Of{Kind: kind, Purpose: p, Regime: regime.Code})
			}
		}
	}
	for _, r := range retention.Shipped() {
		i := slices.Index(want, r.Of)
		if i < 0 {
			t.Errorf("%+v has a period twice, or is not kept", r.Of)
			continue
		}
		want = slices.Delete(want, i, i+1)
		if r.Basis.NL == "" || r.Basis.EN == "" || r.Starts.Name().NL == "" || r.Kind.Name().EN == "" || r.Term == (calendar.Term{}) {
			t.Errorf("%+v does not say why, since when or how long", r)
		}
		if r.Basis.Proposed != strings.Contains(r.Basis.EN, "Proposed: ") {
			t.Errorf("%+v does not say plainly whether the law gives its number", r.Of)
		}
	}
	if len(want) > 0 {
		t.Errorf("without a period: %v", want)
	}
}

func TestSetting(t *testing.T) {
	t.Parallel()
	ask := func(change ...func(*retention.Set)) retention.Set {
		c := retention.Set{By: registrar, Employer: city, Today: today, Of: narrative, Term: calendar.Term{Years: 2}}
		for _, f := range change {
			f(&c)
		}
		return c
	}
	two := retention.WasSet{Of: narrative, Number: "2026-1", ValidFrom: "2026-11-28", Term: calendar.Term{Years: 2}}
	for sentence, c := range map[string]struct {
		given []retention.Event
		when  retention.Set
		then  []retention.Event
		fault fault.Kind
		field string
	}{
		"an employer may keep something shorter":           {when: ask(), then: []retention.Event{two}},
		"it begins tomorrow at the earliest":               {when: ask(func(c *retention.Set) { c.ValidFrom = "2026-11-27" }), fault: fault.Invalid, field: "valid_from"},
		"longer needs a reason":                            {when: ask(func(c *retention.Set) { c.Term.Years = 7 }), fault: fault.Invalid, field: "reason"},
		"longer with a reason is kept longer":              {when: ask(func(c *retention.Set) { c.Term.Years, c.Reason = 7, "lopende claims" }), then: []retention.Event{retention.WasSet{Of: narrative, Number: "2026-1", ValidFrom: "2026-11-28", Term: calendar.Term{Years: 7}, Reason: "lopende claims"}}},
		"as long as is proposed confirms it":               {when: ask(func(c *retention.Set) { c.Term.Years = 5 }), then: []retention.Event{retention.WasSet{Of: narrative, Number: "2026-1", ValidFrom: "2026-11-28", Term: calendar.Term{Years: 5}}}},
		"no reason makes it longer than the law lets":      {when: ask(func(c *retention.Set) { c.Of, c.Term.Years, c.Reason = ofPolice, 11, "x" }), fault: fault.Invalid, field: "term"},
		"the same twice is set once":                       {given: []retention.Event{two}, when: ask()},
		"another the same year gets the next number":       {given: []retention.Event{two}, when: ask(func(c *retention.Set) { c.Term = calendar.Term{Months: 6} }), then: []retention.Event{retention.WasSet{Of: narrative, Number: "2026-2", ValidFrom: "2026-11-28", Term: calendar.Term{Months: 6}}}},
		"what is not kept has no period":                   {when: ask(func(c *retention.Set) { c.Purpose = person.ForHealth }), fault: fault.Invalid, field: "kind"},
		"working days are no period":                       {when: ask(func(c *retention.Set) { c.Term = calendar.Term{WorkingDays: 3} }), fault: fault.Invalid, field: "term"},
		"no time at all is no period":                      {when: ask(func(c *retention.Set) { c.Term = calendar.Term{} }), fault: fault.Invalid, field: "term"},
		"a privacy officer advises and sets nothing":       {when: ask(func(c *retention.Set) { c.By = officer }), fault: fault.Forbidden},
		"a registrar of another employer sets nothing":     {when: ask(func(c *retention.Set) { c.By.Employer = uuid.UUID{2} }), fault: fault.Forbidden},
		"a reason of many lines would be more than a line": {when: ask(func(c *retention.Set) { c.Reason = "a\nb" }), fault: fault.Invalid, field: "reason"},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			s := retention.State{}
			for _, e := range c.given {
				s = retention.Decider.Evolve(s, e)
			}
			got, err := retention.Decider.Decide(s, c.when)
			if fault.KindOf(err) != c.fault || !slices.Equal(got, c.then) {
				t.Fatalf("%v, %v; want %v, %v", got, err, c.then, c.fault)
			}
			if c.field != "" && !strings.Contains(err.Error(), "("+c.field+" ") {
				t.Errorf("%v does not name %s first", err, c.field)
			}
		})
	}
}

func at(text string) time.Time {
	d, err := calendar.ParseDay(text)
	if err != nil {
		panic(err)
	}
	return d.Time().Add(12 * time.Hour)
}

func TestWhen(t *testing.T) {
	t.Parallel()
	set := func(from string, term calendar.Term) retention.WasSet {
		return retention.WasSet{Of: narrative, Number: "2026-1", ValidFrom: from, Term: term}
	}
	told := retention.Kept{Of: narrative, First: at("2020-01-10"), Last: at("2024-02-29")}
	for sentence, c := range map[string]struct {
		kept retention.Kept
		own  []retention.WasSet
		want string // "" is never
	}{
		"five years after the last telling":                              {kept: told, want: "2029-02-28"},
		"shorter counts from its own first day":                          {kept: told, own: []retention.WasSet{set("2026-12-10", calendar.Term{Years: 1})}, want: "2026-12-10"},
		"shorter that leaves time counts since the telling":              {kept: told, own: []retention.WasSet{set("2026-12-10", calendar.Term{Years: 3})}, want: "2027-02-28"},
		"longer from before its end keeps it":                            {kept: retention.Kept{Of: narrative, Last: at("2021-12-01")}, own: []retention.WasSet{set("2026-11-30", calendar.Term{Years: 9})}, want: "2030-12-01"},
		"longer from after its end comes too late":                       {kept: retention.Kept{Of: narrative, Last: at("2021-12-01")}, own: []retention.WasSet{set("2026-12-05", calendar.Term{Years: 9})}, want: "2026-12-01"},
		"an open case has no period":                                     {kept: retention.Kept{Of: heard, First: at("2001-01-01"), Last: at("2001-01-01")}},
		"a closed one has, since it was closed":                          {kept: retention.Kept{Of: heard, First: at("2001-01-01"), Last: at("2001-01-01"), Ended: at("2024-05-05")}, want: "2029-05-05"},
		"under the Police Data Act it counts since the first processing": {kept: retention.Kept{Of: ofPolice, First: at("2020-01-10"), Last: at("2024-02-29")}, want: "2025-01-10"},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			due, runs := retention.Together(retention.Shipped(), retention.State{Set: c.own}).When(c.kept, today, time.UTC)
			if runs != (c.want != "") || runs && due.On.String() != c.want {
				t.Errorf("%s, %t; want %q", due.On, runs, c.want)
			}
		})
	}
}

func TestWhatIsKeptUnderBothLawsGoesWithTheLastOfThem(t *testing.T) {
	t.Parallel()
	book := retention.Together(retention.Shipped(), retention.State{})
	worker := uuid.UUID{7}
	both := []retention.Kept{
		{Of: ofPolice, ID: worker, First: at("2021-12-01"), Last: at("2021-12-01")},
		{Of: retention.Of{Kind: retention.Worker, Purpose: person.ForIdentity, Regime: "AVG"}, ID: worker, First: at("2021-12-20"), Last: at("2021-12-20")},
	}
	month := calendar.Term{Days: 30}
	if all := book.Within(both, at("2026-11-27"), month, time.UTC); len(all) != 1 || all[0].On.String() != "2026-12-20" {
		t.Errorf("%v", all)
	}
	if all := book.Within(both, at("2026-11-01"), month, time.UTC); len(all) != 0 {
		t.Errorf("one of the laws still lets it be kept: %v", all)
	}
}

// TestAShorterPeriodNeverKeepsLonger holds the days of two periods beside each other.
func TestAShorterPeriodNeverKeepsLonger(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.IntRange(1, 5000)
		short, long := days.Draw(t, "short"), days.Draw(t, "long")
		short, long = min(short, long), max(short, long)
		k := retention.Kept{Of: narrative, Last: at("2020-01-01").AddDate(0, 0, rapid.IntRange(0, 3000).Draw(t, "told"))}
		on := func(n int) calendar.Day {
			own := retention.State{Set: []retention.WasSet{{Of: narrative, ValidFrom: "2020-01-01", Number: "2020-1", Term: calendar.Term{Days: n}}}}
			due, runs := retention.Together(retention.Shipped(), own).When(k, today, time.UTC)
			if !runs {
				t.Fatal("no period runs")
			}
			return due.On
		}
		if on(short) > on(long) {
			t.Fatalf("%d days keep until %s, %d days until %s", short, on(short), long, on(long))
		}
	})
}

func TestShippedPeriodsReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(retention.Shipped())
	if err != nil || !strings.Contains(string(text), `"term":"P5Y"`) {
		t.Errorf("%v: %s", err, text)
	}
}
