package world

import (
	"cmp"
	"iter"
	"slices"

	"ruggensteun/domain/incident"
)

// Order is everything that is told in this world, in its time. It holds when what is
// told and not what: 24 bytes for each.
type Order struct {
	world *World
	all   []turn
	// Total is how much is told, Happened how many incidents there were, and Records
	// how many were registered: those, some of them twice, and some by mistake.
	Total, Happened, Records int
}

type turn struct {
	at          int64 // Unix seconds
	story, step int
}

// Order invents every story once, and tells how far it is.
func (w *World) Order(progress func(done, total int64)) *Order {
	o := &Order{world: w, Happened: w.n, all: make([]turn, 0, 5*w.n)}
	for n := 1; n <= w.n; n++ {
		for step, t := range w.Story(n) {
			o.all = append(o.all, turn{t.At.Unix(), n, step})
			if _, registers := t.Command.(incident.Register); registers {
				o.Records++
			}
		}
		progress(int64(n), int64(w.n))
	}
	slices.SortFunc(o.all, func(a, b turn) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.story, b.story), cmp.Compare(a.step, b.step))
	})
	o.Total = len(o.all) + len(w.sites)
	for i := range w.sites {
		o.Total += len(w.before(&w.sites[i]))
	}
	return o
}

// Chapters are what is told, at most so much at a time. Within one, what has the same
// Story is told in order; the rest may be told at the same time.
func (o *Order) Chapters(most int) iter.Seq[[]Told] {
	return func(yield func([]Told) bool) {
		w := o.world
		var employers []Told
		for i := range w.sites {
			employers = append(employers, w.registration(&w.sites[i]))
		}
		if !yield(employers) {
			return
		}
		for i := range w.sites {
			if files := w.before(&w.sites[i]); len(files) > 0 && !yield(files) {
				return
			}
		}
		for turns := range slices.Chunk(o.all, most) {
			if !yield(w.chapter(turns)) {
				return
			}
		}
	}
}

// chapter invents each story of some turns once more.
func (w *World) chapter(turns []turn) []Told {
	stories := make(map[int][]Told)
	told := make([]Told, len(turns))
	for i, t := range turns {
		story, has := stories[t.story]
		if !has {
			story = w.Story(t.story)
			stories[t.story] = story
		}
		told[i] = story[t.step]
	}
	return told
}
