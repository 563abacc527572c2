package bus_test

import (
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/pubsub/tests"
	"github.com/google/uuid"

	"ruggensteun/adapters/bus"
	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
)

// carrier makes Watermill's publishers and subscribers on one database.
type carrier struct {
	log       *postgres.Log
	consumers *postgres.Consumers
}

func newCarrier(t testing.TB, db *postgrestest.Database) *carrier {
	c := &carrier{log: postgres.OpenLog(db.DB, postgres.LogOptions{}), consumers: postgres.OpenConsumers(db.DB)}
	t.Cleanup(c.log.Close)
	return c
}

// group gives a publisher, and a subscriber of a durable group. The suite refuses
// an event three hundred times, and closes with messages in hand that nobody
// will ever answer.
func (c *carrier) group(t *testing.T, name string) (message.Publisher, message.Subscriber) {
	sub, err := bus.NewEventSubscriber(c.consumers, c.log, bus.EventOptions{
		Name:      name,
		Tries:     1000,
		Backoff:   time.Microsecond,
		CloseTime: 100 * time.Millisecond,
		Message:   published,
	})
	if err != nil {
		t.Fatal(err)
	}
	return publisher{c.log}, sub
}

func (c *carrier) one(t *testing.T) (message.Publisher, message.Subscriber) { return c.group(t, "suite") }

// alone is a group of its own for each subscriber.
func (c *carrier) alone(t *testing.T) (message.Publisher, message.Subscriber) {
	return c.group(t, "suite-"+uuid.NewString())
}

// features are what the second mode promises. What is off, and why:
//
//   - ExactlyOnceDelivery: after a crash the event that was in hand comes again.
//   - GuaranteedOrderWithSingleSubscriber asks for less than GuaranteedOrder: the
//     order holds with any number of subscribers, because one works at a time.
//   - RequireSingleInstance: any number of instances may share a group.
//   - NewSubscriberReceivesOldMessages: a subscriber goes on where its group is; a
//     new group does begin at the beginning, see below.
//   - ContextPreserved: a message goes through the database.
var features = tests.Features{ConsumerGroups: true, GuaranteedOrder: true, Persistent: true}

func TestWatermillsSuite(t *testing.T) {
	c := newCarrier(t, postgrestest.New(t))
	tests.TestPubSub(t, features, c.one, c.group)
}

// TestNothingComesTwiceAsLongAsNobodyDies: the suite counts exactly here, and
// leaves out what closes a subscriber with a message in hand.
func TestNothingComesTwiceAsLongAsNobodyDies(t *testing.T) {
	c := newCarrier(t, postgrestest.New(t))
	strict := features
	strict.ExactlyOnceDelivery = true
	tests.TestPubSub(t, strict, c.one, c.group)
}

func TestANewGroupGetsWhatWasRecordedBefore(t *testing.T) {
	t.Parallel()
	c := newCarrier(t, postgrestest.New(t))
	tests.TestNewSubscriberReceivesOldMessages(t, tests.TestContext{
		TestID:   tests.NewTestID(),
		Features: tests.Features{Persistent: true, GuaranteedOrder: true, NewSubscriberReceivesOldMessages: true},
	}, c.alone)
}
