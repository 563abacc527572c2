package aftercare

import (
	"slices"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
)

// Facts is the history that the terms of the care are counted of: each step when it was
// done, or declined, which is the worker's right and no failing of the employer; and
// that a report to the Arbeidsinspectie came to be due. When the incident happened is
// for whoever asks to add.
func (s Care) Facts() []agreement.Happened {
	var all []agreement.Happened
	for _, t := range s.ByEffect() {
		step := t.Step.Value
		switch {
		case step.Step == report && step.Status == due && s.Parts == nil:
			all = append(all, agreement.Happened{Fact: "ARBO_DUTY", At: step.On})
		case slices.Contains([]codes.Code{"DONE", declined}, step.Status):
			all = append(all, agreement.Happened{Fact: step.Step, At: step.On})
		}
	}
	return append(all, s.dues()...)
}

// due is when the report came to be due.
func (s Care) due() (all []agreement.Happened) {
	for _, t := range s.ByEffect() {
		if step := t.Step.Value; step.Step == report && step.Status == due {
			all = append(all, agreement.Happened{Fact: "ARBO_DUTY", At: step.On})
		}
	}
	return all
}
