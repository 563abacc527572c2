package logtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

var appending = []promise{
	{"the first event has position 1, version 1 and everything it was given", firstEvent},
	{"payload and metadata come back byte for byte", bytesAsGiven},
	{"an append takes the next positions, in the order of its changes", orderOfChanges},
	{"a stream that is not where it was seen refuses, and says where it is", conflicts},
	{"any version appends wherever the stream is", anyVersion},
	{"several streams are appended to together or not at all", allOrNothing},
	{"a change without events only holds its stream to a version", guards},
	{"a stream stays with the employer of its first event", oneEmployer},
	{"what no log may take is refused and leaves nothing behind", malformed},
	{"the limits are what they say", limits},
	{"an event id is used once in the whole log", idOnce},
	{"a context that has ended records nothing", endedContext},
	{"the log keeps its own copy of what it is given and gives", ownCopy},
	{"another instance finds everything that was accepted", reopened},
}

func firstEvent(tr *trial) {
	e, s, employer := tr.event(), tr.stream(), tr.id()
	r := tr.accept(eventlog.Append{Employer: employer, Changes: []eventlog.Change{{Stream: s, Events: []eventlog.Proposed{e}}}})
	tr.same("receipt", r, eventlog.Receipt{First: 1, Last: 1, RecordedAt: r.RecordedAt, Versions: []eventlog.Version{1}})
	want := eventlog.Recorded{
		Position: 1, Employer: employer, Stream: s, Version: 1, ID: e.ID, Type: e.Type, RecordedAt: r.RecordedAt,
		Payload: e.Payload, Metadata: e.Metadata, PayloadHash: sha256.Sum256(e.Payload),
	}
	want.Hash = eventlog.Chain(eventlog.Genesis, want)
	tr.sameEvents("the whole log", tr.all(), []eventlog.Recorded{want})
	if at := r.RecordedAt; at.IsZero() || !at.Equal(at.Truncate(time.Microsecond)) {
		tr.t.Errorf("recorded at %s, want whole microseconds", at)
	}
}

// bytesAsGiven holds what a database is tempted to change: jsonb sorts and
// closes up, text columns refuse NUL and broken UTF-8, drivers turn empty into NULL.
func bytesAsGiven(tr *trial) {
	samples := [][]byte{
		[]byte(`{}`), {}, {0}, {0xff, 0xfe, 0x00, 0x80}, []byte("{ \"b\" : 1.0,\n\"a\":\"\\u0000\", \"a\": 2 }"),
		bytes.Repeat([]byte{0xa5}, eventlog.MaxPayload),
	}
	s := tr.stream()
	for _, sample := range samples {
		e := tr.event()
		e.Payload, e.Metadata = sample, sample
		tr.accept(changes(eventlog.Change{Stream: s, Expected: eventlog.AnyVersion, Events: []eventlog.Proposed{e}}))
	}
	for i, e := range tr.readStream(s, 0) {
		if e.Payload == nil || !bytes.Equal(e.Payload, samples[i]) || !bytes.Equal(e.Metadata, samples[i]) {
			tr.t.Errorf("sample %d of %d bytes came back with %d and %d bytes, or changed", i, len(samples[i]), len(e.Payload), len(e.Metadata))
		}
		if e.Redacted {
			tr.t.Errorf("sample %d came back as redacted", i)
		}
	}
}

func orderOfChanges(tr *trial) {
	a, b, c := tr.stream(), tr.stream(), tr.stream()
	tr.accept(changes(tr.to(b, 0, 2)))
	r := tr.accept(changes(tr.to(c, 0, 1), tr.to(a, eventlog.AnyVersion, 3), tr.to(b, 2, 2)))
	tr.same("receipt", r, eventlog.Receipt{First: 3, Last: 8, RecordedAt: r.RecordedAt, Versions: []eventlog.Version{1, 3, 4}})
	var streams []eventlog.Stream
	for _, e := range tr.read(2, 100) {
		streams = append(streams, e.Stream)
	}
	tr.same("streams in order", streams, []eventlog.Stream{c, a, a, a, b, b})
}

func conflicts(tr *trial) {
	s, fresh := tr.stream(), tr.stream()
	tr.accept(changes(tr.to(s, 0, 3)))
	for _, expected := range []eventlog.Version{0, 2, 4, 1 << 40} {
		tr.conflict(changes(tr.to(s, expected, 1)), eventlog.ConflictError{Stream: s, Expected: expected, Actual: 3})
	}
	tr.conflict(changes(tr.to(fresh, 1, 1)), eventlog.ConflictError{Stream: fresh, Expected: 1, Actual: 0})
	tr.accept(changes(tr.to(s, 3, 1)))
}

func anyVersion(tr *trial) {
	s := tr.stream()
	for n := range 3 {
		r := tr.accept(changes(tr.to(s, eventlog.AnyVersion, 2)))
		tr.same("version", r.Versions, []eventlog.Version{eventlog.Version(2*n + 2)})
	}
}

func allOrNothing(tr *trial) {
	first, second, third := tr.stream(), tr.stream(), tr.stream()
	tr.accept(changes(tr.to(second, 0, 1)))
	tr.conflict(changes(tr.to(first, 0, 1), tr.to(second, 0, 1), tr.to(third, 7, 1)),
		eventlog.ConflictError{Stream: second, Expected: 0, Actual: 1})
	for _, s := range []eventlog.Stream{first, third} {
		if v := tr.version(s); v != 0 {
			tr.t.Errorf("%s is at version %d after an append that was refused", s, v)
		}
	}
	tr.accept(changes(tr.to(first, 0, 1), tr.to(second, 1, 1), tr.to(third, 0, 1)))
}

func guards(tr *trial) {
	held, written := tr.stream(), tr.stream()
	tr.accept(changes(tr.to(held, 0, 2)))
	r := tr.accept(changes(tr.to(held, 2, 0), tr.to(written, 0, 1)))
	tr.same("receipt", r, eventlog.Receipt{First: 3, Last: 3, RecordedAt: r.RecordedAt, Versions: []eventlog.Version{2, 1}})
	tr.conflict(changes(tr.to(held, 1, 0), tr.to(written, 1, 1)), eventlog.ConflictError{Stream: held, Expected: 1, Actual: 2})
	absent := tr.stream()
	tr.accept(changes(tr.to(absent, 0, 0), tr.to(written, 1, 1)))
	tr.accept(changes(tr.to(absent, 0, 1)))
}

func oneEmployer(tr *trial) {
	mine, fresh := tr.stream(), tr.stream()
	owner, other := tr.id(), tr.id()
	by := func(employer uuid.UUID, c ...eventlog.Change) eventlog.Append {
		return eventlog.Append{Employer: employer, Changes: c}
	}
	tr.accept(by(owner, tr.to(mine, 0, 1)))
	for _, employer := range []uuid.UUID{other, uuid.Nil} {
		for _, expected := range []eventlog.Version{eventlog.AnyVersion, 1, 0, 7} { // right or wrong, the answer is the same
			tr.refuse(by(employer, tr.to(mine, expected, 1)), eventlog.ErrInvalid)
		}
		tr.refuse(by(employer, tr.to(fresh, 0, 1), tr.to(mine, 1, 1)), eventlog.ErrInvalid)
		tr.refuse(by(employer, tr.to(mine, 1, 0), tr.to(fresh, 0, 1)), eventlog.ErrInvalid) // nor held to a version
	}
	tr.accept(by(owner, tr.to(mine, 1, 1), tr.to(fresh, 0, 1)))
}

func malformed(tr *trial) {
	s := tr.stream()
	with := func(change func(*eventlog.Proposed)) eventlog.Append {
		c := tr.to(s, 0, 2)
		change(&c.Events[1])
		return changes(c)
	}
	twice := tr.to(s, 0, 1)
	for name, a := range map[string]eventlog.Append{
		"no change":             {},
		"no event":              changes(tr.to(s, 0, 0)),
		"no id":                 with(func(e *eventlog.Proposed) { e.ID = uuid.Nil }),
		"no type":               with(func(e *eventlog.Proposed) { e.Type = "" }),
		"a NUL in the type":     with(func(e *eventlog.Proposed) { e.Type = "a\x00b" }),
		"no payload":            with(func(e *eventlog.Proposed) { e.Payload = nil }),
		"no metadata":           with(func(e *eventlog.Proposed) { e.Metadata = nil }),
		"no category":           changes(tr.to(eventlog.Stream{ID: s.ID}, 0, 1)),
		"a number as category":  changes(tr.to(eventlog.Stream{Category: "p123", ID: s.ID}, 0, 1)),
		"the same stream twice": changes(tr.to(s, 0, 1), tr.to(s, 1, 1)),
		"the same event twice":  changes(eventlog.Change{Stream: s, Events: append(twice.Events, twice.Events...)}),
		"a version below any":   changes(tr.to(s, -2, 1)),
	} {
		before := tr.head()
		if _, err := tr.log.Append(tr.ctx, a); !errors.Is(err, eventlog.ErrInvalid) {
			tr.t.Errorf("%s: got %v, want %v", name, err, eventlog.ErrInvalid)
		}
		if after := tr.head(); after != before {
			tr.t.Errorf("%s: the head moved from %d to %d", name, before, after)
		}
	}
}

func limits(tr *trial) {
	s := tr.stream()
	sized := func(sizes ...int) eventlog.Append {
		c := tr.to(s, eventlog.AnyVersion, len(sizes))
		for i, size := range sizes {
			c.Events[i].Payload, c.Events[i].Metadata = bytes.Repeat([]byte("x"), size), []byte{}
		}
		return changes(c)
	}
	const quarter = eventlog.MaxBytes / 4
	tr.accept(changes(tr.to(s, 0, eventlog.MaxEvents)))
	tr.refuse(changes(tr.to(s, eventlog.AnyVersion, eventlog.MaxEvents+1)), eventlog.ErrTooLarge)
	tr.refuse(changes(tr.to(s, eventlog.AnyVersion, eventlog.MaxEvents), tr.to(tr.stream(), 0, 1)), eventlog.ErrTooLarge)
	tr.accept(sized(quarter, quarter, quarter, quarter))
	tr.refuse(sized(quarter, quarter, quarter, quarter, 1), eventlog.ErrTooLarge)
	tr.refuse(sized(eventlog.MaxPayload+1), eventlog.ErrTooLarge)
}

func idOnce(tr *trial) {
	s := tr.stream()
	first := tr.to(s, 0, 1)
	tr.accept(changes(first))
	tr.refuse(changes(eventlog.Change{Stream: tr.stream(), Events: first.Events}), eventlog.ErrInvalid)
	tr.refuse(changes(tr.to(tr.stream(), 0, 1), eventlog.Change{Stream: s, Expected: 1, Events: first.Events}), eventlog.ErrInvalid)
	tr.accept(changes(tr.to(s, 1, 1)))
}

func endedContext(tr *trial) {
	ended, end := context.WithCancel(tr.ctx)
	end()
	key := keyOf("ended", "body")
	if _, err := tr.log.Append(ended, eventlog.Append{Changes: []eventlog.Change{tr.to(tr.stream(), 0, 1)}, Key: key}); !errors.Is(err, context.Canceled) {
		tr.t.Errorf("got %v, want %v", err, context.Canceled)
	}
	// What was queued before the next append would have been recorded with it.
	tr.accept(changes(tr.to(tr.stream(), 0, 1)))
	if head := tr.head(); head != 1 {
		tr.t.Errorf("head is %d, want 1: only the append that was waited for", head)
	}
	if _, found, err := tr.log.Outcome(tr.ctx, *key); found || err != nil {
		tr.t.Errorf("outcome of an append that was never begun: %t, %v", found, err)
	}
}

func ownCopy(tr *trial) {
	given := tr.to(tr.stream(), 0, 1)
	want := bytes.Clone(given.Events[0].Payload)
	r := tr.accept(eventlog.Append{Changes: []eventlog.Change{given}, Key: keyOf("copy", "body")})
	given.Events[0].Payload[0]++
	given.Events[0].Metadata[0]++
	r.Versions[0] = 99
	for range 2 {
		page, own := tr.read(0, 1)[0], tr.readStream(given.Stream, 0)[0]
		if !bytes.Equal(page.Payload, want) || !bytes.Equal(own.Payload, want) || page.Metadata[0] != '{' {
			tr.t.Fatal("what one caller did to its bytes changed the log")
		}
		page.Payload[0]++
		page.Metadata[0]++
		own.Payload[0]++
	}
	for range 2 {
		again := tr.accept(eventlog.Append{Changes: []eventlog.Change{tr.to(given.Stream, 0, 1)}, Key: keyOf("copy", "body")})
		tr.same("the stored outcome", again.Versions, []eventlog.Version{1})
		again.Versions[0] = 99
	}
}

func reopened(tr *trial) {
	if tr.f.Reopen == nil {
		tr.t.Skip("this log lives in one instance only")
	}
	s, key := tr.stream(), keyOf("reopened", "body")
	first := tr.accept(eventlog.Append{Changes: []eventlog.Change{tr.to(s, 0, 3)}, Key: key})
	before := tr.all()
	tr.log = tr.f.Reopen()
	tr.sameEvents("the whole log", tr.all(), before)
	tr.conflict(changes(tr.to(s, 0, 1)), eventlog.ConflictError{Stream: s, Expected: 0, Actual: 3})
	first.Replayed = true
	tr.same("outcome", tr.accept(eventlog.Append{Changes: []eventlog.Change{tr.to(s, 0, 3)}, Key: key}), first)
	tr.accept(changes(tr.to(s, 3, 1)))
	tr.log = tr.f.Log
	if v := tr.version(s); v != 4 {
		tr.t.Errorf("the first instance sees version %d, want 4", v)
	}
}
