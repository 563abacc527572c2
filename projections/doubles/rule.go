package doubles

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
)

// Most is how many are suggested of one incident: more is work, not help (PRODUCT D11).
const Most = 3

// slack is how far apart two people may place the same event: one looks at a watch
// when it begins, the other when it is over.
const slack = time.Hour

// closeBy is within what two watches and two memories differ.
const closeBy = 15 * time.Minute

// Seen is a trace with whose it is.
type Seen struct {
	ID uuid.UUID
	Trace
}

// Match is an incident that is likely to be another one told again.
type Match struct {
	Seen
	Points int
	Apart  time.Duration // between the two stretches of time; 0 where they overlap
	Same   []string      // of unit, place and gemeente those that agree
}

// Window is within what another one must have happened to be the same; false when
// nothing is known of the time.
func (t Trace) Window() (from, until time.Time, known bool) {
	if t.From == nil || t.Until == nil {
		return from, until, false
	}
	return t.From.Add(-slack), t.Until.Add(slack), true
}

// enough points make it likely: see points.
const enough = 3

// Likely are those of near that are probably the same as one, the likeliest first,
// at most three. Whatever counts under one record is one of them; what counts under
// the same record as one is none, and neither is what was withdrawn. Others tells of
// further records that some of these were merged into.
func Likely(one Seen, near []Seen, others map[uuid.UUID]Trace) []Match {
	root := rootsOf(one, near, others)
	best := make(map[uuid.UUID]Match)
	for _, other := range near {
		m, likely := match(one, other)
		of := root(other.ID)
		if !likely || of == root(one.ID) {
			continue
		}
		if have, there := best[of]; !there || better(m, have) < 0 {
			best[of] = m
		}
	}
	var list []Match
	for _, m := range best {
		list = append(list, m)
	}
	slices.SortFunc(list, better)
	return list[:min(Most, len(list))]
}

func match(one, other Seen) (Match, bool) {
	if other.ID == one.ID || other.Withdrawn || one.From == nil || other.From == nil {
		return Match{}, false
	}
	m := Match{Seen: other, Apart: max(0, other.From.Sub(*one.Until), one.From.Sub(*other.Until))}
	if m.Apart > slack || contradict(one.Gemeente, other.Gemeente) {
		return Match{}, false
	}
	m.Points = timePoints(one.Trace, other.Trace, m.Apart)
	for _, part := range []struct {
		name      string
		mine, its codes.Code
		points    int
	}{{"unit", one.Unit, other.Unit, 2}, {"place", one.Place, other.Place, 2}, {"gemeente", one.Gemeente, other.Gemeente, 1}} {
		switch {
		case contradict(part.mine, part.its):
			m.Points -= part.points
		case part.mine != "" && part.mine == part.its:
			m.Points += part.points
			m.Same = append(m.Same, part.name)
		}
	}
	return m, m.Points >= enough
}

func contradict(a, b codes.Code) bool { return a != "" && b != "" && a != b }

// timePoints: the less precise either of the two is, the less it means that they
// agree. Within a month nothing short of unit, place and gemeente together will do.
func timePoints(one, other Trace, apart time.Duration) int {
	switch {
	case one.Precision == moment.Month || other.Precision == moment.Month:
		return -2
	case one.Precision == moment.Day || other.Precision == moment.Day:
		return 0
	case apart > closeBy || one.Precision == moment.Hour || other.Precision == moment.Hour:
		return 1
	}
	return 2
}

// Nearby is what stands near some time, as of a position, and what of it was merged
// into what.
type Nearby struct {
	Position eventlog.Position
	Traces   []Seen
	Others   map[uuid.UUID]Trace // those that traces were merged into, and those in turn
}

// better orders by points, then by time, and never by chance.
func better(a, b Match) int {
	return cmp.Or(cmp.Compare(b.Points, a.Points), cmp.Compare(a.Apart, b.Apart), bytes.Compare(a.ID[:], b.ID[:]))
}

// rootsOf tells under which record an incident counts, by the rule of incidents.
func rootsOf(one Seen, near []Seen, others map[uuid.UUID]Trace) func(uuid.UUID) uuid.UUID {
	known := make(map[uuid.UUID]Trace, len(near)+len(others)+1)
	for id, t := range others {
		known[id] = t
	}
	for _, s := range append(slices.Clone(near), one) {
		known[s.ID] = s.Trace
	}
	at := func(id uuid.UUID) incident.Incident {
		t, there := known[id]
		if !there {
			return incident.Incident{}
		}
		return incident.Incident{Employer: id, MergedInto: t.Into, Withdrawn: t.Withdrawn} // any employer: it is registered
	}
	return func(id uuid.UUID) uuid.UUID { return incident.Root(id, at) }
}
