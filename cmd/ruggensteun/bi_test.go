package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ruggensteun/adapters/postgres"
)

// TestABILoginIsGrantedByPasswordFileOnly: never by an argument, and only by the operator.
func TestABILoginIsGrantedByPasswordFileOnly(t *testing.T) {
	t.Parallel()
	c := &terminal{t: t, env: map[string]string{}}
	if help := c.run("bi", "--help").ok(); !strings.Contains(help, postgres.BIRole) || strings.Contains(help, "--password ") {
		t.Errorf("help says:\n%s", help)
	}
	c.run("bi", "grant", "--database", "postgres://nowhere").fails(2, "RUGGENSTEUN_BI_PASSWORD")
	c.run("bi", "grant", "--connections", "0", "--database", "postgres://nowhere").fails(2, "1 to 100")
	c.run("bi", "grant", "--as", "registrar@GEM-X", "--database", "postgres://nowhere").fails(1, "operator")
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("een heel lang wachtwoord\r\nnog een regel\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := &program{env: func(string) string { return "" }}
	if got, err := p.biPassword(file); err != nil || got != "een heel lang wachtwoord" {
		t.Errorf("%q, %v", got, err)
	}
}
