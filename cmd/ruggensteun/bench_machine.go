package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	runtimemetrics "runtime/metrics"
	"slices"
	"strings"
	"time"

	"ruggensteun/adapters/postgres/baseline"
)

// benchMachine is what has to be known to compare two runs.
type benchMachine struct {
	Cores      int                 `json:"cores"`
	System     string              `json:"system"`
	Go         string              `json:"go"`
	Load       string              `json:"load"`      // of the last 1, 5 and 15 minutes, before the run
	Fdatasync  *quantity           `json:"fdatasync"` // nil: the database is elsewhere
	PostgreSQL baseline.ServerInfo `json:"postgresql"`
}

func (b *bench) describeMachine(ctx context.Context) (m benchMachine, err error) {
	m = benchMachine{Cores: runtime.GOMAXPROCS(0), System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version(), Load: loadAverage()}
	if m.PostgreSQL, err = baseline.Describe(ctx, b.url); err != nil || b.server == nil {
		return m, err
	}
	took, err := fdatasyncTime(b.server.Dir())
	m.Fdatasync = &quantity{Value: milliseconds(took), Unit: "ms"}
	return m, err
}

func (m benchMachine) String() string {
	if m.PostgreSQL.Version == "" {
		return fmt.Sprintf("%d cores, %s, %s, load average %s\nwithout a database", m.Cores, m.System, m.Go, m.Load)
	}
	disk := "not measured, the database is elsewhere"
	if m.Fdatasync != nil {
		disk = fmt.Sprintf("%.3f ms", m.Fdatasync.Value)
	}
	return fmt.Sprintf("%d cores, %s, %s, load average %s\nPostgreSQL %s, %s\n8 KiB write + fdatasync: %s (median)",
		m.Cores, m.System, m.Go, m.Load, m.PostgreSQL.Version, m.PostgreSQL.Durability(), disk)
}

func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	fields := strings.Fields(string(text))
	if err != nil || len(fields) < 3 {
		return "unknown"
	}
	return strings.Join(fields[:3], " ")
}

// fdatasyncTime is the median of writing 8 KiB, as PostgreSQL does with its own
// log, and waiting until the disk has it.
func fdatasyncTime(folder string) (time.Duration, error) {
	const tries, block = 101, 8 << 10
	f, err := os.OpenFile(filepath.Join(folder, "bench.fdatasync"), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return 0, fmt.Errorf("measure the disk: %w", err)
	}
	defer os.Remove(f.Name())
	defer f.Close()
	times := make([]time.Duration, tries)
	for i := range times {
		began := time.Now()
		if _, err := f.WriteAt(make([]byte, block), int64(i*block)); err != nil {
			return 0, fmt.Errorf("measure the disk: %w", err)
		}
		if err := fdatasync(f); err != nil {
			return 0, fmt.Errorf("measure the disk: %w", err)
		}
		times[i] = time.Since(began)
	}
	slices.Sort(times)
	return times[tries/2], nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// peakMemory samples what the runtime holds of the system's memory until stop
// is called, which gives the most it ever was, in bytes.
func peakMemory() (stop func() uint64) {
	quit, peak := make(chan struct{}), make(chan uint64)
	go func() {
		most := memoryNow()
		for {
			select {
			case <-quit:
				peak <- max(most, memoryNow())
				return
			case <-time.After(10 * time.Millisecond):
				most = max(most, memoryNow())
			}
		}
	}()
	return func() uint64 { close(quit); return <-peak }
}

func memoryNow() uint64 {
	samples := []runtimemetrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	runtimemetrics.Read(samples)
	return samples[0].Value.Uint64() - samples[1].Value.Uint64()
}
