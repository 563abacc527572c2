package access

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/fault"
)

func TestFigures(t *testing.T) {
	t.Parallel()
	homeless := worker(Registrar)
	homeless.Employer = uuid.Nil
	tests := map[string]struct {
		who  Actor
		want Scope
		err  string // part of the reason
	}{
		"the operator counts over all, protected": {who: worker(Operator), want: Scope{All: true, For: ForAnalysts}},
		"a registrar counts the own employer's":   {who: worker(Registrar), want: Scope{Employer: rotterdam}},
		"a case worker counts the own employer's": {who: worker(CaseWorker), want: Scope{Employer: rotterdam}},
		"a reporter counts nothing":               {who: worker(Reporter), err: "single out colleagues"},
		"a manager counts no health":              {who: worker(Manager), want: Scope{Employer: rotterdam, NoHealth: true}},
		"nor does a privacy officer":              {who: worker(PrivacyOfficer), want: Scope{Employer: rotterdam, NoHealth: true}},
		"who is kept to a unit counts it only":    {who: inNorth(Registrar), want: Scope{Employer: rotterdam, Unit: north}},
		"an analyst counts over all, protected":   {who: worker(Analyst), want: Scope{All: true, For: ForAnalysts}},
		"a registrar of no employer is refused":   {who: homeless, err: "employer you work for"},
		"nobody in particular is refused":         {who: Actor{}, err: "no rule"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := test.who.Figures()
			if got != test.want {
				t.Errorf("scope %+v, want %+v", got, test.want)
			}
			if (err != nil) != (test.err != "") || err != nil && !strings.Contains(err.Error(), test.err) {
				t.Errorf("error %v, want one about %q", err, test.err)
			}
			if err != nil && fault.KindOf(err) != fault.Forbidden {
				t.Errorf("kind %s, want forbidden", fault.KindOf(err))
			}
		})
	}
}

func TestScopeIncludes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		scope Scope
		of    uuid.UUID
		want  bool
	}{
		"the zero scope includes no employer":     {Scope{}, rotterdam, false},
		"the zero scope includes not even nobody": {Scope{}, uuid.Nil, false},
		"all includes every employer":             {Scope{All: true}, utrecht, true},
		"one employer includes itself":            {Scope{Employer: rotterdam}, rotterdam, true},
		"one employer does not include another":   {Scope{Employer: rotterdam}, utrecht, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.scope.Includes(test.of); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// TestTheSecondFenceIsNeverNarrowerOrWiderThanTheRules holds Over to May: a row
// that is shown may be asked about, and one that is not may not.
func TestTheSecondFenceIsNeverNarrowerOrWiderThanTheRules(t *testing.T) {
	t.Parallel()
	mine, theirs := uuid.New(), uuid.New()
	for _, role := range Roles() {
		for _, action := range Actions() {
			a := Actor{ID: uuid.New(), Role: role, Employer: mine, Purpose: role.Purposes()[0]}
			for name, employer := range map[string]uuid.UUID{"own": mine, "another": theirs} {
				if got, want := a.Over(action).Includes(employer), a.May(action, employer) == nil; got != want {
					t.Errorf("%s, %s of %s employer: shown %t, allowed %t", role, action, name, got, want)
				}
			}
		}
	}
}
