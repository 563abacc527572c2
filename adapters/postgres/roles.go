package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// missingError is what a login lacks to migrate, with the statements by which
// an administrator gives it once.
type missingError struct {
	doing string
	cause error
	grant string
}

func (e *missingError) Error() string {
	return fmt.Sprintf("%s: %s; let an administrator run: %s", e.doing, e.cause, e.grant)
}

func (e *missingError) Unwrap() error { return e.cause }

// ensureRoles makes the three logins, and the one that migrates a member of them.
func ensureRoles(ctx context.Context, conn *pgx.Conn) error {
	for _, role := range []string{OwnerRole, AppRole, ReaderRole} {
		if err := ensureRole(ctx, conn, role); err != nil {
			user := pgx.Identifier{conn.Config().User}.Sanitize()
			return &missingError{
				doing: "make the login " + role,
				cause: plain(err),
				grant: fmt.Sprintf("CREATE ROLE %[1]s LOGIN; GRANT %[1]s TO %[2]s", role, user),
			}
		}
	}
	return nil
}

// races are what the server says when somebody made the same role or grant at
// the same moment. Roles belong to the whole server, and the migration's lock
// to one database.
var races = []string{
	"42710", // duplicate object
	"23505", // unique violation, in a catalogue
	"XX000", // tuple concurrently updated
}

func ensureRole(ctx context.Context, conn *pgx.Conn, role string) error {
	for try := 1; ; try++ {
		err := makeRole(ctx, conn, role)
		if err == nil || !isCode(err, races...) || try == 5 {
			return err
		}
	}
}

// memberSQL asks whether the login may take the role. Since PostgreSQL 16 a
// member may not be allowed to.
const memberSQL = `
SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1),
    CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = $1)
        THEN pg_has_role(session_user, $1, CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END)
        ELSE false
    END`

func makeRole(ctx context.Context, conn *pgx.Conn, role string) error {
	var exists, member bool
	if err := conn.QueryRow(ctx, memberSQL, role).Scan(&exists, &member); err != nil {
		return err
	}
	if !exists {
		if _, err := conn.Exec(ctx, "CREATE ROLE "+role+" LOGIN"); err != nil {
			return err
		}
	}
	if member {
		return nil
	}
	_, err := conn.Exec(ctx, "GRANT "+role+" TO CURRENT_USER")
	return err
}

// ensureSchema makes the schema as its owner. What is in place already is left
// alone, so that a login without any right of its own can run this again.
func ensureSchema(ctx context.Context, conn *pgx.Conn) error {
	if err := ensureRoom(ctx, conn); err != nil {
		return err
	}
	_, err := conn.Exec(ctx, fmt.Sprintf("SET ROLE %s; CREATE SCHEMA IF NOT EXISTS %s; SET search_path = %[2]s", OwnerRole, schema))
	if err != nil {
		return fmt.Errorf("make the schema %s: %w", schema, unavailable(err))
	}
	return nil
}

// ensureRoom lets the owner make schemas. The server only warns when a login
// grants what it may not, so the outcome is looked at.
func ensureRoom(ctx context.Context, conn *pgx.Conn) error {
	database, may, err := hasRoom(ctx, conn)
	if err != nil || may {
		return err
	}
	grant := fmt.Sprintf("GRANT CREATE ON DATABASE %s TO %s", pgx.Identifier{database}.Sanitize(), OwnerRole)
	_, err = conn.Exec(ctx, grant)
	_, may, asked := hasRoom(ctx, conn)
	switch {
	case may:
		return nil
	case err == nil && asked == nil:
		err = errors.New("this login may not grant it")
	}
	return &missingError{doing: "let " + OwnerRole + " make a schema", cause: plain(errors.Join(err, asked)), grant: grant}
}

func hasRoom(ctx context.Context, conn *pgx.Conn) (database string, may bool, err error) {
	err = conn.QueryRow(ctx, "SELECT current_database(), has_database_privilege($1, current_database(), 'CREATE')", OwnerRole).
		Scan(&database, &may)
	if err != nil {
		return "", false, fmt.Errorf("ask who may make a schema: %w", unavailable(err))
	}
	return database, may, nil
}
