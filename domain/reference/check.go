package reference

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/text"
)

// Kind is a table that can be loaded.
type Kind struct {
	Name   string
	NL, EN string
	// Of refuses what a line cannot be about; the error is a *fault.Wrong.
	Of func(codes.Code) error
	// Value reads one as a publisher writes it; the error is a *fault.Wrong.
	Value func(text string) (codes.Code, error)
}

// Urbanity is how built-up each gemeente is, in the five classes of the CBS.
const Urbanity = "urbanity"

// Kinds are all there are.
func Kinds() []Kind {
	return append([]Kind{
		{Name: Urbanity, NL: "stedelijkheid van gemeenten", EN: "urbanity of municipalities", Of: gemeente, Value: class},
	}, Denominators()...)
}

func kindOf(name string) (Kind, bool) {
	kinds := Kinds()
	if i := slices.IndexFunc(kinds, func(k Kind) bool { return k.Name == name }); i >= 0 {
		return kinds[i], true
	}
	return Kind{}, false
}

func gemeente(c codes.Code) error {
	if c.Missing() {
		return &fault.Wrong{Problem: "is not a gemeente", Remedy: "leave the line out"}
	}
	return codes.CheckGemeente(c)
}

// class takes the number of a class or our code of it.
func class(text string) (codes.Code, error) {
	code := codes.Code("URBAN_" + strings.TrimPrefix(text, "URBAN_"))
	if e, found := codes.Urbanity.Find(code); found {
		return e.Code, nil
	}
	return "", &fault.Wrong{Problem: "is not a class of urbanity", Remedy: "use 1 (most urban) to 5 (not urban)"}
}

// Limits keep the event with everything in it below eventlog.MaxPayload: eight years of
// all gemeenten.
const (
	longestSource = 200
	mostRows      = 3000
)

// mostWrong is how many lines are named that cannot be read: they are mostly alike.
const mostWrong = 20

// checked gives the event, or a fault that names each wrong line by its place:
// rows[3].value.
func (c Load) checked() (TableLoaded, error) {
	var f fault.Fields
	kind, known := kindOf(c.Table)
	f.Check(known, "table", "is not one that can be loaded", "use "+names())
	source, err := text.Line(c.Source, longestSource)
	f.Note("source", err)
	f.Check(err != nil || source != "", "source", "is missing", "say who published it and when: it stands below each figure")
	f.Check(len(c.Rows) > 0, "rows", "are missing", "give at least one line")
	f.Check(len(c.Rows) <= mostRows, "rows", fmt.Sprintf("are more than %d", mostRows), "leave out years of which nobody asks")
	if err := f.Err(); err != nil {
		return TableLoaded{}, err
	}
	e := TableLoaded{Table: c.Table, Source: source, Rows: make([]Row, 0, len(c.Rows))}
	seen, wrong := map[Row]int{}, 0
	for i, r := range c.Rows {
		clean, ok := kind.row(&f, fmt.Sprintf("rows[%d]", i), r)
		if first, twice := seen[Row{Of: clean.Of, Since: clean.Since}]; ok && twice {
			f.Add(fmt.Sprintf("rows[%d].of", i), fmt.Sprintf("stands twice since the same day (also in rows[%d])", first), "say it once")
			ok = false
		}
		seen[Row{Of: clean.Of, Since: clean.Since}] = i
		if e.Rows = append(e.Rows, clean); !ok {
			wrong++
		}
		if wrong == mostWrong {
			break
		}
	}
	e.Rows = inOrder(e.Rows)
	return e, f.Err()
}

func (k Kind) row(f *fault.Fields, at string, r Row) (Row, bool) {
	of := k.Of(r.Of)
	f.Note(at+".of", of)
	day, err := time.Parse(time.DateOnly, r.Since)
	real := err == nil && day.Year() >= 1900 && day.Year() <= 2100
	f.Check(real, at+".since", "is not a day", "write it as 2026-01-01")
	value, wrong := k.Value(string(r.Value))
	f.Note(at+".value", wrong)
	return Row{Of: r.Of, Since: r.Since, Value: value}, of == nil && real && wrong == nil
}

func names() string {
	var all []string
	for _, k := range Kinds() {
		all = append(all, k.Name)
	}
	return strings.Join(all, ", ")
}
