package mailing

import (
	"fmt"
	"strings"

	"github.com/google/uuid"
)

// Letter is what a mail says: that there is something to do, and where to read what. It
// names nobody, no outcome, no agreement and no number of police or OM: mail is read by
// others than whom it is for.
type Letter struct{ Subject, Text string }

// Link is where a file is read: base is the address of this register.
func Link(base string, care bool, file uuid.UUID) string {
	if care {
		return base + "/v1/aftercare/" + file.String()
	}
	return base + "/v1/cases/" + file.String()
}

// said is a sentence in both languages.
type said struct{ nl, en string }

var subjects = map[What]said{
	Alarm:   {"Er is iets te doen", "Something is to be done"},
	HandOff: {"Gevraagd: een dossier overnemen", "You are asked to take a file over"},
	Several: {"Er is meer te doen", "More is to be done"},
	Digest:  {"Wat er te doen is", "What is to be done"},
}

// urgent are words for the kinds of alarm; an alarm of another kind says that it is one.
var urgent = map[string]said{
	"DUE_SOON":     {"Een termijn loopt bijna af.", "A term ends soon."},
	"DUE":          {"Een termijn loopt nu af.", "A term ends now."},
	"NOT_RECEIVED": {"Van anderen is binnen de termijn niets ontvangen.", "Nothing was received from others within the term."},
	"LAPSED":       {"Een termijn is verstreken.", "A term has passed."},
	"TAKEN_OVER":   {"Een termijn is verstreken en de taak gaat naar u over.", "A term has passed and the task is now yours."},
}

// OfAlarm says that a term needs somebody.
func OfAlarm(kind, link string) Letter {
	words, known := urgent[kind]
	if !known {
		words = said{"Een termijn vraagt aandacht.", "A term needs attention."}
	}
	return letter(Alarm, []said{words}, link)
}

// OfHandOff asks to take a file over.
func OfHandOff(link string) Letter {
	return letter(HandOff, []said{{"Wilt u dit dossier overnemen? Het blijft bij een ander tot u ja zegt.", "Will you take this file over? It stays with somebody else until you say yes."}}, link)
}

// OfSeveral stands for so many mails.
func OfSeveral(n int, list string) Letter {
	return letter(Several, []said{{fmt.Sprintf("Het afgelopen uur kwamen er nog %d meldingen bij.", n), fmt.Sprintf("In the last hour %d more alarms came.", n)}}, list)
}

// OfDigest tells how much of what there is.
func OfDigest(c Counts, list string) Letter {
	var lines []said
	for _, l := range []struct {
		n      int
		nl, en string
	}{
		{c.Lapsed, "verstreken", "lapsed"},
		{c.Due, "nu aan de beurt", "due now"},
		{c.DueSoon, "binnenkort aan de beurt", "due soon"},
		{c.NotReceived, "niet ontvangen", "not received"},
		{c.Offered, "ter overname aangeboden", "offered to you"},
	} {
		if l.n > 0 {
			lines = append(lines, said{fmt.Sprintf("%5d  %s", l.n, l.nl), fmt.Sprintf("%5d  %s", l.n, l.en)})
		}
	}
	return letter(Digest, lines, list)
}

func letter(w What, lines []said, link string) Letter {
	nl, en := make([]string, len(lines)), make([]string, len(lines))
	for i, l := range lines {
		nl[i], en[i] = l.nl, l.en
	}
	return Letter{
		Subject: subjects[w].nl + " / " + subjects[w].en,
		Text: strings.Join(nl, "\n") + "\n\n" + link + "\n\nWaar het over gaat staat niet in deze mail: lees het in het register.\n" +
			"\n--\n\n" + strings.Join(en, "\n") + "\n\n" + link + "\n\nWhat it is about is not in this mail: read it in the register.\n",
	}
}

// None tells whether there is nothing to be written of.
func (c Counts) None() bool { return c == Counts{} }
