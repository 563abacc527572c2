package main

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/identity"
	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/access"
	"ruggensteun/domain/certificate"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/departure"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/redaction"
	"ruggensteun/projections/facts"
)

// leaver is an employer with everything, beside another one, and the file that it took.
type leaver struct {
	*register
	hash  string
	other string // an incident of the other employer
}

const (
	leaves  = "GEM-ROTTERDAM"
	remains = "GEM-Y"
)

func newLeaver(t *testing.T) *leaver {
	c := newTerminal(t)
	c.employer(leaves)
	c.employer(remains)
	const registrar = "registrar@" + leaves
	docket, victim := c.docket()
	told := func(code, narrative string) string {
		return c.say(`{"occurred":{"at":"2026-11-20T22:10:00Z"},"place":{"type":"ROAD"},"narrative":"`+narrative+`","workers":[{"name":"`+canary.Name+`","injury":"I2"}]}`, "incident", "register", "-", "--as", "registrar@"+code).recorded()
	}
	first := told(leaves, canary.Narrative)
	other := told(remains, canary.Explanation)
	c.say(`{"kind":"WORKER","of":"`+victim+`","ground":"CLAIM","reason":"`+canary.Hold+`","until":"`+time.Now().AddDate(0, 2, 0).Format(time.DateOnly)+`"}`, "hold", "place", "-", "--as", registrar).recorded()
	var held struct{ Holds []struct{ ID string } }
	c.open("", "hold", "list", "--json", "--as", registrar).into(&held)
	c.run("document", "prepare", "LETTER_VICTIM", "--case", docket, "--worker", victim, "--out", filepath.Join(t.TempDir(), "brief.pdf"), "--as", "case-worker@"+leaves).ok()
	l := &leaver{register: c.register(leaves), other: other}
	l.filed(id(51), "AGE_18_22")
	l.told(id(51), id(61), "H_BAN")
	l.linked(uuid.MustParse(first), id(71), id(51), "AGE_30_39")
	file := filepath.Join(t.TempDir(), "alles.zip")
	c.run("export", "everything", "--output", file, "--as", registrar).ok()
	c.run("employer", "leave", "ask", leaves, file, "--as", registrar).fails(1, "1 holds keep something")
	c.say(`{"reason":"x"}`, "hold", "lift", held.Holds[0].ID, "-", "--as", registrar).recorded()
	c.run("employer", "leave", "ask", leaves, file, "--as", registrar).fails(1, "recorded since")
	file += "2"
	c.run("export", "everything", "--output", file, "--as", registrar).ok()
	if said := c.run("employer", "leave", "ask", leaves, file, "--as", registrar).ok(); !strings.Contains(said, "de termijn loopt") {
		t.Errorf("it says\n%s", said)
	}
	c.run("employer", "leave", "confirm", leaves, file, "--forever").fails(1, "14 days")
	c.run("employer", "leave", "withdraw", leaves).ok()
	var err error
	if l.hash, err = digestOf(file); err != nil {
		t.Fatal(err)
	}
	l.askedLongAgo()
	l.caughtUp()
	return l
}

// who is as, also of who works for no employer.
func (l *leaver) who(role access.Role) (access.Actor, decider.Request) {
	l.t.Helper()
	if role != access.Operator {
		return l.as(role)
	}
	who, err := identity.AtTerminal(role, uuid.Nil)
	if err != nil {
		l.t.Fatal(err)
	}
	return who.Actor, decider.Request{Employer: l.employer, Meta: eventlog.Meta{
		Actor: who.Actor.ID, Role: string(role), Purpose: string(who.Actor.Purpose), Channel: "cli", Correlation: uuid.New(),
	}}
}

// depart records something about the departure as the program does, at a time of its own.
func (l *leaver) depart(role access.Role, command func(departure.Word) departure.Command, at time.Time) {
	l.t.Helper()
	by, request := l.who(role)
	_, err := departure.Decider.Run(l.t.Context(), l.journal(), departure.Stream(l.employer), command(departure.Word{By: by, Employer: l.employer, At: at.UTC().Truncate(time.Microsecond)}), request)
	if err != nil {
		l.t.Fatal(err)
	}
}

func (l *leaver) askedLongAgo() {
	l.t.Helper()
	l.depart(access.PrivacyOfficer, func(w departure.Word) departure.Command {
		return departure.Ask{Word: w, Taken: departure.Taken{Export: l.hash, Known: true}}
	}, time.Now().AddDate(0, 0, -departure.WaitsDays-1))
}

func (l *leaver) confirmed() {
	l.t.Helper()
	l.depart(access.Operator, func(w departure.Word) departure.Command {
		return departure.Confirm{Word: w, Taken: departure.Taken{Export: l.hash, Known: true, Forever: true}, Backups: []certificate.Backup{{Name: "nachtelijk", Until: "2027-01-01"}}}
	}, time.Now())
}

func (l *leaver) closed() {
	l.t.Helper()
	l.confirmed()
	recorded, err := l.log.ReadStream(l.t.Context(), departure.Stream(l.employer), 0)
	if err == nil {
		err = postgres.OpenDepartures(l.db).Close(l.t.Context(), l.employer, recorded[len(recorded)-1].Position)
	}
	if err != nil {
		l.t.Fatal(err)
	}
}

func (l *leaver) keyless() {
	l.t.Helper()
	l.closed()
	if _, err := l.vault.ForgetEmployer(l.t.Context(), l.employer); err != nil {
		l.t.Fatal(err)
	}
}

// redacting records that payloads go, and removes those up to a position.
func (l *leaver) redacting(through eventlog.Position) {
	l.t.Helper()
	l.keyless()
	l.depart(access.Operator, func(w departure.Word) departure.Command { return departure.Erase{Word: w, Keys: 1} }, time.Now())
	by, request := l.who(access.Operator)
	s := redaction.Stream(uuid.NewSHA1(l.employer, []byte("redaction")))
	except := append(slices.Clone(facts.Rests), "departure.asked.v1", "departure.confirmed.v1", "departure.withdrawn.v1", "export.begun.v1", "export.taken_out.v1")
	o, err := redaction.Decider.Run(l.t.Context(), l.journal(), s, redaction.Redact{By: by, Employer: l.employer, Reason: "EMPLOYER_LEFT", Except: except}, request)
	if err == nil && through > 0 {
		err = postgres.OpenDepartures(l.db).Redact(l.t.Context(), l.employer, o.First, except, 0, through)
	}
	if err != nil {
		l.t.Fatal(err)
	}
}

// rows is what stands in a table of the facts, but for what is forgotten.
func (l *leaver) rows(table string) (all string) {
	l.t.Helper()
	l.c.db.Scan(l.t, []any{&all}, `SELECT coalesce(string_agg(t::text, E'\n' ORDER BY t.key, t.position), '') FROM `+l.schema()+`.`+table+` t`)
	return all
}

// counts are how many things there were as of each position, of all employers.
func (l *leaver) counts() map[string]string {
	all := map[string]string{}
	for _, table := range []string{"incident", "employer", "criminal_case", "aangifte", "aftercare_file", "clearance"} {
		all[table] = l.rows(table)
	}
	for _, table := range []string{"involvement", "profile", "history", "case_step"} {
		var n string
		l.c.db.Scan(l.t, []any{&n}, `SELECT coalesce(string_agg(first::text, ' ' ORDER BY first), '') FROM (SELECT min(position) AS first FROM `+l.schema()+`.`+table+` GROUP BY key) f`)
		all["first of "+table] = n
	}
	return all
}

// sings looks for words in everything that the database holds, in whatever form.
func (l *leaver) sings(words ...string) (found []string) {
	l.t.Helper()
	conn, err := pgx.Connect(l.t.Context(), l.c.db.Admin)
	if err != nil {
		l.t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for _, word := range words {
		var n int
		err := conn.QueryRow(l.t.Context(), `SELECT (SELECT count(*) FROM ruggensteun.events WHERE position($1::bytea IN coalesce(payload, '')) > 0 OR position($1::bytea IN metadata) > 0)
			+ (SELECT count(*) FROM ruggensteun.blobs WHERE position($1::bytea IN sealed) > 0)`, []byte(word)).Scan(&n)
		if err != nil {
			l.t.Fatal(err)
		}
		if n > 0 {
			found = append(found, word)
		}
	}
	return append(found, l.stands(words...)...)
}

// TestAnEmployerThatLeavesIsGoneAndNobodyElseNotices also stops the program at each step, as when
// it is killed there: the same command goes on, and comes to the same end.
func TestAnEmployerThatLeavesIsGoneAndNobodyElseNotices(t *testing.T) {
	t.Parallel()
	for name, killed := range map[string]func(*leaver){
		"at once":                                    func(*leaver) {},
		"killed when it was confirmed":               (*leaver).confirmed,
		"killed when nothing more was let in":        (*leaver).closed,
		"killed when the keys were gone":             (*leaver).keyless,
		"killed when the redaction was recorded":     func(l *leaver) { l.redacting(0) },
		"killed when some of the payloads were gone": func(l *leaver) { l.redacting(9) },
		"killed when lists were cleared": func(l *leaver) {
			l.redacting(1 << 40)
			if _, err := postgres.OpenDepartures(l.db).Clear(l.t.Context(), l.employer); err != nil {
				l.t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLeaver(t)
			c := l.c
			before, page := l.counts(), c.open("", "incident", show, l.other, "--json", "--as", "registrar@"+remains).ok()
			killed(l)
			confirm := []string{"employer", "leave", "confirm", leaves, "--hash", l.hash, "--forever", "--backup", "nachtelijk=P30D"}
			if said := c.run(confirm...).ok(); !strings.Contains(said, "vertrokken") || !strings.Contains(said, "bewijs") {
				t.Fatalf("it says\n%s", said)
			}
			head := c.count("SELECT max(position)::int FROM events")
			c.run(confirm...).ok()
			if now := c.count("SELECT max(position)::int FROM events"); now != head {
				t.Error("to confirm it again recorded something")
			}
			l.caughtUp()
			l.gone(t)
			l.same(t, before)
			if after := c.open("", "incident", show, l.other, "--json", "--as", "registrar@"+remains).ok(); after != page {
				t.Errorf("the other employer's page was\n%s\nand is\n%s", page, after)
			}
			c.run("verify").ok()
			c.run("projections", "rebuild", "facts").ok()
			l.same(t, before)
			l.gone(t)
			c.run("verify").ok()
			c.incident(remains, "2026-11-21T10:00:00Z", "ROAD")
		})
	}
}

func (l *leaver) same(t *testing.T, before map[string]string) {
	t.Helper()
	if diff := cmp.Diff(before, l.counts()); diff != "" {
		t.Errorf("what was counted changed (-before +after):\n%s", diff)
	}
}

// gone is that nothing of it can be read or recorded any more.
func (l *leaver) gone(t *testing.T) {
	t.Helper()
	if found := l.sings(canary.Narrative, canary.Name, canary.Hold, "AGE_18_22", "AGE_30_39", "H_BAN"); len(found) > 0 {
		t.Errorf("there is left: %v", found)
	}
	for what, sql := range map[string]string{
		"keys":      `SELECT count(*)::int FROM keyrings, unnest(wrapped) w WHERE employer = '` + l.employer.String() + `' AND w IS NOT NULL`,
		"marks":     `SELECT count(*)::int FROM marks WHERE employer = '` + l.employer.String() + `'`,
		"documents": `SELECT count(*)::int FROM blobs WHERE employer = '` + l.employer.String() + `'`,
		"terms":     `SELECT count(*)::int FROM work_files WHERE employer = '` + l.employer.String() + `'`,
		"payloads": `SELECT count(*)::int FROM events WHERE employer = '` + l.employer.String() + `' AND payload IS NOT NULL
			AND split_part(type, '.', 1) IN ('document', 'casework', 'hold', 'template', 'permit', 'mailbook', 'triage', 'agreement', 'agreement_use')`,
	} {
		if n := l.c.count(sql); n > 0 {
			t.Errorf("%d %s are left", n, what)
		}
	}
	l.c.run("incident", "list", "--as", "registrar@"+leaves).fails(1, "this employer left")
	by, request := l.as(access.Registrar)
	name := "Een andere naam"
	_, err := employer.Decider.Run(t.Context(), l.journal(), employer.Stream(l.employer), employer.Change{By: by, At: time.Now(), Name: &name}, request)
	if !errors.Is(err, eventlog.ErrInvalid) {
		t.Errorf("a program that asks nobody may still record: %v", err)
	}
}
