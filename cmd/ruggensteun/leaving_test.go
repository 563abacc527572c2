package main

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// writers report incidents without end, each over a connection of its own, until the server is gone.
type writers struct {
	mu   sync.Mutex
	told []uuid.UUID // that the server said it recorded
	odd  []string    // answers that are neither that nor a polite refusal
	n    atomic.Int64
	wait sync.WaitGroup
}

func (w *writers) write(t *testing.T, o office) {
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, o.url+"/v1/incidents", strings.NewReader(report))
		if err != nil {
			return
		}
		r.Header.Set("Authorization", "Bearer "+o.token)
		r.Header.Set("Content-Type", "application/json")
		answer, err := client.Do(r)
		if err != nil {
			return // not taken: the connection was refused or closed before anything was done
		}
		body, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		w.note(answer, string(body), err)
	}
}

func (w *writers) note(answer *http.Response, body string, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	location := answer.Header.Get("Location")
	id, parsed := uuid.Parse(location[strings.LastIndex(location, "/")+1:])
	switch {
	case err == nil && answer.StatusCode == http.StatusCreated && parsed == nil:
		w.told = append(w.told, id)
		w.n.Add(1)
	case err == nil && answer.StatusCode == http.StatusServiceUnavailable && answer.Header.Get("Retry-After") != "":
	default:
		w.odd = append(w.odd, fmt.Sprintf("%d (%v) %s", answer.StatusCode, err, body))
	}
}

// TestWhoeverWasTakenIsAnsweredWhenAServerStops kills a process that many write to: what was told to be
// recorded is, and nothing is that was not told.
func TestWhoeverWasTakenIsAnsweredWhenAServerStops(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	r, process := c.process("serve", "--addr", "127.0.0.1:0", "--rates", "write=off,address=off", "--drain", "1s")
	o := r.office()
	var w writers
	for range 16 {
		w.wait.Go(func() { w.write(t, o) })
	}
	until(t, "writing is under way", func() bool { return w.n.Load() > 100 })
	hold(t, process, syscall.SIGTERM)
	until(t, "it says that it is not ready", func() bool {
		status, body := ask(t, o.url+"/v1/health/ready", "")
		return status == http.StatusServiceUnavailable && strings.Contains(body, "stopping")
	})
	before := w.n.Load()
	until(t, "it goes on for those who did not notice yet", func() bool { return w.n.Load() > before })
	w.wait.Wait()
	if status := r.wait(); status != 0 {
		said, _ := r.err.look()
		t.Fatalf("it ended with %d: %s", status, said)
	}
	if len(w.odd) > 0 {
		t.Errorf("%d answers are neither yes nor a polite no, such as %s", len(w.odd), w.odd[0])
	}
	recorded := c.recorded()
	for _, id := range w.told {
		if !slices.Contains(recorded, id) {
			t.Errorf("%s was told to be recorded, and is not in the log", id)
		}
	}
	if len(recorded) != len(w.told) {
		t.Errorf("%d incidents are in the log, of which %d were told", len(recorded), len(w.told))
	}
	c.run("verify").ok()
}

// recorded are the incidents in the log.
func (c *terminal) recorded() []uuid.UUID {
	c.t.Helper()
	conn, err := pgx.Connect(c.t.Context(), c.db.Admin)
	if err != nil {
		c.t.Fatal(err)
	}
	defer conn.Close(c.t.Context())
	rows, err := conn.Query(c.t.Context(), "SELECT split_part(stream, '-', 1), substr(stream, strpos(stream, '-') + 1) FROM ruggensteun.events WHERE type LIKE 'incident.registered.%'")
	if err != nil {
		c.t.Fatal(err)
	}
	var list []uuid.UUID
	var kind, id string
	_, err = pgx.ForEachRow(rows, []any{&kind, &id}, func() error {
		parsed, err := uuid.Parse(id)
		list = append(list, parsed)
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return list
}
