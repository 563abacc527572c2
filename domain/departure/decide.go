package departure

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/certificate"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/export"
	"ruggensteun/domain/fault"
)

// Command is something that is asked of a departure.
type Command interface{ departureCommand() }

// Word is what every command carries.
type Word struct {
	By       access.Actor
	Employer uuid.UUID
	At       time.Time
}

// Taken is the file with everything that somebody names, and what lies between it and now: facts
// from outside.
type Taken struct {
	Export  string // its hash
	Known   bool   // such a file of this employer left, whole
	Since   int    // events of the employer since, beside those of leaving and of taking out
	Holds   int    // that something is not erased for now
	HeldTo  calendar.Day
	Forever bool
}

// Ask is the employer's word that it leaves, and that it has the file.
type Ask struct {
	Word
	Taken
}

// Withdraw takes it back.
type Withdraw struct{ Word }

// Confirm is the word of the second person.
type Confirm struct {
	Word
	Taken
	Links   []uuid.UUID // with other employers, that still stand: a fact from outside
	Backups []certificate.Backup
}

// Erase says that all keys are gone.
type Erase struct {
	Word
	Keys int
}

// Finish says that all of it is done.
type Finish struct {
	Word
	Finished
}

func (Ask) departureCommand()      {}
func (Withdraw) departureCommand() {}
func (Confirm) departureCommand()  {}
func (Erase) departureCommand()    {}
func (Finish) departureCommand()   {}

// Decider is the rules of leaving.
var Decider = decider.Decider[Command, Departure, Event]{Decide: decide, Evolve: evolve}

func decide(d Departure, c Command) ([]Event, error) {
	switch c := c.(type) {
	case Ask:
		return ask(d, c)
	case Withdraw:
		return withdraw(d, c)
	case Confirm:
		return confirm(d, c)
	case Erase:
		return erase(d, c)
	case Finish:
		return finish(d, c)
	}
	return nil, fault.New(fault.Invalid, "this cannot be asked of a departure: ask, confirm or withdraw it")
}

// 1. The employer itself asks, and names the file with everything that it took out and has tried.
// Asked anew with another file, the term goes on.
func ask(d Departure, c Ask) ([]Event, error) {
	if err := c.By.May(access.AskDeparture, c.Employer); err != nil {
		return nil, err
	}
	if d.Closed() {
		return nil, gone(d)
	}
	if err := c.Taken.check(); err != nil {
		return nil, err
	}
	stands := d.Stands(c.At)
	switch {
	case stands == Stays || stands == Lapsed:
		return []Event{Asked{Export: c.Export, By: c.By.ID, Role: c.By.Role, At: c.At}}, nil
	case d.Export == c.Export:
		return nil, nil // already as asked
	}
	return []Event{Received{Export: c.Export, By: c.By.ID, At: c.At}}, nil
}

// check is the same when it is asked and when it is done: what is taken out too early is not whole.
func (t Taken) check() error {
	var f fault.Fields
	_, err := export.ParseHash(t.Export)
	f.Check(err == nil, "export", "is not a SHA-256", "give the 64 hexadecimal digits that sha256sum prints for the file with everything")
	f.Check(err != nil || t.Known, "export", "is no file with everything of this employer", "take it out first (export everything), and give its hash")
	if err := f.Err(); err != nil {
		return err
	}
	switch {
	case t.Since > 0:
		return fault.New(fault.Refused, fmt.Sprintf("%d events were recorded since this file was made, so it is not everything: take it out once more, and name that one", t.Since))
	case t.Holds > 0:
		return fault.New(fault.Refused, fmt.Sprintf("%d holds keep something from being erased, the last until %s: lift them first, or wait", t.Holds, t.HeldTo))
	}
	return nil
}

// 2. Until it is confirmed, either side takes it back.
func withdraw(d Departure, c Withdraw) ([]Event, error) {
	if c.By.May(access.ConfirmDeparture, c.Employer) != nil {
		if err := c.By.May(access.AskDeparture, c.Employer); err != nil {
			return nil, err
		}
	}
	switch d.Stands(c.At) {
	case Stays:
		return nil, nil // already as asked
	case Leaving, Left:
		return nil, gone(d)
	}
	return []Event{Withdrawn{By: c.By.ID, Role: c.By.Role, At: c.At}}, nil
}

// 3. The operator confirms when the term is over: another person than who asked, naming the same
// file, of which nothing is lacking at that moment.
func confirm(d Departure, c Confirm) ([]Event, error) {
	if err := c.By.May(access.ConfirmDeparture, c.Employer); err != nil {
		return nil, err
	}
	stands := d.Stands(c.At)
	if stands == Leaving || stands == Left {
		return nil, nil // already as asked: what is left of it goes on
	}
	var f fault.Fields
	f.Check(c.Forever, "forever", "is not true", "say that you know that nobody can bring it back")
	if err := f.Err(); err != nil {
		return nil, err
	}
	switch {
	case stands == Stays:
		return nil, fault.New(fault.Refused, "this employer did not ask to leave: its registrar or privacy officer asks first")
	case c.By.ID == d.Asked.By:
		return nil, fault.New(fault.Forbidden, "you asked for it yourself: a second person confirms")
	case stands == Waiting:
		return nil, fault.New(fault.Refused, fmt.Sprintf("the term of %d days runs until %s: confirm it then", WaitsDays, d.From().UTC().Format(time.RFC3339)))
	case stands == Lapsed:
		return nil, fault.New(fault.Refused, fmt.Sprintf("nobody confirmed it in %d days: let the employer ask anew", LapsesDays))
	case c.Export != d.Export:
		return nil, fault.New(fault.Refused, "the employer named another file: confirm the one whose receipt it confirmed")
	}
	if err := c.Taken.check(); err != nil {
		return nil, err
	}
	return []Event{Confirmed{Export: c.Export, By: c.By.ID, Links: c.Links, Backups: c.Backups, At: c.At}}, nil
}

// 4. What was confirmed is carried out, and each part of it recorded once.
func erase(d Departure, c Erase) ([]Event, error) {
	if err := under(d, c.Word); err != nil || !d.Erased.At.IsZero() {
		return nil, err
	}
	return []Event{EverythingErased{Keys: c.Keys, At: c.At}}, nil
}

func finish(d Departure, c Finish) ([]Event, error) {
	if err := under(d, c.Word); err != nil || !d.Finished.At.IsZero() {
		return nil, err
	}
	if d.Erased.At.IsZero() {
		return nil, fault.New(fault.Refused, "the keys of this employer are not destroyed yet")
	}
	return []Event{c.Finished}, nil
}

func under(d Departure, c Word) error {
	if err := c.By.May(access.ConfirmDeparture, c.Employer); err != nil {
		return err
	}
	if !d.Closed() {
		return fault.New(fault.Refused, "nobody confirmed that this employer leaves")
	}
	return nil
}

func gone(d Departure) error {
	return fault.New(fault.Refused, "it was confirmed on "+d.Confirmed.At.UTC().Format(time.RFC3339)+" that this employer leaves, and nobody can take that back")
}
