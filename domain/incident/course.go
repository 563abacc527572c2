package incident

import (
	"fmt"
	"slices"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// Step is one thing that happened, in the order in which it happened: the course is
// what explains an incident (Kamerstuk 28684 nr. 819). It holds codes only; words
// belong in the narrative, which is sealed. "" and empty are not recorded.
type Step struct {
	Phase      codes.Code    // codes.Phase; phases may repeat
	At         moment.Moment // the zero Moment: only the order is known
	Actor      codes.Code    // codes.Actor
	Act        codes.Code    // codes.Behaviour: what was done to the workers; NOT_APPLICABLE: nothing of that kind
	Means      codes.Code    // codes.Means
	Triggers   []Trigger
	Amplifiers []Amplifier
	Measures   []Measure
}

// Trigger is what set somebody off, as somebody judged it. It never means blame on
// the worker (DOMAIN 7.6).
type Trigger struct {
	Trigger    codes.Code // codes.Trigger
	AssessedBy codes.Code // codes.AssessedBy
}

// Amplifier made it worse, and how that is known.
type Amplifier struct {
	Amplifier codes.Code  // codes.Amplifier
	Certainty codes.Code  // codes.Certainty
	Number    codes.Count // of bystanders, and of nothing else
}

// Measure was taken to calm things down, and what it did.
type Measure struct {
	Measure codes.Code // codes.Measure
	Effect  codes.Code // codes.Effect
}

// TellCourse gives the whole course in its order. Without a reason, all steps on
// record must still be there; with one it is a correction and replaces them.
type TellCourse struct {
	Asked
	Steps  []Step
	Reason string
}

// CourseTold: this is how it went, as far as is known now.
type CourseTold struct {
	Steps  []Step
	Reason person.Held[string] // why steps on record are gone or otherwise; absent when they are not
}

func (TellCourse) incidentCommand()  {}
func (CourseTold) EventType() string { return "incident.course_told.v1" }
func (CourseTold) incidentEvent()    {}

const (
	mostSteps      = 60
	mostBystanders = 100_000

	noTrigger  codes.Code = "TR_NONE"
	noMeasure  codes.Code = "NONE"
	bystanders codes.Code = "CROWD_N"
)

// 5. Whoever knows more of the course tells it again with the further steps in
// their place. Only a correction takes a step away or makes it another.
func tellCourse(s Incident, c TellCourse) ([]Event, error) {
	if err := openTo(s, c.Asked, c.Reason); err != nil {
		return nil, err
	}
	f := newForm(c.Asked, s.Occurred)
	e := CourseTold{Steps: f.steps(c.Steps), Reason: f.prose("reason", c.Reason, longestReason)}
	switch {
	case f.Err() != nil:
		return nil, f.Err()
	case slices.EqualFunc(s.Course, e.Steps, Step.equal):
		return nil, nil
	case e.Reason.State == person.Absent && !extends(s.Course, e.Steps):
		return nil, fault.New(fault.Refused, "steps that are on record are missing or say something else: repeat them as they are, "+
			"or let the registrar correct the course and say why")
	}
	return []Event{e}, nil
}

// openTo asks for a change that is an addition without a reason, and a correction
// with one.
func openTo(s Incident, c Asked, reason string) error {
	if reason != "" {
		return open(s, c, access.CorrectIncident)
	}
	return open(s, c, access.AddDetails)
}

// extends tells whether all steps on record are there in their order.
func extends(have, now []Step) bool {
	for _, step := range now {
		if len(have) > 0 && have[0].equal(step) {
			have = have[1:]
		}
	}
	return len(have) == 0
}

func (f *form) steps(given []Step) []Step {
	if len(given) > mostSteps {
		f.Add("steps", fmt.Sprintf("has more than %d entries", mostSteps), "keep to what changed the course")
		return nil
	}
	var clean []Step
	for i, step := range given {
		step = f.step(fmt.Sprintf("steps[%d]", i), step)
		for _, earlier := range clean {
			if step.At.Before(earlier.At) {
				f.Add(fmt.Sprintf("steps[%d].at", i), "lies before a step that stands above it", "put the steps in the order in which they happened, or mend the time")
				break
			}
		}
		clean = append(clean, step)
	}
	return clean
}

func (f *form) step(at string, s Step) Step {
	if !s.At.Known() {
		s.At = moment.Moment{}
	} else {
		f.Note(at+".at", s.At.Check(f.at))
	}
	clean := Step{
		Phase:      f.one(at+".phase", codes.Phase, s.Phase),
		At:         s.At,
		Actor:      f.one(at+".actor", codes.Actor, s.Actor),
		Act:        f.one(at+".act", codes.Behaviour, s.Act),
		Means:      f.one(at+".means", codes.Means, s.Means),
		Triggers:   f.triggers(at+".triggers", s.Triggers),
		Amplifiers: f.amplifiers(at+".amplifiers", s.Amplifiers),
		Measures:   f.measures(at+".measures", s.Measures),
	}
	f.Check(!clean.equal(Step{At: s.At}), at, "says nothing", "say what happened in this step, or leave it out")
	return clean
}

func (f *form) triggers(at string, given []Trigger) []Trigger {
	clean := make([]Trigger, len(given))
	for i, t := range given {
		clean[i] = Trigger{Trigger: t.Trigger, AssessedBy: f.one(fmt.Sprintf("%s[%d].assessed_by", at, i), codes.AssessedBy, t.AssessedBy)}
	}
	return several(f, at, "trigger", codes.Trigger, noTrigger, clean, func(t Trigger) codes.Code { return t.Trigger })
}

func (f *form) amplifiers(at string, given []Amplifier) []Amplifier {
	clean := make([]Amplifier, len(given))
	for i, a := range given {
		here := fmt.Sprintf("%s[%d]", at, i)
		clean[i] = Amplifier{
			Amplifier: a.Amplifier,
			Certainty: f.one(here+".certainty", codes.Certainty, a.Certainty),
			Number:    f.count(here+".number", a.Number, mostBystanders),
		}
		f.Check(a.Amplifier == bystanders || !a.Number.Told(), here+".number", "is told of something that is not counted", "give it with CROWD_N only")
	}
	return several(f, at, "amplifier", codes.Amplifier, "", clean, func(a Amplifier) codes.Code { return a.Amplifier })
}

func (f *form) measures(at string, given []Measure) []Measure {
	clean := make([]Measure, len(given))
	for i, m := range given {
		here := fmt.Sprintf("%s[%d].effect", at, i)
		clean[i] = Measure{Measure: m.Measure, Effect: f.one(here, codes.Effect, m.Effect)}
		if m.Measure == noMeasure || m.Measure.Missing() {
			f.Check(clean[i].Effect == "" || clean[i].Effect.Missing(), here, "is that of no measure at all", "leave it out, or say what was tried")
			clean[i].Effect = ""
		}
	}
	return several(f, at, "measure", codes.Measure, noMeasure, clean, func(m Measure) codes.Code { return m.Measure })
}

// several cleans answers that have something beside them: each is one of the list
// and stands once, and that there was none stands alone.
func several[T any](f *form, at, name string, list codes.List, none codes.Code, given []T, code func(T) codes.Code) []T {
	if len(given) > mostCodes {
		f.Add(at, fmt.Sprintf("has more than %d entries", mostCodes), "say each code once")
		return nil
	}
	all := make([]codes.Code, len(given))
	for i, answer := range given {
		all[i] = code(answer)
		f.Check(!slices.Contains(all[:i], all[i]), fmt.Sprintf("%s[%d]", at, i), "stands there twice", "say it once")
	}
	kinds := f.answers(at, func(i int) string { return fmt.Sprintf("%s[%d].%s", at, i, name) }, list, all)
	f.alone(at, kinds, none)
	if len(kinds) == 0 {
		return nil // NOT_RECORDED, or nothing
	}
	return given
}

func (s Step) equal(o Step) bool {
	return s.Phase == o.Phase && s.At.Equal(o.At) && s.Actor == o.Actor && s.Act == o.Act && s.Means == o.Means &&
		slices.Equal(s.Triggers, o.Triggers) && slices.Equal(s.Amplifiers, o.Amplifiers) && slices.Equal(s.Measures, o.Measures)
}

// clone shares nothing with the event it came from.
func (s Step) clone() Step {
	s.Triggers, s.Amplifiers, s.Measures = slices.Clone(s.Triggers), slices.Clone(s.Amplifiers), slices.Clone(s.Measures)
	return s
}

func courseOf(e CourseTold) []Step {
	steps := slices.Clone(e.Steps)
	for i := range steps {
		steps[i] = steps[i].clone()
	}
	return steps
}
