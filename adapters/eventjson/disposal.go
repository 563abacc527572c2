package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/disposal"
)

func walkDisposalBegun(f fields, _ uuid.UUID, e *disposal.Begun) {
	e.Round = f.id("round", e.Round)
	word(f, "on", &e.On)
	list(f, "items", &e.Items, walkDisposalItem)
	e.At = f.instant("at", e.At)
}

func walkDisposalCarriedOut(f fields, _ uuid.UUID, e *disposal.CarriedOut) {
	e.Round = f.id("round", e.Round)
	list(f, "erased", &e.Erased, func(f fields, d *disposal.Done) {
		walkDisposalItem(f, &d.Item)
		d.Certificate = f.id("certificate", d.Certificate)
	})
	list(f, "stayed", &e.Stayed, func(f fields, s *disposal.Stayed) {
		walkDisposalItem(f, &s.Item)
		word(f, "why", &s.Why)
		wordIfAny(f, "until", &s.Until)
	})
	e.Left = f.number("left", e.Left)
	e.At = f.instant("at", e.At)
}

func walkDisposalItem(f fields, i *disposal.Item) {
	word(f, "kind", &i.Kind)
	i.Of = f.id("of", i.Of)
	words(f, "purposes", &i.Purposes)
}
