package access

import (
	"slices"
	"testing"

	"github.com/google/uuid"
)

func TestARoleIsHeldInAllOfAnEmployerOrInAUnit(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct{ given, want []Role }{
		"nothing":                         {nil, []Role{}},
		"in a unit":                       {[]Role{"manager:NOORD"}, []Role{"manager:NOORD"}},
		"in two, said twice":              {[]Role{"manager:ZUID", "manager:NOORD", "manager:ZUID"}, []Role{"manager:NOORD", "manager:ZUID"}},
		"in all, and so in none besides":  {[]Role{"manager:ZUID", "manager"}, []Role{"manager"}},
		"one in a unit, another in all":   {[]Role{"registrar", "manager:ZUID"}, []Role{"manager:ZUID", "registrar"}},
		"what is none, or is in no unit":  {[]Role{"boss", "", "manager:", "privacy-officer:ZUID", "analyst:ZUID"}, []Role{}},
		"a role of the same first letter": {[]Role{"man:ZUID"}, []Role{}},
	} {
		if got := HeldOf(c.given); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
	}
}

func TestWhoHoldsARoleInAUnitAsksInIt(t *testing.T) {
	t.Parallel()
	h := Holder{ID: uuid.New(), Employer: rotterdam, Roles: []Role{"manager:NOORD", "manager:ZUID"}}
	if _, err := h.As(""); err == nil {
		t.Error("nobody asked in which unit")
	}
	for _, no := range []Role{"manager", "manager:WEST", "registrar:NOORD"} {
		if a, err := h.As(no); err == nil {
			t.Errorf("%s: %+v", no, a)
		}
	}
	a, err := h.As("manager:ZUID")
	if err != nil || a != (Actor{ID: h.ID, Role: Manager, Employer: rotterdam, Unit: south, Purpose: Manager.Purposes()[0]}) || a.Held() != "manager:ZUID" {
		t.Errorf("%+v, %v", a, err)
	}
	if got := Rules().Grounds("manager:ZUID", rotterdam, rotterdam, []Action{ReadIncident}); len(got) != 1 {
		t.Errorf("the history of who could see gives %v", got)
	}
}
