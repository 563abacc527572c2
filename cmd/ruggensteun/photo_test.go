package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ruggensteun/adapters/photo/phototest"
)

// TestAPhotoFromTheTelephoneToForgetting on a terminal, with a database.
func TestAPhotoFromTheTelephoneToForgetting(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	folder := t.TempDir()
	jacket, seen, what := filepath.Join(folder, "mevrouw-De-Vries.jpg"), filepath.Join(folder, "foto.jpg"), filepath.Join(folder, "wat.txt")
	for name, content := range map[string][]byte{jacket: phototest.JPEG(120, 80, 6), what: []byte("Gescheurde jas.\n"), filepath.Join(folder, "foto.heic"): []byte("\x00\x00\x00\x18ftypheic")} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	incident := c.say(`{"occurred":{"at":"2026-11-20T23:10:00+01:00"},"workers":[{"name":"Bo","staff_number":"X-1"}]}`, "incident", "register", "-", "--as", "registrar@GEM-X").recorded()
	do := func(role string, args ...string) printed {
		return c.run(append([]string{"photo"}, append(args, "--incident", incident, "--as", role+"@GEM-X")...)...)
	}
	added := do("reporter", "add", jacket, "--description", what, "--key", "een").ok()
	if !strings.Contains(added, "toegevoegd, zonder plaats en tijd") {
		t.Errorf("it says %q", added)
	}
	id, _, _ := strings.Cut(added, " ")
	again := do("reporter", "add", jacket, "--description", what, "--key", "een").ok()
	if !strings.HasPrefix(again, id) {
		t.Errorf("the same again is %q", again)
	}
	do("reporter", "add", filepath.Join(folder, "foto.heic")).fails(1, "set the camera to JPEG")
	if list := do("registrar", "list").ok(); !strings.Contains(list, "Gescheurde jas.") || !strings.Contains(list, "te zien") || strings.Count(list, id) != 1 {
		t.Errorf("the list is %s", list)
	}
	do("reporter", "open", id, "--out", seen).ok()
	content, err := os.ReadFile(seen)
	if err != nil || !bytes.HasPrefix(content, []byte("\xff\xd8\xff")) {
		t.Fatalf("%d bytes, %v", len(content), err)
	}
	for _, told := range phototest.Told {
		if bytes.Contains(content, []byte(told)) {
			t.Errorf("%q is still told", told)
		}
	}
	if n := c.count(`SELECT count(*) FROM blobs WHERE position('\xffd8ff'::bytea IN sealed) > 0 OR position(convert_to('Exif', 'UTF8') IN sealed) > 0`); n != 0 {
		t.Errorf("%d photos are kept in clear", n)
	}
	if n := c.count(`SELECT count(*) FROM events WHERE position(convert_to('De-Vries', 'UTF8') IN payload) > 0 OR position(convert_to('Gescheurde', 'UTF8') IN payload) > 0`); n != 0 {
		t.Errorf("%d events tell what it is called or shows", n)
	}
	if said := c.run("verify").ok(); !strings.Contains(said, "1 kept, 0 of them named by no event") {
		t.Errorf("verify says %s", said)
	}
	c.say(`{"what":["narrative"],"reason":"ERASURE","forever":true}`, "incident", "forget", incident, "-", "--as", "registrar@GEM-X")
	do("registrar", "open", id, "--out", seen).fails(1, "is forgotten")
	if list := do("registrar", "list").ok(); !strings.Contains(list, "VERGETEN") || strings.Contains(list, "Gescheurde") {
		t.Errorf("after forgetting: %s", list)
	}
	if err := os.WriteFile(what, []byte(`{"reason":"vergeten"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	do("reporter", "withdraw", id, what).ok()
	var none struct{ Photos []any }
	if err := json.Unmarshal([]byte(do("registrar", "list", "--json").ok()), &none); err != nil || len(none.Photos) != 0 {
		t.Errorf("after it was taken back: %v, %v", none, err)
	}
	c.db.Exec(t, "INSERT INTO blobs (hash, employer, sealed) SELECT sha256(x), gen_random_uuid(), x FROM (SELECT decode(repeat('ab', 40), 'hex')) AS a (x)")
	if said := c.run("verify").ok(); !strings.Contains(said, "2 kept, 1 of them named by no event") {
		t.Errorf("verify says %s", said)
	}
}
