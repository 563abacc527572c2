package boundary

import (
	"fmt"
	"regexp"
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

// Told is what whoever loads a file says of it; it counts before what the file says.
type Told struct {
	Level Level // "" where the codes say it
	Year  int   // 0 where the file says it
}

// Recognise makes sets of the layers of a file: of which level they are follows from the codes of
// their areas. It names the layers that are of none of ours. The error is a *fault.Fault.
func Recognise(layers []Layer, told Told) (sets []Set, left []string, err error) {
	var f fault.Fields
	f.Check(told.Level == "" || told.Level.known(), "level", "is not one of ours", "use "+levelNames())
	f.Check(told.Year == 0 || told.Year >= 1900 && told.Year <= 2100, "year", "is not from 1900 to 2100", "give the year that the boundaries are of, such as 2023")
	if err := f.Err(); err != nil {
		return nil, nil, err
	}
	for _, l := range layers {
		level := levelOf(l.Areas)
		if told.Level != "" && len(layers) == 1 {
			level = told.Level
		}
		if level == "" || told.Level != "" && level != told.Level {
			left = append(left, short(l.Name))
			continue
		}
		year := max(l.Year, 0)
		if told.Year != 0 {
			year = told.Year
		}
		f.Check(year != 0, "year", "is not said by the file", "give the year that the boundaries are of, such as 2023")
		sets = append(sets, Set{Level: level, Since: fmt.Sprintf("%04d-01-01", year), Areas: l.Areas})
		if err := f.Err(); err != nil {
			return nil, nil, err
		}
	}
	f.Check(len(sets) > 0, "level", "cannot be told from the codes in the file", "they look like GM0363, VR13, AMS or PV27; name the property that holds them, one layer, or the level")
	return sets, left, f.Err()
}

var forms = map[Level]*regexp.Regexp{Gemeente: regexp.MustCompile(`^GM[0-9]{4}$`), Region: regexp.MustCompile(`^VR[0-9]{2}$`), Province: regexp.MustCompile(`^PV[0-9]{2}$`)}

// levelOf is that of which more than half of the areas have a code.
func levelOf(areas []Area) Level {
	for _, l := range Levels() {
		n := 0
		for _, a := range areas {
			if l.looks(a.Code) {
				n++
			}
		}
		if 2*n > len(areas) {
			return l
		}
	}
	return ""
}

func (l Level) looks(code codes.Code) bool {
	if form := forms[l]; form != nil {
		return form.MatchString(string(code))
	}
	_, known := codes.PoliceUnit.Find(code)
	return known && !code.Missing()
}

var yearIn = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)[0-9]{2})(?:[^0-9]|$)`)

// YearIn is the only year that the name of a file speaks of; 0 when there is none or another one.
func YearIn(name string) (year int) {
	for rest := name; ; {
		at := yearIn.FindStringSubmatchIndex(rest)
		if at == nil {
			return year
		}
		found := 0
		fmt.Sscan(rest[at[2]:at[3]], &found)
		if year != 0 && found != year {
			return 0
		}
		year, rest = found, strings.Clone(rest[at[3]:])
	}
}
