// Package webtest looks at pages as people do: in Debian's Chromium, driven by the npm
// package playwright-core and judged by axe-core. Nothing of it is in the product.
package webtest

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

//go:embed npm/package.json npm/package-lock.json npm/.npmrc npm/drive.js
var files embed.FS

// Installed gives the folder in which the npm packages stand as the lock has them, made when it is
// not there. A test that needs it fails when RUGGENSTEUN_TEST_BROWSER is required, and is left
// out elsewhere.
func Installed(t testing.TB) string {
	t.Helper()
	folder, err := install()
	unless(t, err)
	return folder
}

// unless ends a test that cannot go on.
func unless(t testing.TB, err error) {
	t.Helper()
	switch {
	case err == nil:
	case os.Getenv("RUGGENSTEUN_TEST_BROWSER") == "required":
		t.Fatal(err)
	default:
		t.Skip(err) // only where somebody tests by hand without Node.js or a browser
	}
}

var install = sync.OnceValues(func() (string, error) {
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			return "", fmt.Errorf("the tests of pages need Node.js 18 or later: %w (Debian: sudo apt-get install nodejs npm; macOS: brew install node)", err)
		}
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	name, err := version()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(cache, "ruggensteun", "web-"+name)
	if _, err := os.Stat(folder); err == nil {
		return folder, nil
	}
	return folder, installInto(folder)
})

// installInto puts it in place by one rename: two who install at once do not meet. npm refuses
// a package whose bytes are not those of the lock.
func installInto(folder string) error {
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return err
	}
	work, err := os.MkdirTemp(filepath.Dir(folder), "installing-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := unpack(work); err != nil {
		return err
	}
	cmd := exec.Command("npm", "ci")
	cmd.Dir = work
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("install what pages are styled and tested with: %w\n%s", err, said)
	}
	if err := os.Rename(work, folder); err != nil && !errors.Is(err, fs.ErrExist) {
		if _, there := os.Stat(folder); there != nil {
			return err
		}
	}
	return nil
}

func unpack(into string) error {
	return eachFile(func(name string, text []byte) error {
		return os.WriteFile(filepath.Join(into, name), text, 0o644)
	})
}

// version is of all that it is made of.
func version() (string, error) {
	h := sha256.New()
	err := eachFile(func(name string, text []byte) error {
		_, err := fmt.Fprintf(h, "%s %d\n%s", name, len(text), text)
		return err
	})
	return hex.EncodeToString(h.Sum(nil))[:16], err
}

func eachFile(do func(name string, text []byte) error) error {
	list, err := fs.ReadDir(files, "npm")
	if err != nil {
		return err
	}
	for _, f := range list {
		text, err := files.ReadFile("npm/" + f.Name())
		if err == nil {
			err = do(f.Name(), text)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
