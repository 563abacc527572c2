package eventjson_test

import (
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/suspect"
)

// either draws one of several events.
func either(draw ...func(*rapid.T) decider.Event) *rapid.Generator[decider.Event] {
	return rapid.Custom(func(t *rapid.T) decider.Event { return rapid.SampledFrom(draw).Draw(t, "event")(t) })
}

var (
	maybeMoment = rapid.OneOf(rapid.Just(moment.Moment{}), anyMoment)
	anyStep     = rapid.Custom(func(t *rapid.T) incident.Step {
		return incident.Step{
			Phase: perhaps(anyCode).Draw(t, "phase"), At: maybeMoment.Draw(t, "at"), Actor: perhaps(anyCode).Draw(t, "actor"),
			Act: perhaps(anyCode).Draw(t, "act"), Means: perhaps(anyCode).Draw(t, "means"),
			Triggers: some(rapid.Custom(func(t *rapid.T) incident.Trigger {
				return incident.Trigger{Trigger: anyCode.Draw(t, "trigger"), AssessedBy: perhaps(anyCode).Draw(t, "by")}
			})).Draw(t, "triggers"),
			Amplifiers: some(rapid.Custom(func(t *rapid.T) incident.Amplifier {
				return incident.Amplifier{Amplifier: anyCode.Draw(t, "amplifier"), Certainty: perhaps(anyCode).Draw(t, "certainty"), Number: anyCount.Draw(t, "number")}
			})).Draw(t, "amplifiers"),
			Measures: some(rapid.Custom(func(t *rapid.T) incident.Measure {
				return incident.Measure{Measure: anyCode.Draw(t, "measure"), Effect: perhaps(anyCode).Draw(t, "effect")}
			})).Draw(t, "measures"),
		}
	})
	anyQualification = rapid.Custom(func(t *rapid.T) incident.Qualification {
		return incident.Qualification{
			By: anyCode.Draw(t, "by"), Offence: anyCode.Draw(t, "offence"), Article: anyText.Draw(t, "article"),
			Completion: perhaps(anyCode).Draw(t, "completion"), On: anyText.Draw(t, "on"),
		}
	})
	anyProfile = rapid.Custom(func(t *rapid.T) person.Profile {
		return person.Profile{Sex: perhaps(anyCode).Draw(t, "sex"), AgeBand: perhaps(anyCode).Draw(t, "age"), Relation: perhaps(anyCode).Draw(t, "relation")}
	})
)

func anyOfTheCourse() *rapid.Generator[decider.Event] {
	return either(
		func(t *rapid.T) decider.Event {
			return incident.CourseTold{Steps: some(anyStep).Draw(t, "steps"), Reason: held(anyText).Draw(t, "reason")}
		},
		func(t *rapid.T) decider.Event {
			return incident.SupportTold{
				Support: incident.Support{
					Status: perhaps(anyCode).Draw(t, "status"), Asked: maybeMoment.Draw(t, "asked"), Promise: maybeMoment.Draw(t, "promise"),
					Arrival: maybeMoment.Draw(t, "arrival"), Minutes: anyCount.Draw(t, "minutes"),
				},
				Reason: held(anyText).Draw(t, "reason"),
			}
		},
		func(t *rapid.T) decider.Event {
			return incident.ForceReferenced{Report: held(anyText).Draw(t, "report")}
		},
	)
}

func anyPaper() *rapid.Generator[decider.Event] {
	return either(
		func(t *rapid.T) decider.Event {
			return incident.Qualified{Qualification: anyQualification.Draw(t, "qualification")}
		},
		func(t *rapid.T) decider.Event {
			return incident.QualificationRetracted{Qualification: anyQualification.Draw(t, "qualification"), Reason: held(anyText).Draw(t, "reason")}
		},
		func(t *rapid.T) decider.Event {
			return incident.Attached{Attachment: incident.Attachment{
				ID: anyID.Draw(t, "id"), Kind: anyCode.Draw(t, "kind"), Hash: anyText.Draw(t, "hash"), Size: rapid.Int().Draw(t, "size"),
			}}
		},
		func(t *rapid.T) decider.Event {
			p := incident.Photo{
				Attachment: incident.Attachment{ID: anyID.Draw(t, "id"), Kind: anyCode.Draw(t, "kind"), Hash: anyText.Draw(t, "hash"), Size: rapid.Int().Draw(t, "size")},
				By:         anyID.Draw(t, "by"), Media: anyText.Draw(t, "media"), Width: rapid.Int().Draw(t, "width"), Height: rapid.Int().Draw(t, "height"),
				Description: held(anyText).Draw(t, "description"),
			}
			for range rapid.IntRange(0, 3).Draw(t, "parts") {
				under := person.KeyRef{Kind: person.KeyOfPerson, Subject: anyID.Draw(t, "subject"), Purpose: rapid.SampledFrom([]person.Purpose{person.ForIdentity, person.ForHealth}).Draw(t, "purpose")}
				p.Parts = append(p.Parts, incident.PhotoPart{Under: under, Share: held(anyText).Draw(t, "share")})
			}
			return incident.PhotoAdded{Photo: p}
		},
		func(t *rapid.T) decider.Event {
			return incident.Detached{ID: anyID.Draw(t, "id"), Reason: held(anyText).Draw(t, "reason")}
		},
		func(t *rapid.T) decider.Event { return incident.Merged{Into: anyID.Draw(t, "into")} },
		func(t *rapid.T) decider.Event { return incident.Absorbed{Incident: anyID.Draw(t, "incident")} },
		func(t *rapid.T) decider.Event { return incident.Released{Incident: anyID.Draw(t, "incident")} },
		func(t *rapid.T) decider.Event {
			return incident.SplitOff{From: anyID.Draw(t, "from"), Reason: held(anyText).Draw(t, "reason")}
		},
		func(t *rapid.T) decider.Event {
			return incident.Closed{Reason: anyCode.Draw(t, "reason"), Explanation: held(anyText).Draw(t, "explanation")}
		},
		func(t *rapid.T) decider.Event { return incident.Reopened{Reason: held(anyText).Draw(t, "reason")} },
	)
}

func anyOfASuspect() *rapid.Generator[decider.Event] {
	return either(
		func(t *rapid.T) decider.Event {
			return incident.SuspectLinked{Linked: incident.Linked{
				ID: anyID.Draw(t, "id"), Kind: anyCode.Draw(t, "kind"), Suspect: rapid.OneOf(rapid.Just(uuid.Nil), anyID).Draw(t, "suspect"),
				Size: anyCount.Draw(t, "size"), Profile: held(anyProfile).Draw(t, "profile"),
			}}
		},
		func(t *rapid.T) decider.Event {
			return incident.SuspectUnlinked{ID: anyID.Draw(t, "id"), Reason: held(anyText).Draw(t, "reason")}
		},
		func(t *rapid.T) decider.Event {
			return suspect.Opened{Employer: anyID.Draw(t, "employer"), Regime: anyCode.Draw(t, "regime"), Profile: held(anyProfile).Draw(t, "profile")}
		},
		func(t *rapid.T) decider.Event { return suspect.Described{Profile: held(anyProfile).Draw(t, "profile")} },
		func(t *rapid.T) decider.Event {
			return suspect.Identified{Identity: held(rapid.Custom(func(t *rapid.T) person.Suspect {
				return person.Suspect{Name: anyText.Draw(t, "name"), BornOn: anyText.Draw(t, "born")}
			})).Draw(t, "identity")}
		},
		func(t *rapid.T) decider.Event {
			return suspect.IdentityUnlinked{Reason: held(anyText).Draw(t, "reason")}
		},
		func(t *rapid.T) decider.Event {
			return suspect.HistoryTold{ID: anyID.Draw(t, "id"), Entry: held(rapid.Custom(func(t *rapid.T) person.History {
				return person.History{Flag: anyCode.Draw(t, "flag"), Provenance: anyCode.Draw(t, "source"), On: anyText.Draw(t, "on"), Document: anyText.Draw(t, "document")}
			})).Draw(t, "entry")}
		},
		func(t *rapid.T) decider.Event {
			return suspect.HistoryRetracted{ID: anyID.Draw(t, "id"), Reason: held(anyText).Draw(t, "reason")}
		},
		func(t *rapid.T) decider.Event {
			return suspect.Cleared{Incident: anyID.Draw(t, "incident"), Clearance: held(rapid.Custom(func(t *rapid.T) person.Clearance {
				return person.Clearance{Ground: anyCode.Draw(t, "ground"), On: anyText.Draw(t, "on"), Document: anyText.Draw(t, "document")}
			})).Draw(t, "clearance")}
		},
		func(t *rapid.T) decider.Event {
			return suspect.Reviewed{Incident: anyID.Draw(t, "incident"), Leaves: rapid.Bool().Draw(t, "leaves"), Reason: held(anyText).Draw(t, "reason")}
		},
	)
}
