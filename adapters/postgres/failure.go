package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"

	"ruggensteun/domain/eventlog"
)

// unavailable marks an error as "the store cannot be used now" unless it says
// something about the data. Every error of the driver passes here: the server's
// message may quote a row, so only its code and its first line of our making go on.
func unavailable(err error) error {
	var told *serverError
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, eventlog.ErrUnavailable), errors.As(err, &told): // it passed here before
		return err
	case errors.Is(err, errBadRow): // trying again later will not mend it
		return err
	}
	if isDataError(err) {
		return plain(err)
	}
	return fmt.Errorf("%w: %w", eventlog.ErrUnavailable, plain(err))
}

// isDataError tells whether the server refused what was sent (and always will)
// rather than being unable to take it now.
func isDataError(err error) bool {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) || isConnecting(err) {
		return false
	}
	switch pg.Code[:2] {
	case "22", // data exception: a value that the type cannot hold
		"23": // integrity constraint violation
		return true
	}
	// Program limit exceeded: a row that is too large for its index.
	return pg.Code == "54000" && !isQueueFull(pg)
}

// isQueueFull tells whether the server has no room for one more notification.
// The message is in the server's language, the routine is not.
func isQueueFull(pg *pgconn.PgError) bool {
	return pg.Code == "54000" && pg.Routine == "PreCommit_Notify"
}

const queueFullRemedy = "a session that listens has had a transaction open for very long: end it (the oldest in pg_stat_activity)"

// serverError is what may be shown of an error of the server: its message and
// code. Detail, where and hint stay behind, because they repeat values of rows.
type serverError struct {
	code    string
	message string
	remedy  string
}

func (e *serverError) Error() string {
	if e.remedy == "" {
		return fmt.Sprintf("%s (SQLSTATE %s)", e.message, e.code)
	}
	return fmt.Sprintf("%s (SQLSTATE %s): %s", e.message, e.code, e.remedy)
}

// SQLState lets callers tell errors apart without the driver.
func (e *serverError) SQLState() string { return e.code }

func plain(err error) error {
	if err == nil {
		return nil
	}
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return driverError(err)
	}
	message := pg.Message
	if isDataError(err) && pg.Code[:2] == "22" {
		message = "a value was refused by its type" // these messages quote the value
	}
	remedy := remedies[pg.Code]
	if isQueueFull(pg) {
		remedy = queueFullRemedy
	}
	return &serverError{code: pg.Code, message: firstLine(message), remedy: remedy}
}

// driverError is what may be shown of an error that came from no server. What
// the driver cannot write or read it quotes.
func driverError(err error) error {
	for _, quoting := range []string{"encode", "scan", "convert"} {
		if strings.Contains(err.Error(), quoting) {
			return fmt.Errorf("a value does not fit its column: the program and the database are of different versions")
		}
	}
	return scrub(err)
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// remedies say what the operator can do about what the server cannot.
var remedies = map[string]string{
	"53100": "the disk of the database is full: free space or make it larger; nothing half-written was kept",
	"53200": "the database server is out of memory",
	"53300": "the database server has no connection left: raise max_connections or stop other programs",
	"25006": "the database is read-only: this is a standby, use the primary's URL",
	"57P01": "the database server is shutting down",
	"57P03": "the database server is starting up",
	"42501": "this login lacks a right: run `ruggensteun migrate` with the owner's login",
	"3F000": "the schema is missing: run `ruggensteun migrate`",
	"42P01": "a table is missing: run `ruggensteun migrate`",
	"55P03": "another program held the append lock for too long",
}

// brokenConnection tells whether the session is gone, and with it the answer to
// what was sent.
func brokenConnection(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		// 57P01-57P03: the server ended the session, or was going to; with any other
		// code it may end one, or go down itself, e.g. when the disk of the WAL is
		// full. Whether a commit before that went through is unknown to us: it may be
		// in the WAL already.
		ended := pg.SeverityUnlocalized == "FATAL" || pg.SeverityUnlocalized == "PANIC"
		return ended && !isConnecting(err) || strings.HasPrefix(pg.Code, "57P") || strings.HasPrefix(pg.Code, "08")
	}
	return true
}

// lostConnection is narrower than brokenConnection: the session was there and
// ended, so that a new one may do better.
func lostConnection(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return !isConnecting(err) && brokenConnection(err)
	}
	for _, ended := range []error{io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, syscall.EPIPE, syscall.ECONNRESET} {
		if errors.Is(err, ended) {
			return true
		}
	}
	return pgconn.SafeToRetry(err)
}

const lockTimedOut = "55P03"

// passing are refusals that the next try may be spared.
var passing = []string{
	lockTimedOut,
	"40001", // serialization failure
	"40P01", // deadlock
	"53300", // no connection left
}

// passes tells whether it makes sense to try again: the connection broke, or
// could not be made yet, or the server was short of something for a moment.
func passes(err error) bool {
	return brokenConnection(err) || isConnecting(err) || isCode(err, passing...)
}

// isConnecting tells whether the server, or its absence, refused the session as such.
func isConnecting(err error) bool {
	var connecting *pgconn.ConnectError
	return errors.As(err, &connecting)
}

func isCode(err error, codes ...string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && slices.Contains(codes, pg.Code)
}
