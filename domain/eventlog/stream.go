package eventlog

import (
	"errors"
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

// ParseStream reads the stored form back. Its errors do not repeat the text: it
// may come from outside and hold anything.
func ParseStream(text string) (Stream, error) {
	category, id, found := strings.Cut(text, "-")
	if !found || !validCategory(category) {
		return Stream{}, errors.New("read a stream name: want category-uuid, the category a lower-case noun")
	}
	parsed, err := uuid.Parse(id)
	if err != nil || parsed.String() != id {
		return Stream{}, fmt.Errorf("read a stream name of category %s: want a lower-case UUID after the category", category)
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
