package fault

import "errors"

// Wrong is what is the matter with one value, before anybody says where in the
// request it stood. Like Field, it never repeats the value.
type Wrong struct {
	Problem string // follows the field's name: "lies in the future"
	Remedy  string // "check date and time, or your device's clock"
}

func (w *Wrong) Error() string { return w.Problem + ": " + w.Remedy }

// Note adds what a check found wrong with the named value; nil adds nothing.
// An error of another kind is noted without its text, which we cannot vouch for.
func (f *Fields) Note(name string, err error) {
	if err == nil {
		return
	}
	var w *Wrong
	if errors.As(err, &w) {
		f.Add(name, w.Problem, w.Remedy)
		return
	}
	f.Add(name, "cannot be accepted", "check this value and try again")
}
