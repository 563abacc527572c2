package worklist

import (
	"bytes"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/eventlog"
)

// FileQuery asks for files, newest first. The zero value of a part asks for everything.
type FileQuery struct {
	Employer uuid.UUID
	Kind     Kind
	Incident uuid.UUID // that the file rests on
	Actor    uuid.UUID // who is responsible for it, or was asked to take it over
	Closed   *bool

	After uuid.UUID // of the last file of the page before
	Limit int
}

// FilePage is a part of them; Next is zero on the last one.
type FilePage struct {
	Files    []File
	Next     uuid.UUID
	Position eventlog.Position
}

// Holds tells whether a file belongs in the list, on whatever page.
func (q FileQuery) Holds(f File) bool {
	return (q.Employer == uuid.Nil || f.Employer == q.Employer) &&
		(q.Kind == "" || f.Kind == q.Kind) &&
		(q.Incident == uuid.Nil || slices.Contains(f.Links, q.Incident)) &&
		(q.Actor == uuid.Nil || f.Responsible == q.Actor || f.OfferedTo == q.Actor || f.OfferedTo == casework.Team) &&
		(q.Closed == nil || f.Closed == *q.Closed)
}

// PageOf is the page of all there are: the first Limit behind the last one shown.
func (q FileQuery) PageOf(files []File) FilePage {
	var page FilePage
	for _, f := range files {
		if q.Holds(f) && (q.After == uuid.Nil || bytes.Compare(f.ID[:], q.After[:]) < 0) {
			page.Files = append(page.Files, f)
		}
	}
	slices.SortFunc(page.Files, func(a, b File) int { return bytes.Compare(b.ID[:], a.ID[:]) })
	return q.Cut(page)
}

// Cut keeps as many as fit, and says where the next page begins.
func (q FileQuery) Cut(page FilePage) FilePage {
	if len(page.Files) > q.Limit {
		page.Files = page.Files[:q.Limit]
		page.Next = page.Files[q.Limit-1].ID
	}
	return page
}

// First is the most urgent of its terms that stand open, and how many stand in each
// state; none does where that is empty.
func (f File) First(now time.Time) (Row, map[agreement.State]int) {
	page := Query{Now: now, Snoozed: true, Limit: 1}.PageOf([]File{f})
	if len(page.Rows) == 0 {
		return Row{}, nil
	}
	return page.Rows[0], page.Counts
}
