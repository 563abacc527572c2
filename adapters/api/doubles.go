package api

import (
	"context"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/projections/doubles"
)

// Doubles finds incidents of an employer that happened near others, as far as they
// are in the scope. The error says why none were looked for; it never waits for a
// read model that lags.
type Doubles interface {
	Near(ctx context.Context, scope access.Scope, employer uuid.UUID, of []doubles.Seen) ([]doubles.Nearby, error)
}

// likelyDoubles are suggestions, as of the moment of asking. They are not part of
// what was recorded, so a repeat of a request may get others.
type likelyDoubles struct {
	Looked    bool           `json:"looked" doc:"False when none were looked for; that says nothing of whether there are any."`
	Why       string         `json:"why,omitempty" doc:"Why none were looked for."`
	Position  int64          `json:"position,omitempty" doc:"Incidents through this position were compared."`
	Incidents []likelyDouble `json:"incidents" doc:"At most three, the likeliest first. Nothing is merged by itself."`
}

type likelyDouble struct {
	ID       uuid.UUID  `json:"id" format:"uuid" doc:"Of the other incident."`
	Occurred occurrence `json:"occurred" doc:"When it happened."`
	Place    place      `json:"place" doc:"Where: kind of place, gemeente and unit, as far as they are known."`
	Apart    int        `json:"minutes_apart" doc:"Between the two; 0 where they may have been at the same time."`
	Same     []string   `json:"same" enum:"unit,place,gemeente" doc:"What agrees besides the time."`
	Invented bool       `json:"invented,omitempty" doc:"Made up by a demonstration."`
}

// looking bounds how long somebody who has registered something waits for suggestions.
const looking = 500 * time.Millisecond

// suggestAfter looks for doubles of what was registered. A repeat comes later: then it
// may have been corrected, merged or withdrawn meanwhile.
func (a *api) suggestAfter(ctx context.Context, employer uuid.UUID, out *receiptAnswer, as doubles.Trace) *likelyDoubles {
	one := doubles.Seen{ID: out.Body.ID, Trace: as}
	if out.Replayed != "" && callOf(ctx).actor.MaySome(access.ReadIncident, employer) == nil {
		state, _, err := incident.Decider.Load(ctx, decider.NewJournal(a.Log, a.Closed), incident.Stream(one.ID))
		if err != nil {
			return &likelyDoubles{Why: whyNot(err), Incidents: []likelyDouble{}}
		}
		one = seenNow(one.ID, state)
	}
	return a.suggest(ctx, employer, one)
}

func seenNow(id uuid.UUID, state incident.Incident) doubles.Seen {
	one := doubles.Seen{ID: id, Trace: doubles.Of(state.Occurred, state.Place).Under(state.Regime)}
	one.Into, one.Withdrawn = state.MergedInto, state.Withdrawn
	return one
}

// suggest looks for doubles of an incident for whoever may read incidents; nil for
// who may not. It has no error: what it is asked beside has been done already.
func (a *api) suggest(ctx context.Context, employer uuid.UUID, one doubles.Seen) *likelyDoubles {
	c := callOf(ctx)
	defer func(told eventlog.Position) { c.position = told }(c.position) // the request is logged with what it was for
	actor := c.actor
	if actor.MaySome(access.ReadIncident, employer) != nil {
		return nil
	}
	found := &likelyDoubles{Incidents: []likelyDouble{}}
	ctx, cancel := context.WithTimeout(ctx, looking)
	defer cancel()
	near, err := a.Doubles.Near(ctx, actor.Over(access.ReadIncident), employer, []doubles.Seen{one})
	if err != nil || len(near) != 1 {
		found.Why = whyNot(err)
		return found
	}
	matches := doubles.Likely(one, near[0].Traces, near[0].Others)
	suggested := turned(matches, doubleOf)
	for i, m := range matches {
		if suggested[i].Invented, err = a.invented(ctx, incident.Stream(m.ID), access.ReadIncident); err != nil {
			found.Why = whyNot(err)
			return found
		}
		if err := a.record(ctx, access.Reading{What: "incident", ID: m.ID, Position: near[0].Position}); err != nil {
			found.Why = whyNot(err)
			return found
		}
	}
	found.Looked, found.Position, found.Incidents = true, int64(near[0].Position), suggested
	if found.Incidents == nil {
		found.Incidents = []likelyDouble{}
	}
	return found
}

// whyNot keeps what only we can repair to ourselves.
func whyNot(err error) string {
	if fault.KindOf(err) == fault.Unavailable {
		return err.Error()
	}
	return "doubles cannot be looked for now"
}

func doubleOf(m doubles.Match) likelyDouble {
	at := moment.Moment{Instant: *m.From, Offset: m.Offset, Precision: m.Precision}
	if m.Precision != moment.Minute {
		at.Finer = codes.NotRecorded
	}
	return likelyDouble{
		ID: m.ID, Occurred: occurrenceOf(at), Apart: int((m.Apart + time.Minute - 1) / time.Minute), Same: append([]string{}, m.Same...),
		Place: place{Type: m.Place, Gemeente: m.Gemeente, Unit: string(m.Unit)},
	}
}

type doublesAnswer struct{ Body likelyDoubles }

type doublesInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the incident."`
}

// likelyDoubles answers for an incident on record, as it is known now.
func (a *api) likelyDoubles(ctx context.Context, in *doublesInput) (*doublesAnswer, error) {
	id, owner, err := a.incidentNamed(ctx, in.ID, access.ReadIncident)
	if err != nil {
		return nil, err
	}
	history, err := a.history(ctx, incident.Stream(id), access.ReadIncident, false)
	if err != nil {
		return nil, err
	}
	state := incident.Decider.Initial
	for _, e := range history {
		if own, ok := e.Body.(incident.Event); ok { // nil after a recorded redaction
			state = incident.Decider.Evolve(state, own)
		}
	}
	one := seenNow(id, state)
	if err := a.record(ctx, access.Reading{What: "incident", ID: id, Position: history[len(history)-1].Position}); err != nil {
		return nil, err
	}
	return &doublesAnswer{Body: *a.suggest(ctx, owner, one)}, nil
}
