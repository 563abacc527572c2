package eventjson_test

import (
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/domain/triage"
)

var (
	maybeID = rapid.OneOf(rapid.Just(uuid.Nil), anyID)
	anyTold = rapid.Custom(func(t *rapid.T) prosecution.Told {
		return prosecution.Told{Step: anyCode.Draw(t, "step"), Effect: anyMoment.Draw(t, "effect"), Details: prosecution.Details{
			Aangifte: maybeID.Draw(t, "aangifte"), Worker: maybeID.Draw(t, "worker"), VPT: perhaps(anyCode).Draw(t, "vpt"), Sepot: perhaps(anyCode).Draw(t, "sepot"),
			Conditional: perhaps(anyCode).Draw(t, "conditional"), Summons: perhaps(anyCode).Draw(t, "summons"), Hearing: maybeMoment.Draw(t, "hearing"),
			Uplift: perhaps(anyCode).Draw(t, "uplift"), Percent: anyCount.Draw(t, "percent"), Outcome: perhaps(anyCode).Draw(t, "outcome"),
			Sanctions: some(rapid.Custom(func(t *rapid.T) prosecution.Sanction {
				return prosecution.Sanction{Kind: anyCode.Draw(t, "kind"), Size: rapid.Int().Draw(t, "size")}
			})).Draw(t, "sanctions"),
			Offences: some(rapid.Custom(func(t *rapid.T) prosecution.Offence {
				return prosecution.Offence{Offence: anyCode.Draw(t, "offence"), Article: perhaps(anyText).Draw(t, "article")}
			})).Draw(t, "offences"),
			Instance: perhaps(anyCode).Draw(t, "instance"), Decision: perhaps(anyCode).Draw(t, "decision"),
		}}
	})
	anyNotice = rapid.Custom(func(t *rapid.T) prosecution.Notice {
		return prosecution.Notice{
			ID: anyID.Draw(t, "id"), Received: anyMoment.Draw(t, "received"), Source: anyCode.Draw(t, "source"), Told: held(anyTold).Draw(t, "told"),
			Amounts: held(some(rapid.Custom(func(t *rapid.T) prosecution.Amount {
				return prosecution.Amount{Claimant: anyID.Draw(t, "claimant"), Kind: anyCode.Draw(t, "kind"), Cents: rapid.Int64().Draw(t, "cents")}
			}))).Draw(t, "amounts"),
			Reference: held(anyText).Draw(t, "reference"), Text: held(anyText).Draw(t, "text"),
		}
	})
)

var anyAangifte = rapid.Custom(func(t *rapid.T) aangifte.Content {
	return aangifte.Content{
		On: anyMoment.Draw(t, "on"), Complainant: anyCode.Draw(t, "complainant"), Name: perhaps(anyCode).Draw(t, "name"), Domicile: perhaps(anyCode).Draw(t, "domicile"),
		Workers: some(anyID).Draw(t, "workers"), Incidents: some(anyID).Draw(t, "incidents"), Reference: held(anyText).Draw(t, "reference"),
	}
})

var (
	anyWait = rapid.Custom(func(t *rapid.T) triage.Waiting {
		return triage.Waiting{Reason: anyCode.Draw(t, "reason"), Candidates: some(anyID).Draw(t, "candidates")}
	})
	anyWaiting = rapid.Custom(func(t *rapid.T) triage.Content {
		n := anyNotice.Draw(t, "notice")
		h := n.Heard()
		h.Told = anyTold.Draw(t, "told")
		return triage.Content{Heard: h, Clues: triage.Clues{
			Case: perhaps(anyText).Draw(t, "case"), Numbers: some(anyText).Draw(t, "numbers"), Aangifte: perhaps(anyText).Draw(t, "aangifte"), Incident: perhaps(anyText).Draw(t, "incident"),
		}}
	})
)

func anyOfACase() *rapid.Generator[decider.Event] {
	link := func(t *rapid.T) prosecution.Link {
		return prosecution.Link{Kind: prosecution.LinkKind(anyCode.Draw(t, "kind")), ID: anyID.Draw(t, "id")}
	}
	return either(
		func(t *rapid.T) decider.Event {
			return prosecution.Opened{Employer: anyID.Draw(t, "employer"), Regime: anyCode.Draw(t, "regime")}
		},
		func(t *rapid.T) decider.Event { return prosecution.Linked{Link: link(t)} },
		func(t *rapid.T) decider.Event {
			return prosecution.Unlinked{Link: link(t), Reason: held(anyText).Draw(t, "reason")}
		},
		func(t *rapid.T) decider.Event { return prosecution.NoticeReceived{Notice: anyNotice.Draw(t, "notice")} },
		func(t *rapid.T) decider.Event {
			return prosecution.NoticeCorrected{Notice: anyNotice.Draw(t, "notice"), Again: rapid.Bool().Draw(t, "again"), Reason: held(anyText).Draw(t, "reason")}
		},
		func(t *rapid.T) decider.Event {
			return prosecution.NoticeWithdrawn{ID: anyID.Draw(t, "id"), Reason: held(anyText).Draw(t, "reason")}
		},
		func(t *rapid.T) decider.Event {
			return prosecution.VictimTold{
				ID: anyID.Draw(t, "id"), Victim: anyID.Draw(t, "victim"), Channel: anyCode.Draw(t, "channel"), On: anyMoment.Draw(t, "on"), Text: held(anyText).Draw(t, "text"),
				Document: maybeID.Draw(t, "document"),
				Of: some(rapid.Custom(func(t *rapid.T) prosecution.Revision {
					return prosecution.Revision{Notice: anyID.Draw(t, "notice"), Revision: rapid.Int().Draw(t, "revision"), Home: maybeID.Draw(t, "home")}
				})).Draw(t, "of"),
			}
		},
		func(t *rapid.T) decider.Event {
			return prosecution.Closed{Explanation: held(anyText).Draw(t, "explanation"), Loose: held(some(rapid.Custom(func(t *rapid.T) prosecution.LooseEnd {
				return prosecution.LooseEnd{Kind: prosecution.Looseness(anyCode.Draw(t, "kind")), Person: maybeID.Draw(t, "person")}
			}))).Draw(t, "loose")}
		},
		func(t *rapid.T) decider.Event { return prosecution.Reopened{Reason: held(anyText).Draw(t, "reason")} },
		func(t *rapid.T) decider.Event {
			return pseudonym.Merged{Into: anyID.Draw(t, "into"), Reason: held(anyText).Draw(t, "reason")}
		},
		func(t *rapid.T) decider.Event {
			return pseudonym.SplitOff{From: anyID.Draw(t, "from"), Reason: held(anyText).Draw(t, "reason")}
		},
		func(t *rapid.T) decider.Event { return pseudonym.Absorbed{Pseudonym: anyID.Draw(t, "pseudonym")} },
		func(t *rapid.T) decider.Event { return pseudonym.Released{Pseudonym: anyID.Draw(t, "pseudonym")} },
		func(t *rapid.T) decider.Event {
			return prosecution.Merged{Into: anyID.Draw(t, "into"), Explanation: held(anyText).Draw(t, "explanation")}
		},
		func(t *rapid.T) decider.Event {
			return prosecution.SplitOff{From: anyID.Draw(t, "from"), Reason: held(anyText).Draw(t, "reason")}
		},
		func(t *rapid.T) decider.Event { return prosecution.Absorbed{Case: anyID.Draw(t, "case")} },
		func(t *rapid.T) decider.Event { return prosecution.Released{Case: anyID.Draw(t, "case")} },
		func(t *rapid.T) decider.Event {
			return prosecution.Erased{Purpose: rapid.SampledFrom(prosecution.Purposes()).Draw(t, "purpose"), Reason: anyCode.Draw(t, "reason")}
		},
		func(t *rapid.T) decider.Event {
			return triage.Received{Employer: anyID.Draw(t, "employer"), Regime: anyCode.Draw(t, "regime"), Content: held(anyWaiting).Draw(t, "content"), Waiting: anyWait.Draw(t, "waiting")}
		},
		func(t *rapid.T) decider.Event {
			return triage.Corrected{Content: held(anyWaiting).Draw(t, "content"), Waiting: anyWait.Draw(t, "waiting")}
		},
		func(t *rapid.T) decider.Event { return triage.Matched{Case: anyID.Draw(t, "case")} },
		func(t *rapid.T) decider.Event { return triage.SetAside{Reason: held(anyText).Draw(t, "reason")} },
		func(t *rapid.T) decider.Event { return triage.Reopened{Reason: held(anyText).Draw(t, "reason")} },
		func(t *rapid.T) decider.Event { return triage.TakenBack{} },
		func(t *rapid.T) decider.Event {
			return triage.Erased{Purpose: rapid.SampledFrom(triage.Purposes()).Draw(t, "purpose"), Reason: anyCode.Draw(t, "reason")}
		},
		func(t *rapid.T) decider.Event {
			return erasure.Erased{Purpose: rapid.SampledFrom(erasure.Purposes()).Draw(t, "purpose"), Reason: anyCode.Draw(t, "reason")}
		},
		func(t *rapid.T) decider.Event {
			return aangifte.Made{Employer: anyID.Draw(t, "employer"), Regime: anyCode.Draw(t, "regime"), Content: anyAangifte.Draw(t, "content")}
		},
		func(t *rapid.T) decider.Event {
			return aangifte.Corrected{Content: anyAangifte.Draw(t, "content"), Reason: held(anyText).Draw(t, "reason")}
		},
		func(t *rapid.T) decider.Event {
			return aangifte.Erased{Purpose: rapid.SampledFrom(aangifte.Purposes()).Draw(t, "purpose"), Reason: anyCode.Draw(t, "reason")}
		},
		func(t *rapid.T) decider.Event { return aangifte.Retracted{Reason: held(anyText).Draw(t, "reason")} },
		func(t *rapid.T) decider.Event {
			return aftercare.Opened{Employer: anyID.Draw(t, "employer"), Regime: anyCode.Draw(t, "regime"), Incident: anyID.Draw(t, "incident"), Worker: anyID.Draw(t, "worker")}
		},
		func(t *rapid.T) decider.Event {
			return aftercare.StepTold{ID: anyID.Draw(t, "id"), Worker: anyID.Draw(t, "worker"), Note: held(anyText).Draw(t, "note"), Step: held(rapid.Custom(func(t *rapid.T) aftercare.Step {
				return aftercare.Step{Step: anyCode.Draw(t, "step"), Status: anyCode.Draw(t, "status"), On: anyMoment.Draw(t, "on"), Due: perhaps(anyText).Draw(t, "due")}
			})).Draw(t, "step")}
		},
		func(t *rapid.T) decider.Event {
			return aftercare.StepRetracted{ID: anyID.Draw(t, "id"), Worker: anyID.Draw(t, "worker"), Reason: held(anyText).Draw(t, "reason")}
		},
	)
}

func anyOfTheWork() *rapid.Generator[decider.Event] {
	maybeInstant := rapid.OneOf(rapid.Just(time.Time{}), anyInstant)
	return either(
		func(t *rapid.T) decider.Event {
			return casework.Opened{Employer: anyID.Draw(t, "employer"), Worker: maybeID.Draw(t, "worker")}
		},
		func(t *rapid.T) decider.Event {
			return casework.Assigned{Responsible: anyID.Draw(t, "responsible"), StandIn: maybeID.Draw(t, "stand-in")}
		},
		func(t *rapid.T) decider.Event {
			return casework.HandOverOffered{To: anyID.Draw(t, "to"), SilentSince: maybeInstant.Draw(t, "since")}
		},
		func(t *rapid.T) decider.Event {
			return casework.HandOverAccepted{Responsible: anyID.Draw(t, "responsible"), StandIn: maybeID.Draw(t, "stand-in")}
		},
		func(t *rapid.T) decider.Event {
			return casework.NameChanged{Victims: rapid.SliceOfN(anyID, 1, 3).Draw(t, "victims"), Knew: anyID.Draw(t, "knew"), At: anyInstant.Draw(t, "at")}
		},
		func(t *rapid.T) decider.Event {
			return casework.NameTold{
				ID: anyID.Draw(t, "id"), Victim: anyID.Draw(t, "victim"), Name: anyID.Draw(t, "name"), Channel: anyCode.Draw(t, "channel"),
				On: anyMoment.Draw(t, "on"), Document: maybeID.Draw(t, "document"),
			}
		},
		func(t *rapid.T) decider.Event {
			return casework.HandOverDeclined{Worker: maybeID.Draw(t, "worker"), Reason: held(anyText).Draw(t, "reason")}
		},
		func(*rapid.T) decider.Event { return casework.HandOverWithdrawn{} },
		func(t *rapid.T) decider.Event {
			return casework.Snoozed{Worker: maybeID.Draw(t, "worker"), Until: anyText.Draw(t, "until"), Reason: held(anyText).Draw(t, "reason")}
		},
		func(*rapid.T) decider.Event { return casework.Woken{} },
		func(t *rapid.T) decider.Event {
			return casework.AlarmRaised{
				Number: rapid.Int().Draw(t, "number"), Worker: maybeID.Draw(t, "worker"), Kind: casework.AlarmKind(anyCode.Draw(t, "kind")),
				Instead: rapid.Int().Draw(t, "instead"), At: anyInstant.Draw(t, "at"), Clock: held(rapid.Custom(func(t *rapid.T) casework.Clock {
					return casework.Clock{
						Agreement: anyText.Draw(t, "agreement"), Version: anyText.Draw(t, "version"), Whose: agreement.Whose(anyCode.Draw(t, "whose")),
						Start: anyCode.Draw(t, "start"), StartedOn: perhaps(anyText).Draw(t, "started"), Victim: maybeID.Draw(t, "victim"),
						About: maybeID.Draw(t, "about"), Due: perhaps(anyText).Draw(t, "due"),
					}
				})).Draw(t, "clock"),
			}
		},
		func(t *rapid.T) decider.Event {
			return casework.AlarmEnded{Number: rapid.Int().Draw(t, "number"), Because: casework.Ending(anyCode.Draw(t, "because")), At: anyInstant.Draw(t, "at")}
		},
	)
}
