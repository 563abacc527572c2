package agreement_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
)

func TestAFactThatNoOtherRecordTellsIsTold(t *testing.T) {
	t.Parallel()
	known := agreement.Together(agreement.Shipped(), nil, nil)
	asked := agreement.TellFact{
		By: caseWorker, Employer: rotterdam, At: at(t, "2026-06-01 12:00").Instant, ID: uuid.UUID{1}, Fact: "SUSPENDED", On: at(t, "2026-05-01 12:00"),
		Agreement: "AANGIFTE-2-WERKDAGEN", Because: "VICTIM_ASKS", Known: known,
	}
	with := func(change func(*agreement.TellFact)) agreement.TellFact {
		c := asked
		change(&c)
		return c
	}
	told := agreement.FactTold{ID: asked.ID, Fact: asked.Fact, On: asked.On, Agreement: asked.Agreement, Because: asked.Because}
	for name, c := range map[string]struct {
		given []agreement.UseEvent
		when  agreement.UseCommand
		then  int
		err   fault.Kind
		says  string
	}{
		"a suspension of one term":           {nil, asked, 1, "", ""},
		"of all that can stand still":        {nil, with(func(c *agreement.TellFact) { c.Agreement = "" }), 1, "", ""},
		"twice is once":                      {[]agreement.UseEvent{told}, asked, 0, "", ""},
		"without a reason":                   {nil, with(func(c *agreement.TellFact) { c.Because = "" }), 0, fault.Invalid, "because"},
		"of a term that never stands still":  {nil, with(func(c *agreement.TellFact) { c.Agreement = "HOGER-BEROEP" }), 0, fault.Invalid, "use one of AANGIFTE-2-WERKDAGEN, AANGIFTE-48-UUR"},
		"what another record tells":          {nil, with(func(c *agreement.TellFact) { c.Fact = "OCCURRED" }), 0, fault.Invalid, "use SUSPENDED, RESUMED or RIGHTS_TOLD; this one comes from the incident"},
		"without a day":                      {nil, with(func(c *agreement.TellFact) { c.On = moment.Moment{} }), 0, fault.Invalid, "say since when"},
		"by who only reports":                {nil, with(func(c *agreement.TellFact) { c.By.Role = "reporter" }), 0, fault.Forbidden, ""},
		"at another employer":                {nil, with(func(c *agreement.TellFact) { c.Employer = utrecht }), 0, fault.Forbidden, ""},
		"taken back":                         {[]agreement.UseEvent{told}, agreement.RetractFact{By: caseWorker, Employer: rotterdam, ID: told.ID}, 1, "", ""},
		"taken back twice is once":           {[]agreement.UseEvent{told, agreement.FactRetracted{ID: told.ID}}, agreement.RetractFact{By: caseWorker, Employer: rotterdam, ID: told.ID}, 0, "", ""},
		"taken back what was never told":     {nil, agreement.RetractFact{By: caseWorker, Employer: rotterdam, ID: told.ID}, 0, fault.Refused, "no fact with this id"},
		"another one under the id of a fact": {[]agreement.UseEvent{told}, with(func(c *agreement.TellFact) { c.Because = "NOT_POSSIBLE" }), 0, fault.Refused, "use a new id"},
	} {
		got, err := agreement.UseDecider.Decide(agreement.UseDecider.Fold(c.given), c.when)
		if fault.KindOf(err) != c.err || len(got) != c.then || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestATermStandsStillFromAFactThatWasTold(t *testing.T) {
	t.Parallel()
	history := []agreement.Happened{{Fact: "OCCURRED", At: at(t, "2026-06-01 12:00")}} // a Monday
	due := func(told ...agreement.UseEvent) string {
		c := agreement.Case{History: history, Uses: agreement.UseDecider.Fold(told)}
		clock := agreement.Together(agreement.Shipped(), nil, nil).OfCase("AANGIFTE-2-WERKDAGEN", c, place(t), at(t, "2026-07-01 12:00").Instant)[0]
		return clock.Due.Day.String() + " " + string(clock.State)
	}
	from := agreement.FactTold{ID: uuid.UUID{1}, Fact: "SUSPENDED", On: at(t, "2026-06-02 09:00"), Because: "VICTIM_ASKS"}
	until := agreement.FactTold{ID: uuid.UUID{2}, Fact: "RESUMED", On: at(t, "2026-06-04 09:00"), Agreement: "AANGIFTE-2-WERKDAGEN"}
	plain := due()
	if got := due(from, until); got == plain || !strings.HasSuffix(got, string(agreement.Lapsed)) {
		t.Errorf("suspended and resumed it is due %s, else %s", got, plain)
	}
	if got := due(from); !strings.HasSuffix(got, string(agreement.Suspended)) {
		t.Errorf("not resumed it is %s", got)
	}
	if got := due(from, agreement.FactRetracted{ID: from.ID}); got != plain {
		t.Errorf("taken back it is due %s, want %s", got, plain)
	}
	from.Agreement = "REACTIE-24-UUR"
	if got := due(from); got != plain {
		t.Errorf("another term stands still, and this is due %s, want %s", got, plain)
	}
}

// TestEveryFactOfATermCanBeRecorded: a term that nobody can start, suspend or meet is
// none. Steps, outcomes and aftercare have commands of their own.
func TestEveryFactOfATermCanBeRecorded(t *testing.T) {
	t.Parallel()
	for _, e := range codes.ClockFact.Codes {
		if by, is := agreement.Recorder(e.Code); !is || by == "" {
			t.Errorf("nobody can say %s", e.Code)
		}
	}
	for _, v := range agreement.Shipped() {
		all := slices.Concat(v.Starts, v.Ends, v.Asked)
		for _, p := range v.Suspends {
			all = append(all, p.From, p.Until)
		}
		for _, fact := range all {
			if _, is := agreement.Recorder(fact); !is {
				t.Errorf("%s waits for %s, which nobody can say", v.Code, fact)
			}
		}
	}
	if _, is := agreement.Recorder("NEVER"); is {
		t.Error("what is no fact can be recorded")
	}
}
