package main

import (
	"strings"

	"ruggensteun/projections/figures"
)

// reasonsInDutch are those of the rules that show a record. One that is not here was given by the rules
// of an earlier day, and is told as it was kept.
var reasonsInDutch = map[string]string{
	"answers for the employer's duties being done (Arbowet 3)":    "staat ervoor in dat de werkgever doet wat hij moet (Arbowet 3)",
	"answers for the register, and for where it goes (AVG 5, 24)": "staat in voor het register, en voor waar het heen gaat (AVG 5, 24)",
	"answers for the team being cared for (Arbowet 3)":            "staat ervoor in dat het team wordt opgevangen (Arbowet 3)",
	"answers for the team being safe (Arbowet 3)":                 "staat in voor de veiligheid van het team (Arbowet 3)",
	"cares for who was hit":                                       "zorgt voor wie getroffen is",
	"cares for who was hurt (Arbowet 14)":                         "zorgt voor wie gewond raakte (Arbowet 14)",
	"codes what a colleague registered":                           "codeert wat een collega registreerde",
	"codes what somebody else registered":                         "codeert wat een ander registreerde",
	"follows the case":                                            "volgt de zaak",
	"keeps the register of the employer's own (UAVG 33)":          "houdt het eigen register van de werkgever bij (UAVG 33)",
	"keeps the register":                                          "houdt het register bij",
	"keeps the victim informed":                                   "houdt het slachtoffer op de hoogte",
	"knows what the worker went through":                          "weet wat de medewerker doormaakte",
	"knows which case a notice is of":                             "weet bij welke zaak een bericht hoort",
	"sees that the worker is cared for":                           "ziet erop toe dat de medewerker wordt opgevangen",
	"sees what became of a report":                                "ziet wat er van een melding kwam",
	"sees what is kept, and whether it may be (AVG 39)":           "ziet wat er bewaard wordt, en of dat mag (AVG 39)",
	"stands in for the case worker":                               "neemt waar voor de zaakbehandelaar",
	"takes it to the lawyer and the court":                        "brengt het naar advocaat en rechter",
	"processes for the employer, on its instruction (AVG 28)":     "verwerkt voor de werkgever, in zijn opdracht (AVG 28)",
}

func reasonInWords(why string, l figures.Language) string {
	if nl := reasonsInDutch[why]; nl != "" {
		return figures.Text{NL: nl, EN: why}.In(l)
	}
	return why
}

// nounsInWords are what was read or changed, by how readings and events call it.
var nounsInWords = map[string]figures.Text{
	"incident": {NL: "melding", EN: "incident"}, "suspect": {NL: "verdachtendossier", EN: "file of a suspect"}, "case": {NL: "zaak", EN: "case"},
	"prosecution": {NL: "zaak", EN: "case"}, "aangifte": {NL: "aangifte", EN: "aangifte"}, "aftercare": {NL: "nazorg", EN: "aftercare"},
	"photo": {NL: "foto", EN: "photo"}, "photos": {NL: "foto's", EN: "photos"},
	"document": {NL: "document", EN: "document"}, "documents": {NL: "documenten", EN: "documents"}, "case bundle": {NL: "bundel van de zaak", EN: "bundle of the case"},
	"notice": {NL: "bericht", EN: "notice"}, "triage": {NL: "bericht", EN: "notice"}, "casework": {NL: "wie de zaak volgt", EN: "who follows the case"},
	"agreement_use": {NL: "afspraak van de zaak", EN: "agreement of the case"}, "attention": {NL: "attentie", EN: "attention listing"},
	"sample task": {NL: "melding om te coderen", EN: "incident to code"},
}

// doneInWords says what somebody did: a change is named by its event, as incident.corrected.v1.
func doneInWords(what string, changed bool, l figures.Language) string {
	noun, rest, event := strings.Cut(what, ".")
	words, known := nounsInWords[noun]
	if !known {
		return what
	}
	verb := figures.Text{NL: "gelezen", EN: "read"}
	switch {
	case event && (strings.HasPrefix(rest, "registered.") || strings.HasPrefix(rest, "opened.") || strings.HasPrefix(rest, "made.")):
		verb = figures.Text{NL: "begonnen", EN: "begun"}
	case event, changed:
		verb = figures.Text{NL: "gewijzigd", EN: "changed"}
	}
	return words.In(l) + " " + verb.In(l)
}

// others are those who did and of whom no role was known on that day: whoever a demonstration made up, or
// a program that did it before people signed in.
func (s seenBy) others() (n int) {
	type someone struct{ actor, role string }
	could, seen := map[someone]bool{}, map[someone]bool{}
	for _, c := range s.Could {
		could[someone{c.Actor, c.Role}] = true
	}
	for _, d := range s.Did {
		if who := (someone{d.Actor, d.Role}); !could[who] && !seen[who] {
			seen[who] = true
			n++
		}
	}
	return n
}
