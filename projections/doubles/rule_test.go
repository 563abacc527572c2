package doubles_test

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // tests run on machines without a zone database

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/projections/doubles"
)

var amsterdam = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err)
	}
	return zone
}()

// seen is an incident with the number n: when, and type of place, gemeente and unit.
func seen(t testing.TB, n byte, when string, place, gemeente codes.Code, unit string) doubles.Seen {
	t.Helper()
	at := moment.Nothing(codes.NotRecorded)
	if when != "" {
		var err error
		if at, err = moment.First(when, amsterdam); err != nil {
			t.Fatal(err)
		}
	}
	return doubles.Seen{ID: uuid.UUID{n}, Trace: doubles.Of(at, incident.Place{Type: place, Gemeente: gemeente, Unit: unit})}
}

func TestLikely(t *testing.T) {
	t.Parallel()
	const road, shop, rdam, ams, none = codes.Code("ROAD"), codes.Code("SHOP"), codes.Code("GM0599"), codes.Code("GM0363"), codes.Code("")
	one := seen(t, 1, "2026-11-20T23:10", road, rdam, "NRD")
	for name, c := range map[string]struct {
		one, other doubles.Seen
		likely     bool
	}{
		"all the same":                               {one, seen(t, 2, "2026-11-20T23:10", road, rdam, "NRD"), true},
		"an hour later":                              {one, seen(t, 2, "2026-11-21T00:10", road, rdam, "NRD"), true},
		"more than an hour later":                    {one, seen(t, 2, "2026-11-21T00:13", road, rdam, "NRD"), false},
		"more than an hour before":                   {one, seen(t, 2, "2026-11-20T22:08", road, rdam, "NRD"), false},
		"another gemeente":                           {one, seen(t, 2, "2026-11-20T23:10", road, ams, "NRD"), false},
		"another unit at that moment":                {one, seen(t, 2, "2026-11-20T23:20", road, rdam, "ZUID"), true},
		"another unit, long after":                   {one, seen(t, 2, "2026-11-20T23:50", road, rdam, "ZUID"), false},
		"called another kind of place at the moment": {one, seen(t, 2, "2026-11-20T23:20", shop, rdam, "NRD"), true},
		"another kind of place, long after":          {one, seen(t, 2, "2026-11-20T23:50", shop, rdam, "NRD"), false},
		"another kind of place and unit":             {one, seen(t, 2, "2026-11-20T23:10", shop, rdam, "ZUID"), false},
		"only the time":                              {one, seen(t, 2, "2026-11-20T23:10", none, none, ""), false},
		"time and gemeente":                          {one, seen(t, 2, "2026-11-20T23:10", none, rdam, ""), true},
		"long after, in the gemeente":                {one, seen(t, 2, "2026-11-20T23:50", none, rdam, ""), false},
		"long after, unit only":                      {one, seen(t, 2, "2026-11-20T23:50", none, none, "NRD"), true},
		"no time":                                    {one, seen(t, 2, "", road, rdam, "NRD"), false},
		"no time of its own":                         {seen(t, 1, "", road, rdam, "NRD"), seen(t, 2, "", road, rdam, "NRD"), false},
		"unknown places are not the same place":      {seen(t, 1, "2026-11-20T23:10", codes.Unknown, codes.Unknown, ""), seen(t, 2, "2026-11-20T23:10", codes.Unknown, codes.Unknown, ""), false},
		"other places are not the same place":        {seen(t, 1, "2026-11-20T23:10", codes.Other, none, ""), seen(t, 2, "2026-11-20T23:10", codes.Other, none, ""), false},
		"the hour that holds it":                     {one, seen(t, 2, "2026-11-20T23", road, rdam, "NRD"), true},
		"the hour but one before":                    {one, seen(t, 2, "2026-11-20T21", road, rdam, "NRD"), false},
		"the day that holds it":                      {one, seen(t, 2, "2026-11-20", road, rdam, "NRD"), true},
		"the next day, which begins within the hour": {one, seen(t, 2, "2026-11-21", road, rdam, "NRD"), true},
		"the day before":                             {one, seen(t, 2, "2026-11-19", road, rdam, "NRD"), false},
		"the day, another unit":                      {one, seen(t, 2, "2026-11-20", road, rdam, "ZUID"), false},
		"the day, no unit":                           {one, seen(t, 2, "2026-11-20", road, rdam, ""), true},
		"the day, in the gemeente":                   {one, seen(t, 2, "2026-11-20", none, rdam, ""), false},
		"the month, all the same":                    {one, seen(t, 2, "2026-11", road, rdam, "NRD"), true},
		"the month, no gemeente":                     {one, seen(t, 2, "2026-11", road, none, "NRD"), false},
		"the month before":                           {one, seen(t, 2, "2026-10", road, rdam, "NRD"), false},
		"two months that are one":                    {seen(t, 1, "2026-11", road, rdam, "NRD"), seen(t, 2, "2026-11", road, rdam, "NRD"), true},
		"the second time that the clock showed it":   {seen(t, 1, "2026-10-25T02:30", road, none, "NRD"), seen(t, 2, "2026-10-25T03:30", road, none, "NRD"), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, pair := range [][2]doubles.Seen{{c.one, c.other}, {c.other, c.one}} { // it works both ways
				if got := doubles.Likely(pair[0], []doubles.Seen{pair[1]}, nil); (len(got) == 1) != c.likely {
					t.Errorf("likely %v: %+v", !c.likely, got)
				}
			}
		})
	}
}

func TestAtMostThreeTheLikeliestFirst(t *testing.T) {
	t.Parallel()
	one := seen(t, 1, "2026-11-20T23:10", "ROAD", "GM0599", "NRD")
	near := []doubles.Seen{
		one, // itself is no suggestion
		seen(t, 2, "2026-11-20T23:50", "ROAD", "GM0599", "NRD"),
		seen(t, 3, "2026-11-20", "ROAD", "GM0599", "NRD"),
		seen(t, 4, "2026-11-20T23:12", "ROAD", "GM0599", "NRD"),
		seen(t, 5, "2026-11-20T23:11", "ROAD", "GM0599", "NRD"),
		seen(t, 6, "2026-11-20T23:09", "ROAD", "GM0599", ""),
	}
	var got []byte
	for _, m := range doubles.Likely(one, near, nil) {
		got = append(got, m.ID[0])
	}
	if !slices.Equal(got, []byte{5, 4, 2}) {
		t.Errorf("suggested %v", got)
	}
}

func TestWhatIsMergedOrWithdrawnIsNotSuggested(t *testing.T) {
	t.Parallel()
	at := func(n byte) doubles.Seen { return seen(t, n, "2026-11-20T23:10", "ROAD", "GM0599", "NRD") }
	into := func(s doubles.Seen, n byte) doubles.Seen { s.Into = uuid.UUID{n}; return s }
	gone := func(s doubles.Seen) doubles.Seen { s.Withdrawn = true; return s }
	for name, c := range map[string]struct {
		one    doubles.Seen
		near   []doubles.Seen
		others map[uuid.UUID]doubles.Trace
		want   []byte
	}{
		"withdrawn":                                {at(1), []doubles.Seen{gone(at(2))}, nil, nil},
		"merged into this one":                     {at(1), []doubles.Seen{into(at(2), 1)}, nil, nil},
		"this one merged into it":                  {into(at(1), 2), []doubles.Seen{at(2)}, nil, nil},
		"both merged into a third":                 {into(at(1), 3), []doubles.Seen{into(at(2), 3), at(3)}, nil, nil},
		"both merged into one that is far":         {into(at(1), 9), []doubles.Seen{into(at(2), 9)}, map[uuid.UUID]doubles.Trace{{9}: {}}, nil},
		"by way of one that is far":                {into(at(1), 9), []doubles.Seen{at(2)}, map[uuid.UUID]doubles.Trace{{9}: {Into: uuid.UUID{2}}}, nil},
		"two that are one are suggested once":      {at(1), []doubles.Seen{into(at(3), 2), at(2)}, nil, []byte{2}},
		"merged into one that was withdrawn":       {at(1), []doubles.Seen{into(at(2), 9)}, map[uuid.UUID]doubles.Trace{{9}: {Withdrawn: true}}, []byte{2}},
		"two merged into each other are one":       {at(1), []doubles.Seen{into(at(2), 3), into(at(3), 2)}, nil, []byte{2}},
		"this one withdrawn is compared all alike": {gone(at(1)), []doubles.Seen{at(2)}, nil, []byte{2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []byte
			for _, m := range doubles.Likely(c.one, c.near, c.others) {
				got = append(got, m.ID[0])
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("suggested %v, want %v", got, c.want)
			}
		})
	}
}

// TestNothingLikelyLiesOutsideTheWindow: what the index is asked for holds every
// incident that the rule could suggest.
func TestNothingLikelyLiesOutsideTheWindow(t *testing.T) {
	t.Parallel()
	layouts := []string{"2006-01-02T15:04", "2006-01-02T15", "2006-01-02", "2006-01"}
	rapid.Check(t, func(r *rapid.T) {
		draw := func(n byte) doubles.Seen {
			at := time.Date(2026, 10, 20, 0, rapid.IntRange(0, 20*24*60).Draw(r, "minute"), 0, 0, time.UTC)
			m, err := moment.First(at.Format(rapid.SampledFrom(layouts).Draw(r, "precision")), amsterdam)
			if err != nil {
				r.Skip("an hour that never was")
			}
			return doubles.Seen{ID: uuid.UUID{n}, Trace: doubles.Of(m, incident.Place{Type: "ROAD", Gemeente: "GM0599", Unit: "NRD"})}
		}
		one, other := draw(1), draw(2)
		from, until, known := one.Window()
		if !known {
			r.Fatal("a time that is known has no window")
		}
		// Touching counts: stretches end before their Until.
		near := !other.From.After(until) && !other.Until.Before(from)
		if likely := len(doubles.Likely(one, []doubles.Seen{other}, nil)) == 1; likely && !near {
			t.Errorf("%v to %v is likely, and lies outside %v to %v", other.From, other.Until, from, until)
		}
	})
}
