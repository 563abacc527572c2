package world

import (
	"slices"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
)

// centres are about the middle of the larger towns, from general knowledge: a place on
// the map is told in these only.
var centres = map[codes.Code]incident.Point{
	"GM0363": {North: 52_372, East: 4_894}, "GM0599": {North: 51_922, East: 4_479}, "GM0518": {North: 52_077, East: 4_307},
	"GM0344": {North: 52_091, East: 5_116}, "GM0772": {North: 51_440, East: 5_475}, "GM0014": {North: 53_217, East: 6_566},
	"GM0855": {North: 51_558, East: 5_083}, "GM0034": {North: 52_371, East: 5_216}, "GM0758": {North: 51_588, East: 4_776},
	"GM0268": {North: 51_843, East: 5_859}, "GM0202": {North: 51_983, East: 5_904}, "GM0392": {North: 52_381, East: 4_636},
	"GM0153": {North: 52_221, East: 6_893},
}

// where draws the rest of a place of this kind.
func (s *site) where(d dice, kind codes.Code) incident.Place {
	p := incident.Place{Type: kind, Indoors: indoors(d, kind)}
	p.Gemeente = draw(d, s.gemeenten).Code
	if len(s.Areas) > 0 && d.chance(70) {
		p.Area = s.area(d, p)
	}
	if d.chance(80) {
		p.Unit = one(d, s.Units[:1+d.IntN(len(s.Units))]).Code // the first ones are the busiest
	}
	if centre, has := centres[p.Gemeente]; has && d.chance(40) {
		p.Point = incident.Point{North: centre.North + d.between(-12, 12), East: centre.East + d.between(-18, 18)}
	}
	return p
}

func (s *site) area(d dice, p incident.Place) string {
	for _, a := range s.Areas {
		if slices.Contains(a.Gemeenten, p.Gemeente) {
			return a.Code
		}
	}
	switch p.Type {
	case "OV":
		return "STATION"
	case "SHOP":
		return "WINKELS"
	case "HOME", "HOME_PORCH", "PARK":
		return "WIJKEN"
	}
	return one(d, []string{"CENTRUM", "CENTRUM", "WIJKEN", "STATION"})
}

var inside = []codes.Code{"HOME", "POLICE_ST", "CARE_INST", "HOSPITAL", "HORECA", "SHOP", "MUNI_BLD", "FIRE_ST", "SHELTER"}

func indoors(d dice, kind codes.Code) codes.Code {
	switch {
	case d.chance(25):
		return ""
	case kind == "CTRL_ROOM" || kind == "ONLINE" || kind == "SERV_VEH":
		return codes.NotApplicable
	case slices.Contains(inside, kind):
		return "INSIDE"
	case kind == "OV" && d.chance(60):
		return "INSIDE"
	}
	return "OUTSIDE"
}

// asReported is how much of a place is told.
func asReported(d dice, p incident.Place) incident.Place {
	if p.Type == "ONLINE" || p.Type == "CTRL_ROOM" {
		p.Point = incident.Point{}
	}
	switch {
	case d.chance(2):
		p.Type = codes.Unknown
	case d.chance(3):
		p.Type = codes.NotRecorded
	}
	switch {
	case d.chance(2):
		p.Gemeente, p.Area, p.Point = codes.Unknown, "", incident.Point{}
	case d.chance(2):
		p.Gemeente, p.Point = codes.NotRecorded, incident.Point{}
	}
	return p
}

func (s *site) middle() incident.Point { return centres[s.gemeenten[0].of.Code] }
