package codes

// TermBasis is what a term rests on. It says how hard the term is, and whether the
// Algemene termijnenwet speaks of it: only of what stands in a law or an algemene
// maatregel van bestuur.
var TermBasis = List{Name: "term basis", NL: "grondslag van een termijn", EN: "basis of a term",
	AsksNL: "Waarop berust deze termijn?", AsksEN: "What does this term rest on?", Codes: []Entry{
		{Code: "LAW", NL: "wet", EN: "law", Source: Proposed,
			ExplainNL: "een wet of algemene maatregel van bestuur", ExplainEN: "an act or an order in council"},
		{Code: "REGULATION", NL: "ministeriële regeling", EN: "ministerial regulation", Source: Proposed,
			ExplainNL: "een regeling van een minister; de Algemene termijnenwet noemt die niet", ExplainEN: "of a minister; the Algemene termijnenwet does not mention these"},
		{Code: "AGREEMENT", NL: "afspraak", EN: "agreement", Source: Proposed,
			ExplainNL: "afgesproken tussen partijen, zoals de ELA of een convenant", ExplainEN: "agreed between parties, such as the ELA or a covenant"},
		{Code: "GUIDANCE", NL: "richtlijn", EN: "guidance", Source: Proposed,
			ExplainNL: "een advies van een instantie, dat niet bindt", ExplainEN: "advice of an authority, which does not bind"},
		{Code: "PRACTICE", NL: "praktijk", EN: "practice", Source: Proposed,
			ExplainNL: "zo gaat het meestal; niemand heeft het beloofd", ExplainEN: "how it usually goes; nobody promised it"},
		{Code: "SUGGESTION", NL: "suggestie", EN: "suggestion", Source: Proposed,
			ExplainNL: "door iemand voorgesteld, door niemand overgenomen", ExplainEN: "suggested by somebody, taken over by nobody"},
		{Code: "OWN_POLICY", NL: "eigen beleid", EN: "own policy", Source: Proposed,
			ExplainNL: "zo wil deze werkgever het", ExplainEN: "how this employer wants it"},
		{Code: "PROPOSAL", NL: "voorstel van Ruggensteun", EN: "proposal by Ruggensteun", Source: Proposed,
			ExplainNL: "een begin, om te vervangen door eigen beleid", ExplainEN: "a start, to be replaced by own policy"},
	}}
