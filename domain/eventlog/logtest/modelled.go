package logtest

import (
	"errors"
	"fmt"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/eventlog"
)

var modelled = []promise{
	{"any script of appends and reads does what a plain list would", likeAList},
}

// likeAList runs all scripts on one log, because opening a store for each is
// slow; every script has streams, keys and marks of its own.
func likeAList(tr *trial) {
	l := &list{tr: tr, streams: map[eventlog.Stream][]uuid.UUID{}}
	rapid.Check(tr.t, func(rt *rapid.T) {
		l.fresh()
		rt.Repeat(map[string]func(*rapid.T){
			"append":      l.append,
			"read":        l.read,
			"read stream": l.readStream,
			"outcome":     l.outcome,
		})
	})
}

// list is what a log should be like: ids in order, and per stream.
type list struct {
	tr      *trial
	ids     []uuid.UUID
	streams map[eventlog.Stream][]uuid.UUID

	// of the present script
	script   int
	pool     []eventlog.Stream
	outcomes map[string]known
	marks    map[string]uuid.UUID
	subjects []uuid.UUID
}

type known struct {
	body    string
	receipt eventlog.Receipt
}

func (l *list) fresh() {
	l.script++
	l.pool = []eventlog.Stream{l.tr.stream(), l.tr.stream(), l.tr.stream()}
	l.outcomes, l.marks = map[string]known{}, map[string]uuid.UUID{}
	l.subjects = []uuid.UUID{l.tr.id(), l.tr.id()}
}

// attempted is an append with the names that its hashes were made from.
type attempted struct {
	eventlog.Append
	token, body, mark string
}

func (l *list) append(rt *rapid.T) {
	a := l.draw(rt)
	got, err := l.tr.log.Append(l.tr.ctx, a.Append)
	if problem := l.admits(a, err); problem != "" {
		rt.Fatal(problem)
	}
	if err != nil {
		return
	}
	want := l.take(a, got)
	if diff := cmp.Diff(want, got); diff != "" {
		rt.Fatalf("receipt (-want +got):\n%s", diff)
	}
}

func (l *list) draw(rt *rapid.T) attempted {
	var a attempted
	for _, s := range rapid.Permutation(l.pool).Draw(rt, "streams")[:rapid.IntRange(1, 3).Draw(rt, "changes")] {
		at := eventlog.Version(len(l.streams[s]))
		expected := rapid.SampledFrom([]eventlog.Version{at, at, at, eventlog.AnyVersion, at + 1, max(at-1, 0)}).Draw(rt, "expected")
		a.Changes = append(a.Changes, l.tr.to(s, expected, rapid.IntRange(0, 3).Draw(rt, "events")))
	}
	if rapid.Bool().Draw(rt, "keyed") {
		a.token = fmt.Sprint(l.script, rapid.SampledFrom([]string{"k", "l", "m"}).Draw(rt, "key"))
		a.body = rapid.SampledFrom([]string{"same", "same", "other"}).Draw(rt, "body")
		a.Key = keyOf(a.token, a.body)
	}
	if rapid.IntRange(0, 3).Draw(rt, "marked") == 0 {
		a.mark = fmt.Sprint(l.script, rapid.SampledFrom([]string{"m", "n"}).Draw(rt, "mark"))
		subject := rapid.SampledFrom(l.subjects).Draw(rt, "subject")
		a.Marks = []eventlog.Mark{{Kind: "staff-number", Token: keyOf(a.mark, "").Token, Subject: subject}}
	}
	return a
}

// admits tells what is wrong with the log's answer, or "". Which of a conflict
// and a taken mark is named, when both are there, is the log's choice.
func (l *list) admits(a attempted, err error) string {
	var allowed []error
	conflict := l.conflict(a.Append)
	taken := a.Marks != nil && l.marks[a.mark] != uuid.Nil && l.marks[a.mark] != a.Marks[0].Subject
	before, repeated := l.outcomes[a.token]
	switch {
	case events(a.Append) == 0:
		allowed = append(allowed, eventlog.ErrInvalid)
	case a.Key != nil && repeated && before.body != a.body:
		allowed = append(allowed, eventlog.ErrKeyReused)
	case a.Key != nil && repeated:
	default:
		if conflict != nil {
			allowed = append(allowed, conflict)
		}
		if taken {
			allowed = append(allowed, eventlog.ErrMarkTaken)
		}
	}
	for _, want := range allowed {
		var got *eventlog.ConflictError
		if errors.Is(err, want) || want == conflict && errors.As(err, &got) && got.Error() == conflict.Error() {
			return ""
		}
	}
	if err == nil && allowed == nil {
		return ""
	}
	return fmt.Sprintf("append: got %v, want %v", err, allowed)
}

func (l *list) conflict(a eventlog.Append) error {
	for _, c := range a.Changes {
		if at := eventlog.Version(len(l.streams[c.Stream])); c.Expected != eventlog.AnyVersion && c.Expected != at {
			return &eventlog.ConflictError{Stream: c.Stream, Expected: c.Expected, Actual: at}
		}
	}
	return nil
}

func events(a eventlog.Append) int {
	n := 0
	for _, c := range a.Changes {
		n += len(c.Events)
	}
	return n
}

// take does to the list what the log did, and gives the receipt it should have given.
func (l *list) take(a attempted, got eventlog.Receipt) eventlog.Receipt {
	if before, repeated := l.outcomes[a.token]; a.Key != nil && repeated {
		before.receipt.Replayed = true
		return before.receipt
	}
	r := eventlog.Receipt{First: eventlog.Position(len(l.ids)) + 1, RecordedAt: got.RecordedAt}
	for _, c := range a.Changes {
		for _, e := range c.Events {
			l.ids = append(l.ids, e.ID)
			l.streams[c.Stream] = append(l.streams[c.Stream], e.ID)
		}
		r.Versions = append(r.Versions, eventlog.Version(len(l.streams[c.Stream])))
	}
	r.Last = eventlog.Position(len(l.ids))
	if a.Key != nil {
		l.outcomes[a.token] = known{body: a.body, receipt: r}
	}
	if a.Marks != nil {
		l.marks[a.mark] = a.Marks[0].Subject
	}
	return r
}

func (l *list) read(rt *rapid.T) {
	after := rapid.IntRange(max(len(l.ids)-20, 0), len(l.ids)+1).Draw(rt, "after")
	limit := rapid.IntRange(1, 12).Draw(rt, "limit")
	got, err := l.tr.log.Read(l.tr.ctx, eventlog.Position(after), limit)
	want := l.ids[min(after, len(l.ids)):min(after+limit, len(l.ids))]
	if diff := cmp.Diff(want, idsOf(got), sameWhenEmpty); err != nil || diff != "" {
		rt.Fatalf("read %d after %d: %v (-want +got)\n%s", limit, after, err, diff)
	}
}

func (l *list) readStream(rt *rapid.T) {
	s := rapid.SampledFrom(l.pool).Draw(rt, "stream")
	after := rapid.IntRange(0, len(l.streams[s])).Draw(rt, "after")
	got, err := l.tr.log.ReadStream(l.tr.ctx, s, eventlog.Version(after))
	if diff := cmp.Diff(l.streams[s][after:], idsOf(got), sameWhenEmpty); err != nil || diff != "" {
		rt.Fatalf("read %s after %d: %v (-want +got)\n%s", s, after, err, diff)
	}
}

func (l *list) outcome(rt *rapid.T) {
	token := fmt.Sprint(l.script, rapid.SampledFrom([]string{"k", "l", "m"}).Draw(rt, "key"))
	want, repeated := l.outcomes[token]
	got, found, err := l.tr.log.Outcome(l.tr.ctx, *keyOf(token, want.body))
	if err != nil || found != repeated {
		rt.Fatalf("outcome: %t, %v; want %t", found, err, repeated)
	}
	want.receipt.Replayed = repeated
	if diff := cmp.Diff(want.receipt, got); diff != "" {
		rt.Fatalf("outcome (-want +got):\n%s", diff)
	}
}

func idsOf(events []eventlog.Recorded) []uuid.UUID {
	var ids []uuid.UUID
	for _, e := range events {
		ids = append(ids, e.ID)
	}
	return ids
}

// sameWhenEmpty takes no events for no events, whether nil or not.
var sameWhenEmpty = cmp.Transformer("ids", func(ids []uuid.UUID) string { return fmt.Sprint(ids) })
