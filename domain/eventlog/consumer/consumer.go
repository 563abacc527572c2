// Package consumer is the contract of whoever reacts to what was recorded, one
// event after the other: how far it came, who may go on, and what it could not take.
//
// A consumer gets every event that it listens to, in the order of the log and
// at least once: again after a crash, a refusal or a change of owner. So that
// what it does about an event happens once all the same, it records it under Key.
package consumer

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// Status is how a consumer is doing.
type Status string

const (
	Running Status = "running"
	Paused  Status = "paused"  // by somebody; resume continues
	Stopped Status = "stopped" // at an event that it cannot take; resume tries again
)

// LeaseTime is how long an owner that says nothing more keeps a consumer.
const LeaseTime = 5 * time.Second

// Consumer is one durable reader of the log. Each topic of a name has its own
// position, so that a name may listen to several topics at once.
type Consumer struct {
	Name  string // "clocks"
	Topic string // see ParseTopic
}

// Start is where a consumer begins that the store does not know yet.
type Start string

const (
	FromBeginning Start = "beginning" // with the first event there is
	FromNow       Start = "now"       // behind the last one
)

// Lease is the right to go on for a consumer. It is a claim about the past:
// whether it still holds is decided by Fence, in the statement that writes.
type Lease struct {
	Consumer
	Owner    uuid.UUID
	Fence    int64
	Position eventlog.Position // everything up to here is done
	// Tried is an event that was refused, and Tries how often; 0 for none.
	Tried eventlog.Position
	Tries int
	// TakenOver: the owner before never gave the lease back. What it had in hand
	// may be what ended it.
	TakenOver bool
}

// TriesAt is how often an event was refused before.
func (l Lease) TriesAt(at eventlog.Position) int {
	if l.Tried != at {
		return 0
	}
	return l.Tries
}

// LetterStatus is what is to become of a dead letter.
type LetterStatus string

const (
	Dead     LetterStatus = "dead"     // waits until somebody has looked
	Retrying LetterStatus = "retrying" // somebody asked for another try
	Dropped  LetterStatus = "dropped"  // somebody decided that nothing is to be done about it
)

// DeadLetter is an event that a consumer could not take and passed over. It
// holds no more of the event than where it is.
type DeadLetter struct {
	Consumer
	Position eventlog.Position
	Reason   string // code words and an event type, never a payload
	Tries    int
	At       time.Time // of the last try, or of the decision
	Status   LetterStatus
}
