package projections

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// Status is how one revision of a projection is doing.
type Status string

const (
	Running  Status = "running"
	Paused   Status = "paused"   // by somebody; resume continues
	Stopped  Status = "stopped"  // at an event that it cannot take; resume tries again
	Building Status = "building" // beside the one that is being read
	Retired  Status = "retired"  // its rows are gone, or going
)

// LeaseTime is how long an owner that says nothing more keeps a projection:
// short enough that readers hardly notice a takeover, long enough that a slow
// commit is not taken for a death.
const LeaseTime = 5 * time.Second

// Lease is the right to apply events to one revision of a projection. It is a
// claim about the past: whether it still holds is decided by Fence, in the
// statement that writes.
type Lease struct {
	Name     string
	Revision int
	Owner    uuid.UUID
	Fence    int64
	Position eventlog.Position // where the projection stood when the lease was given or renewed
}
