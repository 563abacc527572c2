package aftercare

import (
	"github.com/google/uuid"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// OfHealth is what follows for the care of a worker when more is told of an incident: in
// the same append it is judged whether the Arbeidsinspectie must be told, so that nobody
// has to think of it (Arbowet 9). The telling that may follow gets the id.
func OfHealth(asked Asked, of, worker, telling uuid.UUID, on moment.Moment) decider.Follower[incident.Incident] {
	return decider.Follow(Decider, decider.Following[incident.Incident, Command, Care]{
		Stream: func(incident.Incident) (eventlog.Stream, bool) { return Stream(ID(of, worker)), true },
		Asks: func(before, after incident.Incident, _ Care) []Command {
			return heeds(before, after, asked, worker, telling, on)
		},
	})
}

func heeds(before, after incident.Incident, asked Asked, worker, telling uuid.UUID, on moment.Moment) []Command {
	was, now := healthOf(before, worker), healthOf(after, worker)
	if MustReport(was) == MustReport(now) {
		return nil // what somebody judged meanwhile stands
	}
	return []Command{Heed{Asked: asked, ID: telling, Health: now, On: on, Followed: true}}
}

func healthOf(s incident.Incident, worker uuid.UUID) person.Health {
	w, _ := s.Worker(worker)
	health, _ := w.Health.Get()
	return health
}

// OfWish is what follows where whoever tells of an incident asks that somebody looks after a worker: his care
// begins in the same append, and with it the term of the first talk. Who asks need not be one who keeps care, and
// is told nothing of it. Care that began already goes on, as after OfHealth.
func OfWish(asked Asked, of, worker, telling uuid.UUID, on moment.Moment) decider.Follower[incident.Incident] {
	return decider.Follow(Decider, decider.Following[incident.Incident, Command, Care]{
		Stream: func(incident.Incident) (eventlog.Stream, bool) { return Stream(ID(of, worker)), true },
		Asks: func(before, after incident.Incident, care Care) []Command {
			if care.Opened() {
				return heeds(before, after, asked, worker, telling, on)
			}
			_, hit := after.Worker(worker)
			return []Command{Open{
				Asked: asked, Incident: of, Worker: worker, Telling: telling, On: on, Followed: true,
				Target: Target{Employer: after.Employer, Regime: after.Regime, Hit: hit, Health: healthOf(after, worker)},
			}}
		},
	})
}
