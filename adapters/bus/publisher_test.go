package bus_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// publisher records messages as events of a type that the topic holds, in a
// stream per topic. In the program only deciders record events, so it is for
// tests alone: what a message holds would be kept in clear and for ever.
type publisher struct{ log eventlog.Log }

// envelope is the event's metadata: what a message has beside its payload. Its
// id is no event's id, because a message may be published to several topics.
type envelope struct {
	UUID     string           `json:"uuid"`
	Metadata message.Metadata `json:"metadata"`
}

// Publish records each message once, however often it is asked: the outcome of a
// broken connection is known to nobody but the log.
func (p publisher) Publish(topic string, messages ...*message.Message) error {
	for chunk := range slices.Chunk(messages, eventlog.MaxEvents) {
		change := eventlog.Change{
			Stream:   eventlog.Stream{Category: "message", ID: uuid.NewSHA1(uuid.NameSpaceURL, []byte(topic))},
			Expected: eventlog.AnyVersion,
		}
		key := sha256.New()
		for _, msg := range chunk {
			metadata, err := json.Marshal(envelope{UUID: msg.UUID, Metadata: msg.Metadata})
			if err != nil {
				return err
			}
			fmt.Fprintf(key, "%s/%s/", topic, msg.UUID)
			change.Events = append(change.Events, eventlog.Proposed{
				ID: uuid.Must(uuid.NewV7()), Type: topic + ".published.v1", Payload: append([]byte{}, msg.Payload...), Metadata: metadata})
		}
		token := eventlog.Hash(key.Sum(nil))
		_, err := p.log.Append(context.Background(), eventlog.Append{Changes: []eventlog.Change{change}, Key: &eventlog.Key{Token: token, Body: token}})
		if err != nil {
			return err
		}
	}
	return nil
}

func (publisher) Close() error { return nil }

// published is the message that was recorded.
func published(e eventlog.Recorded) (*message.Message, error) {
	var sent envelope
	if err := json.Unmarshal(e.Metadata, &sent); err != nil {
		return nil, err
	}
	msg := message.NewMessage(sent.UUID, e.Payload)
	msg.Metadata = sent.Metadata
	return msg, nil
}
