package world

import (
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
)

// rhythm is when something happens: by the hour, and by the day of the week (Monday
// first) to whose evening a night belongs. The letter gives a direction and no hours:
// evening, night, weekend.
type rhythm struct {
	hours [24]int
	days  [7]int
}

var (
	goingOut = rhythm{
		[24]int{12, 14, 15, 13, 8, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 3, 4, 7, 10},
		[7]int{1, 1, 1, 3, 10, 12, 2},
	}
	street = rhythm{
		[24]int{6, 5, 5, 4, 3, 2, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 6, 6, 7, 7, 8, 7},
		[7]int{4, 4, 4, 5, 8, 9, 7},
	}
	home = rhythm{
		[24]int{6, 5, 4, 3, 2, 2, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 6, 7, 8, 8, 9, 8},
		[7]int{5, 5, 5, 5, 7, 8, 7},
	}
	weekendNights = rhythm{
		[24]int{12, 11, 9, 7, 4, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 6, 8, 10, 12, 13},
		[7]int{1, 1, 1, 2, 10, 12, 3},
	}
	traffic = rhythm{
		[24]int{3, 2, 2, 1, 1, 1, 3, 5, 5, 4, 4, 4, 4, 4, 5, 6, 6, 6, 5, 5, 5, 5, 4, 4},
		[7]int{5, 5, 5, 5, 6, 6, 5},
	}
	shopping = rhythm{
		[24]int{0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 5, 6, 9, 12, 13, 12, 8, 4, 3, 2, 1, 1, 0},
		[7]int{5, 5, 7, 7, 8, 12, 3},
	}
	office = rhythm{
		[24]int{0, 0, 0, 0, 0, 0, 0, 1, 4, 8, 9, 8, 6, 8, 9, 8, 5, 1, 1, 0, 0, 0, 0, 0},
		[7]int{10, 9, 9, 9, 8, 1, 0},
	}
	rushHour = rhythm{ // planted: the station on Friday, see WORLD.md
		[24]int{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 10, 12, 9, 1, 0, 0, 0},
		[7]int{0, 0, 0, 0, 1, 0, 0},
	}
	newYearsEve = [24]int{20, 14, 9, 5, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 3, 4, 5, 7}
)

// weighed are the hours of a day by how much happens in them.
func weighed(hours [24]int) []share[int] {
	var list []share[int]
	for h, weight := range hours {
		list = append(list, share[int]{h, weight})
	}
	return list
}

// wall draws what the clock shows. Not is a time at which nothing happens.
func (w *World) wall(d dice, r rhythm, not func(time.Time) bool) time.Time {
	days := int(w.until.Sub(w.from).Hours()) / 24
	most := 0
	for _, n := range r.days {
		most = max(most, n)
	}
	for {
		evening := w.from.AddDate(0, 0, d.IntN(days))
		if d.IntN(most) >= r.days[(evening.Weekday()+6)%7] {
			continue
		}
		at := w.wallAt(d, evening, r.hours)
		if !at.Before(w.from) && at.Before(w.closes()) && !not(at) {
			return at
		}
	}
}

// wallAt is in an evening, or in the night that follows it. Nothing happens in an
// hour that the clocks skip: Go goes on an hour there.
func (w *World) wallAt(d dice, evening time.Time, hours [24]int) time.Time {
	h := draw(d, weighed(hours))
	if h < 6 {
		evening = evening.AddDate(0, 0, 1)
	}
	return time.Date(evening.Year(), evening.Month(), evening.Day(), h, d.IntN(60), 0, 0, w.zone)
}

// closes is when nothing happens any more, so that there is time to report it.
func (w *World) closes() time.Time { return w.until.Add(-3 * time.Hour) }

// newYear draws one of the two New Year's nights.
func (w *World) newYear(d dice) time.Time {
	for year := w.from.Year() + d.IntN(2); ; year++ {
		at := w.wallAt(d, time.Date(year, time.December, 31, 0, 0, 0, 0, w.zone), newYearsEve)
		switch {
		case at.Before(w.from):
			continue
		case !at.Before(w.closes()):
			year -= 3 // the last evening is not in the world: begin with the first
			continue
		}
		return at
	}
}

// precision is how well a time is remembered: our own choice.
var precision = []share[moment.Precision]{{moment.Minute, 82}, {moment.Hour, 10}, {moment.Day, 6}, {moment.Month, 1}, {"", 1}}

// remembered is a time as it is told.
func remembered(d dice, at time.Time) moment.Moment {
	_, offset := at.Zone()
	p, finer := draw(d, precision), draw(d, mix{{codes.Unknown, 2}, {codes.NotRecorded, 1}})
	if p == moment.Minute {
		finer = ""
	}
	m, err := moment.New(at.UTC(), offset/60, p, finer)
	if err != nil {
		panic("the invented world made a time that cannot be: " + err.Error())
	}
	return m
}

// exactly is a time to the minute.
func exactly(at time.Time) moment.Moment {
	_, offset := at.Zone()
	return moment.Moment{Instant: at.UTC().Truncate(time.Minute), Offset: offset / 60, Precision: moment.Minute}
}
