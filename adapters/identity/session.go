package identity

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"ruggensteun/domain/access"
)

// Sessions keeps who signed in. What a browser holds opens a session; what is kept
// here does not: it is a hash, so a copy of the database lets nobody in.
type Sessions interface {
	// Begin keeps an attempt to sign in until it ends or is finished.
	Begin(ctx context.Context, a Attempt) error
	// Finish gives an attempt, once: not a second time, and not when it ended before now.
	Finish(ctx context.Context, state Hash, now time.Time) (Attempt, bool, error)
	// Open keeps a session.
	Open(ctx context.Context, s Session) error
	// Find gives a session that goes on, and says that it was used: it ends when nobody
	// asked for as long as idle.
	Find(ctx context.Context, secret Hash, now time.Time, idle time.Duration) (Session, bool, error)
	// Choose says in which role the holder goes on.
	Choose(ctx context.Context, secret Hash, role access.Role) error
	// End ends a session and gives what it was; none when it ended already.
	End(ctx context.Context, secret Hash) (Session, bool, error)
	// Sweep drops what ended before now.
	Sweep(ctx context.Context, now time.Time) error
}

// Hash is the SHA-256 of something secret with 256 random bits.
type Hash [sha256.Size]byte

// Attempt is what must come back when somebody signs in at an issuer.
type Attempt struct {
	State    Hash   // of what comes back in the address
	Browser  Hash   // of what its cookie holds: another browser cannot finish it
	Issuer   string // the only one whose answer counts
	Nonce    string
	Verifier string // of PKCE
	Return   string // a path of ours
	Ends     time.Time
}

// Session is somebody who signed in. It holds no name.
type Session struct {
	Secret Hash
	Holder Holder
	Role   access.Role // in which he asks; "" until he chose
	Issuer string
	Began  time.Time
	Used   time.Time
	Ends   time.Time
}

// secret is what a browser holds.
type secret string

// newSecret cannot fail: crypto/rand stops the program when the system gives no randomness.
func newSecret() secret {
	var b [32]byte
	_, _ = rand.Read(b[:])
	return secret(base64.RawURLEncoding.EncodeToString(b[:]))
}

func (s secret) hash() Hash { return sha256.Sum256([]byte(s)) }

// String and GoString keep it out of log lines.
func (s secret) String() string   { return "a secret" }
func (s secret) GoString() string { return "a secret" }
