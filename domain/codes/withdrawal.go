package codes

// UndoneImport is the reason of withdrawals when an import is undone, and no person's.
const UndoneImport Code = "UNDONE_IMPORT"

// WithdrawalReason is why a report should never have been.
var WithdrawalReason = List{Name: "withdrawal reason", NL: "reden van intrekken", EN: "reason of withdrawal",
	AsksNL: "Waarom hoort deze melding er niet te zijn?", AsksEN: "Why should this report not be there?", Codes: []Entry{
		{Code: "MISTAKE", NL: "vergissing", EN: "mistake", Source: Proposed,
			ExplainNL: "het is niet gebeurd, of niet zo", ExplainEN: "it did not happen, or not like this"},
		{Code: "DUPLICATE", NL: "dubbel", EN: "duplicate", Source: Proposed,
			ExplainNL: "hetzelfde incident staat al geregistreerd", ExplainEN: "the same incident is on record already"},
		{Code: "NOT_WORK_RELATED", NL: "niet werkgerelateerd", EN: "not work related", Source: Proposed,
			ExplainNL: "het had niet met het werk te maken", ExplainEN: "it had nothing to do with the work"},
		{Code: "TEST", NL: "proef", EN: "test", Source: Proposed,
			ExplainNL: "ingevoerd om iets uit te proberen", ExplainEN: "entered to try something out"},
		{Code: UndoneImport, NL: "import teruggedraaid", EN: "import undone", Source: Proposed,
			ExplainNL: "het bestand waar het uit kwam is teruggenomen", ExplainEN: "the file that it came from was taken back"},
	}}
