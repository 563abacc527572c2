package eventjson_test

import (
	"maps"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/batch"
	"ruggensteun/domain/boundary"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/export"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/redaction"
	"ruggensteun/domain/reference"
	"ruggensteun/domain/suspect"
)

var (
	exampleEmployer = uuid.MustParse("0199aaaa-0000-7000-8000-000000000001")
	exampleIncident = uuid.MustParse("0199bbbb-0000-7000-8000-000000000002")
	examplePerson   = uuid.MustParse("0199cccc-0000-7000-8000-000000000003")
)

var (
	circumstances = incident.Circumstances{
		Occasions:   []codes.Code{"TICKET", "NUISANCE"},
		Means:       []incident.Means{{Means: "KNIFE", Status: "SHOWN"}, {Means: "BODY"}},
		Completions: []incident.Completion{{Behaviour: "HIT", Completion: "ATTEMPTED"}},
		Grounds:     []codes.Code{"ORIENTATION"},
		Deployment:  "ALONE",
		Reach:       "REACHED",
		Hit:         codes.Exactly(12),
	}
	hurt = person.Health{
		Injury: "I2", Mind: "M1", Exposures: []codes.Code{"BLOOD", "NOISE"},
		Absence: person.Absence{From: "2025-10-27", To: "2025-10-31", Days: codes.Exactly(3)},
	}
)

func pointer[T any](v T) *T { return &v }

// examples are the events that the golden files hold, by the type name on disk. What a type
// got later without another version has a file of its own, named behind a dash.
func examples() map[string]decider.Event {
	occurred := moment.Moment{
		Instant: time.Date(2025, 10, 26, 0, 30, 0, 0, time.UTC), Offset: 120, Precision: moment.Minute,
	}
	place := incident.Place{Type: "ROAD", Gemeente: "GM0599", Unit: "POST-3"}
	worker := incident.Worker{
		Person:   examplePerson,
		Identity: person.Of(person.Identity{Name: "J. \"Jo\" Jansén", StaffNumber: "AB-1234"}),
		Health:   person.Of(person.Health{Injury: "I1"}),
	}
	second := incident.Registered{
		Employer:    exampleEmployer,
		Regime:      incident.AVG,
		Occurred:    occurred,
		ReportedAt:  time.Date(2025, 10, 26, 1, 2, 3, 456789000, time.UTC),
		Place:       place,
		Behaviours:  []codes.Code{"VERB_THREAT", "HIT"},
		Professions: []codes.Code{"BOA1"},
		Workers:     []incident.Worker{worker, {Person: exampleIncident, Health: person.Of(person.Health{Injury: codes.NotRecorded})}},
		Narrative:   person.Of("Hij sloeg,\nen riep: \"weg\".\t👮"),
	}
	first := second
	first.Behaviours, first.Professions = []codes.Code{"VERB_THREAT"}, nil
	third := second
	third.Regime = incident.WPG
	third.Occurred = moment.Moment{
		Instant: time.Date(2025, 10, 26, 0, 30, 0, 0, time.UTC), Offset: 120, Precision: moment.Minute, Ambiguous: true,
	}
	third.Place = incident.Place{Type: "HOME", Gemeente: "GM0599", Unit: "POST-3", Area: "ZUID", Indoors: "OUTSIDE", Point: incident.Point{North: 51_924, East: 4_478}}
	third.Circumstances = circumstances
	third.Workers = []incident.Worker{{Person: examplePerson, Identity: worker.Identity, Health: person.Of(hurt)}}
	third.Address, third.Reference = person.Of("Dorpsstraat 1, 2e deur"), person.Of("AG-2025-0042")
	fourth := third
	fourth.Reported = moment.Moment{Instant: time.Date(2025, 10, 26, 22, 0, 0, 0, time.UTC), Offset: 60, Precision: moment.Day, Finer: codes.NotRecorded}
	all := map[string]decider.Event{
		"employer.registered.v1": employer.Registered{
			ID: exampleEmployer, Code: "GEM-ROTTERDAM", Name: "Gemeente Rotterdam", Kind: "EMP_GEM", Zone: employer.DefaultZone,
			Areas:    []employer.Area{{Code: "ZUID", Name: "Zuid", Gemeenten: []codes.Code{"GM0599"}}, {Code: "REST", Name: "Overig"}},
			Units:    []employer.Unit{{Code: "POST-3", Name: "Post 3"}},
			Holidays: []employer.Holiday{{Date: "2025-12-05", Name: "Sinterklaas"}},
		},
		"employer.changed.v1": employer.Changed{
			Name: pointer("Rotterdam"), Units: pointer([]employer.Unit(nil)), Holidays: pointer([]employer.Holiday{{Date: "2026-01-02", Name: "Nieuwjaar"}}),
		},
		redaction.Type: redaction.Redacted{
			Reason: "RETENTION", Spans: []redaction.Span{{First: 3, Last: 3}, {First: 17, Last: 40_000_000_000}},
		},
		"person.identity_erased.v1": erasure.Erased{Purpose: person.ForIdentity, Reason: "RETENTION"},
		"person.health_erased.v1":   erasure.Erased{Purpose: person.ForHealth, Reason: "ERASURE"},
		"person.care_erased.v1":     erasure.Erased{Purpose: person.ForCare, Reason: "ERASURE"},

		"incident.registered.v1": first,
		"incident.registered.v2": second,
		"incident.details_added.v1": incident.DetailsAdded{
			Behaviours: []codes.Code{"SPIT"}, Workers: []incident.Worker{worker}, Narrative: person.Of("Later bleek meer."),
		},
		"incident.corrected.v1": incident.Corrected{
			Reason:     person.Of("Het was een uur later."),
			Occurred:   &moment.Moment{Instant: time.Date(2025, 10, 26, 0, 0, 0, 0, time.UTC), Offset: 60, Precision: moment.Day, Finer: codes.Unknown},
			Place:      &place,
			Behaviours: pointer([]codes.Code(nil)),
			Narrative:  pointer(person.Held[string]{}),
		},
		"incident.registered.v3": third,
		"incident.registered.v4": fourth,
		"incident.corrected.v3":  incident.Corrected{Reason: person.Of("Eerder gemeld."), Reported: pointer(moment.Nothing(codes.Unknown)), Hit: pointer(codes.Exactly(2))},
		"incident.details_added.v2": incident.DetailsAdded{
			Place:         &incident.Place{Type: "ROAD", Point: incident.Point{North: -12_345, East: -1}},
			Circumstances: incident.Circumstances{Occasions: []codes.Code{codes.Unknown}, Deployment: "PAIR", Hit: codes.Uncounted(codes.Unknown)},
			Workers:       []incident.Worker{{Person: examplePerson, Health: person.Of(person.Health{Injury: "I4", Mind: codes.Unknown, Absence: person.Absence{From: "2025-10-27"}})}},
			Address:       person.Of("Kade 2"),
		},
		"incident.corrected.v2": incident.Corrected{
			Reason:      person.Of("Verkeerd overgenomen."),
			Place:       &incident.Place{Type: "ROAD", Gemeente: codes.Unknown, Indoors: "INSIDE"},
			Occasions:   pointer([]codes.Code{"TICKET"}),
			Means:       pointer([]incident.Means(nil)),
			Completions: pointer([]incident.Completion{{Behaviour: "HIT", Completion: "COMPLETED"}}),
			Grounds:     pointer([]codes.Code{codes.NotApplicable}),
			Deployment:  pointer(codes.Code("")),
			Reach:       pointer(codes.Code("REACHED")),
			Hit:         pointer(codes.Exactly(0)),
			Address:     pointer(person.Held[string]{}),
			Reference:   pointer(person.Of("AG-2025-0043")),
		},
		"reference.table_loaded.v1": reference.TableLoaded{Table: reference.Urbanity, Source: "CBS, Gebieden in Nederland 2026", Rows: []reference.Row{
			{Of: "GM0014", Since: "2026-01-01", Value: "URBAN_1"}, {Of: "GM0599", Since: "2027-01-01", Value: "URBAN_2"},
		}},
		"import.started.v1":    batch.Started{Batch: exampleIncident, File: "00ff", Mapping: "ff00", Incidents: 4186},
		"import.finished.v1":   batch.Finished{Batch: exampleIncident, Counts: batch.Counts{Recorded: 1, Corrected: 2, Unchanged: 3, Rejected: 4, Listed: 5}},
		"export.begun.v1":      export.Begun{Export: exampleIncident, Position: 1042, Records: 512},
		"export.broken_off.v1": export.BrokenOff{Export: exampleIncident, Records: 100, Size: 65536},
		"boundary.loaded.v1": boundary.Loaded{
			Level: boundary.Gemeente, Since: "2023-01-01", Source: "CBS / Kadaster via PDOK, 2023", Licence: "CC BY 4.0", File: "00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff",
			Shape: boundary.Shape{Unit: boundary.DegreeE4, Tolerance: 2, Arcs: []string{"40000 520000 10000 0", "50000 520000 0 10000 -10000 -10000"}, Outlines: []boundary.Outline{{Code: "GM0599", Rings: []string{"0 1", "-1 -2"}}}},
		},
		"export.taken_out.v1": export.TakenOut{
			Form: export.Workbook, Question: "incident by place in 2026-Q1 as-of 1042", Viewer: "public", Position: 1042, Rows: 12, Size: 5120,
			Hash: "00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff",
		},
		"import.undone.v1":      batch.Undone{Batch: exampleIncident, Withdrawn: 4185, Left: 1},
		"incident.withdrawn.v1": incident.Withdrawn{Reason: "DUPLICATE", Explanation: person.Of("Dubbel ingevoerd.")},
	}
	maps.Copy(all, examplesOfTheCourse())
	maps.Copy(all, examplesOfPapers())
	maps.Copy(all, examplesOfSuspects())
	maps.Copy(all, examplesOfForgetting())
	maps.Copy(all, examplesOfAgreements())
	maps.Copy(all, examplesOfCases())
	maps.Copy(all, examplesOfMailing())
	maps.Copy(all, examplesOfReleases())
	maps.Copy(all, examplesOfCoding())
	maps.Copy(all, examplesOfTheDesk())
	maps.Copy(all, examplesOfDepartures())
	maps.Copy(all, examplesOfSecondPersons())
	return all
}

func examplesOfTheCourse() map[string]decider.Event {
	at := moment.Moment{Instant: time.Date(2025, 10, 26, 0, 31, 0, 0, time.UTC), Offset: 120, Precision: moment.Minute}
	return map[string]decider.Event{
		"incident.course_told.v1": incident.CourseTold{
			Steps: []incident.Step{
				{
					Phase: "P2_TENSION", At: at, Actor: "SUSPECT", Act: "VERB_ABUSE", Means: "NONE",
					Triggers:   []incident.Trigger{{Trigger: "TR_FINE", AssessedBy: "WORKER"}, {Trigger: "TR_INJUST"}},
					Amplifiers: []incident.Amplifier{{Amplifier: "ALC", Certainty: "OBSERVED"}, {Amplifier: "CROWD_N", Number: codes.Exactly(12)}},
					Measures:   []incident.Measure{{Measure: "TALK", Effect: "NO"}, {Measure: "BACKUP"}},
				},
				{Phase: "P5_PHYS"},
			},
			Reason: person.Of("De volgorde klopte niet."),
		},
		"incident.police_support_told.v1": incident.SupportTold{
			Support: incident.Support{Status: "ARRIVED", Asked: at, Arrival: moment.Moment{Instant: at.Instant.Add(14 * time.Minute), Offset: 120, Precision: moment.Minute}, Minutes: codes.Exactly(14)},
			Reason:  person.Of("Kwam toch."),
		},
		"incident.force_report_referenced.v1": incident.ForceReferenced{Report: person.Of("GW-2025-17")},
	}
}

func examplesOfPapers() map[string]decider.Event {
	q := incident.Qualification{By: "POLICE", Offence: "ASSAULT", Article: "300 jo 304 Sr", Completion: "ATTEMPTED", On: "2025-10-27"}
	return map[string]decider.Event{
		"incident.qualified.v1":               incident.Qualified{Qualification: q},
		"incident.qualification_retracted.v1": incident.QualificationRetracted{Qualification: incident.Qualification{By: "OM", Offence: "INSULT"}, Reason: person.Of("Ander dossier.")},
		"incident.attachment_added.v1": incident.Attached{Attachment: incident.Attachment{
			ID: examplePerson, Kind: "PHOTO", Hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Size: 123_456,
		}},
		"incident.photo_added.v1": incident.PhotoAdded{Photo: incident.Photo{
			Attachment: incident.Attachment{ID: examplePerson, Kind: "PHOTO", Hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Size: 345_678},
			By:         exampleCase, Media: "image/jpeg", Width: 1600, Height: 1200, Description: person.Of("Gescheurde jas op een stoel."),
			Parts: []incident.PhotoPart{
				{Under: person.KeyRef{Kind: person.KeyOfIncident, Subject: exampleIncident, Purpose: person.ForNarrative}, Share: person.Of("AAECAw==")},
				{Under: person.KeyRef{Kind: person.KeyOfPerson, Subject: examplePerson, Purpose: person.ForHealth}, Share: person.Of("BAUGBw==")},
			},
		}},
		"incident.attachment_removed.v1": incident.Detached{ID: examplePerson, Reason: person.Of("Hoorde er niet bij.")},
		"incident.merged.v1":             incident.Merged{Into: exampleIncident},
		"incident.split.v1":              incident.SplitOff{From: exampleIncident, Reason: person.Of("Toch twee.")},
		"incident.absorbed.v1":           incident.Absorbed{Incident: exampleCase},
		"incident.released.v1":           incident.Released{Incident: exampleCase},
		"incident.closed.v1":             incident.Closed{Reason: "COMPLETE", Explanation: person.Of("Alles binnen.")},
		"incident.reopened.v1":           incident.Reopened{Reason: person.Of("Er kwam nog iets.")},
	}
}

var exampleSuspect = uuid.MustParse("0199dddd-0000-7000-8000-000000000004")

func examplesOfSuspects() map[string]decider.Event {
	seen := person.Of(person.Profile{Sex: "MALE", AgeBand: "AGE_18_22", Relation: "CITIZEN"})
	return map[string]decider.Event{
		"incident.suspect_linked.v1":   incident.SuspectLinked{Linked: incident.Linked{ID: examplePerson, Kind: "KNOWN", Suspect: exampleSuspect, Profile: seen}},
		"incident.suspect_unlinked.v1": incident.SuspectUnlinked{ID: examplePerson, Reason: person.Of("Was het niet.")},
		"suspect.opened.v1":            suspect.Opened{Employer: exampleEmployer, Regime: suspect.AVG, Profile: seen},
		"suspect.described.v1":         suspect.Described{Profile: person.Of(person.Profile{AgeBand: codes.Unknown})},
		"suspect.identified.v1":        suspect.Identified{Identity: person.Of(person.Suspect{Name: "K. Anarie", BornOn: "2001-02-03"})},
		"suspect.identity_unlinked.v1": suspect.IdentityUnlinked{Reason: person.Of("Was zijn broer.")},
		"suspect.history_told.v1": suspect.HistoryTold{
			ID: examplePerson, Entry: person.Of(person.History{Flag: "H_ANTEC", Provenance: "OM_FEEDBACK", On: "2025-11-03", Document: "OM-2025-17"}),
		},
		"suspect.history_retracted.v1": suspect.HistoryRetracted{ID: examplePerson, Reason: person.Of("Ander dossier.")},
		"suspect.cleared.v1": suspect.Cleared{
			Incident: exampleIncident, Clearance: person.Of(person.Clearance{Ground: "SEPOT_01", On: "2025-12-01", Document: "OM-2025-18"}),
		},
		"suspect.history_reviewed.v1": suspect.Reviewed{Incident: exampleIncident, Leaves: true, Reason: person.Of("Niet langer verdachte.")},
	}
}

func examplesOfForgetting() map[string]decider.Event {
	return map[string]decider.Event{
		"suspect.identity_erased.v1":   suspect.Erased{Purpose: person.ForIdentity, Reason: "RETENTION"},
		"suspect.profile_erased.v1":    suspect.Erased{Purpose: person.ForProfile, Reason: "ERASURE"},
		"suspect.history_erased.v1":    suspect.Erased{Purpose: person.ForHistory, Reason: "UNLAWFUL"},
		"incident.address_erased.v1":   incident.Erased{Purpose: person.ForAddress, Reason: "ERASURE"},
		"incident.reference_erased.v1": incident.Erased{Purpose: person.ForReference, Reason: "RETENTION"},
		"incident.narrative_erased.v1": incident.Erased{Purpose: person.ForNarrative, Reason: "UNLAWFUL"},
		"incident.profile_erased.v1":   incident.Erased{Purpose: person.ForProfile, Reason: "ERASURE"},

		"prosecution.prosecution_erased.v1": prosecution.Erased{Purpose: person.ForProsecution, Reason: "RETENTION"},
		"prosecution.damages_erased.v1":     prosecution.Erased{Purpose: person.ForDamages, Reason: "ERASURE"},
		"prosecution.reference_erased.v1":   prosecution.Erased{Purpose: person.ForReference, Reason: "UNLAWFUL"},
		"prosecution.narrative_erased.v1":   prosecution.Erased{Purpose: person.ForNarrative, Reason: "ERASURE"},
	}
}

func examplesOfAgreements() map[string]decider.Event {
	return map[string]decider.Event{
		"agreement.adopted.v1": agreement.Adopted{Version: agreement.Version{
			Code: "BEKLAG-ART12", Number: "2026-2", Name: agreement.Text{NL: "Beklag", EN: "Complaint"},
			Basis: agreement.Basis{
				Kind: "LAW", Text: agreement.Text{NL: "art. 12 Sv", EN: "art. 12 Sv (\"beklag\")"},
				Doubt: agreement.Text{NL: "niet gelezen", EN: "not read"},
			},
			ValidFrom: "2026-01-01", ValidTo: "2028-12-31",
			Starts: []codes.Code{"SEPOT", "SB"}, Ends: []codes.Code{"ART12"}, Asked: []codes.Code{"VICT_INFO_REQ"},
			Each: true, FromKnowing: true, Moved: true, OwnDays: true, Right: true, Notice: true, Off: true,
			Term:        calendar.Term{Years: 1, Months: 2, Weeks: 3, Days: 4, Hours: 5, WorkingDays: 6, ThirtyDayMonths: 7},
			Suspends:    []agreement.Pair{{From: "SUSPENDED", Until: "RESUMED"}},
			Responsible: "VICTIM", Warned: []codes.Code{"CASE_WORKER", "MANAGER"}, WarnBefore: calendar.Term{Days: 14},
			TakesOver: "STAND_IN", TakeOver: calendar.Term{WorkingDays: 1},
		}},
		"agreement.withdrawn.v1": agreement.Withdrawn{Agreement: "BEKLAG-ART12", Number: "2026-2", From: "2027-01-01"},
		"agreement.applied.v1": agreement.Applied{
			Agreement: "BEKLAG-ART12", Ref: agreement.Ref{Whose: agreement.Employer, Number: "2026-2"}, Because: "AGREED",
		},
	}
}
