package intake

import (
	"slices"
	"strings"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
)

func (m *Mapping) readEmployer(s section) {
	e := &m.Employer
	s.keys(map[string]func(section){
		"code":  func(s section) { e.Code = s.word() },
		"name":  func(s section) { e.Name = s.word() },
		"kind":  func(s section) { e.Kind = codes.Code(s.word()); s.note(of(codes.EmployerKind)(e.Kind)) },
		"zone":  e.readZone,
		"areas": e.readAreas,
		"units": e.readUnits,
	}, "code", "name", "kind", "zone", "areas", "units")
	if e.Code == "" {
		s.fail("lacks code", "add the employer's code, e.g. GEM-ROTTERDAM")
	}
	if (e.Name != "" || e.Kind != "") && !e.Declared() {
		s.fail("is declared in part", "give name, kind and zone together, or leave name and kind out for an employer on record")
	}
}

func (e *Employer) readZone(s section) {
	e.Zone = s.word()
	location, err := time.LoadLocation(e.Zone)
	// "Local" and "" are zones to Go, and mean another one on every machine.
	if err != nil || e.Zone != "UTC" && !strings.Contains(e.Zone, "/") {
		s.fail("is not a known time zone", "use a name like "+employer.DefaultZone)
		return
	}
	e.location = location
}

func (e *Employer) readAreas(s section) {
	for _, item := range s.items() {
		var a employer.Area
		item.keys(map[string]func(section){
			"code":      func(s section) { a.Code = s.partCode() },
			"name":      func(s section) { a.Name = s.word() },
			"gemeenten": func(s section) { a.Gemeenten = s.codes(checkGemeente) },
		}, "code", "name", "gemeenten")
		item.named(a.Code, a.Name)
		e.Areas = append(e.Areas, a)
	}
}

func (e *Employer) readUnits(s section) {
	for _, item := range s.items() {
		var u employer.Unit
		item.keys(map[string]func(section){
			"code": func(s section) { u.Code = s.partCode() },
			"name": func(s section) { u.Name = s.word() },
		}, "code", "name")
		item.named(u.Code, u.Name)
		e.Units = append(e.Units, u)
	}
}

func (s section) partCode() string {
	word := s.word()
	s.note(partOfEmployer(codes.Code(word)))
	return word
}

func (s section) named(code, name string) {
	if code == "" || name == "" {
		s.fail("lacks code or name", "give both")
	}
}

// onRecord is the mapping with the units and areas that the employer has, whatever it
// declares: what is none of them is listed here, and would be refused later.
func (m *Mapping) onRecord(e employer.Employer) *Mapping {
	if !e.Registered() {
		return m
	}
	held := *m
	held.Employer.Units, held.Employer.Areas = e.Units, e.Areas
	held.fields = slices.Clone(m.fields)
	for i, q := range held.fields {
		if q.target.field == PlaceUnit || q.target.field == PlaceArea {
			held.fields[i].target, _ = find(ofIncident, q.target.field)
			held.fields[i].target.strict = true
			held.Employer.declares(&held.fields[i].target)
		}
	}
	return &held
}

// declares holds units and areas to those declared, if any are; a file may call
// them by their names.
func (e Employer) declares(t *target) {
	named := make(map[string]codes.Code)
	var known []string
	if t.field == PlaceUnit {
		for _, u := range e.Units {
			known, named[fold(u.Name)] = append(known, u.Code), codes.Code(u.Code)
		}
	}
	if t.field == PlaceArea {
		for _, a := range e.Areas {
			known, named[fold(a.Name)] = append(known, a.Code), codes.Code(a.Code)
		}
	}
	if len(known) == 0 {
		return
	}
	t.called = func(name string) (codes.Code, bool) {
		c, found := named[fold(name)]
		return c, found
	}
	t.check = func(c codes.Code) error {
		if c.Missing() || slices.Contains(known, string(c)) {
			return nil
		}
		return &fault.Wrong{Problem: "is not declared under employer", Remedy: suggest(string(c), known)}
	}
}
