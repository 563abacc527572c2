package webtest

import "testing"

// Person is somebody at a browser.
type Person struct {
	// Window keeps what the browser keeps from one Follow to the next; "" is a window for this once.
	Window string `json:"window,omitempty"`
	// Folder is where a window with a name keeps it on the disk, so that it is there after Close.
	Folder        string            `json:"folder,omitempty"`
	Headers       map[string]string `json:"headers,omitempty"`
	Width         int               `json:"width"`
	Height        int               `json:"height"`
	Dark          bool              `json:"dark,omitempty"`
	WithoutScript bool              `json:"withoutScript,omitempty"`
	Axe           bool              `json:"axe,omitempty"` // judges where the person ends up; the page's own policy does not hold
}

// Act is one thing that a person does. Name is what the thing is called on the page: the text of a
// button or a link, the label of a field.
type Act struct {
	Do    string `json:"do"` // go, press, follow, fill, choose, check, give (a file), unfold, key, see, first (of the radios), gone, drag, take (a file), ready (for a path without a network), offline, another and beside (a window, for an address), turn (to a window), listening (so many windows), picture, nothing
	Name  string `json:"name,omitempty"`
	Value string `json:"value,omitempty"`
	To    string `json:"to,omitempty"` // an address, or the file of a picture
	In    string `json:"in,omitempty"` // the region or group of the page, by its name
	Exact bool   `json:"exact,omitempty"`
}

// Found is where a person ends up.
type Found struct {
	URL, Title, Text string
	Said, Asked      []string
	Violations       []string
	Passes           int
}

// Follow does one act after another, and fails the test at the first that cannot be done. It waits
// for what an act needs, as a person would.
func (b *Browser) Follow(t testing.TB, who Person, acts ...Act) Found {
	t.Helper()
	var found Found
	b.order(t, struct {
		Do string `json:"do"`
		Person
		Acts []Act `json:"acts"`
	}{"follow", who, acts}, &found)
	return found
}

// Close ends a window as a dying battery does.
func (b *Browser) Close(t testing.TB, who Person) {
	t.Helper()
	var nothing struct{}
	b.order(t, struct {
		Do     string `json:"do"`
		Window string `json:"window"`
	}{"close", who.Window}, &nothing)
}
