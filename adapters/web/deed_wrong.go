package web

import "strings"

// problemKey is what the API finds wrong, as a key of the catalogue; the rest stays as the API says it.
func problemKey(problem string) (string, bool) {
	if key, is := grammarWords[problem]; is {
		return key, true
	}
	if strings.HasPrefix(problem, "is not a code of the list ") {
		return "wrong.known", true
	}
	key, is := deedProblems[problem]
	return key, is
}

var deedProblems = map[string]string{
	"is missing":           "wrong.missing",
	"is empty":             "wrong.missing",
	"lies before the call": "wrong.before-call",
	"lies in the future":   "wrong.future",
	"does not lie ahead":   "wrong.past",
}
