package timeline

import (
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/projections/figures"
)

func where(p incident.Place) figures.Text {
	place := label(codes.LocationType, p.Type)
	if p.Type == "" || p.Type == codes.NotRecorded {
		place = text("plaats niet vastgelegd", "place not recorded")
	}
	if p.Gemeente != "" && !p.Gemeente.Missing() {
		place = behind(place, same(string(p.Gemeente)))
	}
	if p.Indoors != "" {
		place = behind(place, label(codes.Indoors, p.Indoors))
	}
	return place
}

// whereElse is what was told later of a place: only that.
func whereElse(p *incident.Place) figures.Text {
	switch {
	case p == nil:
		return figures.Text{}
	case p.Type == "":
		return text("meer over de plaats", "more about the place")
	}
	return where(*p)
}

// behind puts something between brackets.
func behind(t, more figures.Text) figures.Text {
	return text(t.NL+" ("+more.NL+")", t.EN+" ("+more.EN+")")
}

func address(a person.Held[string]) figures.Text {
	if a.State == person.Absent {
		return figures.Text{}
	}
	return text("adres", "address")
}

func reference(r person.Held[string]) figures.Text {
	if r.State == person.Absent {
		return figures.Text{}
	}
	return text("eigen kenmerk", "own reference")
}

// under says the law only where it is not the usual one.
func under(regime codes.Code) figures.Text {
	if regime == incident.WPG {
		return text("onder de Wpg", "under the Police Data Act (Wpg)")
	}
	return figures.Text{}
}
