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

// ErrWrongMaster: the keys of this store are wrapped under another master key.
var ErrWrongMaster = errors.New("this is not the master key of this store")
