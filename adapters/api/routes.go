package api

import (
	"context"
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// base carries the major version, as the API Design Rules ask.
const base = "/v1"

// route is one line of the table: what it is for in Dutch, how it works in English.
type route struct {
	method, path string
	id           string
	nl, en       string
	open         bool         // needs no token
	status       int          // when it went well
	body         reflect.Type // nil: takes none
	errors       []int        // beside those every route has
	bind         func(huma.API, huma.Operation)
}

func (a *api) routes() []route {
	change := []int{404, 409, 412, 413}
	forget := []int{404, 409, 413}
	files, notices := a.incidentFiles(), a.noticeFiles()
	return []route{
		{"POST", "/incidents", "registerIncident", "Een incident melden",
			"Registers what happened to one or more workers. Only what is known needs to be said; the rest can follow as details.",
			false, 201, reflect.TypeFor[registration](), []int{409, 413}, bind(a, a.registerIncident)},
		{"GET", "/incidents", "listIncidents", "Incidenten opsommen",
			"Lists the incidents that the caller may see, filtered and in an order, page by page. Nothing about persons is in it. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.listIncidents)},
		{"GET", "/incidents/{id}", "readIncident", "Een incident lezen met zijn verloop in de registratie",
			"Gives an incident as it is known now, and how the record came to be. Who it was, injuries and free text are shown to whom they concern only. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.readIncident)},
		{"GET", "/incidents/{id}/timeline", "timelineOfIncident", "De tijdlijn van een incident",
			"Tells what happened around an incident, or how it became known, with its cases, aangiften and aftercare as far as the caller may read them. What was recorded in this very moment may be missing. Each reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.timelineOfIncident)},
		{"GET", "/incidents/{id}/likely-doubles", "likelyDoubles", "Mogelijk dubbele meldingen zoeken",
			"Suggests at most three incidents of the same employer that may be the same, by time, place and unit. Nothing is merged by itself. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.likelyDoubles)},
		{"POST", "/incidents/{id}/details", "addDetails", "Een melding aanvullen",
			"Adds what became known later. What was said before stays. What is on record already is not recorded again, unless whoever asks may not read it: then all that is told of persons is recorded, so that asking tells nothing.",
			false, 200, reflect.TypeFor[details](), change, bind(a, a.addDetails)},
		{"POST", "/incidents/{id}/corrections", "correctIncident", "Een melding verbeteren",
			"Replaces what was said wrongly, with the reason. The old value stays in the history and in every figure as of that time.",
			false, 200, reflect.TypeFor[correction](), change, bind(a, a.correctIncident)},
		{"POST", "/incidents/{id}/course", "tellCourse", "Het verloop vertellen",
			"Gives the course as an ordered list of steps. Without a reason all steps on record must still be there; with one it is a correction.",
			false, 200, reflect.TypeFor[courseForm](), change, bind(a, a.tellCourse)},
		{"POST", "/incidents/{id}/police-support", "tellSupport", "Hulp van de politie vertellen",
			"Tells how far help from the police came, and when. With a reason it is a correction.",
			false, 200, reflect.TypeFor[supportForm](), change, bind(a, a.tellSupport)},
		{"POST", "/incidents/{id}/force-reports", "referToForce", "Verwijzen naar de geweldsregistratie van de politie",
			"Keeps the number of the police's own report of force, and nothing else about it.",
			false, 200, reflect.TypeFor[forceForm](), change, bind(a, a.referToForce)},
		{"POST", "/incidents/{id}/qualifications", "qualify", "Een juridische kwalificatie vastleggen",
			"Tells what police, OM or court call it in law, apart from what was done.",
			false, 200, reflect.TypeFor[qualificationForm](), change, bind(a, a.qualify)},
		{"POST", "/incidents/{id}/qualification-retractions", "retractQualification", "Een juridische kwalificatie terugnemen",
			"Takes a qualification back that was recorded wrongly.",
			false, 200, reflect.TypeFor[retractionForm](), change, bind(a, a.retractQualification)},
		{"POST", "/incidents/{id}/attachments", "attach", "Een bijlage toevoegen",
			"Refers to a file that was sealed and stored: kind, hash and size, never its content or name.",
			false, 200, reflect.TypeFor[attachmentForm](), change, bind(a, a.attach)},
		{"POST", "/incidents/{id}/attachment-removals", "detach", "Een bijlage weghalen",
			"Takes a file away that does not belong here.",
			false, 200, reflect.TypeFor[removalForm](), change, bind(a, a.detach)},
		{"POST", "/incidents/{id}/suspects", "linkSuspect", "Een verdachte koppelen",
			"Tells who did it: somebody with a file, described, not known, or a group. Whoever may not read files describes only.",
			false, 200, reflect.TypeFor[suspectLinkForm](), change, bind(a, a.linkSuspect)},
		{"POST", "/incidents/{id}/suspect-removals", "unlinkSuspect", "Een verdachte loskoppelen",
			"Takes a suspect away who turned out to be the wrong one.",
			false, 200, reflect.TypeFor[removalForm](), change, bind(a, a.unlinkSuspect)},
		{"POST", "/incidents/{id}/merge", "mergeIncident", "Samenvoegen met een ander incident",
			"Says that this is a duplicate. Both keep their own record and can be split again at any time; the care for a worker after both is one until then.",
			false, 200, reflect.TypeFor[mergeForm](), change, bind(a, a.mergeIncident)},
		{"POST", "/incidents/{id}/split", "splitIncident", "Weer losmaken",
			"Says that it is not a duplicate after all.",
			false, 200, reflect.TypeFor[reasonForm](), change, bind(a, a.splitIncident)},
		{"POST", "/incidents/{id}/closing", "closeIncident", "Een melding afsluiten",
			"The record takes no more additions.",
			false, 200, reflect.TypeFor[closingForm](), change, bind(a, a.closeIncident)},
		{"POST", "/incidents/{id}/reopening", "reopenIncident", "Een melding heropenen",
			"The record takes additions again.",
			false, 200, reflect.TypeFor[reasonForm](), change, bind(a, a.reopenIncident)},
		{"POST", "/incidents/{id}/withdrawal", "withdrawIncident", "Een melding intrekken",
			"Takes back a report that should never have been made. It stays in the history and counts no more.",
			false, 200, reflect.TypeFor[withdrawal](), change, bind(a, a.withdrawIncident)},
		{"POST", "/incidents/{id}/erasure", "forgetIncident", "Gegevens van een incident vergeten",
			"Destroys the keys of the address, of numbers in other systems, of all free text or of what was seen of suspects without a file, and records that. The incident counts on. Nobody can bring it back.",
			false, 200, reflect.TypeFor[forgetForm](), forget, bind(a, a.forgetIncident)},
		{"POST", "/suspects", "openSuspect", "Een verdachtendossier openen",
			"Begins a file under a pseudonym, of one employer and under one law.",
			false, 201, reflect.TypeFor[suspectForm](), []int{409, 413}, bind(a, a.openSuspect)},
		{"GET", "/suspects/{id}", "readSuspect", "Een verdachtendossier lezen",
			"Gives a file as it is known now. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.readSuspect)},
		{"POST", "/suspects/{id}/description", "describeSuspect", "Een verdachte beschrijven",
			"Tells sex, age band or relation; never origin.",
			false, 200, reflect.TypeFor[profileForm](), change, bind(a, a.describeSuspect)},
		{"POST", "/suspects/{id}/identity", "identifySuspect", "De identiteit vastleggen",
			"Tells who it is.",
			false, 200, reflect.TypeFor[identityForm](), change, bind(a, a.identifySuspect)},
		{"POST", "/suspects/{id}/identity-removal", "unlinkIdentity", "De identiteit loskoppelen",
			"It was somebody else, or who it is may be kept no longer.",
			false, 200, reflect.TypeFor[reasonForm](), change, bind(a, a.unlinkIdentity)},
		{"POST", "/suspects/{id}/history", "tellHistory", "Voorgeschiedenis vastleggen",
			"Tells what was known before, with source and day. Criminal data only with a notice of police or OM, or a judgment.",
			false, 200, reflect.TypeFor[historyForm](), change, bind(a, a.tellHistory)},
		{"POST", "/suspects/{id}/history-removals", "retractHistory", "Voorgeschiedenis terugnemen",
			"Takes an entry back that was recorded wrongly.",
			false, 200, reflect.TypeFor[removalForm](), change, bind(a, a.retractHistory)},
		{"POST", "/suspects/{id}/clearances", "clearSuspect", "Een verdachte vrijpleiten",
			"Dismissed with code 01, or acquitted: the incident leaves the history until it was reviewed.",
			false, 200, reflect.TypeFor[clearanceForm](), change, bind(a, a.clearSuspect)},
		{"POST", "/suspects/{id}/reviews", "reviewSuspect", "De voorgeschiedenis beoordelen",
			"Decides after a clearance whether the incident is history of this suspect.",
			false, 200, reflect.TypeFor[reviewForm](), change, bind(a, a.reviewSuspect)},
		{"POST", "/suspects/{id}/erasure", "forgetSuspect", "Een verdachte vergeten",
			"Destroys the keys of who it is, of what was seen or of what was known before, and records that. The pseudonym stays with its incidents, so that they count as they did. What was heard in criminal cases of the suspect stays too: its keys are the cases' own. Nobody can bring it back.",
			false, 200, reflect.TypeFor[forgetSuspectForm](), forget, bind(a, a.forgetSuspect)},
		{"GET", "/persons/{id}", "readPerson", "Zien welke pseudoniemen van een medewerker zijn",
			"Says which pseudonyms of one employer are of the same worker, since when, in which role somebody said so and why, and what was merged and split before. Who it is stands in the incidents. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.readPerson)},
		{"POST", "/persons/{id}/merge", "mergePerson", "Twee medewerkers samenvoegen",
			"Says that two pseudonyms of one employer are of one worker, who was recorded twice. The one named under into stands for both from now on: cases, terms and figures show and count the worker once. Both keep their own record.",
			false, 200, reflect.TypeFor[personMergeForm](), forget, bind(a, a.mergePerson)},
		{"POST", "/persons/{id}/split", "splitPerson", "Samengevoegde medewerkers splitsen",
			"Says that a pseudonym is of somebody else after all. Everything stands again as it was recorded of each, also years later.",
			false, 200, reflect.TypeFor[personSplitForm](), forget, bind(a, a.splitPerson)},
		{"POST", "/persons/{id}/erasure", "forgetPerson", "Een medewerker vergeten",
			"Destroys the keys of a worker's name and staff number, of injuries and absence, or of aftercare, in all incidents of one employer, and records that. What was recorded under pseudonyms that were merged into this one goes with it. The incidents count on. Nobody can bring it back.",
			false, 200, reflect.TypeFor[forgetPersonForm](), forget, bind(a, a.forgetPerson)},
		{"POST", "/cases", "openCase", "Een zaak openen",
			"Begins to follow a criminal case, whether or not anybody knows yet against whom. There is one case for each suspect, as at OM and courts.",
			false, 201, reflect.TypeFor[caseForm](), []int{409, 413}, bind(a, a.openCase)},
		{"GET", "/cases/{id}/bundle", "bundleCase", "Een bundel voor de rechter maken",
			"Gives a zip of all that was recorded of a case, its aangiften and its incidents, sealed and readable, with the hashes of the log, a timeline as PDF and a signature. `ruggensteun bundle verify` checks it without a server. Aftercare and the suspect's file are left out. Each reading is recorded.",
			false, 200, nil, []int{404, 409}, bind(a, a.bundleCase)},
		{"GET", "/cases", "listCases", "Zaken opsommen",
			"Lists the cases that the caller may see, newest first, each with the most urgent of its terms, whose it is and until when it was put away. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.listCases)},
		{"GET", "/worklist", "listWork", "Wie is aan zet?",
			"Lists the terms in which something is to be done or waited for, of all open cases and of the care for workers, each with the reason of its date. What has lapsed comes first. What was put away for a while is left out, unless it has lapsed. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.listWork)},
		{"GET", "/worklist/digest", "digestWork", "Wie is aan zet, samengevat",
			"Counts what has lapsed, is due, is due soon and was not received, for each actor, party and agreement, with the oldest date of each. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.digestWork)},
		{"GET", "/worklist/agreements", "keptWork", "Zijn afspraken nagekomen?",
			"Counts per agreement how many terms were met in time, met late, lapsed, run or were not received, of cases and aftercare, closed ones included, for the employers whose figures the caller may see; as of now, or as known then. The share kept is of terms that ended. Over all employers, what two of them wrote for themselves under one code is told apart. Asked for times it counts how long they took (Kaplan-Meier). The reading is recorded.",
			false, 200, nil, nil, bind(a, a.keptWork)},
		{"GET", "/cases/{id}", "readCase", "Een zaak lezen",
			"Gives where a case stands as far as was heard, who must still be told, the money of each claimant, and the terms that run, each with the reason of its date. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.readCase)},
		{"GET", "/cases/{id}/timeline", "timelineOfCase", "De tijdlijn van een zaak",
			"Tells what happened in a case and its aangiften, by when it took effect, or how it became known, by when it was heard. Each reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.timelineOfCase)},
		{"POST", "/cases/{id}/links", "linkCase", "Een incident, slachtoffer, aangifte of verdachte koppelen",
			"Says what the case is about, or against whom. When the suspect was cleared already, the file is put up for review in the same append.",
			false, 200, reflect.TypeFor[caseLinkForm](), change, bind(a, a.linkCase)},
		{"POST", "/cases/{id}/link-removals", "unlinkCase", "Weer loskoppelen",
			"Takes away what does not belong to the case, with the reason.",
			false, 200, reflect.TypeFor[caseUnlinkForm](), change, bind(a, a.unlinkCase)},
		{"POST", "/cases/{id}/notices", "receiveNotice", "Een bericht vastleggen",
			"Tells what was heard of the case, in any order and as late as it comes. Which details and sums a step takes is said when they do not fit. A dismissal with code 01 and an acquittal put the suspect's file up for review in the same append. A closed case reopens by itself when a victim must be told.",
			false, 200, reflect.TypeFor[noticeForm](), change, bind(a, a.receiveNotice)},
		{"POST", "/cases/{id}/calls", "logCall", "Een telefoongesprek vastleggen",
			"Logs a call with police, OM or somebody else in one go: the number there, what comes next and by when. It becomes a notice, and the day that was agreed starts a term.",
			false, 200, reflect.TypeFor[callForm](), change, bind(a, a.logCall)},
		{"POST", "/cases/{id}/notice-corrections", "correctNotice", "Een bericht verbeteren",
			"Tells the whole of a notice again as it is right, with the reason. When it says something else, victims who were told must be told again.",
			false, 200, reflect.TypeFor[noticeCorrectionForm](), change, bind(a, a.correctNotice)},
		{"POST", "/cases/{id}/tellings", "tellVictim", "Vastleggen dat een slachtoffer is ingelicht",
			"Records that a victim was told, when and how.",
			false, 200, reflect.TypeFor[tellingForm](), change, bind(a, a.tellVictim)},
		{"POST", "/cases/{id}/notice-withdrawals", "withdrawNotice", "Een bericht intrekken",
			"Takes back a notice that was wrong altogether. Who was told of it must be told that.",
			false, 200, reflect.TypeFor[noticeWithdrawalForm](), change, bind(a, a.withdrawNotice)},
		{"POST", "/cases/{id}/closing", "closeCase", "Een zaak sluiten",
			"Says that nothing is left to do. With a victim who was not told, damages that are open or no outcome it takes an explanation; the refusal names them.",
			false, 200, reflect.TypeFor[caseClosingForm](), change, bind(a, a.closeCase)},
		{"POST", "/cases/{id}/reopening", "reopenCase", "Een zaak heropenen",
			"Says that there is something to do again.",
			false, 200, reflect.TypeFor[reasonForm](), change, bind(a, a.reopenCase)},
		{"POST", "/cases/{id}/merge", "mergeCase", "Samenvoegen met een andere zaak",
			"Says that two cases against one suspect are one. The case that stays shows notices, links, money and tellings of both; this one takes nothing new. Both keep their own record and can be split again at any time.",
			false, 200, reflect.TypeFor[caseMergeForm](), change, bind(a, a.mergeCase)},
		{"POST", "/cases/{id}/split", "splitCase", "Een samengevoegde zaak weer losmaken",
			"Says that they are two cases after all. Each is as it would be without the merge; what was told meanwhile stays where it was told.",
			false, 200, reflect.TypeFor[reasonForm](), change, bind(a, a.splitCase)},
		{"POST", "/cases/{id}/erasure", "forgetCase", "Vergeten wat over een zaak gehoord is",
			"Destroys the keys of what was heard, of the money, of numbers or of every text, and records that. Links by pseudonym stay, and who was told of which notice. Nobody can bring it back.",
			false, 200, reflect.TypeFor[forgetForm](), forget, bind(a, a.forgetCase)},
		{"POST", "/cases/{id}/agreement-uses", "applyAgreement", "Een andere versie van een afspraak laten gelden",
			"Lets the clocks of a case run under another version of an agreement, from their start. If-Match is about the versions that were applied, not about the case.",
			false, 200, reflect.TypeFor[agreementUseForm](), change, bind(a, a.applyAgreement)},
		{"GET", "/triage", "listTriage", "Berichten opsommen die bij geen zaak horen",
			"Lists notices from files of police, OM or CJIB that led to no case, or to several, the longest waiting first, each with the cases that it may be of by now; of one state, for one reason, or by what they say, for which notices are opened and at most 2,000 in one answer. Each that is shown is recorded as read.",
			false, 200, nil, nil, bind(a, a.listTriage)},
		{"GET", "/triage/{id}", "readTriage", "Een wachtend bericht lezen",
			"Gives what a file says, why it waits and which cases it may be of. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.readTriage)},
		{"POST", "/triage/{id}/setting-aside", "setAsideTriage", "Een wachtend bericht terzijde leggen",
			"Says that nothing is to be done with it, and why.",
			false, 200, reflect.TypeFor[reasonForm](), change, bind(a, a.setAsideTriage)},
		{"POST", "/triage/{id}/reopening", "reopenTriage", "Een terzijde gelegd bericht heropenen",
			"Lets it wait again, and says why.",
			false, 200, reflect.TypeFor[reasonForm](), change, bind(a, a.reopenTriage)},
		{"POST", "/triage/{id}/match", "matchTriage", "Een wachtend bericht in een zaak vastleggen",
			"Says which case it is of: it is told there under its own id, in the same append that ends the waiting. What the case refuses leaves it waiting. The receipt is the case's; If-Match is about the notice.",
			false, 200, reflect.TypeFor[triageMatchForm](), change, bind(a, a.matchTriage)},
		{"POST", "/triage/{id}/erasure", "forgetTriage", "Een wachtend bericht vergeten",
			"Destroys the keys of what the file said, or of the reasons that were given, and records that. What was told in a case is forgotten there. Nobody can bring it back.",
			false, 200, reflect.TypeFor[forgetForm](), forget, bind(a, a.forgetTriage)},
		{"POST", "/cases/{id}/assignment", "assignCase", "Een zaak toewijzen",
			"Says who follows it and who stands in. One that somebody has already changes hands by a hand-over only, but for its stand-in. If-Match is about the work on it, as for all of these.",
			false, 200, reflect.TypeFor[assignForm](), change, bind(a, a.ofACase(a.assign))},
		{"POST", "/cases/{id}/hand-over", "handOverCase", "Overdracht aanbieden",
			"Asks somebody to take it over. It stays with whoever has it until that one accepts. Whoever has it offers it, or the registrar.",
			false, 200, reflect.TypeFor[handOverForm](), change, bind(a, a.ofACase(a.handOver))},
		{"POST", "/cases/{id}/acceptance", "acceptCase", "Overdracht aannemen",
			"Takes over what was offered to whoever asks.",
			false, 200, reflect.TypeFor[asIsForm](), change, bind(a, a.ofACase(a.accept))},
		{"POST", "/cases/{id}/name-tellings", "tellNameCase", "Vastleggen dat een slachtoffer de nieuwe naam weet",
			"Says that a victim was told who follows it now, after a hand-over was accepted; names the document that was sent with it, if any. Until then a term runs, and it stands in the list of what is to be done.",
			false, 200, reflect.TypeFor[nameTellingForm](), change, bind(a, a.ofACase(a.tellName))},
		{"POST", "/cases/{id}/refusal", "declineCase", "Overdracht weigeren",
			"Does not take over what was offered to whoever asks, with the reason.",
			false, 200, reflect.TypeFor[reasonForm](), change, bind(a, a.ofACase(a.decline))},
		{"POST", "/cases/{id}/keeping", "keepCase", "Overdracht intrekken",
			"Takes back an offer that nobody has answered.",
			false, 200, reflect.TypeFor[asIsForm](), change, bind(a, a.ofACase(a.keep))},
		{"POST", "/cases/{id}/snooze", "snoozeCase", "Wegleggen tot een dag",
			"Puts it away until a day, with the reason. It comes back by itself; that a term lapses is told all the same.",
			false, 200, reflect.TypeFor[snoozeForm](), change, bind(a, a.ofACase(a.snooze))},
		{"POST", "/cases/{id}/waking", "wakeCase", "Terughalen",
			"Takes it back before its day.",
			false, 200, reflect.TypeFor[asIsForm](), change, bind(a, a.ofACase(a.wake))},
		{"POST", "/cases/{id}/clock-facts", "tellClockFact", "Een feit van een termijn vastleggen",
			"Tells what no other record does of the terms of a case: that they stand still, with the reason, that they run again, or that a victim was told of its rights. If-Match is about these facts.",
			false, 200, reflect.TypeFor[clockFactForm](), change, bind(a, a.tellClockFact)},
		{"POST", "/cases/{id}/clock-fact-retractions", "retractClockFact", "Een feit van een termijn terugnemen",
			"Takes back a fact that was told wrongly.",
			false, 200, reflect.TypeFor[clockFactRetraction](), change, bind(a, a.retractClockFact)},
		{"POST", "/agreements", "adoptAgreement", "Een versie van een afspraak aannemen",
			"Makes a version count for clocks that start from a day to come: by the operator for all employers, by an employer's registrar for itself. Clocks that run keep their version. A version that is off switches an agreement off.",
			false, 200, reflect.TypeFor[agreementForm](), change, bind(a, a.adoptAgreement)},
		{"GET", "/agreements", "listAgreements", "Afspraken opsommen",
			"Lists all versions that clocks of an employer can run under, with what each rests on.",
			false, 200, nil, nil, bind(a, a.listAgreements)},
		{"POST", "/agreements/{agreement}/withdrawal", "withdrawAgreement", "Een aangenomen versie intrekken",
			"Lets no clock start under a version from a day to come. Those that run keep it.",
			false, 200, reflect.TypeFor[agreementWithdrawalForm](), change, bind(a, a.withdrawAgreement)},
		{"POST", "/incidents/{id}/documents", "prepareIncidentDocument", "Een document van een incident voorbereiden",
			"Writes a document of what is known and keeps it sealed: what is not known stays blank and is listed, and nothing is guessed. It is unreadable once anybody or anything that it tells of is forgotten.",
			false, 201, reflect.TypeFor[documentForm](), change, bind(a, a.prepareDocument(anIncident))},
		{"GET", "/incidents/{id}/documents", "listIncidentDocuments", "Documenten van een incident opsommen",
			"Lists what was written, with what was left blank. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.listDocuments(anIncident))},
		{"GET", "/incidents/{id}/documents/{document}", "openIncidentDocument", "Een document van een incident ophalen",
			"Gives the document as PDF. Neither its address nor its name says anything of anybody. The reading is recorded.",
			false, 200, nil, []int{404, 409}, bind(a, a.openDocument(anIncident))},
		{"POST", "/incidents/{id}/documents/{document}/issue", "issueIncidentDocument", "Een document van een incident uitgeven",
			"Records that it goes out as it is. With blanks it takes a word that whoever gets it fills them in.",
			false, 200, reflect.TypeFor[issueForm](), change, bind(a, a.issueDocument(anIncident))},
		{"POST", "/incidents/{id}/documents/{document}/withdrawal", "withdrawIncidentDocument", "Een document van een incident intrekken",
			"Takes a document back, with the reason. What went out stays readable.",
			false, 200, reflect.TypeFor[reasonForm](), change, bind(a, a.withdrawDocument(anIncident))},
		{"POST", "/cases/{id}/documents", "prepareCaseDocument", "Een document van een zaak voorbereiden",
			"Writes a document of what is known and keeps it sealed: what is not known stays blank and is listed, and nothing is guessed. It is unreadable once anybody or anything that it tells of is forgotten.",
			false, 201, reflect.TypeFor[documentForm](), change, bind(a, a.prepareDocument(aCase))},
		{"GET", "/cases/{id}/documents", "listCaseDocuments", "Documenten van een zaak opsommen",
			"Lists what was written, with what was left blank. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.listDocuments(aCase))},
		{"GET", "/cases/{id}/documents/{document}", "openCaseDocument", "Een document van een zaak ophalen",
			"Gives the document as PDF. Neither its address nor its name says anything of anybody. The reading is recorded.",
			false, 200, nil, []int{404, 409}, bind(a, a.openDocument(aCase))},
		{"POST", "/cases/{id}/documents/{document}/issue", "issueCaseDocument", "Een document van een zaak uitgeven",
			"Records that it goes out as it is. With blanks it takes a word that whoever gets it fills them in.",
			false, 200, reflect.TypeFor[issueForm](), change, bind(a, a.issueDocument(aCase))},
		{"POST", "/cases/{id}/documents/{document}/withdrawal", "withdrawCaseDocument", "Een document van een zaak intrekken",
			"Takes a document back, with the reason. What went out stays readable.",
			false, 200, reflect.TypeFor[reasonForm](), change, bind(a, a.withdrawDocument(aCase))},
		{"GET", "/templates", "listTemplates", "Teksten van documenten opsommen",
			"Lists the texts that documents are made of, those of the program and the employer's own, with what each kind can have filled in.",
			false, 200, nil, nil, bind(a, a.listTemplates)},
		{"POST", "/templates", "adoptTemplate", "Een eigen tekst aannemen",
			"Makes an employer's own text count for documents from now on. Its version is the next one; documents that were made stay.",
			false, 200, reflect.TypeFor[templateForm](), []int{409, 412, 413}, bind(a, a.adoptTemplate)},
		{"POST", "/templates/preview", "previewTemplate", "Een eigen tekst op papier bekijken",
			"Gives a PDF of a text with every field blank, which says on each page that it is a sample, in Dutch and English. Nothing is recorded.",
			false, 200, nil, []int{413, 415}, bindPreview(a, a.previewTemplate)},
		{"POST", "/templates/withdrawal", "withdrawTemplate", "Een eigen tekst intrekken",
			"Lets an employer's own text be chosen no more. Documents that were made of it stay.",
			false, 200, reflect.TypeFor[templateWithdrawalForm](), change, bind(a, a.withdrawTemplate)},
		{"POST", "/templates/letterhead", "setLetterhead", "Het briefhoofd instellen",
			"Says where letters come from, whom to turn to, and at which address workers choose domicile.",
			false, 200, reflect.TypeFor[letterheadForm](), []int{409, 412, 413}, bind(a, a.setLetterhead)},
		{"POST", "/aangiften", "makeAangifte", "Een aangifte vastleggen",
			"Records that an aangifte was made to the police: by whom, under what name, for which workers and about which incidents. One aangifte can be linked to several cases.",
			false, 201, reflect.TypeFor[aangifteForm](), []int{409, 413}, bind(a, a.makeAangifte)},
		{"GET", "/aangiften/{id}", "readAangifte", "Een aangifte lezen",
			"Gives an aangifte as it is known now. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.readAangifte)},
		{"POST", "/aangiften/{id}/corrections", "correctAangifte", "Een aangifte verbeteren",
			"Tells all of it again as it is right, with the reason.",
			false, 200, reflect.TypeFor[aangifteCorrection](), change, bind(a, a.correctAangifte)},
		{"POST", "/aangiften/{id}/retraction", "retractAangifte", "Een aangifte terugnemen",
			"Takes the record back: there never was one. That somebody took an aangifte back from the police is a notice of its cases.",
			false, 200, reflect.TypeFor[reasonForm](), change, bind(a, a.retractAangifte)},
		{"POST", "/aangiften/{id}/erasure", "forgetAangifte", "Kenmerk en redenen van een aangifte vergeten",
			"Destroys the keys of its number at the police, or of the reasons that were given, for ever. That it was made stays. An aangifte may be in several cases, so forgetting one of these does not do it.",
			false, 200, reflect.TypeFor[forgetForm](), forget, bind(a, a.forgetAangifte)},
		{"POST", "/aftercare", "openAftercare", "Nazorg beginnen",
			"Begins what the employer does for one worker after one incident.",
			false, 201, reflect.TypeFor[aftercareForm](), []int{409, 413}, bind(a, a.openAftercare)},
		{"GET", "/aftercare/{id}", "readAftercare", "Nazorg lezen",
			"Gives each step of the care as it is now, and the terms that run. There is no diagnosis in it. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.readAftercare)},
		{"POST", "/aftercare/{id}/steps", "tellCare", "Een stap van de nazorg vastleggen",
			"Tells how far a step was on a day: due, offered, done or declined.",
			false, 200, reflect.TypeFor[careStepForm](), change, bind(a, a.tellCare)},
		{"POST", "/aftercare/{id}/injury-check", "checkInjury", "Nagaan of het letsel gemeld moet worden",
			"Compares with the injury as the incident has it now: the report to the Arbeidsinspectie becomes due, however late, or is due no more. Of the injury nothing is kept here.",
			false, 200, reflect.TypeFor[injuryCheckForm](), change, bind(a, a.checkInjury)},
		{"POST", "/aftercare/{id}/agreement-uses", "applyAgreementToCare", "Een andere versie van een afspraak laten gelden",
			"Lets the clocks of the care for a worker run under another version of an agreement, from their start. If-Match is about the versions that were applied, not about the care.",
			false, 200, reflect.TypeFor[agreementUseForm](), change, bind(a, a.applyAgreementToCare)},
		{"POST", "/aftercare/{id}/clock-facts", "tellClockFactOfCare", "Een feit van een termijn vastleggen",
			"Tells what no other record does of the terms of a care for a worker: that they stand still, with the reason, that they run again, or that a victim was told of its rights. If-Match is about these facts.",
			false, 200, reflect.TypeFor[clockFactForm](), change, bind(a, a.tellClockFactOfCare)},
		{"POST", "/aftercare/{id}/clock-fact-retractions", "retractClockFactOfCare", "Een feit van een termijn terugnemen",
			"Takes back a fact that was told wrongly.",
			false, 200, reflect.TypeFor[clockFactRetraction](), change, bind(a, a.retractClockFactOfCare)},
		{"POST", "/aftercare/{id}/step-retractions", "retractCare", "Een stap van de nazorg terugnemen",
			"Takes back what was told wrongly of a step.",
			false, 200, reflect.TypeFor[removalForm](), change, bind(a, a.retractCare)},
		{"POST", "/aftercare/{id}/assignment", "assignCare", "Nazorg toewijzen",
			"Says who follows it and who stands in. One that somebody has already changes hands by a hand-over only, but for its stand-in. If-Match is about the work on it, as for all of these.",
			false, 200, reflect.TypeFor[assignForm](), change, bind(a, a.ofCare(a.assign))},
		{"POST", "/aftercare/{id}/hand-over", "handOverCare", "Overdracht aanbieden",
			"Asks somebody to take it over. It stays with whoever has it until that one accepts. Whoever has it offers it, or the registrar.",
			false, 200, reflect.TypeFor[handOverForm](), change, bind(a, a.ofCare(a.handOver))},
		{"POST", "/aftercare/{id}/acceptance", "acceptCare", "Overdracht aannemen",
			"Takes over what was offered to whoever asks.",
			false, 200, reflect.TypeFor[asIsForm](), change, bind(a, a.ofCare(a.accept))},
		{"POST", "/aftercare/{id}/name-tellings", "tellNameCare", "Vastleggen dat een slachtoffer de nieuwe naam weet",
			"Says that a victim was told who follows it now, after a hand-over was accepted; names the document that was sent with it, if any. Until then a term runs, and it stands in the list of what is to be done.",
			false, 200, reflect.TypeFor[nameTellingForm](), change, bind(a, a.ofCare(a.tellName))},
		{"POST", "/aftercare/{id}/refusal", "declineCare", "Overdracht weigeren",
			"Does not take over what was offered to whoever asks, with the reason.",
			false, 200, reflect.TypeFor[reasonForm](), change, bind(a, a.ofCare(a.decline))},
		{"POST", "/aftercare/{id}/keeping", "keepCare", "Overdracht intrekken",
			"Takes back an offer that nobody has answered.",
			false, 200, reflect.TypeFor[asIsForm](), change, bind(a, a.ofCare(a.keep))},
		{"POST", "/aftercare/{id}/snooze", "snoozeCare", "Wegleggen tot een dag",
			"Puts it away until a day, with the reason. It comes back by itself; that a term lapses is told all the same.",
			false, 200, reflect.TypeFor[snoozeForm](), change, bind(a, a.ofCare(a.snooze))},
		{"POST", "/aftercare/{id}/waking", "wakeCare", "Terughalen",
			"Takes it back before its day.",
			false, 200, reflect.TypeFor[asIsForm](), change, bind(a, a.ofCare(a.wake))},
		{"POST", "/employers", "registerEmployer", "Een werkgever aansluiten",
			"Gives an employer its place and its key. The same request twice changes nothing.",
			false, 201, reflect.TypeFor[employerForm](), []int{409, 413}, bind(a, a.registerEmployer)},
		{"GET", "/employers", "listEmployers", "Werkgevers opsommen",
			"Lists the employers that the caller may see in the order of their codes, page by page. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.listEmployers)},
		{"GET", "/employers/{code}", "readEmployer", "Een werkgever lezen",
			"Gives an employer with its areas, units and days off. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.readEmployer)},
		{"POST", "/employers/{code}/changes", "changeEmployer", "Gegevens van een werkgever wijzigen",
			"Changes what is given and leaves the rest; a list replaces the whole list.",
			false, 200, reflect.TypeFor[employerChange](), change, bind(a, a.changeEmployer)},
		{"POST", "/employers/{code}/mail-addresses", "setMailAddress", "Een mailadres instellen",
			"Says where and when a party or an actor is written to when something is to be done. The same address of the same party or actor is one entry. A mail says that there is something to do and never what it is about.",
			false, 200, reflect.TypeFor[mailAddressForm](), change, bind(a, a.setMailAddress)},
		{"POST", "/employers/{code}/mail-address-removals", "removeMailAddress", "Een mailadres weghalen",
			"Nobody is written to there any more; the key of the address is destroyed. What was sent stays on record, without the address.",
			false, 200, reflect.TypeFor[mailRemovalForm](), change, bind(a, a.removeMailAddress)},
		{"GET", "/employers/{code}/mail-addresses", "listMailAddresses", "Mailadressen opsommen",
			"Lists who is written to, where and when. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.listMailAddresses)},
		{"GET", "/employers/{code}/mails", "listMails", "Verzonden mail van een dag opsommen",
			"Tells what was sent, held for one mail with others, or given up on a day, by the ids of address and file: whether and when somebody was warned. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.listMails)},
		{"POST", "/reference-tables/{table}", "loadReference", "Een tabel van het land laden",
			"Loads a table that figures of all employers use whole, in place of the one before. The same table twice changes nothing. Figures as of an earlier position use the table as it was then.",
			false, 200, reflect.TypeFor[referenceForm](), []int{409, 413}, bind(a, a.loadReference)},
		{"GET", "/reference-tables/{table}", "readReference", "Een geladen tabel lezen",
			"Gives a table of the country as it was loaded last.",
			false, 200, nil, []int{404}, bind(a, a.readReference)},
		{"POST", "/imports", "uploadImport", "Een bestand met incidenten insturen",
			"Takes a table of incidents (CSV or XLSX) with its mapping and shows what an import of it would do. Nothing is recorded until it is confirmed. The file is kept until the import expires, out of the database.",
			false, 201, nil, []int{404, 408, 413, 415}, bindUpload(a, files.upload)},
		{"GET", "/imports", "listImports", "Imports opsommen",
			"Lists the imports of an employer. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, files.list)},
		{"GET", "/imports/{id}", "readImport", "Een import bekijken",
			"Shows how far an import is, what it would do, or what it did. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, files.read)},
		{"GET", "/imports/{id}/rejects", "importRejects", "De afgekeurde rijen ophalen",
			"Gives the rows that do not go in, in the layout of the file with a column reason more: mended, they go in with the same mapping. For whoever sent the file. The reading is recorded.",
			false, 200, nil, []int{404, 409}, bind(a, files.rejects)},
		{"POST", "/imports/{id}/confirmation", "confirmImport", "Een import bevestigen",
			"Records what was previewed, in the background. The same file again adds nothing; one that was stopped goes on when it is sent and confirmed again.",
			false, 202, nil, []int{404, 409}, bind(a, files.confirm)},
		{"DELETE", "/imports/{id}", "discardImport", "Een ingestuurd bestand weggooien",
			"Removes the file that was sent, with preview and rejects. What was recorded of it stays.",
			false, 204, nil, []int{404, 409}, bind(a, files.discard)},
		{"POST", "/imports/{id}/undoing", "undoImport", "Een import terugdraaien",
			"Withdraws the incidents that a batch registered and takes back what it corrected, in the background.",
			false, 202, nil, []int{404, 409}, bind(a, files.undo)},
		{"POST", "/notice-imports", "uploadNotices", "Een bestand met berichten over zaken insturen",
			"Takes a table (CSV or XLSX) of notices from police, OM, court or CJIB with its mapping, which has notice where one of incidents has fields, and shows what would become of each: told in its case, waiting in the triage, corrected, or left. Nothing is recorded until it is confirmed. The file is kept until the import expires, out of the database.",
			false, 201, nil, []int{404, 408, 413, 415}, bindUpload(a, notices.upload)},
		{"GET", "/notice-imports", "listNoticeImports", "Imports van berichten opsommen",
			"Lists the imports of files of notices of an employer. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, notices.list)},
		{"GET", "/notice-imports/{id}", "readNoticeImport", "Een import van berichten bekijken",
			"Shows how far an import is, what it would do, or what it did. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, notices.read)},
		{"GET", "/notice-imports/{id}/rejects", "noticeImportRejects", "De afgekeurde rijen van een bestand met berichten ophalen",
			"Gives the rows that do not go in, in the layout of the file with a column reason more: mended, they go in with the same mapping. For whoever sent the file. The reading is recorded.",
			false, 200, nil, []int{404, 409}, bind(a, notices.rejects)},
		{"POST", "/notice-imports/{id}/confirmation", "confirmNoticeImport", "Een import van berichten bevestigen",
			"Records what was previewed, row by row in the background. The same file again adds nothing; one that was stopped goes on when it is sent and confirmed again.",
			false, 202, nil, []int{404, 409}, bind(a, notices.confirm)},
		{"DELETE", "/notice-imports/{id}", "discardNoticeImport", "Een ingestuurd bestand met berichten weggooien",
			"Removes the file that was sent, with preview and rejects. What was recorded of it stays.",
			false, 204, nil, []int{404, 409}, bind(a, notices.discard)},
		{"POST", "/notice-imports/{id}/undoing", "undoNoticeImport", "Een import van berichten terugdraaien",
			"Withdraws the notices that a batch told in cases, takes back those that wait, and puts back what it corrected, in the background. What somebody changed here since, matched, or told a victim of stands, and the answer names it.",
			false, 202, nil, []int{404, 409}, bind(a, notices.undoAll)},
		{"GET", "/figures", "askFigure", "Een vrije vraag",
			"Counts what is asked for by any rows and columns, for the employers whose figures the caller may see: exact for the owner of the records, protected for everybody else. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.figure)},
		{"GET", "/figures/change", "askFigureChange", "Waarom een antwoord veranderde",
			"Asks the same at two moments and says why the numbers differ. The owner of the records is told exactly how many were new (happened after the first moment), late (before it), withdrawn, merged, split, re-coded, erased, or corrected in or out; each incident stands in one part, and the parts add up to the difference in every cell. Everybody else is told what follows from numbers that are printed at two month ends. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.figureChange)},
		{"GET", "/views/time-of-day", "timeOfDay", "Incidenten per weekdag en uur",
			"Counts incidents by weekday and hour on the clock of the employer, for the employers whose figures the caller may see. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.timeOfDay)},
		{"GET", "/views/location", "location", "Incidenten naar plaats",
			"Counts incidents by kind of place, gemeente, province, veiligheidsregio, police unit, urbanity, own area or unit, or employer, for the employers whose figures the caller may see. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.location)},
		{"GET", "/views/triggers", "triggers", "Incidenten naar trigger, verloop en gevolg",
			"Counts the incidents of which the course tells it by trigger, amplifier, measure and effect, phase, what came of it, or police support, for the employers whose figures the caller may see. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.triggers)},
		{"GET", "/views/offenders", "offenders", "Incidenten naar wat van de dader bekend is",
			"Counts incidents by how well the suspect is known, which known incident it is and how long after the one before, history with its source, or age band. It never names or lists anybody. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.offenders)},
		{"GET", "/views/chain", "chain", "De keten van aangifte tot de laatste euro",
			"Counts how far cases, incidents, workers hit or suspects came from aangifte to judgment and damages, and how long they stayed at each part of the way (Kaplan-Meier), for the employers whose figures the caller may see. It ranks nobody. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.chain)},
		{"POST", "/releases", "prepareRelease", "Cijfers voorbereiden voor publicatie",
			"Answers questions as of a month end, protected for whom the release is for, and keeps the bytes. Nothing is out yet: those whose figures stand apart are asked to explain them.",
			false, 201, reflect.TypeFor[releaseForm](), []int{409, 413}, bind(a, a.prepareRelease)},
		{"GET", "/releases", "listReleases", "Publicaties opsommen",
			"Lists all releases: prepared, published and withdrawn. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.listReleases)},
		{"GET", "/releases/{id}", "readRelease", "Een publicatie lezen",
			"Gives what a release is of, by what its numbers were printed, what employers say about them, and what became of it. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.readRelease)},
		{"GET", "/releases/{id}/answers/{hash}", "releasedAnswer", "Een antwoord uit een publicatie ophalen",
			"Gives the bytes of an answer as they were printed, also before the release is out. Headers say what became of the release. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.releasedAnswer)},
		{"GET", "/releases/{id}/check", "checkRelease", "Een publicatie narekenen",
			"Answers every question anew from what was recorded up to the release's position, without looking at what was printed, and says what differs and why; and compares it with all other releases. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.checkRelease)},
		{"POST", "/releases/{id}/explanations", "explainRelease", "Eigen cijfers duiden",
			"Says how an employer's figures are to be read, or those of one of its units, or that there is nothing to say. It goes out with the figures.",
			false, 200, reflect.TypeFor[explanationForm](), change, bind(a, a.explainRelease)},
		{"POST", "/releases/{id}/publication", "publishRelease", "Publiceren",
			"Lets a release go out. It is refused while somebody concerned has days to explain, and where an earlier release prints another number for the same cell and moment; the answer names each.",
			false, 200, reflect.TypeFor[publicationForm](), change, bind(a, a.publishRelease)},
		{"POST", "/releases/{id}/withdrawal", "withdrawRelease", "Een publicatie intrekken",
			"Says that nobody should rely on it any more, why, and what to use instead. What was printed stays and can be cited; the citation says that it was withdrawn.",
			false, 200, reflect.TypeFor[releaseWithdrawalForm](), change, bind(a, a.withdrawRelease)},
		{"GET", "/citations/{hash}", "citation", "Een aangehaald cijfer terugvinden",
			"Gives the bytes of an answer that was published for the public, as they were printed, for ever. Headers say which release it is of, and whether that was withdrawn.",
			true, 200, nil, []int{404}, bind(a, a.citation)},
		{"POST", "/questions", "saveQuestion", "Een vraag bewaren",
			"Keeps a question under a name, in the list of the caller's employer; that of an analyst or the operator in everybody's. No answer is kept.",
			false, 201, reflect.TypeFor[questionForm](), []int{409, 413}, bind(a, a.saveQuestion)},
		{"GET", "/questions", "listQuestions", "Bewaarde vragen opsommen",
			"Lists the questions that the caller's employer kept, and those of everybody.",
			false, 200, nil, nil, bind(a, a.listQuestions)},
		{"GET", "/questions/{id}", "askSaved", "Een bewaarde vraag stellen",
			"Answers a question that was kept, for whoever follows the link, within his own rights. The reading is recorded.",
			false, 200, nil, []int{404}, bind(a, a.askSaved)},
		{"POST", "/questions/{id}/name", "renameQuestion", "Een bewaarde vraag anders noemen",
			"Gives a question that was kept another name. Its link stays.",
			false, 200, reflect.TypeFor[questionNameForm](), []int{404, 409, 413}, bind(a, a.renameQuestion)},
		{"POST", "/questions/{id}/removal", "dropQuestion", "Een bewaarde vraag weggooien",
			"Keeps a question no more: its link leads nowhere.",
			false, 200, reflect.TypeFor[asIsForm](), []int{404, 409, 413}, bind(a, a.dropQuestion)},
		{"GET", "/exports", "listExports", "Wie nam welk bestand mee?",
			"Lists the files that were taken out in a year, or who took out the very file with a hash, and when. The reading is recorded.",
			false, 200, nil, nil, bind(a, a.listExports)},
		{"GET", "/code-lists", "codeLists", "Alle codelijsten",
			"Names the lists of codes that reports are written in, with the question that each answers.",
			true, 200, nil, nil, bind(a, a.codeLists)},
		{"GET", "/code-lists/{name}", "codeList", "Een codelijst met uitleg",
			"Gives the codes of a list with labels, one line of explanation, the days between which each can apply, and on whose authority it stands.",
			true, 200, nil, []int{404}, bind(a, a.codeList)},
		{"GET", "/gemeenten", "gemeenten", "Gemeenten zoeken",
			"Finds municipalities by the beginning of their name, as divided on a day, with province, veiligheidsregio, police unit and inhabitants.",
			true, 200, nil, nil, bind(a, a.gemeenten)},
		{"GET", "/health/live", "live", "Draait de server?", "Says that the program runs.",
			true, 200, nil, nil, bind(a, a.live)},
		{"GET", "/health/ready", "ready", "Kan de server antwoorden?", "Says whether everything is loaded and visible.",
			true, 200, nil, nil, bind(a, a.ready)},
	}
}

// bind ties a handler to its route; its errors become problems here.
func bind[I, O any](a *api, handle func(context.Context, *I) (*O, error)) func(huma.API, huma.Operation) {
	return func(h huma.API, op huma.Operation) {
		huma.Register(h, op, func(ctx context.Context, in *I) (*O, error) {
			out, err := handle(ctx, in)
			if err != nil {
				return nil, a.problem(ctx, err)
			}
			return out, nil
		})
	}
}

// bindUpload is bind for a body that is taken as it comes: huma reads what it knows of
// into memory, so it is described only afterwards.
func bindUpload[I, O any](a *api, handle func(context.Context, *I) (*O, error)) func(huma.API, huma.Operation) {
	plain := bind(a, handle)
	return func(h huma.API, op huma.Operation) {
		op.Metadata["form"] = &huma.RequestBody{Required: true, Description: "A form with mapping first and then file.", Content: map[string]*huma.MediaType{formType: {Schema: &huma.Schema{
			Type: huma.TypeObject, Required: []string{"mapping", "file"},
			Properties: map[string]*huma.Schema{
				"mapping": {Type: huma.TypeString, Description: "Name of a mapping that comes with the program, or the YAML text of one; it names the employer. At most 1 MiB."},
				"file":    {Type: huma.TypeString, Format: "binary", Description: "The table, CSV or XLSX; at most 256 MiB."},
			},
		}}}}
		plain(h, op)
	}
}

// bindPreview is bind for a body that asks and records nothing.
func bindPreview[I, O any](a *api, handle func(context.Context, *I) (*O, error)) func(huma.API, huma.Operation) {
	plain := bind(a, handle)
	return func(h huma.API, op huma.Operation) {
		op.Metadata["form"] = &huma.RequestBody{Required: true, Description: "The text, as it would be adopted.", Content: map[string]*huma.MediaType{
			"application/json": {Schema: h.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[templateForm](), true, "")},
		}}
		plain(h, op)
	}
}

func (a *api) mux() http.Handler {
	mux := http.NewServeMux()
	for _, r := range a.routes() {
		mux.Handle(r.method+" "+base+r.path, a.lazily(r))
	}
	mux.Handle("GET "+base+"/openapi.json", a.description())
	// Metrics need no token: they count by route and status, and hold nothing
	// about anybody. Whoever can reach the listener may read them.
	mux.Handle("GET /metrics", promhttp.HandlerFor(a.Metrics, promhttp.HandlerOpts{}))
	mux.HandleFunc("/", a.elsewhere(mux))
	return a.strict(mux)
}

// lazily binds a route when it is first asked for: huma works out all types of it, and a
// command on the terminal, which serves itself one request, needs one route of many.
func (a *api) lazily(r route) http.Handler {
	bound := sync.OnceValue(func() http.Handler {
		var only routeOnly
		a.bindTo(&only, r)
		return only.Handler
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { bound().ServeHTTP(w, r) })
}

// bindTo binds routes where they are asked for, and gives what describes them.
func (a *api) bindTo(mux humago.Mux, routes ...route) *huma.OpenAPI {
	h := humago.NewWithPrefix(mux, base, a.document())
	h.UseMiddleware(a.admit)
	for _, r := range routes {
		r.bind(h, r.operation())
	}
	return h.OpenAPI()
}

// routeOnly keeps the handler of the route that was bound last. Which request is for it,
// with which values in its path, was found out already.
type routeOnly struct{ http.Handler }

func (o *routeOnly) HandleFunc(_ string, handle func(http.ResponseWriter, *http.Request)) {
	o.Handler = http.HandlerFunc(handle)
}

func (r route) operation() huma.Operation {
	op := huma.Operation{
		Method: r.method, Path: r.path, OperationID: r.id, DefaultStatus: r.status,
		Summary: r.nl, Description: r.en, Tags: []string{r.tag()},
		Errors:       append([]int{400, 503}, r.errors...),
		MaxBodyBytes: usualLimits.body + 1, // huma refuses a body of exactly this many
		// Both repeat values in their errors, and stop at the first; decode and
		// admit do their work.
		SkipValidateBody: true, SkipValidateParams: true,
		Metadata: map[string]any{"body": r.body},
	}
	if r.body != nil {
		op.Errors = append(op.Errors, 408, 415)
	}
	if !r.open {
		op.Errors = append(op.Errors, 401, 403)
		op.Security = []map[string][]string{{"token": {}}}
	}
	return op
}

func (r route) tag() string {
	noun, _, _ := strings.Cut(strings.TrimPrefix(r.path, "/"), "/")
	return noun
}
