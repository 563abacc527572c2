package consumer

import (
	"fmt"
	"strings"
)

// Everything is the topic of all events.
const Everything = "*"

// maxName bounds names and topics: they are shown in lists and stand in keys.
const maxName = 200

// Topic says which events a consumer listens to.
type Topic struct{ kinds []string }

// ParseTopic reads kinds of events, separated by commas: the name of an event's
// type up to any of its dots. "incident" is every event of an incident,
// "incident.registered,employer" a report in any of its shapes and everything
// about employers, "*" everything there is. Its errors do not repeat the text.
func ParseTopic(text string) (Topic, error) {
	kinds := strings.Split(text, ",")
	for _, kind := range kinds {
		if !ValidName(kind) && text != Everything {
			return Topic{}, fmt.Errorf("a topic is %q, or event types up to a dot, separated by commas: incident,employer.registered", Everything)
		}
	}
	if len(text) > maxName {
		return Topic{}, fmt.Errorf("a topic has at most %d characters", maxName)
	}
	return Topic{kinds}, nil
}

// Holds tells whether an event of a type belongs to the topic.
func (t Topic) Holds(eventType string) bool {
	for _, kind := range t.kinds {
		rest, begins := strings.CutPrefix(eventType, kind)
		if kind == Everything || begins && (rest == "" || rest[0] == '.') {
			return true
		}
	}
	return false
}

// ValidName tells whether a consumer may be called so, or a kind of event.
func ValidName(name string) bool {
	if name == "" || len(name) > maxName {
		return false
	}
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '.' && r != '_' && r != '-' {
			return false
		}
	}
	return true
}
