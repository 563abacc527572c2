package figures

import (
	"bytes"
	"slices"

	"ruggensteun/domain/eventlog"
)

// roster is what there was of one unit at one position, and of which incidents each is.
type roster struct {
	*plan
	at    eventlog.Position
	limit ordinal
	// versions is, by the number of an incident that counts by itself, 1 + its version.
	versions  []ordinal
	standings map[uint32]standingRow
	same      map[shadow]shadow
	twins     map[shadow]bool // pseudonyms of somebody who has several
	joined    map[uint32]bool // incidents that other records count under
}

func (p *plan) newRoster() *roster {
	r := &roster{plan: p, at: p.asOf, limit: p.limit, versions: make([]ordinal, p.books.incidents+1)}
	p.eachRun(func(_ int, of run, work *workspace) {
		for i := of.from; i < of.before; i++ {
			c, first := p.chunks[i], ordinal(i*chunkSize)
			for _, at := range c.visible(first, r.limit, work.list[:]) {
				r.versions[c.number[at]] = first + at + 1
			}
		}
	})
	r.readTies()
	return r
}

// goBack makes it that of an earlier position.
func (r *roster) goBack(to eventlog.Position) {
	limit := r.snapshot.limit(to)
	for v := limit; v < r.limit; v++ {
		number := r.chunks[v/chunkSize].number[v%chunkSize]
		r.versions[number] = 0
		if before := r.firstBefore(v, limit); before != noSuccessor && !r.hides(before) {
			r.versions[number] = before + 1
		}
	}
	r.at, r.limit = to, limit
	r.readTies()
}

func (r *roster) readTies() {
	r.standings, r.joined = map[uint32]standingRow{}, map[uint32]bool{}
	r.same, r.twins = map[shadow]shadow{}, map[shadow]bool{}
	r.books.standings.each(r.at, func(s *standingRow) { r.standings[s.incident] = *s })
	for n, s := range r.standings {
		if s.into != 0 {
			r.joined[r.root(n)] = true
		}
	}
	r.books.same.each(r.at, func(s *pseudonymRow) {
		if s.into != 0 {
			r.same[s.who] = s.into
			r.twins[s.who], r.twins[s.into] = true, true
		}
	})
}

// root is the number of the incident that a record counts under, as incident.Root has it;
// 0 when it counts nowhere, because it or that one was withdrawn or is of another
// regime.
func (r *roster) root(number uint32) uint32 {
	if int(number) >= len(r.versions) || r.standings[number].withdrawn && r.versions[number] == 0 {
		return 0
	}
	for range len(r.standings) + 1 {
		if r.versions[number] != 0 {
			return number
		}
		own, there := r.standings[number]
		if !there || own.into == 0 {
			return 0
		}
		target, there := r.standings[own.into]
		if r.versions[own.into] == 0 && (!there || target.withdrawn) { // nobody counts under what is gone
			return 0
		}
		number = own.into
	}
	return 0
}

// roots are the incidents that count, each once, of those that a row names.
func (r *roster) roots(numbers, into []uint32) []uint32 {
	for _, n := range numbers {
		if root := r.root(n); root != 0 && !slices.Contains(into, root) {
			into = append(into, root)
		}
	}
	return into
}

// member is one that is counted. Its incidents are good until the next one is told.
type member struct {
	number    uint32
	incidents []uint32
	madeUp    bool      // by itself, whatever its incidents are
	own       [2]uint32 // what it answers by itself; see answer
	worker    shadow    // who was hit; 0 for who was only counted, and for what is no worker
}

// each tells of every one that there is, in the order of the log.
func (r *roster) each(yield func(member)) {
	if r.asksOwn && r.owns(Invented) {
		yield = r.whatIsMadeUp(yield)
	}
	switch r.question.Unit {
	case CountIncidents:
		r.eachIncident(yield)
	case CountWorkers:
		r.eachWorker(yield)
	case CountSuspects:
		r.eachSuspect(yield)
	case CountAangiften:
		r.eachAangifte(yield)
	case CountSteps:
		r.eachStep(yield)
	default:
		r.eachCase(yield)
	}
}

func (r *roster) eachIncident(yield func(member)) {
	var of [1]uint32
	for n, version := range r.versions {
		if of[0] = uint32(n); version != 0 {
			yield(member{number: of[0], incidents: of[:]})
		}
	}
}

// eachWorker counts a worker once in an incident, however many records and pseudonyms
// there are of it: by the one that was recorded first.
func (r *roster) eachWorker(yield func(member)) {
	named := make([]uint32, len(r.versions))  // by the incident that counts
	inRecord := make([]bool, len(r.versions)) // by the record
	seen := map[hitRow]bool{}
	var of [1]uint32
	var harms *harms
	if r.asksOwn {
		harms = r.newHarms()
	}
	r.books.hits.each(r.at, func(h *hitRow) {
		of[0] = r.root(h.incident)
		if of[0] == 0 {
			return
		}
		inRecord[h.incident] = true
		who, several := r.whoIs(h, of[0])
		if several {
			if seen[who] {
				return
			}
			seen[who] = true
		}
		named[of[0]]++
		yield(member{number: h.number, incidents: of[:], worker: who.worker, own: harms.of(h, who, several)})
	})
	for root, row := range r.mostCounted(inRecord) {
		of[0] = root
		for i := 0; i+int(named[root]) < len(row.all); i++ {
			yield(member{number: row.all[i], incidents: of[:]})
		}
	}
}

// mostCounted is by incident what counted most workers: its own record before those that
// were merged into it, and of these the one whose id comes first.
func (r *roster) mostCounted(named []bool) map[uint32]*countRow {
	most := map[uint32]*countRow{}
	r.books.counts.each(r.at, func(c *countRow) {
		root := r.root(c.incident)
		if root == 0 || len(c.all) == 0 || c.nearMiss && !named[c.incident] {
			return
		}
		before := most[root]
		switch {
		case before == nil, len(c.all) > len(before.all):
		case len(c.all) < len(before.all), before.incident == root:
			return
		case c.incident != root && bytes.Compare(c.id[:], before.id[:]) > 0:
			return
		}
		most[root] = c
	})
	return most
}

func (r *roster) eachAangifte(yield func(member)) {
	var of []uint32
	r.books.aangiften.each(r.at, func(a *aangifteRow) {
		if r.seats[a.employer].counts && !a.retracted {
			of = r.roots(a.incidents, of[:0])
			yield(member{number: a.number, incidents: of, madeUp: a.invented})
		}
	})
}

// brought is a case with all that was merged into it.
type brought struct {
	incidents []uint32 // those that count
	accused   []uint32 // one; several where cases are one that nobody knew to be against the same
	madeUp    bool
}

// cases are those that stand by themselves, by number, and of each row the one that it
// counts with.
func (r *roster) cases() (all []*brought, rows []*caseRow) {
	all, rows = make([]*brought, r.books.count), make([]*caseRow, r.books.count)
	r.books.cases.each(r.at, func(c *caseRow) {
		if r.seats[c.employer].counts {
			rows[c.number] = c
		}
	})
	for n, c := range rows {
		if c != nil && standingIn(rows, c) == c {
			all[n] = &brought{incidents: r.roots(c.incidents, nil), madeUp: c.invented}
			if c.accused != 0 {
				all[n].accused = []uint32{c.accused}
			}
		}
	}
	for _, c := range rows {
		if c == nil {
			continue
		}
		if with := all[standingIn(rows, c).number]; with != nil {
			with.incidents, with.madeUp = r.roots(c.incidents, with.incidents), with.madeUp || c.invented
			own := rows[standingIn(rows, c).number].accused // goes first, as on the page of the case
			if own == 0 && c.accused != 0 && !slices.Contains(with.accused, c.accused) {
				with.accused = append(with.accused, c.accused)
			}
		}
	}
	return all, rows
}

func (r *roster) eachCase(yield func(member)) {
	all, _ := r.cases()
	for n, c := range all {
		if c != nil {
			yield(member{number: uint32(n), incidents: c.incidents, madeUp: c.madeUp})
		}
	}
}

func (r *roster) eachStep(yield func(member)) {
	all, rows := r.cases()
	r.books.steps.each(r.at, func(s *stepRow) {
		of := rows[s.of]
		if of == nil || slices.Contains(of.withdrawn, s.notice) {
			return
		}
		if with := all[standingIn(rows, of).number]; with != nil {
			yield(member{number: s.number, incidents: with.incidents, madeUp: with.madeUp, own: [2]uint32{uint32(s.kind)}})
		}
	})
}

// eachSuspect tells of every file behind an incident that counts, or named by a case.
func (r *roster) eachSuspect(yield func(member)) {
	all := make([]*brought, r.books.files.n)
	of := func(file uint32) *brought {
		if all[file] == nil {
			all[file] = &brought{}
		}
		return all[file]
	}
	r.books.behind.each(r.at, func(b *behindRow) {
		root := r.root(b.incident)
		if root == 0 || !r.seats[r.employerOf(root)].counts {
			return
		}
		for _, file := range b.numbers {
			if one := of(file); !slices.Contains(one.incidents, root) {
				one.incidents = append(one.incidents, root)
			}
		}
	})
	cases, _ := r.cases()
	for _, c := range cases {
		if c == nil {
			continue
		}
		for _, file := range c.accused {
			one := of(file)
			one.madeUp = one.madeUp || c.madeUp
			for _, root := range c.incidents {
				if !slices.Contains(one.incidents, root) {
					one.incidents = append(one.incidents, root)
				}
			}
		}
	}
	for file, one := range all {
		if one != nil {
			yield(member{number: uint32(file), incidents: one.incidents, madeUp: one.madeUp})
		}
	}
}

func (r *roster) employerOf(incident uint32) uint16 {
	v := r.versions[incident] - 1
	return r.chunks[v/chunkSize].employer[v%chunkSize]
}
