package figures

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/moment"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
)

// The table must say what the zone says, at every quarter of an hour of the
// years that count, and end: beyond a zone's own table Go's ZoneBounds can give
// back the day that was asked for.
func TestClockAgreesWithTheZone(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Europe/Amsterdam", "America/Havana", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "UTC"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			zone, err := time.LoadLocation(name)
			if err != nil {
				t.Fatal(err)
			}
			c := newClock(zone)
			for _, year := range []int{2000, 2011, 2018, 2026, 2036, 2040, 2044, 2099} {
				for at := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() == year; at = at.Add(15 * time.Minute) {
					local := at.In(zone)
					if got, want := c.slotAt(minuteOf(at)), newSlot(int(local.Weekday()+6)%7, local.Hour()); got != want {
						t.Fatalf("%v: slot %d, want %d", at, got, want)
					}
				}
			}
		})
	}
}

// A day begins with the first minute that the wall shows of it.
func TestMidnight(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Europe/Amsterdam", "America/Havana", "America/Sao_Paulo", "Asia/Beirut", "America/St_Johns", "America/Nuuk", "Asia/Pyongyang", "Pacific/Apia", "UTC"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			zone, err := time.LoadLocation(name)
			if err != nil {
				t.Fatal(err)
			}
			c := newClock(zone)
			for _, year := range []int{2009, 2011, 2018, 2024, 2026} {
				for day := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() == year; day = day.AddDate(0, 0, 1) {
					at := c.midnight(day)
					if c.wall(at) < minuteOf(day) || c.wall(at-1) >= minuteOf(day) {
						t.Errorf("%s begins at %s", day.Format(time.DateOnly), time.Unix(int64(at)*60, 0).UTC())
					}
				}
			}
		})
	}
}

func TestTimesOfAnyCenturyStandInOrder(t *testing.T) {
	t.Parallel()
	before := undated
	for _, year := range []int{-9999, -3000, 1, 1969, 1970, 2026, 6000, 9999} {
		at := minuteOf(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC))
		if at <= before && year > -3000 && year < 6000 {
			t.Errorf("year %d is at %d, before is %d", year, at, before)
		}
		before = at
	}
}

func TestMinutesBefore1970(t *testing.T) {
	t.Parallel()
	zone := newClock(time.UTC)
	at := time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC) // a Wednesday
	_, got := zone.placed(facts.Incident{OccurredAt: &at, Precision: moment.Minute})
	if got != newSlot(2, 23) {
		t.Errorf("day %d, hour %d", got.day(), got.hour())
	}
}

// Making slots anew for every question is for employers that moved, not for
// those that came in one batch with their first incident.
func TestAnEmployerThatNeverMovedKeepsItsSlots(t *testing.T) {
	t.Parallel()
	engine, err := New(time.LoadLocation)
	if err != nil {
		t.Fatal(err)
	}
	id := uuid.UUID{0xE}
	err = engine.Apply(Batch{
		Through:   2,
		Employers: []facts.Version[facts.Employer]{{Head: projections.Head{Key: id, Position: 1}, Row: facts.Employer{Zone: "UTC"}}},
		Incidents: []facts.Version[facts.Incident]{{Head: projections.Head{Position: 2, Employer: id}}},
	})
	if err != nil || engine.latest.Load().employers[0].rezoned {
		t.Errorf("rezoned, error %v", err)
	}
}
