package access

import (
	"crypto/sha256"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/fault"
)

// Holder is somebody with the roles that the issuer gives.
type Holder struct {
	ID       uuid.UUID
	Employer uuid.UUID // zero for roles held at none
	Roles    []Role    // as they are held: manager, or manager:NOORD
}

// As gives the actor in a role that is held; "" is for the only one.
func (h Holder) As(role Role) (Actor, error) {
	switch {
	case len(h.Roles) == 0:
		return Actor{}, fault.New(fault.Forbidden, "you have no role here: ask your administrator to put you in a group that has one")
	case role == "" && len(h.Roles) > 1:
		return Actor{}, fault.New(fault.Forbidden, "you have more than one role: say in which you ask: "+namesOf(h.Roles))
	case role == "":
		role = h.Roles[0]
	case !slices.Contains(h.Roles, role):
		return Actor{}, fault.New(fault.Forbidden, "this is no role of yours: yours are "+namesOf(h.Roles))
	}
	a := Actor{ID: h.ID}
	a.Role, a.Unit = role.In()
	if role.AtEmployer() {
		a.Employer = h.Employer
	}
	if purposes := role.Purposes(); len(purposes) > 0 {
		a.Purpose = purposes[0]
	}
	return a, nil
}

func namesOf(roles []Role) string {
	var list []string
	for _, r := range roles {
		list = append(list, string(r))
	}
	return strings.Join(list, ", ")
}

// SecretHash is the SHA-256 of something secret with 256 random bits.
type SecretHash [sha256.Size]byte

// Attempt is what must come back when somebody signs in at an issuer.
type Attempt struct {
	State    SecretHash // of what comes back in the address
	Browser  SecretHash // of what its cookie holds: another browser cannot finish it
	Issuer   string     // the only one whose answer counts
	Nonce    string
	Verifier string // of PKCE
	Return   string // a path of ours
	Ends     time.Time
}

// Session is somebody who signed in. It holds no name.
type Session struct {
	Secret SecretHash
	Holder Holder
	Role   Role // in which he asks, as it is held; "" until he chose
	Issuer string
	Began  time.Time
	Used   time.Time
	Ends   time.Time
}

// Place is where people sign in.
type Place struct {
	Employer string // the code of whom it speaks for; "" for roles held at none
	Issuer   string
}

// Knock is that somebody came in, chose a role, left, or was not let in: what the log of authentication and
// authorisation holds.
type Knock struct {
	At          time.Time
	What        KnockKind
	Actor       Actor // as far as it is known
	Issuer      string
	Route       string // a pattern of ours, never a path that was sent
	Reason      string // a code word
	Correlation uuid.UUID
}

// KnockKind is what became of it.
type KnockKind string

const (
	SignedIn    KnockKind = "signed-in"
	SignedOut   KnockKind = "signed-out"
	RoleChosen  KnockKind = "role-chosen"
	NotAdmitted KnockKind = "not-admitted" // did not prove who he is
	Refused     KnockKind = "refused"      // may not do this
	Introduced  KnockKind = "introduced"   // made known, before he signed in
)
