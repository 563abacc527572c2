package codes

// AgeGroup is the coarser view of AgeBand, to compare with the study: it found
// those of 18 to 29 strongly over-represented.
var AgeGroup = List{Name: "age group", NL: "leeftijd, grof", EN: "age, coarse",
	AsksNL: "In welke grove leeftijdsgroep valt de verdachte?", AsksEN: "Which coarse age group is the suspect in?", Codes: []Entry{
		{Code: "MINOR", NL: "onder 18", EN: "under 18", Source: Proposed,
			ExplainNL: "12 tot en met 17 jaar", ExplainEN: "12 to 17 years"},
		{Code: "YOUNG_ADULT", NL: "18 tot en met 29", EN: "18 to 29", Source: Study,
			ExplainNL: "de groep die het WODC-onderzoek noemt", ExplainEN: "the group that the WODC study names"},
		{Code: "OLDER", NL: "30 en ouder", EN: "30 and over", Source: Proposed,
			ExplainNL: "30 jaar of ouder", ExplainEN: "30 years or over"},
	}}
