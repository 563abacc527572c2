package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/certificate"
	"ruggensteun/domain/departure"
)

func walkDepartureAsked(f fields, _ uuid.UUID, e *departure.Asked) {
	word(f, "export", &e.Export)
	e.By = f.id("by", e.By)
	word(f, "role", &e.Role)
	e.At = f.instant("at", e.At)
}

func walkDepartureReceived(f fields, _ uuid.UUID, e *departure.Received) {
	word(f, "export", &e.Export)
	e.By = f.id("by", e.By)
	e.At = f.instant("at", e.At)
}

func walkDepartureWithdrawn(f fields, _ uuid.UUID, e *departure.Withdrawn) {
	e.By = f.id("by", e.By)
	word(f, "role", &e.Role)
	e.At = f.instant("at", e.At)
}

func walkDepartureConfirmed(f fields, _ uuid.UUID, e *departure.Confirmed) {
	word(f, "export", &e.Export)
	e.By = f.id("by", e.By)
	ids(f, "links", &e.Links)
	list(f, "backups", &e.Backups, func(f fields, b *certificate.Backup) {
		word(f, "name", &b.Name)
		word(f, "until", &b.Until)
	})
	e.At = f.instant("at", e.At)
}

func walkDepartureErased(f fields, _ uuid.UUID, e *departure.EverythingErased) {
	e.Keys = f.number("keys", e.Keys)
	e.At = f.instant("at", e.At)
}

func walkDepartureFinished(f fields, _ uuid.UUID, e *departure.Finished) {
	e.Certificate = f.id("certificate", e.Certificate)
	e.Removed = f.number("removed", e.Removed)
	e.Kept = f.number("kept", e.Kept)
	e.Marks = f.number("marks", e.Marks)
	e.Documents = f.number("documents", e.Documents)
	e.Rows = f.number("rows", e.Rows)
	e.Sessions = f.number("sessions", e.Sessions)
	e.At = f.instant("at", e.At)
}
