package api

import (
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

// admit lets a request through to its handler: there is room for it, we know
// who asks, and it says nothing that nobody would look at.
func (a *api) admit(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	op := ctx.Operation()
	if len(op.Security) > 0 {
		actor, err := a.Identity.Authenticate(r)
		if err != nil {
			if broughtSomething(r) {
				err = a.notLetIn(r, err)
			}
			a.problem(r.Context(), err).write(w)
			return
		}
		callOf(r.Context()).actor = actor
		if err := a.often(r, op); err != nil {
			a.problem(r.Context(), err).write(w)
			return
		}
		if err := a.refusesWhoLeft(r.Context(), actor, op.Method+" "+strings.TrimPrefix(op.Path, base)); err != nil {
			a.problem(r.Context(), err).write(w)
			return
		}
		if err := a.tenure(r.Context(), actor); err != nil {
			a.problem(r.Context(), err).write(w)
			return
		}
	}
	if !strings.HasPrefix(op.Path, "/health/") { // that is asked when everything is taken, too
		leave, err := a.enter()
		if err != nil {
			a.problem(r.Context(), err).write(w)
			return
		}
		defer leave()
	}
	if err := acceptable(r, op); err != nil {
		a.problem(r.Context(), err).write(w)
		return
	}
	callOf(r.Context()).query = r.URL.Query()
	callOf(r.Context()).route = op.Method + " " + op.Path
	callOf(r.Context()).permit = r.Header.Get(permitHeader)
	callOf(r.Context()).accepts = accepted(r.Header.Values("Accept"))
	// Whoever can answer with a sheet looks there. Otherwise there is one form of answer, so whatever else is asked for gets it too (RFC
	// 9110, 12.5.1); huma would copy some of what it is asked for into Content-Type.
	r.Header.Del("Accept")
	next(ctx)
}

// enter takes one of the places there are, until leave.
func (a *api) enter() (leave func(), err error) {
	select {
	case a.places <- struct{}{}:
		return func() { <-a.places }, nil
	default:
		return nil, fault.New(fault.Unavailable, "too many requests are under way: try again in a moment")
	}
}

func acceptable(r *http.Request, op *huma.Operation) error {
	switch {
	case op.RequestBody == nil:
	case op.RequestBody.Content[formType] != nil:
		if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != formType {
			return newProblem(http.StatusUnsupportedMediaType, kindMedia, "send the body as a form: Content-Type: "+formType)
		}
	case !isJSON(r.Header.Values("Content-Type")):
		return newProblem(http.StatusUnsupportedMediaType, kindMedia, "send the body as Content-Type: application/json")
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return fault.New(fault.Invalid, "the part of the address after ? is not well formed: write key=value, with & between them")
	}
	return knownQuery(query, op)
}

// formType is that of a body with a file in it.
const formType = "multipart/form-data"

func isJSON(contentType []string) bool {
	if len(contentType) != 1 {
		return false
	}
	media, parameters, err := mime.ParseMediaType(contentType[0])
	charset := parameters["charset"]
	return err == nil && media == "application/json" && (charset == "" || charset == "utf-8" || charset == "UTF-8")
}

// knownQuery refuses a key that the route does not have, because a filter that
// is spelled wrongly would otherwise give the figure of everything.
func knownQuery(query url.Values, op *huma.Operation) error {
	known := map[string]bool{} // by key: whether it may stand more than once
	for _, p := range op.Parameters {
		if p.In == "query" {
			known[p.Name] = p.Schema.Type == huma.TypeArray
		}
	}
	var wrong fault.Fields
	for _, key := range slices.Sorted(maps.Keys(query)) {
		values := query[key]
		several, found := known[key]
		wrong.Check(found, queryName(key), "is not known here", nearQuery(key, known))
		wrong.Check(!found || several || len(values) == 1, queryName(key), "is given twice", "give it once")
		wrong.Check(!found || !slices.Contains(values, ""), queryName(key), "is empty", "give it a value, or leave it out")
		// The database takes neither, and would fail where nobody expects it.
		wrong.Check(!found || !slices.ContainsFunc(values, unreadable), queryName(key), "holds bytes that are no text", "send it in UTF-8, without control characters")
	}
	return wrong.Err()
}

func unreadable(value string) bool {
	return !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl)
}

// nearQuery names the keys that somebody may have meant, else all that there are.
func nearQuery(key string, known map[string]bool) string {
	all := slices.Sorted(maps.Keys(known))
	near := slices.DeleteFunc(slices.Clone(all), func(name string) bool { return !codes.Alike(key, strings.ToUpper(name)) })
	switch {
	case len(near) > 0:
		return "did you mean " + strings.Join(near, " or ") + "?"
	case len(all) > 0:
		return "leave it out; known are " + strings.Join(all, ", ")
	}
	return "leave it out: nothing can be asked beside the path"
}

// queryName repeats a key only when it looks like one of ours.
func queryName(key string) string {
	if queryShape.MatchString(key) {
		return key
	}
	return "query"
}
