package bus

import (
	"context"
	"fmt"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/message"
)

// routed is what runs on a Watermill router of its own.
type routed struct{ router *message.Router }

// newRouted makes a router without Watermill's own log, which repeats every error
// with every attempt: what matters is logged once, by the subscribers.
func newRouted(closeTime time.Duration) (routed, error) {
	router, err := message.NewRouter(message.RouterConfig{CloseTimeout: closeTime}, watermill.NopLogger{})
	if err != nil {
		return routed{}, fmt.Errorf("make the router: %w", err)
	}
	keepAlive(router)
	return routed{router}, nil
}

// Run works until the context ends or Close is called; what is under way is finished.
func (r routed) Run(ctx context.Context) error {
	if err := r.router.Run(ctx); err != nil {
		return fmt.Errorf("run the router: %w", err)
	}
	return nil
}

// Running is closed when everything follows the log.
func (r routed) Running() <-chan struct{} { return r.router.Running() }

// Close finishes what is under way and gives the leases back.
func (r routed) Close() error {
	if err := r.router.Close(); err != nil {
		return fmt.Errorf("close the router: %w", err)
	}
	return nil
}
