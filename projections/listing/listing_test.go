package listing_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/listing"
)

func row(n byte, at string, change func(*facts.Incident)) listing.Row {
	r := listing.Row{ID: uuid.UUID{n}, Employer: uuid.UUID{0xe}, Incident: facts.Incident{PlaceType: "ROAD", Gemeente: "GM0599", Unit: "NRD", Behaviours: []codes.Code{"HIT"}}}
	if at != "" {
		t, err := time.Parse(time.RFC3339, at)
		if err != nil {
			panic(err)
		}
		r.OccurredAt = &t
	}
	if change != nil {
		change(&r.Incident)
	}
	return r
}

func by(r listing.Row, who byte) listing.Row {
	r.By = uuid.UUID{who}
	return r
}

var yes, no = true, false

func TestWhatBelongsInAList(t *testing.T) {
	t.Parallel()
	late := row(1, "2026-11-20T23:30:00Z", func(i *facts.Incident) { i.Offset = 60 }) // the 21st by the clock there
	for name, c := range map[string]struct {
		query listing.Query
		row   listing.Row
		want  bool
	}{
		"everything":                      {listing.Query{}, late, true},
		"of this employer":                {listing.Query{Employer: uuid.UUID{0xe}}, late, true},
		"of another employer":             {listing.Query{Employer: uuid.UUID{0xf}}, late, false},
		"on its own day":                  {listing.Query{From: "2026-11-21", Through: "2026-11-21"}, late, true},
		"on the day in UTC":               {listing.Query{Through: "2026-11-20"}, late, false},
		"later":                           {listing.Query{From: "2026-11-22"}, late, false},
		"no day, and a day is asked":      {listing.Query{From: "2000-01-01"}, row(1, "", nil), false},
		"no day":                          {listing.Query{}, row(1, "", nil), true},
		"this kind of place":              {listing.Query{Place: "ROAD"}, late, true},
		"another kind of place":           {listing.Query{Place: "HOME"}, late, false},
		"this gemeente and unit":          {listing.Query{Gemeente: "GM0599", Unit: "NRD"}, late, true},
		"another unit":                    {listing.Query{Gemeente: "GM0599", Unit: "ZUID"}, late, false},
		"another gemeente":                {listing.Query{Gemeente: "GM0363"}, late, false},
		"one of its behaviours":           {listing.Query{Behaviour: "HIT"}, late, true},
		"another behaviour":               {listing.Query{Behaviour: "SPIT"}, late, false},
		"standing, and that is asked":     {listing.Query{Withdrawn: &no}, late, true},
		"standing, withdrawn asked":       {listing.Query{Withdrawn: &yes}, late, false},
		"by this reporter":                {listing.Query{By: uuid.UUID{0xa}}, by(late, 0xa), true},
		"by another reporter":             {listing.Query{By: uuid.UUID{0xa}}, by(late, 0xb), false},
		"withdrawn, and everything asked": {listing.Query{}, row(1, "", func(i *facts.Incident) { i.Withdrawn = true }), true},
	} {
		if got := c.query.Holds(c.row); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func ids(rows []listing.Row) (list []byte) {
	for _, r := range rows {
		list = append(list, r.ID[0])
	}
	return list
}

func TestOrders(t *testing.T) {
	t.Parallel()
	all := []listing.Row{row(1, "2026-03-01T10:00:00Z", nil), row(2, "", nil), row(3, "2026-01-01T10:00:00Z", nil), row(4, "2026-03-01T10:00:00Z", nil), row(5, "", nil)}
	for order, want := range map[listing.Order][]byte{
		listing.NewestFirst: {5, 4, 3, 2, 1}, listing.OldestFirst: {1, 2, 3, 4, 5},
		listing.LatestFirst: {4, 1, 3, 5, 2}, listing.EarliestFirst: {3, 1, 4, 2, 5},
	} {
		if got := ids(listing.Query{Order: order, Limit: 10}.PageOf(all).Rows); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", order, got, want)
		}
	}
}

// TestPagesTogetherAreTheList, each row once, whatever the order and size.
func TestPagesTogetherAreTheList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var all []listing.Row
		for n := range rapid.IntRange(0, 30).Draw(t, "rows") {
			at := rapid.SampledFrom([]string{"", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00.123456Z", "2026-01-03T00:00:00Z"}).Draw(t, "at")
			all = append(all, row(byte(n+1), at, nil))
		}
		q := listing.Query{Order: rapid.SampledFrom(listing.Orders).Draw(t, "order"), Limit: len(all) + 1}
		want := ids(q.PageOf(all).Rows)
		q.Limit = rapid.IntRange(1, 7).Draw(t, "limit")
		var got []byte
		for {
			page := q.PageOf(all)
			got = append(got, ids(page.Rows)...)
			if page.Next == (listing.Cursor{}) {
				break
			}
			next, err := listing.ParseCursor(page.Next.String())
			if err != nil {
				t.Fatal(err)
			}
			q.After = next
		}
		if !slices.Equal(got, want) {
			t.Fatalf("pages %v, list %v", got, want)
		}
	})
}

func TestWhatCannotBeAskedIsRefusedWithItsName(t *testing.T) {
	t.Parallel()
	good := listing.Query{Order: listing.NewestFirst, Limit: listing.Usual}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*listing.Query){
		"from": func(q *listing.Query) { q.From = "21-11-2026" }, "through": func(q *listing.Query) { q.Through = "2026-02-30" },
		"sort": func(q *listing.Query) { q.Order = "place" }, "limit": func(q *listing.Query) { q.Limit = 201 },
		"place": func(q *listing.Query) { q.Place = "MOON" }, "behaviour": func(q *listing.Query) { q.Behaviour = "HITT" },
		"unit": func(q *listing.Query) { q.Unit = "A\x00" },
	} {
		q := good
		change(&q)
		if err := q.Check(); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, text := range []string{"x", "AAAA", "%", listing.Cursor{ID: uuid.UUID{1}}.String() + "AA"} {
		if _, err := listing.ParseCursor(text); err == nil {
			t.Errorf("%q is read as a cursor", text)
		}
	}
}
