package codes

// AssessedBy is who judged (DOMAIN 7.6): a trigger or a phase is a judgement, and
// how far to trust it depends on whose it is.
var AssessedBy = List{Name: "assessed by", NL: "beoordeeld door", EN: "assessed by",
	AsksNL: "Wie heeft dit zo beoordeeld?", AsksEN: "Who judged it so?", Codes: []Entry{
		{Code: "WORKER", NL: "medewerker", EN: "worker", Source: Proposed,
			ExplainNL: "degene die het overkwam", ExplainEN: "the person whom it happened to"},
		{Code: "WITNESS", NL: "getuige", EN: "witness", Source: Proposed,
			ExplainNL: "iemand die erbij was", ExplainEN: "somebody who was there"},
		{Code: "CASE_WORKER", NL: "casemanager", EN: "case worker", Source: Proposed,
			ExplainNL: "wie het dossier behandelt, achteraf", ExplainEN: "whoever handles the case, afterwards"},
		{Code: "FILE", NL: "dossier", EN: "file", Source: Proposed,
			ExplainNL: "uit stukken of beelden, zonder iemand te spreken", ExplainEN: "from papers or footage, without speaking to anybody"},
	}}
