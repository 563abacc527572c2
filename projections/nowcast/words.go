package nowcast

import "fmt"

// Text is something to read, in both languages.
type Text struct{ NL, EN string }

// Method stands under every picture and table of estimates.
var Method = Text{
	NL: "Geschat uit hoe laat eerdere perioden zijn gemeld; het bereik is zo breed dat het uiteindelijke aantal er negen van de tien keer in ligt. " +
		"Wat nooit wordt gemeld, telt ook in de schatting niet mee.",
	EN: "Estimated from how late earlier periods were reported; the range is so wide that the final number is in it nine times in ten. " +
		"What is never reported is not in the estimate either.",
}

// Said is the estimate of a period as a sentence. Unit is what a period is, in the plural.
func (r Row) Said(horizon int, unit Text) Text {
	if r.Refused != nil {
		return Text{NL: r.Period + ": " + r.Refused.NL, EN: r.Period + ": " + r.Refused.EN}
	}
	return Text{
		NL: fmt.Sprintf("%s: nu bekend %d; verwacht %d, tussen %d en %d, als %d %s lang meldingen zijn binnengekomen.",
			r.Period, r.Known, r.Expected, r.Lower, r.Upper, horizon, unit.NL),
		EN: fmt.Sprintf("%s: %d known by now; %d expected, between %d and %d, once reports have come in for %d %s.",
			r.Period, r.Known, r.Expected, r.Lower, r.Upper, horizon, unit.EN),
	}
}
