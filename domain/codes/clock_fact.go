package codes

// ClockFact is what starts, ends or suspends a term and is no step of the case and no
// aftercare: what became of the incident itself, and of the term.
var ClockFact = List{Name: "clock fact", NL: "feit voor een termijn", EN: "fact for a term",
	AsksNL: "Wat begint, beëindigt of schorst een termijn?", AsksEN: "What begins, ends or suspends a term?", Codes: []Entry{
		{Code: "OCCURRED", NL: "incident", EN: "incident", Source: Proposed,
			ExplainNL: "toen het gebeurde", ExplainEN: "when it happened"},
		{Code: "REPORTED", NL: "melding bij de werkgever", EN: "report to the employer", Source: Proposed,
			ExplainNL: "toen de werkgever het hoorde", ExplainEN: "when the employer heard of it"},
		{Code: "REGISTERED", NL: "registratie", EN: "registration", Source: Proposed,
			ExplainNL: "toen het hier werd vastgelegd", ExplainEN: "when it was recorded here"},
		{Code: "ARBO_DUTY", NL: "meldplichtig letsel", EN: "injury that must be reported", Source: Law,
			ExplainNL: "overlijden, opname of blijvend letsel, ook als dat later blijkt; Arbowet 9", ExplainEN: "death, admission or lasting injury, also when found later; Arbowet 9"},
		{Code: "RIGHTS_TOLD", NL: "op rechten gewezen", EN: "told of rights", Source: Law,
			ExplainNL: "het slachtoffer weet welke rechten het heeft; art. 51ab Sv", ExplainEN: "the victim knows which rights it has; art. 51ab Sv"},
		{Code: "OUTCOME_KNOWN", NL: "uitkomst bekend", EN: "outcome known", Source: Proposed,
			ExplainNL: "de werkgever weet hoe de zaak tegen een verdachte eindigde", ExplainEN: "the employer knows how the case against a suspect ended"},
		{Code: "VICTIM_TOLD", NL: "slachtoffer ingelicht", EN: "victim told", Source: Proposed,
			ExplainNL: "het slachtoffer heeft de uitkomst van de werkgever gehoord", ExplainEN: "the victim heard the outcome from the employer"},
		{Code: "NEXT_STEP", NL: "afgesproken volgende stap", EN: "next step that was agreed", Source: Proposed,
			ExplainNL: "de dag waarvoor in een gesprek iets is afgesproken; mag in de toekomst liggen", ExplainEN: "the day for which something was agreed in a call; may lie ahead"},
		{Code: "NEXT_DONE", NL: "daarna iets gehoord", EN: "something heard since", Source: Proposed,
			ExplainNL: "het eerste bericht na dat gesprek", ExplainEN: "the first notice after that call"},
		{Code: "SUSPENDED", NL: "termijn opgeschort", EN: "term suspended", Source: Proposed,
			ExplainNL: "de termijn staat stil tot hij wordt hervat", ExplainEN: "the term stands still until it is resumed"},
		{Code: "RESUMED", NL: "termijn hervat", EN: "term resumed", Source: Proposed,
			ExplainNL: "de termijn loopt weer", ExplainEN: "the term runs again"},
		{Code: "SILENT", NL: "stilte bij een verlopen termijn", EN: "silence on a lapsed term", Source: Proposed,
			ExplainNL: "sinds de termijn verliep, of sinds daarna iemand iets aan de zaak deed", ExplainEN: "since the term lapsed, or since somebody did something about the case after that"},
		{Code: "WORKED_ON", NL: "er is aan gewerkt", EN: "worked on", Source: Proposed,
			ExplainNL: "iemand deed iets aan de zaak", ExplainEN: "somebody did something about the case"},
	}}
