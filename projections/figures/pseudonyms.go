package figures

import (
	"cmp"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/pseudonym"
	"ruggensteun/projections/facts"
)

// pseudonyms are those of workers that were merged, of which there are few. What a merge
// changes is not in the rows of who was hit: it is worked out here, for every position,
// as ties do it for incidents.
type pseudonyms struct {
	into map[shadow]shadow
	ever bool // somebody was merged; until then nothing here is asked
	// hit are the incidents in which those were hit that are or will be merged, while a
	// batch is taken in that says so.
	hit map[shadow][]uuid.UUID
}

// pseudonymRow is a merge as a funnel reads it; into is 0 after a split.
type pseudonymRow struct{ who, into shadow }

// sameBy is the rule for who is who over merges.
func sameBy(into map[shadow]shadow, who shadow) shadow {
	if len(into) == 0 {
		return who
	}
	return pseudonym.Root(who, func(s shadow) (shadow, bool) { to, merged := into[s]; return to, merged }, cmp.Compare[shadow])
}

func (p *pseudonyms) of(who shadow) shadow { return sameBy(p.into, who) }

// take notes a merge or a split, and gives the incidents that may show it: those of the
// pseudonym and of whatever was merged into it.
func (p *pseudonyms) take(v *facts.Version[facts.Pseudonym]) (all []uuid.UUID) {
	who := shadowOf(v.Key)
	p.ever = true
	for other := range p.hit {
		if p.through(other, who) {
			all = append(all, p.hit[other]...)
		}
	}
	if v.Row.MergedInto == uuid.Nil {
		delete(p.into, who)
	} else {
		p.into[who] = shadowOf(v.Row.MergedInto)
	}
	slices.SortFunc(all, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(all)
}

// through tells whether who another one goes by is found by way of this one.
func (p *pseudonyms) through(other, who shadow) bool {
	for range len(p.into) + 1 {
		if other == who {
			return true
		}
		next, merged := p.into[other]
		if !merged {
			return false
		}
		other = next
	}
	return false
}

// lookUp finds where those were hit of whom a batch says something. It goes through all
// that is known of everybody, once for a batch with a merge in it.
func (e *Engine) lookUp(b *Batch) {
	e.pseudonyms.hit = nil
	if len(b.Pseudonyms) == 0 {
		return
	}
	hit := map[shadow][]uuid.UUID{}
	for who := range e.pseudonyms.into {
		hit[who] = nil
	}
	for i := range b.Pseudonyms {
		hit[shadowOf(b.Pseudonyms[i].Key)] = nil
	}
	of := map[uint32][]shadow{}
	e.casebook.hits.shown().all(func(h *hitRow) {
		if _, asked := hit[h.worker]; asked {
			of[h.incident] = append(of[h.incident], h.worker)
		}
	})
	for id, s := range e.ties.last {
		for _, who := range of[s.number] {
			hit[who] = append(hit[who], id)
		}
	}
	for i := range b.Involvements {
		v := &b.Involvements[i]
		who := shadowOf(v.Row.Person)
		if _, asked := hit[who]; asked {
			hit[who] = append(hit[who], v.Parent)
		}
	}
	e.pseudonyms.hit = hit
}

// named is how many of an incident's workers are named, where it may be fewer than there
// are pseudonyms; else 0.
func (e *Engine) named(injuries uint32) int {
	if !e.pseudonyms.ever {
		return 0
	}
	return e.injuries.named(injuries, e.pseudonyms.of)
}
