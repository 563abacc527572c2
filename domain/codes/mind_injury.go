package codes

// MindInjury is what the incident did to somebody's mind (DOMAIN 7.10): absence
// and lasting harm, never a complaint by name or a diagnosis (UAVG 30).
var MindInjury = List{Name: "mind injury", NL: "psychisch letsel", EN: "injury of the mind",
	AsksNL: "Welk gevolg had het voor de geest?", AsksEN: "What did it do to the mind?", Into: &ArboDuty, Codes: []Entry{
		{Code: "M0", NL: "geen klachten genoemd", EN: "no complaints mentioned", Source: Proposed, RollUp: "NO_REPORT",
			ExplainNL: "niets genoemd; dat is iets anders dan geen klachten", ExplainEN: "nothing was mentioned; that is not the same as no complaints"},
		{Code: "M1", NL: "korte stress", EN: "short stress", Source: Proposed, RollUp: "NO_REPORT",
			ExplainNL: "korte tijd van slag, zonder uitval", ExplainEN: "upset for a short time, without absence"},
		{Code: "M2", NL: "uitval door psychische klachten", EN: "absence", Source: Proposed, RollUp: "NO_REPORT",
			ExplainNL: "niet kunnen werken; welke klacht wordt niet gevraagd", ExplainEN: "unable to work; which complaint is not asked"},
		{Code: "M_PERM", NL: "blijvend", EN: "permanent", Source: Proposed, RollUp: "REPORT",
			ExplainNL: "klachten die blijven, volgens een arts; welke wordt niet gevraagd", ExplainEN: "lasting complaints, by a doctor's word; which ones is not asked"},
	}}
