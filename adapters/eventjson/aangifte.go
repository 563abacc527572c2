package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/person"
)

func walkAangifteMade(f fields, stream uuid.UUID, e *aangifte.Made) {
	e.Employer = f.id("employer", e.Employer)
	word(f, "regime", &e.Regime)
	walkAangifte(f, stream, &e.Content)
}

func walkAangifteCorrected(f fields, stream uuid.UUID, e *aangifte.Corrected) {
	walkAangifte(f, stream, &e.Content)
	held(f, "reason", ofCase(stream, person.ForNarrative), &e.Reason, narrative)
}

func walkAangifteRetracted(f fields, stream uuid.UUID, e *aangifte.Retracted) {
	held(f, "reason", ofCase(stream, person.ForNarrative), &e.Reason, narrative)
}

func walkAangifte(f fields, stream uuid.UUID, c *aangifte.Content) {
	object(f, "on", &c.On, walkMoment)
	word(f, "complainant", &c.Complainant)
	wordIfAny(f, "name", &c.Name)
	wordIfAny(f, "domicile", &c.Domicile)
	ids(f, "workers", &c.Workers)
	ids(f, "incidents", &c.Incidents)
	held(f, "reference", ofCase(stream, person.ForReference), &c.Reference, narrative)
}

// ids is a list of objects with nothing but an id, so that one may have more to say later.
func ids(f fields, name string, all *[]uuid.UUID) {
	listIfAny(f, name, all, func(f fields, id *uuid.UUID) { *id = f.id("id", *id) })
}
