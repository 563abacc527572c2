package codes

// SuspensionReason is why a term stands still.
var SuspensionReason = List{Name: "suspension reason", NL: "reden van opschorting", EN: "reason of suspension",
	AsksNL: "Waarom staat de termijn stil?", AsksEN: "Why does the term stand still?", Codes: []Entry{
		{Code: "VICTIM_ASKS", NL: "het slachtoffer vraagt erom", EN: "the victim asks for it", Source: Proposed,
			ExplainNL: "wie getroffen is wil wachten", ExplainEN: "whoever was hit wants to wait"},
		{Code: "WAITS_FOR_OTHERS", NL: "wacht op een ander", EN: "waits for somebody else", Source: Proposed,
			ExplainNL: "eerst moet een ander iets doen", ExplainEN: "somebody else must do something first"},
		{Code: "NOT_POSSIBLE", NL: "kon niet", EN: "was not possible", Source: Proposed,
			ExplainNL: "overmacht: een storing, een gesloten bureau", ExplainEN: "force majeure: a failure, a closed station"},
	}}
