package employer_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

func fieldsOf(err error) []string {
	var f *fault.Fault
	var names []string
	if errors.As(err, &f) {
		for _, field := range f.Fields {
			names = append(names, field.Name)
		}
	}
	return names
}

func TestEvolveSharesNothing(t *testing.T) {
	t.Parallel()
	first := registered()
	state := employer.Decider.Evolve(employer.Employer{}, first)
	areas := []employer.Area{{Code: "NOORD", Name: "Noord", Gemeenten: []codes.Code{"GM0363"}}}
	units, holidays := []employer.Unit{{Code: "A", Name: "A"}}, []employer.Holiday{{Date: "2026-01-02", Name: "Dag"}}
	changed := employer.Changed{Areas: &areas, Units: &units, Holidays: &holidays}
	after := employer.Decider.Evolve(state, changed)
	if diff := cmp.Diff(employer.Decider.Evolve(employer.Employer{}, registered()), state); diff != "" {
		t.Errorf("evolving changed the state it was given:\n%s", diff)
	}
	first.Areas[0].Gemeenten[0], first.Units[0].Code, first.Holidays[0].Date = "X", "X", "X"
	areas[0].Gemeenten[0], units[0].Code, holidays[0].Date = "X", "X", "X"
	for _, s := range []employer.Employer{state, after} {
		if strings.Contains(fmt.Sprint(s), "X") {
			t.Errorf("the state shares memory with an event: %v", s)
		}
	}
}

func TestState(t *testing.T) {
	t.Parallel()
	state := employer.Decider.Fold([]employer.Event{registered()})
	if !state.Registered() || (employer.Employer{}).Registered() {
		t.Error("only a registered employer is registered")
	}
	if !state.HasUnit("HH-1") || state.HasUnit("HH-2") || state.HasUnit("") {
		t.Error("an employer has the units it gave")
	}
}

// TestTheLargestEmployerFits: whatever the limits let through, the log takes,
// also when every character of every name needs six bytes in JSON.
func TestTheLargestEmployerFits(t *testing.T) {
	t.Parallel()
	worst := strings.Repeat("<", 60)
	part := func(i int) string { return fmt.Sprintf("%040d", i) }
	largest := asking(func(c *employer.Register) {
		c.Name, c.Areas, c.Units, c.Holidays = worst, nil, nil, nil
		for i := range 100 {
			a := employer.Area{Code: part(i), Name: worst}
			for j := range 20 {
				a.Gemeenten = append(a.Gemeenten, codes.Code(fmt.Sprintf("GM%04d", j)))
			}
			c.Areas = append(c.Areas, a)
			c.Holidays = append(c.Holidays, employer.Holiday{Date: noon.AddDate(0, 0, i).Format("2006-01-02"), Name: worst})
		}
		for i := range 300 {
			c.Units = append(c.Units, employer.Unit{Code: part(i), Name: worst})
		}
	})
	events, err := employer.Decider.Decide(employer.Employer{}, largest)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(events[0])
	if err != nil || len(b) > eventlog.MaxPayload {
		t.Errorf("%d bytes, at most %d (%v)", len(b), eventlog.MaxPayload, err)
	}
}
