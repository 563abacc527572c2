package eventlog

import (
	"crypto/sha256"
	"fmt"
)

// Finding is one fault of a log.
type Finding struct {
	Position Position
	What     What
	Message  string // holds positions, versions, ids and times, never a payload
}

func (f Finding) String() string {
	return fmt.Sprintf("position %d: %s: %s", f.Position, f.What, f.Message)
}

// What is the kind of a fault.
type What string

const (
	FoundGap       What = "gap"          // positions are missing before this one
	FoundOrder     What = "order"        // it does not stand where it was recorded
	FoundVersion   What = "version"      // its stream skips or repeats a version
	FoundPayload   What = "payload"      // the payload is not the one that was recorded
	FoundMetadata  What = "metadata"     // the metadata, or another column that the hash covers
	FoundHash      What = "hash"         // the hash itself; or it cannot be told
	FoundClock     What = "clock"        // recorded_at falls
	FoundDuplicate What = "duplicate id" // the event id was used before
)

// covered lists what one hash covers, because the hash cannot tell which of
// them was changed.
const covered = "metadata, position, employer, stream, version, id, type, recorded_at or payload hash"

// judge names what is wrong with an event whose hash does not match. The event
// after it was chained to the hash as it was recorded, so it is the witness.
func (v *Verifier) judge(s Recorded, next *Recorded) {
	computed := Chain(v.hash, s)
	follows := func(h Hash) bool {
		return next != nil && Chain(h, *next) == next.Hash
	}
	repaired, mended := v.mend(s)
	doubtful := v.doubtful
	v.doubtful = false
	switch {
	case mended:
		v.accept(repaired)
	case follows(computed):
		v.find(s.Position, FoundHash, "the stored hash was changed")
		s.Hash = computed
		v.accept(s)
	case doubtful:
		v.find(s.Position, FoundHash, "it does not follow from the event before, which is at fault too or cannot be checked")
		v.disbelieve(s)
		v.doubtful = !follows(s.Hash)
	case follows(s.Hash):
		v.find(s.Position, FoundMetadata, "changed since it was recorded: one of %s", covered)
		v.disbelieve(s)
	default:
		v.find(s.Position, FoundHash, "the hash, or one of %s, was changed", covered)
		v.disbelieve(s)
		v.doubtful = true
	}
}

// mend looks for the one column whose right value is known, and which makes the
// hash match again.
func (v *Verifier) mend(s Recorded) (Recorded, bool) {
	version := s
	version.Version = v.versions[s.Stream] + 1
	if Chain(v.hash, version) == s.Hash {
		v.find(s.Position, FoundVersion, "the version was changed from %d to %d", version.Version, s.Version)
		return version, true
	}
	payload := s
	payload.PayloadHash = sha256.Sum256(s.Payload)
	if !s.Redacted && Chain(v.hash, payload) == s.Hash {
		v.find(s.Position, FoundPayload, "the payload is as it was recorded, its hash was changed")
		return payload, true
	}
	return s, false
}

// swapped finds two neighbours that changed places.
func (v *Verifier) swapped(s, next Recorded) bool {
	first, second := next, s
	first.Position, second.Position = s.Position, next.Position
	if next.Position != s.Position+1 || Chain(v.hash, first) != first.Hash || Chain(first.Hash, second) != second.Hash {
		return false
	}
	v.find(s.Position, FoundOrder, "this event and the one at position %d changed places", next.Position)
	v.accept(first)
	v.accept(second)
	return true
}
