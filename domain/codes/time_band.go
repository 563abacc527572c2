package codes

import (
	"strconv"
	"strings"
	"time"
)

// TimeBand are parts of the day, the week and the year. They overlap: a Friday at
// 20:00 is EVENING and WEEKEND.
var TimeBand = List{Name: "time band", NL: "dagdeel", EN: "time band",
	AsksNL: "In welk deel van de dag, de week of het jaar was het?", AsksEN: "In which part of the day, week or year was it?", Codes: []Entry{
		{Code: "NIGHT", NL: "nacht", EN: "night", Source: Proposed,
			ExplainNL: "deel van de dag; de grenzen kozen wij, zet ze erbij", ExplainEN: "part of the day; the boundaries are our choice, print them"},
		{Code: "MORNING", NL: "ochtend", EN: "morning", Source: Proposed,
			ExplainNL: "deel van de dag; de grenzen kozen wij, zet ze erbij", ExplainEN: "part of the day; the boundaries are our choice, print them"},
		{Code: "AFTERNOON", NL: "middag", EN: "afternoon", Source: Proposed,
			ExplainNL: "deel van de dag; de grenzen kozen wij, zet ze erbij", ExplainEN: "part of the day; the boundaries are our choice, print them"},
		{Code: "EVENING", NL: "avond", EN: "evening", Source: Proposed,
			ExplainNL: "deel van de dag; de grenzen kozen wij, zet ze erbij", ExplainEN: "part of the day; the boundaries are our choice, print them"},
		{Code: "WEEKEND", NL: "weekend", EN: "weekend", Source: Proposed,
			ExplainNL: "met de vrijdagavond; telt ook mee bij een deel van de dag", ExplainEN: "Friday evening included; counts under a part of the day too"},
		{Code: "NEWYEAR", NL: "oud en nieuw", EN: "New Year", Source: Proposed,
			ExplainNL: "alleen de nacht zelf; telt ook mee bij een deel van de dag", ExplainEN: "only the night itself; counts under a part of the day too"},
	}}

// Band says when a code of TimeBand applies, on the clock of the place. From and
// Until are its first and last minute, every day ("18:00"), every week with the
// number of the day, Monday being 1 ("5 18:00"), or every year ("12-31 18:00");
// both in the same way. A band that ends before it begins goes round.
type Band struct {
	Code        Code
	From, Until string
}

// Bands are the boundaries to begin with. The minister's letter speaks of evening,
// night, weekend and New Year without giving any, so they are settings: whoever
// shows figures by them prints Text beside it (DOMAIN 8).
func Bands() []Band {
	return []Band{
		{"NIGHT", "00:00", "05:59"},
		{"MORNING", "06:00", "11:59"},
		{"AFTERNOON", "12:00", "17:59"},
		{"EVENING", "18:00", "23:59"},
		{"WEEKEND", "5 18:00", "1 05:59"},
		{"NEWYEAR", "12-31 18:00", "01-01 05:59"},
	}
}

// Covers tells whether the band applies at a time on the clock of the place.
func (b Band) Covers(local time.Time) bool {
	at := local.Format("15:04")
	switch len(b.From) {
	case len("5 18:00"):
		at = strconv.Itoa(weekday(local)) + " " + at
	case len("12-31 18:00"):
		at = local.Format("01-02 ") + at
	}
	if b.From <= b.Until {
		return b.From <= at && at <= b.Until
	}
	return b.From <= at || at <= b.Until
}

// weekday is 1 on Monday and 7 on Sunday, so that days sort as the week goes.
func weekday(t time.Time) int {
	return (int(t.Weekday())+6)%7 + 1
}

// Text gives the boundaries in Dutch and English, e.g. "vr 18:00–ma 05:59".
func (b Band) Text() (nl, en string) {
	return edge(b.From, daysNL, monthsNL) + "–" + edge(b.Until, daysNL, monthsNL),
		edge(b.From, daysEN, monthsEN) + "–" + edge(b.Until, daysEN, monthsEN)
}

const (
	daysNL, daysEN     = "ma di wo do vr za zo", "Mon Tue Wed Thu Fri Sat Sun"
	monthsNL, monthsEN = "jan feb mrt apr mei jun jul aug sep okt nov dec", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
)

func edge(at, days, months string) string {
	date, clock, dated := strings.Cut(at, " ")
	if !dated {
		return at
	}
	month, day, yearly := strings.Cut(date, "-")
	if !yearly {
		return nth(days, date) + " " + clock
	}
	return strings.TrimPrefix(day, "0") + " " + nth(months, month) + " " + clock
}

// nth gives a word by its number from 1; a number that is none stays as it is.
func nth(words, number string) string {
	all := strings.Fields(words)
	if n, err := strconv.Atoi(number); err == nil && n >= 1 && n <= len(all) {
		return all[n-1]
	}
	return number
}
