package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ruggensteun/domain/access"
)

// knows makes actors known at an employer, as if each had asked for something in the role.
func (c *terminal) knows(code string, role access.Role, ids ...string) {
	c.t.Helper()
	admin := c.superuser()
	for _, id := range ids {
		_, err := admin.Exec(c.t.Context(), `
INSERT INTO ruggensteun.role_held (at, actor, role, employer, issuer, held)
SELECT clock_timestamp(), $1, $2, (SELECT employer FROM ruggensteun.events WHERE type LIKE 'employer.registered.%' AND convert_from(payload, 'UTF8')::jsonb ->> 'code' = $3), '', true`,
			id, string(role), code)
		if err != nil {
			c.t.Fatal(err)
		}
	}
}

// TestSomebodyWhoNeverSignedInIsMadeKnown by how the login service knows him, and is given a case then.
func TestSomebodyWhoNeverSignedInIsMadeKnown(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	c.employer("GEM-Y")
	const worker, subject = "case-worker@GEM-X", "k.kanarie@gemeente.example"
	file := filepath.Join(t.TempDir(), "issuers.json")
	err := os.WriteFile(file, []byte(`{"issuers": [
		{"issuer": "https://login.x.example", "employer": "GEM-X", "clientId": "ruggensteun", "roles": {"zaken": "case-worker", "balie": "reporter"}},
		{"issuer": "https://login.y.example", "employer": "GEM-Y", "clientId": "ruggensteun", "roles": {"zaken": "case-worker"}}]}`), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	docket := c.say("", "case", "open", "--as", worker).recorded()
	c.run("case", "assign", docket, "--as", worker).recorded()
	c.run("case", "hand-over", docket, "--to", "0199aaaa-0000-7000-8000-000000000031", "--as", worker).fails(1, "to is nobody who is known", "actors introduce")

	said := c.say(subject+"\n", "actors", "introduce", worker, "--identity", file).ok()
	id := regexp.MustCompile(`^[0-9a-f-]{36}`).FindString(said)
	if id == "" || !strings.Contains(said, "is bekend als casemanager bij GEM-X") {
		t.Fatalf("it says %q", said)
	}
	if again := c.say(subject, "actors", "introduce", worker, "--identity", file).ok(); !strings.HasPrefix(again, id+" was al bekend") {
		t.Errorf("again it says %q", again)
	}
	if list := c.run("actors", "--as", worker).ok(); !strings.Contains(list, id) || !strings.Contains(list, "(u)") || !strings.Contains(list, "casemanager") {
		t.Errorf("listed are\n%s", list)
	}
	if list := c.run("actors", "--as", "case-worker@GEM-Y", "--language", "en").ok(); strings.Contains(list, id) {
		t.Errorf("another employer is shown\n%s", list)
	}
	if list := c.run("signins", "--as", "privacy-officer@GEM-X").ok(); !strings.Contains(list, "bekendgemaakt") || !strings.Contains(list, id) || !strings.Contains(list, "https://login.x.example") {
		t.Errorf("who came in is\n%s", list)
	}
	c.run("case", "hand-over", docket, "--to", id, "--as", worker).recorded()
	for table, want := range map[string]int{"authlog": 1, "role_held": 1} {
		if n := c.count(`SELECT count(*) FROM ruggensteun.` + table + ` WHERE actor = '` + id + `' AND NOT ` + table + `::text LIKE '%kanarie%'`); n != want {
			t.Errorf("%s has %d lines of him without how he is known, want %d", table, n, want)
		}
	}
}

func TestWhoCannotBeMadeKnownIsSaid(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	file := filepath.Join(t.TempDir(), "issuers.json")
	err := os.WriteFile(file, []byte(`{"issuers": [
		{"issuer": "https://login.x.example", "employer": "GEM-X", "clientId": "a", "roles": {"zaken": "case-worker", "noord": "manager:NERGENS"}},
		{"issuer": "https://login.more.example", "employer": "GEM-X", "clientId": "a", "roles": {"zaken": "case-worker"}}]}`), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	for name, wrong := range map[string]struct {
		args   []string
		says   string
		status int
	}{
		"no role":            {[]string{}, "takes one role", 2},
		"of no employer":     {[]string{"operator@GEM-X", "--identity", file}, "no role at an employer", 2},
		"without a list":     {[]string{"case-worker@GEM-X"}, "--identity is missing", 2},
		"a role nobody says": {[]string{"registrar@GEM-X", "--identity", file}, "no login service of the list", 2},
		"two say it":         {[]string{"case-worker@GEM-X", "--identity", file}, "choose one with --issuer", 2},
		"no such unit":       {[]string{"manager:NERGENS@GEM-X", "--identity", file}, "has no units", 2},
		"by a registrar":     {[]string{"case-worker@GEM-X", "--issuer", "https://login.x.example", "--identity", file, "--as", "registrar@GEM-X"}, "operator", 1},
	} {
		t.Run(name, func(t *testing.T) {
			c.say("somebody", append([]string{"actors", "introduce"}, wrong.args...)...).fails(wrong.status, wrong.says)
		})
	}
	c.say("", "actors", "introduce", "case-worker@GEM-X", "--issuer", "https://login.x.example", "--identity", file).fails(2, "holds no subject")
}

// TestWhoWasRefusedIsListed to the privacy officer with what he asked, and to the operator as a number.
func TestWhoWasRefusedIsListed(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	if said := c.run("signins", "--as", "privacy-officer@GEM-X").ok(); !strings.Contains(said, "niemand in dit logboek") {
		t.Errorf("before anybody came it says %q", said)
	}
	c.run("attempts", "--as", "case-worker@GEM-X").fails(1, "privacy officer")
	said := strings.Join(strings.Fields(c.run("signins", "--as", "privacy-officer@GEM-X").ok()), " ")
	for _, part := range []string{"geweigerd", "casemanager", "GET /v1/attempts"} {
		if !strings.Contains(said, part) {
			t.Errorf("the list lacks %q: %s", part, said)
		}
	}
	said = strings.Join(strings.Fields(c.run("signins", "--as", "operator", "--language", "en").ok()), " ")
	if strings.Contains(said, "case worker") || !strings.Contains(said, "EVERYWHERE TOGETHER") || !strings.Contains(said, "refused 1") {
		t.Errorf("the operator is shown %s", said)
	}
	c.run("signins", "--as", "registrar@GEM-X").fails(1, "privacy officer")
	if got := c.count(`SELECT count(*) FROM ruggensteun.readings WHERE what = 'signins'`); got != 3 {
		t.Errorf("%d readings of it were kept, want 3", got)
	}
	if got := c.count(`SELECT count(*) FROM ruggensteun.authlog WHERE route LIKE '%signins%' AND what <> 'refused'`); got != 0 {
		t.Errorf("reading it added %d lines to it", got)
	}
}
