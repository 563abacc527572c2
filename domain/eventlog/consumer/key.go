package consumer

import (
	"fmt"

	"ruggensteun/domain/eventlog"
)

// Key is the idempotency key (decider.Request.Key) of what a consumer records
// because of an event. However often the event is delivered, and even if two
// programs work on it at the same moment, it is recorded once. Part tells
// several consequences of one event apart.
//
// A log knows a key by actor and employer too, so these have to be the same at
// every try.
//
// The topic is no part of it: a consumer that is made to listen to more begins
// at the first event again, and must not repeat what it did.
func Key(name string, at eventlog.Position, part string) string {
	return fmt.Sprintf("consumer/%s/%d/%s", name, at, part)
}
