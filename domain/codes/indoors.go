package codes

// Indoors tells whether it was under a roof (DOMAIN 7.4).
var Indoors = List{Name: "indoors", NL: "binnen of buiten", EN: "inside or outside",
	AsksNL: "Gebeurde het binnen of buiten?", AsksEN: "Did it happen inside or outside?", Codes: []Entry{
		{Code: "INSIDE", NL: "binnen", EN: "inside", Source: Proposed,
			ExplainNL: "in een gebouw of een gesloten voertuig", ExplainEN: "in a building or a closed vehicle"},
		{Code: "OUTSIDE", NL: "buiten", EN: "outside", Source: Proposed,
			ExplainNL: "in de open lucht, ook onder een afdak of op een balkon", ExplainEN: "in the open air, also under a canopy or on a balcony"},
	}}
