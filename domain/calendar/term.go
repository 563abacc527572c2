package calendar

import (
	"fmt"
	"strconv"
	"strings"
)

// Term is how long somebody has: years to days of the calendar together, or one of
// hours, working days and months of thirty days (Sr 88). The zero Term is the same day.
type Term struct {
	Years, Months, Weeks, Days int
	Hours                      int
	WorkingDays                int
	ThirtyDayMonths            int
}

// longest keeps a slip of the finger from being a term: no term of the trade is as
// long as a hundred years.
const longest = 100 * 365

// part is one of a term's numbers, with how it is written.
type part struct {
	number     *int
	letter     byte // in an ISO 8601 period; 0 when that has none
	most       int
	one, more  string // English
	een, meer  string // Dutch
	unlikeRest bool   // it stands alone: a day with it would be counted in two ways
}

func (t *Term) parts() []part {
	return []part{
		{&t.Years, 'Y', 100, "year", "years", "jaar", "jaar", false},
		{&t.Months, 'M', 100 * 12, "month", "months", "maand", "maanden", false},
		{&t.Weeks, 'W', longest / 7, "week", "weeks", "week", "weken", false},
		{&t.Days, 'D', longest, "day", "days", "dag", "dagen", false},
		{&t.Hours, 0, 9999, "hour", "hours", "uur", "uur", true},
		{&t.WorkingDays, 0, 9999, "working day", "working days", "werkdag", "werkdagen", true},
		{&t.ThirtyDayMonths, 0, 1200, "month of 30 days", "months of 30 days", "maand van 30 dagen", "maanden van 30 dagen", true},
	}
}

// check says what is wrong with a term, as it follows a field's name.
func (t Term) check() string {
	filled, alone := 0, false
	for _, p := range t.parts() {
		switch {
		case *p.number < 0:
			return "counts backwards"
		case *p.number > p.most:
			return "is longer than any term"
		case *p.number > 0:
			filled++
			alone = alone || p.unlikeRest
		}
	}
	if filled > 1 && alone {
		return "mixes days that are counted differently"
	}
	return ""
}

// InHours tells whether the term runs by the clock and not by days.
func (t Term) InHours() bool { return t.Hours > 0 }

// Moves tells whether the Algemene termijnenwet can move the term: not one in hours,
// in more than 90 days, twelve weeks or three months, or in years (art. 4 a). Terms
// of publication and of deprivation of liberty (b, c) look like any other, so that
// it is for the agreement to say.
func (t Term) Moves() bool {
	if t.Hours > 0 || t.Years > 0 || t.WorkingDays > 90 || t.ThirtyDayMonths > 3 {
		return false
	}
	switch {
	case t.Months > 0 && t.Weeks == 0 && t.Days == 0:
		return t.Months <= 3
	case t.Weeks > 0 && t.Months == 0 && t.Days == 0:
		return t.Weeks <= 12
	}
	return t.Months*30+t.Weeks*7+t.Days <= 90
}

// String is the form in which terms are kept, and which ParseTerm reads: a period of
// ISO 8601 (P2W, P1Y6M, PT24H), or a number of "working days" or "months of 30 days".
func (t Term) String() string {
	switch {
	case t.Hours > 0:
		return fmt.Sprintf("PT%dH", t.Hours)
	case t.WorkingDays > 0 || t.ThirtyDayMonths > 0:
		return t.EN()
	case t == Term{}:
		return "P0D"
	}
	text := "P"
	for _, p := range t.parts() {
		if *p.number > 0 {
			text += strconv.Itoa(*p.number) + string(p.letter)
		}
	}
	return text
}

// MarshalText is String.
func (t Term) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText is ParseTerm.
func (t *Term) UnmarshalText(text []byte) (err error) {
	*t, err = ParseTerm(string(text))
	return err
}

// EN says the term in English.
func (t Term) EN() string {
	return t.words("the same day", " and ", func(p part) (string, string) { return p.one, p.more })
}

// NL says the term in Dutch.
func (t Term) NL() string {
	return t.words("dezelfde dag", " en ", func(p part) (string, string) { return p.een, p.meer })
}

func (t Term) words(none, and string, of func(part) (one, more string)) string {
	var list []string
	for _, p := range t.parts() {
		one, more := of(p)
		switch {
		case *p.number == 1:
			list = append(list, "1 "+one)
		case *p.number > 1:
			list = append(list, strconv.Itoa(*p.number)+" "+more)
		}
	}
	if len(list) == 0 {
		return none
	}
	return strings.Join(list, and)
}
