package figures

import (
	"math"
	"sort"
	"sync/atomic"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// chunkSize keeps what one step of a count touches within a core's own cache.
const chunkSize = 1 << 14

// ordinal is a version's place among all versions. Successors are ordinals and
// not positions, because half the bytes is half the time of a count.
type ordinal = uint32

const (
	noSuccessor ordinal = math.MaxUint32
	// Room is left for the versions of other incidents that a batch brings along.
	maxVersions = math.MaxUint32 - 1<<28
)

// chunk is a stretch of versions, column by column. What lies below a snapshot's
// count is never written again, but for successor.
type chunk struct {
	began     [chunkSize]eventlog.Position
	successor [chunkSize]atomic.Uint32
	before    [chunkSize]ordinal       // the version before it of the same incident; noSuccessor for the first
	after     [chunkSize]atomic.Uint32 // as successor, also of a hidden one; only protected figures ask
	occurred  [chunkSize]minute
	slot      [chunkSize]slot
	day       [chunkSize]dayNumber
	employer  [chunkSize]uint16
	number    [chunkSize]uint32   // of the incident, by which cases name it
	stands    [chunkSize]stands   // why it is hidden; only the difference of two moments asks
	changed   [chunkSize]uint32   // what is otherwise than in the version before it; only protected figures ask
	keys      *[chunkSize]uint64  // the record key of the incident, where a count reads it in order; nil while nothing is protected
	answers   [columnCount]column // by the place of the dimension in recorded
}

// entry is one version on its way into the columns.
type entry struct {
	incident  uuid.UUID
	tie       tie
	suspected *suspected
	began     eventlog.Position
	occurred  minute
	slot      slot
	day       dayNumber
	employer  uint16
	number    uint32
	key       uint64
	changed   uint32
	before    ordinal
	hidden    bool // counts not, or not by itself
	stands    stands
	answers   [columnCount]uint32
}

// put writes one version. A hidden one is superseded from the start: it ends
// the version before it and is never visible itself.
func (c *chunk) put(at ordinal, e entry) {
	i := at % chunkSize
	c.began[i], c.occurred[i], c.slot[i], c.day[i], c.employer[i], c.number[i] = e.began, e.occurred, e.slot, e.day, e.employer, e.number
	c.before[i], c.stands[i], c.changed[i] = e.before, e.stands, e.changed
	c.after[i].Store(noSuccessor)
	if c.keys != nil {
		c.keys[i] = e.key
	}
	for d, answer := range e.answers {
		c.answers[d].put(i, answer)
	}
	if e.hidden {
		c.successor[i].Store(at)
	} else {
		c.successor[i].Store(noSuccessor)
	}
}

// entryAt is a version as it was put, but for what it says of its incident.
func (s *snapshot) entryAt(at ordinal) entry {
	c, i := s.chunks[at/chunkSize], at%chunkSize
	e := entry{began: c.began[i], occurred: c.occurred[i], slot: c.slot[i], day: c.day[i], employer: c.employer[i], hidden: s.hides(at)}
	for d := range e.answers {
		e.answers[d] = c.answers[d].get(i)
	}
	return e
}

func (s *snapshot) hides(at ordinal) bool {
	return s.chunks[at/chunkSize].successor[at%chunkSize].Load() == at
}

// visible lists the versions below a limit that nothing below it supersedes.
func (c *chunk) visible(first, limit ordinal, list []uint32) []uint32 {
	list = list[:chunkSize]
	n := 0
	for i := range min(limit-first, chunkSize) {
		list[n] = i
		if c.successor[i].Load() >= limit { // compiled without a jump: half of all versions would be mispredicted
			n++
		}
	}
	return list[:n]
}

// snapshot is everything as of one position. It never changes, but for what is
// remembered of it.
type snapshot struct {
	position   eventlog.Position
	versions   ordinal
	chunks     []*chunk
	employers  employers
	references loadedTables
	turns      []turn
	quarters   []quarter
	books      books
	keys       recordKeys
	answers    [columnCount]answerList
	next       chan struct{}           // closed when there is a newer one
	coverage   atomic.Pointer[covered] // the last that was counted of it
}

// limit is the number of versions that began at or before a position.
func (s *snapshot) limit(p eventlog.Position) ordinal {
	if p >= s.position {
		return s.versions
	}
	return ordinal(sort.Search(int(s.versions), func(i int) bool {
		return s.chunks[i/chunkSize].began[i%chunkSize] > p
	}))
}

// firstBefore is the version of the same incident as it stood below a limit; noSuccessor when
// there was none.
func (s *snapshot) firstBefore(v, limit ordinal) ordinal {
	was, _ := s.asBefore(v, limit)
	return was
}
