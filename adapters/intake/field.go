package intake

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/gemeente"
	"ruggensteun/domain/incident"
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
	PlaceIndoors   Field = "place.indoors"
	Behaviours     Field = "behaviours"
	Means          Field = "means"
	Occasion       Field = "occasion"
	Triggers       Field = "triggers"
	Amplifiers     Field = "amplifiers"
	Professions    Field = "professions"
	Qualifications Field = "qualifications"
	Grounds        Field = "discrimination_grounds"
	Measures       Field = "measures"
	Deployment     Field = "deployment"
	PoliceSupport  Field = "police_support"
	Reach          Field = "reach"
	Regime         Field = "regime"
	Narrative      Field = "narrative"
	WorkersCounted Field = "workers_counted"

	// What stands beside a code of another field: its answer has as many codes, in
	// the same order.
	BehaviourCompletion     Field = "behaviours.completion"
	MeansStatus             Field = "means.status"
	TriggerAssessedBy       Field = "triggers.assessed_by"
	AmplifierCertainty      Field = "amplifiers.certainty"
	MeasureEffect           Field = "measures.effect"
	QualificationBy         Field = "qualifications.by"
	QualificationArticle    Field = "qualifications.article"
	QualificationCompletion Field = "qualifications.completion"

	StaffNumber Field = "staff_number"
	Name        Field = "name"
	Profession  Field = "profession"
	Injury      Field = "injury"
	Mind        Field = "mind"
	Exposure    Field = "exposure"
	AbsenceDays Field = "absence_days"

	SuspectKind     Field = "kind"
	SuspectSize     Field = "size"
	SuspectSex      Field = "sex"
	SuspectAge      Field = "age_band"
	SuspectRelation Field = "relation"
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
	several  bool // rows are united; else rows that disagree make it not recorded
	personal bool // its values are shown nowhere, nor those of any column it is read from
	list     codes.List
	check    func(codes.Code) error // what refuses a code; nil for shapes that have none
	// called finds the code that a file calls by its name; nil where codes have none.
	called  func(name string) (codes.Code, bool)
	most    int      // of a count: what is more is no count
	beside  []target // what can be told of each of its codes
	needed  bool     // of what stands beside: without it the code is of no use
	explain string   // for the manual and for errors
}

// key is how a rule names what stands beside its codes.
func (t target) key() string { return string(t.field[strings.Index(string(t.field), ".")+1:]) }

// isBeside tells whether it stands beside the codes of another field.
func (t target) isBeside() bool {
	owner, _, dotted := strings.Cut(string(t.field), ".")
	return dotted && owner != "place"
}

// ofIncident are the fields that belong to an incident as a whole.
var ofIncident = withLists([]target{
	{field: Occurred, shape: clock, explain: "when it happened"},
	{field: Reported, shape: clock, explain: "when it was told"},
	{field: PlaceType, shape: code, list: codes.LocationType, explain: "the kind of place"},
	{field: PlaceGemeente, shape: code, check: checkGemeente, called: gemeenteCalled, explain: "the gemeente, by its CBS code or its name"},
	{field: PlaceUnit, shape: code, check: partOfEmployer, explain: "the employer's unit"},
	{field: PlaceArea, shape: code, check: partOfEmployer, explain: "the employer's area"},
	{field: PlaceAddress, shape: line, personal: true, explain: "the address; sealed"},
	{field: PlaceIndoors, shape: code, list: codes.Indoors, explain: "inside or outside"},
	{field: Behaviours, shape: code, several: true, list: codes.Behaviour, explain: "what was done", beside: []target{
		{field: BehaviourCompletion, list: codes.Completion, explain: "whether it was done or only tried"}}},
	{field: Means, shape: code, several: true, list: codes.Means, explain: "with what", beside: []target{
		{field: MeansStatus, list: codes.MeansStatus, explain: "what was done with it"}}},
	{field: Occasion, shape: code, list: codes.Occasion, explain: "what the contact was about"},
	{field: Triggers, shape: code, several: true, list: codes.Trigger, explain: "what set it off", beside: []target{
		{field: TriggerAssessedBy, list: codes.AssessedBy, explain: "who judged so"}}},
	{field: Amplifiers, shape: code, several: true, list: codes.Amplifier, explain: "what made it worse", beside: []target{
		{field: AmplifierCertainty, list: codes.Certainty, explain: "how that is known"}}},
	{field: Professions, shape: code, several: true, list: codes.Profession, explain: "the crews it happened to"},
	{field: Qualifications, shape: code, several: true, list: codes.Qualification, explain: "what police, OM or court call it", beside: []target{
		{field: QualificationBy, list: codes.QualifiedBy, needed: true, explain: "who calls it so; required"},
		{field: QualificationArticle, check: checkArticle, explain: "the article, e.g. 300 Sr; required for OTHER_OFF"},
		{field: QualificationCompletion, list: codes.Completion, explain: "whether the law calls it done or only tried"}}},
	{field: Grounds, shape: code, several: true, list: codes.DiscriminationGround, explain: "what discriminatory abuse was about"},
	{field: Measures, shape: code, several: true, list: codes.Measure, explain: "what was done to calm it down", beside: []target{
		{field: MeasureEffect, list: codes.Effect, explain: "what it did"}}},
	{field: Deployment, shape: code, list: codes.Deployment, explain: "with how many the workers were"},
	{field: PoliceSupport, shape: code, list: codes.PoliceSupport, explain: "how far help from the police came"},
	{field: Reach, shape: code, list: codes.Reach, explain: "whether anybody was hit"},
	{field: Regime, shape: code, list: codes.LegalRegime, explain: "the privacy law that the record is kept under"},
	{field: Narrative, shape: prose, several: true, personal: true, explain: "what happened, in words; sealed"},
	{field: WorkersCounted, shape: number, most: 10_000, explain: "how many were hit, named or not"},
})

// ofWorker are the fields that belong to one worker hit.
var ofWorker = withLists([]target{
	{field: StaffNumber, shape: line, personal: true, explain: "the staff number; sealed"},
	{field: Name, shape: line, personal: true, explain: "the name; sealed"},
	{field: Profession, shape: code, list: codes.Profession, explain: "the worker's profession"},
	{field: Injury, shape: code, personal: true, list: codes.Injury, explain: "injury of the body; sealed"},
	{field: Mind, shape: code, personal: true, list: codes.MindInjury, explain: "injury of the mind; sealed"},
	{field: Exposure, shape: code, several: true, personal: true, list: codes.Exposure, explain: "bite, blood or noise; sealed"},
	{field: AbsenceDays, shape: number, most: 3660, personal: true, explain: "days of absence; sealed"},
})

// ofSuspect are the fields that belong to one suspect, as far as a file can tell
// without naming anybody. There is none for origin, and none for a name.
var ofSuspect = withLists([]target{
	{field: SuspectKind, shape: code, list: suspectKinds, explain: "how far it is known who it was"},
	{field: SuspectSize, shape: number, most: 100_000, explain: "of how many a group was"},
	{field: SuspectSex, shape: code, personal: true, list: codes.Sex, explain: "the sex; sealed"},
	{field: SuspectAge, shape: code, personal: true, list: codes.AgeBand, explain: "the age, in bands; sealed"},
	{field: SuspectRelation, shape: code, personal: true, list: codes.Relation, explain: "what the suspect was to the worker; sealed"},
})

// suspectKinds are those that need no file of the suspect: a table cannot point to
// one, and that somebody is known here means that there is one.
var suspectKinds = func() codes.List {
	list := codes.SuspectKind
	list.Codes = slices.DeleteFunc(slices.Clone(list.Codes), func(e codes.Entry) bool { return e.Code == "KNOWN" })
	return list
}()

// withLists fills in how codes of a list are checked and called.
func withLists(table []target) []target {
	for i := range table {
		t := &table[i]
		if t.list.Name != "" {
			t.check, t.called = of(t.list), labelled(t.list)
		}
		t.beside = withLists(t.beside)
	}
	return table
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
		if c == "KNOWN" && list.Name == suspectKinds.Name {
			return &fault.Wrong{Problem: "needs a file of the suspect, which a table cannot point to", Remedy: "use DESCRIBED, and link the file afterwards"}
		}
		return &fault.Wrong{Problem: "is not a code of the list " + list.Name, Remedy: suggest(string(c), entries(list))}
	}
}

func checkArticle(c codes.Code) error {
	if c.Missing() {
		return nil
	}
	return incident.CheckArticle(string(c))
}

func entries(list codes.List) []string {
	var all []string
	for _, e := range list.All() {
		all = append(all, string(e.Code))
	}
	return all
}

// labelled finds a code by its label in Dutch or English, as the lists print it.
// A label that two codes share finds none.
func labelled(list codes.List) func(string) (codes.Code, bool) {
	byLabel := make(map[string]codes.Code)
	for _, e := range list.All() {
		for _, label := range []string{fold(e.NL), fold(e.EN)} {
			if other, twice := byLabel[label]; twice && other != e.Code {
				byLabel[label] = ""
				continue
			}
			byLabel[label] = e.Code
		}
	}
	return func(name string) (codes.Code, bool) {
		c := byLabel[fold(name)]
		return c, c != ""
	}
}

// checkGemeente leaves to the domain whether it was one on the incident's day.
func checkGemeente(c codes.Code) error { return gemeente.Check(c, time.Time{}) }

func gemeenteCalled(name string) (codes.Code, bool) {
	for _, g := range gemeente.Search(name, time.Time{}) {
		if fold(g.Name) == fold(name) || g.OtherName != "" && fold(g.OtherName) == fold(name) {
			return g.Code, true
		}
	}
	return "", false
}

var partShape = regexp.MustCompile(`^[A-Z0-9][A-Z0-9._-]{0,39}$`)

func partOfEmployer(c codes.Code) error {
	if c.Missing() || partShape.MatchString(string(c)) {
		return nil
	}
	return &fault.Wrong{Problem: "is not a code", Remedy: "use 1 to 40 capitals, digits, points, hyphens and underscores"}
}
