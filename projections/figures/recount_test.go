package figures_test

import (
	"cmp"
	"slices"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/reference"
	"ruggensteun/projections"
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
	for _, told := range append(append(toldOf(i), harmedOf(i)), afterwards(i)...) {
		if list := told[d]; len(list) > 0 {
			return distinct(list), true
		}
	}
	switch d {
	case figures.Occasion:
		return orNothing(i.Occasions), true
	case figures.Deployment:
		return orNothing([]codes.Code{i.Deployment}), true
	case figures.VerbalOnly:
		if len(i.Behaviours) == 0 {
			return orNothing(nil), true
		}
		for _, b := range i.Behaviours {
			if !b.Missing() && codes.Behaviour.RollUp(b) != "VERBAL" {
				return []codes.Code{"NO"}, true
			}
		}
		for _, b := range i.Behaviours {
			if b.Missing() {
				return []codes.Code{b}, true
			}
		}
		return []codes.Code{"YES"}, true
	case figures.Reach:
		return orNothing([]codes.Code{i.Reach}), true
	case figures.Hit:
		return orNothing([]codes.Code{hit(i.HitCount())}), true
	case figures.Ground:
		return orNothing(i.Grounds), true
	case figures.Phase:
		var phases []codes.Code
		for _, s := range i.Course {
			phases = append(phases, s.Phase)
		}
		return orNothing(phases), true
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

// harmsOf leaves exposures out, which are counted by themselves.
func harmsOf(i incident.Incident) sideBySide {
	all := harmedOf(i)
	delete(all, figures.Exposure)
	return all
}

// harmedOf is what the incident did to each worker who is named, side by side.
func harmedOf(i incident.Incident) sideBySide {
	all := sideBySide{}
	say := func(injury, mind, absence codes.Code, exposures []codes.Code) {
		all[figures.Injury] = append(all[figures.Injury], orNothing([]codes.Code{injury})...)
		all[figures.MindInjury] = append(all[figures.MindInjury], orNothing([]codes.Code{mind})...)
		all[figures.Absence] = append(all[figures.Absence], orNothing([]codes.Code{absence})...)
		all[figures.Exposure] = append(all[figures.Exposure], orNothing(exposures)...)
	}
	for _, w := range i.Workers {
		health, is := w.Health.Get()
		switch {
		case is:
			say(health.Injury, health.Mind, absence(health.Absence), health.Exposures)
		case w.Health.State == person.Forgotten:
			say(facts.Forgotten, facts.Forgotten, facts.Forgotten, []codes.Code{facts.Forgotten})
		default:
			say("", "", "", nil)
		}
	}
	if len(i.Workers) == 0 && i.HitCount() == codes.Exactly(0) {
		say(codes.NotApplicable, codes.NotApplicable, codes.NotApplicable, []codes.Code{codes.NotApplicable})
	} else if len(i.Workers) == 0 {
		say("", "", "", nil)
	}
	return all
}

func absence(a person.Absence) codes.Code {
	days := a.Days.Number
	if !a.Days.Counted {
		from, err := time.Parse(time.DateOnly, a.From)
		to, err2 := time.Parse(time.DateOnly, a.To)
		if err != nil || err2 != nil {
			if a.From != "" || a.To != "" {
				return "AWAY"
			}
			return a.Days.Why
		}
		for days = 1; from.Before(to); days++ {
			from = from.AddDate(0, 0, 1)
		}
	}
	return banded(days, map[codes.Code][2]int{"0": {0, 0}, "1-3": {1, 3}, "4-14": {4, 14}, "15-42": {15, 42}, "43+": {43, 1_000_000}})
}

func banded(n int, bands map[codes.Code][2]int) codes.Code {
	for band, limit := range bands {
		if limit[0] <= n && n <= limit[1] {
			return band
		}
	}
	return "no band"
}

// afterwards is what police, OM and a court made of it, and who did it, side by side.
func afterwards(i incident.Incident) []sideBySide {
	judged, accused := sideBySide{}, sideBySide{}
	for _, q := range i.Qualifications {
		judged[figures.Qualification] = append(judged[figures.Qualification], orNothing([]codes.Code{q.Offence})...)
		judged[figures.QualifiedBy] = append(judged[figures.QualifiedBy], orNothing([]codes.Code{q.By})...)
		judged[figures.QualifiedAs] = append(judged[figures.QualifiedAs], orNothing([]codes.Code{q.Completion})...)
	}
	if len(i.Qualifications) == 0 {
		for _, d := range []figures.Dimension{figures.Qualification, figures.QualifiedBy, figures.QualifiedAs} {
			judged[d] = []codes.Code{codes.NotRecorded}
		}
	}
	for _, l := range i.Suspects {
		size := l.Size.Why
		switch {
		case l.Kind != "GROUP":
			size = codes.NotApplicable
		case l.Size.Counted:
			size = banded(l.Size.Number, map[codes.Code][2]int{"2": {2, 2}, "3-5": {3, 5}, "6-10": {6, 10}, "11-25": {11, 25}, "26+": {26, 1_000_000}})
		}
		accused[figures.Suspect] = append(accused[figures.Suspect], orNothing([]codes.Code{l.Kind})...)
		accused[figures.GroupSize] = append(accused[figures.GroupSize], orNothing([]codes.Code{size})...)
	}
	if len(i.Suspects) == 0 {
		accused[figures.Suspect], accused[figures.GroupSize] = []codes.Code{codes.NotRecorded}, []codes.Code{codes.NotRecorded}
	}
	return []sideBySide{judged, accused, helpedOf(i)}
}

func helpedOf(i incident.Incident) sideBySide {
	status, wait := i.Support.Status, codes.NotApplicable
	switch {
	case status == "" || status.Missing():
		wait = status
	case status == "ARRIVED" && i.Support.Wait().Counted:
		wait = banded(i.Support.Wait().Number, map[codes.Code][2]int{"0-5": {0, 5}, "6-10": {6, 10}, "11-15": {11, 15}, "16-30": {16, 30}, "31+": {31, 1_000_000}})
	case status == "ARRIVED":
		wait = i.Support.Wait().Why
	}
	return sideBySide{figures.Support: orNothing([]codes.Code{status}), figures.SupportWait: orNothing([]codes.Code{wait})}
}

// loadedBy is the last table that was loaded.
func loadedBy(events []projections.Event, asOf eventlog.Position) (rows []reference.Row) {
	for _, e := range events {
		if loaded, is := e.Body.(reference.TableLoaded); is && (asOf == 0 || e.Position <= asOf) {
			rows = loaded.Rows
		}
	}
	return rows
}

// urbanity is that of the gemeente on the day, as the employer's clock has it.
func urbanity(i incident.Incident, zone *time.Location, rows []reference.Row) codes.Code {
	if i.Place.Gemeente == "" || i.Place.Gemeente.Missing() {
		return orNothing([]codes.Code{i.Place.Gemeente})[0]
	}
	day, found := "9999", reference.Row{Value: codes.NotRecorded}
	if i.Occurred.Known() {
		day = i.Occurred.In(zone).Format(time.DateOnly)
	}
	for _, r := range rows {
		if r.Of == i.Place.Gemeente && r.Since <= day && r.Since > found.Since {
			found = r
		}
	}
	return found.Value
}

// area is the employer's own: the one that was told, else the only one with the gemeente.
func area(i incident.Incident, of employer.Employer) codes.Code {
	code := codes.Code(of.Code)
	if code == "" {
		code = codes.NotRecorded
	}
	if i.Place.Area != "" {
		return code + "/" + codes.Code(i.Place.Area)
	}
	var in []codes.Code
	for _, a := range of.Areas {
		if slices.Contains(a.Gemeenten, i.Place.Gemeente) {
			in = append(in, codes.Code(a.Code))
		}
	}
	if len(in) == 1 {
		return code + "/" + in[0]
	}
	return ""
}

func unit(i incident.Incident, of employer.Employer) codes.Code {
	if i.Place.Unit == "" {
		return ""
	}
	return cmp.Or(codes.Code(of.Code), codes.NotRecorded) + "/" + codes.Code(i.Place.Unit)
}

func delay(i incident.Incident) codes.Code {
	switch i.Occurred.Precision {
	case "":
		return i.Occurred.Finer
	case moment.Month:
		return codes.Unknown
	}
	told, until := i.ReportedAt, i.ReportedAt
	switch i.Reported.Precision {
	case moment.Minute:
		told, until = i.Reported.Instant, i.Reported.Instant
	case moment.Hour:
		told, until = i.Reported.Instant, i.Reported.Instant.Add(time.Hour)
	case moment.Day:
		told, until = i.Reported.Instant, i.Reported.Instant.Add(24*time.Hour)
	case moment.Month:
		return codes.Unknown
	case "":
		if i.Reported.Finer == codes.Unknown {
			return codes.Unknown
		}
	}
	from := i.Occurred.Instant
	if until.Before(from) {
		return "BEFORE"
	}
	if i.Occurred.Precision == moment.Day {
		from = from.Add(24 * time.Hour)
	}
	for band, limit := range map[codes.Code][2]int{"DAY": {-10_000, 1}, "WEEK": {1, 7}, "MONTH": {7, 30}, "QUARTER": {30, 90}, "LATER": {90, 100_000}} {
		if days := told.Sub(from).Hours() / 24; float64(limit[0]) <= days && days < float64(limit[1]) {
			return band
		}
	}
	return "no band"
}
