package main

import (
	"context"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"ruggensteun/adapters/vault/canary"
)

// screen is what a program prints while it runs.
type screen struct {
	mu    sync.Mutex
	text  []byte
	grown chan struct{}
}

func newScreen() *screen { return &screen{grown: make(chan struct{})} }

func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text = append(s.text, b...)
	close(s.grown)
	s.grown = make(chan struct{})
	return len(b), nil
}

func (s *screen) look() (string, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.text), s.grown
}

// running is a program that has not ended yet.
type running struct {
	t         testing.TB
	out, err  *screen
	interrupt func() // Ctrl-C
	ended     chan int
}

// start runs a command until the test ends it, and insists on status 0 then.
func (c *terminal) start(args ...string) *running {
	c.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	r := &running{t: c.t, out: newScreen(), err: newScreen(), interrupt: stop, ended: make(chan int, 1)}
	p := &program{in: strings.NewReader(""), out: r.out, err: r.err, env: c.getenv}
	go func() { r.ended <- p.run(ctx, args) }()
	c.t.Cleanup(func() { r.end() })
	return r
}

// process runs a command as a process of its own.
func (c *terminal) process(args ...string) (*running, *exec.Cmd) {
	c.t.Helper()
	r := &running{t: c.t, out: newScreen(), err: newScreen(), ended: make(chan int, 1)}
	cmd := exec.Command(os.Args[0], args...)
	cmd.Stdout, cmd.Stderr = r.out, r.err
	cmd.Env = append(os.Environ(), asProgram+"=1")
	for name, value := range c.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	r.interrupt = func() { _ = cmd.Process.Signal(os.Interrupt) }
	go func() {
		_ = cmd.Wait() // the status is asked below
		r.ended <- cmd.ProcessState.ExitCode()
	}()
	c.t.Cleanup(func() { _ = cmd.Process.Kill() })
	return r, cmd
}

// end presses Ctrl-C and waits; a second time it does nothing.
func (r *running) end() {
	r.t.Helper()
	if r.ended == nil {
		return
	}
	r.interrupt()
	status := r.wait()
	out, _ := r.out.look()
	errors, _ := r.err.look()
	if status != 0 {
		r.t.Errorf("it ended with status %d:\n%s", status, errors)
	}
	if found := canary.Find([]byte(out + errors)); found != nil {
		r.t.Errorf("it printed %v", found)
	}
}

func (r *running) wait() int {
	r.t.Helper()
	defer func() { r.ended = nil }()
	select {
	case status := <-r.ended:
		return status
	case <-time.After(patience):
		r.t.Fatal("it did not end")
		return -1
	}
}

// await waits until the screen shows something, and gives the first group.
func (r *running) await(pattern string) string {
	r.t.Helper()
	want := regexp.MustCompile(pattern)
	late := time.After(patience)
	for {
		text, grown := r.out.look()
		if found := want.FindStringSubmatch(text); found != nil {
			return found[len(found)-1]
		}
		select {
		case <-grown:
			continue
		case status := <-r.ended:
			r.ended = nil
			errors, _ := r.err.look()
			r.t.Fatalf("it ended with status %d before it showed %q:\n%s%s", status, pattern, text, errors)
		case <-late:
			r.t.Fatalf("it never showed %q:\n%s", pattern, text)
		}
	}
}

// until asks again and again, for what no signal tells.
func until(t testing.TB, what string, done func() bool) {
	t.Helper()
	late, again := time.After(patience), time.NewTicker(20*time.Millisecond)
	defer again.Stop()
	for !done() {
		select {
		case <-again.C:
		case <-late:
			t.Fatalf("waited in vain until %s", what)
		}
	}
}
