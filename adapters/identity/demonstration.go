package identity

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

// Demonstration lets whoever sits at this machine choose who to be: an invented person for each
// role, signed in by a session as real ones are. Programs bring a development token.
type Demonstration struct {
	*Development
	in        *SignIn
	employers func(context.Context) ([]Employer, error)
}

// NewDemonstration refuses an address that others can reach, as NewDevelopment does. Sessions
// name this start of the program: those of an earlier one open nothing, and neither do they
// where real login services are trusted.
func NewDemonstration(listens net.Addr, sessions Sessions, employers func(context.Context) ([]Employer, error)) (*Demonstration, error) {
	if err := ForThisMachine(listens); err != nil {
		return nil, err
	}
	tokens, err := NewDevelopment(listens)
	if err != nil {
		return nil, err
	}
	issuer := &issuer{Trust: Trust{Issuer: "demonstration " + rand.Text(), ClientID: "demonstration"}, all: true}
	issuers := NewIssuers(nil, nil, nil)
	issuers.list = append(issuers.list, issuer)
	in, err := NewSignIn(issuers, sessions, "http://"+listens.String(), UsualLimits)
	return &Demonstration{Development: tokens, in: in, employers: employers}, err
}

// ForThisMachine refuses a demonstration at an address that others can reach.
func ForThisMachine(listens net.Addr) error {
	if onThisMachine(listens) {
		return nil
	}
	return fmt.Errorf("show a demonstration on %s: others can reach that address, and in a demonstration anybody may be anybody; listen on this machine only, e.g. --addr 127.0.0.1:8080", listens)
}

// Authenticate takes a token when there is one, else the cookie.
func (d *Demonstration) Authenticate(r *http.Request) (access.Actor, error) {
	if len(r.Header.Values("Authorization")) > 0 {
		return d.Development.Authenticate(r)
	}
	if err := here(r); err != nil {
		return access.Actor{}, err
	}
	a, err := d.in.Authenticate(r)
	if fault.KindOf(err) == fault.Unauthenticated {
		return a, fault.New(fault.Unauthenticated, "say who is asking: choose in a browser at "+PathSignIn+" who to be, or send the header Authorization: Bearer with one of the tokens that the server printed when it started")
	}
	return a, err
}

// here refuses what did not mean this machine; see local.
func here(r *http.Request) error {
	if local(r) {
		return nil
	}
	return fault.New(fault.Unauthenticated, "a demonstration is for this machine only: open http://localhost or http://127.0.0.1 directly, not through another name or a proxy")
}

// Places is the demonstration itself.
func (d *Demonstration) Places() []access.Place {
	return []access.Place{{Issuer: d.in.issuers.list[0].Issuer}}
}

// Begin shows who there is to be.
func (d *Demonstration) Begin(w http.ResponseWriter, r *http.Request, _, back string) error {
	if err := here(r); err != nil {
		return err
	}
	employers, err := d.employers(r.Context())
	if err != nil {
		return err
	}
	p := page{Back: ownPath(back), Employers: employers, Users: demonstrationUsers}
	if session, _, err := d.in.Session(r); err == nil {
		p.see(session)
	} else if fault.KindOf(err) == "" {
		return err
	}
	return p.write(w)
}

// Enter signs in whoever was chosen, and gives the path to go on to.
func (d *Demonstration) Enter(w http.ResponseWriter, r *http.Request) (string, error) {
	if err := here(r); err != nil {
		return "", err
	}
	role := access.Role(r.PostFormValue("role"))
	if !role.Known() {
		return "", fault.New(fault.Invalid, "choose who to be: role is one of "+roleList())
	}
	at, err := d.employerNamed(r, role)
	if err != nil {
		return "", err
	}
	if role, err = at.inUnit(role); err != nil {
		return "", err
	}
	who := access.Holder{ID: actor(role, at.ID).ID, Employer: at.ID, Roles: []access.Role{role}}
	if err := d.in.open(w, r, d.in.issuers.list[0].Issuer, who); err != nil {
		return "", err
	}
	return ownPath(r.PostFormValue("back")), nil
}

func (d *Demonstration) employerNamed(r *http.Request, role access.Role) (Employer, error) {
	if !role.AtEmployer() {
		return Employer{}, nil
	}
	all, err := d.employers(r.Context())
	if err != nil {
		return Employer{}, err
	}
	at := slices.IndexFunc(all, func(e Employer) bool { return e.Code == r.PostFormValue("employer") })
	if at < 0 {
		return Employer{}, fault.New(fault.Invalid, "choose at which employer: employer is the code of one of the demonstration's")
	}
	return all[at], nil
}

// anUnit is the first unit of whichever employer is chosen.
const anUnit = "*"

// inUnit is the role in one of the employer's units.
func (e Employer) inUnit(role access.Role) (access.Role, error) {
	base, unit := role.In()
	if unit == anUnit && len(e.Units) > 0 {
		return base + access.Role(":"+e.Units[0]), nil
	}
	if unit != "" && !slices.Contains(e.Units, unit) {
		if len(e.Units) == 0 {
			return "", fault.New(fault.Invalid, "this employer has no units: choose another one, or a role in all of it")
		}
		return "", fault.New(fault.Invalid, "this is no unit of the employer: its units are "+strings.Join(e.Units, ", "))
	}
	return role, nil
}

// Finish is of login services, and there is none.
func (d *Demonstration) Finish(http.ResponseWriter, *http.Request) (string, error) {
	return "", fault.New(fault.NotFound, "nobody comes back from a login service in a demonstration: choose at "+PathSignIn+" who to be")
}

// SignOut ends the session, and leads back to the choice.
func (d *Demonstration) SignOut(w http.ResponseWriter, r *http.Request) (string, error) {
	_, _, err := d.in.end(w, r)
	return PathSignIn, err
}

// Holder is who was chosen.
func (d *Demonstration) Holder(r *http.Request) (access.Holder, access.Role, error) {
	if err := here(r); err != nil {
		return access.Holder{}, "", err
	}
	return d.in.Holder(r)
}

// Choose goes on in the one role that each has.
func (d *Demonstration) Choose(r *http.Request, role access.Role) error {
	if err := here(r); err != nil {
		return err
	}
	return d.in.Choose(r, role)
}
