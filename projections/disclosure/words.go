package disclosure

import (
	"fmt"
	"math"
)

// Remark is what stands beside every protected table, in Dutch and English: the method in
// one sentence, how far a number typically is from the true one, and that margins may
// differ. An owner's figures are exact and need none.
type Remark struct{ NL, EN string }

// Remark says what the table does for this viewer; it is empty for an owner.
func (m Method) Remark(v Viewer) Remark {
	if v == Owner {
		return Remark{}
	}
	typical := m.Deviation(v)
	r := Remark{
		NL: fmt.Sprintf("Elk aantal is met opzet een beetje veranderd, zodat niemand te herkennen is. "+
			"Meestal scheelt het ongeveer %.0f, door die verandering nooit meer dan %d. "+
			"Ook kunnen er tot %d meldingen nog niet zijn meegeteld. "+
			"Bij \"%s\" zijn het er meestal hooguit 4. "+
			"Aantallen bij elkaar opgeteld kunnen daarom iets anders zijn dan het totaal. "+
			"\"Niet uitgesplitst\" betekent dat de groep daarvoor te klein is.",
			typical, maxDeviation+rounding(v), refreshFrom-1, FewLabel),
		EN: fmt.Sprintf("Each number was changed a little on purpose, so that nobody can be recognised. "+
			"It is typically off by about %.0f, by that change never by more than %d. "+
			"Up to %d reports may not be counted yet. "+
			"\"%s\" mostly means 4 at most. "+
			"Numbers added up may therefore differ a little from the total. "+
			"\"Not broken down\" means that the group is too small for it.",
			typical, maxDeviation+rounding(v), refreshFrom-1, FewLabel),
	}
	if v == Public {
		r.NL += " Aantallen zijn afgerond op vijftallen."
		r.EN += " Numbers are rounded to the nearest 5."
	}
	return r
}

// Deviation is the standard deviation of a count from 10 on, which is no secret; 0 for an owner. Rounding to fives adds
// what a remainder of −2 to 2 has, each as likely.
func (m Method) Deviation(v Viewer) float64 {
	if v == Owner {
		return 0
	}
	variance := m.Table.Variance(lastRow)
	if v == Public {
		variance += 2
	}
	return math.Sqrt(variance)
}

func rounding(v Viewer) int {
	if v == Public {
		return 2
	}
	return 0
}
