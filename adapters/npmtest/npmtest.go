// Package npmtest installs npm packages that tests need, as a lock file has them. Nothing of it is in the product.
package npmtest

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

// Packages are what one suite needs.
type Packages struct {
	Files    embed.FS // with Folder, in which package.json and its lock are
	Folder   string
	Name     string // of the folder in the cache
	Required string // the variable that says "required" where a test must not be left out
	What     string // the tests, in errors

	once   sync.Once
	folder string
	err    error
}

// Installed gives the folder in which they stand, made when it is not there.
func (p *Packages) Installed(t testing.TB) string {
	t.Helper()
	p.once.Do(func() { p.folder, p.err = p.install() })
	p.Unless(t, p.err)
	return p.folder
}

// Unless ends a test that cannot go on: it fails where it is required, and is left out elsewhere.
func (p *Packages) Unless(t testing.TB, err error) {
	t.Helper()
	switch {
	case err == nil:
	case os.Getenv(p.Required) == "required":
		t.Fatal(err)
	default:
		t.Skip(err) // only where somebody tests by hand without what this needs
	}
}

func (p *Packages) install() (string, error) {
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			return "", fmt.Errorf("%s need Node.js 18 or later: %w (Debian: sudo apt-get install nodejs npm; macOS: brew install node)", p.What, err)
		}
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	version, err := p.version()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(cache, "ruggensteun", p.Name+"-"+version)
	if _, err := os.Stat(folder); err == nil {
		return folder, nil
	}
	return folder, p.installInto(folder)
}

// installInto puts it in place by one rename: two who install at once do not meet. npm refuses
// a package whose bytes are not those of the lock.
func (p *Packages) installInto(folder string) error {
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return err
	}
	work, err := os.MkdirTemp(filepath.Dir(folder), "installing-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := p.unpack(work); err != nil {
		return err
	}
	cmd := exec.Command("npm", "ci")
	cmd.Dir = work
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("install what %s need: %w\n%s", p.What, err, said)
	}
	if err := os.Rename(work, folder); err != nil && !errors.Is(err, fs.ErrExist) {
		if _, there := os.Stat(folder); there != nil {
			return err
		}
	}
	return nil
}

func (p *Packages) unpack(into string) error {
	return p.each(func(name string, text []byte) error {
		return os.WriteFile(filepath.Join(into, name), text, 0o644)
	})
}

// version is of all that it is made of.
func (p *Packages) version() (string, error) {
	h := sha256.New()
	err := p.each(func(name string, text []byte) error {
		_, err := fmt.Fprintf(h, "%s %d\n%s", name, len(text), text)
		return err
	})
	return hex.EncodeToString(h.Sum(nil))[:16], err
}

func (p *Packages) each(do func(name string, text []byte) error) error {
	list, err := fs.ReadDir(p.Files, p.Folder)
	if err != nil {
		return err
	}
	for _, f := range list {
		text, err := p.Files.ReadFile(p.Folder + "/" + f.Name())
		if err == nil {
			err = do(f.Name(), text)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
