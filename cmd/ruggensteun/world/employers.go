package world

import (
	"fmt"
	"slices"
	"strings"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/gemeente"
)

// listed is an invented employer: it works in real gemeenten, and its name is that
// of no gemeente, region or service there is. They are the same in every world.
type listed struct {
	code, name string
	kind       codes.Code
	in         []codes.Code // gemeenten or veiligheidsregio's
}

const invented = " (verzonnen)"

var list = slices.Concat(
	numbered("DEMO-POL", "EMP_POLUNIT", "Politie-eenheid ", "Lage Meren:VR17,VR18", "Duinrand:VR13"),
	numbered("DEMO-GEM", "EMP_GEM", "Gemeente ",
		"Zwanenwaard:GM0599", "Iepenhage:GM0518", "Oudermeer:GM0344", "Kraaienbeek:GM0772", "Roodwoude:GM0014", "Zilverdam:GM0855",
		"Veldrijk:GM0034", "Bramenoord:GM0758", "Wilgenmonde:GM0268", "Elzenburg:GM0202", "Hoogduinen:GM0392", "Lindevoort:GM0153"),
	numbered("DEMO-OV", "EMP_OTH", "Vervoerbedrijf ", "Rondom:GM0599,GM0518,GM0344"),
	numbered("DEMO-VR", "EMP_VR", "Veiligheidsregio ",
		"Morgenland:VR01", "Avondrood:VR04", "Noorderkim:VR05", "Zuiderkim:VR07", "Oosterwolken:VR09", "Westerwolken:VR12",
		"Kustvlakte:VR13", "Heuvelzoom:VR15", "Rivierbocht:VR17", "Veenrand:VR20", "Polderwind:VR22", "Bosrand:VR24"),
	numbered("DEMO-RAV", "EMP_RAV", "Ambulancezorg ",
		"Sterrenhof:VR02", "Maanrijk:VR03", "Zonnekamp:VR06", "Wolkenberg:VR08", "Regenboog:VR09", "Dauwland:VR10", "Stormvogel:VR13",
		"Zomerdijk:VR15", "Winterveld:VR16", "Lentewoud:VR17", "Herfsttij:VR20", "Morgenster:VR21", "Avondster:VR23"),
)

// numbered reads lines of name and where.
func numbered(code string, kind codes.Code, what string, lines ...string) []listed {
	var all []listed
	for i, line := range lines {
		name, where, _ := strings.Cut(line, ":")
		l := listed{code: fmt.Sprintf("%s-%02d", code, i+1), name: what + name + invented, kind: kind}
		for _, c := range strings.Split(where, ",") {
			l.in = append(l.in, codes.Code(c))
		}
		all = append(all, l)
	}
	return all
}

// perYear is how many incidents one employer of a kind has, in hundredths (DOMAIN 9):
// police 12,543 in 2024 over ten regional units; ambulance 762 reports in 2020 over 25
// services; one safety region 32 in 2022. Of boa's there is no national series: 60
// for one employer is our own number.
var perYear = map[codes.Code]int{"EMP_POLUNIT": 1_254_30, "EMP_RAV": 30_48, "EMP_VR": 32_00, "EMP_GEM": 60_00, "EMP_OTH": 60_00}

// site is an employer at work.
type site struct {
	employer.Employer
	gemeenten []share[gemeente.Gemeente] // by inhabitants
	index     int
	people    int
	regulars  int // suspects who were there before the world begins, and come back
}

// settle makes the employers, and how the incidents are divided among them: by kind
// as reported, and within a kind by how many people live there.
func (w *World) settle() {
	people := map[codes.Code]int{}
	count := map[codes.Code]int{}
	all := gemeente.All(w.until)
	for _, l := range list {
		s := newSite(l, all)
		s.index = len(w.sites)
		people[s.Kind] += s.people
		count[s.Kind]++
		w.sites = append(w.sites, s)
	}
	total := 0
	for i, s := range w.sites {
		weight := perYear[s.Kind] * count[s.Kind] * (s.people / 1000) / (people[s.Kind] / 1000)
		w.begin = append(w.begin, share[int]{i, weight})
		total += weight
	}
	for i := range w.sites {
		w.sites[i].regulars = regulars(w.sites[i].Kind, float64(w.n)*float64(w.begin[i].weight)/float64(total))
	}
}

func newSite(l listed, all []gemeente.Gemeente) site {
	s := site{Employer: employer.Employer{ID: named(l.code), Code: l.code, Name: l.name, Kind: l.kind, Zone: employer.DefaultZone}}
	for _, g := range all {
		if slices.Contains(l.in, g.Code) || slices.Contains(l.in, g.Region) {
			s.gemeenten = append(s.gemeenten, share[gemeente.Gemeente]{g, g.Inhabitants})
			s.people += g.Inhabitants
		}
	}
	s.Areas, s.Units = s.areas(), s.units()
	return s
}

// areas are the towns together, or parts of the one town.
func (s site) areas() []employer.Area {
	if s.Kind == "EMP_GEM" || s.Kind == "EMP_OTH" {
		return []employer.Area{{Code: "CENTRUM", Name: "Centrum"}, {Code: "STATION", Name: "Stationsgebied"}, {Code: "WINKELS", Name: "Winkelgebied"}, {Code: "WIJKEN", Name: "Woonwijken"}}
	}
	areas := []employer.Area{{Code: "A", Name: "Gebied A"}, {Code: "B", Name: "Gebied B"}, {Code: "C", Name: "Gebied C"}}
	for i, g := range s.gemeenten {
		a := &areas[i*len(areas)/len(s.gemeenten)]
		a.Gemeenten = append(a.Gemeenten, g.of.Code)
	}
	return slices.DeleteFunc(areas, func(a employer.Area) bool { return len(a.Gemeenten) == 0 })
}

func (s site) units() []employer.Unit {
	names := map[codes.Code]string{"EMP_POLUNIT": "Team", "EMP_GEM": "Handhaving", "EMP_OTH": "Toezicht", "EMP_VR": "Kazerne", "EMP_RAV": "Post"}
	var units []employer.Unit
	for i := range min(3+s.people/150_000, 9) {
		name := fmt.Sprintf("%s %d", names[s.Kind], i+1)
		units = append(units, employer.Unit{Code: strings.ToUpper(strings.ReplaceAll(name, " ", "-")), Name: name})
	}
	return units
}

// Employers are those of the world.
func (w *World) Employers() []employer.Employer {
	var all []employer.Employer
	for _, s := range w.sites {
		all = append(all, s.Employer)
	}
	return all
}

// registration of all employers is one story: views name them in the order in which
// they came.
func (w *World) registration(s *site) Told {
	operator := access.Actor{ID: named("operator"), Role: access.Operator, Purpose: access.Operation}
	at := w.from.AddDate(0, 0, -30)
	return Told{
		At: at, Key: w.name + "/employer " + s.Code, Employer: s.ID, Stream: employer.Stream(s.ID), By: operator,
		Command: employer.Register{By: operator, At: at, ID: s.ID, Code: s.Code, Name: s.Name, Kind: s.Kind, Zone: s.Zone, ZoneKnown: true, Areas: s.Areas, Units: s.Units},
	}
}
