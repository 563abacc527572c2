package figures

import (
	"cmp"

	"ruggensteun/domain/codes"
	"ruggensteun/projections/facts"
)

// The columns of answers that are told in pairs, such as a means and what was done
// with it. Each is two dimensions.
const (
	done      Dimension = "done" // behaviour and whether it was completed
	used      Dimension = "used" // means and status
	triggered Dimension = "triggered"
	amplified Dimension = "amplified"
	tried     Dimension = "tried"    // measure and effect
	repeated  Dimension = "repeated" // which known incident and since when
	recalled  Dimension = "recalled" // history and provenance
	accused   Dimension = "accused"  // how well known and how many
	harmed    Dimension = "harmed"   // injury, mind and absence of each worker
	helped    Dimension = "helped"   // police support and the wait for it
	judged    Dimension = "judged"   // qualification, by whom, and whether completed
	told      Dimension = "told"     // the area that was told; see areas
	posted    Dimension = "posted"   // the unit that was told; see units
	// doneBehaviour and doneGroup are Behaviour and BehaviourGroup where they are laid
	// out beside Completion, which is told of each behaviour by itself.
	doneBehaviour Dimension = "done-behaviour"
	doneGroup     Dimension = "done-behaviour-group"
)

type recordedDimension struct {
	name   Dimension
	answer func(r *facts.Incident) []codes.Code
}

// recorded are the dimensions that have a column. Adding one is a line here and
// one among the dimensions; the columns follow.
var recorded = [...]recordedDimension{
	{Place, func(r *facts.Incident) []codes.Code { return one(r.PlaceType) }},
	{where, whereOf},
	{Behaviour, func(r *facts.Incident) []codes.Code { return r.Behaviours }},
	{Profession, func(r *facts.Incident) []codes.Code { return r.Professions }},
	{Occasion, func(r *facts.Incident) []codes.Code { return r.Occasions }},
	{used, func(r *facts.Incident) []codes.Code { return r.Means }},
	{done, func(r *facts.Incident) []codes.Code { return r.Completions }},
	{Deployment, func(r *facts.Incident) []codes.Code { return one(r.Deployment) }},
	{Reach, func(r *facts.Incident) []codes.Code { return one(r.Reach) }},
	{Hit, hitOf},
	{Phase, func(r *facts.Incident) []codes.Code { return r.Phases }},
	{triggered, func(r *facts.Incident) []codes.Code { return r.Triggers }},
	{amplified, func(r *facts.Incident) []codes.Code { return r.Amplifiers }},
	{tried, func(r *facts.Incident) []codes.Code { return r.Measures }},
	{accused, accusedOf},
	{Delay, delayOf},
	{Ground, func(r *facts.Incident) []codes.Code { return r.Grounds }},
	{helped, helpedOf},
	{judged, judgedOf},
	{told, func(r *facts.Incident) []codes.Code { return one(cmp.Or(r.Area, codes.NotRecorded)) }},
	{posted, func(r *facts.Incident) []codes.Code { return one(cmp.Or(r.Unit, codes.NotRecorded)) }},
	{Invented, inventedOf},
	{VerbalOnly, verbalOnlyOf},
	{harmed, nil}, // of other rows, see injuries
	{Exposure, nil},
	{repeated, nil}, // of other incidents and rows, see suspects
	{AgeBand, nil},
	{recalled, nil},
}

const columnCount = len(recorded)

// The columns that are worked out from other rows than the incident's own.
var (
	harmedColumn, exposureColumn              = placeOf(harmed), placeOf(Exposure)
	repeatedColumn, ageColumn, recalledColumn = placeOf(repeated), placeOf(AgeBand), placeOf(recalled)
	hitColumn                                 = placeOf(Hit)
	whereColumn, toldColumn, inventedColumn   = placeOf(where), placeOf(told), placeOf(Invented)
	postedColumn                              = placeOf(posted)
)

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
	Means:          {used, facts.First},
	MeansStatus:    {used, second("NONE")},
	Completion:     {done, second("")},
	doneBehaviour:  {done, facts.First},
	doneGroup:      {done, func(pair codes.Code) codes.Code { return codes.Behaviour.RollUp(facts.First(pair)) }},
	Trigger:        {triggered, facts.First},
	AssessedBy:     {triggered, second("")},
	Amplifier:      {amplified, facts.First},
	Certainty:      {amplified, second("")},
	Measure:        {tried, facts.First},
	Effect:         {tried, second("NONE")},
	Nth:            {repeated, facts.First},
	Since:          {repeated, second("")},
	History:        {recalled, facts.First},
	Provenance:     {recalled, second("")},
	Suspect:        {accused, facts.First},
	GroupSize:      {accused, second("")},
	Injury:         {harmed, part(0)},
	MindInjury:     {harmed, part(1)},
	Absence:        {harmed, part(2)},
	Support:        {helped, facts.First},
	SupportWait:    {helped, second("")},
	Qualification:  {judged, part(0)},
	QualifiedBy:    {judged, part(1)},
	QualifiedAs:    {judged, part(2)},
}

// second takes what is said of the first code of a pair. Of what is not known it is
// not known either, and of none at all there is nothing to say.
func second(none codes.Code) func(codes.Code) codes.Code {
	return func(pair codes.Code) codes.Code {
		switch first := facts.First(pair); {
		case first.Missing(), first == facts.Forgotten, first == underReview:
			return first
		case first == none:
			return codes.NotApplicable
		}
		return facts.Second(pair)
	}
}

// beside is the dimension that another one is read from when they are laid out
// against each other.
func beside(d, other Dimension) Dimension {
	switch {
	case d == Behaviour && other == Completion:
		return doneBehaviour
	case d == BehaviourGroup && other == Completion:
		return doneGroup
	}
	return d
}

// columnOf is the column that a dimension is read from; itself when it has none.
func columnOf(d Dimension) Dimension {
	if from, is := derived[d]; is {
		return from.from
	}
	return d
}
