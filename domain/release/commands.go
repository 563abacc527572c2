package release

import (
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/decider"
)

// Command is something that is asked of a release.
type Command interface{ releaseCommand() }

// Prepare keeps answers until they go out. Of the head all but the day is given.
type Prepare struct {
	By    access.Actor
	Today calendar.Day
	Head
	Answers []Answer
}

// Explain says how the figures of an employer are to be read.
type Explain struct {
	By access.Actor
	Explained
}

// Publish lets it go out.
type Publish struct {
	By       access.Actor
	At       time.Time
	Today    calendar.Day
	Findings []Finding // of the comparison with all earlier releases
	Early    string    // why it does not wait for those who still have days
	Accepted string    // why what was found is no reason to keep it
}

// Withdraw says that nobody should rely on it any more.
type Withdraw struct {
	By access.Actor
	Withdrawn
}

func (Prepare) releaseCommand()  {}
func (Explain) releaseCommand()  {}
func (Publish) releaseCommand()  {}
func (Withdraw) releaseCommand() {}

// Decider is the rules of a release.
var Decider = decider.Decider[Command, State, Event]{Decide: decide, Evolve: evolve}
