package incident

import (
	"fmt"
	"regexp"
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
	f := form{at: c.At, employer: c.Employer, blind: c.By.May(access.ReadPersonal, c.Employer.ID) != nil}
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

// place takes the unit on record as it is: the employer may have closed it since.
func (f *form) place(p, onRecord Place) Place {
	p = Place{Type: single(p.Type), Gemeente: single(p.Gemeente), Unit: p.Unit}
	f.placeType(p)
	f.Note("place.gemeente", codes.CheckGemeente(p.Gemeente))
	if p.Unit != onRecord.Unit {
		f.unit(p.Unit)
	}
	return p
}

func (f *form) placeType(p Place) {
	f.Note("place.type", codes.LocationType.Check(p.Type, f.day))
}

// unitShape is for employers that gave no units. The place stands in clear, so
// there can be no free text in it.
var unitShape = regexp.MustCompile(`^[A-Z0-9][A-Z0-9._-]{0,39}$`)

func (f *form) unit(code string) {
	switch {
	case code == "": // taken away
	case len(f.employer.Units) > 0:
		f.Check(f.employer.HasUnit(code), "place.unit", "is not a unit of this employer", "use the code of one of its units, or leave it out")
	default:
		f.Check(unitShape.MatchString(code), "place.unit", "is not a code", "use 1 to 40 capitals, digits, points, hyphens and underscores")
	}
}

// codes cleans the answers to a question that takes several. NOT_RECORDED is
// the same as saying nothing.
func (f *form) codes(field string, list codes.List, given []codes.Code) []codes.Code {
	if len(given) > mostCodes {
		f.Add(field, fmt.Sprintf("has more than %d entries", mostCodes), "say each code once")
		return nil
	}
	for i, c := range given {
		f.Note(fmt.Sprintf("%s[%d]", field, i), list.Check(c, f.day))
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

// corrections fills in what the command makes different. Codes on record are
// judged again too: a new time can lie outside their validity.
func (f *form) corrections(e *Corrected, s Incident, c Correct) {
	if c.Occurred != nil {
		occurred := f.time(*c.Occurred)
		e.Occurred = differs(occurred.Equal(s.Occurred), occurred)
	}
	if c.Place != nil {
		place := f.place(*c.Place, s.Place)
		e.Place = differs(place == s.Place, place)
	} else {
		f.placeType(s.Place)
	}
	behaviours := f.codes("behaviours", codes.Behaviour, or(c.Behaviours, s.Behaviours))
	e.Behaviours = differs(slices.Equal(behaviours, s.Behaviours), behaviours)
	professions := f.codes("professions", codes.Profession, or(c.Professions, s.Professions))
	e.Professions = differs(slices.Equal(professions, s.Professions), professions)
	if c.Narrative != nil {
		whole := f.prose("narrative", *c.Narrative, longestNarrative)
		e.Narrative = differs(!f.blind && slices.Equal(piece(nil, whole), s.Narrative), whole)
	}
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
