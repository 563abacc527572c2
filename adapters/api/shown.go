package api

import (
	"context"

	"ruggensteun/domain/access"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
)

// shown is the log as the reader's login shows it to who asks, for what is folded into a page: a question that
// forgot to ask the rules is then shown nothing of another employer. Deciders load from the log itself, because a
// rule that is not told everything decides wrongly.
func (a *api) shown(ctx context.Context, action access.Action) decider.Journal {
	return decider.NewJournal(scopedLog{a.Log, a.Records, callOf(ctx).actor.Over(action)}, accountable{a.Opened, a})
}

// scopedLog reads streams within a scope.
type scopedLog struct {
	eventlog.Log
	records Records
	scope   access.Scope
}

func (l scopedLog) ReadStream(ctx context.Context, s eventlog.Stream, after eventlog.Version) ([]eventlog.Recorded, error) {
	recorded, err := l.records.ReadStreamAs(ctx, l.scope, s)
	for len(recorded) > 0 && recorded[0].Version <= after {
		recorded = recorded[1:]
	}
	return recorded, err
}
