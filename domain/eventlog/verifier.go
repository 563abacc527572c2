package eventlog

import (
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Verifier reads a log from its first event on and names what is wrong with
// it, each fault once. The zero value is ready to use.
//
// It cannot see a log that was cut off at its end, or one that was written anew
// from some event on with all its hashes: compare Tail with what was noted
// outside the store. Nor does it judge whether a redaction was allowed.
//
// It keeps the version of every stream and the id of every event in memory:
// about 50 bytes per event.
type Verifier struct {
	position Position
	hash     Hash
	at       time.Time
	versions map[Stream]Version
	ids      map[uuid.UUID]bool
	findings []Finding

	// suspect is the last event when its hash does not match: only the event
	// after it shows whether the hash was changed or what it covers.
	suspect *Recorded
	// doubtful: the hash of the event before may not be the one that was recorded.
	doubtful bool
	// unread counts events that are missing or cannot be believed. Each explains
	// one version that some stream skips later.
	unread int64
}

// Next takes the events one at a time, in the order in which the log gives them.
func (v *Verifier) Next(e Recorded) {
	if s := v.suspect; s != nil {
		v.suspect = nil
		if v.swapped(*s, e) {
			return
		}
		v.judge(*s, &e)
	}
	switch {
	case e.Position <= v.position:
		v.find(e.Position, FoundOrder, "it comes after position %d", v.position)
	case e.Position > v.position+1:
		v.gap(e)
		v.accept(e)
	case Chain(v.hash, e) != e.Hash:
		v.suspect = &e
	default:
		v.doubtful = false
		v.accept(e)
	}
}

// Findings ends the reading and gives what was found, in the order of the log.
func (v *Verifier) Findings() []Finding {
	if s := v.suspect; s != nil {
		v.suspect = nil
		v.judge(*s, nil)
	}
	return v.findings
}

// Tail is the last event that was read and its stored hash: what to note
// outside the store, so that a shortened log is found out.
func (v *Verifier) Tail() (Position, Hash) {
	if v.suspect != nil {
		return v.suspect.Position, v.suspect.Hash
	}
	return v.position, v.hash
}

// gap notes missing events. The one after them cannot be held against its
// predecessor, so its own hash is in doubt until the next event confirms it.
func (v *Verifier) gap(e Recorded) {
	first, last := v.position+1, e.Position-1
	v.find(e.Position, FoundGap, "positions %d to %d are missing; this event cannot be checked against the one before it", first, last)
	v.unread += int64(last - first + 1)
	v.doubtful = true
}

// accept takes in an event that follows from the one before.
func (v *Verifier) accept(e Recorded) {
	v.payload(e)
	v.version(e)
	if e.RecordedAt.Before(v.at) {
		v.find(e.Position, FoundClock, "recorded_at %s lies before that of the event before it, %s", stamp(e.RecordedAt), stamp(v.at))
	}
	v.at = e.RecordedAt
	v.id(e)
	v.position, v.hash = e.Position, e.Hash
}

// disbelieve goes on after an event whose columns are not as they were
// recorded: what it says about streams and times proves nothing about others.
func (v *Verifier) disbelieve(e Recorded) {
	v.payload(e)
	v.unread++
	v.position, v.hash = e.Position, e.Hash
}

func (v *Verifier) payload(e Recorded) {
	if !e.Redacted && sha256.Sum256(e.Payload) != e.PayloadHash {
		v.find(e.Position, FoundPayload, "the payload does not match its hash: one of the two was changed")
	}
}

func (v *Verifier) version(e Recorded) {
	if v.versions == nil {
		v.versions = make(map[Stream]Version)
	}
	skipped := int64(e.Version - v.versions[e.Stream] - 1)
	v.versions[e.Stream] = e.Version
	if skipped > 0 && skipped <= v.unread {
		v.unread -= skipped
		return
	}
	if skipped != 0 {
		v.find(e.Position, FoundVersion, "version %d of its stream, where %d was to come", e.Version, int64(e.Version)-skipped)
	}
}

func (v *Verifier) id(e Recorded) {
	if v.ids == nil {
		v.ids = make(map[uuid.UUID]bool)
	}
	if v.ids[e.ID] {
		v.find(e.Position, FoundDuplicate, "the event id %s was used before", e.ID)
	}
	v.ids[e.ID] = true
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

func (v *Verifier) find(p Position, w What, format string, args ...any) {
	v.findings = append(v.findings, Finding{Position: p, What: w, Message: fmt.Sprintf(format, args...)})
}
