package figures

import (
	"slices"

	"ruggensteun/projections/facts"
)

// bearing is how something stands at one moment.
type bearing uint8

const (
	unrecorded bearing = iota // nothing was recorded of it yet
	there                     // it is counted, if it is asked for
	notTold                   // its record does not tell of it, or by another name
	revoked                   // withdrawn, or of nothing but what was
	elsewhere                 // counts with another
)

// thing is one of what is counted, at one moment.
type thing struct {
	bearing
	incidents []uint32
	own       [2]uint32
	record    uint32 // of a worker hit: the incident that tells of him
	employer  uint16
	day       calendarDay // on which it happened, where that is its own
	madeUp    bool
}

func (t *thing) member(number int) member {
	return member{number: uint32(number), incidents: t.incidents, own: t.own, madeUp: t.madeUp}
}

// things are all of what is counted, by number, with those that are not there and why.
func (r *roster) things() []thing {
	_, n := r.books.keysOf(r.question.Unit)
	all := make([]thing, n)
	for i := range all {
		all[i].day = dayUnknown
	}
	r.each(func(m member) {
		all[m.number].bearing, all[m.number].incidents, all[m.number].own, all[m.number].madeUp = there, slices.Clone(m.incidents), m.own, m.madeUp
	})
	switch r.question.Unit {
	case CountWorkers:
		r.bearWorkers(all)
	case CountSuspects:
		r.bearSuspects(all)
	case CountAangiften:
		r.bearAangiften(all)
	default:
		r.bearCases(all)
	}
	return all
}

// otherwise notes why something that is recorded is not there.
func (t *thing) otherwise(b bearing) {
	if t.bearing != there {
		t.bearing = b
	}
}

func (r *roster) bearWorkers(all []thing) {
	bear := func(t *thing, record uint32, own bearing) {
		switch root := r.root(record); {
		case root == 0:
			t.otherwise(revoked)
		case root != record:
			t.otherwise(elsewhere)
		default:
			t.otherwise(own)
		}
		t.record = record
	}
	r.books.hits.each(r.at, func(h *hitRow) { bear(&all[h.number], h.incident, elsewhere) })
	r.books.counts.each(r.at, func(c *countRow) {
		for _, n := range c.all {
			bear(&all[n], c.incident, notTold)
		}
	})
}

func (r *roster) bearSuspects(all []thing) {
	r.books.behind.each(r.at, func(b *behindRow) {
		for _, file := range b.numbers {
			if r.root(b.incident) == 0 {
				all[file].otherwise(revoked)
			}
		}
	})
	_, rows := r.cases()
	for _, c := range rows {
		if c != nil && c.accused != 0 && all[c.accused].bearing == unrecorded {
			all[c.accused].bearing = elsewhere // of a case that counts with one of another suspect
		}
	}
}

func (r *roster) bearAangiften(all []thing) {
	r.books.aangiften.each(r.at, func(a *aangifteRow) {
		if r.seats[a.employer].counts {
			all[a.number].otherwise(revoked)
			all[a.number].day, all[a.number].employer = a.day, a.employer
		}
	})
}

// bearCases is for cases and for steps. A case happened with its first step.
func (r *roster) bearCases(all []thing) {
	_, rows := r.cases()
	ofSteps := r.question.Unit == CountSteps
	for n, c := range rows {
		if c != nil && !ofSteps {
			all[n].otherwise(elsewhere)
			all[n].employer = c.employer
		}
	}
	r.books.steps.each(r.at, func(s *stepRow) {
		of := rows[s.of]
		switch {
		case of == nil:
		case ofSteps:
			all[s.number].otherwise(revoked)
			all[s.number].day, all[s.number].employer = s.day, of.employer
		case !slices.Contains(of.withdrawn, s.notice):
			if t := &all[standingIn(rows, of).number]; s.day != dayUnknown && (t.day == dayUnknown || s.day < t.day) {
				t.day = s.day
			}
		}
	})
}

// unitWalk goes through all of what is counted that is another at the second moment.
type unitWalk struct {
	*walk
	rosters     [2]*roster
	recorded    []bool // by incident: at the first moment
	was, is     *placing
	anew        *placing // the first moment by the clocks, areas and tables of the second
	first, then []thing
}

func (w *walk) allUnits() {
	before, after := w.before.newRoster(), w.after.newRoster()
	u := &unitWalk{
		walk: w, rosters: [2]*roster{before, after}, first: before.things(), then: after.things(),
		was: w.before.placing(before.versions), is: w.after.placing(after.versions), anew: w.after.placing(before.versions),
		recorded: make([]bool, len(before.versions)),
	}
	for v := range w.before.limit {
		u.recorded[w.before.chunks[v/chunkSize].number[v%chunkSize]] = true
	}
	for number := range u.then {
		u.note(number)
	}
}

// placing is where things lie, by the versions of incidents as they were at a moment.
func (l *layout) placing(versions []ordinal) *placing {
	bare := *l.plan
	bare.filters = nil // what does not pass is laid out nowhere
	m := &marks{plan: &bare, columns: l.columns}
	c := &cube{width: len(l.plan.columns.values) + 1, masks: 1}
	c.table = (len(l.plan.rows.values) + 1) * c.width
	known := map[uint32]uint32{}
	return m.newPlacing(c, l.narrowed(), func(incident uint32) uint32 {
		v := versions[incident] - 1
		pair := l.of[v/chunkSize][v%chunkSize]
		if pair == nowhere {
			return nowhere
		}
		mark, there := known[pair]
		if !there {
			mark = m.add(c, pair)
			known[pair] = mark
		}
		return mark
	})
}

// cellsIn are the cells of the table of both moments that something lies in.
func (l *layout) cellsIn(p *placing, t *thing, number int) (cells []uint32) {
	m := t.member(number)
	if t.bearing != there || !l.passesOwn(m) || l.owns(l.question.Base) && !l.base.passes[m.answer(l.question.Base)] {
		return nil
	}
	own := uint32(len(l.plan.columns.values) + 1)
	for _, cell := range p.cellsOf(p.place(m)) {
		cells = append(cells, l.rowAt[cell/own]*l.width+l.columnAt[cell%own])
	}
	slices.Sort(cells)
	return cells
}

func (u *unitWalk) note(number int) {
	first, then := &u.first[number], &u.then[number]
	left, came := u.before.cellsIn(u.was, first, number), u.after.cellsIn(u.is, then, number)
	if slices.Equal(left, came) {
		return
	}
	in, out := u.part(first, then, func() bool { return slices.Equal(u.after.cellsIn(u.anew, first, number), came) })
	for _, cell := range came {
		if _, both := slices.BinarySearch(left, cell); !both {
			u.add(cell, in, 1)
		}
	}
	for _, cell := range left {
		if _, both := slices.BinarySearch(came, cell); !both {
			u.add(cell, out, -1)
		}
	}
}

// part is that of something, as of an incident.
func (u *unitWalk) part(first, then *thing, onlyClassed func() bool) (in, out Part) {
	moved := first.bearing == there && then.bearing == there && u.question().ofOneIncident() && first.incidents[0] != then.incidents[0]
	switch {
	case first.bearing == unrecorded && !(u.question() == CountWorkers && u.recorded[then.record]):
		if u.happenedSince(then) {
			return PartNew, PartNew
		}
		return PartLate, PartLate
	case first.bearing == revoked, then.bearing == revoked:
		return PartWithdrawn, PartWithdrawn
	case then.bearing == elsewhere, moved && then.incidents[0] != then.record:
		return PartMerged, PartMerged
	case first.bearing == elsewhere, moved:
		return PartSplit, PartSplit
	case first.bearing == there && then.bearing == there && onlyClassed():
		return PartRecoded, PartRecoded
	case u.forgotten(first, then):
		return PartErased, PartErased
	}
	return PartCorrectedIn, PartCorrectedOut
}

func (u *unitWalk) question() Unit { return u.after.question.Unit }

// happenedSince tells whether something happened after the first moment: by its own day, else
// when each of its incidents did.
func (u *unitWalk) happenedSince(t *thing) bool {
	unit := u.question()
	if t.day != dayUnknown {
		known, _ := u.after.employers[t.employer].at(u.after.asOf)
		return int64(t.day)*minutesPerDay >= int64(known.clock.wall(u.since))
	}
	if unit == CountAangiften || unit == CountSteps {
		return false
	}
	after := u.rosters[1]
	return len(t.incidents) > 0 && !slices.ContainsFunc(t.incidents, func(i uint32) bool { return !u.occurredSince(after.versions[i] - 1) })
}

// forgotten tells whether something that the question asks about was forgotten of it.
func (u *unitWalk) forgotten(first, then *thing) bool {
	says := func(f forgettable, r *roster, t *thing) bool {
		if f.own {
			return t.bearing == there && f.in[t.member(0).answer(f.dimension)]
		}
		return slices.ContainsFunc(t.incidents, func(i uint32) bool { return f.forgotten(u.after.snapshot, r.versions[i]-1) })
	}
	return slices.ContainsFunc(u.forgettable, func(f forgettable) bool {
		return says(f, u.rosters[1], then) && !says(f, u.rosters[0], first)
	})
}

func (f *forgettable) read(answers answerList) {
	f.in = make([]bool, answers.len())
	for i := range f.in {
		f.in[i] = slices.ContainsFunc(answers.of(uint32(i)), func(code uint32) bool { return answers.codes[code] == facts.Forgotten })
	}
}
