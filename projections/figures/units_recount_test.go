package figures_test

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/facts/factstest"
	"ruggensteun/projections/figures"
)

// withCases tells of cases and aangiften in between what a history tells.
func withCases(t *rapid.T, events []projections.Event) []projections.Event {
	var all []projections.Event
	opened := map[uuid.UUID]bool{}
	for _, e := range events {
		e.Position *= 3
		all = append(all, e)
		for i := range eventlog.Position(rapid.IntRange(0, 2).Draw(t, "of cases")) {
			s, body := ofCase(t, opened)
			all = append(all, projections.Event{
				Position: e.Position + 1 + i, Stream: s, Employer: ownerOf(s.ID), RecordedAt: e.RecordedAt, Body: body, Invented: rapid.IntRange(0, 3).Draw(t, "made up") == 0,
			})
		}
	}
	return all
}

func ownerOf(id uuid.UUID) uuid.UUID { return factstest.Employers()[int(id[15])%2] }

func ofCase(t *rapid.T, opened map[uuid.UUID]bool) (eventlog.Stream, decider.Event) {
	one := func() uuid.UUID { return uuid.UUID{0x1, 15: byte(rapid.IntRange(1, 8).Draw(t, "incident"))} }
	if rapid.IntRange(0, 3).Draw(t, "aangifte") == 0 {
		id := uuid.UUID{0xA, 15: byte(rapid.IntRange(1, 3).Draw(t, "which"))}
		var about []uuid.UUID
		for range rapid.IntRange(0, 2).Draw(t, "about") {
			about = append(about, one())
		}
		content := aangifte.Content{Incidents: about}
		if !opened[id] {
			opened[id] = true
			return aangifte.Stream(id), aangifte.Made{Employer: ownerOf(id), Regime: "AVG", Content: content}
		}
		return aangifte.Stream(id), rapid.SampledFrom([]decider.Event{
			aangifte.Corrected{Content: content}, aangifte.Corrected{Content: content}, aangifte.Retracted{},
		}).Draw(t, "aangifte")
	}
	n := rapid.IntRange(1, 4).Draw(t, "case")
	id := caseID(byte(n))
	if s := prosecution.Stream(id); !opened[id] {
		opened[id] = true
		return s, prosecution.Opened{Employer: ownerOf(id), Regime: "AVG"}
	}
	file := to(prosecution.ToSuspect, uuid.UUID{0xF, 15: byte(rapid.IntRange(1, 4).Draw(t, "file"))})
	notice := byte(rapid.IntRange(1, 3).Draw(t, "notice"))
	return prosecution.Stream(id), rapid.SampledFrom([]decider.Event{
		prosecution.Linked{Link: to(prosecution.ToIncident, one())}, prosecution.Linked{Link: to(prosecution.ToIncident, one())}, prosecution.Unlinked{Link: to(prosecution.ToIncident, one())},
		prosecution.Linked{Link: file}, prosecution.NoticeCorrected{Notice: heard(notice, "VERDICT", "2026-03-03").Notice}, heard(notice, "AANG", "2026-01-03"), heard(notice, "SEPOT", "2026-02-03"), prosecution.NoticeWithdrawn{ID: uuid.UUID{15: notice}},
		prosecution.Merged{Into: caseID(byte(rapid.IntRange(n, 4).Draw(t, "into")))}, prosecution.SplitOff{}, // never in a circle
	}).Draw(t, "of a case")
}

// element is one that is counted, with the incidents that it is of.
type element struct {
	roots  []uuid.UUID
	madeUp bool
	own    sideBySide // what is told of it by itself
}

func (e *element) add(roots ...uuid.UUID) {
	for _, r := range roots {
		if r != uuid.Nil && !slices.Contains(e.roots, r) {
			e.roots = append(e.roots, r)
		}
	}
}

// clerk has all events up to a position on the table.
type clerk struct {
	events    []projections.Event
	incidents map[uuid.UUID]incident.Incident
	asOf      eventlog.Position
	scope     access.Scope
}

func newClerk(events []projections.Event, asOf eventlog.Position, scope access.Scope) *clerk {
	c := &clerk{asOf: asOf, scope: scope}
	for _, e := range events {
		if asOf == 0 || e.Position <= asOf {
			c.events = append(c.events, e)
		}
	}
	_, c.incidents, _ = known(events, asOf)
	return c
}

// root walks from record to record, up to the one that counts.
func (c *clerk) root(id uuid.UUID) uuid.UUID {
	if i, there := c.incidents[id]; !there || i.Withdrawn {
		return uuid.Nil
	}
	for range c.incidents {
		if countsByItself(id, c.incidents) {
			return id
		}
		next := c.incidents[id].MergedInto
		if target, there := c.incidents[next]; !there || target.Withdrawn {
			return uuid.Nil
		}
		id = next
	}
	return uuid.Nil
}

// elements are all of one unit, by the id that its record key is made from.
func (c *clerk) elements(unit figures.Unit) map[string]*element {
	all := map[string]*element{}
	of := func(id fmt.Stringer) *element {
		if all[id.String()] == nil {
			all[id.String()] = &element{}
		}
		return all[id.String()]
	}
	switch unit {
	case figures.CountWorkers:
		c.workers(all)
	case figures.CountAangiften:
		for id, a := range fold(c, aangifte.Decider.Evolve) {
			if a.Employer != uuid.Nil && !a.Retracted && c.scope.Includes(a.Employer) {
				of(id).madeUp = c.firstInvented(id)
				of(id).add(c.rootsOf(a.Incidents)...)
			}
		}
	default:
		c.prosecuted(unit, of)
	}
	made := inventedIn(c.events)
	for _, e := range all {
		if unit == figures.CountWorkers {
			break
		}
		says := sideBySide{figures.Step: e.own[figures.Step], figures.Invented: {"NO"}}
		if e.madeUp || slices.ContainsFunc(e.roots, func(id uuid.UUID) bool { return made[id] }) {
			says[figures.Invented] = []codes.Code{"YES"}
		}
		e.own = says
	}
	return all
}

func fold[S any, E decider.Event](c *clerk, evolve func(S, E) S) map[uuid.UUID]S {
	all := map[uuid.UUID]S{}
	for _, e := range c.events {
		if body, is := e.Body.(E); is {
			all[e.Stream.ID] = evolve(all[e.Stream.ID], body)
		}
	}
	return all
}

// firstInvented is of what began it: an aangifte or a case that is there.
func (c *clerk) firstInvented(id uuid.UUID) bool {
	for _, e := range c.events {
		switch e.Body.(type) {
		case aangifte.Made, prosecution.Opened:
			if e.Stream.ID == id {
				return e.Invented
			}
		}
	}
	return false
}

func (c *clerk) rootsOf(ids []uuid.UUID) (roots []uuid.UUID) {
	for _, id := range ids {
		roots = append(roots, c.root(id))
	}
	return roots
}

// prosecuted finds suspects, cases and steps.
func (c *clerk) prosecuted(unit figures.Unit, of func(fmt.Stringer) *element) {
	cases := map[uuid.UUID]prosecution.Case{}
	for id, k := range fold(c, prosecution.Decider.Evolve) {
		if k.Employer != uuid.Nil && c.scope.Includes(k.Employer) {
			cases[id] = k
		}
	}
	stands := func(id uuid.UUID) uuid.UUID {
		for {
			into := cases[id].MergedInto
			if _, there := cases[into]; !there || into == id {
				return id
			}
			id = into
		}
	}
	whole := map[uuid.UUID]*element{}
	accused := map[uuid.UUID][]uuid.UUID{}
	for id, k := range cases {
		root := stands(id)
		if whole[root] == nil {
			whole[root] = &element{}
		}
		whole[root].add(c.rootsOf(k.Incidents)...)
		whole[root].madeUp = whole[root].madeUp || c.firstInvented(id)
		if k.Suspect != uuid.Nil && (id == root || cases[root].Suspect == uuid.Nil) {
			accused[root] = append(accused[root], k.Suspect)
		}
	}
	switch unit {
	case figures.CountCases:
		for id, e := range whole {
			*of(id) = *e
		}
	case figures.CountSuspects:
		for id, i := range c.incidents {
			for _, l := range i.Suspects {
				if root := c.root(id); root != uuid.Nil && l.Suspect != uuid.Nil && c.scope.Includes(c.incidents[root].Employer) {
					of(l.Suspect).add(root)
				}
			}
		}
		for root, files := range accused {
			for _, file := range files {
				of(file).add(whole[root].roots...)
				of(file).madeUp = of(file).madeUp || whole[root].madeUp
			}
		}
	case figures.CountSteps:
		withdrawn, heardOf := map[uuid.UUID]bool{}, map[uuid.UUID]bool{}
		for _, e := range c.events {
			if gone, is := e.Body.(prosecution.NoticeWithdrawn); is && cases[e.Stream.ID].Employer != uuid.Nil {
				withdrawn[facts.StepKey(e.Stream.ID, gone.ID)] = true
			}
		}
		for _, e := range c.events {
			body, is := e.Body.(prosecution.NoticeReceived)
			if corrected, also := e.Body.(prosecution.NoticeCorrected); also && heardOf[facts.StepKey(e.Stream.ID, corrected.ID)] {
				body.Notice, is = corrected.Notice, true
			}
			heardOf[facts.StepKey(e.Stream.ID, body.ID)] = heardOf[facts.StepKey(e.Stream.ID, body.ID)] || is
			if _, there := cases[e.Stream.ID]; is && there && !withdrawn[facts.StepKey(e.Stream.ID, body.ID)] {
				*of(facts.StepKey(e.Stream.ID, body.ID)) = *whole[stands(e.Stream.ID)]
				of(facts.StepKey(e.Stream.ID, body.ID)).own = sideBySide{figures.Step: {body.Told.Value.Step}}
			}
		}
	}
}

// workers counts, for each incident, its named workers by who was recorded first, and of
// those that nobody named as many as are left of the largest count.
func (c *clerk) workers(all map[string]*element) {
	same := sameIn(c.events, 0)
	first := map[[2]uuid.UUID]uuid.UUID{} // by incident and worker: the involvement
	told := map[[2]uuid.UUID][]harmTold{}
	began := map[uuid.UUID]eventlog.Position{}
	for _, e := range c.events {
		var workers []incident.Worker
		switch body := e.Body.(type) {
		case incident.Registered:
			workers = body.Workers
		case incident.DetailsAdded:
			workers = body.Workers
		}
		for _, w := range workers {
			key := facts.InvolvementKey(e.Stream.ID, w.Person)
			if _, known := began[key]; !known {
				began[key] = e.Position
			}
			root := c.root(e.Stream.ID)
			if root == uuid.Nil {
				continue
			}
			who := [2]uuid.UUID{root, same.Of(w.Person)}
			told[who] = append(told[who], harmTold{key: key, began: began[key], ownRecord: e.Stream.ID == root, ownName: w.Person == who[1], of: c.healthOf(e.Stream.ID, w.Person)})
			old, known := first[who]
			if !known || began[key] < began[old] || began[key] == began[old] && bytes.Compare(key[:], old[:]) < 0 {
				first[who] = key
			}
		}
	}
	named, most := map[uuid.UUID]int{}, map[uuid.UUID]uuid.UUID{}
	for who, key := range first {
		named[who[0]]++
		all[key.String()] = &element{roots: []uuid.UUID{who[0]}, own: harmsOfOne(told[who])}
	}
	hit := func(id uuid.UUID) int { return c.incidents[id].Once(same).HitCount().Number }
	for id := range c.incidents {
		root := c.root(id)
		if root == uuid.Nil {
			continue
		}
		old, known := most[root]
		if !known || hit(id) > hit(old) || hit(id) == hit(old) && old != root && (id == root || bytes.Compare(id[:], old[:]) < 0) {
			most[root] = id
		}
	}
	for root, id := range most {
		for n := 1; n <= hit(id)-named[root]; n++ {
			all[fmt.Sprintf("%s#%d", id, n)] = &element{roots: []uuid.UUID{root}, own: harmsOfOne(nil)}
		}
	}
}

// noIncident is where something stands that is of no incident.
const noIncident codes.Code = "NO_INCIDENT"

// recountUnits is which elements lie in which cells, from the cells of their incidents.
func recountUnits(events []projections.Event, q figures.Question, by eventlog.Position, scope access.Scope, in func(id string, cell [2]codes.Code)) map[string]*element {
	cells := map[uuid.UUID][][2]codes.Code{}
	whole := q
	q = ofIncidents(q)
	recountEach(events, q, by, scope, func(id uuid.UUID, cell [2]codes.Code) { cells[id] = append(cells[id], cell) })
	narrowed := len(q.Filters) > 0 || q.Base != figures.All || q.Period != figures.Period{}
	counted := map[string]*element{}
	for id, e := range newClerk(events, q.AsOf, scope).elements(q.Unit) {
		lies := map[[2]codes.Code]bool{}
		for _, root := range e.roots {
			for _, cell := range cells[root] {
				lies[cell] = true
			}
		}
		if len(e.roots) == 0 && !narrowed {
			row, column := ofNone(q.Rows), ofNone(q.Columns) // everything, where it answers itself
			lies = map[[2]codes.Code]bool{{"", ""}: true, {row, ""}: true, {"", column}: true, {row, column}: true}
		}
		if !e.passes(whole) {
			continue
		}
		for cell := range e.answering(whole, lies) {
			in(id, cell)
			counted[id] = e
		}
	}
	return counted
}

// itsOwn are the dimensions that something is asked itself, whatever its incidents are.
var itsOwn = map[figures.Unit][]figures.Dimension{
	figures.CountWorkers: {figures.Injury, figures.MindInjury, figures.Absence, figures.Exposure}, figures.CountSteps: {figures.Step, figures.Invented},
	figures.CountSuspects: {figures.Invented}, figures.CountAangiften: {figures.Invented}, figures.CountCases: {figures.Invented},
}

// ofIncidents is what a question asks of incidents.
func ofIncidents(q figures.Question) figures.Question {
	q.Filters = maps.Clone(q.Filters)
	for _, d := range itsOwn[q.Unit] {
		for _, of := range []*figures.Dimension{&q.Rows, &q.Columns, &q.Base} {
			if *of == d {
				*of = figures.All
			}
		}
		delete(q.Filters, d)
	}
	return q
}

func (e *element) passes(q figures.Question) bool {
	for _, d := range itsOwn[q.Unit] {
		any, filtered := q.Filters[d]
		if filtered && !slices.ContainsFunc(e.own[d], func(c codes.Code) bool { return slices.Contains(any, c) }) {
			return false
		}
		if q.Base != d {
			continue
		}
		if _, none := kinds[e.own[d][0]]; none {
			return false
		}
	}
	return true
}

// answering puts what it says itself in the place of everything.
func (e *element) answering(q figures.Question, lies map[[2]codes.Code]bool) map[[2]codes.Code]bool {
	values := func(d figures.Dimension, code codes.Code) []codes.Code {
		if code != "" && slices.Contains(itsOwn[q.Unit], d) {
			return e.own[d]
		}
		return []codes.Code{code}
	}
	cells := map[[2]codes.Code]bool{}
	for cell := range lies {
		for _, row := range values(q.Rows, cell[0]) {
			for _, column := range values(q.Columns, cell[1]) {
				cells[[2]codes.Code{row, column}] = true
			}
		}
	}
	return cells
}

// harmTold is what one record tells of one worker.
type harmTold struct {
	key                uuid.UUID
	began              eventlog.Position
	ownRecord, ownName bool
	of                 person.Held[person.Health]
}

func (c *clerk) healthOf(id, who uuid.UUID) person.Held[person.Health] {
	for _, w := range c.incidents[id].Workers {
		if w.Person == who {
			return w.Health
		}
	}
	panic("nobody takes a worker out of a record")
}

func saysAnything(h person.Held[person.Health]) bool {
	return h.State == person.Forgotten || facts.HealthText(h.Value) != facts.HealthText(person.Health{})
}

// harmsOfOne is what was done to one worker by all that is told of him: by who tells anything, then
// the record that counts, then his own name, then who was first.
func harmsOfOne(all []harmTold) sideBySide {
	slices.SortStableFunc(all, func(a, b harmTold) int {
		yes := func(of func(harmTold) bool) int {
			switch {
			case of(a) == of(b):
				return 0
			case of(a):
				return -1
			}
			return 1
		}
		return cmp.Or(yes(func(h harmTold) bool { return saysAnything(h.of) }), yes(func(h harmTold) bool { return h.ownRecord }), yes(func(h harmTold) bool { return h.ownName }),
			cmp.Compare(a.began, b.began), bytes.Compare(a.key[:], b.key[:]))
	})
	one := incident.Incident{Workers: []incident.Worker{{}}}
	if len(all) > 0 {
		one.Workers[0].Health = all[0].of
	}
	return harmedOf(one)
}

func ofNone(d figures.Dimension) codes.Code {
	if d == figures.All {
		return figures.Everything
	}
	return noIncident
}
