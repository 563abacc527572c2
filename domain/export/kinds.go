package export

import "fmt"

// Text is said in both languages.
type Text struct {
	NL string `json:"nl"`
	EN string `json:"en"`
}

// Kind is one kind of record that an employer owns, and a file of its own in a Pack.
type Kind struct {
	Category string // of its streams, and the name of the file: records/incident.ndjson
	Personal bool   // names, injuries, suspicions or free text are in it
	What     Text
}

// Count is how many events there are of a kind.
type Count struct{ Events, Invented int }

// Kinds are all that an employer owns, in the order in which another program would take
// them in: what others refer to comes first.
var Kinds = []Kind{
	{"employer", false, Text{NL: "de werkgever, met gebieden, eenheden en vrije dagen", EN: "the employer, with its areas, units and days off"}},
	{"agreement", false, Text{NL: "afspraken over termijnen die de werkgever zelf aannam", EN: "agreements about terms that the employer adopted itself"}},
	{"template", false, Text{NL: "eigen teksten van documenten, en het briefhoofd", EN: "texts of documents of its own, and the letterhead"}},
	{"import", false, Text{NL: "bestanden met incidenten die werden ingelezen", EN: "files of incidents that were imported"}},
	{"notice_import", false, Text{NL: "bestanden met berichten over zaken die werden ingelezen", EN: "files of notices of cases that were imported"}},
	{"incident", true, Text{NL: "incidenten: wat hulpverleners overkwam, met alles wat later verbeterd of aangevuld werd", EN: "incidents: what happened to emergency workers, with all that was corrected or added later"}},
	{"suspect", true, Text{NL: "dossiers van verdachten", EN: "files of suspects"}},
	{"attention", true, Text{NL: "attenties: voor welke verdachten de eigen mensen gewaarschuwd werden, waarom en tot wanneer", EN: "attention listings: for which suspects its own people were warned, why and until when"}},
	{"person", false, Text{NL: "wat van medewerkers vergeten werd, en waarom", EN: "what was forgotten of workers, and why"}},
	{"pseudonym", false, Text{NL: "welke pseudoniemen van één medewerker zijn", EN: "which pseudonyms are of one worker"}},
	{"aangifte", true, Text{NL: "aangiften", EN: "aangiften (criminal complaints)"}},
	{"prosecution", true, Text{NL: "strafzaken: wat ervan gehoord werd, de schade, en wie werd ingelicht", EN: "criminal cases: what was heard of them, damages, and who was told"}},
	{"triage", true, Text{NL: "berichten uit bestanden die bij geen zaak hoorden, en wat ermee gebeurde", EN: "notices from files that belonged to no case, and what became of them"}},
	{"aftercare", true, Text{NL: "nazorg voor medewerkers", EN: "aftercare for workers"}},
	{"agreement_use", false, Text{NL: "onder welke versie van een afspraak termijnen lopen, en wat ze schorst", EN: "under which version of an agreement terms run, and what suspends them"}},
	{"casework", true, Text{NL: "wie een zaak of nazorg volgt, overdrachten, en alarmen van termijnen", EN: "who follows a case or aftercare, hand-overs, and alarms of terms"}},
	{"document", true, Text{NL: "documenten: wat geschreven werd; de bladen zelf staan in documents/", EN: "documents: what was written; the papers themselves are in documents/"}},
	{"mailbook", true, Text{NL: "wie gemaild wordt als er iets te doen is", EN: "who is written to when something is to be done"}},
	{"mail", false, Text{NL: "welke mail verzonden werd", EN: "which mail was sent"}},
	{"coding", false, Text{NL: "steekproeven die nog eens gecodeerd werden", EN: "samples that were coded once more"}},
	{"codingbook", false, Text{NL: "hoe vaak codes in die steekproeven overeenkwamen", EN: "how often codes in these samples met"}},
	{"retention", false, Text{NL: "bewaartermijnen die de werkgever zelf vaststelde", EN: "periods of keeping that the employer set itself"}},
	{"permit", true, Text{NL: "toestemmingen om iemand te zoeken of te zien wie iemand is: wie het vroeg, wie het toestond, wat ermee gevonden werd", EN: "permits to look for somebody or to see who somebody is: who asked, who granted it, what was found by it"}},
	{"hold", true, Text{NL: "wat een tijd lang niet gewist wordt, en waarom", EN: "what is not erased for a while, and why"}},
	{"certificate", false, Text{NL: "bewijzen dat iets vergeten werd", EN: "proof that something was forgotten"}},
	{"accessrequest", true, Text{NL: "inzageverzoeken: wie vroeg wat van hem bewaard wordt, wanneer hij zijn dossier kreeg, wat hem onthouden werd en waarom", EN: "requests for access: who asked what is kept of him, when he got his file, what was kept from him and why"}},
	{"disposal", false, Text{NL: "rondes waarin gewist werd wat te lang bewaard was", EN: "rounds in which what was kept too long was erased"}},
	{"departure", false, Text{NL: "dat de werkgever vroeg om te vertrekken, en wat daarvan werd", EN: "that the employer asked to leave, and what became of it"}},
	{"redaction", false, Text{NL: "wat uit de registratie verwijderd werd, en waarom", EN: "what was removed from the record, and why"}},
	{"export", false, Text{NL: "bestanden die werden meegenomen", EN: "files that were taken out"}},
}

// Parts are what an employer owns of streams that are of no employer: only its own events of
// them, or its own lines, go along.
var Parts = []Kind{
	{"question", false, Text{NL: "vragen die de werkgever bewaarde", EN: "questions that the employer kept"}},
	{"campaign", false, Text{NL: "meldcampagnes en andere formulieren die de werkgever markeerde", EN: "campaigns for reporting and changes of form that the employer marked"}},
	{"release", false, Text{NL: "wat de werkgever bij publicaties verklaarde", EN: "what the employer explained of releases"}},
	{"reference", false, Text{NL: "de eigen regels van geladen tabellen: personeel en inzetten", EN: "its own lines of tables that were loaded: staff and deployments"}},
}

// LeftOut is what is not in a Pack, and why, by category: nobody has to wonder.
var LeftOut = map[string]Text{
	"boundary":    {NL: "grenzen van gebieden zijn van niemand: de bron staat erbij waar ze getekend worden", EN: "boundaries of areas are nobody's: where they are drawn their source is named"},
	"suspectlink": {NL: "koppelingen van dossiers zijn van twee werkgevers samen: met wie er een is, waarop die berust en tot wanneer staat bij het dossier", EN: "links of files are of two employers together: with whom there is one, what it rests on and until when stands with the file"},
	"ledger":      {NL: "het boek van alle publicaties is van niemand: wat gepubliceerd werd is openbaar", EN: "the ledger of all releases is nobody's: what was published is public"},
}

// Total is how many lines a Pack is to have of what an employer owns. The error names a
// category that is in no file: nothing may be left out because nobody thought of it.
func Total(counts map[string]Count) (all Count, err error) {
	known := map[string]bool{}
	for _, k := range Kinds {
		known[k.Category] = true
	}
	for category, n := range counts {
		if !known[category] {
			return all, fmt.Errorf("take everything out: %d events of %s are in no file", n.Events, category)
		}
		all.Events, all.Invented = all.Events+n.Events, all.Invented+n.Invented
	}
	return all, nil
}
