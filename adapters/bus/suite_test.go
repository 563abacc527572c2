package bus_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/pubsub/tests"
	"github.com/google/uuid"

	"ruggensteun/adapters/bus"
	"ruggensteun/adapters/embeddedpg"
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

// patient is for a server that goes away and comes back.
func (c *carrier) patient(t *testing.T) (message.Publisher, message.Subscriber) {
	sub, err := bus.NewEventSubscriber(c.consumers, c.log, bus.EventOptions{Name: "suite", Backoff: 20 * time.Millisecond, Message: published})
	if err != nil {
		t.Fatal(err)
	}
	return publisher{c.log}, sub
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

func (c *carrier) one(t *testing.T) (message.Publisher, message.Subscriber) {
	return c.group(t, "suite")
}

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
	t.Parallel()
	c := newCarrier(t, postgrestest.New(t))
	tests.TestPubSub(t, features, c.one, c.group)
}

// TestNothingComesTwiceAsLongAsNobodyDies: the suite counts exactly here, and
// leaves out what closes a subscriber with a message in hand. With fewer messages:
// the ones above went the same way.
func TestNothingComesTwiceAsLongAsNobodyDies(t *testing.T) {
	t.Parallel()
	c := newCarrier(t, postgrestest.New(t))
	strict := features
	strict.ExactlyOnceDelivery, strict.ForceShort = true, true
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

// TestNoMessageIsLostWhenTheServerIsKilled: ten thousand messages of a hundred
// publishers, and twice the server is killed in between.
func TestNoMessageIsLostWhenTheServerIsKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a server under ten thousand messages")
	}
	t.Parallel()
	server := postgrestest.Durable(t)
	c := newCarrier(t, postgrestest.NewOn(t, server))
	f := features
	f.RestartServiceCommand = []string{os.Args[0], restartServer, restarting(t, server)}
	tests.TestReconnect(t, tests.TestContext{TestID: tests.NewTestID(), Features: f}, c.patient)
}

// restartServer makes this test binary the command by which the suite restarts
// the server: it asks the test, which owns the server, to do so.
const restartServer = "restart-server"

func askToRestart(address string) {
	said := make([]byte, 1)
	conn, err := net.Dial("unix", address)
	if err == nil {
		_, err = conn.Read(said) // ends when it was done
	}
	if err != nil || said[0] != 'y' {
		fmt.Fprintln(os.Stderr, "the server was not restarted:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// restarting kills the server and starts it again for each who calls at the address.
func restarting(t *testing.T, server *embeddedpg.Server) (address string) {
	address = filepath.Join(t.TempDir(), "restart")
	listener, err := net.Listen("unix", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return // the test is over
			}
			answer := []byte("y")
			if err := restart(server); err != nil {
				fmt.Fprintln(os.Stderr, err)
				answer = []byte("n")
			}
			_, _ = conn.Write(answer)
			_ = conn.Close()
		}
	}()
	return address
}

func restart(server *embeddedpg.Server) error {
	if err := server.Crash(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return server.Restart(ctx)
}

// BenchmarkConsumer is one event after the other, each durable before the next.
func BenchmarkConsumer(b *testing.B) {
	c := newCarrier(b, postgrestest.NewOn(b, postgrestest.Durable(b)))
	postgrestest.AppendTally(b, c.log, postgrestest.RandomHistory(b.N, 50, rand.IntN)...)
	sub, err := bus.NewEventSubscriber(c.consumers, c.log, bus.EventOptions{Name: answers})
	if err != nil {
		b.Fatal(err)
	}
	messages, err := sub.Subscribe(b.Context(), tallied)
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for range b.N {
		(<-messages).Ack()
	}
	if err := sub.Close(); err != nil { // the last position is durable
		b.Fatal(err)
	}
}
