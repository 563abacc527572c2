package intake

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// Kind is a sort of thing that an import finds.
type Kind string

// Whatever rejects a row rejects the whole incident that it belongs to: to
// import half of one would look like a correction once the rest is mended.
const (
	// Rejected: the row or incident does not go in.
	BrokenQuote    Kind = "broken_quote"    // a quote opens and does not close, or not at the end of a cell
	CellTooLong    Kind = "cell_too_long"   // a cell is longer than any sensible one
	LongRow        Kind = "long_row"        // more cells than headings: what stands where is uncertain
	ShortRow       Kind = "short_row"       // fewer cells than headings; rejected when a mapped column is among the missing
	NoKey          Kind = "no_key"          // nothing says which incident it is
	KeysDiffer     Kind = "keys_differ"     // rows of one incident have different keys
	KeyTwice       Kind = "key_twice"       // two incidents have the same key
	UnreadableTime Kind = "unreadable_time" // not a time in the formats of the mapping
	SkippedHour    Kind = "skipped_hour"    // the clock never showed it
	TooMuch        Kind = "too_much"        // an incident with more rows or text than one can have
	RejectedLater  Kind = "rejected_later"  // by the rules of the trade, after reading
	UnknownValue   Kind = "unknown_value"   // of notices: a value that the mapping does not know
	NotAlike       Kind = "not_alike"       // of notices: rows with one key say something in two ways
	// Kept, and listed.
	BrokenText     Kind = "broken_text"     // bytes that are no letters; they became U+FFFD
	Unmapped       Kind = "unmapped"        // a value that the mapping does not know became not recorded
	Disagree       Kind = "disagree"        // rows of one incident differ on a single-valued field, which became not recorded
	Unpaired       Kind = "unpaired"        // as many answers as the codes that they stand beside, or one, was expected
	Contradicts    Kind = "contradicts"     // an answer that another one of the same incident rules out became not recorded
	LeftOut        Kind = "left_out"        // an answer that lacks what belongs to it, or that may not be kept
	DoubledHour    Kind = "doubled_hour"    // the clock showed it twice; taken as the first time
	ReportedBefore Kind = "reported_before" // told before it happened
	NothingTold    Kind = "nothing_told"    // neither when nor what, though the mapping reads both: a row of totals looks so
	// Left as it is on record, and listed.
	ChangedSince Kind = "changed_since" // the file changed a field, and so did somebody else since the last import
	TakenBack    Kind = "taken_back"    // the incident was withdrawn, and the file still has it
	Closed       Kind = "closed"        // the incident takes no changes until it is reopened
	WorkerLeft   Kind = "worker_left"   // an import takes no worker away and gives none another name
	Fixed        Kind = "fixed"         // the file says otherwise of what never changes once it is recorded
	Destroyed    Kind = "destroyed"     // a personal detail of which the term has ended is not brought back
	NotCompared  Kind = "not_compared"  // whoever imports may not read persons, and somebody else told something of them
)

// Finding is one thing that was found, or as many of one kind as say the same.
type Finding struct {
	Kind   Kind   `json:"kind"`
	Row    int    `json:"row"`              // the first, as a spreadsheet counts
	Column string `json:"column,omitempty"` // its heading
	Field  Field  `json:"field,omitempty"`
	Count  int    `json:"count"`
	// Values are shown for columns that hold codes only, never for one that a
	// personal field is read from: the value found, or the two that disagree.
	Values []string `json:"values,omitempty"`
	Rows   []int    `json:"rows,omitempty"` // of the values that disagree
	Why    string   `json:"why,omitempty"`
}

// Memory for findings is bounded: of each kind so many are listed, all are counted.
const (
	mostListed   = 10_000
	mostValues   = 1_000 // different unmapped values of one field and column
	longestShown = 60    // characters of a value
)

// findings collects.
type findings struct {
	counts map[Kind]int
	listed map[Kind][]Finding
	values map[valueAt]*Finding
	kinds  map[valueAt]int // values listed per field and column
	muted  bool            // told before; only read again
}

type valueAt struct {
	field         Field
	column, value string
	hidden        string // tells values apart that are not shown; never told
}

func newFindings() *findings {
	return &findings{counts: make(map[Kind]int), listed: make(map[Kind][]Finding), values: make(map[valueAt]*Finding), kinds: make(map[valueAt]int)}
}

func (f *findings) add(found Finding) {
	if f.muted {
		return
	}
	f.counts[found.Kind]++
	if len(f.listed[found.Kind]) < mostListed {
		found.Count = 1
		f.listed[found.Kind] = append(f.listed[found.Kind], found)
	}
}

// unmapped counts a value that the mapping does not know; shown is "" when the
// column's values are not to be shown. Different ones are still listed apart, by
// their first rows, but for whole texts.
func (f *findings) unmapped(field Field, column, value, shown string, row int) {
	if f.muted {
		return
	}
	f.counts[Unmapped]++
	all, at := valueAt{field: field, column: column}, valueAt{field: field, column: column, value: shorten(shown)}
	if value = fold(value); shown == "" && utf8.RuneCountInString(value) <= longestShown {
		at.hidden = value
	}
	known := f.values[at]
	if known == nil && f.kinds[all] >= mostValues {
		at.value, at.hidden = "…", "" // stands for all further ones
		known = f.values[at]
	}
	if known != nil {
		known.Count++
		known.Row = min(known.Row, row)
		return
	}
	f.kinds[all]++
	found := &Finding{Kind: Unmapped, Row: row, Column: column, Field: field, Count: 1}
	if at.value != "" {
		found.Values = []string{at.value}
	}
	f.values[at] = found
}

func shorten(value string) string {
	if runes := []rune(plain(value)); len(runes) > longestShown {
		return string(runes[:longestShown]) + "…"
	}
	return plain(value)
}

// all gives everything listed, by row.
func (f *findings) all() []Finding {
	var list []Finding
	for _, some := range f.listed {
		list = append(list, some...)
	}
	for _, found := range f.values {
		list = append(list, *found)
	}
	slices.SortFunc(list, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Field, b.Field),
			cmp.Compare(a.Column, b.Column), slices.Compare(a.Values, b.Values))
	})
	return list
}
