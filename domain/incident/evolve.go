package incident

import (
	"slices"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
)

func evolve(s Incident, e Event) Incident {
	switch e := e.(type) {
	case Registered:
		return Incident{
			Employer: e.Employer, Occurred: e.Occurred, ReportedAt: e.ReportedAt, Place: e.Place,
			Behaviours:  codes.Unite(nil, e.Behaviours),
			Professions: codes.Unite(nil, e.Professions),
			Workers:     told(nil, e.Workers),
			Narrative:   piece(nil, e.Narrative),
		}
	case DetailsAdded:
		s.Behaviours = codes.Unite(s.Behaviours, e.Behaviours)
		s.Professions = codes.Unite(s.Professions, e.Professions)
		s.Otherwise = otherwise(s.Otherwise, s.Workers, e.Workers)
		s.Workers = told(s.Workers, e.Workers)
		s.Narrative = piece(s.Narrative, e.Narrative)
	case Corrected:
		return corrected(s, e)
	case Withdrawn:
		s.Withdrawn, s.Withdrawal = true, e
	}
	return s
}

func corrected(s Incident, e Corrected) Incident {
	s.Corrections++
	if e.Occurred != nil {
		s.Occurred = *e.Occurred
	}
	if e.Place != nil {
		s.Place = *e.Place
	}
	if e.Behaviours != nil {
		s.Behaviours = codes.Unite(nil, *e.Behaviours)
	}
	if e.Professions != nil {
		s.Professions = codes.Unite(nil, *e.Professions)
	}
	if e.Narrative != nil {
		s.Narrative = piece(nil, *e.Narrative)
	}
	return s
}

// told takes in what became known of workers.
func told(have, more []Worker) []Worker {
	have = slices.Clone(have)
	for _, w := range more {
		if i := indexOf(have, w.Person); i >= 0 {
			have[i] = have[i].told(w)
		} else {
			have = append(have, w)
		}
	}
	return have
}

// piece adds a text; the same one told again, by somebody who could not see that
// it was there, is not another.
func piece(have []person.Held[string], more person.Held[string]) []person.Held[string] {
	if more.State == person.Absent || more.State == person.Present && slices.Contains(have, more) {
		return have
	}
	return append(slices.Clone(have), more)
}
