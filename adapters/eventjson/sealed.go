package eventjson

import (
	"context"
	"fmt"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
)

// Sealed gives each event with nothing opened, and which boxes are in it under whose keys,
// whether or not these are still there: nil where the payload was redacted. No key is read.
func (c *Codec) Sealed(_ context.Context, recorded []eventlog.Recorded) ([]decider.Event, [][]person.UnderKey, error) {
	under := make([][]person.UnderKey, len(recorded))
	r := &reader{common: map[string]string{}}
	r.noted = func(key person.KeyRef, b person.Box) {
		under[r.index] = append(under[r.index], person.UnderKey{Key: key, Box: b})
	}
	events := make([]decider.Event, len(recorded))
	for i := range recorded {
		read, err := r.event(i, &recorded[i])
		if err == nil {
			events[i], err = read.event()
		}
		if err != nil {
			return nil, nil, fmt.Errorf("see what is sealed: %w", about(&recorded[i], err))
		}
	}
	return events, under, nil
}
