// Package codes holds the code lists: what each code means, in Dutch and
// English, since when, and on whose authority.
package codes

import "slices"

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

// Missing tells whether the code says that there is no answer. Other is an
// answer, and can stand beside others.
func (c Code) Missing() bool {
	return c == Unknown || c == NotRecorded || c == NotApplicable
}

var missing = []Entry{
	{Code: Unknown, NL: "onbekend", EN: "unknown", Source: Proposed,
		ExplainNL: "gevraagd, maar niet bekend", ExplainEN: "asked, but not known"},
	{Code: NotRecorded, NL: "niet vastgelegd", EN: "not recorded", Source: Proposed,
		ExplainNL: "niets ingevuld of nooit gevraagd", ExplainEN: "nothing was entered, or never asked"},
	{Code: NotApplicable, NL: "niet van toepassing", EN: "not applicable", Source: Proposed,
		ExplainNL: "de vraag heeft hier geen betekenis", ExplainEN: "the question makes no sense here"},
	{Code: Other, NL: "anders", EN: "other", Source: Proposed,
		ExplainNL: "geen van de lijst; de tekst zegt wat", ExplainEN: "none of the list; the text says what"},
}

// Unite adds codes to codes that are on record: each once, in the order told. A
// missing kind gives way as soon as there is an answer, and never replaces one.
// The result shares nothing with its arguments.
func Unite(have, more []Code) []Code {
	var united []Code
	for _, c := range slices.Concat(have, more) {
		switch {
		case slices.Contains(united, c), c.Missing() && len(united) > 0:
		case len(united) == 1 && united[0].Missing():
			united[0] = c
		default:
			united = append(united, c)
		}
	}
	return united
}
