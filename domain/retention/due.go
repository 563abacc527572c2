package retention

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/calendar"
)

// Kept is something that can still be read: all that is kept of one record or person, for one
// purpose and under one law.
type Kept struct {
	Of
	ID          uuid.UUID
	First, Last time.Time // when something was told of it
	Ended       time.Time // when the record was closed; zero while it is open
	Invented    bool
}

// Due is when what is kept is to be erased, and by which version.
type Due struct {
	Kept
	On   calendar.Day
	Rule Held
}

// When says when it is to be erased, looked at from a day on. False: no period runs, because
// the record is open, or none is known. Of versions that hold one after the other the first
// counts by which it is due; where that lies behind, it is due already.
func (b Book) When(k Kept, today calendar.Day, zone *time.Location) (Due, bool) {
	best, found := Due{Kept: k}, false
	end := calendar.Day(0) // of the validity of the version at hand; 0 is open
	for _, h := range b.versions(k.Of) {
		from := calendar.Day(0)
		if h.ValidFrom != "" {
			from, _ = calendar.ParseDay(h.ValidFrom) // it was checked when it was set
		}
		since, runs := h.Starts.of(k)
		if runs {
			on := max(after(calendar.DayOf(since.In(zone)), h.Term), from)
			if (end == 0 || on < end) && (end == 0 || end > today) && (!found || on < best.On) {
				best.On, best.Rule, found = on, h, true
			}
		}
		end = from
		if from <= today {
			break // older versions hold on no day that is still to come
		}
	}
	return best, found
}

// of is the moment since which a period counts.
func (s Start) of(k Kept) (time.Time, bool) {
	switch s {
	case FirstTold:
		return k.First, !k.First.IsZero()
	case LastTold:
		return k.Last, !k.Last.IsZero()
	case Ended:
		return k.Ended, !k.Ended.IsZero()
	}
	return time.Time{}, false
}

// Within are those that are to be erased before a period from now has passed, also those that
// should have been already. What is kept of one record or person for one purpose goes at once,
// for its keys are the same; where it is kept under both laws it goes when the last of them ends.
func (b Book) Within(kept []Kept, now time.Time, within calendar.Term, zone *time.Location) []Due {
	today := calendar.DayOf(now.In(zone))
	until := after(today, within)
	type key struct {
		Kind
		id      uuid.UUID
		purpose string
	}
	last, open := map[key]Due{}, map[key]bool{}
	for _, k := range kept {
		of := key{k.Kind, k.ID, string(k.Purpose)}
		due, runs := b.When(k, today, zone)
		if !runs || due.On > until {
			open[of] = true
			continue
		}
		if other, there := last[of]; !there || due.On > other.On {
			last[of] = due
		}
	}
	var all []Due
	for of, due := range last {
		if !open[of] {
			all = append(all, due)
		}
	}
	slices.SortFunc(all, func(x, y Due) int {
		return cmp.Or(cmp.Compare(x.On, y.On), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.ID.String(), y.ID.String()), cmp.Compare(x.Purpose, y.Purpose))
	})
	return all
}

// Since is the moment that it counts from.
func (d Due) Since() time.Time {
	since, _ := d.Rule.Starts.of(d.Kept)
	return since
}

// Through is the last day of a period that begins on a day.
func Through(d calendar.Day, t calendar.Term) calendar.Day { return after(d, t) }
