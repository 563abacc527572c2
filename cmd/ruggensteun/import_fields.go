package main

import (
	"maps"
	"slices"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

// taken is a field of a file that an incident takes: how it is registered, and
// how it is mended when the file says otherwise later.
type taken struct {
	field    intake.Field
	personal bool
	fill     func(*incident.Register, intake.Answer)
	same     func(a, b incident.Incident) bool
	mend     func(m *mending, want incident.Incident)
}

// mending is what a changed record asks of its incident, which stands as now.
type mending struct {
	now     incident.Incident
	correct incident.Correct
	add     incident.AddDetails
}

// takenFields are all of them. A field of a file that is not here is read and
// reported as not recorded yet.
var takenFields = []taken{
	{
		field: intake.Occurred,
		fill:  func(r *incident.Register, a intake.Answer) { r.Occurred = a.Moment() },
		same:  func(a, b incident.Incident) bool { return a.Occurred.Equal(b.Occurred) },
		mend:  func(m *mending, want incident.Incident) { m.correct.Occurred = &want.Occurred },
	},
	ofPlace(intake.PlaceType, func(p *incident.Place) *codes.Code { return &p.Type }, intake.Answer.Code),
	ofPlace(intake.PlaceGemeente, func(p *incident.Place) *codes.Code { return &p.Gemeente }, intake.Answer.Code),
	ofPlace(intake.PlaceUnit, func(p *incident.Place) *string { return &p.Unit }, unitOf),
	ofCodes(intake.Behaviours,
		func(r *incident.Register) *[]codes.Code { return &r.Behaviours },
		func(s incident.Incident) []codes.Code { return s.Behaviours },
		func(m *mending) (**[]codes.Code, *[]codes.Code) { return &m.correct.Behaviours, &m.add.Behaviours }),
	ofCodes(intake.Professions,
		func(r *incident.Register) *[]codes.Code { return &r.Professions },
		func(s incident.Incident) []codes.Code { return s.Professions },
		func(m *mending) (**[]codes.Code, *[]codes.Code) { return &m.correct.Professions, &m.add.Professions }),
	{
		field: intake.Narrative, personal: true,
		fill: func(r *incident.Register, a intake.Answer) { r.Narrative, _ = a.Text.Get() },
		same: func(a, b incident.Incident) bool { return slices.Equal(a.Narrative, b.Narrative) },
		mend: mendNarrative,
	},
}

// takenOfWorker are the fields of a worker that an incident takes.
var takenOfWorker = map[intake.Field]func(*incident.WorkerHit, intake.Answer){
	intake.StaffNumber: func(w *incident.WorkerHit, a intake.Answer) { w.StaffNumber, _ = a.Text.Get() },
	intake.Name:        func(w *incident.WorkerHit, a intake.Answer) { w.Name, _ = a.Text.Get() },
	intake.Injury:      func(w *incident.WorkerHit, a intake.Answer) { w.Injury = a.Code() },
}

// unnamed are workers of whom a file tells neither name nor staff number.
const unnamed = "workers without name and staff number"

// ambiguous is what is not kept of an hour that the clock showed twice.
const ambiguous = "that an hour came twice"

// notYet names what a record says that an incident does not take.
func notYet(r intake.Record) []string {
	found := map[string]bool{}
	for field, a := range r.Answers {
		if a.Known() && !slices.ContainsFunc(takenFields, func(t taken) bool { return t.field == field }) {
			found[string(field)] = true
		}
		if a.Twice {
			found[ambiguous] = true
		}
	}
	for _, w := range r.Workers {
		for field, a := range w.Answers {
			if a.Known() && takenOfWorker[field] == nil {
				found["worker "+string(field)] = true
			}
		}
		if hit := hitOf(w); hit.Name == "" && hit.StaffNumber == "" {
			found[unnamed] = true
		}
	}
	return slices.Collect(maps.Keys(found))
}

// registrationOf is what the file says about an incident as a whole.
func registrationOf(r intake.Record) incident.Register {
	var c incident.Register
	for _, t := range takenFields {
		if a, asked := r.Answers[t.field]; asked {
			t.fill(&c, a)
		}
	}
	return c
}

func hitOf(w intake.Worker) incident.WorkerHit {
	var hit incident.WorkerHit
	for field, a := range w.Answers {
		if fill := takenOfWorker[field]; fill != nil {
			fill(&hit, a)
		}
	}
	return hit
}

// unitOf is empty where there is no answer, which is how the trade has it.
func unitOf(a intake.Answer) string {
	if !a.Known() {
		return ""
	}
	return string(a.Code())
}

// ofPlace is one part of the place; a correction leaves the others as they are.
func ofPlace[T comparable](field intake.Field, at func(*incident.Place) *T, of func(intake.Answer) T) taken {
	return taken{
		field: field,
		fill:  func(r *incident.Register, a intake.Answer) { *at(&r.Place) = of(a) },
		same:  func(a, b incident.Incident) bool { return *at(&a.Place) == *at(&b.Place) },
		mend: func(m *mending, want incident.Incident) {
			if m.correct.Place == nil {
				place := m.now.Place
				m.correct.Place = &place
			}
			*at(m.correct.Place) = *at(&want.Place)
		},
	}
}

// ofCodes is a list of codes: what only came to it is added, anything else is a
// correction. The order in which a file names them means nothing.
func ofCodes(field intake.Field, told func(*incident.Register) *[]codes.Code, have func(incident.Incident) []codes.Code, to func(*mending) (correct **[]codes.Code, add *[]codes.Code)) taken {
	return taken{
		field: field,
		fill: func(r *incident.Register, a intake.Answer) {
			if *told(r) = a.Codes; !a.Known() {
				*told(r) = []codes.Code{a.Missing}
			}
		},
		same: func(a, b incident.Incident) bool { return holds(have(a), have(b)) && holds(have(b), have(a)) },
		mend: func(m *mending, want incident.Incident) {
			correct, add := to(m)
			if now := have(m.now); holds(have(want), now) && !slices.ContainsFunc(now, codes.Code.Missing) {
				*add = slices.DeleteFunc(slices.Clone(have(want)), func(c codes.Code) bool { return slices.Contains(now, c) })
				return
			}
			all := have(want)
			*correct = &all
		},
	}
}

// holds tells whether all of the codes are on the list.
func holds(list, all []codes.Code) bool {
	return !slices.ContainsFunc(all, func(c codes.Code) bool { return !slices.Contains(list, c) })
}

// mendNarrative adds a text where there was none, and replaces the one there was.
func mendNarrative(m *mending, want incident.Incident) {
	text := ""
	if len(want.Narrative) > 0 {
		text, _ = want.Narrative[0].Get()
	}
	if len(m.now.Narrative) == 0 {
		m.add.Narrative = text
		return
	}
	m.correct.Narrative = &text
}

// destroyed tells whether a text on record is gone for ever: a file that still
// has it must not bring it back.
func destroyed(list []person.Held[string]) bool {
	return slices.ContainsFunc(list, func(h person.Held[string]) bool { return h.State == person.Forgotten })
}
