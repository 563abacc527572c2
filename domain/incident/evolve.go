package incident

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
)

func evolve(s Incident, e Event) Incident {
	switch e := e.(type) {
	case Registered:
		return Incident{
			Employer: e.Employer, Regime: e.Regime, Occurred: e.Occurred, ReportedAt: e.ReportedAt, Reported: e.Reported, Place: e.Place,
			Behaviours:    codes.Unite(nil, e.Behaviours),
			Professions:   codes.Unite(nil, e.Professions),
			Circumstances: Circumstances{}.with(e.Circumstances),
			Workers:       told(nil, e.Workers),
			Narrative:     piece(nil, e.Narrative),
			Address:       e.Address, Reference: e.Reference,
		}
	case DetailsAdded:
		s.Place = s.Place.filled(e.Place)
		s.Behaviours = codes.Unite(s.Behaviours, e.Behaviours)
		s.Professions = codes.Unite(s.Professions, e.Professions)
		s.Circumstances = s.Circumstances.with(e.Circumstances)
		if open := s.Address.State == person.Absent || s.Address.State == person.Forgotten; open && e.Address.State != person.Absent {
			s.Address = e.Address
		}
		s.Otherwise = otherwise(s.Otherwise, s.Workers, e.Workers)
		s.Workers = told(s.Workers, e.Workers)
		s.Narrative = piece(s.Narrative, e.Narrative)
	case Corrected:
		return corrected(s, e)
	case Withdrawn:
		s.Withdrawn, s.Withdrawal = true, e
	case CourseTold:
		s.Course = courseOf(e)
	case SupportTold:
		s.Support = e.Support
	case ForceReferenced:
		s.ForceReports = piece(s.ForceReports, e.Report)
	case Qualified:
		s.Qualifications = appended(without(s.Qualifications, e.Qualification), e.Qualification)
	case QualificationRetracted:
		s.Qualifications = without(s.Qualifications, e.Qualification)
	case Attached:
		s.Attachments = appended(s.Attachments, e.Attachment)
	case PhotoAdded:
		s.Attachments, s.Photos = appended(s.Attachments, e.Attachment), appended(s.Photos, e.Photo)
	case Detached:
		s.Photos = slices.DeleteFunc(slices.Clone(s.Photos), func(p Photo) bool { return p.ID == e.ID })
		s.Attachments = slices.DeleteFunc(slices.Clone(s.Attachments), func(a Attachment) bool { return a.ID == e.ID })
	case SuspectLinked:
		s.Suspects = linkedAfter(s.Suspects, e.Linked)
	case SuspectUnlinked:
		s.Suspects = slices.DeleteFunc(slices.Clone(s.Suspects), func(l Linked) bool { return l.ID == e.ID })
	case Merged:
		s.MergedInto = e.Into
	case SplitOff:
		s.MergedInto = uuid.Nil
	case Absorbed:
		s.Merged = slices.SortedFunc(slices.Values(appended(without(s.Merged, e.Incident), e.Incident)), byID)
	case Released:
		if s.Merged = without(s.Merged, e.Incident); len(s.Merged) == 0 {
			s.Merged = nil // as if there never was one
		}
	case Closed:
		s.Closed, s.Closing = true, e
	case Reopened:
		s.Closed, s.Closing = false, Closed{}
	case Erased:
		return s.without(e.Purpose)
	}
	return s
}

// appended shares nothing with the list that it came from.
func appended[T any](list []T, one T) []T { return append(slices.Clone(list), one) }

func without[T comparable](list []T, one T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(have T) bool { return have == one })
}

func corrected(s Incident, e Corrected) Incident {
	s.Corrections++
	if e.Occurred != nil {
		s.Occurred = *e.Occurred
	}
	s.Reported = or(e.Reported, s.Reported)
	if e.Place != nil {
		s.Place = *e.Place
	}
	if e.Behaviours != nil {
		s.Behaviours = codes.Unite(nil, *e.Behaviours)
	}
	if e.Professions != nil {
		s.Professions = codes.Unite(nil, *e.Professions)
	}
	if e.Narrative != nil {
		s.Narrative = piece(nil, *e.Narrative)
	}
	s.Circumstances = s.Circumstances.corrected(e, s.Behaviours)
	s.Address = or(e.Address, s.Address)
	s.Reference = or(e.Reference, s.Reference)
	return s
}

// told takes in what became known of workers.
func told(have, more []Worker) []Worker {
	have = slices.Clone(have)
	for _, w := range more {
		if i := indexOf(have, w.Person); i >= 0 {
			have[i] = have[i].told(w)
		} else {
			have = append(have, w)
		}
	}
	return have
}

// piece adds a text; the same one told again, by somebody who could not see that
// it was there, is not another.
func piece(have []person.Held[string], more person.Held[string]) []person.Held[string] {
	if more.State == person.Absent || more.State == person.Present && slices.Contains(have, more) {
		return have
	}
	return append(slices.Clone(have), more)
}
