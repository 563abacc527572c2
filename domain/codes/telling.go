package codes

// TellingChannel is how a victim was told of an outcome.
var TellingChannel = List{Name: "telling channel", NL: "manier van vertellen", EN: "way of telling",
	AsksNL: "Hoe is het aan het slachtoffer verteld?", AsksEN: "How was the victim told?", Codes: []Entry{
		{Code: "TALK", NL: "gesprek", EN: "conversation", Source: Proposed,
			ExplainNL: "van mens tot mens, ook met beeld", ExplainEN: "in person, by video included"},
		{Code: "PHONE", NL: "telefoon", EN: "telephone", Source: Proposed,
			ExplainNL: "gebeld en gesproken; een voicemail telt niet", ExplainEN: "called and spoken to; a voicemail does not count"},
		{Code: "LETTER", NL: "brief", EN: "letter", Source: Proposed,
			ExplainNL: "een brief, met de post of overhandigd", ExplainEN: "a letter, by post or handed over"},
		{Code: "MAIL", NL: "e-mail", EN: "e-mail", Source: Proposed,
			ExplainNL: "een bericht dat zegt waar het te lezen is", ExplainEN: "a message that says where to read it"},
		{Code: "BY_OM", NL: "door OM of rechter", EN: "by prosecutor or court", Source: Proposed,
			ExplainNL: "het slachtoffer had het al van OM of rechter", ExplainEN: "the victim had it from prosecutor or court already"},
	}}
