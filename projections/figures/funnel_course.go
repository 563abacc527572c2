package figures

// courses are how far things came as known at the position of a roster: that of a thing is
// its own, whatever is asked, so that what came as far as something is a set like any other.
type courses struct {
	*counting
	byFile map[uint32][]*way // of suspects
}

func (r *roster) courses(known implied) *courses {
	at := *r.plan
	at.asOf, at.limit = r.at, r.limit
	c := &courses{counting: &counting{
		plan: &at, roster: r, known: known, flags: make([]uint8, len(r.versions)),
		ways: make([]*way, r.books.count), rows: make([]*caseRow, r.books.count), reports: make([]*aangifteRow, r.books.count), same: r.same,
	}}
	c.readCases()
	switch r.question.Unit {
	case CountIncidents, CountWorkers:
		c.link()
	case CountSuspects:
		c.byFile = map[uint32][]*way{}
		all, _ := r.cases()
		for n, of := range all {
			if of == nil {
				continue
			}
			for _, file := range of.accused {
				c.byFile[file] = append(c.byFile[file], c.ways[n])
			}
		}
	}
	return c
}

// of is how far a member came. Who was only counted stands in no case.
func (c *courses) of(m member) way {
	switch c.question.Unit {
	case CountIncidents:
		return c.wayOf(m.number, 0)
	case CountWorkers:
		if m.worker == 0 {
			return newWay()
		}
		return c.wayOf(m.incidents[0], m.worker)
	case CountSuspects:
		w := newWay()
		if cases := c.byFile[m.number]; len(cases) > 0 {
			w = united(c.known, cases)
		}
		w.at(suspectStage, dayUnknown) // there is a file
		return w
	}
	return *c.ways[m.number]
}
