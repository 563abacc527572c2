package document

import (
	"fmt"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/gemeente"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/template"
)

// workerHome is the one place that never stands in a document: where a worker lives.
const workerHome codes.Code = "WORKER_HOME"

// say is a code in the language of the document; "" when nobody knows, which leaves a blank.
func (w *writing) say(list codes.List, c codes.Code) string {
	e, found := list.Find(c)
	switch {
	case !found || c == "" || c.Missing() || c == codes.Other:
		return ""
	case w.Language == template.English:
		return e.EN
	}
	return e.NL
}

func (w *writing) sayAll(list codes.List, all []codes.Code) string {
	var words []string
	for _, c := range all {
		if said := w.say(list, c); said != "" {
			words = append(words, said)
		}
	}
	return strings.Join(words, "; ")
}

func (w *writing) when(m moment.Moment) string {
	switch {
	case !m.Known():
		return ""
	case m.Precision == moment.Month:
		return template.Month(m.Local(), w.Language)
	case m.Precision == moment.Day:
		return template.Weekday(m.Local(), w.Language)
	case m.Precision == moment.Hour:
		return fmt.Sprintf("%s, %s", template.Weekday(m.Local(), w.Language), w.aboutHour(m.Local().Hour()))
	}
	if w.Language == template.English {
		return template.Weekday(m.Local(), w.Language) + ", " + m.Local().Format("15:04")
	}
	return template.Weekday(m.Local(), w.Language) + ", " + m.Local().Format("15:04") + " uur"
}

func (w *writing) aboutHour(hour int) string {
	if w.Language == template.English {
		return fmt.Sprintf("between %d:00 and %d:00", hour, hour+1)
	}
	return fmt.Sprintf("tussen %d en %d uur", hour, hour+1)
}

func (w *writing) day(m moment.Moment) string {
	switch {
	case !m.Known():
		return ""
	case m.Precision == moment.Month:
		return template.Month(m.Local(), w.Language)
	}
	return template.Day(m.Local(), w.Language)
}

// ofIncident is what, where and when.
func (w *writing) ofIncident(address bool) {
	i := w.Incident
	if !i.Registered() {
		return
	}
	// Every one of them stands in clear in the incident; on paper they belong to it.
	w.put("what", w.sayAll(codes.Behaviour, i.Behaviours))
	w.put("when", w.when(i.Occurred))
	w.put("where", w.where(address))
}

// where names the kind of place and the gemeente, and the address for the police, but that of
// no worker's home.
func (w *writing) where(address bool) string {
	p := w.Incident.Place
	kind := w.say(codes.LocationType, p.Type)
	parts := []string{kind}
	if p.Type == workerHome {
		w.leftOut = append(w.leftOut, "het adres, want het is de woning van een medewerker")
	} else if line, is := w.Incident.Address.Get(); is && address {
		w.seal(person.KeyOfIncident, w.IncidentID, person.ForAddress)
		parts = append(parts, line)
	}
	if g, found := gemeente.Find(p.Gemeente, w.Incident.Occurred.Local()); found {
		parts = append(parts, "gemeente "+g.Name)
	}
	return joined(", ", parts...)
}

func joined(between string, parts ...string) string {
	var there []string
	for _, p := range parts {
		if p != "" {
			there = append(there, p)
		}
	}
	return strings.Join(there, between)
}

// name of the worker, wherever it is on record.
func (w *writing) name() string {
	who, _ := ofWorker(w, person.ForIdentity, func(worker incident.Worker) person.Held[person.Identity] {
		if who, is := worker.Identity.Get(); is && who.Name == "" {
			return person.Held[person.Identity]{} // a staff number is no name
		}
		return worker.Identity
	})
	return who.Name
}

// suspect is the name, or what was seen of somebody who has none. It is never more than tells
// two people apart.
func (w *writing) suspect(described bool) string {
	if w.SuspectID != uuid.Nil {
		if who, is := read(w, person.KeyOfPerson, w.SuspectID, person.ForIdentity, w.Suspect.Identity); is && who.Name != "" {
			return who.Name
		}
	}
	if !described {
		return ""
	}
	if w.SuspectID != uuid.Nil {
		if p, is := w.Suspect.Profile.Get(); is {
			if said := w.profile(p); said != "" {
				w.seal(person.KeyOfPerson, w.SuspectID, person.ForProfile)
				return "onbekend van naam; " + said
			}
		}
		return ""
	}
	for _, l := range w.Incident.Suspects {
		if p, is := l.Profile.Get(); is && l.Suspect == uuid.Nil {
			if said := w.profile(p); said != "" {
				w.seal(person.KeyOfIncident, w.IncidentID, person.ForProfile)
				return "onbekend van naam; " + said
			}
		}
	}
	return ""
}

func (w *writing) profile(p person.Profile) string {
	return joined(", ", w.say(codes.Sex, p.Sex), w.say(codes.AgeBand, p.AgeBand), w.say(codes.Relation, p.Relation))
}
