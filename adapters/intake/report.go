package intake

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

// Report is what was read and found, for whoever imports. It names rows, and
// values only of columns that hold codes.
type Report struct {
	Employer  string `json:"employer"`
	Kind      string `json:"kind"` // csv or xlsx
	Encoding  string `json:"encoding,omitempty"`
	Delimiter string `json:"delimiter,omitempty"`
	Sheet     string `json:"sheet,omitempty"`
	HeaderRow int    `json:"headerRow,omitempty"`

	Rows        int `json:"rows"` // with anything in them, headings left out
	EmptyRows   int `json:"emptyRows"`
	SkippedRows int `json:"skippedRows"` // as the mapping says under skip
	Groups      int `json:"groups"`      // different incidents in the file
	Incidents   int `json:"incidents"`   // of those, the ones that go in
	Workers     int `json:"workers"`

	RejectedIncidents int `json:"rejectedIncidents"`
	RejectedRows      int `json:"rejectedRows"`

	Columns  []Column     `json:"columns"` // that the mapping reads
	Unused   []string     `json:"unused,omitempty"`
	Counts   map[Kind]int `json:"counts"`
	Findings []Finding    `json:"findings"`
}

// Column is how one column of the file fared.
type Column struct {
	Name   string  `json:"name"`
	Fields []Field `json:"fields,omitempty"`
	Empty  int     `json:"empty"`  // rows in which it is empty
	Differ int     `json:"differ"` // groups whose rows do not all hold the same in it
}

func (b *Batch) newReport() Report {
	f := b.source.format
	r := Report{Employer: b.mapping.Employer.Code, Kind: f.kind, Encoding: f.encoding, Sheet: f.sheet, HeaderRow: b.source.head.row, Unused: b.source.head.unused()}
	if f.delimiter != 0 && f.kind == "csv" {
		r.Delimiter = string(f.delimiter)
	}
	for slot, name := range b.reader.names {
		r.Columns = append(r.Columns, Column{Name: name, Fields: b.mapping.readFrom(slot)})
	}
	return r
}

// readFrom gives the fields that a column is read for.
func (m *Mapping) readFrom(slot int) []Field {
	var list []Field
	reads := func(field Field, r rule) {
		if slices.Contains(r.slots, slot) && !slices.Contains(list, field) {
			list = append(list, field)
		}
	}
	for _, q := range m.allQuestions() {
		for _, r := range q.rules {
			reads(q.target.field, r)
			for _, b := range r.beside {
				reads(b.target.field, b.rule)
			}
		}
	}
	return list
}

// Report gives what is known so far: all that reading found, and what Reject
// added since.
func (b *Batch) Report() Report {
	r := b.report
	r.Counts, r.Findings = maps.Clone(b.found.counts), b.found.all()
	return r
}

// WriteJSON writes the report for programs.
func (r Report) WriteJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}

// mostPrinted findings of each kind and field stand in the text, so that what is
// found often does not hide what is found once; JSON has all that are listed.
const mostPrinted = 10

// WriteText writes the report for people.
func (r Report) WriteText(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "employer\t%s\n", r.Employer)
	fmt.Fprintf(t, "file\t%s\n", r.Format())
	fmt.Fprintf(t, "rows\t%d, and %d empty, %d skipped\n", r.Rows, r.EmptyRows, r.SkippedRows)
	fmt.Fprintf(t, "incidents\t%d, with rows of %d workers\n", r.Incidents, r.Workers)
	fmt.Fprintf(t, "rejected\t%d incidents, %d rows\n", r.RejectedIncidents, r.RejectedRows)
	if len(r.Unused) > 0 {
		fmt.Fprintf(t, "not read\t%s\n", strings.Join(r.Unused, ", "))
	}
	fmt.Fprintf(t, "\ncolumn\tfor\tempty rows\tincidents whose rows differ\n")
	for _, c := range r.Columns {
		fmt.Fprintf(t, "%s\t%s\t%d\t%d\n", c.Name, joinFields(c.Fields), c.Empty, c.Differ)
	}
	for _, kind := range slices.Sorted(maps.Keys(r.Counts)) {
		fmt.Fprintf(t, "\n%s %d: %s\n", kind, r.Counts[kind], meaning[kind])
		r.writeFields(t, kind)
		r.writeFindings(t, kind)
	}
	return t.Flush()
}

// writeFields says how often each field was meant, where there are several. Where
// more was counted than is listed nobody knows of the rest.
func (r Report) writeFields(w io.Writer, kind Kind) {
	counts, all := make(map[Field]int), 0
	for _, f := range r.Findings {
		if f.Kind == kind && f.Field != "" {
			counts[f.Field] += f.Count
			all += f.Count
		}
	}
	if len(counts) < 2 || all != r.Counts[kind] {
		return
	}
	fields := slices.SortedFunc(maps.Keys(counts), func(a, b Field) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	var list []string
	for _, f := range fields {
		list = append(list, fmt.Sprintf("%s %d", f, counts[f]))
	}
	fmt.Fprintf(w, "  for %s\n", strings.Join(list, ", "))
}

func (r Report) writeFindings(w io.Writer, kind Kind) {
	printed, more := make(map[Field]int), false
	for _, f := range r.Findings {
		if f.Kind != kind {
			continue
		}
		if printed[f.Field]++; printed[f.Field] > mostPrinted {
			more = true
			continue
		}
		line := fmt.Sprintf("  row %d", f.Row)
		if words := f.words(); words != "" {
			line += "\t" + words
		}
		fmt.Fprintln(w, line)
	}
	if more {
		fmt.Fprintf(w, "  …\tand more; --json lists them\n")
	}
}

// Format says how the file was read.
func (r Report) Format() string {
	if r.Kind == "xlsx" {
		return fmt.Sprintf("xlsx, sheet %s, headings in row %d", r.Sheet, r.HeaderRow)
	}
	return fmt.Sprintf("csv, %s, delimiter %q, headings in row %d", r.Encoding, r.Delimiter, r.HeaderRow)
}

func joinFields(fields []Field) string {
	var list []string
	for _, f := range fields {
		list = append(list, string(f))
	}
	return strings.Join(list, ", ")
}

// words tells a finding without its kind and row.
func (f Finding) words() string {
	var list []string
	if f.Column != "" {
		list = append(list, f.Column)
	}
	if f.Field != "" {
		list = append(list, "for "+string(f.Field))
	}
	for i, value := range f.Values {
		if i < len(f.Rows) {
			value = fmt.Sprintf("row %d %q", f.Rows[i], value)
		} else {
			value = fmt.Sprintf("%q", value)
		}
		list = append(list, value)
	}
	if len(f.Values) == 0 && len(f.Rows) > 0 {
		list = append(list, "rows "+strings.Trim(strings.ReplaceAll(fmt.Sprint(f.Rows), " ", ", "), "[]"))
	}
	if f.Count > 1 {
		list = append(list, fmt.Sprintf("%d times", f.Count))
	}
	if f.Why != "" {
		list = append(list, f.Why)
	}
	return strings.Join(list, ", ")
}

// meaning says each kind in words.
var meaning = map[Kind]string{
	BrokenQuote:    "rejected, a quote opens and does not close at the end of its cell",
	CellTooLong:    fmt.Sprintf("rejected, a cell is longer than %d KiB", longestCell>>10),
	LongRow:        "rejected, more cells than headings",
	ShortRow:       "fewer cells than headings; rejected where one that is read is missing",
	NoKey:          "rejected, nothing readable says which incident it is",
	KeysDiffer:     "rejected, rows of one incident have different keys",
	KeyTwice:       "rejected, two incidents have the same key",
	UnreadableTime: "rejected, the time cannot be read",
	SkippedHour:    "rejected, the clock never showed that time",
	TooMuch:        "rejected, more rows or text than one incident can have",
	RejectedLater:  "rejected, against the rules for incidents",
	UnknownValue:   "rejected, a value of a notice that the mapping does not know",
	NotAlike:       "rejected, rows of one notice do not say the same",
	BrokenText:     "kept, with the mark for unreadable letters",
	Unmapped:       "not recorded, a value that the mapping does not know",
	Disagree:       "not recorded, rows of one incident differ",
	Unpaired:       "not recorded, not as many answers as codes that they stand beside",
	Contradicts:    "not recorded, it contradicts another answer of the same incident",
	LeftOut:        "not recorded, something is missing or it may not be kept",
	DoubledHour:    "kept as the first of two times that the clock showed",
	ReportedBefore: "kept, told before it happened",
	NothingTold:    "kept, though it tells neither when it was nor what was done: leave a row of totals out with skip",
	ChangedSince:   "left as it is, somebody changed it since the last import",
	TakenBack:      "left as it is, the incident was withdrawn",
	Closed:         "left as it is, the incident was closed: let the registrar reopen it first, and import the file again",
	WorkerLeft:     "left as it is, an import takes no worker away and gives none another name",
	Fixed:          "left as it is, it never changes once it is recorded",
	Destroyed:      "left as it is, what is on record was destroyed when its term ended",
	NotCompared:    "left as it is, whoever may not read persons cannot change what others told of them",
}

// remedy is what whoever mends a rejected row can do, for the kinds that do not say it of
// what they found.
var remedy = map[Kind]string{
	BrokenQuote: "close the quote, or write one that belongs to the text twice",
	CellTooLong: "shorten it, or look for a quote above it that is not closed",
	NoKey:       "fill it in",
	KeysDiffer:  "give the rows the same one",
	KeyTwice:    "give each its own",
}

// Rejects tells whether what was found keeps its rows out.
func (k Kind) Rejects() bool { return strings.HasPrefix(meaning[k], "rejected") }

// Reason says why the row was rejected; the noun is what a row is about.
func (f Finding) Reason(noun string) string {
	if f.Kind == RejectedLater {
		return f.Why
	}
	return f.reason(f.Row, noun)
}

// Meaning says what became of what was found.
func (k Kind) Meaning() string { return meaning[k] }

// reason is what a row gets in the file of rejects. The noun is what a row is about.
func (f Finding) reason(row int, noun string) string {
	text := strings.ReplaceAll(meaning[f.Kind], "incident", noun)
	_, text, _ = strings.Cut(text, ", ")
	if f.Kind == ShortRow {
		text = "fewer cells than headings"
	}
	switch {
	case f.Kind == "":
		text = f.Why
	case f.Why != "" && f.Column != "":
		text = f.Column + " " + f.Why
	case f.Why != "":
		text += ", " + f.Why
	case f.Column != "":
		text += ", column " + f.Column
	}
	if mend := remedy[f.Kind]; mend != "" {
		text += ": " + mend
	}
	if row != f.Row {
		return fmt.Sprintf("its %s is rejected for row %d: %s", noun, f.Row, text)
	}
	return text
}
