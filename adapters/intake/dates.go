package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
)

// dateFormat is an expression with a named group per part of the time.
type dateFormat struct {
	written  string
	read     *regexp.Regexp // nil for serial
	dayFirst int            // 1: day before month, -1: month before day, 0: the year leads
}

// pieces are what a format is written with, longest first.
var pieces = []struct{ token, group, expression string }{
	{"YYYY", "year", `[0-9]{4}`}, {"YY", "year", `[0-9]{2}`},
	{"MMMM", "word", `\pL+`}, {"MMM", "word", `\pL+\.?`}, {"MM", "month", `[0-9]{2}`}, {"M", "month", `[0-9]{1,2}`},
	{"DD", "day", `[0-9]{2}`}, {"D", "day", `[0-9]{1,2}`},
	{"HH", "hour", `[0-9]{2}`}, {"H", "hour", `[0-9]{1,2}`}, {"hh", "half", `[0-9]{2}`}, {"h", "half", `[0-9]{1,2}`},
	{"mm", "minute", `[0-9]{2}`}, {"m", "minute", `[0-9]{1,2}`},
	{"ss", "second", `[0-5][0-9](?:[.,][0-9]{1,9})?`}, {"A", "noon", `[AaPp]\.?[Mm]\.?`},
	{"Z", "offset", `[Zz]|[+-][0-9]{2}:?[0-9]{2}`},
}

const serialFormat = "serial"

func readFormats(s section) []dateFormat {
	var list []dateFormat
	for _, item := range s.items() {
		f, err := newDateFormat(item.word())
		item.note(err)
		list = append(list, f)
	}
	order := func(want int) func(dateFormat) bool { return func(f dateFormat) bool { return f.dayFirst == want } }
	if slices.ContainsFunc(list, order(1)) && slices.ContainsFunc(list, order(-1)) {
		s.fail("has formats with the day first and with the month first", "keep one order; a file cannot say which of the two it means")
	}
	return list
}

// newDateFormat makes a format from how it is written, e.g. DD-MM-YYYY HH:mm.
func newDateFormat(written string) (dateFormat, error) {
	f := dateFormat{written: written}
	if written == serialFormat {
		return f, nil
	}
	var expression strings.Builder
	groups := make(map[string]int) // group → place, from 1
	for rest := written; rest != ""; {
		piece, tail, err := nextPiece(rest, groups)
		if err != nil {
			return f, err
		}
		expression.WriteString(piece)
		rest = tail
	}
	month := max(groups["month"], groups["word"])
	for _, needed := range []struct{ group, with string }{{"half", "noon"}, {"noon", "half"}, {"minute", "hour|half"}, {"hour", "day"}, {"half", "day"}, {"second", "minute"}} {
		if groups[needed.group] > 0 && !slices.ContainsFunc(strings.Split(needed.with, "|"), func(g string) bool { return groups[g] > 0 }) {
			return f, &fault.Wrong{Problem: "has a part without the one it belongs to", Remedy: "write e.g. DD-MM-YYYY HH:mm, or h:mm A for a clock of twelve hours"}
		}
	}
	if groups["year"] == 0 || month == 0 {
		return f, &fault.Wrong{Problem: "has no year or no month", Remedy: "write e.g. DD-MM-YYYY HH:mm; join several columns if they stand apart"}
	}
	if day := groups["day"]; day > 0 && groups["word"] == 0 && groups["year"] > min(day, month) {
		f.dayFirst = 1
		if month < day {
			f.dayFirst = -1
		}
	}
	f.read = regexp.MustCompile(`^` + expression.String() + `$`)
	return f, nil
}

// nextPiece takes a token, a text in quotes or a mark off a format.
func nextPiece(rest string, groups map[string]int) (expression, tail string, err error) {
	for _, p := range pieces {
		if tail, found := strings.CutPrefix(rest, p.token); found {
			if groups[p.group] > 0 {
				return "", "", &fault.Wrong{Problem: "has a part twice", Remedy: "write year, month, day, hour and minute once; MM is the month, mm the minute"}
			}
			groups[p.group] = len(groups) + 1
			return "(?P<" + p.group + ">" + p.expression + ")", tail, nil
		}
	}
	if quoted, found := strings.CutPrefix(rest, "'"); found {
		if text, tail, closed := strings.Cut(quoted, "'"); closed && utf8.ValidString(text) {
			return regexp.QuoteMeta(text), tail, nil
		}
	}
	letter, size := utf8.DecodeRuneInString(rest)
	if letter == '\'' || letter == utf8.RuneError || letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z' {
		return "", "", &fault.Wrong{Problem: fmt.Sprintf("has %q, which stands for nothing", letter), Remedy: "use YYYY MM DD HH mm ss, and single quotes around words; MAPPING.md lists all"}
	}
	return regexp.QuoteMeta(rest[:size]), rest[size:], nil
}

// months are the names in Dutch and English, by their first three letters.
var months = map[string]int{"jan": 1, "feb": 2, "maa": 3, "mrt": 3, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7,
	"aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12}

// iso gives the time as domain/moment reads it, or false.
func (f dateFormat) iso(text string) (string, bool) {
	if f.read == nil {
		serial, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return "", false
		}
		return serialText(serial, false, serial != float64(int64(serial)), true)
	}
	match := f.read.FindStringSubmatch(text)
	if match == nil {
		return "", false
	}
	part := make(map[string]string, len(match))
	for i, group := range f.read.SubexpNames() {
		part[group] = match[i]
	}
	return assemble(part)
}

func assemble(part map[string]string) (string, bool) {
	if word := strings.ToLower(part["word"]); word != "" {
		month := months[string([]rune(word + "   ")[:3])]
		part["month"] = strconv.Itoa(month)
	}
	if len(part["year"]) == 2 {
		part["year"] = "20" + part["year"] // the domain begins in 2000
	}
	hour, fine := part["hour"], true
	if part["half"] != "" {
		hour, fine = fullHour(part["half"], part["noon"])
	}
	iso := part["year"] + "-" + pad(part["month"])
	if part["day"] != "" {
		iso += "-" + pad(part["day"])
	}
	if hour != "" {
		iso += "T" + pad(hour)
	}
	if part["minute"] != "" {
		iso += ":" + pad(part["minute"])
	}
	if offset := strings.ReplaceAll(part["offset"], ":", ""); len(offset) == 5 {
		iso += offset[:3] + ":" + offset[3:]
	} else {
		iso += offset
	}
	return iso, fine
}

// fullHour turns 12 AM into 0 and 12 PM into 12.
func fullHour(half, noon string) (string, bool) {
	hour, err := strconv.Atoi(half)
	if err != nil || hour < 1 || hour > 12 {
		return "", false
	}
	hour %= 12
	if noon[0] == 'P' || noon[0] == 'p' {
		hour += 12
	}
	return strconv.Itoa(hour), true
}

func pad(digits string) string {
	if len(digits) == 1 {
		return "0" + digits
	}
	return digits
}

// numeric finds dates of which only a declared format can say what comes first.
var numeric = regexp.MustCompile(`^([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ][0-9]{2}(?:[0-9]{2})?\b`)

// trouble is why a cell gives no time.
type trouble int

const (
	fine trouble = iota
	unreadable
	skippedHour
	undeclaredOrder
)

// reading is a time as read from a row.
type reading struct {
	moment moment.Moment
	why    error
	trouble
}

// readTime reads one cell, or several that were joined. A cell that a
// spreadsheet holds as a date needs no format.
func readTime(text string, typed bool, formats []dateFormat, zone *time.Location) reading {
	for _, f := range formats {
		if iso, ok := f.iso(text); ok {
			return resolve(iso, zone)
		}
	}
	// What is written with the year first means one thing only.
	if typed || len(formats) == 0 {
		if _, err := moment.Parse(text, time.UTC); err == nil {
			return resolve(text, zone)
		}
		if numeric.MatchString(text) {
			return reading{trouble: undeclaredOrder}
		}
	}
	return reading{trouble: unreadable, why: &fault.Wrong{Problem: "is not a time in the formats of the mapping", Remedy: "mend the cell, or add its format to the mapping"}}
}

func resolve(iso string, zone *time.Location) reading {
	m, err := moment.First(iso, zone)
	if err == nil {
		return reading{moment: m}
	}
	if _, wrong := moment.Parse(iso, time.UTC); wrong != nil { // no hour is missing there: the calendar is wrong
		return reading{trouble: unreadable, why: wrong}
	}
	return reading{trouble: skippedHour, why: err}
}

func onlyMissing(c codes.Code) error {
	if c.Missing() {
		return nil
	}
	return &fault.Wrong{Problem: "is not a way of having no answer", Remedy: "use UNKNOWN, NOT_RECORDED or NOT_APPLICABLE"}
}
