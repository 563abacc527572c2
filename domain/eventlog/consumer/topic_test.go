package consumer_test

import (
	"strings"
	"testing"

	"ruggensteun/domain/eventlog/consumer"
)

func TestATopicHoldsTheEventsThatItNames(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		topic, eventType string
		holds            bool
	}{
		"the whole type":                     {"incident.registered.v4", "incident.registered.v4", true},
		"every shape of it":                  {"incident.registered", "incident.registered.v4", true},
		"everything about a thing":           {"incident", "incident.registered.v4", true},
		"one of several":                     {"employer,incident.closed", "incident.closed.v1", true},
		"none of several":                    {"employer,incident.closed", "incident.reopened.v1", false},
		"a name that begins alike":           {"incident", "incidental.v1", false},
		"a name that goes on behind a dash":  {"topic-1", "topic-1-2.v1", false},
		"a longer topic than the type":       {"incident.registered.v4", "incident.registered", false},
		"everything":                         {"*", "suspect.opened.v1", true},
		"a type that holds it in the middle": {"registered", "incident.registered.v4", false},
	} {
		topic, err := consumer.ParseTopic(c.topic)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := topic.Holds(c.eventType); got != c.holds {
			t.Errorf("%s: %q holds %s: %v", name, c.topic, c.eventType, got)
		}
	}
}

func TestATopicThatIsNoneIsRefusedWithoutBeingRepeated(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", ",", "incident,", "*,incident", "Jansen", "a b", "incident\x00", strings.Repeat("a,", 150) + "a"} {
		if _, err := consumer.ParseTopic(text); err == nil || strings.Contains(err.Error(), "Jansen") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestEveryConsequenceOfEveryEventHasAKeyOfItsOwn(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, name := range []string{"clocks", "clocks-1", "relay"} {
		for _, part := range []string{"", "due", "due-soon"} {
			seen[consumer.Key(name, 1, part)] = true
			seen[consumer.Key(name, 11, part)] = true
		}
	}
	if len(seen) != 18 {
		t.Errorf("18 consequences have %d keys", len(seen))
	}
	// Another form would let every consumer do again what it did.
	if got := consumer.Key("clocks", 7, "due"); got != "consumer/clocks/7/due" {
		t.Errorf("the key is now %q", got)
	}
}

func TestTriesAreThoseOfTheEventThatWasRefused(t *testing.T) {
	t.Parallel()
	l := consumer.Lease{Tried: 7, Tries: 3}
	if l.TriesAt(7) != 3 || l.TriesAt(8) != 0 {
		t.Errorf("at 7: %d, at 8: %d", l.TriesAt(7), l.TriesAt(8))
	}
}
