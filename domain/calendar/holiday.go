package calendar

import "time"

// Kind is what makes a day free.
type Kind string

const (
	Saturday   Kind = "SATURDAY"
	Sunday     Kind = "SUNDAY"
	Recognised Kind = "RECOGNISED" // algemeen erkende feestdag (Algemene termijnenwet 3 lid 1)
	GoodFriday Kind = "GOOD_FRIDAY"
	Decreed    Kind = "DECREED" // put on a par by royal decree (3 lid 3)
	Own        Kind = "OWN"     // a free day of the employer's own
)

// Reason is one reason why a day is free. A day can have several: in 2016 Ascension
// was on 5 May.
type Reason struct {
	Kind      Kind
	NL, EN    string
	Source    string // where it is written
	Unchecked bool   // nobody has read that source
}

const (
	lid1 = "Algemene termijnenwet, art. 3 lid 1"
	lid2 = "Algemene termijnenwet, art. 3 lid 2"
)

// weekend is in the words of art. 1 itself.
var weekend = map[time.Weekday]Reason{
	time.Saturday: {Kind: Saturday, NL: "zaterdag", EN: "Saturday", Source: "Algemene termijnenwet, art. 1 lid 1"},
	time.Sunday:   {Kind: Sunday, NL: "zondag", EN: "Sunday", Source: "Algemene termijnenwet, art. 1 lid 1"},
}

// holidays are the days that the law names, in the order of the year. Good Friday is
// none of them, but stands on a par with them for the counting of terms.
var holidays = []struct {
	falls func(year int) Day
	Reason
}{
	{fixed(time.January, 1), Reason{Kind: Recognised, NL: "Nieuwjaarsdag", EN: "New Year's Day", Source: lid1}},
	{fromEaster(-2), Reason{Kind: GoodFriday, NL: "Goede Vrijdag", EN: "Good Friday", Source: lid2}},
	{fromEaster(1), Reason{Kind: Recognised, NL: "2e Paasdag", EN: "Easter Monday", Source: lid1}},
	{monarchsDay, Reason{Kind: Recognised, NL: "Koningsdag", EN: "King's Day", Source: lid1 + "; KB 30 januari 2013, nr. 13.000173 (Stcrt. 2013, 4075)"}},
	{fixed(time.May, 5), Reason{Kind: Recognised, NL: "5 mei", EN: "5 May", Source: lid1}},
	{fromEaster(39), Reason{Kind: Recognised, NL: "Hemelvaartsdag", EN: "Ascension Day", Source: lid1}},
	{fromEaster(50), Reason{Kind: Recognised, NL: "2e Pinksterdag", EN: "Whit Monday", Source: lid1}},
	{fixed(time.December, 25), Reason{Kind: Recognised, NL: "1e Kerstdag", EN: "Christmas Day", Source: lid1}},
	{fixed(time.December, 26), Reason{Kind: Recognised, NL: "2e Kerstdag", EN: "Second Christmas Day", Source: lid1}},
}

func fixed(month time.Month, day int) func(int) Day {
	return func(year int) Day { return On(year, month, day) }
}

func fromEaster(days int) func(int) Day {
	return func(year int) Day { return Easter(year) + Day(days) }
}

// kingSince is the first year of Koningsdag on 27 April; until then the Queen's
// birthday was kept on 30 April.
const kingSince = 2014

// monarchsDay is never a Sunday: then it is the day before.
func monarchsDay(year int) Day {
	day := On(year, time.April, 27)
	if year < kingSince {
		day = On(year, time.April, 30)
	}
	if day.Weekday() == time.Sunday {
		day--
	}
	return day
}

// Easter is Easter Sunday of a year of the Gregorian calendar, by the rule of Meeus,
// Jones and Butcher.
func Easter(year int) Day {
	golden := year % 19
	century, inCentury := year/100, year%100
	leapCenturies, restCentury := century/4, century%4
	moon := (century + 8) / 25
	epact := (19*golden + century - leapCenturies - (century-moon+1)/3 + 15) % 30
	toSunday := (32 + 2*restCentury + 2*(inCentury/4) - epact - inCentury%4) % 7
	late := (golden + 11*epact + 22*toSunday) / 451
	n := epact + toSunday - 7*late + 114
	return On(year, time.Month(n/31), n%31+1)
}

// byLaw gives the holidays of the law that fall on a day.
func byLaw(d Day) []Reason {
	if !mayBeHoliday(d) {
		return nil
	}
	year := d.Year()
	var list []Reason
	for _, h := range holidays {
		if h.falls(year) == d {
			list = append(list, named(h.Reason, year))
		}
	}
	return list
}

// mayBeHoliday spares most days the computing: outside these months there is none.
func mayBeHoliday(d Day) bool {
	switch d.Time().Month() {
	case time.January, time.March, time.April, time.May, time.June, time.December:
		return true
	}
	return false
}

func named(r Reason, year int) Reason {
	if r.NL == "Koningsdag" && year < kingSince {
		r.NL, r.EN, r.Source = "Koninginnedag", "Queen's Day", lid1
	}
	return r
}
