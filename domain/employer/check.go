package employer

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/text"
)

// Limits keep the event with everything in it below eventlog.MaxPayload, also
// when every character of every name needs six bytes in JSON.
const (
	longestName   = 60
	mostAreas     = 100
	mostUnits     = 300
	mostHolidays  = 100
	mostGemeenten = 2000 // over all areas
)

// Codes stand in clear and in addresses of pages, so they cannot hold free text.
var (
	employerCode = regexp.MustCompile(`^[A-Z0-9][A-Z0-9-]{1,39}$`)
	partCode     = regexp.MustCompile(`^[A-Z0-9][A-Z0-9._-]{0,39}$`)
)

const partRemedy = "use 1 to 40 capitals, digits, points, hyphens and underscores"

func name(f *fault.Fields, field, given string) string {
	clean, err := text.Line(given, longestName)
	f.Note(field, err)
	f.Check(err != nil || clean != "", field, "is empty", "give it a name")
	return clean
}

func zone(f *fault.Fields, given string, known bool) string {
	// "Local" and "" are zones to Go, and mean another one on every machine.
	real := known && strings.Contains(given, "/") || given == "UTC"
	f.Check(real, "zone", "is not a known time zone", "use a name like "+DefaultZone)
	return given
}

func areas(f *fault.Fields, given []Area) []Area {
	if tooMany(f, "areas", len(given), mostAreas) {
		return nil
	}
	var clean []Area
	seen, gemeenten := make(map[string]bool), 0
	for i, a := range given {
		at := fmt.Sprintf("areas[%d]", i)
		part(f, at, a.Code, seen)
		gemeenten += len(a.Gemeenten)
		clean = append(clean, Area{Code: a.Code, Name: name(f, at+".name", a.Name), Gemeenten: within(f, at, a.Gemeenten)})
	}
	f.Check(gemeenten <= mostGemeenten, "areas", fmt.Sprintf("have more than %d gemeenten together", mostGemeenten), "leave out what is not used")
	return clean
}

func within(f *fault.Fields, at string, given []codes.Code) []codes.Code {
	if len(given) > mostGemeenten {
		return nil // told for all areas together
	}
	for i, code := range given {
		field := fmt.Sprintf("%s.gemeenten[%d]", at, i)
		f.Note(field, codes.CheckGemeente(code))
		f.Check(!code.Missing(), field, "is not a gemeente", "leave it out")
	}
	return codes.Unite(nil, given)
}

func units(f *fault.Fields, given []Unit) []Unit {
	if tooMany(f, "units", len(given), mostUnits) {
		return nil
	}
	var clean []Unit
	seen := make(map[string]bool)
	for i, u := range given {
		at := fmt.Sprintf("units[%d]", i)
		part(f, at, u.Code, seen)
		clean = append(clean, Unit{Code: u.Code, Name: name(f, at+".name", u.Name)})
	}
	return clean
}

func holidays(f *fault.Fields, given []Holiday) []Holiday {
	if tooMany(f, "holidays", len(given), mostHolidays) {
		return nil
	}
	var clean []Holiday
	seen := make(map[string]bool)
	for i, h := range given {
		at := fmt.Sprintf("holidays[%d]", i)
		day, err := time.Parse(time.DateOnly, h.Date)
		f.Check(err == nil && day.Year() >= 2000, at+".date", "is not a day since 2000", "write it as 2026-12-31")
		once(f, at+".date", h.Date, seen)
		clean = append(clean, Holiday{Date: h.Date, Name: name(f, at+".name", h.Name)})
	}
	return clean
}

func part(f *fault.Fields, at, code string, seen map[string]bool) {
	f.Check(partCode.MatchString(code), at+".code", "is not a code", partRemedy)
	once(f, at+".code", code, seen)
}

func once(f *fault.Fields, field, value string, seen map[string]bool) {
	f.Check(!seen[value], field, "stands twice", "say it once")
	seen[value] = true
}

func tooMany(f *fault.Fields, field string, n, most int) bool {
	f.Check(n <= most, field, fmt.Sprintf("has more than %d entries", most), "leave out what is not used")
	return n > most
}
