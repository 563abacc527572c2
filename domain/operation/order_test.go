package operation_test

import (
	"errors"
	"slices"
	"testing"

	"ruggensteun/domain/fault"
	"ruggensteun/domain/operation"
)

func TestAnOrderSaysWhatIsWrongWithIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		order operation.Order
		wrong []string
	}{
		"a rebuild of a read model":           {operation.Order{What: operation.Rebuild, Name: "facts"}, nil},
		"a dead letter dropped for a reason":  {operation.Order{What: operation.DropLetter, Name: "mail", Position: 7, Reason: operation.NoNeed}, nil},
		"a dead letter tried again":           {operation.Order{What: operation.RetryLetter, Name: "mail", Position: 7}, nil},
		"a dead letter dropped for no reason": {operation.Order{What: operation.DropLetter, Name: "mail", Position: 7}, []string{"reason"}},
		"a reason of one's own":               {operation.Order{What: operation.DropLetter, Name: "mail", Position: 7, Reason: "Jan belde"}, []string{"reason"}},
		"a dead letter at no position":        {operation.Order{What: operation.RetryLetter, Name: "mail"}, []string{"position"}},
		"a rebuild at a position":             {operation.Order{What: operation.Rebuild, Name: "facts", Position: 7}, []string{"position"}},
		"a reason for what needs none":        {operation.Order{What: operation.Rebuild, Name: "facts", Reason: operation.NoNeed}, []string{"reason"}},
		"nothing":                             {operation.Order{}, []string{"order", "of"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var fields fault.Fields
			c.order.Check(&fields)
			var told []string
			var f *fault.Fault
			if errors.As(fields.Err(), &f) {
				for _, one := range f.Fields {
					told = append(told, one.Name)
				}
			}
			if !slices.Equal(told, c.wrong) {
				t.Errorf("wrong is %v, want %v", told, c.wrong)
			}
		})
	}
}
