package world

import (
	"fmt"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

// crew is how many workers an employer has: few enough that the same one is hit more
// than once.
const crew = 120

// worker is somebody who does not exist.
func (s *site) worker(n int) incident.WorkerHit {
	return incident.WorkerHit{
		Person:      named(fmt.Sprintf("%s worker %d", s.Code, n)),
		Name:        fmt.Sprintf("Verzonnen Medewerker %d", n),
		StaffNumber: fmt.Sprintf("V%05d", n),
	}
}

// injuries are by how far it went: our own choice, and nobody dies in this world.
var injuries = [4]mix{
	{{"I0", 88}, {codes.NotRecorded, 8}, {codes.Unknown, 4}},
	{{"I0", 56}, {"I1", 30}, {"I2", 8}, {"I3", 1}, {codes.NotRecorded, 3}, {codes.Unknown, 2}},
	{{"I0", 27}, {"I1", 37}, {"I2", 24}, {"I3", 7}, {codes.NotRecorded, 3}, {codes.Unknown, 2}},
	{{"I0", 18}, {"I1", 22}, {"I2", 26}, {"I3", 24}, {"I4", 7}, {codes.NotRecorded, 2}, {codes.Unknown, 1}},
}

// hit are the workers who are named, and the count where somebody counted: of
// a large group nobody is named. The night of 2024/25 had 344 workers hit in 121
// incidents (DOMAIN 9), so close to three each.
func (s *scene) hit(d dice) ([]incident.WorkerHit, codes.Count) {
	if s.reach == "NEAR_MISS" {
		return nil, codes.Count{}
	}
	newYear := s.context == atNewYear
	if newYear && d.chance(60) || s.deployment == "LARGE" {
		return nil, codes.Exactly(draw(d, []share[int]{{2, 34}, {3, 26}, {4, 16}, {5, 10}, {6, 8}, {12, 3}}))
	}
	n := draw(d, []share[int]{{0, 14}, {1, 60}, {2, 22}, {3, 4}})
	var workers []incident.WorkerHit
	first := d.IntN(crew)
	for i := range n {
		w := s.site.worker((first + i) % crew)
		s.hurt(d, &w)
		workers = append(workers, w)
	}
	switch {
	case n == 0 && d.chance(30):
		return nil, codes.Uncounted(codes.Unknown)
	case n > 0 && d.chance(25):
		return workers, codes.Exactly(n)
	}
	return workers, codes.Count{}
}

// hurt is what is known of it at first.
func (s *scene) hurt(d dice, w *incident.WorkerHit) {
	w.Injury = draw(d, injuries[s.level()])
	w.Mind = draw(d, mix{{"", 56}, {"M0", 22}, {"M1", 20}, {codes.Unknown, 2}})
	for _, b := range s.behaviours {
		switch {
		case b == "BITE_SCR" && d.chance(60):
			w.Exposures = []codes.Code{"BITE"}
		case b == "SPIT" && d.chance(50), b == "HIT" && d.chance(15):
			w.Exposures = []codes.Code{"NONE"}
		case s.context == atNewYear && d.chance(30):
			w.Exposures = []codes.Code{"NOISE"}
		}
	}
}

// worse is what turns out of it later: an injury changes over time (DOMAIN 7.10).
func worse(d dice, w incident.WorkerHit, from, now time.Time) incident.WorkerHit {
	next := map[codes.Code]codes.Code{"I0": "I1", "I1": "I2", "I2": "I3", "I3": "I4", codes.NotRecorded: "I1", codes.Unknown: "I0"}
	if now, has := next[w.Injury]; has {
		w.Injury = now
	}
	w.Mind = draw(d, mix{{"M1", 62}, {"M2", 37}, {"M_PERM", 1}})
	w.Absence = person.Absence{Days: codes.Exactly(0)}
	days := draw(d, []share[int]{{0, 40}, {2, 24}, {5, 16}, {14, 12}, {40, 8}})
	if days == 0 {
		return w
	}
	first := from.AddDate(0, 0, 1)
	w.Absence = person.Absence{From: first.Format(time.DateOnly)}
	if last := first.AddDate(0, 0, days-1); last.Before(now) {
		w.Absence.To, w.Absence.Days = last.Format(time.DateOnly), codes.Exactly(days)
	}
	return w
}
