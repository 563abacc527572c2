package attacktest_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/disclosure/attacktest"
	"ruggensteun/projections/disclosure/attacktest/glpk"
)

func keyOf(t *testing.T, seed uint64) disclosure.Key {
	t.Helper()
	secret := make([]byte, disclosure.KeySize)
	r := rand.New(rand.NewPCG(seed, 77))
	for i := range secret {
		secret[i] = byte(r.Uint32())
	}
	key, err := disclosure.NewKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func reference(t *testing.T, w *attacktest.World, v disclosure.Viewer, seed uint64) *attacktest.Reference {
	t.Helper()
	return attacktest.NewReference(w, v, keyOf(t, seed), disclosure.Incident)
}

var (
	everything = []disclosure.Period{{}}
	year       = attacktest.Periods(attacktest.Year)[:2]
	quarters   = attacktest.Periods(attacktest.Year)[2:6]
	months     = attacktest.Periods(attacktest.Year)[6:]
)

// TestTheMethodStandsAgainstEveryAttack runs all of them on random worlds: small and larger
// ones, as first known and after corrections, for analysts and the public.
func TestTheMethodStandsAgainstEveryAttack(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("world ", seed), func(t *testing.T) {
			t.Parallel()
			epochs := 1 + int(seed)
			w := attacktest.Invent(attacktest.Invention{
				Seed: seed, Records: 60 + 60*int(seed), Late: 4, Corrected: 3, Epochs: epochs, Many: seed%2 == 1,
			})
			viewer := disclosure.Analyst
			if seed == 2 {
				viewer = disclosure.Public
			}
			r := reference(t, w, viewer, seed)
			attacktest.Run(t, attacktest.Target{
				Oracle: r, World: w, Viewer: viewer, Table: r.Method.Table, Epoch: epochs - 1,
				Dimensions: w.Dimensions, Joint: single(w.Dimensions)[:3], Periods: everything, Parts: everything,
				Partitions: [][]disclosure.Period{quarters, months}, Slices: attacktest.Cell{}.Over(attacktest.Periods(attacktest.Year)),
				Known: declared(w, epochs-1), Solve: glpk.Solver(t),
			})
		})
	}
}

// TestTimeTellsNothingMore has quarters for a third dimension, which a question may name
// beside three others.
func TestTimeTellsNothingMore(t *testing.T) {
	t.Parallel()
	w := attacktest.Invent(attacktest.Invention{Seed: 9, Records: 150, Epochs: 1})
	r := reference(t, w, disclosure.Analyst, 9)
	periods := append(year[:2:2], quarters...)
	attacktest.Run(t, attacktest.Target{
		Oracle: r, World: w, Viewer: disclosure.Analyst, Table: r.Method.Table,
		Dimensions: w.Dimensions[:3], Joint: w.Dimensions[:2], Periods: periods, Parts: quarters,
		Partitions: [][]disclosure.Period{quarters, months}, Known: declared(w, 0), Solve: glpk.Solver(t),
	})
}

func single(dimensions []attacktest.Dimension) (list []attacktest.Dimension) {
	for _, d := range dimensions {
		if !d.Many {
			list = append(list, d)
		}
	}
	return list
}

// declared are the totals per profession of 100 or more, which everybody may know exactly.
func declared(w *attacktest.World, epoch int) (known []attacktest.Known) {
	for _, value := range w.Dimensions[0].Values {
		c := attacktest.Cell{}.And(w.Dimensions[0].Name, value)
		if n := w.True(c, epoch); n >= 100 {
			known = append(known, attacktest.Known{Cell: c, N: n})
		}
	}
	return known
}
