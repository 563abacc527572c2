package figures_test

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

// suspectsOf is what a clerk reads of the suspects of one incident, with the files
// and all other incidents on the table.
func suspectsOf(id uuid.UUID, incidents map[uuid.UUID]incident.Incident, files map[uuid.UUID]suspect.File) sideBySide {
	all := sideBySide{}
	add := func(d figures.Dimension, c codes.Code) { all[d] = append(all[d], c) }
	for _, l := range incidents[id].Suspects {
		file := files[l.Suspect]
		add(figures.AgeBand, ageOf(l, file))
		if l.Suspect == uuid.Nil {
			for _, d := range []figures.Dimension{figures.Nth, figures.Since, figures.History, figures.Provenance} {
				add(d, codes.Unknown)
			}
			continue
		}
		nth, since := place(id, l.Suspect, incidents, file)
		add(figures.Nth, nth)
		add(figures.Since, since)
		flags := 0
		for _, h := range file.History {
			if h.Entry.State == person.Forgotten && !file.UnderReview() {
				add(figures.History, facts.Forgotten)
				add(figures.Provenance, facts.Forgotten)
				flags++
			}
			if entry, is := h.Entry.Get(); is && !file.UnderReview() {
				add(figures.History, entry.Flag)
				from := entry.Provenance
				if entry.Flag.Missing() {
					from = entry.Flag
				}
				add(figures.Provenance, from)
				flags++
			}
		}
		if flags == 0 {
			why := codes.NotRecorded
			if file.UnderReview() {
				why = "UNDER_REVIEW"
			}
			add(figures.History, why)
			add(figures.Provenance, why)
		}
	}
	for _, d := range []figures.Dimension{figures.Nth, figures.Since, figures.AgeBand, figures.History, figures.Provenance} {
		if len(all[d]) == 0 {
			add(d, codes.NotRecorded)
		}
	}
	return all
}

func ageOf(l incident.Linked, file suspect.File) codes.Code {
	for _, held := range []person.Held[person.Profile]{l.Profile, file.Profile} {
		if seen, is := held.Get(); is && seen.AgeBand != "" {
			return seen.AgeBand
		} else if held.State == person.Forgotten {
			return facts.Forgotten
		}
	}
	switch l.Kind {
	case "UNIDENTIFIED":
		return codes.Unknown
	case "GROUP":
		return codes.NotApplicable
	}
	return codes.NotRecorded
}

// place lays the incidents of one file in a row, by when they happened.
func place(id, file uuid.UUID, incidents map[uuid.UUID]incident.Incident, state suspect.File) (nth, since codes.Code) {
	if !state.Counts(id) {
		return codes.NotApplicable, codes.NotApplicable
	}
	if !incidents[id].Occurred.Known() {
		return codes.Unknown, codes.Unknown
	}
	var row []uuid.UUID
	for other, i := range incidents {
		links := slices.ContainsFunc(i.Suspects, func(l incident.Linked) bool { return l.Suspect == file })
		if links && i.Occurred.Known() && state.Counts(other) && countsByItself(other, incidents) {
			row = append(row, other)
		}
	}
	at := func(id uuid.UUID) time.Time { return incidents[id].Occurred.Instant }
	slices.SortFunc(row, func(a, b uuid.UUID) int {
		if c := at(a).Compare(at(b)); c != 0 {
			return c
		}
		return slices.Compare(a[:], b[:])
	})
	n := slices.Index(row, id)
	if n == 0 {
		return "1", codes.NotApplicable
	}
	nth = []codes.Code{"1", "2", "3", "4+"}[min(n, 3)]
	days := at(id).Sub(at(row[n-1])).Hours() / 24
	for _, band := range []struct {
		code   codes.Code
		before float64
	}{{"DAY", 1}, {"WEEK", 7}, {"MONTH", 30}, {"QUARTER", 90}, {"YEAR", 365}} {
		if days < band.before {
			return nth, band.code
		}
	}
	return nth, "LATER"
}
