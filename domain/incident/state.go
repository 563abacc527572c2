package incident

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// Incident is the state of one incident as it is known now.
type Incident struct {
	Employer    uuid.UUID // zero before it is registered
	Regime      codes.Code
	Occurred    moment.Moment
	ReportedAt  time.Time
	Reported    moment.Moment
	Place       Place
	Behaviours  []codes.Code
	Professions []codes.Code
	Circumstances
	Workers        []Worker // one per person, in the order told, each as last known
	Otherwise      []Worker // who was named in another way by somebody who may not see the record; health absent
	Narrative      []person.Held[string]
	Address        person.Held[string]
	Reference      person.Held[string]
	Course         []Step
	Support        Support
	ForceReports   []person.Held[string] // numbers of the police's own reports
	Qualifications []Qualification       // in the order told
	Suspects       []Linked
	Attachments    []Attachment
	Photos         []Photo     // those of the attachments that are kept here
	MergedInto     uuid.UUID   // another incident that is the same one; zero when it stands by itself
	Merged         []uuid.UUID // what was merged into this one, in the order of their ids
	Closed         bool
	Closing        Closed // why, when Closed
	Corrections    int
	Withdrawn      bool
	Withdrawal     Withdrawn // why, when Withdrawn
}

// Registered tells whether there is such an incident at all.
func (s Incident) Registered() bool { return s.Employer != uuid.Nil }

// Worker finds somebody it happened to.
func (s Incident) Worker(id uuid.UUID) (Worker, bool) {
	if i := indexOf(s.Workers, id); i >= 0 {
		return s.Workers[i], true
	}
	return Worker{}, false
}

func indexOf(list []Worker, id uuid.UUID) int {
	return slices.IndexFunc(list, func(w Worker) bool { return w.Person == id })
}
