package api

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"ruggensteun/domain/access"
)

// soon is how long the limits of these tests are: short, because a test waits for each.
const soon = 300 * time.Millisecond

// served gives the address of a real server with limits.
func served(t *testing.T, h http.Handler, change func(*times)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	limits := usualTimes
	change(&limits)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, l, h, limits) }()
	t.Cleanup(func() {
		stop()
		must(t, <-ended)
	})
	return l.Addr().String()
}

func dial(t *testing.T, address string) *net.TCPConn {
	t.Helper()
	c, err := net.Dial("tcp", address)
	must(t, err)
	t.Cleanup(func() { _ = c.Close() })
	return c.(*net.TCPConn)
}

// hungUp reads until the server hangs up, and gives what it said.
func hungUp(t *testing.T, c net.Conn) string {
	t.Helper()
	must(t, c.SetReadDeadline(time.Now().Add(time.Minute)))
	said, err := io.ReadAll(c)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal("the server did not hang up")
	}
	return string(said)
}

func TestWhoSendsSlowlyIsHungUpOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := w.token(access.Reporter, w.city)
	begin := "POST /v1/incidents HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\nContent-Type: application/json\r\n"
	for name, test := range map[string]struct {
		change func(*times)
		send   string
		says   string
	}{
		"a header that never ends":     {func(l *times) { l.header = soon }, "GET /v1/health/live HTTP/1.1\r\nHost: local", ""},
		"a body that never comes":      {func(l *times) { l.body = soon }, begin + "Content-Length: 2\r\n\r\n", " 408 "},
		"half a body":                  {func(l *times) { l.body = soon }, begin + "Content-Length: 200\r\n\r\n{\"narrative\":", " 408 "},
		"nothing after an answer":      {func(l *times) { l.idle = soon }, "GET /v1/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n", " 200 "},
		"headers that are too long":    {func(*times) {}, "GET /v1/health/live HTTP/1.1\r\nHost: localhost\r\nX-Long: " + strings.Repeat("x", 64<<10) + "\r\n\r\n", " 431 "},
		"headers that are too many":    {func(*times) {}, "GET /v1/health/live HTTP/1.1\r\nHost: localhost\r\n" + strings.Repeat("X-A: b\r\n", 8<<10) + "\r\n", " 431 "},
		"a body that is said too long": {func(*times) {}, begin + "Connection: close\r\nContent-Length: 999999999\r\n\r\n" + strings.Repeat("x", 2<<20), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := dial(t, served(t, w.handler, test.change))
			_, _ = io.WriteString(c, test.send) // the server may hang up meanwhile
			if said := hungUp(t, c); !strings.Contains(said, test.says) || strings.Contains(said, " 201 ") {
				t.Errorf("the server said %.200q", said)
			}
		})
	}
	t.Cleanup(func() { // after those above, which run at the same time
		if ids, _ := w.listed("", access.Registrar, w.city); len(ids) != 0 {
			t.Errorf("%d incidents were recorded of what never came", len(ids))
		}
	})
}

// TestWhoTakesSlowlyHoldsNoPlace: an answer that is made as it is sent ends when whoever asked
// takes less of it than the pace, also when he takes a little all the time.
func TestWhoTakesSlowlyHoldsNoPlace(t *testing.T) {
	t.Parallel()
	for name, take := range map[string]func(*net.TCPConn) error{
		"nothing":               func(*net.TCPConn) error { return io.EOF },
		"a little all the time": takeALittle,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ended := make(chan error, 1)
			endless := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				out := &patient{ResponseWriter: w, pace: pace{start: soon, perSecond: 1 << 30}}
				for {
					if _, err := out.Write(make([]byte, 4<<10)); err != nil {
						ended <- err
						return
					}
				}
			})
			c := dial(t, served(t, endless, func(*times) {}))
			must(t, c.SetReadBuffer(4<<10))
			_, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
			must(t, err)
			for take(c) == nil {
				select {
				case err := <-ended:
					if !errors.Is(err, os.ErrDeadlineExceeded) {
						t.Errorf("it ended with %v", err)
					}
					return
				default:
				}
			}
			select {
			case err := <-ended:
				if !errors.Is(err, os.ErrDeadlineExceeded) {
					t.Errorf("it ended with %v", err)
				}
			case <-time.After(time.Minute):
				t.Fatal("whoever takes nothing holds his place for ever")
			}
		})
	}
}

// takeALittle takes a byte at a time, so that something goes on all the time.
func takeALittle(c *net.TCPConn) error {
	_, err := c.Read(make([]byte, 1))
	return err
}

// TestWhoKeepsThePaceIsGivenAll, however long the whole takes: longer than any answer may.
func TestWhoKeepsThePaceIsGivenAll(t *testing.T) {
	t.Parallel()
	const size = 8 << 20
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		out := &patient{ResponseWriter: w, pace: usualPace}
		for range size / (64 << 10) {
			if _, err := out.Write(make([]byte, 64<<10)); err != nil {
				return
			}
		}
	})
	address := served(t, h, func(l *times) { l.answer = time.Millisecond })
	answer, err := http.Get("http://" + address)
	must(t, err)
	defer answer.Body.Close()
	if n, err := io.Copy(io.Discard, bufio.NewReader(answer.Body)); err != nil || n != size {
		t.Errorf("%d bytes came of %d: %v", n, size, err)
	}
}

func TestThePaceIsOfTheWhole(t *testing.T) {
	t.Parallel()
	p := pace{start: 10 * time.Second, perSecond: 1000}
	for _, test := range []struct {
		sent         int64
		waited, left time.Duration
	}{
		{0, 0, 10 * time.Second},
		{1000, 0, 11 * time.Second},
		{1000, 11 * time.Second, 0},
		{5000, 20 * time.Second, -5 * time.Second},
		{10_000_000_000, time.Hour, 10_000_010*time.Second - time.Hour},
	} {
		if got := p.left(test.sent, test.waited); got != test.left {
			t.Errorf("%d bytes, waited %s: left is %s, want %s", test.sent, test.waited, got, test.left)
		}
	}
}
