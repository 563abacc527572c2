package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"ruggensteun/adapters/embeddedpg"
	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/vault"
)

type flushMetrics struct{ flushes, commands, lock, took int64 }

var fm = &flushMetrics{}

func (m *flushMetrics) Flushed(commands, events int, took, lock time.Duration) {
	m.flushes++
	m.commands += int64(commands)
	m.lock += int64(lock)
	m.took += int64(took)
}
func (m *flushMetrics) Refused(string) {}

func scratchBench(t *testing.T, size benchSize) *bench { return scratchBenchB(t, size) }

func scratchBenchB(t testing.TB, size benchSize) *bench {
	if os.Getenv("ROOM") != "" { giveHeapRoom(os.Getenv) }
	p := &program{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv}
	w := where{master: filepath.Join(t.TempDir(), "master.key")}
	if _, err := vault.CreateMaster(w.master); err != nil {
		t.Fatal(err)
	}
	s, err := p.openStoreWith(context.Background(), w, postgres.LogOptions{OneLane: os.Getenv("ONELANE") != "", Metrics: fm}, postgres.RunnerOptions{}, benchServer(size))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	b := &bench{program: p, store: s, size: size, report: newBenchReport(p.out, false)}
	b.url = s.server.URL(embeddedpg.Superuser, databaseName)
	if b.works, err = newWorkload(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	fmt.Println("URL", b.url)
	return b
}

// cpu of go and of postgres in seconds
func cpu(b *bench) (float64, float64) {
	var r syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	g := float64(r.Utime.Sec+r.Stime.Sec) + float64(r.Utime.Usec+r.Stime.Usec)/1e6
	pm, _ := os.ReadFile(filepath.Join(b.server.Dir(), "postmaster.pid"))
	pid := strings.Fields(string(pm))[0]
	out, _ := exec.Command("pgrep", "-P", pid).Output()
	total := 0.0
	for _, child := range append(strings.Fields(string(out)), pid) {
		st, err := os.ReadFile("/proc/" + child + "/stat")
		if err != nil {
			continue
		}
		f := strings.Fields(string(st[bytes.LastIndexByte(st, ')')+2:]))
		for _, i := range []int{11, 12} {
			v, _ := strconv.Atoi(f[i])
			total += float64(v) / 100
		}
	}
	// dead children
	st, _ := os.ReadFile("/proc/" + pid + "/stat")
	f := strings.Fields(string(st[bytes.LastIndexByte(st, ')')+2:]))
	for _, i := range []int{13, 14} {
		v, _ := strconv.Atoi(f[i])
		total += float64(v) / 100
	}
	return g, total
}

func TestScratchAppend(t *testing.T) {
	if os.Getenv("SCRATCH") != "append" {
		t.Skip()
	}
	writers, _ := strconv.Atoi(os.Getenv("W"))
	size := usualBench
	size.slice = 2 * time.Second
	if s := os.Getenv("SLICE"); s != "" {
		size.slice, _ = time.ParseDuration(s)
	}
	size.writers = []int{128}
	b := scratchBench(t, size)
	ctx := context.Background()
	var sides_ []int
	for _, s := range strings.Split(os.Getenv("SIDES"), ",") {
		n, _ := strconv.Atoi(s)
		sides_ = append(sides_, n)
	}
	plain, err := openPlainForScratch(ctx, b, writers)
	if err != nil {
		t.Fatal(err)
	}
	d := &duel{bench: b, writers: writers, plain: plain}
	d.rates[sealedTimed] = []float64{3000}
	if f := os.Getenv("PROF"); f != "" {
		out, _ := os.Create(f)
		pprof.StartCPUProfile(out)
		defer pprof.StopCPUProfile()
	}
	for round := 0; round < 3; round++ {
		for _, side := range sides_ {
			step, err := d.step(ctx, side)
			if err != nil {
				t.Fatal(err)
			}
			*fm = flushMetrics{}
			g0, p0 := cpu(b)
			r, err := try(ctx, writers, size.slice, step)
			if err != nil {
				t.Fatal(err)
			}
			g1, p1 := cpu(b)
			n := float64(len(r.times))
			d.rates[side] = append(d.rates[side], r.rate)
			fmt.Printf("%-36s %8.0f/s  n=%6.0f go %6.1f µs/ev  pg %6.1f µs/ev  p50 %.1f p99 %.1f\n", sideNames[side], r.rate, n, (g1-g0)/n*1e6, (p1-p0)/n*1e6, percentile(r.times, 50), percentile(r.times, 99))
			if fm.flushes > 0 {
				fmt.Printf("    batch %.1f  took %.2f ms lock+look %.2f ms\n", float64(fm.commands)/float64(fm.flushes), float64(fm.took)/float64(fm.flushes)/1e6, float64(fm.lock)/float64(fm.flushes)/1e6)
			}
		}
	}
	if os.Getenv("HOLD") != "" {
		time.Sleep(time.Hour)
	}
}
