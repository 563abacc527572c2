package identity

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

// Issuers say who is asking when a program brings a token of one of them, and who
// signed in at one (SignIn).
type Issuers struct {
	list      []*issuer
	directory Directory
	pseudonym Pseudonym
	now       func() time.Time
}

// Directory finds an employer by its code.
type Directory interface {
	EmployerByCode(ctx context.Context, code string) (uuid.UUID, bool, error)
}

// Pseudonym gives the opaque id that stands for somebody in events, the same each
// time. It is keyed: who knows a subject cannot compute its id.
type Pseudonym func(issuer, subject string) uuid.UUID

// NewIssuers takes the word of those in the list. None of them is asked yet.
func NewIssuers(trust []Trust, directory Directory, pseudonym Pseudonym) *Issuers {
	s := &Issuers{directory: directory, pseudonym: pseudonym, now: time.Now}
	client := newClient(http.DefaultTransport, func() time.Time { return s.now() })
	for _, t := range trust {
		s.list = append(s.list, &issuer{Trust: t, client: client})
	}
	return s
}

// RoleHeader says in which of several roles somebody asks.
const RoleHeader = "Ruggensteun-Role"

// Authenticate tells who asks by the token that comes with the request.
func (s *Issuers) Authenticate(r *http.Request) (access.Actor, error) {
	token, ok := bearer(r.Header)
	if !ok {
		return access.Actor{}, fault.New(fault.Unauthenticated, "say who is asking: send the header Authorization: Bearer with a token of your organisation's login service")
	}
	h, err := s.holder(r.Context(), token)
	if err != nil {
		return access.Actor{}, err
	}
	return h.As(access.Role(r.Header.Get(RoleHeader)))
}

// unknownToken is the one answer for all that is wrong with a token but its age,
// so that who makes one up learns nothing. What it was goes to the log.
const unknownToken = "this token is not taken here: ask your login service for one that is made for this program"

func (s *Issuers) holder(ctx context.Context, raw string) (access.Holder, error) {
	i, err := s.issuerOf(raw)
	if err != nil {
		return access.Holder{}, err
	}
	p, err := i.discover(ctx, s.now)
	if err != nil {
		return access.Holder{}, err
	}
	token, err := p.Verifier(i.accepts(i.Audience, s.now)).Verify(ctx, raw)
	if err != nil {
		return access.Holder{}, refusal(err)
	}
	var claims programClaims
	if err := token.Claims(&claims); err != nil {
		return access.Holder{}, fault.Wrap(fault.Unauthenticated, unknownToken, err)
	}
	return s.hold(ctx, i, token, claims.client())
}

// accepts is what a token must be: made for the audience, and signed by a key that
// only the issuer has.
func (i *issuer) accepts(audience string, now func() time.Time) *oidc.Config {
	return &oidc.Config{ClientID: audience, SupportedSigningAlgs: algorithms, Now: now}
}

// programClaims name the client that a token was given to: client_id after RFC
// 9068, azp where an older provider writes it.
type programClaims struct {
	ClientID string `json:"client_id"`
	Party    string `json:"azp"`
}

func (c programClaims) client() string {
	if c.ClientID != "" {
		return c.ClientID
	}
	return c.Party
}

func refusal(err error) error {
	var expired *oidc.TokenExpiredError
	switch {
	case errors.As(err, &expired):
		return fault.Wrap(fault.Unauthenticated, "this token is too old: get a new one", err)
	case strings.Contains(err.Error(), "fetching keys"): // the library keeps its text only
		return silent(err)
	}
	return fault.Wrap(fault.Unauthenticated, unknownToken, err)
}

// issuerOf reads who a token says made it, before anything is proved: only to know
// whose keys to try.
func (s *Issuers) issuerOf(raw string) (*issuer, error) {
	var said struct {
		Issuer string `json:"iss"`
	}
	_, rest, _ := strings.Cut(raw, ".")
	body, _, _ := strings.Cut(rest, ".")
	text, err := base64.RawURLEncoding.DecodeString(body)
	if err == nil {
		err = json.Unmarshal(text, &said)
	}
	if err != nil {
		return nil, fault.New(fault.Unauthenticated, unknownToken)
	}
	for _, i := range s.list {
		if i.Issuer == said.Issuer && i.Audience != "" {
			return i, nil
		}
	}
	return nil, fault.New(fault.Unauthenticated, unknownToken)
}

// hold gives the person or program behind what was proved.
func (s *Issuers) hold(ctx context.Context, i *issuer, token *oidc.IDToken, client string) (access.Holder, error) {
	if token.Subject == "" {
		return access.Holder{}, fault.New(fault.Unauthenticated, unknownToken)
	}
	groups, err := groupsIn(token, i.groupsClaim())
	if err != nil {
		return access.Holder{}, fault.Wrap(fault.Unauthenticated, unknownToken, err)
	}
	h := access.Holder{ID: s.pseudonym(i.Issuer, token.Subject), Roles: i.rolesOf(groups, client)}
	if i.Employer == "" {
		return h, nil
	}
	id, found, err := s.directory.EmployerByCode(ctx, i.Employer)
	if err != nil {
		return access.Holder{}, fmt.Errorf("find the employer that an issuer speaks for: %w", err)
	}
	if !found {
		return access.Holder{}, fault.New(fault.Forbidden, "your employer has no register here yet: ask the operator to register it")
	}
	h.Employer = id
	return h, nil
}

// groupsIn reads a claim that is a list, or one name as some providers write a list
// of one.
func groupsIn(token *oidc.IDToken, claim string) ([]string, error) {
	var claims map[string]json.RawMessage
	if err := token.Claims(&claims); err != nil {
		return nil, err
	}
	raw, ok := claims[claim]
	if !ok {
		return nil, nil
	}
	var list []string
	if json.Unmarshal(raw, &list) == nil {
		return list, nil
	}
	var one string
	if err := json.Unmarshal(raw, &one); err != nil {
		return nil, fmt.Errorf("the claim %q is no list of names", claim)
	}
	return []string{one}, nil
}
