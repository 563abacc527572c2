package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/bus"
	"ruggensteun/adapters/mail"
	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/consumer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/mailing"
)

// handle writes because of one event.
func (o *postOffice) handle(ctx context.Context, d *bus.Delivery) error {
	ctx = o.codec.begin(ctx, &d.Recorded)
	bodies, err := o.codec.Decode(ctx, []eventlog.Recorded{d.Recorded})
	if err != nil {
		return err
	}
	l := &letters{postOffice: o, delivery: d, employer: d.Recorded.Employer, at: o.clock()}
	if err := l.load(ctx); err != nil {
		return err
	}
	switch e := bodies[0].(type) {
	case casework.AlarmRaised:
		return l.alarm(ctx, e)
	case casework.HandOverOffered:
		return l.handOff(ctx, e)
	case mailing.Gathered:
		return l.gathered(ctx, e.Address, mailing.OfSeveral(e.Number, o.list()), mailing.Several)
	case mailing.DigestMade:
		if e.None() {
			return nil
		}
		return l.gathered(ctx, e.Address, mailing.OfDigest(e.Counts, o.list()), mailing.Digest)
	}
	return nil // its payload was removed
}

// list is where all that is to be done is read.
func (o *postOffice) list() string { return o.base + "/v1/worklist" }

// letters are those that one event leads to.
type letters struct {
	*postOffice
	delivery *bus.Delivery
	employer uuid.UUID
	at       time.Time
	book     mailing.Book
	zone     *time.Location
}

func (l *letters) load(ctx context.Context) (err error) {
	if l.book, _, err = mailing.BookDecider.Load(ctx, l.journal, mailing.BookStream(l.employer)); err != nil {
		return err
	}
	l.zone, err = l.zoneOf(ctx, l.employer)
	return err
}

func (o *postOffice) zoneOf(ctx context.Context, id uuid.UUID) (*time.Location, error) {
	e, _, err := employer.Decider.Load(ctx, o.journal, employer.Stream(id))
	if err != nil {
		return nil, err
	}
	return time.LoadLocation(or(e.Zone, employer.DefaultZone))
}

// alarm writes unless what it says is true no more: somebody saw to it while the mail
// server was away.
func (l *letters) alarm(ctx context.Context, e casework.AlarmRaised) error {
	file := l.delivery.Recorded.Stream.ID
	work, _, err := casework.Decider.Load(ctx, l.journal, casework.Stream(file))
	if err != nil || !stillTrue(work, e.Number) {
		return err
	}
	to, err := l.concerned(ctx, work, e)
	if err != nil {
		return err
	}
	link := mailing.Link(l.base, work.Worker != uuid.Nil, file)
	return l.all(ctx, to, mailing.About{What: mailing.Alarm, File: file, Because: l.delivery.Recorded.Position}, mailing.OfAlarm(string(e.Kind), link))
}

func stillTrue(w casework.Work, number int) bool {
	for _, a := range w.Alarms {
		if a.Number == number {
			return true
		}
	}
	return false
}

// concerned is whose turn it is: the second party when the first let the term pass and
// the time has come, else the first; and before the end whoever is to be warned as well.
func (l *letters) concerned(ctx context.Context, w casework.Work, e casework.AlarmRaised) ([]mailing.Entry, error) {
	term, err := l.term(ctx, e)
	if err != nil {
		return nil, err
	}
	if e.Kind == casework.TakenOver {
		return l.book.For(mailing.Meant(w.StandIn, term.TakesOver)...), nil
	}
	to := l.book.For(mailing.Meant(w.Responsible, term.Responsible)...)
	if e.Kind == casework.DueSoon {
		for _, party := range term.Warned {
			to = append(to, l.book.For(mailing.Whom{Party: party})...)
		}
	}
	return to, nil
}

// term is the version of the agreement that an alarm is of; the zero Version when that
// cannot be read any more.
func (l *letters) term(ctx context.Context, e casework.AlarmRaised) (agreement.Version, error) {
	clock, readable := e.Clock.Get()
	if !readable {
		return agreement.Version{}, nil
	}
	store, _, err := agreement.Decider.Load(ctx, l.journal, agreement.Stream(uuid.Nil))
	if err != nil {
		return agreement.Version{}, err
	}
	own, _, err := agreement.Decider.Load(ctx, l.journal, agreement.Stream(l.employer))
	if err != nil {
		return agreement.Version{}, err
	}
	for _, held := range agreement.Together(agreement.Shipped(), store, own).Of(clock.Agreement) {
		if held.Whose == clock.Whose && held.Number == clock.Version {
			return held.Version, nil
		}
	}
	return agreement.Version{}, nil
}

// handOff asks whoever is asked, unless that was answered meanwhile.
func (l *letters) handOff(ctx context.Context, e casework.HandOverOffered) error {
	file := l.delivery.Recorded.Stream.ID
	work, _, err := casework.Decider.Load(ctx, l.journal, casework.Stream(file))
	if err != nil || work.Offer.To != e.To {
		return err
	}
	link := mailing.Link(l.base, work.Worker != uuid.Nil, file)
	about := mailing.About{What: mailing.HandOff, File: file, Because: l.delivery.Recorded.Position}
	return l.all(ctx, l.book.For(mailing.Meant(e.To, standIn)...), about, mailing.OfHandOff(link))
}

// all writes to each, once. Whoever cannot be written to keeps nobody else from it.
func (l *letters) all(ctx context.Context, to []mailing.Entry, about mailing.About, letter mailing.Letter) (refused error) {
	written := map[uuid.UUID]bool{}
	for _, e := range to {
		if e.Wants != mailing.AtOnce || written[e.ID] {
			continue
		}
		written[e.ID] = true
		today := calendar.DayOf(l.at.In(l.zone))
		err := l.one(ctx, e, mailing.DayStream(e.ID, today), mailing.DayStream(e.ID, today-1), about, letter)
		if passes(err) {
			return err
		}
		refused = errors.Join(refused, err)
	}
	return refused
}

// gathered writes one mail of a day, whose stream made it.
func (l *letters) gathered(ctx context.Context, address uuid.UUID, letter mailing.Letter, what mailing.What) error {
	for _, e := range l.book.Entries {
		if e.ID == address && e.Wants != mailing.Nothing {
			about := mailing.About{What: what, Because: l.delivery.Recorded.Position}
			return l.one(ctx, e, l.delivery.Recorded.Stream, eventlog.Stream{}, about, letter)
		}
	}
	return nil // nobody is written to there any more
}

// one writes to one address, unless that was done. What it leads to is recorded under
// one key, whether it was sent or held.
func (l *letters) one(ctx context.Context, e mailing.Entry, day, before eventlog.Stream, about mailing.About, letter mailing.Letter) error {
	r := l.request(e.ID.String())
	if _, done, err := l.journal.Outcome(ctx, r); err != nil || done {
		return err
	}
	asked := mailing.Asked{By: access.Mailing(), At: l.at, Employer: l.employer, Address: e.ID}
	if before != (eventlog.Stream{}) {
		wait, err := l.tooMany(ctx, day, before)
		if err != nil {
			return err
		}
		if wait {
			return l.record(ctx, day, mailing.Hold{Asked: asked, About: about}, r)
		}
	}
	address, known := e.Address.Get()
	if !known {
		return nil // forgotten
	}
	id := mailID(r.Key)
	err := l.send(ctx, mail.Message{ID: id, At: l.at, To: address, Subject: l.subject(letter), Text: letter.Text})
	if err == nil {
		return l.record(ctx, day, mailing.Tell{Asked: asked, Mail: id, About: about}, r)
	}
	return l.failed(ctx, err, day, mailing.GiveUp{Asked: asked, Mail: id, About: about}, e.ID)
}

func (l *letters) tooMany(ctx context.Context, days ...eventlog.Stream) (bool, error) {
	var lately []mailing.Day
	for _, stream := range days {
		day, _, err := mailing.DayDecider.Load(ctx, l.journal, stream)
		if err != nil {
			return false, err
		}
		lately = append(lately, day)
	}
	return mailing.TooMany(l.at, lately...), nil
}

// mailSpace keeps the ids of mails apart from all other ids. They stand in mails: another
// one would let a repeat look like a new mail.
var mailSpace = uuid.MustParse("c4a0b6f2-7d2b-4f6d-8a53-9e1c0d7f4b28")

// mailID follows from what the mail is because of, so that a mail which is sent again
// after a crash can be told as the same one.
func mailID(key string) string { return uuid.NewSHA1(mailSpace, []byte(key)).String() }

// subject says of what was made up that it was.
func (l *letters) subject(letter mailing.Letter) string {
	if eventlog.Invented(l.delivery.Recorded.Metadata) {
		return "[verzonnen / invented] " + letter.Subject
	}
	return letter.Subject
}

// failed tells apart what says nothing about this mail and is tried for as long as it
// takes, and what is given up in the end.
func (l *letters) failed(ctx context.Context, err error, day eventlog.Stream, give mailing.GiveUp, address uuid.UUID) error {
	var f *mail.Failure
	if !errors.As(err, &f) {
		return err
	}
	if f.Passing() {
		return fault.Wrap(fault.Unavailable, "the mail server takes nothing: "+f.Error(), f)
	}
	if l.delivery.Try >= l.tries {
		give.Code = f.Code
		if err := l.record(ctx, day, give, l.request(address.String()+"/given-up")); err != nil {
			return err
		}
	}
	return fault.Wrap(fault.Refused, "the mail server does not take this mail: "+f.Error(), f)
}

func passes(err error) bool {
	return fault.KindOf(err) == fault.Unavailable || errors.Is(err, eventlog.ErrUnavailable) || errors.Is(err, eventlog.ErrUnknownOutcome) ||
		errors.Is(err, context.Canceled)
}

func (l *letters) record(ctx context.Context, day eventlog.Stream, c mailing.DayCommand, r decider.Request) error {
	if _, err := mailing.DayDecider.Run(ctx, l.journal, day, c, r); err != nil {
		return fmt.Errorf("record what became of a mail because of event %s: %w", l.delivery.Recorded.Position, err)
	}
	return nil
}

// request has one key for each consequence of an event.
func (l *letters) request(part string) decider.Request {
	recorded := l.delivery.Recorded
	return ofProgram(l.employer, consumer.Key(mailConsumer, recorded.Position, part), recorded.ID, eventlog.Invented(recorded.Metadata))
}

// ofProgram is what the post office records by itself; because is the event that led to it.
func ofProgram(owner uuid.UUID, key string, because uuid.UUID, invented bool) decider.Request {
	by, channel := access.Mailing(), mailConsumer
	if invented {
		channel = eventlog.Demonstration
	}
	return decider.Request{Employer: owner, Key: key, Meta: eventlog.Meta{
		Actor: by.ID, Role: string(by.Role), Purpose: string(by.Purpose), Channel: channel, Correlation: because, Causation: because,
	}}
}
