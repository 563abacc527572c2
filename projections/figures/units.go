package figures

import (
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

// Units are each employer's own, as areas are: the same code means another post at
// another employer, so the answer names both.

func checkUnit(c codes.Code) error {
	return checkOwn(c, fault.Wrong{Problem: "is not a unit of an employer", Remedy: "write the code of its employer before it: GEM-X/NOORD"})
}

// units say which answer an incident of an employer has: by the number of the unit that
// was told.
type units struct {
	list [][]codes.Code
	told [][]uint32 // by the employer's number
}

// newUnits are made for one question, for the employers that it counts.
func (p *plan) newUnits() (u units) {
	numbers := map[codes.Code]uint32{}
	number := func(code codes.Code) uint32 {
		n, known := numbers[code]
		if !known {
			n = uint32(len(u.list))
			numbers[code], u.list = n, append(u.list, one(code))
		}
		return n
	}
	number(codes.NotRecorded)
	told := p.answers[postedColumn]
	u.told = make([][]uint32, len(p.employers))
	for i, k := range p.employers {
		if !p.seats[i].counts {
			continue
		}
		u.told[i] = make([]uint32, told.len())
		for n := range u.told[i] {
			if code := told.codes[told.of(uint32(n))[0]]; code.Missing() {
				u.told[i][n] = number(code)
			} else {
				u.told[i][n] = number(ownOf(k.codeAt(p.asOf), code))
			}
		}
	}
	return u
}

func (p *plan) unitNumbers(c *chunk, list, into []uint32) {
	for k, i := range list {
		into[k] = p.units.told[c.employer[i]][c.answers[postedColumn].get(i)]
	}
}

// ownUnits are all that the one employer has that is asked for; none for several.
func (p *plan) ownUnits(scope access.Scope) (list []codes.Code) {
	if k, one := p.onlyEmployer(scope); one {
		v, _ := k.at(p.asOf)
		for _, unit := range v.row.Units {
			list = append(list, ownOf(k.codeAt(p.asOf), unit))
		}
	}
	return list
}

// unitNames are those that the viewer's own employers gave them; behind the employer's
// code where there are several.
func (p *plan) unitNames(scope access.Scope) map[codes.Code]string {
	names := map[codes.Code]string{}
	_, alone := p.onlyEmployer(scope)
	for _, k := range p.employers {
		v, there := k.at(p.asOf)
		if !there || !scope.Includes(k.id) {
			continue
		}
		for i, unit := range v.row.Units {
			name := v.row.UnitNames[i]
			if !alone {
				name = string(k.codeAt(p.asOf)) + ": " + name
			}
			names[ownOf(k.codeAt(p.asOf), unit)] = name
		}
	}
	return names
}
