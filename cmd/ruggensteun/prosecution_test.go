package main

import (
	"encoding/json"
	"strings"
)

// file is a case as whoever follows it reads it over HTTP.
type file struct {
	Stage   string
	Closed  bool
	Notices []struct {
		Step      string
		Reference struct{ Text string }
		Hearing   struct{ At string }
	}
	Untold []struct{ Victim, Step string }
	Ledger []struct{ Awarded, Paid, Open int }
	Work   struct {
		You, Responsible string
		OfferedTo        string `json:"offered_to"`
		SnoozedUntil     string `json:"snoozed_until"`
		Alarms           []struct{ Kind, Agreement string }
	}
	Clocks []struct {
		Agreement, State, Due, Victim string
		Because                       struct{ NL, EN string }
	}
	Timeline []struct {
		Who  string
		What struct{ NL string }
	}
}

func (k counter) say(status int, path, body string) answered {
	k.t.Helper()
	a := k.ask("POST", path, "application/json", strings.NewReader(body))
	if a.status != status {
		k.t.Fatalf("POST %s: status %d, want %d: %s", path, a.status, status, a.body)
	}
	return a
}

func (a answered) id() string {
	a.t.Helper()
	var made struct{ ID string }
	if err := json.Unmarshal(a.body, &made); err != nil || made.ID == "" {
		a.t.Fatalf("no id in %s (%v)", a.body, err)
	}
	return made.ID
}

func (k counter) file(path string) (f file) {
	k.t.Helper()
	a := k.ask("GET", path, "", nil)
	if err := json.Unmarshal(a.body, &f); err != nil || a.status != 200 {
		k.t.Fatalf("status %d (%v): %s", a.status, err, a.body)
	}
	return f
}

// who recorded what the timeline tells first in these words.
func (f file) who(words string) string {
	for _, line := range f.Timeline {
		if strings.Contains(line.What.NL, words) {
			return line.Who
		}
	}
	return "nobody"
}

func (f file) clock(agreement string) string {
	for _, c := range f.Clocks {
		if c.Agreement == agreement {
			return c.State + ": " + c.Because.NL
		}
	}
	return "none"
}
