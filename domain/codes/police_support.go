package codes

// PoliceSupport is how far help from the police came (DOMAIN 6): fire, ambulance
// and boa's depend on it. After how long is a time, not a code.
var PoliceSupport = List{Name: "police support", NL: "hulp van de politie", EN: "police support",
	AsksNL: "Hoe ver kwam hulp van de politie?", AsksEN: "How far did help from the police come?", Codes: []Entry{
		{Code: "NOT_ASKED", NL: "niet gevraagd", EN: "not asked", Source: Proposed,
			ExplainNL: "men had de politie niet nodig of vroeg er niet om", ExplainEN: "the police were not needed or not asked"},
		{Code: "ASKED", NL: "gevraagd", EN: "asked", Source: Proposed,
			ExplainNL: "gevraagd, er kwam geen toezegging", ExplainEN: "asked, but nothing was promised"},
		{Code: "PROMISED", NL: "toegezegd", EN: "promised", Source: Proposed,
			ExplainNL: "toegezegd, nog niet aangekomen", ExplainEN: "promised, but not arrived yet"},
		{Code: "ARRIVED", NL: "gekomen", EN: "arrived", Source: Proposed,
			ExplainNL: "de politie kwam ter plaatse", ExplainEN: "the police came"},
		{Code: "NEVER_CAME", NL: "niet gekomen", EN: "never came", Source: Proposed,
			ExplainNL: "gevraagd, maar de politie is niet gekomen", ExplainEN: "asked, but the police never came"},
	}}
