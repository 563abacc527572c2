package world

import (
	"slices"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
)

// plot puts the steps of a course one after the other.
type plot struct {
	d     dice
	s     *scene
	steps []incident.Step
	clock time.Time // zero: only the order is known
}

// course is how it went, step by step, as far as anybody tells.
func (s *scene) course(d dice, timed bool) []incident.Step {
	p := &plot{d: d, s: s}
	if timed {
		p.clock = s.at
	}
	if d.chance(12) {
		p.step(incident.Step{Phase: "P0_DISPATCH", Actor: "HELPER", Act: codes.NotApplicable})
	}
	p.step(incident.Step{Phase: "P1_ARRIVE", Actor: draw(d, mix{{"WORKER", 70}, {"SUSPECT", 30}}), Act: codes.NotApplicable})
	p.step(incident.Step{Phase: "P2_TENSION", Actor: p.who(), Triggers: p.trigger(s.triggers), Amplifiers: p.amplifiers()})
	if p.calmed() && s.level() == 0 && !slices.Contains(s.behaviours, "VERB_THREAT") && d.chance(50) {
		p.step(incident.Step{Phase: "P3_VERBAL", Actor: p.who(), Act: s.behaviours[0], Means: "NONE"})
		return p.steps
	}
	p.escalates()
	return p.steps
}

func (p *plot) escalates() {
	s, d := p.s, p.d
	if slices.Contains(s.behaviours, "VERB_ABUSE") {
		p.step(incident.Step{Phase: "P3_VERBAL", Actor: p.who(), Act: "VERB_ABUSE", Means: "NONE", Measures: p.measure()})
	}
	if slices.Contains(s.behaviours, "VERB_THREAT") {
		p.step(incident.Step{Phase: "P4_THREAT", Actor: p.who(), Act: "VERB_THREAT", Measures: p.measure()})
	}
	p.comesToHands()
	if d.chance(45) {
		p.step(incident.Step{Phase: "P7_CONTAIN", Actor: draw(d, mix{{"POLICE", 60}, {"WORKER", 40}}), Act: codes.NotApplicable, Measures: p.measure()})
	}
	if s.level() > 0 && d.chance(6) {
		p.step(incident.Step{Phase: "P9_REFLARE", Actor: p.who(), Act: s.behaviours[0]})
	}
	if s.name == "arrest" && d.chance(30) {
		p.step(incident.Step{Phase: draw(d, mix{{"P10_TRANSPORT", 60}, {"P11_STATION", 40}}), Actor: "SUSPECT", Act: draw(d, mix{{"VERB_ABUSE", 60}, {"SPIT", 10}, {codes.NotApplicable, 30}})})
	}
	if d.chance(25) {
		p.step(incident.Step{Phase: "P8_DEESC", Actor: "WORKER", Act: codes.NotApplicable})
	}
}

// touched is what sets off the step from words to hands, beside what set it off first.
var touched = mix{{"TR_TOUCH", 34}, {"TR_ARREST", 20}, {"TR_BYST", 16}, {"TR_FRUST", 18}, {"TR_FEAR", 12}}

func (p *plot) comesToHands() {
	for _, b := range p.s.behaviours {
		phase := codes.Code("P5_PHYS")
		switch {
		case b == "VERB_ABUSE" || b == "VERB_THREAT":
			continue // told already
		case codes.Behaviour.RollUp(b) != "PHYSICAL":
			phase = "P4_THREAT"
		case p.s.level() == 3 || b == "GROUP_VIOL":
			phase = "P6_PEAK"
		}
		step := incident.Step{Phase: phase, Actor: p.who(), Act: b, Measures: p.measure()}
		if i := slices.IndexFunc(p.s.means, func(m incident.Means) bool {
			return slices.ContainsFunc(with[b], func(w share[codes.Code]) bool { return w.of == m.Means })
		}); i >= 0 {
			step.Means = p.s.means[i].Means
		}
		if p.d.chance(35) {
			step.Triggers = p.trigger(touched)
		}
		p.step(step)
	}
}

func (p *plot) who() codes.Code {
	if p.s.suspect == "GROUP" && p.d.chance(30) {
		return "BYSTANDER"
	}
	return "SUSPECT"
}

func (p *plot) step(s incident.Step) {
	if !p.clock.IsZero() {
		s.At = exactly(p.clock)
		p.clock = p.clock.Add(p.d.span(time.Minute, 6*time.Minute))
	}
	p.steps = append(p.steps, s)
}

// trigger is what somebody judged; often nobody did.
func (p *plot) trigger(list mix) []incident.Trigger {
	switch t := draw(p.d, list); {
	case t == "" || p.d.chance(12):
		return nil
	case p.d.chance(7):
		return []incident.Trigger{{Trigger: codes.Unknown}}
	default:
		return []incident.Trigger{{Trigger: t, AssessedBy: draw(p.d, mix{{"WORKER", 62}, {"CASE_WORKER", 14}, {"WITNESS", 8}, {"FILE", 6}, {"", 10}})}}
	}
}

func (p *plot) amplifiers() []incident.Amplifier {
	if p.d.chance(10) {
		return []incident.Amplifier{{Amplifier: codes.Unknown}}
	}
	var list []incident.Amplifier
	for _, a := range p.s.amplifiers {
		told := incident.Amplifier{Amplifier: a, Certainty: draw(p.d, mix{{"OBSERVED", 66}, {"STATED", 16}, {"", 18}})}
		if a == "CROWD_N" {
			told.Number = draw(p.d, []share[codes.Count]{{codes.Exactly(p.d.between(3, 60)), 70}, {codes.Uncounted(codes.Unknown), 30}})
		}
		list = append(list, told)
	}
	return list
}

func (p *plot) measure() []incident.Measure {
	if p.d.chance(30) {
		return nil
	}
	m := draw(p.d, p.s.measures)
	return []incident.Measure{{Measure: m, Effect: p.s.effect(p.d, m)}}
}

// calmed tells whether something was tried at the tension, and worked.
func (p *plot) calmed() bool {
	last := &p.steps[len(p.steps)-1]
	last.Measures = p.measure()
	return len(last.Measures) > 0 && last.Measures[0].Effect == "WORKED"
}

// after is the aftermath, told later: the course with one step more.
func after(d dice, steps []incident.Step) []incident.Step {
	return append(slices.Clone(steps), incident.Step{Phase: "P12_AFTER", Actor: "SUSPECT", Act: draw(d, mix{{"ONLINE", 50}, {"INTIM", 30}, {"STALK", 20}}), At: moment.Moment{}})
}
