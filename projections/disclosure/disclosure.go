// Package disclosure keeps figures from giving persons away: it says which questions
// somebody may ask of records that are not his own, and what is printed for a true count.
//
// It is the cell-key method (Thompson, Broadfoot, Elazar, UNECE 2013) with two steps more
// for questions on changing data: a set of records that changed little is printed as it
// was, and a cell is printed only below parents that are large enough. The steps, by
// whose numbers all code and tests name them, are 1 grammar, 2 epochs, 3 sets (whoever
// counts), 4 refresh, 5 perturb, 6 drill, 7 label, 8 public (rounded), 9 derive, 10 ledger.
//
// Everything here is a pure function. The key and the table are files, so that an auditor
// can supply his own; cmd reads them.
package disclosure

// Viewer is whose eyes a number is for. The zero Viewer sees least.
type Viewer uint8

const (
	Public  Viewer = iota // protected, and rounded to the nearest 5
	Analyst               // protected: whoever looks over all employers
	Owner                 // exact: an employer, over the records that it keeps itself
)

// Set is what is counted in one cell, as far as printing needs to know it: how many units,
// and the sum of their record keys. Two questions that reach the same units reach the same
// Set, by whatever route, and so the same printed number.
type Set struct {
	N   int
	Sum uint64 // of record keys, modulo 2⁶⁴
}

// Add puts a unit in.
func (s *Set) Add(key uint64) { s.N, s.Sum = s.N+1, s.Sum+key }

// Remove takes a unit out that is in.
func (s *Set) Remove(key uint64) { s.N, s.Sum = s.N-1, s.Sum-key }

// Method prints counts by one table.
type Method struct{ Table *Table }

// Print is the one road from a true count to a number that somebody sees. Whoever is not
// the owner gets what the table says for the set; whether the cell may be printed at all
// is then for Under or Drill. The set is the refreshed one (see Chain), for an owner
// the true one.
func (m Method) Print(v Viewer, s Set) Printed {
	if v == Owner {
		return Printed{n: int32(s.N), kind: exact}
	}
	n := int32(m.Table.Print(s))
	if v == Analyst {
		return Printed{n: n, kind: perturbed}
	}
	return Printed{n: n, kind: rounded}
}

// declaredFrom is how large a total must be to be printed exactly for all.
const declaredFrom = 100

// PrintDeclared is Print for the totals that everybody may know exactly: national, of a
// year and a profession, and declared beforehand. Below 100 they are printed like any
// other. It is the refreshed set that is exact, so that no late report shows alone, and
// every attack must be told these totals.
func (m Method) PrintDeclared(v Viewer, s Set) Printed {
	if s.N < declaredFrom {
		return m.Print(v, s)
	}
	return Printed{n: int32(s.N), kind: exact}
}
