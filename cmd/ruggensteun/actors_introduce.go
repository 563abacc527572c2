package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"ruggensteun/adapters/identity"
	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/access"
	"ruggensteun/projections/figures"
)

const introduceUsage = `actors introduce ROLE@CODE [options] < SUBJECT

Makes somebody known who has not signed in yet, so that work can be given to
him: he holds ROLE (as case-worker, or case-worker:NOORD for one unit) at the
employer with CODE. Only a role that the employer's login service may give: the
list of --identity says which. What it says when he signs in counts from then
on.

SUBJECT is how the login service knows him (sub). It is read from standard
input, because it may name him, and is not kept: only the opaque id that it
gives, here, is. Who was made known stands in ruggensteun signins.

  ruggensteun actors introduce case-worker@GEM-ROTTERDAM \
      --identity issuers.json < subject
`

func (p *program) introduce(ctx context.Context, args []string) error {
	f, w := p.ownWork("actors introduce", introduceUsage)
	trusted := f.String("identity", p.env("RUGGENSTEUN_IDENTITY"), "`FILE` that lists the login services whose word is taken on who somebody is")
	issuer := f.String("issuer", "", "`ADDRESS` of the login service, where the employer has several")
	language := f.String("language", "nl", languageUsage)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	l, err := languageNamed(*language)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return wrongUsage("actors introduce takes one role, as case-worker@GEM-ROTTERDAM")
	}
	held, code, _ := strings.Cut(rest[0], "@")
	role := access.Role(held)
	if !role.AtEmployer() || !role.Known() || code == "" {
		return wrongUsage("%s is no role at an employer: write it as case-worker@GEM-ROTTERDAM, or case-worker:NOORD@GEM-ROTTERDAM for one unit", rest[0])
	}
	if *trusted == "" {
		return wrongUsage("--identity is missing: name the file with login services that serve is started with")
	}
	list, err := identity.ReadTrust(*trusted)
	if err != nil {
		return err
	}
	by, err := speaker(list, code, role, *issuer)
	if err != nil {
		return err
	}
	return p.operating(ctx, w, func(s *store) error {
		subject, err := subjectFrom(p.in)
		if err != nil {
			return err
		}
		return p.introduced(ctx, s, by, role, subject, l)
	})
}

// speaker is the issuer that may say that somebody holds the role at the employer.
func speaker(list []identity.Trust, code string, role access.Role, issuer string) (found identity.Trust, err error) {
	var all []string
	for _, t := range list {
		if t.Employer != code || issuer != "" && t.Issuer != issuer {
			continue
		}
		for _, given := range t.Roles {
			if given == role && !slices.Contains(all, t.Issuer) {
				all, found = append(all, t.Issuer), t
			}
		}
	}
	switch {
	case len(all) == 0:
		return found, wrongUsage("no login service of the list may say that somebody is %s at %s: add the role under roles of that employer's, or choose one that stands there", role, code)
	case len(all) > 1:
		return found, wrongUsage("%s has several login services: choose one with --issuer, of %s", code, strings.Join(all, ", "))
	}
	return found, nil
}

const longestSubject = 255 // OpenID Connect Core 1.0, 2

func subjectFrom(r io.Reader) (string, error) {
	text, err := bufio.NewReader(io.LimitReader(r, longestSubject+3)).ReadString('\n')
	if err != nil && err != io.EOF {
		return "", err
	}
	text = strings.TrimRight(text, "\r\n")
	if text == "" || len(text) > longestSubject || !utf8.ValidString(text) {
		return "", wrongUsage("standard input holds no subject: give on one line how the login service knows him (sub), at most %d characters", longestSubject)
	}
	return text, nil
}

func (p *program) introduced(ctx context.Context, s *store, by identity.Trust, role access.Role, subject string, l figures.Language) error {
	employer, err := s.employerNamed(ctx)(by.Employer)
	if err != nil {
		return err
	}
	who := access.Actor{Employer: employer}
	who.Role, who.Unit = role.In()
	if err := s.knowsUnit(ctx, who); err != nil {
		return err
	}
	said := access.Said{At: s.clock(), Actor: s.vault.ActorID(by.Issuer, subject), Role: role, Employer: employer, Issuer: by.Issuer, Held: true}
	known, err := postgres.OpenAccess(s.db).Introduce(ctx, said)
	if err != nil {
		return err
	}
	text := figures.Text{NL: "%s is bekend als %s bij %s\n", EN: "%s is known as %s at %s\n"}
	if known {
		text = figures.Text{NL: "%s was al bekend als %s bij %s\n", EN: "%s was known already as %s at %s\n"}
	}
	_, err = fmt.Fprintf(p.out, text.In(l), said.Actor, roleInWords(string(role), l), by.Employer)
	return err
}
