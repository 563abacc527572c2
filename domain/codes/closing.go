package codes

// ClosingReason is why an incident takes no more additions. A record that was kept
// under the wrong law is closed and registered anew, because the law of a record
// never changes (DOMAIN 6); only the new one counts.
var ClosingReason = List{Name: "closing reason", NL: "reden van afsluiten", EN: "reason of closing",
	AsksNL: "Waarom wordt dit incident afgesloten?", AsksEN: "Why is this incident closed?", Codes: []Entry{
		{Code: "COMPLETE", NL: "volledig", EN: "complete", Source: Proposed,
			ExplainNL: "alles wat bekend is staat erin en niets loopt meer", ExplainEN: "all that is known is in it and nothing is going on"},
		{Code: "NO_MORE", NL: "er komt niets meer", EN: "nothing more will come", Source: Proposed,
			ExplainNL: "onvolledig, maar niemand kan er nog iets aan toevoegen", ExplainEN: "not complete, but nobody can add anything"},
		{Code: "OTHER_REGIME", NL: "opnieuw vastgelegd onder een andere wet", EN: "registered anew under another law", Source: Proposed,
			ExplainNL: "het hoorde onder de AVG of juist de Wpg; deze telt niet meer mee", ExplainEN: "it belonged under the AVG or the Wpg instead; this one counts no more"},
	}}
