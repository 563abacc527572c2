package timeline

import (
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

// ofCare says which step it was only where whoever asks had it opened: what help
// somebody took says much.
func ofCare(e aftercare.Event) figures.Text {
	switch e := e.(type) {
	case aftercare.Opened:
		return join(text("Nazorg begonnen", "Aftercare begun"), under(e.Regime))
	case aftercare.StepTold:
		step, is := e.Step.Get()
		if !is {
			return text("Nazorg verteld", "Aftercare told")
		}
		return join(text("Nazorg verteld", "Aftercare told"), label(codes.Aftercare, step.Step), label(codes.AftercareStatus, step.Status), when(step.On))
	case aftercare.StepRetracted:
		return text("Nazorg teruggenomen", "Aftercare taken back")
	}
	return unknown(e)
}
