package suspectlink

import (
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
)

// Leave ends all links of an employer that leaves: nobody is there any more who could answer for
// them, and the other side sees that they ended.
type Leave struct {
	Asked
	Employer uuid.UUID
}

func (Leave) suspectlinkCommand() {}

// 6. Who leaves takes its links along.
func leave(s Links, c Leave) (all []Event, err error) {
	if err := c.By.May(access.ConfirmDeparture, c.Employer); err != nil {
		return nil, err
	}
	for _, l := range s.Of(c.Employer) {
		if open(l.Stands(c.Today)) {
			all = append(all, Ended{ID: l.ID, Employer: c.Employer, By: c.By.ID, At: c.At})
		}
	}
	return all, nil
}

// Open are those of an employer that stand, or wait for somebody.
func (s Links) Open(employer uuid.UUID, today calendar.Day) (ids []uuid.UUID) {
	for _, l := range s.Of(employer) {
		if open(l.Stands(today)) {
			ids = append(ids, l.ID)
		}
	}
	return ids
}
