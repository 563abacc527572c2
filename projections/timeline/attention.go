package timeline

import (
	"ruggensteun/domain/attention"
	"ruggensteun/domain/person"
	"ruggensteun/projections/figures"
)

func ofAttention(e attention.Event) figures.Text {
	switch e := e.(type) {
	case attention.Listed:
		return text("Op de attentielijst gezet, te beoordelen tot en met "+e.Review.String()+", uiterlijk tot en met "+e.End.String(), "Put on the attention list, to be reviewed through "+e.Review.String()+", at the latest through "+e.End.String())
	case attention.Renewed:
		return text("Attentie na beoordeling verlengd, te beoordelen tot en met "+e.Review.String()+", uiterlijk tot en met "+e.End.String(), "Attention renewed after a review, to be reviewed through "+e.Review.String()+", at the latest through "+e.End.String())
	case attention.Ended:
		return text("Van de attentielijst gehaald", "Taken off the attention list")
	}
	return unknown(e)
}

func noteOfAttention(e attention.Event) person.Held[string] {
	switch e := e.(type) {
	case attention.Renewed:
		return e.Reason
	case attention.Ended:
		return e.Reason
	}
	return person.Held[string]{}
}
