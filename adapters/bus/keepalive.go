package bus

import (
	"context"
	"sync"

	"github.com/ThreeDotsLabs/watermill/message"
)

// keepAlive adds a handler that never gets a message: a router closes itself
// when the last of its handlers stops, and a projection may be retired while
// the program goes on.
func keepAlive(router *message.Router) {
	router.AddConsumerHandler("keep-alive", "keep-alive", &silence{closed: make(chan struct{})},
		func(*message.Message) error { return nil })
}

// silence is a subscriber without messages.
type silence struct {
	once   sync.Once
	closed chan struct{}
}

func (s *silence) Subscribe(ctx context.Context, _ string) (<-chan *message.Message, error) {
	out := make(chan *message.Message)
	go func() {
		defer close(out)
		select {
		case <-ctx.Done():
		case <-s.closed:
		}
	}()
	return out, nil
}

func (s *silence) Close() error {
	s.once.Do(func() { close(s.closed) })
	return nil
}
