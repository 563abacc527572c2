package codes

// ArboDuty tells which consequences the employer must report at once (Arbowet 9,
// DOMAIN 5): death, lasting injury, of the mind too, and admission, a day included;
// also when it turns out later.
var ArboDuty = List{Name: "arbo duty", NL: "meldplicht Arbowet 9", EN: "duty to report, Arbowet 9",
	AsksNL: "Moet de werkgever dit melden bij de Arbeidsinspectie?", AsksEN: "Must the employer report this to the Arbeidsinspectie?", Codes: []Entry{
		{Code: "REPORT", NL: "meldplichtig", EN: "must be reported", Source: Found,
			ExplainNL: "direct melden bij de Arbeidsinspectie, ook als het later blijkt", ExplainEN: "report at once to the Arbeidsinspectie, also if it turns out later"},
		{Code: "NO_REPORT", NL: "niet meldplichtig", EN: "need not be reported", Source: Found,
			ExplainNL: "zolang het niet erger wordt", ExplainEN: "as long as it gets no worse"},
	}}
