package main

import (
	"bytes"
	"encoding/hex"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ruggensteun/adapters/embeddedpg"
	"ruggensteun/adapters/vault/canary"
)

// nowhere looks for keys and words in the key file, in a dump and in the files of the database,
// after what OPERATIONS.md says to do; and first plants a word to see that it would be found.
func (f *full) nowhere(t *testing.T) {
	t.Helper()
	f.inFiles(t, "kunnen ze nog bevatten")
	f.c.run("key", "rewrite", "--all").ok()
	f.inFiles(t, "bevatten ze niet meer sinds")
	const planted = "dit-is-geplant"
	f.c.db.Exec(t, "CREATE TABLE careless AS SELECT '"+planted+"'::text AS told")
	f.c.db.Exec(t, "CHECKPOINT")
	key, err := os.ReadFile(f.c.env["RUGGENSTEUN_MASTER_KEY"])
	if err != nil {
		t.Fatal(err)
	}
	places := map[string][]byte{"the key file": key, "pg_dump": f.dump(t)}
	maps.Copy(places, f.dataFiles(t))
	words := []string{canary.Narrative, canary.Reference, canary.Hold}
	found := map[string]bool{}
	for place, content := range places {
		kind, _, _ := strings.Cut(place, " ")
		found[kind] = found[kind] || bytes.Contains(content, []byte(planted))
		for _, word := range words {
			if bytes.Contains(content, []byte(word)) {
				t.Errorf("%s holds %s", place, word)
			}
		}
		text := place == "pg_dump"
		for i, secret := range f.secret {
			if text && bytes.Contains(content, []byte(hex.EncodeToString([]byte(secret)))) || !text && bytes.Contains(content, []byte(secret)) {
				t.Errorf("%s holds key %d of who left", place, i)
			}
		}
	}
	if !found["pg_dump"] || !found["data"] {
		t.Errorf("what was planted is not found: %v", found)
	}
	t.Logf("%d places were looked through for %d keys", len(places), len(f.secret))
}

// inFiles is what the certificate says of files.
func (f *full) inFiles(t *testing.T, want string) {
	t.Helper()
	ids, _ := f.c.listedCertificates(police)
	if len(ids) != 1 {
		t.Fatalf("there are %d certificates", len(ids))
	}
	if said := f.c.run("certificate", show, ids[0], "--as", "privacy-officer@"+police).ok(); !strings.Contains(said, want) {
		t.Errorf("the certificate does not say that files of the database %s:\n%s", want, said)
	}
}

func (f *full) dump(t *testing.T) []byte {
	t.Helper()
	binaries, err := embeddedpg.Find("")
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), filepath.Join(binaries.Dir, "pg_dump"), "--inserts", f.c.db.Admin).Output()
	if err != nil {
		t.Fatalf("pg_dump: %v", err)
	}
	return out
}

// dataFiles are those of this database; beside them stands the write-ahead log, of which
// OPERATIONS.md says how long it remembers.
func (f *full) dataFiles(t *testing.T) map[string][]byte {
	t.Helper()
	var folder string
	f.c.db.Scan(t, []any{&folder}, "SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database WHERE datname = current_database()")
	all := map[string][]byte{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err == nil {
			all["data "+d.Name()] = content
		}
		return nil // a file may go while we walk
	})
	if err != nil || len(all) < 100 {
		t.Fatalf("%d files in %s, %v", len(all), folder, err)
	}
	return all
}
