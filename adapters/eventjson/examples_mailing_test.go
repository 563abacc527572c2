package eventjson_test

import (
	"time"

	"pgregory.net/rapid"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/mailing"
	"ruggensteun/domain/person"
)

func examplesOfMailing() map[string]decider.Event {
	at := time.Date(2026, 11, 26, 7, 0, 0, 123456000, time.UTC)
	about := mailing.About{What: mailing.Alarm, File: exampleCase, Because: 4711}
	return map[string]decider.Event{
		"mailbook.address_set.v1":     mailing.AddressSet{ID: exampleSuspect, Whom: mailing.Whom{Party: "CASE_WORKER"}, Address: person.Of("zaken@example.nl"), Wants: mailing.Daily, Hour: 8, At: at},
		"mailbook.address_removed.v1": mailing.AddressRemoved{ID: exampleSuspect},
		"mail.sent.v1":                mailing.Sent{Employer: exampleEmployer, Address: exampleSuspect, Mail: "0b9d4c4e", About: about, At: at},
		"mail.held.v1":                mailing.Held{Employer: exampleEmployer, Address: exampleSuspect, About: about, At: at},
		"mail.given_up.v1":            mailing.GivenUp{Employer: exampleEmployer, Address: exampleSuspect, Mail: "0b9d4c4e", About: mailing.About{What: mailing.Digest, Because: 4712}, Code: 550, At: at},
		"mail.gathered.v1":            mailing.Gathered{Employer: exampleEmployer, Address: exampleSuspect, Number: 17, At: at},
		"mail.digest_made.v1":         mailing.DigestMade{Employer: exampleEmployer, Address: exampleSuspect, Day: "2026-11-26", Counts: mailing.Counts{Lapsed: 2, DueSoon: 3, Offered: 1}, At: at},
	}
}

func anyMail() *rapid.Generator[decider.Event] {
	about := func(t *rapid.T) mailing.About {
		return mailing.About{What: mailing.What(anyCode.Draw(t, "what")), File: maybeID.Draw(t, "file"), Because: eventlog.Position(rapid.Int().Draw(t, "because"))}
	}
	return either(
		func(t *rapid.T) decider.Event {
			return mailing.AddressSet{
				ID: anyID.Draw(t, "id"), Whom: mailing.Whom{Actor: maybeID.Draw(t, "actor"), Party: perhaps(anyCode).Draw(t, "party")}, Address: held(anyText).Draw(t, "address"),
				Wants: mailing.Wants(anyCode.Draw(t, "wants")), Hour: rapid.Int().Draw(t, "hour"), At: anyInstant.Draw(t, "at"),
			}
		},
		func(t *rapid.T) decider.Event { return mailing.AddressRemoved{ID: anyID.Draw(t, "id")} },
		func(t *rapid.T) decider.Event {
			return mailing.Sent{Employer: anyID.Draw(t, "employer"), Address: anyID.Draw(t, "address"), Mail: anyText.Draw(t, "mail"), About: about(t), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return mailing.Held{Employer: anyID.Draw(t, "employer"), Address: anyID.Draw(t, "address"), About: about(t), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return mailing.GivenUp{
				Employer: anyID.Draw(t, "employer"), Address: anyID.Draw(t, "address"), Mail: anyText.Draw(t, "mail"), About: about(t), Code: rapid.Int().Draw(t, "code"), At: anyInstant.Draw(t, "at"),
			}
		},
		func(t *rapid.T) decider.Event {
			return mailing.Gathered{Employer: anyID.Draw(t, "employer"), Address: anyID.Draw(t, "address"), Number: rapid.Int().Draw(t, "number"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			n := rapid.Int()
			return mailing.DigestMade{
				Employer: anyID.Draw(t, "employer"), Address: anyID.Draw(t, "address"), Day: anyText.Draw(t, "day"), At: anyInstant.Draw(t, "at"),
				Counts: mailing.Counts{Lapsed: n.Draw(t, "lapsed"), Due: n.Draw(t, "due"), DueSoon: n.Draw(t, "soon"), NotReceived: n.Draw(t, "not"), Offered: n.Draw(t, "offered")},
			}
		},
	)
}
