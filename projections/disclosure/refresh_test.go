package disclosure_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"ruggensteun/projections/disclosure"
)

// TestTheChainIsWhatIsWrittenDown compares it with R₀ = S₀; Rᵢ = Sᵢ if |Sᵢ xor Rᵢ₋₁| ≥ 5,
// else Rᵢ₋₁, on whole sets.
func TestTheChainIsWhatIsWrittenDown(t *testing.T) {
	t.Parallel()
	var chain disclosure.Chain // one for all: nothing of a cell may be left for the next
	rapid.Check(t, func(t *rapid.T) {
		records := rapid.IntRange(1, 60).Draw(t, "records")
		first := rapid.Int32Range(0, 1).Draw(t, "first epoch")
		var moved []disclosure.Toggle
		in := make([]bool, records)
		var sets []map[uint32]bool
		if first > 0 {
			sets = append(sets, map[uint32]bool{}) // nothing was there at epoch 0
		}
		for epoch := first; epoch < first+rapid.Int32Range(1, 12).Draw(t, "epochs"); epoch++ {
			for _, record := range rapid.SliceOfN(rapid.IntRange(0, records-1), 0, 30).Draw(t, "moved") {
				in[record] = !in[record]
				moved = append(moved, disclosure.Toggle{Key: keyOfRecord(uint32(record)), Record: uint32(record), Epoch: epoch, In: in[record]})
			}
			sets = append(sets, setOf(in))
		}
		if got, want := chain.Refreshed(shuffledWithin(moved)), naively(sets); got != want {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
}

func naively(sets []map[uint32]bool) (s disclosure.Set) {
	printed := sets[0]
	for _, now := range sets[1:] {
		apart := 0
		for record := range now {
			if !printed[record] {
				apart++
			}
		}
		for record := range printed {
			if !now[record] {
				apart++
			}
		}
		if apart >= 5 {
			printed = now
		}
	}
	for record := range printed {
		s.Add(keyOfRecord(record))
	}
	return s
}

func setOf(in []bool) map[uint32]bool {
	set := map[uint32]bool{}
	for record, there := range in {
		if there {
			set[uint32(record)] = true
		}
	}
	return set
}

func keyOfRecord(record uint32) uint64 { return uint64(record+1) * 0x9E3779B97F4A7C15 }

// shuffledWithin mixes what moved within each epoch: the order there means nothing.
func shuffledWithin(moved []disclosure.Toggle) []disclosure.Toggle {
	r := rand.New(rand.NewPCG(1, uint64(len(moved))))
	for start := 0; start < len(moved); {
		end := start
		for end < len(moved) && moved[end].Epoch == moved[start].Epoch {
			end++
		}
		r.Shuffle(end-start, func(i, j int) { moved[start+i], moved[start+j] = moved[start+j], moved[start+i] })
		start = end
	}
	return moved
}

func TestRefresh(t *testing.T) {
	t.Parallel()
	enter := func(epoch int32, from, to uint32) (list []disclosure.Toggle) {
		for record := from; record < to; record++ {
			list = append(list, disclosure.Toggle{Key: 1, Record: record, Epoch: epoch, In: true})
		}
		return list
	}
	leave := func(epoch int32, from, to uint32) []disclosure.Toggle {
		list := enter(epoch, from, to)
		for i := range list {
			list[i].In = false
		}
		return list
	}
	tests := map[string]struct {
		moved [][]disclosure.Toggle
		want  int
	}{
		"nothing moved": {nil, 0},
		"what is there at the first epoch is printed":       {[][]disclosure.Toggle{enter(0, 0, 2)}, 2},
		"four late reports are not printed":                 {[][]disclosure.Toggle{enter(0, 0, 20), enter(1, 20, 24)}, 20},
		"the fifth brings them all":                         {[][]disclosure.Toggle{enter(0, 0, 20), enter(1, 20, 24), enter(2, 24, 25)}, 25},
		"four that come and one that goes are five":         {[][]disclosure.Toggle{enter(0, 0, 20), enter(1, 20, 24), leave(2, 0, 1)}, 23},
		"who comes and goes again does not count":           {[][]disclosure.Toggle{enter(0, 0, 20), enter(1, 20, 24), leave(2, 20, 21), enter(3, 30, 31)}, 20},
		"a correction within an epoch does not move":        {[][]disclosure.Toggle{enter(0, 0, 20), leave(1, 0, 20), enter(1, 0, 20)}, 20},
		"a cell that fills one by one begins at five":       {[][]disclosure.Toggle{enter(1, 0, 1), enter(2, 1, 2), enter(3, 2, 3), enter(4, 3, 4)}, 0},
		"nine at once are printed whatever was held before": {[][]disclosure.Toggle{enter(0, 0, 20), enter(1, 20, 24), enter(2, 24, 33)}, 33},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var chain disclosure.Chain
			var moved []disclosure.Toggle
			for _, part := range test.moved {
				moved = append(moved, part...)
			}
			if got := chain.Refreshed(moved); got.N != test.want || got.Sum != uint64(test.want) {
				t.Errorf("got %+v, want %d", got, test.want)
			}
		})
	}
}

func BenchmarkRefreshed(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, perEpoch := range []int{1, 8, 40} {
		var moved []disclosure.Toggle
		for epoch := range int32(60) {
			for range perEpoch {
				record := r.Uint32()
				moved = append(moved, disclosure.Toggle{Key: uint64(record), Record: record, Epoch: epoch, In: true})
			}
		}
		b.Run(fmt.Sprintf("%d at each of 60 epochs", perEpoch), func(b *testing.B) {
			b.ReportAllocs()
			var chain disclosure.Chain
			for b.Loop() {
				chain.Refreshed(moved)
			}
		})
	}
}
