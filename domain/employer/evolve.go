package employer

import "slices"

func evolve(s Employer, e Event) Employer {
	switch e := e.(type) {
	case Registered:
		return Employer{
			ID: e.ID, Code: e.Code, Name: e.Name, Kind: e.Kind, Zone: e.Zone,
			Areas: cloneAreas(e.Areas), Units: slices.Clone(e.Units), Holidays: slices.Clone(e.Holidays),
		}
	case Changed:
		set(&s.Name, e.Name)
		set(&s.Kind, e.Kind)
		set(&s.Zone, e.Zone)
		if e.Areas != nil {
			s.Areas = cloneAreas(*e.Areas)
		}
		if e.Units != nil {
			s.Units = slices.Clone(*e.Units)
		}
		if e.Holidays != nil {
			s.Holidays = slices.Clone(*e.Holidays)
		}
	}
	return s
}

func set[T any](have, want *T) {
	if want != nil {
		*have = *want
	}
}

func cloneAreas(list []Area) []Area {
	list = slices.Clone(list)
	for i := range list {
		list[i].Gemeenten = slices.Clone(list[i].Gemeenten)
	}
	return list
}
