package incident_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/domain/incident"
)

func TestANumberThatWasGivenOutStays(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"0199c0de-0000-7000-8000-0000075bcd15": "23 45 67 89", // 123456789
		"0199c0de-0000-7000-8000-000000000007": "00 00 00 07",
		"0199c0de-0000-7000-8000-0000ffffffff": "94 96 72 95",
	} {
		if got := incident.Spoken(uuid.MustParse(id)); got != want {
			t.Errorf("%s is called %s, want %s", id, got, want)
		}
	}
}

func TestANumberIsReadAsSomebodyWroteItDown(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"10 20 30 01", "10203001", "10-20-30-01", " 1020 3001 ", "1o 2O 3o oi", "lo20300L", "10\u00a020\u201330.01", "nr. 10 20 30 01", "Nummer: 10203001", "#10203001", "no 10203001"} {
		if n, err := incident.ParseNumber(text); err != nil || n != 10203001 {
			t.Errorf("%q is read as %d, %v", text, n, err)
		}
	}
	for _, text := range []string{"", "1020300", "102030010", "10 20 30 0x", "-1020300a", "\u0661\u0660203001", strings.Repeat(" ", 60) + "10203001"} {
		if n, err := incident.ParseNumber(text); err == nil {
			t.Errorf("%q is read as %d", text, n)
		}
	}
}

func TestWhatIsSaidIsFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		id := uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		said := []rune(incident.Spoken(id))
		for i, r := range said {
			switch {
			case r == ' ':
				said[i] = rapid.SampledFrom([]rune(" -.\u00a0")).Draw(t, "between")
			case r == '0':
				said[i] = rapid.SampledFrom([]rune("0oO")).Draw(t, "zero")
			}
		}
		if n, err := incident.ParseNumber(string(said)); err != nil || n != incident.Number(id) {
			t.Fatalf("%q is %d (%v), want %d", string(said), n, err, incident.Number(id))
		}
	})
}
