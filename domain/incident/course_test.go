package incident_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

func minute(n int) moment.Moment {
	return moment.Moment{Instant: lastHour.Instant.Add(time.Duration(n) * time.Minute), Offset: 60, Precision: moment.Minute}
}

var (
	refusal = incident.Step{
		Phase: "P2_TENSION", At: minute(0), Actor: "SUSPECT", Act: codes.NotApplicable,
		Triggers:   []incident.Trigger{{Trigger: "TR_FINE", AssessedBy: "WORKER"}},
		Amplifiers: []incident.Amplifier{{Amplifier: "ALC", Certainty: "OBSERVED"}, {Amplifier: "CROWD_N", Number: codes.Exactly(12)}},
		Measures:   []incident.Measure{{Measure: "TALK", Effect: "NO"}},
	}
	blow  = incident.Step{Phase: "P5_PHYS", At: minute(5), Actor: "SUSPECT", Act: "HIT", Means: "BODY"}
	quiet = incident.Step{Phase: "P8_DEESC"}
)

func step(change func(*incident.Step)) []incident.Step {
	s := incident.Step{Phase: "P5_PHYS", Act: "HIT"}
	change(&s)
	return []incident.Step{s}
}

func TestTellCourse(t *testing.T) {
	tell := func(reason string, steps ...incident.Step) incident.TellCourse {
		return incident.TellCourse{Asked: asks(registrar), Steps: steps, Reason: reason}
	}
	byReporter := func(c incident.TellCourse) incident.TellCourse { c.Asked = asks(reporter); return c }
	told := func(steps ...incident.Step) incident.CourseTold { return incident.CourseTold{Steps: steps} }
	given := history(told(refusal, blow))
	unknown := blow
	unknown.At = moment.Nothing(codes.Unknown)
	ordered := blow
	ordered.At = moment.Moment{}
	trials{
		"the course as it went":                          {given: history(), when: byReporter(tell("", refusal, blow, quiet)), then: []incident.Event{told(refusal, blow, quiet)}},
		"the same course is no event":                    {given: given, when: tell("", refusal, blow)},
		"the same course with a reason is none either":   {given: given, when: tell("zeker weten", refusal, blow)},
		"no course where there is none is no event":      {given: history(), when: tell("")},
		"a step between":                                 {given: given, when: byReporter(tell("", refusal, quiet, blow)), then: []incident.Event{told(refusal, quiet, blow)}},
		"a step before and one after":                    {given: given, when: tell("", quiet, refusal, blow, quiet), then: []incident.Event{told(quiet, refusal, blow, quiet)}},
		"phases may repeat":                              {given: history(), when: tell("", blow, blow), then: []incident.Event{told(blow, blow)}},
		"a step may be known by its order alone":         {given: history(), when: tell("", refusal, unknown, quiet), then: []incident.Event{told(refusal, ordered, quiet)}},
		"a step that is gone is a correction":            {given: given, when: tell("", refusal), err: fault.Refused, says: "steps that are on record are missing"},
		"another order is a correction":                  {given: history(told(quiet, ordered)), when: tell("", ordered, quiet), err: fault.Refused, says: "let the registrar correct"},
		"a correction says why":                          {given: given, when: tell("stap hoorde er niet", refusal), then: []incident.Event{incident.CourseTold{Steps: []incident.Step{refusal}, Reason: person.Of("stap hoorde er niet")}}},
		"a course can be taken back":                     {given: given, when: tell("verzonnen"), then: []incident.Event{incident.CourseTold{Reason: person.Of("verzonnen")}}},
		"a reporter does not correct":                    {given: given, when: byReporter(tell("verzonnen", refusal)), err: fault.Forbidden, says: "registrar"},
		"a withdrawn incident has no course any more":    {given: history(withdrawn), when: tell("", refusal), err: fault.Refused, says: "withdrawn"},
		"an incident that was closed takes no steps":     {given: history(incident.Closed{Reason: "COMPLETE"}), when: tell("", refusal), err: fault.Refused, says: "reopen it first"},
		"to another employer it is not there":            {given: history(), when: incident.TellCourse{Asked: asks(stranger)}, err: fault.NotFound},
		"times that contradict the order":                {given: history(), when: tell("", blow, refusal), err: fault.Invalid, says: "steps[1].at lies before a step that stands above it"},
		"a step without a time between does not hide it": {given: history(), when: tell("", blow, quiet, refusal), err: fault.Invalid, says: "steps[2].at"},
		"a step in the future":                           {given: history(), when: tell("", step(func(s *incident.Step) { s.At = minute(90) })...), err: fault.Invalid, says: "steps[0].at lies in the future"},
		"a step that says nothing":                       {given: history(), when: tell("", incident.Step{At: minute(1)}), err: fault.Invalid, says: "steps[0] says nothing"},
		"61 steps":                                       {given: history(), when: tell("", slices.Repeat([]incident.Step{quiet}, 61)...), err: fault.Invalid, says: "steps has more than 60 entries"},
		"a trigger, none observed":                       {given: history(), when: tell("", step(func(s *incident.Step) { s.Triggers = []incident.Trigger{{Trigger: "TR_NONE"}} })...), then: []incident.Event{told(step(func(s *incident.Step) { s.Triggers = []incident.Trigger{{Trigger: "TR_NONE"}} })...)}},
		"a trigger that nobody knows is another": {given: history(), when: tell("", step(func(s *incident.Step) {
			s.Triggers = []incident.Trigger{{Trigger: codes.Unknown, AssessedBy: "WITNESS"}}
		})...), then: []incident.Event{told(step(func(s *incident.Step) {
			s.Triggers = []incident.Trigger{{Trigger: codes.Unknown, AssessedBy: "WITNESS"}}
		})...)}},
		"a trigger that was not recorded is left out": {given: history(), when: tell("", step(func(s *incident.Step) { s.Triggers = []incident.Trigger{{Trigger: codes.NotRecorded}} })...), then: []incident.Event{told(step(func(*incident.Step) {})...)}},
		"no effect of nothing that could be done": {given: history(), when: tell("", step(func(s *incident.Step) {
			s.Measures = []incident.Measure{{Measure: "NONE", Effect: codes.NotApplicable}}
		})...), then: []incident.Event{told(step(func(s *incident.Step) { s.Measures = []incident.Measure{{Measure: "NONE"}} })...)}},
		"all that is wrong with a step is told at once": {given: history(), when: tell("", incident.Step{Phase: "P99", Actor: "CAT", Act: "BITE", Means: "SWORD"}), err: fault.Invalid, says: "steps[0].phase"},
		"none observed beside one that was":             {given: history(), when: tell("", step(func(s *incident.Step) { s.Triggers = []incident.Trigger{{Trigger: "TR_NONE"}, {Trigger: "TR_FINE"}} })...), err: fault.Invalid, says: "steps[0].triggers says that there was none"},
		"one trigger twice": {given: history(), when: tell("", step(func(s *incident.Step) {
			s.Triggers = []incident.Trigger{{Trigger: "TR_FINE"}, {Trigger: "TR_FINE", AssessedBy: "FILE"}}
		})...), err: fault.Invalid, says: "steps[0].triggers[1] stands there twice"},
		"a judge who is none": {given: history(), when: tell("", step(func(s *incident.Step) { s.Triggers = []incident.Trigger{{Trigger: "TR_FINE", AssessedBy: "NEIGHBOUR"}} })...), err: fault.Invalid, says: "steps[0].triggers[0].assessed_by"},
		"a number of something that is not counted": {given: history(), when: tell("", step(func(s *incident.Step) {
			s.Amplifiers = []incident.Amplifier{{Amplifier: "ALC", Number: codes.Exactly(3)}}
		})...), err: fault.Invalid, says: "steps[0].amplifiers[0].number"},
		"an effect of no measure":   {given: history(), when: tell("", step(func(s *incident.Step) { s.Measures = []incident.Measure{{Measure: "NONE", Effect: "WORKED"}} })...), err: fault.Invalid, says: "steps[0].measures[0].effect"},
		"a certainty that is none":  {given: history(), when: tell("", step(func(s *incident.Step) { s.Amplifiers = []incident.Amplifier{{Amplifier: "ALC", Certainty: "RUMOUR"}} })...), err: fault.Invalid, says: "steps[0].amplifiers[0].certainty"},
		"a measure of another list": {given: history(), when: tell("", step(func(s *incident.Step) { s.Measures = []incident.Measure{{Measure: "HIT"}} })...), err: fault.Invalid, says: "steps[0].measures[0].measure"},
		"31 measures":               {given: history(), when: tell("", step(func(s *incident.Step) { s.Measures = slices.Repeat([]incident.Measure{{Measure: "TALK"}}, 31) })...), err: fault.Invalid, says: "steps[0].measures has more than 30"},
	}.run(t)
}

var anyStep = rapid.SampledFrom([]incident.Step{refusal, blow, quiet, {Phase: "P1_ARRIVE"}, {Phase: "P12_AFTER", Actor: "BYSTANDER"}})

// TestACourseOnlyGrowsWithoutAReason: whatever was told stays there in its order
// until somebody corrects it.
func TestACourseOnlyGrowsWithoutAReason(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		state := incident.Decider.Fold(history())
		for range rapid.IntRange(1, 6).Draw(t, "times") {
			before := state.Course
			c := incident.TellCourse{Asked: asks(registrar), Steps: rapid.SliceOfN(anyStep, 0, 5).Draw(t, "steps")}
			if rapid.Bool().Draw(t, "beside those") {
				c.Steps = slices.Concat(before, c.Steps)
			}
			events, err := incident.Decider.Decide(state, c)
			for _, e := range events {
				state = incident.Decider.Evolve(state, e)
			}
			if err == nil && !subsequence(before, state.Course) {
				t.Fatalf("a step is gone: %v, %v", before, state.Course)
			}
			if err == nil && !slices.EqualFunc(state.Course, c.Steps, func(a, b incident.Step) bool { return a.Phase == b.Phase && a.Act == b.Act }) {
				t.Fatalf("told %v, on record %v", c.Steps, state.Course)
			}
		}
	})
}

// subsequence is the naive answer: try every choice.
func subsequence(part, whole []incident.Step) bool {
	if len(part) == 0 {
		return true
	}
	for i, s := range whole {
		if s.Phase == part[0].Phase && s.Actor == part[0].Actor && subsequence(part[1:], whole[i+1:]) {
			return true
		}
	}
	return false
}
