package fault

import "slices"

// Fields collects every wrong value of a request, so that the person who asked
// can mend them all at once. The zero value is ready to use.
type Fields struct {
	list []Field
}

// Add notes one wrong value.
func (f *Fields) Add(name, problem, remedy string) {
	f.list = append(f.list, Field{Name: name, Problem: problem, Remedy: remedy})
}

// Check notes a wrong value when ok is false.
func (f *Fields) Check(ok bool, name, problem, remedy string) {
	if !ok {
		f.Add(name, problem, remedy)
	}
}

// Under adds the fields of another collection below a prefix, e.g. "workers[0]".
func (f *Fields) Under(prefix string, other Fields) {
	for _, field := range other.list {
		f.Add(prefix+"."+field.Name, field.Problem, field.Remedy)
	}
}

// Has tells whether something is noted about the named value.
func (f *Fields) Has(name string) bool {
	return slices.ContainsFunc(f.list, func(field Field) bool { return field.Name == name })
}

// Err is nil when nothing was noted, else an Invalid fault with all of it.
func (f *Fields) Err() error {
	if len(f.list) == 0 {
		return nil
	}
	return &Fault{Kind: Invalid, Message: "the request has values that cannot be accepted", Fields: f.list}
}
