package factstest

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/erasure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections"
)

// StruckOut are the events as a clerk has them who was told, later on, to strike out
// what was forgotten: wherever it stands, and that it was taken back as well.
func StruckOut(events []projections.Event) []projections.Event {
	events = slices.Clone(events)
	for i := range events {
		later := events[i+1:]
		switch body := events[i].Body.(type) {
		case incident.Registered:
			body.Workers = workersStruckOut(body.Workers, events[i].Employer, later)
			events[i].Body = body
		case incident.DetailsAdded:
			body.Workers = workersStruckOut(body.Workers, events[i].Employer, later)
			events[i].Body = body
		case incident.SuspectLinked:
			if erasedLater(later, events[i].Employer, events[i].Stream, person.ForProfile) && body.Suspect == uuid.Nil ||
				body.Suspect != uuid.Nil && erasedLater(later, events[i].Employer, suspect.Stream(body.Suspect), person.ForProfile) {
				body.Profile = person.Gone[person.Profile]()
				events[i].Body = body
			}
		case suspect.Event:
			events[i].Body = fileStruckOut(body, func(p person.Purpose) bool { return erasedLater(later, events[i].Employer, events[i].Stream, p) })
		}
	}
	return events
}

func workersStruckOut(list []incident.Worker, at uuid.UUID, later []projections.Event) []incident.Worker {
	list = slices.Clone(list)
	for i, w := range list {
		if erasedLater(later, at, erasure.Stream(w.Person), person.ForHealth) {
			list[i].Health = person.Gone[person.Health]()
		}
	}
	return list
}

func fileStruckOut(body suspect.Event, gone func(person.Purpose) bool) suspect.Event {
	switch body := body.(type) {
	case suspect.Opened:
		if gone(person.ForProfile) {
			body.Profile = person.Gone[person.Profile]()
		}
		return body
	case suspect.Described:
		if gone(person.ForProfile) {
			body.Profile = person.Gone[person.Profile]()
		}
		return body
	case suspect.HistoryTold:
		if gone(person.ForHistory) {
			body.Entry = person.Gone[person.History]()
		}
		return body
	case suspect.HistoryRetracted:
		if gone(person.ForHistory) {
			return suspect.HistoryRetracted{} // of no entry
		}
	}
	return body
}

func erasedLater(later []projections.Event, at uuid.UUID, stream eventlog.Stream, p person.Purpose) bool {
	return slices.ContainsFunc(later, func(e projections.Event) bool {
		if e.Employer != at || e.Stream != stream {
			return false
		}
		switch body := e.Body.(type) {
		case erasure.Erased:
			return body.Purpose == p
		case suspect.Erased:
			return body.Purpose == p
		case incident.Erased:
			return body.Purpose == p
		}
		return false
	})
}
