package main

import (
	"context"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/projections/doubles"
)

// previewed are incidents that a preview would register, as far as they were not
// compared yet with what is on record. What stands in the file twice is looked for
// once it is imported.
type previewed struct {
	seen  []doubles.Seen
	rows  map[uuid.UUID]int
	found *importDoubles
	until time.Time // how long doubles are looked for; zero: not begun
}

func (p *pump) imagine(v verdict) {
	if p.seen == nil {
		p.seen = &previewed{rows: map[uuid.UUID]int{}, found: &importDoubles{List: []doubledRow{}}}
	}
	if p.seen.found.Why != "" {
		return
	}
	id := uuid.Must(uuid.NewV7()) // of nothing: only to tell them apart
	p.seen.seen = append(p.seen.seen, doubles.Seen{ID: id, Trace: v.trace})
	p.seen.rows[id] = v.record.Rows[0]
}

// compareSeen looks for doubles of what would be registered, when there is enough of
// it or it is the last of it. It has no error: the report says why none were looked for.
func (p *pump) compareSeen(ctx context.Context, last bool) {
	s := p.seen
	if s == nil || len(s.seen) < doublesPage && !last || s.found.Why != "" {
		return
	}
	if err := p.lookAtSeen(ctx, s); err != nil {
		s.found = &importDoubles{List: []doubledRow{}, Why: p.notNow(err)}
	}
	s.seen, s.rows = nil, map[uuid.UUID]int{}
}

func (p *pump) lookAtSeen(ctx context.Context, s *previewed) error {
	if s.until.IsZero() {
		if err := p.actor.May(access.ReadIncident, p.employer.ID); err != nil {
			return err
		}
		if err := p.waitForTraces(ctx); err != nil {
			return err
		}
		s.until = time.Now().Add(doublesTime)
	}
	ctx, cancel := context.WithDeadline(ctx, s.until)
	defer cancel()
	return p.lookNear(ctx, s.found, s.seen, s.rows)
}

// endPreview accounts for what the preview shows of incidents on record.
func (p *pump) endPreview(ctx context.Context) {
	s := p.seen
	if s == nil {
		return
	}
	p.compareSeen(ctx, true)
	found := s.found
	found.Looked = found.Why == ""
	for n := range found.List {
		found.List[n].Incident = uuid.Nil // it is none yet
	}
	if err := p.accountFor(ctx, found); err != nil {
		found = &importDoubles{List: []doubledRow{}, Why: p.notNow(err)}
	}
	p.report.Doubles = found
}
