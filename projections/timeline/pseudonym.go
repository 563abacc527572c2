package timeline

import (
	"ruggensteun/domain/person"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/projections/figures"
)

func ofPseudonym(e pseudonym.Event) figures.Text {
	switch e := e.(type) {
	case pseudonym.Merged:
		return text("Samengevoegd met medewerker "+e.Into.String(), "Merged with worker "+e.Into.String())
	case pseudonym.SplitOff:
		return text("Weer losgemaakt van medewerker "+e.From.String(), "Split from worker "+e.From.String()+" again")
	case pseudonym.Absorbed:
		return text("Medewerker "+e.Pseudonym.String()+" is hiermee samengevoegd", "Worker "+e.Pseudonym.String()+" was merged into this one")
	case pseudonym.Released:
		return text("Medewerker "+e.Pseudonym.String()+" is weer losgemaakt", "Worker "+e.Pseudonym.String()+" was split off again")
	}
	return unknown(e)
}

func noteOfPseudonym(e pseudonym.Event) person.Held[string] {
	switch e := e.(type) {
	case pseudonym.Merged:
		return e.Reason
	case pseudonym.SplitOff:
		return e.Reason
	}
	return person.Held[string]{}
}
