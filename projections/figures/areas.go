package figures

import (
	"regexp"
	"slices"
	"strings"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/facts"
)

// Areas are each employer's own, as it had them at the position that is asked for, so
// they stand in no column: which one it is follows from the employer with the area that
// was told, or with the gemeente.

// ownOf names an area or a unit as nobody else's: GEM-X/CENTRUM.
func ownOf(employer, own codes.Code) codes.Code { return employer + ownMark + own }

const ownMark = "/"

var ownForm = regexp.MustCompile(`^[A-Z0-9][A-Z0-9-]{1,39}/[A-Z0-9][A-Z0-9._-]{0,39}$`)

func checkArea(c codes.Code) error {
	return checkOwn(c, fault.Wrong{Problem: "is not an area", Remedy: "write the code of its employer before it: GEM-X/CENTRUM"})
}

func checkOwn(c codes.Code, wrong fault.Wrong) error {
	if ownForm.MatchString(string(c)) || c.Missing() || c == codes.Other {
		return nil
	}
	return &wrong
}

// areas say which answer an incident of an employer has: by the number of the area
// that was told, else by that of the gemeente.
type areas struct {
	list  [][]codes.Code
	told  [][]uint32 // by the employer's number
	where [][]uint32
}

// areaAnswers are made for one question, for the employers that it counts.
func (p *plan) newAreas() (a areas) {
	numbers := map[codes.Code]uint32{}
	number := func(code codes.Code) uint32 {
		n, known := numbers[code]
		if !known {
			n = uint32(len(a.list))
			numbers[code], a.list = n, append(a.list, one(code))
		}
		return n
	}
	nothing := number(codes.NotRecorded)
	told, gemeenten := p.answers[toldColumn], p.answersOf(Gemeente)
	for i, k := range p.employers {
		a.told, a.where = append(a.told, nil), append(a.where, nil)
		if !p.seats[i].counts {
			continue
		}
		v, _ := k.at(p.asOf)
		a.told[i], a.where[i] = slices.Repeat([]uint32{nothing}, told.len()), slices.Repeat([]uint32{nothing}, gemeenten.len())
		for n := range a.told[i] {
			if code := told.codes[told.of(uint32(n))[0]]; !code.Missing() {
				a.told[i][n] = number(ownOf(k.codeAt(p.asOf), code))
			}
		}
		lies := liesIn(v.row)
		for n := range a.where[i] {
			if area := lies[gemeenten.codes[gemeenten.of(uint32(n))[0]]]; area != "" {
				a.where[i][n] = number(ownOf(k.codeAt(p.asOf), area))
			}
		}
	}
	return a
}

// liesIn gives the area that a gemeente lies in, where it lies in one only.
func liesIn(e facts.Employer) map[codes.Code]codes.Code {
	in := map[codes.Code]codes.Code{}
	for _, pair := range e.AreaGemeenten {
		area, gemeente := facts.First(pair), facts.Second(pair)
		if _, twice := in[gemeente]; twice {
			area = ""
		}
		in[gemeente] = area
	}
	return in
}

func (p *plan) areaNumbers(c *chunk, list, into []uint32) {
	for k, i := range list {
		employer := c.employer[i]
		if into[k] = p.areas.told[employer][c.answers[toldColumn].get(i)]; into[k] == 0 {
			into[k] = p.areas.where[employer][c.answers[whereColumn].get(i)]
		}
	}
}

// ownAreas are all that the one employer has that is asked for; none for several.
func (p *plan) ownAreas(scope access.Scope) (list []codes.Code) {
	if k, one := p.onlyEmployer(scope); one {
		v, _ := k.at(p.asOf)
		for _, area := range v.row.Areas {
			list = append(list, ownOf(k.codeAt(p.asOf), area))
		}
	}
	return list
}

// onlyEmployer is the one that the question is about, if it is about one.
func (p *plan) onlyEmployer(scope access.Scope) (only known, is bool) {
	for _, k := range p.employers {
		if _, there := k.at(p.asOf); there && scope.Includes(k.id) && p.asksFor(k.codeAt(p.asOf)) {
			if is {
				return known{}, false
			}
			only, is = k, true
		}
	}
	return only, is
}

// areaNames are those that the viewer's own employers gave them; behind the employer's
// code where there are several.
func (p *plan) areaNames(scope access.Scope) map[codes.Code]string {
	names := map[codes.Code]string{}
	_, alone := p.onlyEmployer(scope)
	for _, k := range p.employers {
		v, there := k.at(p.asOf)
		if !there || !scope.Includes(k.id) {
			continue
		}
		for i, area := range v.row.Areas {
			name := v.row.AreaNames[i]
			if !alone {
				name = string(k.codeAt(p.asOf)) + ": " + name
			}
			names[ownOf(k.codeAt(p.asOf), area)] = name
		}
	}
	return names
}

// ownerOf is whose area or unit it is.
func ownerOf(own codes.Code) codes.Code {
	employer, _, _ := strings.Cut(string(own), ownMark)
	return codes.Code(employer)
}
