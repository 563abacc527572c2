package figures

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/employer"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/facts"
)

// check keeps the promise that everything rests on: a version comes once, in
// order, and nothing comes later that lies before.
func (b Batch) check(after eventlog.Position) error {
	if b.Through < after {
		return fmt.Errorf("the columns are at position %d already", after)
	}
	return cmp.Or(
		inTurn("incident", b.Incidents, after, b.Through), inTurn("employer", b.Employers, after, b.Through),
		inTurn("reference", b.References, after, b.Through),
		inTurn("involvement", b.Involvements, after, b.Through), inTurn("profile", b.Profiles, after, b.Through),
		inTurn("history", b.Histories, after, b.Through), inTurn("clearance", b.Clearances, after, b.Through),
		inTurn("pseudonym", b.Pseudonyms, after, b.Through),
		inTurn("case", b.Cases, after, b.Through), inTurn("step of a case", b.Steps, after, b.Through),
		inTurn("damage", b.Damages, after, b.Through), inTurn("aangifte", b.Aangiften, after, b.Through),
	)
}

// staging is a batch made ready, so that writing it cannot fail half-way.
type staging struct {
	employers employers
	owned     bool // the list is ours to change
	entries   []entry
}

func (s *staging) set(number uint16, k known) {
	if !s.owned {
		s.employers, s.owned = slices.Clone(s.employers), true
	}
	// A batch that failed may have left numbers behind that stand for nobody yet.
	for int(number) >= len(s.employers) {
		s.employers = append(s.employers, known{})
	}
	s.employers[number] = k
}

func (e *Engine) stage(before *snapshot, b Batch) (staging, error) {
	s := staging{employers: before.employers, entries: make([]entry, 0, len(b.Incidents))}
	if uint64(before.versions)+uint64(len(b.Incidents)+b.Beside.len()) > maxVersions {
		return s, fmt.Errorf("more than %d row versions do not fit", uint64(maxVersions))
	}
	waiting := b.Employers
	for i := range b.Incidents {
		v := &b.Incidents[i]
		// An incident's hours are those of its employer's zone as known by then.
		for len(waiting) > 0 && waiting[0].Position <= v.Position {
			if err := e.stageEmployer(&s, waiting[0]); err != nil {
				return s, err
			}
			waiting = waiting[1:]
		}
		if err := e.stageIncident(&s, v); err != nil {
			return s, err
		}
	}
	for _, v := range waiting {
		if err := e.stageEmployer(&s, v); err != nil {
			return s, err
		}
	}
	return s, e.stageCases(&s, &b)
}

func (e *Engine) stageEmployer(s *staging, v facts.Version[facts.Employer]) error {
	zone, err := e.clock(v.Row.Zone)
	if err != nil {
		return fmt.Errorf("employer %s: %w", v.Key, err)
	}
	number, err := e.employer(s, v.Key, zone)
	if err != nil {
		return err
	}
	s.set(number, s.employers[number].with(employerVersion{from: v.Position, row: v.Row, clock: zone}))
	return nil
}

func (e *Engine) stageIncident(s *staging, v *facts.Version[facts.Incident]) error {
	number, err := e.employer(s, v.Employer, e.clocks[employer.DefaultZone])
	if err != nil {
		return err
	}
	staged := entry{incident: v.Key, tie: tieOf(v), suspected: suspectedIn(v), began: v.Position, employer: number}
	zone := s.employers[number].last
	staged.occurred, staged.slot = zone.placed(v.Row)
	staged.day = zone.dayAt(staged.occurred, staged.slot)
	for i, d := range recorded {
		if d.answer == nil {
			continue
		}
		staged.answers[i] = e.dictionaries[i].number(d.answer(&v.Row))
	}
	s.entries = append(s.entries, staged)
	return nil
}

// employer numbers an employer; a new one stands in the given zone until more
// is known of it.
func (e *Engine) employer(s *staging, id uuid.UUID, zone *clock) (uint16, error) {
	number, found := e.numbers[id]
	if !found {
		if len(e.numbers) > math.MaxUint16 {
			return 0, fmt.Errorf("employer %s: more than %d employers do not fit", id, math.MaxUint16+1)
		}
		number = uint16(len(e.numbers))
		e.numbers[id] = number
	}
	if int(number) >= len(s.employers) || s.employers[number].first == nil {
		s.set(number, known{id: id, first: zone, last: zone})
	}
	return number, nil
}

func (e *Engine) clock(zone string) (*clock, error) {
	if c, found := e.clocks[zone]; found {
		return c, nil
	}
	location, err := e.zone(zone)
	if err != nil {
		return nil, fmt.Errorf("load time zone %q: %w", zone, err)
	}
	c := newClock(location)
	e.clocks[zone] = c
	return c, nil
}

// stageCases sees to it that the employers of cases have their numbers, also those
// whose registration was redacted.
func (e *Engine) stageCases(s *staging, b *Batch) error {
	number := func(employerID uuid.UUID) error {
		_, err := e.employer(s, employerID, e.clocks[employer.DefaultZone])
		return err
	}
	for i := range b.Cases {
		if err := number(b.Cases[i].Employer); err != nil {
			return err
		}
	}
	for i := range b.Aangiften {
		if err := number(b.Aangiften[i].Employer); err != nil {
			return err
		}
	}
	return nil
}
