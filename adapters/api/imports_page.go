package api

import (
	"time"

	"github.com/google/uuid"
)

// Import is a file that was sent, and what became of it. What it counts are incidents, and
// of a file of notices its notices.
type Import struct {
	ID       uuid.UUID       `json:"id" format:"uuid" doc:"Of the import, and of the batch that it is recorded as, unless it resumes one."`
	Employer string          `json:"employer" doc:"Code of the employer."`
	State    ImportState     `json:"state" enum:"reading,preview,recording,finished,unfinished,failed,undoing,undone" doc:"reading: the preview is being made; preview: it is there, and nothing is recorded until it is confirmed; unfinished: it was stopped, or another server records it: send the file again to go on; failed: see problem."`
	Mapping  string          `json:"mapping,omitempty" doc:"Name of a mapping that comes with the program, else the SHA-256 of its text."`
	Role     string          `json:"role,omitempty" doc:"Of whoever began it."`
	Started  *time.Time      `json:"started,omitempty" doc:"When the first of it was recorded, in UTC."`
	Expires  *time.Time      `json:"expires,omitempty" doc:"When the file that was sent is removed, and with it preview, report and rejects; what was recorded stays."`
	Resumes  *uuid.UUID      `json:"resumes,omitempty" format:"uuid" doc:"The batch that was stopped with this file, and that this goes on with."`
	Progress *ImportProgress `json:"progress,omitempty"`
	Preview  *ImportReport   `json:"preview,omitempty" doc:"What would happen; shown to whoever sent the file."`
	Report   *ImportReport   `json:"report,omitempty" doc:"What happened; shown to whoever sent the file until it expires."`
	Counts   *ImportCounts   `json:"counts,omitempty" doc:"What happened, of a batch that is finished."`
	Undone   *ImportUndone   `json:"undone,omitempty"`
	Problem  *Problem        `json:"problem,omitempty" doc:"Why the last of it failed."`
	Failed   error           `json:"-"` // becomes Problem
}

// ImportState is how far an import is.
type ImportState string

// The states of an import.
const (
	ImportReading    ImportState = "reading"
	ImportPreviewed  ImportState = "preview"
	ImportRecording  ImportState = "recording"
	ImportFinished   ImportState = "finished"
	ImportUnfinished ImportState = "unfinished"
	ImportFailed     ImportState = "failed"
	ImportUndoing    ImportState = "undoing"
	ImportTakenBack  ImportState = "undone"
)

// ImportProgress is how far the work of the moment is.
type ImportProgress struct {
	Stage string `json:"stage" enum:"waiting,reading,comparing,recording,doubles,withdrawing"`
	Done  int64  `json:"done" doc:"Rows, of reading; else incidents or notices, or events that were looked through."`
	Of    int64  `json:"of,omitempty" doc:"Left out where nobody knows yet."`
}

// ImportCounts are incidents, or notices.
type ImportCounts struct {
	Recorded  int `json:"recorded" doc:"New here; of notices, told in a case or waiting."`
	Corrected int `json:"corrected" doc:"On record, and the file says otherwise than the last time."`
	Unchanged int `json:"unchanged"`
	Rejected  int `json:"rejected" doc:"Not recorded; the rows are in rejects, with the reason."`
	Listed    int `json:"listed" doc:"Of these, the ones of which something is left as it is on record."`
}

// ImportReport tells what was found in a file, or what was done with it. It names rows,
// and values only of columns that hold codes.
type ImportReport struct {
	ImportCounts
	Incidents    int             `json:"incidents" doc:"Different ones in the file; of a file of notices, its notices."`
	Rows         int             `json:"rows"`
	EmptyRows    int             `json:"empty_rows,omitempty"`
	SkippedRows  int             `json:"skipped_rows,omitempty" doc:"As the mapping says under skip."`
	RejectedRows int             `json:"rejected_rows"`
	Workers      int             `json:"workers" doc:"Of the incidents that go in."`
	Format       string          `json:"format" doc:"As it was found, or as the mapping says."`
	Columns      []ImportColumn  `json:"columns" doc:"That the mapping reads."`
	Unused       []string        `json:"unused,omitempty" doc:"Headings of columns that nothing is read from."`
	NotYet       map[string]int  `json:"not_recorded_yet,omitempty" doc:"Of how many incidents a field is read and not kept, by field."`
	Findings     []ImportFinding `json:"findings" doc:"By kind: all are counted, and the first are listed."`
	Changes      []ImportChange  `json:"changes" doc:"The first of the incidents that are corrected."`
	Notices      *ImportNotices  `json:"notices,omitempty" doc:"What becomes of each notice, of a file of these."`
	Doubles      *ImportDoubles  `json:"doubles,omitempty" doc:"Incidents that may be on record already; those that stand twice in the file itself are looked for once it is recorded. Nothing is merged."`
}

// ImportColumn is how a column of the file fared.
type ImportColumn struct {
	Name   string   `json:"name"`
	Fields []string `json:"fields,omitempty"`
	Empty  int      `json:"empty" doc:"Rows in which it is empty."`
	Differ int      `json:"differ" doc:"Incidents whose rows do not all hold the same in it."`
}

// ImportFinding is one sort of thing that was found.
type ImportFinding struct {
	Kind    string         `json:"kind"`
	Meaning string         `json:"meaning"`
	Count   int            `json:"count"`
	First   []ImportDetail `json:"first" doc:"At most 100."`
}

// ImportDetail is where something was found.
type ImportDetail struct {
	Row    int      `json:"row" doc:"As a spreadsheet counts."`
	Column string   `json:"column,omitempty"`
	Field  string   `json:"field,omitempty"`
	Count  int      `json:"count"`
	Values []string `json:"values,omitempty" doc:"Of columns that hold codes only: the one found, or the two that disagree."`
	Rows   []int    `json:"rows,omitempty" doc:"Of the values that disagree."`
	Why    string   `json:"why,omitempty"`
}

// ImportChange is an incident on record of which the file says something else now.
type ImportChange struct {
	Row      int       `json:"row"`
	Incident uuid.UUID `json:"incident" format:"uuid"`
	Fields   []string  `json:"fields"`
}

// ImportNotices are what becomes of the notices in a file.
type ImportNotices struct {
	Told    int            `json:"told" doc:"In the one case that everything in them leads to."`
	Waiting int            `json:"waiting" doc:"In the triage, until somebody says which case they are of."`
	First   []ImportNotice `json:"first" doc:"At most 1000 of those that are not unchanged, in the order of the file."`
}

// ImportNotice is what becomes of one. It holds nothing of what the file says.
type ImportNotice struct {
	Row    int        `json:"row" doc:"As a spreadsheet counts."`
	What   string     `json:"what" enum:"told,waiting,corrected,left" doc:"left: it stands here as it is, and why says the reason."`
	Notice *uuid.UUID `json:"notice,omitempty" format:"uuid" doc:"That it has here, in its case or in the triage."`
	Case   *uuid.UUID `json:"case,omitempty" format:"uuid" doc:"That it is told in."`
	Why    string     `json:"why,omitempty"`
}

// ImportDoubles are suggestions.
type ImportDoubles struct {
	Looked    bool           `json:"looked" doc:"False when none were looked for; that says nothing of whether there are any."`
	Why       string         `json:"why,omitempty"`
	Incidents int            `json:"incidents" doc:"Of which something is suggested."`
	First     []ImportDouble `json:"first" doc:"At most 1000."`
}

// ImportDouble is an incident of the file beside what it may be.
type ImportDouble struct {
	ImportTrace
	Likely []ImportTrace `json:"likely"`
}

// ImportTrace is when and where an incident happened, as far as is known.
type ImportTrace struct {
	Row      int        `json:"row,omitempty" doc:"Where it is of the file."`
	Incident *uuid.UUID `json:"incident,omitempty" format:"uuid" doc:"Where it is on record."`
	At       string     `json:"at" doc:"By the clock of the place, as precisely as is known."`
	Place    string     `json:"place" doc:"Kind of place, gemeente and unit."`
}

// ImportUndone is what was taken back.
type ImportUndone struct {
	Withdrawn int           `json:"withdrawn" doc:"Incidents that the batch registered; of notices, those taken from their case or from the triage."`
	Left      int           `json:"left" doc:"Incidents of which something stays, or notices that stand."`
	Restored  int           `json:"restored,omitempty" doc:"Those on record before it, that it corrected, and that are as they would be without it."`
	Touched   []uuid.UUID   `json:"touched,omitempty" doc:"Left, because somebody changed them since; alsoTouched withdraws them."`
	Stays     []ImportStays `json:"stays,omitempty" doc:"What it told of incidents that were on record before it and what could not be taken back."`
	Stand     []ImportStand `json:"stand,omitempty" doc:"Notices that stand as they are."`
}

// ImportStays is what was not taken back.
type ImportStays struct {
	Incident uuid.UUID `json:"incident" format:"uuid"`
	What     string    `json:"what,omitempty"`
	Why      string    `json:"why"`
}

// ImportStand is a notice that was not taken back, and why.
type ImportStand struct {
	Notice uuid.UUID  `json:"notice" format:"uuid"`
	Case   *uuid.UUID `json:"case,omitempty" format:"uuid" doc:"That it is told in."`
	Why    string     `json:"why"`
}
