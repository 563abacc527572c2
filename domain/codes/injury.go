package codes

// Injury is what the incident did to somebody's body, never a diagnosis
// (DOMAIN 7.10; UAVG 30). I4, I5 and I6 must be told to the Arbeidsinspectie
// (Arbowet 9), also when it turns out later.
var Injury = List{Name: "injury", NL: "lichamelijk letsel", EN: "bodily injury",
	AsksNL: "Welk gevolg had het voor het lichaam?", AsksEN: "What did it do to the body?", Into: &ArboDuty, Codes: []Entry{
		{Code: "I0", NL: "geen", EN: "none", Source: Proposed, RollUp: "NO_REPORT",
			ExplainNL: "geen pijn en geen letsel", ExplainEN: "no pain and no injury"},
		{Code: "I1", NL: "pijn zonder letsel", EN: "pain only", Source: Proposed, RollUp: "NO_REPORT",
			ExplainNL: "pijn, zonder zichtbaar letsel", ExplainEN: "pain, without a visible injury"},
		{Code: "I2", NL: "licht, EHBO", EN: "minor", Source: Proposed, RollUp: "NO_REPORT",
			ExplainNL: "licht letsel, eerste hulp was genoeg", ExplainEN: "minor injury, first aid was enough"},
		{Code: "I3", NL: "arts, poliklinisch", EN: "medical, outpatient", Source: Proposed, RollUp: "NO_REPORT",
			ExplainNL: "behandeld door een arts, zonder opname", ExplainEN: "treated by a doctor, without admission"},
		{Code: "I4", NL: "ziekenhuisopname (ook dag)", EN: "admission", Source: Proposed, RollUp: "REPORT",
			ExplainNL: "opgenomen, ook als het een dag was", ExplainEN: "admitted, even for one day"},
		{Code: "I5", NL: "blijvend", EN: "permanent", Source: Proposed, RollUp: "REPORT",
			ExplainNL: "letsel dat blijft", ExplainEN: "injury that lasts"},
		{Code: "I6", NL: "overlijden", EN: "death", Source: Proposed, RollUp: "REPORT",
			ExplainNL: "overleden aan de gevolgen", ExplainEN: "died of the consequences"},
	}}
