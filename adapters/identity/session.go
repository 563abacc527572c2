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
	// Begin keeps an attempt to sign in until it ends or is finished; of more than most, those that end last.
	Begin(ctx context.Context, a access.Attempt, most int) error
	// Finish gives an attempt, once: not a second time, and not when it ended before now.
	Finish(ctx context.Context, state access.SecretHash, now time.Time) (access.Attempt, bool, error)
	// Open keeps a session.
	Open(ctx context.Context, s access.Session) error
	// Find gives a session that goes on, and says that it was used: it ends when nobody
	// asked for as long as idle.
	Find(ctx context.Context, secret access.SecretHash, now time.Time, idle time.Duration) (access.Session, bool, error)
	// Choose says in which role the holder goes on.
	Choose(ctx context.Context, secret access.SecretHash, role access.Role) error
	// End ends a session and gives what it was; none when it ended already.
	End(ctx context.Context, secret access.SecretHash) (access.Session, bool, error)
	// Sweep drops what ended before now.
	Sweep(ctx context.Context, now time.Time) error
}

// secret is what a browser holds.
type secret string

// newSecret cannot fail: crypto/rand stops the program when the system gives no randomness.
func newSecret() secret {
	var b [32]byte
	_, _ = rand.Read(b[:])
	return secret(base64.RawURLEncoding.EncodeToString(b[:]))
}

func (s secret) hash() access.SecretHash { return sha256.Sum256([]byte(s)) }

// String and GoString keep it out of log lines.
func (s secret) String() string   { return "a secret" }
func (s secret) GoString() string { return "a secret" }
