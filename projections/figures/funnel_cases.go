package figures

import "slices"

// readCases works out how far each case came.
func (c *counting) readCases() {
	c.openCases()
	c.books.steps.each(c.asOf, func(s *stepRow) {
		if w := c.ways[s.of]; w != nil && !slices.Contains(c.rows[s.of].withdrawn, s.notice) {
			w.take(s)
		}
	})
	c.books.sums.each(c.asOf, func(s *sumRow) {
		w := c.ways[s.of]
		if w == nil || slices.Contains(c.rows[s.of].withdrawn, s.notice) {
			return
		}
		w.moneyGone = w.moneyGone || s.forgotten
		if s.awarded {
			w.at(awardedStage, c.dayOf(s))
		}
		if s.paid {
			w.at(paidStage, c.dayOf(s))
		}
	})
	c.books.aangiften.each(c.asOf, func(r *aangifteRow) {
		if c.seats[r.employer].counts && !r.retracted {
			c.reports[r.number] = r
		}
	})
	for _, n := range c.cases {
		r, w := c.rows[n], c.ways[n]
		for _, a := range r.aangiften {
			if made := c.reports[a]; made != nil {
				w.heard |= stages[complaintStage].steps
				w.at(complaintStage, made.day)
			}
		}
		if r.suspect != 0 {
			w.at(suspectStage, dayUnknown)
		}
		w.settle(c.known)
	}
}

// openCases finds the cases that count. What was merged into another counts with it: its
// notices and links are of the one that stays.
func (c *counting) openCases() {
	c.books.cases.each(c.asOf, func(r *caseRow) {
		if c.seats[r.employer].counts {
			c.rows[r.number] = r
		}
	})
	var merged []*caseRow
	for _, r := range c.rows {
		switch {
		case r == nil:
		case c.standing(r) != r:
			merged = append(merged, r)
		default:
			w := newWay()
			w.followed, w.closed, w.closedOn = true, r.closed, c.seats[r.employer].clock.dayOf(r.closedAt)
			c.ways[r.number] = &w
			c.cases = append(c.cases, r.number)
		}
	}
	whole := map[*caseRow]*caseRow{}
	for _, r := range merged {
		stays := c.standing(r)
		c.ways[r.number] = c.ways[stays.number]
		if whole[stays] == nil {
			copied := *stays
			whole[stays] = &copied
		}
		whole[stays].takeOver(r)
	}
	for stays, all := range whole {
		c.rows[stays.number] = all
	}
}

// standing is the case that one counts with: itself unless it was merged.
func (c *counting) standing(r *caseRow) *caseRow { return standingIn(c.rows, r) }

func standingIn(rows []*caseRow, r *caseRow) *caseRow {
	for range len(rows) {
		if r.into == 0 || rows[r.into-1] == nil {
			return r
		}
		r = rows[r.into-1]
	}
	return r
}

func (r *caseRow) takeOver(o *caseRow) {
	r.incidents = slices.Concat(r.incidents, o.incidents)
	r.workers, r.aangiften = slices.Concat(r.workers, o.workers), slices.Concat(r.aangiften, o.aangiften)
	r.invented = r.invented || o.invented
	if r.suspect == 0 {
		r.suspect = o.suspect
	}
}

// dayOf is when a notice about money took effect.
func (c *counting) dayOf(s *sumRow) calendarDay {
	if c.dates == nil {
		c.dates = map[dated]calendarDay{}
		c.books.steps.each(c.asOf, func(step *stepRow) { c.dates[dated{step.of, step.notice}] = step.day })
	}
	if day, there := c.dates[dated{s.of, s.notice}]; there {
		return day
	}
	return dayUnknown
}

type dated struct {
	of     uint32
	notice shadow
}
