package main

import (
	"slices"
	"strings"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

// taken is a field of a file that an incident takes: how it is told, and how it is
// mended when the file says otherwise later. Adding a field is adding one here.
type taken struct {
	field intake.Field
	held  func(incident.Incident) []person.Held[string] // what is about persons; nil for what stands in clear
	fill  func(*telling, intake.Answers)
	same  func(a, b incident.Incident) bool
	kept  func(said, now incident.Incident) bool // whether nobody changed it since; nil: same
	mend  func(c *comparison)
}

func (t taken) changedSince(said, now incident.Incident) bool {
	if t.kept != nil {
		return !t.kept(said, now)
	}
	return !t.same(said, now)
}

// takenFields are all of them. A field of a file that is not here is read and
// reported as not recorded yet.
var takenFields = []taken{
	{
		field: intake.Occurred,
		fill:  func(t *telling, a intake.Answers) { t.register.Occurred = a[intake.Occurred].Moment() },
		same:  func(a, b incident.Incident) bool { return a.Occurred.Equal(b.Occurred) },
		mend:  func(c *comparison) { c.m.correct.Occurred = &c.want.Occurred },
	},
	{
		field: intake.Reported,
		fill:  func(t *telling, a intake.Answers) { t.register.Reported = a[intake.Reported].Moment() },
		same:  func(a, b incident.Incident) bool { return a.Reported.Equal(b.Reported) },
		mend:  func(c *comparison) { c.m.correct.Reported = &c.want.Reported },
	},
	ofPlace(intake.PlaceType, func(p *incident.Place) *codes.Code { return &p.Type }, intake.Answer.Code),
	ofPlace(intake.PlaceGemeente, func(p *incident.Place) *codes.Code { return &p.Gemeente }, intake.Answer.Code),
	ofPlace(intake.PlaceUnit, func(p *incident.Place) *string { return &p.Unit }, partOf),
	ofPlace(intake.PlaceArea, func(p *incident.Place) *string { return &p.Area }, partOf),
	ofPlace(intake.PlaceIndoors, func(p *incident.Place) *codes.Code { return &p.Indoors }, intake.Answer.Code),
	ofText(intake.PlaceAddress,
		func(t *telling) *string { return &t.register.Address },
		func(s incident.Incident) []person.Held[string] { return piece(s.Address) },
		func(m *mending) (**string, *string) { return &m.correct.Address, &m.add.Address }),
	ofCodes(intake.Behaviours,
		func(t *telling) *[]codes.Code { return &t.register.Behaviours },
		func(s incident.Incident) []codes.Code { return s.Behaviours },
		func(m *mending) (**[]codes.Code, *[]codes.Code) { return &m.correct.Behaviours, &m.add.Behaviours }),
	takenCompletions,
	takenMeans,
	ofCodes(intake.Occasion,
		func(t *telling) *[]codes.Code { return &t.register.Occasions },
		func(s incident.Incident) []codes.Code { return s.Occasions },
		func(m *mending) (**[]codes.Code, *[]codes.Code) { return &m.correct.Occasions, &m.add.Occasions }),
	ofCodes(intake.Professions,
		func(t *telling) *[]codes.Code { return &t.register.Professions },
		func(s incident.Incident) []codes.Code { return s.Professions },
		func(m *mending) (**[]codes.Code, *[]codes.Code) { return &m.correct.Professions, &m.add.Professions }),
	ofCodes(intake.Grounds,
		func(t *telling) *[]codes.Code { return &t.register.Grounds },
		func(s incident.Incident) []codes.Code { return s.Grounds },
		func(m *mending) (**[]codes.Code, *[]codes.Code) { return &m.correct.Grounds, &m.add.Grounds }),
	ofOne(intake.Deployment, func(c *incident.Circumstances) *codes.Code { return &c.Deployment },
		func(c *incident.Correct) **codes.Code { return &c.Deployment }),
	takenHit,
	takenReach(),
	takenRegime,
	ofText(intake.Narrative,
		func(t *telling) *string { return &t.register.Narrative },
		func(s incident.Incident) []person.Held[string] { return s.Narrative },
		func(m *mending) (**string, *string) { return &m.correct.Narrative, &m.add.Narrative }),
	ofStep(intake.Triggers, intake.TriggerAssessedBy, func(s *incident.Step) *[]incident.Trigger { return &s.Triggers },
		func(c, by codes.Code) incident.Trigger { return incident.Trigger{Trigger: c, AssessedBy: by} }),
	ofStep(intake.Amplifiers, intake.AmplifierCertainty, func(s *incident.Step) *[]incident.Amplifier { return &s.Amplifiers },
		func(c, how codes.Code) incident.Amplifier { return incident.Amplifier{Amplifier: c, Certainty: how} }),
	ofStep(intake.Measures, intake.MeasureEffect, func(s *incident.Step) *[]incident.Measure { return &s.Measures },
		func(c, effect codes.Code) incident.Measure { return incident.Measure{Measure: c, Effect: effect} }),
	takenSupport,
	takenQualifications,
}

// partOf is empty where there is no answer, which is how the trade has it.
func partOf(a intake.Answer) string {
	if !a.Known() {
		return ""
	}
	return string(a.Code())
}

// severalOf are the answers to a question that takes several; nil when nothing is said.
func severalOf(a intake.Answer) []codes.Code {
	switch {
	case a.Known():
		return a.Codes
	case a.Missing == codes.NotRecorded:
		return nil
	}
	return []codes.Code{a.Missing}
}

// beside is what a file says beside one of its codes; "" when nothing is.
func beside(all intake.Answers, field intake.Field, i int) codes.Code {
	if list := all[field].Codes; i < len(list) && list[i] != codes.NotRecorded {
		return list[i]
	}
	return ""
}

// ofPlace is one part of the place; a correction leaves the others as they are.
func ofPlace[T comparable](field intake.Field, at func(*incident.Place) *T, of func(intake.Answer) T) taken {
	return taken{
		field: field,
		fill:  func(t *telling, a intake.Answers) { *at(&t.register.Place) = of(a[field]) },
		same:  func(a, b incident.Incident) bool { return *at(&a.Place) == *at(&b.Place) },
		mend: func(c *comparison) {
			if c.m.correct.Place == nil {
				place := c.now.Place
				c.m.correct.Place = &place
			}
			*at(c.m.correct.Place) = *at(&c.want.Place)
		},
	}
}

// ofCodes is a list of codes: what only came to it is added, anything else is a
// correction. The order in which a file names them means nothing.
func ofCodes(field intake.Field, told func(*telling) *[]codes.Code, have func(incident.Incident) []codes.Code, to func(*mending) (correct **[]codes.Code, add *[]codes.Code)) taken {
	return taken{
		field: field,
		fill:  func(t *telling, a intake.Answers) { *told(t) = severalOf(a[field]) },
		same:  func(a, b incident.Incident) bool { return alike(have(a), have(b)) },
		mend: func(c *comparison) {
			correct, add := to(&c.m)
			mendList(have(c.now), have(c.want), codes.Code.Missing, correct, add)
		},
	}
}

// mendList adds what came to a list, or corrects it.
func mendList[T comparable](now, want []T, missing func(T) bool, correct **[]T, add *[]T) {
	if holds(want, now) && !slices.ContainsFunc(now, missing) {
		*add = slices.DeleteFunc(slices.Clone(want), func(c T) bool { return slices.Contains(now, c) })
		return
	}
	*correct = &want
}

// holds tells whether all of them are on the list.
func holds[T comparable](list, all []T) bool {
	return !slices.ContainsFunc(all, func(c T) bool { return !slices.Contains(list, c) })
}

func alike[T comparable](a, b []T) bool { return holds(a, b) && holds(b, a) }

// ofOne is one code of the circumstances: filled in where there was none.
func ofOne(field intake.Field, at func(*incident.Circumstances) *codes.Code, correct func(*incident.Correct) **codes.Code) taken {
	return taken{
		field: field,
		fill:  func(t *telling, a intake.Answers) { *at(&t.register.Circumstances) = a[field].Code() },
		same:  func(a, b incident.Incident) bool { return *at(&a.Circumstances) == *at(&b.Circumstances) },
		mend: func(c *comparison) {
			now, want := *at(&c.now.Circumstances), *at(&c.want.Circumstances)
			if now == "" {
				*at(&c.m.add.Circumstances) = want
				return
			}
			*correct(&c.m.correct) = &want
		},
	}
}

// ofText is a text about persons: added where there was none, replaced where there was.
func ofText(field intake.Field, told func(*telling) *string, held func(incident.Incident) []person.Held[string], to func(*mending) (correct **string, add *string)) taken {
	return taken{
		field: field, held: held,
		fill: func(t *telling, a intake.Answers) { *told(t), _ = a[field].Text.Get() },
		same: func(a, b incident.Incident) bool { return slices.Equal(held(a), held(b)) },
		mend: func(c *comparison) {
			correct, add := to(&c.m)
			var pieces []string
			for _, h := range held(c.want) {
				text, _ := h.Get()
				pieces = append(pieces, text)
			}
			text := strings.Join(pieces, "\n\n")
			if len(held(c.now)) == 0 {
				*add = text
				return
			}
			*correct = &text
		},
	}
}

func piece(h person.Held[string]) []person.Held[string] {
	if h.State == person.Absent {
		return nil
	}
	return []person.Held[string]{h}
}

// destroyed tells whether a text on record is gone for ever: a file that still
// has it must not bring it back.
func destroyed(list []person.Held[string]) bool {
	return slices.ContainsFunc(list, func(h person.Held[string]) bool { return h.State == person.Forgotten })
}
