package codes

// Deployment is with how many the workers were (DOMAIN 7.1, after LEOKA F–L).
var Deployment = List{Name: "deployment", NL: "inzet", EN: "deployment",
	AsksNL: "Met hoeveel collega's was men ter plaatse?", AsksEN: "With how many colleagues were they there?", Codes: []Entry{
		{Code: "ALONE", NL: "alleen", EN: "alone", Source: Found,
			ExplainNL: "niemand van de eigen dienst was erbij", ExplainEN: "nobody of the own service was there"},
		{Code: "PAIR", NL: "met z'n tweeën", EN: "pair", Source: Found,
			ExplainNL: "twee collega's samen, zoals op een auto of ambulance", ExplainEN: "two colleagues together, as in a car or ambulance"},
		{Code: "TEAM", NL: "ploeg", EN: "team", Source: Found,
			ExplainNL: "een ploeg van drie of meer, zoals een bluswagen", ExplainEN: "a crew of three or more, as on a fire engine"},
		{Code: "LARGE", NL: "grote inzet", EN: "large deployment", Source: Found,
			ExplainNL: "meerdere ploegen of een groep, zoals bij rellen", ExplainEN: "several crews or a group, as in riots"},
	}}
