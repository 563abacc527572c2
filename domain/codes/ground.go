package codes

// DiscriminationGround is what an insult to the worker was about, as the insulter
// meant it. It is an attribute of the insult: never of the worker, who need not be
// what was shouted, and never of the suspect. The grounds are those of art. 1
// AWGB and 137c Sr; each line says which of the two has it.
var DiscriminationGround = List{Name: "discrimination ground", NL: "discriminatiegrond", EN: "discrimination ground",
	AsksNL: "Waarop was de belediging van de medewerker gericht?", AsksEN: "What was the insult to the worker aimed at?", Codes: []Entry{
		{Code: "RACE", NL: "ras, huidskleur, afkomst", EN: "race, colour, descent", Source: Law,
			ExplainNL: "waar de belediging over ging, niet wie de medewerker is; AWGB 1, 137c Sr", ExplainEN: "what the insult was about, not who the worker is; AWGB 1, 137c Sr"},
		{Code: "NATIONALITY", NL: "nationaliteit", EN: "nationality", Source: Law,
			ExplainNL: "schelden met een land of paspoort; AWGB 1", ExplainEN: "abuse about a country or passport; AWGB 1"},
		{Code: "RELIGION", NL: "godsdienst", EN: "religion", Source: Law,
			ExplainNL: "schelden met een geloof of een geloofsteken; AWGB 1, 137c Sr", ExplainEN: "abuse about a faith or a sign of faith; AWGB 1, 137c Sr"},
		{Code: "BELIEF", NL: "levensovertuiging", EN: "belief", Source: Law,
			ExplainNL: "schelden met een overtuiging die geen godsdienst is; AWGB 1, 137c Sr", ExplainEN: "abuse about a conviction that is no religion; AWGB 1, 137c Sr"},
		{Code: "POLITICS", NL: "politieke gezindheid", EN: "political opinion", Source: Law,
			ExplainNL: "schelden met politieke ideeën; AWGB 1", ExplainEN: "abuse about political ideas; AWGB 1"},
		{Code: "SEX", NL: "geslacht", EN: "sex", Source: Law,
			ExplainNL: "seksistisch schelden, over vrouw, man of trans zijn; AWGB 1", ExplainEN: "sexist abuse, about being a woman, a man or trans; AWGB 1"},
		{Code: "ORIENTATION", NL: "seksuele gerichtheid", EN: "sexual orientation", Source: Law,
			ExplainNL: "schelden met homo, lesbisch, bi of hetero; AWGB 1, 137c Sr", ExplainEN: "abuse about being gay, lesbian, bi or straight; AWGB 1, 137c Sr"},
		{Code: "MARITAL", NL: "burgerlijke staat", EN: "civil status", Source: Law,
			ExplainNL: "schelden met wel of niet getrouwd zijn; AWGB 1", ExplainEN: "abuse about being married or not; AWGB 1"},
		{Code: "DISABILITY", NL: "handicap", EN: "disability", Source: Law,
			ExplainNL: "schelden met een beperking van lichaam of geest; 137c Sr", ExplainEN: "abuse about a disability of body or mind; 137c Sr"},
	}}
