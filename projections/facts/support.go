package facts

import (
	"ruggensteun/domain/incident"
)

// helped is the row after it was told how far help from the police came, which always
// is told whole. When it was asked and promised stays in the log.
func (r Incident) helped(s incident.Support) Incident {
	r.Support, r.SupportWait, r.SupportWhy = orNotRecorded(s.Status), nil, s.Wait().Why
	if wait := s.Wait(); wait.Counted {
		r.SupportWait = &wait.Number
	}
	return r
}
