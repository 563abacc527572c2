// Package world invents what a demonstration shows: employers, incidents, suspects,
// cases and everything that is told of them later, by a seed and to published figures.
//
// What it draws follows section 9 of the domain notes where that has a number, the
// minister's letter (Kamerstuk 28684 nr. 819) where it has a direction, and is our
// own choice elsewhere; WORLD.md says which is which. It reads no clock and no file:
// the same options give the same world, to the last id.
package world

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

// Options say which world.
type Options struct {
	Seed      uint64
	Incidents int            // that happened; reports made twice or by mistake come on top
	Until     string         // last day of the two years (2006-01-02); "" is DefaultUntil
	Zone      *time.Location // of the employers
}

// What is shown to who asks for nothing else. The day is fixed, so that figures in
// documents stay true. The seed is one of those in which the patterns of whole
// professions show in so few incidents, New Year among them: in others some do not.
const (
	DefaultSeed      = 52
	DefaultIncidents = 400
	DefaultUntil     = "2026-10-31"
)

// World is one that was chosen. It holds no incident: each is invented when it is
// asked for, so that a large world takes no more memory than a small one.
type World struct {
	seed  uint64
	n     int
	zone  *time.Location
	name  string    // seed and last day, in ids and keys
	from  time.Time // first midnight, on the clock of the zone
	until time.Time // midnight after the last day
	sites []site
	begin []share[int]  // index of a site, by how many incidents it has
	cast  map[int]*part // the stories that play a part
}

// months is how long the world lasts: two New Years are in it, whatever the day.
const months = 24

// New chooses a world. The error says which option is wrong.
func New(o Options) (*World, error) {
	if o.Until == "" {
		o.Until = DefaultUntil
	}
	last, err := time.ParseInLocation(time.DateOnly, o.Until, o.Zone)
	switch {
	case err != nil:
		return nil, fmt.Errorf("the last day %q is not a day: write it as %s", o.Until, DefaultUntil)
	case o.Until < earliest || o.Until > latest:
		return nil, fmt.Errorf("the last day %s is too early or too late: use %s to %s", o.Until, earliest, latest)
	case o.Incidents < 0:
		return nil, fmt.Errorf("there cannot be %d incidents: use 0 or more", o.Incidents)
	}
	w := &World{seed: o.Seed, n: o.Incidents, zone: o.Zone, name: fmt.Sprintf("%d/%s", o.Seed, o.Until)}
	w.until = last.AddDate(0, 0, 1)
	w.from = w.until.AddDate(0, -months, 0)
	w.settle()
	w.chooses()
	return w, nil
}

// All codes that are used apply in these years, and the gemeenten are those of 2023.
const (
	earliest = "2025-12-31"
	latest   = "2035-12-31"
)

// Told is one thing that somebody tells the log.
type Told struct {
	At       time.Time
	Key      string // of this and nothing else in any world
	Story    int    // what has the same number is told in order
	Employer uuid.UUID
	Stream   eventlog.Stream
	By       access.Actor
	// Command is one of an employer, a suspect's file, an incident, an aangifte, a case,
	// aftercare, or agreements and their use. The facts from outside that it needs
	// (Merge.Into.State, LinkSuspect.File, Heed.Health, and who is known to Assign and HandOver) are those of the log at that
	// moment: whoever tells it looks them up.
	Command any
}

// space is where the ids of the invented world are.
var space = uuid.MustParse("6b1d3c3e-53a5-4f0b-8a53-0b6a5a1c9d10")

// named is the id of something that is the same in every world: employers, workers.
func named(name string) uuid.UUID { return uuid.NewSHA1(space, []byte(name)) }

// id sorts by time, as those of real records do.
func (w *World) id(at time.Time, name string) uuid.UUID {
	id := named(w.name + "/" + name)
	ms := uint64(at.UnixMilli())
	for i := range 6 {
		id[i] = byte(ms >> (8 * (5 - i)))
	}
	id[6] = 0x70 | id[6]&0x0f
	return id
}

func actor(role access.Role, at uuid.UUID, who int) access.Actor {
	name := fmt.Sprintf("%s@%s %d", role, at, who)
	return access.Actor{ID: named(name), Role: role, Employer: at, Purpose: role.Purposes()[0]}
}

// dice are those of one story, whatever else there is in the world.
func (w *World) dice(story int) dice {
	return dice{rand.New(rand.NewPCG(w.seed, uint64(story)))}
}

// month gives the first midnight of the month that lies so many before the last one.
func (w *World) month(before int) time.Time {
	last := w.until.AddDate(0, 0, -1)
	return time.Date(last.Year(), last.Month()-time.Month(before), 1, 0, 0, 0, 0, w.zone)
}
