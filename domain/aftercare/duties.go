package aftercare

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// The codes that rules speak of (DOMAIN 7.14).
const (
	report   codes.Code = "ARBO_REP"
	review   codes.Code = "LEARN"
	due      codes.Code = "DUE"
	offered  codes.Code = "OFFERED"
	declined codes.Code = "DECLINED"

	mustReport codes.Code = "REPORT" // of codes.ArboDuty
)

// Forgotten is the status of a step of which nothing can be read while tellings were
// forgotten: one of them may have been of this step, so NOT_RECORDED would be a guess.
const Forgotten codes.Code = "FORGOTTEN"

// Duty is how far a step is now.
type Duty struct {
	Step   codes.Code
	Status codes.Code // NOT_RECORDED when nobody said anything of it; see Forgotten
	On     moment.Moment
	Due    string
}

// Open tells whether something is still to be done: what was offered waits for an answer.
func (d Duty) Open() bool { return d.Status == due || d.Status == offered }

// Duties are all steps there are, in the order of the list, each as it was last told by
// the day that it is about.
func (s Care) Duties() []Duty {
	line, untold := s.ByEffect(), s.untold()
	var all []Duty
	for _, e := range codes.Aftercare.All() {
		if e.Code.Missing() {
			continue
		}
		d := Duty{Step: e.Code, Status: untold}
		for _, t := range line {
			if step := t.Step.Value; step.Step == e.Code {
				d.Status, d.On = step.Status, step.On
				if step.Due != "" || !d.Open() {
					d.Due = step.Due
				}
			}
		}
		if done, is := s.done(e.Code); is {
			d = done
		}
		all = append(all, d)
	}
	return all
}

// Duty gives one of them.
func (s Care) Duty(step codes.Code) Duty {
	for _, d := range s.Duties() {
		if d.Step == step {
			return d
		}
	}
	return Duty{Step: step, Status: codes.NotRecorded}
}

// untold is the status of a step that no telling that can be read speaks of.
func (s Care) untold() codes.Code {
	if slices.ContainsFunc(s.Tellings, func(t Telling) bool { return t.Step.State == person.Forgotten && !t.Retracted }) {
		return Forgotten
	}
	return codes.NotRecorded
}

// Unreadable counts the tellings that count and of which this reader cannot see what
// they say: the worker's care was forgotten, or this reader did not ask.
func (s Care) Unreadable() int {
	n := 0
	for _, t := range s.Tellings {
		if t.Step.State != person.Present && !t.Retracted {
			n++
		}
	}
	return n
}

// Overdue are the duties that should have been done before a day (2006-01-02).
func (s Care) Overdue(day string) []Duty {
	return slices.DeleteFunc(s.Duties(), func(d Duty) bool { return !d.Open() || d.Due == "" || d.Due >= day })
}

// ByEffect gives what counts and can be read, by the day that it is about. Of one day,
// what has no hour comes first, from due to done.
func (s Care) ByEffect() []Telling {
	var line []Telling
	for _, t := range s.Tellings {
		if t.Step.State == person.Present && !t.Retracted {
			line = append(line, t)
		}
	}
	slices.SortFunc(line, func(a, b Telling) int {
		x, y := a.Step.Value, b.Step.Value
		return cmp.Or(
			cmp.Compare(day(x.On), day(y.On)),
			cmp.Compare(clock(x.On), clock(y.On)),
			cmp.Compare(progress(x.Status), progress(y.Status)),
			bytes.Compare(a.ID[:], b.ID[:]),
		)
	})
	return line
}

func day(m moment.Moment) string {
	if m.Precision == moment.Month {
		return m.Local().Format("2006-01")
	}
	return m.Local().Format(time.DateOnly)
}

// clock is zero where the hour is not known.
func clock(m moment.Moment) int64 {
	if m.Precision == moment.Day || m.Precision == moment.Month {
		return 0
	}
	return m.Instant.Unix()
}

func progress(status codes.Code) int {
	return slices.Index([]codes.Code{due, offered, declined, "DONE"}, status)
}

// MustReport tells whether what an incident did to somebody must be reported to the
// Arbeidsinspectie at once: death, lasting injury, of the mind too, and admission (Arbowet
// 9, DOMAIN 5). An injury that turns out lasting years later makes it due then.
func MustReport(h person.Health) bool {
	return codes.Injury.RollUp(h.Injury) == mustReport || codes.MindInjury.RollUp(h.Mind) == mustReport
}
