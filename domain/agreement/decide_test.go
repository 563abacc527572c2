package agreement_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

var (
	rotterdam  = uuid.MustParse("00000000-0000-7000-8000-000000000001")
	utrecht    = uuid.MustParse("00000000-0000-7000-8000-000000000002")
	operator   = access.Actor{ID: uuid.MustParse("00000000-0000-7000-8000-0000000000aa"), Role: access.Operator}
	registrar  = access.Actor{ID: operator.ID, Role: access.Registrar, Employer: rotterdam}
	caseWorker = access.Actor{ID: operator.ID, Role: access.CaseWorker, Employer: rotterdam}
)

// telling is a version that an employer might adopt, changed.
func telling(change func(*agreement.Version)) agreement.Version {
	v := agreement.Version{
		Code: "UITKOMST-VERTELLEN", Number: "2026-1", Name: agreement.Text{NL: "Uitkomst vertellen", EN: "Tell the outcome"},
		Basis:  agreement.Basis{Kind: "OWN_POLICY", Text: agreement.Text{NL: "eigen beleid", EN: "own policy"}, Checked: true},
		Starts: []codes.Code{"OUTCOME_KNOWN"}, Ends: []codes.Code{"VICTIM_TOLD"},
		Term: calendar.Term{WorkingDays: 1}, Responsible: "CASE_WORKER", ValidFrom: "2026-01-01",
	}
	if change != nil {
		change(&v)
	}
	return v
}

func adopt(change func(*agreement.Version)) agreement.Adopt {
	return agreement.Adopt{By: registrar, Employer: rotterdam, Today: newYearsEve, Version: telling(change)}
}

// newYearsEve is the day before the version of telling begins.
var newYearsEve = calendar.On(2025, 12, 31)

func TestDecide(t *testing.T) {
	t.Parallel()
	first := agreement.Adopted{Version: telling(nil)}
	gone := agreement.Withdrawn{Agreement: "UITKOMST-VERTELLEN", Number: "2026-1", From: "2026-02-01"}
	withdrawn := func(from string) agreement.Withdraw {
		return agreement.Withdraw{By: registrar, Employer: rotterdam, Today: calendar.On(2026, 1, 31), Agreement: "UITKOMST-VERTELLEN", Number: "2026-1", From: from}
	}
	longer := func(v *agreement.Version) { v.Term.WorkingDays = 3 }
	second := func(v *agreement.Version) { v.Number = "2026-2" }
	tests := map[string]struct {
		given []agreement.Event
		when  agreement.Command
		then  []agreement.Event
		err   fault.Kind
		says  string
	}{
		"a registrar adopts for the employer":         {nil, adopt(nil), []agreement.Event{first}, "", ""},
		"the operator does on its instruction":        {nil, agreement.Adopt{By: operator, Employer: rotterdam, Today: newYearsEve, Version: telling(nil)}, []agreement.Event{first}, "", ""},
		"and for everybody":                           {nil, agreement.Adopt{By: operator, Today: newYearsEve, Version: telling(nil)}, []agreement.Event{first}, "", ""},
		"which a registrar does not":                  {nil, agreement.Adopt{By: registrar, Version: telling(nil)}, nil, fault.Forbidden, ""},
		"nor for another employer":                    {nil, agreement.Adopt{By: registrar, Employer: utrecht, Version: telling(nil)}, nil, fault.Forbidden, ""},
		"a case worker adopts nothing":                {nil, agreement.Adopt{By: caseWorker, Employer: rotterdam, Version: telling(nil)}, nil, fault.Forbidden, "registrar"},
		"adopting twice changes nothing":              {[]agreement.Event{first}, adopt(nil), nil, "", ""},
		"not with effect in the past":                 {nil, adopt(func(v *agreement.Version) { v.ValidFrom = "2025-12-31" }), nil, fault.Invalid, "use 2026-01-01 or later"},
		"nor since ever":                              {nil, adopt(func(v *agreement.Version) { v.ValidFrom = "" }), nil, fault.Invalid, "(valid_from does not lie ahead"},
		"texts are cleaned first":                     {[]agreement.Event{first}, adopt(func(v *agreement.Version) { v.Name.NL = " Uitkomst vertellen " }), nil, "", ""},
		"a version never changes":                     {[]agreement.Event{first}, adopt(longer), nil, fault.Refused, "adopt 2026-2"},
		"and the next number is one that is free":     {[]agreement.Event{first, agreement.Adopted{Version: telling(second)}}, adopt(longer), nil, fault.Refused, "adopt 2026-3"},
		"another number is another version":           {[]agreement.Event{first}, adopt(second), []agreement.Event{agreement.Adopted{Version: telling(second)}}, "", ""},
		"a version is withdrawn, from tomorrow":       {[]agreement.Event{first}, withdrawn(""), []agreement.Event{gone}, "", ""},
		"or from a day that was named":                {[]agreement.Event{first}, withdrawn("2026-02-01"), []agreement.Event{gone}, "", ""},
		"not from today":                              {[]agreement.Event{first}, withdrawn("2026-01-31"), nil, fault.Invalid, "(from does not lie ahead"},
		"nor from what is no day":                     {[]agreement.Event{first}, withdrawn("maart"), nil, fault.Invalid, "(from is not a day: write it as 2026-12-31)"},
		"once":                                        {[]agreement.Event{first, gone}, withdrawn("2026-03-01"), nil, "", ""},
		"or earlier after all":                        {[]agreement.Event{first, agreement.Withdrawn{Agreement: "UITKOMST-VERTELLEN", Number: "2026-1", From: "2026-03-01"}}, withdrawn(""), []agreement.Event{gone}, "", ""},
		"and does not come back":                      {[]agreement.Event{first, gone}, adopt(nil), nil, fault.Refused, "adopt 2026-2"},
		"what was not adopted is not withdrawn":       {nil, agreement.Withdraw{By: registrar, Employer: rotterdam, Agreement: "BEKLAG-ART12", Number: "2026-1"}, nil, fault.NotFound, "that is off"},
		"not by a reporter":                           {[]agreement.Event{first}, agreement.Withdraw{By: access.Actor{Role: access.Reporter, Employer: rotterdam}, Employer: rotterdam}, nil, fault.Forbidden, ""},
		"nothing is nothing that can be asked of one": {nil, nil, nil, fault.Invalid, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := agreement.Decider.Decide(agreement.Decider.Fold(test.given), test.when)
			if diff := cmp.Diff(test.then, got); fault.KindOf(err) != test.err || diff != "" || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestWhatIsWrongWithAVersionIsNamed(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*agreement.Version)
		fields string
	}{
		"nothing":                     {nil, ""},
		"a code in lower case":        {func(v *agreement.Version) { v.Code = "vertellen" }, "code"},
		"a number that is none":       {func(v *agreement.Version) { v.Number = "2026" }, "version"},
		"a name in one language":      {func(v *agreement.Version) { v.Name.EN = "" }, "name.en"},
		"a basis that does not exist": {func(v *agreement.Version) { v.Basis.Kind = "RUMOUR" }, "basis.kind"},
		"half a doubt":                {func(v *agreement.Version) { v.Basis.Doubt.NL = "niet gelezen" }, "basis.doubt.en"},
		"a day that is none":          {func(v *agreement.Version) { v.ValidFrom = "2026-02-30" }, "valid_from"},
		"an end before the beginning": {func(v *agreement.Version) { v.ValidFrom, v.ValidTo = "2026-02-01", "2026-01-31" }, "valid_to"},
		"no start":                    {func(v *agreement.Version) { v.Starts = nil }, "starts"},
		"a start that is no fact":     {func(v *agreement.Version) { v.Starts = []codes.Code{"OUTCOME_KNOWN", "MAANDAG"} }, "starts[1]"},
		"a start twice":               {func(v *agreement.Version) { v.Starts = []codes.Code{"AANG", "AANG"} }, "starts[1]"},
		"an end that starts it":       {func(v *agreement.Version) { v.Ends = []codes.Code{"OUTCOME_KNOWN"} }, "ends[0]"},
		"a suspension by itself":      {func(v *agreement.Version) { v.Suspends = []agreement.Pair{{From: "ADJOURN", Until: "ADJOURN"}} }, "suspends[0].until"},
		"a term that is none":         {func(v *agreement.Version) { v.Term.Hours = 3 }, "term"},
		"moved in hours":              {func(v *agreement.Version) { v.Term, v.Moved = calendar.Term{Hours: 3}, true }, "moved"},
		"moved in years":              {func(v *agreement.Version) { v.Term, v.Moved = calendar.Term{Years: 1}, true }, "moved"},
		"moved in working days":       {func(v *agreement.Version) { v.Moved = true }, "moved"},
		"a regulation that the law moves": {func(v *agreement.Version) {
			v.Term, v.Moved, v.Basis.Kind = calendar.Term{Days: 14}, true, "REGULATION"
		}, "moved"},
		"own days that count for nothing":    {func(v *agreement.Version) { v.Term, v.OwnDays = calendar.Term{Days: 14}, true }, "own_days"},
		"nobody's turn":                      {func(v *agreement.Version) { v.Responsible = "" }, "responsible"},
		"somebody who does not exist warned": {func(v *agreement.Version) { v.Warned = []codes.Code{"OM", "POLITIE"} }, "warned[1]"},
		"nobody warned in time":              {func(v *agreement.Version) { v.WarnBefore.Days = 1 }, "warned"},
		"nobody to take over":                {func(v *agreement.Version) { v.TakeOver.Days = 1 }, "takes_over"},
		"everything at once":                 {func(v *agreement.Version) { *v = agreement.Version{} }, "code,version,name.nl,name.en,basis.kind,basis.nl,basis.en,starts,ends,responsible"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := agreement.Decider.Decide(nil, adopt(test.change))
			var f *fault.Fault
			var fields []string
			if errors.As(err, &f) {
				for _, field := range f.Fields {
					fields = append(fields, field.Name)
				}
			}
			if got := strings.Join(fields, ","); got != test.fields {
				t.Errorf("fields %q, want %q (%v)", got, test.fields, err)
			}
		})
	}
}

// TestTheLargestVersionFits: whatever the limits let through, the log takes, also when
// every character of every text needs six bytes in JSON.
func TestTheLargestVersionFits(t *testing.T) {
	t.Parallel()
	worst := agreement.Text{NL: strings.Repeat("<", 400), EN: strings.Repeat("<", 400)}
	var facts []codes.Code
	for _, e := range codes.CaseStep.Codes[:40] {
		facts = append(facts, e.Code)
	}
	command := adopt(func(v *agreement.Version) {
		v.Name = agreement.Text{NL: worst.NL[:80], EN: worst.EN[:80]}
		v.Basis.Text, v.Basis.Doubt = worst, worst
		v.Starts, v.Ends, v.Asked = facts[:20], facts[20:40], facts[:20]
		for i := range 20 {
			v.Suspends = append(v.Suspends, agreement.Pair{From: facts[i], Until: facts[i+20]})
		}
	})
	events, err := agreement.Decider.Decide(nil, command)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := json.Marshal(events[0]); err != nil || len(b) > eventlog.MaxPayload {
		t.Errorf("%d bytes, at most %d (%v)", len(b), eventlog.MaxPayload, err)
	}
}

func TestEvolveSharesNothing(t *testing.T) {
	t.Parallel()
	e := agreement.Adopted{Version: telling(nil)}
	state := agreement.Decider.Evolve(nil, e)
	after := agreement.Decider.Evolve(state, agreement.Withdrawn{Agreement: e.Version.Code, Number: e.Version.Number, From: "2026-03-01"})
	e.Version.Starts[0] = "X"
	if state[0].WithdrawnFrom != "" || after[0].WithdrawnFrom == "" || state[0].Starts[0] == "X" {
		t.Errorf("evolving changed the state it was given: %+v", state)
	}
	uses := agreement.UseDecider.Evolve(agreement.Uses{}, agreement.Applied{Agreement: "A", Ref: agreement.Ref{Number: "2026-1"}})
	agreement.UseDecider.Evolve(uses, agreement.Applied{Agreement: "A", Ref: agreement.Ref{Number: "2026-2"}})
	if uses.Applied["A"].Number != "2026-1" {
		t.Errorf("evolving changed the state it was given: %v", uses)
	}
}

func TestAnotherVersionIsApplied(t *testing.T) {
	t.Parallel()
	known := agreement.Together(agreement.Shipped(), nil, agreement.Decider.Fold([]agreement.Event{agreement.Adopted{Version: telling(nil)}}))
	ref := agreement.Ref{Whose: agreement.Employer, Number: "2026-1"}
	asked := agreement.Apply{By: caseWorker, Employer: rotterdam, Agreement: "UITKOMST-VERTELLEN", Ref: ref, Because: "AGREED", Known: known}
	applied := agreement.Applied{Agreement: asked.Agreement, Ref: ref, Because: "AGREED"}
	with := func(change func(*agreement.Apply)) agreement.Apply {
		c := asked
		change(&c)
		return c
	}
	for name, test := range map[string]struct {
		given []agreement.UseEvent
		when  agreement.Apply
		then  []agreement.UseEvent
		err   fault.Kind
		says  string
	}{
		"by who follows the case":         {nil, asked, []agreement.UseEvent{applied}, "", ""},
		"twice changes nothing":           {[]agreement.UseEvent{applied}, asked, nil, "", ""},
		"not without a reason":            {nil, with(func(c *agreement.Apply) { c.Because = "" }), nil, fault.Invalid, "because"},
		"not one that does not exist":     {nil, with(func(c *agreement.Apply) { c.Ref.Number = "2027-1" }), nil, fault.Invalid, "use one of EMPLOYER 2026-1, PROGRAM 2026-1"},
		"not of an agreement that is not": {nil, with(func(c *agreement.Apply) { c.Agreement = "ELA-3" }), nil, fault.Invalid, "the agreements AANGIFTE-2-WERKDAGEN, "},
		"not to a case that was merged":   {nil, with(func(c *agreement.Apply) { c.Survivor = utrecht }), nil, fault.Refused, "merged into case " + utrecht.String()},
		"not by a reporter":               {nil, with(func(c *agreement.Apply) { c.By.Role = access.Reporter }), nil, fault.Forbidden, ""},
		"not for another employer":        {nil, with(func(c *agreement.Apply) { c.Employer = utrecht }), nil, fault.Forbidden, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := agreement.UseDecider.Decide(agreement.UseDecider.Fold(test.given), test.when)
			if diff := cmp.Diff(test.then, got); fault.KindOf(err) != test.err || diff != "" || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestTheEmployersVersionGoesFirst(t *testing.T) {
	t.Parallel()
	store := agreement.Decider.Fold([]agreement.Event{
		agreement.Adopted{Version: telling(func(v *agreement.Version) { v.Number, v.ValidFrom = "2026-9", "" })},
		agreement.Adopted{Version: telling(func(v *agreement.Version) { v.Number, v.ValidFrom = "2026-10", "2026-07-01" })},
	})
	employer := agreement.Decider.Fold([]agreement.Event{
		agreement.Adopted{Version: telling(func(v *agreement.Version) {
			v.Number, v.ValidFrom, v.ValidTo = "2026-1", "2026-03-01", "2026-08-31"
		})},
		agreement.Adopted{Version: telling(func(v *agreement.Version) { v.Number, v.ValidFrom = "2026-2", "2026-08-01" })},
		agreement.Withdrawn{Agreement: "UITKOMST-VERTELLEN", Number: "2026-2", From: "2026-08-16"},
	})
	set := agreement.Together(agreement.Shipped(), store, employer)
	for _, test := range []struct{ day, want string }{
		{"2026-01-01", "STORE 2026-9"},
		{"2026-02-28", "STORE 2026-9"},
		{"2026-03-01", "EMPLOYER 2026-1"},
		{"2026-07-31", "EMPLOYER 2026-1"},
		{"2026-08-15", "EMPLOYER 2026-2"},
		{"2026-08-16", "EMPLOYER 2026-1"}, // the newer one was withdrawn
		{"2026-08-31", "EMPLOYER 2026-1"},
		{"2026-09-01", "STORE 2026-10"},
	} {
		d, err := calendar.ParseDay(test.day)
		if err != nil {
			t.Fatal(err)
		}
		if got, found := set.On("UITKOMST-VERTELLEN", d); !found || string(got.Whose)+" "+got.Number != test.want {
			t.Errorf("%s: %s %s, want %s", test.day, got.Whose, got.Number, test.want)
		}
	}
	if _, found := set.On("ELA-3", 1); found {
		t.Error("there is no such agreement")
	}
	if codes := set.Codes(); len(codes) != len(agreement.Shipped()) || !slices.IsSorted(codes) {
		t.Errorf("an agreement is one, however many versions it has: %v", codes)
	}
}
