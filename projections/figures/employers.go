package figures

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/facts"
)

// known is an employer with everything that was ever on record about it.
type known struct {
	id       uuid.UUID
	versions []employerVersion
	// An employer without a row, because its registration was redacted, stands in
	// the default zone.
	first, last *clock
	// rezoned employers stood in more than one zone. Their slots are made anew
	// for each question, in the zone as known at the position that was asked for.
	rezoned bool
}

type employerVersion struct {
	from  eventlog.Position
	row   facts.Employer
	clock *clock
}

// at gives the employer as known at a position; false when it was not yet, or
// when its registration was redacted.
func (k known) at(p eventlog.Position) (employerVersion, bool) {
	for _, v := range slices.Backward(k.versions) {
		if v.from <= p {
			return v, true
		}
	}
	return employerVersion{clock: k.first}, false
}

func (k known) with(v employerVersion) known {
	k.versions = append(slices.Clip(k.versions), v)
	k.rezoned = k.rezoned || k.last != v.clock
	k.last = v.clock
	return k
}

// employers stand at their numbers. A list that readers have is never changed.
type employers []known

// codeAt is the code that an employer's incidents are grouped under.
func (k known) codeAt(p eventlog.Position) codes.Code {
	if v, ok := k.at(p); ok && v.row.Code != "" {
		return codes.Code(v.row.Code)
	}
	return codes.NotRecorded
}
