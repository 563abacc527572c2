package facts

// Rests are the types of events from which rows follow, in order; a test holds them against the
// tables. Of an employer that left the payloads of these stay: they hold codes, days and opaque
// ids, and what was sealed in them opens nowhere any more. Without them a row that was counted
// would be gone when the facts are built anew, and with it numbers of everybody.
var Rests = []string{
	"aangifte.corrected.v1", "aangifte.made.v1", "aangifte.narrative_erased.v1", "aangifte.reference_erased.v1", "aangifte.retracted.v1",
	"aftercare.opened.v1",
	"departure.everything_erased.v1",
	"employer.changed.v1", "employer.registered.v1",
	"incident.absorbed.v1", "incident.address_erased.v1", "incident.attachment_added.v1", "incident.attachment_removed.v1", "incident.closed.v1",
	"incident.corrected.v1", "incident.corrected.v2", "incident.corrected.v3", "incident.course_told.v1", "incident.details_added.v1",
	"incident.details_added.v2", "incident.force_report_referenced.v1", "incident.merged.v1", "incident.narrative_erased.v1",
	"incident.photo_added.v1",
	"incident.police_support_told.v1", "incident.profile_erased.v1", "incident.qualification_retracted.v1", "incident.qualified.v1",
	"incident.reference_erased.v1", "incident.registered.v1", "incident.registered.v2", "incident.registered.v3", "incident.registered.v4",
	"incident.released.v1", "incident.reopened.v1", "incident.split.v1", "incident.suspect_linked.v1", "incident.suspect_unlinked.v1",
	"incident.withdrawn.v1",
	"person.care_erased.v1", "person.health_erased.v1", "person.identity_erased.v1",
	"prosecution.closed.v1", "prosecution.damages_erased.v1", "prosecution.linked.v1", "prosecution.merged.v1", "prosecution.narrative_erased.v1",
	"prosecution.notice_corrected.v1", "prosecution.notice_received.v1", "prosecution.notice_withdrawn.v1", "prosecution.opened.v1",
	"prosecution.prosecution_erased.v1", "prosecution.reference_erased.v1", "prosecution.reopened.v1", "prosecution.split.v1",
	"prosecution.unlinked.v1", "prosecution.victim_told.v1",
	"pseudonym.merged.v1", "pseudonym.split.v1",
	"reference.table_loaded.v1",
	"suspect.cleared.v1", "suspect.described.v1", "suspect.history_erased.v1", "suspect.history_retracted.v1", "suspect.history_reviewed.v1",
	"suspect.history_told.v1", "suspect.identity_erased.v1", "suspect.opened.v1", "suspect.profile_erased.v1",
}
