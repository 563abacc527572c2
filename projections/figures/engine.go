package figures

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/disclosure"
)

// Engine holds the columns. It is safe for any number of readers beside the one
// who applies.
type Engine struct {
	zone   func(name string) (*time.Location, error)
	latest atomic.Pointer[snapshot]

	feeding sync.Mutex // one at a time reads from a source

	// Everything below belongs to whoever applies.
	writer       sync.Mutex
	clocks       map[string]*clock
	dictionaries [columnCount]*dictionary
	numbers      map[uuid.UUID]uint16 // of employers
	ties         ties
	injuries     injuries
	pseudonyms   pseudonyms
	suspects     suspects
	casebook     casebook

	method  *disclosure.Method // nil: no protected figures
	cellKey string             // its fingerprint
	printed printedTables
	besides printedTables // what stands beside others, which is asked for with each of them
}

// New gives an empty engine. Zones come in as a function because they are read
// from the system or from the program, and neither is ours to choose.
func New(zone func(name string) (*time.Location, error)) (*Engine, error) {
	e := &Engine{
		zone:    zone,
		clocks:  map[string]*clock{},
		numbers: map[uuid.UUID]uint16{},
		ties:    newTies(), suspects: newSuspects(), casebook: newCasebook(),
		pseudonyms: pseudonyms{into: map[shadow]shadow{}},
	}
	for i := range e.dictionaries {
		e.dictionaries[i] = newDictionary()
	}
	e.dictionaries[inventedColumn].number(one(notInvented))
	for _, d := range e.dictionaries {
		d.number(nil) // the first number takes no room, see column: what is mostly said
	}
	e.injuries = newInjuries(e.dictionaries[harmedColumn], e.dictionaries[exposureColumn])
	if _, err := e.clock(employer.DefaultZone); err != nil {
		return nil, err
	}
	e.latest.Store(&snapshot{next: make(chan struct{})})
	return e, nil
}

// Position is how far the answers go.
func (e *Engine) Position() eventlog.Position { return e.latest.Load().position }

// Await returns as soon as the answers go as far as a position, or the
// context's error.
func (e *Engine) Await(ctx context.Context, p eventlog.Position) error {
	for {
		s := e.latest.Load()
		if s.position >= p {
			return nil
		}
		select {
		case <-s.next:
		case <-ctx.Done():
			return fmt.Errorf("wait for figures as of position %d, now at %d: %w", p, s.position, ctx.Err())
		}
	}
}

// Apply takes in what the facts say next: all of it, or nothing and an error.
func (e *Engine) Apply(b Batch) error {
	e.writer.Lock()
	defer e.writer.Unlock()
	before := e.latest.Load()
	if err := b.check(before.position); err != nil {
		return fmt.Errorf("apply facts through position %d: %w", b.Through, err)
	}
	staged, err := e.stage(before, b)
	if err != nil {
		return fmt.Errorf("apply facts through position %d: %w", b.Through, err)
	}
	e.commit(before, staged, b)
	return nil
}

// commit writes beyond what any reader looks at, then shows it to all at once.
func (e *Engine) commit(before *snapshot, s staging, b Batch) {
	after := &snapshot{
		position: b.Through, versions: before.versions, chunks: before.chunks,
		employers: s.employers, references: append(slices.Clip(before.references), b.References...), next: make(chan struct{}),
		turns: turned(before.turns, b), quarters: quartersOf(before.quarters, &b),
	}
	e.lookUp(&b)
	waiting := b.Beside.inOrder()
	for _, staged := range s.entries {
		waiting = e.takeBeside(after, waiting, staged.began, staged.incident)
		e.take(after, staged)
	}
	e.takeBeside(after, waiting, b.Through, uuid.Nil)
	e.prosecuted(&b)
	after.books = e.casebook.shown(e.ties.numbered)
	after.keys = e.ties.keys
	for i, d := range e.dictionaries {
		after.answers[i] = d.answers
	}
	e.latest.Store(after)
	close(before.next)
}

// take writes a version, and one of each other incident that shows something else
// from there on because of it: those that were merged with it, and those of the same
// suspects.
func (e *Engine) take(s *snapshot, staged entry) {
	counted := e.ties.counted(staged.incident)
	e.noteTies(staged)
	e.ties.take(staged.incident, staged.tie)
	files := e.suspects.take(staged.incident, staged.suspected)
	e.settle(&staged)
	e.put(s, staged)
	if staged.hidden == counted {
		files = append(files, e.suspects.behind(staged.incident)...)
	}
	for _, id := range e.ties.behind(staged.incident) {
		if e.again(s, id, staged.began) {
			files = append(files, e.suspects.behind(id)...)
		}
	}
	for _, file := range files {
		for _, id := range e.suspects.linked[file] {
			e.again(s, id, staged.began)
		}
	}
}

// again writes the last version of an incident once more, if something that it does
// not tell itself has changed, and tells whether it counts otherwise.
func (e *Engine) again(s *snapshot, id uuid.UUID, began eventlog.Position) bool {
	last := e.ties.of(id)
	if last.at == noSuccessor {
		return false
	}
	before := s.entryAt(last.at)
	after := before
	after.incident = id
	if e.settle(&after); after.hidden != before.hidden || after.answers != before.answers {
		after.began = began
		e.put(s, after)
	}
	return after.hidden != before.hidden
}

// settle fills in what follows from other rows than the incident's own.
func (e *Engine) settle(v *entry) {
	last := e.ties.of(v.incident)
	v.stands = e.ties.stands(v.incident)
	v.hidden = v.stands != byItself
	v.answers[harmedColumn], v.answers[exposureColumn] = e.injuries.answers(last.injuries, last.nobodyHit, e.pseudonyms.of)
	if named := e.named(last.injuries); named > 0 {
		v.answers[hitColumn] = e.dictionaries[hitColumn].number(hitBand(max(named, int(last.counted))))
	}
	v.answers[repeatedColumn] = e.dictionaries[repeatedColumn].number(e.suspects.nth(v.incident, e.ties.counted))
	v.answers[ageColumn] = e.dictionaries[ageColumn].number(e.suspects.age(v.incident))
	v.answers[recalledColumn] = e.dictionaries[recalledColumn].number(e.suspects.told(v.incident))
}

// put writes a version behind all others, in the place of the incident's last.
func (e *Engine) put(s *snapshot, v entry) {
	v.number = e.ties.number(v.incident)
	if e.method != nil {
		v.key = e.ties.keys.at(v.number)
	}
	at := s.versions
	v.before = e.ties.moved(v.incident, at)
	if v.before != noSuccessor {
		v.changed = s.changedBy(v)
	}
	if at%chunkSize == 0 {
		s.chunks = append(s.chunks, e.newChunk())
	}
	s.chunks[at/chunkSize].put(at, v)
	s.versions++
	if v.before != noSuccessor {
		c, i := s.chunks[v.before/chunkSize], v.before%chunkSize
		c.successor[i].CompareAndSwap(noSuccessor, at)
		c.after[i].Store(at)
	}
}

func (e *Engine) newChunk() *chunk {
	c := new(chunk)
	if e.method != nil {
		c.keys = new([chunkSize]uint64)
	}
	return c
}

// noteTies keeps, for funnels, what an incident was merged into and who did it, where a
// version says otherwise than the one before.
func (e *Engine) noteTies(staged entry) {
	e.casebook.noteUnits(staged, &e.ties)
	if was := e.ties.into[staged.incident]; was != staged.tie.into {
		into := uint32(0)
		if staged.tie.into != uuid.Nil {
			into = e.ties.number(staged.tie.into)
		}
		e.casebook.merges.put(staged.incident, staged.began, mergeRow{e.ties.number(staged.incident), into})
	}
	var files []uuid.UUID
	if staged.suspected != nil {
		for _, l := range staged.suspected.links {
			files = append(files, l.file)
		}
		files = withoutNil(files)
	}
	if _, before := e.casebook.behind.last[staged.incident]; before || len(files) > 0 {
		e.casebook.behind.put(staged.incident, staged.began, behindRow{e.ties.number(staged.incident), shadowsOf(files), turnedInto(files, e.casebook.fileOf)})
	}
}
