package codes

// RedactionReason is why recorded content was removed for ever.
var RedactionReason = List{Name: "redaction reason", NL: "reden van verwijderen", EN: "reason of removal",
	AsksNL: "Waarom is dit voorgoed verwijderd?", AsksEN: "Why was this removed for good?", Codes: []Entry{
		{Code: "RETENTION", NL: "bewaartermijn verstreken", EN: "retention term ended", Source: Proposed,
			ExplainNL: "het mag niet langer bewaard worden", ExplainEN: "it may be kept no longer"},
		{Code: "ERASURE", NL: "verzoek om wissing", EN: "request for erasure", Source: Proposed,
			ExplainNL: "iemand heeft recht op wissing (AVG 17)", ExplainEN: "somebody has a right to erasure (GDPR 17)"},
		{Code: "UNLAWFUL", NL: "onrechtmatig vastgelegd", EN: "recorded unlawfully", Source: Proposed,
			ExplainNL: "het had nooit vastgelegd mogen worden", ExplainEN: "it should never have been recorded"},
		{Code: "EMPLOYER_LEFT", NL: "werkgever vertrokken", EN: "employer left", Source: Proposed,
			ExplainNL: "de werkgever gebruikt het register niet meer", ExplainEN: "the employer no longer uses the register"},
	}}
