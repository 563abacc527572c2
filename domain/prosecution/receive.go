package prosecution

import (
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
)

// mostNotices bounds a case; the ledger's sums rest on it.
const mostNotices = 1_000

// 4. Whatever was heard is recorded, in any order and as late as it comes: an order
// that cannot be is shown to people and never refused, because the truth may be the
// other notice.
func receive(s Case, c Receive) ([]Event, error) {
	if err := current(s, c.Asked, c.Beside, access.ChangeCase); err != nil {
		return nil, err
	}
	f, whole := form{at: c.At}, Together(s, c.Others...)
	n := f.notice(whole, c.ID, c.Heard)
	if err := f.Err(); err != nil {
		return nil, err
	}
	have, found := whole.Find(c.ID)
	switch {
	case found && have.Home == uuid.Nil && !have.Withdrawn && have.Notice.equal(n):
		return nil, nil // already as asked
	case found:
		return nil, fault.New(fault.Refused, "there is another notice with this id, or one that was withdrawn: correct that one, or use a new id")
	case len(s.Notices) >= mostNotices:
		return nil, fault.New(fault.Refused, "there are 1000 notices already: follow what comes in a new case")
	}
	return []Event{NoticeReceived{n}}, nil
}

// 5. A notice that turned out otherwise is told again as a whole, with the reason: a
// ground of dismissal is changed after a complaint, a date was misread.
func correct(s Case, c Correct) ([]Event, error) {
	have, err := standing(s, c.Asked, c.Beside, c.ID)
	if err != nil {
		return nil, err
	}
	if have.Told.State != person.Present {
		return nil, fault.New(fault.Refused, "what this notice said was destroyed or is closed to you: tell a new notice if it is still known")
	}
	// Who cannot see the amounts would take them away by leaving them out.
	if !shown(have.Amounts.State) && len(c.Amounts) == 0 {
		return nil, fault.New(fault.Refused, "what this notice said of money was destroyed or is closed to you: tell the amounts too, or withdraw it and tell a new notice")
	}
	f := form{at: c.At}
	n := f.notice(Together(s, c.Others...), c.ID, c.Heard)
	if f.Err() == nil && have.Notice.equal(n) {
		return nil, nil // already as asked
	}
	return facts(NoticeCorrected{Notice: n, Again: !have.says(n), Reason: f.why(c.Reason)}, f.Err())
}

// 6. One that was wrong altogether is withdrawn. Who was told of it is told that too.
func withdraw(s Case, c Withdraw) ([]Event, error) {
	if err := mine(s, c.Asked, access.ChangeCase); err != nil {
		return nil, err
	}
	if have, found := s.Find(c.ID); found && have.Withdrawn {
		return nil, nil // already as asked
	}
	if _, err := standing(s, c.Asked, c.Beside, c.ID); err != nil {
		return nil, err
	}
	f := form{at: c.At}
	return facts(NoticeWithdrawn{ID: c.ID, Reason: f.why(c.Reason)}, f.Err())
}

// standing gives the notice that a command is about, if it counts.
func standing(s Case, c Asked, b Beside, id uuid.UUID) (Kept, error) {
	if err := mine(s, c, access.ChangeCase); err != nil {
		return Kept{}, err
	}
	have, found := s.Find(id)
	elsewhere, there := Together(s, b.Others...).Find(id)
	switch {
	case !found && there:
		return Kept{}, fault.New(fault.Refused, "this notice is in case "+elsewhere.Home.String()+", which was merged into this one: correct or withdraw it there")
	case !found:
		return Kept{}, fault.New(fault.Refused, "this case has no notice with this id: check it, or receive the notice first")
	case have.Withdrawn:
		return Kept{}, fault.New(fault.Refused, "this notice was withdrawn: receive it again under a new id if it was right after all")
	}
	return have, nil
}
