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
	return hitBand(count.Number)
}

func hitBand(n int) []codes.Code { return one(hitBands.Codes[bandAt(n, hitLimits)].Code) }

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

// delayOf is from when it happened to when the employer was first told: by who said
// so, else when it was typed in. It is not known where either is known to the month
// only. Of a day it is counted from the day's end, and of a report known to the day it
// is early in that day: nobody is said to have waited longer than he did, nor to have
// told it before.
func delayOf(r *facts.Incident) []codes.Code {
	at, within, known := reportedOf(r)
	if r.OccurredAt == nil || r.Precision == moment.Month || !known {
		if r.OccurredAt == nil && r.Finer != codes.Unknown {
			return nil
		}
		return one(codes.Unknown)
	}
	delay := at.Sub(*r.OccurredAt)
	if delay+within < 0 {
		return one(delayBands.Codes[0].Code)
	}
	if r.Precision == moment.Day {
		delay -= wholeDayLong
	}
	return one(delayBands.Codes[bandAt(int(max(0, delay)/wholeDayLong), delayLimits)].Code)
}

// reportedOf is the earliest that it can have been reported, and how much later it can
// have been; false where nobody knows.
func reportedOf(r *facts.Incident) (at time.Time, within time.Duration, known bool) {
	switch {
	case r.ToldAt == nil && r.ToldFiner == codes.Unknown:
		return time.Time{}, 0, false
	case r.ToldAt == nil:
		return r.ReportedAt, 0, true
	}
	switch r.ToldPrecision {
	case moment.Day:
		within = wholeDayLong
	case moment.Hour:
		within = time.Hour
	}
	return *r.ToldAt, within, r.ToldPrecision != moment.Month
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

// absenceBands are for how many days somebody could not work. More than three days is
// what an employer lists as an accident (DOMAIN 5); the other bounds are ours.
var absenceBands = codes.List{Name: "absence", Codes: []codes.Entry{
	{Code: "0", NL: "geen", EN: "none"},
	{Code: "1-3", NL: "1 tot en met 3 dagen", EN: "1 to 3 days"},
	{Code: "4-14", NL: "4 tot en met 14 dagen", EN: "4 to 14 days"},
	{Code: "15-42", NL: "15 dagen tot en met 6 weken", EN: "15 days to 6 weeks"},
	{Code: "43+", NL: "langer dan 6 weken", EN: "longer than 6 weeks"},
	{Code: facts.Away, NL: "afwezig, hoe lang is niet bekend", EN: "absent, for how long is not known"},
}}

var absenceLimits = []int{0, 3, 14, 42}

// waitBands are how long it took until help from the police arrived. The bounds are ours.
var waitBands = codes.List{Name: "wait for police support", Codes: []codes.Entry{
	{Code: "0-5", NL: "binnen 5 minuten", EN: "within 5 minutes"},
	{Code: "6-10", NL: "6 tot en met 10 minuten", EN: "6 to 10 minutes"},
	{Code: "11-15", NL: "11 tot en met 15 minuten", EN: "11 to 15 minutes"},
	{Code: "16-30", NL: "16 tot en met 30 minuten", EN: "16 to 30 minutes"},
	{Code: "31+", NL: "na meer dan een half uur", EN: "after more than half an hour"},
}}

var waitLimits = []int{5, 10, 15, 30}

// sizeBands are how many a group of suspects was. The bounds are ours.
var sizeBands = codes.List{Name: "group size", Codes: []codes.Entry{
	{Code: "2", NL: "2", EN: "2"},
	{Code: "3-5", NL: "3 tot en met 5", EN: "3 to 5"},
	{Code: "6-10", NL: "6 tot en met 10", EN: "6 to 10"},
	{Code: "11-25", NL: "11 tot en met 25", EN: "11 to 25"},
	{Code: "26+", NL: "26 of meer", EN: "26 or more"},
}}

var sizeLimits = []int{2, 5, 10, 25}
