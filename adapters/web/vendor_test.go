package web_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ruggensteun/adapters/web"
	"ruggensteun/adapters/web/webtest"
)

var write = flag.Bool("write", false, "write what is held against the sources anew")

// TestWhatIsEmbeddedIsWhatTheLockHas: npm has compared each package with the lock, and these
// are its bytes. With -args -write they are copied.
func TestWhatIsEmbeddedIsWhatTheLockHas(t *testing.T) {
	t.Parallel()
	installed := filepath.Join(webtest.Installed(t), "node_modules")
	for _, p := range web.Vendored() {
		var is struct{ Name, Version, License string }
		text, err := os.ReadFile(filepath.Join(installed, p.Package, "package.json"))
		if err == nil {
			err = json.Unmarshal(text, &is)
		}
		if err != nil {
			t.Fatal(err)
		}
		if is.Version != p.Version || is.License != p.Licence {
			t.Errorf("%s is %s under %s; the list says %s under %s", p.Package, is.Version, is.License, p.Version, p.Licence)
		}
		for _, name := range []string{p.File, p.LicenceFile} {
			original, err := os.ReadFile(filepath.Join(installed, p.Package, name))
			if err != nil {
				t.Fatal(err)
			}
			copied := filepath.Join("packages", p.Copy(name))
			if *write {
				if err := os.WriteFile(copied, original, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			ours, err := os.ReadFile(copied)
			if err != nil || !bytes.Equal(ours, original) {
				t.Errorf("%s is not %s of %s %s (%v): run go test ./adapters/web -run Embedded -args -write", copied, name, p.Package, p.Version, err)
			}
		}
	}
}

func TestNothingElseIsEmbedded(t *testing.T) {
	t.Parallel()
	listed := map[string]bool{}
	for _, p := range web.Vendored() {
		listed[p.Copy(p.File)], listed[p.Copy(p.LicenceFile)] = true, true
	}
	found, err := os.ReadDir("packages")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if !listed[f.Name()] {
			t.Errorf("packages/%s is of no package that is listed", f.Name())
		}
	}
}

// TestTheLockNamesNoPlace: it is the same whichever registry or mirror somebody uses.
func TestTheLockNamesNoPlace(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("webtest/npm/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), `"resolved"`) {
		t.Error("the lock has addresses: write it with omit-lockfile-registry-resolved")
	}
	var lock struct {
		Packages map[string]struct{ Integrity string }
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		t.Fatal(err)
	}
	for name, p := range lock.Packages {
		if name != "" && !strings.HasPrefix(p.Integrity, "sha512-") {
			t.Errorf("%s has no hash", name)
		}
	}
}
