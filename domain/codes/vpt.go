package codes

// VPTCode is whether the VPT code is on the aangifte (DOMAIN 7.12): the national
// agreements (ELA) apply only if it is.
var VPTCode = List{Name: "vpt code", NL: "VPT-code", EN: "VPT code",
	AsksNL: "Staat de VPT-code op de aangifte?", AsksEN: "Is the VPT code on the complaint?", Codes: []Entry{
		{Code: "CONFIRMED", NL: "bevestigd", EN: "confirmed", Source: Proposed,
			ExplainNL: "de politie heeft bevestigd dat de code erop staat", ExplainEN: "the police confirmed that the code is on it"},
		{Code: "MISSING", NL: "ontbreekt", EN: "missing", Source: Proposed,
			ExplainNL: "de code staat er niet op; vraag erom", ExplainEN: "the code is not on it; ask for it"},
	}}
