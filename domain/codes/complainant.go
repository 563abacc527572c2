package codes

// Complainant is who made the aangifte (DOMAIN 7.12). When the employer does, the
// victim is a witness, whom the police will still want to hear.
var Complainant = List{Name: "complainant", NL: "aangever", EN: "complainant",
	AsksNL: "Wie deed aangifte?", AsksEN: "Who made the complaint?", Codes: []Entry{
		{Code: "VICTIM", NL: "slachtoffer", EN: "victim", Source: Proposed,
			ExplainNL: "de medewerker zelf", ExplainEN: "the worker personally"},
		{Code: "EMPLOYER", NL: "werkgever", EN: "employer", Source: Proposed,
			ExplainNL: "de werkgever, namens de medewerker; die blijft getuige", ExplainEN: "the employer, for the worker, who stays a witness"},
	}}
