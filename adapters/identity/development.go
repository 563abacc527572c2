package identity

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

// Development lets whoever sits at this machine try each role, with tokens that
// end with the program. A token proves itself (role, employer, and a keyed hash
// of both), so an employer that is registered later has tokens too.
type Development struct{ secret [32]byte }

// Employer is whom tokens are made for; Code is for people to read.
type Employer struct {
	ID    uuid.UUID
	Code  string
	Units []string // codes
}

// Token is what to send, and as whom one then asks.
type Token struct {
	Role     access.Role
	Employer string // its code; "" for roles that work for no employer
	Bearer   string // secret: print it to the terminal of whoever started the program, never to a log
}

// NewDevelopment draws the secret of this start. It refuses an address that
// others can reach: whoever has these tokens may do everything.
func NewDevelopment(listens net.Addr) (*Development, error) {
	if !onThisMachine(listens) {
		return nil, fmt.Errorf("make development tokens for a server on %s: others can reach that address, and whoever has such a token may do everything; say with --identity which login services tell who somebody is, or listen on this machine only, e.g. --addr 127.0.0.1:8080", listens)
	}
	d := &Development{}
	if _, err := rand.Read(d.secret[:]); err != nil {
		return nil, fmt.Errorf("draw the secret of the development tokens: %w", err)
	}
	return d, nil
}

func onThisMachine(listens net.Addr) bool {
	tcp, ok := listens.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// Format keeps the secret out of log lines.
func (d *Development) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "development tokens") }

// Tokens gives one token per role, and per employer where the role is held at one.
func (d *Development) Tokens(employers []Employer) []Token {
	var list []Token
	for _, role := range access.Roles() {
		if !role.AtEmployer() {
			list = append(list, Token{Role: role, Bearer: d.bearer(role, uuid.Nil)})
			continue
		}
		for _, e := range employers {
			list = append(list, Token{Role: role, Employer: e.Code, Bearer: d.bearer(role, e.ID)})
		}
	}
	return list
}

// Authenticate tells who asks. The error is a *fault.Fault of kind
// Unauthenticated, and says no more than what to do.
func (d *Development) Authenticate(r *http.Request) (access.Actor, error) {
	if !local(r) {
		return access.Actor{}, fault.New(fault.Unauthenticated,
			"development tokens are taken from this machine only: ask http://localhost or http://127.0.0.1 directly, not through another name or a proxy")
	}
	token, ok := bearer(r.Header)
	if !ok {
		return access.Actor{}, fault.New(fault.Unauthenticated, "say who is asking: send the header Authorization: Bearer with one of the tokens that the server printed when it started")
	}
	a, ok := d.holder(token)
	if !ok {
		return access.Actor{}, fault.New(fault.Unauthenticated, "this token is not known: tokens end with the program, use one that the server printed when it last started")
	}
	return a, nil
}

func (d *Development) holder(token string) (access.Actor, bool) {
	name, employer, _ := strings.Cut(token, ".")
	employer, _, _ = strings.Cut(employer, ".")
	role, id := access.Role(name), uuid.Nil
	if role.AtEmployer() {
		id, _ = uuid.Parse(employer)
	}
	// The whole token is compared, so that there is one way to write it. The time
	// this takes tells nothing about the keyed hash.
	same := hmac.Equal([]byte(d.bearer(role, id)), []byte(token))
	known := slices.Contains(access.Roles(), role) && role.AtEmployer() == (id != uuid.Nil)
	return actor(role, id), same && known
}

func (d *Development) bearer(role access.Role, employer uuid.UUID) string {
	who := string(role) + "."
	if employer != uuid.Nil {
		who += employer.String()
	}
	mac := hmac.New(sha256.New, d.secret[:])
	_, _ = io.WriteString(mac, "ruggensteun/development-token/v1 "+who)
	return who + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func bearer(h http.Header) (string, bool) {
	values := h.Values("Authorization")
	if len(values) != 1 {
		return "", false
	}
	scheme, token, _ := strings.Cut(values[0], " ")
	return token, strings.EqualFold(scheme, "Bearer") && token != ""
}

// local tells whether the request came from a program on this machine that
// meant this machine. A page on the internet can point a name of its own at
// 127.0.0.1 and make a browser ask there; the Host header then has that name
// (DNS rebinding). A proxy on this machine asks on behalf of others.
func local(r *http.Request) bool {
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
