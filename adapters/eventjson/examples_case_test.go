package eventjson_test

import (
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/document"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/domain/template"
	"ruggensteun/domain/triage"
)

var exampleCase = uuid.MustParse("0199eeee-0000-7000-8000-000000000005")

func dayOf(year int, month time.Month, day int) moment.Moment {
	return moment.Moment{Instant: time.Date(year, month, day-1, 23, 0, 0, 0, time.UTC), Offset: 60, Precision: moment.Day, Finer: codes.NotRecorded}
}

func examplesOfCases() map[string]decider.Event {
	verdict := prosecution.Notice{
		ID: exampleIncident, Received: dayOf(2025, 12, 12), Source: "MEDIA",
		Told: person.Of(prosecution.Told{Step: "VERDICT", Effect: dayOf(2025, 12, 10), Details: prosecution.Details{
			Uplift: "YES", Percent: codes.Exactly(200), Outcome: "CONV", Instance: "FIRST",
			Sanctions: []prosecution.Sanction{{Kind: "COMM_SERV", Size: 60}, {Kind: "CONTACT_BAN"}},
			Offences:  []prosecution.Offence{{Offence: "ASSAULT", Article: "300 jo 304 Sr"}, {Offence: "INSULT"}},
		}}),
		Amounts:   person.Of([]prosecution.Amount{{Claimant: examplePerson, Kind: "AWARDED", Cents: 45_000}, {Claimant: exampleEmployer, Kind: "AWARDED"}}),
		Reference: person.Of("10/123456-25"),
		Text:      person.Of("Taakstraf, \"ook\" een contactverbod."),
	}
	dismissed := prosecution.Notice{
		ID: exampleSuspect, Received: dayOf(2025, 11, 20), Source: "OM",
		Told: person.Of(prosecution.Told{Step: "SEPOT", Effect: moment.Nothing(codes.Unknown), Details: prosecution.Details{
			Aangifte: exampleCase, Worker: examplePerson, VPT: "CONFIRMED", Sepot: "02", Conditional: "YES", Summons: "AU", Hearing: dayOf(2026, 2, 3), Decision: "GRANTED",
		}}),
	}
	return map[string]decider.Event{
		"pseudonym.merged.v1":             pseudonym.Merged{Into: exampleSuspect, Reason: person.Of("Personeelsnummer verkeerd getypt.")},
		"pseudonym.split.v1":              pseudonym.SplitOff{From: exampleSuspect, Reason: person.Of("Het zijn twee broers.")},
		"pseudonym.absorbed.v1":           pseudonym.Absorbed{Pseudonym: exampleSuspect},
		"pseudonym.released.v1":           pseudonym.Released{Pseudonym: exampleSuspect},
		"prosecution.opened.v1":           prosecution.Opened{Employer: exampleEmployer, Regime: "AVG"},
		"prosecution.linked.v1":           prosecution.Linked{Link: prosecution.Link{Kind: prosecution.ToIncident, ID: exampleIncident}},
		"prosecution.unlinked.v1":         prosecution.Unlinked{Link: prosecution.Link{Kind: prosecution.ToSuspect, ID: exampleSuspect}, Reason: person.Of("Was zijn broer.")},
		"prosecution.notice_received.v1":  prosecution.NoticeReceived{Notice: verdict},
		"prosecution.notice_corrected.v1": prosecution.NoticeCorrected{Notice: dismissed, Again: true, Reason: person.Of("Code gewijzigd na een klacht.")},
		"prosecution.notice_withdrawn.v1": prosecution.NoticeWithdrawn{ID: exampleIncident, Reason: person.Of("Andere zaak.")},
		"prosecution.victim_told.v1": prosecution.VictimTold{
			ID: exampleCase, Victim: examplePerson, Of: []prosecution.Revision{{Notice: exampleIncident, Revision: 1}}, Channel: "LETTER", On: dayOf(2025, 12, 13), Text: person.Of("Beste Jo,"),
		},
		"prosecution.victim_told.v1-document": prosecution.VictimTold{
			ID: exampleCase, Victim: examplePerson, Of: []prosecution.Revision{{Notice: exampleIncident, Revision: 1}}, Channel: "LETTER", On: dayOf(2025, 12, 13), Text: person.Of("Zie de brief."), Document: exampleSuspect,
		},
		"prosecution.closed.v1": prosecution.Closed{
			Loose:       person.Of([]prosecution.LooseEnd{{Kind: prosecution.Untold, Person: examplePerson}, {Kind: prosecution.Undecided}}),
			Explanation: person.Of("Is naar het buitenland verhuisd."),
		},
		"aangifte.made.v1": aangifte.Made{Employer: exampleEmployer, Regime: "AVG", Content: aangifte.Content{
			On: dayOf(2025, 10, 27), Complainant: "EMPLOYER", Name: "NUMBER", Domicile: "YES",
			Workers: []uuid.UUID{examplePerson, exampleSuspect}, Incidents: []uuid.UUID{exampleIncident}, Reference: person.Of("PL1700-2025-17"),
		}},
		"aangifte.corrected.v1": aangifte.Corrected{
			Content: aangifte.Content{On: dayOf(2025, 10, 28), Complainant: "VICTIM", Incidents: []uuid.UUID{exampleIncident}}, Reason: person.Of("Een dag later."),
		},
		"aangifte.reference_erased.v1": aangifte.Erased{Purpose: person.ForReference, Reason: "RETENTION"},
		"aangifte.narrative_erased.v1": aangifte.Erased{Purpose: person.ForNarrative, Reason: "ERASURE"},
		"aangifte.retracted.v1":        aangifte.Retracted{Reason: person.Of("Was een melding.")},
		"aftercare.opened.v1":          aftercare.Opened{Employer: exampleEmployer, Regime: "AVG", Incident: exampleIncident, Worker: examplePerson},
		"aftercare.step_told.v1": aftercare.StepTold{
			ID: exampleCase, Worker: examplePerson, Step: person.Of(aftercare.Step{Step: "TALK_2", Status: "DUE", On: dayOf(2025, 10, 27), Due: "2025-11-17"}), Note: person.Of("Belt zelf terug."),
		},
		"aftercare.step_retracted.v1": aftercare.StepRetracted{ID: exampleCase, Worker: examplePerson, Reason: person.Of("Ander incident.")},

		"document.drafted.v1": document.Drafted{
			ID: exampleIncident, About: document.OfCase, Employer: exampleEmployer, Worker: examplePerson, Hash: eventlog.Hash{1, 2, 31: 255}, Size: 30_582,
			Says: person.Of(document.Says{Kind: "LETTER_VICTIM", Language: "NL", Whose: template.Program, Version: 1, Missing: []string{"phone"}}),
			Parts: []document.Part{
				{Under: person.KeyRef{Kind: person.KeyOfCase, Subject: exampleCase, Purpose: person.ForProsecution}, Share: person.Of("AAEC")},
				{Under: person.KeyRef{Kind: person.KeyOfPerson, Subject: examplePerson, Purpose: person.ForIdentity}, Share: person.Of("/+79")},
			},
		},
		"document.issued.v1":    document.Issued{ID: exampleIncident, Incomplete: true},
		"document.withdrawn.v1": document.Withdrawn{ID: exampleIncident, About: document.OfIncident, Reason: person.Of("Verkeerde naam.")},
		"template.adopted.v1": template.Adopted{Text: template.Text{
			Kind: "WARNING_LETTER", Language: "NL", Version: 2, Title: "Waarschuwing", Body: "Op {when}: {what}.\n\nBel {phone}.",
		}},
		"template.withdrawn.v1":          template.Withdrawn{Kind: "WARNING_LETTER", Language: "NL", Version: 2},
		"template.letterhead_set.v1":     template.LetterheadSet{Letterhead: template.Letterhead{Address: []string{"Coolsingel 40", "3011 AD Rotterdam"}, Desk: "Contactpunt agressie en geweld", Phone: "010 000 00 00", Mail: "contact@example.org"}},
		"casework.opened.v1":             casework.Opened{Employer: exampleEmployer, Worker: examplePerson},
		"casework.assigned.v1":           casework.Assigned{Responsible: examplePerson, StandIn: exampleSuspect},
		"casework.handover_offered.v1":   casework.HandOverOffered{To: exampleSuspect, SilentSince: time.Date(2026, 1, 5, 9, 30, 0, 123456000, time.UTC)},
		"casework.handover_accepted.v1":  casework.HandOverAccepted{Responsible: exampleSuspect, StandIn: examplePerson},
		"casework.name_changed.v1":       casework.NameChanged{Victims: []uuid.UUID{examplePerson}, Knew: exampleSuspect, At: time.Date(2026, 1, 7, 9, 30, 0, 123456000, time.UTC)},
		"casework.name_told.v1":          casework.NameTold{ID: exampleCase, Victim: examplePerson, Name: exampleSuspect, Channel: "PHONE", On: dayOf(2026, 1, 8), Document: exampleIncident},
		"casework.handover_declined.v1":  casework.HandOverDeclined{Worker: examplePerson, Reason: person.Of("Op vakantie.")},
		"casework.handover_withdrawn.v1": casework.HandOverWithdrawn{},
		"casework.snoozed.v1":            casework.Snoozed{Until: "2026-01-12", Reason: person.Of("Wacht op zitting.")},
		"casework.woken.v1":              casework.Woken{},
		"casework.alarm_raised.v1": casework.AlarmRaised{
			Number: 2, Kind: casework.Lapsed, Instead: 1, At: time.Date(2025, 12, 16, 23, 0, 0, 0, time.UTC), Clock: person.Of(casework.Clock{
				Agreement: "UITKOMST-VERTELLEN", Version: "2026-1", Whose: "PROGRAM", Start: "OUTCOME_KNOWN", StartedOn: "2025-12-12",
				Victim: examplePerson, About: exampleIncident, Due: "2025-12-16",
			}),
		},
		"casework.alarm_ended.v1": casework.AlarmEnded{Number: 2, Because: casework.MetLate, At: time.Date(2025, 12, 17, 8, 0, 0, 0, time.UTC)},
		"triage.received.v1": triage.Received{Employer: exampleEmployer, Regime: "AVG", Waiting: triage.Waiting{Reason: "SEVERAL", Candidates: []uuid.UUID{exampleCase, exampleSuspect}}, Content: person.Of(triage.Content{
			Heard: prosecution.Heard{
				Received: dayOf(2025, 12, 12), Source: "OM", Reference: "10/123456-25", Text: "Taakstraf.",
				Told:    prosecution.Told{Step: "VERDICT", Effect: dayOf(2025, 12, 10), Details: prosecution.Details{Outcome: "CONV", Sanctions: []prosecution.Sanction{{Kind: "COMM_SERV", Size: 60}}}},
				Amounts: []prosecution.Amount{{Claimant: exampleEmployer, Kind: "AWARDED", Cents: 45_000}},
			},
			Clues: triage.Clues{Case: "zaak 7", Numbers: []string{"8000123412341234"}, Aangifte: "PL1700-2025-17", Incident: "2025-0042"},
		})},
		"triage.corrected.v1": triage.Corrected{Waiting: triage.Waiting{Reason: "NO_NUMBER"}, Content: person.Of(triage.Content{Heard: prosecution.Heard{
			Received: dayOf(2025, 12, 12), Source: "POLICE", Told: prosecution.Told{Step: "PV_OM", Effect: moment.Nothing(codes.Unknown)},
		}})},
		"triage.matched.v1":            triage.Matched{Case: exampleCase},
		"triage.set_aside.v1":          triage.SetAside{Reason: person.Of("Gaat over een collega van een andere gemeente.")},
		"triage.reopened.v1":           triage.Reopened{Reason: person.Of("Toch van ons.")},
		"triage.taken_back.v1":         triage.TakenBack{},
		"triage.prosecution_erased.v1": triage.Erased{Purpose: person.ForProsecution, Reason: "RETENTION"},
		"triage.narrative_erased.v1":   triage.Erased{Purpose: person.ForNarrative, Reason: "RETENTION"},

		"prosecution.reopened.v1": prosecution.Reopened{Reason: person.Of("Toch nog een brief.")},

		"agreement.fact_told.v1":      agreement.FactTold{ID: exampleCase, Fact: "SUSPENDED", On: dayOf(2025, 10, 28), Agreement: "AANGIFTE-2-WERKDAGEN", Because: "VICTIM_ASKS"},
		"agreement.fact_retracted.v1": agreement.FactRetracted{ID: exampleCase},

		"prosecution.merged.v1":   prosecution.Merged{Into: exampleCase, Explanation: person.Of("Zelfde persoon, twee dossiers.")},
		"prosecution.split.v1":    prosecution.SplitOff{From: exampleCase, Reason: person.Of("De advocaat zegt: twee feiten.")},
		"prosecution.absorbed.v1": prosecution.Absorbed{Case: exampleSuspect},
		"prosecution.released.v1": prosecution.Released{Case: exampleSuspect},
	}
}
