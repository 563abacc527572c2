package attacktest

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/projections/disclosure"
)

// Dimension is a published classification.
type Dimension struct {
	Name   string
	Values []string
	// Many: a unit can have several values, so that cells add up to more than their total.
	Many bool
}

// Record is one unit with everything that was ever known of it.
type Record struct {
	ID       uuid.UUID
	Versions []Version // in order of From
}

// Version is what was known of a unit from an epoch on.
type Version struct {
	From   int
	Day    time.Time // on which it occurred, at midnight UTC
	Values map[string][]string
	Gone   bool // withdrawn, or merged into another
}

// World is what figures are about: units and their history.
type World struct {
	Dimensions []Dimension
	Epochs     int
	Records    []Record
}

// at is what is known of a record at an epoch.
func (r *Record) at(epoch int) (Version, bool) {
	for _, v := range slices.Backward(r.Versions) {
		if v.From <= epoch {
			return v, !v.Gone
		}
	}
	return Version{}, false
}

// In tells whether a version is counted in a cell.
func (v Version) In(c Cell) bool {
	if !c.Period.From.IsZero() && (v.Day.Before(c.Period.From) || !v.Day.Before(c.Period.Before)) {
		return false
	}
	for _, w := range c.Where {
		if !slices.Contains(v.Values[w.Dimension], w.Value) {
			return false
		}
	}
	return true
}

// Members are the records that are in a cell as known at an epoch: S of step 3.
func (w *World) Members(c Cell, epoch int) []bool {
	in := make([]bool, len(w.Records))
	for i := range w.Records {
		if v, counted := w.Records[i].at(epoch); counted {
			in[i] = v.In(c)
		}
	}
	return in
}

// True is the true count.
func (w *World) True(c Cell, epoch int) int { return count(w.Members(c, epoch)) }

func count(in []bool) (n int) {
	for _, there := range in {
		if there {
			n++
		}
	}
	return n
}

// Periods are all of the year that may be asked for, and all of time.
func Periods(year int) []disclosure.Period {
	periods := []disclosure.Period{{}}
	for _, months := range []int{12, 3, 1} {
		for month := 1; month <= 12; month += months {
			from := time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC)
			periods = append(periods, disclosure.Period{From: from, Before: from.AddDate(0, months, 0)})
		}
	}
	return periods
}

// Invention says what kind of world to invent.
type Invention struct {
	Seed uint64
	// Records are there at epoch 0; at each epoch after it Late more are reported, and as
	// many of the others corrected or withdrawn as Corrected says.
	Records, Late, Corrected, Epochs int
	Many                             bool // one dimension can have several values
}

// Year is when everything in an invented world occurred.
const Year = 2026

// Invent makes a world of four dimensions in which some values are common and others rare,
// as they are among incidents.
func Invent(by Invention) *World {
	r := rand.New(rand.NewPCG(by.Seed, 5))
	w := &World{Epochs: by.Epochs, Dimensions: []Dimension{
		{Name: "profession", Values: []string{"POLICE", "AMBULANCE", "FIRE"}},
		{Name: "place", Values: []string{"ROAD", "HOME", "STATION", "CLINIC"}},
		{Name: "behaviour", Values: []string{"VERBAL", "PHYSICAL", "SPIT"}, Many: by.Many},
		{Name: "means", Values: []string{"NONE", "VEHICLE", "KNIFE"}},
	}}
	for range by.Records {
		w.report(r, 0)
	}
	for epoch := 1; epoch < by.Epochs; epoch++ {
		for range by.Corrected {
			w.correct(r, epoch)
		}
		for range by.Late {
			w.report(r, epoch)
		}
	}
	return w
}

func (w *World) report(r *rand.Rand, epoch int) {
	id := uuid.UUID{6: 0x70, 8: 0x80}
	binary.BigEndian.PutUint64(id[8:], r.Uint64()>>2|1<<63)
	w.Records = append(w.Records, Record{ID: id, Versions: []Version{w.version(r, epoch)}})
}

func (w *World) version(r *rand.Rand, epoch int) Version {
	v := Version{From: epoch, Values: map[string][]string{}}
	v.Day = time.Date(Year, 1, 1+r.IntN(365), 0, 0, 0, 0, time.UTC)
	for _, d := range w.Dimensions {
		values := []string{skewed(r, d.Values)}
		if other := skewed(r, d.Values); d.Many && r.IntN(3) == 0 && other != values[0] {
			values = append(values, other)
		}
		v.Values[d.Name] = values
	}
	return v
}

// skewed makes each value about half as frequent as the one before.
func skewed(r *rand.Rand, values []string) string {
	for _, value := range values {
		if r.IntN(2) == 0 {
			return value
		}
	}
	return values[0]
}

func (w *World) correct(r *rand.Rand, epoch int) {
	of := &w.Records[r.IntN(len(w.Records))]
	last := of.Versions[len(of.Versions)-1]
	if last.From == epoch || last.Gone {
		return
	}
	if r.IntN(4) == 0 {
		of.Versions = append(of.Versions, Version{From: epoch, Gone: true})
		return
	}
	next := w.version(r, epoch)
	for _, d := range w.Dimensions {
		if r.IntN(2) == 0 {
			next.Values[d.Name] = last.Values[d.Name]
		}
	}
	of.Versions = append(of.Versions, next)
}
