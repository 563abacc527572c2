package codes

// Clearance is why somebody turned out not to have done it (DOMAIN 3.5 and 7.11).
// Who is cleared leaves the history of repeat offenders after review.
var Clearance = List{Name: "clearance", NL: "vrijgepleit", EN: "clearance",
	AsksNL: "Waarom geldt iemand niet meer als dader?", AsksEN: "Why does somebody no longer count as the offender?", Codes: []Entry{
		{Code: "SEPOT_01", NL: "sepot 01", EN: "dismissal with code 01", Source: Directive,
			ExplainNL: "volgens het OM ten onrechte als verdachte aangemerkt", ExplainEN: "the OM says that this person was wrongly held for a suspect"},
		{Code: "ACQUITTAL", NL: "vrijspraak", EN: "acquittal", Source: Background,
			ExplainNL: "de rechter sprak vrij van dit feit", ExplainEN: "the court acquitted this person of it"},
	}}
