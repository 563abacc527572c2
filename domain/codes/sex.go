package codes

// Sex is that of a suspect (DOMAIN 7.11), as told or seen; the study found men
// most often.
var Sex = List{Name: "sex", NL: "geslacht", EN: "sex",
	AsksNL: "Welk geslacht heeft de verdachte?", AsksEN: "Which sex is the suspect?", Codes: []Entry{
		{Code: "MALE", NL: "man", EN: "man", Source: Study,
			ExplainNL: "zoals gezien of zoals bekend", ExplainEN: "as seen or as known"},
		{Code: "FEMALE", NL: "vrouw", EN: "woman", Source: Study,
			ExplainNL: "zoals gezien of zoals bekend", ExplainEN: "as seen or as known"},
		{Code: "NEITHER", NL: "geen van beide", EN: "neither", Source: Proposed,
			ExplainNL: "zegt zelf geen man of vrouw te zijn, of heeft een X in het paspoort", ExplainEN: "says to be neither man nor woman, or has an X in the passport"},
	}}
