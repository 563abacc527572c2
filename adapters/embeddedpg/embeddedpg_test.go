package embeddedpg

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestATemporaryServerAnswersAndLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	s, err := Start(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	conn := connect(t, s.URL(Superuser, "postgres"))
	for name, want := range map[string]string{"fsync": "off", "listen_addresses": "", "server_encoding": "UTF8", "timezone": "UTC"} {
		if got := setting(t, conn, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	pid := serverOf(t, s.Dir()).pid
	for range 2 {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	}
	if exists(filepath.Dir(s.Dir())) {
		t.Error("the temporary folder is still there")
	}
	if processExists(pid) {
		t.Error("the server is still there")
	}
}

func TestADataFolderKeepsItsDataDurably(t *testing.T) {
	t.Parallel()
	data := filepath.Join(openFolder(t), "new", "data")
	s := start(t, Options{Data: data})
	conn := connect(t, s.URL(Superuser, "postgres"))
	exec1(t, conn, "CREATE TABLE kept AS SELECT 'kept' AS word")
	for _, name := range []string{"fsync", "full_page_writes", "synchronous_commit", "data_checksums"} {
		if got := setting(t, conn, name); got != "on" {
			t.Errorf("%s is %s", name, got)
		}
	}
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}

	again := start(t, Options{Data: data})
	if got := ask(t, connect(t, again.URL(Superuser, "postgres")), "SELECT word FROM kept"); got != "kept" {
		t.Errorf("got %q back", got)
	}
}

func TestSettingsCannotLoosenThePromises(t *testing.T) {
	t.Parallel()
	s := start(t, Options{Durable: true, Settings: map[string]string{
		"fsync": "off", "listen_addresses": "*", "log_statement": "all", "max_connections": "17",
	}})
	conn := connect(t, s.URL(Superuser, "postgres"))
	want := map[string]string{"fsync": "on", "listen_addresses": "", "log_statement": "none", "max_connections": "17"}
	for name, value := range want {
		if got := setting(t, conn, name); got != value {
			t.Errorf("%s is %q, want %q", name, got, value)
		}
	}
}

func TestTwoServersAtOnceDoNotMeet(t *testing.T) {
	t.Parallel()
	one, two := start(t, Options{}), start(t, Options{})
	exec1(t, connect(t, one.URL(Superuser, "postgres")), "CREATE TABLE mine ()")
	exec1(t, connect(t, two.URL(Superuser, "postgres")), "CREATE TABLE mine ()")
}

func TestTwoStartsOnOneFolderAtOnceGiveOneServer(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	data := openFolder(t)
	servers := make(chan *Server, 2)
	for range 2 {
		go func() {
			s, err := Start(context.Background(), Options{Data: data})
			if err != nil {
				t.Error(err)
			}
			servers <- s
		}()
	}
	one, two := <-servers, <-servers
	if one == nil || two == nil {
		t.FailNow()
	}
	defer one.Stop()
	defer two.Stop()
	if one.Attached() == two.Attached() {
		t.Errorf("attached: %t and %t, want one of them", one.Attached(), two.Attached())
	}
}

func TestASecondProcessJoinsTheServerOfTheFirstAndLeavesItRunning(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	data := openFolder(t)
	first := startOwner(t, ownerSetup{options: Options{Data: data}, tmp: openFolder(t)})

	s := start(t, Options{Data: data})
	if !s.Attached() {
		t.Fatal("it is not attached")
	}
	if got := s.URL(Superuser, "postgres"); got != first.url {
		t.Errorf("its address is %s, want %s", got, first.url)
	}
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	connect(t, first.url)
	wantError(t, s.Crash(), "another process")
	first.finish(t)
}

func TestTheServerOfAKilledRunIsNotJoinedButReplaced(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	data := openFolder(t)
	killed := startOwner(t, ownerSetup{options: Options{Data: data}, tmp: openFolder(t)})
	conn := connect(t, killed.url)
	exec1(t, conn, "CREATE TABLE kept AS SELECT 'kept' AS word")
	// Without its keeper the server outlives its owner, as it otherwise would for a moment.
	if err := syscall.Kill(parentOf(t, serverOf(t, data).pid), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	killed.kill()
	serverOf(t, data)

	s := start(t, Options{Data: data})
	if s.Attached() {
		t.Fatal("it joined a server whose owner is dead")
	}
	if got := ask(t, connect(t, s.URL(Superuser, "postgres")), "SELECT word FROM kept"); got != "kept" {
		t.Errorf("got %q back", got)
	}
}

func TestDataOfAKilledRunIsThereAtOnce(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	data := openFolder(t)
	killed := startOwner(t, ownerSetup{options: Options{Data: data}, tmp: openFolder(t)})
	exec1(t, connect(t, killed.url), "CREATE TABLE kept AS SELECT 'kept' AS word")
	killed.kill()

	s := start(t, Options{Data: data}) // at once: the old server may still be on its way out
	if got := ask(t, connect(t, s.URL(Superuser, "postgres")), "SELECT word FROM kept"); got != "kept" {
		t.Errorf("got %q back", got)
	}
}

func TestALongTMPDIRStillGivesASocket(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	long := filepath.Join(openFolder(t), strings.Repeat("long", 30))
	if err := os.Mkdir(long, 0o777); err != nil {
		t.Fatal(err)
	}
	o := startOwner(t, ownerSetup{tmp: long})
	connect(t, o.url)
	o.finish(t)
}

func TestAnOrdinaryUserNeedsNoRoot(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	as, program := asNobody(t)
	tmp, data := openFolder(t), openFolder(t)
	if err := as.own(data); err != nil {
		t.Fatal(err)
	}
	for name, options := range map[string]Options{"temporary": {}, "data": {Data: data}} {
		t.Run(name, func(t *testing.T) {
			o := startOwner(t, ownerSetup{options: options, tmp: tmp, as: &as, program: program})
			connect(t, o.url)
			o.finish(t)
			if !isEmpty(t, tmp) {
				t.Error("it left temporary files")
			}
		})
	}
}

func TestRootServesAnOrdinaryUsersDataAsThatUser(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	as, _ := asNobody(t)
	data := openFolder(t)
	if err := as.own(data); err != nil {
		t.Fatal(err)
	}
	start(t, Options{Data: data})
	info, err := os.Stat(filepath.Join(data, "PG_VERSION"))
	if err != nil {
		t.Fatal(err)
	}
	if ownerOf(info) != as.uid {
		t.Errorf("the data belongs to user %d, want %d", ownerOf(info), as.uid)
	}
}

func TestAnOrdinaryUserIsRefusedAnothersData(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	as, program := asNobody(t)
	o := launchOwner(t, ownerSetup{options: Options{Data: openFolder(t)}, tmp: openFolder(t), as: &as, program: program})
	if line := o.awaitLine(t, "error:"); !strings.Contains(line, "start Ruggensteun as its owner") {
		t.Error(line)
	}
}

func TestEndingTheContextDuringInitdbLeavesNothing(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	for name, options := range map[string]Options{"temporary": {}, "data": {Data: openFolder(t)}} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			options.Log = onLine{"making a new database cluster", cancel}
			_, err := Start(ctx, options)
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got error %v", err)
			}
			if options.Data != "" && !isEmpty(t, options.Data) {
				t.Error("the data folder is not empty")
			}
		})
	}
}

func TestCtrlCInTheTerminalReachesTheServerOnlyThroughUs(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	group, err := syscall.Getpgid(serverOf(t, s.Dir()).pid)
	if err != nil {
		t.Fatal(err)
	}
	if group == syscall.Getpgrp() {
		t.Error("the server is in our process group")
	}
}
