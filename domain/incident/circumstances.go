package incident

import (
	"fmt"
	"slices"

	"ruggensteun/domain/codes"
)

// Circumstances is what else can be counted of an incident. Behaviour, means,
// legal qualification and occasion are axes of their own and take several answers
// (DOMAIN 6). An empty list and "" are not recorded.
type Circumstances struct {
	Occasions   []codes.Code // codes.Occasion: why there was contact at all
	Means       []Means
	Completions []Completion // of those behaviours of which it is known
	Grounds     []codes.Code // codes.DiscriminationGround of an insult; NOT_APPLICABLE: there was none
	Deployment  codes.Code   // codes.Deployment
	Reach       codes.Code   // codes.Reach; a near miss is an incident that hit nobody
	Hit         codes.Count  // workers hit, named or not: "twelve hit, none named" is a count
}

const (
	noMeans   codes.Code = "NONE"
	nearMiss  codes.Code = "NEAR_MISS"
	discrimin codes.Code = "DISCRIM"
)

// mostHit is beyond any crowd of workers; a larger number is a slip of the finger.
const mostHit = 10_000

// circumstances cleans a whole set. Behaviours are those of the record afterwards.
func (f *form) circumstances(c Circumstances, behaviours []codes.Code) Circumstances {
	return Circumstances{
		Occasions:   f.codes("occasions", codes.Occasion, c.Occasions),
		Means:       f.means(c.Means),
		Completions: f.completions(c.Completions, behaviours),
		Grounds:     f.grounds(c.Grounds, behaviours),
		Deployment:  f.one("deployment", codes.Deployment, c.Deployment),
		Reach:       f.one("reach", codes.Reach, c.Reach),
		Hit:         f.count("hit", c.Hit, mostHit),
	}
}

// one cleans the answer to a question that takes one. NOT_RECORDED is the same as
// saying nothing.
func (f *form) one(field string, list codes.List, c codes.Code) codes.Code {
	if c == "" || c == codes.NotRecorded {
		return ""
	}
	f.Note(field, list.Check(c, f.day))
	return c
}

func (f *form) count(field string, c codes.Count, most int) codes.Count {
	if !c.Counted {
		f.Check(c.Number == 0, field, "has a number that nobody counted", "give the number, or why there is none")
		f.Check(c.Why == "" || c.Why.Missing(), field, "says why there is no number in another way", "use UNKNOWN or NOT_APPLICABLE")
		return codes.Uncounted(c.Why)
	}
	f.Check(c.Why == "", field, "has a number and says why there is none", "leave one of them out")
	f.Check(0 <= c.Number && c.Number <= most, field, "is not a number that can be", fmt.Sprintf("use 0 to %d", most))
	return c
}

// alone refuses the answer that there was none beside another answer.
func (f *form) alone(field string, given []codes.Code, none codes.Code) {
	f.Check(len(given) < 2 || !slices.Contains(given, none), field, "says that there was none beside one that there was", "leave out "+string(none)+", or everything else")
}

// grounds: the ground is one of the insult, as the insulter meant it, and never of
// the worker or the suspect.
func (f *form) grounds(given, behaviours []codes.Code) []codes.Code {
	clean := f.codes("grounds", codes.DiscriminationGround, given)
	f.discrimination(clean, behaviours)
	return clean
}

func (f *form) discrimination(grounds, behaviours []codes.Code) {
	f.Check(!slices.Contains(grounds, codes.NotApplicable) || !slices.Contains(behaviours, discrimin), "grounds",
		"says that there was no discriminatory abuse, and the behaviours say that there was", "give the ground, or UNKNOWN; or correct the behaviours")
}

// reaches refuses a near miss that hit somebody, and fewer workers hit than are
// told by name. Named is how many of them there are on record afterwards.
func (f *form) reaches(c Circumstances, named int) {
	f.Check(c.Reach != nearMiss || named == 0 && c.Hit.Number == 0, "reach",
		"says that nobody was hit, and the record says that somebody was", "leave it out, or take away the workers and the count")
	f.Check(!c.Hit.Counted || c.Hit.Number >= named || f.Has("hit"), "hit", "is less than the workers who are named", "count those as well, or leave it out")
	f.Check(c.Hit.Why != codes.NotApplicable || named == 0, "hit", "says that there is nothing to count, and workers are named", "leave it out")
}

// HitCount is how many workers were hit: never fewer than are named, none in a near
// miss, and else as somebody counted. Where nobody counted, those who are named are
// all that is known of. A near miss can be told, by somebody who may not see it, of
// a record in which somebody is named: whoever is named was hit.
func (s Incident) HitCount() codes.Count {
	switch {
	case len(s.Workers) > 0 && (!s.Hit.Counted || s.Hit.Number < len(s.Workers)):
		return codes.Exactly(len(s.Workers))
	case s.Reach == nearMiss && len(s.Workers) == 0:
		return codes.Exactly(0)
	}
	return s.Hit
}

func (c Circumstances) empty() bool {
	return len(c.Occasions)+len(c.Means)+len(c.Completions)+len(c.Grounds) == 0 && c.Deployment+c.Reach == "" && !c.Hit.Told()
}

// moreCircumstances are what is told and not on record yet.
func (f *form) moreCircumstances(s Incident, given Circumstances, behaviours []codes.Code) Circumstances {
	more := Circumstances{
		Occasions:   f.more("occasions", codes.Occasion, s.Occasions, given.Occasions),
		Means:       f.moreMeans(s.Means, given.Means),
		Completions: f.moreCompletions(s.Completions, f.completions(given.Completions, behaviours)),
		Grounds:     f.more("grounds", codes.DiscriminationGround, s.Grounds, given.Grounds),
	}
	fillOne(f, "deployment", &more.Deployment, f.one("deployment", codes.Deployment, given.Deployment), s.Deployment, "")
	fillOne(f, "reach", &more.Reach, f.one("reach", codes.Reach, given.Reach), s.Reach, "")
	if hit := f.count("hit", given.Hit, mostHit); hit.Told() && hit != s.Hit {
		f.Check(!s.Hit.Counted, "hit", "is on record with another number", "leave it out, or let it be corrected if the record is wrong")
		f.Check(f.blind || !hit.Counted || hit.Number >= len(s.Workers), "hit", "is less than the workers who are named", "count those as well, or leave it out")
		more.Hit = hit
	}
	return more
}

// with is the circumstances after more was told.
func (c Circumstances) with(more Circumstances) Circumstances {
	c.Occasions = codes.Unite(c.Occasions, more.Occasions)
	c.Means = uniteMeans(c.Means, more.Means)
	c.Completions = uniteCompletions(c.Completions, more.Completions)
	c.Grounds = codes.Unite(c.Grounds, more.Grounds)
	set(&c.Deployment, more.Deployment)
	set(&c.Reach, more.Reach)
	set(&c.Hit, more.Hit)
	return c
}

// corrected are the circumstances after a correction.
func (c Circumstances) corrected(e Corrected, behaviours []codes.Code) Circumstances {
	if e.Occasions != nil {
		c.Occasions = codes.Unite(nil, *e.Occasions)
	}
	if e.Means != nil {
		c.Means = uniteMeans(nil, *e.Means)
	}
	if e.Completions != nil {
		c.Completions = *e.Completions
	}
	if e.Grounds != nil {
		c.Grounds = codes.Unite(nil, *e.Grounds)
	}
	c.Completions = of(behaviours, c.Completions) // a copy, too
	c.Deployment = or(e.Deployment, c.Deployment)
	c.Reach = or(e.Reach, c.Reach)
	c.Hit = or(e.Hit, c.Hit)
	return c
}
