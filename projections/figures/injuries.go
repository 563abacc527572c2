package figures

import (
	"encoding/binary"

	"ruggensteun/domain/codes"
	"ruggensteun/projections/facts"
)

// injuries are those of the workers who are named, as last known. An involvement's
// row changes by itself, and every version of its incident shows all of them.
//
// They are kept as lists in one piece of memory, because there are as many of them
// as workers were ever hit.
type injuries struct {
	all    []injury
	answer *dictionary // the column's own: of one code for each of all
}

type injury struct {
	worker uint64 // of the involvement's key, which is a hash
	number uint32 // of the answer that is this injury alone
	next   uint32 // 1 + the place of the incident's next; 0 ends
}

// told notes an injury in the list that begins at first, and gives where it begins
// then; 0 is an empty one.
func (s *injuries) told(first uint32, v *facts.Version[facts.Involvement]) uint32 {
	worker, number := binary.BigEndian.Uint64(v.Key[:]), s.answer.number(one(v.Row.Injury))
	last := uint32(0)
	for at := first; at != 0; at = s.all[at-1].next {
		if s.all[at-1].worker == worker {
			s.all[at-1].number = number
			return first
		}
		last = at
	}
	s.all = append(s.all, injury{worker: worker, number: number})
	if last == 0 {
		return uint32(len(s.all))
	}
	s.all[last-1].next = uint32(len(s.all))
	return first
}

// number is the answer of the list that begins at first. Where nobody is named
// nothing is recorded, and where nobody was hit nothing is to be.
func (s *injuries) number(first uint32, nobodyHit bool) uint32 {
	if first == 0 && nobodyHit {
		return s.answer.number(one(codes.NotApplicable))
	}
	if first != 0 && s.all[first-1].next == 0 {
		return s.all[first-1].number
	}
	var answer []codes.Code
	for at := first; at != 0; at = s.all[at-1].next {
		list := s.answer.answers
		answer = append(answer, list.codes[list.of(s.all[at-1].number)[0]])
	}
	return s.answer.number(answer)
}
