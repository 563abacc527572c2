package figures

// What a version changes are bits: one for each column of answers, and these. Most corrections
// change nothing that a question asks for, and then nothing of it need be looked up.
const (
	whenOrWhose  uint32 = 1 << (columnCount + iota) // the time, or the employer
	countedOrNot                                    // whether it counts by itself
	anything     uint32 = 1<<32 - 1
)

// changedBy is what a version changes in the one before it.
func (s *snapshot) changedBy(v entry) (changed uint32) {
	c, i := s.chunks[v.before/chunkSize], v.before%chunkSize
	for d, answer := range v.answers {
		if c.answers[d].get(i) != answer {
			changed |= 1 << d
		}
	}
	if c.occurred[i] != v.occurred || c.slot[i] != v.slot || c.day[i] != v.day || c.employer[i] != v.employer {
		changed |= whenOrWhose
	}
	if s.hides(v.before) != v.hidden {
		changed |= countedOrNot
	}
	return changed
}

// moving is what may move something from one cell of the question to another.
func (p *plan) moving() uint32 {
	moving := countedOrNot
	if !p.everybody || !p.question.Period.open() {
		moving |= whenOrWhose
	}
	for _, f := range p.filters {
		moving |= movingOf(f.dimension)
	}
	return moving | movingOf(p.rows.read) | movingOf(p.columns.read)
}

func movingOf(d Dimension) uint32 {
	switch d {
	case All:
		return 0
	case Weekday, Hour, Month, Year, TimeBand, Employer:
		return whenOrWhose
	case Urbanity, Area, OwnUnit: // of several columns
		return anything
	}
	return 1 << placeOf(d)
}
