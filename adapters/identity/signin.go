package identity

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

// SignIn lets people in through the issuers: the authorization code flow with PKCE
// (RFC 7636), and a session of ours that a cookie opens.
type SignIn struct {
	issuers  *Issuers
	sessions Sessions
	base     *url.URL
	limits   SessionLimits
	foreign  *http.CrossOriginProtection
}

// SessionLimits is how long somebody stays signed in: until nobody asked for as long
// as Idle, and Longest at most.
type SessionLimits struct{ Idle, Longest time.Duration }

// UsualLimits let nobody find a session open the next morning. A shift is eight hours.
var UsualLimits = SessionLimits{Idle: 30 * time.Minute, Longest: 9 * time.Hour}

// attemptLasts is how long signing in may take, with a second factor and a phone call
// to the help desk.
const attemptLasts = 15 * time.Minute

// mostAttempts bounds what anybody can have us keep, from however many addresses: some 30 MB. Who began
// longest ago has to begin again when there are more, so to keep others out somebody must begin tens of
// thousands of times while one person types a password.
const mostAttempts = 50_000

// NewSignIn needs the address that people know us by, which issuers send them back to.
func NewSignIn(issuers *Issuers, sessions Sessions, base string, limits SessionLimits) (*SignIn, error) {
	if !trustworthy(base) {
		return nil, fmt.Errorf("sign in at %q: give the address that people use, beginning with https://; http:// is taken for this machine only", base)
	}
	u, err := url.Parse(strings.TrimSuffix(base, "/"))
	if err != nil {
		return nil, err
	}
	return &SignIn{issuers: issuers, sessions: sessions, base: u, limits: limits, foreign: http.NewCrossOriginProtection()}, nil
}

// Paths of signing in and out. Issuers know the second one.
const (
	PathSignIn  = "/sign-in"
	PathBack    = "/sign-in/back"
	PathSignOut = "/sign-out"
)

// Places are where people can sign in.
func (s *SignIn) Places() []access.Place {
	var list []access.Place
	for _, i := range s.issuers.list {
		if i.ClientID != "" {
			list = append(list, access.Place{Employer: i.Employer, Issuer: i.Issuer})
		}
	}
	return list
}

// Authenticate takes a token when there is one, else the cookie.
func (s *SignIn) Authenticate(r *http.Request) (access.Actor, error) {
	if len(r.Header.Values("Authorization")) > 0 {
		return s.issuers.Authenticate(r)
	}
	session, _, err := s.Session(r)
	if err != nil {
		return access.Actor{}, err
	}
	// A browser sends the cookie along with what a page of somebody else makes it send.
	if s.foreign.Check(r) != nil {
		return access.Actor{}, fault.New(fault.Forbidden, "this came from another site's page: open the page here and do it again")
	}
	return session.Holder.As(session.Role)
}

// Session is that of whoever asks.
func (s *SignIn) Session(r *http.Request) (access.Session, secret, error) {
	key, ok := s.cookie(r, sessionCookie)
	if !ok {
		return access.Session{}, "", fault.New(fault.Unauthenticated, "sign in first")
	}
	session, found, err := s.sessions.Find(r.Context(), key.hash(), s.issuers.now(), s.limits.Idle)
	if err != nil {
		return access.Session{}, "", err
	}
	if !found || !s.stillTrusted(&session) {
		return access.Session{}, "", fault.New(fault.Unauthenticated, "you were signed out, because nothing was done for a while or the day was over: sign in again")
	}
	return session, key, nil
}

// stillTrusted leaves of a session what its issuer may still say: one that is no longer
// listed opens nothing, and a role that it gives no more is no longer held.
func (s *SignIn) stillTrusted(of *access.Session) bool {
	at := slices.IndexFunc(s.issuers.list, func(i *issuer) bool { return i.Issuer == of.Issuer && i.ClientID != "" })
	if at < 0 {
		return false
	}
	if s.issuers.list[at].all {
		return true
	}
	given := slices.Collect(maps.Values(s.issuers.list[at].Roles))
	of.Holder.Roles = slices.DeleteFunc(slices.Clone(of.Holder.Roles), func(r access.Role) bool { return !slices.Contains(given, r) })
	if !slices.Contains(of.Holder.Roles, of.Role) {
		of.Role = ""
	}
	return true
}

// Begin sends somebody to an issuer.
func (s *SignIn) Begin(w http.ResponseWriter, r *http.Request, issuer, back string) error {
	i, client, err := s.client(r.Context(), issuer)
	if err != nil {
		return err
	}
	state, browser := newSecret(), newSecret()
	a := access.Attempt{
		State: state.hash(), Browser: browser.hash(), Issuer: i.Issuer,
		Nonce: string(newSecret()), Verifier: oauth2.GenerateVerifier(),
		Return: ownPath(back), Ends: s.issuers.now().Add(attemptLasts),
	}
	if err := s.sessions.Begin(r.Context(), a, mostAttempts); err != nil {
		return err
	}
	s.setCookie(w, attemptCookie, browser, attemptLasts)
	http.Redirect(w, r, client.AuthCodeURL(string(state), oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)), http.StatusSeeOther)
	return nil
}

// notFinished is the one answer for all that can be wrong when somebody comes back.
const notFinished = "signing in did not work: try again, and if it stays tell your administrator"

// Finish lets in whoever comes back from an issuer, and gives the path to go on to.
func (s *SignIn) Finish(w http.ResponseWriter, r *http.Request) (string, error) {
	q := r.URL.Query()
	browser, _ := s.cookie(r, attemptCookie)
	s.dropCookie(w, attemptCookie)
	a, found, err := s.sessions.Finish(r.Context(), secret(q.Get("state")).hash(), s.issuers.now())
	switch {
	case err != nil:
		return "", err
	case !found || a.Browser != browser.hash():
		return "", fault.New(fault.Unauthenticated, "signing in took too long, or was begun in another browser: begin again")
	case q.Has("iss") && q.Get("iss") != a.Issuer: // RFC 9207: another issuer's answer
		return "", fault.New(fault.Unauthenticated, notFinished)
	case q.Get("error") != "":
		return "", fault.Wrap(fault.Unauthenticated, "your organisation's login service did not let you in: try again, or ask your administrator", errors.New("the issuer answered with an error"))
	}
	holder, err := s.exchange(r.Context(), a, q.Get("code"))
	if err != nil {
		return "", err
	}
	return a.Return, s.open(w, r, a.Issuer, holder)
}

func (s *SignIn) exchange(ctx context.Context, a access.Attempt, code string) (access.Holder, error) {
	i, client, err := s.client(ctx, a.Issuer)
	if err != nil {
		return access.Holder{}, err
	}
	p, err := i.discover(ctx, s.issuers.now)
	if err != nil {
		return access.Holder{}, err
	}
	tokens, err := client.Exchange(oidc.ClientContext(ctx, i.client), code, oauth2.VerifierOption(a.Verifier))
	if err != nil {
		return access.Holder{}, exchangeFailed(err)
	}
	raw, _ := tokens.Extra("id_token").(string)
	token, err := p.Verifier(i.accepts(i.ClientID, s.issuers.now)).Verify(ctx, raw)
	if err != nil {
		return access.Holder{}, fault.Wrap(fault.Unauthenticated, notFinished, err)
	}
	if token.Nonce != a.Nonce {
		return access.Holder{}, fault.Wrap(fault.Unauthenticated, notFinished, errors.New("the token is of another attempt"))
	}
	return s.issuers.hold(ctx, i, token, "")
}

// exchangeFailed leaves out what the issuer wrote: it may repeat the code.
func exchangeFailed(err error) error {
	var answer *oauth2.RetrieveError
	if errors.As(err, &answer) {
		return fault.Wrap(fault.Unauthenticated, notFinished, fmt.Errorf("the issuer refused the code: %s", answer.ErrorCode))
	}
	return silent(errors.New("the code could not be exchanged"))
}

// open begins a session under a secret that nobody knew before: one that was set in
// the browser by somebody else is of no use to him.
func (s *SignIn) open(w http.ResponseWriter, r *http.Request, issuer string, h access.Holder) error {
	if old, ok := s.cookie(r, sessionCookie); ok {
		if _, _, err := s.sessions.End(r.Context(), old.hash()); err != nil {
			return err
		}
	}
	key, now := newSecret(), s.issuers.now()
	session := access.Session{
		Secret: key.hash(), Holder: h, Issuer: issuer,
		Began: now, Used: now, Ends: now.Add(s.limits.Longest),
	}
	if len(h.Roles) == 1 {
		session.Role = h.Roles[0]
	}
	if err := s.sessions.Open(r.Context(), session); err != nil {
		return err
	}
	s.setCookie(w, sessionCookie, key, s.limits.Longest)
	return nil
}

// Holder is who is signed in, and in which role he asks; "" until he chose.
func (s *SignIn) Holder(r *http.Request) (access.Holder, access.Role, error) {
	session, _, err := s.Session(r)
	return session.Holder, session.Role, err
}

// Choose goes on in another role that is held.
func (s *SignIn) Choose(r *http.Request, role access.Role) error {
	session, key, err := s.Session(r)
	if err != nil {
		return err
	}
	if !slices.Contains(session.Holder.Roles, role) {
		_, err := session.Holder.As(role)
		return err
	}
	return s.sessions.Choose(r.Context(), key.hash(), role)
}

// SignOut ends the session here, and gives where to end it at the issuer too; ""
// when it has no such place.
func (s *SignIn) SignOut(w http.ResponseWriter, r *http.Request) (string, error) {
	session, found, err := s.end(w, r)
	if err != nil || !found {
		return "", err
	}
	return s.endAtIssuer(r.Context(), session.Issuer), nil
}

func (s *SignIn) end(w http.ResponseWriter, r *http.Request) (access.Session, bool, error) {
	key, ok := s.cookie(r, sessionCookie)
	s.dropCookie(w, sessionCookie)
	if !ok {
		return access.Session{}, false, nil
	}
	return s.sessions.End(r.Context(), key.hash())
}

// endAtIssuer gives no proof of who it was along: it would stand in an address, and
// with it a name. So the issuer asks before it ends its session.
func (s *SignIn) endAtIssuer(ctx context.Context, name string) string {
	i, _, err := s.client(ctx, name)
	if err != nil {
		return ""
	}
	p, err := i.discover(ctx, s.issuers.now)
	if err != nil {
		return ""
	}
	var more struct {
		End string `json:"end_session_endpoint"`
	}
	if p.Claims(&more) != nil || !trustworthy(more.End) {
		return ""
	}
	return more.End + "?" + url.Values{"client_id": {i.ClientID}, "post_logout_redirect_uri": {s.base.String() + "/"}}.Encode()
}

// client is ours at an issuer.
func (s *SignIn) client(ctx context.Context, name string) (*issuer, *oauth2.Config, error) {
	at := slices.IndexFunc(s.issuers.list, func(i *issuer) bool { return i.Issuer == name && i.ClientID != "" })
	if at < 0 {
		return nil, nil, fault.New(fault.Invalid, "there is no such place to sign in: choose one of the list")
	}
	i := s.issuers.list[at]
	p, err := i.discover(ctx, s.issuers.now)
	if err != nil {
		return nil, nil, err
	}
	secret, err := i.secret()
	if err != nil {
		return nil, nil, err
	}
	return i, &oauth2.Config{
		ClientID: i.ClientID, ClientSecret: secret, Endpoint: p.Endpoint(),
		RedirectURL: s.base.String() + PathBack, Scopes: append([]string{oidc.ScopeOpenID}, i.Scopes...),
	}, nil
}

// longestBack bounds what anybody can have us keep for a quarter of an hour.
const longestBack = 512

// ownPath keeps a path of ours and nothing else: what follows signing in must not
// lead to somebody else's page.
func ownPath(back string) string {
	u, err := url.Parse(back)
	clean := err == nil && len(back) <= longestBack && utf8.ValidString(u.Path) && u.Scheme == "" && u.Host == "" && u.User == nil &&
		strings.HasPrefix(back, "/") && !strings.HasPrefix(back, "//") && !strings.ContainsAny(back, "\\\r\n\t")
	if !clean {
		return "/"
	}
	return back
}
