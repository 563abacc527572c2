package postgres_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/postgres/postgrestest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/release"
	"ruggensteun/projections/doubles"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/triage"
)

const biPassword = "een heel lang wachtwoord"

func grantOf(password string) postgres.BIGrant {
	return postgres.BIGrant{Password: password, Salt: []byte("0123456789abcdef"), Connections: 2, Timeout: "60s"}
}

// bi is a store with releases and everything else that there can be, on a server of its own: a
// login belongs to a whole server.
type bi struct {
	*world
	login string
	out   release.Answer
}

func newBI(t *testing.T) bi {
	server := postgrestest.Durable(t)
	b := bi{world: newWorld(t, postgrestest.NewOn(t, server), postgres.LogOptions{})}
	b.login = server.URL(postgres.BIRole, b.Name)
	runner := postgres.OpenRunner(b.DB, b.log, nil, postgres.RunnerOptions{})
	t.Cleanup(runner.Close)
	for _, p := range []func() error{
		func() error { _, err := runner.Register(t.Context(), facts.Projection); return err },
		func() error { _, err := runner.Register(t.Context(), doubles.Projection); return err },
		func() error { _, err := runner.Register(t.Context(), triage.Projection); return err },
		func() error { return postgres.GrantBI(t.Context(), b.Admin, grantOf(biPassword)) },
	} {
		if err := p(); err != nil {
			t.Fatal(err)
		}
	}
	b.report(t, b.newEmployer(t, "GEM-BI"), "geheim verhaal")
	text := `{"unit":"incident","definition_nl":"hoeveel","definition":"how many","protection":{"nl":"beschermd","en":"protected"},"rows":["ROAD","HOME"],"row_labels":[{"nl":"weg","en":"road"},{"nl":"huis","en":"home"}],"columns":["ALL"],"column_labels":[{"nl":"incidenten","en":"incidents"}],"cells":[[{"n":15}],[{"not_broken_down":true}]],"row_totals":[{"n":15},{"n":0}],"column_totals":[{"n":15}],"total":{"n":15}}` + "\n"
	b.out = release.Answer{Question: "incident by place as-of 2", Text: text, Hash: release.Sum(text)}
	return b
}

var biNoon = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// released tells a release with these events behind its answer.
func (b bi) released(t *testing.T, title string, viewer access.Audience, then ...decider.Event) uuid.UUID {
	t.Helper()
	id := uuid.New()
	head := release.Head{Title: release.Title{NL: title, EN: title}, Viewer: viewer, Epoch: release.Epoch{End: biNoon, Position: 2}, Method: release.Method{Key: "k", Table: "p", Rules: "2026-1"}, Due: calendar.DayOf(biNoon), At: biNoon}
	answer := b.out
	answer.Question = title + " " + answer.Question
	events := append([]decider.Event{release.Prepared{Head: head}, release.Answered{Answer: answer}, release.Explained{Code: "GEM-BI", Text: "duiding van " + title, At: biNoon}}, then...)
	if _, err := b.journal.Append(t.Context(), release.Stream(id), 0, events, request(uuid.Nil)); err != nil {
		t.Fatal(err)
	}
	return id
}

func asTool(t *testing.T, login string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), login)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func answersTo(t *testing.T, conn *pgx.Conn, sql string) []string {
	t.Helper()
	rows, err := conn.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (string, error) {
		values, err := row.Values()
		return strings.TrimSuffix(fmt.Sprintln(values...), "\n"), err
	})
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return list
}

func TestABIToolSeesWhatWasPublishedForThePublicAsItWasPrinted(t *testing.T) {
	t.Parallel()
	b := newBI(t)
	out := release.Published{At: biNoon}
	b.released(t, "wacht", access.ForPublic)
	b.released(t, "analist", access.ForAnalysts, out)
	stands := b.released(t, "staat", access.ForPublic, out)
	b.released(t, "weg", access.ForPublic, out, release.Withdrawn{At: biNoon, Reason: "fout", ReplacedBy: uuid.New()}, release.Withdrawn{At: biNoon, Reason: "verkeerde maand", ReplacedBy: stands})
	tool := asTool(t, b.login)
	for sql, want := range map[string][]string{
		"SELECT title_nl, rules, withdrawn, coalesce(withdrawn_because, '-'), replaced_by = '" + stands.String() + "' FROM releases ORDER BY title_nl": {"staat 2026-1 false - <nil>", "weg 2026-1 true verkeerde maand true"},
		"SELECT question, withdrawn FROM answers ORDER BY question":                                                                                    {"staat incident by place as-of 2 false", "weg incident by place as-of 2 true"},
		"SELECT kind || '|' || coalesce(row_nl, '-') || '|' || coalesce(column_en, '-') || '|' || coalesce(n::text, '.'), kept_back FROM cells WHERE release = '" + stands.String() + "' ORDER BY 1": {
			"CELL|huis|incidents|. true", "CELL|weg|incidents|15 false", "COLUMN_TOTAL|-|incidents|15 false", "ROW_TOTAL|huis|-|0 false", "ROW_TOTAL|weg|-|15 false", "TOTAL|-|-|15 false",
		},
		"SELECT employer || '|' || explanation, withdrawn FROM explanations ORDER BY explanation": {"GEM-BI|duiding van staat false", "GEM-BI|duiding van weg true"},
		// The bytes are those that are cited.
		"SELECT DISTINCT encode(sha256(convert_to(printed, 'UTF8')), 'hex') = hash FROM answers": {"true"},
	} {
		got := answersTo(t, tool, sql)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", sql, diff)
		}
	}
}

// TestTheViewsReadTheNewestShapes: another version of an event of a release needs other views.
func TestTheViewsReadTheNewestShapes(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../eventjson/testdata/release.*.json")
	if err != nil {
		t.Fatal(err)
	}
	var shapes []string
	for _, file := range files {
		shapes = append(shapes, strings.TrimSuffix(filepath.Base(file), ".json"))
	}
	if diff := cmp.Diff(shapes, postgres.BIEvents); diff != "" {
		t.Errorf("the views read (-there are +read):\n%s", diff)
	}
}

// TestABIToolSeesNothingElse asks the catalogue for everything that there is, so that a table
// which is made tomorrow is asked for as well.
func TestABIToolSeesNothingElse(t *testing.T) {
	t.Parallel()
	b := newBI(t)
	b.released(t, "wacht", access.ForPublic)
	admin, tool := as(t, b.Admin), asTool(t, b.login)
	b.Exec(t, "SELECT lo_from_bytea(4711, 'geheim')")
	refused := func(sql string, states ...string) {
		t.Helper()
		_, err := tool.Exec(t.Context(), sql)
		if len(states) == 0 {
			states = []string{notAllowed}
		}
		if !slices.Contains(states, sqlState(err)) {
			t.Errorf("%s: %v", sql, err)
		}
	}
	// As somebody would who undoes what only he himself is bound by.
	if _, err := tool.Exec(t.Context(), "SET default_transaction_read_only = off"); err != nil {
		t.Fatal(err)
	}

	relations := answersTo(t, admin, `
		SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
		FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', '`+postgres.BIRole+`')`)
	for _, must := range []string{"ruggensteun.events", "ruggensteun.keyrings", "ruggensteun.blobs", fmt.Sprintf("facts_r%d.incident", facts.Projection.Revision)} {
		if !slices.Contains(relations, must) {
			t.Errorf("%s is not among the %d relations that are tried", must, len(relations))
		}
	}
	for _, name := range relations {
		for _, sql := range []string{"SELECT FROM %s", "DELETE FROM %s", "SELECT * FROM %s LIMIT 1"} {
			refused(fmt.Sprintf(sql, name))
		}
	}
	for _, name := range answersTo(t, admin, "SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'public', '"+postgres.BIRole+"')") {
		if may := answersTo(t, admin, "SELECT has_schema_privilege('"+postgres.BIRole+"', '"+name+"', 'USAGE'), has_schema_privilege('"+postgres.BIRole+"', '"+name+"', 'CREATE')"); may[0] != "false false" {
			t.Errorf("schema %s: usage and create %s", name, may[0])
		}
	}
	for _, name := range answersTo(t, admin, `
		SELECT p.oid::regprocedure::text
		FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
		WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')`) {
		call, _, _ := strings.Cut(name, "(")
		if !strings.Contains(call, ".") {
			call = "ruggensteun." + call // what the admin's own path hides
		}
		refused("SELECT " + call + "()")
	}
	// A secret of the catalogue is one that not everybody may read.
	for _, name := range []string{"pg_authid", "pg_statistic", "pg_largeobject", "pg_user_mapping", "pg_hba_file_rules"} {
		refused("SELECT * FROM pg_catalog." + name)
	}
	for _, view := range []string{"releases", "answers", "cells", "explanations"} {
		refused("DELETE FROM "+view, notAllowed, "55000")
		refused("UPDATE "+view+" SET release = release", notAllowed, "55000")
	}
	for _, sql := range []string{
		"SELECT lo_get(4711)", "CREATE TABLE mine (n int)", "CREATE TABLE public.mine (n int)", "CREATE SCHEMA mine", "CREATE ROLE mine", "SET ROLE ruggensteun_owner", "SET ROLE ruggensteun_app", "SET ROLE ruggensteun_reader",
		"ALTER ROLE ruggensteun_bi CONNECTION LIMIT -1", "GRANT ruggensteun_owner TO ruggensteun_bi", "COPY (SELECT 1) TO '/tmp/ruggensteun_bi'", "COPY (SELECT 1) TO PROGRAM 'true'", "SELECT pg_read_file('PG_VERSION')", "SELECT pg_ls_dir('.')",
		"CREATE EXTENSION dblink", "CREATE EXTENSION file_fdw", "DROP VIEW releases", "CREATE VIEW mine AS SELECT 1", fmt.Sprintf("SELECT pg_terminate_backend(%d)", admin.PgConn().PID()),
	} {
		refused(sql, notAllowed, "42704", "0A000")
	}
	for _, query := range answersTo(t, tool, "SELECT query FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query IS NOT NULL AND query <> ''") {
		if !strings.Contains(query, "insufficient privilege") {
			t.Errorf("it reads what somebody else asks: %s", query)
		}
	}
}

// TestAFunctionOfTheToolsOwnIsShownNoOtherRows, however cheap it says that it is.
func TestAFunctionOfTheToolsOwnIsShownNoOtherRows(t *testing.T) {
	t.Parallel()
	b := newBI(t)
	b.released(t, "wacht", access.ForPublic)
	b.released(t, "staat", access.ForPublic, release.Published{At: biNoon})
	config, err := pgx.ParseConfig(b.login)
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	config.OnNotice = func(_ *pgconn.PgConn, n *pgconn.Notice) { seen = append(seen, n.Message) }
	tool, err := pgx.ConnectConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer tool.Close(context.Background())
	for _, sql := range []string{
		"SET default_transaction_read_only = off",
		"CREATE FUNCTION pg_temp.peek(words text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$ BEGIN RAISE NOTICE '%', words; RETURN true; END $$",
		"SELECT count(*) FROM explanations WHERE pg_temp.peek(explanation)", "SELECT count(*) FROM releases WHERE pg_temp.peek(title_nl)", "SELECT count(*) FROM answers WHERE pg_temp.peek(question)",
	} {
		if _, err := tool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	if len(seen) == 0 || slices.ContainsFunc(seen, func(words string) bool { return strings.Contains(words, "wacht") }) {
		t.Errorf("the function was shown %q", seen)
	}
}

// TestWhoListensHearsPositions: PostgreSQL lets every login listen, so nothing else is ever said.
func TestWhoListensHearsPositions(t *testing.T) {
	t.Parallel()
	b := newBI(t)
	tool := asTool(t, b.login)
	for _, channel := range answersTo(t, as(t, b.Admin), "SELECT unnest(ARRAY['ruggensteun_head', 'ruggensteun_projected'])") {
		if _, err := tool.Exec(t.Context(), "LISTEN "+channel); err != nil {
			t.Fatal(err)
		}
	}
	b.report(t, b.newEmployer(t, "GEM-HOOR"), "geheim verhaal")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	heard, err := tool.WaitForNotification(ctx)
	if err != nil || !regexp.MustCompile(`^([a-z]+:)?[0-9]+$`).MatchString(heard.Payload) {
		t.Errorf("%+v, %v", heard, err)
	}
}

// TestOnlyThePasswordLetsIn, where the server asks for one.
func TestOnlyThePasswordLetsIn(t *testing.T) {
	t.Parallel()
	b := newBI(t)
	file := answersTo(t, as(t, b.Admin), "SHOW hba_file")[0]
	rules, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	ask := "local all ruggensteun_bi scram-sha-256\nhost all ruggensteun_bi all scram-sha-256\n"
	if err := os.WriteFile(file, append([]byte(ask), rules...), 0o600); err != nil {
		t.Fatal(err)
	}
	b.Exec(t, "SELECT pg_reload_conf()")
	with := func(password string) error {
		at, err := url.Parse(b.login)
		if err != nil {
			t.Fatal(err)
		}
		at.User = url.UserPassword(postgres.BIRole, password)
		conn, err := pgx.Connect(t.Context(), at.String())
		if err == nil {
			_ = conn.Close(context.Background())
		}
		return err
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for sqlState(with("een ander wachtwoord")) != "28P01" {
		if ctx.Err() != nil {
			t.Fatal("the server never asked for a password")
		}
	}
	if err := with(biPassword); err != nil {
		t.Error(err)
	}
	if err := postgres.GrantBI(t.Context(), b.Admin, grantOf("het volgende wachtwoord")); err != nil {
		t.Fatal(err)
	}
	if err := with(biPassword); sqlState(err) != "28P01" {
		t.Errorf("the old password: %v", err)
	}
	if err := with("het volgende wachtwoord"); err != nil {
		t.Error(err)
	}
}

func TestGrantingIsBoundedRepeatableAndTakenBack(t *testing.T) {
	t.Parallel()
	b := newBI(t)
	if err := postgres.GrantBI(t.Context(), b.Admin, grantOf(biPassword)); err != nil {
		t.Fatalf("granting again: %v", err)
	}
	first, second := asTool(t, b.login), asTool(t, b.login)
	if _, err := pgx.Connect(t.Context(), b.login); sqlState(err) != "53300" {
		t.Errorf("a third connection: %v", err)
	}
	if got := answersTo(t, first, "SELECT current_setting('statement_timeout'), current_setting('default_transaction_read_only')"); got[0] != "1min on" {
		t.Errorf("%v", got)
	}
	for i := range 2 {
		if there, err := postgres.RevokeBI(t.Context(), b.Admin); err != nil || there != (i == 0) {
			t.Errorf("revoking: %t, %v", there, err)
		}
	}
	if _, err := second.Exec(t.Context(), "SELECT 1"); err == nil {
		t.Error("a session outlived its login")
	}
	if got := answersTo(t, as(t, b.Admin), "SELECT 1 FROM pg_namespace WHERE nspname = '"+postgres.BIRole+"'"); len(got) != 0 {
		t.Error("the views are still there")
	}
	b.Exec(t, "CREATE ROLE ruggensteun_bi LOGIN; GRANT ruggensteun_reader TO ruggensteun_bi")
	if err := postgres.GrantBI(t.Context(), b.Admin, grantOf(biPassword)); fault.KindOf(err) != fault.Refused {
		t.Errorf("a login that may do more: %v", err)
	}
	for _, password := range []string{"", "te kort", "wachtwoord met één accent"} {
		if err := postgres.GrantBI(t.Context(), b.Admin, grantOf(password)); fault.KindOf(err) != fault.Invalid || strings.Contains(err.Error(), "accent\"") {
			t.Errorf("%q: %v", password, err)
		}
	}
}
