// Package codes holds the code lists: what each code means, in Dutch and
// English, since when, and on whose authority.
package codes

// Code is one value of a list, as stored in events. Codes are never renamed.
type Code string

// Four ways of not having a value; a count of zero is none of them. Every list
// has them beside its own codes (DOMAIN 7).
const (
	Unknown       Code = "UNKNOWN"        // asked, not known
	NotRecorded   Code = "NOT_RECORDED"   // nothing was entered, or never asked
	NotApplicable Code = "NOT_APPLICABLE" // the question makes no sense here
	Other         Code = "OTHER"          // none of the list; the text says what
)
