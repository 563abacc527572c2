package codes

// TriageReason is why a notice that came by file waits until somebody says which case
// it is of.
var TriageReason = List{Name: "triage reason", NL: "reden van wachten", EN: "reason to wait",
	AsksNL: "Waarom hoort dit bericht nog bij geen zaak?", AsksEN: "Why does this notice belong to no case yet?", Codes: []Entry{
		{Code: "NO_NUMBER", NL: "geen nummer", EN: "no number", Source: Proposed,
			ExplainNL: "in het bestand staat niets waaraan een zaak te herkennen is", ExplainEN: "the file gives nothing that a case can be found by"},
		{Code: "NO_SUCH_NUMBER", NL: "nummer niet bekend", EN: "number not known", Source: Proposed,
			ExplainNL: "geen zaak kent dit nummer; een zaak met dezelfde aangifte kan een andere verdachte hebben", ExplainEN: "no case knows this number; one with the same aangifte may have another suspect"},
		{Code: "SEVERAL", NL: "meer dan één zaak", EN: "more than one case", Source: Proposed,
			ExplainNL: "de nummers leiden naar meer dan één zaak", ExplainEN: "the numbers lead to more than one case"},
		{Code: "OTHER_LAW", NL: "andere wet", EN: "another law", Source: Proposed,
			ExplainNL: "de zaak valt onder een andere privacywet dan het bestand", ExplainEN: "the case is kept under another privacy law than the file"},
		{Code: "NOT_TAKEN", NL: "past niet in de zaak", EN: "does not fit the case", Source: Proposed,
			ExplainNL: "de zaak neemt het bericht zo niet aan; het slachtoffer is er nog niet aan gekoppeld, bijvoorbeeld", ExplainEN: "the case does not take it as it is; its victim is not linked yet, for example"},
	}}
