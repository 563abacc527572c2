package logtest

import (
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"github.com/anishathalye/porcupine"

	"ruggensteun/domain/eventlog"
)

// The word of the field for this promise is linearizable: what all callers
// were told is explained by one order of their calls, in which no call comes
// before one that had already ended when it began.

// call is one call of a recorded history, and what it was told.
type call struct {
	asks     asks
	stream   int
	expected eventlog.Version
	events   int
}

type asks int

const (
	asksAppend asks = iota
	asksHead
	asksStream
	asksRead
)

type told struct {
	first, last eventlog.Position
	version     eventlog.Version // of the stream: after it, or the actual one at a conflict
	refused     bool
}

const historyStreams = 4

// past is everything that the answers depend on.
type past struct {
	head     eventlog.Position
	versions [historyStreams]eventlog.Version
}

// explains tells whether a call may have been answered so at that moment.
func explains(p past, c call, answer told) (bool, past) {
	version := p.versions[c.stream]
	switch c.asks {
	case asksHead, asksRead:
		return answer.last == p.head, p
	case asksStream:
		return answer.version == version, p
	}
	if answer.refused {
		return c.expected != eventlog.AnyVersion && c.expected != version && answer.version == version, p
	}
	fits := (c.expected == eventlog.AnyVersion || c.expected == version) &&
		answer.first == p.head+1 && answer.last == p.head+eventlog.Position(c.events) &&
		answer.version == version+eventlog.Version(c.events)
	p.head, p.versions[c.stream] = answer.last, answer.version
	return fits, p
}

var pastModel = porcupine.Model{
	Init: func() any { return past{} },
	Step: func(state, input, output any) (bool, any) { return explains(state.(past), input.(call), output.(told)) },
}

// oneOrder records what many callers are told and looks for the order.
func oneOrder(tr *trial) {
	const callers, each = 6, 30
	var clock atomic.Int64 // ticks order calls and answers; no two are equal
	var streams [historyStreams]eventlog.Stream
	for i := range streams {
		streams[i] = tr.stream()
	}
	histories := make([][]porcupine.Operation, callers)
	tr.together(callers, func(i int, log eventlog.Log) {
		var known [historyStreams]eventlog.Version
		for n := range each {
			c := callAt(i, n, known)
			begun := clock.Add(1)
			answer, err := tr.ask(log, streams[c.stream], c)
			ended := clock.Add(1)
			if err != nil {
				tr.t.Errorf("caller %d: %v", i, err)
				return
			}
			if c.asks == asksAppend || c.asks == asksStream {
				known[c.stream] = answer.version
			}
			histories[i] = append(histories[i], porcupine.Operation{ClientId: i, Input: c, Call: begun, Output: answer, Return: ended})
		}
	})
	result := porcupine.CheckOperationsTimeout(pastModel, slices.Concat(histories...), time.Minute)
	if result != porcupine.Ok {
		tr.t.Errorf("no order of the calls explains what the callers were told: %s", result)
	}
}

// callAt varies the calls; most appends expect what the caller saw last, so
// that some are refused.
func callAt(caller, n int, known [historyStreams]eventlog.Version) call {
	c := call{stream: (caller + n*n) % historyStreams, events: 1 + (caller+n)%3}
	c.expected = known[c.stream]
	switch n % 8 {
	case 3:
		c.asks = asksHead
	case 5:
		c.asks = asksStream
	case 6:
		c.asks = asksRead
	case 7:
		c.expected = eventlog.AnyVersion
	}
	return c
}

func (tr *trial) ask(log eventlog.Log, s eventlog.Stream, c call) (told, error) {
	switch c.asks {
	case asksHead:
		head, err := log.Head(tr.ctx)
		return told{last: head}, err
	case asksRead:
		events, err := readAll(tr.ctx, log)
		return told{last: eventlog.Position(len(events))}, err
	case asksStream:
		events, err := log.ReadStream(tr.ctx, s, 0)
		return told{version: eventlog.Version(len(events))}, err
	}
	r, err := log.Append(tr.ctx, changes(tr.to(s, c.expected, c.events)))
	var conflict *eventlog.ConflictError
	if errors.As(err, &conflict) {
		return told{version: conflict.Actual, refused: true}, nil
	}
	if err != nil {
		return told{}, err
	}
	return told{first: r.First, last: r.Last, version: r.Versions[0]}, nil
}
