package main

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ruggensteun/adapters/vault/canary"
)

func contents(t *testing.T, file string) string {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	var all bytes.Buffer
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

// TestAnEmployerTakesItsRecordsElsewhere: what it owns is all there and opened, what another
// owns is not, and the file is traced.
func TestAnEmployerTakesItsRecordsElsewhere(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-ROTTERDAM")
	c.employer("GEM-Y")
	const registrar = "registrar@GEM-ROTTERDAM"
	c.docket()
	told := func(code, narrative string) {
		c.say(`{"occurred":{"at":"2026-11-20T22:10:00Z"},"place":{"type":"ROAD"},"narrative":"`+narrative+`"}`, "incident", "register", "-", "--as", "registrar@"+code).recorded()
	}
	told("GEM-ROTTERDAM", canary.Narrative)
	told("GEM-Y", canary.Explanation)
	file := filepath.Join(t.TempDir(), "alles.zip")
	said := c.run("export", "everything", "--output", file, "--as", registrar).ok()
	for _, want := range []string{"heel.", "records/incident.ndjson", "records/prosecution.ndjson", "sha256 ", "GEM-ROTTERDAM"} {
		if !strings.Contains(said, want) {
			t.Errorf("%s is not said:\n%s", want, said)
		}
	}
	if mode(t, file) != 0o600 {
		t.Errorf("it has mode %o", mode(t, file))
	}
	if all := contents(t, file); !strings.Contains(all, canary.Narrative) || canary.Find([]byte(strings.ReplaceAll(all, canary.Narrative, ""))) != nil || strings.Contains(all, "GEM-Y") {
		t.Error("its own words are not in it, or those of another employer are")
	}
	c.run("export", "everything", "--output", file, "--as", registrar).fails(2, "is there already")
	c.run("export", "everything", "--as", registrar).fails(2, "--output")
	c.run("export", "everything", "--output", file+"2", "--as", "case-worker@GEM-ROTTERDAM").fails(1, "another role")
	c.run("export", "everything", "--output", file+"2", "--employer", "GEM-ROTTERDAM", "--as", "operator").fails(1, "registrar")
	c.run("export", "everything", "--output", file+"2", "--employer", "GEM-ROTTERDAM", "--as", "registrar@GEM-Y").fails(1, "you work for")
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*")); err != nil || len(left) != 1 {
		t.Errorf("left behind is %v", left)
	}

	if traced := c.run("export", "trace", file, "--as", registrar).ok(); strings.Count(traced, "sha256") != 1 || !strings.Contains(traced, "everything of GEM-ROTTERDAM") {
		t.Errorf("it is traced to %q", traced)
	}
	elsewhere := &terminal{t: t, env: map[string]string{}}
	if said := elsewhere.run("export", "verify", file, "--language", "en").ok(); !strings.Contains(said, ": whole.") {
		t.Errorf("it says\n%s", said)
	}
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, changed := range map[string][]byte{"half": body[:len(body)/2], "a byte changed": append(bytes.Clone(body[:400]), append([]byte{body[400] ^ 1}, body[401:]...)...)} {
		if err := os.WriteFile(file+".changed", changed, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := elsewhere.run("export", "verify", file+".changed"); got.status != 1 || !strings.Contains(got.out, "NIET heel") {
			t.Errorf("%s: status %d, it says\n%s%s", name, got.status, got.out, got.err)
		}
	}
	elsewhere.run("export", "verify", file+".changed", "--json").fails(1, "not what was made")
}

// TestWhoStopsAnExportHasNoFile stops it when the records are written and the documents are not.
func TestWhoStopsAnExportHasNoFile(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-ROTTERDAM")
	id, victim := c.docket()
	folder := t.TempDir()
	c.run("document", "prepare", "LETTER_VICTIM", "--case", id, "--worker", victim, "--out", filepath.Join(t.TempDir(), "brief.pdf"), "--as", "case-worker@GEM-ROTTERDAM").ok()
	held, err := c.superuser().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := held.Exec(t.Context(), "LOCK TABLE blobs IN ACCESS EXCLUSIVE MODE"); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	var out, said bytes.Buffer
	ended := make(chan int)
	go func() {
		p := &program{in: strings.NewReader(""), out: &out, err: &said, env: c.getenv}
		ended <- p.run(ctx, []string{"export", "everything", "--output", filepath.Join(folder, "alles.zip"), "--as", "registrar@GEM-ROTTERDAM"})
	}()
	until(t, "the export waits for its documents", func() bool {
		return c.count("SELECT count(*) FROM pg_locks WHERE relation = 'blobs'::regclass AND NOT granted") > 0
	})
	stop()
	if status := <-ended; status == 0 {
		t.Errorf("it ended well, and says %s%s", &out, &said)
	}
	if err := held.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("left behind is %v, %v", left, err)
	}
	if list := c.run("export", "list", "--as", "registrar@GEM-ROTTERDAM").ok(); !strings.Contains(list, "niet heel") || strings.Contains(list, "hoogstens 0 regels") {
		t.Errorf("on record is %q", list)
	}
	if took := c.count("SELECT count(*) FROM events WHERE type = 'export.broken_off.v1'"); took != 1 {
		t.Errorf("%d exports broke off", took)
	}
}
