// Package release is figures that go out and can be cited: the very bytes that were printed,
// by which rules, what the employers concerned say of them, and what became of it.
//
// The bytes stand in the log itself: they are numbers that anybody may see, the log is never
// changed, and whoever verifies it verifies them. Nothing that is forgotten later takes any
// of it away.
package release

import (
	"crypto/sha256"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
)

// Category is that of the streams of releases, which are of no employer.
const Category = "release"

// Stream is the history of one release.
func Stream(id uuid.UUID) eventlog.Stream { return eventlog.Stream{Category: Category, ID: id} }

// Title is what a release is called.
type Title struct{ NL, EN string }

// Epoch is the month end as of which all of a release was answered: the first instant after
// it, and how far the log had come.
type Epoch struct {
	End      time.Time
	Position eventlog.Position
}

// Method is what numbers were printed by. Keys are named by their fingerprint only.
type Method struct {
	Key   string // of the cell key
	Table string // of the p-table
	Rules string // version of the definitions and the rules of counting
}

// Classification is a list that an answer is laid out by or filtered on, as it was.
type Classification struct{ Name, Version string }

// Answer is one question with the bytes that were printed.
type Answer struct {
	Question        string // its one text, with its position
	Text            string // the bytes, as they were printed
	Hash            eventlog.Hash
	Classifications []Classification // by name
}

// Sum is the hash that an answer is cited by: SHA-256 of its bytes.
func Sum(text string) eventlog.Hash { return eventlog.Hash(sha256.Sum256([]byte(text))) }

// Concern is an employer whose figures stand apart in a release.
type Concern struct {
	Employer uuid.UUID
	Code     string
}

// Head is what a release says of itself.
type Head struct {
	Title
	Viewer    access.Audience // whom it is for: analysts or the public
	Epoch     Epoch
	Method    Method
	Concerned []Concern    // by code
	Due       calendar.Day // the last day for those concerned to explain
	At        time.Time
	Invented  bool // of a demonstration
}

// Stage is how far a release came.
type Stage string

const (
	None      Stage = ""
	Waiting   Stage = "PREPARED"
	Out       Stage = "PUBLISHED"
	TakenBack Stage = "WITHDRAWN"
)

// State is a release as it stands.
type State struct {
	Stage Stage
	Head
	Answers      []Answer
	Explanations []Explained // all that was said, oldest first
	Publication  Published
	Withdrawal   Withdrawn
}

// WasOut tells whether it was ever published.
func (s State) WasOut() bool { return !s.Publication.At.IsZero() }

// Answer finds one by its hash.
func (s State) Answer(h eventlog.Hash) (Answer, bool) {
	i := slices.IndexFunc(s.Answers, func(a Answer) bool { return a.Hash == h })
	if i < 0 {
		return Answer{}, false
	}
	return s.Answers[i], true
}

// Unheard are those concerned who have said nothing yet.
func (s State) Unheard() []Concern {
	return slices.DeleteFunc(slices.Clone(s.Concerned), func(c Concern) bool {
		return slices.ContainsFunc(s.Explanations, func(e Explained) bool { return e.Employer == c.Employer })
	})
}

// Awaited are those who have said nothing and still have days to do so.
func (s State) Awaited(today calendar.Day) []Concern {
	if today > s.Due {
		return nil
	}
	return s.Unheard()
}

func evolve(s State, e Event) State {
	switch e := e.(type) {
	case Prepared:
		s.Stage, s.Head = Waiting, e.Head
	case Answered:
		s.Answers = append(slices.Clone(s.Answers), e.Answer)
	case Explained:
		s.Explanations = append(slices.Clone(s.Explanations), e)
	case Published:
		s.Stage, s.Publication = Out, e
	case Withdrawn:
		s.Stage, s.Withdrawal = TakenBack, e
	}
	return s
}

// Unit is one of an employer's own units; "" is all of the employer.
type Unit = codes.Code
