package api

import (
	"encoding/json"
	"net/http"
	"net/url"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
)

// SignIn lets people in, who bring no token of their own. Each error is a
// *fault.Fault, or one of the store.
type SignIn interface {
	// Places are where people can sign in.
	Places() []access.Place
	// Begin sends the browser to a place; back is the path to go on to after.
	Begin(w http.ResponseWriter, r *http.Request, issuer, back string) error
	// Finish takes what the place sent along, and gives the path to go on to.
	Finish(w http.ResponseWriter, r *http.Request) (string, error)
	// SignOut ends the session, and gives the address that ends it at the place too.
	SignOut(w http.ResponseWriter, r *http.Request) (string, error)
	// Holder is who is signed in, with all roles, and in which one he asks.
	Holder(r *http.Request) (access.Holder, access.Role, error)
	// Choose goes on in another role.
	Choose(r *http.Request, role access.Role) error
}

// Entrance is a SignIn that lets people in by itself, by a form: that of a demonstration.
type Entrance interface {
	SignIn
	// Enter signs in whoever the form names, and gives the path to go on to.
	Enter(w http.ResponseWriter, r *http.Request) (string, error)
}

// signIn are the addresses that a browser is sent to and from. They are outside /v1:
// an issuer knows one of them, and programs need none.
func (a *api) signIn(mux *http.ServeMux) {
	if a.SignIn == nil {
		return
	}
	roads := map[string]func(http.ResponseWriter, *http.Request) error{
		"GET /sign-in":      a.beginSignIn,
		"GET /sign-in/back": a.finishSignIn,
		"POST /sign-out":    a.signOut,
		"GET /session":      a.session,
		"POST /session":     a.chooseRole,
	}
	if in, itself := a.SignIn.(Entrance); itself {
		roads["POST /sign-in"] = func(w http.ResponseWriter, r *http.Request) error { return a.enterSignIn(w, r, in) }
	}
	for pattern, handle := range roads {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if err := a.atTheDoor(w, r, handle); err != nil {
				a.problem(r.Context(), err).write(w)
			}
		})
	}
}

// atTheDoor is what is true of each of these: there is room, and nothing is done that a page of
// somebody else makes a browser send. It could sign people out, or change in which role they ask.
func (a *api) atTheDoor(w http.ResponseWriter, r *http.Request, handle func(http.ResponseWriter, *http.Request) error) error {
	leave, err := a.enter()
	if err != nil {
		return err
	}
	defer leave()
	if http.NewCrossOriginProtection().Check(r) != nil {
		return fault.New(fault.Forbidden, "this came from another site's page: open the page here and do it again")
	}
	if err = handle(w, r); err != nil && (broughtSomething(r) || r.URL.Query().Has("state")) {
		return a.notLetIn(r, err)
	}
	return err
}

// placeForm is one line of the list of places.
type placeForm struct {
	Employer string `json:"employer,omitempty"`
	Issuer   string `json:"issuer"`
	SignIn   string `json:"signIn"`
}

func listOfPlaces(places []access.Place, back string) any {
	list := []placeForm{}
	for _, p := range places {
		q := url.Values{"at": {p.Issuer}}
		if back != "" {
			q.Set("back", back)
		}
		list = append(list, placeForm{Employer: p.Employer, Issuer: p.Issuer, SignIn: "/sign-in?" + q.Encode()})
	}
	return struct {
		Places []placeForm `json:"places"`
	}{list}
}

// beginSignIn asks nothing where there is one place only.
func (a *api) beginSignIn(w http.ResponseWriter, r *http.Request) error {
	q, places := r.URL.Query(), a.SignIn.Places()
	at := q.Get("at")
	if at == "" && len(places) == 1 {
		at = places[0].Issuer
	}
	if at == "" {
		return writeJSON(w, listOfPlaces(places, q.Get("back")))
	}
	if p := a.held(callOf(r.Context()), "sign-in", "many began to sign in from this address"); p != nil {
		return p
	}
	return a.SignIn.Begin(w, r, at, q.Get("back"))
}

func (a *api) finishSignIn(w http.ResponseWriter, r *http.Request) error {
	back, err := a.SignIn.Finish(w, r)
	if err != nil {
		return err
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
	return nil
}

func (a *api) enterSignIn(w http.ResponseWriter, r *http.Request, in Entrance) error {
	if p := a.held(callOf(r.Context()), "sign-in", "many began to sign in from this address"); p != nil {
		return p
	}
	if err := shortForm(w, r, "role=registrar&employer=CODE"); err != nil {
		return err
	}
	next, err := in.Enter(w, r)
	if err != nil {
		return err
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// shortForm reads a form of a few words.
func shortForm(w http.ResponseWriter, r *http.Request, example string) error {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<10)
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "send a short form: "+example)
	}
	return nil
}

func (a *api) signOut(w http.ResponseWriter, r *http.Request) error {
	next, err := a.SignIn.SignOut(w, r)
	if err != nil {
		return err
	}
	if next == "" {
		next = "/"
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// sessionForm has no name: who somebody is stays with the issuer.
type sessionForm struct {
	Roles []access.Role `json:"roles"`
	Role  access.Role   `json:"role,omitempty"`
	// Demonstration says that whoever it is was invented.
	Demonstration bool `json:"demonstration,omitempty"`
}

func (a *api) session(w http.ResponseWriter, r *http.Request) error {
	h, role, err := a.SignIn.Holder(r)
	if err != nil {
		return err
	}
	return writeJSON(w, sessionForm{Roles: h.Roles, Role: role, Demonstration: a.Demonstration})
}

func (a *api) chooseRole(w http.ResponseWriter, r *http.Request) error {
	if err := shortForm(w, r, "role=registrar"); err != nil {
		return err
	}
	if err := a.SignIn.Choose(r, access.Role(r.PostForm.Get("role"))); err != nil {
		return err
	}
	return a.session(w, r)
}

func writeJSON(w http.ResponseWriter, answer any) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(answer)
}
