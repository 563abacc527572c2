package figures

import (
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/survival"
)

// timedStages are those that are states, and their places among them.
var timedStages, timedAt = func() (list []int, at [stageCount]int) {
	for i := range stages {
		at[i] = -1
		if len(nexts[i]) > 0 {
			at[i], list = len(list), append(list, i)
		}
	}
	if len(list) != timedCount {
		panic("timedCount is not how many states have nexts")
	}
	return list, at
}()

// timedCount is as many as have nexts: the length of an array must be constant.
const timedCount = 10

// stays are the times of one thing in every state; of what is not told from is dayUnknown.
type stays [timedCount]stay

var noStay = stay{from: dayUnknown}

func staysOf(w *way) *stays {
	var s *stays
	for k, i := range timedStages {
		if !w.reached[i] {
			continue
		}
		if one, told := w.stayed(i); told {
			if s == nil {
				s = &stays{}
				for n := range s {
					s[n] = noStay
				}
			}
			s[k] = one
		}
	}
	return s
}

func (s *stays) at(k int) stay {
	if s == nil {
		return noStay
	}
	return s[k]
}

// timeCell is the time of one row in one state. Its set is printed by as it stood when at
// least five things had last come in, gone out or been told otherwise: a median that
// followed each of them would show a single one.
type timeCell struct {
	size    int // at the last epoch
	settled bool
	since   int // the epoch from which moves are known
	moves   []timeMove
	fresh   int // how many of them are of the epoch that is looked at
}

type timeMove struct {
	number  uint32
	epoch   int32
	was, is stay
}

// rowsAt are the rows that a place lies in, with all filters of the question.
func (f *funnelCount) rowsAt(place uint32, into []uint32) []uint32 {
	first := uint32((f.layout.masks - 1) * f.layout.table)
	for _, cell := range f.plain.cellsOf(place) {
		if cell >= first && int(cell)%f.layout.width == 0 {
			into = append(into, (cell-first)/uint32(f.layout.width))
		}
	}
	return into
}

func (f *funnelCount) time(row uint32, k int) *timeCell { return &f.times[int(row)*timedCount+k] }

// measure counts what is in each at the last epoch.
func (f *funnelCount) measure() {
	var rows []uint32
	for number, of := range f.last.stays {
		if of == nil {
			continue
		}
		rows = f.rowsAt(f.last.places[number], rows[:0])
		for k := range of {
			if of[k] == noStay {
				continue
			}
			for _, row := range rows {
				f.time(row, k).size++
			}
		}
	}
}

func (f *funnelCount) anyTimeOpen() bool {
	for i := range f.times {
		if f.times[i].size > 0 && !f.times[i].settled {
			return true
		}
	}
	return false
}

// moved notes what one thing changed in which times between two epochs.
func (f *funnelCount) moved(number uint32, now, earlier passage, epoch int) {
	is, was := now.stays[number], earlier.stays[number]
	place, before := now.places[number], earlier.places[number]
	if is == nil && was == nil || is != nil && was != nil && place == before && *is == *was {
		return
	}
	rows, rowsBefore := f.rowsAt(place, nil), f.rowsAt(before, nil)
	here, there := map[uint32]bool{}, map[uint32]bool{}
	for _, row := range rows {
		here[row] = true
	}
	for _, row := range rowsBefore {
		if there[row] = true; !here[row] {
			rows = append(rows, row)
		}
	}
	for _, row := range rows {
		for k := range timedCount {
			m := timeMove{number: number, epoch: int32(epoch), was: noStay, is: noStay}
			if here[row] {
				m.is = is.at(k)
			}
			if there[row] {
				m.was = was.at(k)
			}
			if t := f.time(row, k); m.is != m.was && !t.settled {
				t.moves = append(t.moves, m)
				t.fresh++
			}
		}
	}
}

// settleTimes closes those in which so much moved that they were surely looked at anew.
func (f *funnelCount) settleTimes(epoch int) {
	for i := range f.times {
		t := &f.times[i]
		if t.fresh >= disclosure.SurelyFrom {
			t.settled, t.since, t.moves = true, epoch, t.moves[:len(t.moves)-t.fresh]
		}
		t.fresh = 0
	}
}

// refreshed gives what is in a time as it was last looked at, and at which epoch that was,
// from what is in it at the last one.
func (t *timeCell) refreshed(in map[uint32]stay) (epoch int) {
	put := func(number uint32, s stay) {
		if in[number] = s; s == noStay {
			delete(in, number)
		}
	}
	for _, m := range t.moves { // the newest epoch first
		put(m.number, m.was)
	}
	epoch = t.since
	held := map[uint32]stay{} // what moved since it was looked at, as it was then
	for i := len(t.moves) - 1; i >= 0; i-- {
		m := t.moves[i]
		if _, is := held[m.number]; !is {
			held[m.number] = m.was
		}
		if put(m.number, m.is); i > 0 && t.moves[i-1].epoch == m.epoch {
			continue
		}
		if disclosure.Refreshes(apart(in, held)) {
			epoch = int(m.epoch)
			clear(held)
		}
	}
	for number, s := range held {
		put(number, s)
	}
	return epoch
}

func apart(in, held map[uint32]stay) (n int) {
	for number, was := range held {
		if is, there := in[number]; there != (was != noStay) || there && is != was {
			n++
		}
	}
	return n
}

// timesIn are the times of the rows and states that are asked for, by row and state.
func (f *funnelCount) timesIn(wanted map[[2]int]bool) map[[2]int]map[uint32]stay {
	all := map[[2]int]map[uint32]stay{}
	for at := range wanted {
		all[at] = map[uint32]stay{}
	}
	var rows []uint32
	for number, of := range f.last.stays {
		if of == nil {
			continue
		}
		rows = f.rowsAt(f.last.places[number], rows[:0])
		for k, i := range timedStages {
			for _, row := range rows {
				if in := all[[2]int{int(row), i}]; in != nil && of[k] != noStay {
					in[uint32(number)] = of[k]
				}
			}
		}
	}
	return all
}

// protectedDays are the days of one time: nil where they may be of fewer than ten.
func (f *funnelCount) protectedDays(by *printing, row, stage int, in map[uint32]stay, untils []calendarDay) *Lasting {
	until := untils[f.time(uint32(row), timedAt[stage]).refreshed(in)]
	var set disclosure.Set
	var times survival.Times
	for number, s := range in {
		days, over, begun := s.days(until)
		switch {
		case !begun:
			continue
		case over:
			times.End(days)
		default:
			times.Censor(days)
		}
		set.Add(f.keys.at(number))
	}
	if !disclosure.EnoughForDays(by.method.Print(by.viewer, set)) {
		return nil
	}
	curve := survival.Estimate(times)
	day := func(share float64) (l Lasted) {
		if q := curve.Quantile(share); q.Reached {
			l.Days = &q.Day
		}
		return l
	}
	return &Lasting{
		N: KeptBack, Left: KeptBack, Open: KeptBack, Undated: KeptBack,
		Lower: day(0.25), Median: day(0.5), Upper: day(0.75), AtRisk: []AtRisk{},
	}
}
