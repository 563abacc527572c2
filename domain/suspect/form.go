package suspect

import (
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/person"
	"ruggensteun/domain/text"
)

const (
	longestName     = 100
	longestDocument = 100
	longestReason   = 1_000
)

// form cleans what was filled in and notes all that is wrong with it.
type form struct {
	fault.Fields
	at time.Time
}

func (f *form) regime(c codes.Code) codes.Code {
	if c == "" {
		return AVG
	}
	f.Note("regime", codes.LegalRegime.CheckAnswer(c, f.at))
	f.Check(c != codes.Other, "regime", "is neither of the two", "use AVG or WPG: a file is kept under one of them, and never both")
	return c
}

// profile cleans the three answers; NOT_RECORDED is the same as saying nothing.
func (f *form) profile(p person.Profile) person.Held[person.Profile] {
	clean := person.Profile{
		Sex:      f.one("sex", codes.Sex, p.Sex),
		AgeBand:  f.one("age_band", codes.AgeBand, p.AgeBand),
		Relation: f.one("relation", codes.Relation, p.Relation),
	}
	if clean == (person.Profile{}) {
		return person.Held[person.Profile]{}
	}
	return person.Of(clean)
}

func (f *form) one(field string, list codes.List, c codes.Code) codes.Code {
	if c == "" || c == codes.NotRecorded {
		return ""
	}
	f.Note(field, list.Check(c, f.at))
	return c
}

func (f *form) identity(i person.Suspect) person.Suspect {
	i.Name = f.line("name", i.Name, longestName)
	f.Check(i.Name != "" || f.Has("name"), "name", "is missing", "give the name, or leave the file without an identity")
	f.day("born_on", i.BornOn, false)
	return i
}

func (f *form) clearance(c person.Clearance) person.Clearance {
	f.Note("ground", codes.Clearance.CheckAnswer(c.Ground, f.at))
	f.Check(c.Ground != codes.Other, "ground", "is none of the list", "a suspect is cleared by the prosecutor or by a court")
	f.day("on", c.On, true)
	c.Document = f.line("document", c.Document, longestDocument)
	f.Check(c.Document != "" || f.Has("document"), "document", "is missing", "give the number of the letter or judgment")
	return c
}

// why is a reason that must be there.
func (f *form) why(given string) person.Held[string] {
	clean, err := text.Prose(given, longestReason)
	f.Note("reason", err)
	f.Check(clean != "" || err != nil, "reason", "is missing", "say in a few words why")
	return person.Of(clean)
}

func (f *form) line(field, given string, most int) string {
	clean, err := text.Line(given, most)
	f.Note(field, err)
	return clean
}

// day checks one that is written as 2026-11-21 and lies in the past.
func (f *form) day(field, given string, must bool) {
	if given == "" {
		f.Check(!must, field, "is missing", "give the day, as 2026-11-21")
		return
	}
	day, err := time.Parse(time.DateOnly, given)
	f.Check(err == nil, field, "is not a day", "write it as 2026-11-21")
	f.Check(err != nil || !day.After(f.at), field, "lies in the future", "check the day")
	f.Check(err != nil || day.Year() >= 1900, field, "lies before the year 1900", "check the year")
}
