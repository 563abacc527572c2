package worklist

import (
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/projections/survival"
)

// Past is a file as it was counted from the log at a moment, with what the list does not
// keep because nobody works by it.
type Past struct {
	File
	EndedOn  []calendar.Day // of each clock: when it was met; 0 when it was not, or nobody knows
	ClosedOn calendar.Day   // 0 while it is open
	SeenTo   calendar.Day   // the day of that moment, by the clock of the employer
}

// Took is how long terms took, in calendar days from the day on which each began to the
// day on which what it asks for was done, suspensions included. A term that runs counts
// for as long as was seen, one of a closed file until it was closed. Undated are those of
// which a day is not known, or of which nobody told whether it was done. What somebody
// may do and nobody must has no time.
type Took struct {
	survival.Times
	Undated int
}

// TookOf counts the same terms as KeptOf.
func (q KeptQuery) TookOf(all []Past) map[KeptKey]Took {
	files := make([]File, len(all))
	for i := range all {
		files[i] = all[i].File
	}
	took := map[KeptKey]Took{}
	q.each(files, func(file, clock int) {
		f, c := all[file], files[file].Clocks[clock]
		if c.Right {
			return
		}
		key := q.key(f.File, c)
		of := took[key]
		switch until := f.seenTo(); {
		case c.StartedOn == 0 || c.State(q.Now) == agreement.NotReceived:
			of.Undated++
		case c.Ended && f.EndedOn[clock] < c.StartedOn: // 0 is before all days
			of.Undated++
		case c.Ended:
			of.End(int(f.EndedOn[clock] - c.StartedOn))
		case until < c.StartedOn:
			of.Undated++
		default:
			of.Censor(int(until - c.StartedOn))
		}
		took[key] = of
	})
	return took
}

func (f Past) seenTo() calendar.Day {
	if f.ClosedOn != 0 {
		return min(f.ClosedOn, f.SeenTo)
	}
	return f.SeenTo
}
