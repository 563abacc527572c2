package prosecution

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
)

// all is a notice that says everything at once.
var all = Details{
	Aangifte: uuid.New(), Worker: uuid.New(), VPT: "CONFIRMED", Sepot: "02", Conditional: yes, Summons: "AU", Uplift: yes, Percent: codes.Count{Counted: true, Number: 50}, Outcome: "CONV",
	Sanctions: []Sanction{{Kind: "FINE"}}, Offences: []Offence{{Offence: "INSULT"}}, Instance: first, Decision: "PROSECUTE", Hearing: moment.Moment{Precision: moment.Day},
}

func TestAFormAsksOfAStepWhatItTakesAndNothingElse(t *testing.T) {
	t.Parallel()
	for _, e := range append(codes.CaseStep.Codes, codes.Entry{Code: codes.Other}) {
		var f form
		f.belong(Told{Step: e.Code, Details: all})
		asks := AskedOf(e.Code)
		for _, d := range detailNames {
			for _, name := range d.names {
				asked := slices.Contains(asks.Details, name)
				if refused := f.Has(name); asked == refused && !(name == "instance" && instanceOf(e.Code) != "") {
					t.Errorf("%s: %s is asked %t and refused %t", e.Code, name, asked, refused)
				}
			}
		}
		if slices.Contains(asks.Details, "outcome") != (len(asks.Outcomes) > 0) {
			t.Errorf("%s: an outcome is asked without any, or the other way round", e.Code)
		}
	}
	if asks := AskedOf("NONE"); asks.Details != nil {
		t.Errorf("what is no step asks %v", asks)
	}
}
