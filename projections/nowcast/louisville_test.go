package nowcast_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ruggensteun/projections/nowcast"
)

// shared opens a file of the folder shared/data beside the project or further up.
func shared(t *testing.T, name string) *os.File {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil && dir != filepath.Dir(dir) {
		if f, err := os.Open(filepath.Join(dir, "shared", "data", name)); err == nil {
			t.Cleanup(func() { f.Close() })
			return f
		}
		dir = filepath.Dir(dir)
	}
	t.Skipf("no shared/data/%s in any folder above: the real delays are not tried", name)
	return nil
}

// louisville is how many attacks on police officers of each week were reported how many
// weeks later, with the horizon for what came later still.
func louisville(t *testing.T, horizon int) [][]int {
	rows, err := csv.NewReader(shared(t, "louisville/assaulted-officers-2010-2018.csv")).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	weeks := make([][]int, 470)
	for i := range weeks {
		weeks[i] = make([]int, horizon+1)
	}
	for _, row := range rows[1:] {
		reported, err1 := time.Parse(time.DateTime, row[2])
		occurred, err2 := time.Parse(time.DateTime, row[3])
		if err1 != nil || err2 != nil || seen[row[1]] {
			continue
		}
		seen[row[1]] = true
		from, to := weekOf(occurred), weekOf(reported)
		if from >= 0 && from < len(weeks) && to >= from {
			weeks[from][min(to-from, horizon)]++
		}
	}
	return weeks
}

func weekOf(at time.Time) int {
	return int(at.Sub(time.Date(2010, 1, 4, 0, 0, 0, 0, time.UTC)).Hours()) / (7 * 24)
}

// TestLouisville asks 200 times of real delays. Most is reported at once, so that often
// nothing is to come and the interval, of whole numbers, holds more often than it must.
func TestLouisville(t *testing.T) {
	t.Parallel()
	const horizon = 8
	s := series{horizon: horizon}
	all := louisville(t, horizon)
	var sc score
	for now := len(all) - tests - horizon; now < len(all)-horizon; now++ {
		known := s.asKnown(all, now)
		n, err := nowcast.Of(known)
		if err != nil || n.Refused != nil {
			t.Fatal(fmt.Sprint(err, n.Refused))
		}
		ladder := nowcast.ChainLadder(known)
		sc.add(n.Rows[horizon-1], ladder[horizon-1], sum(all[now]))
	}
	t.Log(sc)
	if sc.held100() < 85 || sc.wrong > sc.ladder*1.02 {
		t.Errorf("%v, want 85 %% or more, and no more wrong than the chain ladder", sc)
	}
}
