package clocks_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog/consumer"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/projections/worklist"
	"ruggensteun/projections/worklist/clocks"
)

// joining is what makes two files of care one: what is recorded of the merge and the split,
// and whom and what the file that does not stand is of.
type joining struct {
	incident, worker uuid.UUID
	merge, split     func(*world)
}

var reported = uuid.MustParse("0199bbbb-0000-7000-8000-0000000000aa") // fight once more

var joinings = map[string]joining{
	"two pseudonyms of jo": {fight, report, func(w *world) {
		w.record(pseudonym.Stream(report), ada, pseudonym.Merged{Into: jo})
		w.record(pseudonym.Stream(jo), ada, pseudonym.Absorbed{Pseudonym: report})
	}, func(w *world) {
		w.record(pseudonym.Stream(report), ada, pseudonym.SplitOff{From: jo})
		w.record(pseudonym.Stream(jo), ada, pseudonym.Released{Pseudonym: report})
	}},
	"two records of the fight": {reported, jo, func(w *world) {
		w.record(incident.Stream(fight), ada, incident.Absorbed{Incident: reported})
		w.record(incident.Stream(reported), ada, incident.Merged{Into: fight})
	}, func(w *world) {
		w.record(incident.Stream(fight), ada, incident.Released{Incident: reported})
		w.record(incident.Stream(reported), ada, incident.SplitOff{From: fight})
	}},
	"two records, of which the program learned later": {reported, jo, func(w *world) {
		w.record(incident.Stream(reported), ada, incident.Merged{Into: fight})
		w.pointBack()
	}, func(w *world) {
		w.record(incident.Stream(fight), ada, incident.Released{Incident: reported})
		w.record(incident.Stream(reported), ada, incident.SplitOff{From: fight})
	}},
}

// pointBack brings all there is to whoever tells of old merges, twice, as deliveries come.
func (w *world) pointBack() {
	w.deliver(1)
	events, err := w.log.Read(w.t.Context(), 0, 1000)
	w.must(err)
	for _, e := range slices.Concat(events, events) {
		if e.Type == clocks.PointersTopic+".v1" {
			w.must(w.keepers[0].PointBack(w.t.Context(), e, func(part string) string { return consumer.Key(clocks.PointersName, e.Position, part) }))
			w.versions[incident.Stream(fight)] = 2
		}
	}
	w.heard, err = w.log.Head(w.t.Context()) // nobody else hears of it
	w.must(err)
}

// TestCareThatIsOneAlarmsOnce while a worker goes by two pseudonyms, or what happened was
// recorded twice, whichever of the files was begun first, and each by itself again after the
// split, years later.
func TestCareThatIsOneAlarmsOnce(t *testing.T) {
	t.Parallel()
	for name, two := range joinings {
		for _, begun := range []string{"before the merge", "after it"} {
			t.Run(name+", begun "+begun, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, local("2026-11-02 09:00"), 2)
				w.happened(fight, local("2026-11-02 08:00"))
				w.happened(reported, local("2026-11-02 08:20"))
				stays := w.openCare(fight, jo)
				if begun == "after it" {
					two.merge(w)
					w.until(local("2026-11-02 10:00"))
				}
				other := w.openCare(two.incident, two.worker)
				w.until(local("2026-11-02 10:00"))
				w.record(aftercare.Stream(other), ada, step(uuid.New(), two.worker, "MGR_TALK", local("2026-11-02 09:30"))) // done in the one that does not stand
				if begun != "after it" {
					w.until(local("2026-11-02 10:05"))
					two.merge(w)
				}
				talked := func(file uuid.UUID) bool {
					return slices.ContainsFunc(w.file(file).Clocks, func(c worklist.Clock) bool { return c.Agreement == "LEIDINGGEVENDE-24-UUR" && c.Ended })
				}
				if w.until(local("2026-11-02 10:10")); !talked(stays) {
					t.Error("the other file is not seen at once")
				}
				w.until(local("2026-11-03 12:00"))
				open := func(file uuid.UUID) (codes []string) {
					for _, a := range w.work(file).Alarms {
						c, _ := a.Clock.Get()
						codes = append(codes, c.Agreement)
					}
					return codes
				}
				if a, b := open(stays), open(other); slices.Contains(a, "LEIDINGGEVENDE-24-UUR") || !slices.Contains(a, "REACTIE-24-UUR") || len(b) != 0 {
					t.Errorf("together: %v and %v", a, b)
				}
				if f := w.file(other); !f.Closed || len(f.Clocks) != 0 || w.file(stays).Closed {
					t.Errorf("the other file is %+v", f)
				}
				two.split(w)
				w.until(local("2026-11-03 12:05"))
				if talked(stays) || !talked(other) {
					t.Error("the split is not seen at once")
				}
				if a, b := open(stays), open(other); !slices.Contains(a, "LEIDINGGEVENDE-24-UUR") || slices.Contains(b, "LEIDINGGEVENDE-24-UUR") || !slices.Contains(b, "REACTIE-24-UUR") {
					t.Errorf("split: %v and %v", a, b)
				}
				if _, twice := w.alarms(); twice != nil {
					t.Error(twice)
				}
			})
		}
	}
}

// TestNoMergeIsToldThatIsNone: of one that was split since, and of what was never there.
func TestNoMergeIsToldThatIsNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 1)
	w.happened(fight, local("2026-11-02 08:00"))
	w.happened(reported, local("2026-11-02 08:20"))
	w.record(incident.Stream(reported), ada, incident.Merged{Into: fight})
	w.record(incident.Stream(reported), ada, incident.SplitOff{From: fight})
	w.record(incident.Stream(fight), ada, incident.Merged{Into: uuid.New()})
	before, err := w.log.Head(t.Context())
	w.must(err)
	w.pointBack()
	if after, err := w.log.Head(t.Context()); err != nil || after != before {
		t.Errorf("it told something: from %d to %d, %v", before, after, err)
	}
}

// TestCareStandsAloneWhileWhatItsIncidentCountsUnderIsWithdrawn, which holds nobody.
func TestCareStandsAloneWhileWhatItsIncidentCountsUnderIsWithdrawn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 2)
	w.happened(fight, local("2026-11-02 08:00"))
	w.happened(reported, local("2026-11-02 08:20"))
	stays, other := w.openCare(fight, jo), w.openCare(reported, jo)
	joinings["two records of the fight"].merge(w)
	w.until(local("2026-11-02 09:05"))
	if !w.file(other).Closed {
		t.Error("they are not one")
	}
	w.record(incident.Stream(fight), ada, incident.Withdrawn{Reason: "MISTAKE"})
	w.until(local("2026-11-02 09:10"))
	if w.file(other).Closed || len(w.file(other).Clocks) == 0 || len(w.file(stays).Clocks) != 0 {
		t.Errorf("it did not happen, and this is followed: %+v and %+v", w.file(stays), w.file(other))
	}
}

// TestATermMayBeginWhenTheEmployerHeardOfIt, or when it was recorded here, as an agreement
// says: an incident of the night before is reported in the morning and typed in later.
func TestATermMayBeginWhenTheEmployerHeardOfIt(t *testing.T) {
	t.Parallel()
	occurred, reported, registered := local("2026-11-01 23:00"), local("2026-11-02 07:30"), local("2026-11-02 09:00")
	for start, due := range map[codes.Code]time.Time{"OCCURRED": occurred, "REPORTED": reported, "REGISTERED": registered} {
		t.Run(string(start), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, registered, 1)
			for _, v := range agreement.Shipped() {
				if v.Code == "LEIDINGGEVENDE-24-UUR" {
					v.Starts, v.Number = []codes.Code{start}, "2026-2"
					w.record(agreement.Stream(zuid), ada, agreement.Adopted{Version: v})
				}
			}
			w.record(incident.Stream(fight), ada, incident.Registered{Employer: zuid, Regime: "AVG", Occurred: minute(occurred), ReportedAt: reported})
			care := w.openCare(fight, jo)
			w.until(local("2026-11-02 12:00"))
			var clocks []worklist.Clock
			for _, c := range w.file(care).Clocks {
				if c.Agreement == "LEIDINGGEVENDE-24-UUR" {
					clocks = append(clocks, c)
				}
			}
			if len(clocks) != 1 || clocks[0].Start != start || clocks[0].Version != "2026-2" || !clocks[0].TooLate.Equal(due.Add(24*time.Hour)) {
				t.Errorf("it stands as %+v, want until %s", clocks, due.Add(24*time.Hour))
			}
			w.until(local("2026-11-04 12:00"))
			s := w.work(care)
			lapsed := slices.IndexFunc(s.Alarms, func(a casework.Alarm) bool {
				c, _ := a.Clock.Get()
				return c.Agreement == "LEIDINGGEVENDE-24-UUR" && c.Start == start
			})
			if lapsed < 0 || s.Alarms[lapsed].Kind == casework.Due {
				t.Errorf("nobody hears of it: %+v", s.Alarms)
			}
		})
	}
}
