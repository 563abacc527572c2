package figures

import (
	"slices"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/facts"
)

// Step is what a notice about a case says that happened in it: of each step by itself.
const Step Dimension = "step"

// own are the dimensions that are told of each of what is counted, and not of its incident: of
// a worker hit what was done to him, whatever was done to whom else.
var own = map[Unit][]Dimension{
	CountWorkers:   {Injury, MindInjury, Absence, Exposure},
	CountSuspects:  {Invented}, // a case may be made up of what happened
	CountAangiften: {Invented},
	CountCases:     {Invented},
	CountSteps:     {Step, Invented},
}

func (u Unit) owns(d Dimension) bool { return slices.Contains(own[u], d) }

// checkOwned refuses what no incident has.
func (q Question) checkOwned(field string, d Dimension, wrong *fault.Fields) {
	wrong.Check(d != Step || q.Unit.owns(d), field, "is told of steps of cases, and not of "+q.Unit.Named().EN, `count steps by it: unit "step"`)
}

// owns tells of a dimension that an incident says nothing of it in this question.
func (p *plan) owns(d Dimension) bool { return p.unit.owns(d) }

// asksOwn tells whether a question rests on anything of the kind.
func (q Question) asksOwn() bool {
	return q.Unit.owns(q.Base) || slices.ContainsFunc(own[q.Unit], q.uses)
}

// answer is the number of what one says of a dimension of its own.
func (m member) answer(d Dimension) uint32 {
	if d == Exposure || d == Invented {
		return m.own[1]
	}
	return m.own[0]
}

// whatIsMadeUp fills in whether each was made up: by itself, or with any of its incidents.
func (r *roster) whatIsMadeUp(yield func(member)) func(member) {
	yes := uint32(slices.Index(r.inventing, true)) // there is one, if anything was
	return func(m member) {
		if m.madeUp || slices.ContainsFunc(m.incidents, func(i uint32) bool { return r.inventing[r.said(inventedColumn, i)] }) {
			m.own[1] = yes
		}
		yield(m)
	}
}

// said is the number of an incident's answer in a column.
func (r *roster) said(column int, incident uint32) uint32 {
	v := r.versions[incident] - 1
	return r.chunks[v/chunkSize].answers[column].get(v % chunkSize)
}

// stepAnswers are by the place of a step in its list; behind these what was forgotten, and
// what this program has no name for.
var stepAnswers = func() answerList {
	var list [][]codes.Code
	for _, code := range append(codesOf(codes.CaseStep.Codes), facts.Forgotten, codes.Unknown) {
		list = append(list, one(code))
	}
	return listed(list)
}()

func stepKind(place int, forgotten bool) uint8 {
	switch {
	case forgotten:
		return uint8(len(codes.CaseStep.Codes))
	case place < 0:
		return uint8(len(codes.CaseStep.Codes) + 1)
	}
	return uint8(place)
}

// harmRow is what is known to have been done to a worker who was hit: his involvement by its
// number, and the numbers of his answers. Of whom nothing was ever told there is none.
type harmRow struct {
	hit  uint32
	own  [2]uint32
	told bool
}

// noteHarm keeps what an involvement says of a worker's health, where it is another thing than
// before.
func (e *Engine) noteHarm(v *facts.Version[facts.Involvement], hit uint32) {
	of := &e.injuries.states[e.injuries.state(v.Row.Health)]
	row := harmRow{hit: hit, own: of.numbers, told: of.told}
	at, there := e.casebook.harms.last[v.Key]
	if there && e.casebook.harms.at(at) != row || !there && row.told {
		e.casebook.harms.put(v.Key, v.Position, row)
	}
}

// harms are those of the workers hit, by the numbers of their involvements.
type harms struct {
	rows   []harmRow
	shared map[hitRow]harmRow // of who is recorded as hit more than once in an incident
}

func (r *roster) newHarms() *harms {
	h := &harms{rows: make([]harmRow, r.books.workers.n), shared: map[hitRow]harmRow{}}
	r.books.harms.each(r.at, func(row *harmRow) { h.rows[row.hit] = *row })
	ranks := map[hitRow]int{}
	r.books.hits.each(r.at, func(hit *hitRow) {
		root := r.root(hit.incident)
		who, several := r.whoIs(hit, root)
		if root == 0 || !several {
			return
		}
		rank := 1
		for i, holds := range []bool{hit.worker == who.worker, hit.incident == root, h.rows[hit.number].told} {
			if holds {
				rank += 2 << i
			}
		}
		if rank > ranks[who] { // what was told, then in the record that counts, then under his own pseudonym, then first
			ranks[who], h.shared[who] = rank, h.rows[hit.number]
		}
	})
	return h
}

// whoIs is the worker of a hit in the incident that it counts under, and whether others may be
// of the same one.
func (r *roster) whoIs(h *hitRow, root uint32) (who hitRow, several bool) {
	return hitRow{incident: root, worker: sameBy(r.same, h.worker)}, r.joined[root] || r.twins[h.worker]
}

func (h *harms) of(hit *hitRow, who hitRow, several bool) [2]uint32 {
	switch {
	case h == nil:
		return [2]uint32{}
	case several:
		return h.shared[who].own
	}
	return h.rows[hit.number].own
}
