package api

import (
	"context"
	"io"
	"net"
	"net/http"
	"testing"
)

func TestWhatIsUnderWayIsFinishedBeforeTheServerStops(t *testing.T) {
	t.Parallel()
	inside, leave := make(chan struct{}), make(chan struct{})
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(inside)
		<-leave
		_, _ = io.WriteString(w, "whole")
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended, answered := make(chan error, 1), make(chan string, 1)
	go func() { ended <- Serve(ctx, l, h) }()
	go func() {
		resp, err := http.Get("http://" + l.Addr().String())
		if err != nil {
			answered <- err.Error()
			return
		}
		defer func() { _ = resp.Body.Close() }()
		body, _ := io.ReadAll(resp.Body)
		answered <- string(body)
	}()
	<-inside
	stop()
	// Nobody new gets in while the last one is still being helped.
	for {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			break
		}
		_ = c.Close()
	}
	close(leave)
	if got := <-answered; got != "whole" {
		t.Errorf("got %q", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("stopped with %v", err)
	}
}

func TestAListenerThatIsGoneIsToldAtOnce(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, l.Close())
	if err := Serve(context.Background(), l, http.NotFoundHandler()); err == nil {
		t.Error("served on a closed listener")
	}
}
