package api

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
	"ruggensteun/domain/processing"
	"ruggensteun/projections"
	"ruggensteun/projections/disclosure"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

type readings struct {
	mu   sync.Mutex
	list []access.Reading
	// changes are those that were written, and lines the logbook of both.
	changes []access.Reading
	lines   []processing.Record
	fail    error
}

func (r *readings) Record(_ context.Context, all ...access.Reading) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, one := range all {
		lines, err := processing.Records(one, func(kind string, id uuid.UUID) string { return kind + " " + id.String() })
		if err != nil {
			return err
		}
		r.lines = append(r.lines, lines...)
	}
	all = slices.DeleteFunc(slices.Clone(all), func(one access.Reading) bool {
		if one.Changing && r.fail == nil {
			r.changes = append(r.changes, one)
		}
		return one.Changing
	})
	if r.fail == nil {
		r.list = append(r.list, all...)
	}
	return r.fail
}

// tries is the attempts in memory; whose a record is stands in the log.
type tries struct {
	log  eventlog.Log
	mu   sync.Mutex
	list []access.Attempted
	fail error
}

func (r *tries) Keep(ctx context.Context, a access.Attempted, s eventlog.Stream) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	history, err := r.log.ReadStream(ctx, s, 0)
	if err != nil || r.fail != nil {
		return cmp.Or(err, r.fail)
	}
	if len(history) > 0 {
		a.Owner = history[0].Employer
	}
	a.Refused = a.Actor.At(a.Owner, a.Refused)
	r.list = append(r.list, a)
	return nil
}

func (r *tries) List(_ context.Context, scope access.Scope, owner uuid.UUID, before int64, limit int) (page access.AttemptsPage, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := len(r.list) - 1; i >= 0; i-- {
		if n := int64(i + 1); r.list[i].Owner != owner || !scope.Includes(owner) || before > 0 && n >= before {
			continue
		}
		if len(page.Attempts) == limit {
			return page, nil
		}
		page.Attempts, page.Next = append(page.Attempts, r.list[i]), int64(i+1)
	}
	page.Next = 0
	return page, nil
}

type condition struct{ err error }

func (h *condition) Ready(context.Context) error { return h.err }

type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// records keeps the fence that row-level security is in a database.
type records struct{ log eventlog.Log }

func (r records) ReadStreamAs(ctx context.Context, scope access.Scope, s eventlog.Stream) ([]eventlog.Recorded, error) {
	events, err := r.log.ReadStream(ctx, s, 0)
	if err != nil || len(events) == 0 || !scope.Includes(events[0].Employer) {
		return nil, err
	}
	return events, nil
}

// ReadKindAs goes through the whole log, as nobody would who has a database.
func (r records) ReadKindAs(ctx context.Context, scope access.Scope, owner uuid.UUID, category string, after eventlog.Place, upTo eventlog.Position, limit int) ([]eventlog.Recorded, error) {
	all, err := r.log.Read(ctx, 0, 1<<20)
	all = slices.DeleteFunc(all, func(e eventlog.Recorded) bool {
		return e.Employer != owner || !scope.All && scope.Employer != owner || e.Stream.Category != category || e.Position > upTo || comesAfter(e, after) <= 0
	})
	slices.SortFunc(all, func(x, y eventlog.Recorded) int { return comesAfter(x, eventlog.PlaceOf(y)) })
	return all[:min(limit, len(all))], err
}

func (r records) CertificatesAs(ctx context.Context, scope access.Scope, owner uuid.UUID, before eventlog.Position, limit int) ([]eventlog.Recorded, error) {
	all, err := r.log.Read(ctx, 0, 1<<20)
	all = slices.DeleteFunc(all, func(e eventlog.Recorded) bool {
		return e.Employer != owner || !scope.Includes(owner) || e.Type != "certificate.issued.v1" || e.Position >= before
	})
	slices.Reverse(all)
	return all[:min(limit, len(all))], err
}

func comesAfter(e eventlog.Recorded, at eventlog.Place) int {
	if at.Version == 0 {
		return 1
	}
	return cmp.Or(strings.Compare(e.Stream.String(), at.Stream.String()), cmp.Compare(e.Version, at.Version))
}

func (r records) CountKindsAs(ctx context.Context, _ access.Scope, owner uuid.UUID, upTo eventlog.Position) (map[string]export.Count, error) {
	all, err := r.log.Read(ctx, 0, 1<<20)
	counts := map[string]export.Count{}
	for _, e := range all {
		if e.Employer == owner && e.Position <= upTo {
			n := counts[e.Stream.Category]
			n.Events++
			if eventlog.Invented(e.Metadata) {
				n.Invented++
			}
			counts[e.Stream.Category] = n
		}
	}
	return counts, err
}

func (r records) ReadCategoryAs(ctx context.Context, scope access.Scope, category string) ([]eventlog.Recorded, error) {
	events, err := r.log.Read(ctx, 0, 1<<20)
	return slices.DeleteFunc(slices.Clone(events), func(e eventlog.Recorded) bool { return e.Stream.Category != category || !scope.Includes(e.Employer) }), err
}

// history finds positions the way a database does: by when they were recorded.
type history struct {
	log eventlog.Log
	now func() time.Time
}

func (h history) Now(context.Context) (time.Time, error) { return h.now(), nil }

func (h history) PositionAt(ctx context.Context, at time.Time) (eventlog.Position, error) {
	events, err := h.log.Read(ctx, 0, 1<<20)
	var p eventlog.Position
	for _, e := range events {
		if !e.RecordedAt.After(at) {
			p = e.Position
		}
	}
	return p, err
}

// follower is the figures, folded from the log whenever they are asked for,
// unless they are held back.
type follower struct {
	*figures.Engine
	log   eventlog.Log
	codec *eventjson.Codec

	mu        sync.Mutex
	incidents map[uuid.UUID]facts.Version[facts.Incident]
	involved  map[uuid.UUID]facts.Version[facts.Involvement]
	employers map[uuid.UUID]facts.Version[facts.Employer]
	profiles  map[uuid.UUID]facts.Version[facts.Profile]
	histories map[uuid.UUID]facts.Version[facts.History]
	cleared   map[uuid.UUID]facts.Version[facts.Clearance]
	cases     map[uuid.UUID]facts.Version[facts.Case]
	steps     map[uuid.UUID]facts.Version[facts.Step]
	damages   map[uuid.UUID]facts.Version[facts.Damage]
	aangiften map[uuid.UUID]facts.Version[facts.Aangifte]
	care      map[uuid.UUID]facts.Version[facts.Care]
	tables    map[uuid.UUID]facts.Version[facts.Reference]
	held      bool
	awaited   eventlog.Position
}

func newFollower(t testing.TB, log eventlog.Log, codec *eventjson.Codec) *follower {
	engine, err := figures.New(time.LoadLocation)
	must(t, err)
	key, err := disclosure.NewKey([]byte("an invented key, of 32 bytes too"))
	must(t, err)
	engine.Protect(key, disclosure.Default())
	return &follower{
		Engine: engine, log: log, codec: codec,
		incidents: map[uuid.UUID]facts.Version[facts.Incident]{}, involved: map[uuid.UUID]facts.Version[facts.Involvement]{},
		employers: map[uuid.UUID]facts.Version[facts.Employer]{}, profiles: map[uuid.UUID]facts.Version[facts.Profile]{},
		histories: map[uuid.UUID]facts.Version[facts.History]{}, cleared: map[uuid.UUID]facts.Version[facts.Clearance]{},
		cases: map[uuid.UUID]facts.Version[facts.Case]{}, steps: map[uuid.UUID]facts.Version[facts.Step]{},
		damages: map[uuid.UUID]facts.Version[facts.Damage]{}, aangiften: map[uuid.UUID]facts.Version[facts.Aangifte]{},
		care: map[uuid.UUID]facts.Version[facts.Care]{}, tables: map[uuid.UUID]facts.Version[facts.Reference]{},
	}
}

func (f *follower) Await(ctx context.Context, p eventlog.Position) error {
	f.mu.Lock()
	f.awaited = p
	f.mu.Unlock()
	return errors.Join(f.follow(ctx), f.Engine.Await(ctx, p))
}

func (f *follower) Ask(q figures.Question, s access.Scope) (figures.Answer, error) {
	if err := f.follow(context.Background()); err != nil {
		return figures.Answer{}, err
	}
	return f.Engine.Ask(q, s)
}

func (f *follower) Funnel(q figures.Question, s access.Scope) (figures.Funnel, error) {
	if err := f.follow(context.Background()); err != nil {
		return figures.Funnel{}, err
	}
	return f.Engine.Funnel(q, s)
}

func (f *follower) Change(q figures.Question, since figures.Moment, s access.Scope) (figures.Change, error) {
	if err := f.follow(context.Background()); err != nil {
		return figures.Change{}, err
	}
	return f.Engine.Change(q, since, s)
}

func (f *follower) follow(ctx context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.held {
		return nil
	}
	recorded, err := f.log.Read(ctx, f.Position(), 1<<20)
	if err != nil || len(recorded) == 0 {
		return err
	}
	bodies, err := f.codec.Decode(ctx, recorded)
	if err != nil {
		return err
	}
	batch := figures.Batch{Through: recorded[len(recorded)-1].Position}
	for i, r := range recorded {
		e := projections.Event{Position: r.Position, Stream: r.Stream, Version: r.Version, Employer: r.Employer, RecordedAt: r.RecordedAt, Body: bodies[i], Invented: eventlog.Invented(r.Metadata)}
		batch.References = append(batch.References, fold(facts.References, f.tables, e)...)
		batch.Incidents = append(batch.Incidents, fold(facts.Incidents, f.incidents, e)...)
		batch.Involvements = append(batch.Involvements, fold(facts.Involvements, f.involved, e)...)
		batch.Profiles = append(batch.Profiles, fold(facts.Profiles, f.profiles, e)...)
		batch.Histories = append(batch.Histories, fold(facts.Histories, f.histories, e)...)
		batch.Clearances = append(batch.Clearances, fold(facts.Clearances, f.cleared, e)...)
		batch.Cases = append(batch.Cases, fold(facts.Cases, f.cases, e)...)
		batch.Steps = append(batch.Steps, fold(facts.Steps, f.steps, e)...)
		batch.Damages = append(batch.Damages, fold(facts.Damages, f.damages, e)...)
		batch.Aangiften = append(batch.Aangiften, fold(facts.Aangiften, f.aangiften, e)...)
		fold(facts.Cares, f.care, e)
		batch.Employers = append(batch.Employers, fold(facts.Employers, f.employers, e)...)
	}
	return f.Apply(batch)
}

func fold[R any](table projections.Spec[R], rows map[uuid.UUID]facts.Version[R], e projections.Event) []facts.Version[R] {
	var versions []facts.Version[R]
	for _, key := range table.Touches(e).Keys {
		v, exists := rows[key]
		v.Key = key
		after, head, changed := table.Fold(v.Row, exists, v.Head, e)
		if changed {
			head.Key, head.Position = key, e.Position
			rows[key] = facts.Version[R]{Head: head, Row: after}
			versions = append(versions, rows[key])
		}
	}
	return versions
}
