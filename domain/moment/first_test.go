package moment_test

import (
	"strings"
	"testing"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/moment"
)

func TestParseFirst(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text, want string
		precision  moment.Precision
		twice      bool
	}{
		"an ordinary minute":                 {"2026-11-21T23:10", "2026-11-21T23:10:00+01:00", moment.Minute, false},
		"a minute that came twice":           {"2026-10-25T02:30", "2026-10-25T02:30:00+02:00", moment.Minute, true},
		"an hour that came twice":            {"2026-10-25T02", "2026-10-25T02:00:00+02:00", moment.Hour, true},
		"with an offset it came once":        {"2026-10-25T02:30+01:00", "2026-10-25T02:30:00+01:00", moment.Minute, false},
		"the day of the change is a day":     {"2026-10-25", "2026-10-25T00:00:00+02:00", moment.Day, false},
		"the minute after the doubled hour":  {"2026-10-25T03:00", "2026-10-25T03:00:00+01:00", moment.Minute, false},
		"the minute before the doubled hour": {"2026-10-25T01:59", "2026-10-25T01:59:00+02:00", moment.Minute, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, twice, err := moment.ParseFirst(test.text, zone(t, "Europe/Amsterdam"))
			if err != nil || m.Local().Format(time.RFC3339) != test.want || twice != test.twice || m.Precision != test.precision {
				t.Errorf("got %s to the %s, twice %v, %v", m.Local().Format(time.RFC3339), m.Precision, twice, err)
			}
			if err := m.Check(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)); err != nil {
				t.Errorf("what was read is refused: %v", err)
			}
		})
	}
}

func TestParseFirstRefusesWhatParseRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2026-03-29T02:30": "went from 02:00 straight to 03:00", "2026-02-30": "is not a day and time that exist", "21-11-2026": "not a time",
		"2026-03-29T02:30+25:00": "no clock on earth",
	} {
		_, twice, err := moment.ParseFirst(text, zone(t, "Europe/Amsterdam"))
		if err == nil || twice || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: twice %v, %v", text, twice, err)
		}
	}
	if m, _, err := moment.ParseFirst("UNKNOWN", time.UTC); err != nil || m.Finer != codes.Unknown {
		t.Errorf("got %+v, %v", m, err)
	}
}
