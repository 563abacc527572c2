package postgres_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// relay stands between a log and its server, as a network does.
type relay struct {
	t   *testing.T
	dir string // of its socket, where the log takes it for the server

	mu      sync.Mutex
	keeping string     // part of the message to keep; empty when none is to be kept
	kept    chan *wire // a connection on which something was kept
	last    *wire
	wires   []*wire
}

// wire is one connection through the relay.
type wire struct {
	client, server net.Conn
	kept           []byte        // what the client sent and the server did not get
	ended          chan struct{} // closed when the server has ended its side
}

func newRelay(t *testing.T, dir, port string) *relay {
	t.Helper()
	own, err := os.MkdirTemp("", "relay-") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	socket := ".s.PGSQL." + port
	listener, err := net.Listen("unix", filepath.Join(own, socket))
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{t: t, dir: own, kept: make(chan *wire, 1)}
	var serving sync.WaitGroup
	t.Cleanup(func() {
		_ = listener.Close()
		r.mu.Lock()
		for _, w := range r.wires {
			_, _ = w.client.Close(), w.server.Close()
		}
		r.mu.Unlock()
		serving.Wait()
		_ = os.RemoveAll(own)
	})
	serving.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("unix", filepath.Join(dir, socket))
			if err != nil {
				t.Errorf("reach the server: %v", err)
				return
			}
			w := &wire{client: client, server: server, ended: make(chan struct{})}
			r.mu.Lock()
			r.wires = append(r.wires, w)
			r.mu.Unlock()
			serving.Go(func() { r.send(w) })
			serving.Go(func() { w.answer() })
		}
	})
	return r
}

// send hands on what the client says, or keeps it.
func (r *relay) send(w *wire) {
	buf := make([]byte, 64<<10)
	for {
		n, err := w.client.Read(buf)
		r.mu.Lock()
		if r.keeping != "" && bytes.Contains(buf[:n], []byte(r.keeping)) {
			r.keeping = ""
			w.kept = append(w.kept, buf[:n]...)
			r.mu.Unlock()
			r.kept <- w
			return
		}
		r.mu.Unlock()
		if n > 0 {
			_, _ = w.server.Write(buf[:n])
		}
		if err != nil {
			_ = w.server.Close()
			return
		}
	}
}

func (w *wire) answer() {
	defer close(w.ended)
	_, err := io.Copy(w.client, w.server)
	if err == nil || errors.Is(err, net.ErrClosed) {
		_ = w.client.Close()
		return
	}
	_, _ = io.Copy(io.Discard, w.server) // the client is gone, the server answers nobody
}

// keep keeps the next message that contains a text.
func (r *relay) keep(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keeping = text
}

// breakKept breaks the connection of what was kept on the client's side only.
func (r *relay) breakKept() {
	r.last = <-r.kept
	_ = r.last.client.Close()
}

// deliverKept lets what was kept arrive, and waits until the server is done with it.
func (r *relay) deliverKept() {
	_, _ = r.last.server.Write(r.last.kept)
	if half, ok := r.last.server.(*net.UnixConn); ok {
		_ = half.CloseWrite()
	}
	<-r.last.ended
}
