package embeddedpg

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestAKilledOwnerLeavesNoProcessAndNoFile(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	tmp := openFolder(t)
	o := startOwner(t, ownerSetup{tmp: tmp})
	server := serverOf(t, o.data).pid
	o.kill()
	eventually(t, "the server is gone", func() bool { return !processExists(server) })
	eventually(t, "the temporary folder is gone", func() bool { return isEmpty(t, tmp) })
}

func TestAnOwnerKilledWhileDatabasesAreBeingMadeLeavesNoProcess(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	tmp := openFolder(t)
	o := startOwner(t, ownerSetup{tmp: tmp})
	server := serverOf(t, o.data).pid
	making := make(chan struct{})
	over := make(chan struct{})
	go func() {
		defer close(over)
		makeDatabases(o.url, making)
	}()
	<-making
	o.kill()
	<-over
	eventually(t, "the server is gone", func() bool { return !processExists(server) })
	eventually(t, "the temporary folder is gone", func() bool { return isEmpty(t, tmp) })
}

// makeDatabases goes on until the server is gone, and closes making after the first.
func makeDatabases(url string, making chan<- struct{}) {
	conn, err := pgx.Connect(context.Background(), url)
	for i := 0; err == nil; i++ {
		_, err = conn.Exec(context.Background(), fmt.Sprintf("CREATE DATABASE made_%d STRATEGY FILE_COPY", i))
		if i == 0 {
			close(making)
		}
	}
}

func TestASweepEndsWhatIsLeftWhenOwnerAndKeeperWereKilled(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	o := startOwner(t, ownerSetup{tmp: openFolder(t)})
	server := serverOf(t, o.data).pid
	if err := syscall.Kill(parentOf(t, server), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	o.kill()
	if !processExists(server) {
		t.Fatal("the server ended by itself: this test tests nothing")
	}
	sweepFolder(filepath.Dir(o.data), nil)
	if processExists(server) { // it would notice the loss of its files by itself, but only after a minute
		t.Error("the server is still there")
	}
	if exists(filepath.Dir(o.data)) {
		t.Error("the folder is still there")
	}
}

func TestASweepRemovesWhatAnOwnerKilledDuringInitdbLeftOnceInitdbIsOver(t *testing.T) {
	t.Parallel()
	needPostgres(t)
	tmp := openFolder(t)
	o := launchOwner(t, ownerSetup{tmp: tmp})
	o.awaitLine(t, "making a new database cluster")
	initdb := childOf(t, o.cmd.Process.Pid, "initdb")
	if err := syscall.Kill(initdb, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	o.kill()
	sweepAll(t, tmp)
	if isEmpty(t, tmp) {
		t.Error("the folder is gone while initdb writes there")
	}
	if err := syscall.Kill(initdb, syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the folder is swept", func() bool {
		sweepAll(t, tmp)
		return isEmpty(t, tmp)
	})
}

func sweepAll(t *testing.T, base string) {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(base, runPrefix+"*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		sweepFolder(folder, nil)
	}
}

func TestASweepLeavesALivingRunAlone(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	sweep(s.plan.as, nil)
	sweepFolder(s.run.path, nil)
	connect(t, s.URL(Superuser, "postgres"))
}

func TestASweepKeepsItsHandsOffOthersFolders(t *testing.T) {
	t.Parallel()
	as, err := serviceAccount()
	if err != nil {
		t.Fatal(err)
	}
	folder := openFolder(t)
	link := filepath.Join(folder, runPrefix+"link")
	if err := os.Symlink(t.TempDir(), link); err != nil {
		t.Fatal(err)
	}
	if mayBeOurs(link, as) {
		t.Error("a link counts as ours")
	}
	if os.Geteuid() != 0 {
		return
	}
	if err := os.Chown(folder, 12345, 12345); err != nil {
		t.Fatal(err)
	}
	if mayBeOurs(folder, as) {
		t.Error("another user's folder counts as ours")
	}
}

func parentOf(t *testing.T, pid int) int {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		output, psErr := exec.Command("ps", "-o", "ppid=", "-p", strconv.Itoa(pid)).Output()
		if psErr != nil {
			t.Fatal(err, psErr)
		}
		stat = []byte("1 (x) S " + strings.TrimSpace(string(output)))
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	parent, err := strconv.Atoi(fields[1])
	if err != nil {
		t.Fatal(err)
	}
	return parent
}

// childOf waits until a process has a child that runs the program. Only Linux tells this without another program's help.
func childOf(t *testing.T, parent int, program string) (child int) {
	t.Helper()
	if !exists("/proc/self/task") {
		t.Skip("this system has no /proc")
	}
	eventually(t, "it runs "+program, func() bool {
		lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", parent))
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range lists {
			text, _ := os.ReadFile(list) // a thread may have ended
			for _, field := range strings.Fields(string(text)) {
				child, _ = strconv.Atoi(field)
				if args := commandLine(child); len(args) > 0 && filepath.Base(args[0]) == program {
					return true
				}
			}
		}
		return false
	})
	return child
}

// programOf runs a program that is not PostgreSQL as the account and returns its process number.
func programOf(t *testing.T, as account) string {
	t.Helper()
	cmd := exec.Command("cat")
	cmd.Dir = "/"
	cmd.SysProcAttr = as.processAttr()
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stdin.Close()
		_ = cmd.Wait()
	})
	return strconv.Itoa(cmd.Process.Pid)
}
