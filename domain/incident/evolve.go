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

// told takes in what became known of workers; a detail that an event does not
// hold stays as it was.
func told(have, more []Worker) []Worker {
	have = slices.Clone(have)
	for _, w := range more {
		i := indexOf(have, w.Person)
		if i < 0 {
			have = append(have, w)
			continue
		}
		if w.Identity.State != person.Absent {
			have[i].Identity = w.Identity
		}
		if w.Health.State != person.Absent {
			have[i].Health = w.Health
		}
	}
	return have
}

func piece(have []person.Held[string], more person.Held[string]) []person.Held[string] {
	if more.State == person.Absent {
		return have
	}
	return append(slices.Clone(have), more)
}
