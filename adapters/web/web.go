// Package web shows people what the API knows: pages in Dutch and English that work with a
// keyboard, on a telephone, on paper and without a script.
//
// A page asks the API, in the same program and in the name of whoever opened it. So there is no
// second road to the records: what may be seen, how figures are protected, what is taken out as a
// file and who read what is decided and written down there, once.
package web

import (
	"cmp"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"ruggensteun/domain/access"
)

// Needs is everything that the pages stand on.
type Needs struct {
	// API answers everything under /v1, and the addresses of signing in. What no page is at goes there.
	API http.Handler
	// Identity says who opens a page. It decides nothing: the API asks again.
	Identity Identity
	// Roles says which roles whoever signed in holds, and in which he asks, "" until he chose; nil where nobody
	// signs in. The error says that nobody is signed in.
	Roles func(r *http.Request) (access.Holder, access.Role, error)
	// Places are where people sign in; nil where only tokens are taken.
	Places func() []access.Place
	// Theme is the style sheet of an organisation, checked by CheckTheme; nil for ours.
	Theme []byte
	// Invented says that everything is of a demonstration.
	Invented bool
	Logger   *slog.Logger
}

// Identity tells who asks; the error is a *fault.Fault of kind Unauthenticated.
type Identity interface {
	Authenticate(r *http.Request) (access.Actor, error)
}

type web struct {
	Needs
	assets *assets
	app    *app
	policy string
}

// Handler serves the pages, and hands on to the API what is not one.
func Handler(n Needs) (http.Handler, error) {
	for name, there := range map[string]bool{"API": n.API != nil, "Identity": n.Identity != nil, "Logger": n.Logger != nil} {
		if !there {
			return nil, errors.New("make the pages: nothing was given for " + name)
		}
	}
	files, err := newAssets(n.Theme)
	if err != nil {
		return nil, err
	}
	kept, err := newApp(files)
	if err != nil {
		return nil, err
	}
	w := &web{Needs: n, assets: files, app: kept, policy: policyFor(n.Places)}
	return w.tidy(w.mux()), nil
}

// handle makes a page. The error is a *problem, or one that is only logged.
type handle func(*visit) error

func (w *web) mux() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET "+assetsAt, w.assets)
	w.app.handle(mux)
	for at, p := range w.pages() {
		for _, l := range languages {
			mux.Handle("GET "+l.at(at)+end(at), w.page(at, l, p.show))
			if p.take != nil {
				mux.Handle("POST "+l.at(at)+end(at), w.page(at, l, p.take))
			}
		}
	}
	mux.HandleFunc("/", func(out http.ResponseWriter, r *http.Request) {
		if !pageLike(r) {
			w.API.ServeHTTP(out, r)
			return
		}
		at, l := plainPath(r.URL.Path)
		w.page(nowhere, l, func(v *visit) error {
			v.Path = at
			return &problem{Status: http.StatusNotFound}
		}).ServeHTTP(out, r)
	})
	return mux
}

// nowhere stands in the log for a path that somebody made up: anything may be in it.
const nowhere = "none"

// tidy leaves a path that is not in its shortest form to the API, which says that nothing is there. The mux
// would send the browser to another path, and repeat that in an answer of its own.
func (w *web) tidy(mux http.Handler) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if p := r.URL.Path; path.Clean(p) != p && p != english.at("/") {
			w.API.ServeHTTP(out, r)
			return
		}
		mux.ServeHTTP(out, r)
	})
}

// end keeps "/" from taking every path.
func end(at string) string {
	if at == "/" {
		return "{$}"
	}
	return ""
}

// page shows what is, and takes what somebody fills in on it; take is nil where nothing is.
type page struct{ show, take handle }

// pages are all of them, by the path that they have in Dutch; {name} in it is v.r.PathValue("name").
func (w *web) pages() map[string]page {
	all := map[string]page{}
	for _, some := range []map[string]page{
		w.figurePages(),
		w.savedPages(),
		w.releasePages(),
		w.registrarPages(),
		w.reportPages(),
		w.workPages(),
		w.carePages(),
		w.rolePages(),
		w.privacyPages(),
		w.operationPages(),
		w.permitPages(),
		w.photoPages(),
	} {
		maps.Copy(all, some)
	}
	return all
}

func (w *web) figurePages() map[string]page {
	all := map[string]page{"/": {show: w.start}, "/vraag": {show: w.free}, "/verschil": {show: w.change}, "/trend": {show: w.trend}, "/keten": {show: w.chain}, "/over": {show: w.about}}
	for _, v := range views {
		all[v.path] = page{show: w.view(v)}
	}
	return all
}

// pageLike tells a browser that looks for a page from a program: it names HTML, and asks nothing that is the API's.
func pageLike(r *http.Request) bool {
	if r.Method != http.MethodGet || !strings.Contains(r.Header.Get("Accept"), "text/html") {
		return false
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	return first != "v1" && first != "sign-in" && first != "session"
}

// page is what is true of every page: headers that let nothing in from elsewhere, one log line,
// no panic, and a page also where something went wrong.
func (w *web) page(at string, l language, h handle) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		began := time.Now()
		v := &visit{web: w, r: r, out: out, Language: l, Path: at, status: http.StatusOK}
		if strings.Contains(at, "{") {
			v.Path, _ = plainPath(r.URL.Path)
		}
		w.protect(out.Header())
		err := v.make(h)
		if err != nil {
			v.failed(err)
		}
		v.send(out)
		about := []slog.Attr{slog.String("page", at), slog.String("language", string(l)), slog.Int("status", v.status), slog.Duration("took", time.Since(began))}
		w.Logger.LogAttrs(r.Context(), slog.LevelInfo, "page", about...)
		if v.cause != nil {
			w.Logger.ErrorContext(r.Context(), "a page failed", "page", at, "error", v.cause)
		}
	})
}

// policy lets a browser load what is of this address, and nothing that stands in a page itself:
// neither a script nor a style.
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// policyFor lets the form that signs somebody out lead on to where he signed in, to end his session there too: a
// browser holds the policy against where a form leads in the end.
func policyFor(places func() []access.Place) string {
	if places == nil {
		return policy
	}
	ends := ""
	for _, p := range places() {
		if u, err := url.Parse(p.Issuer); err == nil && u.Host != "" && !strings.ContainsAny(u.Host, " ;,") {
			ends += " " + u.Scheme + "://" + u.Host
		}
	}
	return strings.Replace(policy, "form-action 'self'", "form-action 'self'"+ends, 1)
}

func (w *web) protect(h http.Header) {
	protect(h)
	h.Set("Content-Security-Policy", w.policy)
}

func protect(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", policy)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Strict-Transport-Security", "max-age=31536000")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
}

// language is that of a page. It stands in the address: a link shows everybody the same, and
// nothing needs to be remembered of anybody.
type language string

const (
	dutch   language = "nl"
	english language = "en"
)

var languages = []language{dutch, english}

// at is where a page is in this language.
func (l language) at(path string) string {
	if l == dutch {
		return path
	}
	return strings.TrimSuffix("/"+string(l)+path, "/") + cmp.Or(map[bool]string{path == "/": "/"}[true], "")
}

// plainPath takes the language out of a path.
func plainPath(path string) (string, language) {
	if rest, is := strings.CutPrefix(path, "/"+string(english)+"/"); is {
		return "/" + rest, english
	}
	return path, dutch
}
