package prosecution

import "ruggensteun/domain/codes"

// Asks is what a step can say beside when it happened, for whoever makes a form of it.
type Asks struct {
	Details  []string     // fields of Details, as a notice's form names them
	Outcomes []codes.Code // that it can bring
	Amounts  []codes.Code // of codes.AmountKind
}

// detailNames are the fields of each detail, in the order in which people tell them.
var detailNames = []struct {
	of    detail
	names []string
}{
	{ofAangifte, []string{"aangifte"}}, {ofWorker, []string{"worker"}}, {ofVPT, []string{"vpt"}},
	{ofSepot, []string{"sepot", "conditional"}}, {ofSummons, []string{"summons"}}, {ofHearing, []string{"hearing"}},
	{ofInstance, []string{"instance"}}, {ofDecision, []string{"decision"}}, {ofOutcome, []string{"outcome"}},
	{ofSanctions, []string{"sanctions"}}, {ofUplift, []string{"uplift", "percent"}}, {ofOffences, []string{"offences"}},
}

// AskedOf is nothing for what is no step.
func AskedOf(c codes.Code) Asks {
	s, is := steps[c]
	if !is {
		return Asks{}
	}
	asks := Asks{Amounts: s.amounts}
	for _, d := range detailNames {
		switch {
		case s.takes&d.of == 0, d.of == ofInstance && instanceOf(c) != "":
		default:
			asks.Details = append(asks.Details, d.names...)
		}
	}
	if s.takes&ofOutcome != 0 {
		asks.Outcomes = outcomesOf(c)
	}
	return asks
}
