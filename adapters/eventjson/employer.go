package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/employer"
)

func walkEmployerRegistered(f fields, _ uuid.UUID, e *employer.Registered) {
	e.ID = f.id("id", e.ID)
	word(f, "code", &e.Code)
	word(f, "name", &e.Name)
	word(f, "kind", &e.Kind)
	word(f, "zone", &e.Zone)
	list(f, "areas", &e.Areas, walkArea)
	list(f, "units", &e.Units, walkUnit)
	list(f, "holidays", &e.Holidays, walkHoliday)
}

func walkEmployerChanged(f fields, _ uuid.UUID, e *employer.Changed) {
	pointed(f, "name", &e.Name, word[string])
	pointed(f, "kind", &e.Kind, word)
	pointed(f, "zone", &e.Zone, word[string])
	pointed(f, "areas", &e.Areas, listOf(walkArea))
	pointed(f, "units", &e.Units, listOf(walkUnit))
	pointed(f, "holidays", &e.Holidays, listOf(walkHoliday))
}

func listOf[T any](walk func(fields, *T)) func(fields, string, *[]T) {
	return func(f fields, name string, v *[]T) { list(f, name, v, walk) }
}

func walkArea(f fields, a *employer.Area) {
	word(f, "code", &a.Code)
	word(f, "name", &a.Name)
	words(f, "gemeenten", &a.Gemeenten)
}

func walkUnit(f fields, u *employer.Unit) {
	word(f, "code", &u.Code)
	word(f, "name", &u.Name)
}

func walkHoliday(f fields, h *employer.Holiday) {
	word(f, "date", &h.Date)
	word(f, "name", &h.Name)
}
