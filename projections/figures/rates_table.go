package figures

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/gemeente"
	"ruggensteun/domain/reference"
	"ruggensteun/projections/facts"
)

// dividing is a loaded table as it holds on the first day of the period.
type dividing struct {
	denominator
	table     facts.Reference
	question  Question
	numbers   map[codes.Code]int // by what a line is of
	since     string             // the newest line that holds
	day       time.Time
	employers []codes.Code // that the viewer counts
	all       bool         // those are all employers
	found     map[[2]codes.Code]divisor
}

// divisor is what was found for a row and a column, as far as the table tells them apart.
type divisor struct {
	n       int
	lacking *Text
}

func (s *snapshot) dividing(q Question, a *Answer, scope access.Scope) (*dividing, *Text) {
	of, name := denominators[q.Per], tableName(q.Per)
	table, loaded := s.references.at(q.Per, a.Position)
	switch {
	case !loaded:
		return nil, lacks("geen verhouding: er is geen tabel geladen van %s (ruggensteun denominators import --table %s)", "no rate: no table was loaded of %s (ruggensteun denominators import --table %s)", name, q.Per)
	case q.Period.From.IsZero() || q.Period.Before.IsZero():
		return nil, lacks("geen verhouding: zonder periode is niet te zeggen welke stand van %s geldt (%s)", "no rate: without a period nobody can say which day of %s counts (%s)", name, "--period")
	case q.Per == reference.Deployments && !q.Period.oneYear():
		return nil, lacks("geen verhouding: %s zijn van een kalenderjaar; vraag er een (%s)", "no rate: %s are of a calendar year; ask for one (%s)", name, "--period 2026")
	}
	for _, d := range of.cannot {
		if q.uses(d) {
			return nil, lacks("geen verhouding: er is geen tabel van %s per %s", "no rate: there is no table of %s by %s", name, "", dimensions[d].text)
		}
	}
	d := &dividing{denominator: of, table: table, question: q, numbers: map[codes.Code]int{}, found: map[[2]codes.Code]divisor{}, day: q.Period.From, all: scope.All}
	d.read()
	for _, k := range s.employers {
		if _, there := k.at(a.Position); there && scope.Includes(k.id) {
			d.employers = append(d.employers, k.codeAt(a.Position))
		}
	}
	if len(d.numbers) == 0 {
		return nil, lacks("geen verhouding: de tabel van %s heeft niets voor %s", "no rate: the table of %s has nothing for %s", name, q.Period.String())
	}
	return d, nil
}

// lacks says why there is no rate; a last text stands for the last word where it differs by
// language.
func lacks(nl, en string, table Text, word string, by ...Text) *Text {
	words := Text{word, word}
	if len(by) > 0 {
		words = by[0]
	}
	return &Text{NL: fmt.Sprintf(nl, table.NL, words.NL), EN: fmt.Sprintf(en, table.EN, words.EN)}
}

func (p Period) oneYear() bool {
	return p.From.YearDay() == 1 && p.Before.Equal(p.From.AddDate(1, 0, 0))
}

// read takes of each line the newest that holds on the day; deployments are of the year that
// they are given for, and of no later one.
func (d *dividing) read() {
	day, newest := d.day.Format(time.DateOnly), map[codes.Code]string{}
	for i, of := range d.table.Of {
		since := d.table.Since[i]
		n, err := strconv.Atoi(string(d.table.Values[i]))
		if err != nil || since > day || since < newest[of] || d.question.Per == reference.Deployments && since[:4] != day[:4] {
			continue // of the first the rules let none in
		}
		newest[of], d.numbers[of], d.since = since, n, max(d.since, since)
	}
}

// of is the denominator of a cell of the table, or what is lacking of it. What the table does not
// tell apart is looked up once: to look through all its lines for each cell takes seconds.
func (d *dividing) of(row, column codes.Code) (int, *Text) {
	key := [2]codes.Code{row, column}
	for i, dimension := range []Dimension{d.question.Rows, d.question.Columns} {
		if !slices.Contains(d.narrows, dimension) {
			key[i] = ""
		}
	}
	one, known := d.found[key]
	if !known {
		one.n, one.lacking = d.lookedUp(key[0], key[1])
		d.found[key] = one
	}
	return one.n, one.lacking
}

func (d *dividing) lookedUp(row, column codes.Code) (int, *Text) {
	within := map[Dimension][]codes.Code{}
	for dimension, values := range d.question.Filters {
		within[dimension] = values
	}
	for dimension, code := range map[Dimension]codes.Code{d.question.Rows: row, d.question.Columns: column} {
		if code == "" || dimension == All || !slices.Contains(d.narrows, dimension) {
			continue
		}
		if named, filtered := within[dimension]; filtered && !slices.Contains(named, code) {
			return 0, &Text{"de vraag telt dit niet", "the question does not count this"}
		}
		within[dimension] = []codes.Code{code}
	}
	for dimension, values := range within {
		if slices.Contains(d.narrows, dimension) && slices.ContainsFunc(values, func(c codes.Code) bool { return isLast(c) }) {
			return 0, &Text{"van wat niet bekend is bestaat geen tabel", "there is no table of what is not known"}
		}
	}
	if d.question.Per == reference.Inhabitants {
		return d.inhabitants(within)
	}
	return d.crews(within)
}

// inhabitants are of the gemeenten that lay there on the day. All of the country are those of no
// single employer.
func (d *dividing) inhabitants(within map[Dimension][]codes.Code) (sum int, lacking *Text) {
	bound := slices.ContainsFunc(divisions, func(dimension Dimension) bool { return within[dimension] != nil })
	if !bound && !d.all {
		return 0, &Text{"inwoners van heel Nederland horen niet bij één werkgever: vraag per gemeente", "inhabitants of the whole country are not those of one employer: ask by gemeente"}
	}
	var missing []string
	for _, g := range gemeente.All(d.day) {
		lies := map[Dimension]codes.Code{Gemeente: g.Code, Province: g.Province, Region: g.Region, PoliceUnit: g.Unit()}
		if !slices.ContainsFunc(divisions, func(dimension Dimension) bool {
			return within[dimension] != nil && !slices.Contains(within[dimension], lies[dimension])
		}) {
			n, there := d.numbers[g.Code]
			if sum += n; !there {
				missing = append(missing, string(g.Code))
			}
		}
	}
	return d.whole(sum, missing)
}

// crews are those of the employers that are counted. One of whom no line holds is lacking; of
// one that has lines, a profession without one has nobody.
func (d *dividing) crews(within map[Dimension][]codes.Code) (sum int, lacking *Text) {
	var missing []string
	for _, employer := range d.employers {
		if named := within[Employer]; named != nil && !slices.Contains(named, employer) {
			continue
		}
		told := false
		for of, n := range d.numbers {
			whose, profession, _ := strings.Cut(string(of), reference.CrewMark)
			if codes.Code(whose) != employer {
				continue
			}
			told = true
			if named := within[Profession]; named == nil || slices.Contains(named, codes.Code(profession)) {
				sum += n
			}
		}
		if !told {
			missing = append(missing, string(employer))
		}
	}
	return d.whole(sum, missing)
}

// whole refuses a sum of which a part is lacking: the rate would be too high.
func (d *dividing) whole(sum int, missing []string) (int, *Text) {
	name, day := tableName(d.question.Per), d.day.Format(time.DateOnly)
	if len(missing) > 0 {
		some := strings.Join(missing[:min(len(missing), mostEmployers)], ", ")
		return 0, &Text{
			fmt.Sprintf("de tabel van %s heeft op %s geen regel voor %d, waaronder %s", name.NL, day, len(missing), some),
			fmt.Sprintf("the table of %s has no line on %s for %d, such as %s", name.EN, day, len(missing), some),
		}
	}
	if sum == 0 {
		return 0, lacks("de tabel van %s heeft hier niemand of niets (%s)", "the table of %s has nobody or nothing here (%s)", name, day)
	}
	return sum, nil
}

func hashOf(t facts.Reference) string {
	e := reference.TableLoaded{}
	for i := range t.Of {
		e.Rows = append(e.Rows, reference.Row{Of: t.Of[i], Since: t.Since[i], Value: t.Values[i]})
	}
	return e.Hash()
}

// defined says what was divided by what.
func (r *Rates) defined(u Unit) Text {
	return Text{
		fmt.Sprintf("Aantal %s in de periode per %d %s, stand %s (nieuwste regel %s), bron: %s, tabel %s. Rijen staan in de volgorde van hun lijst en nooit op hoogte: "+
			"een hoog getal kan ook van beter melden komen; over hoeveel maanden gemeld is, hoe snel en hoe volledig staat ernaast.", u.Named().NL, r.Each, r.Table.NL, r.Day, r.Since, r.Source, r.Hash[:12]),
		fmt.Sprintf("Number of %s in the period per %d %s, as on %s (newest line %s), source: %s, table %s. Rows stand in the order of their list and are never ranked: "+
			"a high number can also come of better reporting; of how many months there are reports, how soon and how complete stands beside it.", u.Named().EN, r.Each, r.Table.EN, r.Day, r.Since, r.Source, r.Hash[:12]),
	}
}
