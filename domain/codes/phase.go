package codes

// Phase is a step in the course of an incident (DOMAIN 7.8). Phases may repeat;
// registration that keeps only the last label hides how it came to it (S001).
var Phase = List{Name: "phase", NL: "fase", EN: "phase",
	AsksNL: "In welke fase van het verloop was dit?", AsksEN: "Which phase of the course was this?", Codes: []Entry{
		{Code: "P0_DISPATCH", NL: "melding, aanrijden", EN: "dispatch", Source: Proposed,
			ExplainNL: "vanaf de melding tot men er is", ExplainEN: "from the call until they are there"},
		{Code: "P1_ARRIVE", NL: "aankomst, eerste contact", EN: "first contact", Source: Proposed,
			ExplainNL: "aankomst en de eerste woorden", ExplainEN: "arrival and the first words"},
		{Code: "P2_TENSION", NL: "spanning", EN: "tension", Source: Proposed,
			ExplainNL: "er hangt iets in de lucht, nog geen geweld", ExplainEN: "something is in the air, no violence yet"},
		{Code: "P3_VERBAL", NL: "verbale escalatie", EN: "verbal escalation", Source: Proposed,
			ExplainNL: "schreeuwen, schelden, beledigen", ExplainEN: "shouting, abuse, insult"},
		{Code: "P4_THREAT", NL: "dreiging", EN: "threat", Source: Proposed,
			ExplainNL: "dreigen in woord, gebaar of houding", ExplainEN: "threatening in words, gestures or stance"},
		{Code: "P5_PHYS", NL: "fysiek", EN: "physical", Source: Proposed,
			ExplainNL: "duwen, slaan of ander lichamelijk geweld", ExplainEN: "pushing, hitting or other bodily violence"},
		{Code: "P6_PEAK", NL: "zwaar, wapen, groep", EN: "peak", Source: Proposed,
			ExplainNL: "het zwaarste moment, zoals met een wapen of een groep", ExplainEN: "the worst moment, such as with a weapon or a group"},
		{Code: "P7_CONTAIN", NL: "onder controle, assistentie", EN: "contained", Source: Proposed,
			ExplainNL: "men krijgt het in de hand, hulp is er", ExplainEN: "it is brought under control, help is there"},
		{Code: "P8_DEESC", NL: "afbouw", EN: "de-escalation", Source: Proposed,
			ExplainNL: "het wordt rustiger", ExplainEN: "it calms down"},
		{Code: "P9_REFLARE", NL: "opnieuw opgelaaid", EN: "re-flare", Source: Proposed,
			ExplainNL: "het was rustig en begint weer", ExplainEN: "it was calm and starts again"},
		{Code: "P10_TRANSPORT", NL: "vervoer", EN: "transport", Source: Proposed,
			ExplainNL: "onderweg met een arrestant of patiënt", ExplainEN: "on the way with a prisoner or patient"},
		{Code: "P11_STATION", NL: "bureau, SEH", EN: "station, ED", Source: Proposed,
			ExplainNL: "op het bureau, in de cel of op de spoedeisende hulp", ExplainEN: "at the station, in a cell or in the emergency department"},
		{Code: "P12_AFTER", NL: "nasleep (online, thuis)", EN: "aftermath", Source: Proposed,
			ExplainNL: "later, zoals berichten op internet of iemand aan de deur", ExplainEN: "later, such as posts on the internet or somebody at the door"},
	}}
