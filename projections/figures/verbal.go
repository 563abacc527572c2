package figures

import (
	"ruggensteun/domain/codes"
	"ruggensteun/projections/facts"
)

// verbalness tells incidents in which there was nothing but verbal violence from those with
// more. Where people report more readily, it is the former that there are more of.
var verbalness = codes.List{Name: "verbal only", Codes: []codes.Entry{
	{Code: "YES", NL: "alleen verbaal", EN: "verbal only"},
	{Code: "NO", NL: "ook of alleen anders", EN: "also or only otherwise"},
}}

const verbal codes.Code = "VERBAL"

// verbalOnlyOf is NO as soon as any behaviour was of another kind, whatever else is not known.
func verbalOnlyOf(r *facts.Incident) []codes.Code {
	answer := codes.NotRecorded
	for i, b := range r.Behaviours {
		switch {
		case b.Missing():
			answer = b
		case codes.Behaviour.RollUp(b) != verbal:
			return one("NO")
		case i == 0 || !answer.Missing():
			answer = "YES"
		}
	}
	return one(answer)
}
