// Package boundary is where the areas of the country begin and end, as somebody official drew
// them: loaded from a file, for a level and from a day on, and used by pictures only.
package boundary

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
)

// Category is that of the one stream of boundaries, which are of no employer.
const Category = "boundary"

// Stream is the history of all boundaries.
var Stream = eventlog.Stream{Category: Category, ID: uuid.MustParse("c1a9b5b8-6a53-4a41-9c43-0a6a3a4c8b52")}

// Level is a division of the country, by the name that figures have for it.
type Level string

// Those there are codes of.
const (
	Gemeente   Level = "gemeente"
	Region     Level = "region" // veiligheidsregio
	PoliceUnit Level = "police-unit"
	Province   Level = "province"
)

// Command is something that is asked of boundaries.
type Command interface{ boundaryCommand() }

// Load gives what one file holds. Of each level and day it stands in place of what was loaded
// before.
type Load struct {
	By      access.Actor
	Source  string // who published it, and when: it stands below each map
	Licence string // on what terms: it stands there too
	File    string // SHA-256 of the file, in hexadecimal
	Sets    []Set
}

// Set is one level of a file, in the detail that it had there.
type Set struct {
	Level Level
	Since string // day (2006-01-02) from which on these are the boundaries
	Areas []Area
}

// Area is what lies within its rings; a ring within a ring is a hole.
type Area struct {
	Code  codes.Code
	Rings [][]Point
}

// Point is east and north: degrees, or metres of the Rijksdriehoek.
type Point struct{ X, Y float64 }

// Loaded: from here on maps of this level are drawn so. It holds nothing of anybody.
type Loaded struct {
	Level   Level
	Since   string
	Source  string
	Licence string
	File    string
	Shape   Shape
}

func (Load) boundaryCommand() {}

// EventType implements decider.Event.
func (Loaded) EventType() string { return "boundary.loaded.v1" }

// Atlas is all boundaries that hold, by level and since when.
type Atlas struct{ Sets []Loaded }

// Decider is the rules of loading.
var Decider = decider.Decider[Load, Atlas, Loaded]{Decide: decide, Evolve: Atlas.With}

// With is the atlas with one more set, which stands in place of that of the same level and day.
func (a Atlas) With(e Loaded) Atlas {
	sets := slices.DeleteFunc(slices.Clone(a.Sets), func(old Loaded) bool { return old.Level == e.Level && old.Since == e.Since })
	at, _ := slices.BinarySearchFunc(sets, e, Loaded.compare)
	return Atlas{slices.Insert(sets, at, e)}
}

func decide(s Atlas, c Load) ([]Loaded, error) {
	if err := c.By.May(access.LoadReference, uuid.Nil); err != nil {
		return nil, err
	}
	events, err := c.checked()
	if err != nil {
		return nil, err
	}
	// The same boundaries twice add nothing.
	return slices.DeleteFunc(events, func(e Loaded) bool { return slices.ContainsFunc(s.Sets, e.same) }), nil
}

func (e Loaded) same(o Loaded) bool {
	return e.Level == o.Level && e.Since == o.Since && e.Source == o.Source && e.Licence == o.Licence && e.File == o.File && e.Shape.same(o.Shape)
}
