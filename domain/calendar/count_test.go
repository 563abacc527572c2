package calendar_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/employer"
)

func spans(t testing.TB, text string) []calendar.Span {
	t.Helper()
	var list []calendar.Span
	for _, part := range strings.Fields(text) {
		from, to, _ := strings.Cut(part, "/")
		s := calendar.Span{From: day(t, from)}
		if to != "" {
			s.To = day(t, to)
		}
		list = append(list, s)
	}
	return list
}

// TestGoldenCalendars are terms that were counted by hand on a printed calendar, or
// that others published.
func TestGoldenCalendars(t *testing.T) {
	t.Parallel()
	c := calendar.New(calendar.Decrees(), []employer.Holiday{{Date: "2026-12-24", Name: "Kerstavond"}})
	for name, test := range map[string]struct {
		start, term, suspended string
		plain, own             bool // plain: the law does not move it
		want                   string
	}{
		"a published example: appeal against a verdict of 4 August 2010": {start: "2010-08-04", term: "P14D", want: "2010-08-18"},
		"a purchase signed on 19 December 2017":                          {start: "2017-12-19", term: "P3D", want: "2017-12-22"},
		"and one of the day after":                                       {start: "2017-12-20", term: "P3D", want: "2017-12-27"},
		"a term to Saturday 2 May 2015 ends on the 6th":                  {start: "2015-04-25", term: "P7D", want: "2015-05-06"}, // 4 May by decree
		"a Saturday goes to Monday":                                      {start: "2026-06-06", term: "P14D", want: "2026-06-22"},
		"unless the law does not move it":                                {start: "2026-06-06", term: "P14D", plain: true, want: "2026-06-20"},
		"Good Friday goes over Easter":                                   {start: "2026-03-20", term: "P2W", want: "2026-04-07"},
		"the day after Ascension, by decree":                             {start: "2026-04-30", term: "P2W", want: "2026-05-18"},
		"2 January 2026, by decree":                                      {start: "2025-12-19", term: "P14D", want: "2026-01-05"},
		"King's Day on Saturday 26 April 2025":                           {start: "2025-04-12", term: "P14D", want: "2025-04-28"},
		"Ascension on 5 May 2016, and the decree of the 6th":             {start: "2016-04-21", term: "P14D", want: "2016-05-09"},
		"5, 6 and 7 May 2027":                                            {start: "2027-04-21", term: "P14D", want: "2027-05-10"},
		"second Christmas day over the weekend":                          {start: "2026-12-12", term: "P14D", want: "2026-12-28"},
		"three days over Christmas hold two ordinary ones":               {start: "2026-12-24", term: "P3D", want: "2026-12-29"},
		"two days need none":                                             {start: "2026-12-24", term: "P2D", want: "2026-12-28"},
		"a year ends where it ends":                                      {start: "2025-06-20", term: "P1Y", want: "2026-06-20"}, // a Saturday
		"and so do four months":                                          {start: "2026-02-20", term: "P4M", want: "2026-06-20"},
		"three months to a Saturday do not":                              {start: "2026-03-20", term: "P3M", want: "2026-06-22"},
		"nor ninety days":                                                {start: "2026-03-22", term: "P90D", want: "2026-06-22"},
		"but ninety-one do":                                              {start: "2026-03-21", term: "P91D", want: "2026-06-20"},
		"three months from the end of November":                          {start: "2026-11-30", term: "P3M", plain: true, want: "2027-02-28"},
		"and in a leap year":                                             {start: "2027-11-30", term: "P3M", plain: true, want: "2028-02-29"},
		"a year from leap day":                                           {start: "2028-02-29", term: "P1Y", want: "2029-02-28"},
		"three months of thirty days":                                    {start: "2026-11-30", term: "3 months of 30 days", plain: true, want: "2027-02-28"},
		"are others in a leap year":                                      {start: "2027-11-30", term: "3 months of 30 days", plain: true, want: "2028-02-28"},
		"two working days over the year's end":                           {start: "2026-12-30", term: "2 werkdagen", want: "2027-01-04"},
		"two working days over a decree":                                 {start: "2025-12-31", term: "2 werkdagen", want: "2026-01-06"},
		"two working days over the employer's own day":                   {start: "2026-12-23", term: "2 werkdagen", own: true, want: "2026-12-29"},
		"of which the law knows nothing":                                 {start: "2026-12-23", term: "2 werkdagen", want: "2026-12-28"},
		"the same day":                                                   {start: "2026-12-25", term: "P0D", plain: true, want: "2026-12-25"},
		"three working days suspended over Easter":                       {start: "2026-03-30", term: "5 werkdagen", suspended: "2026-04-01/2026-04-08", want: "2026-04-13"},
		"without it":                                  {start: "2026-03-30", term: "5 werkdagen", want: "2026-04-08"},
		"suspended twice":                             {start: "2025-11-03", term: "5 werkdagen", suspended: "2025-11-05/2025-11-06 2025-11-07/2025-11-11", want: "2025-11-13"},
		"suspended twice at once":                     {start: "2025-11-03", term: "P7D", suspended: "2025-11-05/2025-11-08 2025-11-06/2025-11-09", plain: true, want: "2025-11-14"},
		"suspended until further notice":              {start: "2025-11-03", term: "P7D", suspended: "2025-11-05", want: ""},
		"and from a day within another suspension":    {start: "2025-11-03", term: "P7D", suspended: "2025-11-05 2025-11-06/2025-11-09", want: ""},
		"a day that was suspended is no ordinary one": {start: "2026-12-23", term: "P3D", suspended: "2026-12-24/2026-12-25", want: "2026-12-29"},
		"after it had ended":                          {start: "2025-11-03", term: "P7D", suspended: "2025-11-11", plain: true, want: "2025-11-10"},
		"before it began":                             {start: "2025-11-03", term: "P7D", suspended: "2025-10-01/2025-11-03", plain: true, want: "2025-11-10"},
		"from before it began":                        {start: "2025-11-03", term: "P7D", suspended: "2025-10-01/2025-11-06", plain: true, want: "2025-11-12"},
		"on the day that it was moved to":             {start: "2026-06-06", term: "P14D", suspended: "2026-06-22/2026-06-24", want: "2026-06-24"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			term, err := calendar.ParseTerm(test.term)
			if err != nil {
				t.Fatal(err)
			}
			got := c.Count(day(t, test.start), calendar.Rule{Term: term, Moved: !test.plain, OwnDays: test.own, Suspends: spans(t, test.suspended)})
			if got.End.String() != test.want {
				t.Errorf("ends %s, want %s: %+v", got.End, test.want, got)
			}
		})
	}
}

func TestSuspensionIsAccountedFor(t *testing.T) {
	t.Parallel()
	c := calendar.New(calendar.Decrees(), nil)
	got := c.Count(day(t, "2026-03-30"), calendar.Rule{Term: calendar.Term{WorkingDays: 5}, Suspends: spans(t, "2026-04-01/2026-04-08")})
	if len(got.Pauses) != 1 || got.Pauses[0].Lost != 3 { // 1, 2 and 7 April: Good Friday, the weekend and Easter Monday are none
		t.Errorf("three working days were lost: %+v", got.Pauses)
	}
	open := c.Count(day(t, "2026-03-30"), calendar.Rule{Term: calendar.Term{WorkingDays: 5}, Suspends: spans(t, "2026-04-01")})
	if open.End != 0 || open.Left != 4 {
		t.Errorf("one day was counted, four are left: %+v", open)
	}
}

// free is a second reckoning of the law's days: a table by year, from the Easters of
// others.
func free(t testing.TB) map[calendar.Day]bool {
	t.Helper()
	days := map[calendar.Day]bool{}
	for year, easter := range easters(t) {
		for _, md := range []string{"01-01", "05-05", "12-25", "12-26"} {
			days[day(t, fmt.Sprintf("%d-%s", year, md))] = true
		}
		for _, n := range []calendar.Day{-2, 1, 39, 50} {
			days[easter+n] = true
		}
		kings := time.Date(year, 4, 27, 0, 0, 0, 0, time.UTC)
		if year < 2014 {
			kings = time.Date(year, 4, 30, 0, 0, 0, 0, time.UTC)
		}
		if kings.Weekday() == time.Sunday {
			kings = kings.AddDate(0, 0, -1)
		}
		days[calendar.DayOf(kings)] = true
	}
	for _, d := range calendar.Decrees() {
		for _, text := range d.Days {
			days[day(t, text)] = true
		}
	}
	return days
}

// TestCountingAgreesWithSieving counts by sieving a list of all days, where the
// calendar walks: which days are there at all, which of them count, which is the nth.
func TestCountingAgreesWithSieving(t *testing.T) {
	t.Parallel()
	holidays := free(t)
	own := map[calendar.Day]bool{}
	var ownDays []employer.Holiday
	for year := 2000; year < 2050; year++ {
		text := fmt.Sprintf("%d-06-29", year)
		own[day(t, text)], ownDays = true, append(ownDays, employer.Holiday{Date: text, Name: "Veteranendag"})
	}
	c := calendar.New(calendar.Decrees(), ownDays)
	first, last := int(calendar.On(2000, 1, 1)), int(calendar.On(2050, 1, 1))
	rapid.Check(t, func(t *rapid.T) {
		start := calendar.Day(rapid.IntRange(first, last).Draw(t, "start"))
		rule := calendar.Rule{Term: anyTerm().Draw(t, "term"), Moved: rapid.Bool().Draw(t, "moved"), OwnDays: rapid.Bool().Draw(t, "own")}
		for range rapid.IntRange(0, 4).Draw(t, "suspensions") {
			from := start + calendar.Day(rapid.IntRange(-30, 120).Draw(t, "from"))
			rule.Suspends = append(rule.Suspends, calendar.Span{From: from, To: from + calendar.Day(rapid.IntRange(-1, 40).Draw(t, "days"))})
		}
		got := c.Count(start, rule)
		ordinary := func(d calendar.Day) bool {
			return d%7 != 6 && d%7 != 0 && !holidays[d]
		}
		var days, working []calendar.Day // that there are, after the start
		for d := start + 1; d < start+1500; d++ {
			if slices.ContainsFunc(rule.Suspends, func(s calendar.Span) bool { return s.From <= d && d < s.To }) {
				continue
			}
			days = append(days, d)
			if ordinary(d) && (!rule.OwnDays || !own[d]) {
				working = append(working, d)
			}
		}
		if want := sieve(start, rule, days, working, ordinary); got.End != want {
			t.Fatalf("%s and %s: %s, by sieving %s (%+v)", start, rule.Term, got.End, want, got)
		}
	})
}

func sieve(start calendar.Day, r calendar.Rule, days, working []calendar.Day, ordinary func(calendar.Day) bool) calendar.Day {
	if r.Term.WorkingDays > 0 {
		return working[r.Term.WorkingDays-1]
	}
	n := 0 // of days in the term, by the library's clock
	at := start.Time()
	for to := monthsOn(at, 12*r.Term.Years+r.Term.Months); at.Before(to); at = at.AddDate(0, 0, 1) {
		n++
	}
	n += 30*r.Term.ThirtyDayMonths + 7*r.Term.Weeks + r.Term.Days
	end := start
	if n > 0 {
		end = days[n-1]
	}
	if !r.Moved || !r.Term.Moves() {
		return end
	}
	if n >= 3 {
		two := slices.DeleteFunc(slices.Clone(days), func(d calendar.Day) bool { return !ordinary(d) })
		end = max(end, two[1])
	}
	for i := 0; !ordinary(end); {
		if days[i] > end {
			end = days[i]
		} else {
			i++
		}
	}
	return end
}

// monthsOn goes to the first day of the month and then to the day within it.
func monthsOn(t time.Time, n int) time.Time {
	month := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, n, 0)
	for d := t.Day(); ; d-- {
		if to := month.AddDate(0, 0, d-1); to.Month() == month.Month() {
			return to
		}
	}
}

func TestWarningsComeInTime(t *testing.T) {
	t.Parallel()
	c := calendar.New(calendar.Decrees(), nil)
	for _, test := range []struct{ due, before, want string }{
		{"2026-04-08", "1 werkdag", "2026-04-07"},
		{"2026-04-07", "1 werkdag", "2026-04-02"},
		{"2026-04-07", "P3D", "2026-04-04"},
		{"2026-03-31", "P1M", "2026-02-28"},
		{"2026-04-07", "P0D", "2026-04-07"},
	} {
		before, err := calendar.ParseTerm(test.before)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Back(day(t, test.due), before, false); got.String() != test.want {
			t.Errorf("%s before %s is %s, want %s", test.before, test.due, got, test.want)
		}
	}
}

func TestHoursPassAsTheyPass(t *testing.T) {
	t.Parallel()
	amsterdam := zone(t, "Europe/Amsterdam")
	at := func(s string) time.Time {
		parsed, err := time.ParseInLocation("2006-01-02 15:04", s, amsterdam)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	between := func(from, to string) calendar.Interval {
		i := calendar.Interval{From: at(from)}
		if to != "" {
			i.To = at(to)
		}
		return i
	}
	for name, test := range map[string]struct {
		start    string
		hours    int
		suspends []calendar.Interval
		want     string // "" while suspended
	}{
		"a day is a day":                 {"2026-06-01 22:30", 24, nil, "2026-06-02 22:30"},
		"but for the night of summer":    {"2026-03-28 22:30", 24, nil, "2026-03-29 23:30"},
		"and the night of winter":        {"2026-10-24 22:30", 24, nil, "2026-10-25 21:30"},
		"over a year's end":              {"2026-12-30 09:00", 48, nil, "2027-01-01 09:00"},
		"over leap day":                  {"2028-02-28 12:00", 48, nil, "2028-03-01 12:00"},
		"suspended":                      {"2026-06-01 12:00", 24, []calendar.Interval{between("2026-06-01 18:00", "2026-06-02 06:00")}, "2026-06-03 00:00"},
		"suspended twice, and at once":   {"2026-06-01 12:00", 24, []calendar.Interval{between("2026-06-02 00:00", "2026-06-02 02:00"), between("2026-06-01 18:00", "2026-06-01 20:00"), between("2026-06-01 19:00", "2026-06-01 21:00")}, "2026-06-02 17:00"},
		"suspended from before it began": {"2026-06-01 12:00", 24, []calendar.Interval{between("2026-06-01 06:00", "2026-06-01 14:00")}, "2026-06-02 14:00"},
		"and until before that":          {"2026-06-01 12:00", 24, []calendar.Interval{between("2026-06-01 06:00", "2026-06-01 11:00")}, "2026-06-02 12:00"},
		"suspended once it was over":     {"2026-06-01 12:00", 24, []calendar.Interval{between("2026-06-02 12:00", "")}, "2026-06-02 12:00"},
		"suspended for good":             {"2026-06-01 12:00", 24, []calendar.Interval{between("2026-06-02 11:00", "")}, ""},
	} {
		got := calendar.Elapse(at(test.start), test.hours, test.suspends)
		if test.want == "" && got.End.IsZero() && got.Left == time.Hour {
			continue
		}
		if test.want == "" || !got.End.Equal(at(test.want)) {
			t.Errorf("%s: %s, want %s", name, got.End.In(amsterdam), test.want)
		}
	}
}
