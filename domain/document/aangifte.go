package document

import (
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

// aangifte fills in the seven W's. Of the worker it holds a name, or that there is a number,
// the function and what the body suffered: no address, phone, e-mail, birthplace or BSN (Stb.
// 2025, 29), and nothing of the mind or of absence, which no offence needs.
func (w *writing) aangifte() {
	w.seal(person.KeyOfIncident, w.IncidentID, person.ForNarrative)
	if w.CaseID != uuid.Nil {
		w.sealCase(person.ForProsecution)
	}
	i := w.Incident
	w.ofIncident(true)
	w.put("suspect", w.suspect(true))
	w.put("profession", w.sayAll(codes.Profession, i.Professions))
	w.put("with_what", w.means())
	w.put("why", w.because())
	w.put("how", w.course())
	if w.Worker == uuid.Nil {
		return
	}
	w.victim()
	h, _ := ofWorker(w, person.ForHealth, func(worker incident.Worker) person.Held[person.Health] {
		if h, is := worker.Health.Get(); is && w.say(codes.Injury, h.Injury) == "" {
			return person.Held[person.Health]{} // nothing that would stand on paper
		}
		return worker.Health
	})
	w.put("injury", w.say(codes.Injury, h.Injury))
}

func (w *writing) victim() {
	if !w.Named {
		return // the police give the number: it is filled in there
	}
	w.put("victim", w.name())
}

func (w *writing) means() string {
	var said []string
	for _, m := range w.Incident.Means {
		what := w.say(codes.Means, m.Means)
		if what == "" {
			continue
		}
		if how := w.say(codes.MeansStatus, m.Status); how != "" {
			what += " (" + how + ")"
		}
		said = append(said, what)
	}
	return strings.Join(said, "; ")
}

// because is why there was contact, and what set somebody off, as somebody judged it.
func (w *writing) because() string {
	var triggers []codes.Code
	for _, s := range w.Incident.Course {
		for _, t := range s.Triggers {
			triggers = codes.Unite(triggers, []codes.Code{t.Trigger})
		}
	}
	return joined("; ", w.sayAll(codes.Occasion, w.Incident.Occasions), w.sayAll(codes.Trigger, triggers))
}

// course is how it went: the steps in order, and what was told in words, without what must
// not be in it.
func (w *writing) course() string {
	var steps []string
	for _, s := range w.Incident.Course {
		if said := joined(": ", w.say(codes.Phase, s.Phase), joined(", ", w.say(codes.Behaviour, s.Act), w.say(codes.Means, s.Means))); said != "" {
			steps = append(steps, said)
		}
	}
	var told []string
	for _, n := range w.Incident.Narrative {
		if words, is := n.Get(); is {
			told = append(told, w.clean(words))
		}
	}
	said := strings.Join(steps, "; ")
	if said != "" {
		said = "Verloop: " + said + "."
	}
	return joined(" ", said, strings.Join(told, " "))
}

// clean takes out of free text what the law lets an aangifte leave out, and who the worker is
// when the aangifte is under a number.
func (w *writing) clean(words string) string {
	c := cleaning{words: strings.Join(strings.Fields(words), " ")}
	c.personal()
	for _, worker := range w.Incident.Workers {
		if who, is := worker.Identity.Get(); is && !(w.Named && w.Same.Of(worker.Person) == w.Same.Of(w.Worker)) {
			c.name(who)
		}
	}
	for _, o := range w.Incident.Otherwise {
		if who, is := o.Identity.Get(); is {
			c.name(who)
		}
	}
	for _, what := range c.taken {
		if !contains(w.leftOut, what) {
			w.leftOut = append(w.leftOut, what)
		}
	}
	return c.words
}

func contains(all []string, one string) bool {
	for _, a := range all {
		if a == one {
			return true
		}
	}
	return false
}

// warning tells the suspect what it is about, and nothing of the worker.
func (w *writing) warning() {
	about, _ := w.About()
	if about == OfCase {
		w.sealCase(person.ForProsecution)
	} else {
		w.seal(person.KeyOfIncident, w.IncidentID, person.ForNarrative)
	}
	w.ofIncident(false)
	w.put("suspect", w.suspect(false))
}
