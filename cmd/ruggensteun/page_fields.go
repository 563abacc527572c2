package main

import "ruggensteun/domain/codes"

// The pages, in the order in which somebody reads them.

var profileFields = []shownPart{
	of("state", "", ""),
	coded("sex", "geslacht", "sex", codes.Sex),
	coded("age_band", "leeftijd", "age", codes.AgeBand),
	coded("relation", "relatie", "relation", codes.Relation),
}

var qualificationFields = []shownPart{
	coded("by", "door", "by", codes.QualifiedBy),
	coded("offence", "", "", codes.Qualification),
	of("article", "art.", "art."),
	coded("completion", "", "", codes.Completion),
	of("on", "op", "on"),
}

var stepFields = []shownPart{
	coded("phase", "", "", codes.Phase),
	of("at", "om", "at"),
	coded("actor", "door", "by", codes.Actor),
	coded("act", "", "", codes.Behaviour),
	coded("means", "met", "with", codes.Means),
	of("triggers", "trigger", "trigger", coded("trigger", "", "", codes.Trigger), coded("assessed_by", "volgens", "says", codes.AssessedBy)),
	of("amplifiers", "versterkend", "amplifier", coded("amplifier", "", "", codes.Amplifier), coded("certainty", "", "", codes.Certainty), of("number", "aantal", "number")),
	of("measures", "maatregel", "measure", coded("measure", "", "", codes.Measure), coded("effect", "", "", codes.Effect)),
}

var supportFields = []shownPart{
	coded("status", "", "", codes.PoliceSupport),
	of("asked", "gevraagd", "asked"), of("promise", "toegezegd", "promised"), of("arrival", "gekomen", "arrived"),
	of("minutes", "minuten", "minutes"),
}

var workerFields = []shownPart{
	of("name", "", ""),
	of("also_named", "ook genoemd", "also named"),
	of("staff_number", "nummer", "number"),
	of("identity", "wie", "who"),
	of("person", "id", "id"),
	coded("injury", "letsel", "injury", codes.Injury),
	coded("mind", "psychisch", "mind", codes.MindInjury),
	coded("exposures", "blootstelling", "exposure", codes.Exposure),
	of("absence", "verzuim", "absence", of("from", "van", "from"), of("to", "tot", "to"), of("days", "dagen", "days")),
	of("health", "letsel gegeven", "injury told"),
}

var incidentFields = []shownPart{
	of("id", "Incident", "Incident"),
	of("version", "Versie", "Version"),
	of("employer", "Werkgever", "Employer"),
	of("occurred", "Gebeurd", "Happened"),
	of("reported_at", "Gemeld", "Recorded"),
	of("reported", "Eerder gemeld", "Told before"),
	of("place", "Plaats", "Place",
		coded("type", "", "", codes.LocationType), of("gemeente", "", ""), of("unit", "team", "unit"), of("area", "gebied", "area"),
		coded("indoors", "", "", codes.Indoors), of("point", "", "")),
	coded("behaviours", "Gedrag", "Behaviour", codes.Behaviour),
	of("completions", "Voltooid", "Completion", coded("behaviour", "", "", codes.Behaviour), coded("completion", "", "", codes.Completion)),
	coded("professions", "Beroep", "Profession", codes.Profession),
	coded("occasions", "Aanleiding", "Occasion", codes.Occasion),
	of("means", "Middel", "Means", coded("means", "", "", codes.Means), coded("status", "", "", codes.MeansStatus)),
	coded("grounds", "Discriminatiegrond", "Ground of discrimination", codes.DiscriminationGround),
	coded("deployment", "Met hoeveel", "Deployment", codes.Deployment),
	coded("reach", "Geraakt of net niet", "Hit or near miss", codes.Reach),
	of("hit", "Aantal geraakt", "Number hit"),
	of("worker_count", "Medewerkers bekend", "Workers on record"),
	of("course", "Stap", "Step", stepFields...),
	of("support", "Hulp van de politie", "Police support", supportFields...),
	of("qualifications", "Kwalificatie", "Qualification", qualificationFields...),
	of("attachments", "Bijlage", "Attachment", coded("kind", "", "", codes.AttachmentKind), of("size", "bytes", "bytes"), of("hash", "sha-256", "sha-256"), of("id", "id", "id")),
	of("suspects", "Verdachte", "Suspect", coded("kind", "", "", codes.SuspectKind), of("suspect", "dossier", "file"), of("size", "aantal", "number"), of("profile", "", "", profileFields...), of("id", "id", "id")),
	of("cases", "Zaak", "Case"),
	of("merged_into", "Dubbel van", "Duplicate of"),
	coded("closed", "Afgesloten", "Closed", codes.ClosingReason),
	coded("regime", "Wet", "Law", codes.LegalRegime),
	of("corrections", "Verbeterd (keer)", "Corrected (times)"),
	of("withdrawn", "Ingetrokken", "Withdrawn"),
	coded("withdrawal", "Reden van intrekken", "Reason of withdrawal", codes.WithdrawalReason),
	of("workers", "Medewerker", "Worker", workerFields...),
	of("narrative", "Verhaal", "Narrative"),
	of("address", "Adres", "Address"),
	of("reference", "Eigen nummer", "Own number"),
	of("force_reports", "Geweldsregistratie", "Report of force"),
	of("explanation", "Toelichting", "Explanation"),
}

var suspectFields = []shownPart{
	of("id", "Dossier", "File"),
	of("version", "Versie", "Version"),
	of("employer", "Werkgever", "Employer"),
	coded("regime", "Wet", "Law", codes.LegalRegime),
	of("profile", "Profiel", "Profile", profileFields...),
	of("identity", "Identiteit", "Identity", of("name", "", ""), of("born_on", "geboren", "born"), of("state", "", "")),
	of("history", "Voorgeschiedenis", "History", coded("flag", "", "", codes.HistoryFlag), coded("provenance", "bron", "source", codes.Provenance), of("on", "op", "on"), of("document", "stuk", "document"), of("state", "", ""), of("id", "id", "id")),
	of("under_review", "Wordt beoordeeld", "Under review"),
	of("attention", "Attentie", "Attention", coded("standing", "", "", wordsOf(attentionWords)), coded("ground", "", "", wordsOf(attentionWords)), of("why", "", "", of("text", "", ""), of("state", "", "")), of("notice", "brief", "letter", of("on", "", ""), of("document", "", "")), of("review", "beoordelen tot en met", "review by"), of("end", "uiterlijk tot en met", "at the latest through")),
	of("links", "Koppeling", "Link", of("with", "met", "with"), coded("standing", "", "", wordsOf(linkWords)), hidden("file"), hidden("proposed"), hidden("approved"), of("basis", "", "", of("statute", "", ""), of("reference", "", "")), of("review", "beoordelen tot en met", "review by"), of("end", "uiterlijk tot en met", "at the latest through"), of("id", "id", "id")),
	of("clearances", "Vrijgepleit", "Cleared", coded("ground", "", "", codes.Clearance), of("on", "op", "on"), of("document", "stuk", "document"), of("incident", "incident", "incident"), of("reviewed", "beoordeeld", "reviewed"), of("leaves", "uit de voorgeschiedenis", "leaves the history"), of("state", "", "")),
}

var employerFields = []shownPart{
	of("code", "Werkgever", "Employer"),
	of("name", "Naam", "Name"),
	coded("kind", "Soort", "Kind", codes.EmployerKind),
	of("zone", "Tijdzone", "Time zone"),
	of("units", "Team", "Unit", of("code", "", ""), of("name", "", "")),
	of("areas", "Gebied", "Area", of("code", "", ""), of("name", "", ""), of("gemeenten", "", "")),
	of("holidays", "Vrije dag", "Day off", of("date", "", ""), of("name", "", "")),
	of("id", "Id", "Id"),
	of("version", "Versie", "Version"),
}

var referenceFields = []shownPart{
	of("table", "Tabel", "Table"),
	of("source", "Bron", "Source"),
	of("version", "Versie", "Version"),
	of("hash", "Hash", "Hash"),
	of("rows", "Regel", "Line", of("of", "", ""), of("since", "vanaf", "since"), of("value", "waarde", "value")),
}
