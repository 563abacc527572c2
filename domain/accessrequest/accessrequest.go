// Package accessrequest is that somebody asks what an employer keeps of him (inzageverzoek, AVG 15):
// who asks and how that was established, by when he must be answered, what is kept from him and on
// which ground, and when he was given his file.
package accessrequest

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/calendar"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
	"ruggensteun/domain/retention"
)

// Category is that of the streams of requests.
const Category = "accessrequest"

// Stream is the history of one request.
func Stream(id uuid.UUID) eventlog.Stream { return eventlog.Stream{Category: Category, ID: id} }

// Kind is of whom something is kept.
type Kind string

const (
	Worker  Kind = "WORKER"  // whom something happened to, by his pseudonym
	Suspect Kind = "SUSPECT" // who did it, by the file
	User    Kind = "USER"    // who reports or works with the register, by his opaque id
)

// Kinds are all of them.
func Kinds() []Kind { return []Kind{Worker, Suspect, User} }

// Name says it in words.
func (k Kind) Name() retention.Text {
	return map[Kind]retention.Text{
		Worker: {NL: "medewerker", EN: "worker"}, Suspect: {NL: "verdachte", EN: "suspect"}, User: {NL: "gebruiker van het register", EN: "user of the register"},
	}[k]
}

// Verified is how it was established that who asks is who he says (AVG 12(6)). No copy of a document
// is kept.
type Verified string

const (
	InPerson       Verified = "IN_PERSON"      // showed a document at the desk
	Login          Verified = "LOGIN"          // signed in with the employer's own account, DigiD or eIDAS
	Known          Verified = "KNOWN"          // is known to who took the request
	Representative Verified = "REPRESENTATIVE" // a lawyer or another with a mandate that was seen
)

// Ways are all of them.
func Ways() []Verified { return []Verified{InPerson, Login, Known, Representative} }

// Ground is why the law lets something be kept from who asks.
type Ground string

const (
	Others        Ground = "RIGHTS_OF_OTHERS" // AVG 15(4), UAVG 41(1)(i)
	Investigation Ground = "INVESTIGATION"    // preventing, investigating or prosecuting offences: UAVG 41(1)(d), Wpg 27
	Claim         Ground = "CLAIM"            // UAVG 41(1)(j)
	Supervision   Ground = "SUPERVISION"      // UAVG 41(1)(h)
)

// Grounds are all of them.
func Grounds() []Ground { return []Ground{Others, Investigation, Claim, Supervision} }

// Name says it in words, with the article.
func (g Ground) Name() retention.Text {
	return map[Ground]retention.Text{
		Others:        {NL: "rechten en vrijheden van anderen (AVG art. 15 lid 4, UAVG art. 41 lid 1 onder i)", EN: "rights and freedoms of others (AVG 15(4), UAVG 41(1)(i))"},
		Investigation: {NL: "voorkomen, opsporen en vervolgen van strafbare feiten (UAVG art. 41 lid 1 onder d, Wpg art. 27)", EN: "prevention, investigation and prosecution of offences (UAVG 41(1)(d), Wpg 27)"},
		Claim:         {NL: "inning van een civielrechtelijke vordering (UAVG art. 41 lid 1 onder j)", EN: "enforcement of a civil claim (UAVG 41(1)(j))"},
		Supervision:   {NL: "toezicht en inspectie (UAVG art. 41 lid 1 onder h)", EN: "supervision and inspection (UAVG 41(1)(h))"},
	}[g]
}

// Why it takes longer (AVG 12(3)).
type Why string

const (
	Complex Why = "COMPLEX" // the request is
	Many    Why = "MANY"    // there are many requests
)

// Refusal is why nothing is given.
type Refusal string

const (
	Unverified Refusal = "UNVERIFIED" // it was not established who asks (AVG 11, 12(6))
	Unfounded  Refusal = "UNFOUNDED"  // manifestly unfounded or excessive (AVG 12(5))
	Withdrawn  Refusal = "WITHDRAWN"  // who asked took it back
)

// How the file was given.
type How string

const (
	ByHand   How = "BY_HAND"
	ByPost   How = "BY_POST" // registered
	Securely How = "SECURE_MAIL"
)

// Subject is of whom.
type Subject struct {
	Kind Kind
	ID   uuid.UUID // opaque: pseudonym, file or actor
}

// Event is a fact about a request. Reasons are sealed with who asks.
type Event interface {
	EventType() string
	requestEvent()
}

// Opened: somebody asked, and it was established who he is.
type Opened struct {
	On       Subject
	Received string // day (2006-01-02)
	Verified Verified
	Permit   uuid.UUID // by which he was found, so that two people know; zero for a user
	Due      string    // last day on which he is to be answered
	By       uuid.UUID
	At       time.Time
}

// Extended: it takes longer, and he was told so.
type Extended struct {
	On     Subject
	Why    Why
	Reason person.Held[string]
	Due    string
	At     time.Time
}

// Withheld: one record is kept from him.
type Withheld struct {
	On     Subject
	Record uuid.UUID
	Ground Ground
	Reason person.Held[string]
	At     time.Time
}

// Delivered: he has his file.
type Delivered struct {
	Hash string // SHA-256 of the file, as it is recorded where it left
	How  How
	Day  string // on which (2006-01-02)
	By   uuid.UUID
	At   time.Time
}

// Refused: he is given none.
type Refused struct {
	On     Subject
	Ground Refusal
	Reason person.Held[string]
	At     time.Time
}

// EventType implements decider.Event.
func (Opened) EventType() string    { return "accessrequest.opened.v1" }
func (Extended) EventType() string  { return "accessrequest.extended.v1" }
func (Withheld) EventType() string  { return "accessrequest.withheld.v1" }
func (Delivered) EventType() string { return "accessrequest.delivered.v1" }
func (Refused) EventType() string   { return "accessrequest.refused.v1" }

func (Opened) requestEvent()    {}
func (Extended) requestEvent()  {}
func (Withheld) requestEvent()  {}
func (Delivered) requestEvent() {}
func (Refused) requestEvent()   {}

// State is how a request stands.
type State string

const (
	Pending  State = "OPEN"
	Answered State = "DELIVERED"
	Declined State = "REFUSED"
)

// Request is one of them.
type Request struct {
	Opened
	Extended  Extended // zero unless it was
	Withheld  []Withheld
	Delivered Delivered
	Refused   Refused
}

// State is how it stands.
func (r Request) State() State {
	switch {
	case r.Delivered != Delivered{}:
		return Answered
	case r.Refused.Ground != "":
		return Declined
	}
	return Pending
}

// Due is the last day on which it is to be answered.
func (r Request) Due() string {
	if r.Extended.Due != "" {
		return r.Extended.Due
	}
	return r.Opened.Due
}

// Overdue tells whether it should have been answered.
func (r Request) Overdue(today calendar.Day) bool {
	return r.State() == Pending && r.Due() < today.String()
}

// Kept gives the ground on which a record is kept from who asks.
func (r Request) Kept(record uuid.UUID) (Ground, bool) {
	for _, w := range slices.Backward(r.Withheld) {
		if w.Record == record {
			return w.Ground, true
		}
	}
	return "", false
}

func evolve(r Request, e Event) Request {
	switch e := e.(type) {
	case Opened:
		r.Opened = e
	case Extended:
		r.Extended = e
	case Withheld:
		r.Withheld = append(slices.Clone(r.Withheld), e)
	case Delivered:
		r.Delivered = e
	case Refused:
		r.Refused = e
	}
	return r
}
