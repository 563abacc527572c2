package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// largestForm is what a form without files may hold: the longest texts that the API takes, a few times.
const largestForm = 256 << 10

const (
	doneKey = "gedaan"  // in the address somebody comes back to: what was done
	onceKey = "sleutel" // in a form: what makes sending it twice one time
)

// entryForm is what somebody fills in. Entries have the names that the API's fields have, so that
// what it finds wrong stands beside the entry that it is about.
type entryForm struct {
	Action  string
	Once    string // the same until it is taken
	Entries []entry
	Hidden  []pair
	Submit  string
	Danger  bool // it cannot be undone
	Asks    bool // it changes nothing: what is filled in stands in the address
	Files   bool // files can be given
	Failure *failure
}

// entry is one question of a form.
type entry struct {
	Name, Label, Hint string
	Kind              entryKind
	Value             string
	Options           []option // of a choice and of radios; Value of an option that is "" asks for an answer
	Required          bool
	Most              int // characters; 0 for no bound
	Complete          string
	Failure           string
}

type entryKind string

const (
	textEntry   entryKind = "text"
	areaEntry   entryKind = "area"
	choiceEntry entryKind = "choice"
	radioEntry  entryKind = "radio"
	checksEntry entryKind = "checks" // several of the options
	checkEntry  entryKind = "check"
	dayEntry    entryKind = "date"
	momentEntry entryKind = "datetime-local"
	numberEntry entryKind = "number"
	fileEntry   entryKind = "file"
)

// filled reads what somebody sent. It is an error when it is too large or no form.
func (v *visit) filled() (url.Values, error) {
	v.r.Body = http.MaxBytesReader(nil, v.r.Body, largestForm)
	if err := v.r.ParseForm(); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, &problem{Status: http.StatusRequestEntityTooLarge}
		}
		return nil, &problem{Status: http.StatusBadRequest}
	}
	for name, values := range v.r.PostForm {
		for i, value := range values {
			values[i] = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
		}
		v.r.PostForm[name] = values
	}
	return v.r.PostForm, nil
}

// newForm is a form with what was filled in before, and with a key of its own.
func newForm(action, submit string, values url.Values, entries ...entry) entryForm {
	f := entryForm{Action: action, Submit: submit, Once: values.Get(onceKey), Entries: entries}
	if _, err := uuid.Parse(f.Once); err != nil {
		f.Once = uuid.NewString()
	}
	for i := range f.Entries {
		f.Entries[i].fill(values)
	}
	return f
}

func (e *entry) fill(values url.Values) {
	if given, is := values[e.Name]; is {
		e.Value = given[0]
		for i := range e.Options {
			e.Options[i].Selected = slices.Contains(given, e.Options[i].Value)
		}
	}
}

// mends keeps the form when the API found something wrong with it: what is wrong stands beside the
// entry it is about, and the rest above. Of any other error it says false.
func (v *visit) mends(f *entryForm, err error) bool {
	p := &problem{}
	if !errors.As(err, &p) {
		return false
	}
	switch p.Status {
	case http.StatusBadRequest, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusPreconditionFailed:
	default:
		return false
	}
	v.status = p.Status
	f.Failure = v.failure(p)
	if f.Failure.Detail == "" && p.Status != http.StatusBadRequest {
		f.Failure.Detail = p.Detail
	}
	f.Failure.Fields = nil
	for _, wrong := range p.Errors {
		if i := slices.IndexFunc(f.Entries, func(e entry) bool { return e.Name == wrong.Field }); i >= 0 {
			said := v.fieldFailure(wrong)
			f.Entries[i].Failure = strings.TrimSuffix(said.Problem+"; "+said.Remedy, "; ")
			if at := (link{Text: f.Entries[i].Label, To: "#f-" + wrong.Field}); !slices.Contains(f.Failure.At, at) { // several things may be wrong with one
				f.Failure.At = append(f.Failure.At, at)
			}
			continue
		}
		f.Failure.Fields = append(f.Failure.Fields, v.fieldFailure(wrong))
	}
	return true
}

// done sends the browser on after something was done, so that going back or reloading does not do it
// again. what is a key of the catalogue without its "done.".
func (v *visit) done(path, what string) error {
	v.status, v.next = http.StatusSeeOther, v.To(path)+"?"+url.Values{doneKey: {what}}.Encode()
	return nil
}
