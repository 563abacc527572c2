package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"

	"ruggensteun/adapters/postgres"
)

const biUsage = `bi ACTION [options]

Actions:
  grant   make the login ruggensteun_bi for a BI tool, or give it a new password
  revoke  take it away, and end what it has open

The login reads the schema ruggensteun_bi and nothing else: what was published
for the public, as it was printed. releases, answers, cells and explanations
are views of the log itself, so they are never behind; what was withdrawn stays,
with withdrawn = true.

The password (12 or more plain characters) is read from a file or from
RUGGENSTEUN_BI_PASSWORD, never from the command line.

  ruggensteun bi grant --password-file bi.password --database URL
`

func (p *program) bi(ctx context.Context, args []string) error {
	f, w := p.ownWork("bi", biUsage)
	file := f.String("password-file", p.env("RUGGENSTEUN_BI_PASSWORD_FILE"), "with grant: `FILE` with the password on its first line; or the password itself in RUGGENSTEUN_BI_PASSWORD")
	connections := f.Int("connections", 5, "with grant: `NUMBER` that may be open at once, 1 to 100")
	timeout := f.Int("timeout", 60, "with grant: `SECONDS` for a question unless the tool sets another time, 1 to 3600")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	action, rest, err := actionOf("bi", rest, "grant", "revoke")
	if err != nil {
		return err
	}
	if err := noMore(rest); err != nil {
		return err
	}
	if err := w.mayOperate(anyEmployer); err != nil {
		return err
	}
	switch {
	case *connections < 1 || *connections > 100:
		return wrongUsage("--connections is %d: use 1 to 100", *connections)
	case *timeout < 1 || *timeout > 3600:
		return wrongUsage("--timeout is %d: use 1 to 3600", *timeout)
	}
	grant := postgres.BIGrant{Connections: *connections, Timeout: strconv.Itoa(*timeout) + "s", Salt: make([]byte, 16)}
	if action == "grant" {
		if grant.Password, err = p.biPassword(*file); err != nil {
			return err
		}
		if _, err := rand.Read(grant.Salt); err != nil {
			return fmt.Errorf("make the salt of a password: %w", err)
		}
	}
	return p.biOn(ctx, *w, action, grant)
}

// biOn does it as whoever migrates: only that login may make others.
func (p *program) biOn(ctx context.Context, w where, action string, grant postgres.BIGrant) error {
	s := &store{logger: quiet()}
	defer s.Close()
	admin, err := s.findServer(ctx, p, w, nil)
	if err != nil {
		return err
	}
	if action == "revoke" {
		there, err := postgres.RevokeBI(ctx, admin)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(p.out, map[bool]string{true: "The login " + postgres.BIRole + " is gone.", false: "There was no login " + postgres.BIRole + "."}[there])
		return err
	}
	if err := postgres.Migrate(ctx, admin); err != nil {
		return err
	}
	if err := postgres.GrantBI(ctx, admin, grant); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "The login %s reads the schema of that name and nothing else: at most %d connections, and %s for a question unless the tool sets another time.\n", postgres.BIRole, grant.Connections, grant.Timeout)
	return err
}

// biPassword is never repeated, whatever is wrong with it.
func (p *program) biPassword(file string) (string, error) {
	if file == "" {
		password := p.env("RUGGENSTEUN_BI_PASSWORD")
		if password == "" {
			return "", wrongUsage("say which password: --password-file FILE, or RUGGENSTEUN_BI_PASSWORD")
		}
		return password, nil
	}
	text, err := readSecret(file)
	if err != nil {
		return "", fmt.Errorf("read the password of the BI login: %w", err)
	}
	password, _, _ := strings.Cut(strings.TrimRight(text, "\r\n"), "\n")
	return strings.TrimRight(password, "\r"), nil
}
