package figures

import (
	"encoding/binary"
	"math"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
	"ruggensteun/projections/facts"
)

// casebook is what is counted of criminal cases: their rows in small numbers, so that a
// hundred thousand of them with all that was heard fit in memory and a funnel over them
// is counted while somebody waits. Nothing in it is an id that anybody could use.
type casebook struct {
	numbers   map[uuid.UUID]uint32 // of cases and aangiften
	cases     shelf[caseRow]
	steps     shelf[stepRow]
	sums      shelf[sumRow]
	aangiften shelf[aangifteRow]
	hits      shelf[hitRow]
	behind    shelf[behindRow]
	merges    shelf[mergeRow]
	same      shelf[pseudonymRow]
	unitRows
}

// shadow stands for an id where only sameness matters: two pseudonyms of one employer
// with the same one are less likely than a broken disk.
type shadow uint64

func shadowOf(id uuid.UUID) shadow {
	const spread = 0x9e3779b97f4a7c15
	return shadow(binary.BigEndian.Uint64(id[:8])*spread ^ binary.BigEndian.Uint64(id[8:]))
}

func shadowsOf(ids []uuid.UUID) (all []shadow) {
	for _, id := range ids {
		all = append(all, shadowOf(id))
	}
	return all
}

type caseRow struct {
	number    uint32
	employer  uint16
	suspect   shadow // 0 while nobody knows who
	accused   uint32 // the same by the number of the file
	incidents []uint32
	workers   []shadow
	aangiften []uint32
	withdrawn []shadow
	into      uint32 // 1 + the number of what it was merged into; 0 while it stands by itself
	closed    bool
	closedAt  minute // undated while it is open
	invented  bool
}

type stepRow struct {
	number    uint32
	notice    shadow
	of        uint32 // number of the case
	day       calendarDay
	step      uint8 // its place in codes.CaseStep
	kind      uint8 // the same as an answer; see stepAnswers
	outcome   courtOutcome
	confirmed bool // the VPT code
	forgotten bool
}

type courtOutcome uint8

const (
	noOutcome courtOutcome = iota
	otherOutcome
	convicted
	acquitted
	finalOrder // of a penal order that stands
)

type sumRow struct {
	notice                   shadow
	of                       uint32
	awarded, paid, forgotten bool
}

type aangifteRow struct {
	number    uint32
	employer  uint16
	day       calendarDay
	incidents []uint32
	workers   []shadow
	retracted bool
	invented  bool
}

// hitRow is a worker hit, behindRow who did it, mergeRow that two records are of one
// incident.
type hitRow struct {
	incident uint32
	worker   shadow
	number   uint32 // of the involvement
}

type behindRow struct {
	incident uint32
	files    []shadow
	numbers  []uint32 // the same by the numbers of the files
}

type mergeRow struct{ incident, into uint32 }

// calendarDay is a day since 1970 on the clock of the place.
type calendarDay int32

const dayUnknown calendarDay = math.MinInt32

// dayKnown is the day of a moment; dayUnknown where not even the day is known.
func dayKnown(m moment.Moment) calendarDay {
	if !m.Known() || m.Precision == moment.Month {
		return dayUnknown
	}
	return dayIn(m.Local())
}

// dayIn is the day that the clock of a time shows.
func dayIn(t time.Time) calendarDay {
	return calendarDay(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

func (d calendarDay) String() string {
	return time.Unix(int64(d)*24*60*60, 0).UTC().Format(time.DateOnly)
}

func newCasebook() casebook {
	return casebook{
		numbers: map[uuid.UUID]uint32{}, cases: newShelf[caseRow](), steps: newShelf[stepRow](), sums: newShelf[sumRow](),
		aangiften: newShelf[aangifteRow](), hits: newShelf[hitRow](), behind: newShelf[behindRow](), merges: newShelf[mergeRow](), same: newShelf[pseudonymRow](),
		unitRows: newUnitRows(),
	}
}

func (b *casebook) number(id uuid.UUID) uint32 {
	n, known := b.numbers[id]
	if !known {
		n = uint32(len(b.numbers))
		b.numbers[id] = n
	}
	return n
}

// books are what a reader may look at.
type books struct {
	count     int    // of the numbers of cases and aangiften
	incidents uint32 // the highest number of one
	cases     rowsOf[caseRow]
	steps     rowsOf[stepRow]
	sums      rowsOf[sumRow]
	aangiften rowsOf[aangifteRow]
	hits      rowsOf[hitRow]
	behind    rowsOf[behindRow]
	merges    rowsOf[mergeRow]
	same      rowsOf[pseudonymRow]
	unitBooks
}

func (b *casebook) shown(incidents uint32) books {
	return books{
		len(b.numbers), incidents, b.cases.shown(), b.steps.shown(), b.sums.shown(), b.aangiften.shown(), b.hits.shown(), b.behind.shown(), b.merges.shown(), b.same.shown(),
		b.unitRows.shown(),
	}
}

// prosecuted takes in what a batch says of cases.
func (e *Engine) prosecuted(b *Batch) {
	book, employers := &e.casebook, e.numbers
	for i := range b.Cases {
		v := &b.Cases[i]
		book.caseKeys.know(book.number(v.Key), v.Key)
		if v.Row.Invented {
			e.dictionaries[inventedColumn].number(one(invented))
		}
		into := uint32(0)
		if v.Row.MergedInto != uuid.Nil {
			into = book.number(v.Row.MergedInto) + 1
		}
		book.cases.put(v.Key, v.Position, caseRow{
			number: book.number(v.Key), employer: employers[v.Employer], suspect: suspectOf(v.Row.Suspect), accused: book.fileOf(v.Row.Suspect), incidents: e.ties.numbersOf(v.Row.Incidents),
			workers: shadowsOf(v.Row.Workers), aangiften: turnedInto(v.Row.Aangiften, book.number), withdrawn: shadowsOf(v.Row.Withdrawn), into: into,
			closed: v.Row.Closed, closedAt: closedAt(&v.Row), invented: v.Row.Invented,
		})
	}
	for i := range b.Steps {
		v := &b.Steps[i]
		row := stepIn(book.number(v.Row.Case), &v.Row)
		row.number = book.stepNumber(v.Key)
		book.steps.put(v.Key, v.Position, row)
	}
	for i := range b.Damages {
		v := &b.Damages[i]
		row := sumRow{notice: shadowOf(v.Row.Notice), of: book.number(v.Row.Case)}
		sums := v.Row.Amounts.Held()
		row.forgotten = sums.State == person.Forgotten
		for _, a := range sums.Value {
			row.awarded = row.awarded || a.Kind == "AWARDED" && a.Cents > 0
			row.paid = row.paid || (a.Kind == "PAID" || a.Kind == "ADVANCE") && a.Cents > 0
		}
		book.sums.put(v.Key, v.Position, row)
	}
	for i := range b.Aangiften {
		v := &b.Aangiften[i]
		if v.Row.Invented {
			e.dictionaries[inventedColumn].number(one(invented))
		}
		book.aangifteKeys.know(book.number(v.Key), v.Key)
		book.aangiften.put(v.Key, v.Position, aangifteRow{
			number: book.number(v.Key), employer: employers[v.Employer], day: dayKnown(v.Row.On.Moment()), incidents: e.ties.numbersOf(v.Row.Incidents),
			workers: shadowsOf(v.Row.Workers), retracted: v.Row.Retracted, invented: v.Row.Invented,
		})
	}
	for i := range b.Pseudonyms {
		v := &b.Pseudonyms[i]
		book.same.put(v.Key, v.Position, pseudonymRow{shadowOf(v.Key), suspectOf(v.Row.MergedInto)})
	}
	involved := inOrder(b.Involvements)
	for i := range involved {
		v := &involved[i]
		if _, there := book.hits.last[v.Key]; !there { // who was hit stays so
			book.hits.put(v.Key, v.Position, hitRow{e.ties.number(v.Parent), shadowOf(v.Row.Person), book.workers.add(v.Key)})
		}
		e.noteHarm(v, book.hits.at(book.hits.last[v.Key]).number)
	}
}

func closedAt(r *facts.Case) minute {
	if r.ClosedAt == nil {
		return undated
	}
	return minuteOf(*r.ClosedAt)
}

func suspectOf(file uuid.UUID) shadow {
	if file == uuid.Nil {
		return 0
	}
	return shadowOf(file)
}

func turnedInto[T any](ids []uuid.UUID, of func(uuid.UUID) T) (all []T) {
	for _, id := range ids {
		all = append(all, of(id))
	}
	return all
}

func stepIn(of uint32, r *facts.Step) stepRow {
	held := r.Told.Held()
	told := held.Value
	row := stepRow{notice: shadowOf(r.Notice), of: of, day: dayKnown(told.Effect), forgotten: held.State == person.Forgotten}
	place := slices.IndexFunc(codes.CaseStep.Codes, func(e codes.Entry) bool { return e.Code == told.Step })
	row.step, row.kind = uint8(max(place, 0)), stepKind(place, row.forgotten)
	if place < 0 {
		row.forgotten = true // a step that this program does not know says nothing to it
	}
	row.confirmed = told.VPT == "CONFIRMED"
	switch told.Outcome {
	case "", "PENDING", codes.Unknown, codes.NotRecorded:
	case "CONV":
		row.outcome = convicted
	case "ACQ":
		row.outcome = acquitted
	case "SB_FINAL":
		row.outcome = finalOrder
	default:
		row.outcome = otherOutcome
	}
	return row
}
