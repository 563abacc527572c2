package web

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"ruggensteun/domain/access"
	"ruggensteun/projections/figures"
)

//go:embed templates/*.html
var templateFiles embed.FS

// templates are a layout with one page each: all define "main".
var templates = func() map[string]*template.Template {
	all := map[string]*template.Template{}
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		panic(err) // of a pattern that stands here
	}
	shared := []string{"templates/layout.html", "templates/parts.html", "templates/entry.html", "templates/outbox.html"}
	for _, name := range names {
		if !slices.Contains(shared, name) {
			all[strings.TrimSuffix(path.Base(name), ".html")] = template.Must(template.ParseFS(templateFiles, append(shared[:len(shared):len(shared)], name)...))
		}
	}
	return all
}()

// visit is one page that somebody opens, and what its template sees.
type visit struct {
	web *web
	r   *http.Request
	out http.ResponseWriter // only for how long it may take; a page is sent at once, at its end

	Language language
	Path     string // without its language
	Title    string
	Crumbs   []link // between the start page and this one
	Said     any    // what this page says, for its own template
	Actor    access.Actor
	SignedIn bool
	Roles    []access.Role // all that are held, where somebody signed in
	role     access.Role   // the one of them that he chose
	App      bool          // it has the script that keeps reports on a device
	Live     string        // where it hears that something changed

	template   string
	status     int
	next       string // where to go instead
	cause      error
	answer     any         // to a script of ours, instead of where to go next
	lastHeader http.Header // of the last answer of the API that went well
}

type link struct {
	Text, To string
	Here     bool
}

// make makes the page; a panic makes a failed page, and of its value only the kind is kept.
func (v *visit) make(h handle) (err error) {
	defer func() {
		switch value := recover().(type) {
		case nil:
		case runtime.Error:
			err = value
		default:
			if value == http.ErrAbortHandler {
				panic(value)
			}
			err = fmt.Errorf("a panic with a value of type %T", value)
		}
	}()
	if actor, err := v.web.Identity.Authenticate(v.r); err == nil {
		v.Actor, v.SignedIn = actor, true
	}
	if v.knowRoles(); v.mustChoose() && v.r.Method == http.MethodGet && v.Path != roleAt && v.Path != "/over" {
		return v.toChoice()
	}
	return h(v)
}

// show chooses the template.
func (v *visit) show(name, title string, said any) error {
	v.template, v.Title, v.Said = name, title, said
	return nil
}

// goTo sends the browser to the same page with a tidier address.
func (v *visit) goTo(query url.Values) error {
	v.status, v.next = http.StatusSeeOther, v.To(v.Path)
	if len(query) > 0 {
		v.next += "?" + query.Encode()
	}
	return nil
}

func (v *visit) failed(err error) {
	p := &problem{}
	if !errors.As(err, &p) {
		v.cause = err
		p = &problem{Status: http.StatusInternalServerError}
	}
	v.status = p.Status
	v.template, v.Title, v.Said = "failed", v.word(failureTitle(p.Status)), v.failure(p)
}

func (v *visit) send(out http.ResponseWriter) {
	h := out.Header()
	if v.answer != nil && v.r.Header.Get("Accept") == "application/json" {
		v.tellScript(out)
		return
	}
	if v.next != "" {
		h.Set("Location", v.next)
		out.WriteHeader(v.status)
		return
	}
	var page bytes.Buffer
	if err := templates[v.template].ExecuteTemplate(&page, "layout", v); err != nil {
		v.cause = err
		http.Error(out, "something went wrong: try again", http.StatusInternalServerError)
		return
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(v.Language))
	h.Set("Vary", "Accept-Encoding, Cookie, Authorization")
	body := page.Bytes()
	if takesGzip(v.r) && v.fromHere() {
		h.Set("Content-Encoding", "gzip")
		body = zipped(body)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	out.WriteHeader(v.status)
	_, _ = out.Write(body) // a client who leaves is no error of ours
}

// tellScript answers the script of a page.
func (v *visit) tellScript(out http.ResponseWriter) {
	v.status = http.StatusOK
	out.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(out).Encode(v.answer); err != nil {
		v.cause = err
	}
}

// fromHere tells whether the page was not opened by another site. Who can choose an address and
// see how long the answer is could learn what stands in it from how well it packs (BREACH).
func (v *visit) fromHere() bool {
	site := v.r.Header.Get("Sec-Fetch-Site")
	return site == "" || site == "same-origin" || site == "none"
}

// What templates ask.

// T is a text of the catalogue.
func (v *visit) T(key string, of ...any) string { return v.word(key, of...) }

// To is where a page is in the language of this one.
func (v *visit) To(path string) string { return v.Language.at(path) }

// In is a text of the trade.
func (v *visit) In(t figures.Text) string { return t.In(v.figures()) }

func (v *visit) figures() figures.Language { return figures.Language(v.Language) }

// Style, Theme and Mark are addresses of assets.
func (v *visit) Style() string { return v.web.assets.Style }
func (v *visit) Theme() string { return v.web.assets.Theme }
func (v *visit) Mark() string  { return v.web.assets.Mark }

// Script is that of a page with App.
func (v *visit) Script() string { return v.web.app.Script }

// LiveScript is that of a page with Live.
func (v *visit) LiveScript() string { return v.web.app.Live }

// Again is the address of this page.
func (v *visit) Again() string {
	query := v.r.URL.Query()
	query.Del(doneKey)
	if len(query) == 0 {
		return v.To(v.Path)
	}
	return v.To(v.Path) + "?" + query.Encode()
}

// Invented tells whether all of it is a demonstration.
func (v *visit) Invented() bool { return v.web.Needs.Invented }

// Done is what was just done, where somebody comes back from it.
func (v *visit) Done() string {
	if key := "done." + v.r.URL.Query().Get(doneKey); key != "done." {
		if text := v.word(key); text != key {
			return text
		}
	}
	return ""
}

// Other is this page in the other language.
func (v *visit) Other() link {
	l := english
	if v.Language == english {
		l = dutch
	}
	to := l.at(v.Path)
	query := v.r.URL.Query()
	query.Del(doneKey)
	if len(query) > 0 {
		to += "?" + query.Encode()
	}
	return link{Text: string(l), To: to}
}

// CanAsk tells whether there are figures for whoever opened the page.
func (v *visit) CanAsk() bool {
	return v.SignedIn && v.Actor.MaySome(access.ReadFigures, v.Actor.Employer) == nil
}

// Role is who somebody is here.
func (v *visit) Role() string { return v.word(cmp.Or(roleWords[v.Actor.Role], "role.other")) }

var roleWords = map[access.Role]string{
	access.Operator: "role.operator", access.Reporter: "role.reporter", access.Registrar: "role.registrar", access.CaseWorker: "role.case-worker",
	access.Manager: "role.manager", access.Physician: "role.physician", access.PrivacyOfficer: "role.privacy-officer", access.Analyst: "role.analyst",
}

// SignsIn tells whether there is a session to end.
func (v *visit) SignsIn() bool { return v.web.Places != nil }

// with is a page and what a part of it shows.
type with struct {
	Page    *visit
	Form    form
	Entry   entryForm
	Term    term
	Failure *failure
}

// Failing gives a part what went wrong.
func (v *visit) Failing(f *failure) with { return with{Page: v, Failure: f} }

// With gives both to a part.
func (v *visit) With(said any) with {
	switch page := said.(type) {
	case *figurePage:
		return with{Page: v, Form: page.Form, Failure: page.Failure}
	case *changePage:
		return with{Page: v, Failure: page.Failure}
	case *double:
		return with{Page: v, Entry: page.entryForm}
	case entryForm:
		return with{Page: v, Entry: page}
	case *entryForm:
		return with{Page: v, Entry: *page}
	case term:
		return with{Page: v, Term: page}
	case *failure:
		return with{Page: v, Failure: page}
	}
	return with{Page: v}
}
