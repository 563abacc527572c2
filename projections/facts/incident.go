package facts

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/projections"
)

// Incident is what can be counted of one incident. The hour and the weekday are
// not here: they depend on the employer's zone, which is a fact of another
// stream and may change, so they are made when a question is asked (figures).
type Incident struct {
	OccurredAt *time.Time // nil when nothing at all is known of the time
	Offset     int        // minutes east of UTC that the clock showed there and then
	Precision  moment.Precision
	Finer      codes.Code // why the time is not finer; "" when it is
	ReportedAt time.Time  // when it was typed in
	// ToldAt is when the employer was first told, where somebody said so; of the same
	// shape as the time of the incident.
	ToldAt        *time.Time
	ToldPrecision moment.Precision
	ToldFiner     codes.Code
	RecordedAt    time.Time // of the event that made this version
	PlaceType     codes.Code
	Gemeente      codes.Code
	Unit          codes.Code
	Area          codes.Code // code of one of the employer's own; "" when not told
	// Never nil: a nil slice would be written as NULL, and an empty one means
	// that nothing was recorded.
	Behaviours  []codes.Code
	Professions []codes.Code
	Workers     []uuid.UUID // pseudonyms, each once, in the order in which they were told
	Corrections int
	Withdrawn   bool
	Reason      codes.Code // of the withdrawal; "" while it stands
	MergedInto  uuid.UUID  // zero while it stands by itself; Root (domain/incident) tells what it counts under
	Closing     codes.Code // why it takes no additions; "" while it does

	Occasions   []codes.Code
	Means       []codes.Code // pairs: KNIFE|SHOWN
	Completions []codes.Code // pairs of each behaviour: HIT|ATTEMPTED
	Deployment  codes.Code
	Reach       codes.Code
	Hit         *int       // workers hit as somebody counted them; HitCount has the rule
	HitWhy      codes.Code // why there is no such number; "" when there is
	Grounds     []codes.Code

	Support        codes.Code
	SupportWait    *int         // minutes until the police arrived, when anybody knows
	SupportWhy     codes.Code   // why there is no such number, where somebody said so
	Qualifications []codes.Code // each as it stands on record: see qualificationText

	// Of the course, whatever step it was told of.
	Phases     []codes.Code
	Triggers   []codes.Code // pairs with who judged it: TR_FINE|WORKER
	Amplifiers []codes.Code // pairs with how it is known: ALC|OBSERVED
	Measures   []codes.Code // pairs with what it did: TALK|WORKED

	// One of each for every suspect, in the order told.
	SuspectLinks []uuid.UUID
	SuspectKinds []codes.Code
	SuspectFiles []uuid.UUID  // pseudonyms; zero for who has no file
	SuspectSizes []codes.Code // of a group: a number, or why there is none; "" when not recorded

	Invented bool // told by a demonstration: nobody's record
}

// Incidents is the table of incidents; the key is the incident's id.
var Incidents = projections.Spec[Incident]{
	Name: "incident",
	Columns: []projections.Column{
		{Name: "occurred_at", Type: "timestamptz"},
		{Name: "occurred_offset", Type: "integer NOT NULL"},
		{Name: "occurred_precision", Type: "text NOT NULL"},
		{Name: "occurred_finer", Type: "text NOT NULL"},
		{Name: "reported_at", Type: "timestamptz NOT NULL"},
		{Name: "told_at", Type: "timestamptz"},
		{Name: "told_precision", Type: "text NOT NULL"},
		{Name: "told_finer", Type: "text NOT NULL"},
		{Name: "recorded_at", Type: "timestamptz NOT NULL"},
		{Name: "place_type", Type: "text NOT NULL"},
		{Name: "gemeente", Type: "text NOT NULL"},
		{Name: "unit", Type: "text NOT NULL"},
		{Name: "area", Type: "text NOT NULL"},
		{Name: "behaviours", Type: "text[] NOT NULL"},
		{Name: "professions", Type: "text[] NOT NULL"},
		{Name: "workers", Type: "uuid[] NOT NULL"},
		{Name: "corrections", Type: "integer NOT NULL"},
		{Name: "withdrawn", Type: "boolean NOT NULL"},
		{Name: "withdrawal_reason", Type: "text NOT NULL"},
		{Name: "merged_into", Type: "uuid NOT NULL"},
		{Name: "closing", Type: "text NOT NULL"},
		{Name: "occasions", Type: "text[] NOT NULL"},
		{Name: "means", Type: "text[] NOT NULL"},
		{Name: "completions", Type: "text[] NOT NULL"},
		{Name: "deployment", Type: "text NOT NULL"},
		{Name: "reach", Type: "text NOT NULL"},
		{Name: "hit", Type: "integer"},
		{Name: "hit_why", Type: "text NOT NULL"},
		{Name: "grounds", Type: "text[] NOT NULL"},
		{Name: "support", Type: "text NOT NULL"},
		{Name: "support_wait", Type: "integer"},
		{Name: "support_why", Type: "text NOT NULL"},
		{Name: "qualifications", Type: "text[] NOT NULL"},
		{Name: "phases", Type: "text[] NOT NULL"},
		{Name: "triggers", Type: "text[] NOT NULL"},
		{Name: "amplifiers", Type: "text[] NOT NULL"},
		{Name: "measures", Type: "text[] NOT NULL"},
		{Name: "suspect_links", Type: "uuid[] NOT NULL"},
		{Name: "suspect_kinds", Type: "text[] NOT NULL"},
		{Name: "suspect_files", Type: "uuid[] NOT NULL"},
		{Name: "suspect_sizes", Type: "text[] NOT NULL"},
		{Name: "invented", Type: "boolean NOT NULL"},
	},
	Touches: touchesIncident,
	Fold:    foldIncident,
	Refs: func(r *Incident) []any {
		return []any{
			&r.OccurredAt, &r.Offset, &r.Precision, &r.Finer, &r.ReportedAt,
			&r.ToldAt, &r.ToldPrecision, &r.ToldFiner, &r.RecordedAt,
			&r.PlaceType, &r.Gemeente, &r.Unit, &r.Area, &r.Behaviours, &r.Professions, &r.Workers,
			&r.Corrections, &r.Withdrawn, &r.Reason,
			&r.MergedInto, &r.Closing,
			&r.Occasions, &r.Means, &r.Completions, &r.Deployment, &r.Reach, &r.Hit, &r.HitWhy, &r.Grounds,
			&r.Support, &r.SupportWait, &r.SupportWhy, &r.Qualifications,
			&r.Phases, &r.Triggers, &r.Amplifiers, &r.Measures,
			&r.SuspectLinks, &r.SuspectKinds, &r.SuspectFiles, &r.SuspectSizes,
			&r.Invented,
		}
	},
}

func touchesIncident(e projections.Event) projections.Touched {
	if _, ours := e.Body.(incident.Event); !ours {
		return projections.Touched{}
	}
	return projections.Touched{Keys: []uuid.UUID{e.Stream.ID}}
}

// foldIncident starts a row at the registration only. When a redaction removed
// that event, what came after it cannot be counted and makes no row.
func foldIncident(row Incident, exists bool, h projections.Head, e projections.Event) (Incident, projections.Head, bool) {
	registered, first := e.Body.(incident.Registered)
	if first == exists {
		return row, h, false
	}
	var after Incident
	if first {
		after = newIncident(registered)
		after.Invented = e.Invented
		h.Parent, h.Employer = h.Key, e.Employer
	} else if body, ours := e.Body.(incident.Event); ours {
		after = row.with(body)
	} else {
		return row, h, false // redacted
	}
	if exists && after.same(row) {
		return row, h, false
	}
	after.RecordedAt = e.RecordedAt.UTC()
	return after, h, true
}

func newIncident(e incident.Registered) Incident {
	row := Incident{ReportedAt: e.ReportedAt.UTC()}
	return row.at(e.Occurred).told(e.Reported).in(e.Place).went(nil).helped(incident.Support{}).showing(incident.Decider.Evolve(incident.Incident{}, e))
}

// with is the row after an event of the incident's own. What the trade's rules say
// of it they decide themselves; only place, time and course have other shapes here.
func (r Incident) with(e incident.Event) Incident {
	switch e := e.(type) {
	case incident.DetailsAdded:
		r = r.filled(e.Place)
	case incident.Corrected:
		if e.Occurred != nil {
			r = r.at(*e.Occurred)
		}
		if e.Reported != nil {
			r = r.told(*e.Reported)
		}
		if e.Place != nil {
			r = r.in(*e.Place)
		}
	case incident.CourseTold:
		return r.went(e.Steps)
	case incident.SupportTold:
		return r.helped(e.Support)
	}
	return r.showing(incident.Decider.Evolve(r.State(uuid.Nil), e))
}

func (r Incident) at(m moment.Moment) Incident {
	r.OccurredAt, r.Offset, r.Precision, r.Finer = nil, m.Offset, m.Precision, m.Finer
	if m.Precision != "" {
		instant := m.Instant.UTC()
		r.OccurredAt = &instant
	}
	return r
}

func (r Incident) told(m moment.Moment) Incident {
	r.ToldAt, r.ToldPrecision, r.ToldFiner = nil, m.Precision, m.Finer
	if m.Known() {
		instant := m.Instant.UTC()
		r.ToldAt = &instant
	}
	return r
}

func (r Incident) in(p incident.Place) Incident {
	r.PlaceType = orNotRecorded(p.Type)
	r.Gemeente = orNotRecorded(p.Gemeente)
	r.Unit = orNotRecorded(codes.Code(p.Unit))
	r.Area = codes.Code(p.Area)
	return r
}

// filled takes in what was told of a place where nothing was on record.
func (r Incident) filled(p *incident.Place) Incident {
	if p == nil {
		return r
	}
	r.PlaceType = cmp.Or(p.Type, r.PlaceType)
	r.Gemeente = cmp.Or(p.Gemeente, r.Gemeente)
	r.Unit = cmp.Or(codes.Code(p.Unit), r.Unit)
	r.Area = cmp.Or(codes.Code(p.Area), r.Area)
	return r
}

// same leaves out RecordedAt, which belongs to the version and not to the incident.
func (r Incident) same(other Incident) bool {
	return sameInstant(r.OccurredAt, other.OccurredAt) && sameInstant(r.ToldAt, other.ToldAt) &&
		cmp.Or(
			cmp.Compare(r.Offset, other.Offset),
			cmp.Compare(r.Precision, other.Precision),
			cmp.Compare(r.Finer, other.Finer),
			cmp.Compare(r.ToldPrecision, other.ToldPrecision),
			cmp.Compare(r.ToldFiner, other.ToldFiner),
			cmp.Compare(r.PlaceType, other.PlaceType),
			cmp.Compare(r.Gemeente, other.Gemeente),
			cmp.Compare(r.Unit, other.Unit),
			cmp.Compare(r.Area, other.Area),
			slices.Compare(r.Behaviours, other.Behaviours),
			slices.Compare(r.Professions, other.Professions),
			cmp.Compare(len(r.Workers), len(other.Workers)),
			cmp.Compare(r.Corrections, other.Corrections),
			cmp.Compare(r.Reason, other.Reason), // tells withdrawn apart, too
			bytes.Compare(r.MergedInto[:], other.MergedInto[:]),
			cmp.Compare(r.Closing, other.Closing),
		) == 0 && r.sameCircumstances(other)
}

func sameInstant(a, b *time.Time) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}

// unite is never nil, see Incident.
func unite(known, added []codes.Code) []codes.Code {
	return append([]codes.Code{}, codes.Unite(known, added)...)
}
