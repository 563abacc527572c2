package codes

// LegalRegime is the law that a record is kept under (DOMAIN 6): fixed at intake,
// because it decides retention, access and export. A record is never both.
var LegalRegime = List{Name: "legal regime", NL: "privacywet", EN: "legal regime",
	AsksNL: "Onder welke privacywet valt deze registratie?", AsksEN: "Which privacy law is this record kept under?", Codes: []Entry{
		{Code: "AVG", NL: "AVG", EN: "GDPR (AVG)", Source: Proposed,
			ExplainNL: "de werkgever legt vast wat zijn mensen overkomt; ook een boa bij toezicht", ExplainEN: "the employer records what happens to its people; also a boa who supervises"},
		{Code: "WPG", NL: "Wpg", EN: "Police Data Act (Wpg)", Source: Proposed,
			ExplainNL: "vastgelegd bij opsporing door politie of boa; andere termijnen gelden", ExplainEN: "recorded while police or a boa investigate; other terms apply"},
	}}
