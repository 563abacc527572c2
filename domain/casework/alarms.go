package casework

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/person"
)

// Standing is how one term of the file stands.
type Standing struct {
	Clock
	State     agreement.State
	TakenOver bool // the time has come at which somebody else takes over
	Right     bool // somebody may do it, and nobody must
}

// calls is which alarm the term needs; "" is none, and then why.
func (s Standing) calls() (AlarmKind, Ending) {
	passed := s.State == agreement.Lapsed || s.State == agreement.NotReceived
	switch {
	case s.StartedOn == "":
		return "", Changed // when it began is not known, so nothing of it is due
	case passed && s.Right:
		return "", Passed
	}
	switch s.State {
	case agreement.DueSoon:
		return DueSoon, ""
	case agreement.DueNow:
		return Due, ""
	case agreement.Lapsed:
		return Lapsed, ""
	case agreement.NotReceived:
		return NotReceived, ""
	case agreement.Met:
		return "", Met
	case agreement.MetLate:
		return "", MetLate
	case agreement.Suspended:
		return "", Suspended
	}
	return "", Changed
}

// grave is how grave an alarm is; 0 is none.
func grave(k AlarmKind) int {
	return 1 + slices.Index(AlarmKinds(), k)
}

// Waits tells whether an alarm can wait until a file that is put away is back.
func (k AlarmKind) Waits() bool { return k == DueSoon || k == Due }

// 4. Each term raises each alarm once. What is not true any more ends, and what becomes
// true again is raised again. A term has one alarm at a time: a graver one takes the
// place of what was there, and time alone never makes it milder.
func count(s Work, c Count) ([]Event, error) {
	if err := c.By.May(access.KeepClocks, c.File.Employer); err != nil {
		return nil, err
	}
	if c.File.Employer == uuid.Nil {
		return nil, access.NoSuch("file")
	}
	at := micro(c.At)
	if at.Before(s.CountedAt) {
		at = s.CountedAt
	}
	clocks := apart(c)
	events := s.endings(clocks, c.Closed, at)
	raised := s.Raised
	for _, clock := range clocks {
		now, _ := s.alarmOf(clock.Clock)
		for _, kind := range clock.raises() {
			if c.Closed || grave(kind) <= grave(now.Kind) || c.Away && kind.Waits() {
				continue
			}
			raised++
			events = append(events, AlarmRaised{
				Number: raised, Worker: c.File.Worker, Kind: kind, Clock: person.Of(clock.Clock), Instead: now.Number, At: at,
			})
			now = Alarm{Number: raised, Kind: kind}
		}
	}
	return append(events, s.silence(c)...), nil
}

// raises are the alarms that the term needs: that somebody else takes over is told beside
// that it passed, also where both come at one moment.
func (s Standing) raises() []AlarmKind {
	kind, _ := s.calls()
	switch {
	case kind == "":
		return nil
	case s.TakenOver && !kind.Waits():
		return []AlarmKind{kind, TakenOver}
	}
	return []AlarmKind{kind}
}

// apart gives each term once, as the gravest of those that look alike: two starts of one
// day that a term in days does not tell apart.
func apart(c Count) []Standing {
	var list []Standing
	for _, clock := range c.Clocks {
		i := slices.IndexFunc(list, func(o Standing) bool { return o.Clock == clock.Clock })
		if i < 0 {
			list = append(list, clock)
		} else if kind, _ := clock.calls(); kind != "" {
			if known, _ := list[i].calls(); known == "" || grave(kind) > grave(known) {
				list[i] = clock
			}
		}
	}
	return list
}

func (s Work) alarmOf(c Clock) (Alarm, bool) {
	i := slices.IndexFunc(s.Alarms, func(a Alarm) bool { return a.Clock == person.Of(c) })
	if i < 0 {
		return Alarm{}, false
	}
	return s.Alarms[i], true
}

func (s Work) endings(clocks []Standing, closed bool, at time.Time) []Event {
	var events []Event
	for _, a := range s.Alarms {
		if because := a.endsBy(clocks, closed); because != "" {
			events = append(events, AlarmEnded{Number: a.Number, Because: because, At: at})
		}
	}
	return events
}

// endsBy is why an alarm is true no more; "" while it is.
func (a Alarm) endsBy(clocks []Standing, closed bool) Ending {
	own, readable := a.Clock.Get()
	i := slices.IndexFunc(clocks, func(s Standing) bool { return readable && s.Clock == own })
	switch {
	case closed:
		return Closed
	case !readable:
		return Forgotten
	case i < 0:
		return Changed
	case clocks[i].State == agreement.Running || clocks[i].State == agreement.DueSoon || clocks[i].State == agreement.DueNow:
		return "" // whoever raised it had a clock that was ahead of ours
	}
	kind, because := clocks[i].calls()
	if kind != "" {
		return ""
	}
	return because
}

// 5. Where a term has lapsed and nobody does anything, the stand-in is asked, once per
// silence. An offer to somebody else that nobody answered is part of the silence. Where
// there is no stand-in everybody is asked, and so they are where the stand-in was asked and
// as long a silence followed: that one may be away as well. Nobody is asked in place of
// everybody; a file that nobody has is on everybody's list already.
func (s Work) silence(c Count) []Event {
	since, to := micro(c.Silent), s.StandIn
	if to == uuid.Nil || to == s.Responsible {
		to = Team
	}
	once := since.Equal(s.Silence)
	if c.Unanswered && to == s.Offer.To {
		to, once = Team, false
	}
	if c.Silent.IsZero() || c.Closed || s.Responsible == uuid.Nil || to == s.Offer.To || s.Offer.To == Team || once {
		return nil
	}
	return []Event{HandOverOffered{To: to, SilentSince: since}}
}
