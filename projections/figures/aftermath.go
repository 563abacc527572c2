package figures

import (
	"cmp"
	"strconv"
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/projections/facts"
)

// helpedOf pairs how far help from the police came with how long it took. Only of help
// that arrived there is a wait.
func helpedOf(r *facts.Incident) []codes.Code {
	if r.Support != "ARRIVED" {
		if r.Support.Missing() || r.Support == "" {
			return one(cmp.Or(r.Support, codes.NotRecorded))
		}
		return one(facts.Pair(r.Support, codes.NotApplicable))
	}
	if r.SupportWait == nil {
		return one(facts.Pair(r.Support, r.SupportWhy))
	}
	return one(facts.Pair(r.Support, waitBands.Codes[bandAt(*r.SupportWait, waitLimits)].Code))
}

// judgedOf is each thing that police, OM or a court called it, with the three parts
// that it is counted by.
func judgedOf(r *facts.Incident) []codes.Code {
	all := make([]codes.Code, len(r.Qualifications))
	for i, text := range r.Qualifications {
		all[i] = facts.Qualified(text)
	}
	return all
}

// accusedOf pairs how well a suspect is known with how many they were.
func accusedOf(r *facts.Incident) []codes.Code {
	all := make([]codes.Code, len(r.SuspectKinds))
	for i, kind := range r.SuspectKinds {
		all[i] = facts.Pair(kind, sizeOf(kind, r.GroupSize(i)))
	}
	return all
}

func sizeOf(kind codes.Code, size codes.Count) codes.Code {
	switch {
	case kind != "GROUP":
		return codes.NotApplicable
	case size.Counted:
		return sizeBands.Codes[bandAt(size.Number, sizeLimits)].Code
	}
	return size.Why
}

// harmOf joins what is counted of one worker: injury, mind and absence.
func harmOf(h facts.Health) codes.Code {
	return codes.Code(strings.Join([]string{string(h.Injury()), string(h.Mind()), string(absentFor(h.Absence()))}, wherePart))
}

func absentFor(days codes.Code) codes.Code {
	n, err := strconv.Atoi(string(days))
	if err != nil {
		return days
	}
	return absenceBands.Codes[bandAt(n, absenceLimits)].Code
}

// invention tells what was made up by a demonstration from what somebody reported.
var invention = codes.List{Name: "invented", Codes: []codes.Entry{
	{Code: "NO", NL: "niet verzonnen", EN: "not invented"},
	{Code: "YES", NL: "verzonnen", EN: "invented"},
}}

const (
	notInvented codes.Code = "NO"
	invented    codes.Code = "YES"
)

func inventedOf(r *facts.Incident) []codes.Code {
	if r.Invented {
		return one(invented)
	}
	return one(notInvented)
}
