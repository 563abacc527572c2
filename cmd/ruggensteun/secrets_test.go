package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"ruggensteun/adapters/mail"
)

var (
	optionLine = regexp.MustCompile(`(?m)^  --([a-z-]+)(?: ([^ \n]+))?`)
	secretWord = regexp.MustCompile(`password|passphrase|secret|token|key|credential`)
)

// notSecret are options that sound like one: why each is none.
var notSecret = map[string]string{
	"bundle --key": "the public key that a bundle is checked with",
	"--key":        "names a request, so that it is done once",
}

// TestNoOptionTakesASecret: everybody on a machine can read the command lines of everybody. What is
// secret stands in a file that an option names, or in the environment.
func TestNoOptionTakesASecret(t *testing.T) {
	t.Parallel()
	n := 0
	for _, c := range commands() {
		var out bytes.Buffer
		p := &program{in: strings.NewReader(""), out: &out, err: &out, env: func(string) string { return "" }}
		if status := p.run(t.Context(), []string{c.name, "--help"}); status != 0 {
			t.Errorf("%s --help ended with %d", c.name, status)
		}
		for _, option := range optionLine.FindAllStringSubmatch(out.String(), -1) {
			n++
			name, takes := option[1], option[2]
			if secretWord.MatchString(name) && takes != "FILE" && notSecret[c.name+" --"+name]+notSecret["--"+name] == "" {
				t.Errorf("%s --%s takes %q: let it name a FILE", c.name, name, takes)
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d options were found: help is no longer read", n)
	}
}

func TestAPasswordInADatabaseURLIsNotTakenFromTheCommandLine(t *testing.T) {
	t.Parallel()
	for _, url := range []string{
		"postgres://admin:hush-hush@db.example/ruggensteun", "postgresql://admin:hush-hush@db.example/x", "host=db.example password=hush-hush", "postgres://db.example/x?password=hush-hush",
	} {
		var out bytes.Buffer
		p := &program{in: strings.NewReader(""), out: &out, err: &out, env: func(string) string { return "" }}
		if status := p.run(t.Context(), []string{"verify", "--database", url}); status != 2 || !strings.Contains(out.String(), "RUGGENSTEUN_DATABASE") || strings.Contains(out.String(), "hush") {
			t.Errorf("%s: status %d: %s", url, status, out.String())
		}
	}
	for _, url := range []string{"postgres://admin@db.example/ruggensteun", "host=db.example", "postgres://db.example/x?sslmode=disable"} {
		if passwordIn(url) {
			t.Errorf("%s has no password", url)
		}
	}
}

// TestASecretThatOthersCanReadIsRefused, before anything listens.
func TestASecretThatOthersCanReadIsRefused(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("files have no mode there")
	}
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("hush-hush\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	read := func() []error {
		_, mailError := (&mailOptions{base: "https://r.example", password: secret, Options: mail.Options{Server: "smtp.example.nl:25"}}).sender()
		_, biError := (&program{env: func(string) string { return "" }}).biPassword(secret)
		return []error{mailError, biError}
	}
	if errs := read(); slices.ContainsFunc(errs, func(err error) bool { return err != nil && strings.Contains(err.Error(), "chmod") }) {
		t.Errorf("one that is our own is refused: %v", errs)
	}
	for _, mode := range []os.FileMode{0o604, 0o644, 0o666, 0o602} {
		if err := os.Chmod(secret, mode); err != nil {
			t.Fatal(err)
		}
		for i, err := range read() {
			if err == nil || !strings.Contains(err.Error(), "chmod o-rwx") || strings.Contains(err.Error(), "hush") {
				t.Errorf("mode %o, file %d: %v", mode, i, err)
			}
		}
	}
}
