package identity

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the page
	"encoding/base64"
	"html/template"
	"net/http"
	"slices"

	"ruggensteun/domain/access"
)

//go:embed demonstration.html
var pageText string

//go:embed demonstration.css
var pageStyle string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// pagePolicy lets nothing be loaded, and nothing be sent but to us. The one style is that of the page, to the letter.
var pagePolicy = func() string {
	sum := sha256.Sum256([]byte(pageStyle))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}()

// page is who there is to be, and who one is.
type page struct {
	Back      string
	Employers []Employer
	Users     []demonstrationUser
	Now       *demonstrationUser // nil: nobody yet
	At        string             // the code of his employer
}

func (p *page) see(s access.Session) {
	if i := slices.IndexFunc(p.Users, func(u demonstrationUser) bool { return u.is(s.Role) }); i >= 0 {
		p.Now = &p.Users[i]
	}
	if i := slices.IndexFunc(p.Employers, func(e Employer) bool { return e.ID == s.Holder.Employer }); i >= 0 {
		p.At = p.Employers[i].Code
	}
}

// is tells whether somebody in this role is the user: whichever unit he is kept to.
func (u demonstrationUser) is(held access.Role) bool {
	mine, one := u.Role.In()
	theirs, unit := held.In()
	return mine == theirs && (one == "") == (unit == "")
}

// Style is that of the page.
func (page) Style() template.CSS { return template.CSS(pageStyle) }

func (p page) write(w http.ResponseWriter) error {
	var text bytes.Buffer // whole, or not at all
	if err := pageTemplate.Execute(&text, p); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", pagePolicy)
	_, _ = text.WriteTo(w) // the client left; there is nobody to tell
	return nil
}
