package incident

import (
	"fmt"
	"slices"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// Support is how far help from the police came, and when: fire, ambulance and
// boa's depend on it (DOMAIN 6).
type Support struct {
	Status  codes.Code    // codes.PoliceSupport; "" when not recorded
	Asked   moment.Moment // the zero Moment: when is not known
	Promise moment.Moment
	Arrival moment.Moment
	Minutes codes.Count // from asking to arriving, as told
}

// TellSupport tells what is known of help from the police. Without a reason, it
// fills in what is not on record; with one it is a correction and replaces it.
type TellSupport struct {
	Asked
	Support Support
	Reason  string
}

// SupportTold: this is how far help from the police came, as far as is known now.
type SupportTold struct {
	Support Support
	Reason  person.Held[string] // why the record was wrong; absent when it was not
}

func (TellSupport) incidentCommand()  {}
func (SupportTold) EventType() string { return "incident.police_support_told.v1" }
func (SupportTold) incidentEvent()    {}

// longestWait is in minutes: who comes after a day does not come to help.
const longestWait = 24 * 60

// 6. Help that was asked is promised and arrives later; anything else that differs
// from the record is a correction.
func tellSupport(s Incident, c TellSupport) ([]Event, error) {
	if err := openTo(s, c.Asked, c.Reason); err != nil {
		return nil, err
	}
	f := newForm(c.Asked, s.Occurred)
	given := c.Support
	given.Status = f.one("support.status", codes.PoliceSupport, given.Status)
	given.Minutes = f.count("support.minutes", given.Minutes, longestWait)
	e := SupportTold{Support: timed(given), Reason: f.prose("reason", c.Reason, longestReason)}
	if e.Reason.State == person.Absent {
		e.Support = f.further(s.Support, e.Support)
	}
	f.support(e.Support)
	if e.Support.equal(s.Support) {
		return nil, f.Err()
	}
	return facts(e, f.Err())
}

// supportTime is one of the three, with the statuses that can have it.
type supportTime struct {
	field string
	at    *moment.Moment
	has   []codes.Code
}

// times are in the order in which they come.
func (s *Support) times() []supportTime {
	return []supportTime{
		{"support.asked", &s.Asked, []codes.Code{"ASKED", "PROMISED", "ARRIVED", "NEVER_CAME", codes.Other}},
		{"support.promise", &s.Promise, []codes.Code{"PROMISED", "ARRIVED", "NEVER_CAME", codes.Other}},
		{"support.arrival", &s.Arrival, []codes.Code{arrived, codes.Other}},
	}
}

// timed leaves out times of which nothing is known.
func timed(s Support) Support {
	for _, t := range s.times() {
		if !t.at.Known() {
			*t.at = moment.Moment{}
		}
	}
	return s
}

const (
	arrived codes.Code = "ARRIVED"

	sayWhy = "say why the record was wrong, as a reason"
)

// further is what is on record with what is told now.
func (f *form) further(have, now Support) Support {
	told := have
	told.Status = f.furtherStatus(have.Status, now.Status)
	for i, t := range told.times() {
		at := *now.times()[i].at
		if !t.at.Known() {
			*t.at = at
		}
		f.Check(!at.Known() || t.at.Equal(at), t.field, "is on record with another time", sayWhy)
	}
	if !have.Minutes.Counted && now.Minutes.Told() {
		told.Minutes = now.Minutes
	}
	f.Check(!now.Minutes.Counted || told.Minutes == now.Minutes, "support.minutes", "is on record with another number", sayWhy)
	return told
}

func (f *form) furtherStatus(have, now codes.Code) codes.Code {
	switch {
	case now == "", now == have:
		return have
	case have == "", have.Missing(), slices.Contains(follows[have], now):
		return now
	}
	f.Check(now.Missing(), "support.status", "contradicts the record", sayWhy)
	return have
}

// follows says what can come after what.
var follows = map[codes.Code][]codes.Code{
	"ASKED":    {"PROMISED", arrived, "NEVER_CAME"},
	"PROMISED": {arrived, "NEVER_CAME"},
}

// support checks that the parts agree.
func (f *form) support(s Support) {
	times := s.times()
	for i, t := range times {
		if !t.at.Known() {
			continue
		}
		f.Note(t.field, t.at.Check(f.at))
		f.Check(slices.Contains(t.has, s.Status) || f.Has("support.status"), t.field, "has a time, and the status says that it did not come so far", "mend the status, or leave the time out")
		for _, earlier := range times[:i] {
			f.Check(!t.at.Before(*earlier.at), t.field, "lies before what came first", "asked, promised and arrived come in this order")
		}
	}
	f.Check(s.Status == arrived || !s.Minutes.Counted, "support.minutes", "are told, and the status does not say that the police arrived", "mend the status, or leave the minutes out")
	if wait, is := s.measured(); is && s.Minutes.Counted {
		f.Check(wait-1 <= s.Minutes.Number && s.Minutes.Number <= wait+1, "support.minutes", fmt.Sprintf("do not agree with the times, which are %d minutes apart", wait), "leave the minutes out, or mend a time")
	}
}

// measured are the minutes between asking and arriving, where both are known.
func (s Support) measured() (int, bool) {
	if s.Asked.Precision != moment.Minute || s.Arrival.Precision != moment.Minute {
		return 0, false
	}
	return int(s.Arrival.Instant.Sub(s.Asked.Instant).Minutes()), true
}

// Wait is after how many minutes the police arrived: by the times, else as told.
func (s Support) Wait() codes.Count {
	if wait, is := s.measured(); is && s.Status == arrived {
		return codes.Exactly(wait)
	}
	return s.Minutes
}

func (s Support) equal(o Support) bool {
	return s.Status == o.Status && s.Asked.Equal(o.Asked) && s.Promise.Equal(o.Promise) && s.Arrival.Equal(o.Arrival) && s.Minutes == o.Minutes
}
