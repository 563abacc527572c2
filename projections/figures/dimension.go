package figures

import (
	"strconv"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/facts"
)

// about is what the engine knows of a dimension.
type about struct {
	name Dimension
	text Text // as in "incidents by …"
	list codes.List
	// check refuses a value to filter on that can never occur.
	check func(codes.Code) error
	// several: an incident may have more than one value, so cells overlap.
	several bool
	// name gives the label of a code that stands in no list; nil when all do.
	label func(codes.Code) (Text, bool)
}

var dimensions = map[Dimension]about{
	Weekday:        {name: Weekday, text: Text{"weekdag", "weekday"}, list: weekdays, check: within(weekdays)},
	Hour:           {name: Hour, text: Text{"uur", "hour"}, list: hours, check: within(hours)},
	Month:          {name: Month, text: Text{"maand", "month"}, check: inCalendar(monthAnswers, "2026-03")},
	Year:           {name: Year, text: Text{"jaar", "year"}, check: inCalendar(yearAnswers, "2026")},
	TimeBand:       {name: TimeBand, text: Text{"dagdeel", "time band"}, list: codes.TimeBand, check: within(codes.TimeBand), several: true},
	Place:          {name: Place, text: Text{"soort plaats", "type of place"}, list: codes.LocationType, check: within(codes.LocationType)},
	Behaviour:      {name: Behaviour, text: Text{"gedrag", "behaviour"}, list: codes.Behaviour, check: within(codes.Behaviour), several: true},
	BehaviourGroup: {name: BehaviourGroup, text: Text{"soort gedrag", "kind of behaviour"}, list: codes.BehaviourGroup, check: within(codes.BehaviourGroup), several: true},
	Profession:     {name: Profession, text: Text{"beroep", "profession"}, list: codes.Profession, check: within(codes.Profession), several: true},
	Gemeente:       {name: Gemeente, text: Text{"gemeente", "municipality"}, check: codes.CheckGemeente, label: gemeenteName},
	Province:       {name: Province, text: Text{"provincie", "province"}, list: codes.Province, check: within(codes.Province)},
	Region:         {name: Region, text: Text{"veiligheidsregio", "safety region"}, list: codes.SafetyRegion, check: within(codes.SafetyRegion)},
	PoliceUnit:     {name: PoliceUnit, text: Text{"politie-eenheid", "police unit"}, list: codes.PoliceUnit, check: within(codes.PoliceUnit)},
	// Which employers there are depends on the viewer: the question checks it.
	Employer: {name: Employer, text: Text{"werkgever", "employer"}, check: func(codes.Code) error { return nil }},
}

// recorded are the dimensions that a row itself answers. Adding one is a line
// here and one above; the columns follow.
var recorded = [...]struct {
	name   Dimension
	answer func(r *facts.Incident) []codes.Code
}{
	{Place, func(r *facts.Incident) []codes.Code { return []codes.Code{r.PlaceType} }},
	{where, whereOf},
	{Behaviour, func(r *facts.Incident) []codes.Code { return r.Behaviours }},
	{Profession, func(r *facts.Incident) []codes.Code { return r.Professions }},
}

// derived are the dimensions that follow from a column of another, code by code.
var derived = map[Dimension]struct {
	from Dimension
	of   func(codes.Code) codes.Code
}{
	Gemeente:       {where, part(0)},
	Province:       {where, part(1)},
	Region:         {where, part(2)},
	PoliceUnit:     {where, part(3)},
	BehaviourGroup: {Behaviour, codes.Behaviour.RollUp},
}

func within(list codes.List) func(codes.Code) error {
	return func(c codes.Code) error {
		if _, found := list.Find(c); found {
			return nil
		}
		return &fault.Wrong{Problem: "is not a code of the list " + list.Name, Remedy: remedyOf(list)}
	}
}

func remedyOf(list codes.List) string {
	remedy := "use one of"
	for i, e := range list.All() {
		if i > 0 {
			remedy += ","
		}
		remedy += " " + string(e.Code)
	}
	return remedy
}

var weekdays = codes.List{Name: "weekday", Codes: []codes.Entry{
	{Code: "mon", NL: "maandag", EN: "Monday"},
	{Code: "tue", NL: "dinsdag", EN: "Tuesday"},
	{Code: "wed", NL: "woensdag", EN: "Wednesday"},
	{Code: "thu", NL: "donderdag", EN: "Thursday"},
	{Code: "fri", NL: "vrijdag", EN: "Friday"},
	{Code: "sat", NL: "zaterdag", EN: "Saturday"},
	{Code: "sun", NL: "zondag", EN: "Sunday"},
}}

var hours = codes.List{Name: "hour", Codes: hourEntries()}

func hourEntries() []codes.Entry {
	list := make([]codes.Entry, 24)
	for h := range list {
		span := clockTime(h, 0) + "–" + clockTime(h, 59)
		list[h] = codes.Entry{Code: codes.Code(strconv.Itoa(h)), NL: span, EN: span}
	}
	return list
}

func clockTime(hour, minute int) string {
	return string([]byte{
		'0' + byte(hour/10), '0' + byte(hour%10), ':',
		'0' + byte(minute/10), '0' + byte(minute%10),
	})
}

// slotAnswers is what a slot says of a dimension of time.
func slotAnswers(part func(slot) int, list codes.List) answerList {
	values := append(codesOf(list.Codes), codes.Unknown, codes.NotRecorded)
	answers := make(answerList, slots)
	for s := range answers {
		answers[s] = []codes.Code{values[part(slot(s))]}
	}
	return answers
}

func codesOf(entries []codes.Entry) []codes.Code {
	list := make([]codes.Code, len(entries))
	for i, e := range entries {
		list[i] = e.Code
	}
	return list
}

var (
	weekdayAnswers = slotAnswers(slot.day, weekdays)
	hourAnswers    = slotAnswers(slot.hour, hours)
)
