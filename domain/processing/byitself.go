package processing

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

// Job is something that the program does by itself with details of persons: nobody asks for it in that moment.
type Job string

const (
	Facts         Job = "facts"          // keeps rows that figures are counted from
	Clocks        Job = "clocks"         // counts terms, and raises alarms
	Clues         Job = "clues"          // numbers by which a notice finds its case
	Names         Job = "names"          // by which somebody is searched
	Mails         Job = "mails"          // writes to whom something is to be done
	Imports       Job = "imports"        // records what a file says that somebody sent
	NoticeImports Job = "notice imports" // as Imports, of cases
	Checks        Job = "checks"         // opens all that is sealed, to see that it can be opened
)

// Jobs are all there are. Each is of one activity of the register.
func Jobs() []Job {
	return []Job{Facts, Clocks, Clues, Names, Mails, Imports, NoticeImports, Checks}
}

// Run is one time that a job was done: for an event, a batch, a file or a day, whatever the job goes by. Who is met
// in it several times is processed once. It is safe for one goroutine at a time.
type Run struct {
	Job Job
	ID  uuid.UUID // new for each run: spans follow from it
	// Cause is the request that led to it; zero where none did, or many.
	Cause uuid.UUID

	lines int
	whole bool // whether a line of the run as a whole was made
	seen  map[met]bool
}

type met struct {
	owner    uuid.UUID
	of       subject
	changing bool
}

// Records are the lines for what a run opened, or sealed, of those whom it did not meet before: one for each data
// subject. They are part of what the request did that led to the run; else a first line is of the run as a whole.
// Nothing tells who worked with the program. The error is that the register lacks the job: then it may not be done.
func (r *Run) Records(opened []eventlog.Holder, changing bool, began, ended time.Time, code func(kind string, id uuid.UUID) string) ([]Record, error) {
	at := slices.IndexFunc(register.Activities, func(a Activity) bool { return slices.Contains(a.Jobs, r.Job) })
	if at < 0 {
		return nil, fmt.Errorf("no processing activity stands in the register for what the program does by itself as %q: add it to jobs in domain/processing/activities.json", r.Job)
	}
	fresh := r.fresh(opened, changing)
	if len(fresh) == 0 {
		return nil, nil
	}
	whole := Record{Name: map[bool]string{false: "program reads: ", true: "program changes: "}[changing] + string(r.Job), Began: millis(began), Ended: millis(ended), Activity: register.Activities[at].ID}
	var lines []Record
	if r.Cause == uuid.Nil && !r.whole {
		r.whole, whole.Trace = true, r.span(0)
		lines = append(lines, whole)
	}
	for _, m := range fresh {
		line := whole
		r.lines++
		line.Trace, line.Owner = r.span(r.lines), m.owner
		if m.of.kind != "" {
			line.Subject, line.SubjectType = code(m.of.kind, m.of.id), subjectTypes[m.of.kind]
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// Lost is to be called when lines could not be kept: whoever is met from now on counts as new, because a line that
// stands there twice is better than none.
func (r *Run) Lost(lines []Record) {
	r.seen = nil
	r.whole = r.whole && !slices.ContainsFunc(lines, func(l Record) bool { return l.Trace == r.span(0) })
}

// span is the nth of the run. The trace of a request is named after it, unless another application had one already:
// its span then still leads there.
func (r *Run) span(n int) access.Trace {
	t := access.Trace{ID: r.ID}.Child(n)
	t.Parent = [8]byte{}
	switch {
	case r.Cause != uuid.Nil:
		t.ID, t.Parent = r.Cause, access.Trace{ID: r.Cause}.Child(0).Span
	case n > 0:
		t.Parent = access.Trace{ID: r.ID}.Child(0).Span
	}
	return t
}

// fresh are those who were not met yet, and one who is nobody where only a text was opened, which names anybody.
func (r *Run) fresh(opened []eventlog.Holder, changing bool) (fresh []met) {
	if r.seen == nil {
		r.seen = map[met]bool{}
	}
	named := map[uuid.UUID]bool{}
	for _, h := range opened {
		named[h.Employer] = named[h.Employer] || subjectTypes[h.Kind] != ""
	}
	for _, h := range opened {
		m := met{owner: h.Employer, changing: changing}
		if subjectTypes[h.Kind] != "" {
			m.of = subject{h.Kind, h.Subject}
		}
		if r.seen[m] || m.of == (subject{}) && named[h.Employer] {
			continue
		}
		r.seen[m] = true
		fresh = append(fresh, m)
	}
	slices.SortFunc(fresh, func(a, b met) int { return strings.Compare(a.key(), b.key()) })
	return fresh
}

func (m met) key() string { return m.owner.String() + m.of.kind + m.of.id.String() }
