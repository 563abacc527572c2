package intake

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// cell says what a stored value means.
func (w *workbook) cell(kind string, style int, value string) (cell, error) {
	switch kind {
	case "s":
		text, err := w.strings.get(digits(value))
		return textCell(text), err
	case "", "n":
		return w.numberCell(style, value), nil
	case "b":
		return cell{text: map[string]string{"1": "TRUE", "0": "FALSE"}[value], kind: words}, nil
	case "d":
		return cell{text: value, kind: dayAndTime}, nil
	}
	return textCell(value), nil // inlineStr, str, e
}

func textCell(text string) cell {
	var c cell
	c.text, c.broken = clean(escaped(text))
	return c
}

// escaped undoes _x000D_, by which a workbook writes what XML cannot hold.
func escaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, "_x")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		code, err := strconv.ParseUint(after[:min(4, len(after))], 16, 16)
		if err == nil && len(after) > 4 && after[4] == '_' {
			b.WriteRune(rune(code))
			text = after[5:]
		} else {
			b.WriteString("_x")
			text = after
		}
	}
}

func (w *workbook) numberCell(style int, value string) cell {
	if value == "" {
		return cell{}
	}
	c := cell{text: value, kind: amount, number: value}
	number, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsInf(number, 0) || math.IsNaN(number) {
		return cell{text: value}
	}
	if strings.ContainsAny(value, "eE") {
		c.text = strconv.FormatFloat(number, 'f', -1, 64)
	}
	if style < 0 || style >= len(w.styles) || w.styles[style] == amount {
		return c
	}
	kind := w.styles[style]
	if kind == timeOfDay && number >= 1 || kind == day && number != math.Floor(number) {
		kind = dayAndTime // more is stored than is shown
	}
	if text, ok := serialText(number, w.since04, kind != day, kind != timeOfDay); ok {
		c.text, c.kind = text, kind
	}
	return c
}

// serialText writes out the number that a spreadsheet stores for a date: days
// since 30 December 1899, or since 1904 in workbooks that were born on a Mac.
// Before March 1900 the first kind is a day off; nothing we take is that old.
func serialText(serial float64, since04, withTime, withDay bool) (string, bool) {
	const year9999 = 2_958_466
	if serial < 0 || serial >= year9999 || math.IsNaN(serial) {
		return "", false
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if since04 {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	days := math.Floor(serial)
	seconds := int(math.Round((serial - days) * 86400))
	at := epoch.AddDate(0, 0, int(days)).Add(time.Duration(seconds) * time.Second)
	switch {
	case !withDay:
		return at.Format(time.TimeOnly), true
	case !withTime:
		return at.Format(time.DateOnly), true
	}
	return at.Format(time.DateTime), true
}

// columnOf reads the letters of a cell's name, from 0; -1 when there are none.
func columnOf(name string) int {
	column := 0
	for _, c := range []byte(name) {
		if c < 'A' || c > 'Z' {
			break
		}
		if column = column*26 + int(c-'A') + 1; column > mostColumns {
			return mostColumns
		}
	}
	return column - 1
}
