package api

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/certificate"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/departure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/redaction"
	"ruggensteun/domain/suspectlink"
	"ruggensteun/projections/facts"
)

const (
	leftReason codes.Code = "EMPLOYER_LEFT"
	// aPart is how many positions of the log are gone through in one transaction: a few
	// hundred milliseconds, in which nobody else waits.
	aPart = 20_000
	// aStep is how long one request goes on: whoever asks sees how far it is, and asks again.
	aStep = 5 * time.Second
)

// carryOutDeparture goes on where it stopped, whoever stopped it.
func (a *api) carryOutDeparture(ctx context.Context, in *departureInput) (*departureAnswer, error) {
	d, err := a.departing(ctx, in.Code, access.ConfirmDeparture)
	if err != nil {
		return nil, err
	}
	if !d.Closed() {
		return nil, fault.New(fault.Refused, "nobody confirmed that this employer leaves")
	}
	if d.Finished.At.IsZero() {
		if err := a.carryOut(ctx, d); err != nil {
			return nil, err
		}
	}
	if d, err = a.departingOf(ctx, d.employer.ID); err != nil {
		return nil, err
	}
	return a.departureNow(ctx, d)
}

// carryOut: first nothing more comes in, then keys go, then what they opened, then what was made
// of it. What was done is told by the log and the tables, never remembered.
func (a *api) carryOut(ctx context.Context, d departing) error {
	if err := a.closeRecords(ctx, d.employer.ID); err != nil {
		return err
	}
	if err := a.endLinks(ctx, d); err != nil {
		return err
	}
	if d.Erased.At.IsZero() {
		if err := a.destroyKeys(ctx, d); err != nil {
			return err
		}
	}
	by, err := a.recordRedaction(ctx, d)
	if err != nil {
		return err
	}
	if whole, err := a.removePayloads(ctx, d, by); err != nil || !whole {
		return err
	}
	return a.finishDeparture(ctx, d, by)
}

func (a *api) closeRecords(ctx context.Context, employer uuid.UUID) error {
	recorded, err := a.Log.ReadStream(ctx, departure.Stream(employer), 0)
	if err != nil {
		return fmt.Errorf("read the departure of %s: %w", employer, err)
	}
	a.gone.forget(employer)
	for _, r := range recorded {
		if r.Type == (departure.Confirmed{}).EventType() {
			return a.Departures.Close(ctx, employer, r.Position)
		}
	}
	return nil
}

func (a *api) endLinks(ctx context.Context, d departing) error {
	r := a.request(ctx, Keyed{}, "end links of "+d.employer.ID.String(), &fault.Fields{})
	cmd := suspectlink.Leave{Asked: suspectlink.Asked{By: callOf(ctx).actor, Today: d.today, At: d.at}, Employer: d.employer.ID}
	_, err := run(ctx, a, suspectlink.Decider, suspectlink.Stream(), suspectlink.Command(cmd), r)
	return err
}

// destroyKeys destroys first and records then, as with a person. No key comes in between: nothing
// more is recorded.
func (a *api) destroyKeys(ctx context.Context, d departing) error {
	if _, err := a.Keys.ForgetEmployer(ctx, d.employer.ID); err != nil {
		return err
	}
	keys, _, err := a.Departures.Keys(ctx, d.employer.ID, 0)
	if err != nil {
		return err
	}
	return a.tellOfDeparture(ctx, d, departure.Erase{Word: a.word(ctx, d), Keys: keys})
}

// redactionOf is the one redaction of an employer that leaves.
func redactionOf(employer uuid.UUID) uuid.UUID { return uuid.NewSHA1(employer, []byte("redaction")) }

// leftAlone are types whose payload stays: those that figures rest on, and those that say what
// left and what was erased. None holds anything in clear but codes, days and opaque ids.
func leftAlone() []string {
	return append(slices.Clone(facts.Rests), "certificate.issued.v1",
		"departure.asked.v1", "departure.confirmed.v1", "departure.finished.v1", "departure.received.v1", "departure.withdrawn.v1",
		"export.begun.v1", "export.broken_off.v1", "export.taken_out.v1")
}

func (a *api) recordRedaction(ctx context.Context, d departing) (eventlog.Position, error) {
	id := redactionOf(d.employer.ID)
	if by, err := a.redactedBy(ctx, d.employer.ID); err != nil || by > 0 {
		return by, err
	}
	r := a.request(ctx, Keyed{}, "redact "+id.String(), &fault.Fields{})
	r.Employer = d.employer.ID
	cmd := redaction.Redact{By: callOf(ctx).actor, Employer: d.employer.ID, Reason: leftReason, Except: leftAlone()}
	if _, err := run(ctx, a, redaction.Decider, redaction.Stream(id), cmd, r); err != nil {
		return 0, err
	}
	return a.redactedBy(ctx, d.employer.ID)
}

// redactedBy is where it is recorded that payloads go; 0 while it is not.
func (a *api) redactedBy(ctx context.Context, employer uuid.UUID) (eventlog.Position, error) {
	recorded, err := a.Log.ReadStream(ctx, redaction.Stream(redactionOf(employer)), 0)
	if err != nil || len(recorded) == 0 {
		return 0, err
	}
	return recorded[0].Position, nil
}

// removePayloads goes on behind the last part that was removed. The types that stay are those
// that were recorded, also by an older program.
func (a *api) removePayloads(ctx context.Context, d departing, by eventlog.Position) (whole bool, err error) {
	s, _, err := redaction.Decider.Load(ctx, a.journal, redaction.Stream(redactionOf(d.employer.ID)))
	if err != nil {
		return false, err
	}
	after, err := a.Departures.Redacted(ctx, by)
	if err != nil {
		return false, err
	}
	for began := time.Now(); after < by; after = min(after+aPart, by) {
		if err := a.Departures.Redact(ctx, d.employer.ID, by, s.Except, after, min(after+aPart, by)); err != nil {
			return false, err
		}
		if time.Since(began) > aStep {
			return false, nil
		}
	}
	return true, nil
}

func (a *api) finishDeparture(ctx context.Context, d departing, by eventlog.Position) error {
	finished, err := a.Departures.Clear(ctx, d.employer.ID)
	if err != nil {
		return err
	}
	c := certificate.Certificate{
		ID: uuid.NewSHA1(d.employer.ID, []byte("certificate")), Kind: certificate.OfEmployer, Of: d.employer.ID, Purposes: person.Purposes(), Reason: leftReason,
		Backups: d.Confirmed.Backups, At: d.at,
	}
	var first, last eventlog.Position
	if finished.Removed, finished.Kept, first, last, err = a.Departures.Removed(ctx, d.employer.ID, by); err != nil {
		return err
	}
	c.Told, c.Events = []certificate.Span{{First: first, Last: last}}, finished.Removed
	if c.KeyCount, c.Keys, err = a.Departures.Keys(ctx, d.employer.ID, certificate.MostKeys); err != nil {
		return err
	}
	if c.Erased, err = a.erasedEverything(ctx, d.employer.ID, by); err != nil {
		return err
	}
	if c.Exports, err = a.everythingTaken(ctx, d); err != nil {
		return err
	}
	r := a.request(ctx, Keyed{}, "certify "+c.ID.String(), &fault.Fields{})
	r.Employer = d.employer.ID
	if _, err := run(ctx, a, certificate.Decider, certificate.Stream(c.ID), certificate.Issue{By: callOf(ctx).actor, Employer: d.employer.ID, Certificate: c}, r); err != nil {
		return err
	}
	finished.Certificate, finished.At = c.ID, d.at
	return a.tellOfDeparture(ctx, d, departure.Finish{Word: a.word(ctx, d), Finished: finished})
}

func (a *api) erasedEverything(ctx context.Context, employer uuid.UUID, by eventlog.Position) (all []eventlog.Position, err error) {
	recorded, err := a.Log.ReadStream(ctx, departure.Stream(employer), 0)
	for _, r := range recorded {
		if r.Type == departure.ErasedType {
			all = append(all, r.Position)
		}
	}
	return append(all, by), err
}

// everythingTaken are all files with everything that ever left, which nobody can take back.
func (a *api) everythingTaken(ctx context.Context, d departing) (all []certificate.Export, err error) {
	years, _, err := a.exportYears(ctx, &exportsInput{Hash: noHash})
	if err != nil {
		return nil, err
	}
	for _, year := range years {
		list, err := a.exportsTaken(ctx, d.employer.ID, d.employer.Code, year)
		if err != nil {
			return nil, err
		}
		for _, x := range list {
			if x.Form == string(export.Everything) && !x.Unfinished {
				all = append(all, certificate.Export{Hash: x.Hash, Position: eventlog.Position(x.Position), At: x.At})
			}
		}
	}
	return all, nil
}

// goneCheck remembers for a moment that an employer is still here, so that not every request
// asks. Nothing rests on it: the database refuses what is recorded, and keys are gone.
type goneCheck struct {
	mu   sync.Mutex
	here map[uuid.UUID]time.Time
}

const stillHere = time.Second

func (g *goneCheck) stays(employer uuid.UUID) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	at, is := g.here[employer]
	return is && time.Since(at) < stillHere
}

func (g *goneCheck) seen(employer uuid.UUID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.here == nil {
		g.here = map[uuid.UUID]time.Time{}
	}
	g.here[employer] = time.Now()
}

func (g *goneCheck) forget(employer uuid.UUID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.here, employer)
}
