package clocks_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/prosecution"
)

// TestAFileThatCannotBeReadHoldsUpNoOther: neither when all files of an employer are
// counted because of one event, nor when its moment comes; and the log says it once.
func TestAFileThatCannotBeReadHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 1)
	// The one that cannot be read comes before the other, as files are counted by id.
	bad, good := uuid.UUID{15: 1}, uuid.UUID{0: 0xff, 15: 1}
	for _, id := range []uuid.UUID{bad, good} {
		w.openCase(id, fight, jo)
		w.record(prosecution.Stream(id), ada, notice(uuid.New(), "VERDICT", dayAt(w.time()), dayAt(w.time())))
	}
	w.deliver(1)
	w.poison(prosecution.Stream(bad))
	w.record(employer.Stream(zuid), ada, employer.Changed{Holidays: &[]employer.Holiday{{Date: "2026-11-03", Name: "Brugdag"}}})

	all, err := w.log.Read(t.Context(), w.heard, 100)
	w.must(err)
	key := func(part string) string { return "poison/" + part }
	for _, e := range all {
		if err := w.keepers[0].Heard(t.Context(), e, key); err == nil {
			t.Errorf("%s concerns a file that cannot be read, and nobody says so", e.Type)
		}
	}
	if at := w.file(good).Position; at < all[len(all)-1].Position {
		t.Errorf("the other was counted up to %d and not to %d", at, all[len(all)-1].Position)
	}

	var said bytes.Buffer
	w.keepers[0].Logger = slog.New(slog.NewTextHandler(&said, nil))
	w.at(local("2026-11-20 09:00").Add(time.Second))
	for range 3 {
		_, err := w.keepers[0].Look(t.Context())
		w.must(err)
	}
	if len(w.work(good).Alarms) == 0 {
		t.Error("the other raised no alarm")
	}
	if n := strings.Count(said.String(), "cannot count"); n != 1 {
		t.Errorf("the log says %d times that it cannot be counted, want once:\n%s", n, said.String())
	}
}

// poison appends what no program of this version can read.
func (w *world) poison(s eventlog.Stream) {
	w.t.Helper()
	_, err := w.log.Append(w.t.Context(), eventlog.Append{Employer: zuid, Changes: []eventlog.Change{{
		Stream: s, Expected: w.versions[s],
		Events: []eventlog.Proposed{{ID: uuid.New(), Type: "prosecution.from_the_future.v9", Payload: []byte(`{"name":"Zebulon"}`), Metadata: []byte(`{}`)}},
	}}})
	w.must(err)
	w.versions[s]++
}
