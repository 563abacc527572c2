package timeline

import (
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

// ofTerms tells what somebody decided of the terms of a file.
func ofTerms(e agreement.UseEvent) figures.Text {
	switch e := e.(type) {
	case agreement.Applied:
		return join(text("Andere versie van een afspraak toegepast", "Another version of an agreement applied"),
			same(e.Agreement), text("versie "+e.Ref.Number, "version "+e.Ref.Number), label(codes.ApplyReason, e.Because))
	case agreement.FactTold:
		return join(capital(label(codes.ClockFact, e.Fact)), when(e.On), one(codes.SuspensionReason, e.Because), same(e.Agreement))
	case agreement.FactRetracted:
		return text("Feit van een termijn teruggenomen: dat was er nooit", "Fact of a term taken back: it never was")
	}
	return unknown(e)
}
