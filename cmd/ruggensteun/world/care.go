package world

import (
	"fmt"
	"slices"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// uncared is the unit of an employer that looks after nobody. Planted, see WORLD.md.
const uncared, uncaredAt = "TEAM-2", "DEMO-POL-01"

// care is what is told of the care for one worker.
type care struct {
	*tale
	d      dice
	worker incident.WorkerHit
	at     time.Time
	steps  int
	told   []Told
}

// careDice are those of the care of a story.
const careDice = 1 << 41

// caredFor tells how the employer looks after the first worker who was hit. How often and
// how well is our own choice: nothing is published.
func (t *tale) caredFor() []Told {
	d := t.world.dice(careDice + t.story)
	often := [4]float64{26, 48, 66, 92}[t.level()] * min(1, float64(mostFollowed)/float64(max(t.world.n, 1)))
	switch {
	case len(t.workers) == 0:
		return nil
	case t.part != nil && t.part.worse:
	case t.site.Code == uncaredAt && t.place.Unit == uncared, !d.chance(often):
		return nil
	}
	c := &care{tale: t, d: d, worker: t.workers[0], at: t.reportedAt.Add(d.span(20*time.Minute, 9*time.Hour))}
	c.say("open", aftercare.Open{
		Asked: c.asks(), Incident: t.id, Worker: c.worker.Person, Target: aftercare.Target{Employer: t.site.ID, Regime: t.law(), Hit: true},
	})
	c.atOnce()
	c.talks()
	c.help()
	c.offender()
	c.team()
	c.inspectorate()
	c.reacts()
	slices.SortStableFunc(c.told, func(a, b Told) int { return a.At.Compare(b.At) })
	return c.told
}

func (c *care) asks() aftercare.Asked {
	return aftercare.Asked{By: c.who(access.CaseWorker), At: c.at, Employer: c.site.Employer}
}

func (c *care) say(what string, command aftercare.Command) {
	c.told = append(c.told, Told{
		At: c.at, Key: fmt.Sprintf("%s/%d/care/%s", c.world.name, c.story, what), Story: c.story, Employer: c.site.ID,
		Stream: aftercare.Stream(aftercare.ID(c.tale.id, c.worker.Person)), By: c.who(access.CaseWorker), Command: command,
	})
}

// tell says how far a step is, so long after the file was opened at the earliest.
func (c *care) tell(after time.Duration, step, status codes.Code, due, note string) {
	on := c.reportedAt.Add(after)
	c.at = lastOf(c.told[0].At.Add(time.Duration(c.steps+1)*time.Minute), on.Add(time.Duration(c.d.between(1, 50))*time.Minute))
	c.when(exactly(on), step, status, due, note)
}

func (c *care) when(on moment.Moment, step, status codes.Code, due, note string) {
	c.steps++
	what := fmt.Sprintf("step %d", c.steps)
	if note != "" {
		note = "Verzonnen notitie. " + note
	}
	c.say(what, aftercare.Tell{
		Asked: c.asks(), ID: c.world.id(c.at, fmt.Sprintf("%d care %s", c.story, what)), Note: note,
		Step: aftercare.Step{Step: step, Status: status, On: on, Due: due},
	})
}

// day is so many days after the report, as a last day.
func (c *care) day(days int) string {
	return c.reportedAt.In(c.world.zone).AddDate(0, 0, days).Format(time.DateOnly)
}

const days = 24 * time.Hour

func (c *care) atOnce() {
	d := c.d
	if d.chance(72) {
		c.tell(d.span(0, 2*time.Hour), "FIRST_CARE", "DONE", "", one(d, []string{"", "Opgevangen op de post, samen met de collega’s van die dienst.", "Koffie, even zitten, daarna naar huis gebracht."}))
	}
	switch draw(d, []share[string]{{"in time", 66}, {"late", 18}, {"declined", 5}, {"due", 11}}) {
	case "in time":
		c.tell(d.span(time.Hour, 20*time.Hour), "MGR_TALK", "DONE", "", one(d, []string{"", "Gebeld. Morgen weer gewoon aan het werk, op eigen verzoek.", "Langs geweest aan het eind van de dienst."}))
	case "late":
		c.tell(d.span(2*days, 12*days), "MGR_TALK", "DONE", "", one(d, []string{"", "De leidinggevende was met verlof. Dat had iemand anders moeten doen."}))
	case "declined":
		c.tell(d.span(2*time.Hour, 20*time.Hour), "MGR_TALK", "DECLINED", "", "Wil er nu niet over praten. Volgende week opnieuw vragen.")
	case "due":
		c.tell(d.span(time.Hour, 20*time.Hour), "MGR_TALK", "DUE", c.day(1), "")
	}
}

// talks are up to three (DOMAIN 7.14), and some stop after the first.
func (c *care) talks() {
	at := c.d.span(2*days, 6*days)
	for i, step := range []codes.Code{"TALK_1", "TALK_2", "TALK_3"} {
		if !c.d.chance([]float64{74, 60, 45}[i]) {
			return
		}
		last := c.day(int(at/days) + 10)
		c.tell(at, step, "OFFERED", last, "")
		at += c.d.span(2*days, 12*days)
		switch draw(c.d, []share[string]{{"DONE", 64}, {"DECLINED", 18}, {"", 18}}) {
		case "DONE":
			c.tell(at, step, "DONE", "", one(c.d, []string{"", "", "Goed gesprek. Volgende afspraak staat."}))
		case "DECLINED":
			c.tell(at, step, "DECLINED", "", "Het gaat goed zo, zegt de medewerker.")
			return
		default:
			return
		}
		at += c.d.span(14*days, 35*days)
	}
}

// help is what others can do.
func (c *care) help() {
	if c.d.chance(46) {
		c.tell(c.d.span(time.Hour, 3*days), "VICTIM_SUP", "OFFERED", "", "")
		if status := draw(c.d, mix{{"DECLINED", 52}, {"DONE", 34}, {"", 14}}); status != "" {
			c.tell(c.d.span(4*days, 16*days), "VICTIM_SUP", status, "", "")
		}
	}
	if c.level() > 1 && c.d.chance(30) {
		c.tell(c.d.span(5*days, 30*days), "PROF_HELP", "OFFERED", c.day(44), "")
		if c.d.chance(60) {
			c.tell(c.d.span(31*days, 60*days), "PROF_HELP", draw(c.d, mix{{"DONE", 60}, {"DECLINED", 40}}), "", "")
		}
	}
	if c.class == doxing {
		c.tell(c.d.span(2*time.Hour, 20*time.Hour), "DOX_TAKEDOWN", "DONE", "", "Het bericht is na een verzoek verwijderd.")
		c.tell(c.d.span(days, 3*days), "HOME_SEC", "OFFERED", c.day(14), "")
	}
}

func (c *care) offender() {
	if c.suspectFile == [16]byte{} || c.site.Kind == "EMP_POLUNIT" || !c.d.chance(55) {
		return
	}
	step := draw(c.d, mix{{"OFF_WARN", 70}, {"OFF_TALK", 18}, {"OFF_BAN", 12}})
	c.tell(lastOf(c.linkedAt, c.reportedAt.Add(time.Hour)).Sub(c.reportedAt)+c.d.span(time.Hour, 6*days), step, "DONE", "", "")
}

// reactDice are those of the first reaction to the offender, apart from the others: what
// else is told of the care does not hang on it.
const reactDice = 1 << 42

// reacts is what the offender heard at once, mostly on the spot and so from the time of
// the incident on, however late that was reported. Nothing where it was told already.
func (c *care) reacts() {
	for _, t := range c.told {
		if told, is := t.Command.(aftercare.Tell); is && slices.Contains([]codes.Code{"OFF_WARN", "OFF_TALK", "OFF_BAN"}, told.Step.Step) {
			return
		}
	}
	c.d = c.world.dice(reactDice + c.story)
	if c.part == nil && !c.d.chance(86) {
		return
	}
	step := draw(c.d, mix{{"OFF_WARN", 64}, {"OFF_TALK", 36}})
	after := c.scene.at.Sub(c.reportedAt) + c.d.span(10*time.Minute, 18*time.Hour)
	c.tell(after, step, "DONE", "", one(c.d, []string{"", "", "Ter plaatse gezegd dat dit niet wordt geaccepteerd."}))
}

// team is what others learn. Nothing of a learning review is written down here.
func (c *care) team() {
	if c.d.chance(24) {
		c.tell(c.d.span(4*days, 30*days), "TEAM_FEEDBACK", "DONE", "", "")
	}
	if c.d.chance(10) {
		c.tell(c.d.span(12*days, 60*days), "LEARN", "DONE", "", "")
	}
	if c.d.chance(6) && c.steps > 1 {
		last := c.told[len(c.told)-1]
		c.at = last.At.Add(c.d.span(time.Hour, 6*days))
		c.say("retract", aftercare.Retract{Asked: c.asks(), ID: last.Command.(aftercare.Tell).ID, Reason: "Dit was bij een andere medewerker."})
	}
}

// inspectorate is the report that the law asks for, as soon as it is known that it does.
func (c *care) inspectorate() {
	if !aftercare.MustReport(person.Health{Injury: c.hurt.Injury, Mind: c.hurt.Mind}) {
		return
	}
	c.at = lastOf(c.hurtAt, c.told[0].At).Add(c.d.span(time.Hour, 30*time.Hour))
	c.say("heed", aftercare.Heed{Asked: c.asks(), ID: c.world.id(c.at, fmt.Sprintf("%d care report", c.story)), On: onDay(c.world.zone, c.hurtAt)})
	if c.part == nil && c.d.chance(80) {
		c.at = c.at.Add(c.d.span(time.Hour, 60*time.Hour))
		c.when(exactly(c.at), "ARBO_REP", "DONE", "", "")
	}
}

// turnsOutWorse is an injury of which it is known much later that it stays.
func (t *tale) turnsOutWorse() {
	if t.part == nil || !t.part.worse {
		return
	}
	w := t.workers[0]
	w.Injury, w.Mind = "I5", ""
	back := t.at
	t.at = t.world.office(t.d, t.reportedAt.AddDate(0, 0, t.d.between(100, 130)))
	t.hurt, t.hurtAt = w, t.at
	t.tell(access.Registrar, "worse", incident.AddDetails{
		Asked: t.asked(access.Registrar), Workers: []incident.WorkerHit{w}, Narrative: "Verzonnen aanvulling. Het letsel blijkt blijvend. Wij hoorden dat van de medewerker zelf.",
	})
	t.at = back
}
