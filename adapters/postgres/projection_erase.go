package postgres

import (
	"context"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/departure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// Forgetting somebody is the one change of rows that were written before. It is
// done by a function of the tables' owner, which looks up in the log whom to
// forget: the app may call it, and can erase nothing that the log does not say.
// It may run at any time after the event was recorded, and as often as one
// likes; so it needs no lease, and who lost his does no harm by it.

// erased tells through which position each subject of an employer is forgotten; the zero
// subject is everybody.
type erased map[erasedSubject]eventlog.Position

type erasedSubject struct{ employer, subject uuid.UUID }

// forgetful is a table that folds events as if what was erased since had been
// forgotten before.
type forgetful struct {
	projections.Table
	erased erased
}

// Fold implements projections.Table.
func (t *forgetful) Fold(row any, h projections.Head, e projections.Event) (any, projections.Head, bool) {
	if len(t.erased) > 0 {
		e = t.Erasing().Forget(e, func(subject uuid.UUID) bool {
			return e.Position < max(t.erased[erasedSubject{e.Employer, subject}], t.erased[erasedSubject{e.Employer, uuid.Nil}])
		})
	}
	return t.Table.Fold(row, h, e)
}

// forgetfulTable gives a table of which anything can be forgotten what the log
// says by now, also beyond the position that is folded to: keys are gone there
// and then, wherever a projection stands.
func forgetfulTable(ctx context.Context, db querier, t projections.Table) (projections.Table, error) {
	if t.Erasing() == nil {
		return t, nil
	}
	f := &forgetful{Table: t, erased: erased{}}
	return f, f.learn(ctx, db, 0, math.MaxInt64)
}

// erasuresSQL says what the names of such events have in common for their index,
// which is small: the log is not.
const erasuresSQL = `
SELECT employer, stream, position
FROM events
WHERE type LIKE '%\_erased.v1'
    AND type = ANY ($1)
    AND position > $2
    AND position <= $3`

// learn takes in what the log says of whom was forgotten, in some part of it.
func (t *forgetful) learn(ctx context.Context, db querier, after, through int64) error {
	rows, err := db.Query(ctx, erasuresSQL, append(slices.Clone(t.Erasing().Types), projections.EverythingErased), after, through)
	if err != nil {
		return unavailable(err)
	}
	var employer uuid.UUID
	var stream string
	var at eventlog.Position
	_, err = pgx.ForEachRow(rows, []any{&employer, &stream, &at}, func() error {
		s, err := eventlog.ParseStream(stream)
		all := s.Category == departure.Category
		if err == nil && (all || slices.Contains(t.Erasing().Categories(), s.Category)) {
			who := erasedSubject{employer, s.ID}
			if all {
				who.subject = uuid.Nil
			}
			t.erased[who] = max(t.erased[who], at)
		}
		return err
	})
	return unavailable(err)
}

// forget erases what a batch says is to be forgotten, in the rows that are there
// already and in the batch itself: what it tells of them is folded as forgotten.
func (p *schemaPlan) forget(ctx context.Context, conn *pgx.Conn, batch []projections.Event) error {
	from, to := int64(batch[0].Position-1), int64(batch[len(batch)-1].Position)
	for _, t := range p.tables {
		f, can := t.table.(*forgetful)
		if !can || !slices.ContainsFunc(batch, f.Erasing().Says) {
			continue
		}
		if err := f.learn(ctx, conn, from, to); err != nil {
			return fmt.Errorf("look up who is forgotten: %w", err)
		}
		if _, err := conn.Exec(ctx, "SELECT "+qualified(p.schema, forgetName(f))+"($1, $2)", from, to); err != nil {
			return fmt.Errorf("forget in table %s: %w", f.Name(), refused(err))
		}
	}
	return nil
}

func forgetName(t projections.Table) string { return "forget_in_" + t.Name() }

// forgetSQL makes the function. Its body is bound to the tables and not to their
// names: a build's schema is renamed when it comes into use.
//
// Of several erasures of one subject the last takes in the others.
func forgetSQL(schema string, t projections.Table) []string {
	e := t.Erasing()
	if e == nil {
		return nil
	}
	function := qualified(schema, forgetName(t)) + "(bigint, bigint)"
	said := fmt.Sprintf(`(
        SELECT employer, right(stream, 36)::uuid AS subject, max(position) AS at
        FROM events
        WHERE position > $1
            AND position <= $2
            AND type LIKE '%%\_erased.v1'
            AND type IN ('%s')
            AND split_part(stream, '-', 1) IN ('%s')
        GROUP BY 1, 2
    ) said`, strings.Join(e.Types, "', '"), strings.Join(e.Categories(), "', '"))
	saidOfAll := fmt.Sprintf(`(
        SELECT employer, max(position) AS at
        FROM events
        WHERE position > $1
            AND position <= $2
            AND type LIKE '%%\_erased.v1'
            AND type = '%s'
        GROUP BY 1
    ) said`, projections.EverythingErased)
	his := fmt.Sprintf("r.employer = said.employer AND r.%s = said.subject AND r.position < said.at", quoted(e.Subject))
	const everybodys = "r.employer = said.employer AND r.position < said.at"
	return []string{
		fmt.Sprintf(`
CREATE FUNCTION %[1]s RETURNS void LANGUAGE sql SECURITY DEFINER
BEGIN ATOMIC
    DELETE FROM %[2]s r
    USING %[3]s
    WHERE %[4]s
        AND EXISTS (SELECT FROM %[2]s f WHERE f.key = r.key AND f.position < r.position);
    UPDATE %[2]s r SET %[5]s = '%[6]s'
    FROM %[3]s
    WHERE %[4]s
        AND r.%[5]s <> '%[6]s';
    DELETE FROM %[2]s r
    USING %[7]s
    WHERE %[8]s
        AND EXISTS (SELECT FROM %[2]s f WHERE f.key = r.key AND f.position < r.position);
    UPDATE %[2]s r SET %[5]s = '%[6]s'
    FROM %[7]s
    WHERE %[8]s
        AND r.%[5]s <> '%[6]s';
END`, function, qualified(schema, t.Name()), said, his, quoted(e.Column), e.Left, saidOfAll, everybodys),
		fmt.Sprintf("REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC", function),
		fmt.Sprintf("GRANT EXECUTE ON FUNCTION %s TO %s", function, AppRole),
	}
}

// erasingType is what an event type may look like that ends up in a statement, and
// that the index of such events holds.
var erasingType = regexp.MustCompile(`^[a-z]+\.[a-z_]+_erased\.v1$`)

// plainType is the same of a code.
var plainType = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.]*$`)

// checkErasing keeps a slip in the program from becoming another statement.
func checkErasing(t projections.Table) error {
	e := t.Erasing()
	if e == nil {
		return nil
	}
	if !plainType.MatchString(e.Left) || len(e.Types) == 0 || e.Forget == nil {
		return errors.New("what is forgotten in it needs event types, what is left, and how an event is forgotten")
	}
	for _, name := range e.Types {
		if !erasingType.MatchString(name) {
			return fmt.Errorf("event type %q is not one by which something is erased: want noun.what_erased.v1", name)
		}
	}
	types := map[string]string{}
	for _, c := range t.Columns() {
		types[c.Name] = c.Type
	}
	if !strings.HasPrefix(types[e.Subject], "uuid") || !strings.HasPrefix(types[e.Column], "text NOT NULL") {
		return fmt.Errorf("it forgets in column %q by column %q: want a text that is never NULL, and a uuid", e.Column, e.Subject)
	}
	return nil
}
