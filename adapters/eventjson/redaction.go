package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/redaction"
)

func walkRedacted(f fields, _ uuid.UUID, e *redaction.Redacted) {
	word(f, "reason", &e.Reason)
	list(f, "spans", &e.Spans, walkSpan)
	wordsIfAny(f, "except", &e.Except)
}

func walkSpan(f fields, s *redaction.Span) {
	s.First = eventlog.Position(f.number("first", int(s.First)))
	s.Last = eventlog.Position(f.number("last", int(s.Last)))
}
