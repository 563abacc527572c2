// Package listing lists the incidents that employers keep, filtered and in an
// order, page by page.
//
// It has no rows of its own: a page shows the newest rows of the facts. What belongs
// on it, and in which order, is said here alone; the database is asked for the same.
package listing

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/projections/facts"
)

// Order is by when an incident was registered, or by when it happened. A time that
// nobody knows comes last either way.
type Order string

const (
	NewestFirst   Order = "-registered" // the usual one
	OldestFirst   Order = "registered"
	LatestFirst   Order = "-occurred"
	EarliestFirst Order = "occurred"
)

// Orders are all there are.
var Orders = []Order{NewestFirst, OldestFirst, LatestFirst, EarliestFirst}

// ByTime tells whether the order is by when it happened.
func (o Order) ByTime() bool { return o == LatestFirst || o == EarliestFirst }

// Down tells whether the last of them comes first.
func (o Order) Down() bool { return o == NewestFirst || o == LatestFirst }

// Most and Usual are how many stand on a page.
const (
	Most  = 200
	Usual = 50
)

// Query is what is asked for. The zero value of a part asks for everything.
type Query struct {
	Employer uuid.UUID
	// From and Through are days (2006-01-02) by the clock of the place, both included.
	// Something of which only the month is known happened on its first day.
	From, Through string
	Place         codes.Code
	Gemeente      codes.Code
	Unit          codes.Code
	Behaviour     codes.Code
	Withdrawn     *bool     // nil: also what was withdrawn
	By            uuid.UUID // who registered it; zero: anybody
	Number        *int      // that is told of it on the telephone; a few may share one

	Order Order
	After Cursor
	Limit int
}

// Row is an incident as it is known now.
type Row struct {
	ID, Employer uuid.UUID
	By           uuid.UUID // who registered it, told only where it is asked by
	facts.Incident
}

// Page is a part of the list; Next is zero on the last one.
type Page struct {
	Rows     []Row
	Next     Cursor
	Position eventlog.Position
}

// Cursor stands behind a row. Whatever is registered or corrected meanwhile, the
// next page goes on there.
type Cursor struct {
	ID uuid.UUID
	At *time.Time // when it happened, where the order is by that
}

// String is what a client sends back as it got it; "" is the beginning.
func (c Cursor) String() string {
	if c.ID == uuid.Nil {
		return ""
	}
	text := c.ID.String()
	if c.At != nil {
		text += c.At.UTC().Format(time.RFC3339Nano)
	}
	return base64.RawURLEncoding.EncodeToString([]byte(text))
}

const idLength = 36

// ParseCursor reads one. The error is a *fault.Wrong.
func ParseCursor(text string) (c Cursor, err error) {
	if text == "" {
		return c, nil
	}
	wrong := &fault.Wrong{Problem: "is no page of this list", Remedy: "send it as the page before gave it, or leave it out to begin"}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) < idLength {
		return c, wrong
	}
	if c.ID, err = uuid.Parse(string(raw[:idLength])); err != nil || c.ID == uuid.Nil {
		return Cursor{}, wrong
	}
	if rest := string(raw[idLength:]); rest != "" {
		at, err := time.Parse(time.RFC3339Nano, rest)
		if err != nil {
			return Cursor{}, wrong
		}
		c.At = &at
	}
	return c, nil
}

// CursorAt is behind a row in this order.
func (q Query) CursorAt(r Row) Cursor {
	c := Cursor{ID: r.ID}
	if q.Order.ByTime() {
		c.At = r.OccurredAt
	}
	return c
}

// Day is that of the place; "" when nobody knows.
func (r Row) Day() string {
	if r.OccurredAt == nil {
		return ""
	}
	return r.OccurredAt.Add(time.Duration(r.Offset) * time.Minute).UTC().Format(time.DateOnly)
}

// Holds tells whether an incident belongs in the list, on whatever page.
func (q Query) Holds(r Row) bool {
	day := r.Day()
	switch {
	case q.Employer != uuid.Nil && r.Employer != q.Employer,
		q.From+q.Through != "" && day == "",
		q.From != "" && day < q.From,
		q.Through != "" && day > q.Through,
		q.Place != "" && r.PlaceType != q.Place,
		q.Gemeente != "" && r.Gemeente != q.Gemeente,
		q.Unit != "" && r.Unit != q.Unit,
		q.Behaviour != "" && !slices.Contains(r.Behaviours, q.Behaviour),
		q.Withdrawn != nil && r.Withdrawn != *q.Withdrawn,
		q.By != uuid.Nil && r.By != q.By,
		q.Number != nil && incident.Number(r.ID) != *q.Number:
		return false
	}
	return true
}

// Compare orders two rows; ids are in the order in which they were given.
func (q Query) Compare(a, b Cursor) int {
	if q.Order.ByTime() {
		if (a.At == nil) != (b.At == nil) {
			if a.At == nil {
				return 1
			}
			return -1
		}
	}
	by := bytes.Compare(a.ID[:], b.ID[:])
	if q.Order.ByTime() && a.At != nil {
		by = cmp.Or(a.At.Compare(*b.At), by)
	}
	if q.Order.Down() {
		return -by
	}
	return by
}

// PageOf is the page of all there are: the first Limit behind the cursor.
func (q Query) PageOf(all []Row) Page {
	var page Page
	for _, r := range all {
		if q.Holds(r) && (q.After.ID == uuid.Nil || q.Compare(q.After, q.CursorAt(r)) < 0) {
			page.Rows = append(page.Rows, r)
		}
	}
	slices.SortFunc(page.Rows, func(a, b Row) int { return q.Compare(q.CursorAt(a), q.CursorAt(b)) })
	return q.Cut(page)
}

// Cut keeps as many as fit, and says where the next page begins.
func (q Query) Cut(page Page) Page {
	if len(page.Rows) > q.Limit {
		page.Rows = page.Rows[:q.Limit]
		page.Next = q.CursorAt(page.Rows[q.Limit-1])
	}
	return page
}

// Check refuses what nothing can be listed by. The error is a *fault.Fault.
func (q Query) Check() error {
	var wrong fault.Fields
	for name, day := range map[string]string{"from": q.From, "through": q.Through} {
		_, err := time.Parse(time.DateOnly, day)
		wrong.Check(day == "" || err == nil, name, "is not a day", "write it as 2026-11-21")
	}
	wrong.Check(slices.Contains(Orders, q.Order), "sort", "is not an order", "use -registered, registered, -occurred or occurred")
	wrong.Check(q.Limit >= 1 && q.Limit <= Most, "limit", "is not a number of incidents on a page", "use 1 to 200")
	for _, part := range []struct {
		name string
		list codes.List
		code codes.Code
	}{{"place", codes.LocationType, q.Place}, {"behaviour", codes.Behaviour, q.Behaviour}} {
		if part.code != "" {
			wrong.Note(part.name, part.list.Check(part.code, time.Time{}))
		}
	}
	wrong.Check(len(q.Gemeente) <= 40 && len(q.Unit) <= 40 && !strings.ContainsRune(string(q.Gemeente+q.Unit), 0), "unit", "is not a code", "use the code of a gemeente or unit")
	return wrong.Err()
}
