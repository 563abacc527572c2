package codes

import (
	"regexp"

	"ruggensteun/domain/fault"
)

var gemeente = regexp.MustCompile(`^GM[0-9]{4}$`)

// CheckGemeente refuses what cannot be a municipality. Which of the possible codes
// existed at which time is known to domain/gemeente. The error is a *fault.Wrong.
func CheckGemeente(code Code) error {
	if gemeente.MatchString(string(code)) || code.Missing() {
		return nil
	}
	return &fault.Wrong{
		Problem: "is not a code of a gemeente",
		Remedy:  "use GM and the four digits of the CBS, e.g. GM0363 for Amsterdam, or UNKNOWN",
	}
}
