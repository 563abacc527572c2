package calendar_test

import (
	"strings"
	"testing"
	"time"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/employer"
)

// maundyThursdays are three days before Easter, from 2000 on, as the free days of
// another calendar have them (github.com/gadael/icsdb, RDATE of its French files).
const maundyThursdays = `20000420 20010412 20020328 20030417 20040408 20050324 20060413 20070405 20080320 20090409
20100401 20110421 20120405 20130328 20140417 20150402 20160324 20170413 20180329 20190418 20200409 20210401 20220414
20230406 20240328 20250417 20260402 20270325 20280413 20290329 20300418 20310410 20320325 20330414 20340406 20350322
20360410 20370402 20380422 20390407 20400329 20410418 20420403 20430326 20440414 20450406 20460322 20470411 20480402
20490415 20500407 20510330 20520418 20530403 20540326 20550415 20560330`

// easters are from that list, and not from our own reckoning.
func easters(t testing.TB) map[int]calendar.Day {
	t.Helper()
	list := map[int]calendar.Day{}
	for _, text := range strings.Fields(maundyThursdays) {
		at, err := time.Parse("20060102", text)
		if err != nil {
			t.Fatal(err)
		}
		list[at.Year()] = calendar.DayOf(at) + 3
	}
	return list
}

func TestEasterIsWhereOthersHaveIt(t *testing.T) {
	t.Parallel()
	list := easters(t)
	if len(list) != 57 {
		t.Fatalf("%d years", len(list))
	}
	for year, want := range list {
		if got := calendar.Easter(year); got != want {
			t.Errorf("%d: %s, want %s", year, got, want)
		}
	}
}

// TestEasterFollowsTheMoon holds it against the rule itself: the Sunday after the
// fourteenth day of the moon of the tables that comes on or after 21 March.
func TestEasterFollowsTheMoon(t *testing.T) {
	t.Parallel()
	for year := 1900; year < 2200; year++ { // the epacts of these centuries begin at 29 and are not corrected
		golden := year%19 + 1
		epact := (11*(golden-1) + 29) % 30
		if epact == 24 || epact == 25 && golden > 11 { // such a moon is a day short
			epact++
		}
		full := calendar.On(year, time.March, 21) + calendar.Day((53-epact)%30)
		sunday := full + 1
		for sunday.Weekday() != time.Sunday {
			sunday++
		}
		if got := calendar.Easter(year); got != sunday {
			t.Errorf("%d: %s, by the moon %s", year, got, sunday)
		}
	}
}

// published are days that count as no ordinary ones by law, weekends left out, as
// others printed them: bailiffs (2019, 2023), a law firm (2022, without a misprint)
// and a calendar (2026, with the decree's). The other years were counted by hand.
var published = map[int]string{
	2019: "01-01 04-19 04-22 05-30 05-31 06-10 12-25 12-26 12-27",
	2022: "04-15 04-18 04-27 05-05 05-26 05-27 06-06 12-26",
	2023: "04-07 04-10 04-27 04-28 05-05 05-18 05-19 05-29 12-25 12-26",
	2025: "01-01 04-18 04-21 05-05 05-29 05-30 06-09 12-25 12-26", // King's Day is on a Saturday
	2026: "01-01 01-02 04-03 04-06 04-27 05-05 05-14 05-15 05-25 12-25",
	2027: "01-01 03-26 03-29 04-27 05-05 05-06 05-07 05-17",
	2028: "04-14 04-17 04-27 04-28 05-05 05-25 05-26 06-05 12-25 12-26",
}

func TestTheDaysOfAYearAreThoseThatWerePublished(t *testing.T) {
	t.Parallel()
	c := calendar.New(calendar.Decrees(), nil)
	for year, want := range published {
		var got []string
		for d := calendar.On(year, time.January, 1); d.Year() == year; d++ {
			if w := d.Weekday(); w != time.Saturday && w != time.Sunday && !c.Working(d, true) {
				got = append(got, d.String()[5:])
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%d: %s, published %s", year, strings.Join(got, " "), want)
		}
	}
}

func TestWhyADayIsFree(t *testing.T) {
	t.Parallel()
	c := calendar.New(calendar.Decrees(), []employer.Holiday{{Date: "2026-12-24", Name: "Kerstavond"}, {Date: "2026-12-25", Name: "Kerst"}})
	for _, test := range []struct{ day, want string }{
		{"2026-04-27", "Koningsdag"},
		{"2025-04-27", "zondag"},
		{"2025-04-26", "Koningsdag, zaterdag"},
		{"2031-04-26", "Koningsdag, zaterdag"}, // the next Sunday
		{"2013-04-30", "Koninginnedag"},
		{"2006-04-29", "Koninginnedag, zaterdag"},
		{"2013-04-27", "zaterdag"},
		{"2014-04-26", "Koningsdag, zaterdag"},
		{"2026-04-03", "Goede Vrijdag"},
		{"2026-04-05", "zondag"}, // Easter Sunday is in no list of the law
		{"2016-05-05", "5 mei, Hemelvaartsdag"},
		{"2027-05-05", "5 mei"},
		{"2008-05-01", "Hemelvaartsdag"},
		{"2038-04-26", "2e Paasdag"},
		{"2026-05-15", "gelijkgesteld bij koninklijk besluit"},
		{"2029-05-11", ""}, // the day after Ascension: no decree is known
		{"2020-12-26", "2e Kerstdag, zaterdag"},
		{"2026-12-25", "1e Kerstdag, Kerst"},
		{"2026-12-24", "Kerstavond"},
		{"2026-07-01", ""},
	} {
		var got []string
		for _, r := range c.Free(day(t, test.day), true) {
			got = append(got, r.NL)
			if r.EN == "" || r.Source == "" {
				t.Errorf("%s: %q has no source or no English", test.day, r.NL)
			}
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s: %q, want %q", test.day, strings.Join(got, ", "), test.want)
		}
	}
	if christmasEve := day(t, "2026-12-24"); !c.Working(christmasEve, false) || c.Working(christmasEve, true) {
		t.Error("an employer's own day is free only where own days count")
	}
}

// TestWorkingAgreesWithItsReasons: the quick answer and the explained one are one.
func TestWorkingAgreesWithItsReasons(t *testing.T) {
	t.Parallel()
	c := calendar.New(calendar.Decrees(), []employer.Holiday{{Date: "2026-12-24", Name: "Kerstavond"}})
	for d := calendar.On(2000, time.January, 1); d.Year() < 2050; d++ {
		for _, own := range []bool{true, false} {
			if c.Working(d, own) != (len(c.Free(d, own)) == 0) {
				t.Errorf("%s is working %v, with reasons %v", d, c.Working(d, own), c.Free(d, own))
			}
		}
	}
}

func TestDecreesSayWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	c := calendar.New(calendar.Decrees(), nil)
	for year, want := range map[int]bool{2007: false, 2008: true, 2019: true, 2020: false, 2022: false, 2023: true, 2026: true, 2028: true, 2029: false} {
		if c.Settled(year) != want {
			t.Errorf("%d is settled: %v", year, !want)
		}
	}
	reasons := c.Reasons(day(t, "2021-05-14"))
	if len(reasons) != 1 || !reasons[0].Unchecked {
		t.Errorf("a day of which nobody read the decree says so: %+v", reasons)
	}
	seen := map[string]bool{}
	for _, d := range calendar.Decrees() {
		for _, text := range d.Days {
			at := day(t, text)
			if w := at.Weekday(); seen[text] || w == time.Saturday || w == time.Sunday || len(calendar.New(nil, nil).Reasons(at)) > 0 {
				t.Errorf("%s stands twice, or was free already", text)
			}
			seen[text] = true
		}
	}
}

func TestAListOfDecreesThatIsWrongIsRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"no list":                  {`{}`, "no JSON of the shape"},
		"a field that is no field": {`[{"dagen":["2026-01-02"]}]`, "no JSON of the shape"},
		"every mistake at once": {
			`[{"decree":"","found":"x","first_year":2026,"last_year":2028,"days":["2026-01-02","2 mei","2030-01-01"]}]`,
			"([0].decree is empty: give date and number of the decree; [0].days[1] is not a day: write it as 2026-12-31; " +
				"[0].days[2] lies outside the years of its decree: check the year)",
		},
		"a period that ends before it begins": {`[{"decree":"x","found":"y","first_year":2028,"last_year":2026}]`, "[0].first_year does not begin"},
	} {
		if _, err := calendar.ParseDecrees([]byte(test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
	}
}
