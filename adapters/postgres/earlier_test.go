package postgres_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
)

// through gives a log whose connections go through a relay, with a login.
func through(t *testing.T, db *postgrestest.Database, login string) (*postgres.Log, *relay) {
	t.Helper()
	u, err := url.Parse(login)
	if err != nil {
		t.Fatal(err)
	}
	r := newRelay(t, u.Query().Get("host"), u.Query().Get("port"))
	q := u.Query()
	q.Set("host", r.dir)
	u.RawQuery = q.Encode()
	behind, err := postgres.Connect(t.Context(), postgres.Logins{Owner: db.Logins.Owner, App: u.String(), Reader: db.Logins.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(behind.Close)
	return openLog(t, behind, postgres.LogOptions{}), r
}

// TestWhatArrivesLateRecordsNothing keeps an append in the network while its
// connection breaks, and delivers it after the next try was answered and what
// it expected has come true.
func TestWhatArrivesLateRecordsNothing(t *testing.T) {
	t.Parallel()
	for name, with := range map[string]struct{ mayEnd, oneLogin bool }{
		"its session can be ended":                 {true, false},
		"its session can be ended, with one login": {true, true},
		"its session cannot be ended":              {false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := postgrestest.New(t)
			mayEnd, login := with.mayEnd, db.Logins.App
			if with.oneLogin {
				login = db.Admin
			}
			if !mayEnd {
				db.Exec(t, "REVOKE EXECUTE ON FUNCTION pg_terminate_backend FROM PUBLIC")
			}
			log, r := through(t, db, login)
			mustAppend(t, log, plainAppend(uuid.Nil)) // opens its connection
			late := keyed(plainAppend(uuid.Nil))
			late.Changes[0].Expected = 1
			told := make(chan error, 1)
			r.keep(late.Changes[0].Stream.String())
			go func() { _, err := log.Append(t.Context(), late); told <- err }()
			r.breakKept()
			err := <-told
			if mayEnd && !eventlog.IsConflict(err) || !mayEnd && (eventlog.IsConflict(err) || !errors.Is(err, eventlog.ErrUnknownOutcome)) {
				t.Errorf("the append whose connection broke was told %v", err)
			}
			first := plainAppend(uuid.Nil)
			first.Changes[0].Stream = late.Changes[0].Stream
			mustAppend(t, log, first) // now the late one would fit
			r.deliverKept()
			_, recorded, err := log.Outcome(t.Context(), *late.Key)
			if err != nil || recorded == mayEnd {
				t.Errorf("what arrived late was recorded: %t, %v", recorded, err)
			}
			logtest.Invariants(t, log)
		})
	}
}

// TestAnotherEventUnderTheSameIDIsNotTakenForAnEarlierTry has two commands use
// one event id while connections break: only what is in the log is acknowledged.
func TestAnotherEventUnderTheSameIDIsNotTakenForAnEarlierTry(t *testing.T) {
	t.Parallel()
	db := postgrestest.New(t)
	log, r := through(t, db, db.Logins.App)
	one, other := plainAppend(uuid.Nil), plainAppend(uuid.Nil)
	other.Changes[0].Events[0].ID = one.Changes[0].Events[0].ID
	mustAppend(t, log, one)
	told := make(chan error, 1)
	r.keep(other.Changes[0].Stream.String())
	go func() { _, err := log.Append(t.Context(), other); told <- err }()
	r.breakKept()
	if err := <-told; !errors.Is(err, eventlog.ErrInvalid) || strings.Contains(err.Error(), one.Changes[0].Events[0].ID.String()) {
		t.Errorf("got %v, want %v", err, eventlog.ErrInvalid)
	}
	r.keep(one.Changes[0].Stream.String())
	go func() { _, err := log.Append(t.Context(), one); told <- err }()
	r.breakKept()
	if err := <-told; err != nil {
		t.Errorf("the very append that is in the log was told %v", err)
	}
	logtest.Invariants(t, log)
}
