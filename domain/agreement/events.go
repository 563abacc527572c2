package agreement

import (
	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
)

// Stream is the history of the agreements of one employer; of the zero employer it is
// that of the store, whose agreements are everybody's.
func Stream(employer uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: "agreement", ID: employer}
}

// Event is a fact about agreements.
type Event interface {
	EventType() string
	agreementEvent()
}

// Adopted: there is a version, under which clocks start from its first day on. That
// day was still to come: clocks that run keep the version that they started under.
type Adopted struct{ Version Version }

// Withdrawn: from a day on (2006-01-02) no clock starts under a version. Those that run
// keep it.
type Withdrawn struct {
	Agreement string
	Number    string
	From      string
}

func (Adopted) EventType() string   { return "agreement.adopted.v1" }
func (Withdrawn) EventType() string { return "agreement.withdrawn.v1" }

func (Adopted) agreementEvent()   {}
func (Withdrawn) agreementEvent() {}

// UseStream is which versions the clocks of one case run under, where somebody decided
// that; by itself a clock keeps the version of the day on which it started.
func UseStream(of uuid.UUID) eventlog.Stream {
	return eventlog.Stream{Category: "agreement_use", ID: of}
}

// UseEvent is a fact about the versions of one case.
type UseEvent interface {
	EventType() string
	useEvent()
}

// Applied: the clocks of a case run under this version from now on, from their start.
type Applied struct {
	Agreement string
	Ref       Ref
	Because   codes.Code // codes.ApplyReason
}

// Ref names one version of an agreement.
type Ref struct {
	Whose  Whose
	Number string
}

func (Applied) EventType() string { return "agreement.applied.v1" }

func (Applied) useEvent() {}
