package codes

// SepotGroup are the headings of the OM's annex (DOMAIN 3.5): first whether it can
// be prosecuted at all (technical), then six kinds of reasons not to want
// it (policy).
var SepotGroup = List{Name: "sepot group", NL: "groep van sepotgronden", EN: "group of grounds",
	AsksNL: "Wat voor reden is het?", AsksEN: "What sort of reason is it?", Codes: []Entry{
		{Code: "FEASIBILITY", NL: "haalbaarheid (technisch)", EN: "feasibility (technical)", Source: Found,
			ExplainNL: "vervolgen kan niet of zal niet lukken", ExplainEN: "prosecution is impossible or would fail"},
		{Code: "OTHERS", NL: "maatregelen door anderen", EN: "measures by others", Source: Found,
			ExplainNL: "een ander doet er al iets aan", ExplainEN: "somebody else deals with it already"},
		{Code: "LEGAL_ORDER", NL: "algemene rechtsorde", EN: "legal order", Source: Found,
			ExplainNL: "het belang van land of wet", ExplainEN: "the interest of the country or the law"},
		{Code: "ACT", NL: "het feit", EN: "the act", Source: Found,
			ExplainNL: "wat er gebeurde is te klein of te oud", ExplainEN: "what happened is too small or too old"},
		{Code: "PERSON", NL: "de persoon van de verdachte", EN: "the person of the suspect", Source: Found,
			ExplainNL: "iets bij de verdachte zelf", ExplainEN: "something about the suspect"},
		{Code: "RELATION", NL: "verdachte en benadeelde", EN: "suspect and injured party", Source: Found,
			ExplainNL: "iets tussen de verdachte en wie de schade leed", ExplainEN: "something between the suspect and who was harmed"},
		{Code: "EXECUTION", NL: "einde executie strafbeschikking", EN: "end of execution of a penal order", Source: Found,
			ExplainNL: "de strafbeschikking wordt niet verder uitgevoerd", ExplainEN: "the penal order is carried out no further"},
		{Code: "ADMINISTRATIVE", NL: "administratief", EN: "administrative", Source: Found,
			ExplainNL: "een fout in de boeken, geen oordeel", ExplainEN: "a mistake in the books, no judgement"},
	}}
