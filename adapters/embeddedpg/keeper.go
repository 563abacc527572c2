package embeddedpg

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// keeperScript stands between us and the server. It reads our orders from a pipe (3), and when the pipe ends because we
// died, however we died, it ends the server and removes the run's folder. As the server's parent it cannot hit another
// process by a reused number, and there is no moment when the server runs without it.
//
// Linux could signal the server at its parent's death (Pdeathsig), but that ties it to one thread, is lost on a change of
// user, and macOS has nothing like it. A pipe works everywhere.
const keeperScript = `
folder=$1
shift
"$@" </dev/null 3<&- &
server=$!
exec 4>&-
# Who stops a whole group of processes (systemd does) means us; the server's end is ours to order.
trap '' HUP INT TERM
while read -r order <&3; do
	case $order in
	leave) wait "$server"; exit 0 ;;
	*) kill -s "$order" "$server" 2>/dev/null ;;
	esac
done
# TERM first: a server that has only just been forked still ignores QUIT, as shells start background commands so.
kill -s TERM "$server" 2>/dev/null
kill -s QUIT "$server" 2>/dev/null
wait "$server"
rm -rf -- "$folder"
`

// keeper is the process that looks after one server process.
type keeper struct {
	orders *os.File
	gone   <-chan struct{} // closed when the server and all its children are gone
	left   <-chan struct{} // closed when the keeper itself is
}

// startKeeper runs command as the account, with its output in log. folder is removed if we die.
func startKeeper(as account, folder string, log *os.File, command ...string) (*keeper, error) {
	ordersRead, orders, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer ordersRead.Close()
	life, lifeWrite, err := os.Pipe()
	if err != nil {
		orders.Close()
		return nil, err
	}
	defer lifeWrite.Close()

	cmd := exec.Command("/bin/sh", append([]string{"-c", keeperScript, "ruggensteun-keeper", folder}, command...)...)
	cmd.Dir = "/" // not where we were started: that file system must stay free to be unmounted
	cmd.Env = as.environment()
	cmd.SysProcAttr = as.processAttr()
	cmd.Stdout, cmd.Stderr = log, log
	cmd.ExtraFiles = []*os.File{ordersRead, lifeWrite} // 3 and 4
	if err := cmd.Start(); err != nil {
		orders.Close()
		life.Close()
		return nil, fmt.Errorf("start PostgreSQL as user %s: %w", as.name, err)
	}
	return &keeper{orders: orders, gone: watchLife(life), left: watchEnd(cmd)}, nil
}

// watchLife waits for the end of a pipe whose other end the server and each of its children hold open.
func watchLife(life *os.File) <-chan struct{} {
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		defer life.Close()
		_, _ = io.Copy(io.Discard, life)
	}()
	return gone
}

func watchEnd(cmd *exec.Cmd) <-chan struct{} {
	left := make(chan struct{})
	go func() {
		defer close(left)
		_ = cmd.Wait() // a shell has no result that matters here
	}()
	return left
}

// signal has the server get a signal, by its name without SIG.
func (k *keeper) signal(name string) error {
	_, err := fmt.Fprintln(k.orders, name)
	return err
}

// leave lets the keeper go without touching the folder. Only for when the server is gone.
func (k *keeper) leave() {
	_ = k.signal("leave") // it has gone already: that is what is asked
	k.orders.Close()
	<-k.left
}

// abandon does what our death would do: the server is ended and the folder removed.
func (k *keeper) abandon() {
	k.orders.Close()
	<-k.left
	select {
	case <-k.gone:
	case <-time.After(immediatePatience): // the keeper was killed: the server is for the next sweep
	}
}

// awaitGone reports whether the server was gone in time. Without its keeper no order reaches it: no use in waiting then.
func (k *keeper) awaitGone(limit time.Duration) bool {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-k.gone:
	case <-k.left:
	case <-timer.C:
	}
	return k.isGone()
}

func (k *keeper) isGone() bool {
	select {
	case <-k.gone:
		return true
	default:
		return false
	}
}
