package codes

// LeokaWeapon are the weapon classes of the FBI's LEOKA, to compare abroad. Its
// "other" is a class with a meaning, so it is not our OTHER. It does not count
// abuse in words: those means roll up to NOT_APPLICABLE.
var LeokaWeapon = List{Name: "leoka weapon", NL: "wapenklasse LEOKA", EN: "LEOKA weapon class",
	AsksNL: "Onder welke wapenklasse telt LEOKA het?", AsksEN: "Which weapon class does LEOKA count it under?", Codes: []Entry{
		{Code: "PERSONAL", NL: "handen, vuisten, voeten", EN: "hands, fists, feet", Source: Found,
			ExplainNL: "het lichaam zelf was het wapen", ExplainEN: "the body itself was the weapon"},
		{Code: "KNIFE", NL: "mes", EN: "knife", Source: Found,
			ExplainNL: "een mes of een ander snijwapen", ExplainEN: "a knife or other cutting instrument"},
		{Code: "FIREARM", NL: "vuurwapen", EN: "firearm", Source: Found,
			ExplainNL: "een vuurwapen", ExplainEN: "a firearm"},
		{Code: "OTHER_DANGEROUS", NL: "ander gevaarlijk wapen", EN: "other dangerous weapon", Source: Found,
			ExplainNL: "elk ander wapen, zoals een steen of voertuig", ExplainEN: "any other weapon, such as a stone or vehicle"},
	}}
