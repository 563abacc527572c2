package main

import (
	"runtime"
	"runtime/debug"
	runtimemetrics "runtime/metrics"
)

// heapRoom is how much rubbish may gather before it is collected. Sealing leaves
// some twenty kilobytes per event, and beside the little that is kept, Go's own
// measure (as much again as is kept) has the collector run all the time: a third
// of this program's CPU time while it registers.
const heapRoom = 96 << 20

// giveHeapRoom adjusts the collector after each of its cycles. Where more than
// the room is kept, as in a rebuild, it works as always. It leaves alone what
// the operator has set.
func giveHeapRoom(env func(string) string) {
	if env("GOGC") == "" && env("GOMEMLIMIT") == "" {
		afterCycle(new(cycle))
	}
}

// cycle becomes unreachable at once, so its finalizer runs after every cycle.
type cycle struct{ _ [16]byte }

func afterCycle(c *cycle) {
	live := []runtimemetrics.Sample{{Name: "/gc/heap/live:bytes"}}
	runtimemetrics.Read(live)
	debug.SetGCPercent(heapPercent(live[0].Value.Uint64()))
	runtime.SetFinalizer(c, afterCycle)
}

// leastHeap is where Go begins to collect at 100 percent. It grows with the
// percentage: reckoned from less, the heap would grow far beyond the room.
const leastHeap = 4 << 20

// heapPercent is how far the heap may grow beyond what is kept.
func heapPercent(live uint64) int {
	return max(100, int(100*heapRoom/max(live, leastHeap)))
}
