package bus

import (
	"context"
	"errors"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/consumer"
	"ruggensteun/projections"
)

// hand holds one event at a time, under one lease.
type hand struct {
	*member
	// open ends when the subscription closes, work when the lease is lost.
	open, work context.Context
	lease      consumer.Lease
	wary       bool // the next event may be what ended the owner before
}

// take offers an event until it was taken or passed over; false when the
// subscription is closing, the lease is lost or the consumer no longer runs.
func (h *hand) take(e eventlog.Recorded) bool {
	tries := h.lease.TriesAt(e.Position)
	counted, on := h.countAhead(e, tries)
	if !on {
		return false
	}
	if counted && tries >= h.options.Tries {
		return h.bad(e, tries, errEnded)
	}
	for failures := 1; ; failures++ {
		err := h.offer(e, tries+1)
		switch {
		case err == nil:
			return h.done(e.Position)
		case errors.Is(err, errGone):
			return false
		case !passing(err):
			if tries++; tries >= h.options.Tries {
				return h.bad(e, tries, err)
			}
			if !counted && !h.refused(e, tries) {
				return false
			}
			counted = false
		}
		if failures == 1 {
			h.logger.Warn("an event was refused, trying again", "position", int64(e.Position), "reason", reasonOf(err, e.Type))
		}
		if !h.pause(failures) {
			return false
		}
	}
}

// countAhead counts the next try of an event before it is made, when the owner
// before never gave the lease back: an event that kills its program is refused by
// nobody. In good times no event costs this write.
func (h *hand) countAhead(e eventlog.Recorded, tries int) (counted, on bool) {
	if !h.wary {
		return false, true
	}
	h.wary = false
	return true, h.refused(e, tries+1)
}

func (h *hand) pause(failures int) bool {
	ctx, cancel := context.WithCancel(h.work)
	defer cancel()
	defer context.AfterFunc(h.open, cancel)()
	return wait(ctx, backoff(h.options.Backoff, failures))
}

func (h *hand) done(at eventlog.Position) bool {
	return h.durably(func(ctx context.Context) (bool, error) {
		return h.consumers.Checkpoint(ctx, h.lease, at, h.options.LeaseTime)
	})
}

func (h *hand) refused(e eventlog.Recorded, tries int) bool {
	return h.durably(func(ctx context.Context) (bool, error) {
		return h.consumers.Refused(ctx, h.lease, e.Position, tries, h.options.LeaseTime)
	})
}

// bad deals with an event that cannot be taken.
func (h *hand) bad(e eventlog.Recorded, tries int, cause error) bool {
	reason := reasonOf(cause, e.Type)
	if h.options.StopAtBad {
		h.stop(e.Position, reason)
		return false
	}
	letter := consumer.DeadLetter{Consumer: h.Consumer, Position: e.Position, Reason: reason, Tries: tries}
	on := h.durably(func(ctx context.Context) (bool, error) {
		return h.consumers.Pass(ctx, h.lease, letter, h.options.LeaseTime)
	})
	if on {
		h.logger.Error("an event could not be taken and is among the dead letters: mend the cause and retry it",
			"position", int64(e.Position), "reason", reason)
	}
	return on
}

func (h *hand) stop(at eventlog.Position, reason string) {
	stopped := h.durably(func(ctx context.Context) (bool, error) { return h.consumers.Stop(ctx, h.lease, at, reason) })
	if stopped {
		h.logger.Error("consumer stopped: it cannot take an event; mend the cause and resume it",
			"position", int64(at), "reason", reason)
	}
}

// durably repeats a statement until the store took it; false when what it says
// is false, or there is no more time for it.
func (h *hand) durably(write func(context.Context) (bool, error)) bool {
	for failures := 1; ; failures++ {
		ok, err := write(h.work)
		if err == nil {
			return ok
		}
		if failures == 1 && h.work.Err() == nil {
			h.logger.Warn("cannot keep how far a consumer came, trying again", "error", err)
		}
		if !h.pause(failures) {
			return false
		}
	}
}

// offer emits one message and waits for the answer. Errors: errGone when there
// will be none that counts, else why it was refused.
func (h *hand) offer(e eventlog.Recorded, try int) error {
	ctx, cancel := context.WithCancel(h.work)
	defer cancel()
	msg, err := h.options.Message(e)
	if err != nil {
		return &projections.StepError{Step: projections.Decode, Cause: err}
	}
	d := &Delivery{Consumer: h.Consumer, Recorded: e, Try: try}
	msg.SetContext(context.WithValue(ctx, deliveryKey{}, d))
	select {
	case h.out <- msg:
	case <-h.open.Done():
		return errGone
	case <-h.work.Done():
		return errGone
	}
	return h.answer(msg, d, cancel)
}

// lastWord is how long a handler whose context ended may take to say so.
const lastWord = time.Second

// answer waits for the ack or nack. A handler that is out of time is told by
// the end of its context and may still answer; what it does after that is done
// twice, beside whoever gets the event next.
func (h *hand) answer(msg *message.Message, d *Delivery, cancel context.CancelFunc) error {
	late := time.NewTimer(h.options.AckTime)
	defer late.Stop()
	closing, refused := h.open.Done(), context.DeadlineExceeded
	for told := false; ; {
		select {
		case <-msg.Acked():
			return nil
		case <-msg.Nacked():
			if told {
				return refused
			}
			return d.reason()
		case <-h.work.Done():
			return errGone
		case <-closing:
			closing, refused = nil, errGone
			if !told {
				late.Reset(min(h.options.CloseTime, h.options.AckTime))
			}
		case <-late.C:
			if told {
				return refused
			}
			told = true
			cancel()
			late.Reset(lastWord)
		}
	}
}
