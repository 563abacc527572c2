package triage

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/triage"
)

// Most and Usual are how many stand on a page.
const (
	Most  = 100
	Usual = 50
)

// States are all that a notice can have.
var States = []triage.State{triage.Open, triage.Aside, triage.Placed, triage.Undone}

// Query asks for a page of the list. The zero value of a part asks for everything.
type Query struct {
	Employer uuid.UUID
	State    triage.State
	Reason   codes.Code // codes.TriageReason
	After    Cursor
	Limit    int
}

// Said is what is asked of what a notice says. That is sealed, so the list cannot be
// narrowed by it: each notice is opened first.
type Said struct {
	Source, Step codes.Code
	// From and Through are days (2006-01-02) on which it was received, both included, by
	// the clock there. What is only known to the month was received on its first day.
	From, Through string
}

// Line is one notice of the list.
type Line struct {
	ID       uuid.UUID
	Employer uuid.UUID
	Notice
}

// Page is a part of the list, the longest waiting first.
type Page struct {
	Lines    []Line
	More     bool
	Position eventlog.Position // the list is as known here
}

// Cursor stands behind a line, whatever becomes of it.
type Cursor struct {
	Since time.Time
	ID    uuid.UUID
}

// CursorAt is behind a line.
func CursorAt(l Line) Cursor { return Cursor{Since: l.Since, ID: l.ID} }

// String is what a client sends back as it got it; "" is the beginning.
func (c Cursor) String() string {
	if c.ID == uuid.Nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString([]byte(c.ID.String() + c.Since.UTC().Format(time.RFC3339Nano)))
}

const idLength = 36

// ParseCursor reads one. The error is a *fault.Wrong.
func ParseCursor(text string) (Cursor, error) {
	if text == "" {
		return Cursor{}, nil
	}
	wrong := &fault.Wrong{Problem: "is no page of this list", Remedy: "send it as the page before gave it, or leave it out to begin"}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) < idLength {
		return Cursor{}, wrong
	}
	id, err := uuid.Parse(string(raw[:idLength]))
	if err != nil || id == uuid.Nil {
		return Cursor{}, wrong
	}
	since, err := time.Parse(time.RFC3339Nano, string(raw[idLength:]))
	if err != nil {
		return Cursor{}, wrong
	}
	return Cursor{Since: since, ID: id}, nil
}

func (c Cursor) compare(o Cursor) int {
	return cmp.Or(c.Since.Compare(o.Since), bytes.Compare(c.ID[:], o.ID[:]))
}

// Holds tells whether a notice belongs in the list, on whatever page.
func (q Query) Holds(l Line) bool {
	return (q.Employer == uuid.Nil || l.Employer == q.Employer) && (q.State == "" || l.State == q.State) && (q.Reason == "" || l.Reason == q.Reason)
}

// PageOf is the page of all there are: the first Limit behind the cursor.
func (q Query) PageOf(all []Line) Page {
	var page Page
	for _, l := range all {
		if q.Holds(l) && (q.After.ID == uuid.Nil || q.After.compare(CursorAt(l)) < 0) {
			page.Lines = append(page.Lines, l)
		}
	}
	slices.SortFunc(page.Lines, func(a, b Line) int { return CursorAt(a).compare(CursorAt(b)) })
	return q.Cut(page)
}

// Cut keeps as many as fit, and says whether there are more.
func (q Query) Cut(page Page) Page {
	if page.More = len(page.Lines) > q.Limit; page.More {
		page.Lines = page.Lines[:q.Limit]
	}
	return page
}

// Any tells whether anything is asked of what a notice says.
func (s Said) Any() bool { return s != Said{} }

// Fits tells whether a notice says so. One that was forgotten says nothing.
func (s Said) Fits(c triage.Content, readable bool) bool {
	if !readable {
		return !s.Any()
	}
	day := ""
	if c.Received.Known() {
		day = c.Received.Local().Format(time.DateOnly)
	}
	switch {
	case s.Source != "" && c.Source != s.Source,
		s.Step != "" && c.Told.Step != s.Step,
		s.From+s.Through != "" && day == "",
		s.From != "" && day < s.From,
		s.Through != "" && day > s.Through:
		return false
	}
	return true
}

// Check refuses what nothing can be listed by. The error is a *fault.Fault.
func (q Query) Check(s Said) error {
	var wrong fault.Fields
	wrong.Check(q.Limit >= 1 && q.Limit <= Most, "limit", "is not a number of lines", "use 1 to 100")
	wrong.Check(slices.Contains(States, q.State), "state", "is none that a notice can have", "use OPEN, SET_ASIDE, MATCHED or TAKEN_BACK")
	for _, part := range []struct {
		name string
		list codes.List
		code codes.Code
	}{{"reason", codes.TriageReason, q.Reason}, {"source", codes.NoticeSource, s.Source}, {"step", codes.CaseStep, s.Step}} {
		if part.code != "" {
			wrong.Note(part.name, part.list.Check(part.code, time.Time{}))
		}
	}
	for _, day := range []struct{ name, text string }{{"from", s.From}, {"through", s.Through}} {
		_, err := time.Parse(time.DateOnly, day.text)
		wrong.Check(day.text == "" || err == nil, day.name, "is not a day", "write it as 2026-11-21")
	}
	return wrong.Err()
}
