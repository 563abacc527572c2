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

// UpliftDemanded is whether the prosecutor said so in the demand (DOMAIN 7.12): by the
// OM's own guideline the demand is 200 % heavier, and it is not always seen back.
var UpliftDemanded = List{Name: "uplift demanded", NL: "verhoging geëist", EN: "uplift demanded",
	AsksNL: "Noemde de officier de publieke taak in de eis?", AsksEN: "Did the prosecutor name the public task in the demand?", Codes: []Entry{
		{Code: "YES", NL: "ja", EN: "yes", Source: Proposed,
			ExplainNL: "de verhoging is genoemd, met of zonder percentage", ExplainEN: "the uplift was stated, with or without a percentage"},
		{Code: "NO", NL: "nee", EN: "no", Source: Proposed,
			ExplainNL: "de officier zei dat er geen verhoging is", ExplainEN: "the prosecutor said that there is no uplift"},
		{Code: "NOT_STATED", NL: "niet genoemd", EN: "not stated", Source: Proposed,
			ExplainNL: "er is niets over gezegd", ExplainEN: "nothing was said about it"},
	}}
