package clocks

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/pseudonym"
	"ruggensteun/projections"
	"ruggensteun/projections/worklist"
)

// source reads what a file is counted from: the work on it first, see tell. The zero
// Source is that of no file.
func (k *Keeper) source(ctx context.Context, id uuid.UUID) (worklist.Source, eventlog.Version, error) {
	r := reading{Keeper: k, ctx: ctx, told: map[uuid.UUID]told{}}
	s := worklist.Source{ID: id}
	s.Position = r.head()
	work := r.history(casework.Stream(id))
	s.Work = folded(casework.Decider, work)
	own := r.ofCase(&s)
	if len(own) == 0 {
		own = r.ofCare(&s)
	}
	if r.err != nil || len(own) == 0 {
		return worklist.Source{}, 0, r.err
	}
	s.Invented = own[0].Invented
	used := r.history(agreement.UseStream(id))
	s.Uses = folded(agreement.UseDecider, used)
	for _, id := range s.Within[min(1, len(s.Within)):] {
		theirs := r.history(agreement.UseStream(id))
		s.Uses = s.Uses.Beside(folded(agreement.UseDecider, theirs))
		used = append(used, theirs...)
	}
	s.Active, s.OfferedAt = worklist.ActiveAt(own, work, used), worklist.OfferedAt(work)
	r.ground(&s, s.File().Employer)
	if s.Now = k.now(ctx).UTC().Truncate(time.Microsecond); s.Now.Before(s.Work.CountedAt) {
		s.Now = s.Work.CountedAt // somebody's clock is ahead of ours
	}
	version := eventlog.Version(0)
	if len(work) > 0 {
		version = work[len(work)-1].Version
	}
	return s, version, r.err
}

// reading reads streams until one cannot be read.
type reading struct {
	*Keeper
	ctx  context.Context
	told map[uuid.UUID]told
	err  error
}

// told is an incident, and when it was recorded.
type told struct {
	state      incident.Incident
	registered time.Time
}

func (r *reading) head() eventlog.Position {
	head, err := r.Log.Head(r.ctx)
	r.failed("the log", err)
	return head
}

func (r *reading) failed(what any, err error) {
	if err != nil && r.err == nil {
		r.err = fmt.Errorf("read %v to count terms: %w", what, err)
	}
}

func (r *reading) history(s eventlog.Stream) []projections.Event {
	if r.err != nil {
		return nil
	}
	recorded, err := r.Log.ReadStream(r.ctx, s, 0)
	if err != nil || len(recorded) == 0 {
		r.failed(s, err)
		return nil
	}
	bodies, err := r.Codec.Decode(r.ctx, recorded)
	if err != nil {
		r.failed(s, err)
		return nil
	}
	events := make([]projections.Event, len(recorded))
	for i, e := range recorded {
		meta, err := eventlog.ParseMeta(e.Metadata)
		r.failed(s, err)
		events[i] = projections.Event{
			Position: e.Position, Stream: e.Stream, Version: e.Version, Employer: e.Employer, RecordedAt: e.RecordedAt.UTC(),
			Body: bodies[i], Meta: meta, Invented: eventlog.Invented(e.Metadata),
		}
	}
	return events
}

// folded leaves out events whose payload was removed.
func folded[C, S any, E decider.Event](d decider.Decider[C, S, E], history []projections.Event) S {
	state := d.Initial
	for _, e := range history {
		if body, is := e.Body.(E); is {
			state = d.Evolve(state, body)
		}
	}
	return state
}

// ofCase reads a case with all that was merged into it; what people do about those is
// done about it. It gives nothing when there is no such case.
func (r *reading) ofCase(s *worklist.Source) (all []projections.Event) {
	histories := map[uuid.UUID][]projections.Event{}
	family, _ := prosecution.FamilyOf(s.ID, prosecution.ByWorker(func(id uuid.UUID) (prosecution.Case, error) {
		histories[id] = r.history(prosecution.Stream(id))
		return folded(prosecution.Decider, histories[id]), r.err
	}, func(id uuid.UUID) (pseudonym.State, error) {
		s.Under = append(s.Under, id) // a merge of his changes who must be told
		return folded(pseudonym.Decider, r.history(pseudonym.Stream(id))), r.err
	}))
	if r.err != nil || !family.State(s.ID).Opened() {
		return nil
	}
	s.Case = family.Of(s.ID)
	s.ClosedAt = worklist.ClosedAt(histories[s.ID])
	s.Within = []uuid.UUID{s.ID}
	for i := 0; i < len(s.Within); i++ {
		all = append(all, histories[s.Within[i]]...)
		s.Within = append(s.Within, family.State(s.Within[i]).Merged...)
	}
	if s.Case.Unreadable() > 0 {
		s.Forgotten = worklist.ForgottenAt(all)
	}
	for _, id := range s.Case.Incidents {
		s.Beside = append(s.Beside, r.occurred(s, id)...)
	}
	for _, id := range s.Case.Aangiften {
		s.Beside = append(s.Beside, worklist.Made(folded(aangifte.Decider, r.history(aangifte.Stream(id))))...)
	}
	return all
}

// ofCare reads a file of care with those of the same worker after the same incident, which
// may have been recorded under two pseudonyms, or twice. All of
// them are counted as the one that stands, and the others as closed.
func (r *reading) ofCare(s *worklist.Source) (all []projections.Event) {
	histories := map[uuid.UUID][]projections.Event{}
	group, _ := aftercare.GroupOf(s.ID, aftercare.Records{
		Care: func(id uuid.UUID) (aftercare.Care, error) {
			histories[id] = r.history(aftercare.Stream(id))
			if id != s.ID {
				s.Under = append(s.Under, id) // also one that was not begun yet
			}
			return folded(aftercare.Decider, histories[id]), r.err
		},
		Who: func(id uuid.UUID) (pseudonym.State, error) {
			s.Under = append(s.Under, id)
			return folded(pseudonym.Decider, r.history(pseudonym.Stream(id))), r.err
		},
		Happened: func(id uuid.UUID) (incident.Incident, error) {
			s.Under = append(s.Under, id)
			return r.happened(id).state, r.err
		},
	})
	if r.err != nil || len(histories[s.ID]) == 0 {
		return nil
	}
	if s.Care = folded(aftercare.Decider, histories[s.ID]); group.Stands() != s.ID {
		s.Followed = group.Stands()
		return histories[s.ID]
	}
	s.Care = group.Whole()
	for _, o := range group {
		all, s.Within = append(all, histories[o.ID]...), append(s.Within, o.ID)
		if s.Care.Unreadable() > 0 {
			s.Forgotten = later(s.Forgotten, worklist.ForgottenAt(r.history(erasure.Stream(o.State.Worker))))
		}
	}
	s.Beside = r.occurred(s, s.Care.Incident)
	return all
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// occurred is that an incident happened, as the record has it that it counts under: who
// finds that two are one has said which of them is right. What is told of that record
// concerns the file from then on.
func (r *reading) occurred(s *worklist.Source, id uuid.UUID) []agreement.Happened {
	root := incident.Root(id, func(id uuid.UUID) incident.Incident {
		s.Under = append(s.Under, id)
		return r.happened(id).state
	})
	told := r.happened(root)
	s.Units = append(s.Units, cmp.Or(codes.Code(told.state.Place.Unit), codes.NotRecorded))
	return worklist.Occurred(told.state, told.registered)
}

// happened reads each incident once.
func (r *reading) happened(id uuid.UUID) told {
	t, known := r.told[id]
	if known {
		return t
	}
	history := r.history(incident.Stream(id))
	if t.state = folded(incident.Decider, history); len(history) > 0 {
		t.registered = history[0].RecordedAt
	}
	r.told[id] = t
	return t
}

// ground reads the agreements of the employer and where it counts days.
func (r *reading) ground(s *worklist.Source, of uuid.UUID) {
	store := folded(agreement.Decider, r.history(agreement.Stream(uuid.Nil)))
	own := folded(agreement.Decider, r.history(agreement.Stream(of)))
	s.Set = agreement.Together(agreement.Shipped(), store, own)
	e := folded(employer.Decider, r.history(employer.Stream(of)))
	if r.err != nil {
		return
	}
	if e.Zone == "" {
		e.Zone = employer.DefaultZone
	}
	zone, err := time.LoadLocation(e.Zone)
	r.failed(employer.Stream(of), err)
	s.Place = agreement.Place{Calendar: calendar.New(calendar.Decrees(), e.Holidays), Zone: zone}
}
