package intake

import (
	"regexp"
	"slices"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

// Field is a question that a file can answer, under the name that a mapping
// gives it.
type Field string

const (
	Occurred       Field = "occurred"
	Reported       Field = "reported"
	PlaceType      Field = "place.type"
	PlaceGemeente  Field = "place.gemeente"
	PlaceUnit      Field = "place.unit"
	PlaceArea      Field = "place.area"
	PlaceAddress   Field = "place.address"
	Behaviours     Field = "behaviours"
	Means          Field = "means"
	Occasion       Field = "occasion"
	Triggers       Field = "triggers"
	Amplifiers     Field = "amplifiers"
	Professions    Field = "professions"
	Qualifications Field = "qualifications"
	Narrative      Field = "narrative"
	WorkersCounted Field = "workers_counted"

	StaffNumber Field = "staff_number"
	Name        Field = "name"
	Profession  Field = "profession"
	Injury      Field = "injury"
	Mind        Field = "mind"
	AbsenceDays Field = "absence_days"
)

// shape is what an answer consists of.
type shape int

const (
	code   shape = iota // one of a list
	clock               // a moment
	line                // words of one line
	prose               // words of any number of lines
	number              // a count: 0, 1, 2 …
)

// target is what is known of a field. The incident domain extends reading by
// adding rows to the tables below; nothing else here names a field.
type target struct {
	field    Field
	shape    shape
	several  bool                   // rows are united; else rows that disagree make it not recorded
	personal bool                   // its values are shown nowhere, nor those of any column it is read from
	check    func(codes.Code) error // what refuses a code; nil for shapes that have none
	explain  string                 // for the manual and for errors
}

// ofIncident are the fields that belong to an incident as a whole.
var ofIncident = []target{
	{field: Occurred, shape: clock, explain: "when it happened"},
	{field: Reported, shape: clock, explain: "when it was told"},
	{field: PlaceType, shape: code, check: of(codes.LocationType), explain: "the kind of place"},
	{field: PlaceGemeente, shape: code, check: codes.CheckGemeente, explain: "the gemeente: GM and four digits of the CBS"},
	{field: PlaceUnit, shape: code, check: partOfEmployer, explain: "the employer's unit"},
	{field: PlaceArea, shape: code, check: partOfEmployer, explain: "the employer's area"},
	{field: PlaceAddress, shape: line, personal: true, explain: "the address; sealed"},
	{field: Behaviours, shape: code, several: true, check: of(codes.Behaviour), explain: "what was done"},
	{field: Means, shape: code, several: true, check: codeShaped, explain: "with what"},
	{field: Occasion, shape: code, check: codeShaped, explain: "what the contact was about"},
	{field: Triggers, shape: code, several: true, check: codeShaped, explain: "what set it off"},
	{field: Amplifiers, shape: code, several: true, check: codeShaped, explain: "what made it worse"},
	{field: Professions, shape: code, several: true, check: of(codes.Profession), explain: "the crews it happened to"},
	{field: Qualifications, shape: code, several: true, check: codeShaped, explain: "what police, OM or court call it"},
	{field: Narrative, shape: prose, several: true, personal: true, explain: "what happened, in words; sealed"},
	{field: WorkersCounted, shape: number, explain: "how many were hit, when nobody is named"},
}

// ofWorker are the fields that belong to one worker hit.
var ofWorker = []target{
	{field: StaffNumber, shape: line, personal: true, explain: "the staff number; sealed"},
	{field: Name, shape: line, personal: true, explain: "the name; sealed"},
	{field: Profession, shape: code, check: of(codes.Profession), explain: "the worker's profession"},
	{field: Injury, shape: code, personal: true, check: of(codes.Injury), explain: "injury of the body; sealed"},
	{field: Mind, shape: code, personal: true, check: codeShaped, explain: "injury of the mind; sealed"},
	{field: AbsenceDays, shape: number, personal: true, explain: "days of absence; sealed"},
}

func find(table []target, field Field) (target, bool) {
	if i := slices.IndexFunc(table, func(t target) bool { return t.field == field }); i >= 0 {
		return table[i], true
	}
	return target{}, false
}

func names(table []target) []string {
	var list []string
	for _, t := range table {
		list = append(list, string(t.field))
	}
	return list
}

// of refuses what is not on the list. Validity by date is judged by the domain,
// which knows the incident's day.
func of(list codes.List) func(codes.Code) error {
	return func(c codes.Code) error {
		_, found := list.Find(c)
		if found {
			return nil
		}
		return &fault.Wrong{Problem: "is not a code of the list " + list.Name, Remedy: suggest(string(c), entries(list))}
	}
}

func entries(list codes.List) []string {
	var all []string
	for _, e := range list.All() {
		all = append(all, string(e.Code))
	}
	return all
}

var (
	codeShape = regexp.MustCompile(`^[A-Z][A-Z0-9_]{0,19}$`)
	partShape = regexp.MustCompile(`^[A-Z0-9][A-Z0-9._-]{0,39}$`)
)

// codeShaped is for lists that the domain does not hold yet: it judges later.
func codeShaped(c codes.Code) error {
	if codeShape.MatchString(string(c)) {
		return nil
	}
	return &fault.Wrong{Problem: "is not a code", Remedy: "use 1 to 20 capitals, digits and underscores"}
}

func partOfEmployer(c codes.Code) error {
	if c.Missing() || partShape.MatchString(string(c)) {
		return nil
	}
	return &fault.Wrong{Problem: "is not a code", Remedy: "use 1 to 40 capitals, digits, points, hyphens and underscores"}
}
