package codes

import (
	"slices"
	"testing"
	"time"
)

func bandsAt(local time.Time) []Code {
	var in []Code
	for _, b := range Bands() {
		if b.Covers(local) {
			in = append(in, b.Code)
		}
	}
	return in
}

func TestBands(t *testing.T) {
	t.Parallel()
	tests := map[string][]Code{
		"2026-11-25 00:00": {"NIGHT"},
		"2026-11-25 05:59": {"NIGHT"},
		"2026-11-25 06:00": {"MORNING"},
		"2026-11-25 12:00": {"AFTERNOON"},
		"2026-11-25 18:00": {"EVENING"},
		"2026-11-27 17:59": {"AFTERNOON"}, // a Friday
		"2026-11-27 18:00": {"EVENING", "WEEKEND"},
		"2026-11-29 23:59": {"EVENING", "WEEKEND"},
		"2026-11-30 05:59": {"NIGHT", "WEEKEND"},
		"2026-11-30 06:00": {"MORNING"},
		"2026-12-31 17:59": {"AFTERNOON"},
		"2026-12-31 18:00": {"EVENING", "NEWYEAR"},
		"2027-01-01 05:59": {"NIGHT", "NEWYEAR"},
		"2027-01-01 18:00": {"EVENING", "WEEKEND"},
	}
	for at, want := range tests {
		local, err := time.Parse("2006-01-02 15:04", at)
		if err != nil {
			t.Fatal(err)
		}
		if got := bandsAt(local); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", at, got, want)
		}
		if last := local.Add(59*time.Second + 999*time.Millisecond); !slices.Equal(bandsAt(last), want) {
			t.Errorf("%s: its last second is in %v, want %v", at, bandsAt(last), want)
		}
	}
}

func TestEveryMinuteOfAYearIsInOnePartOfTheDay(t *testing.T) {
	t.Parallel()
	parts := []Code{"NIGHT", "MORNING", "AFTERNOON", "EVENING"}
	for at := day("2026-01-01"); at.Year() == 2026; at = at.Add(time.Minute) {
		in := slices.DeleteFunc(bandsAt(at), func(c Code) bool { return !slices.Contains(parts, c) })
		if len(in) != 1 {
			t.Fatalf("%s is in %v", at, in)
		}
	}
}

func TestEveryBandIsACodeAndCanBePrinted(t *testing.T) {
	t.Parallel()
	want := map[Code][2]string{
		"NIGHT": {"00:00–05:59", "00:00–05:59"}, "MORNING": {"06:00–11:59", "06:00–11:59"},
		"AFTERNOON": {"12:00–17:59", "12:00–17:59"}, "EVENING": {"18:00–23:59", "18:00–23:59"},
		"WEEKEND": {"vr 18:00–ma 05:59", "Fri 18:00–Mon 05:59"},
		"NEWYEAR": {"31 dec 18:00–1 jan 05:59", "31 Dec 18:00–1 Jan 05:59"},
	}
	var got []Code
	for _, b := range Bands() {
		nl, en := b.Text()
		if [2]string{nl, en} != want[b.Code] {
			t.Errorf("%s: %q and %q, want %q", b.Code, nl, en, want[b.Code])
		}
		got = append(got, b.Code)
	}
	var listed []Code
	for _, e := range TimeBand.Codes {
		listed = append(listed, e.Code)
	}
	if !slices.Equal(got, listed) {
		t.Errorf("bands %v, codes %v", got, listed)
	}
}

func TestABandThatSomebodySetElsewhere(t *testing.T) {
	t.Parallel()
	late := Band{"NIGHT", "22:30", "06:59"}
	for at, want := range map[string]bool{"22:29": false, "22:30": true, "00:00": true, "06:59": true, "07:00": false} {
		local, err := time.Parse("15:04", at)
		if err != nil {
			t.Fatal(err)
		}
		if late.Covers(local) != want {
			t.Errorf("%s: %v", at, !want)
		}
	}
}
