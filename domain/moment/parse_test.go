package moment_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
)

func TestParse(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text      string
		want      string // local time with offset
		precision moment.Precision
		zone      string // "" is Europe/Amsterdam
	}{
		"RFC 3339":                          {"2026-11-21T23:10:00+01:00", "2026-11-21T23:10:00+01:00", moment.Minute, ""},
		"seconds and parts of them drop":    {"2026-11-21T23:10:59.999999999+01:00", "2026-11-21T23:10:00+01:00", moment.Minute, ""},
		"no seconds":                        {"2026-11-21T23:10+01:00", "2026-11-21T23:10:00+01:00", moment.Minute, ""},
		"no offset: the zone's in winter":   {"2026-11-21T23:10", "2026-11-21T23:10:00+01:00", moment.Minute, ""},
		"no offset: the zone's in summer":   {"2026-07-21 23:10", "2026-07-21T23:10:00+02:00", moment.Minute, ""},
		"Z is an instant, not a wall clock": {"2026-07-21T21:10:00Z", "2026-07-21T23:10:00+02:00", moment.Minute, ""},
		"small letters":                     {"2026-07-21t21:10:00z", "2026-07-21T23:10:00+02:00", moment.Minute, ""},
		"an hour":                           {"2026-11-21T23", "2026-11-21T23:00:00+01:00", moment.Hour, ""},
		"an hour with its offset":           {"2026-10-25T02+01:00", "2026-10-25T02:00:00+01:00", moment.Hour, ""},
		"a day":                             {"2026-11-21", "2026-11-21T00:00:00+01:00", moment.Day, ""},
		"a leap day":                        {"2024-02-29", "2024-02-29T00:00:00+01:00", moment.Day, ""},
		"a month":                           {"2026-04", "2026-04-01T00:00:00+02:00", moment.Month, ""},
		"a day whose midnight was skipped":  {"2024-10-06", "2024-10-06T01:00:00-03:00", moment.Day, "America/Asuncion"},
		"a day whose midnight came twice":   {"2024-11-03", "2024-11-03T00:00:00-04:00", moment.Day, "America/Havana"},
		"a clock change of half an hour":    {"2026-10-04T02:30", "2026-10-04T02:30:00+11:00", moment.Minute, "Australia/Lord_Howe"},
		"the doubled hour, first":           {"2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+02:00", moment.Minute, ""},
		"the doubled hour, second":          {"2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+01:00", moment.Minute, ""},
		"a minute before the hours double":  {"2026-10-25T01:59", "2026-10-25T01:59:00+02:00", moment.Minute, ""},
		"a minute after they doubled":       {"2026-10-25T03:00", "2026-10-25T03:00:00+01:00", moment.Minute, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.zone == "" {
				test.zone = "Europe/Amsterdam"
			}
			m := must(t, test.text, zone(t, test.zone))
			if got := m.Local().Format(time.RFC3339); got != test.want || m.Precision != test.precision {
				t.Errorf("got %s to the %s, want %s to the %s", got, m.Precision, test.want, test.precision)
			}
			if m.Instant.Location() != time.UTC {
				t.Errorf("the instant is in %s", m.Instant.Location())
			}
			if err := m.Check(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)); err != nil {
				t.Errorf("what was read is refused: %v", err)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ text, want string }{
		"nothing":                            {"", "or UNKNOWN"},
		"words":                              {"gisteren", "is not a time we can read"},
		"another order":                      {"21-11-2026", "is not a time we can read"},
		"a year alone":                       {"2026", "is not a time we can read"},
		"one digit for the hour":             {"2026-11-21T9:10", "is not a time we can read"},
		"a day with an offset":               {"2026-11-21+01:00", "is not a time we can read"},
		"digits of another script":           {"٢٠٢٦-١١-٢١", "is not a time we can read"},
		"more behind it":                     {"2026-11-21T23:10\n", "is not a time we can read"},
		"30 February":                        {"2026-02-30", "is not a day and time that exist"},
		"month 13":                           {"2026-13", "is not a day and time that exist"},
		"day 0":                              {"2026-11-00", "is not a day and time that exist"},
		"24:00":                              {"2026-11-21T24:00", "is not a day and time that exist"},
		"minute 60":                          {"2026-11-21T23:60:00+01:00", "is not a day and time that exist"},
		"an offset with 60 minutes":          {"2026-11-21T23:10:00+01:60", "no clock on earth"},
		"an offset of a day":                 {"2026-11-21T23:10:00+24:00", "no clock on earth"},
		"an hour that the clock skipped":     {"2026-03-29T02:30", "went from 02:00 straight to 03:00"},
		"also when only the hour is known":   {"2026-03-29T02", "went from 02:00 straight to 03:00"},
		"an hour that came twice":            {"2026-10-25T02:30", "add +02:00 for the first time or +01:00 for the second"},
		"also when only the hour came twice": {"2026-10-25T02", "add +02:00 for the first time or +01:00 for the second"},
		"one of the words we do not use":     {"NOT_APPLICABLE", "is not a time we can read"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := moment.Parse(test.text, zone(t, "Europe/Amsterdam"))
			var wrong *fault.Wrong
			if !errors.As(err, &wrong) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestParseOfADayThatNeverWas(t *testing.T) {
	t.Parallel()
	if _, err := moment.Parse("2011-12-30", zone(t, "Pacific/Apia")); err == nil || !strings.Contains(err.Error(), "skipped") {
		t.Errorf("got %v", err)
	}
}

func TestParseSaysWhyItIsNotFiner(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]codes.Code{
		"2026-11-21T23:10": "", "2026-11-21T23": codes.NotRecorded, "2026-11": codes.NotRecorded,
		"UNKNOWN": codes.Unknown, "NOT_RECORDED": codes.NotRecorded,
	} {
		if got := must(t, text, zone(t, "Europe/Amsterdam")).Finer; got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestEveryMinuteOfAYear: each minute of a zone's year can be written without an
// offset and read back, unless its clock reading came twice.
func TestEveryMinuteOfAYear(t *testing.T) {
	t.Parallel()
	names := []string{"Europe/Amsterdam", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "America/Curacao", "UTC"}
	zones := make(map[string]*time.Location)
	for _, name := range names {
		zones[name] = zone(t, name)
	}
	first := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		loc := zones[rapid.SampledFrom(names).Draw(t, "zone")]
		instant := first.Add(time.Duration(rapid.IntRange(0, 365*24*60).Draw(t, "minute")) * time.Minute)
		local := instant.In(loc)
		m, err := moment.Parse(local.Format("2006-01-02T15:04"), loc)
		if err != nil {
			_, offset := local.Zone()
			if !strings.Contains(err.Error(), "came twice") || !strings.Contains(err.Error(), local.Format("-07:00")) {
				t.Fatalf("%s (offset %d): %v", local, offset, err)
			}
			m, err = moment.Parse(local.Format("2006-01-02T15:04-07:00"), loc)
		}
		if err != nil || !m.Instant.Equal(instant) || m.Local().Format("15:04 -07:00") != local.Format("15:04 -07:00") {
			t.Fatalf("wrote %s, read %s, %v", local, m.Local(), err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"2026-11-21T23:10:00+01:00", "2026-10-25T02:30", "2026-03-29T02", "2026-11", "UNKNOWN", "9999-12-31T23:59-12:00"} {
		f.Add(seed)
	}
	amsterdam, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		f.Fatal(err)
	}
	late := time.Date(10000, 1, 2, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		m, err := moment.Parse(text, amsterdam)
		var wrong *fault.Wrong
		switch {
		case err != nil && !errors.As(err, &wrong):
			t.Errorf("%q: %v is not for the person who asked", text, err)
		case err == nil && m.Known() && m.Local().Year() >= 2000:
			if again, err := moment.New(m.Instant, m.Offset, m.Precision, m.Finer); err != nil || m.Check(late) != nil || m.Precision == moment.Minute && !again.Equal(m) {
				t.Errorf("%q: read as %+v, which is not a moment: %v", text, m, m.Check(late))
			}
		}
	})
}
