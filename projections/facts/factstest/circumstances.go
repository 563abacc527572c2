package factstest

import (
	"pgregory.net/rapid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
)

// circumstances tell of no completion of a behaviour that is not told with it, and of none that is not known.
func (h *teller) circumstances(behaviours []codes.Code) incident.Circumstances {
	c := incident.Circumstances{
		Occasions:  some(h.t, Occasions),
		Deployment: maybe(h.t, "deployment", "ALONE", "PAIR", codes.Unknown),
		Reach:      maybe(h.t, "reach", "REACHED", "NEAR_MISS", codes.Unknown),
		Hit: rapid.SampledFrom([]codes.Count{
			{}, codes.Exactly(0), codes.Exactly(1), codes.Exactly(12), codes.Uncounted(codes.Unknown), codes.Uncounted(codes.NotApplicable),
		}).Draw(h.t, "hit"),
	}
	if rapid.Bool().Draw(h.t, "means") {
		c.Means = []incident.Means{{Means: rapid.SampledFrom(Means).Draw(h.t, "which"), Status: maybe(h.t, "status", "USED", "SHOWN")}}
	}
	if len(behaviours) > 0 && !behaviours[0].Missing() && rapid.Bool().Draw(h.t, "completed") {
		c.Completions = []incident.Completion{{
			Behaviour: behaviours[0], Completion: rapid.SampledFrom([]codes.Code{"COMPLETED", "ATTEMPTED", codes.Unknown}).Draw(h.t, "completion"),
		}}
	}
	return c
}

func (h *teller) course() []incident.Step {
	steps := make([]incident.Step, rapid.IntRange(0, 3).Draw(h.t, "steps"))
	for i := range steps {
		steps[i].Phase = maybe(h.t, "phase", "P2_TENSION", "P5_PHYS")
		if rapid.Bool().Draw(h.t, "triggered") {
			steps[i].Triggers = []incident.Trigger{{Trigger: rapid.SampledFrom(Triggers).Draw(h.t, "trigger"), AssessedBy: maybe(h.t, "by", "WORKER", "WITNESS")}}
		}
		if rapid.Bool().Draw(h.t, "amplified") {
			steps[i].Amplifiers = []incident.Amplifier{{Amplifier: rapid.SampledFrom(Amplifiers).Draw(h.t, "amplifier"), Certainty: maybe(h.t, "certainty", "OBSERVED")}}
		}
		if rapid.Bool().Draw(h.t, "tried") {
			steps[i].Measures = []incident.Measure{{Measure: rapid.SampledFrom(Measures).Draw(h.t, "measure"), Effect: maybe(h.t, "effect", "WORKED", "WORSE")}}
		}
	}
	return steps
}

func (h *teller) suspect() incident.SuspectLinked {
	l := incident.Linked{ID: linkID(rapid.IntRange(0, 2).Draw(h.t, "link")), Kind: rapid.SampledFrom(Suspects).Draw(h.t, "who")}
	if l.Kind == "KNOWN" {
		l.Suspect = fileID(rapid.IntRange(0, 1).Draw(h.t, "file"))
	}
	return incident.SuspectLinked{Linked: l}
}

// maybe is one of the codes, or nothing.
func maybe(t *rapid.T, what string, list ...codes.Code) codes.Code {
	return rapid.SampledFrom(append(list, "")).Draw(t, what)
}
