package main

import (
	"slices"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
)

// takenCompletions stand beside the behaviours. What is said of a behaviour that is
// only being added is corrected together with it.
var takenCompletions = taken{
	field: intake.BehaviourCompletion,
	fill: func(t *telling, a intake.Answers) {
		for i, c := range a[intake.Behaviours].Codes {
			if done := beside(a, intake.BehaviourCompletion, i); done != "" {
				t.register.Completions = append(t.register.Completions, incident.Completion{Behaviour: c, Completion: done})
			}
		}
	},
	same: func(a, b incident.Incident) bool { return alike(a.Completions, b.Completions) },
	mend: func(c *comparison) {
		missing := func(done incident.Completion) bool { return done.Completion.Missing() }
		mendList(c.now.Completions, c.want.Completions, missing, &c.m.correct.Completions, &c.m.add.Completions)
		if c.m.correct.Completions != nil && c.m.add.Behaviours != nil {
			c.m.correct.Behaviours, c.m.add.Behaviours = &c.want.Behaviours, nil
		}
	},
}

var takenMeans = taken{
	field: intake.Means,
	fill: func(t *telling, a intake.Answers) {
		for i, c := range severalOf(a[intake.Means]) {
			t.register.Means = append(t.register.Means, incident.Means{Means: c, Status: beside(a, intake.MeansStatus, i)})
		}
	},
	same: func(a, b incident.Incident) bool { return alike(a.Means, b.Means) },
	mend: func(c *comparison) {
		missing := func(m incident.Means) bool { return m.Means.Missing() || m.Status == "" }
		mendList(c.now.Means, c.want.Means, missing, &c.m.correct.Means, &c.m.add.Means)
	},
}

// takenHit: an import takes no worker away, so the record can name more of them
// than a file counts now.
var takenHit = taken{
	field: intake.WorkersCounted,
	fill:  func(t *telling, a intake.Answers) { t.register.Hit = a[intake.WorkersCounted].Count() },
	same:  func(a, b incident.Incident) bool { return a.Hit == b.Hit },
	mend: func(c *comparison) {
		switch want := c.want.Hit; {
		case !c.blind && want.Counted && want.Number < len(c.now.Workers):
			c.list(intake.WorkerLeft, intake.WorkersCounted, "more workers are on record than the file counts")
		case !c.now.Hit.Told():
			c.m.add.Hit = want
		default:
			c.m.correct.Hit = &want
		}
	},
}

// takenReach: nor does a file make a near miss of an incident that names workers.
func takenReach() taken {
	one := ofOne(intake.Reach, func(c *incident.Circumstances) *codes.Code { return &c.Reach },
		func(c *incident.Correct) **codes.Code { return &c.Reach })
	mend := one.mend
	one.mend = func(c *comparison) {
		if !c.blind && c.want.Reach == "NEAR_MISS" && len(c.now.Workers) > 0 {
			c.list(intake.WorkerLeft, intake.Reach, "workers are on record, and the file says that nobody was hit")
			return
		}
		mend(c)
	}
	return one
}

// takenRegime is the law that a record is kept under, which is fixed for good.
var takenRegime = taken{
	field: intake.Regime,
	fill: func(t *telling, a intake.Answers) {
		if a[intake.Regime].Known() {
			t.register.Regime = a[intake.Regime].Code()
		}
	},
	same: func(a, b incident.Incident) bool { return a.Regime == b.Regime },
	mend: func(c *comparison) {
		c.list(intake.Fixed, intake.Regime, "close the incident with the reason OTHER_REGIME and register it anew")
	},
}

// takenSupport: when help was asked and came is no question to a file, so whoever
// told that since has the last word.
var takenSupport = taken{
	field: intake.PoliceSupport,
	fill:  func(t *telling, a intake.Answers) { t.support.Status = a[intake.PoliceSupport].Code() },
	same:  func(a, b incident.Incident) bool { return a.Support.Status == b.Support.Status },
	kept:  func(said, now incident.Incident) bool { return said.Support == now.Support },
	mend: func(c *comparison) {
		cmd := incident.TellSupport{Asked: c.asked(), Support: c.want.Support}
		if c.now.Support.Status != "" {
			cmd.Reason = c.reason
		}
		c.m.more = append(c.m.more, cmd)
	},
}

// takenQualifications: police, OM and court may each have called it something else
// since, beside what the file says.
var takenQualifications = taken{
	field: intake.Qualifications,
	fill: func(t *telling, a intake.Answers) {
		for i, c := range a[intake.Qualifications].Codes {
			q := incident.Qualification{Offence: c, By: beside(a, intake.QualificationBy, i), Completion: beside(a, intake.QualificationCompletion, i)}
			if article := beside(a, intake.QualificationArticle, i); !article.Missing() {
				q.Article = string(article)
			}
			t.qualifications = append(t.qualifications, q)
		}
	},
	same: func(a, b incident.Incident) bool { return alike(a.Qualifications, b.Qualifications) },
	kept: func(said, now incident.Incident) bool { return holds(now.Qualifications, said.Qualifications) },
	mend: func(c *comparison) {
		for _, q := range c.said.Qualifications {
			if !slices.Contains(c.want.Qualifications, q) {
				c.m.more = append(c.m.more, incident.RetractQualification{Asked: c.asked(), Qualification: q, Reason: c.reason})
			}
		}
		for _, q := range c.want.Qualifications {
			c.m.more = append(c.m.more, incident.Qualify{Asked: c.asked(), Qualification: q})
		}
	},
}

// ofStep is a part of the course. A table tells one step of it, without a phase.
func ofStep[T comparable](field, next intake.Field, at func(*incident.Step) *[]T, made func(c, beside codes.Code) T) taken {
	first := func(s incident.Incident) []T {
		if len(s.Course) == 0 {
			return nil
		}
		return *at(&s.Course[0])
	}
	return taken{
		field: field,
		fill: func(t *telling, a intake.Answers) {
			for i, c := range severalOf(a[field]) {
				*at(&t.step) = append(*at(&t.step), made(c, beside(a, next, i)))
			}
		},
		same: func(a, b incident.Incident) bool { return alike(first(a), first(b)) },
		mend: func(c *comparison) { *at(c.step()) = first(c.want) },
	}
}

// step is the one of the course that imports told, to be changed.
func (c *comparison) step() *incident.Step {
	if c.m.course == nil {
		c.m.course = slices.Clone(c.now.Course)
		if len(c.m.course) == 0 {
			c.m.course = []incident.Step{{}}
		}
	}
	return &c.m.course[0]
}
