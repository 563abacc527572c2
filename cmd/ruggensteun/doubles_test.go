package main

import (
	"encoding/json"
	"strings"
	"testing"
)

const atTheStation = `{"occurred":{"at":"2026-11-20T23:10+01:00"},"place":{"type":"OV","gemeente":"GM0599"}}`

func TestRegisteringOnATerminalSuggestsDoubles(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	first := c.say(atTheStation, "incident", "register", "-", "--as", "reporter@GEM-X")
	id := first.recorded()
	if strings.Contains(first.out, "on record already") || strings.Contains(first.out, "Doubles") {
		t.Errorf("the first says\n%s", first.out)
	}
	again := c.say(strings.Replace(atTheStation, "23:10", "23:25", 1), "incident", "register", "-", "--as", "reporter@GEM-X").ok()
	if !strings.Contains(again, "This may be on record already") || !strings.Contains(again, id) || !strings.Contains(again, "2026-11-20 23:10  OV, GM0599") {
		t.Errorf("the second says\n%s", again)
	}
	c.shows("doubles 2 running 3 0 true")
	c.run("projections", "pause", "doubles").ok()
	held := c.say(atTheStation, "incident", "register", "-", "--as", "reporter@GEM-X")
	held.recorded()
	if !strings.Contains(held.out, "Doubles: none were looked for") || !strings.Contains(held.out, "projections resume doubles") {
		t.Errorf("with the read model paused it says\n%s", held.out)
	}
	if out := c.run("verify"); !strings.Contains(out.ok(), "doubles  2 rows of trace compared at position 3") || !strings.Contains(out.err, "doubles is paused") {
		t.Errorf("verify says\n%s%s", out.out, out.err)
	}
	c.run("projections", "resume", "doubles").ok()
	if out := c.run("verify").ok(); !strings.Contains(out, "doubles  3 rows of trace compared at position 4") {
		t.Errorf("verify says\n%s", out)
	}
	c.db.Exec(t, "UPDATE doubles_r2.trace SET place_type = 'SHOP' WHERE position = 2")
	c.run("verify").fails(1, "")
	if out := c.run("projections", "rebuild", "doubles").ok(); !strings.Contains(out, "differed") {
		t.Errorf("rebuilding says\n%s", out)
	}
	c.run("verify").ok()
}

func TestADoubleIsNamedByTheClockThere(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"at":"2026-07-20T22:10:00Z","offset":"+02:00","precision":"MINUTE"}`: "2026-07-21 00:10",
		`{"at":"2026-01-20T22:00:00Z","offset":"+01:00","precision":"HOUR"}`:   "2026-01-20 23h",
		`{"at":"2026-01-19T23:00:00Z","offset":"+01:00","precision":"DAY"}`:    "2026-01-20",
		`{"at":"2026-01-20T01:10:00Z","offset":"-04:00","precision":"MINUTE"}`: "2026-01-19 21:10",
		`{}`: "",
	} {
		var o occurredAt
		if err := json.Unmarshal([]byte(text), &o); err != nil || o.String() != want {
			t.Errorf("%s: got %q (%v), want %q", text, o, err, want)
		}
	}
}

// TestAServerWhoseDoublesStandStillSaysThatItDidNotLook, however little they miss:
// nobody is about to work on it.
func TestAServerWhoseDoublesStandStillSaysThatItDidNotLook(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	o := c.start("serve", "--addr", "127.0.0.1:0").office()
	last := o.post(report)
	until(t, "the doubles have followed", func() bool {
		var at int
		c.db.Scan(t, []any{&at}, "SELECT position FROM projections WHERE name = 'doubles' AND active")
		return at == last
	})
	c.run("projections", "pause", "doubles").ok()
	o.post(report)
	_, list := ask(t, o.url+"/v1/incidents?limit=1", o.token)
	id := betweenIn(t, list, `"id":"`, `"`)
	if _, body := ask(t, o.url+"/v1/incidents/"+id+"/likely-doubles", o.token); !strings.Contains(body, `"looked":false`) || !strings.Contains(body, "resume doubles") {
		t.Errorf("asked for doubles while they are paused it says %s", body)
	}
	o.end()
}

func betweenIn(t *testing.T, text, after, before string) string {
	t.Helper()
	_, text, found := strings.Cut(text, after)
	text, _, end := strings.Cut(text, before)
	if !found || !end {
		t.Fatalf("nothing stands between %s and %s", after, before)
	}
	return text
}
