package figures

// way is how far one thing came: a case, or whatever several of them are about.
type way struct {
	heard     uint64 // the steps
	days      [stageCount]calendarDay
	reached   [stageCount]bool
	untold    bool // of some judgment nobody told what it came to
	forgotten bool
	moneyGone bool // what a notice said of money was forgotten
	closed    bool
	closedOn  calendarDay
	followed  bool // by a case
	ended     bool // set by settle
	missing   uint64
	furthest  int
}

func newWay() way {
	var w way
	for i := range w.days {
		w.days[i] = dayUnknown
	}
	return w
}

// take takes in one notice that counts.
func (w *way) take(s *stepRow) {
	if s.forgotten {
		w.forgotten = true
		return
	}
	bit := uint64(1) << s.step
	if bit == coded && !s.confirmed {
		return // that it is missing is no step forward
	}
	w.heard |= bit
	if bit == stages[judgedStage].steps {
		w.untold = w.untold || s.outcome == noOutcome
	}
	if bit == orderSteps && s.outcome == finalOrder {
		w.ended = true
	}
	for i := range stages {
		if of := &stages[i]; of.steps&bit != 0 && (of.outcome == noOutcome || of.outcome == s.outcome) {
			w.at(i, s.day)
		}
	}
}

// at notes that a stage was reached on a day: the first that is known counts.
func (w *way) at(i int, day calendarDay) {
	w.reached[i] = true
	if day != dayUnknown && (w.days[i] == dayUnknown || day < w.days[i]) {
		w.days[i] = day
	}
}

// settle works out what follows from all that was heard.
func (w *way) settle(known implied) {
	w.missing = known.by(w.heard)
	if w.reached[convictedStage] && w.reached[acquittedStage] {
		// Acquitted of a part is convicted of the rest: one case has one outcome.
		w.reached[acquittedStage], w.days[acquittedStage] = false, dayUnknown
	}
	for i := range stages {
		if w.reached[i] || w.implies(i) {
			w.furthest = max(w.furthest, stages[i].level)
		}
	}
	if w.furthest == mostLevels { // money says nothing of how far the case is
		w.furthest = 0
		for i := range stages {
			if (w.reached[i] || w.implies(i)) && stages[i].level < mostLevels {
				w.furthest = max(w.furthest, stages[i].level)
			}
		}
	}
	over := w.heard&endingSteps != 0 && w.heard&courtSteps == 0
	w.ended = w.ended && w.heard&courtSteps == 0 || w.closed || over || w.heard&finalSteps != 0
}

func (w *way) implies(i int) bool {
	return stages[i].outcome == noOutcome && w.missing&stages[i].steps != 0
}

// reach is how far it is with one stage.
func (w *way) reach(i int) Reaching {
	of := &stages[i]
	switch {
	case w.reached[i]:
		return Reached
	case w.implies(i), of.outcome != noOutcome && (w.untold || w.implies(judgedStage)):
		return NotReceived
	case of.level == mostLevels && w.moneyGone, of.level < mostLevels && w.forgotten:
		return Forgot
	case !w.followed:
		return NoCase
	case i == paidStage && w.reached[awardedStage] && !w.closed:
		return Open
	case w.ended, w.furthest > of.level, of.apart && w.furthest == of.level:
		return NotReached
	}
	return Open
}

// stay is the time of one thing in a stage, whatever day somebody looks at it.
type stay struct {
	from, to, closed calendarDay // to: on which it went on; closed: until when it was followed
	left             bool        // it went on
}

// stayed tells it; not where a day is not known, where something in between was not
// received, or where the days contradict each other.
func (w *way) stayed(i int) (s stay, told bool) {
	s = stay{from: w.days[i], to: dayUnknown, closed: dayUnknown}
	if s.from == dayUnknown {
		return s, false
	}
	for _, n := range nexts[i] {
		switch {
		case w.reached[n]:
			s.left = true
			if day := w.days[n]; day != dayUnknown && (s.to == dayUnknown || day < s.to) {
				s.to = day
			}
			if w.days[n] == dayUnknown {
				return s, false // it may have been the first
			}
		case w.implies(n):
			return s, false
		}
	}
	if w.closed {
		s.closed = w.closedOn
	}
	return s, !s.left || s.to >= s.from
}

// days is how long it was, and whether that ended by the last day that was seen; false
// where it had not begun by then.
func (s stay) days(until calendarDay) (days int, over, begun bool) {
	switch {
	case s.from > until:
		return 0, false, false
	case s.left && s.to <= until:
		return int(s.to - s.from), true, true
	case s.closed != dayUnknown && s.closed < until:
		until = max(s.closed, s.from)
	}
	return int(until - s.from), false, true
}

// lasted is both.
func (w *way) lasted(i int, until calendarDay) (days int, over, told bool) {
	s, told := w.stayed(i)
	if !told {
		return 0, false, false
	}
	return s.days(until)
}

// united is how far one thing came of which several cases are followed, each settled:
// a stage is reached when any of them reached it, and all is over when all of them are.
func united(known implied, all []*way) way {
	if len(all) == 1 {
		return *all[0]
	}
	w := newWay()
	w.followed, w.closed, w.ended = true, true, true
	open := mostLevels
	for _, o := range all {
		w.heard |= o.heard
		for i := range o.days {
			if o.reached[i] {
				w.at(i, o.days[i])
			}
		}
		w.untold, w.forgotten, w.moneyGone = w.untold || o.untold, w.forgotten || o.forgotten, w.moneyGone || o.moneyGone
		w.closed, w.ended = w.closed && o.closed, w.ended && o.ended
		w.closedOn = max(w.closedOn, o.closedOn)
		if w.furthest = max(w.furthest, o.furthest); !o.ended {
			open = min(open, o.furthest)
		}
	}
	if !w.ended {
		w.furthest = open // what the one has passed another may still reach
	}
	w.missing = known.by(w.heard)
	return w
}
