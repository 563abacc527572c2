package casework

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/text"
)

const (
	longestReason = 1_000 // characters
	longestSnooze = 366   // days
)

// decide opens the file's work with whatever is first done about it.
func decide(s Work, c Command) ([]Event, error) {
	events, file, err := rules(s, c)
	if err == nil && len(events) > 0 && s.Employer == uuid.Nil {
		events = append([]Event{Opened{Employer: file.Employer, Worker: file.Worker}}, events...)
	}
	return events, err
}

func rules(s Work, c Command) (events []Event, file File, err error) {
	switch c := c.(type) {
	case Assign:
		events, err = assign(s, c)
		return events, c.File, err
	case HandOver:
		events, err = handOver(s, c)
		return events, c.File, err
	case Accept:
		events, err = accept(s, c)
		return events, c.File, err
	case TellName:
		events, err = tellName(s, c)
		return events, c.File, err
	case Decline:
		events, err = decline(s, c)
		return events, c.File, err
	case Keep:
		events, err = keep(s, c)
		return events, c.File, err
	case Snooze:
		events, err = snooze(s, c)
		return events, c.File, err
	case Wake:
		events, err = wake(s, c)
		return events, c.File, err
	case Count:
		events, err = count(s, c)
		return events, c.File, err
	}
	return nil, File{}, fault.New(fault.Invalid, "this cannot be asked of the work on a file: see the commands that there are")
}

// follows is what whoever follows the file does.
func (c Asked) follows() (action access.Action, noun string) {
	if c.File.Worker != uuid.Nil {
		return access.FollowCare, "aftercare"
	}
	return access.FollowCase, "case"
}

// knows asks whether a file can be given to somebody: only who is known, and may follow it. Who asks may, and
// whoever has it already, by has, is asked nothing anew. Of another employer's actor is said what is said of
// one that there is not.
func (c Asked) knows(f *fault.Fields, field string, to, has uuid.UUID, known []access.Known) {
	action, _ := c.follows()
	f.Check(to == uuid.Nil || to == has || to == c.By.ID || access.Knows(known, to, action, c.File.Employer, c.File.Unit),
		field, "is nobody who is known to do this work at your employer, for this file", "choose one of ruggensteun actors (GET /v1/actors); who never signed in is made known by the operator: ruggensteun actors introduce")
}

// mine asks whether the file is there for this actor: the role before existence.
func (c Asked) mine() error {
	action, noun := c.follows()
	if err := c.By.May(action, c.File.Employer, c.File.Unit); err != nil {
		return err
	}
	if c.File.Employer == uuid.Nil {
		return access.NoSuch(noun)
	}
	switch {
	case c.File.Survivor == uuid.Nil:
	case c.File.Worker != uuid.Nil:
		return fault.New(fault.Refused, "this worker is followed in file "+c.File.Survivor.String()+
			", as two persons or two incidents were merged: ask it there, or split those first")
	default:
		return fault.New(fault.Refused, "this case was merged into case "+c.File.Survivor.String()+
			": its terms and who follows it are those of that one; ask it there, or split them first")
	}
	return nil
}

// 1. A file that nobody has is given to somebody. One that somebody has changes hands
// only when whoever gets it accepts it, so that it is never nobody's by mistake.
func assign(s Work, c Assign) ([]Event, error) {
	if err := c.mine(); err != nil {
		return nil, err
	}
	var f fault.Fields
	f.Check(c.Responsible != uuid.Nil, "responsible", "is missing", "give the id of who follows it")
	f.Check(c.StandIn != c.Responsible || c.StandIn == uuid.Nil, "stand_in", "is who follows it", "name somebody else, or nobody")
	switch {
	case f.Err() != nil:
		return nil, f.Err()
	case s.Responsible == c.Responsible && s.StandIn == c.StandIn:
		return nil, nil // already as asked
	case s.Responsible != uuid.Nil && s.Responsible != c.Responsible:
		return nil, fault.New(fault.Refused, "somebody follows it already (actor "+s.Responsible.String()+"): offer it by a hand-over, which counts when it is accepted")
	}
	c.knows(&f, "responsible", c.Responsible, s.Responsible, c.Known)
	c.knows(&f, "stand_in", c.StandIn, s.StandIn, c.Known)
	if f.Err() != nil {
		return nil, f.Err()
	}
	return []Event{Assigned{Responsible: c.Responsible, StandIn: c.StandIn}}, nil
}

// 2. Whoever has a file offers it, or the registrar does when that one cannot. It stays
// where it is until the offer is accepted by whom it was made to.
func handOver(s Work, c HandOver) ([]Event, error) {
	if err := c.mine(); err != nil {
		return nil, err
	}
	var f fault.Fields
	f.Check(c.To != uuid.Nil, "to", "is missing", "give the id of who is to take it over")
	f.Check(c.To == uuid.Nil || c.To != s.Responsible, "to", "follows it already", "offer it to somebody else")
	switch {
	case f.Err() != nil:
		return nil, f.Err()
	case s.Responsible == uuid.Nil:
		return nil, fault.New(fault.Refused, "nobody follows it yet: assign it")
	case s.Offer.To == c.To:
		return nil, nil // already as asked
	}
	if err := s.gives(c.By); err != nil {
		return nil, err
	}
	if s.Offer.To != uuid.Nil {
		return nil, fault.New(fault.Refused, "somebody else was asked and has not answered: keep it first, which takes that offer back")
	}
	c.knows(&f, "to", c.To, uuid.Nil, c.Known)
	return facts(HandOverOffered{To: c.To}, f.Err())
}

// gives tells whether somebody may offer the file and take an offer back.
func (s Work) gives(by access.Actor) error {
	if by.ID == s.Responsible || by.Role == access.Registrar {
		return nil
	}
	return fault.New(fault.Forbidden, "only who follows it offers it, or the registrar: ask one of them")
}

func accept(s Work, c Accept) ([]Event, error) {
	if err := c.mine(); err != nil {
		return nil, err
	}
	if s.Responsible == c.By.ID {
		return nil, nil // already as asked
	}
	if err := s.offered(c.By); err != nil {
		return nil, err
	}
	e := HandOverAccepted{Responsible: c.By.ID, StandIn: s.StandIn}
	if s.StandIn == c.By.ID {
		e.StandIn = s.Responsible // they change places: a file is not without a stand-in by this
	}
	return append([]Event{e}, s.renamed(c.Asked)...), nil
}

// renamed: who was hit knew one name, and is to hear the other.
func (s Work) renamed(c Asked) []Event {
	if s.Responsible == uuid.Nil || len(c.File.Victims) == 0 {
		return nil
	}
	return []Event{NameChanged{Victims: c.File.Victims, Knew: s.Responsible, At: micro(c.At)}}
}

func (s Work) offered(to access.Actor) error {
	switch s.Offer.To {
	case to.ID, Team:
		return nil
	case uuid.Nil:
		return fault.New(fault.Refused, "it is not offered to anybody: let whoever follows it offer it first")
	}
	return fault.New(fault.Refused, "it is offered to somebody else: only that one answers")
}

func decline(s Work, c Decline) ([]Event, error) {
	if err := c.mine(); err != nil {
		return nil, err
	}
	if err := s.offered(c.By); err != nil {
		return nil, err
	}
	if s.Offer.To == Team {
		return nil, fault.New(fault.Refused, "it is offered to everybody who follows files: nobody has to decline it; accept it, or leave it to somebody else")
	}
	var f fault.Fields
	e := HandOverDeclined{Worker: c.File.Worker, Reason: why(&f, c.Reason)}
	return facts(e, f.Err())
}

func keep(s Work, c Keep) ([]Event, error) {
	if err := c.mine(); err != nil {
		return nil, err
	}
	if s.Offer.To == uuid.Nil {
		return nil, nil // already as asked
	}
	return facts(HandOverWithdrawn{}, s.gives(c.By))
}

// 3. A file is put away until a day, with a reason. It comes back by itself; that a term
// lapses is told all the same.
func snooze(s Work, c Snooze) ([]Event, error) {
	if err := c.mine(); err != nil {
		return nil, err
	}
	var f fault.Fields
	f.Check(c.Until > c.Today, "until", "does not lie ahead", "use "+(c.Today+1).String()+" or later")
	f.Check(c.Until <= c.Today+longestSnooze, "until", "is more than a year ahead", "use "+(c.Today+longestSnooze).String()+" at the latest, and put it away again then")
	e := Snoozed{Worker: c.File.Worker, Until: c.Until.String(), Reason: why(&f, c.Reason)}
	if f.Err() == nil && s.SnoozedUntil == e.Until && s.SnoozeReason == e.Reason {
		return nil, nil // already as asked
	}
	return facts(e, f.Err())
}

func wake(s Work, c Wake) ([]Event, error) {
	if err := c.mine(); err != nil {
		return nil, err
	}
	if !s.Away(c.Today.String()) {
		return nil, nil // already as asked
	}
	return []Event{Woken{}}, nil
}

func why(f *fault.Fields, given string) person.Held[string] {
	clean, err := text.Prose(given, longestReason)
	f.Note("reason", err)
	f.Check(err != nil || clean != "", "reason", "is missing", "say in a few words why")
	return person.Of(clean)
}

func facts(e Event, err error) ([]Event, error) {
	if err != nil {
		return nil, err
	}
	return []Event{e}, nil
}

// micro is how precisely a moment is kept.
func micro(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
