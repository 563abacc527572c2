package prosecution

import (
	"cmp"
	"slices"
	"time"

	"ruggensteun/domain/moment"
)

// ByEffect gives the notices that count and can be read, in the order in which they
// took effect. What is known to the day, to the month or not at all has no place among
// what is known better, so it is put in where the procedure has it. The same set gives
// the same order, however it came in.
func (s Case) ByEffect() []Kept {
	var known []Kept
	for _, n := range s.Notices {
		if _, is := n.readable(); is {
			known = append(known, n)
		}
	}
	slices.SortFunc(known, byProcedure)
	dated, undated := apart(known, func(n Kept) bool { return effect(n).Known() })
	return slotted(eachOf(dated, "2006-01", ofMonth), undated)
}

func ofMonth(list []Kept) []Kept {
	days, month := apart(list, func(n Kept) bool { return effect(n).Precision != moment.Month })
	return slotted(eachOf(days, time.DateOnly, ofDay), month)
}

func ofDay(list []Kept) []Kept {
	timed, day := apart(list, func(n Kept) bool { return effect(n).Precision != moment.Day })
	slices.SortStableFunc(timed, func(a, b Kept) int { return effect(a).Instant.Compare(effect(b).Instant) })
	return slotted(timed, day)
}

// eachOf orders the groups that have the same local date by that date, and within
// each as it says.
func eachOf(list []Kept, layout string, within func([]Kept) []Kept) []Kept {
	groups := map[string][]Kept{}
	var names []string
	for _, n := range list {
		name := effect(n).Local().Format(layout)
		if groups[name] == nil {
			names = append(names, name)
		}
		groups[name] = append(groups[name], n)
	}
	slices.Sort(names)
	var all []Kept
	for _, name := range names {
		all = append(all, within(groups[name])...)
	}
	return all
}

// slotted puts what is known less well before the first that is later in procedure.
func slotted(known, vague []Kept) []Kept {
	var all []Kept
	for _, n := range known {
		for len(vague) > 0 && rank(vague[0].Told.Value.Step) < rank(n.Told.Value.Step) {
			all, vague = append(all, vague[0]), vague[1:]
		}
		all = append(all, n)
	}
	return append(all, vague...)
}

func apart(list []Kept, is func(Kept) bool) (yes, no []Kept) {
	for _, n := range list {
		if is(n) {
			yes = append(yes, n)
		} else {
			no = append(no, n)
		}
	}
	return yes, no
}

func effect(n Kept) moment.Moment { return n.Told.Value.Effect }

func byProcedure(a, b Kept) int {
	if c := cmp.Compare(rank(a.Told.Value.Step), rank(b.Told.Value.Step)); c != 0 {
		return c
	}
	return byID(a.ID, b.ID)
}
