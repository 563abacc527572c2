package worklist

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/projections"
)

// Ground is what the terms of one file are counted by, beside the file itself.
type Ground struct {
	agreement.Set
	agreement.Place
	Uses agreement.Uses // versions that somebody applied to this file
	// Beside is what happened that streams of their own tell: see Occurred and Made.
	Beside []agreement.Happened
	Work   casework.Work // on the file: whom its victims know
	// Forgotten is when something of the file was last forgotten that terms are counted
	// from; zero while all of it can be read. See ForgottenAt.
	Forgotten time.Time
	Now       time.Time
}

// Term is one term that started, as it stands at a moment.
type Term struct {
	agreement.Clock
	Victim, About uuid.UUID // who must be told, and of which notice, of a term for telling; else zero
}

// Occurred is that an incident happened, that the employer heard of it and that it was
// recorded here; none that was withdrawn did, nor one that is not on record.
func Occurred(s incident.Incident, registered time.Time) []agreement.Happened {
	if s.Employer == uuid.Nil || s.Withdrawn {
		return nil
	}
	reported := s.Reported
	if reported.Equal(moment.Moment{}) {
		reported = minute(s.ReportedAt)
	}
	return []agreement.Happened{
		{Fact: "OCCURRED", At: s.Occurred}, {Fact: "REPORTED", At: reported}, {Fact: "REGISTERED", At: minute(registered)},
	}
}

func minute(at time.Time) moment.Moment {
	if at.IsZero() {
		return moment.Nothing(codes.Unknown)
	}
	return moment.Moment{Instant: at.UTC().Truncate(time.Minute), Precision: moment.Minute}
}

// Made is that an aangifte was made; none that was retracted was.
func Made(s aangifte.Aangifte) []agreement.Happened {
	if !s.Made() || s.Retracted {
		return nil
	}
	return []agreement.Happened{{Fact: "AANG", At: s.On}}
}

// ForgottenAt finds when what a file was told was last forgotten: for a case in its own
// history, for the care for a worker in that of the worker's erasures.
// Of cases that are one it is in any of their histories.
func ForgottenAt(history []projections.Event) time.Time {
	var last time.Time
	for _, e := range history {
		switch body := e.Body.(type) {
		case prosecution.Erased:
			if body.Purpose == person.ForProsecution && e.RecordedAt.After(last) {
				last = e.RecordedAt
			}
		case erasure.Erased:
			if body.Purpose == person.ForCare && e.RecordedAt.After(last) {
				last = e.RecordedAt
			}
		}
	}
	return last
}

// TermsOfCase are the terms that a step of a case ends, and those for telling each victim
// of each outcome. Terms of aftercare are of the care's own file.
func TermsOfCase(s prosecution.Case, g Ground) []Term {
	history := slices.Concat(s.Facts(), g.Beside)
	outcomes := s.Outcomes()
	var all []Term
	for _, code := range g.Codes() {
		switch {
		case g.endedBy(code, func(fact codes.Code) bool { return fact == "VICTIM_TOLD" }):
			for _, o := range outcomes {
				for _, c := range g.started(code, o.History) {
					all = append(all, Term{Clock: c, Victim: o.Victim, About: o.Notice})
				}
			}
		case g.endedBy(code, prosecution.Tells):
			all = append(all, g.certain(code, history)...)
		default:
			all = append(all, g.naming(code, s.Same, s.Workers...)...)
		}
	}
	return all
}

// naming are the terms for telling victims who follows the file now. Of whom is no victim
// of it any more there is none.
func (g Ground) naming(code string, same pseudonym.Same, victims ...uuid.UUID) (all []Term) {
	if !g.endedBy(code, func(fact codes.Code) bool { return fact == "NAME_TOLD" }) {
		return nil
	}
	for _, victim := range victims {
		for _, c := range g.started(code, g.Work.Named(victim, same, g.Zone)) {
			all = append(all, Term{Clock: c, Victim: victim})
		}
	}
	return all
}

// TermsOfCare are the terms that a step of aftercare ends.
func TermsOfCare(s aftercare.Care, g Ground) []Term {
	history := slices.Concat(s.Facts(), g.Beside)
	var all []Term
	for _, code := range g.Codes() {
		if g.endedBy(code, isCare) {
			all = append(all, g.certain(code, history)...)
		} else {
			all = append(all, g.naming(code, nil, s.Worker)...)
		}
	}
	return all
}

// certain leaves out what nobody can say any more: what ended a term may be among what
// was forgotten since it began, and then it would lapse for no other reason.
func (g Ground) certain(code string, history []agreement.Happened) []Term {
	var all []Term
	for _, c := range g.started(code, history) {
		if c.EndedBy != nil || g.Forgotten.IsZero() || c.Day != 0 && c.Start.At.Instant.After(g.Forgotten) {
			all = append(all, Term{Clock: c})
		}
	}
	return all
}

// started gives the clocks of one agreement that did.
func (g Ground) started(code string, history []agreement.Happened) []agreement.Clock {
	all := g.OfCase(code, agreement.Case{History: history, Uses: g.Uses}, g.Place, g.Now)
	return slices.DeleteFunc(all, func(c agreement.Clock) bool { return c.State == agreement.NotStarted })
}

// endedBy tells whether one of the facts of a list ends some version of an agreement:
// whoever keeps a clock must be able to hear of its end.
func (g Ground) endedBy(code string, is func(fact codes.Code) bool) bool {
	return slices.ContainsFunc(g.Of(code), func(h agreement.Held) bool { return slices.ContainsFunc(h.Ends, is) })
}

func isCare(fact codes.Code) bool { return listed(codes.Aftercare, fact) }

func listed(l codes.List, fact codes.Code) bool {
	return slices.ContainsFunc(l.Codes, func(e codes.Entry) bool { return e.Code == fact })
}
