package bus

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/consumer"
)

// member is one subscription of a consumer: it waits for the lease, follows the
// log as long as it has it, and begins again when it lost it.
type member struct {
	*EventSubscriber
	consumer.Consumer
	topic  consumer.Topic
	owner  uuid.UUID
	out    chan *message.Message
	logger *slog.Logger

	past    atomic.Int64 // everything up to here is done or not listened to
	letters atomic.Bool  // dead letters are to be tried again
}

func newMember(s *EventSubscriber, c consumer.Consumer, topic consumer.Topic) *member {
	return &member{
		EventSubscriber: s,
		Consumer:        c,
		topic:           topic,
		owner:           uuid.New(),
		out:             make(chan *message.Message),
		logger:          s.options.Logger.With("consumer", c.Name, "topic", c.Topic),
	}
}

// run works until open ends. The message in hand then is finished.
func (m *member) run(open context.Context) {
	for {
		lease, ok := m.hold(open)
		if !ok {
			return
		}
		m.past.Store(int64(lease.Position))
		m.letters.Store(true) // asked for while nobody was there
		m.follow(open, lease)
		m.release(open, lease)
	}
}

// hold waits for the lease. Somebody else may have it, or the consumer is paused or stopped.
func (m *member) hold(open context.Context) (consumer.Lease, bool) {
	for warned := false; open.Err() == nil; {
		lease, ok, err := m.acquire(open)
		if ok {
			return lease, true
		}
		if err != nil && !warned && open.Err() == nil {
			m.logger.Warn("cannot ask for the lease of a consumer, trying again", "error", err)
			warned = true
		}
		wait(open, min(m.options.LeaseTime/5, time.Second))
	}
	return consumer.Lease{}, false
}

// acquire registers each time: somebody may have removed the consumer meanwhile.
func (m *member) acquire(open context.Context) (consumer.Lease, bool, error) {
	if err := m.consumers.Register(open, m.Consumer, m.options.Start); err != nil {
		return consumer.Lease{}, false, err
	}
	return m.consumers.Acquire(open, m.Consumer, m.owner, m.options.LeaseTime)
}

func (m *member) follow(open context.Context, lease consumer.Lease) {
	work, stop := context.WithCancel(context.WithoutCancel(open))
	defer stop()
	go m.keep(work, stop, lease)
	h := &hand{member: m, open: open, work: work, lease: lease, wary: lease.TakenOver}
	for open.Err() == nil && work.Err() == nil {
		if m.letters.Swap(false) && !h.retry() {
			return
		}
		for _, e := range m.next(open, work) {
			if m.topic.Holds(e.Type) && (open.Err() != nil || !h.take(e)) {
				return
			}
			m.past.Store(int64(e.Position))
		}
	}
}

// next waits for events, but not so long that dead letters which are to be tried
// again wait for them.
func (m *member) next(open, work context.Context) []eventlog.Recorded {
	ctx, cancel := context.WithTimeout(work, m.options.LeaseTime/3)
	defer cancel()
	defer context.AfterFunc(open, cancel)()
	r := reading{log: m.log, backoff: m.options.Backoff, logger: m.logger}
	return r.next(ctx, eventlog.Position(m.past.Load()))
}

// keep renews the lease beside the work, which may take longer than the lease
// lasts, and ends the work when it was lost.
func (m *member) keep(work context.Context, stop context.CancelFunc, lease consumer.Lease) {
	for wait(work, m.options.LeaseTime/3) {
		letters, held, err := m.consumers.Renew(work, lease, eventlog.Position(m.past.Load()), m.options.LeaseTime)
		if err == nil && !held {
			stop()
		}
		if letters {
			m.letters.Store(true)
		}
		// An error is not a loss: if it lasts somebody else takes over, and the
		// fence keeps us from moving anything.
	}
}

func (m *member) release(open context.Context, lease consumer.Lease) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(open), m.options.LeaseTime)
	defer cancel()
	if err := m.consumers.Release(ctx, lease, eventlog.Position(m.past.Load())); err != nil {
		m.logger.Warn("could not give a lease back, it will lapse", "error", err)
	}
}
