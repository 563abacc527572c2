package embeddedpg

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

const (
	// oldestMajor is the oldest PostgreSQL whose SQL Ruggensteun uses.
	oldestMajor = 15

	// BinariesEnv is the environment variable that names the folder of the binaries, and wins over all but a setting.
	BinariesEnv = "RUGGENSTEUN_PGBIN"
)

// Binaries is a PostgreSQL installation.
type Binaries struct {
	Dir     string // holds initdb and postgres
	Version string // such as 15.18
	Major   int
}

// ErrNotFound says that this machine has no usable PostgreSQL. Install may change that.
var ErrNotFound = errors.New("no PostgreSQL found")

// Find looks in the explicit folder, else in that of RUGGENSTEUN_PGBIN, else in PATH, in the places of Debian and
// Homebrew (newest first) and in our own cache. The error names what was passed over and why.
func Find(explicit string) (Binaries, error) {
	as, err := serviceAccount()
	if err != nil {
		return Binaries{}, err
	}
	return find(explicit, as)
}

func find(explicit string, as account) (Binaries, error) {
	return findThat(explicit, as, func(Binaries) error { return nil })
}

// findFor finds binaries that can serve the data that is there.
func findFor(data, explicit string, as account) (Binaries, error) {
	made, err := dataVersion(data)
	if err != nil {
		return Binaries{}, err
	}
	if made == "" {
		return find(explicit, as)
	}
	bin, err := findThat(explicit, as, func(b Binaries) error {
		if strconv.Itoa(b.Major) != made {
			return fmt.Errorf("cannot read data of PostgreSQL %s", made)
		}
		return nil
	})
	if err != nil {
		return Binaries{}, fmt.Errorf("the data in %s was made by PostgreSQL %s, and another major version cannot read it: "+
			"install PostgreSQL %s (on Debian: postgresql-%s), or carry the data over with pg_upgrade, or with pg_dump "+
			"and an empty data folder: %w", data, made, made, made, err)
	}
	return bin, nil
}

// findThat returns the first installation that runs, is new enough and suits.
func findThat(explicit string, as account, suits func(Binaries) error) (Binaries, error) {
	var passed []string
	for _, dir := range places(explicit, as) {
		bin, err := probe(dir, as)
		if err == nil {
			err = suits(bin)
		}
		if err == nil {
			return bin, nil
		}
		if !errors.Is(err, os.ErrNotExist) || dir == chosen(explicit) {
			passed = append(passed, fmt.Sprintf("%s: %v", dir, err))
		}
	}
	if len(passed) == 0 {
		return Binaries{}, ErrNotFound
	}
	return Binaries{}, fmt.Errorf("%w (passed over: %s)", ErrNotFound, strings.Join(passed, "; "))
}

func chosen(explicit string) string {
	if explicit == "" {
		explicit = os.Getenv(BinariesEnv)
	}
	return explicit
}

// places lists the folders to look in. Someone who chose one means that one only.
func places(explicit string, as account) []string {
	if dir := chosen(explicit); dir != "" {
		return []string{dir}
	}
	var dirs []string
	if path, err := exec.LookPath("postgres"); err == nil {
		dirs = append(dirs, realFolder(path))
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin",
		"/opt/homebrew/opt/postgresql@*/bin",
		"/usr/local/opt/postgresql@*/bin",
	} {
		dirs = append(dirs, newestFirst(pattern)...)
	}
	if cache, err := cacheFolder(as); err == nil {
		dirs = append(dirs, filepath.Join(cache, cachedName, "native", "bin"))
	}
	return dirs
}

// realFolder follows links, as the programs' companions lie beside the programs themselves.
func realFolder(program string) string {
	if real, err := filepath.EvalSymlinks(program); err == nil {
		program = real
	}
	return filepath.Dir(program)
}

// newestFirst orders by number, as 9 is older than 15.
func newestFirst(pattern string) []string {
	dirs, err := filepath.Glob(pattern)
	if err != nil {
		return nil // only a malformed pattern, and ours are not
	}
	slices.SortStableFunc(dirs, func(a, b string) int { return lastNumber(b) - lastNumber(a) })
	return dirs
}

var digits = regexp.MustCompile(`\d+`)

func lastNumber(path string) int {
	numbers := digits.FindAllString(path, -1)
	if len(numbers) == 0 {
		return 0
	}
	n, _ := strconv.Atoi(numbers[len(numbers)-1]) // too long to be a version sorts anywhere
	return n
}

// probe runs the server program as the user it would run as, which is the only sure test that it can.
func probe(dir string, as account) (Binaries, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Binaries{}, err
	}
	for _, program := range []string{"initdb", "postgres"} {
		if _, err := os.Stat(filepath.Join(dir, program)); err != nil {
			return Binaries{}, err
		}
	}
	cmd := exec.Command(filepath.Join(dir, "postgres"), "--version")
	cmd.Dir = "/"
	cmd.Env = as.environment()
	cmd.SysProcAttr = as.processAttr()
	output, err := cmd.CombinedOutput()
	if err != nil {
		if closed := as.closedFolder(filepath.Join(dir, "postgres")); closed != "" {
			return Binaries{}, fmt.Errorf("user %s, who is to run it, may not enter %s", as.name, closed)
		}
		return Binaries{}, fmt.Errorf("%w: %s", err, strings.TrimSpace(string(output)))
	}
	return parseVersion(dir, string(output))
}

var versionOutput = regexp.MustCompile(`^postgres \(PostgreSQL\) (\d+)(\S*)`)

func parseVersion(dir, output string) (Binaries, error) {
	match := versionOutput.FindStringSubmatch(output)
	if match == nil {
		return Binaries{}, fmt.Errorf("not a PostgreSQL: it calls itself %q", strings.TrimSpace(output))
	}
	major, err := strconv.Atoi(match[1])
	if err != nil {
		return Binaries{}, fmt.Errorf("read its version: %w", err)
	}
	if major < oldestMajor {
		return Binaries{}, fmt.Errorf("version %s%s is too old: Ruggensteun needs %d or newer", match[1], match[2], oldestMajor)
	}
	return Binaries{Dir: dir, Version: match[1] + match[2], Major: major}, nil
}

// cacheFolder is where Install puts what it fetches: for root a place that the server's user can read.
func cacheFolder(as account) (string, error) {
	if as.switched {
		return "/var/cache/ruggensteun/postgres", nil
	}
	base, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find your cache folder (XDG_CACHE_HOME can name one): %w", err)
	}
	return filepath.Join(base, "ruggensteun", "postgres"), nil
}

// cachedName carries the platform because a home directory may be shared by machines of two kinds.
var cachedName = npmVersion + "-" + runtime.GOOS + "-" + runtime.GOARCH
