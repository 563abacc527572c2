package eventlog

import (
	"errors"

	"github.com/google/uuid"
)

// Holder is whose data key it is: all keys of one holder are destroyed together.
type Holder struct {
	Employer uuid.UUID
	Kind     string
	Subject  uuid.UUID
	Purpose  string
}

var (
	// ErrWrongMaster: the keys of this store are wrapped under another master key.
	ErrWrongMaster = errors.New("this is not the master key of the store")
	// ErrNoEmployer: the store's own key is never destroyed, because every
	// employer's code and every request would be unknown from then on.
	ErrNoEmployer = errors.New("the zero employer is the store itself, whose key is never destroyed")
)
