package world

import (
	"slices"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
)

// scene is what really happened. What is told of it is less, and at times otherwise.
type scene struct {
	*context
	site        *site
	at          time.Time // by the clock on the wall
	place       incident.Place
	class       class
	behaviours  []codes.Code
	means       []incident.Means
	amplifiers  []codes.Code
	professions []codes.Code
	deployment  codes.Code
	reach       codes.Code
	suspect     codes.Code // codes.SuspectKind; "" when nobody tells
	wpg         bool       // investigated by police or boa's, and kept under that law
}

// happens invents one.
func (w *World) happens(d dice) *scene {
	s := &scene{site: &w.sites[draw(d, w.begin)]}
	w.choose(d, s)
	s.class = draw(d, s.context.class)
	s.deploy(d)
	w.pairs(d, s)
	s.act(d)
	s.place = s.site.where(d, draw(d, s.places))
	if s.context == station {
		s.place.Area, s.place.Point, s.place.Gemeente = "STATION", s.site.middle(), s.site.gemeenten[0].of.Code
	}
	s.amplifiers = these(d, s.context.amplifiers)
	s.suspect = draw(d, s.suspects)
	s.wpg = (s.site.Kind == "EMP_POLUNIT" || s.site.Kind == "EMP_GEM") && s.class != abuse && d.chance(6)
	return s
}

// choose is what it was about, and with that when.
func (w *World) choose(d dice, s *scene) {
	switch {
	case d.chance(newYearPercent[s.site.Kind]):
		s.context, s.at = atNewYear, w.newYear(d)
		return
	case s.site.Kind == "EMP_OTH" && d.chance(45):
		s.context = station
	default:
		var list []share[*context]
		for _, c := range profession[s.site.Kind] {
			list = append(list, share[*context]{c, c.weight})
		}
		s.context = draw(d, list)
	}
	s.at = w.wall(d, s.when, func(at time.Time) bool { return s.site.Code == silent && w.quiet(at) })
}

// silent reported nothing for three months, which says nothing about what happened
// there. Planted, see WORLD.md.
const silent = "DEMO-RAV-05"

func (w *World) quiet(at time.Time) bool {
	return !at.Before(w.month(15)) && at.Before(w.month(12))
}

func (s *scene) deploy(d dice) {
	switch s.site.Kind {
	case "EMP_POLUNIT":
		s.professions = mixOf(d, "POL", 2, "AMB")
		s.deployment = draw(d, mix{{"PAIR", 66}, {"ALONE", 8}, {"TEAM", 16}, {"LARGE", 2}, {"", 8}})
	case "EMP_GEM", "EMP_OTH":
		s.professions = mixOf(d, "BOA1", 4, "POL")
		s.deployment = draw(d, mix{{"PAIR", 46}, {"ALONE", 42}, {"TEAM", 4}, {"", 8}})
	case "EMP_VR":
		s.professions = mixOf(d, draw(d, mix{{"BRW", 60}, {"BRW_V", 40}}), 5, "POL")
		s.deployment = draw(d, mix{{"TEAM", 88}, {"LARGE", 4}, {"", 8}})
	case "EMP_RAV":
		s.professions = mixOf(d, "AMB", 5, "POL")
		s.deployment = draw(d, mix{{"PAIR", 88}, {"ALONE", 4}, {"", 8}})
	}
	if s.context == atNewYear {
		s.deployment = draw(d, mix{{"TEAM", 60}, {"LARGE", 34}, {"PAIR", 6}})
	}
}

// mixOf is the own profession, and in so many of a hundred another one beside it.
func mixOf(d dice, own codes.Code, percent float64, other codes.Code) []codes.Code {
	if d.chance(percent) {
		return []codes.Code{own, other}
	}
	return []codes.Code{own}
}

// paired is the gemeente whose boa's go out in pairs since seven months before the last
// one. Who was alone there met violence more often. Planted, see WORLD.md.
const paired = "DEMO-GEM-01"

func (w *World) pairs(d dice, s *scene) {
	if s.site.Code != paired {
		return
	}
	since := w.month(7)
	switch {
	case s.at.Before(since) && s.class == abuse && d.chance(35):
		s.class, s.deployment = hands, "ALONE"
	case s.at.Before(since) && s.deployment == "PAIR" && d.chance(50):
		s.deployment = "ALONE"
	case !s.at.Before(since):
		s.deployment = "PAIR"
		if s.class == hands && d.chance(70) {
			s.class = abuse
		}
	}
}

// act is what was done, with what.
func (s *scene) act(d dice) {
	switch s.class {
	case abuse:
		s.does("VERB_ABUSE")
	case threat:
		s.does("VERB_THREAT")
	case hands:
		s.does(draw(d, s.physical))
	case severe:
		s.does(draw(d, mix{{"HIT", 46}, {"THROW", 30}, {"WEAPON", 24}}))
	case killing:
		s.does(draw(d, mix{{"RAM", 56}, {"WEAPON", 44}}))
	case doxing:
		s.does("DOX")
		s.does("PRIVATE")
	}
	s.besides(d)
	for _, b := range s.behaviours {
		s.uses(d, b)
	}
	if s.class != abuse && s.class != doxing && d.chance(9) {
		s.reach = "NEAR_MISS"
	} else if d.chance(60) {
		s.reach = "REACHED"
	}
}

// besides is what else was done: who hits or threatens has mostly been shouting.
func (s *scene) besides(d dice) {
	if s.class != abuse && d.chance(44) {
		s.does("VERB_ABUSE")
	}
	if s.class == hands && d.chance(16) {
		s.does("VERB_THREAT")
	}
	if s.name == "arrest" && (s.class == abuse || s.class == threat) && d.chance(24) {
		s.does("RESIST")
	}
	if s.class == abuse && d.chance(5) {
		s.does(draw(d, mix{{"FILM", 50}, {"DISCRIM", 30}, {"INTIM", 20}}))
	}
}

func (s *scene) does(b codes.Code) {
	if b != "" && !slices.Contains(s.behaviours, b) {
		s.behaviours = append(s.behaviours, b)
	}
}

// with is the means of each behaviour that has one.
var with = map[codes.Code]mix{
	"HIT": {{"BODY", 90}, {"BLUNT", 10}}, "PUSH": {{"BODY", 1}}, "BITE_SCR": {{"BODY", 1}}, "RESIST": {{"BODY", 1}},
	"SPIT": {{"FLUID", 1}}, "THROW": {{"THROWN", 1}}, "RAM": {{"VEHICLE", 1}}, "DOX": {{"DIGITAL", 1}},
	"WEAPON":     {{"KNIFE", 60}, {"BLUNT", 24}, {"FAKE_GUN", 8}, {"FIREARM", 5}, {"CHEM", 3}},
	"ARSON_EXPL": {{"FW_HEAVY", 70}, {"FIRE", 30}}, "GROUP_VIOL": {{"BODY", 60}, {"THROWN", 40}},
}

func (s *scene) uses(d dice, b codes.Code) {
	m := draw(d, with[b])
	if b == "THROW" && s.context == atNewYear {
		m = draw(d, mix{{"FW_CONS", 62}, {"FW_HEAVY", 28}, {"THROWN", 10}})
	}
	used := incident.Means{Means: m, Status: draw(d, mix{{"USED", 80}, {"", 20}})}
	if m == "KNIFE" || m == "FAKE_GUN" || m == "FIREARM" {
		used.Status = draw(d, mix{{"SHOWN", 50}, {"THREATENED", 20}, {"USED", 30}})
	}
	if m != "" && !slices.ContainsFunc(s.means, func(have incident.Means) bool { return have.Means == m }) {
		s.means = append(s.means, used)
	}
}

// level is how far it went: 0 words, 1 hands, 2 blows, 3 worse.
func (s *scene) level() int {
	switch {
	case s.class == severe || s.class == killing:
		return 3
	case slices.ContainsFunc(s.behaviours, func(b codes.Code) bool {
		return b == "HIT" || b == "BITE_SCR" || b == "THROW" || b == "RAM" || b == "GROUP_VIOL" || b == "ARSON_EXPL"
	}):
		return 2
	case slices.ContainsFunc(s.behaviours, func(b codes.Code) bool { return codes.Behaviour.RollUp(b) == "PHYSICAL" }):
		return 1
	}
	return 0
}
