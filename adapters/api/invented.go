package api

import (
	"context"
	"fmt"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
	"ruggensteun/projections/figures"
)

// notice stands on whatever was made up by a demonstration, so that nobody takes it for
// what happened, wherever it ends up.
var notice = figures.Text{
	NL: "VERZONNEN: dit komt uit een demonstratie, en is niet gebeurd.",
	EN: "INVENTED: this is of a demonstration, and did not happen.",
}

// noticeOf is nil where nothing was made up.
func noticeOf(invented bool) *figures.Text {
	if !invented {
		return nil
	}
	return &notice
}

// NoticeOfSome is that of a list.
func NoticeOfSome(invented, of int) *figures.Text {
	switch {
	case invented == 0:
		return nil
	case invented == of:
		return &figures.Text{
			NL: "VERZONNEN: alles in deze lijst komt uit een demonstratie, en niets ervan is gebeurd.",
			EN: "INVENTED: everything in this list is of a demonstration, and none of it happened.",
		}
	}
	return &figures.Text{
		NL: fmt.Sprintf("VERZONNEN: %d van de %d in deze lijst komen uit een demonstratie, en zijn niet gebeurd.", invented, of),
		EN: fmt.Sprintf("INVENTED: %d of the %d in this list are of a demonstration, and did not happen.", invented, of),
	}
}

// inventedIn tells whether a history was begun by a demonstration.
func inventedIn(history []projections.Event) bool { return len(history) > 0 && history[0].Invented }

// invented asks it of a stream of which nothing else is read.
func (a *api) invented(ctx context.Context, s eventlog.Stream, action access.Action) (bool, error) {
	recorded, err := a.Records.ReadStreamAs(ctx, callOf(ctx).actor.Over(action), s)
	if err != nil {
		return false, fmt.Errorf("read how %s began: %w", s, err)
	}
	return len(recorded) > 0 && eventlog.Invented(recorded[0].Metadata), nil
}
