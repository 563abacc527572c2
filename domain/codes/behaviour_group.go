package codes

// BehaviourGroup is the coarser view of Behaviour (DOMAIN 7.2, roll-up).
var BehaviourGroup = List{Name: "behaviour group", NL: "groep van gedrag", EN: "behaviour group",
	AsksNL: "Wat voor soort gedrag was het?", AsksEN: "What sort of behaviour was it?", Codes: []Entry{
		{Code: "VERBAL", NL: "verbaal", EN: "verbal", Source: Proposed,
			ExplainNL: "schelden, beledigen, bedreigen", ExplainEN: "abuse, insult, threat"},
		{Code: "INTIMIDATION", NL: "intimidatie", EN: "intimidation", Source: Proposed,
			ExplainNL: "bang maken, volgen, belagen", ExplainEN: "frightening, following, stalking"},
		{Code: "ONLINE", NL: "online", EN: "online", Source: Proposed,
			ExplainNL: "op internet, doxing inbegrepen", ExplainEN: "on the internet, doxing included"},
		{Code: "DISCRIMINATION", NL: "discriminatie", EN: "discrimination", Source: Proposed,
			ExplainNL: "gericht op wie de medewerker is", ExplainEN: "aimed at who the worker is"},
		{Code: "SEXUAL", NL: "seksueel", EN: "sexual", Source: Proposed,
			ExplainNL: "seksuele intimidatie en aanranding", ExplainEN: "sexual harassment and assault"},
		{Code: "PHYSICAL", NL: "fysiek", EN: "physical", Source: Proposed,
			ExplainNL: "geweld tegen het lichaam, met of zonder wapen", ExplainEN: "violence against the body, with or without a weapon"},
		{Code: "PROPERTY", NL: "tegen goederen", EN: "property", Source: Proposed,
			ExplainNL: "vernieling, brand, ontploffing", ExplainEN: "damage, fire, explosion"},
	}}
