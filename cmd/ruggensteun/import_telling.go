package main

import (
	"maps"
	"reflect"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

// together is the incident's rules for all that a record says at once: it goes in
// whole, or not at all.
var together = decider.Several(incident.Decider)

// telling is all that a record says of an incident.
type telling struct {
	register       incident.Register
	step           incident.Step
	support        incident.Support
	qualifications []incident.Qualification
	suspects       []incident.LinkSuspect
}

// tellingOf is what the file says about an incident as a whole, and about suspects.
func tellingOf(r intake.Record) telling {
	var all telling
	for _, t := range takenFields {
		if _, asked := r.Answers[t.field]; asked {
			t.fill(&all, r.Answers)
		}
	}
	for _, s := range r.Suspects {
		all.suspects = append(all.suspects, linkOf(s))
	}
	return all
}

// commands registers an incident with all of it. Suspects get ids of their own.
func (t telling) commands(asked incident.Asked, hits []incident.WorkerHit) []incident.Command {
	t.register.Asked, t.register.Workers = asked, hits
	all := []incident.Command{t.register}
	if !empty(t.step) {
		all = append(all, incident.TellCourse{Asked: asked, Steps: []incident.Step{t.step}})
	}
	if s := t.support.Status; s != "" && s != codes.NotRecorded {
		all = append(all, incident.TellSupport{Asked: asked, Support: t.support})
	}
	for _, q := range t.qualifications {
		all = append(all, incident.Qualify{Asked: asked, Qualification: q})
	}
	for _, s := range t.suspects {
		s.Asked, s.ID = asked, uuid.Must(uuid.NewV7())
		all = append(all, s)
	}
	return all
}

func empty(s incident.Step) bool { return reflect.ValueOf(s).IsZero() }

// linkOf is a suspect as the file has it; which file of suspects it is, it cannot say.
func linkOf(s intake.Suspect) incident.LinkSuspect {
	return incident.LinkSuspect{
		Kind: s.Answers[intake.SuspectKind].Code(),
		Size: s.Answers[intake.SuspectSize].Count(),
		Profile: person.Profile{
			Sex:      s.Answers[intake.SuspectSex].Code(),
			AgeBand:  s.Answers[intake.SuspectAge].Code(),
			Relation: s.Answers[intake.SuspectRelation].Code(),
		},
	}
}

// mending is what a changed record asks of its incident.
type mending struct {
	correct incident.Correct
	add     incident.AddDetails
	course  []incident.Step // as it should be; nil when it stays
	more    []incident.Command
}

// commands are the changes; corrections first, because what is added may rest on them.
func (m mending) commands(now incident.Incident, asked incident.Asked, reason string) []incident.Command {
	var all []incident.Command
	if !reflect.ValueOf(m.correct).IsZero() {
		m.correct.Asked, m.correct.Reason = asked, reason
		all = append(all, m.correct)
	}
	if !reflect.ValueOf(m.add).IsZero() {
		m.add.Asked = asked
		all = append(all, m.add)
	}
	if m.course != nil {
		cmd := incident.TellCourse{Asked: asked, Steps: slices.DeleteFunc(m.course, empty)}
		if len(now.Course) > 0 {
			cmd.Reason = reason
		}
		all = append(all, cmd)
	}
	return append(all, m.more...)
}

// takenOfWorker are the fields of a worker that an incident takes. The profession
// counts among those of the incident.
var takenOfWorker = map[intake.Field]func(*incident.WorkerHit, intake.Answer){
	intake.StaffNumber: func(w *incident.WorkerHit, a intake.Answer) { w.StaffNumber, _ = a.Text.Get() },
	intake.Name:        func(w *incident.WorkerHit, a intake.Answer) { w.Name, _ = a.Text.Get() },
	intake.Injury:      func(w *incident.WorkerHit, a intake.Answer) { w.Injury = a.Code() },
	intake.Mind:        func(w *incident.WorkerHit, a intake.Answer) { w.Mind = a.Code() },
	intake.Exposure:    func(w *incident.WorkerHit, a intake.Answer) { w.Exposures = severalOf(a) },
	intake.AbsenceDays: func(w *incident.WorkerHit, a intake.Answer) { w.Absence.Days = a.Count() },
	intake.Profession:  func(*incident.WorkerHit, intake.Answer) {},
}

func hitOf(w intake.Worker) incident.WorkerHit {
	var hit incident.WorkerHit
	for field, a := range w.Answers {
		if fill := takenOfWorker[field]; fill != nil {
			fill(&hit, a)
		}
	}
	return hit
}

// notYet names what a record says that an incident does not take.
func notYet(r intake.Record) []string {
	found := map[string]bool{}
	for field, a := range r.Answers {
		if a.Known() && !isTaken(field) {
			found[string(field)] = true
		}
	}
	return slices.Collect(maps.Keys(found))
}

// isTaken tells also of what is taken together with another field.
func isTaken(field intake.Field) bool {
	switch field {
	case intake.MeansStatus, intake.TriggerAssessedBy, intake.AmplifierCertainty, intake.MeasureEffect,
		intake.QualificationBy, intake.QualificationArticle, intake.QualificationCompletion:
		return true
	}
	return slices.ContainsFunc(takenFields, func(t taken) bool { return t.field == field })
}
