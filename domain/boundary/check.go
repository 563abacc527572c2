package boundary

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/gemeente"
	"ruggensteun/domain/text"
)

// longest is of a source and of a licence: two lines below a map.
const longest = 200

// checked gives an event for each set, or a fault that names what is wrong.
func (c Load) checked() ([]Loaded, error) {
	var f fault.Fields
	source, licence := sentence(&f, "source", c.Source, "say who published it, and when: it stands below each map"),
		sentence(&f, "licence", c.Licence, "say on what terms, such as CC BY 4.0: it stands below each map")
	_, err := hex.DecodeString(c.File)
	f.Check(err == nil && len(c.File) == 64, "file", "is not a SHA-256", "give the hash of the file in hexadecimal")
	f.Check(len(c.Sets) > 0, "file", "holds no boundaries of ours", "give one with gemeenten, veiligheidsregio's, police units or provinces")
	if err := f.Err(); err != nil {
		return nil, err
	}
	var events []Loaded
	for i, set := range c.Sets {
		at := fmt.Sprintf("sets[%d]", i)
		f.Check(set.Level.known(), at+".level", "is not one of ours", "use "+levelNames())
		f.Check(isDay(set.Since), at+".since", "is not a day from 1900 to 2100", "write it as 2026-01-01")
		f.Check(!slices.ContainsFunc(c.Sets[:i], func(o Set) bool { return o.Level == set.Level && o.Since == set.Since }), at+".level", "stands twice for the same day", "choose one --layer of the file")
		if f.Err() != nil {
			continue
		}
		known := slices.ContainsFunc(set.Areas, func(a Area) bool { return set.Level.has(a.Code, set.Since) })
		f.Check(known, at+".areas", "have no code of ours", "name the property that holds the code, or another level")
		shape, err := Shaped(set.Areas)
		f.Note(at+".areas", err)
		events = append(events, Loaded{Level: set.Level, Since: set.Since, Source: source, Licence: licence, File: c.File, Shape: shape})
	}
	return events, f.Err()
}

func sentence(f *fault.Fields, name, said, remedy string) string {
	clean, err := text.Line(said, longest)
	f.Note(name, err)
	f.Check(err != nil || clean != "", name, "is missing", remedy)
	return clean
}

func isDay(text string) bool {
	day, err := time.Parse(time.DateOnly, text)
	return err == nil && day.Year() >= 1900 && day.Year() <= 2100
}

// Levels are all there are, the finest first.
func Levels() []Level { return []Level{Gemeente, Region, PoliceUnit, Province} }

func levelNames() string {
	var names []string
	for _, l := range Levels() {
		names = append(names, string(l))
	}
	return strings.Join(names, ", ")
}

func (l Level) known() bool { return slices.Contains(Levels(), l) }

// Codes are those that we have for a level on a day.
func (l Level) Codes(day string) (all []codes.Code) {
	list := codes.Province
	switch l {
	case Gemeente:
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return nil
		}
		for _, g := range gemeente.All(at) {
			all = append(all, g.Code)
		}
		return all
	case Region:
		list = codes.SafetyRegion
	case PoliceUnit:
		list = codes.PoliceUnit
	}
	for _, e := range list.Codes {
		if (e.From == "" || e.From <= day) && (e.To == "" || day <= e.To) {
			all = append(all, e.Code)
		}
	}
	return all
}

func (l Level) has(code codes.Code, day string) bool { return slices.Contains(l.Codes(day), code) }

// Compared says which codes of ours are missing in a set, and which in it are not of ours.
func (s Set) Compared() (missing, unknown []codes.Code) {
	ours := s.Level.Codes(s.Since)
	var theirs []codes.Code
	for _, a := range s.Areas {
		theirs = append(theirs, a.Code)
	}
	return without(ours, theirs), without(theirs, ours)
}

func without(some, others []codes.Code) (left []codes.Code) {
	there := map[codes.Code]bool{}
	for _, c := range others {
		there[c] = true
	}
	for _, c := range some {
		if !there[c] {
			left = append(left, c)
		}
	}
	slices.Sort(left)
	return left
}

// compare puts sets by level, and since when.
func (e Loaded) compare(o Loaded) int {
	return cmp.Or(cmp.Compare(e.Level, o.Level), cmp.Compare(e.Since, o.Since))
}
