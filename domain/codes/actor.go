package codes

// Actor is who did something in a step of the course (DOMAIN 6 and 7.8: phase, who,
// act). Whoever helps is not the worker whom it happened to.
var Actor = List{Name: "actor", NL: "wie handelde", EN: "who acted",
	AsksNL: "Wie deed er iets in deze stap?", AsksEN: "Who did something in this step?", Codes: []Entry{
		{Code: "SUSPECT", NL: "verdachte", EN: "suspect", Source: Proposed,
			ExplainNL: "degene die agressief was of werd, alleen of in een groep", ExplainEN: "whoever was or became aggressive, alone or in a group"},
		{Code: "WORKER", NL: "medewerker", EN: "worker", Source: Proposed,
			ExplainNL: "degene die het overkwam, of een directe collega", ExplainEN: "the person whom it happened to, or a colleague beside him"},
		{Code: "BYSTANDER", NL: "omstander", EN: "bystander", Source: Proposed,
			ExplainNL: "iemand die erbij was, ook familie van de verdachte", ExplainEN: "somebody who was there, family of the suspect too"},
		{Code: "POLICE", NL: "politie die te hulp kwam", EN: "police who came to help", Source: Proposed,
			ExplainNL: "de politie als ondersteuner, niet als degene die het overkwam", ExplainEN: "the police as supporter, not as those whom it happened to"},
		{Code: "HELPER", NL: "andere hulpverlener", EN: "another helper", Source: Proposed,
			ExplainNL: "zoals een tweede ambulance, ggz of beveiliging", ExplainEN: "such as a second ambulance, mental-health service or security"},
	}}
