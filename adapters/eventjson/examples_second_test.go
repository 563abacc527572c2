package eventjson_test

import (
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/attention"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/permit"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspectlink"
)

// examplesOfSecondPersons are of what needs two persons.
func examplesOfSecondPersons() map[string]decider.Event {
	at := time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
	return map[string]decider.Event{
		"permit.requested.v1": permit.Requested{
			Employer: exampleEmployer, Kind: permit.SearchSuspects, By: examplePerson, Role: access.CaseWorker, Purpose: access.FollowUp,
			Search: eventlog.Hash{1, 2, 3}, Reason: person.Of("de advocaat belde over een oude zaak"), At: at,
		},
		"permit.requested.v1-of_cases": permit.Requested{
			Employer: exampleEmployer, Kind: permit.OpenIdentity, By: examplePerson, Role: access.CaseWorker, Purpose: access.FollowUp,
			Of: []uuid.UUID{exampleCase}, Reason: person.Of("vervanging bij ziekte"), At: at,
		},
		"permit.granted.v1": permit.Granted{By: exampleSuspect, Role: access.Registrar, Until: at.Add(4 * time.Hour), Uses: 2, At: at},
		"permit.refused.v1": permit.Refused{By: exampleSuspect, Role: access.PrivacyOfficer, Reason: person.Of("vraag het de behandelaar"), At: at},
		"permit.used.v1":    permit.Used{Number: 1, Found: []uuid.UUID{exampleSuspect}, At: at},
		"suspectlink.proposed.v1": suspectlink.Proposed{
			ID: exampleIncident, Own: suspectlink.Side{Employer: exampleEmployer, File: exampleSuspect, By: examplePerson, Notice: suspectlink.Notice{On: calendar.On(2026, 11, 20), Document: "D-2026-17"}},
			With: exampleCase, Basis: suspectlink.Basis{Statute: "UAVG 33 lid 4", Reference: "AP z2026-00123"}, Review: calendar.On(2027, 5, 1), End: calendar.On(2027, 11, 1), At: at,
		},
		"suspectlink.joined.v1": suspectlink.Joined{
			ID: exampleIncident, Side: suspectlink.Side{Employer: exampleCase, File: examplePerson, By: exampleSuspect, Notice: suspectlink.Notice{On: calendar.On(2026, 11, 21), Document: "VR-88"}}, At: at,
		},
		"suspectlink.approved.v1": suspectlink.Approved{ID: exampleIncident, Employer: exampleEmployer, By: exampleSuspect, At: at},
		"suspectlink.reviewed.v1": suspectlink.Reviewed{ID: exampleIncident, Employer: exampleEmployer, By: exampleSuspect, Review: calendar.On(2027, 10, 1), At: at},
		"suspectlink.ended.v1":    suspectlink.Ended{ID: exampleIncident, Employer: exampleEmployer, By: examplePerson, At: at},
		"attention.listed.v1": attention.Listed{
			Employer: exampleEmployer, Review: calendar.On(2027, 5, 1), End: calendar.On(2027, 11, 1), At: at,
			Why: person.Of(attention.Why{Ground: attention.Ban, Text: "verbod voor het stadskantoor", Notice: attention.Notice{On: "2026-11-20", Document: "D-2026-17"}}),
		},
		"attention.renewed.v1": attention.Renewed{Reason: person.Of("kwam er weer"), Review: calendar.On(2027, 10, 1), End: calendar.On(2028, 4, 1), At: at},
		"attention.ended.v1":   attention.Ended{Reason: person.Of("het verbod is opgeheven"), At: at},
		"permit.withdrawn.v1":  permit.Withdrawn{By: exampleSuspect, Reason: person.Of("is niet meer nodig"), At: at},
	}
}

func anyOfASecondPerson() *rapid.Generator[decider.Event] {
	role := rapid.SampledFrom(access.Roles())
	anyHash := rapid.Custom(func(t *rapid.T) eventlog.Hash {
		return eventlog.Hash(rapid.SliceOfN(rapid.Byte(), len(eventlog.Hash{}), len(eventlog.Hash{})).Draw(t, "hash"))
	})
	day := func(t *rapid.T) calendar.Day { return calendar.DayOf(anyInstant.Draw(t, "day")) }
	side := func(t *rapid.T) suspectlink.Side {
		return suspectlink.Side{Employer: anyID.Draw(t, "employer"), File: anyID.Draw(t, "file"), By: anyID.Draw(t, "by"), Notice: suspectlink.Notice{On: day(t), Document: anyText.Draw(t, "document")}}
	}
	return either(
		func(t *rapid.T) decider.Event {
			return permit.Requested{
				Employer: anyID.Draw(t, "employer"), Kind: rapid.SampledFrom(permit.Kinds()).Draw(t, "kind"), By: anyID.Draw(t, "by"), Role: role.Draw(t, "role"),
				Purpose: access.Purpose(perhaps(anyText).Draw(t, "purpose")), Of: some(anyID).Draw(t, "of"), Search: anyHash.Draw(t, "search"),
				Reason: held(anyText).Draw(t, "reason"), At: anyInstant.Draw(t, "at"),
			}
		},
		func(t *rapid.T) decider.Event {
			return permit.Granted{By: anyID.Draw(t, "by"), Role: role.Draw(t, "role"), Until: anyInstant.Draw(t, "until"), Uses: rapid.IntMin(1).Draw(t, "uses"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return permit.Refused{By: anyID.Draw(t, "by"), Role: role.Draw(t, "role"), Reason: held(anyText).Draw(t, "reason"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return permit.Used{Number: rapid.IntMin(1).Draw(t, "number"), Found: some(anyID).Draw(t, "found"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return suspectlink.Proposed{ID: anyID.Draw(t, "id"), Own: side(t), With: anyID.Draw(t, "with"), Basis: suspectlink.Basis{Statute: anyText.Draw(t, "statute"), Reference: anyText.Draw(t, "reference")}, Review: day(t), End: day(t), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return suspectlink.Joined{ID: anyID.Draw(t, "id"), Side: side(t), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return suspectlink.Approved{ID: anyID.Draw(t, "id"), Employer: anyID.Draw(t, "employer"), By: anyID.Draw(t, "by"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return suspectlink.Reviewed{ID: anyID.Draw(t, "id"), Employer: anyID.Draw(t, "employer"), By: anyID.Draw(t, "by"), Review: day(t), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return suspectlink.Ended{ID: anyID.Draw(t, "id"), Employer: anyID.Draw(t, "employer"), By: anyID.Draw(t, "by"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return attention.Listed{Employer: anyID.Draw(t, "employer"), Review: day(t), End: day(t), At: anyInstant.Draw(t, "at"), Why: held(rapid.Custom(func(t *rapid.T) attention.Why {
				return attention.Why{Ground: anyCode.Draw(t, "ground"), Text: anyText.Draw(t, "text"), Notice: attention.Notice{On: anyText.Draw(t, "on"), Document: anyText.Draw(t, "document")}}
			})).Draw(t, "why")}
		},
		func(t *rapid.T) decider.Event {
			return attention.Renewed{Reason: held(anyText).Draw(t, "reason"), Review: day(t), End: day(t), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return attention.Ended{Reason: held(anyText).Draw(t, "reason"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return permit.Withdrawn{By: anyID.Draw(t, "by"), Reason: held(anyText).Draw(t, "reason"), At: anyInstant.Draw(t, "at")}
		},
	)
}
