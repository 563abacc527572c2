package facts

import (
	"cmp"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
)

// State is of the row what the trade's own rules ask for, under its employer: the
// fold lets them decide what an event changes, and figures what counts.
func (r Incident) State(employer uuid.UUID) incident.Incident {
	s := incident.Incident{
		Employer: employer, Withdrawn: r.Withdrawn, Withdrawal: incident.Withdrawn{Reason: r.Reason}, MergedInto: r.MergedInto,
		Closed: r.Closing != "", Closing: incident.Closed{Reason: r.Closing},
		Behaviours: r.Behaviours, Professions: r.Professions, Corrections: r.Corrections,
		Circumstances: incident.Circumstances{
			Occasions: r.Occasions, Means: meansOf(r.Means), Completions: completionsOf(r.Completions),
			Deployment: orAbsent(r.Deployment), Reach: orAbsent(r.Reach), Hit: countOf(r.Hit, r.HitWhy),
			Grounds: r.Grounds,
		},
		Qualifications: qualificationsOf(r.Qualifications),
		Workers:        make([]incident.Worker, len(r.Workers)),
	}
	for i, id := range r.Workers {
		s.Workers[i].Person = id
	}
	for i, id := range r.SuspectLinks {
		s.Suspects = append(s.Suspects, incident.Linked{ID: id, Kind: r.SuspectKinds[i], Suspect: r.SuspectFiles[i], Size: sizeOf(r.SuspectSizes[i])})
	}
	return s
}

// showing is the row after an event, as far as the trade's own state says it.
func (r Incident) showing(s incident.Incident) Incident {
	r.Behaviours, r.Professions, r.Corrections = unite(nil, s.Behaviours), unite(nil, s.Professions), s.Corrections
	r.Withdrawn, r.MergedInto = s.Withdrawn, s.MergedInto
	r.Reason, r.Closing = "", ""
	if s.Withdrawn {
		r.Reason = orNotRecorded(s.Withdrawal.Reason)
	}
	if s.Closed {
		r.Closing = orNotRecorded(s.Closing.Reason)
	}
	r.Occasions = unite(nil, s.Occasions)
	r.Means = pairsOf(s.Means, func(m incident.Means) codes.Code { return Pair(m.Means, m.Status) })
	r.Completions = pairsOf(s.Behaviours, func(b codes.Code) codes.Code { return Pair(b, completionOf(b, s.Completions)) })
	r.Grounds, r.Qualifications = unite(nil, s.Grounds), textsOf(s.Qualifications)
	r.Deployment, r.Reach = orNotRecorded(s.Deployment), orNotRecorded(s.Reach)
	r.Hit, r.HitWhy = nil, orNotRecorded(s.Hit.Why)
	if s.Hit.Counted {
		number := s.Hit.Number
		r.Hit, r.HitWhy = &number, ""
	}
	r.Workers = make([]uuid.UUID, len(s.Workers))
	for i, w := range s.Workers {
		r.Workers[i] = w.Person
	}
	return r.suspected(s.Suspects)
}

func (r Incident) suspected(all []incident.Linked) Incident {
	r.SuspectLinks, r.SuspectKinds, r.SuspectFiles = make([]uuid.UUID, len(all)), make([]codes.Code, len(all)), make([]uuid.UUID, len(all))
	r.SuspectSizes = make([]codes.Code, len(all))
	for i, l := range all {
		r.SuspectSizes[i] = sizeText(l.Size)
		r.SuspectLinks[i], r.SuspectKinds[i], r.SuspectFiles[i] = l.ID, orNotRecorded(l.Kind), l.Suspect
	}
	return r
}

// went is the row after the course was told, which always is told whole.
func (r Incident) went(steps []incident.Step) Incident {
	var phases, triggers, amplifiers, measures []codes.Code
	for _, s := range steps {
		if s.Phase != "" {
			phases = append(phases, s.Phase)
		}
		for _, t := range s.Triggers {
			triggers = append(triggers, Pair(t.Trigger, t.AssessedBy))
		}
		for _, a := range s.Amplifiers {
			amplifiers = append(amplifiers, Pair(a.Amplifier, a.Certainty))
		}
		for _, m := range s.Measures {
			measures = append(measures, Pair(m.Measure, m.Effect))
		}
	}
	same := func(p codes.Code) codes.Code { return p }
	r.Phases = unite(nil, phases)
	r.Triggers, r.Amplifiers, r.Measures = pairsOf(triggers, same), pairsOf(amplifiers, same), pairsOf(measures, same)
	return r
}

// HitCount is how many workers were hit, by the rule of the trade.
func (r *Incident) HitCount() codes.Count {
	return incident.Incident{
		Circumstances: incident.Circumstances{Reach: orAbsent(r.Reach), Hit: countOf(r.Hit, r.HitWhy)},
		Workers:       crew(len(r.Workers)),
	}.HitCount()
}

// crew is so many workers of whom nothing is said, for rules that only count them.
func crew(n int) []incident.Worker {
	if n <= len(usualCrew) {
		return usualCrew[:n:n]
	}
	return make([]incident.Worker, n)
}

var usualCrew [32]incident.Worker

func countOf(number *int, why codes.Code) codes.Count {
	if number != nil {
		return codes.Exactly(*number)
	}
	return codes.Uncounted(why)
}

func meansOf(pairs []codes.Code) []incident.Means {
	var all []incident.Means
	for _, p := range pairs {
		all = append(all, incident.Means{Means: First(p), Status: told(p)})
	}
	return all
}

func completionsOf(pairs []codes.Code) []incident.Completion {
	var all []incident.Completion
	for _, p := range pairs {
		if told(p) != "" {
			all = append(all, incident.Completion{Behaviour: First(p), Completion: Second(p)})
		}
	}
	return all
}

func completionOf(behaviour codes.Code, all []incident.Completion) codes.Code {
	i := slices.IndexFunc(all, func(c incident.Completion) bool { return c.Behaviour == behaviour })
	if i < 0 {
		return ""
	}
	return all[i].Completion
}

// sameCircumstances compares what showing and went set.
func (r Incident) sameCircumstances(o Incident) bool {
	return cmp.Or(
		cmp.Compare(r.Deployment, o.Deployment), cmp.Compare(r.Reach, o.Reach),
		cmp.Compare(numberOr(r.Hit), numberOr(o.Hit)), cmp.Compare(r.HitWhy, o.HitWhy), slices.Compare(r.Grounds, o.Grounds),
		cmp.Compare(r.Support, o.Support), cmp.Compare(numberOr(r.SupportWait), numberOr(o.SupportWait)), cmp.Compare(r.SupportWhy, o.SupportWhy),
		slices.Compare(r.Qualifications, o.Qualifications), slices.Compare(r.SuspectSizes, o.SuspectSizes),
		slices.Compare(r.Occasions, o.Occasions), slices.Compare(r.Means, o.Means), slices.Compare(r.Completions, o.Completions),
		slices.Compare(r.Phases, o.Phases), slices.Compare(r.Triggers, o.Triggers),
		slices.Compare(r.Amplifiers, o.Amplifiers), slices.Compare(r.Measures, o.Measures),
		slices.Compare(r.SuspectKinds, o.SuspectKinds),
	) == 0 && slices.Equal(r.SuspectLinks, o.SuspectLinks) && slices.Equal(r.SuspectFiles, o.SuspectFiles)
}

func numberOr(number *int) int {
	if number == nil {
		return -1
	}
	return *number
}
