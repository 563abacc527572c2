package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/attention"
	"ruggensteun/domain/person"
)

var whyListed = objectContent(walkWhyListed)

// walkAttentionListed seals why with what was known of the suspect before: it is that, and must
// go when that goes.
func walkAttentionListed(f fields, stream uuid.UUID, e *attention.Listed) {
	e.Employer = f.id("employer", e.Employer)
	held(f, "why", ofPerson(stream, person.ForHistory), &e.Why, whyListed)
	walkDayOf(f, "review", &e.Review)
	walkDayOf(f, "end", &e.End)
	e.At = f.instant("at", e.At)
}

func walkAttentionRenewed(f fields, stream uuid.UUID, e *attention.Renewed) {
	held(f, "reason", ofPerson(stream, person.ForHistory), &e.Reason, narrative)
	walkDayOf(f, "review", &e.Review)
	walkDayOf(f, "end", &e.End)
	e.At = f.instant("at", e.At)
}

func walkAttentionEnded(f fields, stream uuid.UUID, e *attention.Ended) {
	held(f, "reason", ofPerson(stream, person.ForHistory), &e.Reason, narrative)
	e.At = f.instant("at", e.At)
}

func walkWhyListed(f fields, w *attention.Why) {
	word(f, "ground", &w.Ground)
	word(f, "text", &w.Text)
	object(f, "notice", &w.Notice, func(f fields, n *attention.Notice) {
		word(f, "on", &n.On)
		word(f, "document", &n.Document)
	})
}
