package prosecution

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
)

// Clearance is why the suspect of this case turned out not to have done it, as it
// stands now: the OM says so (sepot 01) or the last court that judged did.
func (s Case) Clearance() (person.Clearance, bool) {
	now := s.Standing()
	n, found := s.Find(now.Deciding)
	if !found {
		return person.Clearance{}, false
	}
	told := n.Told.Value
	switch {
	case now.Outcome == acquitted:
		return person.Clearance{Ground: "ACQUITTAL", On: decided(n), Document: document(n)}, true
	case now.Sepot == "01" && (told.Step == sepot || told.Step == sepotRev):
		return person.Clearance{Ground: "SEPOT_01", On: decided(n), Document: document(n)}, true
	}
	return person.Clearance{}, false
}

// decided is the day of the decision, else that on which it was heard.
func decided(n Kept) string {
	if e := effect(n); e.Known() && e.Precision != moment.Month {
		return e.Local().Format(time.DateOnly)
	}
	return n.Received.Local().Format(time.DateOnly)
}

// document is the number of the letter; without one it is the notice by its id, which
// leads to what was heard.
func document(n Kept) string {
	if number, is := n.Reference.Get(); is {
		return number
	}
	return "notice " + n.ID.String()
}

// Consequences are what must be asked of the suspect's file when a case went from one
// state to another, in the same append as what moved it: every incident of the case is
// cleared, so that from that moment it is out of the history and waits for a review.
//
// It looks at both states, so that a review by a person is not undone by the next
// notice: an incident that was reviewed and stayed history leaves it again only when
// there is another clearance than before. An acquittal against which an appeal runs
// clears too; what follows when it falls is Reversed.
func Consequences(before, after Case, file suspect.File, by suspect.Asked) []suspect.Command {
	clearance, is := after.Clearance()
	if !is || after.Suspect == uuid.Nil {
		return nil
	}
	was, had := before.Clearance()
	// The number of a letter can be corrected without anybody deciding anything.
	anew := !had || was.Ground != clearance.Ground || was.On != clearance.On
	// Just after midnight here it is yesterday in UTC, by which the file judges days.
	clearance.On = min(clearance.On, by.At.UTC().Format(time.DateOnly))
	var all []suspect.Command
	for _, id := range after.Incidents {
		k, cleared := clearingOf(file, id)
		switch {
		case !cleared:
			all = append(all, suspect.Clear{Asked: by, Incident: id, Clearance: clearance})
		case anew && k.Reviewed && !k.Leaves:
			all = append(all, suspect.Review{Asked: by, Incident: id, Leaves: true, Reason: again(clearance.Ground)})
		}
	}
	return all
}

// ForTheFile lets the consequences of a case's command commit with it (decider.Both).
func ForTheFile(by suspect.Asked) decider.Following[Case, suspect.Command, suspect.File] {
	return decider.Following[Case, suspect.Command, suspect.File]{
		Stream: func(after Case) (eventlog.Stream, bool) {
			return suspect.Stream(after.Suspect), after.Suspect != uuid.Nil
		},
		Asks: func(before, after Case, file suspect.File) []suspect.Command {
			return Consequences(before, after, file, by)
		},
	}
}

func again(ground codes.Code) string {
	e, _ := codes.Clearance.Find(ground)
	return "opnieuw vrijgepleit na een eerdere beoordeling: " + e.NL + "; kijk of dit blijft (cleared again after an earlier review: " + e.EN + ")"
}

// Reversed are the incidents of which the suspect was cleared by this case, and is no
// longer: the acquittal was overturned or corrected, or the ground of dismissal was
// changed. Nothing puts them back by itself, because a mistake on that side harms
// somebody; a person decides by a review. A clearance that was forgotten is none of
// these: the file keeps it, because it is owed to whom it clears.
func Reversed(before, after Case, file suspect.File) []uuid.UUID {
	_, was := before.Clearance()
	if _, is := after.Clearance(); is || !was || after.forgot(before.Standing().Deciding) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(after.Incidents), func(id uuid.UUID) bool {
		k, cleared := clearingOf(file, id)
		return !cleared || k.Reviewed && !k.Leaves
	})
}

// forgot tells whether it can be read no more what a notice said that still counts.
func (s Case) forgot(notice uuid.UUID) bool {
	n, found := s.Find(notice)
	return found && !n.Withdrawn && n.Told.State == person.Forgotten
}

func clearingOf(file suspect.File, incident uuid.UUID) (suspect.Clearing, bool) {
	i := slices.IndexFunc(file.Clearances, func(k suspect.Clearing) bool { return k.Incident == incident })
	if i < 0 {
		return suspect.Clearing{}, false
	}
	return file.Clearances[i], true
}
