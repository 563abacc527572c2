package embeddedpg

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// fakeInstallation is a folder with programs that only tell a version.
func fakeInstallation(t *testing.T, output string) string {
	t.Helper()
	dir := openFolder(t)
	for _, program := range []string{"initdb", "postgres"} {
		path := filepath.Join(dir, program)
		write(t, path, fmt.Sprintf("#!/bin/sh\necho '%s'\n", output))
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestVersionsAreReadAndOldOnesPassedOver(t *testing.T) {
	t.Parallel()
	for output, want := range map[string]struct {
		version string
		problem string
	}{
		"postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)": {version: "15.18"},
		"postgres (PostgreSQL) 18.4":                           {version: "18.4"},
		"postgres (PostgreSQL) 19beta1":                        {version: "19beta1"},
		"postgres (PostgreSQL) 14.11":                          {problem: "too old"},
		"postgres (PostgreSQL) 9.6.24":                         {problem: "too old"},
		"PostGIS":                                              {problem: "not a PostgreSQL"},
	} {
		bin, err := parseVersion("/dir", output)
		if want.problem != "" {
			wantError(t, err, want.problem)
		} else if err != nil || bin.Version != want.version {
			t.Errorf("%s: version %q (%v), want %q", output, bin.Version, err, want.version)
		}
	}
}

func TestAChosenFolderIsTheOnlyOneLookedAt(t *testing.T) {
	t.Parallel()
	good := fakeInstallation(t, "postgres (PostgreSQL) 16.2")
	if bin, err := Find(good); err != nil || bin.Dir != good || bin.Major != 16 {
		t.Errorf("found %+v (%v)", bin, err)
	}
	old := fakeInstallation(t, "postgres (PostgreSQL) 13.1")
	_, err := Find(old)
	wantError(t, err, old, "version 13.1 is too old", "15 or newer")
	_, err = Find("/nowhere")
	wantError(t, err, "/nowhere", "no such file")
	if !errors.Is(err, ErrNotFound) {
		t.Error("it is not ErrNotFound")
	}
}

func TestTheEnvironmentChoosesWhenNoSettingDoes(t *testing.T) {
	good := fakeInstallation(t, "postgres (PostgreSQL) 16.2")
	t.Setenv(BinariesEnv, good)
	if bin, err := Find(""); err != nil || bin.Dir != good {
		t.Errorf("found %+v (%v)", bin, err)
	}
	t.Setenv(BinariesEnv, "/nowhere")
	if bin, err := Find(good); err != nil || bin.Dir != good {
		t.Errorf("the setting does not win: found %+v (%v)", bin, err)
	}
}

func TestBinariesTheServersUserCannotReachArePassedOverWithTheReason(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root runs the server as another user")
	}
	dir := fakeInstallation(t, "postgres (PostgreSQL) 16.2")
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := Find(dir)
	wantError(t, err, "may not enter", dir+" (mode 0700)")
}

func TestNewerVersionsComeFirst(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for _, version := range []string{"9", "17", "15"} {
		if err := os.Mkdir(filepath.Join(root, version), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if got := majorOrder(filepath.Join(root, "*")); got != "17 15 9 " {
		t.Errorf("order %s", got)
	}
}

func majorOrder(pattern string) (order string) {
	for _, dir := range newestFirst(pattern) {
		order += filepath.Base(dir) + " "
	}
	return order
}
