package web

import (
	"strconv"
	"strings"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
)

// since is it in words, by the clock of the place.
func (v *visit) since(o *occurrence) string {
	if o == nil || o.At == "" {
		return v.word("day.unknown")
	}
	at, err := time.Parse(time.RFC3339, o.At)
	if err != nil {
		return o.At
	}
	if zone, err := time.Parse("-07:00", o.Offset); err == nil {
		at = at.In(zone.Location())
	}
	switch o.Precision {
	case moment.Minute, moment.Hour:
		return v.shortDay(at) + ", " + at.Format("15:04")
	case moment.Month:
		return v.month(at) + " " + strconv.Itoa(at.Year())
	}
	return v.shortDay(at)
}

// dayText is a day of the API in words; "" stays "".
func (v *visit) dayText(day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return v.shortDay(at)
}

// momentText is the end of a term in hours.
func (v *visit) momentText(text string) string {
	at, err := time.Parse("2006-01-02T15:04Z07:00", text)
	if err != nil {
		return text
	}
	return v.shortDay(at) + ", " + at.Format("15:04")
}

// shortDay is a day where many stand below each other.
func (v *visit) shortDay(at time.Time) string {
	return strconv.Itoa(at.Day()) + " " + v.month(at) + " " + strconv.Itoa(at.Year())
}

func (v *visit) month(at time.Time) string {
	return strings.Fields(v.word("day.months"))[at.Month()-1]
}

// euros writes cents.
func (v *visit) euros(cents int64) string {
	sign, point := "", ","
	if v.Language == english {
		point = "."
	}
	if cents < 0 {
		sign, cents = "−", -cents
	}
	rest := strconv.FormatInt(100+cents%100, 10)[1:]
	return "€ " + sign + v.number(int(cents/100)) + point + rest
}

// inCents reads what people write of money: 450, 450,00, 1.250,50, € 12.
func inCents(text string) (int, bool) {
	text = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "€"))
	whole, part := text, ""
	if i := strings.LastIndexAny(text, ",."); i >= 0 && len(text)-i-1 <= 2 {
		whole, part = text[:i], text[i+1:]
	}
	whole = strings.NewReplacer(".", "", ",", "", " ", "").Replace(whole)
	part = (part + "00")[:2]
	n, err := strconv.Atoi(whole + part)
	return n, err == nil && n >= 0 && whole != "" && !strings.ContainsAny(whole+part, "+-")
}

// someOf are the codes of a list, of only some of them when these are given.
func (v *visit) someOf(list codes.List, only []codes.Code) (all []option) {
	if only == nil {
		for _, e := range list.Codes {
			only = append(only, e.Code)
		}
	}
	for _, c := range only {
		all = append(all, option{Value: string(c), Text: v.label(list, c)})
	}
	return all
}
