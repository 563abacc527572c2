package eventlog

import (
	"fmt"
	"strings"

	"github.com/google/uuid"
)

// Stream names the history of one thing. It is a category and an opaque id and
// nothing else, so that no stream name can ever hold a personal number.
type Stream struct {
	Category string // a noun of the trade: "incident"
	ID       uuid.UUID
}

// String is the form that is stored and hashed: "incident-0190…".
func (s Stream) String() string { return s.Category + "-" + s.ID.String() }

// ParseStream reads the stored form back.
func ParseStream(text string) (Stream, error) {
	category, id, found := strings.Cut(text, "-")
	if !found || !validCategory(category) {
		return Stream{}, fmt.Errorf("stream %q: want category-uuid", text)
	}
	parsed, err := uuid.Parse(id)
	if err != nil || parsed.String() != id {
		return Stream{}, fmt.Errorf("stream %q: want a lower-case UUID after the category", text)
	}
	return Stream{Category: category, ID: parsed}, nil
}

func validCategory(category string) bool {
	if category == "" || len(category) > 40 {
		return false
	}
	for _, r := range category {
		if (r < 'a' || r > 'z') && r != '_' {
			return false
		}
	}
	return true
}
