package aftercare

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/text"
)

// Command is something that is asked of the care for a worker.
type Command interface{ aftercareCommand() }

// Asked is what every command carries: who asks, when, and for which employer.
type Asked struct {
	By       access.Actor
	At       time.Time
	Employer employer.Employer
	Unit     string // that the record is of, a fact from outside; see access.TheUnit
}

// Open begins the care for a worker. Its stream is that of ID.
type Open struct {
	Asked
	Incident uuid.UUID
	Worker   uuid.UUID
	Target   Target // a fact from outside: the incident, as its own stream knows it
	// Telling is the id of what follows when the injury must be reported, and On when it
	// was known.
	Telling uuid.UUID
	On      moment.Moment
	// Followed: whoever may tell of the incident asked for it there, beside who was hit.
	Followed bool
}

// Target is an incident.
type Target struct {
	Employer uuid.UUID
	Regime   codes.Code
	Hit      bool // the worker is one of those who were hit
	Health   person.Health
}

// Tell tells how far a step is.
type Tell struct {
	Asked
	ID   uuid.UUID
	Step Step
	Note string // see NoteWarning; a learning review takes none
}

// Retract takes a telling back that was wrong.
type Retract struct {
	Asked
	ID     uuid.UUID
	Reason string
	Held   uuid.UUID // a fact from outside: the other file of the same worker that holds it; else zero
}

// Heed takes note of what the incident did to the worker, as it is known now. It keeps
// nothing of it but whether a report to the Arbeidsinspectie is due.
type Heed struct {
	Asked
	ID     uuid.UUID     // of the telling that may follow
	Health person.Health // a fact from outside: the incident's, as last told
	On     moment.Moment // when it became known
	// Followed: it follows from what was told of the incident, by whoever may tell that.
	Followed bool
}

func (Open) aftercareCommand()    {}
func (Tell) aftercareCommand()    {}
func (Retract) aftercareCommand() {}
func (Heed) aftercareCommand()    {}

// NoteWarning stands beside every field in which a note is written, in Dutch and English.
func NoteWarning() (nl, en string) {
	return "Schrijf hier niet op wat iemand mankeert: geen ziekte, geen diagnose, geen behandeling. Dat mag een werkgever niet vastleggen.",
		"Do not write what somebody suffers from: no illness, no diagnosis, no treatment. An employer may not keep that."
}

const (
	mostTellings  = 500
	longestNote   = 1_000
	longestReason = 1_000
	planned       = 10 // years that a duty may lie ahead
)

func decide(s Care, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Open:
		return open(s, c)
	case Tell:
		return tell(s, c)
	case Retract:
		return retract(s, c)
	case Heed:
		return heed(s, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of aftercare: see the commands that there are")
}

// 1. The employer looks after whoever was hit in one of its incidents (Arbowet 3).
func open(s Care, c Open) ([]Event, error) {
	if !c.Employer.Registered() {
		var f fault.Fields
		f.Add("employer", "is not known", "check the employer's code, or let the operator register it")
		return nil, f.Err()
	}
	if err := c.By.May(access.ChangeAftercare, c.Employer.ID, c.Unit); err != nil && !c.Followed {
		return nil, err
	}
	e := Opened{Employer: c.Employer.ID, Regime: c.Target.Regime, Incident: c.Incident, Worker: c.Worker}
	var f fault.Fields
	f.Check(c.Incident != uuid.Nil && c.Target.Employer == c.Employer.ID, "incident", "is not on record here", "check its id")
	f.Check(c.Worker != uuid.Nil && (c.Target.Hit || c.Target.Employer != c.Employer.ID), "worker", "was not hit in this incident", "name the worker in the incident first")
	switch {
	case f.Err() != nil:
		return nil, f.Err()
	case s.Opened() && s.Incident == c.Incident && s.Worker == c.Worker && s.Employer == c.Employer.ID:
		return nil, nil // already as asked
	case s.Opened():
		return nil, fault.New(fault.Refused, "this id is that of somebody else's care: use the id that incident and worker give")
	}
	if !MustReport(c.Target.Health) {
		return []Event{e}, nil
	}
	follows, err := heed(evolve(s, e), Heed{Asked: c.Asked, ID: c.Telling, Health: c.Target.Health, On: c.On, Followed: true})
	return append([]Event{e}, follows...), err
}

// 2. Each step is told as it is on a day, in any order. Declining is the worker's right,
// and no reason not to offer again.
func tell(s Care, c Tell) ([]Event, error) {
	if err := mine(s, c.Asked); err != nil {
		return nil, err
	}
	f := form{at: c.At}
	f.step(c.Step)
	e := StepTold{ID: c.ID, Worker: s.Worker, Step: person.Of(c.Step), Note: f.prose("note", c.Note, longestNote)}
	f.Check(c.ID != uuid.Nil, "id", "is missing", "give the telling an id")
	f.Check(c.Step.Step != review || c.Note == "", "note", "is told of a learning review", "leave it out: what is said there to learn from stays out of every file")
	if err := f.Err(); err != nil {
		return nil, err
	}
	if i, found := s.find(c.ID); found {
		if t := s.Tellings[i]; !t.Retracted && t.equal(e) {
			return nil, nil // already as asked
		}
		return nil, fault.New(fault.Refused, "there is another telling with this id: retract that one if it was wrong, and use a new id")
	}
	return s.added(e)
}

// 3. A telling that was wrong is taken back, with a reason.
func retract(s Care, c Retract) ([]Event, error) {
	if err := mine(s, c.Asked); err != nil {
		return nil, err
	}
	i, found := s.find(c.ID)
	switch {
	case !found && c.Held != uuid.Nil:
		return nil, fault.New(fault.Refused, "this telling is in file "+c.Held.String()+", of another pseudonym of this worker or of an incident that was merged: take it back there")
	case !found:
		return nil, fault.New(fault.Refused, "there is no telling with this id: check it")
	case s.Tellings[i].Retracted:
		return nil, nil // already as asked
	}
	f := form{at: c.At}
	reason := f.prose("reason", c.Reason, longestReason)
	f.Check(reason.State == person.Present || f.Has("reason"), "reason", "is missing", "say in a few words why")
	if err := f.Err(); err != nil {
		return nil, err
	}
	return []Event{StepRetracted{ID: c.ID, Worker: s.Worker, Reason: reason}}, nil
}

// 4. When somebody dies, is admitted or turns out hurt for good, the report to the
// Arbeidsinspectie is due at once, however late that is known; when it turns out that it
// was not so, it is due no more. What was done stays done. Where nobody can say any more
// whether it was, it is due: reporting twice harms nobody.
func heed(s Care, c Heed) ([]Event, error) {
	if c.Followed && (!s.Opened() || c.Employer.ID != s.Employer) {
		return nil, nil // nobody looks after this worker yet
	}
	if err := mine(s, c.Asked); err != nil && !c.Followed {
		return nil, err
	}
	var f fault.Fields
	f.Check(c.ID != uuid.Nil, "id", "is missing", "give the telling an id")
	f.Check(c.On.Known(), "on", "is missing", "say when it became known")
	f.Note("on", c.On.Check(c.At))
	if err := f.Err(); err != nil {
		return nil, err
	}
	now, must := s.Duty(report).Status, MustReport(c.Health)
	step := Step{Step: report, On: c.On}
	switch {
	case must && (now == codes.NotRecorded || now == Forgotten || now == codes.NotApplicable):
		step.Status, step.Due = due, c.On.Local().Format(time.DateOnly)
	case !must && now == due:
		step.Status = codes.NotApplicable
	default:
		return nil, nil // already as it should be
	}
	if _, found := s.find(c.ID); found {
		return nil, fault.New(fault.Refused, "there is a telling with this id already: use a new id")
	}
	e := StepTold{ID: c.ID, Worker: s.Worker, Step: person.Of(step)}
	if evolve(s, e).Duty(report).Status != step.Status {
		// Somebody told of a later day already: it holds from the moment it is recorded.
		step.On, _ = moment.New(c.At, c.On.Offset, moment.Minute, "")
		e.Step = person.Of(step)
	}
	return s.added(e)
}

func (s Care) added(e StepTold) ([]Event, error) {
	if len(s.Tellings) >= mostTellings {
		return nil, fault.New(fault.Refused, "there are 500 tellings already: that is more care than one incident asks for")
	}
	return []Event{e}, nil
}

func (t Telling) equal(e StepTold) bool {
	a, b := t.Step.Value, e.Step.Value
	return a.Step == b.Step && a.Status == b.Status && a.On.Equal(b.On) && a.Due == b.Due && t.Step.State == e.Step.State && t.Note == e.Note
}

func mine(s Care, c Asked) error {
	if err := c.By.May(access.ChangeAftercare, s.Employer, c.Unit); err != nil {
		return err
	}
	if !s.Opened() || c.Employer.ID != s.Employer {
		return access.NoSuch("aftercare")
	}
	return nil
}

// form cleans what was filled in and notes all that is wrong with it.
type form struct {
	fault.Fields
	at time.Time
}

func (f *form) step(s Step) {
	f.Note("step", codes.Aftercare.CheckAnswer(s.Step, f.at))
	if s.Status != codes.NotApplicable {
		f.Note("status", codes.AftercareStatus.CheckAnswer(s.Status, f.at))
	}
	f.Check(s.Status != codes.Other, "status", "is none of the list", "use DUE, OFFERED, DONE, DECLINED or NOT_APPLICABLE")
	f.Check(s.Step != report || s.Status != offered && s.Status != declined, "status", "is nobody's choice", "the law asks for this report (Arbowet 9): use DUE, DONE or NOT_APPLICABLE")
	f.Check(s.On.Known(), "on", "is missing", "say on which day that was")
	f.Note("on", s.On.Check(f.at))
	f.dueDay(s)
}

func (f *form) dueDay(s Step) {
	if s.Due == "" {
		return
	}
	last, err := time.Parse(time.DateOnly, s.Due)
	f.Check(err == nil, "due", "is not a day", "write it as 2026-11-21")
	f.Check(err != nil || last.Year() >= 2000 && last.Before(f.at.AddDate(planned, 0, 0)), "due", "is no day to do this", "check the year")
	f.Check(s.Status == due || s.Status == offered, "due", "is told of what is over", "leave it out, or use DUE or OFFERED")
}

func (f *form) prose(field, given string, most int) person.Held[string] {
	clean, err := text.Prose(given, most)
	f.Note(field, err)
	if clean == "" {
		return person.Held[string]{}
	}
	return person.Of(clean)
}
