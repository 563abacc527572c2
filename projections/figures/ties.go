package figures

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/projections/facts"
)

// ties are what makes one incident count otherwise because of another: a merged
// record counts by itself or not, depending on what became of its target. The
// facts fold each record by itself and cannot know; here all of them are.
type ties struct {
	last map[uuid.UUID]standing
	into map[uuid.UUID]uuid.UUID   // merged records, of which there are few
	from map[uuid.UUID][]uuid.UUID // the other way round, whether the target is there or not

	numbered uint32 // how many have a number
	keys     recordKeys
}

// standing is an incident's last version, and what the rules of counting ask of it.
type standing struct {
	at         ordinal // noSuccessor while there is none
	number     uint32  // 0 while nobody asked for it
	injuries   uint32  // where the list of them begins; 0: nobody is named
	registered bool
	withdrawn  bool
	counts     bool // by itself or with what it was merged into
	nobodyHit  bool
	counted    uint8 // how many were hit as somebody counted them, up to the last band
}

func newTies() ties {
	return ties{last: map[uuid.UUID]standing{}, into: map[uuid.UUID]uuid.UUID{}, from: map[uuid.UUID][]uuid.UUID{}}
}

// tie is what a version says of its ties.
type tie struct {
	into                         uuid.UUID
	withdrawn, counts, nobodyHit bool
	counted                      uint8
	units                        stated
}

func tieOf(v *facts.Version[facts.Incident]) tie {
	return tie{
		into: v.Row.MergedInto, withdrawn: v.Row.Withdrawn, counts: incident.Incident{
			Employer: v.Employer, Withdrawn: v.Row.Withdrawn, Closing: incident.Closed{Reason: v.Row.Closing},
		}.Counts(),
		nobodyHit: v.Row.HitCount() == codes.Exactly(0), counted: countedIn(v.Row.Hit), units: statedIn(&v.Row),
	}
}

func countedIn(hit *int) uint8 {
	if hit == nil {
		return 0
	}
	return uint8(min(*hit, hitLimits[len(hitLimits)-1]+1))
}

func (t *ties) of(id uuid.UUID) standing {
	if s, there := t.last[id]; there {
		return s
	}
	return standing{at: noSuccessor}
}

// take notes what a new version says; moved tells where it stands.
func (t *ties) take(id uuid.UUID, said tie) {
	last := t.of(id)
	last.registered = true
	last.withdrawn, last.counts, last.nobodyHit = said.withdrawn, said.counts, said.nobodyHit
	last.counted = said.counted
	t.last[id] = last
	was := t.into[id]
	if was == said.into {
		return
	}
	if was != uuid.Nil {
		t.from[was] = slices.DeleteFunc(t.from[was], func(other uuid.UUID) bool { return other == id })
	}
	delete(t.into, id)
	if said.into != uuid.Nil {
		t.into[id] = said.into
		t.from[said.into] = append(t.from[said.into], id)
	}
}

// moved gives where the version before stands, noSuccessor when there is none.
func (t *ties) moved(id uuid.UUID, to ordinal) (before ordinal) {
	last := t.of(id)
	before, last.at = last.at, to
	t.last[id] = last
	return before
}

// behind are the other incidents whose way to their root goes through this one.
func (t *ties) behind(id uuid.UUID) []uuid.UUID {
	var all []uuid.UUID
	for next := []uuid.UUID{id}; len(next) > 0; next = next[1:] {
		for _, other := range t.from[next[0]] {
			if other != id && !slices.Contains(all, other) {
				all, next = append(all, other), append(next, other)
			}
		}
	}
	return all
}

// stands is whether an incident counts by itself, and if not, why.
type stands uint8

const (
	byItself  stands = iota
	takenBack        // withdrawn, or closed as one of another regime
	merged           // counts under another record
)

func (t *ties) stands(id uuid.UUID) stands {
	if !t.last[id].counts {
		return takenBack
	}
	if _, points := t.into[id]; points && incident.Root(id, t.state) != id {
		return merged
	}
	return byItself
}

// counted tells whether an incident counts by itself.
func (t *ties) counted(id uuid.UUID) bool { return t.stands(id) == byItself }

// state is what Root asks; of the employer only whether there is one.
func (t *ties) state(id uuid.UUID) incident.Incident {
	s := t.of(id)
	if !s.registered {
		return incident.Incident{}
	}
	return incident.Incident{Employer: id, Withdrawn: s.withdrawn, MergedInto: t.into[id]}
}

// number is a small one for an incident, from 1 on, whether or not it is there.
func (t *ties) number(id uuid.UUID) uint32 {
	s := t.of(id)
	if s.number == 0 {
		t.numbered++
		s.number = t.numbered
		t.last[id] = s
		t.keys.put(s.number, id)
	}
	return s.number
}

func (t *ties) numbersOf(ids []uuid.UUID) []uint32 { return turnedInto(ids, t.number) }
