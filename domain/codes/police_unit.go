package codes

// PoliceUnit has the abbreviations of Kamerstuk 29628 nr. 1030 (S001). What they
// stand for is our reading (DOMAIN 7.1, background knowledge), so every label is
// marked as unchecked. LEE has been split since; its successors are OTHER until
// somebody has seen their abbreviations.
var PoliceUnit = List{Name: "police unit", NL: "politie-eenheid", EN: "police unit",
	AsksNL: "Bij welke eenheid van de politie hoort het?", AsksEN: "Which unit of the police does it belong to?", Codes: []Entry{
		{Code: "RTD", NL: "Rotterdam", EN: "Rotterdam", Source: Background,
			ExplainNL: "onze lezing van de afkorting: eenheid Rotterdam", ExplainEN: "our reading of the abbreviation: Rotterdam unit"},
		{Code: "LEE", NL: "Landelijke Eenheid", EN: "National Unit", Source: Background,
			ExplainNL: "onze lezing: Landelijke Eenheid; die is later gesplitst", ExplainEN: "our reading: the National Unit; it was split later"},
		{Code: "PDC", NL: "Politiedienstencentrum", EN: "Police Services Centre", Source: Background,
			ExplainNL: "onze lezing: de ondersteunende diensten van de politie", ExplainEN: "our reading: the supporting services of the police"},
		{Code: "ZWB", NL: "Zeeland-West-Brabant", EN: "Zeeland-West-Brabant", Source: Background,
			ExplainNL: "onze lezing van de afkorting: eenheid Zeeland-West-Brabant", ExplainEN: "our reading of the abbreviation: Zeeland-West-Brabant unit"},
		{Code: "OOB", NL: "Oost-Brabant", EN: "Oost-Brabant", Source: Background,
			ExplainNL: "onze lezing van de afkorting: eenheid Oost-Brabant", ExplainEN: "our reading of the abbreviation: Oost-Brabant unit"},
		{Code: "LIB", NL: "Limburg", EN: "Limburg", Source: Background,
			ExplainNL: "onze lezing van de afkorting: eenheid Limburg", ExplainEN: "our reading of the abbreviation: Limburg unit"},
		{Code: "AMS", NL: "Amsterdam", EN: "Amsterdam", Source: Background,
			ExplainNL: "onze lezing van de afkorting: eenheid Amsterdam", ExplainEN: "our reading of the abbreviation: Amsterdam unit"},
		{Code: "NOH", NL: "Noord-Holland", EN: "Noord-Holland", Source: Background,
			ExplainNL: "onze lezing van de afkorting: eenheid Noord-Holland", ExplainEN: "our reading of the abbreviation: Noord-Holland unit"},
		{Code: "NON", NL: "Noord-Nederland", EN: "Noord-Nederland", Source: Background,
			ExplainNL: "onze lezing van de afkorting: eenheid Noord-Nederland", ExplainEN: "our reading of the abbreviation: Noord-Nederland unit"},
		{Code: "OON", NL: "Oost-Nederland", EN: "Oost-Nederland", Source: Background,
			ExplainNL: "onze lezing van de afkorting: eenheid Oost-Nederland", ExplainEN: "our reading of the abbreviation: Oost-Nederland unit"},
		{Code: "DHG", NL: "Den Haag", EN: "The Hague", Source: Background,
			ExplainNL: "onze lezing van de afkorting: eenheid Den Haag", ExplainEN: "our reading of the abbreviation: The Hague unit"},
		{Code: "MDN", NL: "Midden-Nederland", EN: "Midden-Nederland", Source: Background,
			ExplainNL: "onze lezing van de afkorting: eenheid Midden-Nederland", ExplainEN: "our reading of the abbreviation: Midden-Nederland unit"},
	}}
