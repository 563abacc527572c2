package codes

// QualifiedBy is whose legal qualification it is (DOMAIN 7.15). They differ, and a
// later one does not undo an earlier one.
var QualifiedBy = List{Name: "qualified by", NL: "gekwalificeerd door", EN: "qualified by",
	AsksNL: "Wie noemde het zo?", AsksEN: "Who called it so?", Codes: []Entry{
		{Code: "POLICE", NL: "politie", EN: "police", Source: Proposed,
			ExplainNL: "in de aangifte of het proces-verbaal", ExplainEN: "in the complaint or the official report"},
		{Code: "OM", NL: "Openbaar Ministerie", EN: "prosecution service (OM)", Source: Proposed,
			ExplainNL: "in de dagvaarding, strafbeschikking of sepotbrief", ExplainEN: "in the summons, penal order or letter of dismissal"},
		{Code: "COURT", NL: "rechter", EN: "court", Source: Proposed,
			ExplainNL: "in het vonnis of arrest", ExplainEN: "in the judgment"},
	}}
