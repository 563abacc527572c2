package codes

// EmployerKind is what kind of organisation registers (DOMAIN 7.1).
var EmployerKind = List{Name: "employer kind", NL: "soort werkgever", EN: "kind of employer",
	AsksNL: "Wat voor organisatie registreert?", AsksEN: "What kind of organisation registers?", Codes: []Entry{
		{Code: "EMP_POLUNIT", NL: "politie-eenheid", EN: "police unit", Source: Study1,
			ExplainNL: "een regionale of landelijke eenheid van de politie", ExplainEN: "a regional or national unit of the police"},
		{Code: "EMP_GEM", NL: "gemeente", EN: "municipality", Source: Found,
			ExplainNL: "een gemeente met eigen boa's of baliemedewerkers", ExplainEN: "a municipality with enforcement officers or desks of its own"},
		{Code: "EMP_VR", NL: "veiligheidsregio", EN: "safety region", Source: Found,
			ExplainNL: "een van de 25 veiligheidsregio's, met de brandweer", ExplainEN: "one of the 25 safety regions, with the fire service"},
		{Code: "EMP_RAV", NL: "Regionale Ambulancevoorziening", EN: "regional ambulance service", Source: Found,
			ExplainNL: "een van de 25 ambulancediensten", ExplainEN: "one of the 25 ambulance services"},
		{Code: "EMP_OTH", NL: "andere boa-werkgever", EN: "other boa employer", Source: Found,
			ExplainNL: "een andere werkgever van boa's, bijvoorbeeld in vervoer of natuur", ExplainEN: "another employer of enforcement officers, e.g. in transport or nature"},
	}}
