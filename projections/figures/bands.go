package figures

import (
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
	"ruggensteun/projections/facts"
)

// hitBands are how many workers were hit. None at all is a number like another.
var hitBands = codes.List{Name: "workers hit", Codes: []codes.Entry{
	{Code: "0", NL: "niemand", EN: "nobody"},
	{Code: "1", NL: "1", EN: "1"},
	{Code: "2", NL: "2", EN: "2"},
	{Code: "3-5", NL: "3 tot en met 5", EN: "3 to 5"},
	{Code: "6-10", NL: "6 tot en met 10", EN: "6 to 10"},
	{Code: "11+", NL: "11 of meer", EN: "11 or more"},
}}

var hitLimits = []int{0, 1, 2, 5, 10} // the last number of each band

func hitOf(r *facts.Incident) []codes.Code {
	count := r.HitCount()
	switch {
	case !count.Counted && count.Why == "":
		return nil
	case !count.Counted:
		return one(count.Why)
	}
	return one(hitBands.Codes[bandAt(count.Number, hitLimits)].Code)
}

// delayBands are how long after it happened an incident was reported.
var delayBands = codes.List{Name: "reporting delay", Codes: []codes.Entry{
	{Code: "BEFORE", NL: "vóór het gebeurde", EN: "before it happened"},
	{Code: "DAY", NL: "binnen een dag", EN: "within a day"},
	{Code: "WEEK", NL: "binnen een week", EN: "within a week"},
	{Code: "MONTH", NL: "binnen 30 dagen", EN: "within 30 days"},
	{Code: "QUARTER", NL: "binnen 90 dagen", EN: "within 90 days"},
	{Code: "LATER", NL: "later", EN: "later"},
}}

var delayLimits = []int{-1, 0, 6, 29, 89} // the last whole day of each band

const wholeDayLong = 24 * time.Hour

// delayOf is not known of what is known to the month only. Of a day it is counted
// from the day's end: nobody is said to have waited longer than he did.
func delayOf(r *facts.Incident) []codes.Code {
	if r.OccurredAt == nil || r.Precision == moment.Month {
		if r.OccurredAt == nil && r.Finer != codes.Unknown {
			return nil
		}
		return one(codes.Unknown)
	}
	delay := r.ReportedAt.Sub(*r.OccurredAt)
	if r.Precision == moment.Day && delay >= 0 {
		delay = max(0, delay-wholeDayLong)
	}
	days := int(delay / wholeDayLong)
	if delay < 0 {
		days = -1
	}
	return one(delayBands.Codes[bandAt(days, delayLimits)].Code)
}

// bandAt is the place of a number among bands that end with these.
func bandAt(n int, last []int) int {
	for i, limit := range last {
		if n <= limit {
			return i
		}
	}
	return len(last)
}

func one(code codes.Code) []codes.Code { return []codes.Code{code} }

// nthBands are which known incident of a suspect it is, at one employer.
var nthBands = codes.List{Name: "nth incident", Codes: []codes.Entry{
	{Code: "1", NL: "eerste bekende", EN: "first known"},
	{Code: "2", NL: "tweede", EN: "second"},
	{Code: "3", NL: "derde", EN: "third"},
	{Code: "4+", NL: "vierde of later", EN: "fourth or later"},
}}

// sinceBands are how long after the known incident before it.
var sinceBands = codes.List{Name: "since previous", Codes: []codes.Entry{
	{Code: "DAY", NL: "binnen een dag", EN: "within a day"},
	{Code: "WEEK", NL: "binnen een week", EN: "within a week"},
	{Code: "MONTH", NL: "binnen 30 dagen", EN: "within 30 days"},
	{Code: "QUARTER", NL: "binnen 90 dagen", EN: "within 90 days"},
	{Code: "YEAR", NL: "binnen een jaar", EN: "within a year"},
	{Code: "LATER", NL: "na meer dan een jaar", EN: "after more than a year"},
}}

var sinceLimits = []int{0, 6, 29, 89, 364}
