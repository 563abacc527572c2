package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/redaction"
)

// redacting is a log with three incidents of employer a and one of b. The
// employers' own events stand at 1 and 2, the incidents of a at 3, 4 and 6.
type redacting struct {
	*world
	a, b uuid.UUID
}

func newRedacting(t *testing.T) redacting {
	w := newWorld(t, postgrestest.New(t), postgres.LogOptions{})
	a, b := w.newEmployer(t, "GEM-A"), w.newEmployer(t, "GEM-B")
	w.report(t, a, "one")
	w.report(t, a, "two")
	w.report(t, b, "three")
	w.report(t, a, "four")
	return redacting{w, a.ID, b.ID}
}

func (r redacting) redact(t *testing.T, id uuid.UUID, of uuid.UUID, spans ...redaction.Span) (int, error) {
	t.Helper()
	cmd := redaction.Redact{By: operator, Employer: of, Reason: "RETENTION", Spans: spans}
	return r.DB.Redact(t.Context(), r.journal, id, cmd, request(of))
}

// gone are the positions whose payload was removed; the chain must still hold.
func (r redacting) gone(t *testing.T) (gone []eventlog.Position) {
	t.Helper()
	logtest.Invariants(t, r.log)
	events, err := r.log.Read(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		var by eventlog.Position
		r.Scan(t, []any{&by}, `SELECT coalesce((SELECT recorded_by FROM redactions WHERE position = $1), 0)`, int64(e.Position))
		if e.Redacted != (e.Payload == nil) || e.Redacted != (by > e.Position) {
			t.Errorf("position %d: redacted %t with %d bytes, recorded by %d", e.Position, e.Redacted, len(e.Payload), by)
		}
		if e.Redacted {
			gone = append(gone, e.Position)
		}
	}
	return gone
}

func TestRedactingRemovesWhatItNames(t *testing.T) {
	t.Parallel()
	type positions = []eventlog.Position
	tests := map[string]struct {
		spans []redaction.Span
		gone  positions
	}{
		"one event": {[]redaction.Span{{First: 4, Last: 4}}, positions{4}},
		"in a stretch only what is the employer's":    {[]redaction.Span{{First: 3, Last: 6}}, positions{3, 4, 6}},
		"several stretches":                           {[]redaction.Span{{First: 1, Last: 1}, {First: 6, Last: 6}}, positions{1, 6}},
		"everything of an employer":                   {nil, positions{1, 3, 4, 6}},
		"nothing of what comes after, nor of another": {[]redaction.Span{{First: 5, Last: 5}, {First: 7, Last: 1000}}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRedacting(t)
			id := uuid.New()
			for _, want := range []int{len(tt.gone), 0} { // repeated, it removes nothing more
				if n, err := r.redact(t, id, r.a, tt.spans...); err != nil || n != want {
					t.Errorf("removed %d, %v; want %d", n, err, want)
				}
			}
			if diff := cmp.Diff(tt.gone, r.gone(t)); diff != "" {
				t.Errorf("gone (-want +got):\n%s", diff)
			}
			if head, err := r.log.Head(t.Context()); err != nil || head != 7 {
				t.Errorf("the redaction is recorded once: head %d, %v", head, err)
			}
			if _, err := r.redact(t, uuid.New(), r.a); err != nil {
				t.Errorf("what is left can be redacted later: %v", err)
			}
			if gone := r.gone(t); len(gone) != 4 {
				t.Errorf("gone: %v, want the four of the employer and no redaction", gone)
			}
		})
	}
}

func TestWhoMayNotRedactRemovesNothing(t *testing.T) {
	t.Parallel()
	r := newRedacting(t)
	cmd := redaction.Redact{By: access.Actor{Role: access.Registrar, Employer: r.a}, Employer: r.a, Reason: "RETENTION"}
	_, err := r.DB.Redact(t.Context(), r.journal, uuid.New(), cmd, request(r.a))
	if fault.KindOf(err) != fault.Forbidden {
		t.Errorf("got %v", err)
	}
	if gone := r.gone(t); gone != nil {
		t.Errorf("gone: %v", gone)
	}
}

// stopping ends the work between the record of a redaction and the removal.
type stopping struct {
	decider.Journal
	stop context.CancelFunc
}

func (j stopping) Append(ctx context.Context, s eventlog.Stream, at eventlog.Version, events []decider.Event, r decider.Request) (eventlog.Receipt, error) {
	defer j.stop()
	return j.Journal.Append(ctx, s, at, events, r)
}

func TestARedactionThatWasInterruptedIsFinishedByRepeatingIt(t *testing.T) {
	t.Parallel()
	r := newRedacting(t)
	id := uuid.New()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	cmd := redaction.Redact{By: operator, Employer: r.a, Reason: "RETENTION"}
	_, err := r.DB.Redact(ctx, stopping{r.journal, stop}, id, cmd, request(r.a))
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want that it was interrupted", err)
	}
	if gone := r.gone(t); gone != nil {
		t.Fatalf("gone: %v, though it was interrupted before", gone)
	}
	if n, err := r.redact(t, id, r.a); err != nil || n != 4 {
		t.Errorf("repeated: removed %d, %v; want 4", n, err)
	}
}

// TestTheDatabaseRemovesOnlyWhatARecordedRedactionNames tries the owner's own
// login, with a redaction of position 4 on record at 7.
func TestTheDatabaseRemovesOnlyWhatARecordedRedactionNames(t *testing.T) {
	t.Parallel()
	r := newRedacting(t)
	if _, err := r.redact(t, uuid.New(), r.a, redaction.Span{First: 4, Last: 4}); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, r.log, plainAppend(r.a)) // 8
	redact := func(position, by int) string {
		return fmt.Sprintf("INSERT INTO redactions VALUES (%d, %d); UPDATE events SET payload = NULL WHERE position = %[1]d", position, by)
	}
	tests := map[string]struct {
		sql     string
		refused bool
	}{
		"a payload that the redaction's row names":      {"UPDATE events SET payload = NULL WHERE position = 4", false},
		"a payload that no row names":                   {"UPDATE events SET payload = NULL WHERE position = 3", true},
		"a payload that is replaced instead of removed": {"UPDATE events SET payload = 'x' WHERE position = 4", true},
		"another column with the payload":               {"UPDATE events SET payload = NULL, metadata = '' WHERE position = 4", true},
		"the time with the payload":                     {"UPDATE events SET payload = NULL, recorded_at = now() WHERE position = 4", true},
		"a row by a recorded redaction":                 {redact(3, 7), false},
		"a row by an event that is no redaction":        {redact(3, 6), true},
		"a row by a redaction that came before":         {redact(8, 7), true},
		"a row by another employer's redaction":         {redact(5, 7), true},
		"a row that removes the redaction itself":       {redact(7, 7), true},
		"a row by an event that is not there":           {redact(3, 99), true},
		"a row that is changed":                         {"UPDATE redactions SET position = 3", true},
		"a row that is taken away":                      {"DELETE FROM redactions", true},
		"all rows that are taken away":                  {"TRUNCATE redactions", true},
	}
	for login, url := range map[string]string{"owner": r.Logins.Owner, "superuser": r.Admin} {
		conn := session(t, url)
		for name, tt := range tests {
			err := attempt(t, conn, tt.sql)
			refused := tt.refused || login != "owner" // nobody else removes, not even who may do anything else
			if refused != (sqlState(err) == notAllowed) || !refused && err != nil {
				t.Errorf("%s: %s: got %v, want refused: %t", login, name, err, refused)
			}
		}
	}
}
