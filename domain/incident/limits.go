package incident

import (
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
)

// Limits of one command. Beyond them, what is left is sent in a second one.
const (
	longestNarrative   = 20_000 // characters; about eight pages
	longestReason      = 1_000
	longestName        = 100
	longestStaffNumber = 40
	longestReference   = 100 // of an incident in another system
	MostWorkers        = 100 // who are told of one by one; the others are counted
	mostCodes          = 30
)

// What adapters/eventjson and the seals add, counted generously.
const (
	perEvent  = 8 << 10 // codes, place, time, names of the fields
	perWorker = 900     // ids, injuries, absence, and two seals with the ids of their keys
	perSeal   = 100     // nonce, tag, field names inside
)

// fits refuses here what the log would refuse later with a worse explanation:
// sealed and in base64, the event must stay below eventlog.MaxPayload.
func (f *form) fits(workers []Worker, narrative, address person.Held[string]) {
	size := perEvent + sealed(narrative.Value) + sealed(address.Value)
	for _, w := range workers {
		size += perWorker + sealed(w.Identity.Value.Name+w.Identity.Value.StaffNumber)
	}
	f.Check(size <= eventlog.MaxPayload, "narrative", "is too long together with so many workers",
		"shorten it, or add the workers afterwards, as details")
}

// sealed is the size of a text in JSON, sealed, in base64.
func sealed(s string) int {
	n := perSeal
	for _, r := range s {
		n += inJSON(r)
	}
	return n * 4 / 3
}

// inJSON follows encoding/json, which escapes for HTML.
func inJSON(r rune) int {
	switch {
	case r == '<' || r == '>' || r == '&' || r == '\u2028' || r == '\u2029':
		return len(`\u003c`)
	case r == '"' || r == '\\' || r == '\n' || r == '\t':
		return len(`\n`)
	}
	return len(string(r))
}
