package release

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// Kind is what may be the matter between two releases that print the same cell.
type Kind string

const (
	// Contradiction: for the same epoch another number. It never goes out beside the other.
	Contradiction Kind = "CONTRADICTION"
	// ContradictsWithdrawn is the same where the other was taken back.
	ContradictsWithdrawn Kind = "CONTRADICTS_WITHDRAWN"
	// The others are of the same or another epoch. Two printings of one set with noise
	// of its own each average the noise out, and a change of rules is no change in the world.
	OtherKey            Kind = "OTHER_KEY"
	OtherTable          Kind = "OTHER_TABLE"
	OtherRules          Kind = "OTHER_RULES"
	OtherClassification Kind = "OTHER_CLASSIFICATION"
)

// Finding is one kind of thing between this release and another one, with the first cell
// that shows it.
type Finding struct {
	Kind     Kind
	Release  uuid.UUID // the other one
	Question string    // of this release
	Other    string    // question of the other release
	Cell     string
	Cells    int // how many show it
}

func (f Finding) says() string {
	what := map[Kind]string{
		Contradiction:        "prints another number for the same epoch than",
		ContradictsWithdrawn: "prints another number for the same epoch than withdrawn",
		OtherKey:             "was printed with another cell key than in",
		OtherTable:           "was printed with another p-table than in",
		OtherRules:           "was counted by other rules than in",
		OtherClassification:  "rests on another version of its classification than in",
	}[f.Kind]
	return fmt.Sprintf("%q of %q (one of %d such cells) %s release %s, %q", f.Cell, f.Question, f.Cells, what, f.Release, f.Other)
}

// Cell is one number as it was printed.
type Cell struct {
	Of            string // the cell in canonical form, whatever table it stands in
	N             int
	NotBrokenDown bool
}

// Printing is all that one answer printed, and by what.
type Printing struct {
	Release         uuid.UUID
	Withdrawn       bool
	Viewer          access.Audience
	Epoch           Epoch
	Method          Method
	Classifications []Classification
	Question        string
	Cells           []Cell
}

// Compare holds what is to go out against all that was printed before. A withdrawn
// release was printed too: whoever has it can still compare.
//
// Between epochs the numbers of one cell may differ as the refresh lets them. That holds
// while key, table, rules and classification are the same, and cannot be seen in two
// numbers; so what is looked for is whether those are.
func Compare(fresh, earlier []Printing) []Finding {
	before := map[string][]printed{}
	for i := range earlier {
		for _, c := range earlier[i].Cells {
			before[c.Of] = append(before[c.Of], printed{&earlier[i], c})
		}
	}
	var all []Finding
	for i := range fresh {
		for _, c := range fresh[i].Cells {
			for _, other := range before[c.Of] {
				for _, kind := range between(printed{&fresh[i], c}, other) {
					all = note(all, Finding{Kind: kind, Release: other.in.Release, Question: fresh[i].Question, Other: other.in.Question, Cell: c.Of, Cells: 1})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Finding) int { return cmp.Compare(rank(a.Kind), rank(b.Kind)) })
	return all
}

type printed struct {
	in   *Printing
	cell Cell
}

func between(a, b printed) (kinds []Kind) {
	if a.in.Epoch.Position == b.in.Epoch.Position && a.as(b.in.Viewer) != b.as(a.in.Viewer) {
		kinds = append(kinds, map[bool]Kind{false: Contradiction, true: ContradictsWithdrawn}[b.in.Withdrawn])
	}
	for kind, differs := range map[Kind]bool{
		OtherKey: a.in.Method.Key != b.in.Method.Key, OtherTable: a.in.Method.Table != b.in.Method.Table,
		OtherRules: a.in.Method.Rules != b.in.Method.Rules, OtherClassification: a.in.classedOtherwise(b.in),
	} {
		if differs {
			kinds = append(kinds, kind)
		}
	}
	slices.SortFunc(kinds, func(a, b Kind) int { return cmp.Compare(rank(a), rank(b)) })
	return kinds
}

// as is the cell as both viewers could see it: what the public sees is the analysts' number
// rounded to five (step 8 of projections/disclosure).
func (p printed) as(other access.Audience) Cell {
	c := p.cell
	if p.in.Viewer != other {
		c.N = (c.N + 2) / 5 * 5
	}
	return c
}

func (p *Printing) classedOtherwise(o *Printing) bool {
	return slices.ContainsFunc(p.Classifications, func(c Classification) bool {
		return slices.ContainsFunc(o.Classifications, func(other Classification) bool { return other.Name == c.Name && other.Version != c.Version })
	})
}

func rank(k Kind) int {
	return slices.Index([]Kind{Contradiction, ContradictsWithdrawn, OtherKey, OtherTable, OtherRules, OtherClassification}, k)
}

// note adds to a finding of the same kind about the same release: a table has thousands of cells.
func note(all []Finding, f Finding) []Finding {
	i := slices.IndexFunc(all, func(known Finding) bool { return known.Kind == f.Kind && known.Release == f.Release })
	if i < 0 {
		return append(all, f)
	}
	all[i].Cells++
	return all
}
