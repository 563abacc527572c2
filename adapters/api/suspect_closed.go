package api

import (
	"ruggensteun/domain/person"
	"ruggensteun/projections/timeline"
)

// closeWords is the page for who may not see of whom it is. What was known before is kept as codes, which
// name nobody, and stays; but why somebody listed, reviewed or took back something is told in words under
// the same key, and words name anybody. That there are such words is shown.
func (p *suspectPage) closeWords() {
	timeline.CloseNotes(p.Timeline)
	if p.Attention != nil && p.Attention.Why != nil && p.Attention.Why.State == person.Present.String() {
		p.Attention.Why = &textPage{State: person.Closed.String()}
	}
}
