package codes

// AgeBand is the age of a suspect on the day (DOMAIN 7.11), estimated if need be.
// Bands, because an exact age of somebody few have seen pretends to know.
var AgeBand = List{Name: "age band", NL: "leeftijdsgroep", EN: "age band",
	AsksNL: "Hoe oud is de verdachte ongeveer?", AsksEN: "How old is the suspect, roughly?", Into: &AgeGroup, Codes: []Entry{
		{Code: "AGE_12_17", NL: "12 tot en met 17", EN: "12 to 17", Source: Proposed, RollUp: "MINOR",
			ExplainNL: "minderjarig; meestal geldt het jeugdstrafrecht", ExplainEN: "a minor; mostly juvenile criminal law applies"},
		{Code: "AGE_18_22", NL: "18 tot en met 22", EN: "18 to 22", Source: Proposed, RollUp: "YOUNG_ADULT",
			ExplainNL: "geschat of bekend, op de dag zelf", ExplainEN: "estimated or known, on the day itself"},
		{Code: "AGE_23_29", NL: "23 tot en met 29", EN: "23 to 29", Source: Proposed, RollUp: "YOUNG_ADULT",
			ExplainNL: "geschat of bekend, op de dag zelf", ExplainEN: "estimated or known, on the day itself"},
		{Code: "AGE_30_39", NL: "30 tot en met 39", EN: "30 to 39", Source: Proposed, RollUp: "OLDER",
			ExplainNL: "geschat of bekend, op de dag zelf", ExplainEN: "estimated or known, on the day itself"},
		{Code: "AGE_40_49", NL: "40 tot en met 49", EN: "40 to 49", Source: Proposed, RollUp: "OLDER",
			ExplainNL: "geschat of bekend, op de dag zelf", ExplainEN: "estimated or known, on the day itself"},
		{Code: "AGE_50_64", NL: "50 tot en met 64", EN: "50 to 64", Source: Proposed, RollUp: "OLDER",
			ExplainNL: "geschat of bekend, op de dag zelf", ExplainEN: "estimated or known, on the day itself"},
		{Code: "AGE_65_PLUS", NL: "65 en ouder", EN: "65 and over", Source: Proposed, RollUp: "OLDER",
			ExplainNL: "geschat of bekend, op de dag zelf", ExplainEN: "estimated or known, on the day itself"},
	}}
