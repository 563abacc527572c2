package facts

import (
	"strings"

	"ruggensteun/domain/codes"
)

// Between stands between the codes of a pair, and in no code.
const Between = "|"

// Pair joins two codes of which the second says something of the first, such as
// what was done with a means: KNIFE|SHOWN. What was not told is NOT_RECORDED.
func Pair(first, second codes.Code) codes.Code {
	return orNotRecorded(first) + Between + orNotRecorded(second)
}

// First and Second take a pair apart again.
func First(pair codes.Code) codes.Code {
	first, _, _ := strings.Cut(string(pair), Between)
	return codes.Code(first)
}

func Second(pair codes.Code) codes.Code {
	_, second, _ := strings.Cut(string(pair), Between)
	return codes.Code(second)
}

// told is the second code of a pair as the trade has it: "" where nothing was told.
func told(pair codes.Code) codes.Code { return orAbsent(Second(pair)) }

func orAbsent(code codes.Code) codes.Code {
	if code == codes.NotRecorded {
		return ""
	}
	return code
}

// pairsOf are the pairs that a course tells, each once. One of which nobody said
// more gives way to the same of which somebody did; that there is no answer stands
// alone, as for every question (codes.Unite).
func pairsOf[T any](all []T, pair func(T) codes.Code) []codes.Code {
	united := []codes.Code{}
	for _, one := range all {
		united = withPair(united, pair(one))
	}
	return united
}

func withPair(have []codes.Code, p codes.Code) []codes.Code {
	for i, h := range have {
		switch {
		case h == p, First(h) == First(p) && Second(p) == codes.NotRecorded, First(p).Missing():
			return have
		case First(h) == First(p) && Second(h) == codes.NotRecorded, First(h).Missing():
			have[i] = p
			return have
		}
	}
	return append(have, p)
}
