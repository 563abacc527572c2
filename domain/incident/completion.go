package incident

import (
	"fmt"
	"slices"

	"ruggensteun/domain/codes"
)

// Completion tells of one behaviour whether it was done or only tried.
type Completion struct {
	Behaviour  codes.Code // codes.Behaviour, one of the incident's
	Completion codes.Code // codes.Completion
}

func (f *form) completions(given []Completion, behaviours []codes.Code) []Completion {
	if len(given) > mostCodes {
		f.Add("completions", fmt.Sprintf("has more than %d entries", mostCodes), "say each behaviour once")
		return nil
	}
	var clean []Completion
	for i, c := range given {
		at := fmt.Sprintf("completions[%d]", i)
		f.Check(slices.Contains(behaviours, c.Behaviour), at+".behaviour", "is not a behaviour of this incident", "use one of those told, or tell it as well")
		if c.Completion = f.one(at+".completion", codes.Completion, c.Completion); c.Completion == "" {
			continue
		}
		first := slices.IndexFunc(clean, func(o Completion) bool { return o.Behaviour == c.Behaviour })
		if first < 0 {
			clean = append(clean, c)
			continue
		}
		f.Check(clean[first] == c, at, "says another thing of a behaviour that stands above", "say each behaviour once: completed when it succeeded at least once")
	}
	return clean
}

// uniteCompletions lets an answer replace that nobody knew.
func uniteCompletions(have, more []Completion) []Completion {
	united := slices.Clone(have)
	for _, c := range more {
		i := slices.IndexFunc(united, func(u Completion) bool { return u.Behaviour == c.Behaviour })
		switch {
		case i < 0:
			united = append(united, c)
		case !c.Completion.Missing():
			united[i] = c
		}
	}
	return united
}

// of keeps what is told of behaviours that are still on record.
func of(behaviours []codes.Code, completions []Completion) []Completion {
	var kept []Completion
	for _, c := range completions {
		if slices.Contains(behaviours, c.Behaviour) {
			kept = append(kept, c)
		}
	}
	return kept
}

func (f *form) moreCompletions(have, clean []Completion) []Completion {
	var added []Completion
	for _, c := range clean {
		i := slices.IndexFunc(have, func(h Completion) bool { return h.Behaviour == c.Behaviour })
		var told Completion
		was := Completion{}
		if i >= 0 {
			was = have[i]
		}
		fillOne(f, "completions", &told.Completion, c.Completion, was.Completion, "")
		if told.Completion != "" {
			added = append(added, c)
		}
	}
	return added
}
