package world

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"ruggensteun/domain/incident"
	"ruggensteun/domain/prosecution"
)

// Order is everything that is told in this world, in its time. It holds when what is
// told and not what: 24 bytes for each.
type Order struct {
	world *World
	all   []turn
	long  map[int][]Told // stories with a case: there are few, and they take long to invent
	// Total is how much is told, Happened how many incidents there were, and Records
	// how many were registered: those, some of them twice, and some by mistake. Cases are
	// how many criminal cases are followed.
	Total, Happened, Records, Cases int
}

type turn struct {
	at          int64 // Unix seconds
	story, step int
}

// Order invents every story once, and tells how far it is.
func (w *World) Order(progress func(done, total int64)) *Order {
	o := &Order{world: w, Happened: w.n, all: make([]turn, 0, 8*w.n), long: make(map[int][]Told)}
	for n := 1; n <= w.n; n++ {
		story := w.Story(n)
		if slices.ContainsFunc(story, opensCase) {
			o.long[n] = story
			o.Cases++
		}
		for step, t := range story {
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
		o.Total += len(w.before(&w.sites[i])) + len(w.adoption(&w.sites[i]))
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
			if first := append(w.adoption(&w.sites[i]), w.before(&w.sites[i])...); len(first) > 0 && !yield(first) {
				return
			}
		}
		for turns := range slices.Chunk(o.all, most) {
			if !yield(o.chapter(turns)) {
				return
			}
		}
	}
}

func opensCase(t Told) bool {
	_, opens := t.Command.(prosecution.Open)
	return opens
}

// chapter invents each story of some turns once more, but for the long ones.
func (o *Order) chapter(turns []turn) []Told {
	stories := maps.Clone(o.long)
	told := make([]Told, len(turns))
	for i, t := range turns {
		story, has := stories[t.story]
		if !has {
			story = o.world.Story(t.story)
			stories[t.story] = story
		}
		told[i] = story[t.step]
	}
	return told
}
