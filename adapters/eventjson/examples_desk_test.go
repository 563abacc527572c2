package eventjson_test

import (
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/accessrequest"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/certificate"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/disposal"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/hold"
	"ruggensteun/domain/person"
	"ruggensteun/domain/retention"
)

func examplesOfTheDesk() map[string]decider.Event {
	at := time.Date(2026, 11, 27, 14, 0, 0, 123456000, time.UTC)
	return map[string]decider.Event{
		"retention.set.v1": retention.WasSet{
			Of: retention.Of{Kind: retention.Incident, Purpose: person.ForNarrative, Regime: "AVG"}, Number: "2026-1", ValidFrom: "2026-12-01", Term: calendar.Term{Years: 7}, Reason: "er lopen nog vorderingen",
		},
		"certificate.issued.v1": certificate.Issued{Certificate: certificate.Certificate{
			ID: exampleCase, Kind: retention.Worker, Of: examplePerson, Purposes: []person.Purpose{person.ForIdentity, person.ForHealth}, Reason: "ERASURE",
			Erased: []eventlog.Position{1042, 1043}, Told: []certificate.Span{{First: 12, Last: 13}, {First: 77, Last: 77}}, Events: 3, Keys: []uuid.UUID{exampleSuspect}, KeyCount: 1,
			Backups: []certificate.Backup{{Name: "nachtelijk", Until: "2026-12-27"}}, Exports: []certificate.Export{{Hash: "00ff", Position: 500, At: at}}, Papers: []uuid.UUID{exampleIncident}, At: at,
		}},
		"accessrequest.opened.v1": accessrequest.Opened{
			On: accessrequest.Subject{Kind: accessrequest.Worker, ID: examplePerson}, Received: "2026-11-26", Verified: accessrequest.InPerson, Permit: exampleCase, Due: "2026-12-26", By: exampleSuspect, At: at,
		},
		"accessrequest.extended.v1": accessrequest.Extended{
			On: accessrequest.Subject{Kind: accessrequest.Worker, ID: examplePerson}, Why: accessrequest.Complex, Reason: person.Of("Er zijn veel zaken."), Due: "2027-02-26", At: at,
		},
		"accessrequest.withheld.v1": accessrequest.Withheld{
			On: accessrequest.Subject{Kind: accessrequest.Suspect, ID: exampleSuspect}, Record: exampleIncident, Ground: accessrequest.Investigation, Reason: person.Of("Het onderzoek loopt."), At: at,
		},
		"accessrequest.delivered.v1": accessrequest.Delivered{Hash: "00ff", How: accessrequest.ByHand, Day: "2026-12-01", By: exampleSuspect, At: at},
		"accessrequest.refused.v1": accessrequest.Refused{
			On: accessrequest.Subject{Kind: accessrequest.User, ID: examplePerson}, Ground: accessrequest.Unverified, Reason: person.Of("Liet niets zien."), At: at,
		},
		"disposal.begun.v1": disposal.Begun{Round: exampleCase, On: "2026-11-27", Items: []disposal.Item{
			{Kind: retention.Worker, Of: examplePerson, Purposes: []person.Purpose{person.ForHealth, person.ForIdentity}}, {Kind: retention.Incident, Of: exampleIncident, Purposes: []person.Purpose{person.ForAddress}},
		}, At: at},
		"disposal.carried_out.v1": disposal.CarriedOut{
			Round:  exampleCase,
			Erased: []disposal.Done{{Item: disposal.Item{Kind: retention.Worker, Of: examplePerson, Purposes: []person.Purpose{person.ForHealth, person.ForIdentity}}, Certificate: exampleSuspect}},
			Stayed: []disposal.Stayed{{Item: disposal.Item{Kind: retention.Incident, Of: exampleIncident, Purposes: []person.Purpose{person.ForAddress}}, Why: disposal.Held, Until: "2027-06-30"}},
			Left:   7, At: at,
		},
		"hold.placed.v1": hold.Placed{
			ID: exampleCase, On: hold.Subject{Kind: retention.Worker, ID: examplePerson}, Ground: hold.Claim, Reason: person.Of("Vordert letselschade."), Until: "2027-06-30", By: exampleSuspect, Role: "privacy-officer", At: at,
		},
		"hold.renewed.v1": hold.Renewed{ID: exampleCase, On: hold.Subject{Kind: retention.Incident, ID: exampleIncident}, Reason: person.Of("Nog geen uitspraak."), Until: "2027-12-31", At: at},
		"hold.lifted.v1":  hold.Lifted{ID: exampleCase, On: hold.Subject{Kind: retention.Case, ID: exampleCase}, Reason: person.Of("Er is een schikking."), At: at},
	}
}

func anyOfTheDesk() *rapid.Generator[decider.Event] {
	on := func(t *rapid.T) hold.Subject {
		return hold.Subject{Kind: rapid.SampledFrom(retention.Kinds()).Draw(t, "kind"), ID: anyID.Draw(t, "of")}
	}
	return either(
		func(t *rapid.T) decider.Event {
			return hold.Placed{
				ID: anyID.Draw(t, "id"), On: on(t), Ground: hold.Ground(anyText.Draw(t, "ground")), Reason: held(anyText).Draw(t, "reason"), Until: anyText.Draw(t, "until"),
				By: anyID.Draw(t, "by"), Role: access.Role(anyText.Draw(t, "role")), At: anyInstant.Draw(t, "at"),
			}
		},
		func(t *rapid.T) decider.Event {
			n := rapid.IntRange(0, 1<<40)
			position := func(label string) eventlog.Position { return eventlog.Position(n.Draw(t, label)) }
			return certificate.Issued{Certificate: certificate.Certificate{
				ID: anyID.Draw(t, "id"), Kind: retention.Kind(anyText.Draw(t, "kind")), Of: anyID.Draw(t, "of"), Purposes: some(rapid.SampledFrom(person.Purposes())).Draw(t, "purposes"), Reason: anyCode.Draw(t, "reason"),
				Erased: some(rapid.Custom(func(t *rapid.T) eventlog.Position { return eventlog.Position(n.Draw(t, "erased")) })).Draw(t, "all erased"),
				Told: some(rapid.Custom(func(t *rapid.T) certificate.Span {
					return certificate.Span{First: eventlog.Position(n.Draw(t, "first")), Last: eventlog.Position(n.Draw(t, "last"))}
				})).Draw(t, "told"),
				Events: int(position("events")), Keys: some(anyID).Draw(t, "keys"), KeyCount: int(position("count")),
				Backups: some(rapid.Custom(func(t *rapid.T) certificate.Backup {
					return certificate.Backup{Name: anyText.Draw(t, "name"), Until: anyText.Draw(t, "until")}
				})).Draw(t, "backups"),
				Exports: some(rapid.Custom(func(t *rapid.T) certificate.Export {
					return certificate.Export{Hash: anyText.Draw(t, "hash"), Position: eventlog.Position(n.Draw(t, "position")), At: anyInstant.Draw(t, "at")}
				})).Draw(t, "exports"),
				Papers: some(anyID).Draw(t, "papers"), At: anyInstant.Draw(t, "at"),
			}}
		},
		func(t *rapid.T) decider.Event {
			return accessrequest.Opened{
				On: anyAccessSubject.Draw(t, "on"), Received: anyText.Draw(t, "received"), Verified: accessrequest.Verified(anyText.Draw(t, "verified")), Permit: rapid.OneOf(anyID, rapid.Just(uuid.Nil)).Draw(t, "permit"),
				Due: anyText.Draw(t, "due"), By: anyID.Draw(t, "by"), At: anyInstant.Draw(t, "at"),
			}
		},
		func(t *rapid.T) decider.Event {
			return accessrequest.Extended{On: anyAccessSubject.Draw(t, "on"), Why: accessrequest.Why(anyText.Draw(t, "why")), Reason: held(anyText).Draw(t, "reason"), Due: anyText.Draw(t, "due"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return accessrequest.Withheld{
				On: anyAccessSubject.Draw(t, "on"), Record: anyID.Draw(t, "record"), Ground: accessrequest.Ground(anyText.Draw(t, "ground")), Reason: held(anyText).Draw(t, "reason"), At: anyInstant.Draw(t, "at"),
			}
		},
		func(t *rapid.T) decider.Event {
			return accessrequest.Delivered{Hash: anyText.Draw(t, "hash"), How: accessrequest.How(anyText.Draw(t, "how")), Day: anyText.Draw(t, "day"), By: anyID.Draw(t, "by"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return accessrequest.Refused{On: anyAccessSubject.Draw(t, "on"), Ground: accessrequest.Refusal(anyText.Draw(t, "ground")), Reason: held(anyText).Draw(t, "reason"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return disposal.Begun{Round: anyID.Draw(t, "round"), On: anyText.Draw(t, "on"), Items: some(anyDisposalItem).Draw(t, "items"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return disposal.CarriedOut{
				Round: anyID.Draw(t, "round"), Left: rapid.IntRange(0, 1<<40).Draw(t, "left"), At: anyInstant.Draw(t, "at"),
				Erased: some(rapid.Custom(func(t *rapid.T) disposal.Done {
					return disposal.Done{Item: anyDisposalItem.Draw(t, "item"), Certificate: anyID.Draw(t, "certificate")}
				})).Draw(t, "erased"),
				Stayed: some(rapid.Custom(func(t *rapid.T) disposal.Stayed {
					return disposal.Stayed{Item: anyDisposalItem.Draw(t, "item"), Why: disposal.Why(anyText.Draw(t, "why")), Until: anyText.Draw(t, "until")}
				})).Draw(t, "stayed"),
			}
		},
		func(t *rapid.T) decider.Event {
			return hold.Renewed{ID: anyID.Draw(t, "id"), On: on(t), Reason: held(anyText).Draw(t, "reason"), Until: anyText.Draw(t, "until"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return hold.Lifted{ID: anyID.Draw(t, "id"), On: on(t), Reason: held(anyText).Draw(t, "reason"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			n := rapid.IntRange(0, 1000)
			return retention.WasSet{
				Of:     retention.Of{Kind: retention.Kind(anyText.Draw(t, "kind")), Purpose: person.Purpose(anyText.Draw(t, "purpose")), Regime: anyCode.Draw(t, "regime")},
				Number: anyText.Draw(t, "number"), ValidFrom: anyText.Draw(t, "from"), Term: calendar.Term{Years: n.Draw(t, "years"), Months: n.Draw(t, "months"), Weeks: n.Draw(t, "weeks"), Days: n.Draw(t, "days")},
				Reason: anyText.Draw(t, "reason"),
			}
		},
	)
}

var anyDisposalItem = rapid.Custom(func(t *rapid.T) disposal.Item {
	return disposal.Item{Kind: retention.Kind(anyText.Draw(t, "kind")), Of: anyID.Draw(t, "of"), Purposes: some(rapid.SampledFrom(person.Purposes())).Draw(t, "purposes")}
})

var anyAccessSubject = rapid.Custom(func(t *rapid.T) accessrequest.Subject {
	return accessrequest.Subject{Kind: rapid.SampledFrom(accessrequest.Kinds()).Draw(t, "kind"), ID: anyID.Draw(t, "of")}
})
