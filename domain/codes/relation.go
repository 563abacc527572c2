package codes

// Relation is what a suspect was to the worker at that moment (DOMAIN 7.11).
var Relation = List{Name: "relation", NL: "relatie", EN: "relation",
	AsksNL: "Wie was de verdachte voor de medewerker?", AsksEN: "Who was the suspect to the worker?", Codes: []Entry{
		{Code: "PATIENT", NL: "patiënt", EN: "patient", Source: Proposed,
			ExplainNL: "degene die zorg kreeg", ExplainEN: "the person who was cared for"},
		{Code: "FAMILY", NL: "familie of naaste", EN: "family", Source: Proposed,
			ExplainNL: "familie of vriend van wie hulp kreeg of werd aangehouden", ExplainEN: "family or friend of whoever was helped or arrested"},
		{Code: "BYSTANDER", NL: "omstander", EN: "bystander", Source: Proposed,
			ExplainNL: "stond erbij, had er zelf niets mee te maken", ExplainEN: "was there, but had no part in it"},
		{Code: "SUSPECT_ARR", NL: "aangehouden verdachte", EN: "arrested suspect", Source: Proposed,
			ExplainNL: "werd aangehouden of was al vastgezet", ExplainEN: "was being arrested or in custody already"},
		{Code: "CITIZEN", NL: "burger", EN: "citizen", Source: Proposed,
			ExplainNL: "iemand die werd aangesproken, gecontroleerd of aan de balie stond", ExplainEN: "somebody who was addressed, checked or at a desk"},
		{Code: "GROUP", NL: "groep", EN: "group", Source: Proposed,
			ExplainNL: "een groep waarin niemand apart te noemen is", ExplainEN: "a group of whom nobody can be named apart"},
		{Code: "UNKNOWN_ONLINE", NL: "onbekende online", EN: "unknown, online", Source: Proposed,
			ExplainNL: "iemand op internet, naam of gezicht onbekend", ExplainEN: "somebody on the internet, name or face unknown"},
	}}
