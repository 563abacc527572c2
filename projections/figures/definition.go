package figures

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/gemeente"
)

// definition says in one sentence what was counted, so that a figure that is
// copied out of its page can still be understood.
func (p *plan) definition(base *Completeness, scope access.Scope) Text {
	return Text{NL: p.sentence(base, scope, Dutch), EN: p.sentence(base, scope, English)}
}

func (p *plan) sentence(base *Completeness, scope access.Scope, l Language) string {
	as := Text{NL: ", zoals vastgelegd tot en met positie %d", EN: ", as recorded up to and including position %d"}.In(l)
	return Text{"Aantal ", "Number of "}.In(l) + p.question.Unit.Named().In(l) +
		p.by(l) + p.whose(scope, l) + p.within(l) + p.only(l) + p.byTheClock(scope, l) +
		fmt.Sprintf(as, p.asOf) +
		Text{"; ingetrokken meldingen tellen niet mee en dubbele één keer", "; withdrawn reports are not counted, and duplicates once"}.In(l) +
		p.overlap(l) + "." + p.unitNote(l) + p.outOf(base, l) + p.cautions(l) + p.apart(l) + p.bands(l) + p.division(l) + p.classed(l)
}

// outOf tells which incidents are left out because a question was not answered.
func (p *plan) outOf(base *Completeness, l Language) string {
	if base == nil {
		return ""
	}
	text := Text{
		" Geteld zijn de %d van %d %s waarin een antwoord staat op: %s; onbekend is het in %d, niet vastgelegd in %d en niet van toepassing in %d.",
		" Counted are the %d of %d %s that have an answer to: %s; it is unknown in %d, not recorded in %d and not applicable in %d.",
	}.In(l)
	said := fmt.Sprintf(text, base.Answered, base.Of, p.question.Unit.Named().In(l), dimensions[base.Dimension].text.In(l), base.Unknown, base.NotRecorded, base.NotApplicable)
	if base.Forgotten > 0 {
		said += fmt.Sprintf(Text{" Van %d is het vergeten.", " Of %d it was forgotten."}.In(l), base.Forgotten)
	}
	if base.UnderReview > 0 {
		said += fmt.Sprintf(Text{" Van %d wordt het nog beoordeeld na een vrijpleiting.", " Of %d it is under review after a clearance."}.In(l), base.UnderReview)
	}
	return said
}

// cautions say how a dimension is not to be read.
func (p *plan) cautions(l Language) string {
	var all []string
	for _, d := range Dimensions() {
		caution := dimensions[d].caution.In(l)
		if caution != "" && p.question.uses(d) && !slices.Contains(all, caution) { // two sides of a column share one
			all = append(all, caution)
		}
	}
	if len(all) == 0 {
		return ""
	}
	return " " + strings.Join(all, " ")
}

// apart says of two filters on what is told together that each holds by itself: a talk
// and something that worked are also found where the talk did not.
func (p *plan) apart(l Language) string {
	named := p.question.Filters.ordered()
	for i, d := range named {
		from, is := derived[d]
		for _, other := range named[i+1:] {
			if also, both := derived[other]; is && both && !p.owns(d) && from.from == also.from && from.from != where {
				return fmt.Sprintf(Text{
					" De filters op %s en %s gelden elk apart: het ene mag van de een zijn, het andere van een ander in hetzelfde incident.",
					" The filters on %s and %s hold each by itself: the one may be of one, the other of another in the same incident.",
				}.In(l), dimensions[d].text.In(l), dimensions[other].text.In(l))
			}
		}
	}
	return ""
}

// division warns of what about the division of the country nobody has checked.
func (p *plan) division(l Language) string {
	if !slices.ContainsFunc(divided, p.question.uses) {
		return ""
	}
	nl, en := gemeente.Caveat()
	return Text{" Gemeenten: ", " Municipalities: "}.In(l) + Text{nl, en}.In(l) + "."
}

// bands gives the boundaries of the time bands where they matter.
func (p *plan) bands(l Language) string {
	if !p.question.uses(TimeBand) {
		return ""
	}
	return Text{" Dagdelen: ", " Time bands: "}.In(l) + bandsText(l) +
		Text{"; wat geen uur heeft telt bij geen ervan.", "; what has no hour counts under none."}.In(l)
}

// uses tells whether a question is laid out by a dimension, or filtered on it.
func (q Question) uses(d Dimension) bool {
	_, filtered := q.Filters[d]
	return filtered || q.Rows == d || q.Columns == d
}

func (p *plan) by(l Language) string {
	var names []string
	for _, d := range []Dimension{p.question.Rows, p.question.Columns} {
		if d != All {
			names = append(names, dimensions[d].text.In(l))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return Text{" per ", " by "}.In(l) + strings.Join(names, Text{" en ", " and "}.In(l))
}

func (p *plan) whose(scope access.Scope, l Language) string {
	if scope.All {
		return Text{" van alle werkgevers", " of all employers"}.In(l)
	}
	for _, k := range p.employers {
		if v, there := k.at(p.asOf); there && scope.Includes(k.id) {
			return Text{" van ", " of "}.In(l) + v.row.Name
		}
	}
	return ""
}

func (p *plan) within(l Language) string {
	period := p.question.Period
	if period.open() {
		return ""
	}
	said := ""
	if !period.From.IsZero() {
		said += Text{" vanaf ", " from "}.In(l) + period.From.Format(time.DateOnly)
	}
	if !period.Before.IsZero() {
		said += Text{" tot en met ", " through "}.In(l) + period.Before.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	return said + Text{" (zonder die waarvan de datum niet bekend is)", " (without those of which the date is not known)"}.In(l)
}

func (p *plan) only(l Language) string {
	var parts []string
	for _, d := range p.question.Filters.ordered() {
		var values []string
		for _, code := range p.question.Filters[d] {
			values = append(values, labelOf(d, code).In(l))
		}
		parts = append(parts, dimensions[d].text.In(l)+" "+strings.Join(values, Text{" of ", " or "}.In(l)))
	}
	if len(parts) == 0 {
		return ""
	}
	return Text{", alleen ", ", only "}.In(l) + strings.Join(parts, Text{" en ", " and "}.In(l))
}

// byTheClock names the zones where the answer depends on them.
func (p *plan) byTheClock(scope access.Scope, l Language) string {
	q := p.question
	timed := !q.Period.open() || slices.ContainsFunc([]Dimension{Weekday, Hour, Month, Year, TimeBand}, q.uses)
	zones := p.zones(scope)
	if !timed || len(zones) == 0 {
		return ""
	}
	return Text{", volgens de klok van de werkgever (", ", by the clock of the employer ("}.In(l) + strings.Join(zones, ", ") + ")"
}

// zones are those of the viewer's own employers.
func (p *plan) zones(scope access.Scope) []string {
	var names []string
	for _, k := range p.employers {
		if v, there := k.at(p.asOf); there && scope.Includes(k.id) && !slices.Contains(names, v.row.Zone) {
			names = append(names, v.row.Zone)
		}
	}
	slices.Sort(names)
	return names
}

func (p *plan) overlap(l Language) string {
	several := func(d Dimension) bool { return dimensions[d].several && (!p.owns(d) || d == Exposure) }
	if p.question.Unit.ofOneIncident() && !several(p.question.Rows) && !several(p.question.Columns) {
		return ""
	}
	return p.question.Unit.overlap().In(l)
}
