package figures

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/facts"
)

// aside is one version of a row beside the incidents'; one of them is there.
type aside struct {
	position  eventlog.Position
	involved  *facts.Version[facts.Involvement]
	profile   *facts.Version[facts.Profile]
	history   *facts.Version[facts.History]
	clearance *facts.Version[facts.Clearance]
	merge     *facts.Version[facts.Pseudonym]
}

func (b *Beside) len() int {
	return len(b.Involvements) + len(b.Profiles) + len(b.Histories) + len(b.Clearances) + len(b.Pseudonyms)
}

// inOrder gives all of them in the order of the log.
func (b *Beside) inOrder() []aside {
	all := make([]aside, 0, b.len())
	for i := range b.Involvements {
		all = append(all, aside{position: b.Involvements[i].Position, involved: &b.Involvements[i]})
	}
	for i := range b.Profiles {
		all = append(all, aside{position: b.Profiles[i].Position, profile: &b.Profiles[i]})
	}
	for i := range b.Histories {
		all = append(all, aside{position: b.Histories[i].Position, history: &b.Histories[i]})
	}
	for i := range b.Clearances {
		all = append(all, aside{position: b.Clearances[i].Position, clearance: &b.Clearances[i]})
	}
	for i := range b.Pseudonyms {
		all = append(all, aside{position: b.Pseudonyms[i].Position, merge: &b.Pseudonyms[i]})
	}
	slices.SortStableFunc(all, func(a, b aside) int { return cmp.Compare(a.position, b.position) })
	return all
}

// upTo divides them at a position.
func (b *Beside) upTo(through eventlog.Position) (now, later Beside) {
	now.Involvements, later.Involvements = upTo(through, b.Involvements)
	now.Profiles, later.Profiles = upTo(through, b.Profiles)
	now.Histories, later.Histories = upTo(through, b.Histories)
	now.Clearances, later.Clearances = upTo(through, b.Clearances)
	now.Pseudonyms, later.Pseudonyms = upTo(through, b.Pseudonyms)
	now.Cases, later.Cases = upTo(through, b.Cases)
	now.Steps, later.Steps = upTo(through, b.Steps)
	now.Damages, later.Damages = upTo(through, b.Damages)
	now.Aangiften, later.Aangiften = upTo(through, b.Aangiften)
	return now, later
}

// inTurn refuses versions that are not in the order of the log, or not of this part
// of it.
func inTurn[R any](what string, all []facts.Version[R], after, through eventlog.Position) error {
	last := after + 1
	for i := range all {
		if v := &all[i].Head; v.Position < last || v.Position > through {
			return fmt.Errorf("%s %s at position %d is out of order", what, v.Key, v.Position)
		}
		last = all[i].Position
	}
	return nil
}

// takeBeside takes in rows beside the incidents' up to a position. An incident that
// gets a version of its own there is left to that one.
func (e *Engine) takeBeside(s *snapshot, waiting []aside, through eventlog.Position, own uuid.UUID) []aside {
	for len(waiting) > 0 && waiting[0].position <= through {
		next := waiting[0]
		waiting = waiting[1:]
		for _, id := range e.note(next) {
			if id != own || next.position != through {
				e.again(s, id, next.position)
			}
		}
	}
	return waiting
}

// note keeps what a row says, and gives the incidents that show it.
func (e *Engine) note(a aside) []uuid.UUID {
	switch {
	case a.involved != nil:
		last := e.ties.of(a.involved.Parent)
		last.injuries = e.injuries.told(last.injuries, a.involved)
		e.ties.last[a.involved.Parent] = last
		return []uuid.UUID{a.involved.Parent}
	case a.merge != nil:
		return e.pseudonyms.take(a.merge)
	case a.profile != nil:
		e.suspects.ages[a.profile.Key] = a.profile.Row.AgeBand
		return slices.Concat(e.suspects.profiles[a.profile.Key], e.suspects.linked[a.profile.Key])
	case a.history != nil:
		file := a.history.Row.Suspect
		noted(e.suspects.history, file)[a.history.Key] = a.history.Row
		return e.suspects.linked[file]
	}
	file := a.clearance.Row.Suspect
	noted(e.suspects.cleared, file)[a.clearance.Row.Incident] = a.clearance.Row
	return e.suspects.linked[file]
}

func noted[R any](of map[uuid.UUID]map[uuid.UUID]R, file uuid.UUID) map[uuid.UUID]R {
	if of[file] == nil {
		of[file] = map[uuid.UUID]R{}
	}
	return of[file]
}
