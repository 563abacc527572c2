package figures_test

import (
	"slices"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

// cellsOf are the cells that an incident belongs to, each once. What was told of one
// thing is one cell: a talk that worked beside a warning that did not.
func cellsOf(q figures.Question, all []sideBySide, values func(figures.Dimension) []codes.Code) map[[2]codes.Code]bool {
	cells := map[[2]codes.Code]bool{{"", ""}: true}
	rows, columns := values(q.Rows), values(q.Columns)
	for _, row := range rows {
		cells[[2]codes.Code{row, ""}] = true
	}
	for _, column := range columns {
		cells[[2]codes.Code{"", column}] = true
	}
	for _, pair := range paired(q.Rows, q.Columns, all, rows, columns) {
		cells[pair] = true
	}
	return cells
}

// sideBySide is answers of which those in the same place belong together.
type sideBySide map[figures.Dimension][]codes.Code

func both(of sideBySide, first, second figures.Dimension) sideBySide {
	return sideBySide{first: of[first], second: of[second]}
}

func paired(rows, columns figures.Dimension, all []sideBySide, ofRow, ofColumn []codes.Code) (list [][2]codes.Code) {
	for _, told := range all {
		if first, second := told[rows], told[columns]; rows != columns && len(first) > 0 && len(second) > 0 {
			for k := range first {
				list = append(list, [2]codes.Code{first[k], second[k]})
			}
			return list
		}
	}
	for _, row := range ofRow {
		for _, column := range ofColumn {
			list = append(list, [2]codes.Code{row, column})
		}
	}
	return list
}

// toldOf is everything that an incident tells of in pairs, side by side.
func toldOf(i incident.Incident) []sideBySide {
	var used, done, triggered, amplified, tried []told
	for _, m := range i.Means {
		used = append(used, told{m.Means, m.Status})
	}
	for _, b := range i.Behaviours {
		k := slices.IndexFunc(i.Completions, func(c incident.Completion) bool { return c.Behaviour == b })
		if k >= 0 {
			done = append(done, told{b, i.Completions[k].Completion})
		} else {
			done = append(done, told{b, ""})
		}
	}
	for _, s := range i.Course {
		for _, t := range s.Triggers {
			triggered = append(triggered, told{t.Trigger, t.AssessedBy})
		}
		for _, a := range s.Amplifiers {
			amplified = append(amplified, told{a.Amplifier, a.Certainty})
		}
		for _, m := range s.Measures {
			tried = append(tried, told{m.Measure, m.Effect})
		}
	}
	behaviours := sides(done, "", figures.Behaviour, figures.Completion)
	for _, b := range behaviours[figures.Behaviour] {
		behaviours[figures.BehaviourGroup] = append(behaviours[figures.BehaviourGroup], codes.Behaviour.RollUp(b))
	}
	return []sideBySide{
		sides(used, "NONE", figures.Means, figures.MeansStatus), behaviours,
		sides(triggered, "", figures.Trigger, figures.AssessedBy),
		sides(amplified, "", figures.Amplifier, figures.Certainty),
		sides(tried, "NONE", figures.Measure, figures.Effect),
	}
}

type told struct{ what, more codes.Code }

// sides lays pairs side by side, as a clerk would who strikes out what says less
// than something else on the list.
func sides(all []told, none codes.Code, first, second figures.Dimension) sideBySide {
	answered := slices.ContainsFunc(all, func(t told) bool { return !t.what.Missing() })
	var kept []told
	for k, t := range all {
		less := answered && t.what.Missing() || !answered && k > 0 ||
			answered && t.more == "" && slices.ContainsFunc(all, func(o told) bool { return o.what == t.what && o.more != "" })
		if !less && !slices.Contains(kept, t) {
			kept = append(kept, t)
		}
	}
	if len(kept) == 0 {
		kept = []told{{codes.NotRecorded, ""}}
	}
	lists := sideBySide{}
	for _, t := range kept {
		more := t.more
		switch {
		case t.what.Missing():
			more = t.what
		case t.what == none:
			more = codes.NotApplicable
		case more == "":
			more = codes.NotRecorded
		}
		lists[first], lists[second] = append(lists[first], t.what), append(lists[second], more)
	}
	return lists
}

// pairsOf are the values of what was added to incidents.
func pairsOf(d figures.Dimension, i incident.Incident) ([]codes.Code, bool) {
	for _, told := range toldOf(i) {
		if list := told[d]; len(list) > 0 {
			return distinct(list), true
		}
	}
	switch d {
	case figures.Occasion:
		return orNothing(i.Occasions), true
	case figures.Deployment:
		return orNothing([]codes.Code{i.Deployment}), true
	case figures.Reach:
		return orNothing([]codes.Code{i.Reach}), true
	case figures.Hit:
		return orNothing([]codes.Code{hit(i.HitCount())}), true
	case figures.Injury:
		return injuriesOf(i), true
	case figures.Phase:
		var phases []codes.Code
		for _, s := range i.Course {
			phases = append(phases, s.Phase)
		}
		return orNothing(phases), true
	case figures.Suspect:
		var kinds []codes.Code
		for _, l := range i.Suspects {
			kinds = append(kinds, l.Kind)
		}
		return orNothing(kinds), true
	case figures.Delay:
		return orNothing([]codes.Code{delay(i)}), true
	}
	return nil, false
}

func distinct(list []codes.Code) (once []codes.Code) {
	for _, c := range list {
		if !slices.Contains(once, c) {
			once = append(once, c)
		}
	}
	return once
}

func orNothing(list []codes.Code) []codes.Code {
	list = slices.DeleteFunc(distinct(list), func(c codes.Code) bool { return c == "" })
	if len(list) == 0 {
		return []codes.Code{codes.NotRecorded}
	}
	return list
}

func hit(c codes.Count) codes.Code {
	switch n := c.Number; {
	case !c.Counted:
		return c.Why
	case n <= 2:
		return []codes.Code{"0", "1", "2"}[n]
	case n <= 5:
		return "3-5"
	case n <= 10:
		return "6-10"
	}
	return "11+"
}

func injuriesOf(i incident.Incident) []codes.Code {
	var all []codes.Code
	for _, w := range i.Workers {
		if health, is := w.Health.Get(); is && health.Injury != "" {
			all = append(all, health.Injury)
		} else if w.Health.State == person.Forgotten {
			all = append(all, facts.Forgotten)
		} else {
			all = append(all, codes.NotRecorded)
		}
	}
	if len(all) == 0 && i.HitCount() == codes.Exactly(0) {
		return []codes.Code{codes.NotApplicable}
	}
	if len(all) == 0 {
		return []codes.Code{codes.NotRecorded}
	}
	return distinct(all)
}

func delay(i incident.Incident) codes.Code {
	switch i.Occurred.Precision {
	case "":
		return i.Occurred.Finer
	case moment.Month:
		return codes.Unknown
	}
	from := i.Occurred.Instant
	if i.ReportedAt.Before(from) {
		return "BEFORE"
	}
	if i.Occurred.Precision == moment.Day {
		from = from.Add(24 * time.Hour)
	}
	for band, limit := range map[codes.Code][2]int{"DAY": {-10_000, 1}, "WEEK": {1, 7}, "MONTH": {7, 30}, "QUARTER": {30, 90}, "LATER": {90, 100_000}} {
		if days := i.ReportedAt.Sub(from).Hours() / 24; float64(limit[0]) <= days && days < float64(limit[1]) {
			return band
		}
	}
	return "no band"
}
