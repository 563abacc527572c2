package trend

import (
	"fmt"

	"ruggensteun/projections/figures"
	"ruggensteun/projections/nowcast"
)

// method says how the estimate was made, and how far it can be trusted.
func (t Trend) method() figures.Text {
	m := figures.Text(nowcast.Method)
	if t.Horizon > 0 {
		m.NL += fmt.Sprintf(" Wat later dan %d maanden na de maand binnenkomt, wordt niet verwacht.", t.Horizon)
		m.EN += fmt.Sprintf(" What comes in more than %d months after the month is not awaited.", t.Horizon)
	}
	if t.Protection != nil {
		m.NL += " De schatting rust alleen op getallen zoals ze aan het eind van elke maand gedrukt zouden zijn; dat die een beetje veranderd zijn, maakt het bereik breder."
		m.EN += " The estimate rests only on numbers as they would have been printed at the end of each month; that these were changed a little makes the range wider."
	}
	return m
}

// Tried says how the interval did before.
func (t Trend) Tried() figures.Text {
	b := t.BackTest
	switch {
	case t.NoEstimate != nil:
		return *t.NoEstimate
	case b == nil:
		return figures.Text{
			NL: "Hoe goed zulke schattingen hier eerder waren is nog niet te zeggen: daarvoor zijn er te weinig maanden.",
			EN: "How good such estimates were here before cannot be said yet: there are too few months for that.",
		}
	}
	return figures.Text{
		NL: fmt.Sprintf("Eerder gevraagd van deze zelfde cijfers, telkens over de maand die net voorbij was: het latere getal lag %d van de %d keer in het bereik. De schatting zat er gemiddeld %.1f naast, doortellen met vaste factoren (chain ladder) %.1f.", b.Held, b.Tests, b.Wrong, b.Ladder),
		EN: fmt.Sprintf("Asked before of these same figures, each time of the month that had just passed: the later number lay in the range %d of %d times. The estimate was off by %.1f on average, multiplying by fixed factors (chain ladder) by %.1f.", b.Held, b.Tests, b.Wrong, b.Ladder),
	}
}

// Told is what stands beneath the answer.
func (t Trend) Told(l figures.Language) figures.Told {
	a := figures.Answer{Unit: t.Unit, Definition: t.Definition, DefinitionNL: t.DefinitionNL, Protection: t.Protection, Invented: t.Invented, Total: t.Total, Coverage: t.Coverage}
	return a.Told(l)
}
