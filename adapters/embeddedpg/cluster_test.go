package embeddedpg

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDataOfAnotherMajorVersionIsRefusedWithAnExplanation(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	data := openFolder(t)
	write(t, filepath.Join(data, "PG_VERSION"), "12\n")
	_, err := Start(t.Context(), Options{Data: data})
	wantError(t, err, data, "made by PostgreSQL 12", "postgresql-12", "pg_upgrade", "cannot read data of PostgreSQL 12")
}

func TestAFolderWithOtherThingsIsRefused(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	data := openFolder(t)
	write(t, filepath.Join(data, "letter.txt"), "dear reader")
	_, err := Start(t.Context(), Options{Data: data})
	wantError(t, err, "letter.txt", "choose an empty or new folder")
	if content, err := os.ReadFile(filepath.Join(data, "letter.txt")); err != nil || string(content) != "dear reader" {
		t.Errorf("the letter is now %q (%v)", content, err)
	}
}

func TestAnInterruptedInitdbDoesNotCountAsData(t *testing.T) {
	t.Parallel()
	data := openFolder(t)
	half := filepath.Join(data, initdbFolder)
	if err := os.Mkdir(half, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(half, "PG_VERSION"), "12\n")
	s := start(t, Options{Data: data})
	connect(t, s.URL(Superuser, "postgres"))
}

func TestDataInUseByAServerThatIsNotOursIsRefused(t *testing.T) {
	t.Parallel()
	data, socket := openFolder(t), openFolder(t)
	s := start(t, Options{Data: data})
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	k, err := startKeeper(s.plan.as, filepath.Join(socket, "nothing"), log, filepath.Join(s.plan.bin.Dir, "postgres"),
		"-D", data, "-c", "listen_addresses=", "-c", "unix_socket_directories="+socket)
	if err != nil {
		t.Fatal(err)
	}
	defer k.abandon()
	eventually(t, "the other server is ready", func() bool {
		pm, err := readPostmaster(data)
		return err == nil && pm != nil && pm.status == "ready"
	})
	_, err = Start(t.Context(), Options{Data: data})
	wantError(t, err, "in use by a PostgreSQL server", "--database")
}

func TestADataFolderTheServersUserCannotReachIsNamed(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root runs the server as another user")
	}
	closed := openFolder(t)
	if err := os.Chmod(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Options{Data: filepath.Join(closed, "data")})
	wantError(t, err, closed+" (mode 0700)", "chmod o+x")
}

func TestAFolderThatCannotBeMadeIsNamed(t *testing.T) {
	t.Parallel()
	file := filepath.Join(openFolder(t), "file")
	write(t, file, "")
	_, err := Start(t.Context(), Options{Data: filepath.Join(file, "data")})
	wantError(t, err, "make the data folder", file)
}

func TestRootsOwnCopyOfDataNamesTheRemedy(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	if os.Geteuid() != 0 {
		t.Skip("only root's own data is a problem")
	}
	data := openFolder(t)
	s := start(t, Options{Data: data})
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(data, 0, 0); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Options{Data: data})
	wantError(t, err, "chown -R")
}

func TestTheOrderOfTextIsTheSameEverywhere(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		major  int
		system string
		want   string
	}{
		{15, "linux", "--locale=C.UTF-8"},
		{16, "darwin", "--locale=C --lc-ctype=UTF-8"},
		{18, "linux", "--locale=C --locale-provider=builtin --builtin-locale=C.UTF-8"},
	} {
		if got := strings.Join(localeArguments(c.major, c.system), " "); got != c.want {
			t.Errorf("PostgreSQL %d on %s: %s, want %s", c.major, c.system, got, c.want)
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
