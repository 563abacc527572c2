package worklist

import "ruggensteun/domain/access"

// Unit is the one that the file is of, for who is kept to a unit: "" where it rests on incidents of
// several, or on none.
func (f File) Unit() string {
	units := make([]string, len(f.Units))
	for i, u := range f.Units {
		units[i] = string(u)
	}
	return access.TheUnit(units)
}
