package api

import (
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
)

// The names of these fields are the paths that the trade uses in its faults; a
// test holds them together.

type registration struct {
	Employer    string       `json:"employer,omitempty" example:"GEM-ROTTERDAM" doc:"Code of the employer whose workers were hit. May be left out by whoever works for one."`
	Occurred    *occurrence  `json:"occurred,omitempty" doc:"When it happened."`
	Place       place        `json:"place,omitempty" doc:"Where it happened."`
	Behaviours  []codes.Code `json:"behaviours,omitempty" doc:"What was done. Several at once are usual."`
	Professions []codes.Code `json:"professions,omitempty" doc:"Of the crews it happened to."`
	Workers     []worker     `json:"workers,omitempty" doc:"Whom it happened to."`
	Narrative   string       `json:"narrative,omitempty" doc:"What happened, in the words of those who were there. Kept sealed."`
}

type details struct {
	Behaviours  []codes.Code `json:"behaviours,omitempty" doc:"What else was done."`
	Professions []codes.Code `json:"professions,omitempty" doc:"Of further crews."`
	Workers     []worker     `json:"workers,omitempty" doc:"Further workers, or more about a worker with the same staff number."`
	Narrative   string       `json:"narrative,omitempty" doc:"A further piece of text, beside the earlier ones. Kept sealed."`
}

type correction struct {
	Reason      string        `json:"reason" doc:"Why the record was wrong. Kept sealed." example:"date was read from the wrong form"`
	Occurred    *occurrence   `json:"occurred,omitempty"`
	Place       *place        `json:"place,omitempty" doc:"Replaces the whole place."`
	Behaviours  *[]codes.Code `json:"behaviours,omitempty" doc:"Replaces the whole list."`
	Professions *[]codes.Code `json:"professions,omitempty" doc:"Replaces the whole list."`
	Narrative   *string       `json:"narrative,omitempty" doc:"Replaces all pieces of text. Kept sealed."`
}

type withdrawal struct {
	Reason      codes.Code `json:"reason" doc:"Why it should never have been reported."`
	Explanation string     `json:"explanation,omitempty" doc:"In words. Kept sealed."`
}

type place struct {
	Type     codes.Code `json:"type,omitempty" doc:"Kind of place."`
	Gemeente codes.Code `json:"gemeente,omitempty" example:"GM0599" doc:"CBS code of the municipality, or UNKNOWN."`
	Unit     string     `json:"unit,omitempty" doc:"Code of one of the employer's units."`
}

type worker struct {
	Name        string     `json:"name,omitempty" doc:"Kept sealed."`
	StaffNumber string     `json:"staff_number,omitempty" doc:"Finds the same person again. Kept sealed."`
	Injury      codes.Code `json:"injury,omitempty" doc:"What it did to the body; never a diagnosis. Kept sealed."`
}

func (p place) read() incident.Place {
	return incident.Place{Type: p.Type, Gemeente: p.Gemeente, Unit: p.Unit}
}
