package codes

// LeokaActivity are the activity codes of the FBI's LEOKA (as NIEM lists them), to
// compare abroad (DOMAIN 4.2).
var LeokaActivity = List{Name: "leoka activity", NL: "activiteit LEOKA", EN: "LEOKA activity",
	AsksNL: "Onder welke activiteit telt LEOKA het?", AsksEN: "Which activity does LEOKA count it under?", Codes: []Entry{
		{Code: "01", NL: "verstoring, ruzie", EN: "disturbance call", Source: Found,
			ExplainNL: "LEOKA 01: overlast, ruzie, huiselijk geweld", ExplainEN: "LEOKA 01: nuisance, disputes, domestic violence"},
		{Code: "02", NL: "inbraak", EN: "burglary", Source: Found,
			ExplainNL: "LEOKA 02: inbraak of achtervolging van een inbreker", ExplainEN: "LEOKA 02: burglary or pursuing a burglar"},
		{Code: "03", NL: "overval", EN: "robbery", Source: Found,
			ExplainNL: "LEOKA 03: overval of achtervolging van een overvaller", ExplainEN: "LEOKA 03: robbery or pursuing a robber"},
		{Code: "04", NL: "andere aanhouding", EN: "attempting other arrests", Source: Found,
			ExplainNL: "LEOKA 04: aanhouding om iets anders", ExplainEN: "LEOKA 04: an arrest for something else"},
		{Code: "05", NL: "onlusten", EN: "civil disorder", Source: Found,
			ExplainNL: "LEOKA 05: rellen en demonstraties", ExplainEN: "LEOKA 05: riots and demonstrations"},
		{Code: "06", NL: "arrestantenzorg, vervoer", EN: "handling, transporting, custody of prisoners", Source: Found,
			ExplainNL: "LEOKA 06: omgaan met arrestanten", ExplainEN: "LEOKA 06: dealing with prisoners"},
		{Code: "07", NL: "verdachte personen", EN: "suspicious persons", Source: Found,
			ExplainNL: "LEOKA 07: controle van iemand die opviel", ExplainEN: "LEOKA 07: checking somebody who stood out"},
		{Code: "08", NL: "hinderlaag", EN: "ambush, no warning", Source: Found,
			ExplainNL: "LEOKA 08: aangevallen zonder waarschuwing", ExplainEN: "LEOKA 08: attacked without warning"},
		{Code: "09", NL: "onbegrepen gedrag", EN: "persons with mental illness", Source: Found,
			ExplainNL: "LEOKA 09; LEOKA noemt een ziekte, wij een melding", ExplainEN: "LEOKA 09; LEOKA names an illness, we name a call"},
		{Code: "10", NL: "verkeer", EN: "traffic pursuits, stops", Source: Found,
			ExplainNL: "LEOKA 10: stoppen en achtervolgen in het verkeer", ExplainEN: "LEOKA 10: stops and pursuits in traffic"},
		{Code: "11", NL: "overig", EN: "all other", Source: Found,
			ExplainNL: "LEOKA 11: al het andere, ook zorg en brand", ExplainEN: "LEOKA 11: everything else, also care and fire"},
	}}
