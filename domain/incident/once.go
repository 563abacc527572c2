package incident

import (
	"slices"

	"ruggensteun/domain/person"
	"ruggensteun/domain/pseudonym"
)

// Once is the incident with each worker once, by the pseudonym that he goes by. What was
// told under that one counts, unless nothing was; then what was told first under another.
// The two are not mixed: nobody looked whether they agree. It is a view, so that a split
// brings back what was told of each.
func (s Incident) Once(same pseudonym.Same) Incident {
	if len(same) == 0 {
		return s
	}
	all := s.Workers
	s.Workers = nil
	for i, w := range all {
		twin := func(o Worker) bool { return same.Of(o.Person) == same.Of(w.Person) }
		better := func(o Worker) bool { return twin(o) && before(o, w, same) }
		if !slices.ContainsFunc(all[:i], func(o Worker) bool { return twin(o) && !before(w, o, same) }) && !slices.ContainsFunc(all[i+1:], better) {
			w.Person = same.Of(w.Person)
			s.Workers = append(s.Workers, w)
		}
	}
	return s
}

// before tells whether one of two pseudonyms of one worker counts whichever was told
// first.
func before(w, o Worker, same pseudonym.Same) bool {
	if w.toldHealth() != o.toldHealth() {
		return w.toldHealth()
	}
	return w.Person == same.Of(w.Person) && o.Person != w.Person
}

// toldHealth tells whether anything was, also what was forgotten since.
func (w Worker) toldHealth() bool {
	health, is := w.Health.Get()
	return is && !health.Equal(person.Health{}) || w.Health.State == person.Forgotten
}
