package worklist

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
)

// Split is what the terms of an agreement are told apart by.
type Split string

// ByMonth, ByQuarter and ByYear are the period in which a term began.
const (
	ByVersion Split = "version" // and whose it is
	ByKind    Split = "kind"    // of file
	ByMonth   Split = "month"
	ByQuarter Split = "quarter"
	ByYear    Split = "year"
)

// KeptQuery asks per agreement how many terms were kept, at a moment, in files that were
// closed too. The zero value of a part asks for everything.
type KeptQuery struct {
	Now         time.Time
	Employer    uuid.UUID
	Agreement   string
	Kind        Kind
	From, Until calendar.Day // first and last day on which a term began; one that began on a day that nobody knows is then left out
	By          []Split
}

// KeptKey is what terms are counted for; what was not asked to be told apart is empty.
//
// Owner is the employer whose own version it was, where terms of several employers are
// counted: what two of them wrote under one code are two agreements.
type KeptKey struct {
	Agreement, Version string
	Owner              uuid.UUID
	Whose              agreement.Whose
	Kind               Kind
	Period             string // 2026-11, 2026-Q4 or 2026; empty too for a day that nobody knows
}

// Kept is how the terms of an agreement stand: each is in one of these, save that
// LapsedClosed is a part of Lapsed, and Invented of them all.
type Kept struct {
	KeptKey
	Met, MetLate, Lapsed        int
	Running, DueSoon, Due       int
	NotReceived, Suspended      int // nobody can say whether those not received were kept
	LeftOpen                    int // of closed files: nothing was done, and the term is not over
	Rights                      int // somebody might, and nobody had to: they cannot be broken
	LapsedClosed, Invented, All int
}

// KeptPage is all of them, as known at a position.
type KeptPage struct {
	Kept     []Kept
	Took     map[KeptKey]Took // nil where it was not counted from the log
	Position eventlog.Position
}

// Ended is the base of the share: terms that ran out or were met.
func (k Kept) Ended() int { return k.Met + k.MetLate + k.Lapsed }

// Share is how many of the terms that ended were met in time, from 0 to 1; false where
// none ended.
func (k Kept) Share() (float64, bool) {
	if k.Ended() == 0 {
		return 0, false
	}
	return float64(k.Met) / float64(k.Ended()), true
}

// KeptOf counts the terms of files. A case that was merged into another is counted there.
// What was never done lapsed, also where the file was closed before: closing keeps no agreement.
func (q KeptQuery) KeptOf(files []File) []Kept {
	counted := map[KeptKey]*Kept{}
	q.each(files, func(file, clock int) {
		f, c := files[file], files[file].Clocks[clock]
		key := q.key(f, c)
		if counted[key] == nil {
			counted[key] = &Kept{KeptKey: key}
		}
		counted[key].add(f, c, q.Now)
	})
	list := make([]Kept, 0, len(counted))
	for _, k := range counted {
		list = append(list, *k)
	}
	slices.SortFunc(list, CompareKept)
	return list
}

// each gives the terms that are asked for, by the place of their file and in it.
func (q KeptQuery) each(files []File, yield func(file, clock int)) {
	merged := map[uuid.UUID]bool{}
	for _, f := range files {
		if f.Kind == OfCase {
			for _, link := range f.Links {
				merged[link] = true
			}
		}
	}
	for i, f := range files {
		for n, c := range f.Clocks {
			if !(f.Closed && merged[f.ID]) && q.holds(f, c) {
				yield(i, n)
			}
		}
	}
}

func (q KeptQuery) holds(f File, c Clock) bool {
	return (q.Employer == uuid.Nil || f.Employer == q.Employer) &&
		(q.Agreement == "" || c.Agreement == q.Agreement) &&
		(q.Kind == "" || f.Kind == q.Kind) &&
		(q.From == 0 || c.StartedOn >= q.From) &&
		(q.Until == 0 || c.StartedOn != 0 && c.StartedOn <= q.Until)
}

func (q KeptQuery) key(f File, c Clock) KeptKey {
	key := KeptKey{Agreement: c.Agreement}
	if q.Employer == uuid.Nil && c.Whose == agreement.Employer {
		key.Owner = f.Employer
	}
	for _, by := range q.By {
		switch by {
		case ByVersion:
			key.Version, key.Whose = c.Version, c.Whose
		case ByKind:
			key.Kind = f.Kind
		default:
			key.Period = by.period(c.StartedOn)
		}
	}
	return key
}

func (s Split) period(d calendar.Day) string {
	t := d.Time()
	switch {
	case d == 0:
		return ""
	case s == ByMonth:
		return t.Format("2006-01")
	case s == ByQuarter:
		return fmt.Sprintf("%d-Q%d", t.Year(), (t.Month()+2)/3)
	}
	return t.Format("2006")
}

func (k *Kept) add(f File, c Clock, now time.Time) {
	k.All++
	if f.Invented {
		k.Invented++
	}
	switch state := c.State(now); {
	case c.Right:
		k.Rights++
	case state == agreement.Met:
		k.Met++
	case state == agreement.MetLate:
		k.MetLate++
	case state == agreement.NotReceived:
		k.NotReceived++
	case state == agreement.Lapsed:
		k.Lapsed++
		if f.Closed {
			k.LapsedClosed++
		}
	case f.Closed:
		k.LeftOpen++
	case state == agreement.Suspended:
		k.Suspended++
	case state == agreement.DueNow:
		k.Due++
	case state == agreement.DueSoon:
		k.DueSoon++
	default:
		k.Running++
	}
}

// CompareKept orders by agreement, and within it by what it is told apart by.
func CompareKept(a, b Kept) int {
	return cmp.Or(
		cmp.Compare(a.Agreement, b.Agreement), bytes.Compare(a.Owner[:], b.Owner[:]), cmp.Compare(a.Version, b.Version), cmp.Compare(a.Whose, b.Whose),
		cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Period, b.Period),
	)
}

// Check refuses what nothing can be counted by. The error is a *fault.Fault.
func (q KeptQuery) Check() error {
	var wrong fault.Fields
	periods := 0
	for i, by := range q.By {
		switch by {
		case ByMonth, ByQuarter, ByYear:
			periods++
		case ByVersion, ByKind:
		default:
			wrong.Check(false, "by", "is nothing that agreements are told apart by", "use version, kind, month, quarter or year")
		}
		wrong.Check(!slices.Contains(q.By[:i], by), "by", "is said twice", "say each once")
	}
	wrong.Check(periods <= 1, "by", "names several periods", "use one of month, quarter and year")
	wrong.Check(q.Kind == "" || q.Kind == OfCase || q.Kind == OfCare, "kind", "is neither CASE nor CARE", "use one of them, or leave it out for both")
	wrong.Check(agreementCode(q.Agreement), "agreement", "is not the code of an agreement", "use one that GET /v1/agreements lists")
	wrong.Check(q.Until == 0 || q.From <= q.Until, "until", "is before from", "give the last day on which a term began")
	return wrong.Err()
}
