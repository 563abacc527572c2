package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ruggensteun/adapters/vault/canary"
)

func TestAWrongMasterKeyIsRefused(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	c.run("incident", "register", "--employer", "GEM-X", "--behaviour", "SPIT").recorded()
	wrong := filepath.Join(t.TempDir(), "other.key")
	made := c.run("key", "new", wrong).ok()
	if !strings.Contains(made, "fingerprint") || mode(t, wrong) != 0o600 {
		t.Errorf("key new says %q and makes a file of mode %o", made, mode(t, wrong))
	}
	c.run("key", "new", wrong).fails(1, "never overwritten")
	for _, args := range [][]string{
		{"verify"},
		{"view", "time-of-day"},
		{"employer", "register", "--code", "GEM-Z", "--name", "Z", "--kind", "EMP_GEM"},
		{"serve", "--addr", "127.0.0.1:0"},
		{"demo", "--addr", "127.0.0.1:0"},
	} {
		c.run(append(args, "--master-key", wrong)...).fails(1, "not the master key of the store", "fingerprint")
	}
	c.run("view", "time-of-day", "--master-key", wrong+".gone").fails(1, "no such file")
	if err := os.Chmod(wrong, 0o640); err != nil {
		t.Fatal(err)
	}
	c.run("verify", "--master-key", wrong).fails(1, "chmod 600")
	if got := c.total(); got != 1 {
		t.Errorf("with the right key it counts %d", got)
	}
}

func mode(t *testing.T, path string) os.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

func TestTheMasterKeyIsRotated(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	id := c.say(report, "incident", "register", "-", "--as", "registrar@GEM-X").recorded()

	old, next := c.env["RUGGENSTEUN_MASTER_KEY"], filepath.Join(t.TempDir(), "next.key")
	if said := c.run("key", "rotate", next).ok(); !strings.Contains(said, "Start servers again with --master-key "+next) {
		t.Errorf("it says %q", said)
	}
	if mode(t, next) != 0o600 {
		t.Errorf("the new key has mode %o", mode(t, next))
	}
	c.run("verify").fails(1, "not the master key of the store")
	c.run("key", "rotate", next).fails(1, "not the master key of the store")

	c.env["RUGGENSTEUN_MASTER_KEY"] = next
	if p := c.page("registrar@GEM-X", id); p.Personal == nil || p.Personal.Workers[0].Name != canary.Name {
		t.Errorf("under the new key the registrar reads %+v", p.Personal)
	}
	c.say(report, "incident", "register", "-", "--as", "registrar@GEM-X").recorded()
	c.run("key", "rotate", old).ok() // and back, to a file that is there
	c.run("verify", "--open").fails(1, "not the master key of the store")
	c.env["RUGGENSTEUN_MASTER_KEY"] = old
	c.run("verify", "--open").ok()
}
