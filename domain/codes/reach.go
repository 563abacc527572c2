package codes

// Reach tells whether anybody was hit (DOMAIN 6): an incident that nobody was hit
// by is an incident, and the count of workers hit is then zero, not unknown.
var Reach = List{Name: "reach", NL: "geraakt of net niet", EN: "hit or near miss",
	AsksNL: "Is er iemand geraakt, of ging het net goed?", AsksEN: "Was anybody hit, or did it just miss?", Codes: []Entry{
		{Code: "REACHED", NL: "iemand geraakt", EN: "somebody was hit", Source: Proposed,
			ExplainNL: "het trof ten minste één persoon, ook als er geen letsel is", ExplainEN: "it struck at least one person, also when there is no injury"},
		{Code: "NEAR_MISS", NL: "net niet", EN: "near miss", Source: Proposed,
			ExplainNL: "niemand is geraakt, maar het had gekund", ExplainEN: "nobody was hit, but somebody could have been"},
	}}
