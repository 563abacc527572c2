package vault

import (
	"crypto/hmac"
	"encoding/hex"
	"fmt"
	"log/slog"

	"ruggensteun/domain/eventlog"
)

// ErrWrongMaster: the key file is not the one that the store was sealed under.
var ErrWrongMaster = eventlog.ErrWrongMaster

// Master is the key that all others hang from. It lives in a file outside the
// database: whoever has only one of the two can read no name.
type Master struct{ secret secret }

// Fingerprint tells which master key it is, without a way back to the key.
func (m Master) Fingerprint() Fingerprint {
	return Fingerprint(*m.secret.derive(infoFingerprint).reveal())
}

// String names the key by its fingerprint. The other verbs print nothing of it
// either (see secret).
func (m Master) String() string {
	if m.secret.reveal == nil {
		return "no master key"
	}
	return "master key " + m.Fingerprint().String()
}

// LogValue is the form in structured logs.
func (m Master) LogValue() slog.Value { return slog.StringValue(m.String()) }

// Fingerprint identifies a master key.
type Fingerprint [32]byte

// String is the short form that people compare.
func (f Fingerprint) String() string { return short(f[:]) }

func short(fingerprint []byte) string {
	return hex.EncodeToString(fingerprint[:min(4, len(fingerprint))])
}

// check refuses a master key that is not the one the store names.
func (m Master) check(stored []byte) error {
	own := m.Fingerprint()
	if hmac.Equal(own[:], stored) {
		return nil
	}
	return fmt.Errorf("the store is sealed under master key %s and the key file holds %s: "+
		"start with the file whose fingerprint line begins with %s (after an interrupted rotation that is the old or the new file): %w",
		short(stored), own, short(stored), ErrWrongMaster)
}
