package codes

// HistoryFlag is what was known of a suspect before (DOMAIN 7.11). Convictions,
// suspicion and registrations are criminal data (AVG 10): they need a notice from
// police, OM or a judgment, and a worker's word is none. An earlier incident always
// means: at this employer. Who is cleared leaves the history after review.
var HistoryFlag = List{Name: "history flag", NL: "voorgeschiedenis", EN: "history",
	AsksNL: "Wat was er eerder bekend over de verdachte?", AsksEN: "What was known of the suspect before?", Into: &HistoryBasis, Codes: []Entry{
		{Code: "H_REPEAT_OWN", NL: "eerder incident bij deze werkgever", EN: "earlier own incident", Source: Found, RollUp: "OWN_REGISTER",
			ExplainNL: "staat al in deze registratie, bij deze werkgever", ExplainEN: "is in this register already, at this employer"},
		{Code: "H_WARNED", NL: "eerdere waarschuwing", EN: "warned", Source: Proposed, RollUp: "OWN_REGISTER",
			ExplainNL: "kreeg al een waarschuwing van deze werkgever", ExplainEN: "was warned by this employer before"},
		{Code: "H_BAN", NL: "toegangsverbod", EN: "ban", Source: Proposed, RollUp: "OWN_REGISTER",
			ExplainNL: "mocht hier niet komen op dat moment", ExplainEN: "was not allowed here at the time"},
		{Code: "H_ANTEC", NL: "antecedenten (veroordeling)", EN: "convictions", Source: Study, RollUp: "NOTICE",
			ExplainNL: "eerder veroordeeld; alleen met een bericht van politie, OM of een vonnis", ExplainEN: "convicted before; only with a notice from police, OM or a judgment"},
		{Code: "H_SUSP_VIOL", NL: "eerder verdachte geweld", EN: "earlier suspect of violence", Source: Study, RollUp: "NOTICE",
			ExplainNL: "verdacht, niet veroordeeld; alleen met een bericht van politie of OM", ExplainEN: "suspected, not convicted; only with a notice from police or OM"},
		{Code: "H_ONB_5Y", NL: "registratie onbegrepen gedrag ≤5 jaar", EN: "registration ≤5 y", Source: Study, RollUp: "NOTICE",
			ExplainNL: "een registratie, geen diagnose; alleen met een bericht van de politie", ExplainEN: "a registration, no diagnosis; only with a notice from the police"},
		{Code: "H_NONE_KNOWN", NL: "niets bekend", EN: "none known", Source: Proposed, RollUp: "NO_HISTORY",
			ExplainNL: "er is gekeken en niets gevonden", ExplainEN: "somebody looked and found nothing"},
		{Code: "H_NOT_ASKED", NL: "niet opgevraagd", EN: "not asked", Source: Proposed, RollUp: "NO_HISTORY",
			ExplainNL: "niemand heeft ernaar gekeken of gevraagd", ExplainEN: "nobody looked or asked"},
	}}
