package clocks_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/prosecution"
)

// TestAClockThatIsAYearAheadLetsNothingLapse: a count that was told of next year would
// keep the file there for everybody.
func TestAClockThatIsAYearAheadLetsNothingLapse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 2)
	wrong := w.keepers[0]
	wrong.Now = func() time.Time { return w.time().AddDate(1, 0, 0) }
	wrong.LogTime = func(context.Context) (time.Time, error) { return w.time(), nil }
	w.openCase(file, fight, jo)
	w.record(prosecution.Stream(file), ada, notice(verdict, "VERDICT", dayAt(w.time()), dayAt(w.time())))
	w.deliver(1)
	w.look()
	if s := w.work(file); len(s.Alarms) != 0 || !s.CountedAt.IsZero() {
		t.Fatalf("counted at %s, and raised %+v", s.CountedAt, s.Alarms)
	}
	w.until(local("2026-11-05 12:00"))
	w.says(
		"2026-11-03 00:00 DUE_SOON UITKOMST-VERTELLEN", "2026-11-04 00:00 DUE UITKOMST-VERTELLEN", "2026-11-05 00:00 LAPSED UITKOMST-VERTELLEN",
	)
}

// TestARecountOfManyFilesGoesOnWhereItStopped and is no failure of the event as long as it
// comes further: an event that is refused five times is given up.
func TestARecountOfManyFilesGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t, local("2026-11-02 09:00"), 1)
	files := []uuid.UUID{{15: 1}, {15: 2}, {15: 3}}
	for _, id := range files {
		w.openCase(id, fight)
	}
	w.deliver(1)
	w.record(employer.Stream(zuid), ada, employer.Changed{Holidays: &[]employer.Holiday{{Date: "2026-11-03", Name: "Brugdag"}}})
	all, err := w.log.Read(t.Context(), w.heard, 10)
	w.must(err)
	counted := func() (n int) {
		for _, id := range files {
			if w.file(id).Position >= all[0].Position {
				n++
			}
		}
		return n
	}
	slow := w.keepers[0]
	tick := w.time()
	slow.Turn = 5 * time.Minute
	slow.Now = func() time.Time { // whatever it looks at takes a while
		tick = tick.Add(3 * time.Minute)
		return tick
	}
	for delivery := 1; delivery <= len(files); delivery++ {
		err := slow.Heard(t.Context(), all[0], func(part string) string { return part })
		if n := counted(); n != delivery {
			t.Fatalf("after delivery %d %d files are counted", delivery, n)
		}
		if last := delivery == len(files); last != (err == nil) || !last && fault.KindOf(err) != fault.Unavailable {
			t.Fatalf("delivery %d: %v", delivery, err)
		}
	}
}
