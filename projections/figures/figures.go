// Package figures answers one kind of question: how many incidents, by what,
// counted for whom, as known when.
//
// All versions of all rows stand in memory as columns of small numbers, in the
// order of the log. A version is visible as of a position when it began before
// and was not superseded by then, so any past answer costs what today's does.
//
// There is one writer, which follows the log, and any number of readers, which
// never wait for it: columns only grow, and a reader looks no further than the
// snapshot he took. The single value that changes behind a reader's back is a
// version's successor, and it changes from "none" to one beyond his snapshot,
// which means the same to him.
package figures

import (
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/facts"
)

// Unit is what is counted.
type Unit string

// CountIncidents counts each incident once, however many workers it hit.
const CountIncidents Unit = "incident"

// Dimension is what a table is broken down by, or filtered on.
type Dimension string

const (
	All            Dimension = "" // not broken down: one row or one column for everything
	Weekday        Dimension = "weekday"
	Hour           Dimension = "hour"
	Month          Dimension = "month"     // 2026-03
	Year           Dimension = "year"      // 2026
	TimeBand       Dimension = "time-band" // night, weekend, New Year …
	Place          Dimension = "place"
	Behaviour      Dimension = "behaviour"
	BehaviourGroup Dimension = "behaviour-group"
	VerbalOnly     Dimension = "verbal-only"
	Profession     Dimension = "profession"
	Gemeente       Dimension = "gemeente"
	Province       Dimension = "province"
	Region         Dimension = "region" // veiligheidsregio
	PoliceUnit     Dimension = "police-unit"
	Urbanity       Dimension = "urbanity" // of the gemeente
	Area           Dimension = "area"     // of the employer's own: GEM-X/CENTRUM
	OwnUnit        Dimension = "own-unit" // a team, post or district of the employer: GEM-X/NOORD
	Employer       Dimension = "employer"
	Occasion       Dimension = "occasion"
	Means          Dimension = "means"
	MeansStatus    Dimension = "means-status" // used, shown …
	Completion     Dimension = "completion"
	Deployment     Dimension = "deployment"
	Reach          Dimension = "reach"
	Hit            Dimension = "workers-hit"
	Injury         Dimension = "injury" // of the workers who are named, as the next three
	MindInjury     Dimension = "mind-injury"
	Absence        Dimension = "absence"
	Exposure       Dimension = "exposure"
	Ground         Dimension = "ground"         // of discriminatory abuse
	Support        Dimension = "police-support" // how far help from the police came
	SupportWait    Dimension = "support-wait"
	Qualification  Dimension = "qualification"
	QualifiedBy    Dimension = "qualified-by"
	QualifiedAs    Dimension = "qualification-completion"
	Phase          Dimension = "phase"
	Trigger        Dimension = "trigger"
	AssessedBy     Dimension = "assessed-by"
	Amplifier      Dimension = "amplifier"
	Certainty      Dimension = "certainty"
	Measure        Dimension = "measure"
	Effect         Dimension = "effect"
	Suspect        Dimension = "suspect" // how well known
	GroupSize      Dimension = "group-size"
	Nth            Dimension = "nth-incident"
	Since          Dimension = "since-previous"
	AgeBand        Dimension = "age-band"
	History        Dimension = "history"
	Provenance     Dimension = "provenance"
	Delay          Dimension = "reporting-delay"
	Invented       Dimension = "invented" // of a demonstration
)

// Everything is the one value of the dimension All.
const Everything codes.Code = "ALL"

// Filters keep what has, in each dimension, any of the values named.
type Filters map[Dimension][]codes.Code

// Question asks for one table.
type Question struct {
	View          string // its name in the answer; means nothing to the engine
	Unit          Unit
	Rows, Columns Dimension
	// Base leaves out incidents in which this question was not answered; All leaves
	// out none. How many those are is part of the answer.
	Base    Dimension
	Filters Filters
	Period  Period
	AsOf    eventlog.Position // 0 asks as known now
	Per     string            // a table of reference.Denominators; "" asks for no rates
	// Standing are values that stand in a table that is laid out by them, whatever they print.
	// What a table leaves out may be nothing or kept back, and only the table can tell.
	Standing Filters
	// Epochs are the moments as of which protected figures can be asked, from the first
	// month end after the first record on. An owner's question needs none.
	Epochs []Epoch

	plain bool // without what stands beside the table
}

// Epoch is the end of a month: the first instant after it, and how far the log had come.
type Epoch struct {
	End      time.Time
	Position eventlog.Position
}

// Text is something to read, in both languages.
type Text struct {
	NL string `json:"nl"`
	EN string `json:"en"`
}

// Cell is one number as this viewer may see it: {"n":12}, or {"notBrokenDown":true} where
// the group is too small to be shown by itself.
type Cell struct {
	N             int  `json:"n,omitempty"`
	NotBrokenDown bool `json:"notBrokenDown,omitempty"`
}

// Answer is a table. Totals count distinct incidents: where an incident can
// have several values they are less than the sum of the cells.
type Answer struct {
	View string `json:"view"`
	// Question is the one text of what was asked, as of the position of the answer: whoever
	// has it can ask the same again.
	Question     string            `json:"question"`
	Unit         Unit              `json:"unit"`
	Position     eventlog.Position `json:"position"`
	Definition   string            `json:"definition"`
	DefinitionNL string            `json:"definition_nl"`
	Rows         []codes.Code      `json:"rows"`
	Columns      []codes.Code      `json:"columns"`
	// Labels are for reading the codes. Where a row and a column share a code
	// (a place and a behaviour may both be online) this is the row's;
	// RowLabels and ColumnLabels are exact.
	Labels       map[codes.Code]Text `json:"labels"`
	RowLabels    []Text              `json:"row_labels"`
	ColumnLabels []Text              `json:"column_labels"`
	Cells        [][]Cell            `json:"cells"`
	RowTotals    []Cell              `json:"row_totals"`
	ColumnTotals []Cell              `json:"column_totals"`
	Total        Cell                `json:"total"`
	// Protection says, of figures about other people's records, how they were changed so
	// that nobody can be recognised; nil where every number is exact.
	Protection *Text `json:"protection,omitempty"`
	// Invented is how many of those a demonstration made up; the definition says so too.
	Invented int `json:"invented"`
	// Base is nil when no incident was left out for want of an answer.
	Base         *Completeness  `json:"base,omitempty"`
	Completeness []Completeness `json:"completeness"`
	Delay        []DelayBand    `json:"reporting_delay"`
	Coverage     Coverage       `json:"coverage"`
	Rates        *Rates         `json:"rates,omitempty"` // where the question asks for them
	// Coders is how far the codes of what the table is laid out by can be trusted, where it
	// is known. Whoever asks the engine puts it there: it is counted of samples and not of rows.
	Coders []Coders `json:"coders,omitempty"`
}

// Batch is what the facts say from one position to another: every version that
// began after the engine's position, up to and including Through, in order.
type Batch struct {
	Through   eventlog.Position
	Incidents []facts.Version[facts.Incident]
	Employers []facts.Version[facts.Employer]
	// References are the tables that were loaded, of whom there are few.
	References []facts.Version[facts.Reference]
	Beside
}

// Beside is the versions of rows that incidents show something of.
type Beside struct {
	Involvements []facts.Version[facts.Involvement]
	Profiles     []facts.Version[facts.Profile]
	Histories    []facts.Version[facts.History]
	Clearances   []facts.Version[facts.Clearance]
	Pseudonyms   []facts.Version[facts.Pseudonym]
	Prosecuted
}

// Prosecuted is the versions of rows of criminal cases and what they are about.
type Prosecuted struct {
	Cases     []facts.Version[facts.Case]
	Steps     []facts.Version[facts.Step]
	Damages   []facts.Version[facts.Damage]
	Aangiften []facts.Version[facts.Aangifte]
}
