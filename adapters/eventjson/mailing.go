package eventjson

import (
	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/mailing"
	"ruggensteun/domain/person"
)

func walkAddressSet(f fields, _ uuid.UUID, e *mailing.AddressSet) {
	e.ID = f.id("id", e.ID)
	idIfAny(f, "actor", &e.Actor)
	wordIfAny(f, "party", &e.Party)
	held(f, "address", ofPerson(e.ID, person.ForIdentity), &e.Address, narrative)
	word(f, "wants", &e.Wants)
	numberIfAny(f, "hour", &e.Hour)
	e.At = f.instant("at", e.At)
}

func walkAddressRemoved(f fields, _ uuid.UUID, e *mailing.AddressRemoved) { e.ID = f.id("id", e.ID) }

func walkMailSent(f fields, _ uuid.UUID, e *mailing.Sent) {
	walkMailTo(f, &e.Employer, &e.Address)
	word(f, "mail", &e.Mail)
	walkMailAbout(f, &e.About)
	e.At = f.instant("at", e.At)
}

func walkMailHeld(f fields, _ uuid.UUID, e *mailing.Held) {
	walkMailTo(f, &e.Employer, &e.Address)
	walkMailAbout(f, &e.About)
	e.At = f.instant("at", e.At)
}

func walkMailGivenUp(f fields, _ uuid.UUID, e *mailing.GivenUp) {
	walkMailTo(f, &e.Employer, &e.Address)
	word(f, "mail", &e.Mail)
	walkMailAbout(f, &e.About)
	numberIfAny(f, "code", &e.Code)
	e.At = f.instant("at", e.At)
}

func walkMailGathered(f fields, _ uuid.UUID, e *mailing.Gathered) {
	walkMailTo(f, &e.Employer, &e.Address)
	e.Number = f.number("number", e.Number)
	e.At = f.instant("at", e.At)
}

func walkDigestMade(f fields, _ uuid.UUID, e *mailing.DigestMade) {
	walkMailTo(f, &e.Employer, &e.Address)
	word(f, "day", &e.Day)
	numberIfAny(f, "lapsed", &e.Lapsed)
	numberIfAny(f, "due", &e.Due)
	numberIfAny(f, "due_soon", &e.DueSoon)
	numberIfAny(f, "not_received", &e.NotReceived)
	numberIfAny(f, "offered", &e.Offered)
	e.At = f.instant("at", e.At)
}

// walkMailTo writes the id of the address, never the address.
func walkMailTo(f fields, employer, address *uuid.UUID) {
	*employer = f.id("employer", *employer)
	*address = f.id("address", *address)
}

func walkMailAbout(f fields, a *mailing.About) {
	word(f, "what", &a.What)
	idIfAny(f, "file", &a.File)
	a.Because = eventlog.Position(f.number("because", int(a.Because)))
}
