package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"ruggensteun/domain/access"
)

// roleAt is where somebody who holds several roles says in which one he asks. The choice is kept in his session,
// never in an address.
const roleAt = "/rol"

const (
	roleKey = "rol"
	backKey = "naar" // a path of a page to go on to
)

func (w *web) rolePages() map[string]page {
	return map[string]page{roleAt: {show: w.chooseRole, take: w.roleChosen}}
}

type rolePage struct {
	Form   *entryForm
	Only   string // the one role that there is
	Places []place
}

// knowRoles finds which roles whoever signed in holds. Who brings a token has the one that it says.
func (v *visit) knowRoles() {
	if v.web.Roles == nil || len(v.r.Header.Values("Authorization")) > 0 {
		return
	}
	holder, role, err := v.web.Roles(v.r)
	if err != nil {
		return
	}
	v.Roles, v.role = holder.Roles, role
}

// mustChoose tells whether somebody is signed in who has not said in which role he asks.
func (v *visit) mustChoose() bool { return !v.SignedIn && len(v.Roles) > 1 && v.role == "" }

// Switches tells whether there is another role, or another employer, to go on in.
func (v *visit) Switches() bool {
	return len(v.Roles) > 1 || len(v.Roles) > 0 && v.web.Places != nil && len(v.web.Places()) > 1
}

// SwitchTo is where that is done; the language is that of the page.
func (v *visit) SwitchTo() string { return v.To(roleAt) }

// toChoice sends somebody to say who he is, and from there on to where he was going.
func (v *visit) toChoice() error {
	v.status, v.next = http.StatusSeeOther, v.To(roleAt)
	if v.Path != "/" && v.Path != roleAt {
		v.next += "?" + url.Values{backKey: {v.To(v.Path)}}.Encode()
	}
	return nil
}

func (w *web) chooseRole(v *visit) error { return v.showRoles(v.r.URL.Query(), nil) }

func (v *visit) showRoles(given url.Values, wrong error) error {
	page := &rolePage{Only: v.Role()}
	if len(v.Roles) > 1 {
		var options []option
		for _, r := range v.Roles {
			options = append(options, option{Value: string(r), Text: v.heldRole(r), Selected: r == v.role})
		}
		f := newForm(v.To(roleAt), v.word("choose.submit"), given, entry{Name: roleKey, Label: v.word("choose.which"), Hint: v.word("choose.hint"), Kind: radioEntry, Required: true, Options: options})
		if back := ownPage(given.Get(backKey)); back != "" {
			f.Hidden = []pair{{backKey, back}}
		}
		if wrong != nil && !v.mends(&f, wrong) {
			return wrong
		}
		page.Form = &f
	} else if wrong != nil {
		return wrong
	}
	if places := v.places(); len(v.Roles) > 0 && len(places) > 1 {
		page.Places = places
	}
	return v.show("role", v.word("choose.title"), page)
}

// heldRole is a role as it is held: with its unit.
func (v *visit) heldRole(role access.Role) string {
	base, unit := role.In()
	text := v.word(cmp.Or(roleWords[base], "role.other"))
	if unit != "" {
		text += ", " + unit
	}
	return text
}

// ownPage keeps a path of ours and nothing else, without what stands behind it.
func ownPage(back string) string {
	u, err := url.Parse(back)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.ContainsAny(back, "\\\r\n") || len(back) > 200 {
		return ""
	}
	return u.Path
}

func (w *web) roleChosen(v *visit) error {
	given, err := v.filled()
	if err != nil {
		return err
	}
	role := access.Role(given.Get(roleKey))
	if !slices.Contains(v.Roles, role) {
		return v.showRoles(given, v.wrong(roleKey, "wrong.role"))
	}
	said := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	if err := v.call(http.MethodPost, "/session", nil, said, strings.NewReader(url.Values{"role": {string(role)}}.Encode()), nil); err != nil {
		p := &problem{}
		if errors.As(err, &p) && p.Status == http.StatusUnauthorized {
			return err
		}
		return v.showRoles(given, err)
	}
	v.status, v.next = http.StatusSeeOther, cmp.Or(ownPage(given.Get(backKey)), v.To("/"))
	return nil
}
