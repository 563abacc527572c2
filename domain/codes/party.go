package codes

// Party is who has to do something within a term, is warned of its end, or takes over
// when it has passed.
var Party = List{Name: "party", NL: "wie", EN: "party",
	AsksNL: "Wie is aan zet?", AsksEN: "Whose turn is it?", Codes: []Entry{
		{Code: "VICTIM", NL: "slachtoffer", EN: "victim", Source: Proposed,
			ExplainNL: "de medewerker die het overkwam", ExplainEN: "the worker to whom it happened"},
		{Code: "MANAGER", NL: "leidinggevende", EN: "manager", Source: Proposed,
			ExplainNL: "van de medewerker", ExplainEN: "of the worker"},
		{Code: "REGISTRAR", NL: "registerhouder", EN: "registrar", Source: Proposed,
			ExplainNL: "houdt het register van de werkgever bij", ExplainEN: "keeps the employer's register"},
		{Code: "CASE_WORKER", NL: "casemanager", EN: "case worker", Source: Proposed,
			ExplainNL: "volgt de zaak voor de werkgever", ExplainEN: "follows the case for the employer"},
		{Code: "STAND_IN", NL: "vervanger", EN: "stand-in", Source: Proposed,
			ExplainNL: "neemt het over als de casemanager er niet is", ExplainEN: "takes over when the case worker is away"},
		{Code: "EMPLOYER", NL: "werkgever", EN: "employer", Source: Proposed,
			ExplainNL: "de organisatie, wie het daar ook doet", ExplainEN: "the organisation, whoever does it there"},
		{Code: "POLICE", NL: "politie", EN: "police", Source: Proposed,
			ExplainNL: "die opspoort, ook als haar mensen slachtoffer zijn", ExplainEN: "that investigates, also when its people are the victims"},
		{Code: "OM", NL: "OM", EN: "OM", Source: Proposed,
			ExplainNL: "het Openbaar Ministerie, dat over vervolging beslist", ExplainEN: "the public prosecution service, which decides on prosecution"},
		{Code: "COURT", NL: "rechter", EN: "court", Source: Proposed,
			ExplainNL: "rechtbank, gerechtshof of Hoge Raad", ExplainEN: "district court, court of appeal or Supreme Court"},
		{Code: "SUSPECT", NL: "verdachte", EN: "suspect", Source: Proposed,
			ExplainNL: "kan in beroep, cassatie of verzet gaan", ExplainEN: "can appeal, go to cassation or object"},
		{Code: "CONTACT", NL: "contactfunctionaris", EN: "contact officer", Source: Found,
			ExplainNL: "voor veilige publieke taak, bij politie en parket", ExplainEN: "for public-task safety, at police and prosecutor"},
	}}
