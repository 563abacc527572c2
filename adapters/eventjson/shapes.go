package eventjson

import (
	"fmt"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/redaction"
	"ruggensteun/domain/suspect"
	"ruggensteun/domain/triage"
)

// shape is how one version of one event stands on disk.
type shape struct {
	write func(f fields, stream uuid.UUID, e decider.Event) error
	read  func(r *reader, stream uuid.UUID, payload []byte) (any, error)
	// newer gives the next version's value, until it is the event of today.
	newer func(any) (any, error)
	next  string // "" for the newest
}

// shapes is everything that was ever recorded, by name. A line may be added,
// and an event of today may become an old shape; nothing is ever taken away.
var shapes = map[string]shape{
	"employer.registered.v1":    newest(walkEmployerRegistered),
	"employer.changed.v1":       newest(walkEmployerChanged),
	"incident.registered.v1":    old(walkRegisteredV1, upcastRegisteredV1, "incident.registered.v2"),
	"incident.registered.v2":    old(walkRegisteredV2, upcastRegisteredV2, "incident.registered.v3"),
	"incident.registered.v3":    old(walkRegisteredV3, asItIs[incident.Registered], "incident.registered.v4"),
	"incident.registered.v4":    newest(walkRegistered),
	"incident.details_added.v1": old(walkDetailsAddedV1, upcastDetailsAddedV1, "incident.details_added.v2"),
	"incident.details_added.v2": newest(walkDetailsAdded),
	"incident.corrected.v1":     old(walkCorrectedV1, upcastCorrectedV1, "incident.corrected.v2"),
	"incident.corrected.v2":     old(walkCorrectedV2, asItIs[incident.Corrected], "incident.corrected.v3"),
	"incident.corrected.v3":     newest(walkCorrected),
	"incident.withdrawn.v1":     newest(walkWithdrawn),

	"incident.course_told.v1":             newest(walkCourseTold),
	"incident.police_support_told.v1":     newest(walkSupportTold),
	"incident.force_report_referenced.v1": newest(walkForceReferenced),
	"incident.qualified.v1":               newest(walkQualified),
	"incident.qualification_retracted.v1": newest(walkQualificationRetracted),
	"incident.attachment_added.v1":        newest(walkAttached),
	"incident.attachment_removed.v1":      newest(walkDetached),
	"incident.photo_added.v1":             newest(walkPhotoAdded),
	"incident.suspect_linked.v1":          newest(walkSuspectLinked),
	"incident.suspect_unlinked.v1":        newest(walkSuspectUnlinked),
	"incident.merged.v1":                  newest(walkMerged),
	"incident.split.v1":                   newest(walkSplitOff),
	"incident.absorbed.v1":                newest(walkAbsorbed),
	"incident.released.v1":                newest(walkReleased),
	"incident.closed.v1":                  newest(walkClosed),
	"incident.reopened.v1":                newest(walkReopened),

	"suspect.opened.v1":            newest(walkSuspectOpened),
	"suspect.described.v1":         newest(walkSuspectDescribed),
	"suspect.identified.v1":        newest(walkSuspectIdentified),
	"suspect.identity_unlinked.v1": newest(walkIdentityUnlinked),
	"suspect.history_told.v1":      newest(walkHistoryTold),
	"suspect.history_retracted.v1": newest(walkHistoryRetracted),
	"suspect.cleared.v1":           newest(walkCleared),
	"suspect.history_reviewed.v1":  newest(walkReviewed),

	"prosecution.opened.v1":           newest(walkCaseOpened),
	"prosecution.linked.v1":           newest(walkCaseLinked),
	"prosecution.unlinked.v1":         newest(walkCaseUnlinked),
	"prosecution.notice_received.v1":  newest(walkNoticeReceived),
	"prosecution.notice_corrected.v1": newest(walkNoticeCorrected),
	"prosecution.notice_withdrawn.v1": newest(walkNoticeWithdrawn),
	"prosecution.victim_told.v1":      newest(walkVictimTold),
	"prosecution.closed.v1":           newest(walkCaseClosed),
	"prosecution.reopened.v1":         newest(walkCaseReopened),
	"prosecution.merged.v1":           newest(walkCaseMerged),
	"prosecution.split.v1":            newest(walkCaseSplit),
	"prosecution.absorbed.v1":         newest(walkCaseAbsorbed),
	"prosecution.released.v1":         newest(walkCaseReleased),

	"aangifte.made.v1":      newest(walkAangifteMade),
	"aangifte.corrected.v1": newest(walkAangifteCorrected),
	"aangifte.retracted.v1": newest(walkAangifteRetracted),

	"aftercare.opened.v1":         newest(walkCareOpened),
	"aftercare.step_told.v1":      newest(walkStepTold),
	"aftercare.step_retracted.v1": newest(walkStepRetracted),

	"casework.opened.v1":             newest(walkWorkOpened),
	"casework.assigned.v1":           newest(walkAssigned),
	"casework.handover_offered.v1":   newest(walkHandOverOffered),
	"casework.handover_accepted.v1":  newest(walkHandOverAccepted),
	"casework.name_changed.v1":       newest(walkNameChanged),
	"casework.name_told.v1":          newest(walkNameTold),
	"casework.handover_declined.v1":  newest(walkHandOverDeclined),
	"casework.handover_withdrawn.v1": newest(walkHandOverWithdrawn),
	"casework.snoozed.v1":            newest(walkSnoozed),
	"casework.woken.v1":              newest(walkWoken),
	"casework.alarm_raised.v1":       newest(walkAlarmRaised),
	"casework.alarm_ended.v1":        newest(walkAlarmEnded),

	"mailbook.address_set.v1":     newest(walkAddressSet),
	"mailbook.address_removed.v1": newest(walkAddressRemoved),
	"mail.sent.v1":                newest(walkMailSent),
	"mail.held.v1":                newest(walkMailHeld),
	"mail.given_up.v1":            newest(walkMailGivenUp),
	"mail.gathered.v1":            newest(walkMailGathered),
	"mail.digest_made.v1":         newest(walkDigestMade),

	"import.started.v1":  newest(walkStarted),
	"import.finished.v1": newest(walkFinished),
	"import.undone.v1":   newest(walkUndone),

	"reference.table_loaded.v1": newest(walkTableLoaded),
	"boundary.loaded.v1":        newest(walkBoundaryLoaded),

	"agreement.adopted.v1":   newest(walkAdopted),
	"agreement.withdrawn.v1": newest(walkAgreementWithdrawn),
	"agreement.applied.v1":   newest(walkApplied),

	"triage.received.v1":   newest(walkTriageReceived),
	"triage.corrected.v1":  newest(walkTriageCorrected),
	"triage.matched.v1":    newest(walkTriageMatched),
	"triage.set_aside.v1":  newest(walkTriageSetAside),
	"triage.reopened.v1":   newest(walkTriageReopened),
	"triage.taken_back.v1": newest(walkTriageTakenBack),

	triage.ErasedType(person.ForProsecution): newest(walkTriageErased(person.ForProsecution)),
	triage.ErasedType(person.ForNarrative):   newest(walkTriageErased(person.ForNarrative)),
	"document.drafted.v1":                    newest(walkDrafted),
	"document.issued.v1":                     newest(walkIssued),
	"document.withdrawn.v1":                  newest(walkDocumentWithdrawn),
	"template.adopted.v1":                    newest(walkTemplateAdopted),
	"template.withdrawn.v1":                  newest(walkTemplateWithdrawn),
	"template.letterhead_set.v1":             newest(walkLetterheadSet),
	"agreement.fact_told.v1":                 newest(walkFactTold),
	"agreement.fact_retracted.v1":            newest(walkFactRetracted),

	"export.taken_out.v1":  newest(walkTakenOut),
	"export.begun.v1":      newest(walkExportBegun),
	"export.broken_off.v1": newest(walkExportBrokenOff),

	redaction.Type: newest(walkRedacted),

	"release.prepared.v1":  newest(walkReleasePrepared),
	"release.answered.v1":  newest(walkReleaseAnswered),
	"release.explained.v1": newest(walkReleaseExplained),
	"release.published.v1": newest(walkReleasePublished),
	"release.withdrawn.v1": newest(walkReleaseWithdrawn),
	"ledger.entered.v1":    newest(walkEntered),
	"ledger.published.v1":  newest(walkWentOut),
	"ledger.withdrawn.v1":  newest(walkTakenBack),
	"question.saved.v1":    newest(walkQuestionSaved),
	"question.renamed.v1":  newest(walkQuestionRenamed),
	"question.dropped.v1":  newest(walkQuestionDropped),

	"coding.drawn.v1":        newest(walkSampleDrawn),
	"coding.coded.v1":        newest(walkSampleCoded),
	"coding.closed.v1":       newest(walkSampleClosed),
	"codingbook.entered.v1":  newest(walkSampleEntered),
	"codingbook.measured.v1": newest(walkSampleMeasured),

	"campaign.marked.v1":    newest(walkCampaignMarked),
	"campaign.withdrawn.v1": newest(walkCampaignWithdrawn),

	"retention.set.v1": newest(walkRetentionSet),
	"hold.placed.v1":   newest(walkHoldPlaced),
	"hold.renewed.v1":  newest(walkHoldRenewed),
	"hold.lifted.v1":   newest(walkHoldLifted),

	"certificate.issued.v1": newest(walkCertificateIssued),

	"accessrequest.opened.v1":    newest(walkAccessOpened),
	"accessrequest.extended.v1":  newest(walkAccessExtended),
	"accessrequest.withheld.v1":  newest(walkAccessWithheld),
	"accessrequest.delivered.v1": newest(walkAccessDelivered),
	"accessrequest.refused.v1":   newest(walkAccessRefused),

	"disposal.begun.v1":       newest(walkDisposalBegun),
	"disposal.carried_out.v1": newest(walkDisposalCarriedOut),

	"pseudonym.merged.v1":   newest(walkPseudonymMerged),
	"pseudonym.split.v1":    newest(walkPseudonymSplit),
	"pseudonym.absorbed.v1": newest(walkPseudonymAbsorbed),
	"pseudonym.released.v1": newest(walkPseudonymReleased),

	"permit.requested.v1": newest(walkPermitRequested),
	"permit.granted.v1":   newest(walkPermitGranted),
	"permit.refused.v1":   newest(walkPermitRefused),
	"permit.used.v1":      newest(walkPermitUsed),
	"permit.withdrawn.v1": newest(walkPermitWithdrawn),

	"departure.asked.v1":             newest(walkDepartureAsked),
	"departure.received.v1":          newest(walkDepartureReceived),
	"departure.withdrawn.v1":         newest(walkDepartureWithdrawn),
	"departure.confirmed.v1":         newest(walkDepartureConfirmed),
	"departure.everything_erased.v1": newest(walkDepartureErased),
	"departure.finished.v1":          newest(walkDepartureFinished),

	"suspectlink.proposed.v1": newest(walkLinkProposed),
	"suspectlink.joined.v1":   newest(walkLinkJoined),
	"suspectlink.approved.v1": newest(walkLinkApproved),
	"suspectlink.reviewed.v1": newest(walkLinkReviewed),
	"suspectlink.ended.v1":    newest(walkLinkEnded),

	"attention.listed.v1":  newest(walkAttentionListed),
	"attention.renewed.v1": newest(walkAttentionRenewed),
	"attention.ended.v1":   newest(walkAttentionEnded),

	erasure.TypeOf(person.ForIdentity): newest(walkErased(person.ForIdentity)),
	erasure.TypeOf(person.ForHealth):   newest(walkErased(person.ForHealth)),
	erasure.TypeOf(person.ForCare):     newest(walkErased(person.ForCare)),

	suspect.ErasedType(person.ForIdentity):   newest(walkSuspectErased(person.ForIdentity)),
	suspect.ErasedType(person.ForProfile):    newest(walkSuspectErased(person.ForProfile)),
	suspect.ErasedType(person.ForHistory):    newest(walkSuspectErased(person.ForHistory)),
	incident.ErasedType(person.ForAddress):   newest(walkIncidentErased(person.ForAddress)),
	incident.ErasedType(person.ForReference): newest(walkIncidentErased(person.ForReference)),
	incident.ErasedType(person.ForNarrative): newest(walkIncidentErased(person.ForNarrative)),
	incident.ErasedType(person.ForProfile):   newest(walkIncidentErased(person.ForProfile)),

	aangifte.ErasedType(person.ForReference):      newest(walkAangifteErased(person.ForReference)),
	aangifte.ErasedType(person.ForNarrative):      newest(walkAangifteErased(person.ForNarrative)),
	prosecution.ErasedType(person.ForProsecution): newest(walkCaseErased(person.ForProsecution)),
	prosecution.ErasedType(person.ForDamages):     newest(walkCaseErased(person.ForDamages)),
	prosecution.ErasedType(person.ForReference):   newest(walkCaseErased(person.ForReference)),
	prosecution.ErasedType(person.ForNarrative):   newest(walkCaseErased(person.ForNarrative)),
}

// asItIs brings up to date what only got a field more, which is absent in it.
func asItIs[T any](e T) (T, error) { return e, nil }

type walk[T any] func(f fields, stream uuid.UUID, v *T)

func newest[E decider.Event](w walk[E]) shape {
	s := old(w, func(e E) (decider.Event, error) { return e, nil }, "")
	s.write = func(f fields, stream uuid.UUID, e decider.Event) error {
		own, ok := e.(E)
		if !ok {
			return fmt.Errorf("the type %q is written from %T only", e.EventType(), own)
		}
		w(f, stream, &own)
		return nil
	}
	return s
}

func old[T, Newer any](w walk[T], upcast func(T) (Newer, error), next string) shape {
	return shape{
		next: next,
		write: func(_ fields, _ uuid.UUID, e decider.Event) error {
			return fmt.Errorf("the type %q is only read: write its newest version", e.EventType())
		},
		read: func(r *reader, stream uuid.UUID, payload []byte) (any, error) {
			return read(r, payload, func(f fields, v *T) { w(f, stream, v) })
		},
		newer: func(v any) (any, error) {
			newer, err := upcast(*v.(*T))
			return &newer, err
		},
	}
}

// today brings a value up to date, version by version.
func today(s shape, v any) (decider.Event, error) {
	for {
		newer, err := s.newer(v)
		if err != nil {
			return nil, err
		}
		if s.next == "" {
			return *newer.(*decider.Event), nil
		}
		s, v = shapes[s.next], newer
	}
}

func shapeOf(name string) (shape, error) {
	s, found := shapes[name]
	if !found {
		return shape{}, fmt.Errorf("this program does not know events of type %q: run a newer version of it", name)
	}
	return s, nil
}
