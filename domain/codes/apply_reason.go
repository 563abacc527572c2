package codes

// ApplyReason is why a clock that runs was put under another version of its agreement.
var ApplyReason = List{Name: "apply reason", NL: "reden van andere versie", EN: "reason of another version",
	AsksNL: "Waarom geldt hier een andere versie?", AsksEN: "Why does another version apply here?", Codes: []Entry{
		{Code: "NEWER_APPLIES", NL: "nieuwe versie geldt ook hier", EN: "the newer version applies here too", Source: Proposed,
			ExplainNL: "overgangsrecht, of zo is het afgesproken", ExplainEN: "by transitional law, or it was agreed so"},
		{Code: "WRONG_VERSION", NL: "verkeerde versie", EN: "wrong version", Source: Proposed,
			ExplainNL: "de termijn liep onder een versie die hier niet gold", ExplainEN: "the term ran under a version that did not apply here"},
		{Code: "AGREED", NL: "afgesproken voor deze zaak", EN: "agreed for this case", Source: Proposed,
			ExplainNL: "met wie aan zet is, alleen voor deze zaak", ExplainEN: "with whoever's turn it is, for this case only"},
	}}
