package incident

import (
	"fmt"

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

// timed leaves out times of which nothing is known.
func timed(s Support) Support {
	for _, at := range []*moment.Moment{&s.Asked, &s.Promise, &s.Arrival} {
		if !at.Known() {
			*at = moment.Moment{}
		}
	}
	return s
}

// further is what is on record with what is told now.
func (f *form) further(have, now Support) Support {
	told := have
	if later := have.Status.Missing() || have.Status == "" || follows[have.Status][now.Status]; later && now.Status != "" {
		told.Status = now.Status
	} else {
		f.Check(now.Status == "" || now.Status.Missing() || now.Status == have.Status, "support.status", "contradicts the record", "say why the record was wrong, as a reason")
	}
	for field, at := range map[string][3]*moment.Moment{
		"asked": {&told.Asked, &have.Asked, &now.Asked}, "promise": {&told.Promise, &have.Promise, &now.Promise}, "arrival": {&told.Arrival, &have.Arrival, &now.Arrival},
	} {
		if !at[1].Known() {
			*at[0] = *at[2]
		}
		f.Check(!at[2].Known() || at[0].Equal(*at[2]), "support."+field, "is on record with another time", "say why the record was wrong, as a reason")
	}
	if !have.Minutes.Counted && now.Minutes.Told() {
		told.Minutes = now.Minutes
	}
	f.Check(!now.Minutes.Counted || told.Minutes == now.Minutes, "support.minutes", "is on record with another number", "say why the record was wrong, as a reason")
	return told
}

// follows says what can come after what.
var follows = map[codes.Code]map[codes.Code]bool{
	"ASKED":    {"PROMISED": true, "ARRIVED": true, "NEVER_CAME": true},
	"PROMISED": {"ARRIVED": true, "NEVER_CAME": true},
}

// support checks that the parts agree.
func (f *form) support(s Support) {
	asked, promised, arrived := s.Status != "" && s.Status != "NOT_ASKED" && !s.Status.Missing(), s.Status == "PROMISED" || s.Status == "ARRIVED" || s.Status == "NEVER_CAME", s.Status == "ARRIVED"
	for _, part := range []struct {
		field string
		at    moment.Moment
		may   bool
		after []moment.Moment
	}{
		{"asked", s.Asked, asked, nil}, {"promise", s.Promise, promised, []moment.Moment{s.Asked}}, {"arrival", s.Arrival, arrived, []moment.Moment{s.Asked, s.Promise}},
	} {
		field := "support." + part.field
		if !part.at.Known() {
			continue
		}
		f.Note(field, part.at.Check(f.at))
		f.Check(part.may, field, "has a time, and the status says that it did not come so far", "mend the status, or leave the time out")
		for _, earlier := range part.after {
			f.Check(!part.at.Before(earlier), field, "lies before what came first", "asked, promised and arrived come in this order")
		}
	}
	f.Check(arrived || !s.Minutes.Counted, "support.minutes", "are told, and the status does not say that the police arrived", "mend the status, or leave the minutes out")
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
	if wait, is := s.measured(); is && s.Status == "ARRIVED" {
		return codes.Exactly(wait)
	}
	return s.Minutes
}

func (s Support) equal(o Support) bool {
	return s.Status == o.Status && s.Asked.Equal(o.Asked) && s.Promise.Equal(o.Promise) && s.Arrival.Equal(o.Arrival) && s.Minutes == o.Minutes
}
