package codes

// NoticeSource is who told the employer of a step in a case. A newspaper is one: that a
// victim had to read the verdict there is a fact worth keeping.
var NoticeSource = List{Name: "notice source", NL: "bron van het bericht", EN: "source of the notice",
	AsksNL: "Van wie komt dit bericht?", AsksEN: "Who told this?", Codes: []Entry{
		{Code: "POLICE", NL: "politie", EN: "police", Source: Proposed,
			ExplainNL: "de politie, ook de contactfunctionaris", ExplainEN: "the police, the contact officer included"},
		{Code: "OM", NL: "Openbaar Ministerie", EN: "public prosecution service", Source: Proposed,
			ExplainNL: "het parket of het slachtofferloket", ExplainEN: "the prosecutor's office or its victims' desk"},
		{Code: "COURT", NL: "rechter", EN: "court", Source: Proposed,
			ExplainNL: "de griffie, of iemand die bij de zitting was", ExplainEN: "the court's registry, or somebody who was at the hearing"},
		{Code: "CJIB", NL: "CJIB", EN: "CJIB (collection agency)", Source: Proposed,
			ExplainNL: "het bureau dat boetes en schadevergoedingen int", ExplainEN: "the agency that collects fines and damages"},
		{Code: "FUND", NL: "Schadefonds Geweldsmisdrijven", EN: "compensation fund", Source: Proposed,
			ExplainNL: "het fonds dat slachtoffers van ernstig geweld betaalt", ExplainEN: "the fund that pays victims of serious violence"},
		{Code: "VICTIM_SUP", NL: "Slachtofferhulp", EN: "Victim Support", Source: Proposed,
			ExplainNL: "Slachtofferhulp Nederland", ExplainEN: "Slachtofferhulp Nederland"},
		{Code: "LAWYER", NL: "advocaat", EN: "lawyer", Source: Proposed,
			ExplainNL: "een advocaat van het slachtoffer of de werkgever", ExplainEN: "a lawyer of the victim or the employer"},
		{Code: "WORKER", NL: "slachtoffer", EN: "victim", Source: Proposed,
			ExplainNL: "de medewerker hoorde het zelf", ExplainEN: "the worker heard it personally"},
		{Code: "EMPLOYER", NL: "werkgever", EN: "employer", Source: Proposed,
			ExplainNL: "de werkgever deed of vroeg dit zelf", ExplainEN: "the employer did or asked this itself"},
		{Code: "MEDIA", NL: "krant of internet", EN: "newspaper or internet", Source: Proposed,
			ExplainNL: "niemand vertelde het; het stond in de krant", ExplainEN: "nobody told it; it stood in the newspaper"},
	}}
