package incident

import (
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
)

// Close says that the record takes no more additions.
type Close struct {
	Asked
	Reason      codes.Code // codes.ClosingReason
	Explanation string
}

// Reopen lets it take additions again.
type Reopen struct {
	Asked
	Reason string
}

// Closed: the record takes no more additions until it is reopened.
type Closed struct {
	Reason      codes.Code
	Explanation person.Held[string]
}

// Reopened: it takes additions again.
type Reopened struct{ Reason person.Held[string] }

func (Close) incidentCommand()     {}
func (Reopen) incidentCommand()    {}
func (Closed) EventType() string   { return "incident.closed.v1" }
func (Reopened) EventType() string { return "incident.reopened.v1" }
func (Closed) incidentEvent()      {}
func (Reopened) incidentEvent()    {}

// otherRegime closes a record that was kept under the wrong law.
const otherRegime codes.Code = "OTHER_REGIME"

// 14. The registrar closes a record, and reopens it with a reason.
func closing(s Incident, c Close) ([]Event, error) {
	if err := standing(s, c.Asked, access.CloseIncident); err != nil {
		return nil, err
	}
	if s.Closed {
		return nil, nil // already as asked
	}
	f := newForm(c.Asked, s.Occurred)
	f.Note("reason", codes.ClosingReason.CheckAnswer(c.Reason, f.day))
	return facts(Closed{Reason: c.Reason, Explanation: f.prose("explanation", c.Explanation, longestReason)}, f.Err())
}

func reopen(s Incident, c Reopen) ([]Event, error) {
	if err := standing(s, c.Asked, access.CloseIncident); err != nil {
		return nil, err
	}
	if !s.Closed {
		return nil, nil // already as asked
	}
	f := newForm(c.Asked, s.Occurred)
	return facts(Reopened{Reason: f.why(c.Reason)}, f.Err())
}

// Counts tells whether the record counts at all, by itself or with what it was
// merged into: not when it was withdrawn, nor when it was registered anew.
func (s Incident) Counts() bool {
	return s.Registered() && !s.Withdrawn && s.Closing.Reason != otherRegime
}
