package main

import (
	"slices"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
)

// What the interface says in words of its own, and the trade has no list for.
var (
	clockStates = codes.List{Codes: []codes.Entry{
		{Code: codes.Code(agreement.Running), NL: "loopt", EN: "running"},
		{Code: codes.Code(agreement.DueSoon), NL: "bijna om", EN: "due soon"},
		{Code: codes.Code(agreement.DueNow), NL: "vandaag", EN: "due today"},
		{Code: codes.Code(agreement.Lapsed), NL: "VERSTREKEN", EN: "LAPSED"},
		{Code: codes.Code(agreement.Met), NL: "gehaald", EN: "met"},
		{Code: codes.Code(agreement.MetLate), NL: "te laat gehaald", EN: "met late"},
		{Code: codes.Code(agreement.Suspended), NL: "opgeschort", EN: "suspended"},
		{Code: codes.Code(agreement.NotReceived), NL: "niet ontvangen", EN: "not received"},
		{Code: "PASSED", NL: "voorbij, voor zover bekend niet gebruikt", EN: "over, not used as far as is known"},
	}}
	alarmKinds = codes.List{Codes: alarmEntries()}
	sizeUnits  = codes.List{Codes: []codes.Entry{
		{Code: "days", NL: "dagen", EN: "days"}, {Code: "hours", NL: "uur", EN: "hours"}, {Code: "cents", NL: "eurocent", EN: "cents"},
	}}
	factList = codes.List{Codes: slices.Concat(codes.ClockFact.Codes, codes.CaseStep.Codes, codes.Aftercare.Codes, codes.Outcome.Codes)}
)

var sanctionFields = []shownPart{coded("kind", "", "", codes.Sanction), of("size", "", ""), asUnit(coded("unit", "", "", sizeUnits))}

// inEuros are the parts of a sanction whose size is a sum.
func inEuros(parts []shownPart) []shownPart {
	all := slices.Clone(parts)
	for i, part := range all {
		switch part.key {
		case "size":
			all[i].as = euros
		case "unit":
			all[i].as = notShown
		}
	}
	return all
}

var offenceFields = []shownPart{coded("offence", "", "", codes.Qualification), of("article", "art.", "art.")}

func alarmEntries() (list []codes.Entry) {
	for _, k := range casework.AlarmKinds() {
		nl, en := k.Words()
		list = append(list, codes.Entry{Code: codes.Code(k), NL: nl, EN: en})
	}
	return list
}

// workFields are those of who follows a file, on every page that has them.
var workFields = []shownPart{
	of("responsible", "van", "of"), of("stand_in", "vervanger", "stand-in"), of("offered_to", "aangeboden aan", "offered to"), of("offered_to_team", "aangeboden aan iedereen die dossiers volgt", "offered to everybody who follows files"), of("silent_since", "stil sinds", "silent since"),
	of("unnamed", "nieuwe naam nog vertellen aan", "new name still to be told to"),
	of("named", "nieuwe naam verteld aan", "new name told to", of("victim", "", ""), coded("channel", "", "", codes.TellingChannel), of("on", "op", "on"),
		of("document", "document", "document"), hidden("id"), hidden("name")),
	of("snoozed_until", "weggelegd tot", "put away until"), of("snooze_reason", "", ""), of("you", "u bent", "you are"),
	of("alarms", "alarm", "alarm", coded("kind", "", "", alarmKinds), of("agreement", "afspraak", "agreement"), of("due", "uiterlijk", "at the latest"),
		of("raised_at", "sinds", "since"), of("victim", "slachtoffer", "victim"), of("about", "bericht", "notice"), of("state", "", ""),
		of("hidden", "kan wachten", "can wait"), hidden("version"), hidden("number")),
}

// clockFields are those of a term, on every page that has them.
var clockFields = []shownPart{
	coded("state", "", "", clockStates), coded("right", "", "", codes.List{Codes: []codes.Entry{{Code: "true", NL: "mag, hoeft niet", EN: "may, need not"}}}), of("due", "tot en met", "until the end of"), of("due_at", "om", "at"), hidden("too_late"),
	hidden("name"), of("because", "", ""), coded("responsible", "voor", "for", codes.Party), coded("ended_by", "door", "by", factList),
	of("victim", "slachtoffer", "victim"), of("about", "bericht", "notice"), of("agreement", "code", "code"), hidden("version"), hidden("whose"),
}

var noticeFields = []shownPart{
	coded("step", "", "", codes.CaseStep), of("effect", "per", "as of"), of("received", "ontvangen", "received"), coded("source", "van", "from", codes.NoticeSource), of("state", "", ""),
	of("withdrawn", "ingetrokken", "withdrawn"), of("case", "in zaak", "in case"), of("revision", "keer gewijzigd", "times changed"),
	coded("outcome", "uitkomst", "outcome", codes.Outcome), coded("sepot", "sepotgrond", "ground of dismissal", codes.SepotGround), coded("conditional", "voorwaardelijk", "conditional", codes.YesNo),
	coded("summons", "dagvaarding", "summons", codes.SummonsKind), of("hearing", "zitting", "hearing"), coded("instance", "instantie", "instance", codes.Instance),
	coded("decision", "beslissing", "decision", codes.ComplaintDecision), coded("vpt", "VPT-code", "VPT code", codes.VPTCode),
	coded("uplift", "strafverhoging", "uplift", codes.Uplift), of("percent", "procent", "percent"),
	of("sanctions", "straf", "sanction", sanctionFields...), of("offences", "feit", "offence", offenceFields...),
	of("amounts", "bedrag", "sum", coded("kind", "", "", codes.AmountKind), money("cents", "", ""), of("of_employer", "van de werkgever", "of the employer"), of("claimant", "van", "of")),
	of("reference", "nummer", "number"), of("text", "", ""),
	of("aangifte", "aangifte", "aangifte"), of("worker", "medewerker", "worker"), of("id", "id", "id"),
}

var accountFields = []shownPart{
	of("of_employer", "werkgever", "employer"), of("claimant", "", ""),
	money("claimed", "gevorderd", "claimed"), money("joined", "gevoegd", "joined"), money("awarded", "toegewezen", "awarded"),
	someMoney("advance", "voorschot van de Staat", "advance by the State"), someMoney("paid", "betaald", "paid"), money("open", "open", "open"),
	someMoney("surplus", "te veel", "too much"), someMoney("recourse", "door de Staat verhaald", "recovered by the State"),
	someMoney("to_recover", "door de Staat nog te verhalen", "for the State to recover"), someMoney("excess", "te veel verhaald", "recovered too much"),
}

var caseFields = []shownPart{
	of("id", "Zaak", "Case"),
	of("version", "Versie", "Version"),
	of("employer", "Werkgever", "Employer"),
	coded("regime", "Wet", "Law", codes.LegalRegime),
	of("closed", "Gesloten", "Closed"),
	of("merged_into", "Samengevoegd met", "Merged into"),
	of("merged", "Hierin samengevoegd", "Merged into this"),
	coded("stage", "Stand", "Stage", codes.CaseStage),
	coded("outcome", "Uitkomst", "Outcome", codes.Outcome),
	of("deciding", "Volgens bericht", "By notice"),
	of("final", "Onherroepelijk", "Irrevocable"),
	coded("sepot", "Sepotgrond", "Ground of dismissal", codes.SepotGround),
	coded("custody", "Vast of vrij", "Custody", codes.CaseStep),
	coded("vpt", "VPT-code", "VPT code", codes.VPTCode),
	of("instances", "Rechter", "Court", coded("instance", "", "", codes.Instance), of("withdrawn", "ingetrokken", "withdrawn"),
		of("demanded", "eis", "demanded", sanctionFields...), coded("uplift", "strafverhoging geëist", "uplift demanded", codes.UpliftDemanded), of("percent", "procent", "percent"),
		of("judged", "uitspraak", "judged"), of("on", "op", "on"), coded("outcome", "", "", codes.Outcome), of("imposed", "straf", "imposed", sanctionFields...),
		coded("weighed", "strafverhoging erkend", "uplift recognised", codes.Uplift)),
	coded("not_received", "Niet ontvangen", "Not received", codes.CaseStep),
	of("contradictions", "Klopt niet", "Contradiction", of("what", "", ""), hidden("earlier"), hidden("later")),
	of("remarks", "Let op", "Please note", of("what", "", ""), hidden("notice")),
	someNumber("unreadable", "Niet te lezen", "Unreadable"),
	of("untold", "Nog inlichten", "To be told", of("victim", "slachtoffer", "victim"), coded("step", "over", "of", codes.CaseStep), of("since", "sinds", "since"),
		of("withdrawn", "het klopte niet", "it was wrong"), of("again", "het is gewijzigd", "it changed"), of("notice", "bericht", "notice")),
	of("loose_ends", "Nog te doen", "Left to do", coded("kind", "", "", looseEnds), of("person", "van", "of")),
	of("work", "Opvolging", "Follow-up", workFields...),
	of("clocks", "Termijn", "Term", clockFields...),
	of("ledger", "Schade", "Damages", accountFields...),
	of("notices", "Bericht", "Notice", noticeFields...),
	of("by_receipt", "Ontvangst", "Receipt", of("received", "", ""), coded("step", "", "", codes.CaseStep), hidden("notice")),
	of("tellings", "Ingelicht", "Told", of("on", "", ""), of("victim", "slachtoffer", "victim"), coded("channel", "", "", codes.TellingChannel), of("text", "", ""), of("document", "brief", "letter"), of("notices", "bericht", "notice"), of("case", "in zaak", "in case"), of("id", "id", "id")),
	of("documents", "Document", "Document", paperFields...),
	of("incidents", "Incident", "Incident"),
	of("incidents_merged", "Incident samengevoegd", "Incident merged", of("incident", "", ""), of("under", "telt bij", "counts under")),
	of("victims", "Slachtoffer", "Victim"),
	of("persons_merged", "Pseudoniem", "Pseudonym", of("says", "", ""), hidden("recorded_under"), hidden("counted_under")),
	of("applied", "Versie toegepast", "Version applied", of("agreement", "", ""), of("version", "versie", "version"), of("case", "uit zaak", "from case"),
		coded("counts", "", "", codes.List{Codes: []codes.Entry{{Code: "true", NL: "geldt hier", EN: "holds here"}, {Code: "false", NL: "geldt hier niet", EN: "does not hold here"}}}), hidden("whose")),
	of("aangiften", "Aangifte", "Aangifte"),
	of("suspect", "Verdachte", "Suspect"),
}

var aangifteFields = []shownPart{
	of("id", "Aangifte", "Aangifte"),
	of("version", "Versie", "Version"),
	of("employer", "Werkgever", "Employer"),
	coded("regime", "Wet", "Law", codes.LegalRegime),
	of("retracted", "Teruggenomen", "Retracted"),
	of("on", "Gedaan", "Made"),
	coded("complainant", "Door", "By", codes.Complainant),
	coded("name", "Onder", "Under", codes.Anonymity),
	coded("domicile", "Adres van de werkgever", "Address of the employer", codes.YesNo),
	of("reference", "Nummer bij de politie", "Number at the police"),
	of("workers", "Medewerker", "Worker"),
	of("incidents", "Incident", "Incident"),
}

var careTellingFields = []shownPart{
	coded("step", "", "", codes.Aftercare), coded("status", "", "", codes.AftercareStatus), of("on", "op", "on"), of("due", "uiterlijk", "at the latest"),
	of("retracted", "teruggenomen", "taken back"), of("note", "", ""), of("state", "", ""), of("file", "in dossier", "in file"), of("id", "id", "id"),
}

var aftercareFields = []shownPart{
	of("id", "Nazorg", "Aftercare"),
	of("version", "Versie", "Version"),
	of("employer", "Werkgever", "Employer"),
	coded("regime", "Wet", "Law", codes.LegalRegime),
	of("incident", "Incident", "Incident"),
	of("worker", "Medewerker", "Worker"),
	of("files", "Dossier", "File", of("says", "", ""), coded("followed", "", "", codes.List{Codes: []codes.Entry{{Code: "true", NL: "hier opgevolgd", EN: "followed here"}, {Code: "false", NL: "elders opgevolgd", EN: "followed elsewhere"}}}),
		of("id", "id", "id"), hidden("recorded_under"), hidden("recorded_after")),
	of("warning", "Let op", "Please note"),
	of("work", "Opvolging", "Follow-up", workFields...),
	of("clocks", "Termijn", "Term", clockFields...),
	onlyTold("status", of("duties", "Stap", "Step", coded("step", "", "", codes.Aftercare), coded("status", "", "", codes.AftercareStatus), of("on", "op", "on"), of("due", "uiterlijk", "at the latest"),
		of("overdue", "TE LAAT", "OVERDUE"), hidden("open"))),
	of("tellings", "Verteld", "Told", careTellingFields...),
}

var personFields = []shownPart{
	of("id", "Medewerker", "Worker"),
	of("employer", "Werkgever", "Employer"),
	of("goes_by", "Telt onder", "Counted under"),
	of("pseudonyms", "Pseudoniem", "Pseudonym", of("person", "", ""), of("merged_into", "samengevoegd met", "merged with"), of("since", "sinds", "since"),
		of("by", "door", "by"), of("reason", "", "")),
}

// looseEnds are what keeps a case from closing without a word.
var looseEnds = codes.List{Codes: []codes.Entry{
	{Code: "VICTIM_UNINFORMED", NL: "slachtoffer inlichten", EN: "victim to be told"},
	{Code: "DAMAGES_OPEN", NL: "schade nog niet betaald", EN: "damages not paid yet"},
	{Code: "CLAIM_UNDECIDED", NL: "over de schade is niet beslist", EN: "claim not decided"},
	{Code: "NO_OUTCOME", NL: "uitkomst niet bekend", EN: "outcome not known"},
	{Code: "UNREADABLE", NL: "iets is niet meer te lezen", EN: "something cannot be read any more"},
}}
