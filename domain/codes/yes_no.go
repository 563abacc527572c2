package codes

// YesNo is for questions that have no other answer. Not to know it is a missing kind,
// as in every list.
var YesNo = List{Name: "yes or no", NL: "ja of nee", EN: "yes or no",
	AsksNL: "Is het zo?", AsksEN: "Is it so?", Codes: []Entry{
		{Code: "YES", NL: "ja", EN: "yes", Source: Proposed, ExplainNL: "het is zo", ExplainEN: "it is so"},
		{Code: "NO", NL: "nee", EN: "no", Source: Proposed, ExplainNL: "het is niet zo", ExplainEN: "it is not so"},
	}}
