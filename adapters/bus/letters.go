package bus

import (
	"errors"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/consumer"
)

// retry offers the dead letters that somebody wants to be tried again, once each.
func (h *hand) retry() bool {
	letters, err := h.consumers.Retrying(h.work, h.Consumer)
	if err != nil {
		h.letters.Store(true)
		return h.pause(1)
	}
	for _, letter := range letters {
		if !h.retryOne(letter) {
			return false
		}
	}
	return true
}

func (h *hand) retryOne(letter consumer.DeadLetter) bool {
	e, err := h.read(letter.Position)
	if err == nil {
		err = h.offer(e, letter.Tries+1)
	}
	switch {
	case err == nil:
		err = h.consumers.Settle(h.work, h.lease, letter.Position)
	case errors.Is(err, errGone):
		return false
	case !passing(err):
		err = h.consumers.RefusedAgain(h.work, h.lease, letter.Position, reasonOf(err, e.Type))
	}
	if err != nil { // it stays on the list, and is tried again with the next renewal
		h.logger.Warn("a dead letter could not be tried again", "position", int64(letter.Position), "error", err)
	}
	return h.open.Err() == nil && h.work.Err() == nil
}

// read gives one event. Error: eventlog.ErrUnavailable, also where there is none,
// which is nothing that a letter could be settled by.
func (h *hand) read(at eventlog.Position) (eventlog.Recorded, error) {
	recorded, err := h.log.Read(h.work, at-1, 1)
	if err != nil || len(recorded) == 0 {
		return eventlog.Recorded{}, errors.Join(eventlog.ErrUnavailable, err)
	}
	return recorded[0], nil
}
