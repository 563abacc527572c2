package template

import (
	"fmt"
	"strconv"
	"time"

	"ruggensteun/domain/codes"
)

var (
	monthsNL = [...]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"}
	daysNL   = [...]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"}
)

// Day writes a day as letters do: "2 januari 2026".
func Day(t time.Time, language codes.Code) string {
	if language == English {
		return t.Format("2 January 2006")
	}
	return fmt.Sprintf("%d %s %d", t.Day(), monthsNL[t.Month()-1], t.Year())
}

// Weekday writes it with the day of the week before it.
func Weekday(t time.Time, language codes.Code) string {
	if language == English {
		return t.Format("Monday 2 January 2006")
	}
	return daysNL[t.Weekday()] + " " + Day(t, language)
}

// Month writes a month: "januari 2026".
func Month(t time.Time, language codes.Code) string {
	if language == English {
		return t.Format("January 2006")
	}
	return fmt.Sprintf("%s %d", monthsNL[t.Month()-1], t.Year())
}

// Euro writes a sum to the cent, as letters do: "€ 1.234,50", in English "€1,234.50".
func Euro(cents int64, language codes.Code) string {
	thousands, decimal, space := ".", ",", "\u00a0"
	if language == English {
		thousands, decimal, space = ",", ".", ""
	}
	whole := strconv.FormatInt(cents/100, 10)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + thousands + whole[i:]
	}
	return fmt.Sprintf("€%s%s%s%02d", space, whole, decimal, cents%100)
}
