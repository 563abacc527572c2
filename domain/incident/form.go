package incident

import (
	"fmt"
	"slices"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/domain/text"
)

// form cleans what was filled in and notes all that is wrong with it, under the
// names that the API gives the fields.
type form struct {
	fault.Fields
	at       time.Time
	day      time.Time // local day of the incident, to judge codes by; zero when nobody knows
	employer employer.Employer
	// blind: whoever asks may not read persons, and must not learn by asking
	// whether a guess about them is right. What is told of them is then recorded
	// as told, without looking at what is on record.
	blind bool
}

func newForm(c Asked, occurred moment.Moment) *form {
	f := form{at: c.At, employer: c.Employer, blind: c.By.MaySome(access.ReadPersonal, c.Employer.ID) != nil}
	if occurred.Known() {
		f.day = occurred.Local()
	}
	return &f
}

// time makes a time that was never given one that says so.
func (f *form) time(m moment.Moment) moment.Moment {
	if m.Equal(moment.Moment{}) {
		m = moment.Nothing(codes.NotRecorded)
	}
	f.Note("occurred", m.Check(f.at))
	return m
}

// reported is when somebody else was told first. It may lie before the incident: one
// of two clocks was wrong, and nobody knows which.
func (f *form) reported(m moment.Moment) moment.Moment {
	if !m.Known() && m.Finer != codes.Unknown {
		return moment.Moment{}
	}
	f.Note("reported", m.Check(f.at))
	return m
}

// codes cleans the answers to a question that takes several. NOT_RECORDED is
// the same as saying nothing.
func (f *form) codes(field string, list codes.List, given []codes.Code) []codes.Code {
	if len(given) > mostCodes {
		f.Add(field, fmt.Sprintf("has more than %d entries", mostCodes), "say each code once")
		return nil
	}
	return f.answers(field, func(i int) string { return fmt.Sprintf("%s[%d]", field, i) }, list, given)
}

// answers are codes that stand at these paths.
func (f *form) answers(field string, at func(i int) string, list codes.List, given []codes.Code) []codes.Code {
	for i, c := range given {
		f.Note(at(i), list.Check(c, f.day))
	}
	isOther := func(c codes.Code) bool { return c != given[0] }
	f.Check(!slices.ContainsFunc(given, codes.Code.Missing) || !slices.ContainsFunc(given, isOther), field,
		"says that there is no answer beside an answer", "leave out UNKNOWN, NOT_RECORDED and NOT_APPLICABLE, or everything else")
	if slices.Contains(given, codes.NotRecorded) {
		return nil
	}
	return codes.Unite(nil, given)
}

// more is what the given codes add to those on record.
func (f *form) more(field string, list codes.List, have, given []codes.Code) []codes.Code {
	var added []codes.Code
	for _, c := range f.codes(field, list, given) {
		if slices.Contains(have, c) {
			continue
		}
		f.Check(!c.Missing() || len(have) == 0, field, "is on record already, and this says that there is no answer", "leave it out, or correct the incident if the record is wrong")
		added = append(added, c)
	}
	return added
}

// prose cleans a text; an empty one is absent.
func (f *form) prose(field, given string, most int) person.Held[string] {
	clean, err := text.Prose(given, most)
	f.Note(field, err)
	if clean == "" {
		return person.Held[string]{}
	}
	return person.Of(clean)
}

// single makes an answer that was not given one that says so.
func single(c codes.Code) codes.Code {
	if c == "" {
		return codes.NotRecorded
	}
	return c
}

// short is prose in one line.
func (f *form) short(field, given string, most int) person.Held[string] {
	clean, err := text.Line(given, most)
	f.Note(field, err)
	if clean == "" {
		return person.Held[string]{}
	}
	return person.Of(clean)
}

func differs[T any](same bool, want T) *T {
	if same {
		return nil
	}
	return &want
}

func or[T any](given *T, have T) T {
	if given != nil {
		return *given
	}
	return have
}
