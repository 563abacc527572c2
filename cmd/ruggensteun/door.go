package main

import (
	"context"
	"log/slog"
	"net"
	"time"

	"ruggensteun/adapters/api"
	"ruggensteun/adapters/identity"
	"ruggensteun/adapters/postgres"
)

// trust is who may say who somebody is; the zero one lets whoever sits at this machine
// try each role.
type trust struct {
	issuers []identity.Trust
	base    string // the address that people know us by
}

// readTrust reads the list of issuers; no file is no list.
func readTrust(file, base string) (trust, error) {
	if file == "" {
		return trust{}, nil
	}
	list, err := identity.ReadTrust(file)
	if err != nil {
		return trust{}, err
	}
	if base == "" {
		return trust{}, wrongUsage("--identity needs --base-url, the address that login services send people back to, as https://ruggensteun.example.nl")
	}
	return trust{list, base}, nil
}

// door is how people and programs come in.
type door struct {
	identity api.Identity
	signIn   api.SignIn            // nil without issuers
	tokens   *identity.Development // nil with them
	sessions *postgres.Sessions
}

// door opens the one that trust asks for. Never both: where issuers say who somebody
// is, nobody else does.
func (s *store) door(listens net.Addr, e entrance) (*door, error) {
	t := e.trust
	if e.demonstration {
		sessions := postgres.OpenSessions(s.db)
		in, err := identity.NewDemonstration(listens, sessions, s.inOrder)
		if err != nil {
			return nil, err
		}
		return &door{identity: in, signIn: in, tokens: in.Development, sessions: sessions}, nil
	}
	if len(t.issuers) == 0 {
		tokens, err := identity.NewDevelopment(listens)
		return &door{identity: tokens, tokens: tokens}, err
	}
	sessions := postgres.OpenSessions(s.db)
	in, err := identity.NewSignIn(identity.NewIssuers(t.issuers, s.vault, s.vault.ActorID), sessions, t.base, identity.UsualLimits)
	return &door{identity: in, signIn: in, sessions: sessions}, err
}

// sweep drops what ended, now and then: it opens nothing any more, so it is no hurry.
func (d *door) sweep(ctx context.Context, logger *slog.Logger) {
	if d.sessions == nil {
		return
	}
	tick := time.NewTicker(10 * time.Minute)
	defer tick.Stop()
	for {
		if err := d.sessions.Sweep(ctx, time.Now()); err != nil && ctx.Err() == nil {
			logger.Warn("sessions that ended could not be dropped; it is tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
