package figures

import (
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
	"ruggensteun/projections/facts"
)

// injuries are those of the workers who are named, with what else the incident did to
// them, as last known. An involvement's row changes by itself, and every version of its
// incident shows all of them.
//
// They are kept as lists in one piece of memory, because there are as many of them
// as workers were ever hit.
type injuries struct {
	all     []injury
	numbers map[facts.Health]uint32
	states  []harm
	// The columns' own.
	harmed, exposed *dictionary
}

type injury struct {
	worker shadow
	state  uint32 // what was done to him, by its place in states
	next   uint32 // 1 + the place of the incident's next; 0 ends
}

// harm is one state of a worker, as it is counted, with the numbers of the answers
// that it is alone.
type harm struct {
	harmed, exposed []codes.Code
	told            bool // anything was
	numbers         [2]uint32
}

func newInjuries(harmed, exposed *dictionary) injuries {
	return injuries{numbers: map[facts.Health]uint32{}, harmed: harmed, exposed: exposed}
}

func (s *injuries) state(h facts.Health) uint32 {
	n, known := s.numbers[h]
	if !known {
		n = uint32(len(s.states))
		s.numbers[facts.Health(strings.Clone(string(h)))] = n // off whatever buffer it was read into
		of := harm{harmed: one(harmOf(h)), exposed: h.Exposures(), told: h != facts.HealthText(person.Health{})}
		if len(of.exposed) == 0 {
			of.exposed = notRecorded
		}
		of.numbers = [2]uint32{s.harmed.number(of.harmed), s.exposed.number(of.exposed)}
		s.states = append(s.states, of)
	}
	return n
}

// told notes an injury in the list that begins at first, and gives where it begins
// then; 0 is an empty one.
func (s *injuries) told(first uint32, v *facts.Version[facts.Involvement]) uint32 {
	worker, state := shadowOf(v.Row.Person), s.state(v.Row.Health)
	last := uint32(0)
	for at := first; at != 0; at = s.all[at-1].next {
		if s.all[at-1].worker == worker {
			s.all[at-1].state = state
			return first
		}
		last = at
	}
	s.all = append(s.all, injury{worker: worker, state: state})
	if last == 0 {
		return uint32(len(s.all))
	}
	s.all[last-1].next = uint32(len(s.all))
	return first
}

// answers are those of the list that begins at first, by their numbers. Where nobody is
// named nothing is recorded, and where nobody was hit nothing is to be.
func (s *injuries) answers(first uint32, nobodyHit bool, same func(shadow) shadow) (harmed, exposed uint32) {
	switch {
	case first == 0 && nobodyHit:
		return s.harmed.number(one(codes.NotApplicable)), s.exposed.number(one(codes.NotApplicable))
	case first != 0 && s.all[first-1].next == 0:
		of := s.states[s.all[first-1].state]
		return of.numbers[0], of.numbers[1]
	}
	var harms, exposures []codes.Code
	for at := first; at != 0; at = s.all[at-1].next {
		if !s.stands(first, at, same) {
			continue
		}
		of := s.states[s.all[at-1].state]
		harms, exposures = append(harms, of.harmed...), append(exposures, of.exposed...)
	}
	return s.harmed.number(harms), s.exposed.number(exposures)
}

// stands tells whether what was told under this pseudonym is that of its worker: where
// the same one was hit under several, as incident.Once has it.
func (s *injuries) stands(first, own uint32, same func(shadow) shadow) bool {
	it, root := s.all[own-1], same(s.all[own-1].worker)
	earlier := true
	for at := first; at != 0; at = s.all[at-1].next {
		o := s.all[at-1]
		if at == own {
			earlier = false
			continue
		}
		if same(o.worker) != root {
			continue
		}
		told, mine := s.states[o.state].told, s.states[it.state].told
		switch {
		case told != mine:
			if told {
				return false
			}
		case o.worker == root, it.worker != root && earlier:
			return false
		}
	}
	return true
}

// named is how many workers are, each once.
func (s *injuries) named(first uint32, same func(shadow) shadow) int {
	if first == 0 || s.all[first-1].next == 0 {
		return 0 // as the record has it
	}
	n := 0
	for at := first; at != 0; at = s.all[at-1].next {
		if s.stands(first, at, same) {
			n++
		}
	}
	return n
}
