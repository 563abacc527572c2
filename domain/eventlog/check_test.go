package eventlog_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// sound is an append that every log takes: two streams, a data key, a mark.
func sound() eventlog.Append {
	event := func(i int) eventlog.Proposed {
		return eventlog.Proposed{ID: idOf("event", i), Type: "trial.noted.v1", Payload: []byte(`{}`), Metadata: []byte(`{}`)}
	}
	return eventlog.Append{
		Changes: []eventlog.Change{
			{Stream: eventlog.Stream{Category: "trial", ID: idOf("stream", 1)}, Events: []eventlog.Proposed{event(1), event(2)}},
			{Stream: eventlog.Stream{Category: "trial", ID: idOf("stream", 2)}, Expected: eventlog.AnyVersion, Events: []eventlog.Proposed{event(3)}},
		},
		DataKeys: []eventlog.DataKey{{ID: idOf("key", 1), Kind: "person", Purpose: "identity", Wrapped: []byte{1}}},
		Marks:    []eventlog.Mark{{Kind: "staff-number", Subject: idOf("person", 1)}},
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	first := func(a *eventlog.Append) *eventlog.Proposed { return &a.Changes[0].Events[0] }
	for name, c := range map[string]struct {
		change func(*eventlog.Append)
		want   error
	}{
		"a sound append passes":               {func(*eventlog.Append) {}, nil},
		"so does one without keys and marks":  {func(a *eventlog.Append) { a.DataKeys, a.Marks = nil, nil }, nil},
		"empty bytes are bytes":               {func(a *eventlog.Append) { first(a).Payload, first(a).Metadata = []byte{}, []byte{} }, nil},
		"a change may only hold its stream":   {func(a *eventlog.Append) { a.Changes[1].Events = nil }, nil},
		"no change":                           {func(a *eventlog.Append) { a.Changes = nil }, eventlog.ErrInvalid},
		"no event in any change":              {func(a *eventlog.Append) { a.Changes[0].Events, a.Changes[1].Events = nil, nil }, eventlog.ErrInvalid},
		"an event without id":                 {func(a *eventlog.Append) { first(a).ID = uuid.Nil }, eventlog.ErrInvalid},
		"an event twice, in two streams":      {func(a *eventlog.Append) { a.Changes[1].Events[0].ID = first(a).ID }, eventlog.ErrInvalid},
		"no type":                             {func(a *eventlog.Append) { first(a).Type = "" }, eventlog.ErrInvalid},
		"a type of the greatest length":       {func(a *eventlog.Append) { first(a).Type = strings.Repeat("t", eventlog.MaxTypeName) }, nil},
		"a longer type":                       {func(a *eventlog.Append) { first(a).Type = strings.Repeat("t", eventlog.MaxTypeName+1) }, eventlog.ErrInvalid},
		"a NUL in a type":                     {func(a *eventlog.Append) { first(a).Type = "t\x00" }, eventlog.ErrInvalid},
		"broken UTF-8 in a type":              {func(a *eventlog.Append) { first(a).Type = "t\xff" }, eventlog.ErrInvalid},
		"a type that looks like another":      {func(a *eventlog.Append) { first(a).Type = "trial.notеd.v1" }, eventlog.ErrInvalid}, // a Cyrillic е
		"no payload":                          {func(a *eventlog.Append) { first(a).Payload = nil }, eventlog.ErrInvalid},
		"no metadata":                         {func(a *eventlog.Append) { first(a).Metadata = nil }, eventlog.ErrInvalid},
		"no category":                         {func(a *eventlog.Append) { a.Changes[0].Stream.Category = "" }, eventlog.ErrInvalid},
		"digits in a category":                {func(a *eventlog.Append) { a.Changes[0].Stream.Category = "p123" }, eventlog.ErrInvalid},
		"a hyphen in a category":              {func(a *eventlog.Append) { a.Changes[0].Stream.Category = "a-b" }, eventlog.ErrInvalid},
		"a stream twice":                      {func(a *eventlog.Append) { a.Changes[1].Stream = a.Changes[0].Stream }, eventlog.ErrInvalid},
		"a version below any":                 {func(a *eventlog.Append) { a.Changes[0].Expected = eventlog.AnyVersion - 1 }, eventlog.ErrInvalid},
		"a payload of the greatest size":      {func(a *eventlog.Append) { first(a).Payload = make([]byte, eventlog.MaxPayload) }, nil},
		"a larger payload":                    {func(a *eventlog.Append) { first(a).Payload = make([]byte, eventlog.MaxPayload+1) }, eventlog.ErrTooLarge},
		"larger metadata":                     {func(a *eventlog.Append) { first(a).Metadata = make([]byte, eventlog.MaxPayload+1) }, eventlog.ErrTooLarge},
		"a data key without id":               {func(a *eventlog.Append) { a.DataKeys[0].ID = uuid.Nil }, eventlog.ErrInvalid},
		"a data key without bytes":            {func(a *eventlog.Append) { a.DataKeys[0].Wrapped = nil }, eventlog.ErrInvalid},
		"a data key without kind":             {func(a *eventlog.Append) { a.DataKeys[0].Kind = "" }, eventlog.ErrInvalid},
		"a data key for all purposes":         {func(a *eventlog.Append) { a.DataKeys[0].Purpose = "" }, nil},
		"a data key of a purpose in capitals": {func(a *eventlog.Append) { a.DataKeys[0].Purpose = "Identity" }, eventlog.ErrInvalid},
		"a data key twice":                    {func(a *eventlog.Append) { a.DataKeys = append(a.DataKeys, a.DataKeys[0]) }, eventlog.ErrInvalid},
		"data keys over the size of an append": {func(a *eventlog.Append) {
			a.DataKeys[0].Wrapped = make([]byte, eventlog.MaxBytes)
		}, eventlog.ErrTooLarge},
		"more streams than events are allowed": {func(a *eventlog.Append) {
			for i := range eventlog.MaxEvents {
				a.Changes = append(a.Changes, eventlog.Change{Stream: eventlog.Stream{Category: "held", ID: idOf("held", i)}})
			}
		}, eventlog.ErrTooLarge},
		"more data keys than events are allowed": {func(a *eventlog.Append) {
			for i := range eventlog.MaxEvents {
				a.DataKeys = append(a.DataKeys, eventlog.DataKey{ID: idOf("held", i), Kind: "person", Wrapped: []byte{1}})
			}
		}, eventlog.ErrTooLarge},
		"more marks than events are allowed": {func(a *eventlog.Append) {
			for range eventlog.MaxEvents {
				a.Marks = append(a.Marks, a.Marks[0])
			}
		}, eventlog.ErrTooLarge},
		"a mark without kind":    {func(a *eventlog.Append) { a.Marks[0].Kind = "" }, eventlog.ErrInvalid},
		"a mark without subject": {func(a *eventlog.Append) { a.Marks[0].Subject = uuid.Nil }, eventlog.ErrInvalid},
		"a mark twice":           {func(a *eventlog.Append) { a.Marks = append(a.Marks, a.Marks[0]) }, nil},
		"a mark for two": {func(a *eventlog.Append) {
			a.Marks = append(a.Marks, eventlog.Mark{Kind: "staff-number", Subject: idOf("person", 2)})
		}, eventlog.ErrInvalid},
		"two marks of two kinds": {func(a *eventlog.Append) {
			a.Marks = append(a.Marks, eventlog.Mark{Kind: "employer-code", Subject: idOf("person", 2)})
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := sound()
			c.change(&a)
			if err := a.Check(); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestCheckCountsOverAllStreams(t *testing.T) {
	t.Parallel()
	spread := func(n, size int) eventlog.Append {
		var a eventlog.Append
		for i := range n {
			e := eventlog.Proposed{ID: idOf("event", i), Type: "t.v1", Payload: bytes.Repeat([]byte{1}, size-size/2), Metadata: bytes.Repeat([]byte{1}, size/2)}
			s := eventlog.Stream{Category: "trial", ID: idOf("stream", i)}
			a.Changes = append(a.Changes, eventlog.Change{Stream: s, Events: []eventlog.Proposed{e}})
		}
		return a
	}
	for _, c := range []struct {
		events, size int
		want         error
	}{
		{eventlog.MaxEvents, 1, nil},
		{eventlog.MaxEvents + 1, 1, eventlog.ErrTooLarge},
		{16, eventlog.MaxBytes / 16, nil},
		{16, eventlog.MaxBytes/16 + 1, eventlog.ErrTooLarge},
	} {
		if err := spread(c.events, c.size).Check(); !errors.Is(err, c.want) {
			t.Errorf("%d events of %d bytes: got %v, want %v", c.events, c.size, err, c.want)
		}
	}
}

// TestCheckRepeatsNothing: a name or a number in the wrong place must not reach
// a log file by way of the error.
func TestCheckRepeatsNothing(t *testing.T) {
	t.Parallel()
	const canary = "Canary 1234"
	for name, change := range map[string]func(*eventlog.Append){
		"category": func(a *eventlog.Append) { a.Changes[0].Stream.Category = canary },
		"type":     func(a *eventlog.Append) { a.Changes[0].Events[0].Type = canary },
		"kind":     func(a *eventlog.Append) { a.DataKeys[0].Kind = canary },
		"purpose":  func(a *eventlog.Append) { a.DataKeys[0].Purpose = canary },
		"mark":     func(a *eventlog.Append) { a.Marks[0].Kind = canary },
		"payload":  func(a *eventlog.Append) { a.Changes[0].Events[0].Payload = bytes.Repeat([]byte(canary), 1<<16) },
	} {
		a := sound()
		change(&a)
		err := a.Check()
		if err == nil || strings.Contains(fmt.Sprintf("%+v", err), "Canary") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
