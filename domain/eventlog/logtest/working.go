package logtest

import (
	"bytes"
	"sync"

	"ruggensteun/domain/eventlog"
)

var working = []promise{
	{"what many callers were told about keyed appends is what is there", toldTheTruth},
	{"separate processes append together in one order", processes},
}

func toldTheTruth(tr *trial) {
	outputs := make([][]byte, 3)
	tr.together(len(outputs), func(i int, log eventlog.Log) {
		var out bytes.Buffer
		if err := (Workload{Seed: uint64(i), Writers: 4, Appends: 25}).Run(tr.ctx, log, &out); err != nil {
			tr.t.Errorf("workload %d: %v", i, err)
		}
		outputs[i] = out.Bytes()
	})
	tr.judge(outputs)
}

func processes(tr *trial) {
	if tr.f.Process == nil {
		tr.t.Skip("no other process reaches this store")
	}
	outputs := make([][]byte, 3)
	var wg sync.WaitGroup
	for i := range outputs {
		wg.Go(func() {
			out, err := tr.f.Process(tr.ctx, Workload{Seed: uint64(i), Writers: 4, Appends: 25})
			if err != nil {
				tr.t.Errorf("process %d: %v", i, err)
			}
			outputs[i] = out
		})
	}
	wg.Wait()
	tr.judge(outputs)
}

// judge also demands that there was something to judge: contested streams make
// some attempts fail and most succeed.
func (tr *trial) judge(outputs [][]byte) {
	tr.t.Helper()
	tally := Judge(tr.t, tr.log, outputs...)
	if tally.Acked < 30 || tally.Refused == 0 || tally.Unknown != 0 {
		tr.t.Errorf("%d attempts were acked, %d refused, %d unknown: too one-sided to prove much", tally.Acked, tally.Refused, tally.Unknown)
	}
}
