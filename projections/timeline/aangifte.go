package timeline

import (
	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

func ofAangifte(e aangifte.Event) figures.Text {
	switch e := e.(type) {
	case aangifte.Made:
		return join(text("Aangifte vastgelegd", "Aangifte recorded"), when(e.On), label(codes.Complainant, e.Complainant), under(e.Regime))
	case aangifte.Corrected:
		return join(text("Aangifte verbeterd", "Aangifte corrected"), when(e.On), label(codes.Complainant, e.Complainant))
	case aangifte.Retracted:
		return text("Aangifte teruggenomen: die was er nooit", "Aangifte retracted: there never was one")
	case aangifte.Erased:
		return forgotten(e.Purpose, e.Reason)
	}
	return unknown(e)
}
