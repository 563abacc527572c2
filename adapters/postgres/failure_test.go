package postgres_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"ruggensteun/adapters/postgres"
)

// TestAServerThatGoesDownHasNotRefused: what it says last, whatever it is, says
// nothing about the commit that was under way. It may be in the WAL.
func TestAServerThatGoesDownHasNotRefused(t *testing.T) {
	t.Parallel()
	for code, c := range map[string]struct {
		severity string
		broken   bool
	}{
		"53100": {"PANIC", true},  // the disk of the WAL is full
		"58030": {"PANIC", true},  // the WAL cannot be synced
		"25P04": {"FATAL", true},  // PostgreSQL 17: the transaction took too long
		"25P03": {"FATAL", true},  // it was idle for too long
		"57014": {"ERROR", false}, // a statement was cancelled
		"23505": {"ERROR", false},
	} {
		err := &pgconn.PgError{Severity: "PANIEK", SeverityUnlocalized: c.severity, Code: code}
		if got := postgres.BrokenConnection(err); got != c.broken {
			t.Errorf("%s %s: broken %t", c.severity, code, got)
		}
	}
}

// TestNoRoomForANotificationIsNobodysMistake: the server uses one code for it
// and for a row that is too large, and only the second is the sender's.
func TestNoRoomForANotificationIsNobodysMistake(t *testing.T) {
	t.Parallel()
	full := &pgconn.PgError{Severity: "ERROR", SeverityUnlocalized: "ERROR", Code: "54000", Routine: "PreCommit_Notify", Message: "te veel"}
	if postgres.IsDataError(full) || !strings.Contains(postgres.Plain(full).Error(), "pg_stat_activity") {
		t.Errorf("a full queue is taken for bad data: %v", postgres.Plain(full))
	}
	large := &pgconn.PgError{Severity: "ERROR", SeverityUnlocalized: "ERROR", Code: "54000", Routine: "index_form_tuple", Message: "te groot"}
	if !postgres.IsDataError(large) || strings.Contains(postgres.Plain(large).Error(), "pg_stat_activity") {
		t.Errorf("a row that is too large is taken for a full queue: %v", postgres.Plain(large))
	}
}
