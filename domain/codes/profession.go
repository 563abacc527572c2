package codes

// EmployerKind is what kind of organisation registers (DOMAIN 7.1).
var EmployerKind = List{Name: "employer kind", Codes: []Entry{
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

// Profession is whom it happened to, by their work (DOMAIN 7.1).
var Profession = List{Name: "profession", Codes: []Entry{
	{Code: "POL", NL: "politie", EN: "police", Source: Study,
		ExplainNL: "medewerker van de politie", ExplainEN: "worker of the police"},
	{Code: "BOA1", NL: "boa openbare ruimte, domein I", EN: "enforcement officer, domain I", Source: Study,
		ExplainNL: "handhaver in de openbare ruimte, meestal van een gemeente", ExplainEN: "enforcement officer in public space, mostly of a municipality"},
	{Code: "BRW", NL: "brandweer (beroeps)", EN: "fire, career", Source: Study,
		ExplainNL: "brandweermedewerker in dienst", ExplainEN: "employed firefighter"},
	{Code: "BRW_V", NL: "brandweer (vrijwilliger)", EN: "fire, volunteer", Source: Proposed,
		ExplainNL: "vrijwilliger van de brandweer", ExplainEN: "volunteer firefighter"},
	{Code: "AMB", NL: "ambulancezorg", EN: "ambulance", Source: Study,
		ExplainNL: "verpleegkundige, chauffeur of andere ambulancemedewerker", ExplainEN: "nurse, driver or other ambulance worker"},
	{Code: "MK", NL: "meldkamer (POL/BRW/AMB)", EN: "control room", Source: Found,
		ExplainNL: "centralist van politie, brandweer of ambulance", ExplainEN: "dispatcher of police, fire or ambulance"},
}}
