package figures

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
)

// definition says in one sentence what was counted, so that a figure that is
// copied out of its page can still be understood.
func (p *plan) definition(scope access.Scope) Text {
	zones := strings.Join(p.zones(scope), ", ")
	nl := fmt.Sprintf("Aantal incidenten%s%s%s, volgens de klok van de werkgever (%s), zoals vastgelegd tot en met positie %d; ingetrokken meldingen tellen niet mee%s.",
		p.by("per ", " en ", nl), p.within("van ", " t/m ", nl), p.only("alleen ", " of ", nl), zones, p.asOf,
		p.overlap("; een incident met meer waarden telt bij elk daarvan en één keer in het totaal"))
	en := fmt.Sprintf("Number of incidents%s%s%s, by the clock of the employer (%s), as recorded up to and including position %d; withdrawn reports are not counted%s.",
		p.by("by ", " and ", en), p.within("from ", " through ", en), p.only("only ", " or ", en), zones, p.asOf,
		p.overlap("; an incident with several values counts under each and once in the total"))
	return Text{NL: nl, EN: en}
}

type language func(Text) string

func nl(t Text) string { return t.NL }
func en(t Text) string { return t.EN }

func (p *plan) by(word, and string, in language) string {
	var names []string
	for _, d := range []Dimension{p.question.Rows, p.question.Columns} {
		if d != All {
			names = append(names, in(dimensions[d].text))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return " " + word + strings.Join(names, and)
}

func (p *plan) within(from, through string, in language) string {
	period := p.question.Period
	if period.open() {
		return ""
	}
	first, last := in(Text{"het begin", "the beginning"}), in(Text{"nu", "now"})
	if !period.From.IsZero() {
		first = period.From.Format(time.DateOnly)
	}
	if !period.Before.IsZero() {
		last = period.Before.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	return " " + from + first + through + last
}

func (p *plan) only(word, or string, in language) string {
	var parts []string
	for _, d := range p.question.Filters.ordered() {
		var values []string
		for _, code := range p.question.Filters[d] {
			values = append(values, in(p.read(d, code)))
		}
		parts = append(parts, in(dimensions[d].text)+" "+strings.Join(values, or))
	}
	if len(parts) == 0 {
		return ""
	}
	return ", " + word + strings.Join(parts, "; ")
}

func (p *plan) read(d Dimension, code codes.Code) Text {
	if e, found := dimensions[d].list.Find(code); found {
		return Text{NL: e.NL, EN: e.EN}
	}
	return Text{NL: string(code), EN: string(code)}
}

func (p *plan) overlap(sentence string) string {
	if dimensions[p.question.Rows].several || dimensions[p.question.Columns].several {
		return sentence
	}
	return ""
}

// zones names the zones of the viewer's own employers.
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
