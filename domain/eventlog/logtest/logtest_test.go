package logtest_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/eventlog/logtest"
)

// A process that finds these in its environment is a workload on a file log.
const (
	workloadVar  = "LOGTEST_WORKLOAD"
	directoryVar = "LOGTEST_DIRECTORY"
)

func TestMain(m *testing.M) {
	if text := os.Getenv(workloadVar); text != "" {
		if err := work(text, os.Getenv(directoryVar)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	m.Run()
}

func work(text, dir string) error {
	w, err := logtest.ParseWorkload(text)
	if err != nil {
		return err
	}
	return w.Run(context.Background(), openFileLog(dir, time.Now), os.Stdout)
}

// worker is a process of its own that runs a workload on the log in dir.
func worker(ctx context.Context, dir string, w logtest.Workload) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self)
	cmd.Env = append(os.Environ(), workloadVar+"="+w.String(), directoryVar+"="+dir)
	cmd.Stderr = os.Stderr
	return cmd, nil
}

func TestFileLog(t *testing.T) {
	t.Parallel()
	logtest.Run(t, func(t *testing.T) logtest.Fixture {
		dir, clock := t.TempDir(), &logtest.Clock{}
		return logtest.Fixture{
			Log:      openFileLog(dir, clock.Now),
			Reopen:   func() eventlog.Log { return openFileLog(dir, clock.Now) },
			SetClock: clock.Set,
			Process: func(ctx context.Context, w logtest.Workload) ([]byte, error) {
				cmd, err := worker(ctx, dir, w)
				if err != nil {
					return nil, err
				}
				return cmd.Output()
			},
		}
	})
}

// TestKilledWriters kills a writing process after so many lines, a prime number
// more each time, so that every round ends at another moment.
func TestKilledWriters(t *testing.T) {
	t.Parallel()
	const rounds = 12
	dir := t.TempDir()
	var outputs [][]byte
	for round := range rounds {
		outputs = append(outputs, killed(t, dir, uint64(round), 1+round*7%60))
	}
	log := openFileLog(dir, time.Now)
	logtest.Invariants(t, log)
	tally := logtest.Judge(t, log, outputs...)
	if tally.Acked == 0 || tally.Unknown == 0 {
		t.Errorf("%+v: the kills proved nothing", tally)
	}
	settled, err := logtest.Settle(t.Context(), log, outputs...)
	if err != nil {
		t.Fatal(err)
	}
	tally = logtest.Judge(t, log, append(outputs, settled)...)
	if tally.Unknown != 0 {
		t.Errorf("%+v: some outcomes are unknown after all were repeated", tally)
	}
	logtest.Invariants(t, log)
}

// killed runs a workload, kills it after some lines, and gives all its lines.
func killed(t *testing.T, dir string, seed uint64, lines int) []byte {
	t.Helper()
	cmd, err := worker(t.Context(), dir, logtest.Workload{Seed: seed, Writers: 4})
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	reader := bufio.NewReader(out)
	for n := 0; ; n++ {
		line, err := reader.ReadBytes('\n')
		all.Write(line)
		if err != nil {
			break // all that it wrote before it died was read
		}
		if n == lines {
			if err := cmd.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	if err := cmd.Wait(); err == nil {
		t.Error("the worker ended by itself")
	}
	return all.Bytes()
}
