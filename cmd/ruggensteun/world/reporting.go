package world

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
)

// monthly is the employer that sends in its reports once a month. Planted.
const monthly = "DEMO-VR-03"

// delay is what half of the reports are later than, by kind of employer: our own choice.
var delay = map[codes.Code]time.Duration{
	"EMP_POLUNIT": 5 * time.Hour, "EMP_GEM": 8 * time.Hour, "EMP_OTH": 10 * time.Hour, "EMP_VR": 30 * time.Hour, "EMP_RAV": 44 * time.Hour,
}

// reported is when the report is made; in any case before the world ends, because
// what nobody reported is not in it.
func (w *World) reported(d dice, s *scene) time.Time {
	over := s.at.Add(d.span(30*time.Minute, 2*time.Hour))
	at := over.Add(d.long(delay[s.site.Kind], 120*24*time.Hour))
	if s.site.Code == monthly {
		at = time.Date(s.at.Year(), s.at.Month()+1, 3, 9, 0, 0, 0, w.zone).Add(d.span(0, 7*time.Hour))
	}
	if last := w.until.Add(-time.Minute); at.After(last) {
		left := int(last.Sub(s.at) / time.Minute)
		at = last.Add(-time.Duration(d.IntN(left/2+1)) * time.Minute)
	}
	return at.Truncate(time.Minute).Add(time.Duration(d.IntN(60)) * time.Second)
}

// tellCourse follows the first report within the shift, and for some the aftermath
// later. Without a minute there are no times in it.
func (t *tale) tellCourse() {
	if !t.d.chance(66) {
		return
	}
	at := t.at
	t.later(2*time.Minute, 50*time.Minute)
	t.steps = t.scene.course(t.d, t.occurred.Precision == moment.Minute && t.d.chance(55) && t.at.Sub(t.scene.at) > 90*time.Minute)
	t.tell(access.Reporter, "course", incident.TellCourse{Asked: t.asked(access.Reporter), Steps: t.steps})
	if t.level() > 0 && t.d.chance(6) {
		t.later(12*time.Hour, 9*24*time.Hour)
		t.tell(access.Registrar, "aftermath", incident.TellCourse{Asked: t.asked(access.Registrar), Steps: after(t.d, t.steps)})
	}
	t.at = at
}

// support is help from the police, for whoever has to ask for it.
func (t *tale) support() {
	if t.site.Kind == "EMP_POLUNIT" || !t.d.chance(46) {
		return
	}
	at, s := t.at, t.help()
	t.later(time.Minute, 40*time.Minute)
	t.tell(access.Reporter, "support", incident.TellSupport{Asked: t.asked(access.Reporter), Support: s})
	if underWay(s) && t.d.chance(70) {
		t.later(2*time.Hour, 48*time.Hour)
		s.Status = draw(t.d, mix{{"ARRIVED", 70}, {"NEVER_CAME", 30}})
		t.tell(access.Registrar, "support later", incident.TellSupport{Asked: t.asked(access.Registrar), Support: s})
	}
	t.at = at
}

func underWay(s incident.Support) bool { return s.Status == "ASKED" || s.Status == "PROMISED" }

// help is how far it came, as whoever was there tells it.
func (t *tale) help() incident.Support {
	asked := t.scene.at.Add(t.d.span(0, 6*time.Minute))
	s := incident.Support{Status: draw(t.d, mix{{"ARRIVED", 58}, {"NOT_ASKED", 16}, {"ASKED", 5}, {"PROMISED", 4}, {"NEVER_CAME", 9}, {codes.Unknown, 8}})}
	exact := t.occurred.Precision == moment.Minute
	if exact && (underWay(s) || s.Status == "ARRIVED" || s.Status == "NEVER_CAME") {
		s.Asked = exactly(asked)
	}
	if s.Status == "ARRIVED" {
		wait := t.d.between(3, 24)
		switch {
		case exact && t.d.chance(60):
			s.Arrival = exactly(asked.Add(time.Duration(wait) * time.Minute))
		case t.d.chance(60):
			s.Minutes = codes.Exactly(wait)
		}
	}
	return s
}

// linkSeen is what whoever was there can say of who did it. A file comes later.
func (t *tale) linkSeen() {
	seen := t.suspect
	if seen == "KNOWN" && t.d.chance(30) {
		seen = "DESCRIBED" // and known later
	}
	if seen == "" || seen == "KNOWN" {
		return
	}
	at := t.at
	t.later(3*time.Minute, 55*time.Minute)
	p := t.site.profile(t.d, draw(t.d, t.relations))
	if seen != "DESCRIBED" {
		p.Sex, p.AgeBand = "", ""
	}
	t.linked = t.world.id(t.at, fmt.Sprintf("%d link", t.story))
	t.link(seen, access.Reporter, uuid.Nil, p)
	t.at = at
}

// attach is a file that is kept elsewhere; of this one there is only the hash.
func (t *tale) attach() {
	if !t.d.chance(7) {
		return
	}
	at := t.at
	t.later(time.Hour, 30*time.Hour)
	t.tell(access.Reporter, "attach", incident.Attach{Asked: t.asked(access.Reporter), Attachment: incident.Attachment{
		ID:   t.world.id(t.at, fmt.Sprintf("%d attachment", t.story)),
		Kind: draw(t.d, mix{{"VIDEO", 40}, {"PHOTO", 40}, {"DOCUMENT", 14}, {"MESSAGE", 6}}),
		Hash: fmt.Sprintf("%016x%016x%016x%016x", t.d.Uint64(), t.d.Uint64(), t.d.Uint64(), t.d.Uint64()),
		Size: t.d.between(20_000, 60_000_000),
	}})
	t.at = at
}

// force by the police is never in here: only the number of their own report of it.
func (t *tale) force() {
	if t.site.Kind != "EMP_POLUNIT" || t.level() == 0 || !t.d.chance(14) {
		return
	}
	at := t.at
	t.later(2*time.Hour, 70*time.Hour)
	t.tell(access.Registrar, "force", incident.ReferToForce{Asked: t.asked(access.Registrar), Report: fmt.Sprintf("VERZONNEN-%06d", t.d.IntN(1_000_000))})
	t.at = at
}

// follow is what the employer's office does with it in the weeks after.
func (t *tale) follow() []Told {
	if t.d.chance(34) {
		t.later(10*time.Hour, 6*24*time.Hour)
		t.addDetails()
	}
	var files []Told
	if t.suspect == "KNOWN" {
		t.later(6*time.Hour, 8*24*time.Hour)
		files = t.identified()
	}
	t.qualify()
	if t.d.chance(7) {
		t.later(time.Hour, 12*24*time.Hour)
		t.correct()
	}
	if t.d.chance(45) && !t.waits && (t.part == nil || !t.part.worse) {
		t.later(20*24*time.Hour, 70*24*time.Hour)
		t.close()
	}
	return files
}

func (t *tale) addDetails() {
	c := incident.AddDetails{Asked: t.asked(access.Registrar), Place: &incident.Place{Area: t.place.Area, Point: t.place.Point, Indoors: t.place.Indoors}, Behaviours: t.behaviours}
	if t.d.chance(45) {
		c.Narrative = "Verzonnen aanvulling. " + one(t.d, additions)
	}
	if len(t.workers) > 0 && t.d.chance(50) {
		t.hurt, t.hurtAt = worse(t.d, t.workers[0], t.scene.at, t.at), t.at
		c.Workers = []incident.WorkerHit{t.hurt}
	}
	if c.Narrative == "" && len(c.Workers) == 0 {
		c.Narrative = "Verzonnen aanvulling. Nagevraagd bij de ploeg; er is niets bij gekomen."
	}
	t.known = t.behaviours
	t.tell(access.Registrar, "details", c)
}

var additions = []string{
	"De leidinggevende heeft de medewerker gesproken.",
	"Een getuige bevestigt het verloop.",
	"Er zijn beelden opgevraagd.",
	"De medewerker heeft er meer last van dan eerst gedacht.",
}

// identified is a file that is opened, or one that was there already, and the link.
func (t *tale) identified() []Told {
	if t.linked == uuid.Nil {
		t.linked = t.world.id(t.at, fmt.Sprintf("%d link", t.story))
	}
	p := t.site.profile(t.d, draw(t.d, t.relations))
	t.linkedAt = t.at
	if t.site.regulars > 0 && !t.wpg && t.d.chance(comesBack[t.site.Kind]) && t.part == nil {
		n := min(t.d.IntN(t.site.regulars), t.d.IntN(t.site.regulars)) // the first ones most
		t.suspectFile = t.world.regular(t.site, n)
		t.link("KNOWN", access.CaseWorker, t.suspectFile, p)
		return nil
	}
	f := &file{world: t.world, site: t.site, story: t.story, at: t.at.Add(-time.Hour), name: fmt.Sprintf("%d file", t.story)}
	f.id = t.world.id(f.at, f.name)
	t.suspectFile, t.ownFile = f.id, f.id
	f.known(t.d, p, t.regime())
	t.link("KNOWN", access.CaseWorker, f.id, p)
	t.cleared(f)
	return f.told
}
