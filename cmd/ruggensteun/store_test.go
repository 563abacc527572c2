package main

import (
	"path/filepath"
	"strings"
	"testing"

	"ruggensteun/adapters/vault/canary"
)

func TestAFolderKeepsTheDataAndTheKeyBesideIt(t *testing.T) {
	t.Parallel()
	needsDatabase(t)
	data := filepath.Join(everybodysFolder(t), "register")
	c := &terminal{t: t, env: map[string]string{"RUGGENSTEUN_DATA": data}}

	first := c.run("employer", "register", "--code", "GEM-X", "--name", "X", "--kind", "EMP_GEM")
	first.recorded()
	key := filepath.Join(data, "master.key")
	if !strings.Contains(first.err, "A new master key is in "+key) || !strings.Contains(first.err, "without it no name in this store can be read again") {
		t.Errorf("it does not say where the key is and what losing it means:\n%s", first.err)
	}
	if mode(t, key) != 0o600 {
		t.Errorf("the key has mode %o", mode(t, key))
	}
	second := c.say(report, "incident", "register", "-", "--as", "registrar@GEM-X")
	id := second.recorded()
	if second.err != "" {
		t.Errorf("the second time there is something to say: %s", second.err)
	}

	// A server on the same folder is joined, and goes when the first one does.
	server := c.start("serve", "--addr", "127.0.0.1:0")
	server.await(`Development tokens.*`)
	if p := c.page("registrar@GEM-X", id); p.Personal == nil || p.Personal.Workers[0].Name != canary.Name {
		t.Errorf("beside the server the registrar reads %+v", p.Personal)
	}
	server.end()

	c.run("verify", "--open").ok()
	if got := c.total(); got != 1 {
		t.Errorf("after all of them there are %d incidents, want 1", got)
	}
}

func TestMigrateNeedsNoKey(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	delete(c.env, "RUGGENSTEUN_MASTER_KEY")
	for range 2 {
		if said := c.run("migrate").ok(); !strings.Contains(said, "newest shape") {
			t.Errorf("it says %q", said)
		}
	}
	c.run("verify").fails(2, "--database needs the key")
}

func TestOnlyTheOperatorMigrates(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.db.Exec(t, "DROP SCHEMA ruggensteun CASCADE")
	for _, as := range []string{"analyst", "reporter@GEM-X", "registrar@GEM-X", "case-worker@GEM-X"} {
		c.run("migrate", "--as", as).fails(1, "only the operator runs the machine")
	}
	var there bool
	if c.db.Scan(t, []any{&there}, "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'ruggensteun')"); there {
		t.Error("somebody who may not migrate made the tables")
	}
	c.run("migrate", "--as", "operator").ok()
}
