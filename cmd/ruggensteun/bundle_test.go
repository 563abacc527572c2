package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ruggensteun/adapters/vault/canary"
)

// bundled makes a bundle of a case in a new file.
func (c *terminal) bundled(id, as string) (file string) {
	c.t.Helper()
	file = filepath.Join(c.t.TempDir(), "case.zip")
	if said := c.run("case", bundleAction, id, "--out", file, "--as", as).ok(); !strings.Contains(said, "gebeurtenissen") {
		c.t.Errorf("it says %q", said)
	}
	return file
}

// TestTheBundleOfACaseAtTheLawyers is PRODUCT 6.3, step 7.
func TestTheBundleOfACaseAtTheLawyers(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-ROTTERDAM")
	const caseWorker = "case-worker@GEM-ROTTERDAM"
	one, _ := c.docket()
	c.say(`{"received":{"at":"2026-11-20"},"source":"OM","step":"VERDICT","effect":{"at":"2026-11-19"},"outcome":"CONV","text":"`+canary.Narrative+`"}`, "case", "notice", one, "-", "--as", caseWorker).recorded()
	file := c.bundled(one, caseWorker)
	if mode(t, file) != 0o600 {
		t.Errorf("it has mode %o", mode(t, file))
	}
	c.run("case", bundleAction, one, "--out", file, "--as", caseWorker).fails(2, "is there already")
	c.run("case", bundleAction, one, "--as", caseWorker).fails(2, "--out")
	c.run("case", bundleAction, one, "--out", file+"2", "--as", "operator").fails(1, "criminal data")
	key := strings.TrimSpace(c.run("key", "show").ok())
	if got := c.count("SELECT count(*) FROM readings WHERE what = 'case bundle' AND personal AND role = 'case-worker'"); got != 1+1 {
		t.Errorf("%d readings of the bundle, want 2: also of the one that was not kept", got)
	}

	// The lawyer has the program and the file, and nothing else.
	lawyer := &terminal{t: t, env: map[string]string{}}
	whole := lawyer.run("bundle", "verify", file, "--key", key).ok()
	if !strings.HasPrefix(whole, "Ongewijzigd sinds ") || !strings.Contains(whole, "gebeurtenissen, ondertekend door ") || !strings.Contains(whole, key[:8]) || strings.Contains(whole, "--key") {
		t.Errorf("it says\n%s", whole)
	}
	if said := lawyer.run("bundle", "verify", file, "--language", "en").ok(); !strings.HasPrefix(said, "Unchanged since ") || !strings.Contains(said, "anybody can make") {
		t.Errorf("without a key it says\n%s", said)
	}
	lawyer.run("bundle", "verify", file, "--key", strings.Repeat("0", 64)).fails(1, "not what was made")
	lawyer.run("bundle", "verify", file, "--key", "x").fails(2, "64 hexadecimal digits")
	lawyer.run("bundle", "verify", file+".none").fails(1, "no such file")

	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	body[bytes.Index(body, []byte(`"prosecution.opened`))+3] ^= 1
	altered := filepath.Join(t.TempDir(), "altered.zip")
	if err := os.WriteFile(altered, body, 0o600); err != nil {
		t.Fatal(err)
	}
	said := lawyer.run("bundle", "verify", altered, "--key", key, "--json")
	var report struct {
		Whole    bool
		Sentence string
		Faults   []struct{ Position int }
	}
	if err := json.Unmarshal([]byte(said.out), &report); err != nil || said.status != 1 || report.Whole || !slices.ContainsFunc(report.Faults, func(f struct{ Position int }) bool { return f.Position > 0 }) || !strings.HasPrefix(report.Sentence, "NIET ongewijzigd") {
		t.Errorf("one byte was changed, and it says %d, %s", said.status, said.out)
	}

	// Another master key: the signature is of the same key.
	next := filepath.Join(t.TempDir(), "next.key")
	c.run("key", "rotate", next).ok()
	c.env["RUGGENSTEUN_MASTER_KEY"] = next
	if now := strings.TrimSpace(c.run("key", "show").ok()); now != key {
		t.Errorf("after a rotation the key is %s, and was %s", now, key)
	}

	// Somebody is forgotten: the old file stays as it was, a new one says so and holds.
	for _, name := range []string{file, c.forgottenBundle(one, caseWorker)} {
		lawyer.run("bundle", "verify", name, "--key", key).ok()
	}
}

// forgottenBundle is made after what was heard of the case was forgotten.
func (c *terminal) forgottenBundle(id, as string) string {
	c.t.Helper()
	c.say(c.example("case", "forget"), "case", "forget", id, "-", "--as", "registrar@GEM-ROTTERDAM").recorded()
	file := c.bundled(id, as)
	body, err := os.ReadFile(file)
	if err != nil {
		c.t.Fatal(err)
	}
	if !bytes.Contains(body, []byte(`{"forgotten":true}`)) {
		c.t.Error("what was forgotten is not said to be")
	}
	return file
}

func TestAHostileBundleIsNoReasonToFail(t *testing.T) {
	t.Parallel()
	lawyer := &terminal{t: t, env: map[string]string{}}
	file := filepath.Join(t.TempDir(), "x.zip")
	if err := os.WriteFile(file, []byte("PK\x03\x04 "+canary.Name), 0o600); err != nil {
		t.Fatal(err)
	}
	if said := lawyer.run("bundle", "verify", file); said.status != 1 || !strings.Contains(said.out, "geen zip") {
		t.Errorf("it says %d, %s", said.status, said.out)
	}
	if !slices.ContainsFunc(commands(), func(c command) bool { return c.name == "bundle" }) {
		t.Error("nobody finds it in help")
	}
}
