package postgres

import (
	"context"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"ruggensteun/domain/fault"
)

// BIRole is the login of a BI tool, and the schema of all that it sees.
const BIRole = "ruggensteun_bi"

// BIGrant is how a BI tool may connect.
type BIGrant struct {
	Password    string // printable ASCII
	Salt        []byte // random; the server is sent a verifier and never the password
	Connections int
	Timeout     string // of one statement, as the server writes it: "60s"
}

// shortestPassword is below what somebody who reads a verifier could guess.
const shortestPassword = 12

// verifier is what the server keeps of a password (RFC 5802, RFC 7677), so that the password
// stands in no statement and no log of the server.
func (g BIGrant) verifier() (string, error) {
	if len(g.Password) < shortestPassword || strings.ContainsFunc(g.Password, func(r rune) bool { return r < ' ' || r > '~' }) {
		var wrong fault.Fields
		wrong.Add("password", "will not do", fmt.Sprintf("use %d or more printable characters without accents, on one line", shortestPassword))
		return "", wrong.Err()
	}
	const rounds = 4096
	salted, err := pbkdf2.Key(sha256.New, g.Password, g.Salt, rounds, sha256.Size)
	if err != nil {
		return "", fmt.Errorf("derive the verifier of a password: %w", err)
	}
	sign := func(text string) []byte {
		mac := hmac.New(sha256.New, salted)
		mac.Write([]byte(text))
		return mac.Sum(nil)
	}
	stored := sha256.Sum256(sign("Client Key"))
	text := base64.StdEncoding.EncodeToString
	return fmt.Sprintf("SCRAM-SHA-256$%d:%s$%s:%s", rounds, text(g.Salt), text(stored[:]), text(sign("Server Key"))), nil
}

// GrantBI makes the login and its views, or brings them to the newest shape and gives it
// another password. The URL is one that may make roles, as that of Migrate.
func GrantBI(ctx context.Context, adminURL string, g BIGrant) error {
	verifier, err := g.verifier()
	if err != nil {
		return err
	}
	return biWork(ctx, adminURL, func(ctx context.Context, conn *pgx.Conn) error {
		there, err := ours(ctx, conn)
		if err != nil {
			return err
		}
		verb := map[bool]string{true: "ALTER", false: "CREATE"}[there]
		err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
			return biRun(ctx, tx, append([]string{
				fmt.Sprintf("%s ROLE %s LOGIN NOCREATEDB NOCREATEROLE NOINHERIT CONNECTION LIMIT %d PASSWORD '%s'", verb, BIRole, g.Connections, verifier),
				fmt.Sprintf("ALTER ROLE %s SET statement_timeout = %s", BIRole, literal(g.Timeout)),
				fmt.Sprintf("ALTER ROLE %s SET idle_in_transaction_session_timeout = %s", BIRole, literal(g.Timeout)),
				fmt.Sprintf("ALTER ROLE %s SET default_transaction_read_only = on", BIRole),
				fmt.Sprintf("ALTER ROLE %s SET search_path = %[1]s", BIRole),
				fmt.Sprintf("GRANT CONNECT ON DATABASE %s TO %s", pgx.Identifier{conn.Config().Database}.Sanitize(), BIRole),
			}, viewsAsOwner()...))
		})
		if err != nil {
			return &missingError{doing: "make the login " + BIRole, cause: plain(err), grant: "ALTER ROLE " + pgx.Identifier{conn.Config().User}.Sanitize() + " CREATEROLE"}
		}
		return nil
	})
}

// viewsAsOwner makes the views as the owner, whose rights they read with.
func viewsAsOwner() []string {
	list := []string{"SET LOCAL ROLE " + OwnerRole, "CREATE SCHEMA IF NOT EXISTS " + BIRole, fmt.Sprintf("GRANT USAGE ON SCHEMA %s TO %[1]s", BIRole)}
	list = append(list, biViews...)
	return append(list, fmt.Sprintf("GRANT SELECT ON ALL TABLES IN SCHEMA %s TO %[1]s", BIRole), "RESET ROLE")
}

// RevokeBI takes the login away with its views, and ends what it has open. It tells whether
// there was one.
func RevokeBI(ctx context.Context, adminURL string) (there bool, err error) {
	err = biWork(ctx, adminURL, func(ctx context.Context, conn *pgx.Conn) error {
		if there, err = ours(ctx, conn); err != nil || !there {
			return err
		}
		// Before it is gone, or a session that is open goes on with the rights it has.
		if err := biRun(ctx, conn, []string{"ALTER ROLE " + BIRole + " NOLOGIN", "GRANT " + BIRole + " TO CURRENT_USER"}); err != nil {
			return fmt.Errorf("shut the login %s out: %w", BIRole, plain(err))
		}
		if _, err := conn.Exec(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1", BIRole); err != nil {
			return fmt.Errorf("end the sessions of %s: %w", BIRole, plain(err))
		}
		err := pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
			return biRun(ctx, tx, []string{
				"SET LOCAL ROLE " + OwnerRole, "DROP SCHEMA IF EXISTS " + BIRole + " CASCADE", "RESET ROLE",
				fmt.Sprintf("REVOKE ALL ON DATABASE %s FROM %s", pgx.Identifier{conn.Config().Database}.Sanitize(), BIRole),
				"DROP OWNED BY " + BIRole, // a large object, which no login can be kept from making
				"DROP ROLE " + BIRole,
			})
		})
		if err != nil {
			return fmt.Errorf("take the login %s away: %w", BIRole, plain(err))
		}
		return nil
	})
	return there, err
}

func biWork(ctx context.Context, adminURL string, work func(context.Context, *pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, adminURL)
	if err != nil {
		return fmt.Errorf("connect to work on the login %s: %w", BIRole, scrub(err))
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
		return fmt.Errorf("wait for a migration: %w", unavailable(err))
	}
	return work(ctx, conn)
}

// ours tells whether the login is there. One that can do more than we ever gave it was made by
// somebody else, or given something since, and nothing is added to that.
func ours(ctx context.Context, conn *pgx.Conn) (there bool, err error) {
	var more bool
	err = conn.QueryRow(ctx, `
SELECT
	rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls OR EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid)
FROM pg_roles
WHERE rolname = $1`, BIRole).Scan(&more)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("look whether there is a login %s: %w", BIRole, unavailable(err))
	case more:
		return true, fault.New(fault.Refused, "the login "+BIRole+" is there and may do more than a BI tool should: drop it, or take its attributes and memberships away, and try again")
	}
	return true, nil
}

type executor interface {
	Exec(ctx context.Context, sql string, arguments ...any) (pgconn.CommandTag, error)
}

func biRun(ctx context.Context, on executor, statements []string) error {
	for _, sql := range statements {
		if _, err := on.Exec(ctx, sql); err != nil {
			return err
		}
	}
	return nil
}

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
