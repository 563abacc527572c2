package vault

import (
	"encoding/binary"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// RequestKey is the form in which the log remembers a request. A bare hash of a
// staff number or a name in it could be guessed; this one needs the store's key,
// which also makes it the same after a restart and on every instance.
func (v *Vault) RequestKey(actor, employer uuid.UUID, key string, body []byte) eventlog.Key {
	return eventlog.Key{
		Token: v.own.requests.sum(actor[:], employer[:], []byte(key)),
		Body:  v.own.bodies.sum(binary.BigEndian.AppendUint64(nil, uint64(len(body))), body),
	}
}
