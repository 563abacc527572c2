package attacktest

import (
	"slices"
	"sync"

	"ruggensteun/projections/disclosure"
)

// Reference is the method as it is written down, on whole sets and without a thought of
// speed: what figures print must be what it prints. With steps left out it is one of the
// methods that the attacks break.
type Reference struct {
	World  *World
	Method disclosure.Method
	Viewer disclosure.Viewer
	// NoRefresh prints each epoch's own set; NoDrill prints also below small parents.
	NoRefresh, NoDrill bool
	// Only are the epochs that the chain of refreshes goes along; nil is all of them. A
	// chain of its own for each kind of viewer is a mistake that an attack shows.
	Only []int

	keys   []uint64
	guard  sync.Mutex
	chains map[string][]disclosure.Set // by cell: R at each epoch
}

// NewReference answers from a world, with the record keys of a unit.
func NewReference(w *World, v disclosure.Viewer, key disclosure.Key, unit disclosure.Unit) *Reference {
	r := &Reference{World: w, Viewer: v, Method: disclosure.Method{Table: disclosure.Default()}, chains: map[string][]disclosure.Set{}}
	keys := key.Records(unit)
	for _, record := range w.Records {
		r.keys = append(r.keys, keys.Of(record.ID))
	}
	return r
}

// Ask judges the cell by every parent, each by its own.
func (r *Reference) Ask(c Cell, epoch int) Seen {
	n, ok := r.printed(c, epoch).Value()
	return Seen{N: n, OK: ok}
}

func (r *Reference) printed(c Cell, epoch int) disclosure.Printed {
	p := r.Method.Print(r.Viewer, r.Refreshed(c, epoch))
	if r.NoDrill {
		return p
	}
	for i := range c.Where {
		parent := c
		parent.Where = slices.Delete(slices.Clone(c.Where), i, i+1)
		p = p.Under(r.printed(parent, epoch))
	}
	return p
}

// Refreshed is R of the cell: what is printed of it at an epoch.
func (r *Reference) Refreshed(c Cell, epoch int) disclosure.Set {
	name := c.String()
	r.guard.Lock()
	defer r.guard.Unlock()
	if r.chains[name] == nil {
		r.chains[name] = r.chain(c)
	}
	return r.chains[name][epoch]
}

func (r *Reference) chain(c Cell) []disclosure.Set {
	var list []disclosure.Set
	var printed []bool
	for epoch := range r.World.Epochs {
		if r.Only != nil && !slices.Contains(r.Only, epoch) {
			list = append(list, r.set(printed))
			continue
		}
		now := r.World.Members(c, epoch)
		if printed == nil || r.NoRefresh || apart(now, printed) >= 5 {
			printed = now
		}
		list = append(list, r.set(printed))
	}
	return list
}

func (r *Reference) set(in []bool) (s disclosure.Set) {
	for i, there := range in {
		if there {
			s.Add(r.keys[i])
		}
	}
	return s
}

func apart(a, b []bool) (n int) {
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}
