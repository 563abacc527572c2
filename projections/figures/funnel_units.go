package figures

import (
	"cmp"
	"slices"
)

func (c *counting) countCases() {
	for _, n := range c.cases {
		if roots := c.roots(c.rows[n].incidents); c.wants(roots) {
			c.add(c.ways[n], roots, c.rows[n].invented || c.anyMadeUp(roots))
		}
	}
}

// ofIncidents are numbers of cases or aangiften by incident, in one piece of memory.
type ofIncidents struct {
	first []uint32 // 1 + where the list of an incident begins
	next  []uint32
	what  []uint32
}

func (o *ofIncidents) put(incident, number uint32) {
	o.what, o.next = append(o.what, number), append(o.next, o.first[incident])
	o.first[incident] = uint32(len(o.what))
}

func (o *ofIncidents) each(incident uint32, yield func(number uint32)) {
	for at := o.first[incident]; at != 0; at = o.next[at-1] {
		yield(o.what[at-1])
	}
}

// link makes what is of each incident to be found.
func (c *counting) link() {
	c.of.first, c.stated.first = make([]uint32, len(c.flags)), make([]uint32, len(c.flags))
	for _, n := range c.cases {
		for _, r := range c.roots(c.rows[n].incidents) {
			c.of.put(r, n)
		}
	}
	for n, a := range c.reports {
		if a == nil {
			continue
		}
		for _, r := range c.roots(a.incidents) {
			c.stated.put(r, uint32(n))
		}
	}
}

// wayOf is how far an incident came, or of one worker in it; 0 asks for all of it.
func (c *counting) wayOf(incident uint32, worker shadow) way {
	var all []*way
	c.of.each(incident, func(n uint32) {
		if worker == 0 || c.among(c.rows[n].workers, worker) {
			all = append(all, c.ways[n])
		}
	})
	w := newWay()
	if len(all) > 0 {
		w = united(c.known, all)
	}
	c.stated.each(incident, func(n uint32) {
		if a := c.reports[n]; worker == 0 || c.among(a.workers, worker) {
			w.at(complaintStage, a.day)
		}
	})
	return w
}

func (c *counting) countIncidents() {
	c.link()
	for i, flags := range c.flags {
		if flags&asked != 0 {
			w := c.wayOf(uint32(i), 0)
			c.add(&w, []uint32{uint32(i)}, flags&madeUp != 0)
		}
	}
}

func (c *counting) countWorkers() {
	c.link()
	var hits []hitRow
	c.books.hits.each(c.asOf, func(h *hitRow) {
		if r := c.root(h.incident); r != 0 && c.flags[r]&asked != 0 {
			hits = append(hits, hitRow{incident: r, worker: sameBy(c.same, h.worker)})
		}
	})
	// The same worker in two records of one incident is one, or under two pseudonyms.
	slices.SortFunc(hits, func(a, b hitRow) int {
		return cmp.Or(cmp.Compare(a.incident, b.incident), cmp.Compare(a.worker, b.worker))
	})
	for _, h := range slices.Compact(hits) {
		w := c.wayOf(h.incident, h.worker)
		c.add(&w, []uint32{h.incident}, c.flags[h.incident]&madeUp != 0)
	}
}

// among tells whether a worker is one of those that a row names, under any pseudonym.
func (c *counting) among(named []shadow, worker shadow) bool {
	return slices.ContainsFunc(named, func(w shadow) bool { return sameBy(c.same, w) == worker })
}

// accusedOne is a suspect with all incidents and cases.
type accusedOne struct {
	incidents []uint32
	cases     []*way
	invented  bool
}

func (c *counting) countSuspects() {
	all := map[shadow]*accusedOne{}
	of := func(file shadow) *accusedOne {
		if all[file] == nil {
			all[file] = &accusedOne{}
		}
		return all[file]
	}
	c.books.behind.each(c.asOf, func(b *behindRow) {
		if r := c.root(b.incident); r != 0 && c.flags[r]&asked != 0 {
			for _, file := range b.files {
				of(file).incidents = append(of(file).incidents, r)
			}
		}
	})
	for _, n := range c.cases {
		r := c.rows[n]
		if roots := c.roots(r.incidents); r.suspect != 0 && c.wants(roots) {
			one := of(r.suspect)
			one.incidents, one.cases, one.invented = append(one.incidents, roots...), append(one.cases, c.ways[n]), one.invented || r.invented
		}
	}
	for _, one := range all {
		w := newWay()
		if len(one.cases) > 0 {
			w = united(c.known, one.cases)
		}
		w.at(suspectStage, dayUnknown) // there is a file
		c.add(&w, one.incidents, one.invented || c.anyMadeUp(one.incidents))
	}
}
