package codes

// Uplift is whether the court recognised that violence against somebody with a
// public task weighs heavier (DOMAIN 7.13 and 3.1).
var Uplift = List{Name: "uplift", NL: "verhoging erkend", EN: "uplift recognised",
	AsksNL: "Woog de rechter de publieke taak mee?", AsksEN: "Did the court weigh the public task?", Codes: []Entry{
		{Code: "YES", NL: "ja", EN: "yes", Source: Proposed,
			ExplainNL: "de rechter noemt de publieke taak als reden voor een hogere straf", ExplainEN: "the court names the public task as a reason for a higher sentence"},
		{Code: "NO", NL: "nee", EN: "no", Source: Proposed,
			ExplainNL: "de rechter zegt dat hij het niet meeweegt", ExplainEN: "the court says that it does not weigh it"},
		{Code: "NOT_STATED", NL: "niet genoemd", EN: "not stated", Source: Proposed,
			ExplainNL: "in de uitspraak staat er niets over", ExplainEN: "the judgment says nothing about it"},
	}}
