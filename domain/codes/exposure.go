package codes

// Exposure is what somebody was exposed to, so that help can follow in time
// (DOMAIN 7.10). It is the event, not what came of it: hearing damage is a
// diagnosis, a bang close by is not.
var Exposure = List{Name: "exposure", NL: "blootstelling", EN: "exposure",
	AsksNL: "Waaraan is iemand blootgesteld?", AsksEN: "What was somebody exposed to?", Codes: []Entry{
		{Code: "NONE", NL: "geen", EN: "none", Source: Proposed,
			ExplainNL: "geen beet, bloed of harde knal", ExplainEN: "no bite, blood or loud bang"},
		{Code: "BITE", NL: "beet door de huid", EN: "bite through the skin", Source: Proposed,
			ExplainNL: "gebeten met een wond; laat snel naar besmetting kijken", ExplainEN: "bitten with a wound; have the risk of infection looked at soon"},
		{Code: "BLOOD", NL: "bloed of vocht in wond, oog of mond", EN: "blood or fluid in wound, eye or mouth", Source: Proposed,
			ExplainNL: "bloed of speeksel in wond, oog of mond, of een prik; ga snel naar een arts", ExplainEN: "blood or saliva in a wound, eye or mouth, or a needle; see a doctor soon"},
		{Code: "NOISE", NL: "harde knal dichtbij", EN: "loud bang close by", Source: Proposed,
			ExplainNL: "vuurwerk of ontploffing vlakbij; laat het gehoor testen", ExplainEN: "fireworks or an explosion close by; have hearing tested"},
	}}
