package disclosure

import "time"

// An epoch is a moment at which a set may be looked at: what was recorded before it is
// known. Analysts have the ends of months in one zone of the whole country, the public
// the entries of the release ledger.
//
// Both look along one Chain, the analysts'. A chain over the release dates alone would
// refresh at other moments, and where the two differ by one late report, each cell that
// holds it prints two numbers: that shows what the report says. So a release shows, for
// its entry, the refreshed set of the last month end at or before it.

// MonthEnd is the first instant after the month that t lies in, on the clocks of the zone.
func MonthEnd(t time.Time, zone *time.Location) time.Time {
	year, month, _ := t.In(zone).Date()
	return time.Date(year, month+1, 1, 0, 0, 0, 0, zone)
}

// MonthEnds are the epochs from the first record on: every month end after it that lies
// at or before now, in order. None where the first month is not over: then nothing can
// be asked yet. For analysts the zone is Europe/Amsterdam, whatever an employer's own.
func MonthEnds(first, now time.Time, zone *time.Location) []time.Time {
	var ends []time.Time
	for end := MonthEnd(first, zone); !end.After(now); end = MonthEnd(end, zone) {
		ends = append(ends, end)
	}
	return ends
}

// EpochAt is the number of the last epoch at or before a moment, or false where none is.
// Epochs are in order.
func EpochAt(epochs []time.Time, at time.Time) (number int, ok bool) {
	for number < len(epochs) && !epochs[number].After(at) {
		number++
	}
	return number - 1, number > 0
}
