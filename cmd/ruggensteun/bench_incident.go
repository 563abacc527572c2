package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
)

// What is registered during a run stays as it is, and apart from the demonstration's
// world: a figure can be compared with an older one only while the work is the same.

// benchEmployer is the one that registers.
var benchEmployer = employer.Register{ID: benchID("DEMO-POLITIE"), Code: "DEMO-POLITIE", Name: "Politie-eenheid Voorbeeld (verzonnen)", Kind: "EMP_POLUNIT", ZoneKnown: true}

func benchID(name string) uuid.UUID {
	return uuid.NewSHA1(uuid.MustParse("6b1d3c3e-53a5-4f0b-8a53-0b6a5a1c9d10"), []byte(name))
}

// benchWorkers is how many there are.
const benchWorkers = 120

func benchWorker(r *rand.Rand, n int) incident.WorkerHit {
	return incident.WorkerHit{
		Person:      benchID(fmt.Sprintf("worker %d", n)),
		Name:        fmt.Sprintf("Verzonnen Medewerker %d", n),
		StaffNumber: fmt.Sprintf("V%05d", n),
		Injury:      []codes.Code{"I0", "I1", "I2", "I3", codes.Unknown}[pick(r, 50, 25, 15, 5, 5)],
	}
}

// benchIncident is a short one, of the year before now.
func benchIncident(r *rand.Rand, now time.Time) incident.Register {
	places := []codes.Code{"ROAD", "HOME", "NIGHTLIFE", "POLICE_ST", "HOSPITAL", "CARE_INST", "OV"}
	gemeenten := []codes.Code{"GM0363", "GM0599", "GM0518", "GM0344", "GM0014", codes.Unknown}
	return incident.Register{
		Occurred:    benchMoment(r, now),
		Place:       incident.Place{Type: places[pick(r, 42, 20, 12, 8, 6, 7, 5)], Gemeente: gemeenten[pick(r, 25, 22, 18, 15, 12, 8)]},
		Behaviours:  benchBehaviours(r),
		Professions: []codes.Code{"POL"},
	}
}

func benchBehaviours(r *rand.Rand) []codes.Code {
	all := []codes.Code{"VERB_ABUSE", "VERB_THREAT", "PUSH", "HIT", "SPIT", "THROW", "RESIST", "FILM"}
	list := []codes.Code{all[pick(r, 34, 20, 12, 9, 7, 7, 8, 3)]}
	for r.IntN(3) == 0 {
		list = append(list, all[r.IntN(len(all))])
	}
	return list
}

// benchMoment is known to the minute, but for one in twenty.
func benchMoment(r *rand.Rand, now time.Time) moment.Moment {
	hours := []int{6, 5, 5, 3, 2, 1, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 5, 6, 7, 8, 9, 7}
	for {
		day := now.AddDate(0, 0, -1-r.IntN(365))
		text := fmt.Sprintf("%s %02d:%02d", day.Format(time.DateOnly), pick(r, hours...), r.IntN(60))
		if r.IntN(20) == 0 {
			text = text[:len(time.DateOnly)]
		}
		m, err := moment.Parse(text, now.Location())
		if err == nil { // an hour that the clock skipped or had twice is drawn again
			return m
		}
	}
}

// pick draws an index by weight.
func pick(r *rand.Rand, weights ...int) int {
	sum := 0
	for _, weight := range weights {
		sum += weight
	}
	n := r.IntN(sum)
	for i, weight := range weights {
		if n -= weight; n < 0 {
			return i
		}
	}
	return len(weights) - 1
}
