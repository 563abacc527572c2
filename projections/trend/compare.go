package trend

import (
	"fmt"
	"math"
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

// stretch is how many months are compared with as many: one alone says little.
const stretch = 3

// Ours: from which on a difference is called one. Nine times in ten what is only chance stays
// within it, where counts vary twice as much as those of a Poisson distribution.
const (
	beyondChance = 1.645
	dispersion   = 2.0
	leastOf      = 30 // below which shares are not compared
)

// move is which way something went.
type move int

const (
	untold move = iota
	same
	up
	down
)

// compare says what moved between the newest months and earlier ones, and what that allows
// one to say. It never says why: these numbers cannot tell.
func (t *Trend) compare(r *reader, last codes.Code) {
	t.Said = []figures.Text{}
	recent, earlier, yearAgo := t.stretches(last)
	if t.Estimated == nil || earlier == nil {
		t.Said = append(t.Said, notComparable)
		return
	}
	c := comparison{Trend: t, recent: recent, earlier: earlier, noise: math.Pow(r.figures.Deviation(r.scope), 2)}
	c.against = figures.Text{NL: "in de drie maanden daarvoor", EN: "in the three months before"}
	if yearAgo {
		c.against = figures.Text{NL: "in dezelfde maanden een jaar eerder", EN: "in the same months a year earlier"}
	}
	moved := c.counts()
	if moved == untold {
		t.Said = append(t.Said, notComparable)
		return
	}
	c.verbal()
	c.unknown()
	c.delays()
	c.employers()
	c.marks()
	t.Said = append(t.Said, c.verdict(moved), noCause)
}

var (
	notComparable = figures.Text{
		NL: "Of het er meer zijn dan eerder is nog niet te zeggen: er zijn te weinig maanden waarvan bekend is hoeveel er nog binnenkomt.",
		EN: "Whether there are more than before cannot be said yet: there are too few months of which it is known how much is still to come.",
	}
	noCause = figures.Text{
		NL: "Waardoor het komt, is uit deze cijfers niet af te leiden.",
		EN: "Why it is so cannot be told from these figures.",
	}
)

// stretches are the newest three months that are over, up to one, and the same three a year
// before, or the three before them; nil where those were not followed from their own end on.
func (t *Trend) stretches(last codes.Code) (recent, earlier []Month, yearAgo bool) {
	if len(t.Triangle) == 0 {
		return nil, nil, false
	}
	last = min(last, t.Triangle[len(t.Triangle)-1].Month)
	from := func(m codes.Code) []Month {
		i := t.place(m)
		if i < 0 || m < t.Triangle[0].Month || i+stretch > len(t.Months) {
			return nil
		}
		return t.Months[i : i+stretch]
	}
	first := later(last, 1-stretch)
	recent = from(first)
	if earlier = from(later(first, -12)); earlier != nil {
		return recent, earlier, true
	}
	return recent, from(later(first, -stretch)), false
}

// comparison is of two stretches.
type comparison struct {
	*Trend
	recent, earlier []Month
	against         figures.Text
	noise           float64 // variance of a printed number
	// better and worse are what would go with registering more readily, and less.
	better, worse []figures.Text
}

func (c *comparison) say(nl, en string, list ...any) {
	c.Said = append(c.Said, figures.Text{NL: fmt.Sprintf(nl, list...), EN: fmt.Sprintf(en, list...)})
}

// counts compares what is expected in the end.
func (c *comparison) counts() move {
	now, isNow := c.sum(c.recent)
	then, isThen := c.sum(c.earlier)
	if !isNow || !isThen {
		return untold
	}
	c.Said = append(c.Said, figures.Text{
		NL: fmt.Sprintf("Verwacht over %s tot en met %s: %s, tegen %s %s.", c.recent[0].Month, c.recent[stretch-1].Month, now.ranged(" tot "), then.ranged(" tot "), c.against.NL),
		EN: fmt.Sprintf("Expected of %s through %s: %s, against %s %s.", c.recent[0].Month, c.recent[stretch-1].Month, now.ranged(" to "), then.ranged(" to "), c.against.EN),
	})
	spread := math.Sqrt(now.variance + then.variance + dispersion*float64(now.expected+then.expected))
	return beyond(float64(now.expected-then.expected), spread)
}

func beyond(difference, spread float64) move {
	switch {
	case difference > beyondChance*spread:
		return up
	case difference < -beyondChance*spread:
		return down
	}
	return same
}

// total is of several months. Their limits are added up, which is wider than it need be:
// where delays were taken wrongly, they were for all.
type total struct {
	expected, lower, upper int
	variance               float64
}

func (c *comparison) sum(months []Month) (of total, is bool) {
	for _, m := range months {
		switch {
		case m.Estimate != nil:
			of.expected, of.lower, of.upper = of.expected+m.Estimate.Expected, of.lower+m.Estimate.Lower, of.upper+m.Estimate.Upper
		case m.NoEstimate != nil, m.Known.NotBrokenDown:
			return total{}, false
		default:
			half := int(math.Round(beyondChance * math.Sqrt(c.noise)))
			of.expected, of.lower, of.upper = of.expected+m.Known.N, of.lower+max(0, m.Known.N-half), of.upper+m.Known.N+half
		}
	}
	of.variance = math.Pow(float64(of.upper-of.lower)/(2*beyondChance), 2)
	return of, true
}

func (t total) ranged(to string) string {
	if t.lower == t.upper {
		return fmt.Sprint(t.expected)
	}
	return fmt.Sprintf("%d (%d%s%d)", t.expected, t.lower, to, t.upper)
}

// share is a part of several months.
type share struct {
	part, of float64
	kept     bool
}

func (s *share) add(part, of figures.Cell) {
	s.kept = s.kept || part.NotBrokenDown || of.NotBrokenDown
	s.part, s.of = s.part+float64(part.N), s.of+float64(of.N)
}

func (s share) percent() int { return int(math.Round(100 * min(1, s.part/s.of))) }

// moved compares two shares, of three months each; numbers is how many were printed for each month.
func (c *comparison) moved(now, then share, numbers float64) (move, bool) {
	if now.kept || then.kept || now.of < leastOf || then.of < leastOf {
		return untold, false
	}
	p := (now.part + then.part) / (now.of + then.of)
	p = max(0, min(1, p))
	variance := dispersion*p*(1-p)*(1/now.of+1/then.of) + stretch*numbers*c.noise*(1/(now.of*now.of)+1/(then.of*then.of))
	return beyond(now.part/now.of-then.part/then.of, math.Sqrt(variance)), true
}

var wentUp, wentDown, stayed = figures.Text{NL: "gestegen", EN: "rose"}, figures.Text{NL: "gedaald", EN: "fell"}, figures.Text{NL: "geen duidelijk verschil", EN: "no clear difference"}

// tell says how a share moved. upIsBetter says whether a rise goes with better registration.
func (c *comparison) tell(what figures.Text, now, then share, numbers float64, upIsBetter bool) {
	m, told := c.moved(now, then, numbers)
	if !told {
		c.Said = append(c.Said, figures.Text{NL: what.NL + ": niet te vergelijken, te weinig of niet uitgesplitst.", EN: what.EN + ": cannot be compared, too few or not broken down."})
		return
	}
	went := map[move]figures.Text{up: wentUp, down: wentDown, same: stayed}[m]
	c.Said = append(c.Said, figures.Text{
		NL: fmt.Sprintf("%s: %d %%, tegen %d %%: %s.", what.NL, now.percent(), then.percent(), went.NL),
		EN: fmt.Sprintf("%s: %d %%, against %d %%: %s.", what.EN, now.percent(), then.percent(), went.EN),
	})
	sign := figures.Text{NL: lowered(what.NL) + " " + went.NL, EN: lowered(what.EN) + " " + went.EN}
	switch {
	case m == same:
	case (m == up) == upIsBetter:
		c.better = append(c.better, sign)
	default:
		c.worse = append(c.worse, sign)
	}
}

func lowered(s string) string { return strings.ToLower(s[:1]) + s[1:] }

func (c *comparison) verbal() {
	var now, then share
	for i := range stretch {
		a, b := c.recent[i].Verbal, c.earlier[i].Verbal
		if a == nil || b == nil {
			return // it may not be asked
		}
		now.add(a.Part, a.Of)
		then.add(b.Part, b.Of)
	}
	c.tell(figures.Text{NL: "Alleen verbaal", EN: "Verbal only"}, now, then, 2, true)
}

var unknowns = map[figures.Dimension]figures.Text{
	figures.Hour:       {NL: "Tijdstip onbekend", EN: "Time unknown"},
	figures.Place:      {NL: "Soort plaats onbekend", EN: "Type of place unknown"},
	figures.VerbalOnly: {NL: "Gedrag onbekend", EN: "Behaviour unknown"},
}

func (c *comparison) unknown() {
	for k, of := range c.recent[0].Unknown {
		var now, then share
		for i := range stretch {
			now.add(c.recent[i].Unknown[k].Part, c.recent[i].Unknown[k].Of)
			then.add(c.earlier[i].Unknown[k].Part, c.earlier[i].Unknown[k].Of)
		}
		c.tell(unknowns[of.Dimension], now, then, 3, false)
	}
}

// promptly is after how many months' ends what was known at the month's own end is looked at.
const promptly = 2

// delays compares how much was known at the end of the month itself, of the newest months of
// which two more have passed.
func (c *comparison) delays() {
	lines := c.Triangle
	for len(lines) > 0 && len(lines[len(lines)-1].Known) <= promptly {
		lines = lines[:len(lines)-1]
	}
	n := len(lines)
	back := 12
	if n < back+stretch {
		back = stretch
	}
	if n < back+stretch {
		return
	}
	var now, then share
	for i := range stretch {
		a, b := lines[n-1-i].Known, lines[n-1-i-back].Known
		now.add(a[0], a[promptly])
		then.add(b[0], b[promptly])
	}
	c.tell(figures.Text{NL: "Aan het eind van de maand zelf al gemeld", EN: "Reported by the end of the month itself"}, now, then, 2, true)
}

// employers compares how many reported anything.
func (c *comparison) employers() {
	if len(c.Coverage.Employers) < 2 {
		return
	}
	reporting := func(months []Month) (n int) {
		for _, e := range c.Coverage.Employers {
			for _, m := range e.Months {
				if months[0].Month <= m && m <= months[stretch-1].Month {
					n++
					break
				}
			}
		}
		return n
	}
	now, then := reporting(c.recent), reporting(c.earlier)
	c.say("Werkgevers die iets meldden: %d, tegen %d.", "Employers that reported anything: %d, against %d.", now, then)
	switch {
	case now > then:
		c.better = append(c.better, figures.Text{NL: "meer werkgevers meldden", EN: "more employers reported"})
	case now < then:
		c.worse = append(c.worse, figures.Text{NL: "minder werkgevers meldden", EN: "fewer employers reported"})
	}
}

// marks are what ran in one of the two stretches, or between them.
func (c *comparison) marks() {
	for _, m := range c.Trend.Marks {
		if monthOf(m.Through) < c.earlier[0].Month || monthOf(m.From) > c.recent[stretch-1].Month {
			continue
		}
		name := figures.Text{NL: fmt.Sprintf("%s ‘%s’", m.Kind.NL, m.Name.NL), EN: fmt.Sprintf("%s ‘%s’", m.Kind.EN, m.Name.EN)}
		c.Said = append(c.Said, figures.Text{
			NL: fmt.Sprintf("Er was een %s (%s): een effect op het melden is mogelijk.", name.NL, m.When(figures.Dutch)),
			EN: fmt.Sprintf("There was a %s (%s): an effect on reporting is possible.", name.EN, m.When(figures.English)),
		})
		c.better, c.worse = append(c.better, name), append(c.worse, name)
	}
}

// When is its days.
func (m Mark) When(l figures.Language) string {
	from, through := m.From.Format("2006-01-02"), m.Through.Format("2006-01-02")
	if from == through {
		return from
	}
	return from + figures.Text{NL: " tot en met ", EN: " through "}.In(l) + through
}

func (c *comparison) verdict(moved move) figures.Text {
	switch {
	case moved == up && len(c.better) > 0:
		return figures.Text{
			NL: "Er zijn er meer, en dat is meer dan toeval en late meldingen. Daarnaast: " + joined(c.better, figures.Dutch) + ". Dat past bij beter of anders registreren, waardoor de stijging geheel of ten dele kan komen.",
			EN: "There are more, beyond chance and late reports. Beside it: " + joined(c.better, figures.English) + ". That goes with better or other registration, of which the rise may come wholly or in part.",
		}
	case moved == up:
		return figures.Text{
			NL: "Er zijn er meer, en dat is meer dan toeval en late meldingen. Niets hiernaast wijst op anders registreren; uit te sluiten is dat niet.",
			EN: "There are more, beyond chance and late reports. Nothing beside it points to other registration, which cannot be ruled out.",
		}
	case moved == down && len(c.worse) > 0:
		return figures.Text{
			NL: "Er zijn er minder, en dat is meer dan toeval en late meldingen. Daarnaast: " + joined(c.worse, figures.Dutch) + ". Dat past bij minder of anders registreren, waardoor de daling geheel of ten dele kan komen.",
			EN: "There are fewer, beyond chance and late reports. Beside it: " + joined(c.worse, figures.English) + ". That goes with less or other registration, of which the fall may come wholly or in part.",
		}
	case moved == down:
		return figures.Text{
			NL: "Er zijn er minder, en dat is meer dan toeval en late meldingen. Niets hiernaast wijst op anders registreren; uit te sluiten is dat niet.",
			EN: "There are fewer, beyond chance and late reports. Nothing beside it points to other registration, which cannot be ruled out.",
		}
	}
	return figures.Text{
		NL: "Het verschil past bij toeval en late meldingen: een stijging of daling is hier niet uit op te maken.",
		EN: "The difference fits chance and late reports: neither a rise nor a fall can be made out from it.",
	}
}

func joined(list []figures.Text, l figures.Language) string {
	words := make([]string, len(list))
	for i, t := range list {
		words[i] = t.In(l)
	}
	return strings.Join(words, ", ")
}
