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
	"ruggensteun/domain/incident"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/projections/worklist"
)

// TestCareUnderTwoPseudonymsAlarmsOnce while they are of one worker, whichever of the files
// was begun first, and each by itself again after the split.
func TestCareUnderTwoPseudonymsAlarmsOnce(t *testing.T) {
	t.Parallel()
	for _, begun := range []string{"before the merge", "after it"} {
		t.Run(begun, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, local("2026-11-02 09:00"), 2)
			w.happened(fight, local("2026-11-02 08:00"))
			again := report // another pseudonym of jo
			stays := w.openCare(fight, jo)
			merge := func() {
				w.record(pseudonym.Stream(again), ada, pseudonym.Merged{Into: jo})
				w.record(pseudonym.Stream(jo), ada, pseudonym.Absorbed{Pseudonym: again})
			}
			if begun == "after it" {
				merge()
				w.until(local("2026-11-02 10:00"))
			}
			other := w.openCare(fight, again)
			if begun != "after it" {
				w.until(local("2026-11-02 10:00"))
				merge()
			}
			w.record(aftercare.Stream(other), ada, step(uuid.New(), again, "MGR_TALK", local("2026-11-02 09:30"))) // done in the one that does not stand
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
			w.record(pseudonym.Stream(again), ada, pseudonym.SplitOff{From: jo})
			w.record(pseudonym.Stream(jo), ada, pseudonym.Released{Pseudonym: again})
			w.until(local("2026-11-03 12:05"))
			if a, b := open(stays), open(other); !slices.Contains(a, "LEIDINGGEVENDE-24-UUR") || slices.Contains(b, "LEIDINGGEVENDE-24-UUR") || !slices.Contains(b, "REACTIE-24-UUR") {
				t.Errorf("split: %v and %v", a, b)
			}
			if _, twice := w.alarms(); twice != nil {
				t.Error(twice)
			}
		})
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
