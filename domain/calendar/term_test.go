package calendar_test

import (
	"testing"

	"pgregory.net/rapid"

	"ruggensteun/domain/calendar"
)

func TestTermsAreReadAndSaid(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text           string
		term           calendar.Term
		kept, nl, en   string
		moves, inHours bool
	}{
		{"P14D", calendar.Term{Days: 14}, "P14D", "14 dagen", "14 days", true, false},
		{"14 dagen", calendar.Term{Days: 14}, "P14D", "14 dagen", "14 days", true, false},
		{"1 day", calendar.Term{Days: 1}, "P1D", "1 dag", "1 day", true, false},
		{"P2W", calendar.Term{Weeks: 2}, "P2W", "2 weken", "2 weeks", true, false},
		{"P12W", calendar.Term{Weeks: 12}, "P12W", "12 weken", "12 weeks", true, false},
		{"P13W", calendar.Term{Weeks: 13}, "P13W", "13 weken", "13 weeks", false, false},
		{"P90D", calendar.Term{Days: 90}, "P90D", "90 dagen", "90 days", true, false},
		{"P91D", calendar.Term{Days: 91}, "P91D", "91 dagen", "91 days", false, false},
		{"3 maanden", calendar.Term{Months: 3}, "P3M", "3 maanden", "3 months", true, false},
		{"P4M", calendar.Term{Months: 4}, "P4M", "4 maanden", "4 months", false, false},
		{"1 jaar", calendar.Term{Years: 1}, "P1Y", "1 jaar", "1 year", false, false},
		{"P1Y6M", calendar.Term{Years: 1, Months: 6}, "P1Y6M", "1 jaar en 6 maanden", "1 year and 6 months", false, false},
		{"P1M2W", calendar.Term{Months: 1, Weeks: 2}, "P1M2W", "1 maand en 2 weken", "1 month and 2 weeks", true, false},
		{"PT24H", calendar.Term{Hours: 24}, "PT24H", "24 uur", "24 hours", false, true},
		{" 48  UUR ", calendar.Term{Hours: 48}, "PT48H", "48 uur", "48 hours", false, true},
		{"2 werkdagen", calendar.Term{WorkingDays: 2}, "2 working days", "2 werkdagen", "2 working days", true, false},
		{"1 working day", calendar.Term{WorkingDays: 1}, "1 working day", "1 werkdag", "1 working day", true, false},
		{"3 maanden van 30 dagen", calendar.Term{ThirtyDayMonths: 3}, "3 months of 30 days", "3 maanden van 30 dagen", "3 months of 30 days", true, false},
		{"4 months of 30 days", calendar.Term{ThirtyDayMonths: 4}, "4 months of 30 days", "4 maanden van 30 dagen", "4 months of 30 days", false, false},
		{"90 werkdagen", calendar.Term{WorkingDays: 90}, "90 working days", "90 werkdagen", "90 working days", true, false},
		{"91 werkdagen", calendar.Term{WorkingDays: 91}, "91 working days", "91 werkdagen", "91 working days", false, false},
		{"dezelfde dag", calendar.Term{}, "P0D", "dezelfde dag", "the same day", true, false},
		{"P0D", calendar.Term{}, "P0D", "dezelfde dag", "the same day", true, false},
	} {
		got, err := calendar.ParseTerm(test.text)
		if err != nil || got != test.term {
			t.Errorf("%q: %+v, %v", test.text, got, err)
			continue
		}
		if got.String() != test.kept || got.NL() != test.nl || got.EN() != test.en || got.Moves() != test.moves || got.InHours() != test.inHours {
			t.Errorf("%q: %q, %q, %q, moves %v, in hours %v", test.text, got, got.NL(), got.EN(), got.Moves(), got.InHours())
		}
	}
}

func TestWhatIsNoTermIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "P", "PT", "PT24", "P1", "14", "dagen", "-1 dagen", "P-1D", "+1 days", "1.5 dagen", "P1D1W", "P1W1W", "P1DT1H", "p14d",
		"2 werkdagen of eerder", "1000000 dagen", "99999999999999999999999 dagen", "P1200Y", "10000 hours", "٣ dagen", "2 working days 1 day",
	} {
		if got, err := calendar.ParseTerm(text); err == nil {
			t.Errorf("%q was taken for %+v", text, got)
		}
	}
	for _, term := range []calendar.Term{{Days: -1}, {Days: 1, Hours: 1}, {WorkingDays: 1, Weeks: 1}, {ThirtyDayMonths: 1, Months: 1}, {Years: 101}} {
		if term.Check() == nil {
			t.Errorf("%+v was let through", term)
		}
	}
}

func anyTerm() *rapid.Generator[calendar.Term] {
	return rapid.OneOf(
		rapid.Map(rapid.IntRange(0, 400), func(n int) calendar.Term { return calendar.Term{Days: n} }),
		rapid.Map(rapid.IntRange(1, 60), func(n int) calendar.Term { return calendar.Term{WorkingDays: n} }),
		rapid.Map(rapid.IntRange(1, 13), func(n int) calendar.Term { return calendar.Term{ThirtyDayMonths: n} }),
		rapid.Custom(func(t *rapid.T) calendar.Term {
			return calendar.Term{
				Years: rapid.IntRange(0, 1).Draw(t, "years"), Months: rapid.IntRange(0, 4).Draw(t, "months"),
				Weeks: rapid.IntRange(0, 5).Draw(t, "weeks"), Days: rapid.IntRange(0, 9).Draw(t, "days"),
			}
		}),
	)
}

func TestATermIsReadBackAsItIsKept(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		term := rapid.OneOf(anyTerm(), rapid.Map(rapid.IntRange(1, 9999), func(n int) calendar.Term { return calendar.Term{Hours: n} })).Draw(t, "term")
		for _, text := range []string{term.String(), term.EN(), term.NL()} {
			got, err := calendar.ParseTerm(text)
			if text == term.String() && (err != nil || got != term) || err == nil && got != term {
				t.Fatalf("%q is read as %+v, %v", text, got, err)
			}
		}
	})
}

func FuzzParseTerm(f *testing.F) {
	for _, seed := range []string{"P14D", "P1Y2M3W4D", "PT24H", "2 werkdagen", "3 months of 30 days", "the same day", "P", "PTH", "P0D", "1  dag", "P00D", "P1M1M"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		term, err := calendar.ParseTerm(text)
		if err != nil {
			if term != (calendar.Term{}) {
				t.Errorf("%q: refused, and yet %+v", text, term)
			}
			return
		}
		if again, err := calendar.ParseTerm(term.String()); err != nil || again != term {
			t.Errorf("%q is kept as %q, which is read as %+v, %v", text, term, again, err)
		}
		if term.Check() != nil || term.NL() == "" || term.EN() == "" {
			t.Errorf("%q: %+v is no term", text, term)
		}
	})
}
