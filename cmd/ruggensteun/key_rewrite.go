package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"ruggensteun/adapters/postgres"
)

func (p *program) rewriteKeys(ctx context.Context, s *store, all bool, wait time.Duration) error {
	what := "The table of keys"
	if all {
		what = "Every table"
	}
	bar := p.progressBar("rewrite")
	defer bar.done()
	said := ""
	err := s.db.Rewrite(ctx, postgres.Rewriting{
		All: all, Wait: wait,
		Wrote: func(done, total int) { bar.at(int64(done), int64(total)) },
		Waits: func(held *postgres.HeldError) {
			if now := heldBy(held); now != said { // not twice a second
				said = now
				fmt.Fprintf(p.err, "Waiting, %s at most.\n%s", wait, now)
			}
		},
	})
	var held *postgres.HeldError
	switch {
	case errors.As(err, &held):
		return fmt.Errorf("%s.\n%sThen say it again. What was destroyed opens nothing without the key above it; certificates do not say that it is gone from files", held, heldBy(held))
	case err != nil:
		return err
	}
	_, err = fmt.Fprintf(p.out, "%s was written anew: what was destroyed until now is in its file no more. Certificates say so.\n", what)
	return err
}

// heldBy names who keeps it up, and what to do about that.
func heldBy(held *postgres.HeldError) string {
	var b strings.Builder
	for _, h := range held.Holders {
		fmt.Fprintf(&b, "  %s%s\n    %s: %s\n", heldKinds[h.Kind], describedHolder(h), "wait for it, or end it as administrator", h.Ends())
	}
	if len(held.Holders) == 0 && held.Busy {
		fmt.Fprintf(&b, "  others use %s without a pause: try at a quiet hour, or stop servers for a moment\n", held.Relation)
	}
	return b.String()
}

var heldKinds = map[string]string{
	"CONNECTION": "connection ", "STANDBY": "standby server, connection ", "PREPARED": "prepared transaction ", "SLOT": "replication slot ",
}

func describedHolder(h postgres.Holder) string {
	text := h.ID
	if h.Application != "" {
		text += ", " + h.Application
	}
	if h.Login != "" {
		text += ", as " + h.Login
	}
	if h.Since != nil {
		text += ", since " + h.Since.UTC().Format("2006-01-02 15:04:05") + " UTC"
	}
	return text
}
