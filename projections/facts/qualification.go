package facts

import (
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
)

// A qualification stands in a row as it is on record, with its article and day, because
// it is taken back by those: INSULT|POLICE|COMPLETED|267 Sr|2026-01-31. What was not
// told is empty. Figures count by the first three.

func qualificationText(q incident.Qualification) codes.Code {
	return codes.Code(strings.Join([]string{string(q.Offence), string(q.By), string(q.Completion), q.Article, q.On}, Between))
}

func textsOf(all []incident.Qualification) []codes.Code {
	texts := make([]codes.Code, len(all))
	for i, q := range all {
		texts[i] = qualificationText(q)
	}
	return texts
}

func qualificationsOf(texts []codes.Code) []incident.Qualification {
	all := make([]incident.Qualification, len(texts))
	for i, text := range texts {
		part := strings.Split(string(text), Between)
		all[i] = incident.Qualification{
			Offence: codes.Code(part[0]), By: codes.Code(part[1]), Completion: codes.Code(part[2]), Article: part[3], On: part[4],
		}
	}
	return all
}

// Qualified is what an entry of Qualifications is counted by: offence, by whom, and
// whether completed.
func Qualified(text codes.Code) codes.Code {
	part := strings.Split(string(text), Between)
	return codes.Code(strings.Join([]string{
		string(orNotRecorded(codes.Code(part[0]))), string(orNotRecorded(codes.Code(part[1]))), string(orNotRecorded(codes.Code(part[2]))),
	}, Between))
}
