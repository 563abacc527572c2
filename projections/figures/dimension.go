package figures

import (
	"strconv"
	"time"

	"ruggensteun/domain/codes"
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
	// caution is a sentence on how not to read it; "" where nobody would.
	caution Text
}

// cautions of the trade (DOMAIN 7.6, 7.7).
var (
	ofTriggers = Text{
		"Een trigger is hoe iemand de aanleiding beoordeelde, en nooit een verwijt aan de medewerker.",
		"A trigger is how somebody judged what set it off, and never means blame on the worker.",
	}
	ofAmplifiers = Text{
		"Een versterkende factor is wat is waargenomen, verklaard of getest, en geen diagnose.",
		"An amplifier is what was observed, stated or tested, and no diagnosis.",
	}
	ofNth = Text{
		"Het hoeveelste incident telt binnen één werkgever, naar wanneer het gebeurde; waarvan iemand is vrijgepleit telt voor hem niet mee, tenzij een beoordeling anders besloot.",
		"Which incident it is counts within one employer, by when it happened; one that somebody was cleared of does not count for him, unless a review decided otherwise.",
	}
	ofAbsence = Text{
		"Verzuim telt in kalenderdagen waar alleen de eerste en laatste dag bekend zijn.",
		"Absence counts calendar days where only the first and last day are known.",
	}
	ofGrounds = Text{
		"De grond is die van de uiting, en zegt niets over de medewerker of de verdachte.",
		"The ground is that of the abuse, and says nothing of the worker or the suspect.",
	}
	ofQualifications = Text{
		"Een kwalificatie is van politie, OM of rechter; een latere maakt een eerdere niet ongedaan.",
		"A qualification is by police, OM or a court; a later one does not undo an earlier one.",
	}
	ofAreas = Text{
		"Een gebied is van de werkgever zelf; waar het niet is opgegeven volgt het uit de gemeente, als maar één gebied van de werkgever die heeft.",
		"An area is the employer's own; where it was not told it follows from the municipality, if only one of the employer's areas has that.",
	}
	ofHistory = Text{
		"Een voorgeschiedenis is wat van een bekende verdachte is vastgelegd, en geen voorspelling; zolang een vrijpleiting niet is beoordeeld rust er niets op.",
		"A history is what was recorded of a known suspect, and no prediction; while a clearance waits for its review nothing rests on it.",
	}
)

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
	Occasion:       {name: Occasion, text: Text{"aanleiding", "occasion"}, list: codes.Occasion, check: within(codes.Occasion), several: true},
	Means:          {name: Means, text: Text{"middel", "means"}, list: codes.Means, check: within(codes.Means), several: true},
	MeansStatus:    {name: MeansStatus, text: Text{"gebruik van het middel", "use of the means"}, list: codes.MeansStatus, check: within(codes.MeansStatus), several: true},
	Completion:     {name: Completion, text: Text{"voltooid of poging", "completed or attempted"}, list: codes.Completion, check: within(codes.Completion), several: true},
	Deployment:     {name: Deployment, text: Text{"inzet", "deployment"}, list: codes.Deployment, check: within(codes.Deployment)},
	Reach:          {name: Reach, text: Text{"geraakt of net niet", "hit or near miss"}, list: codes.Reach, check: within(codes.Reach)},
	Hit:            {name: Hit, text: Text{"aantal getroffen medewerkers", "number of workers hit"}, list: hitBands, check: within(hitBands)},
	Injury:         {name: Injury, text: Text{"letsel", "injury"}, list: codes.Injury, check: orForgotten(within(codes.Injury)), several: true, label: forgottenName},
	MindInjury:     {name: MindInjury, text: Text{"psychisch letsel", "injury of the mind"}, list: codes.MindInjury, check: orForgotten(within(codes.MindInjury)), several: true, label: forgottenName},
	Absence:        {name: Absence, text: Text{"verzuim", "absence"}, list: absenceBands, check: orForgotten(within(absenceBands)), several: true, label: forgottenName, caution: ofAbsence},
	Exposure:       {name: Exposure, text: Text{"blootstelling", "exposure"}, list: codes.Exposure, check: orForgotten(within(codes.Exposure)), several: true, label: forgottenName},
	Ground:         {name: Ground, text: Text{"grond van de discriminerende uiting", "ground of the discriminatory abuse"}, list: codes.DiscriminationGround, check: within(codes.DiscriminationGround), several: true, caution: ofGrounds},
	Support:        {name: Support, text: Text{"hulp van de politie", "police support"}, list: codes.PoliceSupport, check: within(codes.PoliceSupport)},
	SupportWait:    {name: SupportWait, text: Text{"wachttijd op de politie", "wait for the police"}, list: waitBands, check: within(waitBands)},
	Qualification:  {name: Qualification, text: Text{"juridische kwalificatie", "legal qualification"}, list: codes.Qualification, check: within(codes.Qualification), several: true, caution: ofQualifications},
	QualifiedBy:    {name: QualifiedBy, text: Text{"wie het zo kwalificeerde", "who qualified it"}, list: codes.QualifiedBy, check: within(codes.QualifiedBy), several: true, caution: ofQualifications},
	QualifiedAs:    {name: QualifiedAs, text: Text{"voltooid of poging volgens de kwalificatie", "completed or attempted by the qualification"}, list: codes.Completion, check: within(codes.Completion), several: true, caution: ofQualifications},
	Phase:          {name: Phase, text: Text{"fase van het verloop", "phase of the course"}, list: codes.Phase, check: within(codes.Phase), several: true},
	Trigger:        {name: Trigger, text: Text{"trigger", "trigger"}, list: codes.Trigger, check: within(codes.Trigger), several: true, caution: ofTriggers},
	AssessedBy:     {name: AssessedBy, text: Text{"wie de trigger beoordeelde", "who judged the trigger"}, list: codes.AssessedBy, check: within(codes.AssessedBy), several: true},
	Amplifier:      {name: Amplifier, text: Text{"versterkende factor", "amplifier"}, list: codes.Amplifier, check: within(codes.Amplifier), several: true, caution: ofAmplifiers},
	Certainty:      {name: Certainty, text: Text{"hoe zeker de versterkende factor is", "certainty of the amplifier"}, list: codes.Certainty, check: within(codes.Certainty), several: true},
	Measure:        {name: Measure, text: Text{"de-escalerende maatregel", "de-escalation measure"}, list: codes.Measure, check: within(codes.Measure), several: true},
	Effect:         {name: Effect, text: Text{"effect van de maatregel", "effect of the measure"}, list: codes.Effect, check: within(codes.Effect), several: true},
	Suspect:        {name: Suspect, text: Text{"bekendheid van de verdachte", "how well the suspect is known"}, list: codes.SuspectKind, check: within(codes.SuspectKind), several: true},
	GroupSize:      {name: GroupSize, text: Text{"omvang van de groep verdachten", "size of the group of suspects"}, list: sizeBands, check: within(sizeBands), several: true},
	Nth:            {name: Nth, text: Text{"hoeveelste bekende incident van de verdachte", "which known incident of the suspect"}, list: nthBands, check: within(nthBands), several: true, caution: ofNth},
	Since:          {name: Since, text: Text{"tijd sinds het vorige bekende incident", "time since the known incident before"}, list: sinceBands, check: within(sinceBands), several: true, caution: ofNth},
	AgeBand:        {name: AgeBand, text: Text{"leeftijdsgroep van de verdachte", "age band of the suspect"}, list: codes.AgeBand, check: orForgotten(within(codes.AgeBand)), several: true, label: forgottenName},
	History:        {name: History, text: Text{"voorgeschiedenis van de verdachte", "history of the suspect"}, list: codes.HistoryFlag, check: orForgotten(orUnderReview(within(codes.HistoryFlag))), several: true, label: historyName, caution: ofHistory},
	Provenance:     {name: Provenance, text: Text{"herkomst van de voorgeschiedenis", "provenance of the history"}, list: codes.Provenance, check: orForgotten(orUnderReview(within(codes.Provenance))), several: true, label: historyName, caution: ofHistory},
	Delay:          {name: Delay, text: Text{"meldvertraging", "reporting delay"}, list: delayBands, check: within(delayBands)},
	Invented:       {name: Invented, text: Text{"verzonnen of niet", "invented or not"}, list: invention, check: within(invention)},
	Urbanity:       {name: Urbanity, text: Text{"stedelijkheid", "urbanity"}, list: codes.Urbanity, check: within(codes.Urbanity)},
	Step:           {name: Step, text: Text{"soort stap", "kind of step"}, list: codes.CaseStep, check: orForgotten(within(codes.CaseStep)), label: forgottenName},
	Area:           {name: Area, text: Text{"eigen gebied van de werkgever", "the employer's own area"}, check: checkArea, caution: ofAreas},
	OwnUnit:        {name: OwnUnit, text: Text{"eenheid van de werkgever", "unit of the employer"}, check: checkUnit},
	// Which employers there are depends on the viewer: the question checks it.
	Employer: {name: Employer, text: Text{"werkgever", "employer"}, check: func(codes.Code) error { return nil }},
}

func within(list codes.List) func(codes.Code) error {
	return func(c codes.Code) error { return list.Check(c, time.Time{}) }
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
func slotAnswers(of func(slot) codes.Code) answerList {
	answers := make([][]codes.Code, slots)
	for s := range answers {
		answers[s] = one(of(slot(s)))
	}
	return listed(answers)
}

func dayOfWeek(s slot) codes.Code { return partOf(s.day(), weekdays) }
func hourOf(s slot) codes.Code    { return partOf(s.hour(), hours) }

func partOf(n int, list codes.List) codes.Code {
	if n < len(list.Codes) {
		return list.Codes[n].Code
	}
	return []codes.Code{codes.Unknown, codes.NotRecorded}[n-len(list.Codes)]
}

func codesOf(entries []codes.Entry) []codes.Code {
	list := make([]codes.Code, len(entries))
	for i, e := range entries {
		list[i] = e.Code
	}
	return list
}

var (
	weekdayAnswers = slotAnswers(dayOfWeek)
	hourAnswers    = slotAnswers(hourOf)
)
