package codes

// Provenance is where a flag of somebody's history comes from (DOMAIN 7.11).
var Provenance = List{Name: "provenance", NL: "bron van de informatie", EN: "provenance",
	AsksNL: "Van wie komt deze informatie?", AsksEN: "Whom does this information come from?", Codes: []Entry{
		{Code: "OWN", NL: "eigen registratie", EN: "own register", Source: Proposed,
			ExplainNL: "uit de registratie van deze werkgever", ExplainEN: "from this employer's own register"},
		{Code: "POLICE_FEEDBACK", NL: "bericht van de politie", EN: "police feedback", Source: Proposed,
			ExplainNL: "de politie heeft het laten weten", ExplainEN: "the police let us know"},
		{Code: "OM_FEEDBACK", NL: "bericht van het OM", EN: "OM feedback", Source: Proposed,
			ExplainNL: "het Openbaar Ministerie heeft het laten weten", ExplainEN: "the prosecution service let us know"},
		{Code: "JUDGMENT", NL: "vonnis", EN: "judgment", Source: Proposed,
			ExplainNL: "het staat in een openbaar vonnis of arrest", ExplainEN: "it is in a public judgment"},
		{Code: "WORKER_STATEMENT", NL: "verklaring medewerker", EN: "worker's statement", Source: Proposed,
			ExplainNL: "een medewerker zei het; geen bron voor strafrechtelijke gegevens", ExplainEN: "a worker said so; no source for criminal data"},
	}}
