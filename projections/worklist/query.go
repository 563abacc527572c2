package worklist

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// Consumer is who counts the files: how far the list is known is how far it came.
const Consumer = "clocks"

// Most and Usual are how many terms stand on a page.
const (
	Most  = 200
	Usual = 50
)

// CountedTo is how far terms of one state are counted for the head of a list. The
// digest counts them all.
const CountedTo = 200

// Open are the states in which something is to be done or waited for, as they follow
// each other in a list: the most urgent first.
func Open() []agreement.State {
	return []agreement.State{agreement.Lapsed, agreement.DueNow, agreement.DueSoon, agreement.NotReceived, agreement.Running, agreement.Suspended}
}

// Urgency is the part of the list that a state belongs to, from 0. What is due and what
// is due soon are one part: within it the moment decides.
func Urgency(s agreement.State) int {
	switch s {
	case agreement.Lapsed:
		return 0
	case agreement.DueNow, agreement.DueSoon:
		return 1
	case agreement.NotReceived:
		return 2
	case agreement.Running:
		return 3
	}
	return 4
}

// Query is whose turn it is, at a moment. The zero value of a part asks for everything.
type Query struct {
	Now   time.Time
	Today calendar.Day // by the employer's clock: what was put away until a later day is not shown

	Employer  uuid.UUID
	Actor     uuid.UUID  // whose turn it is: see Of
	Party     codes.Code // whom the agreement names, or who took over
	Agreement string
	Incident  uuid.UUID  // that the file rests on
	Unit      codes.Code // of the employer, of any incident that the file rests on
	Kind      Kind
	States    []agreement.State
	Snoozed   bool // also what was put away

	After Cursor
	Limit int
}

// Row is a term that stands open, with its file.
type Row struct {
	File  // without its clocks
	Clock Clock
	N     int // of the clock in its file
}

// Page is a part of the list; Next is zero on the last one. The counts are of all
// pages, and on the first page only.
type Page struct {
	Rows     []Row
	Next     Cursor
	Counts   map[agreement.State]int // whatever states were asked for; at most CountedTo + 1, which means more
	PutAway  int                     // terms that were left out because of that; counted likewise
	Position eventlog.Position
}

// Cursor stands behind a term, in the list as it is at a moment: the pages behind it
// are of that moment too.
type Cursor struct {
	Now     time.Time
	Urgency int
	TooLate time.Time // zero is never, which is last
	File    uuid.UUID
	N       int
}

// Begins tells whether nothing stands before it.
func (c Cursor) Begins() bool { return c.File == uuid.Nil }

// CursorAt stands behind a row.
func (q Query) CursorAt(r Row) Cursor {
	return Cursor{Now: q.Now, Urgency: Urgency(r.Clock.State(q.Now)), TooLate: r.Clock.TooLate, File: r.ID, N: r.N}
}

// Compare orders two rows: what has lapsed first, then what is due, then what was not
// received, then what runs, and last what stands still; of each what is due first.
func Compare(a, b Cursor) int {
	return cmp.Or(cmp.Compare(a.Urgency, b.Urgency), zeroLast(a.TooLate, b.TooLate), bytes.Compare(a.File[:], b.File[:]), cmp.Compare(a.N, b.N))
}

func zeroLast(a, b time.Time) int {
	if a.IsZero() || b.IsZero() {
		return cmp.Compare(b2i(a.IsZero()), b2i(b.IsZero()))
	}
	return a.Compare(b)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// StandsOpen tells whether something is to be done or waited for. What somebody might
// have done and no longer can is over.
func (c Clock) StandsOpen(now time.Time) bool {
	over := c.Right && c.StartedOn != 0 && !c.Suspended && !c.TooLate.IsZero() && !now.Before(c.TooLate)
	return !over && slices.Contains(Open(), c.State(now))
}

// Turn is the party whose turn it is: whom the agreement names, or who takes over once
// that moment has come.
func (c Clock) Turn(now time.Time) codes.Code {
	if c.TakesOver != "" && !c.TakeOverAt.IsZero() && !now.Before(c.TakeOverAt) {
		return c.TakesOver
	}
	return c.Responsible
}

// Of tells whether an actor is to see to a term: who is responsible for the file, who
// was asked to take it over, or its stand-in once the stand-in takes over.
func (r Row) Of(actor uuid.UUID, now time.Time) bool {
	return r.Responsible == actor || r.OfferedTo == actor || r.OfferedTo == casework.Team || r.StandIn == actor && r.Clock.Turn(now) == standIn
}

const standIn codes.Code = "STAND_IN"

// away tells whether a term is left out because its file was put away. What has lapsed
// always shows.
func (q Query) away(r Row) bool {
	return !q.Snoozed && r.SnoozedUntil > q.Today && r.Clock.State(q.Now) != agreement.Lapsed
}

// Holds tells whether a term belongs in the list, on whatever page.
func (q Query) Holds(r Row) bool {
	return q.about(r) && !q.away(r) && (len(q.States) == 0 || slices.Contains(q.States, r.Clock.State(q.Now)))
}

// about leaves aside in which state it is and whether it was put away.
func (q Query) about(r Row) bool {
	return !r.Closed && r.Clock.StandsOpen(q.Now) &&
		(q.Employer == uuid.Nil || r.Employer == q.Employer) &&
		(q.Actor == uuid.Nil || r.Of(q.Actor, q.Now)) &&
		(q.Party == "" || r.Clock.Responsible == q.Party || r.Clock.Turn(q.Now) == q.Party) &&
		(q.Agreement == "" || r.Clock.Agreement == q.Agreement) &&
		(q.Incident == uuid.Nil || slices.Contains(r.Links, q.Incident)) &&
		(q.Unit == "" || slices.Contains(r.Units, q.Unit)) &&
		(q.Kind == "" || r.Kind == q.Kind)
}

// PageOf is the page of all there are: the first Limit behind the cursor.
func (q Query) PageOf(files []File) Page {
	page := Page{Counts: map[agreement.State]int{}}
	for _, f := range files {
		for n, c := range f.Clocks {
			r := Row{File: f, Clock: c, N: n}
			r.Clocks = nil
			q.count(&page, r)
			if q.Holds(r) && (q.After.Begins() || Compare(q.After, q.CursorAt(r)) < 0) {
				page.Rows = append(page.Rows, r)
			}
		}
	}
	if !q.After.Begins() {
		page.Counts, page.PutAway = nil, 0
	}
	slices.SortFunc(page.Rows, func(a, b Row) int { return Compare(q.CursorAt(a), q.CursorAt(b)) })
	return q.Cut(page)
}

func (q Query) count(p *Page, r Row) {
	switch s := r.Clock.State(q.Now); {
	case !q.about(r):
	case q.away(r):
		p.PutAway = min(p.PutAway+1, CountedTo+1)
	default:
		p.Counts[s] = min(p.Counts[s]+1, CountedTo+1)
	}
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
	wrong.Check(q.Limit >= 1 && q.Limit <= Most, "limit", "is not a number of terms on a page", "use 1 to 200")
	for _, s := range q.States {
		wrong.Check(slices.Contains(Open(), s), "state", "is not a state in which something is open", "use LAPSED, DUE, DUE_SOON, NOT_RECEIVED, RUNNING or SUSPENDED")
	}
	if q.Party != "" {
		wrong.Note("party", codes.Party.Check(q.Party, time.Time{}))
	}
	wrong.Check(q.Kind == "" || q.Kind == OfCase || q.Kind == OfCare, "kind", "is neither CASE nor CARE", "use one of them, or leave it out for both")
	wrong.Check(agreementCode(q.Agreement), "agreement", "is not the code of an agreement", "use one that GET /v1/agreements lists")
	wrong.Check(plain(string(q.Unit)), "unit", "is not the code of a unit", "use one of those of your employer: ruggensteun employer show CODE")
	return wrong.Err()
}

// agreementCode allows what could be one, and nothing that a database refuses.
func agreementCode(s string) bool { return plain(s) }

func plain(s string) bool {
	return len(s) <= 100 && !bytes.ContainsFunc([]byte(s), func(r rune) bool { return r < ' ' })
}
