package main

import (
	"strings"
	"testing"
)

func TestReadModelsArePausedResumedAndRebuilt(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	if said := c.run("projections").ok(); !strings.Contains(said, "No read model yet") {
		t.Errorf("of an empty store it says %q", said)
	}
	c.employer("GEM-X")
	c.incident("GEM-X", "2026-03-06T23:10+01:00", "ROAD")
	c.total()
	c.shows("facts 9 running 2 0 true")

	c.run("projections", "pause", "facts").ok()
	c.incident("GEM-X", "2026-03-07T23:10+01:00", "ROAD")
	c.shows("facts 9 paused 2 1 true")
	held := c.run("view", "time-of-day", "--format", "json")
	if !strings.Contains(held.ok(), `"position":2,`) || !strings.Contains(held.err, "facts is paused at position 2, events waiting: 1") {
		t.Errorf("while it is paused a view answers\n%s%s", held.out, held.err)
	}
	c.run("verify").ok()
	c.run("projections", "resume", "facts").ok()
	if got := c.total(); got != 2 {
		t.Errorf("after resuming it counts %d, want 2", got)
	}
	c.shows("facts 9 running 3 0 true")

	c.db.Exec(t, "DELETE FROM facts_r9.incident WHERE position = 2")
	rebuilt := c.run("projections", "rebuild", "facts").ok()
	if !strings.Contains(rebuilt, "differed  table incident") || !strings.Contains(rebuilt, "rebuilt   2 rows of incident") {
		t.Errorf("it says\n%s", rebuilt)
	}
	c.run("verify").ok()
	if got := c.total("--as-of", "2"); got != 1 {
		t.Errorf("as of position 2 the rebuilt rows count %d, want 1", got)
	}

	c.run("projections", "pause", "horoscope").fails(1, `no projection "horoscope"`)
	c.run("projections", "rebuild", "horoscope").fails(2, "there is: facts")
	c.run("projections", "rebuild").fails(2, "name is missing")
}

// shows compares a line of the list by its words.
func (c *terminal) shows(want string) {
	c.t.Helper()
	list := c.run("projections").ok()
	for line := range strings.Lines(list) {
		if strings.Join(strings.Fields(line), " ") == want {
			return
		}
	}
	c.t.Errorf("it does not show %q:\n%s", want, list)
}

func TestAReadModelThatStoppedIsSaidWithWhatToDo(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	c.total()
	c.db.Exec(t, `SET session_replication_role = replica;
		UPDATE events SET payload = convert_to('{"id":', 'UTF8') WHERE position = 1;
		DELETE FROM facts_r9.employer; UPDATE projections SET position = 0`)
	c.run("view", "time-of-day").fails(1, "stopped at event 1", "ruggensteun projections resume facts")
	// Asked again, it does not wait for what nobody does.
	c.run("view", "time-of-day").fails(1, "stopped at event 1", "see `Projection stopped` in OPERATIONS.md")
	if list := c.run("projections").ok(); !strings.Contains(list, "stopped") || !strings.Contains(list, "at event 1: ") {
		t.Errorf("the list says\n%s", list)
	}
}
