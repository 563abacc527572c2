package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/certificate"
	"ruggensteun/domain/eventlog"
)

func walkCertificateIssued(f fields, _ uuid.UUID, e *certificate.Issued) {
	e.ID = f.id("id", e.ID)
	word(f, "kind", &e.Kind)
	e.Of = f.id("of", e.Of)
	words(f, "purposes", &e.Purposes)
	word(f, "reason", &e.Reason)
	list(f, "erased", &e.Erased, func(f fields, p *eventlog.Position) { walkPosition(f, "position", p) })
	list(f, "told", &e.Told, func(f fields, s *certificate.Span) {
		walkPosition(f, "first", &s.First)
		walkPosition(f, "last", &s.Last)
	})
	e.Events = f.number("events", e.Events)
	ids(f, "keys", &e.Keys)
	e.KeyCount = f.number("key_count", e.KeyCount)
	list(f, "backups", &e.Backups, func(f fields, b *certificate.Backup) {
		word(f, "name", &b.Name)
		word(f, "until", &b.Until)
	})
	list(f, "exports", &e.Exports, func(f fields, x *certificate.Export) {
		word(f, "hash", &x.Hash)
		walkPosition(f, "position", &x.Position)
		x.At = f.instant("at", x.At)
	})
	ids(f, "papers", &e.Papers)
	e.At = f.instant("at", e.At)
}

func walkPosition(f fields, name string, p *eventlog.Position) {
	*p = eventlog.Position(f.number(name, int(*p)))
}
