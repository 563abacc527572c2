package world

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
)

// tale is what is told of one scene, in its time.
type tale struct {
	world *World
	*scene
	d     dice
	story int
	id    uuid.UUID // of the incident's record
	name  string    // of the record in this story: "report", "double", "mistake"
	at    time.Time // when the next thing is told
	by    int       // which of the reporters
	told  []Told

	occurred moment.Moment // as it was told first
	place    incident.Place
	known    []codes.Code // behaviours that were told
	workers  []incident.WorkerHit
	steps    []incident.Step
	waits    bool      // for a review: it is not closed before
	linked   uuid.UUID // of the suspect; zero while nobody is linked

	part        *part              // that it plays; nil for most
	reportedAt  time.Time          // when the employer knew
	qualified   bool               // the police gave it a name
	suspectFile uuid.UUID          // zero while nobody is known
	ownFile     uuid.UUID          // the same, where it is in no other story
	linkedAt    time.Time          // when the suspect became known
	hurt        incident.WorkerHit // the first worker, as last told
	hurtAt      time.Time
}

// Story is everything that is told of the incident with this number, from 1 on, in
// its time and as far as the world lasts.
func (w *World) Story(n int) []Told {
	d := w.dice(n)
	s := w.happens(d)
	t := w.begins(d, n, s, "report", w.reported(d, s))
	t.report()
	double := t.double()
	mistake := t.mistake()
	t.tellCourse()
	t.support()
	t.linkSeen()
	t.attach()
	t.force()
	files := t.follow()
	t.turnsOutWorse()
	all := slices.Concat(t.told, files, double, mistake, t.prosecuted(), t.caredFor())
	slices.SortStableFunc(all, func(a, b Told) int { return a.At.Compare(b.At) })
	return slices.DeleteFunc(all, func(t Told) bool { return !t.At.Before(w.until) })
}

// begins is a record that is made of a scene.
func (w *World) begins(d dice, n int, s *scene, name string, at time.Time) *tale {
	t := &tale{world: w, scene: s, d: d, story: n, name: name, at: at, by: n}
	t.id, t.reportedAt = w.id(at, fmt.Sprintf("%d %s", n, name)), at
	if name == "report" {
		t.part = w.cast[n]
	}
	return t
}

func (t *tale) asked(role access.Role) incident.Asked {
	return incident.Asked{By: t.who(role), At: t.at, Employer: t.site.Employer}
}

// who is one of several reporters, and the one registrar or case worker.
func (t *tale) who(role access.Role) access.Actor {
	if role == access.Reporter {
		return actor(role, t.site.ID, 1+t.by%20)
	}
	return actor(role, t.site.ID, 0)
}

func (t *tale) tell(role access.Role, what string, c incident.Command) {
	t.told = append(t.told, Told{
		At: t.at, Key: fmt.Sprintf("%s/%d/%s/%s", t.world.name, t.story, t.name, what), Story: t.story,
		Employer: t.site.ID, Stream: incident.Stream(t.id), By: t.who(role), Command: c,
	})
}

// later is when the next thing is told.
func (t *tale) later(least, most time.Duration) { t.at = t.at.Add(t.d.span(least, most)) }

func (t *tale) regime() codes.Code {
	if t.wpg {
		return incident.WPG
	}
	return ""
}

// report is the first that anybody tells. What was not told is told later, or never.
func (t *tale) report() {
	role := draw(t.d, []share[access.Role]{{access.Reporter, 75}, {access.Registrar, 25}})
	t.occurred, t.place = remembered(t.d, t.scene.at), asReported(t.d, t.scene.place)
	t.known = t.behaviours
	if len(t.known) > 1 && t.d.chance(25) {
		t.known = t.known[:1] // the rest comes later: only the last label was kept
	}
	workers, hit := t.scene.hit(t.d)
	t.workers = workers
	if len(workers) > 0 {
		t.hurt, t.hurtAt = workers[0], t.at
	}
	first := t.place
	if t.d.chance(35) {
		first.Area, first.Point, first.Indoors = "", incident.Point{}, ""
	}
	c := incident.Register{
		Asked: t.asked(role), Regime: t.regime(), Occurred: t.occurred, Place: first, Behaviours: t.known, Professions: t.professions,
		Circumstances: t.circumstances(hit), Workers: workers, Narrative: t.words(), Address: t.address(), Reference: t.reference(),
	}
	t.tell(role, "register", c)
}

func (t *tale) address() string {
	if t.place.Type == "ONLINE" || t.place.Type == "CTRL_ROOM" || !t.d.chance(15) {
		return ""
	}
	return fmt.Sprintf("Verzonnen laan %d", t.d.between(1, 400))
}

// reference is the number in a system of the employer's own.
func (t *tale) reference() string {
	if !t.d.chance(12) {
		return ""
	}
	return fmt.Sprintf("VERZONNEN-%d-%05d", t.scene.at.Year(), t.d.IntN(100_000))
}

// circumstances as they are told at first. What is asked is answered, answered with
// not knowing, or passed over, in shares of our own choice.
func (t *tale) circumstances(hit codes.Count) incident.Circumstances {
	d := t.d
	c := incident.Circumstances{Occasions: []codes.Code{draw(d, t.occasions)}, Deployment: t.deployment, Reach: t.reach, Hit: hit}
	if c.Occasions[0] == codes.NotRecorded {
		c.Occasions = nil
	}
	switch {
	case d.chance(14): // passed over
	case d.chance(4):
		c.Means = []incident.Means{{Means: codes.Unknown}}
	case len(t.means) == 0:
		c.Means = []incident.Means{{Means: "NONE"}}
	default:
		c.Means = t.means
	}
	if d.chance(35) {
		done := codes.Code("COMPLETED")
		if t.class == killing || t.reach == "NEAR_MISS" {
			done = "ATTEMPTED"
		}
		c.Completions = []incident.Completion{{Behaviour: t.known[0], Completion: done}}
	}
	if slices.Contains(t.known, "DISCRIM") {
		c.Grounds = []codes.Code{draw(d, grounds)}
	}
	return c
}

// grounds leave out descent, nationality and belief altogether: this world shows
// nothing of anybody's origin, not even as an insult.
var grounds = mix{{"SEX", 40}, {"ORIENTATION", 30}, {"DISABILITY", 10}, {codes.Unknown, 20}}

// words are those of whoever reports: nobody's, and they say so.
func (t *tale) words() string {
	return "Verzonnen voorbeeld. " + one(t.d, t.tales)
}
