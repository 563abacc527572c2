package api

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// lastCall is how long requests under way may take to end when the server stops:
// longer than any of them is allowed to take.
const lastCall = 25 * time.Second

// times are how long a connection may take for what, and how much it may say before a handler
// looks at it. They are fields so that tests need not wait.
type times struct {
	header, body, answer, idle time.Duration
	headerBytes                int
}

var usualTimes = times{
	header:      5 * time.Second,
	body:        15 * time.Second, // 1 MiB over a bad mobile connection
	answer:      30 * time.Second,
	idle:        time.Minute,
	headerBytes: 16 << 10,
}

// Serve answers until the context ends, then lets requests under way finish.
func Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	return serve(ctx, l, h, usualTimes)
}

func serve(ctx context.Context, l net.Listener, h http.Handler, t times) error {
	s := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: t.header,
		ReadTimeout:       t.body,
		WriteTimeout:      t.answer,
		IdleTimeout:       t.idle,
		MaxHeaderBytes:    t.headerBytes,
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve on %s: %w", l.Addr(), err)
	case <-ctx.Done():
	}
	// The context that ended is the reason to stop, not a limit on stopping.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastCall)
	defer cancel()
	err := s.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		_ = s.Close()
		return fmt.Errorf("stop serving on %s: requests were still under way after %s and were cut off: %w", l.Addr(), lastCall, err)
	}
	return err
}
