package figures

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

// Days are numbered from the first day of firstYear: two bytes for every day that
// an incident can be of.
type dayNumber = uint16

const (
	firstYear, lastYear           = 1999, 2100
	noDay               dayNumber = math.MaxUint16
	months                        = (lastYear - firstYear + 1) * 12
)

// firstDay is day 0, in days since 1970.
var firstDay = floorDay(minuteOf(time.Date(firstYear, 1, 1, 0, 0, 0, 0, time.UTC)))

// calendar is what has to be known of each day.
var calendar = sync.OnceValue(func() (c struct {
	month []uint16 // since January of firstYear
	hours []uint32 // a bit for each hour that a yearly band covers
}) {
	masks := map[string]uint32{} // by day of the year
	for at := time.Date(firstYear, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() <= lastYear; at = at.AddDate(0, 0, 1) {
		c.month = append(c.month, uint16((at.Year()-firstYear)*12+int(at.Month())-1))
		key := at.Format("01-02")
		mask, known := masks[key]
		if !known {
			mask = yearlyHours(at)
			masks[key] = mask
		}
		c.hours = append(c.hours, mask)
	}
	return c
})

func yearlyHours(day time.Time) (mask uint32) {
	for hour := range 24 {
		for _, b := range codes.Bands() {
			if yearly(b) && b.Covers(day.Add(time.Duration(hour)*time.Hour)) {
				mask |= 1 << hour
			}
		}
	}
	return mask
}

func yearly(b codes.Band) bool { return strings.Contains(b.From, "-") }

// dayOf numbers the day that the wall shows.
func dayOf(wall minute) dayNumber {
	n := floorDay(wall) - firstDay
	if n < 0 || int(n) >= len(calendar().month) {
		return noDay
	}
	return dayNumber(n)
}

// dayAt is the day of a minute and slot as they are stored: of an instant by this
// clock, of a date on paper as it was written down.
func (c *clock) dayAt(at minute, s slot) dayNumber {
	switch {
	case at == undated:
		return noDay
	case s.timed():
		return dayOf(c.wall(at))
	}
	return dayOf(at)
}

// dated gives each listed version's answer in a dimension of the calendar.
func (p *plan) dated(d Dimension, c *chunk, list, into []uint32) {
	switch known := calendar(); d {
	case TimeBand:
		for k, i := range list {
			into[k] = bandNumber(known.hours, c.day[i], c.slot[i])
		}
	default:
		for k, i := range list {
			into[k] = monthNumber(known.month, c.day[i], c.slot[i])
		}
	}
	if p.rezoned {
		p.redated(d, c, list, into)
	}
}

// redated answers anew for employers that stood in several zones.
func (p *plan) redated(d Dimension, c *chunk, list, into []uint32) {
	known := calendar()
	for k, i := range list {
		zone := p.seats[c.employer[i]].zone
		if zone == nil || !c.slot[i].timed() {
			continue
		}
		day, at := zone.dayAt(c.occurred[i], c.slot[i]), zone.slotAt(c.occurred[i])
		if d == TimeBand {
			into[k] = bandNumber(known.hours, day, at)
		} else {
			into[k] = monthNumber(known.month, day, at)
		}
	}
}

// monthNumber numbers the months, then "unknown" and "not recorded".
func monthNumber(month []uint16, d dayNumber, s slot) uint32 {
	if int(d) < len(month) {
		return uint32(month[d])
	}
	return months + missingOf(s.day(), unknownDay)
}

// missingOf is 0 for unknown and 1 for not recorded. What has no day that can be
// told, but is not said to be missing either, is not known.
func missingOf(value, unknown int) uint32 {
	if value == unknown+1 {
		return 1
	}
	return 0
}

// bandNumber numbers slots, each without and with the bands of the year.
func bandNumber(hours []uint32, d dayNumber, s slot) uint32 {
	n := uint32(s) * 2
	if int(d) < len(hours) {
		n += hours[d] >> s.hour() & 1 // no band covers the hours that are none
	}
	return n
}

var monthAnswers = sync.OnceValue(func() answerList {
	var list [][]codes.Code
	for m := range months {
		list = append(list, []codes.Code{codes.Code(strconv.Itoa(firstYear+m/12) + "-" + twoDigits(m%12+1))})
	}
	return listed(append(list, []codes.Code{codes.Unknown}, notRecorded))
})

// yearAnswers are those of the months, with what is common to twelve.
var yearAnswers = sync.OnceValue(func() answerList {
	return monthAnswers().through(func(month codes.Code) codes.Code {
		year, _, _ := strings.Cut(string(month), "-")
		return codes.Code(year)
	})
})

func twoDigits(n int) string { return string([]byte{'0' + byte(n/10), '0' + byte(n%10)}) }

// bandAnswers says which bands a slot lies in. Where the hour is not known, no
// band is: a Saturday without an hour is not put under the weekend either, so that
// all bands are of the same incidents.
var bandAnswers = sync.OnceValue(func() answerList {
	list := make([][]codes.Code, 2*slots)
	for s := range slot(slots) {
		missing := hourOf(s)
		if s.timed() {
			missing = ""
		}
		list[2*int(s)] = bandsOf(s, missing, false)
		list[2*int(s)+1] = bandsOf(s, missing, true)
	}
	return listed(list)
})

func bandsOf(s slot, missing codes.Code, alsoYearly bool) (in []codes.Code) {
	if missing != "" {
		return []codes.Code{missing}
	}
	// Any Monday, and so many days and hours after it.
	local := time.Date(2026, 6, 1+s.day(), s.hour(), 0, 0, 0, time.UTC)
	for _, b := range codes.Bands() {
		if yearly(b) && alsoYearly || !yearly(b) && s.day() < unknownDay && b.Covers(local) {
			in = append(in, b.Code)
		}
	}
	return in
}

// bandsText gives the boundaries, which nobody can guess.
func bandsText(l Language) string {
	var parts []string
	for _, b := range codes.Bands() {
		nl, en := b.Text()
		e, _ := codes.TimeBand.Find(b.Code)
		parts = append(parts, Text{e.NL, e.EN}.In(l)+" "+Text{nl, en}.In(l))
	}
	return strings.Join(parts, ", ")
}

// inCalendar refuses a month or year that no incident can be of.
func inCalendar(answers func() answerList, example string) func(codes.Code) error {
	return func(c codes.Code) error {
		if slices.Contains(answers().codes, c) {
			return nil
		}
		return &fault.Wrong{Problem: "is not of the calendar", Remedy: "write it as " + example}
	}
}
