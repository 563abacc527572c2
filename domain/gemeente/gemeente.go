// Package gemeente knows the municipalities: which province, veiligheidsregio and
// police unit each lies in, since when, and how many people live there.
package gemeente

import (
	_ "embed"
	"slices"
	"time"

	"ruggensteun/domain/codes"
)

// Gemeente is a municipality for as long as it lay in one veiligheidsregio.
type Gemeente struct {
	Code      codes.Code // of the CBS, e.g. GM0363
	Name      string
	OtherName string     // by which many know it, e.g. Den Haag; "" for most
	Province  codes.Code // codes.Province
	Region    codes.Code // codes.SafetyRegion
	// Inhabitants on CountedOn, within the borders of 2023; 0 when not known.
	Inhabitants int
	From, To    string       // first and last day (2006-01-02); "" is open
	Became      []codes.Code // which gemeenten it went into after To
}

const (
	// Since is the first day that the table is complete for: what was merged away
	// before it is not in it.
	Since = "2019-01-01"
	// CountedOn is the day of all numbers of inhabitants.
	CountedOn = "2021-01-01"
)

// Caveat says in Dutch and English what about this table nobody has checked. It is
// printed beside everything that is shown by gemeente, region or police unit.
func Caveat() (nl, en string) {
	return "indeling van 1 januari 2023, met de herindelingen sinds 2019; inwoners op 1 januari 2021 (CBS, CC BY 4.0); " +
			"de politie-eenheid is uit algemene kennis en niet nagekeken",
		"division of 1 January 2023, with the mergers since 2019; inhabitants on 1 January 2021 (CBS, CC BY 4.0); " +
			"the police unit is from general knowledge and was not checked"
}

// Unit is the police unit, of codes.PoliceUnit, which follows from the region. It
// was not checked: see Caveat.
func (g Gemeente) Unit() codes.Code {
	return codes.SafetyRegion.RollUp(g.Region)
}

//go:embed gemeenten.txt
var text string

var table = mustParse(text)

// lines are those of each code, because every incident of an import asks for one.
var lines = func() map[codes.Code][]int {
	byCode := make(map[codes.Code][]int, len(table))
	for i, g := range table {
		byCode[g.Code] = append(byCode[g.Code], i)
	}
	return byCode
}()

// All gives the gemeenten that there were on the local day of at, by code. A zero
// at gives every line of the table, so a gemeente that moved is in it twice.
func All(at time.Time) []Gemeente {
	all := make([]Gemeente, 0, len(table))
	for _, g := range table {
		if g.On(at) {
			all = append(all, g.clone())
		}
	}
	return all
}

// Find gives the gemeente of a code as it was on the local day of at; with a zero
// at, as it was last.
func Find(code codes.Code, at time.Time) (Gemeente, bool) {
	for _, i := range slices.Backward(lines[code]) {
		if table[i].On(at) {
			return table[i].clone(), true
		}
	}
	return Gemeente{}, false
}

// On tells whether this is how it lay on the local day of at; a zero at is any day.
func (g Gemeente) On(at time.Time) bool {
	if at.IsZero() {
		return true
	}
	day := at.Format(time.DateOnly)
	return (g.From == "" || g.From <= day) && (g.To == "" || day <= g.To)
}

func (g Gemeente) clone() Gemeente {
	g.Became = slices.Clone(g.Became)
	return g
}
