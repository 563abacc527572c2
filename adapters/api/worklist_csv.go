package api

import (
	"slices"
	"strconv"

	"ruggensteun/projections/figures"
)

// WorkColumns are those of the work list as CSV: first what every line has.
var WorkColumns = []string{
	"case", "incident", "due", "agreement", "version", "because", "responsible", "state",
	"kind", "whose", "started_by", "started_on", "due_at", "too_late", "right", "taken_over", "victim", "about", "assigned", "stand_in", "offered_to", "offered_to_team", "snoozed_until", "invented",
}

// DigestColumns are those of its digest.
var DigestColumns = []string{"assigned", "responsible", "agreement", "lapsed", "due", "due_soon", "not_received", "oldest", "invented"}

// KeptColumns are those of how many terms were kept: first what they are told apart by.
var KeptColumns = []string{
	"agreement", "employer", "version", "whose", "kind", "period", "met", "met_late", "lapsed", "lapsed_closed", "ended", "share_kept",
	"running", "due_soon", "due", "not_received", "suspended", "left_open", "rights", "invented",
}

// KeptTimes are more of them, where it was asked how long terms took.
var KeptTimes = []string{"time_counted", "time_done", "time_open", "time_undated", "days_lower_quartile", "days_median", "days_upper_quartile"}

func (l workList) rows() ([][]string, error) { return sheetOf(WorkColumns, l.Work) }

func (l digestList) rows() ([][]string, error) { return sheetOf(DigestColumns, l.Groups) }

func (l keptList) rows() ([][]string, error) {
	rows, err := sheetOf(KeptColumns, l.Agreements)
	if err != nil || !l.timed {
		return rows, err
	}
	rows[0] = slices.Concat(rows[0], KeptTimes)
	for i, line := range l.Agreements {
		rows[i+1] = append(rows[i+1], TimeCells(line.Time)...)
	}
	return rows, nil
}

// TimeCells are the columns of how long the terms of one line took; empty where that is
// not known.
func TimeCells(took *figures.Lasting) []string {
	if took == nil {
		return make([]string, len(KeptTimes))
	}
	days := func(l figures.Lasted) string {
		if l.Days == nil {
			return ""
		}
		return strconv.Itoa(*l.Days)
	}
	return []string{
		took.N.Read(false), took.Left.Read(false), took.Open.Read(false), took.Undated.Read(false), days(took.Lower), days(took.Median), days(took.Upper),
	}
}
