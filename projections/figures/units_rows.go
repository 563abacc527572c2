package figures

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/facts"
)

// unitRows are what has to be known, beside cases, to count something else than incidents:
// under which incident a record counts, who was only counted, and the record keys of each
// unit. Rows name what they are of by numbers, which only grow.
type unitRows struct {
	standings shelf[standingRow]
	counts    shelf[countRow]
	harms     shelf[harmRow]

	workers                numbered // involvements, and who was only counted
	files                  numbered // of suspects
	fileNumbers            map[uuid.UUID]uint32
	mostCounted            map[uuid.UUID][]uint32 // by incident: the numbers of all that were ever counted in it
	stepKeys               numbered
	caseKeys, aangifteKeys recordKeys // by the casebook's numbers
}

// standingRow is what decides under which incident a record counts. Only of records that
// did not always count by themselves there is one.
type standingRow struct {
	incident, into    uint32 // into 0: it was not merged
	withdrawn, counts bool
}

// countRow is how many workers an incident hit as somebody counted them: their numbers, of
// which the last few are of those that nobody named.
type countRow struct {
	incident uint32
	id       uuid.UUID
	nearMiss bool // then it hit nobody, unless somebody is named
	all      []uint32
}

// stated is what a version says of how many were hit, as far as a count needs it.
type stated struct {
	hit, named uint32
	nearMiss   bool
}

func statedIn(r *facts.Incident) stated {
	s := stated{named: uint32(len(r.Workers)), nearMiss: r.Reach == "NEAR_MISS"}
	if r.Hit != nil {
		s.hit = uint32(max(0, *r.Hit))
	}
	return s
}

// mayCount tells whether somebody may be counted who is not named: also where as many are
// named, because two of them can turn out to be one.
func (s stated) mayCount() bool { return s.hit > s.named || s.hit > 1 }

// numbered gives numbers from 0 on, with their record keys.
type numbered struct {
	n    uint32
	keys recordKeys
}

func (n *numbered) add(id uuid.UUID) uint32 {
	return n.addBy(func(of *disclosure.RecordKeys) uint64 { return of.Of(id) })
}

func (n *numbered) addBy(key func(*disclosure.RecordKeys) uint64) uint32 {
	number := n.n
	n.n++
	n.keys.set(number, key)
	return number
}

// know is put, once: the key of a record never changes, and takes a hash.
func (k *recordKeys) know(number uint32, id uuid.UUID) {
	if k.of != nil && (int(number/pageSize) >= len(k.pages) || k.at(number) == 0) {
		k.put(number, id)
	}
}

func newUnitRows() unitRows {
	return unitRows{
		standings: newShelf[standingRow](), counts: newShelf[countRow](), harms: newShelf[harmRow](), fileNumbers: map[uuid.UUID]uint32{}, mostCounted: map[uuid.UUID][]uint32{},
		files: numbered{n: 1}, // 0 is nobody
	}
}

func (u *unitRows) protect(key disclosure.Key) {
	u.workers.keys.of, u.files.keys.of = key.Records(disclosure.Involvement), key.Records(disclosure.Suspect)
	u.caseKeys.of, u.aangifteKeys.of = key.Records(disclosure.Case), key.Records(disclosure.Aangifte)
	u.stepKeys.keys.of = key.Records(disclosure.Step)
}

// fileOf is the number of a suspect's file; 0 for none.
func (u *unitRows) fileOf(id uuid.UUID) uint32 {
	if id == uuid.Nil {
		return 0
	}
	n, known := u.fileNumbers[id]
	if !known {
		n = u.files.add(id)
		u.fileNumbers[id] = n
	}
	return n
}

// stepNumber is that of a notice, whatever it says by now.
func (b *casebook) stepNumber(key uuid.UUID) uint32 {
	if at, there := b.steps.last[key]; there {
		return b.steps.at(at).number
	}
	return b.stepKeys.add(key)
}

// noteUnits keeps what a version of an incident says that is not in the columns.
func (u *unitRows) noteUnits(v entry, t *ties) {
	id, said := v.incident, v.tie
	into := uint32(0)
	if said.into != uuid.Nil {
		into = t.number(said.into)
	}
	stands := standingRow{incident: t.number(id), into: into, withdrawn: said.withdrawn, counts: said.counts}
	if at, there := u.standings.last[id]; there && u.standings.at(at) != stands || !there && (into != 0 || !said.counts) {
		u.standings.put(id, v.began, stands)
	}
	at, there := u.counts.last[id]
	if !there && !said.units.mayCount() {
		return
	}
	row := countRow{incident: stands.incident, id: id, nearMiss: said.units.nearMiss}
	if there {
		if last := u.counts.at(at); last.nearMiss == row.nearMiss && len(last.all) == int(said.units.hit) {
			return
		}
	}
	row.all = u.counted(id, int(said.units.hit))
	u.counts.put(id, v.began, row)
}

// counted gives the numbers of the first n workers of an incident: the same as before, as
// far as it had as many.
func (u *unitRows) counted(id uuid.UUID, n int) []uint32 {
	all := u.mostCounted[id]
	for len(all) < n {
		nth := len(all) + 1
		all = append(all, u.workers.addBy(func(of *disclosure.RecordKeys) uint64 { return of.OfCounted(id, nth) }))
	}
	u.mostCounted[id] = all
	return all[:n:n]
}

// inOrder puts rows of one position in the order of their ids, so that which of two is
// first hangs on nothing but what they say.
func inOrder[R any](rows []facts.Version[R]) []facts.Version[R] {
	order := func(a, b facts.Version[R]) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), bytes.Compare(a.Key[:], b.Key[:]))
	}
	if slices.IsSortedFunc(rows, order) {
		return rows
	}
	return slices.SortedFunc(slices.Values(rows), order)
}

// unitBooks are what a reader may look at.
type unitBooks struct {
	standings rowsOf[standingRow]
	counts    rowsOf[countRow]
	harms     rowsOf[harmRow]

	workers, files, stepKeys numbered
	caseKeys, aangifteKeys   recordKeys
}

func (u *unitRows) shown() unitBooks {
	return unitBooks{u.standings.shown(), u.counts.shown(), u.harms.shown(), u.workers, u.files, u.stepKeys, u.caseKeys, u.aangifteKeys}
}

// keysOf are the record keys of a unit, and how many numbers it has.
func (b *books) keysOf(u Unit) (recordKeys, int) {
	switch u {
	case CountWorkers:
		return b.workers.keys, int(b.workers.n)
	case CountSuspects:
		return b.files.keys, int(b.files.n)
	case CountAangiften:
		return b.aangifteKeys, b.count
	case CountSteps:
		return b.stepKeys.keys, int(b.stepKeys.n)
	}
	return b.caseKeys, b.count
}
