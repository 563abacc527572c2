package triage_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/moment"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/triage"
	list "ruggensteun/projections/triage"
)

func TestANoticeFitsByWhatItSays(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("", 3600)
	when := func(text string) moment.Moment {
		m, err := moment.Parse(text, zone)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	said := func(received moment.Moment) triage.Content {
		return triage.Content{Heard: prosecution.Heard{Received: received, Source: "OM", Told: prosecution.Told{Step: "VERDICT"}}}
	}
	late := said(when("2026-11-20T00:30")) // still the 19th in UTC
	for name, c := range map[string]struct {
		asked    list.Said
		content  triage.Content
		readable bool
		want     bool
	}{
		"nothing is asked":               {list.Said{}, late, true, true},
		"its source and step":            {list.Said{Source: "OM", Step: "VERDICT"}, late, true, true},
		"another source":                 {list.Said{Source: "POLICE"}, late, true, false},
		"another step":                   {list.Said{Step: "SEPOT"}, late, true, false},
		"that day alone":                 {list.Said{From: "2026-11-20", Through: "2026-11-20"}, late, true, true},
		"the day before":                 {list.Said{Through: "2026-11-19"}, late, true, false},
		"the day after":                  {list.Said{From: "2026-11-21"}, late, true, false},
		"a month is its first day":       {list.Said{From: "2026-11-01", Through: "2026-11-01"}, said(when("2026-11")), true, true},
		"a day that nobody knows":        {list.Said{From: "2000-01-01"}, said(moment.Nothing("UNKNOWN")), true, false},
		"forgotten, and nothing asked":   {list.Said{}, triage.Content{}, false, true},
		"forgotten, and something asked": {list.Said{Through: "2099-01-01"}, triage.Content{}, false, false},
	} {
		if got := c.asked.Fits(c.content, c.readable); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestACursorIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	at := list.Cursor{Since: time.Date(2026, 11, 20, 8, 0, 0, 123456000, time.UTC), ID: uuid.New()}
	if got, err := list.ParseCursor(at.String()); err != nil || got != at {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := list.ParseCursor(""); err != nil || got.String() != "" {
		t.Errorf("%v, %v", got, err)
	}
	for _, wrong := range []string{"x", "MDE5OWFhYWEtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDI2", uuid.NewString(), at.String()[1:]} {
		if _, err := list.ParseCursor(wrong); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}
