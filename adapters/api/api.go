// Package api lets other programs of an employer report and read incidents: the
// commands and questions of the trade as JSON over HTTP.
//
// It follows the Dutch API Design Rules as of their text of May 2026. Every
// handler has four steps: decode, call, map the fault, encode. What is true of
// every answer (headers, one log line, no panic) is done around them, in shell.go.
package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/document"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
	"ruggensteun/domain/person"
	"ruggensteun/projections/figures"
)

// Version is the version of the interface, not of the program. The first number
// is the one in every path and rises when a client could break.
const Version = "1.0.0"

// Needs is everything the API stands on.
type Needs struct {
	Log eventlog.Log
	// Records reads single records behind a fence of its own.
	Records Records
	// Opened opens all there is about a person: for deciders, and for who may
	// read it. Closed opens nothing: for everybody else, so that what they may
	// not see is not even in memory.
	Opened, Closed decider.Codec
	// Parted opens some kinds of it only: for roles that have no need of the others.
	Parted func(opens ...person.Purpose) decider.Codec

	// Evidence makes what leaves the store for a court.
	Evidence Evidence

	Identity  Identity
	Directory Directory
	Figures   Figures
	Doubles   Doubles
	Listing   Listing
	Worklist  Worklist
	Terms     Terms
	Triage    Triage
	Keys      Keys
	Imports   Imports // of files of incidents
	History   History
	Readings  Readings
	Attempts  Attempts
	Documents Documents
	Printer   Printer
	Health    Health

	Clock   func() time.Time
	NewID   func() uuid.UUID // UUIDv7
	Metrics *prometheus.Registry
	Logger  *slog.Logger
	Contact Contact
	// Program is this program and its version; it stands in what leaves whole.
	Program string
	// NoticeImports takes files of notices of cases.
	NoticeImports Imports
	// SignIn lets people in by a browser; nil where programs alone ask.
	SignIn SignIn
	// Demonstration says that everything here is invented; every answer then says so.
	Demonstration bool
	// Stopping tells whether no new requests are taken; nil is never.
	Stopping func() bool
	// Secure says that people reach us over TLS.
	Secure bool
	// Rates are how much one may ask; nil where nobody but whoever runs the program asks.
	Rates *Rates
	// Channel is the door that is recorded with every change; "api" unless set.
	Channel string
	// Access keeps who could see what.
	Access Access
	// Operation tells how the server is doing; nil where there is none.
	Operation func(context.Context) (Operating, error)
	// Orders carries out what the operator orders; nil where there is no server.
	Orders Orders
	// Departures carries out that an employer leaves.
	Departures Departures
}

// Identity tells who asks; the error is a *fault.Fault of kind Unauthenticated.
type Identity interface {
	Authenticate(r *http.Request) (access.Actor, error)
}

// Directory finds what stands in the blind index.
type Directory interface {
	EmployerByCode(ctx context.Context, code string) (uuid.UUID, bool, error)
	PersonByStaffNumber(ctx context.Context, employer uuid.UUID, number string) (uuid.UUID, bool, error)
	CaseDirectory
	PersonDirectory
}

// Records gives one record's history as far as it is in the scope, none of it
// otherwise, whatever is asked of access besides.
type Records interface {
	ReadStreamAs(ctx context.Context, scope access.Scope, s eventlog.Stream) ([]eventlog.Recorded, error)
	// ReadKindAs gives a page of all events of one category that an employer owns, stream by
	// stream, and CountKindsAs how many there are of each.
	ReadKindAs(ctx context.Context, scope access.Scope, owner uuid.UUID, category string, after eventlog.Place, upTo eventlog.Position, limit int) ([]eventlog.Recorded, error)
	CountKindsAs(ctx context.Context, scope access.Scope, owner uuid.UUID, upTo eventlog.Position) (map[string]export.Count, error)
	// CertificatesAs gives certificates of an employer that stand before a position, the newest first.
	CertificatesAs(ctx context.Context, scope access.Scope, owner uuid.UUID, before eventlog.Position, limit int) ([]eventlog.Recorded, error)
	// ReadCategoryAs does it for all streams of a category of which there are few, in the order of the log.
	ReadCategoryAs(ctx context.Context, scope access.Scope, category string) ([]eventlog.Recorded, error)
}

// Figures answers how many, by what, for whom, as known when.
type Figures interface {
	Ask(q figures.Question, s access.Scope) (figures.Answer, error)
	Plain(q figures.Question, s access.Scope) (figures.Answer, error)
	Deviation(s access.Scope) float64
	Funnel(q figures.Question, s access.Scope) (figures.Funnel, error)
	Change(q figures.Question, since figures.Moment, s access.Scope) (figures.Change, error)
	Await(ctx context.Context, p eventlog.Position) error
	// Method is what protected numbers are printed by now; the error is that of a protected
	// question. Classifications are those of a question, as they are now.
	Method() (figures.Method, error)
	Classifications(q figures.Question) ([]figures.Classification, error)
}

// History tells what was the last position at a time, and what time it is by the clock that
// stamps events.
type History interface {
	PositionAt(ctx context.Context, at time.Time) (eventlog.Position, error)
	Now(ctx context.Context) (time.Time, error)
}

// Readings keeps who read what. It is written before the answer is given: an
// answer that cannot be accounted for is not given.
type Readings interface {
	Record(ctx context.Context, readings ...access.Reading) error
}

// Documents keeps what was written: sealed, and found again by its hash. What opens it is kept
// in parts elsewhere.
type Documents interface {
	Keep(ctx context.Context, employer uuid.UUID, plain []byte, parts int) (hash eventlog.Hash, size int, shares [][]byte, err error)
	Read(ctx context.Context, scope access.Scope, hash eventlog.Hash, shares [][]byte) (plain []byte, found bool, err error)
}

// Printer puts a document on paper, as a PDF; invented marks every page.
type Printer interface {
	Print(w document.Written, invented bool) ([]byte, error)
}

// Health tells whether everything is loaded and visible; the error says what is not.
type Health interface {
	Ready(ctx context.Context) error
}

// Contact is whom to write to about this server; it stands in the description.
type Contact struct{ Name, Email, URL string }

// limits are what one request may take. They are fields so that tests need not wait.
type limits struct {
	body     int64
	wait     time.Duration // for a read model to reach a position
	request  time.Duration
	opened   int // sealed notices, to find those that are asked for
	inFlight int
	search   time.Duration // at whose beats a search for a person is answered
	watch    watchTimes
}

var usualLimits = limits{
	body: 1 << 20,
	// Events are visible after milliseconds; whoever waits longer waits for
	// something that stopped, and is told so.
	wait:    2 * time.Second,
	request: 20 * time.Second,
	opened:  2_000,
	// Beyond this a queue only grows. Group commit is at its best at 128 writers.
	inFlight: 256,
	// Longer than a search takes, found or not.
	search: 300 * time.Millisecond,
	watch:  usualWatch,
}

type api struct {
	Needs
	limits     limits
	journal    decider.Sharing
	traffic    *traffic
	places     chan struct{} // one taken per request under way
	everything chan struct{} // as places, for what takes long
	epochs     *epochs
	atlas      *atlas
	throttle   *throttle
	seen       seenToday
	gone       goneCheck
	watchers   watchers
}

// Handler serves the whole API, metrics included. The error names what is missing.
func Handler(n Needs) (http.Handler, error) { return newHandler(n, usualLimits) }

func newHandler(n Needs, l limits) (http.Handler, error) {
	if n.Channel == "" {
		n.Channel = "api"
	}
	if err := n.check(); err != nil {
		return nil, err
	}
	a := &api{
		Needs: n, limits: l,
		traffic:    newTraffic(n.Metrics),
		places:     make(chan struct{}, l.inFlight),
		everything: make(chan struct{}, mostEverything),
		epochs:     &epochs{},
		atlas:      &atlas{},
		throttle:   newThrottle(n.Rates),
	}
	a.journal = decider.NewJournal(n.Log, accountable{n.Opened, a})
	return a.around(a.fromAddress(a.mux())), nil
}

func (n Needs) check() error {
	var missing []error
	for name, there := range map[string]bool{
		"Log": n.Log != nil, "Records": n.Records != nil, "Opened": n.Opened != nil, "Closed": n.Closed != nil, "Parted": n.Parted != nil, "Identity": n.Identity != nil,
		"Directory": n.Directory != nil, "Figures": n.Figures != nil, "Doubles": n.Doubles != nil, "Listing": n.Listing != nil, "Triage": n.Triage != nil, "Worklist": n.Worklist != nil, "Terms": n.Terms != nil, "Keys": n.Keys != nil, "Imports": n.Imports != nil, "History": n.History != nil,
		"Readings": n.Readings != nil, "Attempts": n.Attempts != nil, "Documents": n.Documents != nil, "Printer": n.Printer != nil, "Health": n.Health != nil, "Clock": n.Clock != nil, "NewID": n.NewID != nil,
		"Metrics": n.Metrics != nil, "Logger": n.Logger != nil,
		"Evidence": n.Evidence != nil, "NoticeImports": n.NoticeImports != nil,
		"Access": n.Access != nil, "Departures": n.Departures != nil,
	} {
		if !there {
			missing = append(missing, errors.New("make the API: nothing was given for "+name))
		}
	}
	return errors.Join(missing...)
}
