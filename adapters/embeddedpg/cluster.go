package embeddedpg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// initdbFolder is where a new cluster is made inside the data folder, so that a half-made one is never taken for data.
const initdbFolder = ".initdb"

// claimData finds, or makes, the folder and says who must run a server on it.
func claimData(folder string) (account, string, error) {
	data, err := filepath.Abs(folder)
	if err != nil {
		return account{}, "", fmt.Errorf("find the data folder %s: %w", folder, err)
	}
	if err := makeDataFolder(data); err != nil {
		return account{}, "", fmt.Errorf("make the data folder: %w; choose one where user %s may write", err, self().name)
	}
	// Two names for one folder would hide from us that a server already runs on it.
	if data, err = filepath.EvalSymlinks(data); err != nil {
		return account{}, "", fmt.Errorf("find the data folder: %w", err)
	}
	info, err := os.Stat(data)
	if err != nil {
		return account{}, "", fmt.Errorf("look at the data folder: %w", err)
	}
	as, err := ownerAccount(info)
	if err != nil {
		return account{}, "", fmt.Errorf("use the data folder %s: %w", data, err)
	}
	if closed := as.closedFolder(data); closed != "" {
		return account{}, "", fmt.Errorf("the database runs as user %s, who may not enter %s on the way to the data: "+
			"choose a data folder elsewhere, such as /var/lib/ruggensteun, or open that one with chmod o+x", as.name, closed)
	}
	return as, data, nil
}

// makeDataFolder closes the folder itself to others, but not those it makes on the way: the server's user, when it is
// not us, must come through.
func makeDataFolder(data string) error {
	if err := os.MkdirAll(filepath.Dir(data), 0o755); err != nil {
		return err
	}
	return os.MkdirAll(data, 0o700)
}

// settle waits until the data folder is either free (nil) or served by a server of ours that we may join.
func settle(ctx context.Context, data string) (running *postmaster, err error) {
	err = poll(ctx, func() (bool, error) {
		pm, err := readPostmaster(data)
		switch {
		case err != nil:
			return false, err
		case pm == nil || !pm.alive():
			return true, nil
		case !pm.ours():
			return false, fmt.Errorf("the data in %s is in use by a PostgreSQL server (process %d) that Ruggensteun did "+
				"not start: stop it, or pass its address with --database", data, pm.pid)
		case pm.orphaned():
			pm.end()
			return false, nil
		case pm.status == "ready":
			running = pm
			return true, nil
		}
		return false, nil // another process of ours starts or stops it
	})
	if err != nil && ctx.Err() != nil {
		err = fmt.Errorf("wait for the server that runs on %s: %w", data, err)
	}
	return running, err
}

// dataVersion is the major version that made the data, or nothing when there is none yet.
func dataVersion(data string) (string, error) {
	text, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("see which PostgreSQL made %s: %w", data, err)
	}
	return strings.TrimSpace(string(text)), nil
}

// prepareData makes a cluster in an empty data folder and leaves one that exists alone. The lock is the one on the folder.
func (p plan) prepareData(ctx context.Context, lock *os.File) error {
	making := filepath.Join(p.data, initdbFolder)
	if exists(making) {
		if err := os.RemoveAll(making); err != nil {
			return fmt.Errorf("remove what an interrupted start left: %w", err)
		}
	}
	version, err := dataVersion(p.data)
	if err != nil {
		return err
	}
	if version != "" {
		return p.checkOwner()
	}
	if err := refuseOthersThings(p.data); err != nil {
		return err
	}
	if err := errors.Join(os.Chmod(p.data, 0o700), p.as.own(p.data)); err != nil {
		return fmt.Errorf("give the data folder to user %s alone: %w", p.as.name, err)
	}
	if err := p.initdb(ctx, making, lock); err != nil {
		return errors.Join(err, os.RemoveAll(making))
	}
	return moveUp(making, p.data)
}

func (p plan) checkOwner() error {
	info, err := os.Stat(p.data)
	if err != nil {
		return fmt.Errorf("look at the data folder: %w", err)
	}
	if ownerOf(info) != p.as.uid {
		return fmt.Errorf("the data in %s belongs to root, as whom PostgreSQL does not run: chown -R %s %s",
			p.data, p.as.name, p.data)
	}
	return nil
}

func refuseOthersThings(data string) error {
	entries, err := os.ReadDir(data)
	if err != nil {
		return fmt.Errorf("look into the data folder: %w", err)
	}
	for _, entry := range entries {
		if entry.Name() != "lost+found" { // a whole disk may be given for the data
			return fmt.Errorf("%s holds other things (%s) and no database: choose an empty or new folder for the data",
				data, entry.Name())
		}
	}
	return nil
}

// moveUp ends with PG_VERSION: only then is it a cluster. A kill in between leaves a folder that the next start refuses,
// and in which nothing can have been stored yet.
func moveUp(from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return fmt.Errorf("move the new database into place: %w", err)
	}
	const last = "PG_VERSION"
	for _, entry := range entries {
		if entry.Name() != last {
			err = errors.Join(err, os.Rename(filepath.Join(from, entry.Name()), filepath.Join(to, entry.Name())))
		}
	}
	if err == nil {
		err = errors.Join(os.Rename(filepath.Join(from, last), filepath.Join(to, last)), os.Remove(from), syncFolder(to))
	}
	if err != nil {
		return fmt.Errorf("move the new database into place: %w", err)
	}
	return nil
}

func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// initdb makes a cluster in folder. It is handed the lock: should we be killed meanwhile, it goes on for a moment by
// itself, and until then nobody else may touch what it makes.
func (p plan) initdb(ctx context.Context, folder string, lock *os.File) error {
	say(p.log, "making a new database cluster with PostgreSQL %s", p.bin.Version)
	cmd := exec.CommandContext(ctx, filepath.Join(p.bin.Dir, "initdb"), p.initdbArguments(folder)...)
	cmd.Dir = "/"
	cmd.Env = p.as.environment()
	cmd.SysProcAttr = p.as.processAttr()
	cmd.ExtraFiles = []*os.File{lock}
	// Its helpers are in its session: end them too.
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = immediatePatience
	output, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		return fmt.Errorf("make a new database cluster: %w", context.Cause(ctx))
	}
	if err != nil {
		return fmt.Errorf("make a new database cluster in %s: %w%s", folder, err, explain(string(output)))
	}
	return nil
}

func (p plan) initdbArguments(folder string) []string {
	args := []string{"-D", folder, "-U", Superuser, "--encoding=UTF8", "--no-instructions",
		// The settings close the network; should someone open it by hand, this still keeps it shut.
		"--auth-local=trust", "--auth-host=reject"}
	args = append(args, localeArguments(p.bin.Major, runtime.GOOS)...)
	if p.durable {
		return append(args, "--data-checksums")
	}
	return append(args, "--no-sync")
}

// localeArguments choose UTF-8 in the order of code points, which is the same on every machine and in every version:
// an index never needs rebuilding because the system's locale changed.
func localeArguments(major int, system string) []string {
	switch {
	case major >= 17:
		return []string{"--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"}
	case system == "darwin": // has no C.UTF-8
		return []string{"--locale=C", "--lc-ctype=UTF-8"}
	}
	return []string{"--locale=C.UTF-8"}
}
