package suspect

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

// The bases of codes.HistoryBasis.
const (
	needsNotice codes.Code = "NOTICE"
	noHistory   codes.Code = "NO_HISTORY"
)

// noticed are the sources that can give what is criminal data: a worker's statement
// and the own register are none (AVG 10, UAVG 33, DOMAIN 7.11).
var noticed = []codes.Code{"POLICE_FEEDBACK", "OM_FEEDBACK", "JUDGMENT"}

// mostHistory bounds a file: it is a register of what happened at work, and no
// dossier of a life.
const mostHistory = 50

// 5. What was known before is told with its source and date; convictions, suspicion
// and registrations only with the notice or judgment that says so.
func tellHistory(s File, c TellHistory) ([]Event, error) {
	if err := mine(s, c.Asked, access.ChangeSuspect); err != nil {
		return nil, err
	}
	f := form{at: c.At}
	entry := f.history(c.Entry)
	f.Check(c.ID != uuid.Nil, "id", "is missing", "give the entry an id")
	if err := f.Err(); err != nil {
		return nil, err
	}
	e := HistoryTold{ID: c.ID, Entry: person.Of(entry)}
	for _, have := range s.History {
		switch {
		case have.Entry == e.Entry:
			return nil, nil // already as asked
		case have.ID == e.ID:
			return nil, fault.New(fault.Refused, "there is another entry with this id: use a new id")
		}
	}
	if len(s.History) >= mostHistory {
		return nil, fault.New(fault.Refused, "there are 50 entries already: take back what was recorded wrongly")
	}
	if basisOf(entry.Flag) == noHistory && slices.ContainsFunc(s.History, Entry.says) {
		return nil, fault.New(fault.Refused, "there is a history on record, and this says that there is none: take back what was recorded wrongly")
	}
	return []Event{e}, nil
}

// 6. What was recorded wrongly is taken back, with a reason.
func retractHistory(s File, c RetractHistory) ([]Event, error) {
	if err := mine(s, c.Asked, access.ChangeSuspect); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(s.History, func(h Entry) bool { return h.ID == c.ID }) {
		return nil, nil // already as asked
	}
	f := form{at: c.At}
	return facts(HistoryRetracted{ID: c.ID, Reason: f.why(c.Reason)}, f.Err())
}

// says tells whether an entry says that there is a history.
func (h Entry) says() bool {
	entry, is := h.Entry.Get()
	return is && basisOf(entry.Flag) != noHistory && !entry.Flag.Missing()
}

func basisOf(flag codes.Code) codes.Code { return codes.HistoryFlag.RollUp(flag) }

func (f *form) history(h person.History) person.History {
	f.Note("flag", codes.HistoryFlag.CheckAnswer(h.Flag, f.at))
	f.Check(h.Flag != codes.Other, "flag", "is none that may be kept of somebody", "use one of the list: nothing else may be kept of a suspect's past")
	f.Note("provenance", codes.Provenance.CheckAnswer(h.Provenance, f.at))
	f.Check(h.Provenance != codes.Other, "provenance", "is none of the list", "say whom it comes from")
	f.day("on", h.On, true)
	h.Document = f.line("document", h.Document, longestDocument)
	if basisOf(h.Flag) == needsNotice {
		f.Check(slices.Contains(noticed, h.Provenance), "provenance", "cannot be a source of criminal data", "record it only with a notice from police or OM, or a judgment; a worker's statement is no source")
		f.Check(h.Document != "", "document", "is missing", "give the number of the notice or judgment that says so")
	}
	return h
}
